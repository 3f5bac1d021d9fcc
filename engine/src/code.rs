//! The text a guest types.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The longest code, in characters.
pub const CODE_LENGTH_MAX: usize = 64;

/// A promotion code in its one canonical form: trimmed, in ASCII capitals.
///
/// Two codes are the same exactly when their canonical forms are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, pattern = "^[A-Z0-9-]{1,64}$", example = "WELCOME10"))]
#[serde(try_from = "String", into = "String")]
pub struct CouponCode(Arc<str>);

/// Why a text is not a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeError {
    /// Nothing is left after trimming.
    Empty,
    /// More than [`CODE_LENGTH_MAX`] characters.
    TooLong,
    /// Holds a character other than letters without accents, digits and dashes.
    Character(char),
}

impl CouponCode {
    /// The code in capitals.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text means this code once it is trimmed.
    pub(crate) fn is_meant_by(&self, trimmed: &str) -> bool {
        trimmed.eq_ignore_ascii_case(&self.0)
    }
}

impl FromStr for CouponCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        trimmed(text).map(|text| Self(text.to_ascii_uppercase().into()))
    }
}

/// The text without what surrounds it, if it is a code; letters as they were typed.
pub(crate) fn trimmed(text: &str) -> Result<&str, CodeError> {
    let in_codes = |c: char| c.is_ascii_alphanumeric() || c == '-';
    // Most texts need no trimming, and looking at bytes is quick.
    let is_plain = text.bytes().all(|b| in_codes(char::from(b)));
    let trimmed = if is_plain {
        text
    } else {
        text.trim_matches(|c: char| c.is_whitespace() || is_zero_width(c))
    };
    if trimmed.is_empty() {
        return Err(CodeError::Empty);
    }
    if !is_plain && let Some(c) = trimmed.chars().find(|&c| !in_codes(c)) {
        return Err(CodeError::Character(c));
    }
    if trimmed.len() > CODE_LENGTH_MAX {
        return Err(CodeError::TooLong);
    }
    Ok(trimmed)
}

/// Marks without a width, which copying from a mail or a chat leaves around a code.
fn is_zero_width(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{FEFF}'
    )
}

impl TryFrom<String> for CouponCode {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        text.parse()
    }
}

impl From<CouponCode> for String {
    fn from(code: CouponCode) -> String {
        code.0.as_ref().to_owned()
    }
}

impl fmt::Display for CouponCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for CodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a code has at least one character"),
            Self::TooLong => write!(f, "a code has at most {CODE_LENGTH_MAX} characters"),
            Self::Character(c) => {
                write!(
                    f,
                    "a code has only letters A to Z, digits and dashes, not {c:?}"
                )
            }
        }
    }
}

impl std::error::Error for CodeError {}
