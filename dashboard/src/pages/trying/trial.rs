//! A trial as it goes: what is tried, and what came of it while one types.

use booking_contract::owner::{Simulate, Simulation, SimulationMenu, Tried, TriedDraft};

use super::booking::{Booking, Question};
use crate::client::Failure;

/// A trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// What can be booked; none until it has come.
    pub menu: Option<Result<SimulationMenu, Failure>>,
    /// What is typed and chosen.
    pub booking: Booking,
    /// What is tried.
    pub subject: Subject,
    /// What came of it last; it stays in sight while the next is asked for.
    pub outcome: Option<Result<Simulation, Failure>>,
    /// What is wrong with what is typed.
    pub mistake: Option<(Question, &'static str)>,
    /// Whether the companion is asked.
    pub asking: bool,
    ticket: u32,
}

/// What is tried.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// The code that is typed here.
    Code,
    /// A draft from the form beside; none: it cannot be read yet.
    Draft(Option<Box<TriedDraft>>),
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The trial is opened, or its menu asked for again.
    Open,
    /// The menu has come.
    Menu(Result<SimulationMenu, Failure>),
    /// Something is typed or chosen.
    Set(Box<Booking>),
    /// The form beside says something else.
    Draft(Option<Box<TriedDraft>>),
    /// Nothing was typed for a while.
    Settled {
        /// The ticket of the last change.
        ticket: u32,
    },
    /// An answer.
    Came {
        /// What it answers.
        ticket: u32,
        /// What came of it.
        result: Box<Result<Simulation, Failure>>,
    },
    /// It is tried once more.
    Again,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask what can be booked.
    LoadMenu,
    /// Come back when nothing was typed for a while.
    Settle {
        /// To be handed back.
        ticket: u32,
    },
    /// Try it.
    Simulate {
        /// To be handed back with the answer.
        ticket: u32,
        /// The booking.
        asked: Box<Simulate>,
    },
    /// Nobody is signed in any more.
    SignedOut,
}

impl Trial {
    /// A trial of a subject, with what is known of the booking already.
    pub fn new(subject: Subject, booking: Booking) -> Self {
        Self {
            menu: None,
            booking,
            subject,
            outcome: None,
            mistake: None,
            asking: false,
            ticket: 0,
        }
    }

    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Open => {
                self.menu = None;
                vec![Effect::LoadMenu]
            }
            Event::Menu(Err(Failure::SignedOut)) => vec![Effect::SignedOut],
            Event::Menu(result) => {
                if let Ok(menu) = &result {
                    self.booking.complete(menu);
                }
                self.menu = Some(result);
                self.ask()
            }
            Event::Set(booking) => {
                self.booking = *booking;
                if let Some(Ok(menu)) = &self.menu {
                    self.booking.complete(menu);
                }
                self.settle()
            }
            Event::Draft(draft) => {
                self.subject = Subject::Draft(draft);
                self.settle()
            }
            Event::Settled { ticket } if ticket == self.ticket => self.ask(),
            Event::Settled { .. } => Vec::new(),
            Event::Came { ticket, result } => self.came(ticket, *result),
            Event::Again => self.ask(),
        }
    }

    fn settle(&mut self) -> Vec<Effect> {
        self.ticket += 1;
        self.mistake = None;
        vec![Effect::Settle {
            ticket: self.ticket,
        }]
    }

    fn ask(&mut self) -> Vec<Effect> {
        self.ticket += 1;
        self.asking = false;
        let Some(Ok(menu)) = &self.menu else {
            return Vec::new();
        };
        let tried = match &self.subject {
            Subject::Code if self.booking.code.trim().is_empty() => None,
            Subject::Code => Some(Tried::Code(self.booking.code.clone())),
            Subject::Draft(Some(draft)) => Some(Tried::Draft(draft.clone())),
            // What is said of an earlier draft would be taken for this one.
            Subject::Draft(None) => {
                self.outcome = None;
                return Vec::new();
            }
        };
        match self.booking.read(menu, tried) {
            Ok(asked) => {
                self.asking = true;
                vec![Effect::Simulate {
                    ticket: self.ticket,
                    asked: Box::new(asked),
                }]
            }
            Err(mistake) => {
                self.mistake = Some(mistake);
                self.outcome = None;
                Vec::new()
            }
        }
    }

    fn came(&mut self, ticket: u32, result: Result<Simulation, Failure>) -> Vec<Effect> {
        if ticket != self.ticket {
            return Vec::new();
        }
        self.asking = false;
        if let Err(Failure::SignedOut) = result {
            return vec![Effect::SignedOut];
        }
        self.outcome = Some(result);
        Vec::new()
    }
}
