//! Signing in, and what the dashboard knows of whoever did.

use std::fmt;

use booking_engine::Currency;
use serde::{Deserialize, Serialize};

use super::{Feature, Permission, Plan, Role};
use crate::EmailAddress;

/// Asks for a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The address of the account; upper and lower case are the same.
    pub email: EmailAddress,
    /// Its password.
    pub password: Password,
}

/// A password as it was typed. It is not shown where values are.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    /// The text.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Password {
    fn from(typed: String) -> Self {
        Self(typed)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

/// Who is signed in, and where they belong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The person.
    pub user: User,
    /// Their businesses, by name.
    pub businesses: Vec<Membership>,
}

/// A person with an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address, as it was given.
    pub email: EmailAddress,
}

/// What somebody is at a business, and may do there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Membership {
    /// The business's id, as in addresses.
    pub id: String,
    /// The business's name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// What the role allows.
    pub permissions: Vec<Permission>,
    /// What the business's plan holds.
    pub features: Vec<Feature>,
}

/// A business as one of its people sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BusinessDetails {
    /// The id, as in addresses.
    pub id: String,
    /// The name.
    pub name: String,
    /// The IANA name of the time zone.
    pub zone: String,
    /// The currency.
    pub currency: Currency,
    /// The plan.
    pub plan: Plan,
    /// The role of whoever asks.
    pub role: Role,
    /// What that role allows.
    pub permissions: Vec<Permission>,
    /// What the plan holds.
    pub features: Vec<Feature>,
}
