//! The price summary with the coupon field.

use stylist::StyleSource;
use stylist::css;

/// Lines, discount, total, coupon.
pub(crate) fn summary() -> StyleSource {
    css!(
        r#"
        .sum { min-inline-size: 0; container-type: inline-size; }
        .fold { --room: 6.75rem; --two: 2.5rem; }
        @container (max-width: 29em) {
            .fold { --room: 11.125rem; --two: 3.625rem; }
        }
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
        .line.off .detail { display: inline-block; font-weight: 450; }
        @container (max-width: 20em) {
            /* The chip below says it. */
            .lines:has(+ .roomy) .detail { display: none; }
        }
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
        .code { font-weight: 600; letter-spacing: .03em; }
        .fresh { position: relative; isolation: isolate; }
        .fresh::before { content: ""; position: absolute; inset: -.25rem; z-index: -1; border-radius: 8px; background: var(--soft2); opacity: 0; }

        .toggle { display: none; }
        .applied { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 16px; }
        .applied .msg, .applied .offers { flex: 1 0 100%; }
        .applied .quietbtn { flex: 1 0 8rem; }
        .applied .quietbtn:has(+ .quietbtn), .applied .quietbtn + .quietbtn { flex-basis: 100%; }
        .coupon { min-block-size: 44px; padding-block-start: 4px; }
        /* As high as the open field, then lower by the row of the discount: what is below stays where
           it is, however late the answer comes. */
        .coupon.roomy { min-block-size: var(--room); }
        .coupon.roomy:has(.applied) { min-block-size: calc(var(--room) - 1.625rem); }
        /* Below a single service there is a line more for what each of several attendees pays. */
        .lines:has(:first-child + .off):has(.sub) + .roomy:has(.applied) { min-block-size: calc(var(--room) - var(--two) - .25rem); }
        /* Several services have room for theirs from the start, and get a subtotal. */
        .lines:has(:not(.part) ~ :not(.part):not(.off) ~ .total):has(+ .roomy) > :not(.part):not(.off) > dt:has(bdi), .lines:has(+ .roomy) dt:has(.sub) { min-block-size: var(--two); }
        .lines:has(* ~ :not(.part) + .off) + .roomy:has(.applied) { min-block-size: calc(var(--room) - 3.25rem); }
        .coupon .quietbtn { display: inline-flex; gap: 8px; align-items: center; min-block-size: 44px; color: var(--acc); font-weight: 550; font-size: .875rem; border-radius: var(--r); }
        .coupon .quietbtn svg { inline-size: 1.125rem; block-size: 1.125rem; }
        .coupon form { display: grid; grid-template-columns: minmax(0, 1fr) auto; column-gap: 8px; padding-block-start: 4px; }
        .coupon form label { grid-column: 1 / -1; font-weight: 550; font-size: .8125rem; line-height: 1.25rem; margin-block-end: 4px; }
        .coupon form .in { min-block-size: 44px; padding-block: 9px; letter-spacing: .04em; text-transform: uppercase; }
        .coupon form .in::placeholder { text-transform: none; letter-spacing: 0; }
        .coupon form .btn { min-block-size: 44px; padding-inline: 16px; min-inline-size: 84px; }
        .coupon form .msg { grid-column: 1 / -1; }
        .msgs { grid-column: 1 / -1; display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 16px; min-block-size: 32px; padding-block-start: 4px; }
        .msgs .msg { flex: 1 1 180px; align-items: baseline; }
        .msgs .msg svg { align-self: flex-start; }
        .msgs .link { margin-inline-start: auto; }
        .chip { display: flex; align-items: center; gap: 8px; inline-size: fit-content; max-inline-size: 100%; min-block-size: 44px; margin-block: 4px; padding-inline-start: 12px; border-radius: var(--r); background: var(--goodbg); color: var(--good); font-size: .875rem; }
        .chip svg { flex: none; inline-size: 1.125rem; block-size: 1.125rem; }
        .chip .icon { color: inherit; }
        .chip .words { display: flex; flex-wrap: wrap; gap: 0 8px; min-inline-size: 0; padding-block: 8px; line-height: 1.25rem; }
        .chip .detail { color: var(--ink2); }
        .chip > .words:last-child { padding-inline-end: 12px; }
        .offers { display: flex; flex-wrap: wrap; gap: 8px; }
        .offers .btn { font-size: .875rem; font-weight: 550; padding-inline: 14px; text-align: start; }
        .offers:not(:empty) { padding-block: 4px; }
        .chip .icon { flex: none; }
        .chip.idle { background: var(--sunk); color: var(--ink2); box-shadow: inset 0 0 0 1px var(--line); }
        @media (hover: hover) {
            .coupon .quietbtn:hover { text-decoration: underline; text-underline-offset: 4px; }
        }
        @media (prefers-reduced-motion: no-preference) {
            .fresh::before { animation: bk-fresh .9s var(--ease); }
            .line.off, .chip { animation: bk-rise .2s var(--ease); }
        }
        @keyframes bk-fresh { from, 40% { opacity: 1; } }
        @media (forced-colors: active) {
            .chip { border: 1px solid; }
        }
    "#
    )
}
