//! For whom it is booked: what is typed, and what is meant by it.

use booking_contract::Guest;
use booking_contract::owner::PastCustomer;

/// What is typed of a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Customer {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The phone number; may be empty.
    pub phone: String,
    /// What the business should know; may be empty.
    pub notes: String,
}

/// A question about a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is a field of what is typed")]
pub enum Asked {
    Name,
    Email,
    Phone,
    Notes,
}

impl Customer {
    /// Somebody who booked before.
    pub fn of(past: &PastCustomer) -> Self {
        let phone = past.phone.as_ref();
        Self {
            name: past.name.as_str().to_owned(),
            email: past.email.as_str().to_owned(),
            phone: phone
                .map(|phone| phone.as_str().to_owned())
                .unwrap_or_default(),
            notes: String::new(),
        }
    }

    /// Who is meant; or what cannot be read, with what is wrong.
    pub fn read(&self) -> Result<Guest, Vec<(Asked, &'static str)>> {
        let name = self.name.trim().parse();
        let email = self.email.trim().parse();
        let phone = optional(&self.phone);
        let notes = optional(&self.notes);
        let mut wrong = Vec::new();
        if name.is_err() {
            wrong.push((Asked::Name, "Enter the customer\u{2019}s name."));
        }
        if email.is_err() {
            wrong.push((
                Asked::Email,
                "Enter an e-mail address, such as name@example.com.",
            ));
        }
        if phone.is_err() {
            wrong.push((
                Asked::Phone,
                "Enter a phone number with digits, or leave it empty.",
            ));
        }
        if notes.is_err() {
            wrong.push((Asked::Notes, "A note has at most 1,000 characters."));
        }
        match (name, email, phone, notes) {
            (Ok(name), Ok(email), Ok(phone), Ok(notes)) => Ok(Guest {
                name,
                email,
                phone,
                notes,
            }),
            _ => Err(wrong),
        }
    }
}

/// What is typed, where something is.
fn optional<T: std::str::FromStr>(text: &str) -> Result<Option<T>, T::Err> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some),
    }
}
