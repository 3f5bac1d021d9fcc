//! Classic: a single column of steps in a plain card.

use stylist::StyleSource;
use stylist::css;

/// One column at every width.
pub(crate) fn classic() -> StyleSource {
    css!(
        r#"
        --r: 6px; --R: 8px;
        max-inline-size: 37.5rem; margin-inline: auto; padding: 2px;
        .about { padding: 24px 20px 16px; border-block-end: 1px solid var(--line); }
        .about .text { color: var(--ink2); white-space: pre-line; }
        .place { margin-block-start: 4px; }
        .work { padding: 8px 20px 24px; }
        .choose legend { font-size: .875rem; font-weight: 600; padding-block-end: 8px; }
        .rows { position: relative; gap: 0; border-radius: var(--r); overflow: clip; }
        .rows::after { content: ""; position: absolute; inset: 0; border: 1px solid var(--line); border-radius: inherit; pointer-events: none; }
        .rows.wrong::after { border-color: var(--bad); }
        .row { border-radius: 0; box-shadow: none; padding-inline-start: 2.75rem; background: none; }
        .row + .row { border-block-start: 1px solid var(--line); }
        .row::before { content: ""; position: absolute; inset-inline-start: 14px; inset-block-start: 14px; inline-size: 1.125rem; block-size: 1.125rem; border-radius: 50%; border: 1px solid var(--edge); background: var(--raise); }
        .row.on::before { border: .34375rem solid var(--rim); }
        .row.on, .row:hover:not(.only):not(.on) { box-shadow: none; }
        .row.only { padding-inline: 0; }
        .row.only::before, .row.go::before { display: none; }
        .row.go { padding-inline-start: 14px; }
        .rows li + li { border-block-start: 1px solid var(--line); }
        .tile.go { border: 1px solid var(--line); border-radius: var(--r); }
        .row:has(input:focus-visible) { outline-offset: -2px; border-radius: var(--r); }
        .pick { padding-block-start: 8px; border-block-start: 1px solid var(--line); }
        .slots { min-block-size: 220px; border-block-start: 1px solid var(--line); padding-block-start: 4px; }
        .form .actions { justify-content: flex-end; }
        .foot .main, .form .main { min-inline-size: min(15rem, 100%); flex: 0 1 auto; }
        .form .legal { flex: 1 1 200px; }
        .form .sum { padding: 16px; border-radius: var(--r); background: var(--sunk); }
        /* The review right above says it. */
        .form .what { display: none; }
        .work > .panel { padding-block-start: 12px; }
        .held { min-block-size: 3.25rem; }
        @media (min-width: 35em) {
            .about { padding: 28px 32px 20px; }
            .work { padding: 8px 32px 32px; }
            .pills { grid-template-columns: repeat(4, minmax(0, 1fr)); }
            .slots:has(.pills) { block-size: 28rem; }
            .scroll { flex: 1; overflow-y: auto; min-block-size: 0; margin: -4px; padding: 4px 4px 40px; scrollbar-width: thin; mask-image: linear-gradient(#000 calc(100% - 40px), transparent); }
        }
        @media (max-width: 34.9375em) {
            .foot .main, .form .main { inline-size: 100%; }
        }
    "#
    )
}
