//! What can go wrong with the operations on orders of those who look after them.

use booking_contract::owner::{Permission, Role};

use super::problems::books;
use crate::Problem;

/// The problems of an operation, its own and those that it shares with others.
pub(super) fn of(operation: &str) -> Option<(Vec<Problem>, Vec<Problem>)> {
    let asked = |own: Vec<Problem>| {
        let mut problems = vec![Problem::NotSignedIn, Problem::NotFound];
        problems.extend(own);
        problems
    };
    let refused = || Problem::NotAllowed(Role::Staff, Permission::ViewOrders);
    let place = || Problem::InvalidRequest("after: `next` of a page of this list".into());
    Some(match operation {
        "owner_orders" => (asked(vec![refused(), place()]), books()),
        "owner_order" => (asked(vec![refused()]), books()),
        "appointments" => (asked(vec![place()]), books()),
        _ => return None,
    })
}
