//! Whether a code applies, and if not, why: the checks of a coupon in their one order.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::catalog::{FreeOrders, OversizeFixed};
use crate::{Benefit, Coupon, CouponCode, Currency, PromotionCode, Terms};

/// Why a code does not apply. The first check that fails names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Rejection {
    /// No such code.
    NotFound,
    /// The coupon is switched off or the code archived.
    Inactive,
    /// Its time has not come.
    NotStarted,
    /// Its time is over.
    Expired,
    /// A fixed coupon without an amount in the order's currency.
    CurrencyMismatch,
    /// Nothing in the order is eligible.
    NotApplicable,
    /// The undiscounted subtotal is too low.
    MinimumAmount {
        /// The least subtotal, in minor units.
        minimum_minor: i64,
        /// How much is missing, in minor units.
        missing_minor: i64,
    },
    /// Used as often as it may be.
    RedemptionLimit,
    /// Used by this customer as often as it may be.
    CustomerLimit,
    /// Only for a first purchase, and this is not one.
    FirstPurchase,
    /// What is left to pay would be above 0 and below the least amount that can be charged.
    BelowMinimumCharge {
        /// The least amount that can be charged, in minor units.
        minimum_minor: i64,
    },
    /// The order would be free, and the business does not allow that.
    FreeOrderRefused,
    /// The fixed amount is above the eligible subtotal, and the business refuses that.
    OversizeFixed,
}

impl Rejection {
    /// What a stranger may be told: reasons that would help to guess codes become the one
    /// answer [`Rejection::NotFound`]; reasons that depend on the cart stay plain.
    #[must_use]
    pub fn for_stranger(self) -> Self {
        match self {
            Self::Inactive
            | Self::NotStarted
            | Self::Expired
            | Self::RedemptionLimit
            | Self::CustomerLimit => Self::NotFound,
            plain => plain,
        }
    }
}

/// What a code would be applied to.
pub(crate) struct Basket {
    /// The undiscounted subtotal, in minor units.
    pub subtotal_minor: i64,
    /// The part of it that the coupon's scope covers, in minor units.
    pub eligible_minor: i64,
}

/// The coupon and code behind a text, as far as they may be used at all now.
pub(crate) fn present<'t>(
    text: &str,
    terms: &'t Terms,
    now: DateTime<Utc>,
) -> Result<(&'t Coupon, &'t PromotionCode), Rejection> {
    let code = text
        .parse::<CouponCode>()
        .map_err(|_| Rejection::NotFound)?;
    let code = terms.promotion_code(&code)?;
    let coupon = terms.coupon(&code.coupon_id).ok_or(Rejection::NotFound)?;
    if code.archived || !coupon.active {
        return Err(Rejection::Inactive);
    }
    if coupon.starts_at.is_some_and(|start| now < start) {
        return Err(Rejection::NotStarted);
    }
    let ends = [coupon.ends_at, code.expires_at];
    if ends.into_iter().flatten().any(|end| now > end) {
        return Err(Rejection::Expired);
    }
    if let Benefit::Fixed { amounts_minor } = &coupon.benefit
        && !amounts_minor.contains_key(&terms.currency)
    {
        return Err(Rejection::CurrencyMismatch);
    }
    Ok((coupon, code))
}

/// What the coupon takes off the basket, in minor units, or why it takes off nothing.
pub(crate) fn discount_minor(
    coupon: &Coupon,
    code: &PromotionCode,
    basket: &Basket,
    terms: &Terms,
) -> Result<i64, Rejection> {
    if basket.eligible_minor <= 0 {
        return Err(Rejection::NotApplicable);
    }
    let minimum = coupon.minimum_amount_minor.max(code.minimum_amount_minor);
    if let Some(minimum_minor) = minimum
        && basket.subtotal_minor < minimum_minor
    {
        return Err(Rejection::MinimumAmount {
            minimum_minor,
            missing_minor: minimum_minor.saturating_sub(basket.subtotal_minor),
        });
    }
    check_limits(coupon, code, terms)?;
    let discount = benefit_minor(&coupon.benefit, basket.eligible_minor, terms.currency);
    if discount <= 0 {
        // A share that rounds to nothing is no discount, and must not use up a redemption.
        return Err(Rejection::NotApplicable);
    }
    check_remainder(coupon, basket, discount, terms)?;
    Ok(discount)
}

fn check_limits(coupon: &Coupon, code: &PromotionCode, terms: &Terms) -> Result<(), Rejection> {
    let history = &terms.history;
    let used = |count: Option<&u32>, limit: Option<u32>| {
        limit.is_some_and(|limit| count.copied().unwrap_or(0) >= limit)
    };
    if used(
        history.coupon_redemptions.get(&coupon.id),
        coupon.max_redemptions,
    ) || used(history.code_redemptions.get(&code.id), code.max_redemptions)
    {
        return Err(Rejection::RedemptionLimit);
    }
    if used(
        history.customer_redemptions.get(&coupon.id),
        coupon.max_per_customer,
    ) {
        return Err(Rejection::CustomerLimit);
    }
    let first_only = coupon.first_purchase_only || code.first_purchase_only;
    if first_only && history.customer_orders > 0 {
        return Err(Rejection::FirstPurchase);
    }
    Ok(())
}

/// The benefit on the eligible subtotal: the percentage is rounded once, then capped; the
/// fixed amount is clamped.
pub(crate) fn benefit_minor(benefit: &Benefit, eligible_minor: i64, currency: Currency) -> i64 {
    match benefit {
        Benefit::Percent {
            percent,
            max_discount_minor,
        } => {
            let share = percent.of(eligible_minor, currency.charge_step_minor());
            max_discount_minor.map_or(share, |cap| share.min(cap))
        }
        Benefit::Fixed { amounts_minor } => amounts_minor
            .get(&currency)
            .map_or(0, |&amount| amount.min(eligible_minor)),
    }
}

/// Checks what would be left to pay.
fn check_remainder(
    coupon: &Coupon,
    basket: &Basket,
    discount: i64,
    terms: &Terms,
) -> Result<(), Rejection> {
    let due = basket.subtotal_minor.saturating_sub(discount);
    if let Some(minimum_minor) = terms.currency.minimum_charge_minor()
        && 0 < due
        && due < minimum_minor
    {
        return Err(Rejection::BelowMinimumCharge { minimum_minor });
    }
    if due == 0 && terms.policy.free_orders == FreeOrders::Refuse {
        return Err(Rejection::FreeOrderRefused);
    }
    if let Benefit::Fixed { amounts_minor } = &coupon.benefit
        && terms.policy.oversize_fixed == OversizeFixed::Refuse
        && amounts_minor
            .get(&terms.currency)
            .is_some_and(|&amount| amount > basket.eligible_minor)
    {
        return Err(Rejection::OversizeFixed);
    }
    Ok(())
}
