//! Orders with nothing to pay, and amounts too small to charge.

use booking_engine::{FreeOrders, Payment, Policy, Rejection, Terms};

use crate::fixture::{class_of, coupon, fixed, id, percent, quote, service, studio, studio_with};

#[test]
fn amount_due_0_is_a_free_order() {
    let quote = quote(
        &studio_with(coupon(percent("100", None))),
        &[("class", 1)],
        Some("WELCOME"),
    );
    assert_eq!((quote.total_minor, quote.payment()), (0, Payment::Free));
}

#[test]
fn the_switch_free_orders_refuses_a_coupon_that_leaves_nothing_to_pay() {
    let policy = Policy {
        free_orders: FreeOrders::Refuse,
        ..Policy::default()
    };
    let terms = Terms {
        policy,
        ..studio_with(coupon(percent("100", None)))
    };
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::FreeOrderRefused)));
}

#[test]
fn an_amount_due_below_the_minimum_charge_rejects_the_code_and_keeps_the_price() {
    let at = |left_minor: i64| {
        let terms = studio_with(coupon(fixed("EUR", 4_800 - left_minor)));
        quote(&terms, &[("class", 1)], Some("WELCOME"))
    };
    let refused = at(49);
    let reason = Rejection::BelowMinimumCharge { minimum_minor: 50 };
    assert_eq!(refused.rejected.map(|r| r.reason), Some(reason));
    assert_eq!(refused.total_minor, 4_800, "the undiscounted price stays");
    assert_eq!(at(50).total_minor, 50);
}

#[test]
fn a_price_that_is_itself_below_the_minimum_charge_cannot_be_paid() {
    let terms = Terms {
        services: vec![service("class", 49, 1)],
        ..studio()
    };
    let payment = quote(&terms, &[("class", 1)], None).payment();
    assert_eq!(payment, Payment::BelowMinimum { minimum_minor: 50 });
}

#[test]
fn free_orders_refuse_leaves_coupons_that_leave_something_to_pay() {
    let mut terms = studio_with(coupon(percent("50", None)));
    terms.policy.free_orders = FreeOrders::Refuse;
    assert_eq!(class_of(&terms, 1), (2_400, None));
}

#[test]
fn an_order_that_is_free_without_a_coupon_is_free_whatever_the_switch_says() {
    let mut terms = Terms {
        services: vec![service("class", 0, 1)],
        ..studio()
    };
    terms.policy.free_orders = FreeOrders::Refuse;
    let quote = quote(&terms, &[("class", 1)], None);
    assert_eq!((quote.total_minor, quote.payment()), (0, Payment::Free));
}

#[test]
fn a_service_for_nothing_has_nothing_to_take_off() {
    let terms = Terms {
        services: vec![service("class", 0, 1)],
        ..studio_with(coupon(percent("10", None)))
    };
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::NotApplicable)));
}

#[test]
fn the_minimum_charge_itself_can_be_charged_and_an_unknown_minimum_forbids_nothing() {
    let payment = |currency: &str, unit_price_minor| {
        let terms = Terms {
            currency: id(currency),
            services: vec![service("class", unit_price_minor, 1)],
            ..studio()
        };
        quote(&terms, &[("class", 1)], None).payment()
    };
    assert_eq!(payment("EUR", 50), Payment::Charge);
    assert_eq!(payment("XAF", 1), Payment::Charge);
}
