//! `/v1/businesses/{id}/services/{service}`: a service as its owner writes and reads it.

use booking_engine::{AddOnId, CalendarId, LocationId, ServiceId, StaffOffer, Tax, VariationId};
use serde::{Deserialize, Serialize};

use super::{Line, Title};

/// The longest duration of a service and the longest buffer, in minutes: a day.
pub const DURATION_MINUTES_MAX: u32 = 24 * 60;
/// The most seats of a session.
pub const CAPACITY_MAX: u32 = 1_000;
/// The most forms of a service.
pub const VARIATIONS_MAX: usize = 30;
/// The most things to book along with a service.
pub const ADD_ONS_MAX: usize = 30;
/// The most pieces of an add-on for one attendee.
pub const QUANTITY_MAX: u32 = 100;

/// A service as its owner writes it. Prices are for one attendee, in minor units of the
/// business's currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ServiceDraft {
    /// Its name.
    pub name: Title,
    /// A sentence about it.
    #[serde(default)]
    pub description: Line,
    /// The id of its category; empty: none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// The address of a picture on the companion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<String>,
    /// Whether it is shown only to those who come with its id.
    #[serde(default)]
    pub private: bool,
    /// The price for one attendee, where no variation says otherwise.
    pub unit_price_minor: i64,
    /// How long it takes, in minutes, where no variation says otherwise.
    pub duration_minutes: u32,
    /// How many minutes after another a session may begin, a multiple of 5.
    pub interval_minutes: u32,
    /// How long nothing else may be booked before it, in minutes.
    #[serde(default)]
    pub buffer_before_minutes: u32,
    /// How long nothing else may be booked after it, in minutes.
    #[serde(default)]
    pub buffer_after_minutes: u32,
    /// How many take part in one session at most.
    #[serde(default = "one")]
    pub capacity: u32,
    /// The most attendees of one booking.
    #[serde(default = "one")]
    pub attendees_max: u32,
    /// Where it takes place; empty: at every location of the calendar.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<LocationId>,
    /// Its forms, in the order to show; one of them has to be chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variations: Vec<VariationDraft>,
    /// What may be booked along, in the order to show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_ons: Vec<AddOnDraft>,
    /// Who performs it; empty: nobody in particular.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub staff: Vec<StaffOffer>,
    /// The tax on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Tax>,
}

fn one() -> u32 {
    1
}

/// A form of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct VariationDraft {
    /// Its id; none: it is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<VariationId>,
    /// Its name.
    pub name: Title,
    /// Its price, instead of the service's.
    pub unit_price_minor: i64,
    /// How long the service takes in this form, in minutes.
    pub duration_minutes: u32,
}

/// Something to book along with a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddOnDraft {
    /// Its id; none: it is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<AddOnId>,
    /// Its name.
    pub name: Title,
    /// A sentence about it.
    #[serde(default)]
    pub description: Line,
    /// The price of one piece.
    pub unit_price_minor: i64,
    /// The most pieces for one attendee.
    pub quantity_max: u32,
}

/// Asks for a service, the last of its calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewService {
    /// The calendar that is to sell it.
    pub calendar_id: CalendarId,
    /// What it is to be.
    pub draft: ServiceDraft,
}

/// Replaces what a service says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditService {
    /// The writing that the change is made to.
    pub version: i64,
    /// What it is to be.
    pub draft: ServiceDraft,
}

/// A service as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceView {
    /// Its id.
    pub id: ServiceId,
    /// The calendar that sells it.
    pub calendar_id: CalendarId,
    /// Which writing this is.
    pub version: i64,
    /// What its owner wrote.
    pub draft: ServiceDraft,
    /// Whether it is put away: guests cannot book it any more.
    pub archived: bool,
}

/// Moves something among its like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Reorder {
    /// Where to.
    pub to: Towards,
}

/// Where something moves among its like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Towards {
    /// One place nearer to the first.
    First,
    /// One place nearer to the last.
    Last,
}
