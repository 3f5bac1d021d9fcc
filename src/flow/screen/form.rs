//! The form: who books, who takes part, and what the business asks.

use std::borrow::Cow;
use std::rc::Rc;

use crate::flow::GuestField;
use crate::text::Country;

/// Who books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetailsStep {
    /// The name.
    pub name: FieldView,
    /// The e-mail address.
    pub email: FieldView,
    /// The phone number, where it is asked for.
    pub phone: Option<PhoneField>,
    /// Who takes part, where it is asked.
    pub attendees: Option<Attendees>,
    /// The calendar's own questions.
    pub questions: Vec<FieldView>,
    /// The notes.
    pub notes: FieldView,
    /// The consent box, where the calendar has one. `Event::ConsentToggled`.
    pub consent: Option<Consent>,
}

/// A field of the form. `Event::FieldEdited`, `Event::FieldLeft`; an option of several sends
/// `Event::OptionToggled`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldView {
    /// Which.
    pub field: GuestField,
    /// How it is filled in.
    pub entry: Entry,
    /// Its label.
    pub label: String,
    /// What the guest typed; `true` for a ticked box.
    pub value: String,
    /// What to choose from.
    pub options: Vec<FieldOption>,
    /// What is wrong with it, and what to do.
    pub error: Option<String>,
    /// What it is for; may be empty.
    pub hint: String,
    /// Whether it must be filled in.
    pub required: bool,
}

/// How a field is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A line.
    Line,
    /// A whole number.
    Number {
        /// Whether it may lie below zero: not every keyboard of digits has a minus.
        signed: bool,
    },
    /// Several lines.
    Lines,
    /// A date, as `2026-12-01`.
    Date,
    /// One of a few options, all in sight.
    Radios,
    /// One of many options.
    Select,
    /// Any of the options.
    Boxes,
    /// A box to tick, its label beside it.
    Tick,
}

/// An option of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldOption {
    /// What it stands for; empty for no answer.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// The phone number with its country, which is a field of its own: `GuestField::Country`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneField {
    /// The number.
    pub number: FieldView,
    /// The code of the chosen country.
    pub country: &'static str,
    /// Its calling code, digits only.
    pub calling_code: &'static str,
    /// The countries to choose from.
    pub countries: Rc<[Country]>,
    /// Another number means that the choice is to be drawn anew: the number brought a country.
    pub serial: u32,
}

/// Who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendees {
    /// Whether the one who books is one of them. `Event::BookerToggled`.
    pub booker_takes_part: bool,
    /// Those who are asked about.
    pub people: Vec<Person>,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Which of all who take part, counted from 0.
    pub place: u32,
    /// "Person 2 of 3".
    pub title: String,
    /// Their name, and their e-mail address where it is asked for.
    pub fields: Vec<FieldView>,
}

/// The consent box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The text beside it.
    pub text: String,
    /// Whether it is ticked.
    pub checked: bool,
    /// What is wrong with it.
    pub error: Option<&'static str>,
}

impl GuestField {
    /// The id of its input; of several, that of the first.
    pub fn id(self) -> Cow<'static, str> {
        let (name, place) = match self {
            Self::Name => return "booking-name".into(),
            Self::Email => return "booking-email".into(),
            Self::Phone => return "booking-phone".into(),
            Self::Country => return "booking-country".into(),
            Self::Notes => return "booking-notes".into(),
            Self::AttendeeName(place) => ("booking-attendee-name-", place),
            Self::AttendeeEmail(place) => ("booking-attendee-email-", place),
            Self::Answer(place) => ("booking-answer-", place),
        };
        let mut id = String::from(name);
        id.push_str(&place.to_string());
        id.into()
    }
}
