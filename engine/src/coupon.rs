//! Coupons (the rules), promotion codes (the texts that belong to them) and granted coupons.

use litemap::LiteMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    CalendarId, Conditions, CouponCode, CouponId, Currency, CustomerKey, Duration, GrantId,
    LocationId, Percent, PromotionCodeId, ServiceId,
};

/// A coupon: a benefit, what it applies to, and its limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Coupon {
    /// Its id.
    pub id: CouponId,
    /// The name that receipts print.
    pub name: String,
    /// What it takes off.
    pub benefit: Benefit,
    /// What it applies to.
    pub scope: Scope,
    /// The first instant at which it may be used; none: at once.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "crate::moment::optional"
    )]
    pub starts_at: Option<DateTime<Utc>>,
    /// The last instant at which it may be used, inclusive; none: for ever.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "crate::moment::optional"
    )]
    pub ends_at: Option<DateTime<Utc>>,
    /// The least undiscounted subtotal, in minor units of the terms' currency, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_amount_minor: Option<i64>,
    /// How many orders may use it in all. Never sent to a browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_redemptions: Option<u32>,
    /// How many orders of one customer may use it. Never sent to a browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_per_customer: Option<u32>,
    /// Only for customers without an earlier order.
    #[serde(default)]
    pub first_purchase_only: bool,
    /// The customers it is for; empty: everybody. Never sent to a browser.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customers: Vec<CustomerKey>,
    /// What the appointment must be like.
    #[serde(default, skip_serializing_if = "Conditions::is_none")]
    pub conditions: Conditions,
    /// How long it discounts the invoices of a subscription; bookings are discounted once.
    #[serde(default, skip_serializing_if = "Duration::is_once")]
    pub duration: Duration,
    /// Whether the owner has it switched on.
    pub active: bool,
}

/// What a coupon takes off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Benefit {
    /// A share of the eligible subtotal.
    Percent {
        /// The share.
        percent: Percent,
        /// The most it takes off, in minor units of the terms' currency.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_discount_minor: Option<i64>,
    },
    /// A fixed amount.
    Fixed {
        /// The amount in minor units, one per currency.
        #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<Currency, i64>))]
        amounts_minor: LiteMap<Currency, i64>,
    },
}

/// What a coupon applies to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Scope {
    /// Every service of every calendar.
    Everything,
    /// Only what is listed: a service is eligible when it or its calendar is named.
    Only {
        /// Calendars all of whose services are eligible.
        #[serde(default)]
        calendars: Vec<CalendarId>,
        /// Single services.
        #[serde(default)]
        services: Vec<ServiceId>,
    },
}

impl Coupon {
    /// A coupon that is on, for everything and everybody, without limits.
    pub fn of(id: CouponId, name: String, benefit: Benefit) -> Self {
        Self {
            id,
            name,
            benefit,
            scope: Scope::Everything,
            starts_at: None,
            ends_at: None,
            minimum_amount_minor: None,
            max_redemptions: None,
            max_per_customer: None,
            first_purchase_only: false,
            customers: Vec::new(),
            conditions: Conditions::default(),
            duration: Duration::Once,
            active: true,
        }
    }
}

impl PromotionCode {
    /// A code in use, without limits of its own.
    pub fn of(id: PromotionCodeId, coupon_id: CouponId, code: CouponCode) -> Self {
        Self {
            id,
            coupon_id,
            code,
            expires_at: None,
            minimum_amount_minor: None,
            max_redemptions: None,
            first_purchase_only: false,
            customer: None,
            archived: false,
        }
    }
}

impl Scope {
    /// Whether a service booked through a calendar is eligible.
    pub fn covers(&self, calendar: &CalendarId, service: &ServiceId) -> bool {
        match self {
            Self::Everything => true,
            Self::Only {
                calendars,
                services,
            } => calendars.contains(calendar) || services.contains(service),
        }
    }
}

/// A promotion code: the text a guest types, and limits of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PromotionCode {
    /// Its id.
    pub id: PromotionCodeId,
    /// The coupon it belongs to.
    pub coupon_id: CouponId,
    /// The text.
    pub code: CouponCode,
    /// The last instant at which it may be used, inclusive; none: as long as the coupon.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "crate::moment::optional"
    )]
    pub expires_at: Option<DateTime<Utc>>,
    /// The least undiscounted subtotal, in minor units of the terms' currency, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_amount_minor: Option<i64>,
    /// How many orders may use this code. Never sent to a browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_redemptions: Option<u32>,
    /// Only for customers without an earlier order.
    #[serde(default)]
    pub first_purchase_only: bool,
    /// The one customer it is for; none: everybody. Never sent to a browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerKey>,
    /// Whether the owner has archived it.
    #[serde(default)]
    pub archived: bool,
}

/// A coupon that a plan or a subscription gave to a member; applied without typing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GrantedCoupon {
    /// Its id.
    pub id: GrantId,
    /// The coupon.
    pub coupon_id: CouponId,
    /// Since when the member has it; of several that are worth the same the oldest is used.
    #[serde(with = "crate::moment")]
    pub granted_at: DateTime<Utc>,
    /// The only location at which it may be used, where the subscription names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_id: Option<LocationId>,
}
