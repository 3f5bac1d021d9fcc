//! Orders: figures below each other, and what is known beside them.

use stylist::StyleSource;
use stylist::css;

/// The list's range of days, and the page of one order.
pub(crate) fn orders() -> StyleSource {
    css!(
        r#"
        .range { display: flex; gap: 8px; align-items: center; color: var(--ink3); font-size: .8125rem; }
        .range label { display: flex; gap: 6px; align-items: center; }
        .range .in { inline-size: 9.5rem; font-size: .875rem; }
        .table .num, .payments dd, .figure { font-variant-numeric: tabular-nums; }

        .meaning { max-inline-size: 44rem; color: var(--ink2); }
        .order-parts { display: grid; grid-template-columns: minmax(0, 1.7fr) minmax(0, 1fr); gap: 20px; align-items: start; }
        .payments { display: grid; padding: 12px 24px 20px; }
        .payments > div { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 16px; padding-block: 7px; }
        .payments dt { color: var(--ink2); min-inline-size: 0; }
        .payments dd { text-align: end; white-space: nowrap; }
        .payments .strong { padding-block: 10px; border-block-start: 1px solid var(--line); font-weight: 650; }
        .payments .strong:not(:last-child) { margin-block-end: 4px; }
        .payments .strong dt { color: var(--ink); }
        .payments .strong:last-child { margin-block-start: 4px; padding-block-end: 0; font-size: 1.0625rem; }
        .shares { border-block: 1px solid var(--line); }
        .table.shares th[scope=row] { block-size: auto; padding: 10px 16px 10px 24px; background: none; font-size: .875rem; font-weight: 550; color: var(--ink); white-space: normal; }
        .shares thead th:first-child { padding-inline-start: 24px; }
        .shares tr:last-child th { border-block-end: 0; }
        .shares td, .shares thead .num { padding-inline: 8px; }
        .shares td:last-child, .shares thead th:last-child { padding-inline-end: 24px; }
        .shares thead .num { text-align: end; }
        .shares .off th, .shares .off td { color: var(--ink3); }
        .inner h3 { font-size: .8125rem; line-height: 1.25rem; color: var(--ink2); font-weight: 600; }
        .moves { display: grid; padding: 4px 24px 16px; }
        .moves li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 16px; align-items: baseline; padding-block: 9px; }
        .moves li + li { border-block-start: 1px solid var(--line); }
        .moves b { font-weight: 500; }
        .moves small { display: block; color: var(--ink3); font-size: .8125rem; line-height: 1.25rem; overflow-wrap: anywhere; }
        .moves .figure { white-space: nowrap; font-weight: 550; }
        .moves .off { color: var(--ink3); }
        .facts-card { display: grid; gap: 12px; padding: 18px 20px; }
        .facts-card h2 { font-size: 1rem; line-height: 1.5rem; }
        .facts-card dl, .facts-card .plain { display: grid; gap: 10px; }
        .facts-card dt { font-size: .75rem; line-height: 1.125rem; color: var(--ink3); }
        .facts-card dd { overflow-wrap: anywhere; }
        .facts-card small { display: block; color: var(--ink3); font-size: .8125rem; line-height: 1.25rem; }
        .facts-card b { font-weight: 550; }
        .facts-card .said { white-space: pre-wrap; }
        .facts-card .line { display: block; }
        .facts-card a { color: var(--acc); }

        .link-card { display: grid; gap: 8px; padding: 18px 20px; }
        .link-card h2 { font-size: 1rem; line-height: 1.5rem; }
        .link-card p { color: var(--ink2); }
        .choices { display: grid; border: 1px solid var(--line); border-radius: 10px; padding: 0; margin: 0; min-inline-size: 0; }
        .choice { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 10px; align-items: center; min-block-size: 44px; padding: 8px 14px; cursor: pointer; }
        .choice + .choice { border-block-start: 1px solid var(--line); }
        .choice input { accent-color: var(--acc); inline-size: 1.125rem; block-size: 1.125rem; margin: 0; }
        .choice b { font-weight: 550; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .choice:has(:focus-visible) { outline: 2px solid var(--rim); outline-offset: -2px; border-radius: 9px; }

        @media (max-width: 63.9375em) {
            .order-parts { grid-template-columns: minmax(0, 1fr); }
        }
        @media (max-width: 47.9375em) {
            .range { flex: 1 1 100%; }
            .range label { flex: 1; min-inline-size: 0; }
            .range .in { flex: 1; min-inline-size: 0; }
            .table.shares tbody tr { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 2px 16px; padding: 12px 16px; }
            .table.shares th[scope=row] { grid-column: 1 / -1; padding: 0; }
            .table.shares td, .table.shares td:nth-child(4):not(.end) { grid-column: auto; display: flex; justify-content: space-between; gap: 8px; padding: 0; color: var(--ink); }
            .table.shares .slim { color: var(--ink3); }
        }
        @media (max-width: 35.9375em) {
            .payments { padding-inline: 16px; }
            .moves { padding-inline: 16px; }
        }
    "#
    )
}
