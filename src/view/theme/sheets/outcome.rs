//! What follows the payment step: leaving, held, waiting, booked, ended, failed. Guests load it with
//! the later part of the program.

use stylist::StyleSource;
use stylist::css;

/// Quiet panels with one message each.
pub(crate) fn outcome() -> StyleSource {
    css!(
        r#"
        .panel { display: grid; gap: 12px; justify-items: start; align-content: start; max-inline-size: 33rem; }
        .panel > p { color: var(--ink2); }
        .seal { display: grid; place-items: center; inline-size: 3.5rem; block-size: 3.5rem; border-radius: 50%; background: var(--goodbg); color: var(--good); margin-block-end: 4px; }
        .seal svg { inline-size: 1.75rem; block-size: 1.75rem; stroke-width: 2; }
        .seal.bad { background: var(--badbg); color: var(--bad); }
        .seal.idle { background: var(--soft); color: var(--acc); }
        .late { display: flex; gap: 12px; align-items: center; color: var(--ink2); min-block-size: 44px; }
        .late .spin { inline-size: 1.5rem; block-size: 1.5rem; border-width: 2.5px; color: var(--acc); }
        .panel.wide { max-inline-size: none; justify-items: stretch; }
        .panel > .clock { display: flex; gap: 10px; align-items: center; min-block-size: 40px; color: var(--ink); font-size: 2rem; line-height: 2.5rem; font-weight: 650; letter-spacing: -.02em; }
        .clock svg { inline-size: 1.625rem; block-size: 1.625rem; }
        .panel > .clock.soon { color: var(--warn); }
        .panel > .clock.now { color: var(--bad); }
        .panel > .news { inline-size: 100%; padding: 8px 12px; border-radius: var(--r); background: var(--goodbg); color: var(--good); font-weight: 550; }
        .panel .note { inline-size: 100%; color: var(--ink); }
        .manage .note { margin-block: 4px; }
        .online { display: flex; flex-wrap: wrap; gap: 0 16px; align-items: center; }
        .online .link { display: inline-flex; align-items: center; min-block-size: 44px; }
        .manage { display: grid; gap: 4px; inline-size: 100%; padding: 16px; border-radius: var(--r); background: var(--sunk); color: var(--ink2); }
        .manage h3 { color: var(--ink); }
        .manage.ask { box-shadow: inset 0 0 0 1px var(--edge); }
        .btn.bad { background: var(--raise); color: var(--bad); box-shadow: inset 0 0 0 1px currentColor; }
        .keep { display: grid; gap: 4px; justify-items: start; }
        .keep .btn { margin-inline: -12px; }
        .address { font-size: .8125rem; user-select: all; }
        .deeds { display: flex; flex-wrap: wrap; gap: 8px 12px; margin-block-start: 8px; align-items: center; }
        .facts { display: grid; inline-size: 100%; border-block-start: 1px solid var(--line); }
        .fact { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr) auto; gap: 4px 16px; align-items: baseline; padding-block: 10px; border-block-end: 1px solid var(--line); font-size: .9375rem; }
        .fact dd { text-wrap: wrap; }
        .fact i { display: inline-block; font-style: normal; unicode-bidi: plaintext; }
        .fact dt { color: var(--ink2); font-size: .8125rem; }
        .fact dd span { display: block; color: var(--ink2); font-size: .8125rem; }
        .fact:has(+ .more) { border: 0; padding-block-end: 0; }
        .more dt { visibility: hidden; max-block-size: 1.25rem; }
        .panel .lines { inline-size: 100%; }
        @media (min-width: 30em) {
            .deeds .btn.quiet > * { justify-self: start; }
        }
        @media (max-width: 29.9375em) {
            .more dt { display: none; }
            .panel > .clock { font-size: 1.625rem; }
            .deeds { display: grid; grid-auto-rows: 1fr; align-items: stretch; inline-size: 100%; }
            .deeds .btn { padding-inline: 12px; }
            .deeds .btn, .keep .btn { text-align: center; }
            .panel > .btn, .keep { inline-size: 100%; margin-inline: 0; }
            .keep { justify-items: stretch; }
            .online > span { flex-basis: 100%; }
            .fact { grid-template-columns: minmax(0, 1fr) auto; column-gap: 8px; }
            .fact dd { grid-column: 1 / -1; }
            .fact dd + dd { grid-area: 1 / 2; }
        }
        @media (max-width: 18em) {
            .fact { grid-template-columns: minmax(0, 1fr); }
            .fact dd + dd { grid-area: auto; }
        }
        .late { animation: bk-show 1ms .3s both; }
        @media (prefers-reduced-motion: no-preference) {
            .seal.draw svg path { stroke-dasharray: 1; animation: bk-draw .45s .1s var(--ease) both; }
        }
        @media (forced-colors: active) {
            .manage { border: 1px solid; }
        }
        @media print {
            .receipt { display: grid; gap: 12px; max-inline-size: 520px; --ink: #000; --ink2: #333; --line: #bbb; color: #000; }
            .receipt ~ * { display: none !important; }
        }
        @keyframes bk-draw { from { stroke-dashoffset: 1; } to { stroke-dashoffset: 0; } }
    "#
    )
}
