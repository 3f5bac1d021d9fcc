//! The price summary, and the way to the coupon field.

use stylist::StyleSource;
use stylist::css;

/// Lines, discount, total.
pub(crate) fn summary() -> StyleSource {
    css!(
        r#"
        .sum { min-inline-size: 0; container-type: inline-size; }
        .what { display: grid; gap: 0; margin-block-end: 8px; }
        .what strong { font-weight: 600; }
        .what span { text-wrap: wrap; font-size: .875rem; color: var(--ink2); min-block-size: 20px; }
        .lines { display: grid; gap: 4px; }
        .line { display: flex; flex-wrap: wrap; gap: 0 16px; align-items: baseline; font-size: .875rem; line-height: 1.375rem; color: var(--ink2); }
        .line dt { flex: 1 1 5rem; }
        .line dd { unicode-bidi: isolate; margin-inline-start: auto; text-align: end; }
        .line .sub { display: block; font-size: .8125rem; line-height: 1.125rem; color: var(--ink3); }
        .line.part { padding-inline-start: 12px; font-size: .8125rem; line-height: 1.125rem; color: var(--ink3); }
        .line.part + .line.part { margin-block-start: -2px; }
        .legal { display: grid; gap: 6px; }
        .line.due { color: var(--ink); font-weight: 600; padding-block-start: 8px; margin-block-start: 4px; border-block-start: 1px solid var(--line); }
        .line.due .sub { font-weight: 400; }
        .line.off { color: var(--good); font-weight: 550; }
        .line.total { column-gap: 6px; color: var(--ink); font-size: .9375rem; font-weight: 600; padding-block-start: 8px; margin-block-start: 4px; border-block-start: 1px solid var(--line); }
        .line.total dt { flex-basis: auto; }
        .line.total dd { font-size: 1.25rem; line-height: 1.75rem; font-weight: 650; letter-spacing: -.015em; }
        .line.total .was { font: inherit; font-weight: 450; color: var(--ink3); }
        .w { display: inline-flex; justify-content: flex-end; contain: size layout; vertical-align: top; block-size: 1.375rem; white-space: nowrap; }
        dd > span > .w { block-size: 1.75rem; }
        .w4 { inline-size: 4ch; }
        .w5 { inline-size: 5ch; }
        .w6 { inline-size: 6ch; }
        .w7 { inline-size: 7ch; }
        .w8 { inline-size: 8ch; }
        .w9 { inline-size: 9ch; }
        .w10 { inline-size: 10ch; }
        .w11 { inline-size: 11ch; }
        .w12 { inline-size: 12ch; }
        .w13 { inline-size: 13ch; }
        .w14 { inline-size: 14ch; }
        .fresh { position: relative; isolation: isolate; }
        .fresh::before { content: ""; position: absolute; inset: -.25rem; z-index: -1; border-radius: 8px; background: var(--soft2); opacity: 0; }

        .toggle { display: none; }
        .coupon { min-block-size: 44px; padding-block-start: 4px; }
        .coupon .quietbtn { display: inline-flex; gap: 8px; align-items: center; min-block-size: 44px; color: var(--acc); font-weight: 550; font-size: .875rem; border-radius: var(--r); }
        .coupon .quietbtn svg { inline-size: 1.125rem; block-size: 1.125rem; }
        @media (hover: hover) {
            .coupon .quietbtn:hover { text-decoration: underline; text-underline-offset: 4px; }
        }
        @media (prefers-reduced-motion: no-preference) {
            .fresh::before { animation: bk-fresh .9s var(--ease); }
            .line.off { animation: bk-rise .2s var(--ease); }
        }
        @keyframes bk-fresh { from, 40% { opacity: 1; } }
    "#
    )
}
