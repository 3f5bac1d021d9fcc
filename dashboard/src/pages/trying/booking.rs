//! The booking that is tried: what is typed and chosen, and what is meant by it.

use booking_contract::EmailAddress;
use booking_contract::owner::{
    CivilTime, Simulate, SimulationCalendar, SimulationMenu, SimulationService, Tried,
};
use booking_engine::{AddOnId, Item, ItemAddOn};

/// What is typed and chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Booking {
    /// The code, where one is typed.
    pub code: String,
    /// The id of the calendar.
    pub calendar: String,
    /// The id of the service.
    pub service: String,
    /// The id of its form; empty: the service as such.
    pub variation: String,
    /// Who performs it; empty: anyone.
    pub staff: String,
    /// The ids of what is booked along.
    pub add_ons: Vec<AddOnId>,
    /// Where; empty: nowhere in particular.
    pub location: String,
    /// How many take part.
    pub attendees: String,
    /// The day of the appointment.
    pub date: String,
    /// Its time.
    pub time: String,
    /// The day of the booking; empty: now.
    pub books_date: String,
    /// Its time.
    pub books_time: String,
    /// Who books: an e-mail address, or `member:` and the business's own id.
    pub customer: String,
}

/// A question of the booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is a field of what is entered")]
pub enum Question {
    Code,
    Attendees,
    Date,
    Books,
    Customer,
}

/// What a customer begins with who is a member.
const MEMBER: &str = "member:";

impl Booking {
    /// The chosen calendar.
    pub fn calendar<'m>(&self, menu: &'m SimulationMenu) -> Option<&'m SimulationCalendar> {
        let mut all = menu.calendars.iter();
        all.find(|it| it.id.as_str() == self.calendar)
    }

    /// The chosen service.
    pub fn service<'m>(&self, menu: &'m SimulationMenu) -> Option<&'m SimulationService> {
        let mut all = self.calendar(menu)?.services.iter();
        all.find(|it| it.info.id.as_str() == self.service)
    }

    /// Chooses whatever has to be chosen and is not, or not any more: the first there is.
    pub fn complete(&mut self, menu: &SimulationMenu) {
        if self.calendar(menu).is_none() {
            let sells = |it: &&SimulationCalendar| !it.services.is_empty();
            let first = menu.calendars.iter().find(sells);
            self.calendar = first.map(|it| it.id.to_string()).unwrap_or_default();
        }
        let Some(calendar) = self.calendar(menu) else {
            return;
        };
        let location = &self.location;
        let has = |id: &str| calendar.locations.iter().any(|it| it.id.as_str() == id);
        if !has(location) {
            let first = calendar.locations.first();
            self.location = first.map(|it| it.id.to_string()).unwrap_or_default();
        }
        if self.service(menu).is_none() {
            let first = calendar.services.first();
            self.service = first.map(|it| it.info.id.to_string()).unwrap_or_default();
            self.add_ons.clear();
        }
        let Some(service) = self.service(menu) else {
            return;
        };
        let forms = &service.info.variations;
        if !forms.iter().any(|it| it.id.as_str() == self.variation) {
            self.variation = forms
                .first()
                .map(|it| it.id.to_string())
                .unwrap_or_default();
        }
        if !service.staff.iter().any(|id| id.as_str() == self.staff) {
            self.staff.clear();
        }
        if self.attendees.is_empty() {
            "1".clone_into(&mut self.attendees);
        }
    }

    /// What is meant, or the first question that cannot be read, with what is wrong.
    pub fn read(
        &self,
        menu: &SimulationMenu,
        tried: Option<Tried>,
    ) -> Result<Simulate, (Question, &'static str)> {
        let nothing_sold = (Question::Attendees, "There is nothing to book yet.");
        let calendar = self.calendar(menu).ok_or(nothing_sold)?;
        let service = self.service(menu).ok_or(nothing_sold)?;
        let attendees = self
            .attendees
            .trim()
            .parse()
            .ok()
            .filter(|number| *number > 0);
        let attendees = attendees.ok_or((Question::Attendees, "Enter a whole number above 0."))?;
        let date = (Question::Date, "Choose a day of the calendar.");
        let books = (Question::Books, "Choose a day of the calendar.");
        let (email, member) = self.customer()?;
        let item = Item {
            variation_id: self.variation.parse().ok(),
            staff_id: self.staff.parse().ok(),
            add_ons: (self.add_ons.iter())
                .map(|id| ItemAddOn {
                    add_on_id: id.clone(),
                    quantity: 1,
                })
                .collect(),
            ..Item::plain(service.info.id.clone(), attendees)
        };
        Ok(Simulate {
            calendar_id: calendar.id.clone(),
            items: vec![item],
            location_id: self.location.parse().ok(),
            starts: civil(&self.date, &self.time).map_err(|()| date)?,
            books: civil(&self.books_date, &self.books_time).map_err(|()| books)?,
            email,
            member,
            tried,
        })
    }

    #[allow(
        clippy::type_complexity,
        reason = "two names of one customer, at most one of them"
    )]
    fn customer(
        &self,
    ) -> Result<(Option<EmailAddress>, Option<booking_contract::MemberId>), (Question, &'static str)>
    {
        let wrong = "Enter an e-mail address, or member: and your own id of a member.";
        let text = self.customer.trim();
        if text.is_empty() {
            return Ok((None, None));
        }
        let wrong = (Question::Customer, wrong);
        if let Some(id) = text.strip_prefix(MEMBER) {
            let member = id.trim().parse().map_err(|_| wrong)?;
            return Ok((None, Some(member)));
        }
        let email = text.parse().map_err(|_| wrong)?;
        Ok((Some(email), None))
    }
}

/// A day, or a minute of it; a time alone means nothing yet.
fn civil(date: &str, time: &str) -> Result<Option<CivilTime>, ()> {
    let text = match (date, time) {
        ("", _) => return Ok(None),
        (date, "") => date.to_owned(),
        (date, time) => format!("{date}T{time}"),
    };
    text.parse().map(Some).map_err(|_| ())
}
