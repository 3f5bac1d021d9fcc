//! Buttons, choices and step marks.

use stylist::StyleSource;
use stylist::css;

/// What guests press.
pub(crate) fn controls() -> StyleSource {
    css!(
        r#"
        .btn { display: inline-grid; grid-auto-flow: column; align-items: center; justify-content: center; gap: 8px; min-block-size: 48px; padding: 10px 20px; border-radius: var(--r); font-weight: 600; line-height: 1.3; text-align: center; letter-spacing: -.005em; text-decoration: none; color: inherit; }
        .btn.main { background: var(--fill); color: var(--on); box-shadow: inset 0 0 0 1px var(--rim), var(--lift); }
        .btn.side { background: var(--raise); color: var(--ink); box-shadow: inset 0 0 0 1px var(--edge); }
        .btn.quiet { min-block-size: 44px; padding: 8px 12px; margin-inline: -12px; color: var(--acc); font-weight: 550; text-align: start; }
        .btn[disabled], .btn[aria-disabled=true] { cursor: not-allowed; }
        .btn.dim, .btn[aria-disabled=true]:not([aria-busy=true]) { background: var(--line); color: var(--ink2); box-shadow: none; }
        .btn.quiet[aria-disabled=true]:not([aria-busy=true]) { background: none; color: var(--ink3); }
        .says, .does { grid-area: 1 / 1; justify-self: center; }
        .does { display: flex; gap: 8px; align-items: center; justify-content: center; }
        .btn[aria-busy=true] > .says, .btn:not([aria-busy=true]) > .does { visibility: hidden; }
        .btn[aria-busy=true] { cursor: progress; }
        .icon { display: inline-grid; place-items: center; inline-size: 44px; block-size: 44px; border-radius: var(--r); color: var(--ink2); }
        .icon[disabled], .icon[aria-disabled=true] { color: color-mix(in srgb, var(--edge) 55%, transparent); cursor: not-allowed; }
        .link { color: var(--acc); font-weight: 550; text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 3px; min-block-size: 24px; }
        @media (hover: hover) {
            .btn.main:hover:not([aria-disabled=true]) { background: var(--over); }
            .btn.dim:hover:not([aria-disabled=true]) { background: var(--line); }
            .btn.side:hover:not([aria-disabled=true]) { background: var(--sunk); box-shadow: inset 0 0 0 1px var(--ink2); }
            .btn.quiet:hover:not([aria-disabled=true]) { background: var(--soft); }
            .icon:hover:not([aria-disabled=true]) { background: var(--soft); color: var(--ink); }
            .link:hover { text-decoration-thickness: 2px; }
            .row:hover:not(.only):not(.on) { box-shadow: inset 0 0 0 1px var(--edge); }
        }

        .rows { display: grid; gap: 8px; }
        .rows, .choose { container-type: inline-size; }
        .row { position: relative; display: grid; grid-template-columns: minmax(0, 1fr) auto; column-gap: 12px; align-items: baseline; min-block-size: 44px; padding: 11px 14px; background: var(--raise); border-radius: var(--r); box-shadow: inset 0 0 0 1px var(--line); cursor: pointer; }
        .row input, .slot input { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; margin: 0; opacity: 0; cursor: pointer; }
        .row strong { font-weight: 600; letter-spacing: -.005em; hyphens: auto; hyphenate-limit-chars: 12 4 4; }
        .price { font-weight: 600; text-align: end; white-space: nowrap; }
        .price small { display: block; font-size: .8125rem; line-height: 1.125rem; font-weight: 400; color: var(--ink2); }
        .row .price:has(small) { grid-area: 1 / 2 / span 2; }
        .row .meta { grid-column: 1 / -1; }
        .row:has(small) .meta { grid-column: 1; }
        /* Where the name needs the room, a long price stands below it. */
        @container (max-width: 22em) {
            .row:not(.tile):has(.long) > :not(input) { grid-area: auto / 1 / auto / -1; text-align: start; }
            .long small { display: inline; padding-inline-start: 4px; }
        }
        .row .meta { font-size: .8125rem; line-height: 1.125rem; color: var(--ink2); }
        .meta > span:has(+ bdi:not(:empty))::after { content: " · "; }
        .row.only { cursor: default; }
        .row.on { background: var(--soft); box-shadow: inset 0 0 0 1.5px var(--rim); }
        .row:has(input:focus-visible) { outline: 2px solid var(--rim); outline-offset: 2px; }

        .step { display: flex; align-items: center; justify-content: space-between; gap: 12px; min-block-size: 44px; }
        .step .label { font-weight: 550; font-size: .875rem; }
        .stepper { display: inline-flex; align-items: center; border-radius: var(--r); box-shadow: inset 0 0 0 1px var(--line); background: var(--raise); }
        .stepper output { text-align: center; font-weight: 600; }
        /* Another number moves nothing, and the browser need not look whether it does. */
        .stepper output > [aria-hidden] { display: block; inline-size: 2rem; block-size: 1.375rem; line-height: 1.375rem; contain: size layout; }

        .marks ol { display: flex; gap: 6px; align-items: center; }
        .lbl { overflow-wrap: break-word; }
        .mark { display: flex; align-items: center; gap: 6px; color: var(--ink3); font-size: .8125rem; line-height: 1.25rem; }
        .mark + .mark::before { content: ""; inline-size: 12px; block-size: 1px; background: var(--edge); opacity: .6; flex: none; }
        .mk { display: flex; align-items: center; gap: 6px; min-block-size: 44px; font-weight: 550; }
        .mk i { flex: none; display: grid; place-items: center; inline-size: 1.375rem; block-size: 1.375rem; border-radius: 50%; box-shadow: inset 0 0 0 1px var(--edge); font-style: normal; font-size: .75rem; font-weight: 600; line-height: 1; }
        .mk i svg { inline-size: .875rem; block-size: .875rem; stroke-width: 2.2; }
        .mark.now { color: var(--ink); }
        .mark.now i { background: var(--fill); color: var(--on); box-shadow: inset 0 0 0 1px var(--rim); }
        .mark.done { color: var(--ink2); }
        .mark.done i { background: var(--soft2); color: var(--acc); box-shadow: none; }
        button.mk { border-radius: var(--r); }
        @media (hover: hover) {
            button.mk:hover { color: var(--ink); text-decoration: underline; text-underline-offset: 4px; }
        }
        @media (max-width: 34.9375em) {
            .mark + .mark { flex: 1; }
            .mark + .mark::before { flex: 1; }
            .mk { min-inline-size: 24px; justify-content: center; }
            .lbl { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        }

        .brief .mark:not(.now) .lbl { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
        .brief .mk, .wide .mk { min-inline-size: 24px; justify-content: center; }
        @media (max-width: 64.9375em) {
            .wide .mark:not(.now) .lbl { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
        }

        .spin { inline-size: 1.125rem; block-size: 1.125rem; border-radius: 50%; border: 2px solid currentColor; border-inline-end-color: transparent; opacity: .9; flex: none; }
        .bone { background: var(--line); border-radius: var(--r); }
        @media (prefers-reduced-motion: no-preference) {
            /* What a press of its own makes possible or impossible changes at once, with the number beside it. */
            .btn, .row, .mk, .icon:hover { transition: background-color .16s var(--ease), box-shadow .16s var(--ease), border-color .16s var(--ease), color .16s var(--ease); }
            .btn:active:not([aria-disabled=true]) { transform: translateY(1px); }
            .spin { animation: bk-turn .8s linear infinite; }
            .btn:not([aria-busy=true]) .spin { animation: none; }
            .bone { animation: bk-breathe 1.4s ease-in-out infinite alternate; }
        }
        @keyframes bk-turn { to { transform: rotate(1turn); } }
        @keyframes bk-breathe { to { opacity: .5; } }
        @keyframes bk-rise { from { transform: translateY(6px); } }
        @keyframes bk-show { from { opacity: 0; } }
        @media (forced-colors: active) {
            .btn:not(.quiet), .row, .stepper { border: 1px solid ButtonBorder; }
            .btn.main { background: Highlight; color: HighlightText; forced-color-adjust: none; }
            .btn[aria-disabled=true]:not([aria-busy=true]) { background: ButtonFace; color: GrayText; border-color: GrayText; }
            .btn.quiet, .quietbtn { text-decoration: underline; }
            .row.on { outline: 3px solid Highlight; outline-offset: -3px; }
            .mk i { border: 1px solid; }
            .mark.now i { background: Highlight; color: HighlightText; forced-color-adjust: none; }
            .bone { background: GrayText; }
        }
    "#
    )
}
