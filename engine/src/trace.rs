//! Every check of a typed code in its order, with the figures that it was decided by: for those who
//! may know them, the business itself.
//!
//! The verdict is the one of [`price`], which names the first check that failed; those before it
//! have passed, and those after it were not reached. The figures come from the functions that
//! decide.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::code::trimmed;
use crate::eligibility::{Basket, eligible_minor};
use crate::lines::undiscounted;
use crate::price::Sums;
use crate::quote::sum;
use crate::{
    Benefit, Condition, Coupon, Currency, FirstPurchaseScope, FreeOrders, OversizeFixed,
    PriceError, PriceRequest, PromotionCode, Quote, Rejection, Terms, price,
};

/// A price, and how its code was judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Trace {
    /// The price.
    pub quote: Quote,
    /// Every check of the code, in their order; none where no code was typed.
    pub checks: Vec<TracedCheck>,
}

/// What came of one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TracedCheck {
    /// The check.
    pub check: Check,
    /// What came of it.
    pub outcome: Outcome,
    /// What it was decided by; none where it was not reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<Facts>,
}

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It speaks for the code, or asks for nothing.
    Passed,
    /// It is why the code does not apply.
    Failed,
    /// An earlier one failed.
    NotReached,
}

/// A check of a code. Their order is the one in which they are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// There is such a code, and it is for this customer.
    Found,
    /// The coupon is switched on, the code not archived.
    SwitchedOn,
    /// Its time has come.
    Started,
    /// Its time is not over.
    NotOver,
    /// It has an amount in the order's currency.
    Currency,
    /// Something in the order is what it is for.
    Covered,
    /// The order is large enough.
    MinimumAmount,
    /// It has uses left.
    Redemptions,
    /// This customer has uses left.
    PerCustomer,
    /// It is a first purchase, where it has to be.
    FirstPurchase,
    /// The appointment is one that it is for.
    Appointment,
    /// It takes something off.
    TakesOff,
    /// What is left to pay can be charged.
    MinimumCharge,
    /// The order is not free, where it may not be.
    FreeOrder,
    /// The amount is not above what it covers, where it may not be.
    Oversize,
}

impl Check {
    /// All of them, in their order.
    pub const ALL: [Self; 15] = [
        Self::Found,
        Self::SwitchedOn,
        Self::Started,
        Self::NotOver,
        Self::Currency,
        Self::Covered,
        Self::MinimumAmount,
        Self::Redemptions,
        Self::PerCustomer,
        Self::FirstPurchase,
        Self::Appointment,
        Self::TakesOff,
        Self::MinimumCharge,
        Self::FreeOrder,
        Self::Oversize,
    ];

    /// The check that a rejection comes from.
    fn of(reason: Rejection, covered_minor: i64) -> Self {
        match reason {
            Rejection::NotFound => Self::Found,
            Rejection::Inactive => Self::SwitchedOn,
            Rejection::NotStarted => Self::Started,
            Rejection::Expired => Self::NotOver,
            Rejection::CurrencyMismatch => Self::Currency,
            Rejection::NotApplicable if covered_minor <= 0 => Self::Covered,
            Rejection::NotApplicable => Self::TakesOff,
            Rejection::MinimumAmount { .. } => Self::MinimumAmount,
            Rejection::RedemptionLimit => Self::Redemptions,
            Rejection::CustomerLimit => Self::PerCustomer,
            Rejection::FirstPurchase => Self::FirstPurchase,
            Rejection::NotForThisAppointment { .. } => Self::Appointment,
            Rejection::BelowMinimumCharge { .. } => Self::MinimumCharge,
            Rejection::FreeOrderRefused => Self::FreeOrder,
            Rejection::OversizeFixed => Self::Oversize,
        }
    }
}

/// What a check was decided by. Amounts are in minor units of the quote's currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Facts {
    /// Of [`Check::Found`].
    Found {
        /// What is missing; none: nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        miss: Option<Miss>,
    },
    /// Of [`Check::SwitchedOn`].
    SwitchedOn {
        /// Whether the coupon is on.
        active: bool,
        /// Whether the code was archived.
        archived: bool,
    },
    /// Of [`Check::Started`].
    Started {
        /// Its first instant; none: it has always been.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        starts_at: Option<DateTime<Utc>>,
    },
    /// Of [`Check::NotOver`].
    NotOver {
        /// The last instant of the coupon; none: it has no end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ends_at: Option<DateTime<Utc>>,
        /// The last instant of the code itself; none: as long as the coupon.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expires_at: Option<DateTime<Utc>>,
    },
    /// Of [`Check::Currency`].
    Currency {
        /// The order's.
        currency: Currency,
        /// Those that it has an amount in; empty: it is a share of any.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        amounts_in: Vec<Currency>,
    },
    /// Of [`Check::Covered`].
    Covered {
        /// What of the order it is for.
        covered_minor: i64,
        /// The whole order.
        subtotal_minor: i64,
    },
    /// Of [`Check::MinimumAmount`].
    MinimumAmount {
        /// The least subtotal; none: any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minimum_minor: Option<i64>,
        /// The subtotal.
        subtotal_minor: i64,
    },
    /// Of [`Check::Redemptions`].
    Redemptions {
        /// Uses of the coupon.
        coupon: Used,
        /// Uses of the code.
        code: Used,
    },
    /// Of [`Check::PerCustomer`].
    PerCustomer {
        /// Uses by this customer.
        customer: Used,
        /// Whether it is known who that is; if not, the answer may still change.
        known: bool,
    },
    /// Of [`Check::FirstPurchase`].
    FirstPurchase {
        /// Whether it is for first purchases alone.
        asked: bool,
        /// How many earlier orders count.
        orders: u32,
        /// Which orders count.
        scope: FirstPurchaseScope,
    },
    /// Of [`Check::Appointment`].
    Appointment {
        /// Whether it asks for anything.
        asked: bool,
        /// The first thing that is not so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unmet: Option<Condition>,
        /// Whether a time was chosen; if not, the answer may still change.
        known: bool,
    },
    /// Of [`Check::TakesOff`].
    TakesOff {
        /// What it takes off.
        discount_minor: i64,
        /// What that was taken of.
        eligible_minor: i64,
    },
    /// Of [`Check::MinimumCharge`].
    MinimumCharge {
        /// What would be charged now.
        amount_due_minor: i64,
        /// The least that can be charged; none: any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minimum_minor: Option<i64>,
    },
    /// Of [`Check::FreeOrder`].
    FreeOrder {
        /// What would be charged now.
        amount_due_minor: i64,
        /// Whether the business refuses free orders.
        refused: bool,
    },
    /// Of [`Check::Oversize`].
    Oversize {
        /// The fixed amount; none: it is a share.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount_minor: Option<i64>,
        /// What it covers.
        eligible_minor: i64,
        /// Whether the business refuses amounts above that.
        refused: bool,
    },
}

/// Why a code is not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Miss {
    /// No code can be like that.
    NotACode,
    /// Nobody made it.
    NoSuchCode,
    /// The code is for another customer.
    CodeForOthers,
    /// The coupon is for other customers.
    CouponForOthers,
    /// The terms hold the code and not its coupon.
    NoCoupon,
}

/// How often something was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Used {
    /// How often so far.
    pub times: u32,
    /// How often it may be; none: without limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
}

/// Prices a request as [`price`] does, and tells how its code was judged.
pub fn trace(
    request: &PriceRequest,
    terms: &Terms,
    now: DateTime<Utc>,
) -> Result<Trace, PriceError> {
    let quote = price(request, terms, now)?;
    let Some(typed) = &request.code else {
        let checks = Vec::new();
        return Ok(Trace { quote, checks });
    };
    let code = terms.promotion_code(typed).ok();
    let judged = Judged {
        code: code.and_then(|code| Some((code, terms.coupon(&code.coupon_id)?))),
        request,
        terms,
        typed,
        quote: &quote,
        taken: Taken::of(request, terms, now, typed, quote.subtotal_minor),
    };
    let reason = quote.rejected.as_ref().map(|rejected| rejected.reason);
    let failed = reason.map(|reason| Check::of(reason, judged.covered_minor()));
    let checks = Check::ALL.into_iter().map(|check| {
        let outcome = match failed {
            Some(failed) if check == failed => Outcome::Failed,
            Some(failed) if check > failed => Outcome::NotReached,
            _ => Outcome::Passed,
        };
        TracedCheck {
            check,
            outcome,
            facts: judged.facts(check, outcome, reason),
        }
    });
    let checks = checks.collect();
    Ok(Trace { quote, checks })
}

/// What a code takes off and leaves to pay, before it is asked whether that can be charged.
#[allow(
    clippy::struct_field_names,
    reason = "the unit is the last word of every amount"
)]
#[derive(Clone, Copy, Default)]
struct Taken {
    discount_minor: i64,
    eligible_minor: i64,
    amount_due_minor: i64,
}

impl Taken {
    /// Nothing where the code does not come so far.
    fn of(
        request: &PriceRequest,
        terms: &Terms,
        now: DateTime<Utc>,
        typed: &str,
        subtotal_minor: i64,
    ) -> Self {
        let Ok(mut lines) = undiscounted(request, terms) else {
            return Self::default();
        };
        let basket = Basket {
            request,
            terms,
            now,
            subtotal_minor,
        };
        let full = Sums::of(0, None, &basket, &mut lines);
        let Ok(candidate) = basket.typed(typed) else {
            return Self::default();
        };
        let discount = basket.discount_minor(&candidate, &mut lines);
        let discount_minor = discount.unwrap_or(0);
        let eligible_minor = eligible_minor(&lines);
        let sums = basket.discounted(discount_minor, &full, &mut lines);
        Self {
            discount_minor,
            eligible_minor,
            amount_due_minor: sums.amount_due_minor,
        }
    }
}

/// A code that was judged.
struct Judged<'t> {
    /// The code and its coupon, where both are there.
    code: Option<(&'t PromotionCode, &'t Coupon)>,
    request: &'t PriceRequest,
    terms: &'t Terms,
    typed: &'t str,
    quote: &'t Quote,
    taken: Taken,
}

impl Judged<'_> {
    /// What of the order is in the coupon's scope.
    fn covered_minor(&self) -> i64 {
        let Some((_, coupon)) = self.code else {
            return 0;
        };
        let calendar = &self.terms.calendar_id;
        let covered = self.quote.lines.iter();
        let covered = covered.filter(|line| coupon.scope.covers(calendar, &line.service_id));
        sum(covered.map(|line| line.amount_minor)).unwrap_or(0)
    }

    fn facts(&self, check: Check, outcome: Outcome, reason: Option<Rejection>) -> Option<Facts> {
        if outcome == Outcome::NotReached {
            return None;
        }
        if check == Check::Found {
            let miss = (outcome == Outcome::Failed).then(|| self.miss());
            return Some(Facts::Found { miss });
        }
        let (code, coupon) = self.code?;
        Some(match check {
            Check::Found => return None,
            Check::SwitchedOn => Facts::SwitchedOn {
                active: coupon.active,
                archived: code.archived,
            },
            Check::Started => Facts::Started {
                starts_at: coupon.starts_at,
            },
            Check::NotOver => Facts::NotOver {
                ends_at: coupon.ends_at,
                expires_at: code.expires_at,
            },
            Check::Currency => Facts::Currency {
                currency: self.terms.currency,
                amounts_in: match &coupon.benefit {
                    Benefit::Percent { .. } => Vec::new(),
                    Benefit::Fixed { amounts_minor } => amounts_minor.keys().copied().collect(),
                },
            },
            Check::Covered => Facts::Covered {
                covered_minor: self.covered_minor(),
                subtotal_minor: self.quote.subtotal_minor,
            },
            Check::MinimumAmount => Facts::MinimumAmount {
                minimum_minor: coupon.minimum_amount_minor.max(code.minimum_amount_minor),
                subtotal_minor: self.quote.subtotal_minor,
            },
            Check::Redemptions | Check::PerCustomer | Check::FirstPurchase => {
                self.earlier(check, code, coupon)
            }
            Check::Appointment => Facts::Appointment {
                asked: !coupon.conditions.is_none(),
                unmet: match reason {
                    Some(Rejection::NotForThisAppointment { condition }) => Some(condition),
                    _ => None,
                },
                known: self.request.starts_at.is_some(),
            },
            Check::TakesOff | Check::MinimumCharge | Check::FreeOrder | Check::Oversize => {
                self.charge(check, coupon)
            }
        })
    }

    /// What earlier orders say.
    fn earlier(&self, check: Check, code: &PromotionCode, coupon: &Coupon) -> Facts {
        let history = &self.terms.history;
        let used = |times: Option<&u32>, max| Used {
            times: times.copied().unwrap_or(0),
            max,
        };
        match check {
            Check::Redemptions => Facts::Redemptions {
                coupon: used(
                    history.coupon_redemptions.get(&coupon.id),
                    coupon.max_redemptions,
                ),
                code: used(history.code_redemptions.get(&code.id), code.max_redemptions),
            },
            Check::PerCustomer => Facts::PerCustomer {
                customer: used(
                    history.customer_redemptions.get(&coupon.id),
                    coupon.max_per_customer,
                ),
                known: !self.terms.customer.is_empty(),
            },
            _ => Facts::FirstPurchase {
                asked: coupon.first_purchase_only || code.first_purchase_only,
                orders: match self.terms.policy.first_purchase_scope {
                    FirstPurchaseScope::Business => history.customer_orders,
                    FirstPurchaseScope::ServiceAtLocation => {
                        let counted = history.customer_purchases.iter().filter(|purchase| {
                            let covers = (coupon.scope)
                                .covers(&self.terms.calendar_id, &purchase.service_id);
                            let asked = |item: &crate::Item| item.service_id == purchase.service_id;
                            covers
                                && purchase.location_id == self.request.location_id
                                && self.request.items.iter().any(asked)
                        });
                        u32::try_from(counted.count()).unwrap_or(u32::MAX)
                    }
                },
                scope: self.terms.policy.first_purchase_scope,
            },
        }
    }

    /// What is taken off and left to pay.
    fn charge(&self, check: Check, coupon: &Coupon) -> Facts {
        let Taken {
            discount_minor,
            eligible_minor,
            amount_due_minor,
        } = self.taken;
        let Terms {
            currency, policy, ..
        } = self.terms;
        match check {
            Check::TakesOff => Facts::TakesOff {
                discount_minor,
                eligible_minor,
            },
            Check::MinimumCharge => Facts::MinimumCharge {
                amount_due_minor,
                minimum_minor: currency.minimum_charge_minor(),
            },
            Check::FreeOrder => Facts::FreeOrder {
                amount_due_minor,
                refused: policy.free_orders == FreeOrders::Refuse,
            },
            _ => Facts::Oversize {
                amount_minor: match &coupon.benefit {
                    Benefit::Percent { .. } => None,
                    Benefit::Fixed { amounts_minor } => amounts_minor.get(currency).copied(),
                },
                eligible_minor,
                refused: policy.oversize_fixed == OversizeFixed::Refuse,
            },
        }
    }

    /// Why the code is not found.
    fn miss(&self) -> Miss {
        let Ok(text) = trimmed(self.typed) else {
            return Miss::NotACode;
        };
        let codes = &self.terms.promotion_codes;
        match self.terms.promotion_code(self.typed) {
            Ok(_) if self.code.is_none() => Miss::NoCoupon,
            Ok(_) => Miss::CouponForOthers,
            Err(_) if codes.iter().any(|code| code.code.is_meant_by(text)) => Miss::CodeForOthers,
            Err(_) => Miss::NoSuchCode,
        }
    }
}
