//! The form: what the guest typed into it, and whether that can be sent.

mod phone;
mod refused;
mod sent;
mod words;

use booking_contract::{
    AnswerError, Attendee, AttendeeDetails, EmailAddress, EmailError, FieldKind, FormField, Guest,
    GuestName, NameError, Notes, NotesError, PhoneError, PhoneNumber, PhoneUse,
};

use super::booking::{At, Flow};
use super::message::{GuestField, Step};
use crate::text::known_country;

/// Stands between the options that were chosen of one question; no text has it.
const BETWEEN: char = '\u{1f}';

/// What the guest typed.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// Only what was touched; everything else is empty.
    typed: Vec<(GuestField, Typed)>,
    /// Whether the one who books is the first of those who take part.
    pub booker_takes_part: bool,
    pub consent: bool,
    /// Whether "continue" was pressed without the consent.
    pub submitted: bool,
    /// Counts how often a number brought its own country along: the choice is drawn anew then.
    pub countries_brought: u32,
    /// Where the guest seems to be, once it was asked.
    home: Option<&'static str>,
}

#[derive(Clone, Debug, Default)]
struct Typed {
    text: String,
    /// Whether the guest has been there and left, or wanted to go on: its error may be shown.
    left: bool,
    /// Whether the companion refused this very text.
    refused: bool,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldTrouble {
    Name(NameError),
    Email(EmailError),
    /// There is no phone number, and one is needed.
    PhoneMissing,
    Phone(PhoneError),
    Answer(AnswerError),
    Notes(NotesError),
    /// The companion refused it.
    Refused,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            typed: Vec::new(),
            booker_takes_part: true,
            consent: false,
            submitted: false,
            countries_brought: 0,
            home: None,
        }
    }
}

impl Form {
    pub(super) fn text(&self, field: GuestField) -> &str {
        self.find(field).map_or("", |typed| &typed.text)
    }

    pub(super) fn edit(&mut self, field: GuestField, text: String) {
        let typed = self.place(field);
        typed.text = text;
        typed.refused = false;
    }

    /// Marks a field as left. An empty one is not marked: the guest may only be passing by.
    fn leave(&mut self, field: GuestField) {
        if !self.text(field).trim().is_empty() {
            self.place(field).left = true;
        }
    }

    /// Marks a field's present text as refused by the companion.
    fn refuse(&mut self, field: GuestField) {
        self.place(field).refused = true;
    }

    /// The e-mail address, as soon as it is one.
    pub(super) fn email(&self) -> Option<EmailAddress> {
        self.text(GuestField::Email).parse().ok()
    }

    /// Whether nothing has been typed into the form.
    pub(super) fn is_blank(&self) -> bool {
        self.typed.iter().all(|(_, typed)| typed.text.is_empty())
    }

    /// Fills the form with an earlier booking's guest and those who take part.
    pub(super) fn fill_in(&mut self, guest: &Guest, attendees: &[Attendee]) {
        let phone = guest.phone.as_ref().map_or("", PhoneNumber::as_str);
        let notes = guest.notes.as_ref().map_or("", Notes::as_str);
        self.edit(GuestField::Name, guest.name.as_str().to_owned());
        self.edit(GuestField::Email, guest.email.as_str().to_owned());
        self.edit(GuestField::Notes, notes.to_owned());
        self.fill_in_phone(phone.to_owned());
        for (place, attendee) in (0..).zip(attendees) {
            let email = attendee.email.as_ref().map_or("", EmailAddress::as_str);
            self.edit(
                GuestField::AttendeeName(place),
                attendee.name.as_str().to_owned(),
            );
            self.edit(GuestField::AttendeeEmail(place), email.to_owned());
        }
        let first = attendees.first();
        self.booker_takes_part = first.is_none_or(|first| first.name == guest.name);
    }

    /// A number that did not come from the keyboard shows as it is written at home.
    pub(super) fn fill_in_phone(&mut self, number: String) {
        self.edit(GuestField::Phone, number);
        self.take_country();
        self.tidy_phone();
    }

    /// Makes ready for another booking by the same guest and the same people.
    pub(super) fn start_over(&mut self) {
        self.consent = false;
        self.submitted = false;
        let stays = |field| !matches!(field, GuestField::Notes | GuestField::Answer(_));
        self.typed.retain(|(field, _)| stays(*field));
    }

    /// Everything that holds a text.
    pub(super) fn filled(&self) -> impl Iterator<Item = (GuestField, &str)> {
        let filled = self.typed.iter();
        let filled = filled.map(|(field, typed)| (*field, typed.text.as_str()));
        filled.filter(|(_, text)| !text.is_empty())
    }

    /// Whether an option of a question is chosen.
    pub(super) fn is_chosen(&self, field: GuestField, option: &str) -> bool {
        self.chosen(field).any(|chosen| chosen == option)
    }

    fn chosen(&self, field: GuestField) -> impl Iterator<Item = &str> {
        let chosen = self.text(field).split(BETWEEN);
        chosen.filter(|option| !option.is_empty())
    }

    fn toggle(&mut self, field: GuestField, option: &str) {
        let was_chosen = self.is_chosen(field, option);
        let others = self.chosen(field).filter(|chosen| *chosen != option);
        let new = Some(option).filter(|_| !was_chosen);
        let text = joined(others.chain(new));
        self.edit(field, text);
    }

    /// The country of the phone number: the one that was chosen, or else where the guest is.
    pub(super) fn country(&self) -> &'static str {
        let chosen = known_country(self.text(GuestField::Country));
        let chosen = chosen.map(|(_, country)| country);
        chosen.or(self.home).unwrap_or("US")
    }

    /// A number that begins with a calling code brings its country along.
    fn take_country(&mut self) {
        let split = phone::split(self.text(GuestField::Phone), self.country());
        if let Some((country, _)) = split.filter(|(country, _)| *country != self.country()) {
            self.edit(GuestField::Country, country.to_owned());
            self.countries_brought = self.countries_brought.wrapping_add(1);
        }
    }

    /// The calling code stands beside the number, and not in it as well.
    fn tidy_phone(&mut self) {
        let split = phone::split(self.text(GuestField::Phone), self.country());
        if let Some((_, rest)) = split.filter(|(_, rest)| !rest.is_empty()) {
            self.place(GuestField::Phone).text = rest;
        }
    }

    fn find(&self, field: GuestField) -> Option<&Typed> {
        let mut typed = self.typed.iter();
        typed.find_map(|(known, typed)| (*known == field).then_some(typed))
    }

    fn place(&mut self, field: GuestField) -> &mut Typed {
        let known = self.typed.iter().position(|(known, _)| *known == field);
        let place = known.unwrap_or_else(|| {
            self.typed.push((field, Typed::default()));
            self.typed.len() - 1
        });
        &mut self.typed[place].1
    }
}

impl Flow {
    pub(super) fn edit_field(&mut self, field: GuestField, text: String) {
        let form = &mut self.draft.form;
        form.edit(field, text);
        if field == GuestField::Phone {
            form.take_country();
        }
    }

    pub(super) fn leave_field(&mut self, field: GuestField) {
        let form = &mut self.draft.form;
        form.leave(field);
        if field == GuestField::Phone {
            form.tidy_phone();
        }
    }

    pub(super) fn toggle_option(&mut self, field: GuestField, option: &str) {
        self.draft.form.toggle(field, option);
    }

    /// Finds out where the guest seems to be, once a phone number is asked for. It takes the
    /// browser a moment, which the first screen is not to wait for.
    #[inline(never)]
    pub(super) fn find_home(&mut self) {
        let form = &self.draft.form;
        let asks = self.page.calendar.phone != PhoneUse::Hidden
            && matches!(self.at, At::Booking(Step::Details | Step::Payment));
        if asks && form.home.is_none() {
            let home = self.text.country_of(&self.draft.zone);
            self.draft.form.home = Some(home.unwrap_or("US"));
        }
    }

    /// The fields that the guest types into, in the order in which they stand on the form.
    pub(super) fn fields(&self) -> Vec<GuestField> {
        let calendar = &self.page.calendar;
        let mut fields = vec![GuestField::Name, GuestField::Email];
        if calendar.phone != PhoneUse::Hidden {
            fields.push(GuestField::Phone);
        }
        for place in self.others() {
            fields.push(GuestField::AttendeeName(place));
            if calendar.attendee_details == AttendeeDetails::NamesAndEmails {
                fields.push(GuestField::AttendeeEmail(place));
            }
        }
        fields.extend((0..calendar.form.len()).map(answer));
        fields.push(GuestField::Notes);
        fields
    }

    /// The places of those who take part and are asked about here: the one who books tells about
    /// themselves above.
    pub(super) fn others(&self) -> std::ops::Range<u32> {
        match self.page.calendar.attendee_details {
            AttendeeDetails::None => 0..0,
            _ => u32::from(self.draft.form.booker_takes_part)..self.attendees(),
        }
    }

    /// The question that a field answers.
    pub(super) fn question(&self, field: GuestField) -> Option<&FormField> {
        let GuestField::Answer(place) = field else {
            return None;
        };
        self.page.calendar.form.get(usize::try_from(place).ok()?)
    }

    /// Whether a field has to be filled in.
    pub(super) fn needs(&self, field: GuestField) -> bool {
        match field {
            GuestField::Name
            | GuestField::Email
            | GuestField::AttendeeName(_)
            | GuestField::AttendeeEmail(_) => true,
            GuestField::Phone => self.page.calendar.phone == PhoneUse::Required,
            GuestField::Answer(_) => self.question(field).is_some_and(|it| it.required),
            GuestField::Country | GuestField::Notes => false,
        }
    }

    /// What is wrong with a field, whether or not it is time to say so.
    fn trouble(&self, field: GuestField) -> Option<FieldTrouble> {
        let form = &self.draft.form;
        let text = form.text(field);
        let blank = text.trim().is_empty();
        let trouble = match field {
            GuestField::Name | GuestField::AttendeeName(_) => {
                text.parse::<GuestName>().err().map(FieldTrouble::Name)
            }
            GuestField::Email | GuestField::AttendeeEmail(_) => {
                text.parse::<EmailAddress>().err().map(FieldTrouble::Email)
            }
            GuestField::Phone if blank => self.needs(field).then_some(FieldTrouble::PhoneMissing),
            GuestField::Phone => phone::international(text, form.country())
                .err()
                .map(FieldTrouble::Phone),
            GuestField::Notes if blank => None,
            GuestField::Notes => text.parse::<Notes>().err().map(FieldTrouble::Notes),
            GuestField::Country => None,
            GuestField::Answer(_) => self.question(field).and_then(|question| {
                let wrong = question.check(&self.values(field, question)).err();
                wrong.map(FieldTrouble::Answer)
            }),
        };
        let refused = form.find(field).is_some_and(|typed| typed.refused);
        trouble.or(refused.then_some(FieldTrouble::Refused))
    }

    /// What is wrong with a field, once it is time to say so.
    pub(super) fn trouble_shown(&self, field: GuestField) -> Option<FieldTrouble> {
        let noticed = |typed: &Typed| typed.left || typed.refused;
        let due = self.draft.form.find(field).is_some_and(noticed);
        self.trouble(field).filter(|_| due)
    }

    /// It is time to say what is wrong anywhere in the form. Of those who join the party later it
    /// is not.
    pub(super) fn mark_form(&mut self) {
        for field in self.fields() {
            self.draft.form.place(field).left = true;
        }
        self.draft.form.submitted = true;
    }

    /// The first field that keeps the guest from going on.
    #[inline(never)]
    pub(super) fn first_trouble(&self) -> Option<GuestField> {
        let mut fields = self.fields().into_iter();
        fields.find(|&field| self.trouble(field).is_some())
    }

    /// What a field's text answers to its question, as it is sent.
    fn values(&self, field: GuestField, question: &FormField) -> Vec<String> {
        let form = &self.draft.form;
        let text = form.text(field);
        let values = match &question.kind {
            // In the order of the options, whatever the order in which they were chosen.
            FieldKind::Choices { options } => {
                let chosen = |option: &&String| form.is_chosen(field, option);
                return options.iter().filter(chosen).cloned().collect();
            }
            FieldKind::Number { .. } => phone::plain(text).replace(' ', ""),
            _ => text.trim().to_owned(),
        };
        Some(values)
            .filter(|value| !value.is_empty())
            .into_iter()
            .collect()
    }
}

/// The field that answers a question.
pub(in crate::flow) fn answer(place: usize) -> GuestField {
    // A form has few questions.
    GuestField::Answer(u32::try_from(place).unwrap_or(u32::MAX))
}

pub(in crate::flow) fn joined<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for value in values {
        if !text.is_empty() {
            text.push(BETWEEN);
        }
        text.push_str(value);
    }
    text
}
