//! What a calendar offers to choose from. Prices are in the terms, by the same ids.

use booking_engine::{AddOnId, LocationId, ServiceId, StaffId, VariationId};
use serde::{Deserialize, Serialize};

/// The longest id of a category, in characters.
pub const CATEGORY_LENGTH_MAX: usize = 64;

/// A service as a guest sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceInfo {
    /// Its id.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// A sentence about it; may be empty.
    pub description: String,
    /// How long it takes, in minutes, where no variation says otherwise.
    pub duration_minutes: u32,
    /// The id of its category; empty where it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// The address of a picture on the companion, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<String>,
    /// Where it takes place; empty: at every location of the calendar.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<LocationId>,
    /// Its forms, in the order to show; one of them has to be chosen. Empty: it has one form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variations: Vec<VariationInfo>,
    /// What may be booked along, in the order to show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_ons: Vec<AddOnInfo>,
}

/// A form of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VariationInfo {
    /// Its id.
    pub id: VariationId,
    /// Its name.
    pub name: String,
    /// How long the service takes in this form, in minutes.
    pub duration_minutes: u32,
}

/// What may be booked along with a service, once for each attendee or several times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddOnInfo {
    /// Its id.
    pub id: AddOnId,
    /// Its name.
    pub name: String,
    /// A sentence about it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
}

/// Someone who performs services; which ones, and at what price, is in the terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffInfo {
    /// Their id.
    pub id: StaffId,
    /// Their name.
    pub name: String,
    /// A few words about them; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// Where they work; empty: at every location of the calendar.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<LocationId>,
}

/// A place where services are performed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LocationInfo {
    /// Its id.
    pub id: LocationId,
    /// Its name.
    pub name: String,
    /// Its address; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
}

/// A heading of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "owners", serde(deny_unknown_fields))]
pub struct CategoryInfo {
    /// Its id, 1 to [`CATEGORY_LENGTH_MAX`] characters.
    pub id: String,
    /// Its name.
    pub name: String,
}
