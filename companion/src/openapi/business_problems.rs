//! What can go wrong with the operations on a business itself, its people and its sites.

use booking_contract::owner::{Permission, Role};
use booking_contract::{Field, FieldProblemCode};

use super::owner_problems::changing;
use super::problems::{body, books, plain_body};
use crate::Problem;
use crate::business::refusal::Reason;
use crate::business::sites::SiteError;
use crate::people::PasswordError;

/// An operation's own problems, and those that it shares with others.
pub(super) fn of(operation: &str) -> Option<(Vec<Problem>, Vec<Problem>)> {
    let refused = Problem::Refused;
    let at = |permission: Permission, own: Vec<Problem>| {
        let mut problems = vec![
            Problem::NotSignedIn,
            Problem::NotAllowed(Role::Manager, permission),
            Problem::NotFound,
        ];
        problems.extend(own);
        problems
    };
    let settings = |own| at(Permission::ManageSettings, own);
    let members = |own| at(Permission::ManageMembers, own);
    let too_short = || refused(Reason::Password(PasswordError::TooShort));
    let throttled = Problem::TooManyTries(30);
    Some(match operation {
        "own_sessions" => (vec![Problem::NotSignedIn], books()),
        "change_password" => (
            vec![
                Problem::NotSignedIn,
                Problem::WrongPassword,
                Problem::ForeignPage,
                too_short(),
                refused(Reason::Changed),
                throttled,
            ],
            plain_body(),
        ),
        "settings" | "sites" => (settings(Vec::new()), books()),
        "edit_settings" => (
            settings(vec![
                Problem::ForeignPage,
                refused(Reason::Changed),
                refused(Reason::CurrencyInUse),
                Problem::field(
                    Field::Zone,
                    FieldProblemCode::Unknown,
                    "settings.zone: \"Lisbon\" is not an IANA time zone",
                ),
            ]),
            plain_body(),
        ),
        "allow_site" | "withdraw_site" => (
            settings(vec![
                Problem::ForeignPage,
                refused(Reason::Site(SiteError::Path)),
                refused(Reason::TooManySites),
            ]),
            plain_body(),
        ),
        "members" => (
            members(vec![Problem::InvalidRequest("limit: from 1 to 100".into())]),
            books(),
        ),
        "change_role" => (
            members(vec![Problem::ForeignPage, refused(Reason::LastOwner)]),
            plain_body(),
        ),
        "take_member_out" => {
            let mut own = members(vec![refused(Reason::LastOwner)]);
            own.extend(changing());
            (own, books())
        }
        "invite" => (
            members(vec![
                Problem::ForeignPage,
                refused(Reason::AlreadyMember),
                refused(Reason::TooManyInvitations),
            ]),
            body(),
        ),
        "withdraw_invitation" => {
            let mut own = members(Vec::new());
            own.extend(changing());
            (own, books())
        }
        "look_at_invitation" => (vec![Problem::NotFound, Problem::ForeignPage], plain_body()),
        "accept_invitation" => (
            vec![
                Problem::NotFound,
                Problem::ForeignPage,
                refused(Reason::AlreadyHasAccount),
                too_short(),
                throttled,
            ],
            plain_body(),
        ),
        "join" => (
            vec![
                Problem::NotSignedIn,
                Problem::NotFound,
                Problem::ForeignPage,
                refused(Reason::OtherAccount),
                refused(Reason::AlreadyMember),
            ],
            plain_body(),
        ),
        _ => return None,
    })
}
