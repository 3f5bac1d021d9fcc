//! `POST /v1/calendars/{id}/orders` and `/v1/orders/{id}`: the booking itself.

use booking_engine::{CalendarId, PriceRequest, Quote};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Guest, ZoneClock};

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
    pub starts_at: DateTime<Utc>,
    /// Who books.
    pub guest: Guest,
    /// Whether the consent box was ticked; must be true where the calendar has one.
    #[serde(default)]
    pub consent: bool,
    /// The price as it was shown. If the companion's own differs, nothing is charged.
    pub quote: Quote,
    /// The guest's time zone, for the messages of this order.
    pub zone: String,
    /// The page to go back to after booking, used only if it lies on an origin of the business.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_to: Option<String>,
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
    /// The name of the booked service.
    pub service_name: String,
    /// When the appointment starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Who booked.
    pub guest: Guest,
    /// The price as agreed.
    pub quote: Quote,
    /// What has been paid, in minor units.
    pub paid_minor: i64,
    /// Until when slot and coupon are kept for the guest, while payment is awaited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_until: Option<DateTime<Utc>>,
    /// Stripe's page, while payment is awaited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checkout_url: Option<String>,
    /// The page to go back to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_to: Option<String>,
    /// Whether the payment is a test.
    pub test_mode: bool,
    /// The guest's clock around the appointment.
    pub clock: ZoneClock,
    /// The business's clock around the appointment.
    pub business_clock: ZoneClock,
    /// The companion's clock.
    pub now: DateTime<Utc>,
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
}
