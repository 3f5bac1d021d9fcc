//! What can go wrong with each operation of the dashboard.

use booking_contract::owner::{Permission, Role};

use super::problems::{body, books};
use crate::Problem;
use crate::app::BODY_BYTES_MAX;

/// An operation's own problems, and those that it shares with others.
pub(super) fn of(operation: &str) -> Option<(Vec<Problem>, Vec<Problem>)> {
    Some(match operation {
        "begin_session" => (
            vec![
                Problem::WrongPassword,
                Problem::TooManyTries(30),
                Problem::ForeignPage,
            ],
            body(),
        ),
        "session" => (vec![Problem::NotSignedIn], books()),
        "end_session" | "end_sessions" => (
            [Problem::NotSignedIn]
                .into_iter()
                .chain(changing())
                .collect(),
            books(),
        ),
        "business" => (vec![Problem::NotSignedIn, Problem::NotFound], books()),
        "check_log" => (
            vec![
                Problem::NotSignedIn,
                Problem::NotAllowed(Role::Staff, Permission::ViewLog),
                Problem::NotFound,
            ],
            books(),
        ),
        "log" => (
            vec![
                Problem::NotSignedIn,
                Problem::NotAllowed(Role::Staff, Permission::ViewLog),
                Problem::NotFound,
                Problem::InvalidRequest("limit: a page has 1 to 100 entries".into()),
            ],
            books(),
        ),
        _ => return None,
    })
}

/// Of whatever the dashboard changes without a body.
pub(super) fn changing() -> Vec<Problem> {
    vec![
        Problem::ForeignPage,
        Problem::TooLarge(BODY_BYTES_MAX),
        Problem::TooSlow,
        Problem::UnsupportedMediaType,
        Problem::InvalidRequest("the body broke off".into()),
    ]
}
