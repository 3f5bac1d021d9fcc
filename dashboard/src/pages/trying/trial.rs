//! A trial as it goes: what is tried, and what came of it while one types.

use booking_contract::owner::{
    CouponSaved, Simulate, Simulation, SimulationMenu, Tried, TriedDraft,
};
use booking_engine::{CouponId, Finding};

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
    /// What the linter finds in the coupon that the code leads to.
    pub advice: Option<Advice>,
    ticket: u32,
}

/// What the linter finds in a coupon.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// The coupon.
    pub coupon_id: CouponId,
    /// What is found, the worst first; nothing until it has come.
    pub findings: Vec<Finding>,
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
    /// The coupon that a code leads to has come, with what is wrong with it.
    Advised {
        /// Which coupon was asked for.
        coupon_id: CouponId,
        /// What came of it.
        result: Box<Result<CouponSaved, Failure>>,
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
    /// Ask what the linter finds in a coupon.
    Advise {
        /// The coupon.
        coupon_id: CouponId,
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
            advice: None,
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
            Event::Advised { coupon_id, result } => self.advised(&coupon_id, *result),
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
        let leads_to = match (&self.subject, &result) {
            (Subject::Code, Ok(simulation)) => simulation.leads_to.as_ref(),
            // What is found in a draft stands in its form.
            _ => None,
        };
        let leads_to = leads_to.map(|it| it.coupon_id.clone());
        self.outcome = Some(result);
        self.advise(leads_to)
    }

    /// Asks what is found in the coupon that a code leads to, where it is another one than before.
    fn advise(&mut self, coupon_id: Option<CouponId>) -> Vec<Effect> {
        if self.advice.as_ref().map(|it| &it.coupon_id) == coupon_id.as_ref() {
            return Vec::new();
        }
        self.advice = coupon_id.clone().map(|coupon_id| Advice {
            coupon_id,
            findings: Vec::new(),
        });
        let ask = coupon_id.map(|coupon_id| Effect::Advise { coupon_id });
        ask.into_iter().collect()
    }

    fn advised(
        &mut self,
        coupon_id: &CouponId,
        result: Result<CouponSaved, Failure>,
    ) -> Vec<Effect> {
        match result {
            Err(Failure::SignedOut) => return vec![Effect::SignedOut],
            // Advice is missing, nothing else.
            Err(_) => {}
            Ok(saved) => {
                if let Some(advice) = &mut self.advice
                    && advice.coupon_id == *coupon_id
                {
                    advice.findings = saved.findings;
                }
            }
        }
        Vec::new()
    }
}
