//! Free times, day by day, on the clocks of the business.

use booking_contract::SlotsPage;
use chrono::{DateTime, NaiveDate, Utc};

/// How many days with free times are shown at once.
const DAYS_SHOWN: usize = 4;
/// How many days are looked at for them.
pub(super) const DAYS_LOOKED_AT: u64 = 34;

/// A day with free times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub date: NaiveDate,
    /// When something can start on it, earliest first.
    pub times: Vec<DateTime<Utc>>,
}

/// The first days with times that have room for so many.
pub fn days(page: &SlotsPage, attendees: u32) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for slot in page
        .slots
        .iter()
        .filter(|slot| slot.seats_left >= attendees)
    {
        let date = page.business_clock.local(slot.starts_at).date();
        if let Some(day) = days.last_mut().filter(|day| day.date == date) {
            day.times.push(slot.starts_at);
        } else if days.len() == DAYS_SHOWN {
            break;
        } else {
            days.push(Day {
                date,
                times: vec![slot.starts_at],
            });
        }
    }
    days
}
