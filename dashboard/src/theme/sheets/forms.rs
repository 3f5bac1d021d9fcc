//! Forms with room around them, and what stands beside a form.

use stylist::StyleSource;
use stylist::css;

/// Groups of fields, one question below the other.
pub(crate) fn forms() -> StyleSource {
    css!(
        r#"
        .sheet { display: grid; gap: 20px; }
        .group { display: grid; grid-template-columns: minmax(0, 1fr); gap: 18px; padding: 24px; }
        .group > header { display: grid; gap: 2px; }
        .group > header p { color: var(--ink2); }
        .group h2 { font-size: 1rem; line-height: 1.5rem; }
        .pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 18px 16px; align-items: start; }
        .pair > .wide { grid-column: 1 / -1; }
        .field .help { margin-block: 6px 0; }
        .field .msg { min-block-size: 0; padding-block: 6px 0; }
        .with { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 8px; }
        .unit { position: relative; display: block; }
        .unit .in { padding-inline-end: 3.5rem; }
        .unit span { position: absolute; inset-block: 0; inset-inline-end: 12px; display: grid; place-items: center; color: var(--ink3); pointer-events: none; }
        .seg { display: inline-grid; grid-auto-flow: column; grid-auto-columns: 1fr; padding: 3px; border-radius: 10px; background: var(--line); inline-size: fit-content; max-inline-size: 100%; }
        .seg label { position: relative; display: grid; place-items: center; min-block-size: calc(var(--tall) - 4px); padding: 4px 16px; border-radius: 7px; font-weight: 550; color: var(--ink2); cursor: pointer; text-align: center; }
        .seg input { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; margin: 0; opacity: 0; cursor: pointer; }
        .seg label:has(:checked) { background: var(--bg); color: var(--ink); box-shadow: var(--lift); }
        .seg label:has(:focus-visible) { outline: 2px solid var(--rim); outline-offset: 1px; }
        .seg label:has(:disabled) { cursor: not-allowed; }
        .fold { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: 2px 12px; inline-size: 100%; padding: 18px 24px; text-align: start; }
        .fold h2 { font-size: 1rem; line-height: 1.5rem; }
        .fold p { grid-column: 1; color: var(--ink2); }
        .fold svg { grid-area: 1 / 2 / span 2; color: var(--ink3); }
        .fold[aria-expanded=true] svg { transform: scaleY(-1); }
        .fold + .group { border-block-start: 1px solid var(--line); }
        .in[readonly], .in:disabled { background: var(--sunk); color: var(--ink2); border-color: var(--line); cursor: not-allowed; }
        .checks { display: grid; gap: 0; }
        .checks .tick { padding-block: 6px; }
        .save { position: sticky; inset-block-end: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; padding: 12px 0; background: linear-gradient(transparent, var(--under) 25%); }
        .save .why { color: var(--ink2); font-size: .8125rem; }
        .inner { padding: 20px 24px 0; }
        .card > .seg, .inner:last-child { margin-block-end: 20px; }
        .inner h2 { font-size: 1rem; line-height: 1.5rem; }
        .inner + .table { margin-block-start: 16px; }
        .inner + .group { padding-block-end: 8px; }
        .findings { padding: 6px 24px; }
        .finding { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 10px; padding-block: 10px; color: var(--ink2); }
        .finding + .finding { border-block-start: 1px solid var(--line); }
        .finding svg { inline-size: 1.125rem; block-size: 1.125rem; margin-block-start: 1px; color: var(--acc); }
        .finding.warn svg { color: var(--warn); }
        .finding.bad, .finding.bad svg { color: var(--bad); }
        .form-bone { block-size: 24rem; border-radius: 12px; }
        .when { display: grid; grid-template-columns: minmax(0, 1.4fr) minmax(0, 1fr); gap: 8px; }
        .span { display: grid; grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr); gap: 8px; align-items: center; color: var(--ink2); }
        .days { display: flex; flex-wrap: wrap; gap: 6px; }
        .day { position: relative; display: grid; place-items: center; min-inline-size: 3.25rem; min-block-size: var(--tall); padding: 4px 8px; border-radius: 8px; box-shadow: inset 0 0 0 1px var(--edge); font-weight: 550; color: var(--ink2); cursor: pointer; }
        .day input { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; margin: 0; opacity: 0; cursor: pointer; }
        .day:has(:checked) { background: var(--soft); color: var(--acc); box-shadow: inset 0 0 0 1.5px var(--rim); }
        .day:has(:focus-visible) { outline: 2px solid var(--rim); outline-offset: 1px; }
        .chooser { display: grid; grid-template-columns: minmax(0, 1fr); gap: 8px; min-inline-size: 0; }
        .chooser > legend { float: inline-start; }
        .chooser-bone { block-size: 4.5rem; border-radius: 10px; }
        .chooser .none { color: var(--ink2); }
        .chips { display: flex; flex-wrap: wrap; gap: 6px; }
        .chip { display: inline-flex; align-items: center; gap: 2px; min-block-size: var(--tall); max-inline-size: 100%; padding-inline: 14px 0; border-radius: 22px; background: var(--soft); color: var(--acc); font-weight: 550; }
        .chip > span { min-inline-size: 0; overflow-wrap: anywhere; padding-block: 4px; padding-inline-end: 4px; line-height: 1.25rem; }
        .chip > span:last-child { padding-inline-end: 14px; }
        .chip small { font-size: .8125rem; font-weight: 400; color: var(--ink2); }
        .chip.gone { background: var(--sunk); color: var(--ink2); box-shadow: inset 0 0 0 1px var(--line); }
        .chip button { display: grid; place-items: center; flex: none; inline-size: var(--tall); block-size: var(--tall); border-radius: 50%; color: inherit; }
        .chip button svg { inline-size: 1rem; block-size: 1rem; }
        .among { display: grid; grid-template-columns: minmax(0, 1fr); gap: 8px; padding: 8px; border-radius: 10px; background: var(--sunk); box-shadow: inset 0 0 0 1px var(--line); }
        .among .seek { flex: none; max-inline-size: none; }
        .among ul { max-block-size: 18rem; overflow-y: auto; padding: 2px 8px; }
        .among .none { padding: 6px 8px; }
        .among .under { padding-inline-start: 28px; }
        .among .tick { min-block-size: var(--tall); padding-block: 5px; align-items: center; }
        .among .tick small { color: var(--ink2); font-size: .8125rem; }
        .other { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr) auto; gap: 8px; align-items: center; }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 16px; padding: 16px 24px; }
        .facts dt { font-size: .75rem; color: var(--ink3); }
        .facts dd { font-weight: 600; }
        @media (hover: hover) {
            .chip button:hover { background: var(--hover); }
        }
        @media (max-width: 35.9375em) {
            .group, .fold { padding: 18px 16px; }
            .inner { padding: 18px 16px 0; }
            .pair { grid-template-columns: minmax(0, 1fr); }
            .save { position: static; background: none; }
            .save .why { flex-basis: 100%; }
            .save .btn { flex: 1; }
        }
        @media (forced-colors: active) {
            .day, .chip, .among { border: 1px solid ButtonBorder; }
            .day:has(:checked) { background: Highlight; color: HighlightText; forced-color-adjust: none; }
            .seg label:has(:checked) { background: Highlight; color: HighlightText; forced-color-adjust: none; }
        }
    "#
    )
}
