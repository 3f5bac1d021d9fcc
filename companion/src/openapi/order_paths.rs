//! The operations on orders for those who look after them: one empty function each, as in the
//! guests' file beside.
#![allow(dead_code, reason = "the descriptions are used, the functions are not")]

use booking_contract::owner::{
    AppointmentsPage, AppointmentsQuery, OrderDetails, OrdersPage, OrdersQuery,
};

/// The orders of a business
///
/// A page costs the same wherever in the list it is. Orders are counted up to 10,000; where there
/// are more, `more` says so.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/orders",
    tag = "owner-orders",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        OrdersQuery
    ),
    security(("session" = [])),
    responses((status = 200, body = OrdersPage, description = "A page of them."))
)]
pub(super) fn owner_orders() {}

/// One order, with its money to the last cent
///
/// `payments` holds what it costs and what was paid of it, as a whole and for each attendee; every
/// figure of the whole is the sum of the attendees'.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/orders/{order}",
    tag = "owner-orders",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("order" = String, Path, description = "The order.",
            example = "ord_019ad3c1f2003b8d5e7a90c4f61b2d7e")
    ),
    security(("session" = [])),
    responses((status = 200, body = OrderDetails, description = "The order."))
)]
pub(super) fn owner_order() {}

/// One's own appointments
///
/// Those of the member of staff that one's account is linked to, from today on; bookings that were
/// called off are left out.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/appointments",
    tag = "owner-orders",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        AppointmentsQuery
    ),
    security(("session" = [])),
    responses((status = 200, body = AppointmentsPage, description = "A page of them."))
)]
pub(super) fn appointments() {}
