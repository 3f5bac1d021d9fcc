//! What is wrong with a field of the form, and what helps.

use booking_contract::{
    ANSWER_LENGTH_MAX, AnswerError, EmailError, FieldKind, LONG_ANSWER_LENGTH_MAX, NameError,
    NotesError, PhoneError,
};

use super::FieldTrouble;
use crate::flow::booking::Flow;
use crate::flow::message::GuestField;
use crate::text::fill;

impl Flow {
    pub(in crate::flow) fn field_text(&self, field: GuestField, trouble: FieldTrouble) -> String {
        let texts = self.text;
        let other = !matches!(field, GuestField::Name | GuestField::Email);
        let text = match trouble {
            FieldTrouble::Name(NameError::Empty) if other => texts.attendee_name_empty(),
            FieldTrouble::Name(NameError::Empty) => texts.name_empty(),
            FieldTrouble::Name(NameError::TooLong) => texts.name_long(),
            FieldTrouble::Name(NameError::Control) => texts.name_control(),
            FieldTrouble::Email(EmailError::Empty) if other => texts.attendee_email_empty(),
            FieldTrouble::Email(EmailError::Empty) => texts.email_empty(),
            FieldTrouble::Email(EmailError::NoLocalPart) => texts.email_local(),
            FieldTrouble::Email(EmailError::NoDomain) => texts.email_domain(),
            FieldTrouble::Email(EmailError::Character) => texts.email_character(),
            FieldTrouble::Email(EmailError::TooLong) => texts.email_long(),
            FieldTrouble::PhoneMissing => texts.phone_empty(),
            FieldTrouble::Phone(PhoneError::TooShort) if self.needs(field) => texts.phone_whole(),
            FieldTrouble::Phone(PhoneError::TooShort) => texts.phone_short(),
            FieldTrouble::Phone(PhoneError::TooLong) => texts.phone_long(),
            FieldTrouble::Phone(PhoneError::Character) => texts.phone_character(),
            FieldTrouble::Notes(NotesError::TooLong) => texts.notes_long(),
            // Empty notes are not sent, so they cannot be wrong.
            FieldTrouble::Notes(NotesError::Control | NotesError::Empty) => texts.notes_control(),
            FieldTrouble::Answer(error) => return self.answer_text(field, error),
            FieldTrouble::Refused => texts.field_refused(),
        };
        text.to_owned()
    }

    fn answer_text(&self, field: GuestField, error: AnswerError) -> String {
        let texts = self.text;
        let kind = self.question(field).map(|question| &question.kind);
        let text = match (error, kind) {
            (AnswerError::Missing, Some(FieldKind::Checkbox)) => texts.consent_missing(),
            (AnswerError::Missing, Some(FieldKind::Choice { .. } | FieldKind::Choices { .. })) => {
                texts.answer_choose()
            }
            (AnswerError::Missing | AnswerError::NotADate, Some(FieldKind::Date)) => {
                texts.answer_date()
            }
            (AnswerError::TooLong, kind) => {
                let most = match kind {
                    Some(FieldKind::LongText) => LONG_ANSWER_LENGTH_MAX,
                    _ => ANSWER_LENGTH_MAX,
                };
                // A limit of a few thousand.
                let most = u32::try_from(most).unwrap_or_default();
                return texts.count(texts.answer_long(), most);
            }
            (AnswerError::OutOfRange, Some(&FieldKind::Number { min, max })) => {
                let pattern = match (min, max) {
                    (Some(_), Some(_)) => texts.answer_between(),
                    (Some(_), None) => texts.answer_least(),
                    _ => texts.answer_most(),
                };
                let number = |limit: Option<i64>| texts.whole_number(limit.unwrap_or_default());
                return fill(pattern, &[("least", &number(min)), ("most", &number(max))]);
            }
            (AnswerError::NotANumber, _) => texts.answer_number(),
            (AnswerError::Control, _) => texts.answer_control(),
            // A page that knows the options offers no others.
            (AnswerError::NotAnOption | AnswerError::TooMany, _) => texts.answer_choose(),
            _ => texts.answer_missing(),
        };
        text.to_owned()
    }
}
