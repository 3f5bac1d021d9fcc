//! Whether any appointment meets the conditions of a coupon while it may be used.

use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike,
    Utc, Weekday,
};

use super::{Flaw, Found, Severity};
use crate::{Conditions, Hours};

/// Clocks are at most so far behind UTC, in minutes.
const BEHIND_MINUTES_MAX: i64 = 12 * 60;

/// Clocks are at most so far ahead of UTC, in minutes.
const AHEAD_MINUTES_MAX: i64 = 14 * 60;

/// A booking that is made while the coupon may be used, of an appointment that its conditions
/// allow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Appointment {
    pub booked_at: DateTime<Utc>,
    pub starts_at: DateTime<FixedOffset>,
}

/// When bookings can be made, both ends inclusive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

impl Window {
    /// From now or the start, whichever is later, to the earliest of the ends; none where
    /// nothing lies between.
    pub(super) fn of(
        now: DateTime<Utc>,
        starts_at: Option<DateTime<Utc>>,
        ends: [Option<DateTime<Utc>>; 2],
    ) -> Option<Self> {
        let from = starts_at.map_or(now, |start| start.max(now));
        let ends = ends.into_iter().flatten();
        let to = ends.min().unwrap_or(DateTime::<Utc>::MAX_UTC);
        (from <= to).then_some(Self { from, to })
    }

    /// Whether both have an instant in common.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

/// Reports conditions that contradict themselves or the time.
pub(super) fn check(conditions: &Conditions, now: DateTime<Utc>, found: &mut Found) {
    if let Some(hours) = conditions.hours {
        let any = (0..1_440).any(|minute| hours.contains(minute));
        if !any {
            found.add(Severity::Error, Flaw::HoursOutOfRange { hours });
        } else if hours.from_minute >= 1_440 || !(1..=1_440).contains(&hours.to_minute) {
            found.add(Severity::Warning, Flaw::HoursOutOfRange { hours });
        } else if hours.from_minute == hours.to_minute {
            found.add(Severity::Warning, Flaw::HoursWholeDay { hours });
        }
    }
    if let (Some(lead_minutes_min), Some(lead_minutes_max)) =
        (conditions.lead_minutes_min, conditions.lead_minutes_max)
        && lead_minutes_min > lead_minutes_max
    {
        let flaw = Flaw::LeadReversed {
            lead_minutes_min,
            lead_minutes_max,
        };
        found.add(Severity::Error, flaw);
    }
    if let (Some(first_date), Some(last_date)) = (conditions.first_date, conditions.last_date) {
        let dates = || first_date.iter_days().take_while(|date| *date <= last_date);
        let wanted = |weekday: Weekday| conditions.weekdays.contains(&weekday);
        let mut week = dates().take(7);
        if first_date > last_date {
            let flaw = Flaw::DatesReversed {
                first_date,
                last_date,
            };
            return found.add(Severity::Error, flaw);
        } else if !conditions.weekdays.is_empty() && !week.any(|date| wanted(date.weekday())) {
            let flaw = Flaw::NoWeekdayBetweenDates {
                first_date,
                last_date,
            };
            found.add(Severity::Error, flaw);
        }
    }
    if let Some(last_date) = conditions.last_date
        && last_date < local(now, -BEHIND_MINUTES_MAX).date()
    {
        found.add(Severity::Error, Flaw::DatesOver { last_date });
    }
}

/// The first appointment that meets the conditions and can be booked in the window, wherever
/// the business may be; none where there is none in any zone.
pub(super) fn first(conditions: &Conditions, window: &Window) -> Option<Appointment> {
    let earliest = later(
        window.from,
        minutes(conditions.lead_minutes_min.unwrap_or(0)),
    );
    let latest = match conditions.lead_minutes_max {
        Some(max) if conditions.lead_minutes_min > Some(max) => return None,
        Some(max) => later(window.to, minutes(max)),
        None => DateTime::<Utc>::MAX_UTC,
    };
    let first_date = conditions
        .first_date
        .map(|date| date.and_time(NaiveTime::MIN));
    let from = local(earliest, -BEHIND_MINUTES_MAX).max(first_date.unwrap_or(NaiveDateTime::MIN));
    let until = local(latest, AHEAD_MINUTES_MAX);
    // Eight days hold a whole one of each weekday.
    for day in 0..=8 {
        let date = from.date().checked_add_days(Days::new(day))?;
        if conditions.last_date.is_some_and(|last| date > last) {
            return None;
        }
        if !conditions.weekdays.is_empty() && !conditions.weekdays.contains(&date.weekday()) {
            continue;
        }
        // The first allowed time of what is left of a day is its beginning or that of the hours.
        let midnight = date.and_time(NaiveTime::MIN);
        let opening = (conditions.hours)
            .and_then(|hours| {
                NaiveTime::from_hms_opt(hours.from_minute / 60, hours.from_minute % 60, 0)
            })
            .map_or(midnight, |time| date.and_time(time));
        for at in [midnight.max(from), opening.max(from)] {
            if at.date() == date && at <= until && allowed(conditions.hours, at) {
                return book(at, earliest, latest, conditions, window);
            }
        }
    }
    None
}

/// Chooses a zone in which the local time lies in reach, and the earliest time to book it at.
fn book(
    at: NaiveDateTime,
    earliest: DateTime<Utc>,
    latest: DateTime<Utc>,
    conditions: &Conditions,
    window: &Window,
) -> Option<Appointment> {
    // UTC where the time lies in reach there, or else the offset that just brings it there.
    let ahead = at.signed_duration_since(at.and_utc().clamp(earliest, latest).naive_utc());
    // Offsets are whole seconds: a part of one goes as far beyond as it must.
    let part = ahead.subsec_nanos().signum();
    let seconds = ahead.num_seconds().saturating_add(i64::from(part));
    let zone = FixedOffset::east_opt(i32::try_from(seconds).ok()?)?;
    let starts_at = zone.from_local_datetime(&at).single()?;
    let booked_at = conditions.lead_minutes_max.map_or(window.from, |max| {
        (starts_at.to_utc().checked_sub_signed(minutes(max)))
            .map_or(window.from, |at_the_earliest| {
                at_the_earliest.max(window.from)
            })
    });
    Some(Appointment {
        booked_at,
        starts_at,
    })
}

fn minutes(minutes: u32) -> TimeDelta {
    TimeDelta::minutes(i64::from(minutes))
}

fn allowed(hours: Option<Hours>, at: NaiveDateTime) -> bool {
    let minute = at.hour().saturating_mul(60).saturating_add(at.minute());
    hours.is_none_or(|hours| hours.contains(minute))
}

fn later(instant: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    instant
        .checked_add_signed(by)
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// What clocks so many minutes ahead show; beyond the ends of the calendar, what UTC does.
fn local(instant: DateTime<Utc>, ahead_minutes: i64) -> NaiveDateTime {
    let utc = instant.naive_utc();
    utc.checked_add_signed(TimeDelta::minutes(ahead_minutes))
        .unwrap_or(utc)
}
