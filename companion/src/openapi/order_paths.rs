//! The operations on orders for those who look after them: one empty function each, as in the
//! guests' file beside.
#![allow(dead_code, reason = "the descriptions are used, the functions are not")]

use booking_contract::owner::{
    AppointmentsPage, AppointmentsQuery, CallOff, CollectBalance, OrderDetails, OrdersPage,
    OrdersQuery, RecordPayment, RefundOrder,
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

/// The receipt of an order
///
/// With the discount's own line, what was paid and given back, and what is left. Letters beyond
/// those of the western European languages are shown as `?`.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/orders/{order}/receipt.pdf",
    tag = "owner-orders",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("order" = String, Path, description = "The order.",
            example = "ord_019ad3c1f2003b8d5e7a90c4f61b2d7e")
    ),
    security(("session" = [])),
    responses((status = 200, content_type = "application/pdf", description = "The file."))
)]
pub(super) fn owner_receipt() {}

/// The receipt of an order, for its guest
///
/// As its business has it. The token comes with the header or, for links, in the address.
#[utoipa::path(
    get,
    path = "/v1/orders/{id}/receipt.pdf",
    tag = "orders",
    params(
        ("id" = String, Path, description = "The order."),
        ("token" = Option<String>, Query, description = "The order's token.")
    ),
    security(("order_token" = [])),
    responses((status = 200, content_type = "application/pdf", description = "The file."))
)]
pub(super) fn guest_receipt() {}

/// The receipt of an order as a page
///
/// To be read and printed, with a link to the file.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/orders/{order}/receipt",
    tag = "owner-orders",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("order" = String, Path, description = "The order.",
            example = "ord_019ad3c1f2003b8d5e7a90c4f61b2d7e")
    ),
    security(("session" = [])),
    responses((status = 200, content_type = "text/html", description = "The page."))
)]
pub(super) fn owner_receipt_page() {}

/// The receipt of an order as a page, for its guest
///
/// As its business has it. The token comes with the header or, for links, in the address.
#[utoipa::path(
    get,
    path = "/v1/orders/{id}/receipt",
    tag = "orders",
    params(
        ("id" = String, Path, description = "The order."),
        ("token" = Option<String>, Query, description = "The order's token.")
    ),
    security(("order_token" = [])),
    responses((status = 200, content_type = "text/html", description = "The page."))
)]
pub(super) fn guest_receipt_page() {}

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

/// Record a payment that the business received itself
///
/// Up to the balance. An order that waits for its payment is booked with it, if it is at least
/// what is due; its payment page is closed before. Refused where the balance is another one by now.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/orders/{order}/payments",
    tag = "owner-orders",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("order" = String, Path, description = "The order.",
            example = "ord_019ad3c1f2003b8d5e7a90c4f61b2d7e")
    ),
    request_body = RecordPayment,
    security(("session" = [])),
    responses((status = 200, body = OrderDetails, description = "The order as it is then."))
)]
pub(super) fn record_payment() {}

/// Collect the balance by a link
///
/// A payment page for all that is left, which the guest can open for a day. Asked for again, it is
/// the same page; a balance that was paid is never asked for twice.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/orders/{order}/payment-link",
    tag = "owner-orders",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("order" = String, Path, description = "The order.",
            example = "ord_019ad3c1f2003b8d5e7a90c4f61b2d7e")
    ),
    request_body = CollectBalance,
    security(("session" = [])),
    responses((status = 200, body = OrderDetails, description = "The order as it is then."))
)]
pub(super) fn collect_balance() {}

/// Give money back
///
/// All that is left, what was paid for one attendee, or an amount. What was received by hand is
/// recorded as given back by hand. Refused where it comes to another amount than was told.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/orders/{order}/refunds",
    tag = "owner-orders",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("order" = String, Path, description = "The order.",
            example = "ord_019ad3c1f2003b8d5e7a90c4f61b2d7e")
    ),
    request_body = RefundOrder,
    security(("session" = [])),
    responses((status = 200, body = OrderDetails, description = "The order as it is then."))
)]
pub(super) fn refund_order() {}

/// A refund by hand was handed over
///
/// Where a guest calls off what they paid by hand, somebody has to give it back; until this is
/// said, the refund is on its way.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/orders/{order}/refunds/{refund}/handed-over",
    tag = "owner-orders",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("order" = String, Path, description = "The order.",
            example = "ord_019ad3c1f2003b8d5e7a90c4f61b2d7e"),
        ("refund" = String, Path, description = "The number of the refund.", example = "1")
    ),
    security(("session" = [])),
    responses((status = 200, body = OrderDetails, description = "The order as it is then."))
)]
pub(super) fn hand_over_refund() {}

/// Call an order off
///
/// With or without money back. One that waits for its payment is given up; where the guest has
/// just paid, it is not, and the answer tells what calling it off would give back now.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/orders/{order}/cancel",
    tag = "owner-orders",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("order" = String, Path, description = "The order.",
            example = "ord_019ad3c1f2003b8d5e7a90c4f61b2d7e")
    ),
    request_body = CallOff,
    security(("session" = [])),
    responses((status = 200, body = OrderDetails, description = "The order as it is then."))
)]
pub(super) fn call_off_order() {}

/// Accept a payment that does not agree with its order
///
/// The order is booked as it was paid, if its place and its coupon can be had.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/orders/{order}/accept",
    tag = "owner-orders",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("order" = String, Path, description = "The order.",
            example = "ord_019ad3c1f2003b8d5e7a90c4f61b2d7e")
    ),
    security(("session" = [])),
    responses((status = 200, body = OrderDetails, description = "The order as it is then."))
)]
pub(super) fn accept_payment() {}
