//! Who books: values that cannot be wrong once they are parsed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest name, in characters.
pub const GUEST_NAME_LENGTH_MAX: usize = 120;
/// The longest phone number, in characters.
pub const PHONE_LENGTH_MAX: usize = 32;
/// The longest notes, in characters.
pub const NOTES_LENGTH_MAX: usize = 1_000;
/// The longest e-mail address, in bytes (RFC 5321).
const EMAIL_LENGTH_MAX: usize = 254;

/// The person who books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Guest {
    /// The name.
    pub name: GuestName,
    /// Where the confirmation goes, and who the customer is.
    pub email: EmailAddress,
    /// A phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneNumber>,
    /// What the business should know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Notes>,
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $error:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::error::Error for $error {}
    };
}

text! {
    /// A person's name: trimmed, 1 to [`GUEST_NAME_LENGTH_MAX`] characters, no control characters.
    GuestName, NameError
}
text! {
    /// An e-mail address: one `@`, a local part, a domain with a dot. Kept as it was typed, trimmed.
    EmailAddress, EmailError
}
text! {
    /// A phone number: digits with `+`, blanks, dots, dashes and brackets; at least 5 digits.
    PhoneNumber, PhoneError
}
text! {
    /// Free text, trimmed, 1 to [`NOTES_LENGTH_MAX`] characters; line breaks are allowed.
    Notes, NotesError
}

/// Why a text is not a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameError {
    /// Nothing was entered.
    Empty,
    /// Longer than [`GUEST_NAME_LENGTH_MAX`].
    TooLong,
    /// Holds a control character.
    Control,
}

/// Why a text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailError {
    /// Nothing was entered.
    Empty,
    /// No `@`, or nothing before it.
    NoLocalPart,
    /// No domain with a dot after the `@`.
    NoDomain,
    /// Holds a blank or another character that addresses do not have.
    Character,
    /// Longer than 254 bytes.
    TooLong,
}

/// Why a text is not a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneError {
    /// Fewer than five digits.
    TooShort,
    /// Longer than [`PHONE_LENGTH_MAX`].
    TooLong,
    /// Holds a character that phone numbers do not have.
    Character,
}

/// Why a text is not acceptable as notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotesError {
    /// Nothing was entered.
    Empty,
    /// Longer than [`NOTES_LENGTH_MAX`].
    TooLong,
    /// Holds a control character other than a line break or a tab.
    Control,
}

impl FromStr for GuestName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let name = text.trim();
        if name.is_empty() {
            return Err(NameError::Empty);
        }
        if name.chars().count() > GUEST_NAME_LENGTH_MAX {
            return Err(NameError::TooLong);
        }
        if name.chars().any(char::is_control) {
            return Err(NameError::Control);
        }
        Ok(Self(name.to_owned()))
    }
}

impl FromStr for EmailAddress {
    type Err = EmailError;

    fn from_str(text: &str) -> Result<Self, EmailError> {
        let address = text.trim();
        if address.is_empty() {
            return Err(EmailError::Empty);
        }
        if address.len() > EMAIL_LENGTH_MAX {
            return Err(EmailError::TooLong);
        }
        let odd = |c: char| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"".contains(c);
        if address.chars().any(odd) {
            return Err(EmailError::Character);
        }
        let (local, domain) = address.rsplit_once('@').ok_or(EmailError::NoLocalPart)?;
        if local.is_empty() || local.contains('@') {
            return Err(EmailError::NoLocalPart);
        }
        let labels: Vec<&str> = domain.split('.').collect();
        let whole =
            |label: &&str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
        if labels.len() < 2 || !labels.iter().all(whole) {
            return Err(EmailError::NoDomain);
        }
        Ok(Self(address.to_owned()))
    }
}

impl FromStr for PhoneNumber {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, PhoneError> {
        let number = text.trim();
        if number.chars().count() > PHONE_LENGTH_MAX {
            return Err(PhoneError::TooLong);
        }
        if !number
            .chars()
            .all(|c| c.is_ascii_digit() || "+ .-()/".contains(c))
        {
            return Err(PhoneError::Character);
        }
        if number.chars().filter(char::is_ascii_digit).count() < 5 {
            return Err(PhoneError::TooShort);
        }
        Ok(Self(number.to_owned()))
    }
}

impl FromStr for Notes {
    type Err = NotesError;

    fn from_str(text: &str) -> Result<Self, NotesError> {
        let notes = text.trim();
        if notes.is_empty() {
            return Err(NotesError::Empty);
        }
        if notes.chars().count() > NOTES_LENGTH_MAX {
            return Err(NotesError::TooLong);
        }
        if notes
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        {
            return Err(NotesError::Control);
        }
        Ok(Self(notes.to_owned()))
    }
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "a name has at least one character",
            Self::TooLong => "a name has at most 120 characters",
            Self::Control => "a name has no control characters",
        })
    }
}

impl fmt::Display for EmailError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "an e-mail address is needed",
            Self::NoLocalPart => "an e-mail address has a name before its one @",
            Self::NoDomain => "an e-mail address ends in a domain, such as example.com",
            Self::Character => "an e-mail address has no blanks, quotes or brackets",
            Self::TooLong => "an e-mail address has at most 254 characters",
        })
    }
}

impl fmt::Display for PhoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooShort => "a phone number has at least 5 digits",
            Self::TooLong => "a phone number has at most 32 characters",
            Self::Character => "a phone number has only digits, blanks and + - . / ( )",
        })
    }
}

impl fmt::Display for NotesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "notes that are sent are not empty",
            Self::TooLong => "notes have at most 1000 characters",
            Self::Control => "notes have no control characters",
        })
    }
}
