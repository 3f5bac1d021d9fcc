//! Settings: the way between their pages, what a policy means, plain rows, and a widget beside its
//! lines.

use stylist::StyleSource;
use stylist::css;

/// The pages of the settings, the account and the snippet.
pub(crate) fn settings() -> StyleSource {
    css!(
        r#"
        .tabs { display: flex; gap: 4px; overflow-x: auto; border-block-end: 1px solid var(--line); }
        .tab { display: grid; place-items: center; min-block-size: var(--tall); padding: 6px 12px; color: var(--ink2); font-weight: 500; text-decoration: none; white-space: nowrap; border-block-end: 2px solid transparent; margin-block-end: -1px; }
        .tab[aria-current=page] { color: var(--acc); border-block-end-color: var(--acc); font-weight: 600; }
        .tab:focus-visible { outline-offset: -2px; }
        @media (hover: hover) {
            .tab:hover { color: var(--ink); }
        }

        .means { padding: 10px 14px; border-radius: 8px; background: var(--sunk); color: var(--ink2); }
        .means:empty { display: none; }
        .policy { display: grid; gap: 6px; }
        .policy .means { margin-inline-start: 32px; padding: 0; background: none; }

        .roll { display: grid; }
        .roll > li { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; padding: 12px 16px 12px 24px; min-inline-size: 0; }
        .roll > li + li { border-block-start: 1px solid var(--line); }
        .roll > li .grow { flex: 1 1 12rem; min-inline-size: 0; overflow-wrap: anywhere; }
        .roll > li b { font-weight: 600; }
        .roll > li .grow > small { display: block; color: var(--ink3); font-size: .8125rem; line-height: 1.25rem; }
        .roll .number { color: var(--ink3); font-size: .75rem; }
        .roll > li .list { inline-size: 8.5rem; }
        .row-bone { display: block; block-size: 2.5rem; inline-size: 60%; border-radius: 6px; }
        .inner + .roll { margin-block-start: 12px; border-block-start: 1px solid var(--line); }

        .roll > .leads { position: relative; }
        .leads .open { color: var(--ink); font-weight: 600; text-decoration: none; overflow-wrap: anywhere; }
        .leads .open::after { content: ""; position: absolute; inset: 0; }
        .leads .open:focus-visible { outline: none; }
        .leads:has(.open:focus-visible) { outline: 2px solid var(--rim); outline-offset: -2px; border-radius: 6px; }
        .leads > svg { flex: none; inline-size: 1.125rem; block-size: 1.125rem; color: var(--ink3); }
        .address { overflow-wrap: anywhere; }
        .ways legend { padding: 0; font-weight: 550; }
        .sub { margin-inline-start: 32px; }
        .sub .tick .code { color: var(--ink); }
        .going { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; color: var(--ink2); }
        .deliveries { margin-block-start: 16px; border-block-start: 1px solid var(--line); }
        .roll > .delivery { display: block; padding: 0; }
        .unfold { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: 8px 12px; align-items: center; inline-size: 100%; min-block-size: 44px; padding: 12px 16px 12px 24px; text-align: start; }
        .unfold > svg { flex: none; inline-size: 1.125rem; block-size: 1.125rem; color: var(--ink3); }
        .unfold[aria-expanded=true] > svg { transform: scaleY(-1); }
        .unfold:focus-visible { outline-offset: -2px; }
        .unfolded { display: grid; grid-template-columns: minmax(0, 1fr); gap: 10px; padding: 4px 24px 20px; }
        .unfolded h3 { font-size: .8125rem; line-height: 1.25rem; color: var(--ink2); font-weight: 600; }
        .tries { display: grid; gap: 10px; padding: 0; margin: 0; list-style: none; }
        .tries li { display: grid; gap: 4px; }
        .tries b { font-weight: 550; }
        .tries small { margin-inline-start: 8px; color: var(--ink3); font-size: .8125rem; }
        .tries .answer { padding: 8px 12px; border-radius: 8px; background: var(--sunk); color: var(--ink2); overflow-wrap: anywhere; }
        @media (hover: hover) {
            .leads:hover, .unfold:hover { background: var(--hover); }
        }

        .chain { justify-self: start; white-space: normal; max-inline-size: 100%; }
        .chain svg { flex: none; inline-size: 1rem; block-size: 1rem; }

        .halves { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 20px; align-items: start; }
        .beheld { position: sticky; inset-block-start: 24px; display: grid; gap: 8px; padding: 16px; }
        .beheld h2 { font-size: 1rem; line-height: 1.5rem; }
        .beheld iframe { inline-size: 100%; block-size: 38rem; border: 1px solid var(--line); border-radius: 8px; background: var(--bg); }
        .ways { gap: 4px; }
        .ways .tick { padding-block: 6px; }
        .ways small { display: block; color: var(--ink2); font-size: .8125rem; line-height: 1.25rem; }
        .snippet { margin: 0; padding: 14px; border-radius: 8px; background: var(--sunk); font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace; font-size: .8125rem; line-height: 1.4; white-space: pre-wrap; overflow-wrap: anywhere; }
        @media (max-width: 64em) {
            .halves { grid-template-columns: minmax(0, 1fr); }
            .beheld { position: static; }
        }
        @media (max-width: 35.9375em) {
            .roll > li { padding-inline: 16px 8px; }
            .unfold { padding-inline: 16px 12px; }
            .unfolded { padding-inline: 16px; }
        }
    "#
    )
}
