//! Why what a business sells cannot be written as asked.

use serde::{Deserialize, Serialize};

use crate::FieldProblemCode;

/// Why nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CatalogRefusal {
    /// 422: values that cannot be used.
    Fields {
        /// Which.
        fields: Vec<CatalogProblem>,
    },
    /// 409: somebody changed it meanwhile. Read it again.
    Changed,
    /// 409: there are as many as there may be.
    TooMany {
        /// The most.
        max: u32,
    },
    /// 409: a calendar takes payments by this product.
    ProductInUse,
}

/// What is wrong with one field of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CatalogProblem {
    /// Which field.
    pub field: CatalogField,
    /// Which of several, counted from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// What is wrong.
    pub code: FieldProblemCode,
}

/// A field of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CatalogField {
    /// The cover image.
    Cover,
    /// The primary colour.
    Accent,
    /// The colour around the card.
    Background,
    /// The text of the button.
    Button,
    /// The notice.
    Notice,
    /// The days ahead.
    Window,
    /// How many services one booking may hold.
    ItemsMax,
    /// The headings of the menu.
    Categories,
    /// The locations.
    Locations,
    /// The calendar's own questions.
    Form,
    /// Whether codes are entered on Stripe's page.
    CodesAtStripe,
    /// The payment terms.
    PaymentTerms,
    /// The deposit.
    Deposit,
    /// The page to go on to.
    ContinueTo,
    /// The heading of a service.
    Category,
    /// The price.
    Price,
    /// The duration.
    Duration,
    /// How often a session may begin.
    Interval,
    /// The time before and after.
    Buffers,
    /// How many take part.
    Capacity,
    /// The most attendees of one booking.
    AttendeesMax,
    /// The forms of a service.
    Variations,
    /// What may be booked along.
    AddOns,
    /// Who performs it.
    Staff,
    /// The tax.
    Tax,
    /// Hours of a week or a date.
    Hours,
}
