//! The checks of a coupon run in one order, and the first that fails names the rejection.

use booking_engine::{
    Benefit, Condition, FreeOrders, OversizeFixed, PriceRequest, Rejection, Scope, Terms,
};
use chrono::{TimeDelta, Weekday};

use crate::fixture::{coupon, fixed, id, noon, only, priced, quote, reason, request, studio_with};

/// A change to the terms that makes one check fail, and no other.
type Spoil = fn(&mut Terms);

/// The checks in the order of the rules. Not started and expired are one check there; a coupon
/// that ends before it starts has not started first.
const CHECKS: [(Rejection, Spoil); 12] = [
    (Rejection::NotFound, |terms| {
        terms.coupons[0].customers = vec![id("ana")];
        terms.customer = vec![id("bo")];
    }),
    (Rejection::Inactive, |terms| {
        terms.coupons[0].active = false;
    }),
    (Rejection::NotStarted, |terms| {
        terms.coupons[0].starts_at = Some(noon() + TimeDelta::seconds(1));
    }),
    (Rejection::Expired, |terms| {
        terms.coupons[0].ends_at = Some(noon() - TimeDelta::seconds(1));
    }),
    (Rejection::CurrencyMismatch, |terms| {
        let Benefit::Fixed { amounts_minor } = &mut terms.coupons[0].benefit else {
            return;
        };
        let amount_minor = amounts_minor.remove(&terms.currency).unwrap();
        amounts_minor.insert(id("USD"), amount_minor);
    }),
    (Rejection::NotApplicable, |terms| {
        terms.coupons[0].scope = only(&["lesson"]);
    }),
    (
        Rejection::MinimumAmount {
            minimum_minor: 4_801,
            missing_minor: 1,
        },
        |terms| terms.coupons[0].minimum_amount_minor = Some(4_801),
    ),
    (Rejection::RedemptionLimit, |terms| {
        terms.coupons[0].max_redemptions = Some(0);
    }),
    (Rejection::CustomerLimit, |terms| {
        terms.coupons[0].max_per_customer = Some(0);
    }),
    (Rejection::FirstPurchase, |terms| {
        terms.coupons[0].first_purchase_only = true;
        terms.history.customer_orders = 1;
    }),
    (
        Rejection::NotForThisAppointment {
            condition: Condition::Weekday,
        },
        |terms| terms.coupons[0].conditions.weekdays = vec![Weekday::Sun],
    ),
    (
        Rejection::BelowMinimumCharge { minimum_minor: 50 },
        |terms| set_amount(terms, 4_790),
    ),
];

fn set_amount(terms: &mut Terms, amount_minor: i64) {
    if let Benefit::Fixed { amounts_minor } = &mut terms.coupons[0].benefit {
        *amounts_minor = (amounts_minor.keys())
            .map(|currency| (*currency, amount_minor))
            .collect();
    }
}

fn refuse_free_orders(terms: &mut Terms) {
    set_amount(terms, 4_800);
    terms.policy.free_orders = FreeOrders::Refuse;
}

fn refuse_oversize(terms: &mut Terms) {
    set_amount(terms, 4_801);
    terms.policy.oversize_fixed = OversizeFixed::Refuse;
}

/// What the code answers for a class on a Monday once these checks fail.
fn named(spoils: &[Spoil]) -> Option<Rejection> {
    let mut terms = studio_with(coupon(fixed("EUR", 1_000)));
    for spoil in spoils {
        spoil(&mut terms);
    }
    let request = PriceRequest {
        starts_at: Some(id("2026-11-23T10:00:00+01:00")),
        ..request(&[("class", 1)], Some("WELCOME"))
    };
    reason(&priced(&terms, &request))
}

#[test]
fn each_check_that_fails_alone_names_its_rejection() {
    assert_eq!(named(&[]), None);
    for (rejection, spoil) in CHECKS {
        assert_eq!(named(&[spoil]), Some(rejection));
    }
    assert_eq!(
        named(&[refuse_free_orders]),
        Some(Rejection::FreeOrderRefused)
    );
    assert_eq!(named(&[refuse_oversize]), Some(Rejection::OversizeFixed));
}

#[test]
fn of_any_two_checks_that_fail_the_first_names_the_rejection() {
    for (index, &(rejection, first)) in CHECKS.iter().enumerate() {
        for &(second_rejection, second) in &CHECKS[index + 1..] {
            assert_eq!(
                named(&[first, second]),
                Some(rejection),
                "before {second_rejection:?}"
            );
        }
    }
}

#[test]
fn of_all_checks_that_fail_the_first_names_the_rejection() {
    let spoils: Vec<Spoil> = CHECKS.iter().map(|&(_, spoil)| spoil).collect();
    for (index, &(rejection, _)) in CHECKS.iter().enumerate() {
        assert_eq!(named(&spoils[index..]), Some(rejection));
    }
}

#[test]
fn the_switches_come_after_every_other_check() {
    let (_, others) = CHECKS.split_last().unwrap();
    for &(rejection, spoil) in others {
        for switch in [refuse_free_orders, refuse_oversize] {
            assert_eq!(named(&[spoil, switch]), Some(rejection));
        }
    }
}

#[test]
fn a_minimum_charge_comes_before_an_oversize_and_a_free_order_before_it() {
    // The amount is above the class; 0.10 is left to pay for the other service.
    let mut terms = studio_with(coupon(fixed("EUR", 5_000)));
    terms.policy.oversize_fixed = OversizeFixed::Refuse;
    terms.policy.free_orders = FreeOrders::Refuse;
    terms.coupons[0].scope = only(&["class"]);
    terms.services[1].unit_price_minor = 10;
    let both = quote(&terms, &[("class", 1), ("lesson", 1)], Some("WELCOME"));
    let below = Rejection::BelowMinimumCharge { minimum_minor: 50 };
    assert_eq!(reason(&both), Some(below));
    // The rules name the two switches in this order.
    let free = quote(&terms, &[("class", 1)], Some("WELCOME"));
    assert_eq!(reason(&free), Some(Rejection::FreeOrderRefused));
}

#[test]
fn an_archived_code_is_inactive_before_its_coupon_s_times_and_not_found_before_that() {
    let archived: Spoil = |terms| terms.promotion_codes[0].archived = true;
    let [(_, not_found), _, (_, not_started), (_, expired), ..] = CHECKS;
    assert_eq!(named(&[archived]), Some(Rejection::Inactive));
    for later in [not_started, expired] {
        assert_eq!(named(&[archived, later]), Some(Rejection::Inactive));
    }
    assert_eq!(named(&[archived, not_found]), Some(Rejection::NotFound));
}

#[test]
fn nothing_eligible_comes_before_a_discount_that_rounds_to_nothing() {
    // A share that rounds to nothing is found out last, when the discount is computed.
    let mut terms = studio_with(coupon(crate::fixture::percent("0.000001", None)));
    terms.coupons[0].first_purchase_only = true;
    terms.history.customer_orders = 1;
    let at = |terms: &Terms| reason(&quote(terms, &[("class", 1)], Some("WELCOME")));
    assert_eq!(at(&terms), Some(Rejection::FirstPurchase));
    terms.history.customer_orders = 0;
    assert_eq!(at(&terms), Some(Rejection::NotApplicable));
    terms.coupons[0].scope = Scope::Everything;
    assert_eq!(at(&terms), Some(Rejection::NotApplicable));
}
