//! The form of the guest's details. Guests load it with the later part of the program.

use stylist::StyleSource;
use stylist::css;

/// Fields with their labels, one below the other.
pub(crate) fn form() -> StyleSource {
    css!(
        r#"
        .form, .fields { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; align-content: start; }
        .field { display: block; }
        .field > label:not(.tick), .field > legend { display: flex; flex-wrap: wrap; inline-size: 100%; gap: 0 8px; align-items: baseline; justify-content: space-between; font-weight: 550; font-size: .875rem; line-height: 1.25rem; margin-block-end: 6px; }
        .help { margin-block: -4px 6px; font-size: .8125rem; line-height: 1.25rem; color: var(--ink3); }
        .field .opt { font-weight: 400; color: var(--ink3); font-size: .8125rem; }
        textarea.in { min-block-size: 96px; resize: vertical; }
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
        &[dir=rtl] input.in[dir=ltr]:not([type=tel]) { text-align: end; }
        .field .tick + .msg { margin-block-start: -6px; }
        .field .msg { min-block-size: 20px; padding-block: 2px 0; line-height: 1.125rem; }
        @media (forced-colors: active) {
            .dial { border: 1px solid ButtonBorder; }
            .person { border: 1px solid; }
        }
    "#
    )
}
