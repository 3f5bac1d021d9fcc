//! Several coupons for one booking.

use booking_engine::{Coupon, Flaw, Hours, Scope};
use chrono::{TimeDelta, Weekday};

use super::{NOTICE, all, date, flaws, key, second};
use crate::fixture::{noon, percent, studio};

#[test]
fn two_coupons_are_for_the_same_booking() {
    let overlap = |change: fn(&mut Coupon, &mut Coupon)| {
        let (mut a, of_a) = second("a", percent("10", None));
        let (mut b, of_b) = second("b", percent("20", None));
        change(&mut a, &mut b);
        let found = all(&[b, a], &[of_b, of_a], &[studio()]);
        assert!(
            found.iter().all(|finding| finding.severity == NOTICE),
            "{found:?}"
        );
        found.len()
    };
    let found = {
        let (a, of_a) = second("a", percent("10", None));
        let (b, of_b) = second("b", percent("20", None));
        flaws(&[a, b], &[of_a, of_b], &[studio()])
    };
    let other = |id: &str| {
        let others = vec![id.parse().unwrap()];
        (NOTICE, Flaw::Overlaps { others, count: 1 })
    };
    assert_eq!(found, [other("b"), other("a")]);
    assert_eq!(
        overlap(|a, b| {
            a.conditions.weekdays = vec![Weekday::Mon];
            b.conditions.weekdays = vec![Weekday::Tue];
        }),
        0
    );
    assert_eq!(
        overlap(|a, b| {
            a.ends_at = Some(noon() + TimeDelta::days(5));
            b.starts_at = Some(noon() + TimeDelta::days(6));
        }),
        0
    );
    assert_eq!(
        overlap(|a, b| {
            a.ends_at = Some(noon() + TimeDelta::days(6));
            b.starts_at = Some(noon() + TimeDelta::days(6));
        }),
        2
    );
    assert_eq!(
        overlap(|a, b| {
            let only = |id: &str| Scope::Only {
                calendars: vec![],
                services: vec![id.parse().unwrap()],
            };
            (a.scope, b.scope) = (only("class"), only("lesson"));
        }),
        0
    );
    assert_eq!(
        overlap(|a, b| {
            let hours = |from_minute, to_minute| {
                Some(Hours {
                    from_minute,
                    to_minute,
                })
            };
            a.conditions.hours = hours(1_320, 120);
            b.conditions.hours = hours(120, 1_320);
        }),
        0
    );
    assert_eq!(
        overlap(|a, b| {
            a.conditions.last_date = Some(date(12, 1));
            b.conditions.first_date = Some(date(12, 2));
        }),
        0
    );
    assert_eq!(
        overlap(|a, b| {
            a.conditions.lead_minutes_max = Some(60);
            b.conditions.lead_minutes_min = Some(61);
        }),
        0
    );
    assert_eq!(
        overlap(|a, b| {
            a.customers = vec![key("ana@example.com")];
            b.customers = vec![key("ben@example.com")];
        }),
        0
    );
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
