//! `GET /v1/calendars/{id}/slots`: when a service can be booked.

use std::fmt;
use std::str::FromStr;

use booking_engine::{Item, LocationId, ServiceId, StaffId, VariationId};
use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, Offset, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// Which slots are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct SlotsQuery {
    /// What is to be booked, in the order in which it takes place.
    #[cfg_attr(feature = "openapi", param(value_type = String, example = "wheel-class"))]
    pub items: SlotItems,
    /// Where, where the calendar has locations to choose from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationId>,
    /// The first date, local to `zone`.
    #[serde(with = "booking_engine::moment")]
    pub from: NaiveDate,
    /// The last date, inclusive, local to `zone`; at most 62 days after the first.
    #[serde(with = "booking_engine::moment")]
    pub to: NaiveDate,
    /// The IANA name of the guest's time zone.
    pub zone: String,
}

/// Services that follow each other without a gap, as far as their times go. As text: ids with
/// dots between service, variation and staff, and commas between the services, as in
/// `massage.long.anna,massage..anna,bath`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
#[serde(try_from = "String", into = "String")]
pub struct SlotItems(Vec<SlotItem>);

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotItem {
    /// The service.
    pub service: ServiceId,
    /// Its form; none: the service as such.
    pub variation: Option<VariationId>,
    /// Who performs it; none: anyone.
    pub staff: Option<StaffId>,
}

/// Why a text does not name items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotItemsError;

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
    #[serde(with = "booking_engine::moment")]
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    #[serde(with = "booking_engine::moment")]
    pub ends_at: DateTime<Utc>,
    /// How many more attendees it takes, at least 1; of several services those for one at a time
    /// do not count.
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
    #[serde(with = "booking_engine::moment")]
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

impl SlotItems {
    /// The most of them.
    pub const COUNT_MAX: usize = 10;

    /// What these items of a request need, in their order.
    pub fn of(items: &[Item]) -> Self {
        let items = items.iter().map(|item| SlotItem {
            service: item.service_id.clone(),
            variation: item.variation_id.clone(),
            staff: item.staff_id.clone(),
        });
        Self(items.collect())
    }

    /// Them, in their order; at least one.
    pub fn as_slice(&self) -> &[SlotItem] {
        &self.0
    }
}

impl FromStr for SlotItems {
    type Err = SlotItemsError;

    fn from_str(text: &str) -> Result<Self, SlotItemsError> {
        let items: Vec<SlotItem> = text.split(',').map(read_item).collect::<Result<_, _>>()?;
        if items.len() > Self::COUNT_MAX {
            return Err(SlotItemsError);
        }
        Ok(Self(items))
    }
}

fn read_item(text: &str) -> Result<SlotItem, SlotItemsError> {
    let mut parts = text.splitn(3, '.');
    let service = parts.next().unwrap_or_default();
    Ok(SlotItem {
        service: service.parse().map_err(|_| SlotItemsError)?,
        variation: optional(parts.next())?,
        staff: optional(parts.next())?,
    })
}

fn optional<T: FromStr>(part: Option<&str>) -> Result<Option<T>, SlotItemsError> {
    part.filter(|part| !part.is_empty())
        .map(|part| part.parse().map_err(|_| SlotItemsError))
        .transpose()
}

impl fmt::Display for SlotItems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, item) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str(",")?;
            }
            f.write_str(item.service.as_str())?;
            let variation = item.variation.as_ref().map_or("", VariationId::as_str);
            let staff = item.staff.as_ref().map_or("", StaffId::as_str);
            if !variation.is_empty() || !staff.is_empty() {
                write!(f, ".{variation}")?;
            }
            if !staff.is_empty() {
                write!(f, ".{staff}")?;
            }
        }
        Ok(())
    }
}

impl TryFrom<String> for SlotItems {
    type Error = SlotItemsError;

    fn try_from(text: String) -> Result<Self, SlotItemsError> {
        text.parse()
    }
}

impl From<SlotItems> for String {
    fn from(items: SlotItems) -> Self {
        items.to_string()
    }
}

impl fmt::Display for SlotItemsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("name 1 to 10 services as service.variation.staff, with commas between them")
    }
}

impl std::error::Error for SlotItemsError {}
