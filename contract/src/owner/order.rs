//! `/v1/businesses/{id}/orders/{order}`: one order with its money, to the last cent.

use booking_engine::{CalendarId, CouponCode, CouponId, Currency, Quote};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::OrderStanding;
use crate::{Attendee, BookedItem, Guest, LocationInfo, MemberId, Passed};

/// One order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderDetails {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub state: OrderStanding,
    /// The calendar it was booked in.
    pub calendar_id: CalendarId,
    /// Its title.
    pub calendar: String,
    /// When it was booked.
    pub created_at: DateTime<Utc>,
    /// Whether its calendar takes payments; else it is an appointment alone, without a price.
    pub recorded: bool,
    /// Whether its payments are tests.
    pub test_mode: bool,
    /// What was booked, in the order in which it takes place; one for each line of the quote.
    pub items: Vec<BookedItem>,
    /// Where, where the calendar has locations to choose from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationInfo>,
    /// When the appointment starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Who booked.
    pub guest: Guest,
    /// Their time zone.
    pub guest_zone: String,
    /// The tag of the language that they booked in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The member of the business who booked, where a token said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_id: Option<MemberId>,
    /// Who takes part, where the calendar asked for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attendees: Vec<Attendee>,
    /// What the guest answered to the calendar's own questions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<OrderAnswer>,
    /// Who of the business made it for its guest; none: the guest did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booked_by: Option<String>,
    /// What the guest consented to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<String>,
    /// Where the guest came from: what the page's address passed on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed: Vec<Passed>,
    /// Until when slot and coupon are held, while it waits for its payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_until: Option<DateTime<Utc>>,
    /// The price as agreed.
    pub quote: Quote,
    /// What it costs, and what was paid of it.
    pub payments: PaymentsView,
    /// Every movement of money and the record of its creation, the oldest first.
    pub transactions: Vec<OrderTransaction>,
    /// Everything that is given back, the oldest first.
    pub refunds: Vec<OrderRefund>,
    /// The page on which the guest can pay now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_link: Option<PaymentLink>,
    /// What can be done with it now.
    pub deeds: OrderDeeds,
}

/// An answer to a question of the calendar's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderAnswer {
    /// The question as it is asked now; its id where it is not asked any more.
    pub question: String,
    /// The answer; several only where several may be chosen.
    pub values: Vec<String>,
}

/// What an order costs, and what was paid of it. Amounts are in minor units of `currency`; each is
/// the sum of the attendees' own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PaymentsView {
    /// The currency of every amount.
    pub currency: Currency,
    /// The coupon behind the discount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon: Option<OrderCoupon>,
    /// The price before the coupon.
    pub subtotal_minor: i64,
    /// What the coupon took off.
    pub discount_minor: i64,
    /// What taxes add to it.
    pub tax_minor: i64,
    /// The adjusted total: what the order costs.
    pub total_minor: i64,
    /// What was paid.
    pub paid_minor: i64,
    /// What of that was given back or is on its way.
    pub refunded_minor: i64,
    /// What is still to be paid; nothing where the place is given up. What is given back is not
    /// owed again.
    pub balance_minor: i64,
    /// The same for each attendee.
    pub attendees: Vec<AttendeePayments>,
}

/// The coupon of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderCoupon {
    /// The coupon.
    pub id: CouponId,
    /// Its name, as receipts print it.
    pub name: String,
    /// The code that was typed; none: it was granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CouponCode>,
}

/// What one attendee costs, and what was paid for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AttendeePayments {
    /// Which one, counted from 1 over all services.
    pub number: u32,
    /// The name, where the calendar asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The service they take part in.
    pub service: String,
    /// The price before the coupon.
    pub subtotal_minor: i64,
    /// The share of the discount.
    pub discount_minor: i64,
    /// The share of what taxes add.
    pub tax_minor: i64,
    /// The share of the total.
    pub total_minor: i64,
    /// The share of what was paid.
    pub paid_minor: i64,
    /// The share of what was given back or is on its way.
    pub refunded_minor: i64,
    /// What is still to be paid.
    pub balance_minor: i64,
    /// What they would get back if they were called off now.
    pub refundable_minor: i64,
    /// Whether they were called off by themselves; their seat is free again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub called_off: bool,
}

/// A movement on an order, or the record of 0 of its creation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderTransaction {
    /// Its id: the payment's, the refund's or the dispute's own.
    pub id: String,
    /// What it records.
    pub kind: TransactionKind,
    /// In minor units of `currency`; below 0 where money leaves the business.
    pub amount_minor: i64,
    /// The currency, in capitals.
    pub currency: String,
    /// When.
    pub at: DateTime<Utc>,
    /// How it was paid, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<PaymentMethod>,
    /// What was written down with it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What a transaction records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TransactionKind {
    /// The order was made; the amount is 0.
    Created,
    /// Money was received.
    Payment,
    /// Money went back to the guest; above 0 where it came back.
    Refund,
    /// The guest's bank took money back; above 0 where the business won it again.
    Dispute,
}

/// How money was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    /// On the payment page, when the guest booked.
    Checkout,
    /// On a payment page that the business sent a link to.
    Link,
    /// In cash.
    Cash,
    /// By a card reader of the business's own.
    CardReader,
    /// By bank transfer.
    Transfer,
    /// In another way; the note may say which.
    Other,
}

/// Money that is given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderRefund {
    /// Which one of the order, from 1.
    pub number: u32,
    /// In minor units of the payment's currency.
    pub amount_minor: i64,
    /// How far it has come.
    pub state: RefundProgress,
    /// Whether it is given back by hand, as it was received by hand.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_hand: bool,
    /// Whose seat was given back with it, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attendee: Option<u32>,
    /// When it was asked for.
    pub at: DateTime<Utc>,
}

/// A page on which a guest can pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PaymentLink {
    /// Its address.
    pub url: String,
    /// What it asks for, in minor units.
    pub amount_minor: i64,
    /// Until when it can be paid.
    pub until: DateTime<Utc>,
    /// Whether it was made for the balance; else it is that of the booking itself.
    pub for_balance: bool,
}

/// How far a refund has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RefundProgress {
    /// Stripe is being asked.
    Requested,
    /// The money is on its way.
    Pending,
    /// The money is with the guest.
    Succeeded,
    /// It came to nothing: the money is with the business.
    Failed,
}

/// What can be done with an order now, whoever may do it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools, reason = "each is a deed of its own")]
pub struct OrderDeeds {
    /// It can be called off, or a payment that is awaited given up.
    pub cancel: bool,
    /// How much can be given back, in minor units of the payment's currency; 0: nothing.
    pub refundable_minor: i64,
    /// Single attendees can be called off.
    pub refund_attendees: bool,
    /// How much of that was received by hand, and is given back by hand.
    pub by_hand_minor: i64,
    /// Somebody has to decide about a payment that does not agree with it.
    pub decide: bool,
    /// The least payment that can be recorded by hand, in minor units; none: no payment can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_least_minor: Option<i64>,
    /// The balance can be collected by a link.
    pub collect: bool,
}
