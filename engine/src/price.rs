//! The one function: a request, the terms and the time in; a quote out.

use chrono::{DateTime, Utc};

use crate::eligibility::{Basket, Candidate, eligible_minor};
use crate::lines::undiscounted;
use crate::money::{Part, split};
use crate::quote::sum;
use crate::{
    AMOUNT_MAX_MINOR, AppliedCoupon, AppliedDeposit, Deposit, DepositBasis, PriceError,
    PriceRequest, Quote, QuoteLine, RejectedCode, RejectedGrant, Rejection, Terms, tax,
};

/// Prices a request under the terms at an instant.
///
/// The order of work is the one of the rules on money: unit prices and add-ons, times
/// attendees; subtotal; coupon; tax; total; deposit; amount due. A typed code that applies wins
/// over granted coupons; without one, the granted coupon that the guest picked, or else the one
/// with the lowest total. The same arguments give the same quote everywhere, and the order of
/// the lists in the terms does not matter.
pub fn price(
    request: &PriceRequest,
    terms: &Terms,
    now: DateTime<Utc>,
) -> Result<Quote, PriceError> {
    let mut lines = undiscounted(request, terms)?;
    let in_range = |amount: &i64| *amount <= AMOUNT_MAX_MINOR;
    let subtotal_minor = sum(lines.iter().map(|line| line.amount_minor))
        .filter(in_range)
        .ok_or(PriceError::AmountOutOfRange)?;
    let basket = Basket {
        request,
        terms,
        now,
        subtotal_minor,
    };
    let full = Sums::of(0, None, &basket, &mut lines);
    if !in_range(&full.total_minor) || terms.deposit.is_some_and(Deposit::is_negative) {
        return Err(PriceError::AmountOutOfRange);
    }

    let mut rejected = None;
    let mut applied = None;
    if let Some(code) = &request.code {
        match basket
            .typed(code)
            .and_then(|it| basket.apply(it, &full, &mut lines))
        {
            Ok(it) => applied = Some(it),
            Err(reason) => {
                let code = code.clone();
                rejected = Some(RejectedCode { code, reason });
            }
        }
    }
    let mut rejected_grant = None;
    // A picked coupon is told of although the member holds none any more.
    if applied.is_none() && (request.grant_id.is_some() || !terms.granted.is_empty()) {
        (applied, rejected_grant) = basket.apply_granted(&full, &mut lines);
    }

    let (sums, coupon) = match applied {
        Some(Applied { sums, candidate }) => {
            let coupon = AppliedCoupon {
                coupon_id: candidate.coupon.id.clone(),
                source: candidate.source(),
                name: candidate.coupon.name.clone(),
                benefit: candidate.coupon.benefit.clone(),
                eligible_minor: eligible_minor(&lines),
            };
            (sums, Some(coupon))
        }
        None => (full, None),
    };
    let quote = Quote {
        currency: terms.currency,
        lines,
        subtotal_minor,
        discount_minor: sums.discount_minor,
        tax_minor: sums.tax_minor,
        total_minor: sums.total_minor,
        deposit: sums.deposit,
        amount_due_minor: sums.amount_due_minor,
        balance_minor: sums.total_minor.saturating_sub(sums.amount_due_minor),
        coupon,
        rejected,
        rejected_grant,
    };
    if quote.check_laws().is_err() {
        return Err(PriceError::LawBroken);
    }
    Ok(quote)
}

/// Everything below the subtotal.
pub(crate) struct Sums {
    discount_minor: i64,
    tax_minor: i64,
    total_minor: i64,
    deposit: Option<AppliedDeposit>,
    /// What is charged now, in minor units.
    pub(crate) amount_due_minor: i64,
}

struct Applied<'t> {
    candidate: Candidate<'t>,
    sums: Sums,
}

impl Sums {
    /// The sums once the lines carry their shares of the discount; `full` are those without.
    pub(crate) fn of(
        discount_minor: i64,
        full: Option<&Sums>,
        basket: &Basket<'_>,
        lines: &mut [QuoteLine],
    ) -> Self {
        let terms = basket.terms;
        let tax_minor = tax::levy(lines, terms.currency);
        let total_minor = basket
            .subtotal_minor
            .saturating_sub(discount_minor)
            .saturating_add(tax_minor);
        let deposit = terms.deposit.map(|rule| AppliedDeposit {
            rule,
            basis_minor: match (terms.policy.deposit_basis, full) {
                (DepositBasis::BeforeDiscount, Some(full)) => full.total_minor,
                _ => total_minor,
            },
        });
        let amount_due_minor = deposit.map_or(total_minor, |deposit| {
            deposit.due_minor(total_minor, terms.currency)
        });
        Self {
            discount_minor,
            tax_minor,
            total_minor,
            deposit,
            amount_due_minor,
        }
    }
}

impl<'t> Basket<'t> {
    /// Applies the coupon to the lines; one that does not apply leaves them as they were.
    // Browsers fetch this when there is a code, so it stays a function of its own
    // (xtask/src/parts).
    #[inline(never)]
    fn apply(
        &self,
        candidate: Candidate<'t>,
        full: &Sums,
        lines: &mut [QuoteLine],
    ) -> Result<Applied<'t>, Rejection> {
        let sums = self
            .discount_minor(&candidate, lines)
            .and_then(|discount_minor| {
                let sums = self.discounted(discount_minor, full, lines);
                self.check_due(candidate.coupon, lines, sums.amount_due_minor)?;
                Ok(sums)
            });
        match sums {
            Ok(sums) => Ok(Applied { candidate, sums }),
            Err(reason) => {
                for line in lines.iter_mut() {
                    line.eligible = false;
                    line.discount_minor = 0;
                }
                Sums::of(0, None, self, lines);
                Err(reason)
            }
        }
    }

    /// Gives the lines that are covered their shares of a discount.
    pub(crate) fn discounted(
        &self,
        discount_minor: i64,
        full: &Sums,
        lines: &mut [QuoteLine],
    ) -> Sums {
        let covered = |line: &QuoteLine| if line.eligible { line.amount_minor } else { 0 };
        let mut parts: Vec<Part> = lines.iter().map(|line| Part::of(covered(line))).collect();
        split(discount_minor, &mut parts);
        for (line, part) in lines.iter_mut().zip(&parts) {
            line.discount_minor = part.share_minor;
        }
        Sums::of(discount_minor, Some(full), self, lines)
    }

    /// Applies the granted coupon that the guest picked, or the best one; and says why a picked
    /// one does not apply.
    // As `apply`.
    #[inline(never)]
    fn apply_granted(
        &self,
        full: &Sums,
        lines: &mut [QuoteLine],
    ) -> (Option<Applied<'t>>, Option<RejectedGrant>) {
        let terms = self.terms;
        let mut rejected = None;
        if let Some(picked) = &self.request.grant_id {
            let applied = (terms.granted.iter())
                .find(|grant| grant.id == *picked)
                .ok_or(Rejection::NotFound)
                .and_then(|grant| self.granted(grant))
                .and_then(|candidate| self.apply(candidate, full, lines));
            match applied {
                Ok(applied) => return (Some(applied), None),
                Err(reason) => {
                    rejected = Some(RejectedGrant {
                        grant_id: picked.clone(),
                        reason,
                    });
                }
            }
        }
        let best = (terms.granted.iter())
            .filter_map(|grant| {
                let candidate = self.granted(grant).ok()?;
                let total_minor = self.apply(candidate, full, lines).ok()?.sums.total_minor;
                Some((total_minor, grant.granted_at, &grant.id, grant))
            })
            .min_by_key(|&(total_minor, granted_at, id, _)| (total_minor, granted_at, id))
            .map(|(_, _, _, grant)| grant);
        // The lines carry the shares of whichever was tried last, so the best is applied again.
        let applied = best
            .and_then(|grant| self.granted(grant).ok())
            .and_then(|candidate| self.apply(candidate, full, lines).ok());
        (applied, rejected)
    }
}
