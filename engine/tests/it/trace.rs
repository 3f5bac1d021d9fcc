//! How a code was judged is told check by check, and agrees with the price.

use booking_engine::{
    Check, Condition, Conditions, Facts, FreeOrders, Miss, Outcome, OversizeFixed, PriceRequest,
    Terms, Trace, Used, trace,
};
use chrono::{TimeDelta, Weekday};
use proptest::prelude::*;

use crate::fixture::{
    coupon, fixed, id, noon, only, percent, priced, request, studio, studio_with, ten_percent,
    ten_percent_if,
};
use crate::generator::case;

fn traced(terms: &Terms, request: &PriceRequest) -> Trace {
    trace(request, terms, noon()).unwrap()
}

/// The trace of `WELCOME` on one place in the class.
fn of_class(terms: &Terms) -> Trace {
    traced(terms, &request(&[("class", 1)], Some("WELCOME")))
}

/// The one check that failed, with what it was decided by.
fn failed(trace: &Trace) -> Option<(Check, Facts)> {
    let mut failed = trace
        .checks
        .iter()
        .filter(|it| it.outcome == Outcome::Failed);
    let one = failed.next()?;
    assert_eq!(failed.next(), None, "one check fails");
    Some((one.check, one.facts.clone().unwrap()))
}

#[track_caller]
#[allow(clippy::needless_pass_by_value, reason = "every call makes its own")]
fn check(terms: &Terms, expected: Facts) {
    let (_, facts) = failed(&of_class(terms)).expect("a check that failed");
    assert_eq!(facts, expected);
}

/// Whether a check speaks for the code by its own figures, told here once more.
fn speaks_for(facts: &Facts) -> bool {
    let left = |used: &Used| used.max.is_none_or(|max| used.times < max);
    let now = noon();
    match facts {
        Facts::Found { miss } => miss.is_none(),
        Facts::SwitchedOn { active, archived } => *active && !archived,
        Facts::Started { starts_at } => starts_at.is_none_or(|at| at <= now),
        Facts::NotOver {
            ends_at,
            expires_at,
        } => [ends_at, expires_at]
            .into_iter()
            .flatten()
            .all(|at| now <= *at),
        Facts::Currency {
            currency,
            amounts_in,
        } => amounts_in.is_empty() || amounts_in.contains(currency),
        Facts::Covered { covered_minor, .. } => *covered_minor > 0,
        Facts::MinimumAmount {
            minimum_minor,
            subtotal_minor,
        } => minimum_minor.is_none_or(|minimum| *subtotal_minor >= minimum),
        Facts::Redemptions { coupon, code } => left(coupon) && left(code),
        Facts::PerCustomer { customer, .. } => left(customer),
        Facts::FirstPurchase { asked, orders, .. } => !asked || *orders == 0,
        Facts::Appointment { unmet, .. } => unmet.is_none(),
        Facts::TakesOff { discount_minor, .. } => *discount_minor > 0,
        Facts::MinimumCharge {
            amount_due_minor,
            minimum_minor,
        } => minimum_minor.is_none_or(|least| *amount_due_minor == 0 || *amount_due_minor >= least),
        Facts::FreeOrder {
            amount_due_minor,
            refused,
        } => !refused || *amount_due_minor > 0,
        Facts::Oversize {
            amount_minor,
            eligible_minor,
            refused,
        } => !refused || amount_minor.is_none_or(|amount| amount <= *eligible_minor),
    }
}

proptest! {
    #[test]
    fn the_trace_agrees_with_the_price_and_its_figures_with_the_trace((terms, request) in case()) {
        let trace = traced(&terms, &request);
        prop_assert_eq!(&trace.quote, &priced(&terms, &request));
        if request.code.is_none() {
            prop_assert_eq!(trace.checks.len(), 0);
            return Ok(());
        }
        let order: Vec<Check> = trace.checks.iter().map(|it| it.check).collect();
        prop_assert_eq!(order, Check::ALL);
        prop_assert_eq!(failed(&trace).is_some(), trace.quote.rejected.is_some());
        let mut stopped = false;
        for it in &trace.checks {
            match it.outcome {
                Outcome::NotReached => prop_assert!(stopped && it.facts.is_none()),
                outcome => {
                    prop_assert!(!stopped, "{:?} after the end", it.check);
                    let facts = it.facts.as_ref().unwrap();
                    prop_assert_eq!(speaks_for(facts), outcome == Outcome::Passed, "{:?}", facts);
                    stopped = outcome == Outcome::Failed;
                }
            }
        }
    }
}

#[test]
fn a_request_without_a_code_has_no_checks() {
    let none = traced(&studio(), &request(&[("class", 1)], None));
    assert_eq!(none.checks, []);
}

#[test]
fn a_code_that_applies_has_passed_every_check() {
    let trace = of_class(&ten_percent(|_| ()));
    assert_eq!(failed(&trace), None);
    assert!(trace.checks.iter().all(|it| it.facts.is_some()));
    let took = Facts::TakesOff {
        discount_minor: 480,
        eligible_minor: 4_800,
    };
    assert!(
        trace
            .checks
            .iter()
            .any(|it| it.facts.as_ref() == Some(&took))
    );
}

#[test]
fn why_a_code_is_not_found_is_told() {
    let miss = |terms: &Terms, typed: &str| {
        let trace = traced(terms, &request(&[("class", 1)], Some(typed)));
        match failed(&trace) {
            Some((Check::Found, Facts::Found { miss })) => miss,
            other => panic!("{other:?}"),
        }
    };
    let terms = ten_percent(|_| ());
    assert_eq!(miss(&terms, "two words"), Some(Miss::NotACode));
    assert_eq!(miss(&terms, "UNKNOWN"), Some(Miss::NoSuchCode));
    let mut others = terms.clone();
    others.customer = vec![id("bo")];
    others.promotion_codes[0].customer = Some(id("ana"));
    assert_eq!(miss(&others, "WELCOME"), Some(Miss::CodeForOthers));
    others.promotion_codes[0].customer = None;
    others.coupons[0].customers = vec![id("ana")];
    assert_eq!(miss(&others, "WELCOME"), Some(Miss::CouponForOthers));
    others.coupons.clear();
    assert_eq!(miss(&others, "WELCOME"), Some(Miss::NoCoupon));
}

#[test]
fn limits_are_told_with_how_often_they_were_used() {
    let mut terms = ten_percent(|coupon| coupon.max_redemptions = Some(5));
    terms.history.coupon_redemptions.insert(id("coupon"), 5);
    let five = Used {
        times: 5,
        max: Some(5),
    };
    let unlimited = Used {
        times: 0,
        max: None,
    };
    check(
        &terms,
        Facts::Redemptions {
            coupon: five,
            code: unlimited,
        },
    );
    let mut terms = ten_percent(|coupon| coupon.max_per_customer = Some(1));
    terms.history.customer_redemptions.insert(id("coupon"), 1);
    let once = Used {
        times: 1,
        max: Some(1),
    };
    for known in [false, true] {
        terms.customer = if known { vec![id("ana")] } else { vec![] };
        check(
            &terms,
            Facts::PerCustomer {
                customer: once,
                known,
            },
        );
    }
}

#[test]
fn times_and_amounts_are_told_as_they_are() {
    let start = noon() + TimeDelta::hours(1);
    let starts_at = Some(start);
    check(
        &ten_percent(|coupon| coupon.starts_at = starts_at),
        Facts::Started { starts_at },
    );
    let mut over = ten_percent(|_| ());
    let expires_at = Some(noon() - TimeDelta::hours(1));
    over.promotion_codes[0].expires_at = expires_at;
    check(
        &over,
        Facts::NotOver {
            ends_at: None,
            expires_at,
        },
    );
    check(
        &studio_with(coupon(fixed("USD", 1_000))),
        Facts::Currency {
            currency: id("EUR"),
            amounts_in: vec![id("USD")],
        },
    );
    check(
        &ten_percent(|coupon| coupon.minimum_amount_minor = Some(5_000)),
        Facts::MinimumAmount {
            minimum_minor: Some(5_000),
            subtotal_minor: 4_800,
        },
    );
}

#[test]
fn what_would_be_left_to_pay_is_told_where_it_cannot_be_charged() {
    check(
        &studio_with(coupon(fixed("EUR", 4_770))),
        Facts::MinimumCharge {
            amount_due_minor: 30,
            minimum_minor: Some(50),
        },
    );
    let mut free = studio_with(coupon(percent("100", None)));
    free.policy.free_orders = FreeOrders::Refuse;
    check(
        &free,
        Facts::FreeOrder {
            amount_due_minor: 0,
            refused: true,
        },
    );
    let mut oversize = studio_with(coupon(fixed("EUR", 5_000)));
    oversize.policy.oversize_fixed = OversizeFixed::Refuse;
    check(
        &oversize,
        Facts::Oversize {
            amount_minor: Some(5_000),
            eligible_minor: 4_800,
            refused: true,
        },
    );
}

#[test]
fn nothing_covered_is_another_check_than_a_share_of_nothing() {
    check(
        &ten_percent(|coupon| coupon.scope = only(&["lesson"])),
        Facts::Covered {
            covered_minor: 0,
            subtotal_minor: 4_800,
        },
    );
    check(
        &studio_with(coupon(percent("0.000001", None))),
        Facts::TakesOff {
            discount_minor: 0,
            eligible_minor: 4_800,
        },
    );
}

#[test]
fn the_appointment_s_condition_is_named_and_whether_a_time_was_chosen() {
    let terms = ten_percent_if(Conditions {
        weekdays: vec![Weekday::Sun],
        ..Conditions::default()
    });
    let mut monday = request(&[("class", 1)], Some("WELCOME"));
    let of = |trace: &Trace| {
        let found = trace
            .checks
            .iter()
            .find(|it| it.check == Check::Appointment);
        found.and_then(|it| it.facts.clone()).unwrap()
    };
    let open = Facts::Appointment {
        asked: true,
        unmet: None,
        known: false,
    };
    assert_eq!(of(&traced(&terms, &monday)), open);
    monday.starts_at = Some(id("2026-11-23T10:00:00+01:00"));
    let unmet = Facts::Appointment {
        asked: true,
        unmet: Some(Condition::Weekday),
        known: true,
    };
    assert_eq!(of(&traced(&terms, &monday)), unmet);
}

#[test]
fn a_spoiled_figure_would_be_noticed() {
    let trace = of_class(&ten_percent(|coupon| coupon.max_redemptions = Some(0)));
    let (_, facts) = failed(&trace).unwrap();
    assert!(!speaks_for(&facts));
    let Facts::Redemptions { code, .. } = facts else {
        panic!("{facts:?}");
    };
    let coupon = Used {
        times: 0,
        max: Some(1),
    };
    assert!(speaks_for(&Facts::Redemptions { coupon, code }));
}
