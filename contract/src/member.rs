//! A business's own id of one of its members, told by a token that the business signs.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest id, in characters.
pub const MEMBER_ID_LENGTH_MAX: usize = 128;

/// The id under which a business knows a member: 1 to [`MEMBER_ID_LENGTH_MAX`] characters, no
/// control characters. Every character counts, blanks and capitals as well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, example = "member-17"))]
#[serde(try_from = "String", into = "String")]
pub struct MemberId(String);

/// Why a text is no id of a member: it is empty, too long, or has control characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberIdError;

impl MemberId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for MemberId {
    type Err = MemberIdError;

    fn from_str(text: &str) -> Result<Self, MemberIdError> {
        text.to_owned().try_into()
    }
}

impl TryFrom<String> for MemberId {
    type Error = MemberIdError;

    fn try_from(text: String) -> Result<Self, MemberIdError> {
        let length = text.chars().take(MEMBER_ID_LENGTH_MAX + 1).count();
        if (1..=MEMBER_ID_LENGTH_MAX).contains(&length) && !text.contains(char::is_control) {
            Ok(Self(text))
        } else {
            Err(MemberIdError)
        }
    }
}

impl From<MemberId> for String {
    fn from(id: MemberId) -> String {
        id.0
    }
}

impl fmt::Display for MemberIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a member's id has 1 to {MEMBER_ID_LENGTH_MAX} characters, none of them control \
             characters"
        )
    }
}

impl std::error::Error for MemberIdError {}
