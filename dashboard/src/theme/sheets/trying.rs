//! What is tried and what came of it, as a page and beside a form.

use stylist::StyleSource;
use stylist::css;

/// A booking with its outcome, side by side where there is room.
pub(crate) fn trying() -> StyleSource {
    css!(
        r#"
        .trial { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 20px; align-items: start; }
        .duo { grid-template-columns: minmax(0, 44rem); justify-content: center; }
        .page .first { margin: 0; inline-size: 100%; }
        .beside { display: grid; gap: 16px; align-content: start; }
        .beside > header p { color: var(--ink2); }
        .beside > header h2 { font-size: 1.125rem; line-height: 1.5rem; }
        .beside .trial { grid-template-columns: minmax(0, 1fr); gap: 12px; }
        .beside .group { padding: 20px; }
        @media (min-width: 90em) {
            .page.duo { max-inline-size: 78rem; grid-template-columns: minmax(0, 44rem) minmax(20rem, 1fr); }
            .duo > .head { grid-column: 1 / -1; }
        }
        @media (max-width: 59.9375em) {
            .trial { grid-template-columns: minmax(0, 1fr); }
        }
        .outcome { display: grid; gap: 20px; }
        .outcome.stale { opacity: .65; }
        .verdict { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 10px; padding: 12px 14px; border-radius: 10px; background: var(--sunk); }
        .verdict h3 { font-size: .9375rem; line-height: 1.375rem; }
        .verdict svg { inline-size: 1.25rem; block-size: 1.25rem; color: var(--ink3); margin-block-start: 1px; }
        .verdict.good { background: var(--goodbg); }
        .verdict.good svg, .verdict.good h3 { color: var(--good); }
        .verdict.bad { background: var(--warnbg); }
        .verdict.bad svg, .verdict.bad h3 { color: var(--warn); }
        .verdict .small { margin-block-start: 6px; color: var(--ink2); }
        .verdict ul { padding-inline-start: 1.125rem; list-style: disc; }
        .sums { display: grid; gap: 8px; }
        .sums > div { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 12px; }
        .sums dd { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .sums small { display: block; color: var(--ink3); font-size: .8125rem; line-height: 1.25rem; }
        .sums .all { padding-block-start: 8px; border-block-start: 1px solid var(--line); font-weight: 650; }
        .checks-all summary { min-block-size: var(--tall); display: list-item; padding-block: 8px; cursor: pointer; font-weight: 600; }
        .checks-all ol { display: grid; }
        .check { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 10px; padding-block: 7px; color: var(--ink2); }
        .check + .check { border-block-start: 1px solid var(--line); }
        .check b { display: block; font-weight: 550; }
        .check small { display: block; color: var(--ink3); font-size: .8125rem; line-height: 1.25rem; }
        .check svg { inline-size: 1.125rem; block-size: 1.125rem; margin-block-start: 1px; color: var(--ink3); }
        .check.good b { color: var(--ink); }
        .check.good svg { color: var(--good); }
        .check.bad b, .check.bad svg { color: var(--bad); }
        .check.bad small { color: var(--ink); }
    "#
    )
}
