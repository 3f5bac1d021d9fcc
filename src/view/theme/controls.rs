//! Buttons, fields, choices and notices.

use stylist::StyleSource;
use stylist::css;

/// What guests press and fill in.
pub(super) fn controls() -> StyleSource {
    css!(
        r#"
        .btn { display: inline-flex; align-items: center; justify-content: center; gap: 8px; min-block-size: 48px; padding: 10px 20px; border-radius: var(--r); font-weight: 600; line-height: 1.3; text-align: center; letter-spacing: -.005em; text-decoration: none; color: inherit; }
        .btn.main { background: var(--fill); color: var(--on); box-shadow: inset 0 0 0 1px var(--rim), var(--lift); }
        .btn.side { background: var(--raise); box-shadow: inset 0 0 0 1px var(--edge); }
        .btn.quiet { min-block-size: 44px; padding: 8px 12px; margin-inline: -12px; color: var(--acc); font-weight: 550; }
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

        .field { display: block; }
        .field > label:not(.tick) { display: flex; gap: 8px; align-items: baseline; justify-content: space-between; font-weight: 550; font-size: .875rem; line-height: 20px; margin-block-end: 6px; }
        .field .opt { font-weight: 400; color: var(--ink3); font-size: .8125rem; }
        .in { display: block; inline-size: 100%; min-block-size: 48px; padding: 11px 14px; font-size: 1rem; line-height: 1.5; background: var(--raise); border: 1px solid var(--edge); border-radius: var(--r); appearance: none; }
        textarea.in { min-block-size: 96px; resize: vertical; }
        .in::placeholder { color: var(--ink3); opacity: 1; }
        .in:focus-visible { outline-offset: 0; border-color: var(--rim); outline-width: 2px; }
        .in[aria-invalid=true] { border-color: var(--bad); box-shadow: inset 0 0 0 1px var(--bad); }
        html[dir=rtl] & input[type=email], html[dir=rtl] & input[type=tel] { direction: ltr; text-align: end; }
        .field .tick + .msg { margin-block-start: -6px; }
        .msg { display: flex; gap: 6px; align-items: flex-start; min-block-size: 24px; padding-block: 4px 0; font-size: .8125rem; line-height: 20px; color: var(--ink3); }
        .msg svg { inline-size: 16px; block-size: 16px; margin-block-start: 2px; }
        .msg.err { color: var(--bad); font-weight: 500; }
        .tick { display: flex; gap: 12px; align-items: flex-start; padding-block: 10px; cursor: pointer; font-size: .875rem; line-height: 24px; }
        .tick input { appearance: none; flex: none; display: grid; place-content: center; inline-size: 24px; block-size: 24px; border: 1px solid var(--edge); border-radius: 7px; background: var(--raise); cursor: pointer; }
        .tick input::before { content: ""; inline-size: 12px; block-size: 7px; margin-block-end: 4px; border: solid var(--on); border-width: 0 0 2.2px 2.2px; transform: rotate(-45deg) scale(0); }
        .tick input:checked { background: var(--fill); border-color: var(--rim); }
        .tick input:checked::before { transform: rotate(-45deg); }
        .tick input[aria-invalid=true] { border-color: var(--bad); box-shadow: inset 0 0 0 1px var(--bad); }

        .rows { display: grid; gap: 8px; }
        .row { position: relative; display: grid; grid-template-columns: minmax(54%, 1fr) minmax(0, auto); column-gap: 12px; align-items: baseline; min-block-size: 44px; padding: 11px 14px; background: var(--raise); border-radius: var(--r); box-shadow: inset 0 0 0 1px var(--line); cursor: pointer; }
        .row input, .slot input { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; margin: 0; opacity: 0; cursor: pointer; }
        .row strong { font-weight: 600; letter-spacing: -.005em; }
        .row .price { font-weight: 600; text-align: end; }
        .row .meta { font-size: .8125rem; line-height: 18px; color: var(--ink2); }
        .row .meta.end { text-align: end; }
        .row.only { cursor: default; }
        .row:has(input:checked) { background: var(--soft); box-shadow: inset 0 0 0 1.5px var(--rim); }
        .row:has(input:focus-visible) { outline: 2px solid var(--rim); outline-offset: 2px; }
        @media (hover: hover) {
            .row:hover:not(.only):not(:has(input:checked)) { box-shadow: inset 0 0 0 1px var(--edge); }
        }

        .step { display: flex; align-items: center; justify-content: space-between; gap: 16px; min-block-size: 44px; }
        .step .label { font-weight: 550; }
        .stepper { display: inline-flex; align-items: center; border-radius: var(--r); box-shadow: inset 0 0 0 1px var(--line); background: var(--raise); }
        .stepper output { min-inline-size: 32px; text-align: center; font-weight: 600; }

        .marks ol { display: flex; gap: 8px; align-items: center; }
        .lbl { white-space: nowrap; }
        .mark { display: flex; align-items: center; gap: 8px; min-inline-size: 0; color: var(--ink3); font-size: .8125rem; line-height: 20px; }
        .mark + .mark::before { content: ""; inline-size: 20px; block-size: 1px; background: var(--edge); opacity: .6; flex: none; }
        .mk { display: flex; align-items: center; gap: 8px; min-block-size: 44px; font-weight: 500; }
        .mk i { display: grid; place-items: center; inline-size: 22px; block-size: 22px; border-radius: 50%; box-shadow: inset 0 0 0 1px var(--edge); font-style: normal; font-size: .75rem; font-weight: 600; line-height: 1; }
        .mk i svg { inline-size: 14px; block-size: 14px; stroke-width: 2.2; }
        .mark.now { color: var(--ink); }
        .mark.now .mk { font-weight: 600; }
        .mark.now i { background: var(--fill); color: var(--on); box-shadow: inset 0 0 0 1px var(--rim); }
        .mark.done { color: var(--ink2); }
        .mark.done i { background: var(--soft2); color: var(--acc); box-shadow: none; }
        button.mk { border-radius: var(--r); }
        @media (hover: hover) {
            button.mk:hover { color: var(--ink); text-decoration: underline; text-underline-offset: 4px; }
        }
        @media (max-width: 559px) {
            .mark + .mark { flex: 1; }
            .mark + .mark::before { flex: 1; }
            .mk { min-inline-size: 24px; justify-content: center; }
            .lbl { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        }

        .note { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 12px; padding: 14px 16px; border-radius: 12px; background: var(--warnbg); color: var(--ink); }
        .note > svg { color: var(--warn); margin-block-start: 1px; }
        .note > * { grid-column: 2; }
        .note > svg { grid-column: 1; grid-row: 1; }
        .note.urgent { background: var(--badbg); }
        .note.urgent > svg { color: var(--bad); }
        .note.calm { background: var(--soft); }
        .note.calm > svg { color: var(--acc); }
        .note h3 { line-height: 1.45; }
        .note ul { font-size: .875rem; color: var(--ink2); }
        .note .was { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 10px; margin-block: 6px; }
        .note del { color: var(--ink2); }
        .note .was strong { font-size: 1.1875rem; font-weight: 650; }
        .note .end { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; margin-block-start: 10px; }
        .note .pills { margin-block-start: 10px; }
        .test { display: flex; gap: 8px; align-items: center; justify-content: center; padding: 7px 16px; font-size: .8125rem; line-height: 20px; background: var(--warnbg); color: var(--warn); font-weight: 550; text-align: center; }
        .test svg { inline-size: 16px; block-size: 16px; }

        .spin { inline-size: 18px; block-size: 18px; border-radius: 50%; border: 2px solid currentColor; border-inline-end-color: transparent; opacity: .9; flex: none; }
        .bone { background: var(--line); border-radius: var(--r); }
        @media (prefers-reduced-motion: no-preference) {
            .btn, .icon, .row, .in, .tick input, .mk { transition: background-color .16s var(--ease), box-shadow .16s var(--ease), border-color .16s var(--ease), color .16s var(--ease); }
            .tick input::before { transition: transform .16s var(--ease); }
            .btn:active:not([aria-disabled=true]) { transform: translateY(1px); }
            .spin { animation: bk-turn .8s linear infinite; }
            .bone { animation: bk-breathe 1.4s ease-in-out infinite alternate; }
            .note { animation: bk-rise .2s var(--ease); }
        }
        @keyframes bk-turn { to { transform: rotate(1turn); } }
        @keyframes bk-breathe { to { opacity: .5; } }
        @keyframes bk-rise { from { opacity: 0; transform: translateY(4px); } }
        @keyframes bk-show { from { opacity: 0; } }
        @media (forced-colors: active) {
            .btn, .in, .row, .stepper, .note, .tick input { border: 1px solid ButtonBorder; }
            .btn.main { background: Highlight; color: HighlightText; forced-color-adjust: none; }
            .row.only { cursor: default; }
        .row:has(input:checked) { outline: 3px solid Highlight; outline-offset: -3px; }
            .tick input:checked { background: Highlight; forced-color-adjust: none; }
            .mk i { border: 1px solid; }
            .mark.now i { background: Highlight; color: HighlightText; forced-color-adjust: none; }
            .bone { background: GrayText; }
            .test { border-block-end: 1px solid; }
        }
    "#
    )
}
