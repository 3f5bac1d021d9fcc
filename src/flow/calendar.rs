//! The month grid: which month is shown, what is free in it, and what to ask for next.

use booking_contract::{Slot, SlotsPage, ZoneClock};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};

use super::message::{Failure, Ticket};

/// The state of the month grid. Months are named by their first day, in the guest's time zone.
#[derive(Clone, Debug)]
pub(super) struct Calendar {
    pub shown: NaiveDate,
    pub day: Option<NaiveDate>,
    /// Where the keyboard is in the grid.
    pub cursor: Option<NaiveDate>,
    pub asking: Option<Asking>,
    pub failed: Option<Failure>,
    /// While months are turned until there is a time at which the code counts: the month to come
    /// back to where there is none.
    pub seeking: Option<NaiveDate>,
    /// The first date and the last date that can be booked.
    pub bounds: (NaiveDate, NaiveDate),
    /// By month; there are never more than a few.
    loaded: Vec<(NaiveDate, Loaded)>,
}

/// A request for a month's slots that is under way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asking {
    pub ticket: Ticket,
    pub month: NaiveDate,
}

/// The free slots of a month.
#[derive(Clone, Debug)]
pub(super) struct Loaded {
    /// Whether these are all of them; else nothing is known of days that have none here.
    pub whole: bool,
    pub slots: Vec<Slot>,
    pub clock: ZoneClock,
    pub business_clock: ZoneClock,
}

impl Calendar {
    pub(super) fn new(bounds: (NaiveDate, NaiveDate)) -> Self {
        Self {
            shown: month_of(bounds.0),
            day: None,
            cursor: None,
            asking: None,
            failed: None,
            seeking: None,
            bounds,
            loaded: Vec::new(),
        }
    }

    /// Forgets what was free; it depended on something that changed.
    pub(super) fn forget(&mut self) {
        self.loaded.clear();
        self.asking = None;
        self.failed = None;
    }

    /// Stores all that is free in a month.
    pub(super) fn store(&mut self, month: NaiveDate, page: SlotsPage) {
        self.replace(month, true, page);
    }

    /// Stores some of what is free in a month.
    pub(super) fn store_some(&mut self, month: NaiveDate, page: SlotsPage) {
        self.replace(month, false, page);
    }

    fn replace(&mut self, month: NaiveDate, whole: bool, page: SlotsPage) {
        let loaded = Loaded {
            whole,
            slots: page.slots,
            clock: page.clock,
            business_clock: page.business_clock,
        };
        self.loaded.retain(|known| known.0 != month);
        self.loaded.push((month, loaded));
    }

    pub(super) fn loaded(&self, month: NaiveDate) -> Option<&Loaded> {
        let known = self.loaded.iter().find(|known| known.0 == month);
        known.map(|known| &known.1)
    }

    /// The month that is shown, where its slots are known.
    pub(super) fn current(&self) -> Option<&Loaded> {
        self.loaded(self.shown)
    }

    /// Whether a month can be shown.
    pub(super) fn has_month(&self, month: NaiveDate) -> bool {
        (month_of(self.bounds.0)..=month_of(self.bounds.1)).contains(&month)
    }

    /// Whether a date can be booked as far as the calendar's window goes.
    pub(super) fn has_date(&self, date: NaiveDate) -> bool {
        self.bounds.0 <= date && date <= self.bounds.1
    }

    /// The dates to ask for to fill a month.
    pub(super) fn span(&self, month: NaiveDate) -> (NaiveDate, NaiveDate) {
        let last = next_month(month).and_then(|next| next.pred_opt());
        let from = month.max(self.bounds.0);
        (from, last.unwrap_or(month).min(self.bounds.1).max(from))
    }

    /// Shows another month; the day is chosen when its slots are known.
    pub(super) fn show(&mut self, month: NaiveDate) {
        if self.shown != month {
            self.shown = month;
            self.day = None;
            self.cursor = None;
            self.failed = None;
        }
    }

    /// The first free day of a month that is loaded.
    pub(super) fn first_open(
        &self,
        month: NaiveDate,
        attendees: u32,
        now: DateTime<Utc>,
    ) -> Option<NaiveDate> {
        let loaded = self.loaded(month)?;
        loaded
            .open(attendees, now)
            .map(|slot| loaded.date(slot))
            .find(|&date| month_of(date) == month)
    }

    /// The first free day after the shown month, among the months that are loaded without a gap,
    /// or the month to ask for in order to know.
    pub(super) fn next_open(&self, attendees: u32, now: DateTime<Utc>) -> NextOpen {
        let mut month = self.shown;
        while let Some(next) = next_month(month).filter(|&next| self.has_month(next)) {
            if self.loaded(next).is_none() {
                return NextOpen::Ask(next);
            }
            if let Some(date) = self.first_open(next, attendees, now) {
                return NextOpen::On(date);
            }
            month = next;
        }
        NextOpen::Never
    }
}

/// The next free day, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NextOpen {
    /// Known.
    On(NaiveDate),
    /// The slots of this month are needed to know.
    Ask(NaiveDate),
    /// There is none in the calendar's window.
    Never,
}

impl Loaded {
    /// The slots that take the party and have not begun.
    pub(super) fn open(&self, attendees: u32, now: DateTime<Utc>) -> impl Iterator<Item = &Slot> {
        self.slots
            .iter()
            .filter(move |slot| slot.seats_left >= attendees && slot.starts_at > now)
    }

    /// The date on which a slot starts for the guest.
    pub(super) fn date(&self, slot: &Slot) -> NaiveDate {
        self.clock.local(slot.starts_at).date()
    }
}

/// The first day of a date's month.
pub(super) fn month_of(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

pub(super) fn next_month(month: NaiveDate) -> Option<NaiveDate> {
    month.checked_add_months(Months::new(1))
}

pub(super) fn previous_month(month: NaiveDate) -> Option<NaiveDate> {
    month.checked_sub_months(Months::new(1))
}

/// The window of dates as a guest in another time zone meets it: a day more at both ends, since
/// the business's first morning may be the guest's evening before.
pub(super) fn bounds_elsewhere(first: NaiveDate, last: NaiveDate) -> (NaiveDate, NaiveDate) {
    let day = Days::new(1);
    (
        first.checked_sub_days(day).unwrap_or(first),
        last.checked_add_days(day).unwrap_or(last),
    )
}
