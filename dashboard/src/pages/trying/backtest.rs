//! A back-test as it goes: over which days, how far it is, what came of it.

use booking_contract::owner::{Backtest, BacktestLine, BacktestResult, TriedDraft};
use chrono::NaiveDate;

use crate::client::Failure;

/// The back-test of the draft in a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Backtesting {
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Bookings in test mode, instead of those for real.
    pub test_mode: bool,
    /// What the form says; none: it cannot be read.
    pub draft: Option<Box<TriedDraft>>,
    /// How far it is.
    pub stage: Stage,
    /// What is wrong with the days.
    pub mistake: Option<&'static str>,
    ticket: u32,
}

/// How far a back-test is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// None was begun, or it was stopped.
    #[default]
    Idle,
    /// It is under way.
    Running {
        /// At how many orders was looked.
        orders: u64,
        /// Of how many; none: it has just begun.
        of: Option<u64>,
    },
    /// It is done.
    Done {
        /// What came of it.
        result: Box<BacktestResult>,
        /// Whether the form still says what was tried.
        current: bool,
    },
    /// It could not be done.
    Failed(Failure),
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The form says something else.
    Draft(Option<Box<TriedDraft>>),
    /// Other days are chosen.
    Days {
        /// The first.
        from: String,
        /// The last.
        to: String,
    },
    /// Bookings of the other mode are meant.
    Mode {
        /// Those in test mode.
        test: bool,
    },
    /// It is to begin.
    Begin,
    /// It is to stop.
    Stop,
    /// A line of the answer.
    Told {
        /// What it answers.
        ticket: u32,
        /// The line.
        line: Box<BacktestLine>,
    },
    /// The answer is at its end.
    Ended {
        /// What it answers.
        ticket: u32,
        /// Whether it came to its end.
        result: Result<(), Failure>,
    },
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Begin, and hand on every line.
    Begin {
        /// To be handed back with each.
        ticket: u32,
        /// What is asked.
        asked: Box<Backtest>,
    },
    /// Let go of what is under way.
    Stop,
    /// Nobody is signed in any more.
    SignedOut,
}

impl Backtesting {
    /// None begun yet, for the days that end with this one.
    pub fn until(today: NaiveDate, draft: Option<Box<TriedDraft>>) -> Self {
        let quarter = chrono::Days::new(90);
        Self {
            from: today.checked_sub_days(quarter).unwrap_or(today).to_string(),
            to: today.to_string(),
            test_mode: false,
            draft,
            stage: Stage::Idle,
            mistake: None,
            ticket: 0,
        }
    }

    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Draft(draft) => {
                self.draft = draft;
                match &mut self.stage {
                    Stage::Done { current, .. } => {
                        *current = false;
                        Vec::new()
                    }
                    // What is under way would be told of another draft than the one in sight.
                    Stage::Running { .. } => self.stop(),
                    Stage::Idle | Stage::Failed(_) => Vec::new(),
                }
            }
            Event::Days { from, to } => {
                (self.from, self.to) = (from, to);
                self.mistake = None;
                self.outdated()
            }
            Event::Mode { test } => {
                self.test_mode = test;
                self.outdated()
            }
            Event::Begin => self.begin(),
            Event::Stop => self.stop(),
            Event::Told { ticket, line } if ticket == self.ticket => self.told(*line),
            Event::Ended { ticket, result } if ticket == self.ticket => self.ended(result),
            Event::Told { .. } | Event::Ended { .. } => Vec::new(),
        }
    }

    /// Whether it is under way.
    pub fn is_running(&self) -> bool {
        matches!(self.stage, Stage::Running { .. })
    }

    fn outdated(&mut self) -> Vec<Effect> {
        if self.is_running() {
            return self.stop();
        }
        self.stage = Stage::Idle;
        Vec::new()
    }

    fn stop(&mut self) -> Vec<Effect> {
        self.ticket += 1;
        self.stage = Stage::Idle;
        vec![Effect::Stop]
    }

    fn begin(&mut self) -> Vec<Effect> {
        let Some(tried) = self.draft.clone().filter(|_| !self.is_running()) else {
            return Vec::new();
        };
        let days: Option<(NaiveDate, NaiveDate)> = self.from.parse().ok().zip(self.to.parse().ok());
        let (from, to) = match days {
            Some((from, to)) if from <= to => (from, to),
            Some(_) => {
                self.mistake = Some("The last day is before the first.");
                return Vec::new();
            }
            None => {
                self.mistake = Some("Choose both days.");
                return Vec::new();
            }
        };
        self.ticket += 1;
        self.stage = Stage::Running {
            orders: 0,
            of: None,
        };
        let asked = Box::new(Backtest {
            draft: tried.draft,
            coupon_id: tried.coupon_id,
            from,
            to,
            test_mode: self.test_mode,
        });
        let ticket = self.ticket;
        vec![Effect::Begin { ticket, asked }]
    }

    fn told(&mut self, line: BacktestLine) -> Vec<Effect> {
        self.stage = match line {
            BacktestLine::Looked { orders, of } => Stage::Running {
                orders,
                of: Some(of),
            },
            BacktestLine::Done(result) => Stage::Done {
                result,
                current: true,
            },
            BacktestLine::Failed(problem) => {
                let told = (*problem).into();
                Stage::Failed(Failure::Refused(Box::new(told)))
            }
        };
        Vec::new()
    }

    fn ended(&mut self, result: Result<(), Failure>) -> Vec<Effect> {
        match result {
            Err(Failure::SignedOut) => return vec![Effect::SignedOut],
            Err(failure) => self.stage = Stage::Failed(failure),
            // Without its last line, an answer broke off.
            Ok(()) if self.is_running() => self.stage = Stage::Failed(Failure::Unreachable),
            Ok(()) => {}
        }
        Vec::new()
    }
}
