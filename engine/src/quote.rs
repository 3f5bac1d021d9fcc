//! The priced answer.

use serde::{Deserialize, Serialize};

use crate::lines::attendee_minor;
use crate::{
    AddOnId, Benefit, CouponCode, CouponId, Currency, Deposit, GrantId, Policy, PriceSource,
    PromotionCodeId, Rejection, ServiceId, StaffId, Tax, TaxKind, VariationId, allocate,
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
    /// What taxes add, on the discounted amounts; taxes that prices contain are not in it.
    #[serde(default)]
    pub tax_minor: i64,
    /// What the booking costs.
    pub total_minor: i64,
    /// The deposit that is charged now; none: everything is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit: Option<AppliedDeposit>,
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
    /// The granted coupon that was picked and does not apply, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected_grant: Option<RejectedGrant>,
}

/// One booked service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QuoteLine {
    /// The service.
    pub service_id: ServiceId,
    /// Its form, where one was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variation_id: Option<VariationId>,
    /// Who performs it, where someone was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_id: Option<StaffId>,
    /// Where the unit price comes from.
    #[serde(default, skip_serializing_if = "PriceSource::is_service")]
    pub price_from: PriceSource,
    /// The price for one attendee, without add-ons.
    pub unit_price_minor: i64,
    /// What is booked along for every attendee.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_ons: Vec<LineAddOn>,
    /// How many take part.
    pub attendees: u32,
    /// The line before the coupon.
    pub amount_minor: i64,
    /// Whether the coupon covers the line.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub eligible: bool,
    /// The line's share of the discount.
    pub discount_minor: i64,
    /// The line's share of its tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<LineTax>,
}

/// An add-on of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LineAddOn {
    /// The add-on.
    pub add_on_id: AddOnId,
    /// The price of one piece.
    pub unit_price_minor: i64,
    /// How many pieces for each attendee.
    pub quantity: u32,
}

/// A line's share of a tax. The tax itself is rounded once, over all lines of its rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LineTax {
    /// The rate and its kind.
    pub rate: Tax,
    /// The share.
    pub amount_minor: i64,
}

/// The deposit of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AppliedDeposit {
    /// The rule.
    pub rule: Deposit,
    /// What it was computed on: the total with or without the coupon.
    pub basis_minor: i64,
}

/// The coupon that was applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AppliedCoupon {
    /// The coupon.
    pub coupon_id: CouponId,
    /// How the guest came by it.
    pub source: CouponSource,
    /// The coupon's name, as receipts print it.
    pub name: String,
    /// Its benefit.
    pub benefit: Benefit,
    /// The sum of the lines that it covers, before the discount.
    pub eligible_minor: i64,
}

/// How a guest came by a coupon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CouponSource {
    /// By typing a promotion code.
    Code {
        /// The promotion code.
        promotion_code_id: PromotionCodeId,
        /// Its text.
        code: CouponCode,
    },
    /// As a member.
    Grant {
        /// The granted coupon.
        grant_id: GrantId,
    },
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

/// A picked granted coupon that does not apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RejectedGrant {
    /// The granted coupon.
    pub grant_id: GrantId,
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

/// What one attendee of a line stands for: known from the start, so that it is known what a
/// cancellation gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttendeeShare {
    /// The index of the line.
    pub line: usize,
    /// The price before the coupon.
    pub amount_minor: i64,
    /// The share of the discount.
    pub discount_minor: i64,
    /// The share of what taxes add.
    pub tax_minor: i64,
    /// The share of the total.
    pub total_minor: i64,
    /// The share of what is charged now.
    pub amount_due_minor: i64,
}

/// One tax over all lines of its rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaxTotal {
    /// The rate and its kind.
    pub rate: Tax,
    /// The discounted amount that is taxed.
    pub net_minor: i64,
    /// The tax.
    pub amount_minor: i64,
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
    pub fn for_stranger(mut self, policy: &Policy) -> Self {
        if let Some(rejected) = &mut self.rejected {
            rejected.reason = rejected.reason.for_stranger(policy);
        }
        self
    }

    /// The taxes, each rate once, in the order of the lines.
    pub fn taxes(&self) -> Vec<TaxTotal> {
        let mut taxes: Vec<TaxTotal> = Vec::new();
        for line in &self.lines {
            let Some(tax) = line.tax else { continue };
            let (net_minor, amount_minor) = (line.net_minor(), tax.amount_minor);
            match taxes.iter_mut().find(|total| total.rate == tax.rate) {
                Some(total) => {
                    total.net_minor = total.net_minor.saturating_add(net_minor);
                    total.amount_minor = total.amount_minor.saturating_add(amount_minor);
                }
                None => taxes.push(TaxTotal {
                    rate: tax.rate,
                    net_minor,
                    amount_minor,
                }),
            }
        }
        taxes
    }

    /// What each attendee stands for, line by line. The shares sum to the quote's own figures,
    /// so that refunding every attendee refunds exactly what was paid.
    pub fn attendee_shares(&self) -> Vec<AttendeeShare> {
        let mut shares = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            let amount_minor = line.attendee_minor().unwrap_or(0);
            let each: Vec<i64> = (0..line.attendees).map(|_| amount_minor).collect();
            let discounts = allocate(line.discount_minor, &each);
            let nets: Vec<i64> = (discounts.iter())
                .map(|&discount| amount_minor.saturating_sub(discount))
                .collect();
            let taxes = allocate(line.added_tax_minor(), &nets);
            for (discount_minor, tax_minor) in discounts.into_iter().zip(taxes) {
                shares.push(AttendeeShare {
                    line: index,
                    amount_minor,
                    discount_minor,
                    tax_minor,
                    total_minor: (amount_minor.saturating_sub(discount_minor))
                        .saturating_add(tax_minor),
                    amount_due_minor: 0,
                });
            }
        }
        let totals: Vec<i64> = shares.iter().map(|share| share.total_minor).collect();
        for (share, due) in (shares.iter_mut()).zip(allocate(self.amount_due_minor, &totals)) {
            share.amount_due_minor = due;
        }
        shares
    }
}

impl QuoteLine {
    /// The price for one attendee with add-ons, before the coupon; none where it does not fit.
    pub fn attendee_minor(&self) -> Option<i64> {
        attendee_minor(self.unit_price_minor, &self.add_ons)
    }

    /// The line after the coupon.
    pub fn net_minor(&self) -> i64 {
        self.amount_minor.saturating_sub(self.discount_minor)
    }

    /// What the line's tax adds to it: nothing where the price contains the tax.
    pub fn added_tax_minor(&self) -> i64 {
        match self.tax {
            Some(tax) if tax.rate.kind == TaxKind::Exclusive => tax.amount_minor,
            _ => 0,
        }
    }
}

impl AppliedDeposit {
    /// What is charged now, in minor units: the deposit, never above the total.
    pub(crate) fn due_minor(&self, total_minor: i64, currency: Currency) -> i64 {
        self.rule.of(self.basis_minor, currency).min(total_minor)
    }
}

impl AppliedCoupon {
    /// What names it in a list of prices: the code that was typed, or the coupon's own name.
    pub fn label(&self) -> &str {
        self.code().map_or(&self.name, CouponCode::as_str)
    }

    /// The code that was typed, where it came by one.
    pub fn code(&self) -> Option<&CouponCode> {
        match &self.source {
            CouponSource::Code { code, .. } => Some(code),
            CouponSource::Grant { .. } => None,
        }
    }
}

/// The sum, or none where it does not fit.
pub(crate) fn sum(mut amounts_minor: impl Iterator<Item = i64>) -> Option<i64> {
    amounts_minor.try_fold(0_i64, i64::checked_add)
}
