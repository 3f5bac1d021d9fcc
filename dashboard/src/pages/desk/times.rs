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
    pub times: Vec<Time>,
}

/// A free time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// The start.
    pub starts_at: DateTime<Utc>,
    /// Hour and minute of the start on the business's clock.
    pub clock: chrono::NaiveTime,
    /// How many places are left.
    pub seats_left: u32,
}

/// The first days with times that have room for so many.
pub fn days(page: &SlotsPage, attendees: u32) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for slot in page
        .slots
        .iter()
        .filter(|slot| slot.seats_left >= attendees)
    {
        let local = page.business_clock.local(slot.starts_at);
        let time = Time {
            starts_at: slot.starts_at,
            clock: local.time(),
            seats_left: slot.seats_left,
        };
        if let Some(day) = days.last_mut().filter(|day| day.date == local.date()) {
            day.times.push(time);
        } else if days.len() == DAYS_SHOWN {
            break;
        } else {
            days.push(Day {
                date: local.date(),
                times: vec![time],
            });
        }
    }
    days
}
