//! The operations on what a business sells: one empty function each, as in the guests' file beside.
#![allow(dead_code, reason = "the descriptions are used, the functions are not")]

use booking_contract::owner::{
    CalendarList, CalendarView, EditCalendar, LocationList, NewCalendar, ProductList, ServiceList,
    ServicesQuery, StaffList,
};
use booking_engine::CalendarId;

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

/// Make a calendar
///
/// What has an id of its own inside of it comes without one and gets one.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/calendars",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
    ),
    request_body = NewCalendar,
    security(("session" = [])),
    responses((status = 201, body = CalendarView, description = "The calendar."))
)]
pub(super) fn create_calendar() {}

/// A calendar with everything that its owner wrote
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/calendars/{calendar}",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("calendar" = CalendarId, Path, description = "The calendar.")
    ),
    security(("session" = [])),
    responses((status = 200, body = CalendarView, description = "The calendar."))
)]
pub(super) fn owned_calendar() {}

/// Change a calendar
///
/// The whole draft is replaced, for bookings to come. Where it takes payments, its product is there from
/// then on. A question keeps what kind of answer it takes.
#[utoipa::path(
    put,
    path = "/v1/businesses/{id}/calendars/{calendar}",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("calendar" = CalendarId, Path, description = "The calendar.")
    ),
    request_body = EditCalendar,
    security(("session" = [])),
    responses((status = 200, body = CalendarView, description = "The calendar as it is now."))
)]
pub(super) fn edit_calendar() {}

/// Make a calendar that says the same and sells the same
///
/// It takes test payments at first.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/calendars/{calendar}/duplicate",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("calendar" = CalendarId, Path, description = "The calendar.")
    ),
    security(("session" = [])),
    responses((status = 201, body = CalendarView, description = "The new calendar."))
)]
pub(super) fn duplicate_calendar() {}

/// Put a calendar away
///
/// Guests cannot book it any more; what is booked stays.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/calendars/{calendar}/archive",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("calendar" = CalendarId, Path, description = "The calendar.")
    ),
    security(("session" = [])),
    responses((status = 200, body = CalendarView, description = "The calendar as it is now."))
)]
pub(super) fn archive_calendar() {}

/// Bring a calendar back
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/calendars/{calendar}/restore",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("calendar" = CalendarId, Path, description = "The calendar.")
    ),
    security(("session" = [])),
    responses((status = 200, body = CalendarView, description = "The calendar as it is now."))
)]
pub(super) fn restore_calendar() {}

/// The products of a business
///
/// One for each calendar that takes payments, or has done.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/products",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
    ),
    security(("session" = [])),
    responses((status = 200, body = ProductList, description = "All of them, by name."))
)]
pub(super) fn products() {}

/// Delete a product
///
/// Only that of a calendar that takes no payments.
#[utoipa::path(
    delete,
    path = "/v1/businesses/{id}/products/{product}",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("product" = String, Path, description = "The product.")
    ),
    security(("session" = [])),
    responses((status = 204, description = "It is gone."))
)]
pub(super) fn delete_product() {}
