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
        @media (min-width: 78em) {
            .page.duo { max-inline-size: 76rem; grid-template-columns: minmax(0, 44rem) minmax(22rem, 1fr); }
            .duo > .head { grid-column: 1 / -1; }
        }
        @media (max-width: 59.9375em) {
            .trial { grid-template-columns: minmax(0, 1fr); }
        }
        .found { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; justify-items: start; }
        .found > .card { inline-size: 100%; }
        .outcome { display: grid; gap: 20px; }
        .outcome.stale { border-inline-start: 3px solid var(--line); padding-inline-start: 14px; }
        .verdict { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 10px; padding: 12px 14px; border-radius: 10px; background: var(--sunk); }
        .verdict b { font-size: .9375rem; line-height: 1.375rem; font-weight: 650; }
        .verdict svg { inline-size: 1.25rem; block-size: 1.25rem; color: var(--ink3); margin-block-start: 1px; }
        .verdict.good { background: var(--goodbg); }
        .verdict.good svg, .verdict.good b { color: var(--good); }
        .verdict.bad { background: var(--warnbg); }
        .verdict.bad svg, .verdict.bad p:first-child b { color: var(--warn); }
        .verdict .small { margin-block-start: 6px; color: var(--ink2); }
        .verdict .small b { font-size: inherit; }
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
        .progress { display: grid; gap: 6px; }
        .progress progress { inline-size: 100%; block-size: 8px; accent-color: var(--acc); }
        .cap { display: block; }
        .table.plain caption, .cap { padding-block-end: 6px; font-size: .8125rem; font-weight: 600; text-align: start; color: var(--ink2); }
        .table.plain th, .table.plain td { padding: 7px 0; background: none; }
        .table.plain th + th, .table.plain td + td { padding-inline-start: 12px; }
        .tally-list { display: grid; gap: 4px; }
        .tally-list li { display: flex; justify-content: space-between; gap: 12px; color: var(--ink2); }
        .tally-list b { color: var(--ink); font-variant-numeric: tabular-nums; font-weight: 550; }
        .frame-of-widget { inline-size: 100%; block-size: 40rem; border: 1px solid var(--line); border-radius: 10px; background: var(--bg); }
        .thirds { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 16px; align-items: start; }
        .chart { display: grid; gap: 12px; margin: 0; }
        .chart figcaption { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; }
        .key { display: inline-flex; align-items: center; gap: 6px; font-size: .8125rem; color: var(--ink2); }
        .key::before { content: ""; inline-size: 10px; block-size: 10px; border-radius: 3px; background: var(--acc); }
        .key.high::before { background: var(--soft2); box-shadow: inset 0 0 0 1px var(--acc); }
        .plot small { color: var(--ink3); font-size: .75rem; }
        .plot svg { display: block; inline-size: 100%; block-size: 11rem; border-block: 1px solid var(--line); fill: none; stroke: none; }
        .plot .all { fill: transparent; }
        .plot .low { fill: var(--acc); }
        .plot .high { fill: var(--soft2); }
        .plot g:hover .all { fill: var(--hover); }
        .ends { display: flex; justify-content: space-between; padding-block-start: 6px; }
        .numbers summary { padding: 14px 24px; min-block-size: var(--tall); cursor: pointer; font-weight: 600; }
        .table th[scope=row] { padding: 11px 16px; background: none; font-size: inherit; font-weight: 550; color: var(--ink); border-block-end: 1px solid var(--line); }
        .table tbody tr:last-child th[scope=row] { border-block-end: 0; }
        @media (max-width: 47.9375em) {
            .table.plain, .table.plain tbody, .table.plain tbody tr, .table.plain td { display: revert; }
            .table.plain thead { position: static; clip-path: none; }
        }
        @media (max-width: 35.9375em) {
            .thirds { grid-template-columns: minmax(0, 1fr); }
        }
        .group h3 { font-size: 1rem; line-height: 1.5rem; }
    "#
    )
}
