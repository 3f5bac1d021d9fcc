//! What is wrong with a promotion code.

use super::code_text::weakness;
use super::money::{self, CouponMoney};
use super::{Books, Flaw, Found, Severity, Stake};
use crate::{Coupon, PromotionCode};

/// Up to so many uses, a stranger who takes one takes it from somebody.
const FEW_USES_MAX: u32 = 10;

/// Reports what is wrong with a code in use of a coupon that is on.
pub(super) fn check(
    code: &PromotionCode,
    money: &CouponMoney<'_>,
    books: &Books<'_>,
    found: &mut Found,
) {
    let coupon = money.coupon;
    check_expiry(code, coupon, books, found);
    check_limits(code, coupon, found);
    check_minimum(code, money, found);
    check_text(code, money, found);
}

/// Reports what is wrong with a code in use whatever its coupon is like.
pub(super) fn check_alone(code: &PromotionCode, books: &Books<'_>, found: &mut Found) {
    if !books.coupons.contains_key(&code.coupon_id) {
        let coupon_id = code.coupon_id.clone();
        found.add(Severity::Error, Flaw::NoCoupon { coupon_id });
    }
    let same_text = books.codes_by_text.get(&code.code).into_iter().flatten();
    let other = same_text.filter(|other| other.id != code.id).find(|other| {
        // Two customers' codes may share a text; the engine then tells them apart.
        code.customer.is_none() || other.customer.is_none() || code.customer == other.customer
    });
    if let Some(other) = other {
        let other = other.id.clone();
        found.add(Severity::Error, Flaw::TextTaken { other });
    }
}

fn check_expiry(code: &PromotionCode, coupon: &Coupon, books: &Books<'_>, found: &mut Found) {
    let Some(expires_at) = code.expires_at else {
        return;
    };
    if let Some(starts_at) = coupon.starts_at.filter(|start| expires_at < *start) {
        let flaw = Flaw::ExpiresBeforeCouponStarts {
            expires_at,
            starts_at,
        };
        return found.add(Severity::Error, flaw);
    }
    if let Some(ends_at) = coupon.ends_at.filter(|end| expires_at > *end) {
        let flaw = Flaw::OutlivesCoupon {
            expires_at,
            ends_at,
        };
        found.add(Severity::Error, flaw);
    } else if expires_at < books.now {
        let flaw = Flaw::AlreadyOver {
            ended_at: expires_at,
        };
        found.add(Severity::Warning, flaw);
    } else if money::booking(coupon, None, books).is_some()
        && money::booking(coupon, Some(expires_at), books).is_none()
    {
        found.add(Severity::Error, Flaw::NoAppointment);
    }
}

fn check_limits(code: &PromotionCode, coupon: &Coupon, found: &mut Found) {
    match (code.max_redemptions, coupon.max_redemptions) {
        (Some(0), _) => found.add(Severity::Error, Flaw::NoRedemptions),
        (Some(max_redemptions), Some(coupon_max_redemptions))
            if max_redemptions > coupon_max_redemptions =>
        {
            let flaw = Flaw::LimitAboveCoupon {
                max_redemptions,
                coupon_max_redemptions,
            };
            found.add(Severity::Error, flaw);
        }
        _ => {}
    }
    let is_named = |code: &PromotionCode| {
        let customer = code.customer.as_ref();
        customer.is_none_or(|customer| coupon.customers.contains(customer))
    };
    if !coupon.customers.is_empty() && !is_named(code) {
        found.add(Severity::Warning, Flaw::CustomerNotNamedByCoupon);
    }
}

/// Looks at a minimum of the code's own that is above its coupon's.
fn check_minimum(code: &PromotionCode, money: &CouponMoney<'_>, found: &mut Found) {
    let coupon = money.coupon;
    let Some(minimum_minor) = code.minimum_amount_minor else {
        return;
    };
    if Some(minimum_minor) <= coupon.minimum_amount_minor {
        return;
    }
    let trials = money.trials.iter();
    // Where the coupon's own minimum is out of reach, the coupon's finding says so.
    let trials = trials.filter(|trial| money::minimum_out_of_reach(trial).is_none());
    let trials: Vec<_> = trials
        .map(|trial| trial.with_minimum(minimum_minor))
        .collect();
    let never: Vec<_> = trials.iter().map(money::minimum_out_of_reach).collect();
    let severity = if never.iter().all(Option::is_some) {
        Severity::Error
    } else {
        Severity::Warning
    };
    for (trial, never) in trials.iter().zip(never) {
        match never {
            Some(flaw) => found.add(severity, flaw),
            None => {
                if let Some(flaw) = money::minimum_only_together(trial) {
                    found.add(Severity::Warning, flaw);
                }
            }
        }
    }
}

/// Looks at how easy the code is to guess, and at what a stranger who guesses it gains.
///
/// A code for named customers is of no use to others, and one that anybody may use as often as
/// they like for a moderate discount is meant to be passed on: neither is ever reported. A code
/// of few uses is, because a stranger takes one that was meant for somebody; and so is one worth
/// half the price or more. That is only a notice where each customer has it once or a few times.
fn check_text(code: &PromotionCode, money: &CouponMoney<'_>, found: &mut Found) {
    let coupon = money.coupon;
    if code.customer.is_some() || !coupon.customers.is_empty() {
        return;
    }
    let Some(weakness) = weakness(code.code.as_str()) else {
        return;
    };
    let limits = [code.max_redemptions, coupon.max_redemptions];
    let few = limits.into_iter().flatten().min();
    if let Some(max_redemptions) = few.filter(|uses| *uses <= FEW_USES_MAX) {
        if max_redemptions > 0 {
            let stake = Stake::FewUses { max_redemptions };
            found.add(Severity::Warning, Flaw::EasyToGuess { weakness, stake });
        }
    } else if money.takes_half() {
        let is_bounded = code.first_purchase_only
            || coupon.first_purchase_only
            || coupon.max_per_customer.is_some();
        let severity = if is_bounded {
            Severity::Notice
        } else {
            Severity::Warning
        };
        let stake = Stake::HalfThePrice;
        found.add(severity, Flaw::EasyToGuess { weakness, stake });
    }
}
