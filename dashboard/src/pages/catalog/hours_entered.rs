//! What is typed of the hours of a week.

use booking_contract::owner::{
    BusinessHours, CatalogProblem, HoursOf, OutsideBooking, SPANS_MAX, SetHours, WeekSpan,
};
use booking_engine::Currency;

use crate::editing::{Entered, Mistakes};
use crate::figures::clock;

/// The days of the week, Monday first.
pub const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
/// Minutes of a day.
const DAY_MINUTES: u32 = 24 * 60;

/// The hours of one of those who have some.
#[derive(Clone, Debug, PartialEq)]
pub struct Week {
    /// Whose.
    pub of: HoursOf,
    /// All hours of the business.
    pub hours: BusinessHours,
    /// What is booked outside of what was just saved.
    pub outside: Vec<OutsideBooking>,
}

/// A span as it is typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Span {
    /// From when on.
    pub from: String,
    /// Until when.
    pub to: String,
}

/// All that is typed.
#[derive(Clone, Debug, PartialEq)]
pub struct HoursEntered {
    of: HoursOf,
    was: Vec<WeekSpan>,
    /// The spans of each day, Monday first.
    pub days: [Vec<Span>; 7],
}

/// The hours of somebody as they are.
pub fn week_of(hours: &BusinessHours, of: &HoursOf) -> Vec<WeekSpan> {
    if *of == HoursOf::Business {
        return hours.weekly.clone();
    }
    let own = hours.own.iter().find(|own| own.of == *of);
    own.map_or_else(Vec::new, |own| own.weekly.clone())
}

/// A minute of the day as it is typed, on a grid of five; midnight is the end of a day where it is
/// one.
pub fn minute(text: &str, is_end: bool) -> Option<u32> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    if hour > 23 || minute > 59 || minute % 5 != 0 {
        return None;
    }
    let minutes = hour * 60 + minute;
    Some(if is_end && minutes == 0 {
        DAY_MINUTES
    } else {
        minutes
    })
}

impl HoursEntered {
    /// Gives a day one span more: after the last one, or the usual hours.
    pub fn add(&mut self, day: usize) {
        let Some(spans) = self.days.get_mut(day) else {
            return;
        };
        let (from, to) = match spans.last() {
            None => ("09:00", "17:00"),
            Some(_) => ("", ""),
        };
        spans.push(Span {
            from: from.to_owned(),
            to: to.to_owned(),
        });
    }

    /// Has every day from Tuesday to Friday as Monday.
    pub fn copy_monday(&mut self) {
        let monday = self.days[0].clone();
        for day in &mut self.days[1..5] {
            day.clone_from(&monday);
        }
    }

    /// Whether no day has hours.
    pub fn is_empty(&self) -> bool {
        self.days.iter().all(Vec::is_empty)
    }
}

impl Entered for HoursEntered {
    type Draft = SetHours;
    type View = Week;

    fn of(week: &Week, _currency: Currency) -> Self {
        let was = week_of(&week.hours, &week.of);
        let days = std::array::from_fn(|day| {
            let weekday = u32::try_from(day + 1).unwrap_or(0);
            let spans = was.iter().filter(|span| span.weekday == weekday);
            spans
                .map(|span| Span {
                    from: clock(span.opens_minute),
                    to: clock(span.closes_minute),
                })
                .collect()
        });
        Self {
            of: week.of.clone(),
            was,
            days,
        }
    }

    fn draft(&self) -> Result<SetHours, Mistakes> {
        let mut mistakes = Mistakes::new();
        let mut weekly = Vec::new();
        for (day, spans) in self.days.iter().enumerate() {
            let mut of_day: Vec<(u32, u32, usize)> = Vec::new();
            for (place, span) in spans.iter().enumerate() {
                let id = format!("from-{day}-{place}");
                match (minute(&span.from, false), minute(&span.to, true)) {
                    (Some(from), Some(to)) if from < to => of_day.push((from, to, place)),
                    (Some(_), Some(_)) => {
                        mistakes.insert(id, "This ends before it begins.".to_owned());
                    }
                    _ => {
                        let text = "Enter both times, in steps of five minutes.";
                        mistakes.insert(id, text.to_owned());
                    }
                }
            }
            of_day.sort_unstable();
            for pair in of_day.windows(2) {
                if let [(_, end, _), (begin, _, place)] = pair
                    && end > begin
                {
                    let text = "This overlaps with the hours before it.".to_owned();
                    mistakes.insert(format!("from-{day}-{place}"), text);
                }
            }
            if of_day.len() > SPANS_MAX {
                let text = format!("A day has at most {SPANS_MAX} spans.");
                mistakes.insert(format!("from-{day}-0"), text);
            }
            let weekday = u32::try_from(day + 1).unwrap_or(0);
            weekly.extend(
                of_day
                    .iter()
                    .map(|&(opens_minute, closes_minute, _)| WeekSpan {
                        weekday,
                        opens_minute,
                        closes_minute,
                    }),
            );
        }
        if mistakes.is_empty() {
            Ok(SetHours {
                of: self.of.clone(),
                was: self.was.clone(),
                weekly,
            })
        } else {
            Err(mistakes)
        }
    }

    fn meant(&self, _problem: &CatalogProblem) -> (String, String) {
        let text = "These hours cannot be used like this.";
        ("from-0-0".to_owned(), text.to_owned())
    }
}
