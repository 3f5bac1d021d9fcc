//! What can go wrong with each operation, as the companion would answer it.

use booking_contract::{Field, FieldProblemCode};

use super::{
    booking_paths, business_problems, catalog_problems, coupon_problems, examples, order_problems,
    owner_problems, stripe_problems, webhook_problems,
};
use crate::Problem;
use crate::app::{BODY_BYTES_MAX, EVENT_BYTES_MAX};

/// The problems of an operation, by its id.
pub(super) fn of(operation: &str) -> Vec<Problem> {
    let (own, shared) = match operation {
        "extend_order" => (
            vec![
                Problem::NotFound,
                Problem::WrongState("its hold cannot be extended, or not any more"),
            ],
            books(),
        ),
        "cancel_order" => (
            vec![
                Problem::NotFound,
                Problem::WrongState("it is not paid: release it instead"),
                Problem::RefundChanged(0),
            ],
            plain_body(),
        ),
        "move_order" => (
            vec![
                Problem::NotFound,
                Problem::WrongState("it cannot be moved by its guest, or not any more"),
                Problem::SlotTaken(vec![examples::slot()]),
                quote_changed(),
            ],
            plain_body(),
        ),
        "calendar" => (vec![Problem::NotFound], books()),
        "release_order" => (
            vec![
                Problem::NotFound,
                Problem::TooLarge(BODY_BYTES_MAX),
                Problem::TooSlow,
                Problem::UnsupportedMediaType,
                Problem::InvalidRequest("the body broke off".into()),
            ],
            books(),
        ),
        "slots" | "order" => (
            vec![
                Problem::InvalidRequest("the query has no parameter \"day\"".into()),
                Problem::field(
                    Field::Zone,
                    FieldProblemCode::Unknown,
                    "zone: \"Lisbon\" is not an IANA time zone, such as Europe/Lisbon",
                ),
                Problem::NotFound,
            ],
            books(),
        ),
        "check_coupon" => (vec![Problem::NotFound, Problem::TooManyTries(30)], body()),
        "open_order" => (
            vec![
                Problem::NotFound,
                Problem::SlotTaken(vec![examples::slot()]),
                quote_changed(),
                Problem::InProgress,
                Problem::KeyReused,
                Problem::BelowMinimumCharge(50),
                Problem::TooManyHolds(1_200),
                Problem::PaymentUnavailable("the payment provider cannot be reached"),
            ],
            body(),
        ),
        "stripe_webhook" => (event(), books()),
        "own_stripe_webhook" => {
            let own = [Problem::NotFound].into_iter().chain(event());
            (own.collect(), books())
        }
        "readyz" => (vec![Problem::Unavailable], Vec::new()),
        _ => owner_problems::of(operation)
            .or_else(|| catalog_problems::of(operation))
            .or_else(|| business_problems::of(operation))
            .or_else(|| stripe_problems::of(operation))
            .or_else(|| webhook_problems::of(operation))
            .or_else(|| order_problems::of(operation))
            .or_else(|| booking_paths::problems(operation))
            .unwrap_or_else(|| coupon_problems::of(operation)),
    };
    let throttled = match operation {
        // Events are not throttled, and codes are throttled sooner than requests.
        "stripe_webhook" | "own_stripe_webhook" | "check_coupon" | "begin_session"
        | "change_password" | "accept_invitation" => None,
        _ => Some(Problem::TooManyRequests(2)),
    };
    let door = throttled.into_iter().chain([Problem::HeadTooLarge]);
    own.into_iter().chain(shared).chain(door).collect()
}

/// What an event of Stripe's can meet.
fn event() -> Vec<Problem> {
    vec![
        Problem::InvalidRequest(
            "the signature does not match a secret of this endpoint, or its time is off".into(),
        ),
        Problem::TooLarge(EVENT_BYTES_MAX),
        Problem::TooSlow,
        Problem::UnsupportedMediaType,
    ]
}

/// Of whatever reads or writes the books.
pub(super) fn books() -> Vec<Problem> {
    vec![Problem::Unavailable, Problem::Internal(String::new())]
}

/// Of whatever reads a body.
pub(super) fn body() -> Vec<Problem> {
    let mut problems = vec![Problem::field(
        Field::Email,
        FieldProblemCode::Malformed,
        "guest.email: an e-mail address ends in a domain, such as example.com",
    )];
    problems.extend(plain_body());
    problems
}

/// Of whatever reads a body without fields of a form.
pub(super) fn plain_body() -> Vec<Problem> {
    let mut problems = vec![
        Problem::InvalidRequest(
            "request.items[0]: unknown field `seats`, expected `service_id` or `attendees`".into(),
        ),
        Problem::field(
            Field::Email,
            FieldProblemCode::Malformed,
            "guest.email: an e-mail address ends in a domain, such as example.com",
        ),
        Problem::TooLarge(BODY_BYTES_MAX),
        Problem::TooSlow,
        Problem::UnsupportedMediaType,
    ];
    problems.extend(books());
    problems
}

pub(super) fn quote_changed() -> Problem {
    let (quote, changes) = examples::changed_quote();
    Problem::QuoteChanged(Box::new(quote), changes)
}
