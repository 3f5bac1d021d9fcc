//! The checks of a coupon, one by one: switch, times, scope, minimum, limits, first purchase.

use booking_engine::{FirstPurchaseScope, PriceRequest, Purchase, Rejection, Scope, Terms, price};
use chrono::TimeDelta;

use crate::fixture::{class_of, id, noon, only, priced, quote, reason, request, ten_percent};

#[test]
fn an_inactive_coupon_is_rejected() {
    let terms = ten_percent(|coupon| coupon.active = false);
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::Inactive)));
}

#[test]
fn the_window_is_inclusive_at_both_ends() {
    let tick = TimeDelta::nanoseconds(1);
    let with = |starts_at, ends_at| {
        let terms = ten_percent(|coupon| {
            coupon.starts_at = starts_at;
            coupon.ends_at = ends_at;
        });
        class_of(&terms, 1)
    };
    let applies = (480, None);
    assert_eq!(with(Some(noon()), Some(noon())), applies);
    assert_eq!(
        with(Some(noon() + tick), None),
        (0, Some(Rejection::NotStarted))
    );
    assert_eq!(
        with(None, Some(noon() - tick)),
        (0, Some(Rejection::Expired))
    );
}

#[test]
fn a_code_may_end_before_its_coupon() {
    let mut terms = ten_percent(|coupon| coupon.ends_at = Some(noon() + TimeDelta::days(30)));
    terms.promotion_codes[0].expires_at = Some(noon() - TimeDelta::seconds(1));
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::Expired)));
}

#[test]
fn only_services_in_scope_are_discounted() {
    let scope = Scope::Only {
        calendars: vec![],
        services: vec!["lesson".parse().unwrap()],
    };
    let terms = ten_percent(|coupon| coupon.scope = scope);
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::NotApplicable)));
    let both = quote(&terms, &[("class", 1), ("lesson", 1)], Some("WELCOME"));
    let shares: Vec<_> = both.lines.iter().map(|line| line.discount_minor).collect();
    assert_eq!(shares, [0, 850]);
}

#[test]
fn a_calendar_in_scope_covers_all_its_services() {
    let named = |calendar: &str| {
        let scope = Scope::Only {
            calendars: vec![calendar.parse().unwrap()],
            services: vec![],
        };
        class_of(&ten_percent(|coupon| coupon.scope = scope), 1)
    };
    assert_eq!(named("studio"), (480, None));
    assert_eq!(named("gallery"), (0, Some(Rejection::NotApplicable)));
}

#[test]
fn the_minimum_is_inclusive_and_on_the_whole_undiscounted_subtotal() {
    let minimum_minor = 9_600;
    let terms = ten_percent(|coupon| {
        coupon.minimum_amount_minor = Some(minimum_minor);
        coupon.scope = Scope::Only {
            calendars: vec![],
            services: vec!["class".parse().unwrap()],
        };
    });
    let missing_minor = 4_800;
    let reason = Rejection::MinimumAmount {
        minimum_minor,
        missing_minor,
    };
    assert_eq!(class_of(&terms, 1), (0, Some(reason)));
    assert_eq!(class_of(&terms, 2), (960, None));
    let with_a_lesson = quote(&terms, &[("class", 1), ("lesson", 1)], Some("WELCOME"));
    assert_eq!(
        with_a_lesson.discount_minor, 480,
        "the lesson counts towards the minimum"
    );
}

#[test]
fn the_higher_minimum_of_coupon_and_code_holds() {
    let mut terms = ten_percent(|coupon| coupon.minimum_amount_minor = Some(100));
    terms.promotion_codes[0].minimum_amount_minor = Some(5_000);
    let reason = Rejection::MinimumAmount {
        minimum_minor: 5_000,
        missing_minor: 200,
    };
    assert_eq!(class_of(&terms, 1), (0, Some(reason)));
}

#[test]
fn limits_count_redemptions_of_the_coupon_of_the_code_and_of_the_customer() {
    let mut terms = ten_percent(|coupon| {
        coupon.max_redemptions = Some(3);
        coupon.max_per_customer = Some(2);
    });
    terms.promotion_codes[0].max_redemptions = Some(2);
    let coupon_id = terms.coupons[0].id.clone();
    let code_id = terms.promotion_codes[0].id.clone();
    let used = |by_all, by_code, by_customer| {
        let mut terms = terms.clone();
        terms
            .history
            .coupon_redemptions
            .insert(coupon_id.clone(), by_all);
        terms
            .history
            .code_redemptions
            .insert(code_id.clone(), by_code);
        terms
            .history
            .customer_redemptions
            .insert(coupon_id.clone(), by_customer);
        class_of(&terms, 1)
    };
    assert_eq!(used(2, 1, 1), (480, None));
    assert_eq!(used(3, 1, 1), (0, Some(Rejection::RedemptionLimit)));
    assert_eq!(used(2, 2, 1), (0, Some(Rejection::RedemptionLimit)));
    assert_eq!(used(2, 1, 2), (0, Some(Rejection::CustomerLimit)));
}

#[test]
fn a_first_purchase_has_no_earlier_order() {
    let mut terms = ten_percent(|coupon| coupon.first_purchase_only = true);
    assert_eq!(class_of(&terms, 1), (480, None));
    terms.history.customer_orders = 1;
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::FirstPurchase)));
}

#[test]
fn the_caller_s_clock_decides_at_each_price() {
    let terms = ten_percent(|coupon| {
        coupon.starts_at = Some(noon());
        coupon.ends_at = Some(noon() + TimeDelta::hours(1));
    });
    let request = request(&[("class", 1)], Some("WELCOME"));
    let at = |minutes| {
        let now = noon() + TimeDelta::minutes(minutes);
        reason(&price(&request, &terms, now).unwrap())
    };
    assert_eq!(at(-1), Some(Rejection::NotStarted));
    assert_eq!(at(0), None);
    assert_eq!(at(60), None, "at the quote");
    assert_eq!(at(61), Some(Rejection::Expired), "and at confirmation");
}

#[test]
fn a_code_s_own_end_is_inclusive() {
    let at = |expires_at| {
        let mut terms = ten_percent(|_| {});
        terms.promotion_codes[0].expires_at = Some(expires_at);
        class_of(&terms, 1).1
    };
    assert_eq!(at(noon()), None);
    assert_eq!(
        at(noon() - TimeDelta::nanoseconds(1)),
        Some(Rejection::Expired)
    );
}

#[test]
fn a_code_without_an_end_inherits_its_coupon_s_and_none_outlasts_it() {
    let mut terms = ten_percent(|coupon| coupon.ends_at = Some(noon() - TimeDelta::seconds(1)));
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::Expired)));
    terms.promotion_codes[0].expires_at = Some(noon() + TimeDelta::days(1));
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::Expired)));
}

#[test]
fn the_date_of_the_appointment_plays_no_part() {
    let terms = ten_percent(|coupon| {
        coupon.starts_at = Some(noon());
        coupon.ends_at = Some(noon());
    });
    for starts_at in [
        "2026-11-20T12:00:00Z",
        "2026-12-24T09:00:00+01:00",
        "2019-01-01T00:00:00Z",
    ] {
        let request = PriceRequest {
            starts_at: Some(id(starts_at)),
            ..request(&[("class", 1)], Some("WELCOME"))
        };
        assert_eq!(priced(&terms, &request).discount_minor, 480, "{starts_at}");
    }
}

#[test]
fn a_scope_is_what_is_listed_calendars_or_services() {
    let scope = |calendars: &[&str], services: &[&str]| Scope::Only {
        calendars: calendars.iter().map(|it| id(it)).collect(),
        services: services.iter().map(|it| id(it)).collect(),
    };
    let covers = |scope: &Scope| {
        (
            scope.covers(&id("studio"), &id("class")),
            scope.covers(&id("studio"), &id("lesson")),
            scope.covers(&id("gallery"), &id("class")),
        )
    };
    assert_eq!(covers(&Scope::Everything), (true, true, true));
    assert_eq!(covers(&scope(&["studio"], &[])), (true, true, false));
    assert_eq!(covers(&scope(&[], &["class"])), (true, false, true));
    assert_eq!(
        covers(&scope(&["gallery"], &["lesson"])),
        (false, true, true)
    );
    assert_eq!(covers(&scope(&[], &[])), (false, false, false));
}

#[test]
fn lines_out_of_scope_are_not_eligible() {
    let terms = ten_percent(|coupon| coupon.scope = only(&["lesson"]));
    let quote = quote(&terms, &[("class", 1), ("lesson", 1)], Some("WELCOME"));
    let eligible: Vec<_> = quote.lines.iter().map(|line| line.eligible).collect();
    assert_eq!(eligible, [false, true]);
}

#[test]
fn a_rejected_code_leaves_no_line_eligible() {
    let terms = ten_percent(|coupon| coupon.minimum_amount_minor = Some(1_000_000));
    let quote = quote(&terms, &[("class", 1)], Some("WELCOME"));
    assert!(!quote.lines[0].eligible);
    assert_eq!((quote.discount_minor, quote.total_minor), (0, 4_800));
    assert!(quote.coupon.is_none());
}

#[test]
fn the_higher_minimum_holds_whichever_has_it() {
    let with = |of_coupon, of_code| {
        let mut terms = ten_percent(|coupon| coupon.minimum_amount_minor = of_coupon);
        terms.promotion_codes[0].minimum_amount_minor = of_code;
        match class_of(&terms, 1).1 {
            Some(Rejection::MinimumAmount { minimum_minor, .. }) => minimum_minor,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(with(Some(5_000), None), 5_000);
    assert_eq!(with(Some(5_000), Some(100)), 5_000);
    assert_eq!(with(None, Some(6_000)), 6_000);
}

#[test]
fn a_code_s_limit_above_its_coupon_s_does_not_raise_it() {
    let mut terms = ten_percent(|coupon| coupon.max_redemptions = Some(2));
    terms.promotion_codes[0].max_redemptions = Some(9);
    terms.history.coupon_redemptions.insert(id("coupon"), 2);
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::RedemptionLimit)));
}

#[test]
fn a_redemption_is_for_an_order_not_for_each_seat() {
    let mut terms = ten_percent(|coupon| {
        coupon.max_redemptions = Some(1);
        coupon.max_per_customer = Some(1);
    });
    terms.promotion_codes[0].max_redemptions = Some(1);
    assert_eq!(class_of(&terms, 8), (3_840, None));
}

#[test]
fn uses_of_other_coupons_and_codes_do_not_count() {
    let mut terms = ten_percent(|coupon| {
        coupon.max_redemptions = Some(1);
        coupon.max_per_customer = Some(1);
    });
    terms.promotion_codes[0].max_redemptions = Some(1);
    terms.history.coupon_redemptions.insert(id("other"), 9);
    terms.history.customer_redemptions.insert(id("other"), 9);
    terms.history.code_redemptions.insert(id("other"), 9);
    assert_eq!(class_of(&terms, 1), (480, None));
}

#[test]
fn a_code_may_be_for_first_purchases_though_its_coupon_is_not() {
    let mut terms = ten_percent(|_| {});
    terms.history.customer_orders = 1;
    assert_eq!(class_of(&terms, 1), (480, None));
    terms.promotion_codes[0].first_purchase_only = true;
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::FirstPurchase)));
}

/// A coupon for first purchases of a class, for a customer with one earlier order.
fn first_class(bought: &str, at: Option<&str>) -> Terms {
    let mut terms = ten_percent(|coupon| {
        coupon.first_purchase_only = true;
        coupon.scope = only(&["class"]);
    });
    terms.policy.first_purchase_scope = FirstPurchaseScope::ServiceAtLocation;
    terms.history.customer_orders = 1;
    terms.history.customer_purchases = vec![Purchase {
        service_id: id(bought),
        location_id: at.map(id),
    }];
    terms
}

#[test]
fn a_first_purchase_of_a_service_at_a_location_looks_at_both() {
    let at = |terms: &Terms, location: Option<&str>| {
        let request = PriceRequest {
            location_id: location.map(id),
            ..request(&[("class", 1), ("lesson", 1)], Some("WELCOME"))
        };
        reason(&priced(terms, &request))
    };
    let no = Some(Rejection::FirstPurchase);
    assert_eq!(at(&first_class("class", Some("north")), Some("north")), no);
    assert_eq!(
        at(&first_class("class", Some("north")), Some("south")),
        None
    );
    assert_eq!(at(&first_class("class", Some("north")), None), None);
    assert_eq!(at(&first_class("class", None), None), no);
    assert_eq!(
        at(&first_class("lesson", Some("north")), Some("north")),
        None,
        "the lesson is booked, but the coupon does not cover it"
    );
    let mut business = first_class("lesson", Some("north"));
    business.policy.first_purchase_scope = FirstPurchaseScope::Business;
    assert_eq!(
        at(&business, Some("south")),
        no,
        "any order of the customer"
    );
}

#[test]
fn a_first_purchase_is_of_the_business_by_default() {
    assert_eq!(FirstPurchaseScope::default(), FirstPurchaseScope::Business);
}
