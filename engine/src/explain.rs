//! Where every figure of a quote comes from, as data: the words are made elsewhere.
//!
//! It is read off the quote alone, so that the price of an old order can be explained although
//! the terms have changed since.

use serde::{Deserialize, Serialize};

use crate::{
    AddOnId, Benefit, CouponId, Currency, Deposit, PriceSource, Quote, QuoteLine, Tax, allocate,
};

/// Where the figures of a quote come from. Amounts are in minor units of its currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// For each line, in the order of the work, the steps from its unit price.
    pub lines: Vec<Vec<Step>>,
    /// How the discount was found; none without a coupon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<DiscountReason>,
    /// Why the amount due is what it is.
    pub amount_due: AmountDueReason,
}

/// One step on the way from a unit price to what a line costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// The price for one attendee.
    UnitPrice {
        /// Whose price it is.
        from: PriceSource,
        /// The price.
        amount_minor: i64,
    },
    /// An add-on for one attendee.
    AddOn {
        /// The add-on.
        add_on_id: AddOnId,
        /// The price of one piece.
        unit_price_minor: i64,
        /// How many pieces.
        quantity: u32,
        /// What they cost.
        amount_minor: i64,
    },
    /// All of that, for everybody who takes part.
    Attendees {
        /// How many.
        attendees: u32,
        /// What one costs.
        each_minor: i64,
        /// What all cost.
        amount_minor: i64,
    },
    /// The line's share of the discount. The shares are in proportion to the lines, and the
    /// units that are left over go to the lines with the largest remainder.
    Coupon {
        /// The coupon.
        coupon_id: CouponId,
        /// The share.
        share_minor: i64,
        /// How much of the share is such a unit: 0 or 1.
        rounding_minor: i64,
    },
    /// The coupon does not cover this line.
    NotCovered {
        /// The coupon.
        coupon_id: CouponId,
    },
    /// The line's share of its tax.
    Tax {
        /// The rate, and whether the price contains it.
        rate: Tax,
        /// What is taxed.
        net_minor: i64,
        /// The share.
        amount_minor: i64,
        /// How much of the share is a unit left over by rounding the tax once for all lines of
        /// its rate: 0 or 1.
        rounding_minor: i64,
    },
}

/// How the discount was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DiscountReason {
    /// The rule.
    pub benefit: Benefit,
    /// What it was applied to: the sum of the lines that the coupon covers.
    pub eligible_minor: i64,
    /// What the rule alone would take off, rounded.
    pub unlimited_minor: i64,
    /// What kept it below that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limited_by: Option<DiscountLimit>,
    /// The discount.
    pub discount_minor: i64,
}

/// What keeps a discount below what its rule alone would take off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DiscountLimit {
    /// The coupon's cap.
    Cap,
    /// What it covers costs no more than that.
    EligibleSubtotal,
    /// The currency can only be charged in larger steps.
    ChargeStep,
}

/// Why the amount due is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum AmountDueReason {
    /// The whole total is due.
    Total,
    /// The deposit is due.
    Deposit {
        /// The rule.
        rule: Deposit,
        /// What it was applied to.
        basis_minor: i64,
    },
    /// The deposit would be more than the total, so that the total is due.
    DepositAboveTotal {
        /// The rule.
        rule: Deposit,
        /// What it was applied to.
        basis_minor: i64,
    },
}

impl Quote {
    /// Explains every figure.
    pub fn explain(&self) -> Explanation {
        let amounts = |covered: &dyn Fn(&QuoteLine) -> i64| -> Vec<i64> {
            self.lines.iter().map(covered).collect()
        };
        let eligible = amounts(&|line| if line.eligible { line.amount_minor } else { 0 });
        let lines = self.lines.iter().enumerate().map(|(index, line)| {
            let mut steps = price_steps(line);
            if let Some(coupon) = &self.coupon {
                let coupon_id = coupon.coupon_id.clone();
                steps.push(if line.eligible {
                    let share_minor = line.discount_minor;
                    Step::Coupon {
                        coupon_id,
                        share_minor,
                        rounding_minor: left_over(self.discount_minor, &eligible, index),
                    }
                } else {
                    Step::NotCovered { coupon_id }
                });
            }
            if let Some(tax) = line.tax {
                let taxed = |other: &QuoteLine| other.tax.is_some_and(|t| t.rate == tax.rate);
                let nets = amounts(&|other| if taxed(other) { other.net_minor() } else { 0 });
                let whole = self
                    .taxes()
                    .into_iter()
                    .find(|total| total.rate == tax.rate);
                steps.push(Step::Tax {
                    rate: tax.rate,
                    net_minor: line.net_minor(),
                    amount_minor: tax.amount_minor,
                    rounding_minor: whole
                        .map_or(0, |whole| left_over(whole.amount_minor, &nets, index)),
                });
            }
            steps
        });
        Explanation {
            lines: lines.collect(),
            discount: self.coupon.as_ref().map(|coupon| {
                discount_reason(
                    &coupon.benefit,
                    coupon.eligible_minor,
                    self.discount_minor,
                    self.currency,
                )
            }),
            amount_due: self.amount_due_reason(),
        }
    }

    fn amount_due_reason(&self) -> AmountDueReason {
        let Some(deposit) = self.deposit else {
            return AmountDueReason::Total;
        };
        let (rule, basis_minor) = (deposit.rule, deposit.basis_minor);
        if rule.of(basis_minor, self.currency) > self.total_minor {
            AmountDueReason::DepositAboveTotal { rule, basis_minor }
        } else {
            AmountDueReason::Deposit { rule, basis_minor }
        }
    }
}

/// The steps before the coupon.
fn price_steps(line: &QuoteLine) -> Vec<Step> {
    let mut steps = vec![Step::UnitPrice {
        from: line.price_from,
        amount_minor: line.unit_price_minor,
    }];
    steps.extend(line.add_ons.iter().map(|add_on| {
        let pieces = i64::from(add_on.quantity);
        Step::AddOn {
            add_on_id: add_on.add_on_id.clone(),
            unit_price_minor: add_on.unit_price_minor,
            quantity: add_on.quantity,
            amount_minor: add_on.unit_price_minor.saturating_mul(pieces),
        }
    }));
    steps.push(Step::Attendees {
        attendees: line.attendees,
        each_minor: line.attendee_minor().unwrap_or(0),
        amount_minor: line.amount_minor,
    });
    steps
}

/// Whether the share of one part is a unit above its proportion: 1 if so.
fn left_over(total_minor: i64, amounts_minor: &[i64], index: usize) -> i64 {
    let sum: i128 = amounts_minor.iter().map(|&a| i128::from(a)).sum();
    let amount = amounts_minor.get(index).copied().unwrap_or(0);
    let share = allocate(total_minor, amounts_minor)
        .get(index)
        .copied()
        .unwrap_or(0);
    let product = i128::from(total_minor).saturating_mul(i128::from(amount));
    let whole = product.checked_div_euclid(sum).unwrap_or(0);
    i64::from(i128::from(share) > whole)
}

fn discount_reason(
    benefit: &Benefit,
    eligible_minor: i64,
    discount_minor: i64,
    currency: Currency,
) -> DiscountReason {
    let (unlimited_minor, cap_minor) = match benefit {
        Benefit::Percent {
            percent,
            max_discount_minor,
        } => {
            let share = percent.of(eligible_minor, currency.charge_step_minor());
            (share, *max_discount_minor)
        }
        Benefit::Fixed { amounts_minor } => {
            (amounts_minor.get(&currency).copied().unwrap_or(0), None)
        }
    };
    let limited_by = if unlimited_minor == discount_minor {
        None
    } else if cap_minor.is_some() {
        Some(DiscountLimit::Cap)
    } else if discount_minor == eligible_minor {
        Some(DiscountLimit::EligibleSubtotal)
    } else {
        Some(DiscountLimit::ChargeStep)
    };
    DiscountReason {
        benefit: benefit.clone(),
        eligible_minor,
        unlimited_minor,
        limited_by,
        discount_minor,
    }
}
