//! What a coupon does to money, in every calendar in its scope.
//!
//! That something is impossible is said only where it is certain. It rests on this: with more
//! attendees, add-ons or items an order's subtotal, the part that a coupon covers, the discount
//! and the amount due never become less. So if an order as large as any can be fails for being
//! too small, all do. Of the amount due that is true where prices are multiples of what can be
//! charged, and else nothing is said of it; a tax that is added may bend it by a single minor
//! unit, where the cents of several rates are shared out anew.

use chrono::{DateTime, Utc};

use super::appointment::{self, Appointment, Window};
use super::trial::{Singles, Trial, rejection, repeated};
use super::{Books, Extent, Flaw, Found, Severity};
use crate::{
    AMOUNT_MAX_MINOR, Benefit, CalendarId, Coupon, FreeOrders, ITEMS_MAX, OversizeFixed, Quote,
    Rejection,
};

/// A coupon, tried in every calendar in its scope.
pub(super) struct CouponMoney<'t> {
    pub coupon: &'t Coupon,
    /// One for each calendar that sells something that the coupon covers, in its currency; none
    /// where no appointment can be booked.
    pub trials: Vec<Trial<'t>>,
}

impl<'t> CouponMoney<'t> {
    pub(super) fn of(coupon: &'t Coupon, books: &'t Books<'t>) -> Self {
        let trials = booking(coupon, None, books)
            .filter(|_| has_cap_above_0(&coupon.benefit))
            .map(|appointment| {
                (books.calendars.iter())
                    .filter_map(|offers| Trial::of(coupon, offers, appointment))
                    .collect()
            });
        Self {
            coupon,
            trials: trials.unwrap_or_default(),
        }
    }

    /// Whether the coupon takes at least half off the price of the dearest place somewhere.
    pub(super) fn takes_half(&self) -> bool {
        self.trials.iter().any(|trial| {
            let dearest = trial.covered.iter().max_by_key(|o| o.unit_price_minor);
            dearest
                .and_then(|offer| trial.order_without_minimum(vec![offer.one.clone()]))
                .is_some_and(|quote| {
                    quote.discount_minor > 0
                        && quote.discount_minor.saturating_mul(2) >= quote.subtotal_minor
                })
        })
    }
}

/// An appointment that can be booked with the coupon, by a code that expires then.
pub(super) fn booking(
    coupon: &Coupon,
    expires_at: Option<DateTime<Utc>>,
    books: &Books<'_>,
) -> Option<Appointment> {
    let window = Window::of(books.now, coupon.starts_at, [coupon.ends_at, expires_at])?;
    appointment::first(&coupon.conditions, &window)
}

fn has_cap_above_0(benefit: &Benefit) -> bool {
    match benefit {
        Benefit::Percent {
            max_discount_minor, ..
        } => max_discount_minor.is_none_or(|cap| cap > 0),
        Benefit::Fixed { .. } => true,
    }
}

/// Reports what the trials show.
pub(super) fn check(money: &CouponMoney<'_>, found: &mut Found) {
    let mut never = Vec::new();
    let mut works = Vec::new();
    for trial in &money.trials {
        let singles = trial.singles();
        let flaw = if singles.any_applies {
            None
        } else {
            impossible(trial)
        };
        match flaw {
            Some(flaw) => never.push(flaw),
            None => works.push((trial, singles)),
        }
    }
    // A coupon that works in one calendar is no mistake as a whole.
    let severity = if works.is_empty() {
        Severity::Error
    } else {
        Severity::Warning
    };
    for flaw in never {
        found.add(severity, flaw);
    }
    let everywhere = |flaw_in: fn(&Trial<'_>, &Coupon) -> Option<(Extent, Flaw)>| {
        let flaws = works.iter().map(|(trial, _)| flaw_in(trial, money.coupon));
        flaws.collect::<Option<Vec<_>>>().unwrap_or_default()
    };
    for (trial, singles) in &works {
        check_singles(trial, singles, found);
    }
    // The benefit is one for all calendars, so it is out of reach only if it is in all of them.
    let out_of_reach = [everywhere(cap_out_of_reach), everywhere(always_clamped)];
    for (extent, flaw) in out_of_reach.into_iter().flatten() {
        found.add(extent.severity(), flaw);
    }
}

impl Extent {
    fn severity(self) -> Severity {
        match self {
            Self::EveryOrder => Severity::Warning,
            Self::OneService => Severity::Notice,
        }
    }
}

fn check_singles(trial: &Trial<'_>, singles: &Singles, found: &mut Found) {
    let calendar_id = calendar_id(trial);
    if let Some((example, minimum_minor)) = &singles.below_minimum
        && (singles.any_applies || trial.applies_to_several())
    {
        let flaw = Flaw::SometimesBelowMinimumCharge {
            calendar_id: calendar_id.clone(),
            example: example.clone(),
            minimum_minor: *minimum_minor,
        };
        found.add(Severity::Warning, flaw);
    }
    if !singles.any_applies
        && let Some(reason) = largest_single(trial).as_ref().and_then(rejection)
        && (is_too_small(&reason) && trial.offers.complete || trial.knows_all_singles())
    {
        let flaw = Flaw::OnlyTogether {
            calendar_id,
            reason,
        };
        found.add(Severity::Warning, flaw);
    }
}

/// Whether the reason holds for every smaller order as well.
fn is_too_small(reason: &Rejection) -> bool {
    matches!(
        reason,
        Rejection::MinimumAmount { .. } | Rejection::NotApplicable | Rejection::OversizeFixed
    )
}

fn largest_single(trial: &Trial<'_>) -> Option<Quote> {
    trial.order(vec![trial.dearest()?.full.item.clone()])
}

/// Why the coupon applies to no order at all, where that is certain.
fn impossible(trial: &Trial<'_>) -> Option<Flaw> {
    if let Some(flaw) = minimum_out_of_reach(trial) {
        return Some(flaw);
    }
    if !trial.offers.complete {
        return None;
    }
    let calendar_id = calendar_id(trial);
    let dearest = &trial.dearest()?.full.item;
    let Some(least) = trial.least() else {
        // Everything that it covers costs nothing.
        return (trial.dearest()?.full.subtotal_minor == 0)
            .then_some(Flaw::TakesOffNothing { calendar_id });
    };
    let largest = trial.order_without_minimum(repeated(dearest, dearest, ITEMS_MAX))?;
    match rejection(&largest)? {
        Rejection::NotApplicable => return Some(Flaw::TakesOffNothing { calendar_id }),
        Rejection::OversizeFixed => {
            return Some(Flaw::AlwaysOversize {
                calendar_id,
                amount_minor: trial.fixed_minor()?,
                reach_minor: largest.subtotal_minor,
            });
        }
        _ => {}
    }
    if !trial.offers.in_whole_steps {
        return None;
    }
    // The orders that leave most to charge: as large as can be, with so many items that are
    // covered and the rest that are not.
    let taxed = &trial.dearest_taxed()?.full.item;
    let (other, fewest) = (trial.not_covered()).map_or((taxed, ITEMS_MAX), |other| (other, 1));
    let mut reasons = Vec::new();
    for covered in fewest..=ITEMS_MAX {
        let mut items = vec![taxed.clone(); covered];
        items.resize(ITEMS_MAX, other.clone());
        let quote = trial.order_without_minimum(items)?;
        reasons.push(rejection(&quote)?);
    }
    if (reasons.iter()).all(|reason| *reason == Rejection::FreeOrderRefused) {
        return Some(Flaw::AlwaysFree { calendar_id });
    }
    let minimum_minor = reasons.iter().find_map(below_minimum)?;
    let is_too_little = |reason: &Rejection| {
        *reason == Rejection::FreeOrderRefused || below_minimum(reason).is_some()
    };
    // Less may be left of smaller orders: nothing, which is free.
    let never_free = trial.offers.terms.policy.free_orders == FreeOrders::Refuse || {
        let smallest = trial.order_without_minimum(vec![least.clone()])?;
        rejection(&smallest).is_some_and(|reason| below_minimum(&reason).is_some())
    };
    (reasons.iter().all(is_too_little) && never_free).then_some(Flaw::AlwaysBelowMinimumCharge {
        calendar_id,
        minimum_minor,
    })
}

/// The flaw of a minimum amount that no order reaches.
pub(super) fn minimum_out_of_reach(trial: &Trial<'_>) -> Option<Flaw> {
    let minimum = trial.coupon()?.minimum_amount_minor;
    if let Some(minimum_minor) = minimum.filter(|&minimum| minimum > AMOUNT_MAX_MINOR) {
        return Some(Flaw::MinimumOutOfReach {
            calendar_id: calendar_id(trial),
            minimum_minor,
            reach_minor: AMOUNT_MAX_MINOR,
        });
    }
    if !trial.offers.complete {
        return None;
    }
    let dearest = &trial.dearest()?.full.item;
    let quote = trial.order(repeated(dearest, trial.beside()?, ITEMS_MAX))?;
    match rejection(&quote)? {
        Rejection::MinimumAmount { minimum_minor, .. } => Some(Flaw::MinimumOutOfReach {
            calendar_id: calendar_id(trial),
            minimum_minor,
            reach_minor: quote.subtotal_minor,
        }),
        _ => None,
    }
}

/// The flaw of a minimum amount that orders of one service do not reach.
pub(super) fn minimum_only_together(trial: &Trial<'_>) -> Option<Flaw> {
    match rejection(&largest_single(trial)?)? {
        reason @ Rejection::MinimumAmount { .. } => Some(Flaw::OnlyTogether {
            calendar_id: calendar_id(trial),
            reason,
        }),
        _ => None,
    }
}

/// The flaw of a cap above what the percentage takes off the largest order, or the largest of
/// one service.
fn cap_out_of_reach(trial: &Trial<'_>, coupon: &Coupon) -> Option<(Extent, Flaw)> {
    let Benefit::Percent {
        max_discount_minor: Some(cap_minor),
        ..
    } = coupon.benefit
    else {
        return None;
    };
    largest_orders(
        trial,
        |quote| quote.discount_minor,
        |reach| reach < cap_minor,
    )
    .map(|(extent, reach_minor)| {
        let flaw = Flaw::CapOutOfReach {
            calendar_id: calendar_id(trial),
            cap_minor,
            reach_minor,
            extent,
        };
        (extent, flaw)
    })
}

/// The flaw of a fixed amount above the largest order, or the largest of one service.
fn always_clamped(trial: &Trial<'_>, _: &Coupon) -> Option<(Extent, Flaw)> {
    let amount_minor = trial.fixed_minor()?;
    if trial.offers.terms.policy.oversize_fixed == OversizeFixed::Refuse {
        return None;
    }
    largest_orders(
        trial,
        |quote| quote.subtotal_minor,
        |reach| reach < amount_minor,
    )
    .map(|(extent, reach_minor)| {
        let flaw = Flaw::AlwaysClamped {
            calendar_id: calendar_id(trial),
            amount_minor,
            reach_minor,
            extent,
        };
        (extent, flaw)
    })
}

/// A figure of the largest order if it is too small, or else of the largest order of one service
/// if that one is.
fn largest_orders(
    trial: &Trial<'_>,
    figure: fn(&Quote) -> i64,
    is_too_small: impl Fn(i64) -> bool,
) -> Option<(Extent, i64)> {
    if !trial.offers.complete {
        return None;
    }
    let dearest = &trial.dearest()?.full.item;
    let orders = [
        (Extent::EveryOrder, repeated(dearest, dearest, ITEMS_MAX)),
        (Extent::OneService, vec![dearest.clone()]),
    ];
    orders.into_iter().find_map(|(extent, items)| {
        let quote = trial.order_without_cap(items)?;
        let reach = figure(&quote);
        // A rejected order says nothing about what it would take off.
        (rejection(&quote).is_none() && is_too_small(reach)).then_some((extent, reach))
    })
}

fn below_minimum(reason: &Rejection) -> Option<i64> {
    match reason {
        Rejection::BelowMinimumCharge { minimum_minor } => Some(*minimum_minor),
        _ => None,
    }
}

fn calendar_id(trial: &Trial<'_>) -> CalendarId {
    trial.offers.terms.calendar_id.clone()
}
