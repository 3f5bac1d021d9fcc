//! Who did what at a business: its log, which is only added to.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::LogKind;

/// The most entries of one page.
pub const LOG_PAGE_MAX: u32 = 100;

/// Which entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct LogQuery {
    /// Those before this one; the newest where it is left out.
    #[cfg_attr(feature = "openapi", param(required = false))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
    /// Those of one person alone: an id, or `cli`.
    #[cfg_attr(feature = "openapi", param(required = false))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// Those of one kind alone.
    #[cfg_attr(feature = "openapi", param(required = false))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<LogKind>,
    /// How many at most, from 1 to 100; 50 where it is left out.
    #[cfg_attr(
        feature = "openapi",
        param(required = false, minimum = 1, maximum = 100)
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Whether each entry of the log follows from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogCheck {
    /// How many entries were looked at.
    pub entries: i64,
    /// How many do not, a log that is shorter or longer than it should be included.
    pub broken: i64,
}

/// A page of the log, the newest entry first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogPage {
    /// The entries.
    pub entries: Vec<LogEntry>,
    /// What to ask for as `before` for those that follow; none where there are no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
}

/// One thing that somebody did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogEntry {
    /// Its number, counted from 1.
    pub number: i64,
    /// When.
    #[serde(with = "booking_engine::moment")]
    pub at: DateTime<Utc>,
    /// Who: the id of a person, or `cli` for somebody at the machine itself.
    pub actor: String,
    /// The person's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor_name: Option<String>,
    /// What, such as `session.begin`.
    pub action: String,
    /// To what: an id.
    pub subject: String,
    /// The name of the person whose id that is, where it is one's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_name: Option<String>,
    /// The particulars, as JSON.
    pub detail: String,
}
