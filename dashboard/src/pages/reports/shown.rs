//! A report as it is looked at: of which days, and what came.

use booking_contract::owner::{Report, ReportBy, ReportQuery};
use chrono::{Datelike, Days, NaiveDate};

use crate::client::Failure;

/// The page of reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Reports {
    /// What is chosen.
    pub chosen: Chosen,
    /// What is wrong with it.
    pub mistake: Option<&'static str>,
    /// The report of what is chosen, or of what was before it while that is asked for.
    pub report: Option<Result<Report, Failure>>,
    /// Whether it is asked for.
    pub loading: bool,
    ticket: u32,
}

/// What is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// What is added up.
    pub by: ReportBy,
    /// Bookings in test mode, instead of those for real.
    pub test_mode: bool,
}

/// Days that are often looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// The last 30 days, by day.
    Month,
    /// The last 13 weeks, by week.
    Quarter,
    /// The last twelve months, by month.
    Year,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// It is to be loaded, or loaded again.
    Load,
    /// Something else is chosen.
    Choose(Chosen),
    /// Days that are often looked at are chosen, by whose last day it is.
    Preset(Preset, NaiveDate),
    /// An answer.
    Came {
        /// What it answers.
        ticket: u32,
        /// The report.
        result: Result<Report, Failure>,
    },
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for it.
    Load {
        /// To be handed back with the answer.
        ticket: u32,
        /// Of which days.
        query: ReportQuery,
    },
    /// Nobody is signed in any more.
    SignedOut,
}

impl Reports {
    /// The last 30 days before the end of this one.
    pub fn until(today: NaiveDate) -> Self {
        Self {
            chosen: preset(Preset::Month, today, false),
            mistake: None,
            report: None,
            loading: false,
            ticket: 0,
        }
    }

    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Load => self.load(),
            Event::Choose(chosen) => {
                self.chosen = chosen;
                self.load()
            }
            Event::Preset(which, today) => {
                self.chosen = preset(which, today, self.chosen.test_mode);
                self.load()
            }
            Event::Came { ticket, .. } if ticket != self.ticket => Vec::new(),
            Event::Came {
                result: Err(Failure::SignedOut),
                ..
            } => vec![Effect::SignedOut],
            Event::Came { result, .. } => {
                self.loading = false;
                self.report = Some(result);
                Vec::new()
            }
        }
    }

    /// What is asked for; or what is wrong with what is chosen.
    pub fn query(&self) -> Result<ReportQuery, &'static str> {
        let chosen = &self.chosen;
        let days: Option<(NaiveDate, NaiveDate)> =
            chosen.from.parse().ok().zip(chosen.to.parse().ok());
        match days {
            None => Err("Choose both days."),
            Some((from, to)) if from > to => Err("The last day is before the first."),
            Some((from, to)) => Ok(ReportQuery {
                from,
                to,
                by: chosen.by,
                test_mode: chosen.test_mode,
            }),
        }
    }

    fn load(&mut self) -> Vec<Effect> {
        // Whatever is on its way is not wanted any more.
        self.ticket += 1;
        match self.query() {
            Ok(query) => {
                self.mistake = None;
                self.loading = true;
                let ticket = self.ticket;
                vec![Effect::Load { ticket, query }]
            }
            Err(mistake) => {
                self.mistake = Some(mistake);
                self.loading = false;
                Vec::new()
            }
        }
    }
}

fn preset(which: Preset, today: NaiveDate, test_mode: bool) -> Chosen {
    let back = |days| today.checked_sub_days(Days::new(days)).unwrap_or(today);
    let (from, by) = match which {
        Preset::Month => (back(29), ReportBy::Day),
        Preset::Quarter => {
            let into_week = u64::from(today.weekday().num_days_from_monday());
            (back(into_week + 12 * 7), ReportBy::Week)
        }
        Preset::Year => {
            let first = today.with_day(1).unwrap_or(today);
            let first = first.checked_sub_months(chrono::Months::new(11));
            (first.unwrap_or(today), ReportBy::Month)
        }
    };
    Chosen {
        from: from.to_string(),
        to: today.to_string(),
        by,
        test_mode,
    }
}
