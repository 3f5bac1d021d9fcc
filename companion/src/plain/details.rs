//! Who books, and what the calendar asks of them: read from a form and judged by the same types
//! and rules as the widget's.

use booking_contract::{
    Answer, Attendee, AttendeeDetails, CalendarPage, FormField, Guest, PhoneUse,
};

use super::params::Params;
use crate::words::Words;

/// The longest code that a field takes; a longer one is none.
const CODE_LENGTH_MAX: usize = 64;

/// The form as it was filled in.
#[derive(Clone)]
pub(super) struct Details {
    /// Whether the guest has sent it, or it is only filled in as the address asks.
    pub(super) sent: bool,
    /// Who books, if all of it is right.
    pub(super) guest: Option<Guest>,
    /// Who takes part, where the calendar asks for it.
    pub(super) attendees: Vec<Attendee>,
    /// The answers to the calendar's own questions.
    pub(super) answers: Vec<Answer>,
    /// Whether the consent box was ticked.
    pub(super) consent: bool,
    /// The code as it was typed, or as the check has read it.
    pub(super) code: String,
    pub(super) typed: Params,
    /// How many take part.
    pub(super) count: u32,
    /// Names of fields, and what is wrong with them.
    pub(super) errors: Vec<(String, String)>,
}

/// Whether a parameter is of this form.
pub(super) fn is_detail(name: &str) -> bool {
    const NAMES: [&str; 7] = [
        "details",
        "name",
        "email",
        "phone",
        "notes",
        "consent",
        "takes_part",
    ];
    NAMES.contains(&name) || name.starts_with("person.") || name.starts_with("answer.")
}

impl Details {
    /// Reads the form.
    pub(super) fn read(params: &Params, page: &CalendarPage, words: &Words, count: u32) -> Self {
        let sent = params.get("details").is_some();
        let removed = params.get("without") == Some("code");
        let code = params.get("code").filter(|_| !removed);
        let code = code.or(params.get("coupon").filter(|_| !sent));
        let code = code.unwrap_or_default().trim();
        let mut details = Self {
            sent,
            guest: None,
            attendees: Vec::new(),
            answers: Vec::new(),
            consent: params.get("consent").is_some(),
            code: code.chars().take(CODE_LENGTH_MAX).collect(),
            typed: params.clone(),
            count,
            errors: Vec::new(),
        };
        details.judge_guest(page, words);
        if page.calendar.attendee_details != AttendeeDetails::None {
            details.judge_attendees(page.calendar.attendee_details, words);
        }
        for field in &page.calendar.form {
            details.judge_answer(field, words);
        }
        if page.calendar.consent.is_some() && !details.consent {
            details.refuse("consent", words.consent_missing());
        }
        details
    }

    /// Whether anything has to be put right.
    pub(super) fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }

    /// As it is shown to somebody who has not sent it.
    pub(super) fn fresh(&self) -> Self {
        Self {
            errors: Vec::new(),
            ..self.clone()
        }
    }

    /// Says what is wrong with a field.
    pub(super) fn refuse(&mut self, field: &str, why: impl Into<String>) {
        self.errors.push((field.to_owned(), why.into()));
    }

    /// What was typed into a field.
    pub(super) fn text(&self, name: &str) -> &str {
        self.typed.get(name).unwrap_or_default()
    }

    /// What is wrong with a field.
    pub(super) fn error(&self, name: &str) -> Option<&str> {
        let mut errors = self.errors.iter();
        let found = errors.find(|(field, _)| field == name);
        found.map(|(_, why)| why.as_str())
    }

    /// Whether the booker is one of those who take part; who was not asked yet is.
    pub(super) fn takes_part(&self) -> bool {
        !self.sent || self.typed.get("takes_part").is_some()
    }

    fn judge_guest(&mut self, page: &CalendarPage, words: &Words) {
        let name = self.text("name").parse();
        if let Err(error) = name {
            self.refuse("name", words.name_error(error, true));
        }
        let email = self.text("email").parse();
        if let Err(error) = email {
            self.refuse("email", words.email_error(error, true));
        }
        let needed = page.calendar.phone == PhoneUse::Required;
        let phone = match self.text("phone").trim() {
            _ if page.calendar.phone == PhoneUse::Hidden => Ok(None),
            "" if needed => {
                self.refuse("phone", words.phone_empty());
                Ok(None)
            }
            "" => Ok(None),
            number => number.parse().map(Some),
        };
        if let Err(error) = phone {
            self.refuse("phone", words.phone_error(error, needed));
        }
        let notes = match self.text("notes").trim() {
            "" => Ok(None),
            notes => notes.parse().map(Some),
        };
        if let Err(error) = notes {
            self.refuse("notes", words.notes_error(error));
        }
        if let (Ok(name), Ok(email), Ok(phone), Ok(notes)) = (name, email, phone, notes) {
            self.guest = Some(Guest {
                name,
                email,
                phone,
                notes,
            });
        }
    }

    fn judge_attendees(&mut self, asked: AttendeeDetails, words: &Words) {
        let emails = asked == AttendeeDetails::NamesAndEmails;
        for number in 1..=self.count {
            let (name, email) = if number == 1 && self.takes_part() {
                ("name".to_owned(), "email".to_owned())
            } else {
                (
                    format!("person.{number}.name"),
                    format!("person.{number}.email"),
                )
            };
            let who = self.text(&name).parse();
            let at = self.text(&email).parse();
            // What is wrong with the booker's own fields is told there.
            let other = name != "name";
            if let (Err(error), true) = (&who, other) {
                self.refuse(&name, words.name_error(*error, false));
            }
            if let (Err(error), true) = (&at, other && emails) {
                self.refuse(&email, words.email_error(*error, false));
            }
            if let Ok(name) = who {
                let email = at.ok().filter(|_| emails);
                self.attendees.push(Attendee { name, email });
            }
        }
    }

    fn judge_answer(&mut self, field: &FormField, words: &Words) {
        let name = format!("answer.{}", field.id);
        let values = self.typed.all(&name).map(|value| value.trim().to_owned());
        let values: Vec<String> = values.filter(|value| !value.is_empty()).collect();
        if let Err(error) = field.check(&values) {
            self.refuse(&name, words.answer_error(error, &field.kind));
        }
        if !values.is_empty() {
            self.answers.push(Answer {
                field_id: field.id.clone(),
                values,
            });
        }
    }
}
