//! The operations on staff, locations and hours: one empty function each, as in the guests' file
//! beside.
#![allow(dead_code, reason = "the descriptions are used, the functions are not")]

use booking_contract::owner::{
    BusinessHours, EditLocation, EditStaff, HoursSaved, LocationRow, NewLocation, NewStaff,
    Reorder, SetDate, SetHours, StaffRow,
};
use booking_engine::{LocationId, StaffId};

/// Make a member of staff, the last of them
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/staff",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
    ),
    request_body = NewStaff,
    security(("session" = [])),
    responses((status = 201, body = StaffRow, description = "What is there now."))
)]
pub(super) fn create_staff() {}

/// Change a member of staff
///
/// For bookings to come.
#[utoipa::path(
    put,
    path = "/v1/businesses/{id}/staff/{staff}",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("staff" = StaffId, Path, description = "Which.")
    ),
    request_body = EditStaff,
    security(("session" = [])),
    responses((status = 200, body = StaffRow, description = "What is there now."))
)]
pub(super) fn edit_staff() {}

/// Take a member of staff out of what guests can choose
///
/// What is booked stays.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/staff/{staff}/archive",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("staff" = StaffId, Path, description = "Which.")
    ),
    security(("session" = [])),
    responses((status = 200, body = StaffRow, description = "What is there now."))
)]
pub(super) fn archive_staff() {}

/// Put a member of staff back
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/staff/{staff}/restore",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("staff" = StaffId, Path, description = "Which.")
    ),
    security(("session" = [])),
    responses((status = 200, body = StaffRow, description = "What is there now."))
)]
pub(super) fn restore_staff() {}

/// Move a member of staff one place among the others
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/staff/{staff}/move",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("staff" = StaffId, Path, description = "Which.")
    ),
    request_body = Reorder,
    security(("session" = [])),
    responses((status = 200, body = StaffRow, description = "What is there now."))
)]
pub(super) fn move_staff() {}

/// Make a location, the last of them
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/locations",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
    ),
    request_body = NewLocation,
    security(("session" = [])),
    responses((status = 201, body = LocationRow, description = "What is there now."))
)]
pub(super) fn create_location() {}

/// Change a location
///
/// For bookings to come.
#[utoipa::path(
    put,
    path = "/v1/businesses/{id}/locations/{location}",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("location" = LocationId, Path, description = "Which.")
    ),
    request_body = EditLocation,
    security(("session" = [])),
    responses((status = 200, body = LocationRow, description = "What is there now."))
)]
pub(super) fn edit_location() {}

/// Take a location out of what guests can choose
///
/// What is booked stays.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/locations/{location}/archive",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("location" = LocationId, Path, description = "Which.")
    ),
    security(("session" = [])),
    responses((status = 200, body = LocationRow, description = "What is there now."))
)]
pub(super) fn archive_location() {}

/// Put a location back
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/locations/{location}/restore",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("location" = LocationId, Path, description = "Which.")
    ),
    security(("session" = [])),
    responses((status = 200, body = LocationRow, description = "What is there now."))
)]
pub(super) fn restore_location() {}

/// Move a location one place among the others
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/locations/{location}/move",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("location" = LocationId, Path, description = "Which.")
    ),
    request_body = Reorder,
    security(("session" = [])),
    responses((status = 200, body = LocationRow, description = "What is there now."))
)]
pub(super) fn move_location() {}

/// When a business is open
///
/// Dates with hours of their own are told from today on.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/hours",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
    ),
    security(("session" = [])),
    responses((status = 200, body = BusinessHours, description = "The hours."))
)]
pub(super) fn hours() {}

/// Replace the hours of a week
///
/// Of the business, of a member of staff or of a location; none of their own: those of the business.
/// What is booked outside of them is told, and stays.
#[utoipa::path(
    put,
    path = "/v1/businesses/{id}/hours",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
    ),
    request_body = SetHours,
    security(("session" = [])),
    responses((status = 200, body = HoursSaved, description = "The hours as they are now."))
)]
pub(super) fn set_hours() {}

/// Give a date hours of its own
///
/// None: closed.
#[utoipa::path(
    put,
    path = "/v1/businesses/{id}/hours/dates/{date}",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("date" = String, Path, description = "The date.", example = "2026-12-24")
    ),
    request_body = SetDate,
    security(("session" = [])),
    responses((status = 200, body = HoursSaved, description = "The hours as they are now."))
)]
pub(super) fn set_date() {}

/// Give a date the hours of its weekday again
#[utoipa::path(
    delete,
    path = "/v1/businesses/{id}/hours/dates/{date}",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("date" = String, Path, description = "The date.", example = "2026-12-24")
    ),
    security(("session" = [])),
    responses((status = 200, body = HoursSaved, description = "The hours as they are now."))
)]
pub(super) fn delete_date() {}

/// A member of staff
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/staff/{staff}",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("staff" = StaffId, Path, description = "Which.")
    ),
    security(("session" = [])),
    responses((status = 200, body = StaffRow, description = "The member of staff."))
)]
pub(super) fn member() {}

/// A location
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/locations/{location}",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("location" = LocationId, Path, description = "Which.")
    ),
    security(("session" = [])),
    responses((status = 200, body = LocationRow, description = "The location."))
)]
pub(super) fn place() {}
