//! Buttons, choices and step marks.

use stylist::StyleSource;
use stylist::css;

/// What guests press.
pub(crate) fn controls() -> StyleSource {
    css!(
        r#"
        .btn { display: inline-flex; align-items: center; justify-content: center; gap: 8px; min-block-size: 48px; padding: 10px 20px; border-radius: var(--r); font-weight: 600; line-height: 1.3; text-align: center; letter-spacing: -.005em; text-decoration: none; color: inherit; }
        .btn.main { background: var(--fill); color: var(--on); box-shadow: inset 0 0 0 1px var(--rim), var(--lift); }
        .btn.side { background: var(--raise); box-shadow: inset 0 0 0 1px var(--edge); }
        .btn.quiet { min-block-size: 44px; padding: 8px 12px; margin-inline: -12px; color: var(--acc); font-weight: 550; text-align: start; }
        .btn[disabled], .btn[aria-disabled=true] { cursor: not-allowed; }
        .btn.main[aria-disabled=true]:not([aria-busy=true]) { background: var(--line); color: var(--ink2); box-shadow: none; }
        .btn.dim { background: var(--soft2); color: var(--acc); box-shadow: none; }
        .btn[aria-busy=true] { cursor: progress; }
        .icon { display: inline-grid; place-items: center; inline-size: 44px; block-size: 44px; border-radius: var(--r); color: var(--ink2); }
        .icon[disabled], .icon[aria-disabled=true] { color: var(--edge); opacity: .55; cursor: not-allowed; }
        .link { color: var(--acc); font-weight: 550; text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 3px; min-block-size: 24px; }
        @media (hover: hover) {
            .btn.main:hover:not([aria-disabled=true]) { background: var(--over); }
            .btn.dim:hover:not([aria-disabled=true]) { background: var(--soft2); }
            .btn.side:hover { background: var(--sunk); box-shadow: inset 0 0 0 1px var(--ink2); }
            .btn.quiet:hover { background: var(--soft); }
            .icon:hover:not([aria-disabled=true]) { background: var(--soft); color: var(--ink); }
            .link:hover { text-decoration-thickness: 2px; }
        }

        .rows { display: grid; gap: 8px; }
        .row { position: relative; display: grid; grid-template-columns: minmax(50%, 1fr) minmax(0, auto); column-gap: 12px; align-items: baseline; min-block-size: 44px; padding: 11px 14px; background: var(--raise); border-radius: var(--r); box-shadow: inset 0 0 0 1px var(--line); cursor: pointer; }
        .row input, .slot input { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; margin: 0; opacity: 0; cursor: pointer; }
        .row strong { font-weight: 600; letter-spacing: -.005em; }
        .row .price { font-weight: 600; text-align: end; text-wrap: balance; }
        .row .meta { font-size: .8125rem; line-height: 1.125rem; color: var(--ink2); }
        .row .meta.end { text-align: end; }
        .row.only { cursor: default; }
        .row.on { background: var(--soft); box-shadow: inset 0 0 0 1.5px var(--rim); }
        .row:has(input:focus-visible) { outline: 2px solid var(--rim); outline-offset: 2px; }
        @media (hover: hover) {
            .row:hover:not(.only):not(.on) { box-shadow: inset 0 0 0 1px var(--edge); }
        }

        .step { display: flex; align-items: center; justify-content: space-between; gap: 12px; min-block-size: 44px; }
        .step .label { font-weight: 550; font-size: .875rem; }
        .stepper { display: inline-flex; align-items: center; border-radius: var(--r); box-shadow: inset 0 0 0 1px var(--line); background: var(--raise); }
        .stepper output { min-inline-size: 32px; text-align: center; font-weight: 600; }

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

        .spin { inline-size: 1.125rem; block-size: 1.125rem; border-radius: 50%; border: 2px solid currentColor; border-inline-end-color: transparent; opacity: .9; flex: none; }
        .bone { background: var(--line); border-radius: var(--r); }
        @media (prefers-reduced-motion: no-preference) {
            .btn, .icon, .row, .mk { transition: background-color .16s var(--ease), box-shadow .16s var(--ease), border-color .16s var(--ease), color .16s var(--ease); }
            .btn:active:not([aria-disabled=true]) { transform: translateY(1px); }
            .spin { animation: bk-turn .8s linear infinite; }
            .bone { animation: bk-breathe 1.4s ease-in-out infinite alternate; }
        }
        @keyframes bk-turn { to { transform: rotate(1turn); } }
        @keyframes bk-breathe { to { opacity: .5; } }
        @keyframes bk-rise { from { transform: translateY(6px); } }
        @keyframes bk-show { from { opacity: 0; } }
        @media (forced-colors: active) {
            .btn:not(.quiet), .row, .stepper { border: 1px solid ButtonBorder; }
            .btn.main { background: Highlight; color: HighlightText; forced-color-adjust: none; }
            .btn.main[aria-disabled=true]:not([aria-busy=true]) { background: ButtonFace; color: GrayText; border-color: GrayText; }
            .btn.quiet, .quietbtn { text-decoration: underline; }
            .row.on { outline: 3px solid Highlight; outline-offset: -3px; }
            .mk i { border: 1px solid; }
            .mark.now i { background: Highlight; color: HighlightText; forced-color-adjust: none; }
            .bone { background: GrayText; }
        }
    "#
    )
}
