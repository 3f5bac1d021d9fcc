//! Texts that owners write and guests read: trimmed, of bounded length, without control
//! characters.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest name of something, in characters.
pub const TITLE_LENGTH_MAX: usize = 120;
/// The longest line, in characters.
pub const LINE_LENGTH_MAX: usize = 300;
/// The longest paragraph, in characters.
pub const PARAGRAPH_LENGTH_MAX: usize = 4_000;

/// Why a text cannot stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordingError {
    /// There is none, and one is needed.
    Empty,
    /// It has more than so many characters.
    TooLong(usize),
    /// It holds a control character.
    Control,
}

impl fmt::Display for WordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a text is needed"),
            Self::TooLong(max) => write!(f, "the text has at most {max} characters"),
            Self::Control => f.write_str("the text has no control characters"),
        }
    }
}

impl std::error::Error for WordingError {}

macro_rules! wording {
    ($(#[$attribute:meta])* $name:ident, $max:ident, empty: $empty:literal, lines: $lines:literal, $example:literal) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, example = $example))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = WordingError;

            fn from_str(text: &str) -> Result<Self, WordingError> {
                check(text, $max, $empty, $lines).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = WordingError;

            fn try_from(text: String) -> Result<Self, WordingError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

wording!(
    /// The name of something, 1 to [`TITLE_LENGTH_MAX`] characters.
    Title, TITLE_LENGTH_MAX, empty: false, lines: false, "Lesson at the wheel"
);
wording!(
    /// A line of at most [`LINE_LENGTH_MAX`] characters; may be empty.
    #[derive(Default)]
    Line, LINE_LENGTH_MAX, empty: true, lines: false, "A teacher to yourself."
);
wording!(
    /// Lines of at most [`PARAGRAPH_LENGTH_MAX`] characters together; may be empty.
    #[derive(Default)]
    Paragraph, PARAGRAPH_LENGTH_MAX, empty: true, lines: true, "An hour at the wheel."
);

fn check(text: &str, length_max: usize, empty: bool, lines: bool) -> Result<String, WordingError> {
    // Browsers end lines of a form in both ways.
    let text = text.trim().replace("\r\n", "\n");
    let odd = |c: char| c.is_control() && !(lines && matches!(c, '\n' | '\t'));
    if text.chars().any(odd) {
        return Err(WordingError::Control);
    }
    if text.is_empty() && !empty {
        return Err(WordingError::Empty);
    }
    if text.chars().count() > length_max {
        return Err(WordingError::TooLong(length_max));
    }
    Ok(text)
}
