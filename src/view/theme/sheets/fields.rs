//! Fields and boxes to tick.

use stylist::StyleSource;
use stylist::css;

/// What guests fill in.
pub(crate) fn fields() -> StyleSource {
    css!(
        r#"
        .form, .fields { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; align-content: start; }
        .field { display: block; }
        .field > label:not(.tick), .field > legend { display: flex; flex-wrap: wrap; inline-size: 100%; gap: 0 8px; align-items: baseline; justify-content: space-between; font-weight: 550; font-size: .875rem; line-height: 1.25rem; margin-block-end: 6px; }
        .help { margin-block: -4px 6px; font-size: .8125rem; line-height: 1.25rem; color: var(--ink3); }
        .field .opt { font-weight: 400; color: var(--ink3); font-size: .8125rem; }
        .in { display: block; inline-size: 100%; min-inline-size: 0; min-block-size: 48px; padding: 11px 14px; font-size: 1rem; line-height: 1.5; background: var(--raise); border: 1px solid var(--edge); border-radius: var(--r); appearance: none; }
        textarea.in { min-block-size: 96px; resize: vertical; }
        select.in { padding-inline-end: 2.625rem; text-overflow: ellipsis; cursor: pointer; }
        .list { position: relative; display: block; }
        .list .chev { position: absolute; inset-inline-end: 14px; inset-block-start: 14px; pointer-events: none; color: var(--ink2); }
        .tel { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 8px; }
        .dial { position: relative; display: flex; align-items: center; gap: 4px; padding-inline: 14px 10px; font-size: 1rem; background: var(--raise); border: 1px solid var(--edge); border-radius: var(--r); }
        .dial svg { inline-size: 1rem; block-size: 1rem; color: var(--ink2); }
        .dial select { position: absolute; inset: 0; inline-size: 100%; opacity: 0; cursor: pointer; }
        .dial option { background: var(--raise); color: var(--ink); }
        .dial:has(:focus-visible) { outline: 2px solid var(--rim); border-color: var(--rim); }
        .person { display: grid; gap: 16px; padding: 16px 16px 12px; border-radius: var(--r); box-shadow: inset 0 0 0 1px var(--line); }
        .person h3 { font-size: .875rem; line-height: 1.25rem; margin-block-end: -6px; }
        .terms { display: grid; gap: 12px; }
        .terms > div { max-block-size: 11.375rem; overflow-y: auto; scrollbar-width: thin; padding: 12px 14px; white-space: pre-line; font-size: .8125rem; line-height: 1.25rem; color: var(--ink2); background: linear-gradient(transparent, var(--sunk) 60%) 0 100% / 100% 40px no-repeat local, linear-gradient(transparent, var(--line)) 0 100% / 100% 14px no-repeat var(--sunk); border-radius: var(--r); box-shadow: inset 0 0 0 1px var(--line); }
        .terms .link { display: block; inline-size: fit-content; }
        .in::placeholder { color: var(--ink3); opacity: 1; }
        .in:focus-visible { outline-offset: 0; border-color: var(--rim); outline-width: 2px; }
        .in[aria-invalid=true] { border-color: var(--bad); box-shadow: inset 0 0 0 1px var(--bad); }
        &[dir=rtl] input.in[dir=ltr]:not([type=tel]) { text-align: end; }
        .field .tick + .msg { margin-block-start: -6px; }
        .msg { display: flex; gap: 6px; align-items: flex-start; min-block-size: 24px; padding-block: 4px 0; font-size: .8125rem; line-height: 1.25rem; color: var(--ink3); }
        .field .msg { min-block-size: 20px; padding-block: 2px 0; line-height: 1.125rem; }
        .msg svg { inline-size: 1rem; block-size: 1rem; margin-block-start: 2px; }
        .msg.err { color: var(--bad); font-weight: 500; }
        .tick { display: flex; gap: 12px; align-items: flex-start; padding-block: 10px; cursor: pointer; font-size: .875rem; line-height: 1.5rem; }
        .tick input { appearance: none; flex: none; display: grid; place-content: center; inline-size: 1.5rem; block-size: 1.5rem; border: 1px solid var(--edge); border-radius: 7px; background: var(--raise); cursor: pointer; }
        .tick input::before { content: ""; inline-size: .75rem; block-size: .4375rem; margin-block-end: .25rem; border: solid var(--on); border-width: 0 0 2.2px 2.2px; transform: rotate(-45deg) scale(0); }
        .tick input[type=radio] { border-radius: 50%; }
        .tick input[type=radio]::before { inline-size: .5rem; block-size: .5rem; margin: 0; border: .25rem solid var(--on); border-radius: 50%; box-sizing: border-box; }
        .tick input:checked { background: var(--fill); border-color: var(--rim); }
        .tick input:checked::before { transform: rotate(-45deg); }
        .tick input[aria-invalid=true], [aria-invalid=true] > .tick input { border-color: var(--bad); box-shadow: inset 0 0 0 1px var(--bad); }
        @media (prefers-reduced-motion: no-preference) {
            .in, .tick input { transition: border-color .16s var(--ease), box-shadow .16s var(--ease), background-color .16s var(--ease); }
            .tick input::before { transition: transform .16s var(--ease); }
        }
        @media (forced-colors: active) {
            .in, .dial, .tick input { border: 1px solid ButtonBorder; }
            .in[aria-invalid=true] { border-width: 2px; }
            .person, .extras { border: 1px solid; }
            .tick input:checked { background: Highlight; forced-color-adjust: none; }
        }
    "#
    )
}
