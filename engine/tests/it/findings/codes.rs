//! Promotion codes.

use booking_engine::{Finding, Flaw, Subject};
use chrono::TimeDelta;

use super::{ERROR, WARNING, all, flaws, found_in_code, key, ten_percent};
use crate::fixture::{code, noon, studio};

#[test]
fn a_code_belongs_to_no_coupon() {
    let coupon_id = "coupon".parse().unwrap();
    let flaws = flaws(&[], &[code("WELCOME")], &[studio()]);
    assert_eq!(flaws, [(ERROR, Flaw::NoCoupon { coupon_id })]);
}

#[test]
fn a_code_expires_after_its_coupon_ends_or_before_it_starts() {
    let at = |days| noon() + TimeDelta::days(days);
    let expiring = |days| {
        let mut coupon = ten_percent();
        (coupon.starts_at, coupon.ends_at) = (Some(at(10)), Some(at(20)));
        let mut code = code("WELCOME");
        code.expires_at = Some(at(days));
        flaws(&[coupon], &[code], &[studio()])
    };
    let outlives = Flaw::OutlivesCoupon {
        expires_at: at(21),
        ends_at: at(20),
    };
    assert_eq!(expiring(21), [(ERROR, outlives)]);
    assert_eq!(expiring(20), []);
    assert_eq!(expiring(10), []);
    let early = Flaw::ExpiresBeforeCouponStarts {
        expires_at: at(9),
        starts_at: at(10),
    };
    assert_eq!(expiring(9), [(ERROR, early)]);
}

#[test]
fn a_code_in_use_is_already_over() {
    let ended_at = noon() - TimeDelta::hours(1);
    let mut over = code("WELCOME");
    over.expires_at = Some(ended_at);
    let expected = [
        (WARNING, Flaw::NotObtainable),
        (WARNING, Flaw::AlreadyOver { ended_at }),
    ];
    assert_eq!(found_in_code(over), expected);
    let mut ending = code("WELCOME");
    ending.expires_at = Some(noon());
    assert_eq!(found_in_code(ending), [], "the end is inclusive");
}

#[test]
fn a_code_has_more_uses_than_its_coupon() {
    let with_limit = |max_redemptions| {
        let mut coupon = ten_percent();
        coupon.max_redemptions = Some(50);
        let mut code = code("WELCOME");
        code.max_redemptions = Some(max_redemptions);
        flaws(&[coupon], &[code], &[studio()])
    };
    let flaw = Flaw::LimitAboveCoupon {
        max_redemptions: 51,
        coupon_max_redemptions: 50,
    };
    assert_eq!(with_limit(51), [(ERROR, flaw)]);
    assert_eq!(with_limit(50), [], "as many as its coupon");
}

#[test]
fn a_code_s_own_minimum_is_out_of_reach() {
    let with_minimum = |minimum_minor| {
        let mut code = code("WELCOME");
        code.minimum_amount_minor = Some(minimum_minor);
        all(&[ten_percent()], &[code], &[studio()])
    };
    let found = with_minimum(50 * 8 * 4_800 + 1);
    assert!(matches!(
        &found[..],
        [Finding {
            severity: ERROR,
            subject: Subject::PromotionCode { .. },
            flaw: Flaw::MinimumOutOfReach { .. },
        }]
    ));
    let found = with_minimum(8 * 4_800 + 1);
    assert!(matches!(found[0].flaw, Flaw::OnlyTogether { .. }));
    assert_eq!(with_minimum(8 * 4_800), []);
}

#[test]
fn a_code_is_for_a_customer_whom_its_coupon_does_not_name() {
    let mut coupon = ten_percent();
    coupon.customers = vec![key("ana@example.com")];
    let named = |customer: &str| {
        let mut code = code("WELCOME");
        code.customer = Some(key(customer));
        flaws(std::slice::from_ref(&coupon), &[code], &[studio()])
    };
    assert_eq!(
        named("ben@example.com"),
        [(WARNING, Flaw::CustomerNotNamedByCoupon)]
    );
    assert_eq!(named("ana@example.com"), []);
}

#[test]
fn two_codes_have_one_text() {
    let texts = |first: Option<&str>, second: Option<&str>| {
        let mut codes = [code("WELCOME"), code("welcome")];
        codes[1].id = "later".parse().unwrap();
        codes[0].customer = first.map(key);
        codes[1].customer = second.map(key);
        all(&[ten_percent()], &codes, &[studio()])
    };
    let flaw_of = |id: &str, other: &str| Finding {
        severity: ERROR,
        subject: Subject::PromotionCode {
            promotion_code_id: id.parse().unwrap(),
        },
        flaw: Flaw::TextTaken {
            other: other.parse().unwrap(),
        },
    };
    let both = [flaw_of("code", "later"), flaw_of("later", "code")];
    assert_eq!(texts(None, None), both);
    assert_eq!(texts(Some("ana"), None), both);
    assert_eq!(texts(Some("ana"), Some("ana")), both);
    assert_eq!(
        texts(Some("ana"), Some("ben")),
        [],
        "two customers may share"
    );
}
