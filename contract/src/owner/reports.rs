//! `/v1/businesses/{id}/reports`: bookings of a range of days, and what coupons took off them.

use booking_engine::{CouponId, Currency};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The most spans of one report.
pub const REPORT_SPANS_MAX: usize = 400;

/// What a report adds up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportBy {
    /// Each day.
    #[default]
    Day,
    /// Each week, from Monday on.
    Week,
    /// Each month.
    Month,
}

/// `GET …/reports`: of which days. Days are those of the business, and bookings count on the day on
/// which they were made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct ReportQuery {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, inclusive.
    pub to: NaiveDate,
    /// What is added up.
    #[serde(default)]
    pub by: ReportBy,
    /// Bookings in test mode, instead of those for real.
    #[serde(default)]
    pub test_mode: bool,
}

/// `GET …/reports/items/csv` and `GET …/reports/redemptions/csv`: of which days, as in [`ReportQuery`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct ReportFileQuery {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, inclusive.
    pub to: NaiveDate,
    /// Bookings in test mode, instead of those for real.
    #[serde(default)]
    pub test_mode: bool,
}

/// Bookings that are paid for or free, added up. Amounts are in minor units of `currency`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The business's currency.
    pub currency: Currency,
    /// Every span of the range, also those without bookings, in their order.
    pub spans: Vec<ReportSpan>,
    /// The coupons that took off the most, at most ten.
    pub coupons: Vec<ReportCoupon>,
    /// Bookings in other currencies, which are not added up.
    pub other_currency: u64,
}

/// Bookings of one span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportSpan {
    /// Its first day within the range.
    pub from: NaiveDate,
    /// Its last.
    pub to: NaiveDate,
    /// How many bookings.
    pub orders: u64,
    /// How many of them with a coupon.
    pub uses: u64,
    /// What they cost.
    pub total_minor: i64,
    /// What coupons took off.
    pub discount_minor: i64,
}

/// What one coupon did in the range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportCoupon {
    /// The coupon.
    pub coupon_id: CouponId,
    /// Its name.
    pub name: String,
    /// Its own code; empty: it has none.
    pub code: String,
    /// How many bookings.
    pub uses: u64,
    /// What it took off.
    pub discount_minor: i64,
}
