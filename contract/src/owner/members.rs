//! Who belongs to a business, how others come to, and what people do with their own account.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Password, Role};
use crate::{EmailAddress, GuestName};

/// The most members of one page.
pub const MEMBERS_PER_PAGE_MAX: u32 = 100;

/// Which members.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct MembersQuery {
    /// Those after this place, which the page before has as `next`.
    #[cfg_attr(feature = "openapi", param(required = false))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How many at most, from 1 to 100; 50 where it is left out.
    #[cfg_attr(
        feature = "openapi",
        param(required = false, minimum = 1, maximum = 100)
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A page of the members, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MembersPage {
    /// The members.
    pub members: Vec<MemberView>,
    /// Who was invited and has not come yet, the latest first; on the first page alone.
    pub invitations: Vec<InvitationView>,
    /// What to ask for as `after` for those that follow; none where there are no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Somebody who belongs to the business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberView {
    /// The id of the account.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address.
    pub email: EmailAddress,
    /// What they are here.
    pub role: Role,
}

/// Somebody who was invited and has not come yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationView {
    /// The id.
    pub id: String,
    /// Whom it is for.
    pub email: EmailAddress,
    /// What they will be.
    pub role: Role,
    /// When its link ends.
    #[serde(with = "booking_engine::moment")]
    pub expires_at: DateTime<Utc>,
}

/// Invites somebody. An invitation for the same address that is still open ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    /// Whom.
    pub email: EmailAddress,
    /// What they will be.
    pub role: Role,
}

/// An invitation that was just made, with its link, which is told this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationMade {
    /// The invitation.
    pub invitation: InvitationView,
    /// The address to hand to whoever it is for.
    pub link: String,
}

/// Gives a member another role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeRole {
    /// Which.
    pub role: Role,
}

/// What stands in the link of an invitation. It is not shown where values are.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
#[serde(transparent)]
pub struct InvitationToken(String);

impl InvitationToken {
    /// The text.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for InvitationToken {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for InvitationToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InvitationToken")
    }
}

/// Asks what an invitation is to, or takes it with the account that is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenInvitation {
    /// What stands in the link.
    pub token: InvitationToken,
}

/// What an invitation is to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationTo {
    /// The business's id.
    pub business_id: String,
    /// The business's name.
    pub business_name: String,
    /// Whom it is for.
    pub email: EmailAddress,
    /// What they will be.
    pub role: Role,
    /// Whether the address has an account already: then it is the one that joins.
    pub has_account: bool,
}

/// Takes an invitation with a new account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptInvitation {
    /// What stands in the link.
    pub token: InvitationToken,
    /// The name of the account.
    pub name: GuestName,
    /// Its password.
    pub password: Password,
}

/// Gives the own account another password. Every other session of it ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The password so far.
    pub current: Password,
    /// The one from now on.
    pub new: Password,
}

/// The sessions of whoever asks, the latest used first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnSessions {
    /// The sessions; fifty at most.
    pub sessions: Vec<OwnSession>,
}

/// A browser in which somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnSession {
    /// When it began.
    #[serde(with = "booking_engine::moment")]
    pub began_at: DateTime<Utc>,
    /// When it was last used, to about five minutes.
    #[serde(with = "booking_engine::moment")]
    pub used_at: DateTime<Utc>,
    /// What the browser calls itself.
    pub browser: String,
    /// Whether it is the one that asks.
    pub is_this: bool,
}
