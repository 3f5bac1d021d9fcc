//! The operations on what a business sells: one empty function each, as in the guests' file beside.
#![allow(dead_code, reason = "the descriptions are used, the functions are not")]

use booking_contract::owner::{CalendarList, LocationList, ServiceList, ServicesQuery, StaffList};

/// The calendars of a business
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/calendars",
    tag = "catalog",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    security(("session" = [])),
    responses((status = 200, body = CalendarList, description = "All of them, by title."))
)]
pub(super) fn calendars() {}

/// The services of a business
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/services",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ServicesQuery
    ),
    security(("session" = [])),
    responses((status = 200, body = ServiceList, description = "All of them, in the order in which guests see them."))
)]
pub(super) fn owned_services() {}

/// The staff of a business
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/staff",
    tag = "catalog",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    security(("session" = [])),
    responses((status = 200, body = StaffList, description = "All of them."))
)]
pub(super) fn staff() {}

/// The locations of a business
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/locations",
    tag = "catalog",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    security(("session" = [])),
    responses((status = 200, body = LocationList, description = "All of them."))
)]
pub(super) fn locations() {}
