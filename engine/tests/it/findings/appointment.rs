//! Whether an appointment that meets all conditions can be booked while the coupon may be used,
//! wherever the business is.

use booking_engine::{Conditions, Definitions, Flaw, Hours, Severity, findings};
use chrono::{DateTime, TimeDelta, Utc, Weekday};

use super::{ERROR, date, found, ten_percent};
use crate::fixture::{code, noon, studio};

/// What is found at an instant in a coupon for certain appointments.
fn found_at(now: DateTime<Utc>, conditions: Conditions) -> Vec<(Severity, Flaw)> {
    let mut coupon = ten_percent();
    coupon.conditions = conditions;
    let definitions = Definitions {
        coupons: &[coupon],
        promotion_codes: &[code("K7QX2M9PTR")],
        calendars: &[studio()],
    };
    let found = findings(&definitions, now).into_iter();
    found.map(|it| (it.severity, it.flaw)).collect()
}

/// What is found in a coupon that can be used at noon in UTC on Friday only, for an appointment
/// at that instant, on a day of the week and in a span of the day.
fn found_at_noon_only(weekday: Weekday, hours: (u32, u32)) -> Vec<(Severity, Flaw)> {
    let mut coupon = ten_percent();
    coupon.ends_at = Some(noon());
    coupon.conditions = Conditions {
        weekdays: vec![weekday],
        hours: Some(Hours {
            from_minute: hours.0,
            to_minute: hours.1,
        }),
        lead_minutes_min: Some(0),
        lead_minutes_max: Some(0),
        ..Conditions::default()
    };
    found(coupon)
}

#[test]
fn clocks_are_up_to_14_hours_ahead() {
    let none = [(ERROR, Flaw::NoAppointment)];
    assert_eq!(found_at_noon_only(Weekday::Sat, (0, 60)), []);
    assert_eq!(found_at_noon_only(Weekday::Sat, (2 * 60, 3 * 60)), []);
    let later = found_at_noon_only(Weekday::Sat, (2 * 60 + 1, 3 * 60));
    assert_eq!(later, none, "nowhere it is that late");
}

#[test]
fn clocks_are_up_to_12_hours_behind() {
    let none = [(ERROR, Flaw::NoAppointment)];
    assert_eq!(found_at_noon_only(Weekday::Fri, (0, 1)), []);
    let earlier = found_at_noon_only(Weekday::Thu, (23 * 60, 24 * 60));
    assert_eq!(earlier, none, "nowhere it is still Thursday");
}

#[test]
fn hours_may_begin_at_any_minute() {
    for (from_minute, to_minute) in [(9 * 60 + 30, 10 * 60), (23 * 60 + 59, 24 * 60)] {
        let hours = Some(Hours {
            from_minute,
            to_minute,
        });
        let conditions = Conditions {
            hours,
            ..Conditions::default()
        };
        assert_eq!(found_at(noon(), conditions), [], "{hours:?}");
    }
}

#[test]
fn a_part_of_a_second_makes_no_appointment_impossible() {
    // From noon on, half a second past it: the first appointment that UTC shows has begun.
    let afternoon = Conditions {
        hours: Some(Hours {
            from_minute: 12 * 60,
            to_minute: 13 * 60,
        }),
        lead_minutes_min: Some(0),
        ..Conditions::default()
    };
    for milliseconds in [-1_500, -500, 0, 500, 1_500] {
        let now = noon() + TimeDelta::milliseconds(milliseconds);
        assert_eq!(found_at(now, afternoon.clone()), [], "{now}");
    }
}

#[test]
fn the_first_and_the_last_instant_of_the_calendar_are_like_any_other() {
    let until = Conditions {
        last_date: Some(date(12, 1)),
        ..Conditions::default()
    };
    assert_eq!(found_at(DateTime::<Utc>::MIN_UTC, until), []);
    let from = Conditions {
        first_date: Some(date(12, 1)),
        ..Conditions::default()
    };
    assert_eq!(found_at(DateTime::<Utc>::MAX_UTC, from), []);
}
