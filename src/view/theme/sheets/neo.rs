//! Neo: one card of panes.

use stylist::StyleSource;
use stylist::css;

/// Narrow first; two panes from 640 px, three from 900 px.
pub(crate) fn neo() -> StyleSource {
    css!(
        r#"
        max-inline-size: 67.5rem; margin-inline: auto; padding: 2px;
        .cover { display: block; inline-size: 100%; block-size: 104px; object-fit: cover; background: var(--soft2); }
        html[data-theme=dark] & .cover { filter: brightness(.86); }
        .about { background: var(--sunk); border-block-end: 1px solid var(--line); }
        .intro { align-content: start; padding: 20px 20px 16px; }
        .intro .text { color: var(--ink2); margin-block-start: 4px; white-space: pre-line; }
        .place { margin-block-start: 8px; }
        .choose { padding: 0 20px 20px; }
        .choose > h2, .choose legend { font-size: .8125rem; font-weight: 550; letter-spacing: 0; line-height: 1.25rem; color: var(--ink2); margin-block-end: 6px; }
        .about .sum { padding: 16px 20px 12px; border-block-start: 1px solid var(--line); }
        .work { padding: 8px 20px 20px; align-content: start; }
        .rows.wrong .row { box-shadow: inset 0 0 0 1px var(--bad); }
        .row.only { background: none; box-shadow: none; padding: 0; }
        .slots { min-block-size: 220px; }
        .pick .sum { padding-block-start: 16px; border-block-start: 1px solid var(--line); }
        .pick .actions { display: grid; gap: 12px; }
        .pick .note { column-gap: 8px; padding: 12px; font-size: .875rem; line-height: 1.25rem; }
        .pick .note > .end { grid-column: 1 / -1; }
        .pick .note .btn { flex: 1; }
        .form .actions .main { flex: 1 1 200px; }
        .form .legal { flex-basis: 100%; }
        .work > .panel { padding-block-start: 24px; }
        .later .intro .text, .later .cover, .later .place { display: none; }

        @media (max-width: 39.9375em) {
            .work { gap: 14px; }
            .later .work { gap: 20px; }
            .about .sum:not(.open) .fold { display: none; }
            .toggle { display: flex; inline-size: 100%; align-items: center; justify-content: space-between; gap: 12px; min-block-size: 44px; font-weight: 600; border-radius: 8px; }
            .toggle span:last-child { display: flex; align-items: center; gap: 8px; font-size: 1.0625rem; }
            .toggle[aria-expanded=true] svg { transform: rotate(180deg); }
            .about .sum { padding-block: 4px; }
            .about .sum.open { padding-block-end: 16px; }
            .about .sum.open:not(:has(.toggle)) { padding-block-start: 14px; }
            .about .sum .what { margin-block-start: 4px; }
        }
        @media (min-width: 40em) {
            .pick { grid-template-columns: minmax(0, 1fr) 14rem; grid-template-rows: auto 1fr auto; gap: 16px 24px; }
            .pick .sum { grid-row: 2 / 4; grid-column: 1; }
            .pick .actions { grid-row: 3; grid-column: 2; }
            /* What is to be said takes nothing from the times. */
            .pick .actions:has(.note) { grid-area: 4 / 1 / auto / -1; grid-template-columns: subgrid; gap: 12px normal; }
            .pick .actions .note { grid-column: 1 / -1; }
            .pick .note > .end { grid-column: 2; }
            .pick .note .btn { flex: none; }
            .pick .note ~ .main { grid-column: 2; }
            /* As high as with the field for a code, so that nothing moves when it opens. */
            .pick .sum { min-block-size: 15.25rem; }
            .slots { grid-row: 1 / 3; grid-column: 2; contain: size; min-block-size: 0; }
            .scroll { flex: 1; overflow-y: auto; min-block-size: 0; margin: -4px; padding: 4px 4px 40px; scrollbar-width: thin; mask-image: linear-gradient(#000 calc(100% - 40px), transparent); }
            .zones { padding-block-start: 4px; }
            .pills { grid-template-columns: repeat(2, minmax(0, 1fr)); }
            .work { padding: 12px 28px 28px; }
            .first .about { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
            .first .cover { grid-column: 1 / -1; }
            .first .choose { padding-block-start: 20px; }
            .later { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); }
            .later .sum { padding-block-end: 24px; }
            .later .about { border-block-end: 0; border-inline-end: 1px solid var(--line); }
            .later .cover { display: block; }
            .later .place { display: flex; }
            .later .work { min-block-size: 520px; }
            .later .work:has(> .panel) { min-block-size: 20rem; }
        }
        @media (min-width: 35em) and (max-width: 56.1875em) {
            .later .mark:not(.now) .lbl { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
            .later .mk { min-inline-size: 24px; justify-content: center; }
            .later .fact { grid-template-columns: minmax(0, 1fr) auto; }
            .later .fact dt { grid-column: 1 / -1; }
            .later .more dt { display: none; }
        }
        @media (min-width: 40em) and (max-width: 56.1875em) {
            .first .intro, .first .choose { padding-inline: 28px; }
        }
        @media (min-width: 56.25em) {
            .first { display: grid; grid-template-columns: 19.5rem minmax(0, 1fr); }
            .first .about { display: block; border-block-end: 0; border-inline-end: 1px solid var(--line); }
            .first .choose { padding-block-start: 0; }
            .later { grid-template-columns: 19.5rem minmax(0, 1fr); }
            .later .intro .text { display: block; }
            .cover { block-size: 128px; }
            .intro { padding: 24px 24px 20px; }
            .choose { padding-inline: 24px; }
            .about .sum { padding-inline: 24px; }
            .work { padding: 16px 32px 32px; }
            .pick { grid-template-columns: minmax(0, 1fr) 15rem; gap: 16px 32px; }
            .later .form, .later .note { max-inline-size: 33rem; }
        }
        @media (min-width: 65em) {
            .first, .later { grid-template-columns: 21.5rem minmax(0, 1fr); }
        }
    "#
    )
}
