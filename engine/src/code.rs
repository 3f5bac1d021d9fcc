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

    /// Whether a guest who typed the text means this code.
    pub(crate) fn is_meant_by(&self, typed: &str) -> bool {
        canonical_but_case(typed).is_ok_and(|text| text.eq_ignore_ascii_case(&self.0))
    }
}

impl FromStr for CouponCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        canonical_but_case(text).map(|text| Self(text.to_ascii_uppercase().into()))
    }
}

/// The text without what surrounds it, if it is a code; letters as they were typed.
fn canonical_but_case(text: &str) -> Result<&str, CodeError> {
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || is_zero_width(c));
    if trimmed.is_empty() {
        return Err(CodeError::Empty);
    }
    if let Some(c) = trimmed
        .chars()
        .find(|c| !(c.is_ascii_alphanumeric() || *c == '-'))
    {
        return Err(CodeError::Character(c));
    }
    if trimmed.len() > CODE_LENGTH_MAX {
        return Err(CodeError::TooLong);
    }
    Ok(trimmed)
}

/// Marks without a width, which copying from a mail or a chat leaves around a code.
fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
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
