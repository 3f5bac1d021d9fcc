//! The step of the services.

use stylist::StyleSource;
use stylist::css;

/// The cart, the services, and one that is open.
pub(crate) fn menu() -> StyleSource {
    css!(
        r#"
        .menu { display: grid; grid-template-columns: minmax(0, 1fr); gap: 20px; }
        .menu h3, .menu legend { font-size: .9375rem; line-height: 1.5rem; font-weight: 600; padding-block-end: 8px; }
        .menu > h3 { padding-block-end: 0; }
        .hint { color: var(--ink2); font-size: .875rem; line-height: 1.25rem; }
        .lead { display: grid; gap: 4px; }
        .lead .text { color: var(--ink2); }
        .back { justify-self: start; margin-block-end: -12px; }

        .row.go { inline-size: 100%; padding-inline-end: 36px; text-align: start; row-gap: 2px; font-weight: inherit; }
        .row.go::after { content: ""; position: absolute; inset-inline-end: 16px; inset-block-start: calc(50% - 4px); inline-size: 8px; block-size: 8px; border: solid var(--ink3); border-width: 1.5px 1.5px 0 0; transform: rotate(45deg); }
        &[dir=rtl] .row.go::after { transform: rotate(-135deg); }
        .row.go .text { line-height: 1.25rem; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
        .row.go[aria-disabled=true] { cursor: not-allowed; background: none; color: var(--ink2); }
        .in-cart { grid-column: 1 / -1; display: flex; gap: 4px; align-items: center; font-size: .8125rem; line-height: 1.125rem; font-weight: 550; color: var(--acc); }
        .in-cart svg { inline-size: .875rem; block-size: .875rem; stroke-width: 2.2; }

        .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(13.5rem, 100%), 1fr)); gap: 12px; }
        .cards li { display: grid; }
        /* What is said of a service takes the room there is, so that prices beside each other are on one line. */
        .tile.go { grid-template: auto auto 1fr / minmax(0, 1fr); padding: 0 14px 12px; overflow: clip; border-radius: var(--R); }
        .tile.go::after { display: none; }
        .tile.go.on::after { display: block; inset: 0; inline-size: auto; block-size: auto; transform: none; border: 1.5px solid var(--rim); border-radius: inherit; pointer-events: none; }
        .tile .meta { grid-row: 6; }
        .tile .text { grid-row: 3; }
        .tile .in-cart { grid-row: 4; }
        .tile .price, .tile .price:has(small) { grid-area: 5 / 1 / auto / -1; text-align: start; white-space: normal; }
        .tile small { display: inline; padding-inline-start: 4px; }
        .tile img, .tile .none { grid-column: 1 / -1; inline-size: calc(100% + 28px); max-inline-size: none; block-size: 104px; margin: 0 -14px 10px; object-fit: cover; background: var(--soft2); }
        .tile > strong:first-child { padding-block-start: 12px; }
        .tile .none { background: linear-gradient(135deg, var(--soft), var(--soft2)); }

        .find { display: flex; flex-wrap: wrap; gap: 8px; }
        .find > .in { flex: 999 1 14rem; }
        .find > .sort { flex: 1 1 12rem; }
        .sort { position: relative; }
        .sort select { padding-inline-end: 2.25rem; text-overflow: ellipsis; }
        .sort .chev { position: absolute; inset-inline-end: 12px; inset-block-start: 15px; inline-size: 1.125rem; block-size: 1.125rem; color: var(--ink3); pointer-events: none; }
        .tabs { display: flex; flex-wrap: wrap; gap: 8px; }
        .tab { position: relative; display: inline-flex; align-items: center; min-block-size: 44px; padding: 8px 16px; border-radius: 22px; box-shadow: inset 0 0 0 1px var(--line); background: var(--raise); font-size: .875rem; font-weight: 550; cursor: pointer; }
        .tab input { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; margin: 0; opacity: 0; cursor: pointer; }
        .tab.on { background: var(--fill); color: var(--on); box-shadow: none; }
        .tab:has(input:focus-visible) { outline: 2px solid var(--rim); outline-offset: 2px; }
        .empty { display: grid; gap: 12px; justify-items: center; padding-block: 32px; text-align: center; color: var(--ink2); }

        .cart { padding: 16px; border-radius: var(--R); background: var(--sunk); }
        .cart li { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: 0 4px; align-items: start; padding-block: 8px; border-block-start: 1px solid var(--line); }
        .cart li > div { display: grid; justify-items: start; }
        .cart li .link { font-size: .8125rem; }
        .cart strong, .words strong { font-weight: 600; }
        .cart .price { line-height: 1.5rem; }
        .cart .icon { margin: -10px -10px -10px 0; }
        &[dir=rtl] .cart .icon { margin: -10px 0 -10px -10px; }
        .cart .hint { padding-block-end: 12px; }
        .cart .meta, .words .meta { font-size: .8125rem; line-height: 1.125rem; color: var(--ink2); }
        .foot { display: flex; flex-wrap: wrap; gap: 12px 24px; align-items: center; justify-content: space-between; padding-block-start: 16px; border-block-start: 1px solid var(--line); }
        .tally { display: flex; flex: 1 1 auto; flex-wrap: wrap; justify-content: space-between; gap: 0 12px; align-items: baseline; color: var(--ink2); font-size: .875rem; }
        .tally strong { font-size: 1.25rem; line-height: 1.75rem; font-weight: 650; letter-spacing: -.015em; color: var(--ink); }
        .foot .actions { display: flex; flex: 999 1 auto; flex-wrap: wrap; gap: 12px; justify-content: flex-end; }
        .foot .note { flex: 1 0 100%; }
        .foot .actions:has(.note) { flex-basis: 100%; }

        .chosen { display: flex; justify-content: space-between; align-items: start; gap: 16px; }
        .chosen ul { display: grid; gap: 8px; min-inline-size: 0; }
        .chosen .link { flex: none; font-size: .8125rem; }
        .chosen li { display: grid; line-height: 1.375rem; }
        .chosen strong { font-weight: 600; }
        .chosen .meta { font-size: .8125rem; line-height: 1.125rem; color: var(--ink2); }

        .extras { display: grid; border-radius: var(--r); box-shadow: inset 0 0 0 1px var(--line); }
        .extra { padding: 10px 14px; }
        .extra .price { font-size: .9375rem; line-height: 1.375rem; }
        .step.extra { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 4px 12px; }
        .step.extra .stepper { grid-column: 1 / -1; justify-self: end; }
        /* One edge for all their names, where some are boxes to tick. */
        .extras:has(.tick) .step { padding-inline-start: calc(1.5rem + 26px); }
        .extra + .extra { border-block-start: 1px solid var(--line); }
        .words { flex: 1; display: grid; line-height: 1.375rem; font-size: .9375rem; }
        .row.go:focus-visible { outline-offset: 2px; }
        @media (hover: hover) {
            .tab:hover:not(.on) { box-shadow: inset 0 0 0 1px var(--edge); }
            .row.go:hover:not([aria-disabled=true])::after { border-color: var(--ink); }
        }
        @media (max-width: 34.9375em) {
            .foot .btn { flex: 1 1 auto; }
        }
        @media (forced-colors: active) {
            .tab { border: 1px solid ButtonBorder; }
            .tab.on { background: Highlight; color: HighlightText; forced-color-adjust: none; }
        }
    "#
    )
}
