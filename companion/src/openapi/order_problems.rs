//! What can go wrong with the operations on orders of those who look after them.

use booking_contract::owner::{Permission, Role};

use super::owner_problems::changing;
use super::problems::{books, plain_body};
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
    let changed = |permission, own: Vec<Problem>| {
        let mut problems = asked(own);
        problems.push(Problem::NotAllowed(Role::Staff, permission));
        problems.push(Problem::ForeignPage);
        problems
    };
    let acting = |permission, own: Vec<Problem>| {
        let mut problems = asked(own);
        problems.push(Problem::NotAllowed(Role::Staff, permission));
        problems.extend(changing());
        problems
    };
    let state = |why| Problem::WrongState(why);
    let unpaid = || Problem::PaymentUnavailable("the payment provider cannot be reached");
    Some(match operation {
        "owner_orders" => (asked(vec![refused(), place()]), books()),
        "owner_order" | "owner_receipt" | "owner_receipt_page" => (asked(vec![refused()]), books()),
        "guest_receipt" | "guest_receipt_page" => {
            let odd = "Failed to deserialize query string: unknown field `zone`";
            (
                vec![Problem::NotFound, Problem::InvalidRequest(odd.into())],
                books(),
            )
        }
        "record_payment" => {
            let own = vec![
                Problem::BalanceChanged(2_800),
                Problem::InProgress,
                state("nothing is left to be paid"),
                unpaid(),
            ];
            (changed(Permission::ManageOrders, own), plain_body())
        }
        "collect_balance" => {
            let own = vec![
                Problem::BalanceChanged(2_800),
                Problem::BelowMinimumCharge(50),
                state("nothing is left to be paid"),
                unpaid(),
            ];
            (changed(Permission::ManageOrders, own), plain_body())
        }
        "refund_order" => {
            let own = vec![
                Problem::RefundChanged(2_800),
                state("nothing is left to give back"),
            ];
            (changed(Permission::Refund, own), plain_body())
        }
        "call_off_order" => {
            let own = vec![
                Problem::RefundChanged(7_600),
                state("nothing can be given back this way"),
            ];
            (changed(Permission::ManageOrders, own), plain_body())
        }
        "hand_over_refund" => {
            let own = vec![state("no refund by hand waits there")];
            (acting(Permission::Refund, own), books())
        }
        "accept_payment" => {
            let own = vec![state("there is nothing to decide")];
            (acting(Permission::ManageOrders, own), books())
        }
        "appointments" => (asked(vec![place()]), books()),
        _ => return None,
    })
}
