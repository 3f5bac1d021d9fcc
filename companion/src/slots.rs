//! When a service can be booked: opening hours, rhythm, notice, window and what is booked
//! already in; free slots out. No clock, no database.

use std::collections::BTreeMap;
use std::ops::Range;

use booking_contract::Slot;
use booking_engine::ServiceId;
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::zones;

/// The grain of the books' calendar, in milliseconds.
const CELL_MS: i64 = 5 * 60 * 1000;

/// A stretch of opening hours of one local day, in minutes of the wall clock since midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hours {
    /// When it begins.
    pub(crate) opens_minute: u32,
    /// When it ends; at most 1440, the next midnight.
    pub(crate) closes_minute: u32,
}

/// When a business is open.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    /// Where its clocks hang.
    pub(crate) zone: Tz,
    /// By day of the week, Monday being 1; earliest first.
    pub(crate) weekly: BTreeMap<u32, Vec<Hours>>,
    /// Dates that differ; an empty stretch closes the day.
    pub(crate) overrides: BTreeMap<NaiveDate, Vec<Hours>>,
}

/// How long a service takes, how often it starts, and for how many.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ServiceTimes {
    /// From start to end.
    pub(crate) duration_minutes: u32,
    /// From one possible start to the next, a multiple of 5.
    pub(crate) interval_minutes: u32,
    /// Kept free before the start.
    pub(crate) buffer_before_minutes: u32,
    /// Kept free after the end.
    pub(crate) buffer_after_minutes: u32,
    /// How many take part at once.
    pub(crate) capacity: u32,
}

/// How soon and how far ahead can be booked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    /// The time.
    pub(crate) now: DateTime<Utc>,
    /// The least time before a start.
    pub(crate) notice_minutes: i64,
    /// The most local days ahead.
    pub(crate) days: u32,
}

/// A session that somebody booked.
#[derive(Clone, Debug)]
pub(crate) struct BookedSession {
    /// Of which service.
    pub(crate) service_id: ServiceId,
    /// When it starts.
    pub(crate) starts_at: DateTime<Utc>,
    /// When it ends.
    pub(crate) ends_at: DateTime<Utc>,
    /// The cells that it covers, buffers included.
    pub(crate) cells: Range<i64>,
    /// How many seats are taken.
    pub(crate) taken: u32,
}

/// A service of a business, offered now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Offer<'a> {
    /// When the business is open.
    pub(crate) schedule: &'a Schedule,
    /// The service.
    pub(crate) service_id: &'a ServiceId,
    /// Its times.
    pub(crate) times: ServiceTimes,
    /// How soon and how far ahead.
    pub(crate) window: Window,
}

impl ServiceTimes {
    /// When an appointment ends.
    pub(crate) fn ends_at(&self, starts_at: DateTime<Utc>) -> DateTime<Utc> {
        starts_at + TimeDelta::minutes(i64::from(self.duration_minutes))
    }

    /// The cells of an appointment, buffers included.
    pub(crate) fn cells(&self, starts_at: DateTime<Utc>) -> Range<i64> {
        let before = TimeDelta::minutes(i64::from(self.buffer_before_minutes));
        let after = TimeDelta::minutes(i64::from(self.buffer_after_minutes));
        cells_between(starts_at - before, self.ends_at(starts_at) + after)
    }
}

/// Every cell that the time between two instants touches.
pub(crate) fn cells_between(from: DateTime<Utc>, to: DateTime<Utc>) -> Range<i64> {
    let first = from.timestamp_millis().div_euclid(CELL_MS);
    let last = to.timestamp_millis() - 1;
    first..last.div_euclid(CELL_MS) + 1
}

impl Window {
    /// The first and the last local date that can be booked.
    pub(crate) fn dates(&self, zone: Tz) -> (NaiveDate, NaiveDate) {
        let first = zones::date_at(zone, self.earliest());
        let today = zones::date_at(zone, self.now);
        let last = today.checked_add_days(Days::new(u64::from(self.days)));
        (first, last.unwrap_or(today))
    }

    fn earliest(&self) -> DateTime<Utc> {
        self.now + TimeDelta::minutes(self.notice_minutes)
    }
}

impl Schedule {
    /// The opening hours of a local date.
    fn hours(&self, date: NaiveDate) -> &[Hours] {
        let weekday = date.weekday().number_from_monday();
        self.overrides
            .get(&date)
            .or_else(|| self.weekly.get(&weekday))
            .map_or(&[], Vec::as_slice)
    }

    /// The possible starts of a local date, earliest first: opening time and every interval of
    /// the wall clock after it, as long as the appointment ends before closing time.
    fn starts(&self, times: &ServiceTimes, date: NaiveDate) -> Vec<DateTime<Utc>> {
        let mut starts: Vec<DateTime<Utc>> = Vec::new();
        let day = zones::Day::of(self.zone, date);
        for hours in self.hours(date) {
            let closes_at = day.instant(hours.closes_minute);
            let mut minute = hours.opens_minute;
            while minute < hours.closes_minute {
                let starts_at = day.instant(minute);
                // Wall-clock times that clocks skip fall on later ones of the same day.
                let repeated = starts.last().is_some_and(|last| *last >= starts_at);
                if times.ends_at(starts_at) <= closes_at && !repeated {
                    starts.push(starts_at);
                }
                minute = minute.saturating_add(times.interval_minutes.max(5));
            }
        }
        starts
    }
}

impl Offer<'_> {
    /// Whether the opening hours, notice and window offer this start; seats aside.
    pub(crate) fn has_start(&self, starts_at: DateTime<Utc>) -> bool {
        let date = zones::date_at(self.schedule.zone, starts_at);
        self.in_window(starts_at) && self.schedule.starts(&self.times, date).contains(&starts_at)
    }

    /// The slots that start in the range and have a seat left, earliest first.
    pub(crate) fn free_slots(
        &self,
        range: &Range<DateTime<Utc>>,
        sessions: &[BookedSession],
    ) -> Vec<Slot> {
        let zone = self.schedule.zone;
        let (first, last) = self.window.dates(zone);
        let from = zones::date_at(zone, range.start).max(first);
        let to = zones::date_at(zone, range.end).min(last);
        let earliest = range.start.max(self.window.earliest());
        let dates = from.iter_days().take_while(|date| *date <= to);
        dates
            .flat_map(|date| self.schedule.starts(&self.times, date))
            .filter(|starts_at| (earliest..range.end).contains(starts_at))
            // A time that clocks skip may fall on the next date.
            .filter(|starts_at| zones::date_at(zone, *starts_at) <= last)
            .filter_map(|starts_at| self.slot(starts_at, sessions))
            .collect()
    }

    fn in_window(&self, starts_at: DateTime<Utc>) -> bool {
        let (_, last) = self.window.dates(self.schedule.zone);
        starts_at >= self.window.earliest() && zones::date_at(self.schedule.zone, starts_at) <= last
    }

    /// The slot at a start, unless it is full or something else is in the way.
    fn slot(&self, starts_at: DateTime<Utc>, sessions: &[BookedSession]) -> Option<Slot> {
        let ends_at = self.times.ends_at(starts_at);
        let cells = self.times.cells(starts_at);
        let mut taken = 0;
        for session in sessions {
            let same = session.service_id == *self.service_id
                && session.starts_at == starts_at
                && session.ends_at == ends_at;
            if same {
                taken = session.taken;
            } else if session.cells.start < cells.end && cells.start < session.cells.end {
                return None;
            }
        }
        let seats_left = self.times.capacity.saturating_sub(taken);
        (seats_left > 0).then_some(Slot {
            starts_at,
            ends_at,
            seats_left,
        })
    }
}

#[cfg(test)]
mod tests;
