//! What the guest has chosen and typed. Freely editable; whether a step is done is derived.

use booking_contract::{
    EmailAddress, EmailError, Guest, GuestName, NameError, Notes, NotesError, PhoneError,
    PhoneNumber, Slot, ZoneClock,
};
use chrono::{DateTime, FixedOffset};

use super::cart::{Cart, Wanted};
use super::message::GuestField;

/// The fields in the order in which they stand on the form.
pub(super) const FIELDS: [GuestField; 4] = [
    GuestField::Name,
    GuestField::Email,
    GuestField::Phone,
    GuestField::Notes,
];

/// What the guest has chosen and typed.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub cart: Cart,
    /// The IANA name of the guest's time zone.
    pub zone: String,
    pub picked: Option<Picked>,
    pub consent: bool,
    /// Whether "continue" was pressed on the form: from then on everything missing is marked.
    pub submitted: bool,
    fields: [Typed; 4],
}

/// A chosen slot, with the clocks to show it on.
#[derive(Clone, Debug)]
pub(super) struct Picked {
    /// What it was offered for.
    pub wanted: Wanted,
    pub slot: Slot,
    pub clock: ZoneClock,
    pub business_clock: ZoneClock,
}

impl Picked {
    /// When it starts, with the offset of the business's clocks.
    pub(super) fn starts_at_business(&self) -> DateTime<FixedOffset> {
        self.business_clock.at(self.slot.starts_at)
    }
}

#[derive(Clone, Debug, Default)]
struct Typed {
    text: String,
    /// Whether the guest has been there and left: its error may be shown.
    left: bool,
    /// Whether the companion refused this very text.
    refused: bool,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldTrouble {
    Name(NameError),
    Email(EmailError),
    Phone(PhoneError),
    Notes(NotesError),
    /// The companion refused it.
    Refused,
}

impl Draft {
    pub(super) fn new(cart: Cart, zone: String) -> Self {
        Self {
            cart,
            zone,
            picked: None,
            consent: false,
            submitted: false,
            fields: Default::default(),
        }
    }

    pub(super) fn text(&self, field: GuestField) -> &str {
        &self.fields[field as usize].text
    }

    pub(super) fn edit(&mut self, field: GuestField, text: String) {
        let typed = &mut self.fields[field as usize];
        typed.text = text;
        typed.refused = false;
    }

    /// Marks a field as left. An empty one is not marked: the guest may only be passing by.
    pub(super) fn leave(&mut self, field: GuestField) {
        let typed = &mut self.fields[field as usize];
        typed.left |= !typed.text.trim().is_empty();
    }

    /// Marks a field's present text as refused by the companion.
    pub(super) fn refuse(&mut self, field: GuestField) {
        self.fields[field as usize].refused = true;
    }

    /// What is wrong with a field, whether or not it is time to say so.
    pub(super) fn trouble(&self, field: GuestField) -> Option<FieldTrouble> {
        let text = self.text(field);
        let trouble = match field {
            GuestField::Name => text.parse::<GuestName>().err().map(FieldTrouble::Name),
            GuestField::Email => text.parse::<EmailAddress>().err().map(FieldTrouble::Email),
            GuestField::Phone => optional::<PhoneNumber>(text).err().map(FieldTrouble::Phone),
            GuestField::Notes => optional::<Notes>(text).err().map(FieldTrouble::Notes),
        };
        let refused = self.fields[field as usize].refused;
        trouble.or(refused.then_some(FieldTrouble::Refused))
    }

    /// What is wrong with a field, once it is time to say so.
    pub(super) fn trouble_shown(&self, field: GuestField) -> Option<FieldTrouble> {
        let typed = &self.fields[field as usize];
        let due = self.submitted || typed.left || typed.refused;
        self.trouble(field).filter(|_| due)
    }

    /// The first field that keeps the guest from going on.
    pub(super) fn first_trouble(&self) -> Option<GuestField> {
        FIELDS
            .into_iter()
            .find(|&field| self.trouble(field).is_some())
    }

    /// The guest, once every field is right.
    pub(super) fn guest(&self) -> Option<Guest> {
        if self.first_trouble().is_some() {
            return None;
        }
        Some(Guest {
            name: self.text(GuestField::Name).parse().ok()?,
            email: self.email()?,
            phone: optional(self.text(GuestField::Phone)).ok()?,
            notes: optional(self.text(GuestField::Notes)).ok()?,
        })
    }

    /// The e-mail address, as soon as it is one.
    pub(super) fn email(&self) -> Option<EmailAddress> {
        self.text(GuestField::Email).parse().ok()
    }

    /// Whether nothing has been typed into the form.
    pub(super) fn is_blank(&self) -> bool {
        self.fields.iter().all(|typed| typed.text.is_empty())
    }

    /// Fills the form with an earlier booking's guest.
    pub(super) fn fill_in(&mut self, guest: &Guest) {
        let phone = guest.phone.as_ref().map_or("", PhoneNumber::as_str);
        let notes = guest.notes.as_ref().map_or("", Notes::as_str);
        self.edit(GuestField::Name, guest.name.as_str().to_owned());
        self.edit(GuestField::Email, guest.email.as_str().to_owned());
        self.edit(GuestField::Phone, phone.to_owned());
        self.edit(GuestField::Notes, notes.to_owned());
    }

    /// Makes ready for another booking by the same guest.
    pub(super) fn start_over(&mut self) {
        self.picked = None;
        self.consent = false;
        self.submitted = false;
        self.edit(GuestField::Notes, String::new());
    }
}

/// A field that may stay empty.
fn optional<T: std::str::FromStr>(text: &str) -> Result<Option<T>, T::Err> {
    if text.trim().is_empty() {
        Ok(None)
    } else {
        text.parse().map(Some)
    }
}
