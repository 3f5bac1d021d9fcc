//! A booking for a customer: customers of before, and free times.

use stylist::StyleSource;
use stylist::css;

/// What only that page has.
pub(crate) fn desk() -> StyleSource {
    css!(
        r#"
        .desk > .answer { position: sticky; inset-block-start: 16px; }
        .desk .choices small { display: block; color: var(--ink3); font-size: .8125rem; line-height: 1.25rem; }
        .desk .choice { grid-template-columns: auto minmax(0, 1fr); }
        .desk-time { min-block-size: 1.5rem; }
        .desk-time b { font-size: 1.0625rem; font-weight: 650; }
        .free-times { display: grid; gap: 6px; }
        .times-bone { block-size: 9rem; border-radius: 12px; }
        .knowns { display: grid; border: 1px solid var(--line); border-radius: 10px; margin-block-start: 6px; overflow: hidden; }
        .knowns li + li { border-block-start: 1px solid var(--line); }
        .known { display: grid; inline-size: 100%; min-block-size: var(--tall); padding: 6px 12px; text-align: start; }
        .known:hover { background: var(--hover); }
        .known:focus-visible { outline: 2px solid var(--rim); outline-offset: -2px; }
        .known b { font-weight: 550; overflow-wrap: anywhere; }
        .known small { color: var(--ink3); font-size: .8125rem; overflow-wrap: anywhere; }
        @media (max-width: 59.9375em) {
            .desk > .answer { position: static; }
        }
    "#
    )
}
