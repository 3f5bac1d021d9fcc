//! What the page's address brings: what the form is filled in with, where the guest came from, and
//! which member of the business they are.

use booking_contract::{FieldKind, Passed};

use super::booking::Flow;
use super::form::{answer, joined};
use super::message::{Asked, GuestField};

/// What the names of parameters that fill in the form begin with.
const FILLS_IN: [&str; 6] = ["name", "email", "phone", "notes", "person.", "answer."];

impl Asked {
    /// Whether something of the form is filled in by the page's address.
    pub(super) fn fills_in(&self) -> bool {
        let fills_in = |name: &str| FILLS_IN.iter().any(|begin| name.starts_with(begin));
        let mut parameters = self.parameters.iter();
        parameters.any(|(name, value)| !value.is_empty() && fills_in(name))
    }
}

impl Flow {
    /// Fills in what the page's address brings.
    #[inline(never)]
    pub(super) fn prefill(&mut self) {
        let parameters = self.parameters.clone();
        // Of two by one name the first counts.
        let brought = parameters.iter().rev();
        for (name, value) in brought.filter(|(_, value)| !value.is_empty()) {
            if name == "phone" {
                self.draft.form.fill_in_phone(value.clone());
            } else if let Some(field) = field(name) {
                self.draft.form.edit(field, value.clone());
            }
        }
        for place in 0..self.page.calendar.form.len() {
            let id = &self.page.calendar.form[place].id;
            let own = |name: &str| name.strip_prefix("answer.") == Some(id);
            let values = parameters.iter().filter(|(name, _)| own(name));
            let values: Vec<&str> = values.map(|(_, value)| value.trim()).collect();
            self.prefill_answer(answer(place), &values);
        }
    }

    /// Answers a question with texts from outside, as far as they are answers.
    fn prefill_answer(&mut self, field: GuestField, values: &[&str]) {
        let Some(question) = self.question(field) else {
            return;
        };
        let fits = |value: &&str| match &question.kind {
            FieldKind::Choice { options } | FieldKind::Choices { options } => {
                options.iter().any(|option| option == value)
            }
            FieldKind::Checkbox => *value == "true",
            _ => true,
        };
        let several = matches!(question.kind, FieldKind::Choices { .. });
        let values = values.iter().copied().filter(fits);
        let text = joined(values.take(if several { usize::MAX } else { 1 }));
        self.draft.form.edit(field, text);
    }

    /// The token by which the business says which of its members books.
    pub(super) fn member(&self) -> Option<String> {
        let mut parameters = self.parameters.iter();
        let token = parameters.find(|(name, value)| name == "member" && !value.is_empty())?;
        Some(token.1.clone())
    }

    /// What is kept with an order of where the guest came from.
    pub(super) fn passed(&self) -> Vec<Passed> {
        let parameters = || {
            let all = self.parameters.iter();
            all.map(|(name, value)| (&**name, &**value))
        };
        let chosen = parameters().find(|(name, _)| *name == "pass");
        Passed::of(parameters(), chosen.map_or("", |(_, names)| names))
    }
}

/// The field of a parameter: `person.2.name` and `person.2.email` are of whoever else takes part,
/// counted from the one who books.
fn field(name: &str) -> Option<GuestField> {
    match name {
        "name" => return Some(GuestField::Name),
        "email" => return Some(GuestField::Email),
        "notes" => return Some(GuestField::Notes),
        _ => {}
    }
    let (number, what) = name.strip_prefix("person.")?.split_once('.')?;
    let place = number.parse::<u32>().ok()?.checked_sub(1)?;
    match what {
        "name" => Some(GuestField::AttendeeName(place)),
        "email" => Some(GuestField::AttendeeEmail(place)),
        _ => None,
    }
}
