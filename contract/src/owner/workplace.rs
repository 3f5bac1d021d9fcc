//! `/v1/businesses/{id}/{staff,locations,hours}`: who works where and when, as owners write it.

use booking_engine::{LocationId, StaffId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Line, Title};

/// The most spans of a day's hours.
pub const SPANS_MAX: usize = 8;
/// The most bookings outside of new hours that are told; there may be more.
pub const OUTSIDE_MAX: usize = 50;

/// A member of staff as the owner writes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StaffDraft {
    /// Their name.
    pub name: Title,
    /// A few words about them.
    #[serde(default)]
    pub role: Line,
    /// Where they work; empty: at every location.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<LocationId>,
}

/// Asks for a member of staff, the last of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewStaff {
    /// Who it is.
    pub draft: StaffDraft,
}

/// Replaces what is said of a member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditStaff {
    /// The writing that the change is made to.
    pub version: i64,
    /// What it is to be.
    pub draft: StaffDraft,
}

/// A location as the owner writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LocationDraft {
    /// Its name.
    pub name: Title,
    /// Its address.
    #[serde(default)]
    pub address: Line,
}

/// Asks for a location, the last of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewLocation {
    /// What it is.
    pub draft: LocationDraft,
}

/// Replaces what is said of a location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditLocation {
    /// The writing that the change is made to.
    pub version: i64,
    /// What it is to be.
    pub draft: LocationDraft,
}

/// A span of a weekday, on the wall clock of the business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WeekSpan {
    /// 1 is Monday, 7 is Sunday.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 7))]
    pub weekday: u32,
    /// When it begins, in minutes after midnight, a multiple of 5.
    pub opens_minute: u32,
    /// When it ends, in minutes after midnight, at most 1440.
    pub closes_minute: u32,
}

/// A span of a date, on the wall clock of the business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DaySpan {
    /// When it begins, in minutes after midnight, a multiple of 5.
    pub opens_minute: u32,
    /// When it ends, in minutes after midnight, at most 1440.
    pub closes_minute: u32,
}

/// Whose hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum HoursOf {
    /// The business's: nobody works outside of them.
    Business,
    /// Those of a member of staff; none of their own: the business's.
    Staff(StaffId),
    /// Those of a location; none of its own: the business's.
    Location(LocationId),
}

/// When a business is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BusinessHours {
    /// The hours of its week, in order.
    pub weekly: Vec<WeekSpan>,
    /// Dates with hours of their own, from today on, in order.
    pub dates: Vec<DateHours>,
    /// Hours of staff and locations that have their own.
    pub own: Vec<OwnHours>,
}

/// The hours of a date, instead of those of its weekday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DateHours {
    /// The date.
    #[serde(with = "booking_engine::moment")]
    pub date: NaiveDate,
    /// Its hours, in order; empty: closed.
    pub spans: Vec<DaySpan>,
}

/// Hours of a member of staff or a location, within those of the business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnHours {
    /// Whose.
    pub of: HoursOf,
    /// The hours of the week, in order.
    pub weekly: Vec<WeekSpan>,
}

/// Replaces the hours of a week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetHours {
    /// Whose.
    pub of: HoursOf,
    /// What they are, as far as whoever asks knows.
    pub was: Vec<WeekSpan>,
    /// What they are to be.
    pub weekly: Vec<WeekSpan>,
}

/// Gives a date hours of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetDate {
    /// The hours; empty: closed.
    pub spans: Vec<DaySpan>,
}

/// Hours as they are now, with what is booked outside of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HoursSaved {
    /// The hours.
    pub hours: BusinessHours,
    /// Bookings to come that are outside of the new hours, the next first, at most
    /// [`OUTSIDE_MAX`]. They stay as they are.
    pub outside: Vec<OutsideBooking>,
}

/// A booking outside of the hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OutsideBooking {
    /// The order.
    pub order_id: String,
    /// What is booked.
    pub service: String,
    /// When it starts.
    #[serde(with = "booking_engine::moment")]
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    #[serde(with = "booking_engine::moment")]
    pub ends_at: DateTime<Utc>,
}
