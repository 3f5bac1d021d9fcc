//! `/v1/businesses/{id}/bookings`: bookings that somebody of the business makes for a customer.

use booking_engine::{CalendarId, CouponCode, PriceRequest, Quote, Rejection, Terms};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::OrderDetails;
use crate::{EmailAddress, Guest, GuestName, PhoneNumber, Problem};

/// The most customers that are suggested at once.
pub const CUSTOMERS_SUGGESTED_MAX: usize = 8;

/// `POST …/bookings`: what the customer wants, who they are, and the price that they were told.
///
/// Sent with an `Idempotency-Key` header of 16 to 64 letters, digits and dashes: the same key and
/// body give the same order however often they arrive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BookForCustomer {
    /// Where it is booked.
    pub calendar_id: CalendarId,
    /// What is booked, with the code that applies.
    pub request: PriceRequest,
    /// When the chosen slot starts.
    pub starts_at: DateTime<Utc>,
    /// For whom.
    pub guest: Guest,
    /// The price as it was shown. If the companion's own differs, nothing is booked.
    pub quote: Quote,
    /// How it is paid.
    pub pay: PayBy,
}

/// How a booking for a customer is paid. It is booked either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PayBy {
    /// At the business: somebody records it then, or sends a link later.
    #[default]
    AtBusiness,
    /// By a link to a payment page, which is made at once.
    Link,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BookedForCustomer {
    /// The order, with its payment link where one was asked for.
    pub order: Box<OrderDetails>,
    /// The page of the booking for its guest. Whoever has the address may look at it and cancel.
    pub guest_page: String,
    /// Why there is no payment link although one was asked for: the booking stands all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_link: Option<Box<Problem>>,
}

/// `POST …/bookings/terms`: on which terms a customer books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskBookingTerms {
    /// Where it is booked.
    pub calendar_id: CalendarId,
    /// What is booked so far, with the code as it was typed.
    pub request: PriceRequest,
    /// Who books, where that is known already: their limits and the coupons that they hold count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
}

/// The terms on which a customer books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BookingTerms {
    /// The calendar's terms, with the coupons that the customer holds and that of the code where
    /// it can be used; no history.
    pub terms: Box<Terms>,
    /// The code in its canonical form, where it can be used. It may still not fit what is booked:
    /// the price with these terms says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CouponCode>,
    /// Why the code cannot be used by this customer now, whatever they book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Rejection>,
    /// The companion's clock, by which codes begin and end.
    pub now: DateTime<Utc>,
}

/// `GET …/customers`: whom one may mean.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(default, deny_unknown_fields)]
pub struct CustomersQuery {
    /// Beginnings of up to three words of a name or an address.
    #[cfg_attr(feature = "openapi", param(required = false, max_length = 200))]
    pub search: String,
}

/// Customers who booked before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CustomersFound {
    /// At most 8, who booked last comes first.
    pub customers: Vec<PastCustomer>,
}

/// A customer who booked before, as they called themselves then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PastCustomer {
    /// The name.
    pub name: GuestName,
    /// The address.
    pub email: EmailAddress,
    /// The phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneNumber>,
}
