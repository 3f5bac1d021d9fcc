//! The operations: one empty function each, which carries its description.
//!
//! They stand apart from the handlers so that the whole surface is on one screen. A test holds
//! them against the routes that the router has, and real answers against their schemas.
#![allow(dead_code, reason = "the descriptions are used, the functions are not")]

use booking_contract::{
    CalendarPage, CancelOrder, CouponCheck, CouponCheckReply, MoveOrder, OpenOrder, OrderOpened,
    OrderView, SlotsPage, SlotsQuery,
};
use booking_engine::CalendarId;

use crate::health::Health;

/// A calendar: what can be booked, and on which terms
///
/// Holds no coupon and no count of uses: those stay with the companion.
#[utoipa::path(
    get,
    path = "/v1/calendars/{id}",
    tag = "booking",
    params(
        ("id" = CalendarId, Path, description = "The calendar.", example = "kiln-studio"),
        (
            "service" = Option<String>,
            Query,
            description = "A service that the guest was sent to: shown although it is private.",
            example = "wheel"
        )
    ),
    responses((status = 200, body = CalendarPage, description = "The calendar."))
)]
pub(super) fn calendar() {}

/// The free slots of services back to back
///
/// A start is free where each service has somebody to take it. Dates are local to the asked time
/// zone.
#[utoipa::path(
    get,
    path = "/v1/calendars/{id}/slots",
    tag = "booking",
    params(
        ("id" = CalendarId, Path, description = "The calendar.", example = "kiln-studio"),
        SlotsQuery
    ),
    responses((status = 200, body = SlotsPage, description = "The free slots, earliest first."))
)]
pub(super) fn slots() {}

/// Is this code good, and what are its rules?
///
/// After an accepted code the caller prices every change itself with the terms of the answer. A
/// stranger gets one and the same rejection for a code that does not exist and one that cannot
/// be used. Wrong tries are throttled: by network, by session, and at the business.
#[utoipa::path(
    post,
    path = "/v1/calendars/{id}/coupon-checks",
    tag = "booking",
    params(
        ("id" = CalendarId, Path, description = "The calendar.", example = "kiln-studio"),
        (
            "Booking-Session" = Option<String>,
            Header,
            description = "What the guest's frame calls its visit: 16 to 64 letters, digits and dashes.",
            pattern = "^[A-Za-z0-9-]{16,64}$",
            example = "visit-5f1c2f0e8a574c1c"
        )
    ),
    request_body = CouponCheck,
    responses((status = 200, body = CouponCheckReply, description = "Accepted or rejected."))
)]
pub(super) fn check_coupon() {}

/// Confirm a booking
///
/// The companion prices the request again. If anything differs from the quote as shown, nothing
/// is held or charged and the answer holds the right one. Otherwise the slot and the use of the
/// coupon are held, and `checkout_url` of the order leads to the payment; an order of 0 is
/// booked at once. The same key with the same body gives the same order however often it comes.
#[utoipa::path(
    post,
    path = "/v1/calendars/{id}/orders",
    tag = "orders",
    params(
        ("id" = CalendarId, Path, description = "The calendar.", example = "kiln-studio"),
        (
            "Idempotency-Key" = String,
            Header,
            description = "Made when the confirm button is shown: 16 to 64 letters, digits and dashes.",
            pattern = "^[A-Za-z0-9-]{16,64}$",
            example = "5f1c2f0e-8a57-4c1c-9d3e-2a4f6b8c0d1e"
        )
    ),
    request_body = OpenOrder,
    responses(
        (status = 201, body = OrderOpened, description = "The opened order and its token."),
        (status = 200, body = OrderOpened, description = "The order that this key opened before.")
    )
)]
pub(super) fn open_order() {}

/// An order as its guest sees it
#[utoipa::path(
    get,
    path = "/v1/orders/{id}",
    tag = "orders",
    params(
        ("id" = String, Path, description = "The order."),
        (
            "zone" = Option<String>,
            Query,
            description = "The IANA name of the time zone of `clock`; the one of the confirmation where none is named."
        )
    ),
    security(("order_token" = [])),
    responses((status = 200, body = OrderView, description = "The order."))
)]
pub(super) fn order() {}

/// Give a held booking up
///
/// The payment page is closed first. Where the money was faster, the answer is a paid order.
#[utoipa::path(
    post,
    path = "/v1/orders/{id}/release",
    tag = "orders",
    params(("id" = String, Path, description = "The order.")),
    security(("order_token" = [])),
    responses((status = 200, body = OrderView, description = "The order as it stands now."))
)]
pub(super) fn release_order() {}

/// Get more time to pay
///
/// As often as `extension` of the order says; the answer has the new `hold_until`.
#[utoipa::path(
    post,
    path = "/v1/orders/{id}/extend",
    tag = "orders",
    params(("id" = String, Path, description = "The order.")),
    security(("order_token" = [])),
    responses((status = 200, body = OrderView, description = "The order with its new end."))
)]
pub(super) fn extend_order() {}

/// Call a booking off
///
/// `cancellation` of the order tells what is given back; the body repeats it, so that nothing is
/// called off for another amount than the guest was told. An order that is over already is
/// answered as it stands.
#[utoipa::path(
    post,
    path = "/v1/orders/{id}/cancel",
    tag = "orders",
    params(("id" = String, Path, description = "The order.")),
    request_body = CancelOrder,
    security(("order_token" = [])),
    responses((status = 200, body = OrderView, description = "The order as it stands now."))
)]
pub(super) fn cancel_order() {}

/// Move a booking to another time
///
/// Services, attendees and price stay as they are. Possible until `movable_until` of the order,
/// and where the coupon's conditions hold at the new time: otherwise the answer is the price that
/// the booking would have there. A time that is taken changes nothing.
#[utoipa::path(
    post,
    path = "/v1/orders/{id}/move",
    tag = "orders",
    params(("id" = String, Path, description = "The order.")),
    request_body = MoveOrder,
    security(("order_token" = [])),
    responses((status = 200, body = OrderView, description = "The order at its new time."))
)]
pub(super) fn move_order() {}

/// Stripe's events
///
/// The body is signed; a second delivery of an event changes nothing. An answer other than 2xx
/// makes Stripe send the event again later.
#[utoipa::path(
    post,
    path = "/v1/stripe/webhooks",
    tag = "stripe",
    params((
        "Stripe-Signature" = String,
        Header,
        description = "Stripe's time and signatures of the body.",
        example = "t=1795165200,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd"
    )),
    request_body(content = Object, description = "An event as Stripe sends it."),
    responses((status = 200, description = "Taken note of."))
)]
pub(super) fn stripe_webhook() {}

/// Events of a business's own account
///
/// As those of the companion's account, signed with the secret of this endpoint. An account speaks
/// for the orders that are paid through it and for no others.
#[utoipa::path(
    post,
    path = "/v1/stripe/webhooks/{account}",
    tag = "stripe",
    params(
        ("account" = String, Path, description = "The account, as its address says."),
        (
            "Stripe-Signature" = String,
            Header,
            description = "Stripe's time and signatures of the body.",
            example = "t=1795165200,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd"
        )
    ),
    request_body(content = Object, description = "An event as Stripe sends it."),
    responses((status = 200, description = "Taken note of."))
)]
pub(super) fn own_stripe_webhook() {}

/// Does the process run?
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "health",
    responses((status = 200, body = Health, description = "It does."))
)]
pub(super) fn healthz() {}

/// Can it answer guests?
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "health",
    responses((status = 200, body = Health, description = "The database answers."))
)]
pub(super) fn readyz() {}
