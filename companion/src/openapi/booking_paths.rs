//! The operations by which somebody of the business books for a customer: one empty function each,
//! as in the guests' file beside; what can go wrong with them, and examples.
#![allow(dead_code, reason = "the descriptions are used, the functions are not")]

use booking_contract::owner::{
    AskBookingTerms, BookForCustomer, BookedForCustomer, BookingTerms, CustomersFound,
    CustomersQuery, PastCustomer, PayBy, Permission, Role, SimulationMenu,
};
use serde_json::Value;

use super::examples::{self, of, value};
use super::order_examples::details;
use super::problems::{body, books, plain_body, quote_changed};
use super::trying_examples;
use crate::Problem;

/// Book for a customer
///
/// Slot, coupon and order are taken in one transaction, as at a guest's confirmation, and it is
/// booked at once: what it costs is paid at the business or by the link. Limits of coupons hold as
/// for guests. What the calendar asks its guests may be left out. The same key and body give the
/// same order however often they arrive; it was made by this request where the status is 201.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/bookings",
    tag = "owner-orders",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits and dashes, a \
            new one for every booking.", example = "desk-4f1c0d5e9a7b2c3d")
    ),
    request_body = BookForCustomer,
    security(("session" = [])),
    responses(
        (status = 200, body = BookedForCustomer, description = "An earlier request with this key \
            booked it."),
        (status = 201, body = BookedForCustomer, description = "It is booked.")
    )
)]
pub(super) fn book_for_customer() {}

/// What can be booked for a customer
///
/// Every calendar of the business that is not put away, private services included.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/bookings/menu",
    tag = "owner-orders",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    security(("session" = [])),
    responses((status = 200, body = SimulationMenu, description = "The calendars."))
)]
pub(super) fn booking_menu() {}

/// On which terms a customer books
///
/// For the price at once, by the same engine: with the coupons that the customer holds and that of
/// the code. Where the code cannot be used, the true reason is told.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/bookings/terms",
    tag = "owner-orders",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    request_body = AskBookingTerms,
    security(("session" = [])),
    responses((status = 200, body = BookingTerms, description = "The terms."))
)]
pub(super) fn booking_terms() {}

/// Customers who booked before
///
/// By beginnings of words of their name or address, as they called themselves when they booked
/// last; nobody where no word is said.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/customers",
    tag = "owner-orders",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        CustomersQuery
    ),
    security(("session" = [])),
    responses((status = 200, body = CustomersFound, description = "The customers."))
)]
pub(super) fn customers() {}

/// The problems of an operation, its own and those that it shares with others.
pub(super) fn problems(operation: &str) -> Option<(Vec<Problem>, Vec<Problem>)> {
    let asked = |permission, own: Vec<Problem>| {
        let mut problems = vec![Problem::NotSignedIn, Problem::NotFound];
        problems.push(Problem::NotAllowed(Role::Staff, permission));
        problems.extend(own);
        problems
    };
    Some(match operation {
        "book_for_customer" => {
            let own = vec![
                Problem::ForeignPage,
                Problem::SlotTaken(vec![examples::slot()]),
                quote_changed(),
                Problem::InProgress,
                Problem::KeyReused,
                Problem::BelowMinimumCharge(50),
            ];
            (asked(Permission::BookForCustomer, own), body())
        }
        "booking_terms" => {
            let own = vec![Problem::ForeignPage];
            (asked(Permission::BookForCustomer, own), plain_body())
        }
        "booking_menu" => (asked(Permission::BookForCustomer, Vec::new()), books()),
        "customers" => {
            let own = vec![Problem::InvalidRequest(
                "search: at most 200 characters, none U+0000".into(),
            )];
            (asked(Permission::ViewOrders, own), books())
        }
        _ => return None,
    })
}

/// The body of an operation's request.
pub(super) fn request(operation: &str) -> Option<Value> {
    Some(match operation {
        "book_for_customer" => value(&BookForCustomer {
            calendar_id: of("kiln-studio"),
            request: examples::price_request(),
            starts_at: examples::slot().starts_at,
            guest: examples::guest(),
            quote: examples::quote(&examples::terms()),
            pay: PayBy::Link,
        }),
        "booking_terms" => value(&AskBookingTerms {
            calendar_id: of("kiln-studio"),
            request: examples::price_request(),
            email: Some(of("ada@example.com")),
        }),
        _ => return None,
    })
}

/// The body of an operation's answer when all is well.
pub(super) fn reply(operation: &str) -> Option<Value> {
    Some(match operation {
        "book_for_customer" => value(&BookedForCustomer {
            order: Box::new(details()),
            guest_page: "https://booking.example/b/kiln-clay/kiln-studio\
                         ?order=ord_019ad3c1f2003b8d5e7a90c4f61b2d7e#4gq0xZ8yS1mXkq2uJ9rT6w"
                .into(),
            no_link: None,
        }),
        "booking_menu" => trying_examples::reply("simulation_menu")?,
        "booking_terms" => value(&BookingTerms {
            terms: Box::new(examples::terms()),
            code: Some(of("WELCOME10")),
            refused: None,
            now: of("2026-11-20T09:00:00Z"),
        }),
        "customers" => value(&CustomersFound {
            customers: vec![PastCustomer {
                name: of("Test Guest"),
                email: of("guest@example.com"),
                phone: None,
            }],
        }),
        _ => return None,
    })
}
