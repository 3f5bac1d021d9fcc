//! Who is signed in, and what every page can reach.

use std::rc::Rc;

use booking_contract::owner::{Membership, Permission, Role, Session};
use yew::Callback;

use crate::parts::Said;

/// What pages have in common.
#[derive(Clone, PartialEq)]
pub(crate) struct Site {
    /// Who is signed in.
    pub(crate) session: Rc<Session>,
    /// To be called where an answer says that nobody is signed in any more.
    pub(crate) signed_out: Callback<()>,
    /// To be called where businesses or roles have become others.
    pub(crate) renew: Callback<()>,
    /// Shows a sentence at the foot of the window.
    pub(crate) say: Callback<Said>,
}

impl Site {
    /// What whoever is signed in is at a business; none where they have no part in it.
    pub(crate) fn membership(&self, business: &str) -> Option<&Membership> {
        let mut all = self.session.businesses.iter();
        all.find(|membership| membership.id == business)
    }
}

/// Whether a role at a business allows something.
pub(crate) fn may(membership: &Membership, permission: Permission) -> bool {
    membership.permissions.contains(&permission)
}

/// What a role is called.
pub(crate) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Owner => "Owner",
        Role::Admin => "Admin",
        Role::Manager => "Manager",
        Role::Staff => "Staff",
    }
}
