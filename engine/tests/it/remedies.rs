//! What a guest could do so that a code applies.

use booking_engine::{
    AMOUNT_MAX_MINOR, Conditions, FreeOrders, Hours, OversizeFixed, PriceRequest, Rejection,
    Remedy, Scope, Service, Terms, remedies,
};
use chrono::{TimeDelta, Weekday};

use crate::fixture::{
    coupon, fixed, id, noon, only, percent, priced, reason, request, service, studio_with,
    ten_percent, ten_percent_if,
};

fn of(terms: &Terms, items: &[(&str, u32)]) -> Vec<Remedy> {
    remedies(&request(items, Some("WELCOME")), terms, noon())
}

fn attendees(item: usize, attendees: u32) -> Remedy {
    Remedy::Attendees { item, attendees }
}

/// A remedy of more attendees keeps its word, and one attendee fewer would not do.
fn assert_least(terms: &Terms, items: &[(&str, u32)], remedies: &[Remedy]) {
    for remedy in remedies {
        let Remedy::Attendees { item, attendees } = remedy else {
            panic!("{remedy:?}");
        };
        let mut request = request(items, Some("WELCOME"));
        request.items[*item].attendees = *attendees;
        assert_eq!(reason(&priced(terms, &request)), None, "{remedy:?}");
        request.items[*item].attendees -= 1;
        assert!(reason(&priced(terms, &request)).is_some(), "{remedy:?}");
    }
}

#[test]
fn below_a_minimum_it_helps_to_book_an_item_for_more() {
    let terms = ten_percent(|coupon| coupon.minimum_amount_minor = Some(14_400));
    let items = [("class", 1)];
    let found = of(&terms, &items);
    assert_eq!(found, [attendees(0, 3)], "inclusive");
    assert_least(&terms, &items, &found);
    let terms = ten_percent(|coupon| coupon.minimum_amount_minor = Some(14_401));
    assert_eq!(of(&terms, &items), [attendees(0, 4)]);
}

#[test]
fn each_item_is_a_remedy_of_its_own_as_far_as_its_service_takes_more() {
    let terms = ten_percent(|coupon| coupon.minimum_amount_minor = Some(30_000));
    let items = [("class", 2), ("lesson", 1), ("class", 1)];
    let found = of(&terms, &items);
    // A lesson takes one only.
    assert_eq!(found, [attendees(0, 4), attendees(2, 3)]);
    assert_least(&terms, &items, &found);
    let full = ten_percent(|coupon| coupon.minimum_amount_minor = Some(8 * 4_800 + 1));
    assert_eq!(of(&full, &[("class", 1)]), []);
}

#[test]
fn the_number_is_found_however_far_the_minimum_is() {
    let terms = Terms {
        services: vec![service("class", 100, 1_000)],
        ..ten_percent(|coupon| coupon.minimum_amount_minor = Some(99_901))
    };
    assert_eq!(of(&terms, &[("class", 1)]), [attendees(0, 1_000)]);
}

#[test]
fn a_minimum_beyond_all_numbers_is_no_remedy_and_no_overflow() {
    for minimum_minor in [AMOUNT_MAX_MINOR, i64::MAX] {
        let terms = Terms {
            services: vec![service("class", 1, 1_000)],
            ..ten_percent(|coupon| coupon.minimum_amount_minor = Some(minimum_minor))
        };
        assert_eq!(of(&terms, &[("class", 1)]), []);
    }
}

#[test]
fn more_of_a_free_service_is_no_remedy() {
    let terms = Terms {
        services: vec![service("free", 0, 100), service("class", 4_800, 8)],
        ..ten_percent(|coupon| coupon.minimum_amount_minor = Some(5_000))
    };
    assert_eq!(of(&terms, &[("free", 1), ("class", 1)]), [attendees(1, 2)]);
}

#[test]
fn a_minimum_that_more_attendees_reach_but_another_check_refuses_is_no_remedy() {
    let terms = ten_percent(|coupon| {
        coupon.minimum_amount_minor = Some(9_600);
        coupon.max_redemptions = Some(0);
    });
    assert_eq!(of(&terms, &[("class", 1)]), []);
}

#[test]
fn where_too_little_or_nothing_is_left_to_pay_it_helps_to_book_for_more() {
    let items = [("class", 1)];
    let below = studio_with(coupon(fixed("EUR", 4_790)));
    let found = of(&below, &items);
    assert_eq!(found, [attendees(0, 2)]);
    assert_least(&below, &items, &found);

    let mut free = studio_with(coupon(fixed("EUR", 10_000)));
    free.policy.free_orders = FreeOrders::Refuse;
    let found = of(&free, &items);
    assert_eq!(found, [attendees(0, 3)]);
    assert_least(&free, &items, &found);

    let mut oversize = studio_with(coupon(fixed("EUR", 10_000)));
    oversize.policy.oversize_fixed = OversizeFixed::Refuse;
    let found = of(&oversize, &items);
    assert_eq!(found, [attendees(0, 3)]);
    assert_least(&oversize, &items, &found);
}

#[test]
fn twenty_more_are_tried_where_no_formula_tells_the_number() {
    let with = |needed: i64| {
        let mut terms = Terms {
            services: vec![service("class", 100, 1_000)],
            ..studio_with(coupon(fixed("EUR", needed * 100)))
        };
        terms.policy.oversize_fixed = OversizeFixed::Refuse;
        of(&terms, &[("class", 1)])
    };
    assert_eq!(with(21), [attendees(0, 21)]);
    assert_eq!(with(22), []);
}

#[test]
fn a_percentage_that_leaves_nothing_is_not_helped_by_more() {
    let mut terms = studio_with(coupon(percent("100", None)));
    terms.policy.free_orders = FreeOrders::Refuse;
    assert_eq!(of(&terms, &[("class", 1)]), []);
}

#[test]
fn where_nothing_is_eligible_it_helps_to_book_what_the_coupon_covers() {
    let terms = ten_percent(|coupon| coupon.scope = only(&["lesson", "elsewhere"]));
    let service_ids = vec![id("lesson")];
    assert_eq!(
        of(&terms, &[("class", 1)]),
        [Remedy::Services { service_ids }]
    );
}

#[test]
fn what_the_calendar_does_not_sell_is_no_remedy() {
    let terms = ten_percent(|coupon| coupon.scope = only(&["elsewhere"]));
    assert_eq!(of(&terms, &[("class", 1)]), []);
    let calendars = vec![id("gallery")];
    let terms = ten_percent(|coupon| {
        coupon.scope = Scope::Only {
            calendars,
            services: vec![],
        };
    });
    assert_eq!(of(&terms, &[("class", 1)]), []);
}

#[test]
fn a_service_that_is_booked_already_is_not_proposed_again() {
    // 10 % of 0.04 rounds to nothing, and of twice that to a cent.
    let mut terms = Terms {
        services: vec![service("sweet", 4, 1)],
        ..ten_percent(|_| {})
    };
    assert_eq!(of(&terms, &[("sweet", 1)]), []);
    terms.services.push(service("cake", 4, 1));
    let service_ids = vec![id("cake")];
    assert_eq!(
        of(&terms, &[("sweet", 1)]),
        [Remedy::Services { service_ids }]
    );
}

#[test]
fn a_service_with_nothing_to_take_off_is_no_remedy() {
    let services: Vec<Service> = vec![
        service("cent", 1, 1),
        service("free", 0, 1),
        service("lesson", 8_500, 1),
    ];
    let mut terms = Terms {
        services,
        ..ten_percent(|coupon| coupon.scope = only(&["free", "lesson"]))
    };
    let lesson = || Remedy::Services {
        service_ids: vec![id("lesson")],
    };
    assert_eq!(of(&terms, &[("cent", 1)]), [lesson()]);
    // 10 % of a cent rounds to nothing, and what is booked already does not help.
    terms.coupons[0].scope = Scope::Everything;
    assert_eq!(of(&terms, &[("cent", 1)]), [lesson()]);
}

#[test]
fn what_is_booked_already_is_not_named_again() {
    // Twice 0.03 would have a discount of 0.01, but it is no other service.
    let terms = Terms {
        services: vec![service("cents", 3, 1)],
        ..ten_percent(|_| {})
    };
    assert_eq!(of(&terms, &[("cents", 1)]), []);
}

fn unmet(conditions: Conditions, starts_at: &str) -> Vec<Remedy> {
    let request = PriceRequest {
        starts_at: Some(id(starts_at)),
        ..request(&[("class", 1)], Some("WELCOME"))
    };
    remedies(&request, &ten_percent_if(conditions), noon())
}

#[test]
fn another_appointment_helps_where_a_condition_is_not_met() {
    let then = "2026-11-24T10:00:00+01:00";
    let weekdays = vec![Weekday::Mon, Weekday::Fri];
    let conditions = Conditions {
        weekdays: weekdays.clone(),
        ..Conditions::default()
    };
    assert_eq!(unmet(conditions, then), [Remedy::Weekdays { weekdays }]);

    let hours = Hours {
        from_minute: 0,
        to_minute: 60,
    };
    let conditions = Conditions {
        hours: Some(hours),
        ..Conditions::default()
    };
    assert_eq!(unmet(conditions, then), [Remedy::Hours { hours }]);

    let (first_date, last_date) = (Some(id("2026-12-01")), Some(id("2026-12-31")));
    let conditions = Conditions {
        first_date,
        last_date,
        ..Conditions::default()
    };
    assert_eq!(
        unmet(conditions, then),
        [Remedy::Dates {
            first_date,
            last_date
        }]
    );

    let staff_ids = vec![id("ana")];
    let conditions = Conditions {
        staff: staff_ids.clone(),
        ..Conditions::default()
    };
    assert_eq!(unmet(conditions, then), [Remedy::Staff { staff_ids }]);

    let location_ids = vec![id("north"), id("south")];
    let conditions = Conditions {
        locations: location_ids.clone(),
        ..Conditions::default()
    };
    assert_eq!(
        unmet(conditions, then),
        [Remedy::Locations { location_ids }]
    );
}

#[test]
fn lead_times_tell_the_first_and_the_last_start_that_they_allow() {
    let lead = |min, max| Conditions {
        lead_minutes_min: min,
        lead_minutes_max: max,
        ..Conditions::default()
    };
    let first = noon() + TimeDelta::minutes(90);
    let near = unmet(lead(Some(90), None), "2026-11-20T12:30:00Z");
    assert_eq!(near, [Remedy::NotBefore { starts_at: first }]);
    assert_eq!(unmet(lead(Some(90), None), &first.to_rfc3339()), []);
    let far = unmet(lead(None, Some(90)), "2026-11-20T15:00:00Z");
    assert_eq!(far, [Remedy::NotAfter { starts_at: first }]);
    assert_eq!(unmet(lead(None, Some(90)), &first.to_rfc3339()), []);
}

#[test]
fn a_coupon_that_has_not_started_can_be_waited_for() {
    let starts_at = noon() + TimeDelta::days(3);
    let terms = ten_percent(|coupon| coupon.starts_at = Some(starts_at));
    assert_eq!(of(&terms, &[("class", 1)]), [Remedy::Wait { starts_at }]);
}

/// A change to the terms that makes a check fail.
type Spoil = fn(&mut Terms);

#[test]
fn for_other_rejections_there_is_nothing_to_do() {
    let spoil: [(Rejection, Spoil); 7] = [
        (Rejection::NotFound, |terms| terms.promotion_codes.clear()),
        (Rejection::Inactive, |terms| terms.coupons[0].active = false),
        (Rejection::Expired, |terms| {
            terms.coupons[0].ends_at = Some(noon() - TimeDelta::days(1));
        }),
        (Rejection::CurrencyMismatch, |terms| {
            terms.coupons[0].benefit = fixed("USD", 100);
        }),
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
    ];
    for (rejection, spoil) in spoil {
        let mut terms = ten_percent(|_| {});
        spoil(&mut terms);
        let request = request(&[("class", 1)], Some("WELCOME"));
        assert_eq!(reason(&priced(&terms, &request)), Some(rejection));
        assert_eq!(remedies(&request, &terms, noon()), [], "{rejection:?}");
    }
}

#[test]
fn a_code_that_applies_no_code_and_a_request_without_a_price_need_no_remedy() {
    let terms = ten_percent(|_| {});
    assert_eq!(of(&terms, &[("class", 1)]), []);
    assert_eq!(of(&terms, &[]), []);
    let mut limited = ten_percent(|coupon| coupon.minimum_amount_minor = Some(5_000));
    let without = request(&[("class", 1)], None);
    assert_eq!(remedies(&without, &limited, noon()), []);
    limited.promotion_codes.clear();
    assert_eq!(of(&limited, &[("class", 1)]), []);
}

#[test]
fn a_remedy_is_for_the_first_reason_and_another_may_come_to_light_after_it() {
    let conditions = Conditions {
        weekdays: vec![Weekday::Mon],
        staff: vec![id("ana")],
        ..Conditions::default()
    };
    let monday = "2026-11-23T10:00:00+01:00";
    assert_eq!(
        unmet(conditions.clone(), "2026-11-24T10:00:00+01:00"),
        [Remedy::Weekdays {
            weekdays: vec![Weekday::Mon]
        }]
    );
    let staff_ids = vec![id("ana")];
    assert_eq!(unmet(conditions, monday), [Remedy::Staff { staff_ids }]);
}
