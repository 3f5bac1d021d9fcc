//! A coupon's rule in parts.

use booking_engine::{
    Benefit, Conditions, Coupon, Duration, Hours, PromotionCode, RulePart, Scope,
};
use chrono::{TimeDelta, Weekday};

use crate::fixture::{code, coupon, fixed, id, noon, only, percent, ten_percent};

fn ten() -> Coupon {
    coupon(percent("10", None))
}

fn takes(benefit: Benefit) -> RulePart {
    RulePart::Takes { benefit }
}

/// The parts after the benefit.
fn parts(coupon: &Coupon, code: Option<&PromotionCode>) -> Vec<RulePart> {
    let mut parts = coupon.rule(code);
    assert_eq!(parts.remove(0), takes(coupon.benefit.clone()));
    parts
}

#[test]
fn the_benefit_comes_first_and_a_plain_coupon_says_no_more() {
    for benefit in [
        percent("12.5", Some(500)),
        percent("100", None),
        fixed("EUR", 1_000),
    ] {
        let plain = coupon(benefit.clone());
        assert_eq!(plain.rule(None), [takes(benefit.clone())]);
        assert_eq!(plain.rule(Some(&code("WELCOME"))), [takes(benefit)]);
    }
}

#[test]
fn every_part_of_a_rule_is_said_in_reading_order() {
    let hours = Hours {
        from_minute: 540,
        to_minute: 720,
    };
    let (first_date, last_date) = (Some(id("2026-12-01")), Some(id("2026-12-31")));
    let (minutes_min, minutes_max) = (Some(60), Some(1_440));
    let (starts_at, ends_at) = (Some(noon()), Some(noon() + TimeDelta::days(9)));
    let duration = Duration::Repeating { months: 3 };
    let full = Coupon {
        scope: Scope::Only {
            calendars: vec![id("studio")],
            services: vec![id("class")],
        },
        starts_at,
        ends_at,
        minimum_amount_minor: Some(5_000),
        max_redemptions: Some(100),
        max_per_customer: Some(2),
        first_purchase_only: true,
        customers: vec![id("ana")],
        conditions: Conditions {
            weekdays: vec![Weekday::Sun, Weekday::Mon],
            hours: Some(hours),
            first_date,
            last_date,
            lead_minutes_min: minutes_min,
            lead_minutes_max: minutes_max,
            staff: vec![id("bo")],
            locations: vec![id("north")],
        },
        duration,
        ..ten()
    };
    let expected = [
        RulePart::Off {
            calendar_ids: vec![id("studio")],
            service_ids: vec![id("class")],
        },
        RulePart::FromSubtotal {
            minimum_minor: 5_000,
        },
        RulePart::FirstPurchase,
        RulePart::CertainCustomers,
        RulePart::OnWeekdays {
            weekdays: vec![Weekday::Mon, Weekday::Sun],
        },
        RulePart::DuringHours { hours },
        RulePart::OnDates {
            first_date,
            last_date,
        },
        RulePart::BookedAhead {
            minutes_min,
            minutes_max,
        },
        RulePart::WithStaff {
            staff_ids: vec![id("bo")],
        },
        RulePart::AtLocations {
            location_ids: vec![id("north")],
        },
        RulePart::Usable { starts_at, ends_at },
        RulePart::Lasts { duration },
        RulePart::Redemptions { max: 100 },
        RulePart::PerCustomer { max: 2 },
    ];
    assert_eq!(parts(&full, None), expected);
    let text = serde_json::to_string(&expected).unwrap();
    assert_eq!(
        serde_json::from_str::<Vec<RulePart>>(&text).unwrap(),
        expected
    );
}

#[test]
fn the_narrower_of_coupon_and_code_is_said() {
    let early = noon() + TimeDelta::days(1);
    let late = noon() + TimeDelta::days(2);
    let limited = |minimum, ends_at, max_redemptions| Coupon {
        minimum_amount_minor: minimum,
        ends_at,
        max_redemptions,
        ..ten()
    };
    let own = |minimum, expires_at, max_redemptions| PromotionCode {
        minimum_amount_minor: minimum,
        expires_at,
        max_redemptions,
        ..code("WELCOME")
    };
    let expected = [
        RulePart::FromSubtotal { minimum_minor: 200 },
        RulePart::Usable {
            starts_at: None,
            ends_at: Some(early),
        },
        RulePart::Redemptions { max: 5 },
    ];
    let wide = || (Some(100), Some(late), Some(9));
    let narrow = || (Some(200), Some(early), Some(5));
    let none = || (None, None, None);
    for (of_coupon, of_code) in [
        (narrow(), wide()),
        (wide(), narrow()),
        (narrow(), none()),
        (none(), narrow()),
    ] {
        let coupon = limited(of_coupon.0, of_coupon.1, of_coupon.2);
        let code = own(of_code.0, of_code.1, of_code.2);
        assert_eq!(parts(&coupon, Some(&code)), expected);
    }
}

#[test]
fn a_code_alone_may_ask_for_a_first_purchase_or_a_certain_customer() {
    let first = PromotionCode {
        first_purchase_only: true,
        ..code("WELCOME")
    };
    assert_eq!(parts(&ten(), Some(&first)), [RulePart::FirstPurchase]);
    let personal = PromotionCode {
        customer: Some(id("ana")),
        ..code("WELCOME")
    };
    assert_eq!(parts(&ten(), Some(&personal)), [RulePart::CertainCustomers]);
}

#[test]
fn a_window_or_a_lead_time_may_have_one_end_only() {
    let starts_at = Some(noon());
    let only_start = Coupon { starts_at, ..ten() };
    let ends_at = None;
    assert_eq!(
        parts(&only_start, None),
        [RulePart::Usable { starts_at, ends_at }]
    );
    let on = |conditions: Conditions| {
        let coupon = Coupon {
            conditions,
            ..ten()
        };
        parts(&coupon, None)
    };
    let (first_date, last_date) = (Some(id("2026-12-01")), Some(id("2026-12-31")));
    assert_eq!(
        on(Conditions {
            first_date,
            ..Conditions::default()
        }),
        [RulePart::OnDates {
            first_date,
            last_date: None
        }]
    );
    assert_eq!(
        on(Conditions {
            last_date,
            ..Conditions::default()
        }),
        [RulePart::OnDates {
            first_date: None,
            last_date
        }]
    );
    let (minutes_min, minutes_max) = (Some(60), Some(90));
    assert_eq!(
        on(Conditions {
            lead_minutes_min: minutes_min,
            ..Conditions::default()
        }),
        [RulePart::BookedAhead {
            minutes_min,
            minutes_max: None
        }]
    );
    assert_eq!(
        on(Conditions {
            lead_minutes_max: minutes_max,
            ..Conditions::default()
        }),
        [RulePart::BookedAhead {
            minutes_min: None,
            minutes_max
        }]
    );
}

#[test]
fn the_rule_of_public_terms_counts_nothing_and_names_nobody() {
    let mut terms = ten_percent(|coupon| {
        coupon.max_redemptions = Some(9);
        coupon.max_per_customer = Some(1);
        coupon.customers = vec![id("ana")];
        coupon.scope = only(&["class"]);
    });
    terms.promotion_codes[0].max_redemptions = Some(3);
    let public = terms.public(Some(&id("WELCOME")));
    let rule = parts(&public.coupons[0], Some(&public.promotion_codes[0]));
    assert_eq!(
        rule,
        [RulePart::Off {
            calendar_ids: vec![],
            service_ids: vec![id("class")],
        }]
    );
}

#[test]
fn a_forever_discount_says_how_long_it_lasts_and_one_for_once_does_not() {
    let duration = Duration::Forever;
    let forever = Coupon { duration, ..ten() };
    assert_eq!(parts(&forever, None), [RulePart::Lasts { duration }]);
}
