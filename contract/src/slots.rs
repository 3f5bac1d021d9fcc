//! `GET /v1/calendars/{id}/slots`: when a service can be booked.

use booking_engine::ServiceId;
use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, Offset, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// Which slots are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct SlotsQuery {
    /// The service.
    pub service: ServiceId,
    /// The first date, local to `zone`.
    pub from: NaiveDate,
    /// The last date, inclusive, local to `zone`; at most 62 days after the first.
    pub to: NaiveDate,
    /// The IANA name of the guest's time zone.
    pub zone: String,
}

/// The free slots of the asked dates, earliest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SlotsPage {
    /// The free slots.
    pub slots: Vec<Slot>,
    /// The guest's clock over the asked dates.
    pub clock: ZoneClock,
    /// The business's clock over the asked dates.
    pub business_clock: ZoneClock,
}

/// A free slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// How many more attendees it takes, at least 1.
    pub seats_left: u32,
}

/// A time zone as far as a page of answers needs it: the companion's time zone database rules,
/// so that the browser needs none of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ZoneClock {
    /// The IANA name.
    pub zone: String,
    /// Offsets, earliest first; the first one holds for everything before the second.
    pub offsets: Vec<ZoneOffset>,
}

/// From an instant on, local time is so far ahead of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ZoneOffset {
    /// The first instant.
    pub from: DateTime<Utc>,
    /// Seconds that local time is ahead of UTC; negative west of Greenwich.
    pub seconds: i32,
}

impl ZoneClock {
    /// The offset at an instant, in seconds ahead of UTC.
    pub fn offset_seconds(&self, at: DateTime<Utc>) -> i32 {
        let current = self.offsets.iter().rev().find(|offset| offset.from <= at);
        current
            .or(self.offsets.first())
            .map_or(0, |offset| offset.seconds)
    }

    /// An instant with the offset that holds then.
    pub fn at(&self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        let offset = FixedOffset::east_opt(self.offset_seconds(at));
        // No zone is a whole day ahead of UTC or behind it.
        at.with_timezone(&offset.unwrap_or(Utc.fix()))
    }

    /// The local time at an instant.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        let offset = TimeDelta::seconds(i64::from(self.offset_seconds(at)));
        at.naive_utc()
            .checked_add_signed(offset)
            .unwrap_or(at.naive_utc())
    }
}

impl SlotsQuery {
    /// The most days between `from` and `to`.
    pub const DAYS_MAX: u64 = 62;

    /// Whether the dates are in order and not too far apart.
    pub fn spans_allowed_dates(&self) -> bool {
        let last = self.from.checked_add_days(Days::new(Self::DAYS_MAX));
        self.from <= self.to && last.is_some_and(|last| self.to <= last)
    }
}
