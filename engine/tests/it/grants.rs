//! Granted coupons: applied without typing, the best one by itself.

use booking_engine::{
    CouponSource, GrantId, PriceRequest, PromotionCode, Quote, Rejection, TaxKind, Terms,
};
use chrono::TimeDelta;

use crate::fixture::{
    code, coupon, fixed, grant, id, noon, only, priced, reason, request, studio, taxed,
};

/// A member who holds two coupons: 5.00 off since 20 days, and 7.00 off since 10.
fn member() -> Terms {
    let mut terms = studio();
    for (name, amount_minor, days_old) in [("five", 500, 20), ("seven", 700, 10)] {
        let mut coupon = coupon(fixed("EUR", amount_minor));
        coupon.id = id(name);
        terms.coupons.push(coupon);
        terms.granted.push(grant(name, name, days_old));
    }
    terms
}

/// The member, with the code `WELCOME` for 1.00 off.
fn member_with_code() -> Terms {
    let mut terms = member();
    terms.coupons.push(coupon(fixed("EUR", 100)));
    terms.promotion_codes.push(code("WELCOME"));
    terms
}

fn class(terms: &Terms, code: Option<&str>, picked: Option<&str>) -> Quote {
    let request = PriceRequest {
        grant_id: picked.map(id),
        ..request(&[("class", 1)], code)
    };
    priced(terms, &request)
}

/// The grant behind the discount.
fn used(quote: &Quote) -> Option<GrantId> {
    match &quote.coupon.as_ref()?.source {
        CouponSource::Grant { grant_id } => Some(grant_id.clone()),
        CouponSource::Code { .. } => None,
    }
}

#[test]
fn a_granted_coupon_is_applied_without_typing() {
    let mut terms = member();
    terms.granted.truncate(1);
    let quote = class(&terms, None, None);
    assert_eq!(quote.discount_minor, 500);
    assert_eq!(used(&quote), Some(id("five")));
    let coupon = quote.coupon.unwrap();
    assert_eq!((coupon.label(), coupon.code()), ("Welcome", None));
}

#[test]
fn of_several_granted_coupons_the_one_with_the_lowest_total_is_applied_in_any_order() {
    let mut terms = member();
    assert_eq!(used(&class(&terms, None, None)), Some(id("seven")));
    terms.granted.reverse();
    assert_eq!(used(&class(&terms, None, None)), Some(id("seven")));
}

#[test]
fn the_lowest_total_counts_not_the_highest_discount() {
    let mut terms = Terms {
        services: vec![
            taxed("class", 4_800, "0.01", TaxKind::Inclusive),
            taxed("lesson", 8_500, "20", TaxKind::Exclusive),
        ],
        ..member()
    };
    terms.coupons[0].scope = only(&["lesson"]);
    terms.coupons[0].benefit = fixed("EUR", 650);
    terms.coupons[1].scope = only(&["class"]);
    let quote = priced(&terms, &request(&[("class", 1), ("lesson", 1)], None));
    assert_eq!(used(&quote), Some(id("five")), "6.50 and 1.30 of tax");
    assert_eq!(quote.total_minor, 13_300 - 650 + 1_570);
}

#[test]
fn ties_go_to_the_older_grant() {
    let mut terms = member();
    terms.coupons[1].benefit = fixed("EUR", 500);
    assert_eq!(used(&class(&terms, None, None)), Some(id("five")));
    terms.granted[1].granted_at = noon() - TimeDelta::days(21);
    assert_eq!(used(&class(&terms, None, None)), Some(id("seven")));
}

#[test]
fn grants_of_one_age_and_worth_are_told_apart_by_their_ids() {
    let mut terms = member();
    terms.coupons[1].benefit = fixed("EUR", 500);
    terms.granted[0].granted_at = terms.granted[1].granted_at;
    assert_eq!(used(&class(&terms, None, None)), Some(id("five")));
    terms.granted.reverse();
    assert_eq!(used(&class(&terms, None, None)), Some(id("five")));
}

#[test]
fn a_typed_code_replaces_a_granted_coupon_even_where_it_is_worth_less() {
    let quote = class(&member_with_code(), Some("WELCOME"), None);
    assert_eq!(quote.discount_minor, 100);
    assert_eq!(quote.coupon.unwrap().code(), Some(&id("WELCOME")));
}

#[test]
fn removing_the_code_brings_the_granted_coupon_back() {
    let terms = member_with_code();
    assert_eq!(class(&terms, Some("WELCOME"), None).discount_minor, 100);
    let quote = class(&terms, None, None);
    assert_eq!(
        (quote.discount_minor, used(&quote)),
        (700, Some(id("seven")))
    );
}

#[test]
fn an_invalid_code_leaves_the_granted_coupon_and_reports_its_rejection() {
    let quote = class(&member_with_code(), Some("NOPE"), None);
    assert_eq!(reason(&quote), Some(Rejection::NotFound));
    assert_eq!(
        (quote.discount_minor, used(&quote)),
        (700, Some(id("seven")))
    );
    let mut terms = member_with_code();
    terms.coupons[2].minimum_amount_minor = Some(10_000);
    let quote = class(&terms, Some("WELCOME"), None);
    assert!(matches!(
        reason(&quote),
        Some(Rejection::MinimumAmount { .. })
    ));
    assert_eq!(used(&quote), Some(id("seven")));
}

#[test]
fn a_code_that_fails_late_leaves_no_trace_in_the_lines() {
    // The check of the minimum charge runs when the lines carry their shares already.
    let mut terms = member_with_code();
    terms.coupons[2].benefit = fixed("EUR", 4_790);
    terms.coupons[1].scope = only(&["lesson"]);
    let quote = class(&terms, Some("WELCOME"), None);
    assert_eq!(used(&quote), Some(id("five")));
    assert_eq!(quote.lines[0].discount_minor, 500);
}

#[test]
fn the_guest_may_pick_another_granted_coupon() {
    let quote = class(&member(), None, Some("five"));
    assert_eq!(
        (quote.discount_minor, used(&quote)),
        (500, Some(id("five")))
    );
    assert!(quote.rejected_grant.is_none());
}

#[test]
fn a_picked_coupon_that_does_not_apply_is_told_and_the_best_one_is_used() {
    let mut terms = member();
    terms.coupons[0].active = false;
    let quote = class(&terms, None, Some("five"));
    let told = quote.rejected_grant.clone().unwrap();
    assert_eq!(
        (told.grant_id, told.reason),
        (id("five"), Rejection::Inactive)
    );
    assert_eq!(used(&quote), Some(id("seven")));
}

#[test]
fn a_picked_coupon_that_the_member_does_not_hold_is_told_as_not_found() {
    let quote = class(&member(), None, Some("nine"));
    let told = quote.rejected_grant.clone().unwrap();
    assert_eq!(
        (told.grant_id, told.reason),
        (id("nine"), Rejection::NotFound)
    );
    assert_eq!(used(&quote), Some(id("seven")));
}

#[test]
fn a_picked_coupon_is_told_as_not_found_where_the_member_holds_none_any_more() {
    let quote = class(&studio(), None, Some("nine"));
    let told = quote.rejected_grant.unwrap();
    assert_eq!(
        (told.grant_id, told.reason),
        (id("nine"), Rejection::NotFound)
    );
}

#[test]
fn a_typed_code_replaces_a_picked_coupon_too() {
    let quote = class(&member_with_code(), Some("WELCOME"), Some("five"));
    assert_eq!(quote.discount_minor, 100);
    assert!(quote.rejected_grant.is_none());
    let quote = class(&member_with_code(), Some("NOPE"), Some("five"));
    assert_eq!(used(&quote), Some(id("five")));
    assert_eq!(reason(&quote), Some(Rejection::NotFound));
}

#[test]
fn granted_coupons_that_do_not_apply_are_passed_over_in_silence() {
    let spoil: [fn(&mut Terms); 6] = [
        |terms| terms.coupons[1].active = false,
        |terms| terms.coupons[1].ends_at = Some(noon() - TimeDelta::seconds(1)),
        |terms| terms.coupons[1].minimum_amount_minor = Some(4_801),
        |terms| terms.coupons[1].max_redemptions = Some(0),
        |terms| terms.coupons[1].benefit = fixed("EUR", 4_790),
        |terms| {
            terms.coupons.remove(1);
        },
    ];
    for spoil in spoil {
        let mut terms = member();
        spoil(&mut terms);
        let quote = class(&terms, None, None);
        assert_eq!(used(&quote), Some(id("five")));
        assert!(quote.rejected.is_none() && quote.rejected_grant.is_none());
    }
}

#[test]
fn where_no_granted_coupon_applies_the_price_is_the_full_one() {
    let mut terms = member();
    for coupon in &mut terms.coupons {
        coupon.scope = only(&["lesson"]);
    }
    let quote = class(&terms, None, None);
    assert_eq!((quote.total_minor, quote.coupon), (4_800, None));
    assert!(!quote.lines[0].eligible);
}

#[test]
fn a_subscription_s_coupon_is_used_only_at_its_location() {
    let mut terms = member();
    terms.granted[1].location_id = Some(id("north"));
    let at = |location: Option<&str>| {
        let request = PriceRequest {
            location_id: location.map(id),
            ..request(&[("class", 1)], None)
        };
        used(&priced(&terms, &request))
    };
    assert_eq!(at(Some("north")), Some(id("seven")));
    assert_eq!(at(Some("south")), Some(id("five")));
    // The reading: not before the guest is at the location, so that no price is taken back.
    assert_eq!(at(None), Some(id("five")));
    let picked = class(&terms, None, Some("seven"));
    let condition = booking_engine::Condition::Location;
    assert_eq!(
        picked.rejected_grant.unwrap().reason,
        Rejection::NotForThisAppointment { condition }
    );
}

#[test]
fn one_coupon_may_be_granted_twice_and_typed() {
    let mut terms = member();
    terms.granted.push(grant("again", "five", 30));
    terms.promotion_codes.push(PromotionCode {
        coupon_id: id("five"),
        ..code("FIVE")
    });
    assert_eq!(used(&class(&terms, None, Some("again"))), Some(id("again")));
    assert_eq!(class(&terms, Some("five"), None).discount_minor, 500);
}

#[test]
fn a_code_s_own_limits_do_not_bind_a_grant_of_its_coupon() {
    let mut terms = member();
    terms.promotion_codes.push(PromotionCode {
        coupon_id: id("seven"),
        minimum_amount_minor: Some(100_000),
        max_redemptions: Some(0),
        expires_at: Some(noon() - TimeDelta::days(1)),
        archived: true,
        ..code("SEVEN")
    });
    assert_eq!(used(&class(&terms, None, None)), Some(id("seven")));
}

#[test]
fn a_granted_coupon_for_other_customers_is_not_used() {
    let mut terms = member();
    terms.coupons[1].customers = vec![id("ana")];
    terms.customer = vec![id("bo")];
    assert_eq!(used(&class(&terms, None, None)), Some(id("five")));
}
