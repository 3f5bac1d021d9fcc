//! What of the form is sent, once all of it is right.

use booking_contract::{Answer, Attendee, AttendeeDetails, Guest, PhoneUse};

use super::phone;
use crate::flow::booking::Flow;
use crate::flow::message::GuestField;

impl Flow {
    /// The guest, once every field is right.
    pub(in crate::flow) fn guest(&self) -> Option<Guest> {
        if self.first_trouble().is_some() {
            return None;
        }
        let form = &self.draft.form;
        let number = form.text(GuestField::Phone);
        let asks_for_it = self.page.calendar.phone != PhoneUse::Hidden;
        let has_number = asks_for_it && !number.trim().is_empty();
        Some(Guest {
            name: form.text(GuestField::Name).parse().ok()?,
            email: form.email()?,
            phone: has_number
                .then(|| phone::international(number, form.country()).ok())
                .flatten(),
            // Blank notes are none.
            notes: form.text(GuestField::Notes).parse().ok(),
        })
    }

    /// Who takes part, where the calendar asks for it: all of them, the booker first if they are
    /// one of them.
    pub(in crate::flow) fn attendee_list(&self) -> Option<Vec<Attendee>> {
        let details = self.page.calendar.attendee_details;
        let form = &self.draft.form;
        let count = match details {
            AttendeeDetails::None => 0,
            _ => self.attendees(),
        };
        let others = self.others();
        let attendee = |place: u32| {
            let (name, email) = if others.contains(&place) {
                let name = GuestField::AttendeeName(place);
                (name, GuestField::AttendeeEmail(place))
            } else {
                (GuestField::Name, GuestField::Email)
            };
            Some(Attendee {
                name: form.text(name).parse().ok()?,
                email: match details {
                    AttendeeDetails::NamesAndEmails => Some(form.text(email).parse().ok()?),
                    _ => None,
                },
            })
        };
        (0..count).map(attendee).collect()
    }

    /// The names of those who take part, where others than the booker are asked for.
    pub(in crate::flow) fn attendee_names(&self) -> Option<String> {
        let others = self.others();
        if others.is_empty() {
            return None;
        }
        let name = |place: u32| {
            if others.contains(&place) {
                GuestField::AttendeeName(place)
            } else {
                GuestField::Name
            }
        };
        let form = &self.draft.form;
        (0..self.attendees())
            .map(|place| form.text(name(place)).trim().to_owned())
            .reduce(|all, next| self.text.both(&all, &next))
    }

    /// The answers to the calendar's own questions, without those that were passed over.
    pub(in crate::flow) fn answers(&self) -> Vec<Answer> {
        let questions = self.page.calendar.form.iter();
        let answers = questions.enumerate().map(|(place, question)| Answer {
            field_id: question.id.clone(),
            values: self.values(super::answer(place), question),
        });
        answers.filter(|answer| !answer.values.is_empty()).collect()
    }
}
