//! Whether a code applies, and if not, why: the checks of a coupon in their one order.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::quote::sum;
use crate::{
    Benefit, Condition, Coupon, CouponSource, Currency, FirstPurchaseScope, FreeOrders,
    GrantedCoupon, OversizeFixed, Policy, PriceRequest, PromotionCode, QuoteLine, Terms,
};

/// Why a code does not apply. The first check that fails names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Rejection {
    /// No such code, or not for this customer.
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
    /// The appointment is not one that the coupon is for.
    NotForThisAppointment {
        /// The first condition that is not met.
        condition: Condition,
    },
    /// The amount due would be above 0 and below the least amount that can be charged.
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
    /// answer [`Rejection::NotFound`], unless the business wants them told; reasons that depend
    /// on the cart stay plain.
    #[must_use]
    pub fn for_stranger(self, policy: &Policy) -> Self {
        match self {
            Self::Inactive
            | Self::NotStarted
            | Self::Expired
            | Self::RedemptionLimit
            | Self::CustomerLimit
                if !policy.explain_rejections =>
            {
                Self::NotFound
            }
            plain => plain,
        }
    }
}

/// What a coupon is judged against, beside the lines.
pub(crate) struct Basket<'t> {
    pub request: &'t PriceRequest,
    pub terms: &'t Terms,
    pub now: DateTime<Utc>,
    /// Before any coupon, in minor units.
    pub subtotal_minor: i64,
}

/// A coupon that may be used at all now, and how the guest came by it.
pub(crate) struct Candidate<'t> {
    pub coupon: &'t Coupon,
    origin: Origin<'t>,
}

enum Origin<'t> {
    Code(&'t PromotionCode),
    Grant(&'t GrantedCoupon),
}

impl Candidate<'_> {
    pub(crate) fn source(&self) -> CouponSource {
        match self.origin {
            Origin::Code(code) => CouponSource::Code {
                promotion_code_id: code.id.clone(),
                code: code.code.clone(),
            },
            Origin::Grant(grant) => CouponSource::Grant {
                grant_id: grant.id.clone(),
            },
        }
    }

    fn code(&self) -> Option<&PromotionCode> {
        match self.origin {
            Origin::Code(code) => Some(code),
            Origin::Grant(_) => None,
        }
    }
}

impl<'t> Basket<'t> {
    /// The coupon behind a typed text, as far as it may be used at all now.
    // Kept apart as `Basket::apply`.
    #[inline(never)]
    pub(crate) fn typed(&self, text: &str) -> Result<Candidate<'t>, Rejection> {
        let code = self.terms.promotion_code(text)?;
        if code.archived {
            // The coupon is looked at first, so that a code without one is not found.
            self.coupon(&code.coupon_id)?;
            return Err(Rejection::Inactive);
        }
        let coupon = self.usable(&code.coupon_id, code.expires_at)?;
        let origin = Origin::Code(code);
        Ok(Candidate { coupon, origin })
    }

    /// A granted coupon, as far as it may be used at all now.
    pub(crate) fn granted(&self, grant: &'t GrantedCoupon) -> Result<Candidate<'t>, Rejection> {
        let coupon = self.usable(&grant.coupon_id, None)?;
        let origin = Origin::Grant(grant);
        Ok(Candidate { coupon, origin })
    }

    /// What the coupon takes off, in minor units, or why it takes off nothing. Marks the lines
    /// that it covers.
    pub(crate) fn discount_minor(
        &self,
        candidate: &Candidate<'_>,
        lines: &mut [QuoteLine],
    ) -> Result<i64, Rejection> {
        let coupon = candidate.coupon;
        for line in lines.iter_mut() {
            line.eligible = coupon
                .scope
                .covers(&self.terms.calendar_id, &line.service_id);
        }
        if eligible_minor(lines) <= 0 {
            return Err(Rejection::NotApplicable);
        }
        self.check_minimum(candidate)?;
        self.check_limits(candidate, lines)?;
        self.check_appointment(candidate, lines)?;
        let eligible_minor = eligible_minor(lines);
        let discount_minor = benefit_minor(&coupon.benefit, eligible_minor, self.terms.currency);
        if discount_minor <= 0 {
            // A share that rounds to nothing is no discount, and must not use up a redemption.
            return Err(Rejection::NotApplicable);
        }
        Ok(discount_minor)
    }

    /// Checks what would be charged.
    pub(crate) fn check_due(
        &self,
        coupon: &Coupon,
        lines: &[QuoteLine],
        amount_due_minor: i64,
    ) -> Result<(), Rejection> {
        let Terms {
            currency, policy, ..
        } = self.terms;
        if let Some(minimum_minor) = currency.minimum_charge_minor()
            && 0 < amount_due_minor
            && amount_due_minor < minimum_minor
        {
            return Err(Rejection::BelowMinimumCharge { minimum_minor });
        }
        if amount_due_minor == 0 && policy.free_orders == FreeOrders::Refuse {
            return Err(Rejection::FreeOrderRefused);
        }
        if let Benefit::Fixed { amounts_minor } = &coupon.benefit
            && policy.oversize_fixed == OversizeFixed::Refuse
            && (amounts_minor.get(currency)).is_some_and(|&amount| amount > eligible_minor(lines))
        {
            return Err(Rejection::OversizeFixed);
        }
        Ok(())
    }

    fn coupon(&self, id: &crate::CouponId) -> Result<&'t Coupon, Rejection> {
        self.terms
            .coupon(id)
            .filter(|coupon| self.terms.is_for_customer(coupon.customers.iter()))
            .ok_or(Rejection::NotFound)
    }

    /// The coupon, if it is switched on, in its time and of the right currency.
    fn usable(
        &self,
        id: &crate::CouponId,
        expires_at: Option<DateTime<Utc>>,
    ) -> Result<&'t Coupon, Rejection> {
        let coupon = self.coupon(id)?;
        if !coupon.active {
            return Err(Rejection::Inactive);
        }
        if coupon.starts_at.is_some_and(|start| self.now < start) {
            return Err(Rejection::NotStarted);
        }
        let ends = [coupon.ends_at, expires_at];
        if ends.into_iter().flatten().any(|end| self.now > end) {
            return Err(Rejection::Expired);
        }
        if let Benefit::Fixed { amounts_minor } = &coupon.benefit
            && !amounts_minor.contains_key(&self.terms.currency)
        {
            return Err(Rejection::CurrencyMismatch);
        }
        Ok(coupon)
    }

    fn check_minimum(&self, candidate: &Candidate<'_>) -> Result<(), Rejection> {
        let of_code = candidate.code().and_then(|code| code.minimum_amount_minor);
        let minimum = candidate.coupon.minimum_amount_minor.max(of_code);
        match minimum {
            Some(minimum_minor) if self.subtotal_minor < minimum_minor => {
                Err(Rejection::MinimumAmount {
                    minimum_minor,
                    missing_minor: minimum_minor.saturating_sub(self.subtotal_minor),
                })
            }
            _ => Ok(()),
        }
    }

    fn check_limits(
        &self,
        candidate: &Candidate<'_>,
        lines: &[QuoteLine],
    ) -> Result<(), Rejection> {
        let (coupon, code) = (candidate.coupon, candidate.code());
        let history = &self.terms.history;
        let used = |count: Option<&u32>, limit: Option<u32>| {
            limit.is_some_and(|limit| count.copied().unwrap_or(0) >= limit)
        };
        let of_coupon = history.coupon_redemptions.get(&coupon.id);
        let of_code = |code: &PromotionCode| {
            used(history.code_redemptions.get(&code.id), code.max_redemptions)
        };
        if used(of_coupon, coupon.max_redemptions) || code.is_some_and(of_code) {
            return Err(Rejection::RedemptionLimit);
        }
        let of_customer = history.customer_redemptions.get(&coupon.id);
        if used(of_customer, coupon.max_per_customer) {
            return Err(Rejection::CustomerLimit);
        }
        let first_only =
            coupon.first_purchase_only || code.is_some_and(|code| code.first_purchase_only);
        if first_only && self.has_purchased(lines) {
            return Err(Rejection::FirstPurchase);
        }
        Ok(())
    }

    /// Whether an earlier order speaks against a first purchase.
    fn has_purchased(&self, lines: &[QuoteLine]) -> bool {
        let history = &self.terms.history;
        match self.terms.policy.first_purchase_scope {
            FirstPurchaseScope::Business => history.customer_orders > 0,
            FirstPurchaseScope::ServiceAtLocation => {
                history.customer_purchases.iter().any(|purchase| {
                    purchase.location_id == self.request.location_id
                        && (lines.iter())
                            .any(|line| line.eligible && line.service_id == purchase.service_id)
                })
            }
        }
    }

    /// Checks the conditions, and takes lines with the wrong staff from those covered.
    fn check_appointment(
        &self,
        candidate: &Candidate<'_>,
        lines: &mut [QuoteLine],
    ) -> Result<(), Rejection> {
        let unmet = |condition| Err(Rejection::NotForThisAppointment { condition });
        let conditions = &candidate.coupon.conditions;
        if let Some(condition) = conditions.unmet(self.request, self.now) {
            return unmet(condition);
        }
        for line in lines.iter_mut() {
            line.eligible &= conditions.allows_staff(line.staff_id.as_ref(), self.request);
        }
        if eligible_minor(lines) <= 0 {
            return unmet(Condition::Staff);
        }
        if let Origin::Grant(grant) = candidate.origin
            && grant.location_id.is_some()
            && grant.location_id != self.request.location_id
        {
            return unmet(Condition::Location);
        }
        Ok(())
    }
}

/// The sum of the lines that the coupon covers, before the discount.
pub(crate) fn eligible_minor(lines: &[QuoteLine]) -> i64 {
    let covered = lines.iter().filter(|line| line.eligible);
    // No overflow: a part of the subtotal, which fits.
    sum(covered.map(|line| line.amount_minor)).unwrap_or(0)
}

/// The benefit on the eligible subtotal: the percentage is rounded once, then capped; the
/// fixed amount is clamped.
pub(crate) fn benefit_minor(benefit: &Benefit, eligible_minor: i64, currency: Currency) -> i64 {
    let step = currency.charge_step_minor();
    // A cap or an amount that is no multiple of the step would leave what cannot be charged.
    let whole_steps = |amount: i64| amount.saturating_sub(amount.checked_rem(step).unwrap_or(0));
    match benefit {
        Benefit::Percent {
            percent,
            max_discount_minor,
        } => {
            let share = percent.of(eligible_minor, step);
            max_discount_minor.map_or(share, |cap| share.min(whole_steps(cap)))
        }
        Benefit::Fixed { amounts_minor } => (amounts_minor.get(&currency))
            .map_or(0, |&amount| whole_steps(amount).min(eligible_minor)),
    }
}
