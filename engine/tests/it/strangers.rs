//! What strangers may know: one answer for codes that do not work, and no rule before its code.

use booking_engine::{Condition, Coupon, CouponCode, Policy, PromotionCode, Rejection, Terms};
use chrono::TimeDelta;

use crate::fixture::{
    class_of, code, coupon, fixed, grant, id, noon, quote, reason, studio, ten_percent,
};

#[test]
fn a_stranger_gets_one_answer_for_codes_that_do_not_work() {
    use Rejection::{CustomerLimit, Expired, Inactive, NotFound, NotStarted, RedemptionLimit};
    for reason in [
        NotFound,
        Inactive,
        NotStarted,
        Expired,
        RedemptionLimit,
        CustomerLimit,
    ] {
        assert_eq!(reason.for_stranger(&Policy::default()), NotFound);
    }
}

#[test]
fn reasons_that_depend_on_the_cart_stay_plain() {
    for reason in [
        Rejection::NotApplicable,
        Rejection::CurrencyMismatch,
        Rejection::MinimumAmount {
            minimum_minor: 2,
            missing_minor: 1,
        },
        Rejection::BelowMinimumCharge { minimum_minor: 50 },
        Rejection::FreeOrderRefused,
        Rejection::OversizeFixed,
    ] {
        assert_eq!(reason.for_stranger(&Policy::default()), reason);
    }
}

#[test]
fn public_terms_hold_the_presented_code_without_counters_and_no_other() {
    let mut terms = ten_percent(|coupon| {
        coupon.max_redemptions = Some(10);
        coupon.max_per_customer = Some(1);
    });
    terms.promotion_codes[0].max_redemptions = Some(5);
    let other = Coupon {
        id: "other".parse().unwrap(),
        ..terms.coupons[0].clone()
    };
    terms.promotion_codes.push(PromotionCode {
        id: "other".parse().unwrap(),
        coupon_id: other.id.clone(),
        ..code("SECRET")
    });
    terms.coupons.push(other);
    terms.history.customer_orders = 7;

    let none = terms.public(None);
    assert!(none.coupons.is_empty() && none.promotion_codes.is_empty() && none.history.is_empty());
    let presented = terms.public(Some(&"WELCOME".parse().unwrap()));
    let coupon = Coupon {
        max_redemptions: None,
        max_per_customer: None,
        ..terms.coupons[0].clone()
    };
    assert_eq!(presented.coupons, [coupon]);
    let code = PromotionCode {
        max_redemptions: None,
        ..terms.promotion_codes[0].clone()
    };
    assert_eq!(presented.promotion_codes, [code]);
    assert!(presented.history.is_empty());
    assert_eq!(
        class_of(&presented, 1),
        class_of(&terms, 1),
        "and they price the same"
    );
}

#[test]
fn a_business_may_switch_on_plain_reasons() {
    use Rejection::{CustomerLimit, Expired, Inactive, NotFound, NotStarted, RedemptionLimit};
    let policy = Policy {
        explain_rejections: true,
        ..Policy::default()
    };
    assert!(!Policy::default().explain_rejections);
    for reason in [
        NotFound,
        Inactive,
        NotStarted,
        Expired,
        RedemptionLimit,
        CustomerLimit,
    ] {
        assert_eq!(reason.for_stranger(&policy), reason);
    }
}

#[test]
fn wrong_time_and_first_purchase_stay_plain_too() {
    let condition = Condition::Weekday;
    for reason in [
        Rejection::NotForThisAppointment { condition },
        Rejection::FirstPurchase,
    ] {
        assert_eq!(reason.for_stranger(&Policy::default()), reason);
    }
}

#[test]
fn a_stranger_s_quotes_for_codes_that_do_not_work_are_one_and_the_same() {
    let spoil: [fn(&mut Terms); 7] = [
        |terms| terms.promotion_codes.clear(),
        |terms| terms.coupons[0].active = false,
        |terms| terms.promotion_codes[0].archived = true,
        |terms| terms.coupons[0].starts_at = Some(noon() + TimeDelta::days(1)),
        |terms| terms.coupons[0].ends_at = Some(noon() - TimeDelta::days(1)),
        |terms| terms.coupons[0].max_redemptions = Some(0),
        |terms| terms.coupons[0].max_per_customer = Some(0),
    ];
    let unknown = quote(&studio(), &[("class", 1)], Some("WELCOME"));
    for spoil in spoil {
        let mut terms = ten_percent(|_| {});
        spoil(&mut terms);
        let quote = quote(&terms, &[("class", 1)], Some("WELCOME"));
        assert_eq!(quote.clone().for_stranger(&terms.policy), unknown);
        terms.policy.explain_rejections = true;
        assert_eq!(quote.clone().for_stranger(&terms.policy), quote);
    }
}

#[test]
fn a_quote_with_a_discount_is_the_same_for_strangers() {
    let quote = quote(&ten_percent(|_| {}), &[("class", 1)], Some("WELCOME"));
    assert_eq!(quote.clone().for_stranger(&Policy::default()), quote);
}

#[test]
fn public_terms_name_no_customer() {
    let mut terms = ten_percent(|coupon| coupon.customers = vec![id("ana"), id("bo")]);
    terms.promotion_codes[0].customer = Some(id("ana"));
    terms.customer = vec![id("ana")];
    let public = terms.public(Some(&id("WELCOME")));
    let text = serde_json::to_string(&public).unwrap();
    assert!(!text.contains("ana") && !text.contains("bo\""), "{text}");
    assert!(public.customer.is_empty());
    assert_eq!(class_of(&public, 1), (480, None));
}

#[test]
fn public_terms_hold_the_member_s_own_grants_and_no_other_coupon() {
    let mut terms = ten_percent(|_| {});
    for name in ["own", "other"] {
        let coupon = Coupon {
            id: id(name),
            max_redemptions: Some(9),
            ..coupon(fixed("EUR", 700))
        };
        terms.coupons.push(coupon);
    }
    terms.granted = vec![grant("grant", "own", 1)];
    let ids = |terms: &Terms| -> Vec<String> {
        let id = |coupon: &Coupon| coupon.id.to_string();
        terms.coupons.iter().map(id).collect()
    };
    let public = terms.public(None);
    assert_eq!(ids(&public), ["own"]);
    assert_eq!(public.coupons[0].max_redemptions, None);
    assert_eq!(public.granted, terms.granted);
    assert!(public.promotion_codes.is_empty());
    assert_eq!(
        quote(&public, &[("class", 1)], None),
        quote(&terms, &[("class", 1)], None)
    );
    assert_eq!(ids(&terms.public(Some(&id("WELCOME")))), ["coupon", "own"]);
}

#[test]
fn a_code_that_does_not_exist_brings_no_rule() {
    let terms = ten_percent(|_| {});
    for text in ["WELCOM", "WELCOME-", "OTHER"] {
        let code: CouponCode = id(text);
        assert_eq!(terms.public(Some(&code)), terms.public(None), "{text}");
    }
}

#[test]
fn another_customer_s_code_brings_no_rule() {
    let mut terms = ten_percent(|_| {});
    terms.promotion_codes[0].customer = Some(id("ana"));
    terms.customer = vec![id("bo")];
    let public = terms.public(Some(&id("WELCOME")));
    assert!(public.coupons.is_empty() && public.promotion_codes.is_empty());
}

#[test]
fn a_code_of_a_coupon_for_other_customers_brings_no_rule() {
    let mut terms = ten_percent(|coupon| coupon.customers = vec![id("ana")]);
    terms.customer = vec![id("bo")];
    let public = terms.public(Some(&id("WELCOME")));
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::NotFound)));
    assert_eq!(
        class_of(&public, 1),
        (0, Some(Rejection::NotFound)),
        "and a browser answers the same"
    );
    assert!(public.coupons.is_empty());
}

#[test]
fn of_two_customers_codes_of_one_text_public_terms_hold_the_customer_s_own() {
    let mut terms = ten_percent(|_| {});
    terms.promotion_codes[0].customer = Some(id("ana"));
    terms.promotion_codes.push(PromotionCode {
        id: id("bo-s"),
        customer: Some(id("bo")),
        ..code("WELCOME")
    });
    terms.customer = vec![id("bo")];
    let public = terms.public(Some(&id("WELCOME")));
    let ids: Vec<_> = public
        .promotion_codes
        .iter()
        .map(|code| code.id.as_str())
        .collect();
    assert_eq!(ids, ["bo-s"]);
}

#[test]
fn public_terms_keep_what_prices_need() {
    let mut terms = ten_percent(|coupon| coupon.conditions.lead_minutes_min = Some(60));
    terms.policy.explain_rejections = true;
    terms.promotion_codes[0].minimum_amount_minor = Some(5_000);
    terms.promotion_codes[0].expires_at = Some(noon());
    let public = terms.public(Some(&id("WELCOME")));
    assert_eq!(public, terms);
    let quote = quote(&public, &[("class", 1)], Some("WELCOME"));
    assert!(matches!(
        reason(&quote),
        Some(Rejection::MinimumAmount { .. })
    ));
}
