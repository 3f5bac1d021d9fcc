//! Local time from the companion's offsets.

use booking_contract::{SlotsQuery, ZoneClock, ZoneOffset};
use chrono::{DateTime, NaiveDate, Utc};

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Lisbon over the end of summer time 2026: from 02:00 back to 01:00 on 25 October.
fn lisbon() -> ZoneClock {
    let offset = |from: &str, seconds| ZoneOffset {
        from: utc(from),
        seconds,
    };
    ZoneClock {
        zone: "Europe/Lisbon".to_owned(),
        offsets: vec![
            offset("2026-10-01T00:00:00Z", 3_600),
            offset("2026-10-25T01:00:00Z", 0),
        ],
    }
}

#[test]
fn local_time_changes_at_the_transition() {
    let local = |text| lisbon().local(utc(text)).to_string();
    assert_eq!(local("2026-10-25T00:59:59Z"), "2026-10-25 01:59:59");
    assert_eq!(local("2026-10-25T01:00:00Z"), "2026-10-25 01:00:00");
}

#[test]
fn the_first_offset_holds_for_everything_before() {
    assert_eq!(lisbon().offset_seconds(utc("2020-01-01T00:00:00Z")), 3_600);
}

#[test]
fn a_query_spans_at_most_62_days_in_order() {
    let query = |from: &str, to: &str| SlotsQuery {
        items: "class".parse().unwrap(),
        location: None,
        from: from.parse::<NaiveDate>().unwrap(),
        to: to.parse::<NaiveDate>().unwrap(),
        zone: "Europe/Lisbon".to_owned(),
    };
    assert!(query("2026-12-01", "2026-12-01").spans_allowed_dates());
    assert!(query("2026-12-01", "2027-02-01").spans_allowed_dates());
    assert!(!query("2026-12-01", "2027-02-02").spans_allowed_dates());
    assert!(!query("2026-12-02", "2026-12-01").spans_allowed_dates());
}
