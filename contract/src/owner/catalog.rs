//! `/v1/businesses/{id}/{calendars,services,staff,locations}`: what a business sells, by whom and
//! where, as everybody who works there may see it.
//!
//! Each list is answered whole: a business has at most so many of each.

use booking_engine::{
    AddOnId, CalendarId, LocationId, ServiceId, StaffId, StaffOffer, VariationId,
};
use serde::{Deserialize, Serialize};

use crate::WidgetStyle;

/// The most calendars of a business, archived ones included.
pub const CALENDARS_MAX: u32 = 200;
/// The most services of a business, archived ones included.
pub const SERVICES_MAX: u32 = 1_000;
/// The most members of staff of a business, former ones included.
pub const STAFF_MAX: u32 = 500;
/// The most locations of a business, closed ones included.
pub const LOCATIONS_MAX: u32 = 200;

/// The calendars of a business, by title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarList {
    /// All of them.
    pub calendars: Vec<CalendarRow>,
}

/// A calendar among others.
#[allow(
    clippy::struct_excessive_bools,
    reason = "none of the switches follows from another"
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarRow {
    /// Its id, as in addresses.
    pub id: CalendarId,
    /// Its title.
    pub title: String,
    /// Which widget draws it.
    pub style: WidgetStyle,
    /// The primary colour as `#rrggbb`, where one is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accent: Option<String>,
    /// The address of its cover image on the companion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<String>,
    /// Whether it takes payments.
    pub payments: bool,
    /// Whether guests may enter a coupon code.
    pub coupons: bool,
    /// Whether its payments are test payments.
    pub test_mode: bool,
    /// Whether it is put away: guests cannot book it any more.
    pub archived: bool,
    /// How many services it has that are not archived.
    pub services: u32,
}

/// Which services.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct ServicesQuery {
    /// Only those of this calendar.
    #[cfg_attr(feature = "openapi", param(required = false, value_type = String))]
    pub calendar: Option<CalendarId>,
}

/// Services, by calendar and in the order in which guests see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceList {
    /// All of them.
    pub services: Vec<ServiceRow>,
}

/// A service among others. Amounts are minor units of the business's currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceRow {
    /// Its id.
    pub id: ServiceId,
    /// The calendar that sells it.
    pub calendar_id: CalendarId,
    /// Its name.
    pub name: String,
    /// The id of its category; empty: none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// How long it takes, in minutes, where no variation says otherwise.
    pub duration_minutes: u32,
    /// The price for one attendee, where no variation says otherwise.
    pub unit_price_minor: i64,
    /// How many take part in one session at most.
    pub capacity: u32,
    /// The most attendees of one booking.
    pub attendees_max: u32,
    /// Whether it is shown only to those who come with its id.
    pub private: bool,
    /// Whether it is put away: guests cannot book it any more.
    pub archived: bool,
    /// Its forms; one of them has to be chosen. Empty: it has one form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variations: Vec<OfferedVariation>,
    /// What may be booked along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_ons: Vec<OfferedAddOn>,
    /// Who performs it; empty: nobody in particular.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub staff: Vec<StaffOffer>,
    /// Where it takes place; empty: at every location of the calendar.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<LocationId>,
}

/// A form of a service with its price and duration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OfferedVariation {
    /// Its id.
    pub id: VariationId,
    /// Its name.
    pub name: String,
    /// Its price for one attendee, instead of the service's.
    pub unit_price_minor: i64,
    /// How long the service takes in this form, in minutes.
    pub duration_minutes: u32,
}

/// What may be booked along with a service, with its price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OfferedAddOn {
    /// Its id.
    pub id: AddOnId,
    /// Its name.
    pub name: String,
    /// A sentence about it; may be empty.
    #[serde(default)]
    pub description: String,
    /// The price of one piece.
    pub unit_price_minor: i64,
    /// The most pieces for one attendee.
    pub quantity_max: u32,
}

/// The staff of a business, in the order in which guests see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffList {
    /// All of them.
    pub staff: Vec<StaffRow>,
}

/// Someone who performs services.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffRow {
    /// Their id.
    pub id: StaffId,
    /// Which writing this is.
    pub version: i64,
    /// Their name.
    pub name: String,
    /// A few words about them; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// Where they work; empty: at every location.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<LocationId>,
    /// Whether guests can book them; false: they have left.
    pub active: bool,
}

/// The locations of a business, in the order in which guests see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LocationList {
    /// All of them.
    pub locations: Vec<LocationRow>,
}

/// A place where services are performed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LocationRow {
    /// Its id.
    pub id: LocationId,
    /// Which writing this is.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// Its address; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Whether guests can book there; false: it is closed for good.
    pub active: bool,
}
