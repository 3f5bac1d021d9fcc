//! What can go wrong with the operations on a business's Stripe accounts.

use booking_contract::owner::{PaymentMode, Permission, Role};

use super::owner_problems::changing;
use super::problems::{books, plain_body};
use crate::Problem;
use crate::business::refusal::Reason;

/// An operation's own problems, and those that it shares with others.
pub(super) fn of(operation: &str) -> Option<(Vec<Problem>, Vec<Problem>)> {
    let refused = Problem::Refused;
    let settings = |own: Vec<Problem>| {
        let mut problems = vec![
            Problem::NotSignedIn,
            Problem::NotAllowed(Role::Manager, Permission::ManageSettings),
            Problem::NotFound,
        ];
        problems.extend(own);
        problems
    };
    let other_mode = || refused(Reason::StripeKeyMode(PaymentMode::Live));
    Some(match operation {
        "stripe_accounts" => (settings(Vec::new()), books()),
        "connect_stripe" => (
            settings(vec![
                Problem::ForeignPage,
                other_mode(),
                refused(Reason::CannotSeal),
                refused(Reason::Changed),
                Problem::PaymentUnavailable("Stripe does not answer"),
            ]),
            plain_body(),
        ),
        "check_stripe" => (
            settings(vec![Problem::ForeignPage, other_mode()]),
            plain_body(),
        ),
        "disconnect_stripe" => (settings(changing()), books()),
        "forget_stripe" => {
            let mut own = settings(vec![refused(Reason::StillNeeded)]);
            own.extend(changing());
            (own, books())
        }
        _ => return None,
    })
}
