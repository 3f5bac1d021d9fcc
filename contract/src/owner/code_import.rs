//! `POST …/codes/import`: codes that were thought of elsewhere, as lines of a file.

use serde::{Deserialize, Serialize};

/// The most lines of one request; a longer file comes in several.
pub const IMPORT_LINES_MAX: usize = 500;

/// `POST …/codes/import`: what else is known of the file. Its columns are named in a first line, of
/// which only `code` has to be there: `code`, `expires`, `max_redemptions`, `customer`. Without such
/// a line it has the codes alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(default, deny_unknown_fields)]
pub struct ImportQuery {
    /// `batch` of the answer to an earlier part of the same file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
}

/// What became of every line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CodesImported {
    /// What the codes were made with.
    pub batch: String,
    /// How many were made.
    pub made: u32,
    /// Every line that is not empty, in their order.
    pub lines: Vec<ImportedLine>,
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportedLine {
    /// Its number, from 1.
    pub line: u64,
    /// The code as it stands there, shortened to what a code can have.
    pub code: String,
    /// What became of it.
    pub outcome: ImportOutcome,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportOutcome {
    /// The code is there.
    Made,
    /// A code in use has this text already, perhaps from an earlier line.
    Duplicate,
    /// The text is no code: letters A to Z, digits and hyphens, at most 64.
    BadCode,
    /// The last day is none, or not within the coupon's time.
    BadExpiry,
    /// The number of uses is none above 0, or above the coupon's.
    BadLimit,
    /// The customer is neither an address nor a member.
    BadCustomer,
}
