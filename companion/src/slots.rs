//! When services can be booked: opening hours, rhythm, notice, window and what is booked already
//! in; free slots out. No clock, no database.

mod offer;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use booking_engine::ServiceId;
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

#[cfg(test)]
use offer::Joints;
pub(crate) use offer::{Leg, Offer, Placed, Taker};

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

/// Hours by day of the week, Monday being 1; earliest first.
pub(crate) type Weekly = BTreeMap<u32, Vec<Hours>>;

/// When a business is open.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    /// Where its clocks hang.
    pub(crate) zone: Tz,
    /// Its usual hours.
    pub(crate) weekly: Weekly,
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
    /// What it occupies: a calendar or a member of staff.
    pub(crate) resource: String,
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

impl ServiceTimes {
    /// When an appointment ends.
    pub(crate) fn ends_at(&self, starts_at: DateTime<Utc>) -> DateTime<Utc> {
        starts_at + TimeDelta::minutes(i64::from(self.duration_minutes))
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
    /// Whether the business, and a place in it, is open from one instant to another.
    pub(crate) fn is_open(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        place: Option<&Weekly>,
    ) -> bool {
        let date = zones::date_at(self.zone, from);
        let day = zones::Day::of(self.zone, date);
        let hours = self.hours(date, place);
        let holds = |hours: &Hours| {
            day.instant(hours.opens_minute) <= from && to <= day.instant(hours.closes_minute)
        };
        hours.iter().any(holds)
    }

    /// The opening hours of a local date, as far as they lie within those of a place.
    fn hours(&self, date: NaiveDate, place: Option<&Weekly>) -> Cow<'_, [Hours]> {
        let weekday = date.weekday().number_from_monday();
        let own = self
            .overrides
            .get(&date)
            .or_else(|| self.weekly.get(&weekday))
            .map_or(&[][..], Vec::as_slice);
        let Some(place) = place else {
            return Cow::Borrowed(own);
        };
        let there = place.get(&weekday).map_or(&[][..], Vec::as_slice);
        let both = own.iter().flat_map(|own| {
            there.iter().map(|there| Hours {
                opens_minute: own.opens_minute.max(there.opens_minute),
                closes_minute: own.closes_minute.min(there.closes_minute),
            })
        });
        Cow::Owned(both.filter(|h| h.opens_minute < h.closes_minute).collect())
    }
}

#[cfg(test)]
mod promises;
#[cfg(test)]
mod tests;
