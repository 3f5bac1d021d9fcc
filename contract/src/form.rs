//! What a calendar asks of its guests beside who they are, and what they answer.
//!
//! [`FormField::check`] judges an answer; widget and companion use the same one.

use booking_engine::moment::Moment;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{EmailAddress, GuestName};

/// The most fields of a form.
pub const FORM_FIELDS_MAX: usize = 30;
/// The most options of a choice.
pub const FORM_OPTIONS_MAX: usize = 50;
/// The longest answer of one line, in characters.
pub const ANSWER_LENGTH_MAX: usize = 200;
/// The longest answer of several lines, in characters.
pub const LONG_ANSWER_LENGTH_MAX: usize = 2_000;

/// A question of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "owners", serde(deny_unknown_fields))]
pub struct FormField {
    /// Its id, of the form of every id.
    pub id: String,
    /// The question.
    pub label: String,
    /// What helps to answer it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
    /// Whether it has to be answered; a checkbox then has to be ticked.
    #[serde(default)]
    pub required: bool,
    /// What kind of answer it takes.
    pub kind: FieldKind,
}

/// What kind of answer a question takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "owners", serde(deny_unknown_fields))]
pub enum FieldKind {
    /// A line of at most [`ANSWER_LENGTH_MAX`] characters.
    Text,
    /// Lines of at most [`LONG_ANSWER_LENGTH_MAX`] characters together.
    LongText,
    /// A whole number.
    Number {
        /// The least.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<i64>,
        /// The most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<i64>,
    },
    /// One of these.
    Choice {
        /// 1 to [`FORM_OPTIONS_MAX`] texts, all different.
        options: Vec<String>,
    },
    /// Any of these.
    Choices {
        /// 1 to [`FORM_OPTIONS_MAX`] texts, all different.
        options: Vec<String>,
    },
    /// A date, as `2026-12-01`.
    Date,
    /// Yes or no; yes is `true`, no is no answer.
    Checkbox,
}

/// What a guest answered to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The id of the question.
    pub field_id: String,
    /// The answer; several only where several may be chosen. Questions without an answer are not
    /// listed.
    pub values: Vec<String>,
}

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerError {
    /// There is none, and one is needed.
    Missing,
    /// It is longer than the question takes.
    TooLong,
    /// It holds a character that no text has.
    Control,
    /// It is not a whole number.
    NotANumber,
    /// The number is below the least or above the most.
    OutOfRange,
    /// It is not a date.
    NotADate,
    /// It is none of the options, or one of them twice.
    NotAnOption,
    /// The question takes one answer.
    TooMany,
}

/// What the calendar asks about everybody who takes part, the booker aside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AttendeeDetails {
    /// Nothing.
    #[default]
    None,
    /// Their names.
    Names,
    /// Their names and e-mail addresses.
    NamesAndEmails,
}

/// One who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Attendee {
    /// The name.
    pub name: GuestName,
    /// The e-mail address, where the calendar asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
}

/// Whether the form has a phone number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PhoneUse {
    /// It may be left empty.
    #[default]
    Optional,
    /// It has to be filled in.
    Required,
    /// It is not asked for.
    Hidden,
}

/// What a guest agrees to by paying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "owners", serde(deny_unknown_fields))]
pub enum PaymentTerms {
    /// The terms themselves, in full.
    Text {
        /// Plain text; line breaks are kept.
        text: String,
    },
    /// A page that has them.
    Link {
        /// Its address, `https`.
        url: String,
    },
}

impl FormField {
    /// Judges an answer as it is sent: trimmed, empty ones left out. None is an empty list.
    pub fn check(&self, values: &[String]) -> Result<(), AnswerError> {
        let Some(first) = values.first() else {
            return if self.required {
                Err(AnswerError::Missing)
            } else {
                Ok(())
            };
        };
        if values.len() > 1 && !matches!(self.kind, FieldKind::Choices { .. }) {
            return Err(AnswerError::TooMany);
        }
        match &self.kind {
            FieldKind::Text => check_text(first, ANSWER_LENGTH_MAX, false),
            FieldKind::LongText => check_text(first, LONG_ANSWER_LENGTH_MAX, true),
            FieldKind::Number { min, max } => {
                let number: i64 = first.parse().map_err(|_| AnswerError::NotANumber)?;
                let below = min.is_some_and(|min| number < min);
                let above = max.is_some_and(|max| number > max);
                if below || above {
                    return Err(AnswerError::OutOfRange);
                }
                Ok(())
            }
            FieldKind::Choice { options } | FieldKind::Choices { options } => {
                let known = values.iter().all(|value| options.contains(value));
                // Options are few and all different, and so are answers.
                let different =
                    (1..values.len()).all(|place| !values[..place].contains(&values[place]));
                if known && different {
                    Ok(())
                } else {
                    Err(AnswerError::NotAnOption)
                }
            }
            FieldKind::Date => NaiveDate::read(first)
                .map(|_| ())
                .ok_or(AnswerError::NotADate),
            FieldKind::Checkbox if first == "true" => Ok(()),
            FieldKind::Checkbox => Err(AnswerError::NotAnOption),
        }
    }
}

fn check_text(text: &str, length_max: usize, lines: bool) -> Result<(), AnswerError> {
    if text.chars().count() > length_max {
        return Err(AnswerError::TooLong);
    }
    let odd = |c: char| c.is_control() && !(lines && matches!(c, '\n' | '\r' | '\t'));
    if text.chars().any(odd) {
        return Err(AnswerError::Control);
    }
    Ok(())
}
