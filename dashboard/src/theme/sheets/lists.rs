//! Lists: their tools, their rows, what a row's state is, what is shown while there are none.

use stylist::StyleSource;
use stylist::css;

/// Tables that become cards where they have no room.
pub(crate) fn lists() -> StyleSource {
    css!(
        r#"
        .filters { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
        .seek { position: relative; flex: 1 1 16rem; max-inline-size: 24rem; }
        .seek svg { position: absolute; inset-block-start: 50%; inset-inline-start: 12px; inline-size: 1.125rem; block-size: 1.125rem; margin-block-start: -.5625rem; color: var(--ink3); pointer-events: none; }
        .seek .in { padding-inline-start: 38px; }
        .seek .in::-webkit-search-cancel-button { cursor: pointer; }
        .filters .list { min-inline-size: 9.5rem; }
        .filters .list .in { font-size: .875rem; }
        .tally { margin-inline-start: auto; color: var(--ink3); font-size: .8125rem; white-space: nowrap; }

        .table { inline-size: 100%; border-collapse: collapse; }
        .table th { block-size: 40px; padding: 0 16px; text-align: start; font-size: .75rem; font-weight: 550; color: var(--ink3); background: var(--sunk); border-block-end: 1px solid var(--line); white-space: nowrap; }
        .table td { padding: 11px 16px; border-block-end: 1px solid var(--line); vertical-align: middle; }
        .table tbody tr:last-child td { border-block-end: 0; }
        .table .num { text-align: end; white-space: nowrap; }
        .table .end { inline-size: 1%; padding-inline: 0 8px; white-space: nowrap; }
        .table tbody tr { position: relative; }
        .table a.open { color: var(--ink); font-weight: 600; text-decoration: none; letter-spacing: .01em; }
        .table a.open::after { content: ""; position: absolute; inset: 0; }
        .table a.open:focus-visible { outline: none; }
        .table tr:has(a.open:focus-visible) { outline: 2px solid var(--rim); outline-offset: -2px; border-radius: 6px; }
        .table .end > * { position: relative; }
        .table small { display: block; color: var(--ink3); font-size: .8125rem; line-height: 1.25rem; }
        .table .off { color: var(--ink2); }
        @media (hover: hover) {
            .table tbody tr:hover td { background: var(--hover); }
        }
        .code { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace; font-size: .8125rem; letter-spacing: .02em; }

        .state { display: inline-flex; align-items: center; gap: 6px; padding: 1px 9px 1px 8px; border-radius: 11px; font-size: .75rem; line-height: 1.25rem; font-weight: 550; white-space: nowrap; background: var(--sunk); color: var(--ink2); box-shadow: inset 0 0 0 1px var(--line); }
        .state i { inline-size: 6px; block-size: 6px; border-radius: 50%; background: var(--ink3); }
        .state.good { background: var(--goodbg); color: var(--good); box-shadow: none; }
        .state.good i { background: var(--good); }
        .state.soon { background: var(--soft); color: var(--acc); box-shadow: none; }
        .state.soon i { background: var(--acc); }
        .state.warn { background: var(--warnbg); color: var(--warn); box-shadow: none; }
        .state.warn i { background: var(--warn); }

        .meter { display: inline-block; inline-size: 4.5rem; block-size: 4px; border-radius: 2px; background: var(--line); overflow: hidden; vertical-align: middle; }
        .slim { display: none; }
        .more { display: flex; justify-content: center; padding: 12px; border-block-start: 1px solid var(--line); }

        .empty { display: grid; justify-items: center; gap: 8px; padding: 56px 24px; text-align: center; }
        .empty > svg { inline-size: 2.5rem; block-size: 2.5rem; padding: 10px; border-radius: 12px; background: var(--soft); color: var(--acc); box-sizing: content-box; margin-block-end: 8px; }
        .empty p { max-inline-size: 30rem; color: var(--ink2); }
        .empty .tools { margin-block-start: 12px; justify-content: center; }

        .table .bone { display: block; block-size: 12px; border-radius: 6px; }
        .table .bone.w1 { inline-size: 6rem; } .table .bone.w2 { inline-size: 9rem; } .table .bone.w3 { inline-size: 4rem; }
        .table tbody tr.wait td { block-size: 64px; }

        .tiles { display: grid; gap: 8px; }
        .tile { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 12px; align-items: center; padding: 14px 16px; color: inherit; text-decoration: none; }
        .tile b { font-weight: 600; }
        .tile small { display: block; color: var(--ink3); font-size: .8125rem; }
        .tile > svg { color: var(--ink3); }
        @media (hover: hover) {
            .tile:hover { border-color: var(--edge); }
        }

        @media (max-width: 47.9375em) {
            .tally { inline-size: 100%; margin: 0; }
            .seek { flex-basis: 100%; max-inline-size: none; }
            .filters .list { flex: 1 1 8rem; min-inline-size: 0; }
            .table, .table tbody { display: block; }
            .table thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
            .table tbody tr { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: 4px 8px; align-items: center; padding: 12px 4px 12px 16px; border-block-end: 1px solid var(--line); }
            .table tbody tr:last-child { border-block-end: 0; }
            .table td, .table th[scope=row] { display: block; padding: 0; border: 0; grid-column: 1 / span 2; }
            .table td:first-child { grid-column: 1; }
            .table td.at-end { grid-area: 1 / 2; justify-self: end; }
            .table td.end { grid-area: 1 / 3 / span 4; padding: 0; align-self: center; inline-size: auto; }
            .table td:nth-child(4):not(.end) { grid-column: 1; }
            .table td.num { grid-column: 2; color: var(--ink2); }
            .table .num small { display: inline; }
            .table.of-guests td:first-child { display: contents; }
            .table.of-guests td:first-child small { grid-column: 1 / span 2; margin-block-start: -4px; overflow-wrap: anywhere; }
            .table.of-guests td:nth-child(4):not(.end) { grid-column: 1 / span 2; }
            .table.of-guests td.num { grid-column: 1 / span 2; display: flex; flex-wrap: wrap; gap: 0 8px; align-items: baseline; justify-content: space-between; }
            .slim { display: inline; }
            .table tbody tr.wait td { block-size: auto; padding-block: 5px; }
        }
    "#
    )
}
