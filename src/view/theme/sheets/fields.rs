//! Fields and boxes to tick.

use stylist::StyleSource;
use stylist::css;

/// What guests fill in.
pub(crate) fn fields() -> StyleSource {
    css!(
        r#"
        .in { display: block; inline-size: 100%; min-inline-size: 0; min-block-size: 48px; padding: 11px 14px; font-size: 1rem; line-height: 1.5; background: var(--raise); border: 1px solid var(--edge); border-radius: var(--r); appearance: none; }
        select.in { padding-inline-end: 2.625rem; text-overflow: ellipsis; cursor: pointer; }
        .list { position: relative; display: block; }
        .list .chev { position: absolute; inset-inline-end: 14px; inset-block-start: 14px; pointer-events: none; color: var(--ink2); }
        .in::placeholder { color: var(--ink3); opacity: 1; }
        .in:focus-visible { outline-offset: 0; border-color: var(--rim); outline-width: 2px; }
        .in[aria-invalid=true] { border-color: var(--bad); box-shadow: inset 0 0 0 1px var(--bad); }
        .msg { display: flex; gap: 6px; align-items: flex-start; min-block-size: 24px; padding-block: 4px 0; font-size: .8125rem; line-height: 1.25rem; color: var(--ink3); }
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
            .in, .tick input { border: 1px solid ButtonBorder; }
            .in[aria-invalid=true] { border-width: 2px; }
            .extras { border: 1px solid; }
            .tick input:checked { background: Highlight; forced-color-adjust: none; }
        }
    "#
    )
}
