//! What can go wrong with the operations on coupons.

use booking_contract::owner::{Feature, Permission, Role};

use super::coupon_examples::{changed, code_taken, contradiction, ever_used};
use super::owner_problems::changing;
use super::problems::{books, plain_body};
use crate::Problem;

/// The problems of an operation, its own and those that it shares with others.
pub(super) fn of(operation: &str) -> (Vec<Problem>, Vec<Problem>) {
    let refused = |refusal| Problem::CouponRefused(Box::new(refusal));
    let unclear = |what: &str| Problem::InvalidRequest(what.into());
    let looking = |role: Role, own: Vec<Problem>| {
        let permission = match role {
            Role::Staff => Permission::ViewCoupons,
            _ => Permission::ManageCoupons,
        };
        let mut problems = vec![
            Problem::NotSignedIn,
            Problem::NotFound,
            Problem::NotAllowed(role, permission),
            Problem::NotInPlan(Feature::Coupons),
        ];
        problems.extend(own);
        problems
    };
    let acting = |own: Vec<Problem>| {
        let mut problems = looking(Role::Manager, own);
        problems.extend(changing());
        problems
    };
    let writing = |own: Vec<Problem>| {
        let mut problems = looking(Role::Manager, own);
        problems.push(Problem::ForeignPage);
        problems
    };
    match operation {
        "report" | "items_file" | "redemptions_file" => {
            let own = vec![
                Problem::NotSignedIn,
                Problem::NotFound,
                Problem::NotAllowed(Role::Staff, Permission::ExportReports),
                unclear("to: not before `from`, and both of a year from 1970 to 9998"),
            ];
            (own, books())
        }
        "codes_file" => {
            let own = vec![unclear("the query has no parameter \"day\"")];
            (looking(Role::Staff, own), books())
        }
        "import_codes" => {
            let own = vec![unclear("at most 500 lines at once: send the rest after")];
            (acting(own), books())
        }
        "codes" | "uses" | "use_totals" | "coupons" => {
            let own = vec![unclear("after: `next` of a page of this list")];
            (looking(Role::Staff, own), books())
        }
        "coupon" | "simulation_menu" => (looking(Role::Staff, Vec::new()), books()),
        "edit_coupon" => {
            let own = vec![refused(changed()), refused(contradiction())];
            (writing(own), plain_body())
        }
        "activate_coupon" | "deactivate_coupon" => {
            (writing(vec![refused(changed())]), plain_body())
        }
        "backtest" => {
            let own = vec![
                refused(contradiction()),
                unclear("to: not before `from`, and both of a year from 1970 to 9998"),
            ];
            (writing(own), plain_body())
        }
        "create_coupon" | "create_code" | "generate_codes" => {
            let own = vec![refused(code_taken()), refused(contradiction())];
            (writing(own), plain_body())
        }
        "check_draft" => (writing(Vec::new()), plain_body()),
        "simulate" | "preview_coupon" => {
            let mut problems = looking(Role::Staff, vec![refused(contradiction())]);
            problems.push(Problem::ForeignPage);
            (problems, plain_body())
        }
        "generate_code" | "archive_code" => (acting(Vec::new()), books()),
        "duplicate_coupon" => {
            let own = vec![refused(code_taken()), refused(contradiction())];
            (acting(own), books())
        }
        "delete_coupon" => (acting(vec![refused(ever_used())]), books()),
        _ => (Vec::new(), Vec::new()),
    }
}
