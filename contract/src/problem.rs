//! Errors on the wire: `application/problem+json` (RFC 9457) with a closed `code`.

use booking_engine::{Quote, QuoteChange};
use serde::{Deserialize, Serialize};

use crate::Slot;

/// What went wrong, and what can be done about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// What software branches on.
    pub code: ProblemCode,
    /// A short sentence, the same for every problem of this code.
    pub title: String,
    /// What to do about this one, for a developer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// What is wrong with which field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
    /// The price that holds now, with [`ProblemCode::QuoteChanged`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Box<Quote>>,
    /// Why it is another price, with [`ProblemCode::QuoteChanged`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<QuoteChange>,
    /// Free slots nearby, with [`ProblemCode::SlotTaken`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Slot>,
    /// How long to wait before trying again, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
}

/// What software branches on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// 400: the body is not the JSON that is asked for, or a header is missing.
    InvalidRequest,
    /// 422: a field's value cannot be used; `fields` tells which.
    InvalidField,
    /// 401: nobody is signed in, or not any more.
    #[cfg(feature = "owners")]
    NotSignedIn,
    /// 401: e-mail address and password do not belong together.
    #[cfg(feature = "owners")]
    WrongPassword,
    /// 403: the role does not allow this.
    #[cfg(feature = "owners")]
    NotAllowed,
    /// 403: the business's plan does not hold this.
    #[cfg(feature = "owners")]
    NotInPlan,
    /// 403: the request does not come from a page of the companion's own.
    #[cfg(feature = "owners")]
    ForeignPage,
    /// 404: nothing there, or not for this token.
    NotFound,
    /// 405: another method is needed.
    MethodNotAllowed,
    /// 413: the body is too large.
    TooLarge,
    /// 408: the body did not come in time.
    TooSlow,
    /// 431: address and headers of the request are larger than they may be.
    HeadTooLarge,
    /// 415: the body must be `application/json`.
    UnsupportedMediaType,
    /// 409: somebody else has the slot; `alternatives` are free.
    SlotTaken,
    /// 409: the price is another one; `quote` and `changes` tell.
    QuoteChanged,
    /// 409: the order cannot do this in its present state.
    WrongState,
    /// 409: calling the order off gives back another amount now; read the order again.
    RefundChanged,
    /// 409 or 422: a coupon or a code cannot be written like this; `refusal` tells why.
    #[cfg(feature = "owners")]
    CouponRefused,
    /// 409 or 422: what is sold cannot be written like this; `catalog` tells why.
    #[cfg(feature = "owners")]
    CatalogRefused,
    /// 409: somebody else changed it meanwhile: read it again, and make the change to that.
    #[cfg(feature = "owners")]
    Changed,
    /// 409: something is priced or ordered in this currency, so that it stays.
    #[cfg(feature = "owners")]
    CurrencyInUse,
    /// 409: nobody would own the business.
    #[cfg(feature = "owners")]
    LastOwner,
    /// 409: whoever is invited belongs to the business already.
    #[cfg(feature = "owners")]
    AlreadyMember,
    /// 409: the address has an account already: sign in with it.
    #[cfg(feature = "owners")]
    AlreadyHasAccount,
    /// 409: somebody else is signed in than the one whom the invitation is for.
    #[cfg(feature = "owners")]
    OtherAccount,
    /// 422: a password is too short or too long.
    #[cfg(feature = "owners")]
    PasswordRefused,
    /// 422: an address that cannot be used; `detail` tells why.
    #[cfg(feature = "owners")]
    AddressRefused,
    /// 409: there are as many as there may be.
    #[cfg(feature = "owners")]
    TooManyOfThem,
    /// 422: a key of Stripe's that cannot be used here; `detail` tells why.
    #[cfg(feature = "owners")]
    StripeKeyRefused,
    /// 409: something is still on its way that needs it.
    #[cfg(feature = "owners")]
    StillNeeded,
    /// 409: the companion has no key of its own to seal secrets with.
    #[cfg(feature = "owners")]
    CannotSeal,
    /// 409: another amount is left to be paid now; read the order again.
    #[cfg(feature = "owners")]
    BalanceChanged,
    /// 409: the same confirmation is still under way; ask again.
    InProgress,
    /// 422: the same `Idempotency-Key` came with another body.
    KeyReused,
    /// 422: the amount due is below the least that can be charged.
    BelowMinimumCharge,
    /// 429: too many tries.
    TooManyTries,
    /// 429: too many bookings wait for their payment already.
    TooManyHolds,
    /// 503: the payment provider cannot be reached; slot and coupon are free again.
    PaymentUnavailable,
    /// 503: the companion cannot answer now.
    Unavailable,
    /// 500: a defect of ours.
    Internal,
}

/// What is wrong with one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// Which field.
    pub field: Field,
    /// Which of several, counted from 0: of the items, of the attendees, or of the calendar's own
    /// questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// What is wrong.
    pub code: FieldProblemCode,
}

/// A field of a form or a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The service.
    Service,
    /// The number of attendees.
    Attendees,
    /// The slot.
    StartsAt,
    /// The guest's name.
    Name,
    /// The guest's e-mail address.
    Email,
    /// The guest's phone number.
    Phone,
    /// The guest's notes.
    Notes,
    /// The consent box.
    Consent,
    /// A variation, a member of staff or an add-on of an item.
    Item,
    /// The location.
    Location,
    /// Who takes part.
    AttendeeDetails,
    /// An answer to one of the calendar's own questions.
    Answers,
    /// The coupon code.
    Code,
    /// The time zone.
    Zone,
    /// The range of dates.
    Dates,
    /// The page to go back to.
    ReturnTo,
}

/// What is wrong with a field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldProblemCode {
    /// It is needed.
    Missing,
    /// It is not of the right form.
    Malformed,
    /// It is outside of what is allowed.
    OutOfRange,
    /// Nothing of that name.
    Unknown,
}
