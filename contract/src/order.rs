//! `POST /v1/calendars/{id}/orders` and `/v1/orders/{id}`: the booking itself.

use booking_engine::{CalendarId, PriceRequest, Quote};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Answer, Attendee, Guest, LocationInfo, Passed, ZoneClock};

/// The confirmation: what the guest chose, who they are, and the price they saw.
///
/// Sent with an `Idempotency-Key` header of 16 to 64 letters, digits and dashes: the same key
/// and body give the same order however often they arrive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenOrder {
    /// The choices, with the applied code.
    pub request: PriceRequest,
    /// When the chosen slot starts.
    #[serde(with = "booking_engine::moment")]
    pub starts_at: DateTime<Utc>,
    /// Who books.
    pub guest: Guest,
    /// Who takes part, where the calendar asks for it: as many as the item with the most
    /// attendees has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attendees: Vec<Attendee>,
    /// The answers to the calendar's own questions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// Whether the consent box was ticked; must be true where the calendar has one.
    #[serde(default)]
    pub consent: bool,
    /// The price as it was shown. If the companion's own differs, nothing is charged.
    pub quote: Quote,
    /// The guest's time zone, for the messages of this order.
    pub zone: String,
    /// The tag of the language that the guest booked in, for the messages of this order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The page to go back to after booking, used only if it lies on an origin of the business.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_to: Option<String>,
    /// What the address of the page passed on: campaigns and what the host page has chosen. What
    /// does not fit is left out; it is never a reason to refuse the order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed: Vec<Passed>,
    /// The token by which the business says which of its members books. One that is not good
    /// counts as none; it is never a reason to refuse the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
}

/// The answer to a confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderOpened {
    /// The order as it stands.
    pub order: OrderView,
    /// The secret that opens this order: sent as `Authorization: Bearer`, kept in the fragment
    /// of URLs.
    pub token: String,
}

/// An order as its guest sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderView {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub status: OrderStatus,
    /// The calendar it was booked in.
    pub calendar_id: CalendarId,
    /// What was booked, in the order in which it takes place; one for each line of the quote.
    pub items: Vec<BookedItem>,
    /// Where, where the calendar has locations to choose from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationInfo>,
    /// When the appointment starts.
    #[serde(with = "booking_engine::moment")]
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    #[serde(with = "booking_engine::moment")]
    pub ends_at: DateTime<Utc>,
    /// Who takes part, where the calendar asked for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attendees: Vec<Attendee>,
    /// Who booked.
    pub guest: Guest,
    /// The price as agreed.
    pub quote: Quote,
    /// What has been paid, in minor units; what was given back since is not taken off.
    pub paid_minor: i64,
    /// What of it was given back or is on its way, in minor units.
    #[serde(default)]
    pub refunded_minor: i64,
    /// Until when the guest can move it to another time; none where that is not possible.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "booking_engine::moment::optional"
    )]
    pub movable_until: Option<DateTime<Utc>>,
    /// What calling it off would mean; none where it cannot be called off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation: Option<Cancellation>,
    /// Until when slot and coupon are kept for the guest, while payment is awaited.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "booking_engine::moment::optional"
    )]
    pub hold_until: Option<DateTime<Utc>>,
    /// How the hold may be extended; none where it may not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<HoldExtension>,
    /// Stripe's page, while payment is awaited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checkout_url: Option<String>,
    /// The page to go back to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_to: Option<String>,
    /// The business's own page for guests who have booked, with the fields that it asked for in
    /// its query; the top window goes there once the order is booked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continue_to: Option<String>,
    /// Whether the payment is a test.
    pub test_mode: bool,
    /// The guest's clock around the appointment.
    pub clock: ZoneClock,
    /// The business's clock around the appointment.
    pub business_clock: ZoneClock,
    /// The companion's clock.
    #[serde(with = "booking_engine::moment")]
    pub now: DateTime<Utc>,
}

/// One booked service, with the names that it had when it was booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BookedItem {
    /// The name of the service, with its form.
    pub name: String,
    /// Who performs it, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_name: Option<String>,
    /// The names of its add-ons, in the order of the quote's line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_ons: Vec<String>,
    /// When it starts.
    #[serde(with = "booking_engine::moment")]
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    #[serde(with = "booking_engine::moment")]
    pub ends_at: DateTime<Utc>,
}

/// Where an order stands, as its guest needs to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// Slot and coupon are held; the payment page is being prepared.
    Opening,
    /// Slot and coupon are held; the guest can pay.
    AwaitingPayment,
    /// The payment is being closed; it is not known yet whether money arrived.
    Closing,
    /// Booked and paid, or booked for free.
    Paid,
    /// Not paid in time or given up: slot and coupon are free again.
    Expired,
    /// Money and order do not agree; the business has to look at it.
    InReview,
    /// Called off or not bookable any more; the money is on its way back.
    Refunding,
    /// Called off or not bookable any more; everything that was paid is back.
    Refunded,
    /// Called off; what was to be given back is back.
    Cancelled,
}

/// What calling a booking off would mean now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cancellation {
    /// What the guest gets back, in minor units of the quote's currency; 0 where the business
    /// keeps what was paid.
    pub refund_minor: i64,
    /// Until when that is so.
    #[serde(with = "booking_engine::moment")]
    pub until: DateTime<Utc>,
    /// What the guest gets back from then on until the appointment starts, in minor units; none
    /// where `until` is the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub later_refund_minor: Option<i64>,
    /// Whether the coupon can be used again afterwards; always false without one.
    pub releases_coupon: bool,
}

/// Calls a booking off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CancelOrder {
    /// What the guest was told they get back, in minor units. If it is another amount by now,
    /// nothing is called off.
    pub refund_minor: i64,
}

/// Moves a booking to another time; services, attendees and price stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveOrder {
    /// When it starts from now on.
    #[serde(with = "booking_engine::moment")]
    pub starts_at: DateTime<Utc>,
}

/// How the guest may get more time to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HoldExtension {
    /// How often, at least 1.
    pub left: u32,
    /// By how many minutes each time; the last may be shorter.
    pub minutes: u32,
}
