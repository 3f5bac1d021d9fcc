//! What can go wrong with the operations on what a business sells.

use booking_contract::FieldProblemCode;
use booking_contract::owner::{CatalogField, CatalogProblem, CatalogRefusal, Permission, Role};

use super::owner_problems::changing;
use super::problems::{books, plain_body};
use crate::Problem;

/// An operation's own problems, and those that it shares with others.
pub(super) fn of(operation: &str) -> Option<(Vec<Problem>, Vec<Problem>)> {
    let looking = || vec![Problem::NotSignedIn, Problem::NotFound];
    let managing = |own: Vec<Problem>| {
        let mut problems = looking();
        problems.push(Problem::NotAllowed(
            Role::Manager,
            Permission::ManageCalendars,
        ));
        problems.extend(own);
        problems
    };
    let writing = |mut own: Vec<Problem>| {
        own.push(Problem::ForeignPage);
        managing(own)
    };
    let acting = |mut own: Vec<Problem>| {
        own.extend(changing());
        managing(own)
    };
    Some(match operation {
        "owned_calendar" | "owned_service" => (managing(Vec::new()), books()),
        "set_date" => (writing(vec![unfit()]), plain_body()),
        "create_calendar" | "create_service" | "create_staff" | "create_location" => {
            (writing(vec![unfit(), too_many()]), plain_body())
        }
        "edit_calendar" | "edit_service" | "edit_staff" | "edit_location" | "set_hours" => {
            (writing(vec![unfit(), changed()]), plain_body())
        }
        "duplicate_calendar" => (acting(vec![too_many()]), books()),
        "move_service" | "move_staff" | "move_location" => (writing(Vec::new()), plain_body()),
        "archive_calendar" | "restore_calendar" | "archive_service" | "restore_service"
        | "archive_staff" | "restore_staff" | "archive_location" | "restore_location"
        | "delete_date" => (acting(Vec::new()), books()),
        "delete_product" => (
            acting(vec![Problem::CatalogRefused(CatalogRefusal::ProductInUse)]),
            books(),
        ),
        "calendars" | "staff" | "member" | "locations" | "place" | "products" | "hours" => {
            (looking(), books())
        }
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

fn unfit() -> Problem {
    Problem::CatalogRefused(CatalogRefusal::Fields {
        fields: vec![CatalogProblem {
            field: CatalogField::Accent,
            place: None,
            code: FieldProblemCode::Malformed,
        }],
    })
}

fn changed() -> Problem {
    Problem::CatalogRefused(CatalogRefusal::Changed)
}

fn too_many() -> Problem {
    Problem::CatalogRefused(CatalogRefusal::TooMany { max: 200 })
}
