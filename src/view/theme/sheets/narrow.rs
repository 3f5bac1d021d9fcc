//! Large letters on a narrow page: one thing below the other.

use stylist::StyleSource;
use stylist::css;

/// What stands side by side elsewhere.
pub(crate) fn narrow() -> StyleSource {
    css!(
        r#"
        @media (max-width: 18em) {
            .row, .step.extra { grid-template-columns: minmax(0, 1fr); }
            .row .price, .row .price:has(small) { grid-area: auto; text-align: start; }
            .row:has(small) .meta { grid-column: auto; }
            .cost { display: none; }
            .step { flex-wrap: wrap; }
            .cart li > div { grid-column: 1 / -1; }
        }
    "#
    )
}
