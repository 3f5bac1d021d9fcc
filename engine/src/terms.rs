//! The terms a business sells on: what a price may depend on beside the guest's choices.

use litemap::LiteMap;

use serde::{Deserialize, Deserializer, Serialize};

use crate::code::trimmed;
use crate::{
    CalendarId, Coupon, CouponCode, CouponId, Currency, CustomerKey, GrantedCoupon, LocationId,
    Percent, PromotionCode, PromotionCodeId, Rejection, Service, ServiceId,
};

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
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "rarely"
    )]
    pub coupons: Vec<Coupon>,
    /// Codes that a guest may present.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "rarely"
    )]
    pub promotion_codes: Vec<PromotionCode>,
    /// Coupons that the member who books holds, in any order.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "rarely"
    )]
    pub granted: Vec<GrantedCoupon>,
    /// The names of the customer who books; empty while they are not known, and in a browser.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "rarely"
    )]
    pub customer: Vec<CustomerKey>,
    /// What is paid when booking; none: everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit: Option<Deposit>,
    /// The business's switches.
    #[serde(default)]
    pub policy: Policy,
    /// Earlier uses. Empty in a browser: limits are the companion's to judge.
    #[serde(
        default,
        skip_serializing_if = "History::is_empty",
        deserialize_with = "rarely"
    )]
    pub history: History,
}

/// Reads what the terms of a calendar's page never hold. It stays a function of its own, so that
/// browsers can fetch it when they first need it.
#[inline(never)]
fn rarely<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::deserialize(deserializer)
}

/// The part that is paid when booking; the rest is the balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Deposit {
    /// A fixed amount for the whole booking, never above its total.
    Flat {
        /// The amount, in minor units of the terms' currency.
        amount_minor: i64,
    },
    /// A share of the total, rounded half up once.
    Percent {
        /// The share.
        percent: Percent,
    },
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
    /// What a percentage for a deposit is taken of.
    pub deposit_basis: DepositBasis,
    /// What earlier orders a coupon for first purchases looks at.
    pub first_purchase_scope: FirstPurchaseScope,
    /// Whether strangers are told the true reason why a code does not apply.
    pub explain_rejections: bool,
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

/// What a deposit is computed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DepositBasis {
    /// The total.
    #[default]
    AfterDiscount,
    /// What the total would be without a coupon.
    BeforeDiscount,
}

/// What earlier orders a coupon for first purchases looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FirstPurchaseScope {
    /// All of the customer's orders with the business.
    #[default]
    Business,
    /// Those of a service that the coupon covers, at the location of this order.
    ServiceAtLocation,
}

/// A service that a customer has an open or paid order of, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Purchase {
    /// The service.
    pub service_id: ServiceId,
    /// The location, where the order has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_id: Option<LocationId>,
}

/// Earlier uses that limits count: reserved and redeemed, not released.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct History {
    /// Redemptions of a coupon by everybody.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<CouponId, u32>))]
    pub coupon_redemptions: LiteMap<CouponId, u32>,
    /// Redemptions of a code by everybody.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<PromotionCodeId, u32>))]
    pub code_redemptions: LiteMap<PromotionCodeId, u32>,
    /// Redemptions of a coupon by this customer.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<CouponId, u32>))]
    pub customer_redemptions: LiteMap<CouponId, u32>,
    /// Orders of this customer that are open or paid.
    pub customer_orders: u32,
    /// What these orders were of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub customer_purchases: Vec<Purchase>,
}

impl History {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Terms {
    /// The terms of a calendar that sells nothing yet and has no coupons.
    pub fn of(calendar_id: CalendarId, currency: Currency) -> Self {
        Self {
            calendar_id,
            currency,
            services: Vec::new(),
            coupons: Vec::new(),
            promotion_codes: Vec::new(),
            granted: Vec::new(),
            customer: Vec::new(),
            deposit: None,
            policy: Policy::default(),
            history: History::default(),
        }
    }

    /// The service of that id, where the calendar sells it.
    pub fn service(&self, id: &ServiceId) -> Option<&Service> {
        self.services.iter().find(|service| service.id == *id)
    }

    /// The same terms as a browser may see them: nothing that counts uses or names customers,
    /// and only the coupons that the guest holds or whose exact code was presented.
    #[must_use]
    pub fn public(&self, presented: Option<&CouponCode>) -> Self {
        let code = presented.and_then(|text| self.promotion_code(text.as_str()).ok());
        let shown = |coupon: &&Coupon| {
            let held = code.is_some_and(|code| code.coupon_id == coupon.id)
                || self.granted.iter().any(|g| g.coupon_id == coupon.id);
            // A coupon for other customers is one that is not found; it would not be any more
            // once their names are gone.
            held && self.is_for_customer(coupon.customers.iter())
        };
        Self {
            history: History::default(),
            customer: Vec::new(),
            coupons: (self.coupons.iter().filter(shown))
                .map(|coupon| Coupon {
                    max_redemptions: None,
                    max_per_customer: None,
                    customers: Vec::new(),
                    ..coupon.clone()
                })
                .collect(),
            promotion_codes: (code.iter())
                .map(|&code| PromotionCode {
                    max_redemptions: None,
                    customer: None,
                    ..code.clone()
                })
                .collect(),
            ..self.clone()
        }
    }

    /// The code that a guest means: one in use before an archived one. Of several customers'
    /// codes of one text it is this customer's, and while the customer is not known the one
    /// whose id comes first.
    pub(crate) fn promotion_code(&self, typed: &str) -> Result<&PromotionCode, Rejection> {
        let text = trimmed(typed).map_err(|_| Rejection::NotFound)?;
        (self.promotion_codes.iter())
            .filter(|code| {
                code.code.is_meant_by(text) && self.is_for_customer(code.customer.iter())
            })
            .min_by_key(|code| (code.archived, &code.id))
            .ok_or(Rejection::NotFound)
    }

    /// Whether something restricted to these customers may be for the one who books.
    pub(crate) fn is_for_customer<'k>(
        &self,
        mut only: impl ExactSizeIterator<Item = &'k CustomerKey>,
    ) -> bool {
        only.len() == 0 || self.customer.is_empty() || only.any(|key| self.customer.contains(key))
    }

    /// The coupon of that id.
    pub(crate) fn coupon(&self, id: &CouponId) -> Option<&Coupon> {
        self.coupons.iter().find(|coupon| coupon.id == *id)
    }
}

impl Deposit {
    /// The deposit on a basis, in minor units, not yet limited to the total.
    pub(crate) fn of(self, basis_minor: i64, currency: Currency) -> i64 {
        match self {
            Self::Flat { amount_minor } => amount_minor,
            Self::Percent { percent } => percent.of(basis_minor, currency.charge_step_minor()),
        }
    }

    /// Whether it is a negative amount, which is no deposit.
    pub(crate) fn is_negative(self) -> bool {
        matches!(self, Self::Flat { amount_minor } if amount_minor < 0)
    }
}
