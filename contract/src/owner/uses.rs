//! `/v1/businesses/{id}/coupons/{coupon}/uses`: who used a coupon, for what, when, and what it took
//! off.

use booking_engine::{CouponCode, Currency, PromotionCodeId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::CouponName;
use crate::{EmailAddress, GuestName};

/// The most uses of one page.
pub const USES_PER_PAGE_MAX: u32 = 200;

/// How far a use has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UseState {
    /// The order is not paid yet.
    Reserved,
    /// The order is paid or free.
    Redeemed,
    /// The order gave it back.
    Released,
}

/// `GET …/uses`: which uses, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(default, deny_unknown_fields)]
pub struct UsesQuery {
    /// Those in test mode, instead of those for real.
    pub test_mode: bool,
    /// Those by one code; none: by all.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
    pub code: Option<PromotionCodeId>,
    /// `next` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How many, at most 200.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200))]
    pub limit: Option<u32>,
}

/// A page of uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UsesPage {
    /// The uses.
    pub uses: Vec<CouponUse>,
    /// What to ask the next page after; none: this is the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// One use of a coupon by one order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CouponUse {
    /// The order.
    pub order_id: String,
    /// How far it has come.
    pub state: UseState,
    /// The code that was typed; none: the coupon was granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CouponCode>,
    /// Who booked.
    pub name: GuestName,
    /// Their address.
    pub email: EmailAddress,
    /// What was booked, by the name that it had.
    pub service: String,
    /// When it takes place.
    pub starts_at: DateTime<Utc>,
    /// When it was booked.
    pub created_at: DateTime<Utc>,
    /// What the coupon took off, in minor units of `currency`.
    pub discount_minor: i64,
    /// What the order costs.
    pub total_minor: i64,
    /// The currency of both.
    pub currency: Currency,
}

/// `GET …/uses/totals`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UseTotals {
    /// The coupon's name; empty if it has none.
    pub name: CouponName,
    /// The code by which they are all; none: by any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CouponCode>,
    /// One for each state and currency that there is.
    pub totals: Vec<UseTotal>,
}

/// Uses of one state in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UseTotal {
    /// The state.
    pub state: UseState,
    /// The currency.
    pub currency: Currency,
    /// How many orders.
    pub orders: u64,
    /// What the coupon took off them, in minor units of the currency.
    pub discount_minor: i64,
    /// What they cost all the same.
    pub total_minor: i64,
}
