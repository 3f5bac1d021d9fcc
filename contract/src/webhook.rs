//! What the companion posts to a business's own systems, by the Standard Webhooks convention.
//!
//! Of the guest only `order.created` tells anything, and only who to greet and where to write:
//! phone number, notes and consent stay with the business's companion.

use std::fmt;
use std::str::FromStr;

use booking_engine::{CalendarId, CouponCode, CouponId, Currency, ServiceId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{EmailAddress, GuestName, MemberId, OrderStatus, Passed};

/// The version of [`WebhookEvent`] that is sent. Fields may be added within a version.
pub const WEBHOOK_VERSION: u32 = 1;

/// The body of a webhook: one fact about one order.
///
/// The header `webhook-id` names the fact: whoever has seen it before has seen the fact before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookEvent {
    /// [`WEBHOOK_VERSION`].
    pub version: u32,
    /// When it happened.
    pub timestamp: DateTime<Utc>,
    /// Whose order it is.
    pub business_id: String,
    /// Whether the order is a test: no money moves.
    pub test_mode: bool,
    /// The place among the events of this order, from 1 without gaps.
    pub sequence: u32,
    /// What happened.
    #[serde(flatten)]
    pub fact: WebhookFact,
}

/// The `type` of a [`WebhookTest`].
pub const WEBHOOK_TEST: &str = "webhook.test";

/// What an owner has sent to see whether it arrives: it tells of nothing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookTest {
    /// [`WEBHOOK_VERSION`].
    pub version: u32,
    /// When it was asked for.
    pub timestamp: DateTime<Utc>,
    /// Whose endpoint it is.
    pub business_id: String,
    /// Whether the endpoint is told of test orders.
    pub test_mode: bool,
    /// [`WEBHOOK_TEST`].
    #[serde(rename = "type")]
    pub kind: String,
    /// Which endpoint it is.
    pub data: WebhookTestData,
}

/// What a test event is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookTestData {
    /// The endpoint.
    pub webhook_id: String,
}

/// What happened to an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", content = "data")]
pub enum WebhookFact {
    /// A guest confirmed: slot and coupon are held, or booked where the order is free.
    #[serde(rename = "order.created")]
    OrderCreated {
        /// The order.
        order: WebhookOrder,
        /// Who booked.
        guest: WebhookGuest,
    },
    /// A movement on the order: money, or the creation record of 0. For money alone, look for
    /// an amount above 0.
    #[serde(rename = "payment.received")]
    PaymentReceived {
        /// The order.
        order: WebhookOrder,
        /// What was received.
        payment: WebhookPayment,
    },
    /// The order came to nothing, or was cancelled.
    #[serde(rename = "order.cancelled")]
    OrderCancelled {
        /// The order.
        order: WebhookOrder,
        /// Why.
        reason: CancelReason,
    },
    /// The guest moved the booking to another time; services and price are the same.
    #[serde(rename = "order.moved")]
    OrderMoved {
        /// The order, at its new time.
        order: WebhookOrder,
        /// When it started before.
        moved_from: DateTime<Utc>,
    },
    /// Money went back.
    #[serde(rename = "payment.refunded")]
    PaymentRefunded {
        /// The order.
        order: WebhookOrder,
        /// What went back, as an amount above 0.
        refund: WebhookPayment,
    },
    /// A coupon was used for good.
    #[serde(rename = "coupon.redeemed")]
    CouponRedeemed {
        /// The order.
        order: WebhookOrder,
        /// The coupon.
        coupon: WebhookCoupon,
    },
}

/// An order as other systems see it: ids and amounts, nobody's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookOrder {
    /// Its id.
    pub id: String,
    /// Where it stood right after the fact.
    pub status: OrderStatus,
    /// The calendar it was booked in.
    pub calendar_id: CalendarId,
    /// What was booked.
    pub services: Vec<WebhookService>,
    /// When the appointment starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// The currency of every amount of the order.
    pub currency: Currency,
    /// Before the coupon, in minor units.
    pub subtotal_minor: i64,
    /// What the coupon takes off.
    pub discount_minor: i64,
    /// What taxes add.
    pub tax_minor: i64,
    /// What the booking costs.
    pub total_minor: i64,
    /// What was to be paid at the booking.
    pub amount_due_minor: i64,
    /// What is left to pay later.
    pub balance_minor: i64,
    /// The coupon behind the discount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon: Option<WebhookCoupon>,
    /// Where the guest came from: what the page's address passed on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed: Vec<Passed>,
    /// Which of the business's own members booked, as the business said by a token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_id: Option<MemberId>,
}

/// A booked service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookService {
    /// The service.
    pub service_id: ServiceId,
    /// How many take part.
    pub attendees: u32,
}

/// Who booked, for a greeting and a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookGuest {
    /// The name.
    pub name: GuestName,
    /// The e-mail address.
    pub email: EmailAddress,
}

/// A movement of money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookPayment {
    /// The transaction: the payment provider's id of the movement, or the creation record.
    pub transaction_id: String,
    /// The amount in minor units.
    pub amount_minor: i64,
    /// The currency's code. It is the order's, unless the order is in review.
    pub currency: String,
}

/// A coupon on an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookCoupon {
    /// The coupon.
    pub coupon_id: CouponId,
    /// Its name, as receipts print it.
    pub name: String,
    /// The code, where one was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CouponCode>,
    /// What it took off, in minor units of the order's currency.
    pub discount_minor: i64,
}

/// Why an order came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CancelReason {
    /// It was not paid: the hold ended or was given up, or the payment failed. Money that
    /// arrives all the same is told by `payment.received`, with the order's status.
    NotPaid,
    /// The guest cancelled it.
    Guest,
    /// The business cancelled it.
    Business,
}

/// The types of events, as endpoints choose them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WebhookEventType {
    /// [`WebhookFact::OrderCreated`].
    #[serde(rename = "order.created")]
    OrderCreated,
    /// [`WebhookFact::PaymentReceived`].
    #[serde(rename = "payment.received")]
    PaymentReceived,
    /// [`WebhookFact::OrderCancelled`].
    #[serde(rename = "order.cancelled")]
    OrderCancelled,
    /// [`WebhookFact::OrderMoved`].
    #[serde(rename = "order.moved")]
    OrderMoved,
    /// [`WebhookFact::PaymentRefunded`].
    #[serde(rename = "payment.refunded")]
    PaymentRefunded,
    /// [`WebhookFact::CouponRedeemed`].
    #[serde(rename = "coupon.redeemed")]
    CouponRedeemed,
}

/// There is no event type of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownEventType;

impl WebhookFact {
    /// Its type.
    pub fn event_type(&self) -> WebhookEventType {
        match self {
            Self::OrderCreated { .. } => WebhookEventType::OrderCreated,
            Self::PaymentReceived { .. } => WebhookEventType::PaymentReceived,
            Self::OrderCancelled { .. } => WebhookEventType::OrderCancelled,
            Self::OrderMoved { .. } => WebhookEventType::OrderMoved,
            Self::PaymentRefunded { .. } => WebhookEventType::PaymentRefunded,
            Self::CouponRedeemed { .. } => WebhookEventType::CouponRedeemed,
        }
    }

    /// The order it is about.
    pub fn order(&self) -> &WebhookOrder {
        match self {
            Self::OrderCreated { order, .. }
            | Self::PaymentReceived { order, .. }
            | Self::OrderCancelled { order, .. }
            | Self::OrderMoved { order, .. }
            | Self::PaymentRefunded { order, .. }
            | Self::CouponRedeemed { order, .. } => order,
        }
    }
}

impl WebhookEventType {
    /// Every type.
    pub const ALL: [Self; 6] = [
        Self::OrderCreated,
        Self::PaymentReceived,
        Self::OrderCancelled,
        Self::OrderMoved,
        Self::PaymentRefunded,
        Self::CouponRedeemed,
    ];

    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OrderCreated => "order.created",
            Self::PaymentReceived => "payment.received",
            Self::OrderCancelled => "order.cancelled",
            Self::OrderMoved => "order.moved",
            Self::PaymentRefunded => "payment.refunded",
            Self::CouponRedeemed => "coupon.redeemed",
        }
    }
}

impl FromStr for WebhookEventType {
    type Err = UnknownEventType;

    fn from_str(text: &str) -> Result<Self, UnknownEventType> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(UnknownEventType)
    }
}

impl fmt::Display for WebhookEventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for UnknownEventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the events are ")?;
        for (place, kind) in WebhookEventType::ALL.iter().enumerate() {
            write!(f, "{}{kind}", if place == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownEventType {}
