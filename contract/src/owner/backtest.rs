//! `/v1/businesses/{id}/backtests`: what a draft of a coupon would have taken off bookings that were
//! made.

use booking_engine::{Check, CouponId, Currency, ServiceId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::CouponDraft;
use crate::Problem;

/// `POST …/backtests`: which draft, over which bookings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Backtest {
    /// What the coupon would say. Its start and its end play no part: it is judged as if it had been
    /// on all the while.
    pub draft: CouponDraft,
    /// The coupon that it changes: bookings with it are priced with the draft instead. None: a new
    /// one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon_id: Option<CouponId>,
    /// The first day on which the bookings were made, on the clocks of the business.
    pub from: NaiveDate,
    /// The last day, inclusive.
    pub to: NaiveDate,
    /// Bookings in test mode, instead of those for real.
    #[serde(default)]
    pub test_mode: bool,
}

/// A line of the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum BacktestLine {
    /// So far.
    Looked {
        /// At how many orders was looked.
        orders: u64,
        /// How many there are.
        of: u64,
    },
    /// All of them were looked at.
    Done(Box<BacktestResult>),
    /// It could not go on.
    Failed(Box<Problem>),
}

/// What the draft would have done, had everybody used it who could. Amounts are in minor units of
/// `currency`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BacktestResult {
    /// The business's currency.
    pub currency: Currency,
    /// How many bookings were priced.
    pub bookings: u64,
    /// How many of them the draft takes something off.
    pub hit: u64,
    /// What the bookings that were priced cost as they were.
    pub before_minor: i64,
    /// What they would have cost.
    pub after_minor: i64,
    /// The most that it takes off one booking.
    pub largest_minor: i64,
    /// The booking of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub largest_order_id: Option<String>,
    /// By service, those that cost the most first.
    pub services: Vec<BacktestService>,
    /// Why the other bookings are not hit: the check that fails first, and for how many.
    pub missed: Vec<BacktestMiss>,
    /// Orders of these days that were not priced, and why.
    pub left_out: LeftOut,
}

/// What the draft would have done to one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BacktestService {
    /// The service.
    pub service_id: ServiceId,
    /// Its name, as in the latest of these bookings.
    pub name: String,
    /// How many bookings of it are hit.
    pub hit: u64,
    /// What it was sold for in those, before any coupon.
    pub amount_minor: i64,
    /// What the draft takes off.
    pub discount_minor: i64,
}

/// Bookings that the draft takes nothing off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BacktestMiss {
    /// The check that fails first.
    pub check: Check,
    /// For how many bookings.
    pub orders: u64,
}

/// Orders that were not priced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// Never booked: not paid for, or not yet.
    pub not_booked: u64,
    /// Called off, given back, or being so.
    pub called_off: u64,
    /// Another coupon was used: there is one for each booking.
    pub other_coupon: u64,
    /// In another currency than the business's of today.
    pub other_currency: u64,
    /// Without a price by today's rules.
    pub no_price: u64,
}

impl LeftOut {
    /// All of them.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.not_booked + self.called_off + self.other_coupon + self.other_currency + self.no_price
    }
}
