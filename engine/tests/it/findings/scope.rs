//! What a coupon is for: its scope and its conditions.

use booking_engine::{
    CalendarId, Coupon, Definitions, Flaw, Hours, Scope, ServiceId, StaffOffer, findings,
};
use chrono::{NaiveDate, TimeDelta, Weekday};

use super::{ERROR, NOTICE, WARNING, date, flaws, found, found_in, ten_percent};
use crate::fixture::{code, noon, studio};

#[test]
fn nothing_that_the_scope_names_is_sold() {
    let only = |calendars: &[&str], services: &[&str]| Coupon {
        scope: Scope::Only {
            calendars: calendars.iter().map(|id| id.parse().unwrap()).collect(),
            services: services.iter().map(|id| id.parse().unwrap()).collect(),
        },
        ..ten_percent()
    };
    assert_eq!(
        found(only(&["gone"], &["massage"])),
        [(ERROR, Flaw::NothingInScope)]
    );
    assert_eq!(found(only(&[], &[])), [(ERROR, Flaw::NothingInScope)]);
    let flaw = Flaw::NoLongerSold {
        calendars: vec!["gone".parse().unwrap()],
        services: vec!["massage".parse().unwrap()],
    };
    assert_eq!(
        found(only(&["gone"], &["massage", "class"])),
        [(NOTICE, flaw)]
    );
    assert_eq!(found(only(&["studio"], &[])), []);
}

#[test]
fn a_calendar_or_a_service_in_scope_is_no_longer_sold() {
    let gone = |calendars: &[&str], services: &[&str]| {
        let calendars: Vec<CalendarId> = calendars.iter().map(|id| id.parse().unwrap()).collect();
        let services: Vec<ServiceId> = services.iter().map(|id| id.parse().unwrap()).collect();
        let coupon = Coupon {
            scope: Scope::Only {
                calendars: [&["studio".parse().unwrap()], &calendars[..]].concat(),
                services: services.clone(),
            },
            ..ten_percent()
        };
        let flaw = Flaw::NoLongerSold {
            calendars,
            services,
        };
        (found(coupon), [(NOTICE, flaw)])
    };
    for (found, expected) in [gone(&["gone"], &[]), gone(&[], &["massage"])] {
        assert_eq!(found, expected);
    }
}

#[test]
fn nobody_whom_the_conditions_name_performs_a_service_in_scope() {
    let mut terms = studio();
    let by = |staff: &str| StaffOffer {
        staff_id: staff.parse().unwrap(),
        own_prices: vec![],
    };
    terms.services[0].staff = vec![by("ana")];
    terms.services[1].staff = vec![by("ben")];
    let mut with_ben = ten_percent();
    with_ben.conditions.staff = vec!["ben".parse().unwrap()];
    assert_eq!(found_in(&terms, with_ben.clone()), []);
    with_ben.scope = Scope::Only {
        calendars: vec![],
        services: vec!["class".parse().unwrap()],
    };
    assert_eq!(found_in(&terms, with_ben), [(ERROR, Flaw::StaffNotInScope)]);
}

#[test]
fn hours_that_no_day_has_and_hours_that_are_the_whole_day() {
    let during = |from_minute, to_minute| {
        let hours = Hours {
            from_minute,
            to_minute,
        };
        let mut coupon = ten_percent();
        coupon.conditions.hours = Some(hours);
        (hours, found(coupon))
    };
    let (hours, flaws) = during(1_500, 1_600);
    assert_eq!(flaws, [(ERROR, Flaw::HoursOutOfRange { hours })]);
    let (hours, flaws) = during(600, 2_000);
    assert_eq!(flaws, [(WARNING, Flaw::HoursOutOfRange { hours })]);
    let (hours, flaws) = during(600, 600);
    assert_eq!(flaws, [(WARNING, Flaw::HoursWholeDay { hours })]);
    assert_eq!(during(1_320, 120).1, [], "over midnight");
    assert_eq!(during(0, 1_440).1, []);
}

#[test]
fn the_first_date_is_after_the_last_or_the_last_is_over() {
    let between = |first_date, last_date| {
        let mut coupon = ten_percent();
        coupon.conditions.first_date = Some(first_date);
        coupon.conditions.last_date = Some(last_date);
        found(coupon)
    };
    let (first_date, last_date) = (date(12, 2), date(12, 1));
    let flaw = Flaw::DatesReversed {
        first_date,
        last_date,
    };
    assert_eq!(between(first_date, last_date), [(ERROR, flaw)]);
    let last_date = date(11, 18);
    let flaw = Flaw::DatesOver { last_date };
    assert_eq!(between(date(11, 1), last_date), [(ERROR, flaw)]);
    assert_eq!(between(date(11, 1), date(11, 20)), [], "today");
    assert_eq!(between(date(12, 1), date(12, 1)), [], "a single day");
}

#[test]
fn a_last_date_is_over_only_when_it_is_over_everywhere() {
    let mut coupon = ten_percent();
    coupon.conditions.last_date = Some(date(11, 19));
    let terms = [studio()];
    let definitions = Definitions {
        coupons: &[coupon],
        promotion_codes: &[code("WELCOME")],
        calendars: &terms,
    };
    // At noon in UTC the last places of all are about to end the 19th.
    let before = noon() - TimeDelta::seconds(1);
    assert_eq!(findings(&definitions, before), []);
    assert_eq!(findings(&definitions, noon()).len(), 1);
}

#[test]
fn none_of_the_weekdays_lies_between_the_dates() {
    let mut coupon = ten_percent();
    // A Tuesday to a Thursday.
    let (first_date, last_date) = (date(12, 1), date(12, 3));
    coupon.conditions.first_date = Some(first_date);
    coupon.conditions.last_date = Some(last_date);
    coupon.conditions.weekdays = vec![Weekday::Fri, Weekday::Mon];
    let flaw = Flaw::NoWeekdayBetweenDates {
        first_date,
        last_date,
    };
    assert_eq!(found(coupon.clone()), [(ERROR, flaw)]);
    coupon.conditions.weekdays.push(Weekday::Thu);
    assert_eq!(found(coupon), []);
}

#[test]
fn the_earliest_booking_is_after_the_latest() {
    let mut coupon = ten_percent();
    coupon.conditions.lead_minutes_min = Some(61);
    coupon.conditions.lead_minutes_max = Some(60);
    let flaw = Flaw::LeadReversed {
        lead_minutes_min: 61,
        lead_minutes_max: 60,
    };
    assert_eq!(found(coupon.clone()), [(ERROR, flaw)]);
    coupon.conditions.lead_minutes_max = Some(61);
    assert_eq!(found(coupon), []);
}

#[test]
fn conditions_that_can_be_met_one_by_one_but_not_in_the_coupon_s_time() {
    // A week ahead at the most, for January, until the end of November.
    let mut coupon = ten_percent();
    coupon.ends_at = Some(noon() + TimeDelta::days(10));
    coupon.conditions.lead_minutes_max = Some(7 * 24 * 60);
    coupon.conditions.first_date = NaiveDate::from_ymd_opt(2027, 1, 1);
    assert_eq!(found(coupon.clone()), [(ERROR, Flaw::NoAppointment)]);
    coupon.ends_at = Some(noon() + TimeDelta::days(40));
    assert_eq!(found(coupon.clone()), []);
    let mut short = code("WELCOME");
    short.expires_at = Some(noon() + TimeDelta::days(10));
    let flaws = flaws(&[coupon], &[short], &[studio()]);
    assert_eq!(flaws, [(ERROR, Flaw::NoAppointment)], "the code");
}
