//! `/v1/businesses/{id}/orders`: the orders of a business as a list, for whoever looks after them.

use booking_engine::{CalendarId, CouponCode, CouponId, Currency};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{EmailAddress, GuestName};

/// The most orders of one page.
pub const ORDERS_PER_PAGE_MAX: u32 = 200;
/// How far orders are counted; where there are more, it is only said that there are.
pub const ORDERS_COUNTED_MAX: u32 = 10_000;
/// The longest text that orders are searched by, in characters.
pub const ORDER_SEARCH_LENGTH_MAX: usize = 200;

/// Where an order stands, as its business needs to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderStanding {
    /// Slot and coupon are held; the payment page is being made.
    Opening,
    /// Slot and coupon are held; the guest can pay.
    Awaiting,
    /// Slot and coupon are held; the payment page is being closed.
    Closing,
    /// Booked; what is due was paid, or nothing was.
    Paid,
    /// Not paid in time or given up: slot and coupon are free again.
    Expired,
    /// The money came too late and is given back.
    PaidLate,
    /// Money and order do not agree; somebody has to decide.
    Quarantine,
    /// Booked, and the guest's bank has taken the money back for now or for good.
    Disputed,
    /// Not booked any more; money is on its way back.
    RefundPending,
    /// Not booked any more; everything that was paid is back.
    Refunded,
    /// Called off; what was owed is back.
    Cancelled,
}

impl OrderStanding {
    /// Every one, in the order of an order's life.
    pub const ALL: &[Self] = &[
        Self::Opening,
        Self::Awaiting,
        Self::Closing,
        Self::Paid,
        Self::Expired,
        Self::PaidLate,
        Self::Quarantine,
        Self::Disputed,
        Self::RefundPending,
        Self::Refunded,
        Self::Cancelled,
    ];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Awaiting => "awaiting",
            Self::Closing => "closing",
            Self::Paid => "paid",
            Self::Expired => "expired",
            Self::PaidLate => "paid_late",
            Self::Quarantine => "quarantine",
            Self::Disputed => "disputed",
            Self::RefundPending => "refund_pending",
            Self::Refunded => "refunded",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether the guest has the place, paid for or not.
    pub const fn has_place(self) -> bool {
        matches!(
            self,
            Self::Opening | Self::Awaiting | Self::Closing | Self::Paid | Self::Disputed
        )
    }
}

/// What a list of orders begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderSort {
    /// What was booked last.
    #[default]
    Created,
    /// What takes place first.
    Starts,
}

/// `GET …/orders`: which orders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(default, deny_unknown_fields)]
pub struct OrdersQuery {
    /// Beginnings of up to three words of the guest's name or address, or that of the order's id;
    /// empty: all.
    #[cfg_attr(feature = "openapi", param(required = false, max_length = 200))]
    pub search: String,
    /// Only those that stand like this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub state: Option<OrderStanding>,
    /// Only those of this calendar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarId>,
    /// Only those that used or hold this coupon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coupon: Option<CouponId>,
    /// Only what takes place on this day of the business or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Only what takes place on this day of the business or earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Those in test mode, instead of those for real.
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub test_mode: bool,
    /// What comes first.
    #[cfg_attr(feature = "openapi", param(required = false, inline))]
    pub sort: OrderSort,
    /// Whether it comes last instead.
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub reverse: bool,
    /// `next` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How many, from 1 to 200; 50 where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200))]
    pub limit: Option<u32>,
}

/// A page of orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrdersPage {
    /// The orders.
    pub orders: Vec<OrderRow>,
    /// How many there are on all pages, at most 10,000.
    pub total: u32,
    /// Whether there are more than that.
    pub more: bool,
    /// What to ask the next page after; none: this is the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// An order in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderRow {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub state: OrderStanding,
    /// Who booked.
    pub name: GuestName,
    /// Their address.
    pub email: EmailAddress,
    /// The services that are booked, by the names that they had.
    pub services: Vec<String>,
    /// How many take part.
    pub attendees: u32,
    /// The calendar it was booked in.
    pub calendar_id: CalendarId,
    /// Its title.
    pub calendar: String,
    /// When it takes place.
    pub starts_at: DateTime<Utc>,
    /// When it was booked.
    pub created_at: DateTime<Utc>,
    /// The currency of every amount.
    pub currency: Currency,
    /// Whether its calendar takes payments; else it is an appointment alone, without a price.
    pub recorded: bool,
    /// What the coupon took off, in minor units.
    pub discount_minor: i64,
    /// What it costs.
    pub total_minor: i64,
    /// What was paid of it.
    pub paid_minor: i64,
    /// What of that was given back or is on its way.
    pub refunded_minor: i64,
    /// The code that was typed; none: there is no coupon, or it was granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CouponCode>,
}
