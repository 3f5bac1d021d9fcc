//! The month grid and the slots of a day.

use stylist::StyleSource;
use stylist::css;

/// Where guests choose a day and a time.
pub(crate) fn calendar() -> StyleSource {
    css!(
        r#"
        .calhead { display: flex; flex-wrap: wrap; align-items: center; gap: 4px; min-block-size: 44px; margin-block-end: 4px; }
        .calhead h3 { flex: 1 1 auto; font-size: 1.0625rem; font-weight: 650; letter-spacing: -.014em; }
        .month { inline-size: calc(100% + 8px); margin-inline: -4px; border-collapse: separate; border-spacing: 4px; table-layout: fixed; text-align: center; }
        .month th { font-weight: 500; font-size: min(.75rem, 6vw); line-height: 1rem; padding: 4px 0; color: var(--ink3); }
        .day { position: relative; block-size: min(2.75rem, 14vw); padding: 0; font-size: min(.9375rem, 7.5vw); white-space: nowrap; border-radius: var(--r); color: var(--ink3); cursor: default; }
        .day[aria-disabled=true] { cursor: not-allowed; }
        .day.free { color: var(--acc); background: var(--soft); font-weight: 600; cursor: pointer; }
        .day.full { text-decoration: line-through; text-decoration-thickness: 1px; text-decoration-color: var(--edge); }
        .day.today::after { content: ""; position: absolute; inset-block-end: 6px; inset-inline: 0; margin-inline: auto; inline-size: 4px; block-size: 4px; border-radius: 50%; background: currentColor; }
        .day:has(.cost) { line-height: 1.125rem; }
        .day:has(.cost)::after { inset-block: 3px auto; }
        .cost { display: block; font-size: .625rem; line-height: .75rem; font-weight: 650; letter-spacing: -.02em; white-space: nowrap; color: var(--good); }
        .quiet .cost { font-weight: 450; color: var(--ink2); }
        .day[aria-selected=true] .cost { color: inherit; }
        .cost::before { content: attr(data-cost); }
        .cost.mark { font-size: 0; inline-size: 12px; block-size: 2px; margin: 3px auto 0; border-radius: 1px; background: currentColor; }
        .quiet .cost.mark { visibility: hidden; }
        @media (max-width: 29.9375em) {
            .cost.wide { font-size: 0; inline-size: 12px; block-size: 2px; margin: 3px auto 0; border-radius: 1px; background: currentColor; }
            .quiet .cost.wide { visibility: hidden; }
        }
        @media (max-width: 22.4375em) {
            .cost { font-size: 0; inline-size: 12px; block-size: 2px; margin: 3px auto 0; border-radius: 1px; background: currentColor; }
            .quiet .cost { visibility: hidden; }
        }
        .day[aria-selected=true] { background: var(--fill); color: var(--on); box-shadow: inset 0 0 0 1px var(--rim); }
        .month.wait .day.free { background: transparent; color: var(--ink3); font-weight: 400; }
        @media (hover: hover) {
            .day.free:hover:not([aria-selected=true]) { background: var(--soft2); }
        }

        @media (min-width: 35em) {
            /* Six weeks, so that nothing moves from month to month. */
            .cal { min-block-size: 23rem; }
        }
        .slots { display: flex; flex-direction: column; min-inline-size: 0; }
        .slots h3 { min-block-size: 44px; padding-block: 10px; font-weight: 600; }
        /* The fade goes where nothing is left below it. */
        @supports (animation-timeline: scroll()) {
            .scroll { animation: bk-more linear both; animation-timeline: scroll(self); animation-range: calc(100% - 48px) calc(100% - 40px); }
        }
        @keyframes bk-more { from { mask-size: 100% 100%; } to { mask-size: 100% calc(100% + 40px); } }
        .zone { display: flex; align-items: center; gap: 8px; min-block-size: 44px; color: var(--ink2); font-size: .8125rem; position: relative; }
        p.zone { padding-block: 12px; }
        .zone svg { inline-size: 1rem; block-size: 1rem; }
        label.zone svg { position: absolute; inset-inline-start: 0; pointer-events: none; }
        label.zone .chev { inset-inline: auto 0; }
        .zone select { flex: 1; min-inline-size: 0; appearance: none; background: none; border: 0; min-block-size: inherit; padding: 0; padding-inline: 1.5rem 1.375rem; max-inline-size: 100%; text-overflow: ellipsis; cursor: pointer; border-radius: 8px; }
        .zone option { background: var(--raise); color: var(--ink); }
        .there { font-size: .8125rem; line-height: 1.25rem; color: var(--ink2); padding-block-end: 8px; }
        .part { display: block; min-inline-size: 0; }
        .part + .part { margin-block-start: 16px; }
        .part legend { font-size: .8125rem; font-weight: 550; line-height: 1.25rem; color: var(--ink2); padding-block-end: 6px; }
        .pills { display: grid; grid-template-columns: repeat(auto-fill, minmax(5.25rem, 1fr)); gap: 8px; }
        .slot { position: relative; display: flex; flex-direction: column; align-items: center; justify-content: center; min-block-size: 44px; padding: 4px; border-radius: var(--r); background: var(--raise); box-shadow: inset 0 0 0 1px var(--line); color: var(--acc); font-weight: 600; line-height: 1.25rem; text-align: center; cursor: pointer; }
        .slot small { font-size: .75rem; line-height: .875rem; font-weight: 450; color: var(--ink2); }
        .slot small.off { color: var(--good); font-weight: 650; }
        .slot.on { background: var(--fill); color: var(--on); box-shadow: inset 0 0 0 1px var(--rim), var(--lift); }
        .slot.on small { color: var(--on); }
        .slot:has(input:focus-visible) { outline: 2px solid var(--rim); outline-offset: 2px; }
        .slot.bone { box-shadow: none; background: var(--line); cursor: default; }
        @media (hover: hover) {
            .slot:hover:not(.on) { background: var(--soft); box-shadow: inset 0 0 0 1px var(--rim); }
        }
        .none { display: grid; justify-items: start; gap: 12px; padding-block: 8px; color: var(--ink2); }

        @media (prefers-reduced-motion: no-preference) {
            .day, .slot { transition: background-color .16s var(--ease), color .16s var(--ease), box-shadow .16s var(--ease); }
            .part { animation: bk-rise .18s var(--ease); }
        }
        @media (forced-colors: active) {
            .day.free, .slot { border: 1px solid ButtonBorder; color: LinkText; }
            .day { color: GrayText; }
            .day[aria-selected=true], .slot.on { background: Highlight; color: HighlightText; forced-color-adjust: none; }
            .slot.on small { color: HighlightText; }
        }
        @media print {
            .slots, .month { display: none; }
        }
    "#
    )
}
