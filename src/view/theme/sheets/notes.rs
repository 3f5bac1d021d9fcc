//! Notices, and the banner of the test mode.

use stylist::StyleSource;
use stylist::css;

/// What happened, above the body.
pub(crate) fn notes() -> StyleSource {
    css!(
        r#"
        .note { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 4px 12px; padding: 14px 16px; border-radius: 12px; background: var(--warnbg); color: var(--ink); }
        .note > svg { color: var(--warn); margin-block-start: 1px; }
        .note > * { grid-column: 2; }
        .note > svg { grid-column: 1; grid-row: 1; }
        @media (max-width: 29.9375em) {
            .note { column-gap: 8px; padding: 12px; font-size: .875rem; line-height: 1.25rem; }
            .note > .end { grid-column: 1 / -1; }
            .note > .end .main { inline-size: 100%; }
        }
        .note > .icon { grid-column: 3; grid-row: 1; margin-block: -11px; margin-inline-end: -12px; color: var(--ink2); }
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
        .receipt { display: none; }
        .test { display: flex; gap: 8px; align-items: center; justify-content: center; padding: 7px 16px; font-size: .8125rem; line-height: 1.25rem; background: var(--warnbg); color: var(--warn); font-weight: 550; text-align: center; }
        .test svg { inline-size: 1rem; block-size: 1rem; }
        @media (prefers-reduced-motion: no-preference) {
            .note { animation: bk-rise .2s var(--ease); }
        }
        @media (forced-colors: active) {
            .note { border: 1px solid; }
            .test { border-block-end: 1px solid; }
        }
    "#
    )
}
