//! Coupons as they are written.

use booking_engine::{Benefit, Coupon, Flaw, GrantedCoupon, PromotionCode, Scope, Terms};
use chrono::TimeDelta;

use super::{ERROR, WARNING, flaws, found, found_in, found_in_code, key, studio_in, ten_percent};
use crate::fixture::{code, coupon, fixed, noon, percent, studio};

#[test]
fn a_coupon_without_a_name_prints_nothing_on_receipts() {
    let mut coupon = ten_percent();
    coupon.name = " ".to_owned();
    assert_eq!(found(coupon), [(WARNING, Flaw::NameBlank)]);
}

#[test]
fn a_coupon_ends_before_it_starts() {
    let (starts_at, ends_at) = (noon() + TimeDelta::days(9), noon() + TimeDelta::days(8));
    let mut coupon = ten_percent();
    (coupon.starts_at, coupon.ends_at) = (Some(starts_at), Some(ends_at));
    let flaw = Flaw::EndsBeforeItStarts { starts_at, ends_at };
    assert_eq!(found(coupon.clone()), [(ERROR, flaw)]);
    coupon.ends_at = coupon.starts_at;
    assert_eq!(found(coupon), [], "an instant is a time");
}

#[test]
fn a_coupon_is_on_and_already_over() {
    let ended_at = noon() - TimeDelta::seconds(1);
    let mut coupon = ten_percent();
    coupon.ends_at = Some(ended_at);
    assert_eq!(
        found(coupon.clone()),
        [(WARNING, Flaw::AlreadyOver { ended_at })]
    );
    coupon.ends_at = Some(noon());
    assert_eq!(found(coupon), [], "the end is inclusive");
}

#[test]
fn a_fixed_coupon_has_no_amount() {
    let empty = Benefit::Fixed {
        amounts_minor: std::iter::empty().collect(),
    };
    let flaws = found(coupon(empty));
    assert!(flaws.contains(&(ERROR, Flaw::NoAmount)), "{flaws:?}");
}

#[test]
fn a_fixed_coupon_has_no_amount_in_a_currency_in_its_scope() {
    let flaw = |currency: &str| Flaw::NoAmountInCurrency {
        currency: currency.parse().unwrap(),
    };
    let dollars = coupon(fixed("USD", 1_000));
    assert_eq!(found(dollars.clone()), [(ERROR, flaw("EUR"))]);
    let calendars = [studio(), studio_in("USD")];
    let both = flaws(
        std::slice::from_ref(&dollars),
        &[code("WELCOME")],
        &calendars,
    );
    assert_eq!(both, [(WARNING, flaw("EUR"))], "it works abroad");
    let abroad = Coupon {
        scope: Scope::Only {
            calendars: vec!["abroad".parse().unwrap()],
            services: vec![],
        },
        ..dollars
    };
    assert_eq!(flaws(&[abroad], &[code("WELCOME")], &calendars), []);
}

#[test]
fn an_amount_or_a_cap_is_not_positive() {
    let flaw = Flaw::AmountNotPositive {
        currency: "EUR".parse().unwrap(),
        amount_minor: 0,
    };
    assert_eq!(found(coupon(fixed("EUR", 0))), [(ERROR, flaw)]);
    let flaw = Flaw::CapNotPositive { cap_minor: -1 };
    assert_eq!(found(coupon(percent("10", Some(-1)))), [(ERROR, flaw)]);
}

#[test]
fn an_amount_or_a_cap_is_no_multiple_of_what_can_be_charged() {
    let flaw = |amount_minor| Flaw::OffStep {
        currency: "KWD".parse().unwrap(),
        amount_minor,
        step_minor: 10,
    };
    let terms = studio_in("KWD");
    assert_eq!(
        found_in(&terms, coupon(fixed("KWD", 1_005))),
        [(ERROR, flaw(1_005))]
    );
    assert_eq!(found_in(&terms, coupon(fixed("KWD", 1_010))), []);
    assert_eq!(
        found_in(&terms, coupon(percent("10", Some(1_001)))),
        [(ERROR, flaw(1_001))]
    );
}

#[test]
fn a_cap_of_0_is_not_positive_and_nothing_more_is_said_of_what_it_takes_off() {
    let flaw = Flaw::CapNotPositive { cap_minor: 0 };
    assert_eq!(found(coupon(percent("10", Some(0)))), [(ERROR, flaw)]);
}

#[test]
fn a_limit_of_0_orders_is_no_use() {
    let mut nobody = ten_percent();
    nobody.max_redemptions = Some(0);
    assert_eq!(found(nobody), [(ERROR, Flaw::NoRedemptions)]);
    let mut nobody = ten_percent();
    nobody.max_per_customer = Some(0);
    assert_eq!(found(nobody), [(ERROR, Flaw::NoRedemptionsPerCustomer)]);
    let mut nobody = code("WELCOME");
    nobody.max_redemptions = Some(0);
    assert_eq!(found_in_code(nobody), [(ERROR, Flaw::NoRedemptions)]);
}

#[test]
fn everything_is_free_for_everybody_as_often_as_they_like() {
    let free = coupon(percent("100", None));
    let flaws_of = |coupon: &Coupon| {
        flaws(
            std::slice::from_ref(coupon),
            &[code("K7QX2M9PTR")],
            &[studio()],
        )
    };
    assert_eq!(flaws_of(&free), [(WARNING, Flaw::FreeWithoutLimit)]);
    let limits: [fn(&mut Coupon); 4] = [
        |coupon| coupon.max_redemptions = Some(20),
        |coupon| coupon.max_per_customer = Some(1),
        |coupon| coupon.first_purchase_only = true,
        |coupon| coupon.customers = vec![key("ana@example.com")],
    ];
    for limit in limits {
        let mut limited = free.clone();
        limit(&mut limited);
        assert_eq!(flaws_of(&limited), [], "{limited:?}");
    }
    let capped = coupon(percent("100", Some(2_000)));
    assert_eq!(flaws_of(&capped), []);
    let limits: [fn(&mut PromotionCode); 3] = [
        |code| code.max_redemptions = Some(1),
        |code| code.first_purchase_only = true,
        |code| code.customer = Some(key("ana@example.com")),
    ];
    for limit in limits {
        let mut limited = code("K7QX2M9PTR");
        limit(&mut limited);
        let flaws = flaws(std::slice::from_ref(&free), &[limited], &[studio()]);
        assert_eq!(flaws, [], "the code is limited");
    }
}

#[test]
fn of_a_coupon_that_is_over_it_is_not_said_that_it_cannot_be_had() {
    let ending = |ends_at| {
        let mut coupon = ten_percent();
        coupon.ends_at = Some(ends_at);
        flaws(&[coupon], &[], &[studio()])
    };
    let ended_at = noon() - TimeDelta::days(1);
    assert_eq!(
        ending(ended_at),
        [(WARNING, Flaw::AlreadyOver { ended_at })]
    );
    let not_obtainable = [(WARNING, Flaw::NotObtainable)];
    assert_eq!(ending(noon()), not_obtainable, "the end is inclusive");
    assert_eq!(ending(noon() + TimeDelta::days(1)), not_obtainable);
}

#[test]
fn a_coupon_without_a_code_in_use_that_nobody_holds_cannot_be_had() {
    let alone = [(WARNING, Flaw::NotObtainable)];
    assert_eq!(flaws(&[ten_percent()], &[], &[studio()]), alone);
    let holds = Terms {
        granted: vec![GrantedCoupon {
            id: "grant".parse().unwrap(),
            coupon_id: "coupon".parse().unwrap(),
            granted_at: noon(),
            location_id: None,
        }],
        ..studio()
    };
    assert_eq!(flaws(&[ten_percent()], &[], &[holds]), []);
}
