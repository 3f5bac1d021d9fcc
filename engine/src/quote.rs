//! The priced answer, and the laws that every one of them keeps.

use serde::{Deserialize, Serialize};

use crate::{
    Benefit, CouponCode, CouponId, Currency, PromotionCodeId, Rejection, ServiceId, allocate,
};

/// The price of a request. Amounts are in minor units of `currency`.
///
/// A code that does not apply is part of the answer: the undiscounted price with a rejection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// The currency of every amount.
    pub currency: Currency,
    /// One line per item of the request, in its order.
    pub lines: Vec<QuoteLine>,
    /// The sum of the lines before the coupon.
    pub subtotal_minor: i64,
    /// What the coupon takes off; 0 without one.
    pub discount_minor: i64,
    /// What the booking costs.
    pub total_minor: i64,
    /// What is charged now.
    pub amount_due_minor: i64,
    /// What is left to pay later.
    pub balance_minor: i64,
    /// The coupon behind the discount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon: Option<AppliedCoupon>,
    /// The code that does not apply, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected: Option<RejectedCode>,
}

/// One booked service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QuoteLine {
    /// The service.
    pub service_id: ServiceId,
    /// The price for one attendee.
    pub unit_price_minor: i64,
    /// How many take part.
    pub attendees: u32,
    /// The line before the coupon.
    pub amount_minor: i64,
    /// The line's share of the discount.
    pub discount_minor: i64,
}

impl QuoteLine {
    /// The line's discount split over its attendees, in minor units, the first attendee first.
    pub fn discount_per_attendee_minor(&self) -> Vec<i64> {
        let amounts: Vec<i64> = (0..self.attendees).map(|_| self.unit_price_minor).collect();
        allocate(self.discount_minor, &amounts)
    }
}

/// The coupon that was applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AppliedCoupon {
    /// The coupon.
    pub coupon_id: CouponId,
    /// The promotion code that was typed.
    pub promotion_code_id: PromotionCodeId,
    /// Its text.
    pub code: CouponCode,
    /// The coupon's name, as receipts print it.
    pub name: String,
    /// Its benefit.
    pub benefit: Benefit,
}

/// A code that does not apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RejectedCode {
    /// The text as it was typed.
    pub code: String,
    /// Why it does not apply.
    pub reason: Rejection,
}

/// How the amount due can be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payment {
    /// Nothing is due: the order is recorded without a payment.
    Free,
    /// The amount due is charged.
    Charge,
    /// The amount due is above 0 but too small to charge.
    BelowMinimum {
        /// The least amount that can be charged, in minor units.
        minimum_minor: i64,
    },
}

/// A law of quotes that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LawBroken {
    /// A line is not its unit price times its attendees, or its discount is above it.
    Line,
    /// The lines do not sum to the subtotal.
    Subtotal,
    /// The shares do not sum to the discount, or there is a discount without a coupon.
    Discount,
    /// Subtotal less discount is not the total.
    Total,
    /// Amount due and balance do not sum to the total.
    AmountDue,
    /// An amount is negative.
    Negative,
}

impl Quote {
    /// How the amount due can be paid.
    pub fn payment(&self) -> Payment {
        match self.currency.minimum_charge_minor() {
            _ if self.amount_due_minor <= 0 => Payment::Free,
            Some(minimum_minor) if self.amount_due_minor < minimum_minor => {
                Payment::BelowMinimum { minimum_minor }
            }
            _ => Payment::Charge,
        }
    }

    /// The quote as a stranger may see it; see [`Rejection::for_stranger`].
    #[must_use]
    pub fn for_stranger(mut self) -> Self {
        if let Some(rejected) = &mut self.rejected {
            rejected.reason = rejected.reason.for_stranger();
        }
        self
    }

    /// Checks the laws of section Money. [`crate::price`] asserts them on every quote it makes;
    /// whoever reads a quote back asserts them again.
    pub fn check_laws(&self) -> Result<(), LawBroken> {
        let amounts = [
            self.subtotal_minor,
            self.discount_minor,
            self.total_minor,
            self.amount_due_minor,
            self.balance_minor,
        ];
        let line_amounts = self.lines.iter().flat_map(|line| {
            [
                line.unit_price_minor,
                line.amount_minor,
                line.discount_minor,
            ]
        });
        if amounts.into_iter().chain(line_amounts).any(|a| a < 0) {
            return Err(LawBroken::Negative);
        }
        let whole = |line: &QuoteLine| {
            line.unit_price_minor.checked_mul(i64::from(line.attendees)) == Some(line.amount_minor)
                && line.discount_minor <= line.amount_minor
        };
        if !self.lines.iter().all(whole) {
            return Err(LawBroken::Line);
        }
        if sum(self.lines.iter().map(|line| line.amount_minor)) != Some(self.subtotal_minor) {
            return Err(LawBroken::Subtotal);
        }
        let shares = sum(self.lines.iter().map(|line| line.discount_minor));
        if shares != Some(self.discount_minor) || (self.discount_minor > 0) != self.coupon.is_some()
        {
            return Err(LawBroken::Discount);
        }
        if self.subtotal_minor.checked_sub(self.discount_minor) != Some(self.total_minor) {
            return Err(LawBroken::Total);
        }
        if self.amount_due_minor.checked_add(self.balance_minor) != Some(self.total_minor) {
            return Err(LawBroken::AmountDue);
        }
        Ok(())
    }
}

/// The sum, or none where it does not fit.
pub(crate) fn sum(mut amounts_minor: impl Iterator<Item = i64>) -> Option<i64> {
    amounts_minor.try_fold(0_i64, i64::checked_add)
}
