//! Several coupons for one booking.

use booking_engine::{Coupon, Finding, Flaw, Hours};
use chrono::{TimeDelta, Weekday};

use super::{NOTICE, WARNING, all, date, flaws, key, second};
use crate::fixture::{noon, only, percent, studio};

/// How many findings there are in two coupons with a code each, all of which must be that they
/// overlap.
fn overlaps(change: fn(&mut Coupon, &mut Coupon)) -> usize {
    let (mut a, of_a) = second("a", percent("10", None));
    let (mut b, of_b) = second("b", percent("20", None));
    change(&mut a, &mut b);
    let found = all(&[b, a], &[of_b, of_a], &[studio()]);
    let overlap = |finding: &Finding| matches!(finding.flaw, Flaw::Overlaps { count: 1, .. });
    assert!(found.iter().all(overlap), "{found:?}");
    found.len()
}

fn hours(from_minute: u32, to_minute: u32) -> Hours {
    Hours {
        from_minute,
        to_minute,
    }
}

#[test]
fn two_coupons_are_for_the_same_booking() {
    let (a, of_a) = second("a", percent("10", None));
    let (b, of_b) = second("b", percent("20", None));
    let found = flaws(&[a, b], &[of_a, of_b], &[studio()]);
    let other = |id: &str| {
        let others = vec![id.parse().unwrap()];
        (NOTICE, Flaw::Overlaps { others, count: 1 })
    };
    assert_eq!(found, [other("b"), other("a")]);
}

#[test]
fn coupons_that_no_booking_can_use_both_of_do_not_overlap() {
    let apart: [fn(&mut Coupon, &mut Coupon); 8] = [
        |a, b| {
            a.conditions.weekdays = vec![Weekday::Mon];
            b.conditions.weekdays = vec![Weekday::Tue];
        },
        |a, b| {
            a.ends_at = Some(noon() + TimeDelta::days(5));
            b.starts_at = Some(noon() + TimeDelta::days(6));
        },
        |a, b| {
            (a.scope, b.scope) = (only(&["class"]), only(&["lesson"]));
        },
        |a, b| {
            a.conditions.hours = Some(hours(1_320, 120));
            b.conditions.hours = Some(hours(120, 1_320));
        },
        |a, b| {
            a.conditions.last_date = Some(date(12, 1));
            b.conditions.first_date = Some(date(12, 2));
        },
        |a, b| {
            a.conditions.lead_minutes_max = Some(60);
            b.conditions.lead_minutes_min = Some(61);
        },
        |a, b| {
            a.conditions.locations = vec!["north".parse().unwrap()];
            b.conditions.locations = vec!["south".parse().unwrap()];
        },
        |a, b| {
            a.customers = vec![key("ana@example.com")];
            b.customers = vec![key("ben@example.com")];
        },
    ];
    for (case, change) in apart.into_iter().enumerate() {
        assert_eq!(overlaps(change), 0, "case {case}");
    }
}

#[test]
fn coupons_whose_conditions_meet_anywhere_overlap() {
    let meeting: [fn(&mut Coupon, &mut Coupon); 10] = [
        |a, b| {
            a.conditions.weekdays = vec![Weekday::Mon, Weekday::Tue];
            b.conditions.weekdays = vec![Weekday::Tue, Weekday::Wed];
        },
        |a, _| a.conditions.weekdays = vec![Weekday::Mon],
        |_, b| b.conditions.weekdays = vec![Weekday::Mon],
        |a, b| {
            a.ends_at = Some(noon() + TimeDelta::days(6));
            b.starts_at = Some(noon() + TimeDelta::days(6));
        },
        |a, _| a.scope = only(&["class"]),
        |a, b| {
            a.conditions.hours = Some(hours(9 * 60, 12 * 60));
            b.conditions.hours = Some(hours(11 * 60, 14 * 60));
        },
        |a, b| {
            a.conditions.hours = Some(hours(11 * 60, 14 * 60));
            b.conditions.hours = Some(hours(9 * 60, 12 * 60));
        },
        |a, _| a.conditions.hours = Some(hours(9 * 60, 12 * 60)),
        |a, b| {
            a.conditions.last_date = Some(date(12, 1));
            b.conditions.first_date = Some(date(12, 1));
        },
        |a, b| {
            a.conditions.lead_minutes_max = Some(60);
            b.conditions.lead_minutes_min = Some(60);
        },
    ];
    for (case, change) in meeting.into_iter().enumerate() {
        assert_eq!(overlaps(change), 2, "case {case}");
    }
}

#[test]
fn a_coupon_that_is_off_or_cannot_be_had_overlaps_with_none() {
    assert_eq!(overlaps(|a, _| a.active = false), 0);
    let (a, of_a) = second("a", percent("10", None));
    let (b, _) = second("b", percent("20", None));
    let found = flaws(&[a, b], &[of_a], &[studio()]);
    assert_eq!(found, [(WARNING, Flaw::NotObtainable)]);
}

#[test]
fn of_many_overlapping_coupons_eight_are_named() {
    let pairs: Vec<_> = (0..12)
        .map(|i| second(&format!("c{i:02}"), percent("10", None)))
        .collect();
    let (coupons, codes): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    for (_, flaw) in flaws(&coupons, &codes, &[studio()]) {
        let Flaw::Overlaps { others, count } = flaw else {
            panic!("{flaw:?}");
        };
        assert_eq!((others.len(), count), (8, 11));
    }
}
