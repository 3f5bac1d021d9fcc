//! The step of service, attendees, date and time.

use std::rc::Rc;

use booking_engine::ServiceId;
use chrono::{DateTime, NaiveDate, Utc};

use crate::text::Weekday;

/// Service, attendees, date and time.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeStep {
    /// What can be booked; a single one needs no choice.
    pub services: Vec<ServiceOption>,
    /// What was chosen in a step of its own, with how long it takes and what else; empty where
    /// there is no such step.
    pub chosen: Vec<(String, String)>,
    /// How many take part; none where the service takes one at a time.
    pub attendees: Option<Stepper>,
    /// The month grid.
    pub month: Month,
    /// The slots of the chosen day.
    pub slots: Slots,
    /// The guest's time zone.
    pub zones: ZoneChoice,
    /// Whether a time that fits is chosen; `Event::Continue` without one says what is missing.
    pub can_continue: bool,
}

/// A service to choose. `Event::ServiceChosen`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceOption {
    /// Its id.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// A sentence about it; may be empty.
    pub description: String,
    /// "60 min".
    pub duration: String,
    /// "€48.00" or "Free".
    pub price: String,
    /// "per person", where it is for each.
    pub each: &'static str,
    /// Whether it is the chosen one.
    pub selected: bool,
}

/// A number with a button for less and one for more. `Event::AttendeesChosen`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stepper {
    /// The number.
    pub value: u32,
    /// The least.
    pub min: u32,
    /// The most.
    pub max: u32,
    /// The number in words: "2 people".
    pub name: String,
    /// Whether less is possible.
    pub can_less: bool,
    /// Whether more is possible.
    pub can_more: bool,
}

/// A month as a grid. `Event::MonthTurned`, `Event::DayFocused`, `Event::DayChosen`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// "December 2026".
    pub title: String,
    /// The heads of the columns.
    pub weekdays: &'static [Weekday],
    /// The rows of seven; none outside of the month.
    pub weeks: Vec<[Option<Day>; 7]>,
    /// Whether the previous month can be shown.
    pub can_go_back: bool,
    /// Whether the next month can be shown.
    pub can_go_forward: bool,
    /// Whether the free times are being loaded.
    pub loading: bool,
}

/// A day of the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The date.
    pub date: NaiveDate,
    /// The day of the month.
    pub number: u32,
    /// The accessible name: "Tuesday 1 December, 5 free times".
    pub name: String,
    /// Whether it can be chosen.
    pub state: DayState,
    /// Whether it is the chosen one.
    pub selected: bool,
    /// Whether it is today in the guest's time zone.
    pub today: bool,
    /// Whether it is the grid's one tab stop.
    pub tab_stop: bool,
    /// What its cheapest time costs, where the code in hand makes a difference.
    pub price: Option<TimePrice>,
}

/// What a time costs with the code in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimePrice {
    /// The total, formatted.
    pub amount: String,
    /// Whether the code counts; those where it does are marked.
    pub counts: bool,
}

/// Whether a day can be chosen. Days that cannot stay focusable and say why in their name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayState {
    /// It has free times.
    Free,
    /// It has none.
    Full,
    /// It cannot be booked yet or any more.
    Closed,
    /// Its free times are not known yet.
    Unknown,
}

/// The slots of the chosen day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slots {
    /// They are being loaded.
    Loading,
    /// They could not be loaded; `Event::Retry`.
    Failed {
        /// What happened and what can be done.
        text: String,
    },
    /// The month has free times, but no day is chosen yet.
    NoDay,
    /// The month has none.
    NoneInMonth {
        /// "No free times in December."
        text: String,
        /// The next day that has, to offer with `Event::DayChosen`.
        next_open: Option<NextOpen>,
    },
    /// The chosen day.
    Day {
        /// "Tuesday 1 December".
        title: String,
        /// Its slots by part of the day; empty where it has none.
        groups: Vec<SlotGroup>,
    },
}

/// The next day that has free times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextOpen {
    /// The date.
    pub date: NaiveDate,
    /// "Next free day: Tuesday 1 December".
    pub label: String,
}

/// The slots of a part of the day: a radio group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotGroup {
    /// "Morning".
    pub label: &'static str,
    /// The slots, earliest first.
    pub slots: Vec<SlotOption>,
}

/// A slot to choose. `Event::SlotChosen`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotOption {
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// "14:30".
    pub label: String,
    /// "3 places left"; empty where there is nothing to say.
    pub detail: String,
    /// The accessible name: "14:30 to 15:30, 3 places left".
    pub name: String,
    /// Whether it is the chosen one.
    pub selected: bool,
    /// What it costs, where the code in hand makes a difference.
    pub price: Option<TimePrice>,
}

/// The guest's time zone. `Event::ZoneChosen`.
#[derive(Clone, Debug, Eq)]
pub struct ZoneChoice {
    /// Its IANA name.
    pub selected: String,
    /// All of them.
    pub options: Rc<[ZoneOption]>,
    /// "Times are shown for Lisbon.", where there is nothing to choose.
    pub locked: Option<String>,
    /// What the business's clock shows, where it differs: "That is 14:30 in Lisbon.".
    pub business_differs: Option<String>,
}

/// The hundreds of options of a flow are one list, which is not walked through.
impl PartialEq for ZoneChoice {
    fn eq(&self, other: &Self) -> bool {
        (Rc::ptr_eq(&self.options, &other.options) || self.options == other.options)
            && self.selected == other.selected
            && self.locked == other.locked
            && self.business_differs == other.business_differs
    }
}

/// A time zone to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneOption {
    /// Its IANA name.
    pub id: String,
    /// "Europe/Lisbon", with blanks.
    pub label: String,
}
