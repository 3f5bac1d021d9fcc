//! A code: its field, what it takes off, and the room that its answer needs. Guests load it with the
//! later part of the program.

use stylist::StyleSource;
use stylist::css;

/// The open field, and the code in hand.
pub(crate) fn coupon() -> StyleSource {
    css!(
        r#"
        .fold { --room: 6.75rem; --two: 2.5rem; }
        @container (max-width: 29em) {
            .fold { --room: 11.125rem; --two: 3.625rem; }
        }
        .line.off .detail { display: inline-block; font-weight: 450; }
        @container (max-width: 20em) {
            /* The chip below says it. */
            .lines:has(+ .roomy) .detail { display: none; }
        }
        .code { font-weight: 600; letter-spacing: .03em; }
        .applied { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 16px; }
        .applied .msg, .applied .offers { flex: 1 0 100%; }
        .applied .quietbtn { flex: 1 0 8rem; }
        .applied .quietbtn:has(+ .quietbtn), .applied .quietbtn + .quietbtn { flex-basis: 100%; }
        /* As high as the open field, then lower by the row of the discount: what is below stays where
           it is, however late the answer comes. */
        .coupon.roomy { min-block-size: var(--room); }
        .coupon.roomy:has(.applied) { min-block-size: calc(var(--room) - 1.625rem); }
        /* Below a single service there is a line more for what each of several attendees pays. */
        .lines:has(:first-child + .off):has(.sub) + .roomy:has(.applied) { min-block-size: calc(var(--room) - var(--two) - .25rem); }
        /* Several services have room for theirs from the start, and get a subtotal. */
        .lines:has(:not(.part) ~ :not(.part):not(.off) ~ .total):has(+ .roomy) > :not(.part):not(.off) > dt:has(bdi), .lines:has(+ .roomy) dt:has(.sub) { min-block-size: var(--two); }
        .lines:has(* ~ :not(.part) + .off) + .roomy:has(.applied) { min-block-size: calc(var(--room) - 3.25rem); }
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
        @media (max-width: 18em) {
            .coupon form { grid-template-columns: minmax(0, 1fr); }
        }
        @media (prefers-reduced-motion: no-preference) {
            .chip { animation: bk-rise .2s var(--ease); }
        }
        @media (forced-colors: active) {
            .chip { border: 1px solid; }
        }
    "#
    )
}
