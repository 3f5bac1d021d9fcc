//! The operations on services: one empty function each, as in the guests' file beside.
#![allow(dead_code, reason = "the descriptions are used, the functions are not")]

use booking_contract::owner::{EditService, NewService, Reorder, ServiceView};
use booking_engine::ServiceId;

/// Make a service, the last of its calendar
///
/// Forms and add-ons come without ids and get them.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/services",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
    ),
    request_body = NewService,
    security(("session" = [])),
    responses((status = 201, body = ServiceView, description = "The service."))
)]
pub(super) fn create_service() {}

/// A service with everything that its owner wrote
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/services/{service}",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("service" = ServiceId, Path, description = "The service.")
    ),
    security(("session" = [])),
    responses((status = 200, body = ServiceView, description = "The service."))
)]
pub(super) fn owned_service() {}

/// Change a service
///
/// The whole draft is replaced, for bookings to come; what is booked stays as it was agreed.
#[utoipa::path(
    put,
    path = "/v1/businesses/{id}/services/{service}",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("service" = ServiceId, Path, description = "The service.")
    ),
    request_body = EditService,
    security(("session" = [])),
    responses((status = 200, body = ServiceView, description = "The service as it is now."))
)]
pub(super) fn edit_service() {}

/// Put a service away
///
/// Guests cannot book it any more; what is booked stays.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/services/{service}/archive",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("service" = ServiceId, Path, description = "The service.")
    ),
    security(("session" = [])),
    responses((status = 200, body = ServiceView, description = "The service as it is now."))
)]
pub(super) fn archive_service() {}

/// Bring a service back
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/services/{service}/restore",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("service" = ServiceId, Path, description = "The service.")
    ),
    security(("session" = [])),
    responses((status = 200, body = ServiceView, description = "The service as it is now."))
)]
pub(super) fn restore_service() {}

/// Move a service one place among those of its calendar
///
/// One that is at the end stays there.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/services/{service}/move",
    tag = "catalog",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("service" = ServiceId, Path, description = "The service.")
    ),
    request_body = Reorder,
    security(("session" = [])),
    responses((status = 200, body = ServiceView, description = "The service."))
)]
pub(super) fn move_service() {}
