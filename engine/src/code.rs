//! The text a guest types.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The most codes that [`CouponCode::look_alikes`] names.
pub const LOOK_ALIKES_MAX: usize = 15;

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

    /// Whether another code cannot be told from this one by eye: O from 0, I and L from 1.
    pub fn looks_like(&self, other: &Self) -> bool {
        self.0.bytes().map(shape).eq(other.0.bytes().map(shape))
    }

    /// Other codes that look like this one, likelier ones first: a word with a number after it,
    /// one character taken for another, all of them taken the same way. At most
    /// [`LOOK_ALIKES_MAX`].
    pub fn look_alikes(&self) -> Vec<Self> {
        let text = self.0.as_bytes();
        let in_number = |byte: &u8| byte.is_ascii_digit() || shape(*byte) != *byte;
        let digits = text
            .iter()
            .rev()
            .take_while(|&byte| in_number(byte))
            .count();
        let number = text.len().saturating_sub(digits);
        let mut found = LookAlikes {
            of: self,
            codes: Vec::new(),
        };
        for (straight, keeps) in [(b'I', true), (b'L', true), (b'I', false), (b'L', false)] {
            found.add(|place, byte| match shape(byte) {
                digit if place >= number => digit,
                _ if keeps && byte.is_ascii_alphabetic() => byte,
                b'0' => b'O',
                b'1' => straight,
                other => other,
            });
        }
        for one in 0..text.len() {
            for taken in [b'O', b'0', b'I', b'L', b'1'] {
                found.add(|place, byte| {
                    let is_like = place == one && shape(byte) == shape(taken);
                    if is_like { taken } else { byte }
                });
            }
        }
        for [round, straight] in [*b"O1", *b"0I", *b"0L", *b"OI", *b"OL", *b"01"] {
            found.add(|_, byte| match shape(byte) {
                b'0' => round,
                b'1' => straight,
                other => other,
            });
        }
        found.codes
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

/// Codes that look like one, each once.
struct LookAlikes<'c> {
    of: &'c CouponCode,
    codes: Vec<CouponCode>,
}

impl LookAlikes<'_> {
    /// Adds the code with each character, at its place, taken for another one.
    fn add(&mut self, taken: impl Fn(usize, u8) -> u8) {
        let bytes = self.of.0.bytes().enumerate();
        let text: String = bytes
            .map(|(place, byte)| char::from(taken(place, byte)))
            .collect();
        let is_new = *text != *self.of.0 && self.codes.iter().all(|code| *code.0 != *text);
        if is_new && self.codes.len() < LOOK_ALIKES_MAX {
            self.codes.push(CouponCode(text.into()));
        }
    }
}

/// One character for all that look alike.
fn shape(byte: u8) -> u8 {
    match byte {
        b'O' => b'0',
        b'I' | b'L' => b'1',
        other => other,
    }
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
