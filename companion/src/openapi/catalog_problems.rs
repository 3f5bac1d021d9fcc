//! What can go wrong with the operations on what a business sells.

use super::problems::books;
use crate::Problem;

/// An operation's own problems, and those that it shares with others.
pub(super) fn of(operation: &str) -> Option<(Vec<Problem>, Vec<Problem>)> {
    let looking = || vec![Problem::NotSignedIn, Problem::NotFound];
    Some(match operation {
        "calendars" | "staff" | "locations" => (looking(), books()),
        "owned_services" => {
            let mut own = looking();
            own.push(Problem::InvalidRequest(
                "the query has no parameter \"day\"".into(),
            ));
            (own, books())
        }
        _ => return None,
    })
}
