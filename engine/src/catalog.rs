//! The terms a business sells on: what a price may depend on beside the guest's choices.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    CalendarId, Coupon, CouponId, Currency, PromotionCode, PromotionCodeId, Rejection, ServiceId,
};

/// The most attendees of one line.
pub const ATTENDEES_MAX: u32 = 1_000;

/// Everything about a business that a price depends on.
///
/// The companion fills it from its books. A browser gets it without history, and with the
/// coupon of a code only after that exact code was presented.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// The calendar that is booked.
    pub calendar_id: CalendarId,
    /// The currency of every amount in these terms.
    pub currency: Currency,
    /// What may be booked.
    pub services: Vec<Service>,
    /// Coupons that the codes below belong to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<Coupon>,
    /// Codes that a guest may present.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promotion_codes: Vec<PromotionCode>,
    /// The business's switches.
    #[serde(default)]
    pub policy: Policy,
    /// Earlier uses. Empty in a browser: limits are the companion's to judge.
    #[serde(default, skip_serializing_if = "History::is_empty")]
    pub history: History,
}

/// A service as far as its price goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// The price for one attendee, in minor units.
    pub unit_price_minor: i64,
    /// The most attendees of one booking, at least 1.
    pub attendees_max: u32,
}

/// Switches of the business that change how a coupon is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// What happens to a fixed coupon that is worth more than the eligible subtotal.
    pub oversize_fixed: OversizeFixed,
    /// Whether a coupon may bring the amount due to 0.
    pub free_orders: FreeOrders,
}

/// What happens to a fixed coupon that is worth more than the eligible subtotal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OversizeFixed {
    /// It takes off the eligible subtotal.
    #[default]
    Clamp,
    /// It is rejected.
    Refuse,
}

/// Whether a coupon may bring the amount due to 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FreeOrders {
    /// It may: the order is recorded without a payment.
    #[default]
    Allow,
    /// It is rejected.
    Refuse,
}

/// Earlier uses that limits count: reserved and redeemed, not released.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct History {
    /// Redemptions of a coupon by everybody.
    pub coupon_redemptions: BTreeMap<CouponId, u32>,
    /// Redemptions of a code by everybody.
    pub code_redemptions: BTreeMap<PromotionCodeId, u32>,
    /// Redemptions of a coupon by this customer.
    pub customer_redemptions: BTreeMap<CouponId, u32>,
    /// Orders of this customer that are open or paid.
    pub customer_orders: u32,
}

impl History {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Terms {
    /// The service of that id, where the calendar sells it.
    pub fn service(&self, id: &ServiceId) -> Option<&Service> {
        self.services.iter().find(|service| service.id == *id)
    }

    /// The same terms as a stranger's browser may see them: nothing that counts uses, and only
    /// the one code that was presented with its coupon.
    #[must_use]
    pub fn public(&self, presented: Option<&crate::CouponCode>) -> Self {
        let mut public = Self {
            history: History::default(),
            coupons: Vec::new(),
            promotion_codes: Vec::new(),
            ..self.clone()
        };
        let Some(code) = presented.and_then(|text| self.promotion_code(text).ok()) else {
            return public;
        };
        public.coupons = self
            .coupons
            .iter()
            .filter(|coupon| coupon.id == code.coupon_id)
            .map(|coupon| Coupon {
                max_redemptions: None,
                max_per_customer: None,
                ..coupon.clone()
            })
            .collect();
        public.promotion_codes = vec![PromotionCode {
            max_redemptions: None,
            ..code.clone()
        }];
        public
    }

    /// The code of that text: one in use before an archived one.
    pub(crate) fn promotion_code(
        &self,
        text: &crate::CouponCode,
    ) -> Result<&PromotionCode, Rejection> {
        self.promotion_codes
            .iter()
            .filter(|code| code.code == *text)
            .min_by_key(|code| code.archived)
            .ok_or(Rejection::NotFound)
    }

    /// The coupon of that id.
    pub(crate) fn coupon(&self, id: &CouponId) -> Option<&Coupon> {
        self.coupons.iter().find(|coupon| coupon.id == *id)
    }
}
