//! What is sold: cards of calendars, forms with a preview beside them, rows that can be moved.

use stylist::StyleSource;
use stylist::css;

/// Calendars, services, staff and hours.
pub(crate) fn catalog() -> StyleSource {
    css!(
        r#"
        .shelf { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); gap: 16px; }
        .calendar { position: relative; display: grid; grid-template-columns: minmax(0, 1fr) auto; align-content: start; }
        .calendar > img, .calendar > .plain { grid-column: 1 / -1; inline-size: 100%; block-size: 8rem; object-fit: cover; border-radius: 11px 11px 0 0; background: var(--soft); }
        .calendar > .plain { display: grid; place-items: center; color: var(--acc); }
        .calendar > .plain svg { inline-size: 1.75rem; block-size: 1.75rem; }
        .calendar .what { display: grid; gap: 4px; padding: 14px 0 16px 16px; min-inline-size: 0; }
        .calendar .what p { color: var(--ink2); }
        .shelf-name { font-weight: 600; color: var(--ink2); }
        .calendar h2 { font-size: 1rem; line-height: 1.5rem; }
        .calendar .states { display: flex; flex-wrap: wrap; gap: 6px; margin-block-start: 6px; }
        .calendar a.open { color: var(--ink); text-decoration: none; }
        .calendar a.open::after { content: ""; position: absolute; inset: 0; border-radius: 12px; }
        .calendar a.open:focus-visible { outline: none; }
        .calendar:has(a.open:focus-visible) { outline: 2px solid var(--rim); outline-offset: 1px; }
        .calendar .menu { align-self: start; margin: 8px 6px; z-index: 1; }

        .lines { display: grid; margin-block-start: 12px; }
        .lines.top { margin: 0; }
        .lines.top > li:first-child { border-block-start: 0; }
        .lines > li { position: relative; display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 12px; align-items: center; padding: 11px 16px 11px 24px; border-block-start: 1px solid var(--line); }
        .lines a.open { color: var(--ink); font-weight: 600; text-decoration: none; }
        .lines a.open::after { content: ""; position: absolute; inset: 0; }
        .lines a.open:focus-visible { outline: none; }
        .lines > li:has(a.open:focus-visible) { outline: 2px solid var(--rim); outline-offset: -2px; border-radius: 6px; }
        .lines small { display: block; color: var(--ink3); font-size: .8125rem; line-height: 1.25rem; }
        .lines .order, .lines .state, .lines .tools { position: relative; }
        @media (hover: hover) {
            .lines > li:hover { background: var(--hover); }
        }
        .weekday { display: grid; grid-template-columns: 7rem minmax(0, 1fr) auto; gap: 8px 12px; align-items: start; padding-block: 8px; }
        .weekday + .weekday { border-block-start: 1px solid var(--line); }
        .weekday > b, .weekday .closed { min-block-size: max(40px, var(--tall)); display: flex; align-items: center; }
        .weekday .closed { color: var(--ink3); }
        .times { display: grid; grid-template-columns: minmax(0, 9rem) auto minmax(0, 9rem) auto; gap: 8px; align-items: center; color: var(--ink2); }
        .group .lines > li { padding-inline: 0; }
        .outside li { padding-block: 2px; }
        .split { display: grid; grid-template-columns: minmax(0, 1fr); gap: 24px; align-items: start; }
        .preview { display: grid; gap: 8px; }
        .preview h2 { font-size: 1rem; line-height: 1.5rem; }
        .preview iframe { inline-size: 100%; block-size: 40rem; border: 1px solid var(--line); }
        .with.hue { grid-template-columns: minmax(0, 1fr) 3.25rem; }
        .hue [type=color] { padding: 4px; cursor: pointer; }
        .checks.two { grid-template-columns: repeat(2, minmax(0, 1fr)); column-gap: 16px; }
        .rows { display: grid; gap: 12px; }
        .rows:empty { display: none; }
        .item { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 8px; align-items: end; }
        .item.box { grid-template-columns: minmax(0, 1fr); gap: 14px; padding: 14px 16px; border-radius: 10px; box-shadow: inset 0 0 0 1px var(--line); align-items: start; }
        .item.box legend { float: inline-start; font-weight: 600; margin-block-end: -6px; }
        .order { display: flex; gap: 2px; justify-content: flex-end; }
        .order .icon[aria-disabled=true] { color: var(--edge); cursor: not-allowed; }
        .upside svg { transform: scaleY(-1); }
        .fixed small { display: block; color: var(--ink3); }
        @media (min-width: 75em) {
            .split { grid-template-columns: minmax(0, 1fr) minmax(22rem, 26rem); }
            .preview { position: sticky; inset-block-start: 24px; }
            .preview iframe { block-size: calc(100vh - 10rem); }
        }
        @media (max-width: 35.9375em) {
            .weekday { grid-template-columns: minmax(0, 1fr) auto; }
            .weekday > .rows { grid-column: 1 / -1; grid-row: 2; }
            .times { grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr) auto; gap: 6px; }
            .times .in::-webkit-calendar-picker-indicator { display: none; }
            .checks.two { grid-template-columns: minmax(0, 1fr); }
        }
    "#
    )
}
