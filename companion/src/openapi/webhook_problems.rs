//! What can go wrong with the operations on where a business's own systems are told.

use booking_contract::owner::{Permission, Role};

use super::owner_problems::changing;
use super::problems::{books, plain_body};
use crate::Problem;
use crate::business::refusal::Reason;
use crate::outbox::UrlError;

/// An operation's own problems, and those that it shares with others.
pub(super) fn of(operation: &str) -> Option<(Vec<Problem>, Vec<Problem>)> {
    let with = |own: Vec<Problem>| {
        let mut problems = vec![
            Problem::NotSignedIn,
            Problem::NotAllowed(Role::Manager, Permission::ManageWebhooks),
            Problem::NotFound,
        ];
        problems.extend(own);
        problems
    };
    let address = || Problem::Refused(Reason::Webhook(UrlError::NotPublic));
    Some(match operation {
        "webhooks" | "webhook" | "delivery" => (with(Vec::new()), books()),
        "deliveries" => (
            with(vec![Problem::InvalidRequest(
                "limit: a page has 1 to 100 of them".into(),
            )]),
            books(),
        ),
        "add_webhook" => (
            with(vec![
                Problem::ForeignPage,
                address(),
                Problem::Refused(Reason::TooManyWebhooks),
            ]),
            plain_body(),
        ),
        "edit_webhook" => (with(vec![Problem::ForeignPage, address()]), plain_body()),
        "roll_webhook_secret" | "replay_failed" => (with(vec![Problem::ForeignPage]), plain_body()),
        "remove_webhook" | "pause_webhook" | "resume_webhook" | "test_webhook"
        | "replay_delivery" => (with(changing()), books()),
        _ => return None,
    })
}
