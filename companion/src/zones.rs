//! Time zones: wall-clock times to instants and back, from the IANA rules inside the binary.

use std::ops::{Range, RangeInclusive};

use booking_contract::{ZoneClock, ZoneOffset};
use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// The years that requests may name: wide enough for every booking, and far enough from the
/// ends of the calendar that no sum of instants overflows.
pub(crate) const YEARS: RangeInclusive<i32> = 1970..=9998;

/// The instant at which clocks in the zone show a local time.
///
/// A time that clocks skip is read with the offset before the gap, which is the later instant;
/// a time that they show twice is the earlier of the two.
pub(crate) fn instant_of(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.to_utc(),
        LocalResult::None => {
            // Offsets are at most 14 hours ahead of UTC, so 15 hours before the local time read
            // as UTC lies before the gap wherever that is.
            let before = local.and_utc() - TimeDelta::hours(15);
            local.and_utc() - TimeDelta::seconds(i64::from(offset_seconds(zone, before)))
        }
    }
}

/// A local date, whose wall-clock minutes are asked for one after the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Day {
    zone: Tz,
    midnight: NaiveDateTime,
    /// The first instant of a day on which the clocks run through: nearly all do, and then a
    /// minute is found without asking for the rules of the zone.
    steady_from: Option<DateTime<Utc>>,
}

impl Day {
    /// A date in a zone.
    pub(crate) fn of(zone: Tz, date: NaiveDate) -> Self {
        let midnight = date.and_time(chrono::NaiveTime::MIN);
        let from = instant_of(zone, midnight);
        let shows = |at: DateTime<Utc>| at.with_timezone(&zone).naive_local();
        let day = TimeDelta::days(1);
        // No zone changes its offset twice within a day.
        let steady = shows(from) == midnight && shows(from + day) == midnight + day;
        Self {
            zone,
            midnight,
            steady_from: steady.then_some(from),
        }
    }

    /// The instant of a minute of the wall clock since midnight, at most 1440.
    pub(crate) fn instant(&self, minute: u32) -> DateTime<Utc> {
        let since_midnight = TimeDelta::minutes(i64::from(minute));
        match self.steady_from {
            Some(from) => from + since_midnight,
            None => instant_of(self.zone, self.midnight + since_midnight),
        }
    }
}

/// The first instant of a local date.
pub(crate) fn start_of(zone: Tz, date: NaiveDate) -> DateTime<Utc> {
    instant_of(zone, date.and_time(chrono::NaiveTime::MIN))
}

/// The local date at an instant.
pub(crate) fn date_at(zone: Tz, at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

fn offset_seconds(zone: Tz, at: DateTime<Utc>) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc())
        .fix()
        .local_minus_utc()
}

/// The zone as far as a range of instants needs it: the offset at its start and every change
/// in it.
pub(crate) fn clock(zone: Tz, range: Range<DateTime<Utc>>) -> ZoneClock {
    let mut at = range.start;
    let mut seconds = offset_seconds(zone, at);
    let mut offsets = vec![ZoneOffset { from: at, seconds }];
    // No zone changes its offset twice within a day.
    while at < range.end {
        let next = (at + TimeDelta::days(1)).min(range.end);
        if offset_seconds(zone, next) != seconds {
            let from = change_between(zone, at, next);
            seconds = offset_seconds(zone, from);
            offsets.push(ZoneOffset { from, seconds });
        }
        at = next;
    }
    ZoneClock {
        zone: zone.name().to_owned(),
        offsets,
    }
}

/// The first instant, to the second, with another offset than at `before`.
fn change_between(zone: Tz, before: DateTime<Utc>, after: DateTime<Utc>) -> DateTime<Utc> {
    let old = offset_seconds(zone, before);
    let (mut low, mut high) = (before.timestamp(), after.timestamp());
    let at = |second| DateTime::from_timestamp(second, 0).unwrap_or(after);
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        if offset_seconds(zone, at(middle)) == old {
            low = middle;
        } else {
            high = middle;
        }
    }
    at(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(zone: Tz, local: &str, instant: &str) {
        let local: NaiveDateTime = local.parse().expect("a local time");
        let instant: DateTime<Utc> = instant.parse().expect("an instant");
        assert_eq!(instant_of(zone, local), instant);
    }

    #[test]
    fn a_skipped_time_is_the_later_instant() {
        check(
            Tz::Europe__Lisbon,
            "2026-03-29T01:30:00",
            "2026-03-29T01:30:00Z",
        );
        check(
            Tz::America__New_York,
            "2026-03-08T02:30:00",
            "2026-03-08T07:30:00Z",
        );
        // Samoa skipped the whole of 30 December 2011.
        check(
            Tz::Pacific__Apia,
            "2011-12-30T09:00:00",
            "2011-12-30T19:00:00Z",
        );
    }

    #[test]
    fn a_repeated_time_is_the_earlier_instant() {
        check(
            Tz::Europe__Lisbon,
            "2026-10-25T01:30:00",
            "2026-10-25T00:30:00Z",
        );
        check(
            Tz::America__New_York,
            "2026-11-01T01:30:00",
            "2026-11-01T05:30:00Z",
        );
    }

    #[test]
    fn a_minute_of_a_day_is_the_instant_of_its_wall_clock_time() {
        let zones = [
            Tz::Europe__Lisbon,
            Tz::America__New_York,
            Tz::Pacific__Apia,
            Tz::Asia__Beirut,
            Tz::Australia__Lord_Howe,
            Tz::America__Havana,
            Tz::Asia__Kathmandu,
        ];
        let first = NaiveDate::from_ymd_opt(2011, 12, 20).expect("a date");
        for zone in zones {
            for date in first.iter_days().take(370) {
                let day = Day::of(zone, date);
                for minute in (0..=1_440).step_by(15) {
                    let local = date.and_time(chrono::NaiveTime::MIN)
                        + TimeDelta::minutes(i64::from(minute));
                    let expected = instant_of(zone, local);
                    assert_eq!(day.instant(minute), expected, "{zone} {local}");
                }
            }
        }
    }

    #[test]
    fn a_day_may_begin_after_midnight() {
        // Beirut's clocks skip from midnight to one o'clock.
        let date = NaiveDate::from_ymd_opt(2026, 3, 29).expect("a date");
        let start = start_of(Tz::Asia__Beirut, date);
        assert_eq!(start.to_rfc3339(), "2026-03-28T22:00:00+00:00");
        assert_eq!(date_at(Tz::Asia__Beirut, start), date);
    }

    #[test]
    fn a_clock_tells_every_change_of_its_range() {
        let from = "2026-03-01T00:00:00Z".parse().expect("an instant");
        let to = "2026-12-01T00:00:00Z".parse().expect("an instant");
        let clock = clock(Tz::Europe__Lisbon, from..to);
        let told: Vec<(String, i32)> = clock
            .offsets
            .iter()
            .map(|offset| (offset.from.to_rfc3339(), offset.seconds))
            .collect();
        let expected = [
            ("2026-03-01T00:00:00+00:00", 0),
            ("2026-03-29T01:00:00+00:00", 3600),
            ("2026-10-25T01:00:00+00:00", 0),
        ];
        assert_eq!(told, expected.map(|(at, s)| (at.to_owned(), s)));
    }
}
