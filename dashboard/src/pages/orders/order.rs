//! One order as it goes: what has come of it, and what is being done with it.

use booking_contract::ProblemCode;
use booking_contract::owner::OrderDetails;

use super::deeds::{Deed, Plan, said};
use crate::client::Failure;

/// The page of an order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// How far it came.
    pub stage: Stage,
    /// What somebody is about to do.
    pub plan: Option<Plan>,
    /// Whether it is being done.
    pub busy: bool,
    /// What is wrong with what was entered, or why it was not done.
    pub wrong: Option<String>,
}

/// How far the page came.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// The order is asked for.
    #[default]
    Loading,
    /// It is there.
    Shown(Box<OrderDetails>),
    /// It did not come.
    Failed(Failure),
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The page is opened, or asked for again.
    Ask,
    /// The order came, or not.
    Came(Result<Box<OrderDetails>, Failure>),
    /// Something is to be done, or is planned otherwise.
    Plan(Plan),
    /// The plan is carried out.
    Sure,
    /// The plan is given up.
    Never,
    /// It was done, or not.
    Done(Deed, Result<Box<OrderDetails>, Failure>),
    /// The address of the payment page was copied, or could not be.
    Copied(bool),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for the order.
    Load,
    /// Do something with it.
    Do(Deed),
    /// Say something.
    Say(String),
    /// Nobody is signed in any more.
    SignedOut,
}

impl Page {
    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Ask => {
                if let Stage::Failed(_) = self.stage {
                    self.stage = Stage::Loading;
                }
                vec![Effect::Load]
            }
            Event::Came(Ok(order)) => {
                self.stage = Stage::Shown(order);
                Vec::new()
            }
            Event::Came(Err(Failure::SignedOut)) => vec![Effect::SignedOut],
            // What is there stays in sight.
            Event::Came(Err(failure)) if self.order().is_some() => {
                vec![Effect::Say(failure.sentence())]
            }
            Event::Came(Err(failure)) => {
                self.stage = Stage::Failed(failure);
                Vec::new()
            }
            Event::Plan(plan) => {
                if !self.busy {
                    self.plan = Some(plan);
                    self.wrong = None;
                }
                Vec::new()
            }
            Event::Sure => self.begin(),
            Event::Never => {
                self.plan = None;
                self.wrong = None;
                Vec::new()
            }
            Event::Done(deed, result) => self.done(&deed, result),
            Event::Copied(true) => vec![Effect::Say("The link was copied.".to_owned())],
            Event::Copied(false) => {
                let text = "The link could not be copied. Select it and copy it by hand.";
                vec![Effect::Say(text.to_owned())]
            }
        }
    }

    /// The order, once it is there.
    pub fn order(&self) -> Option<&OrderDetails> {
        match &self.stage {
            Stage::Shown(order) => Some(order),
            Stage::Loading | Stage::Failed(_) => None,
        }
    }

    fn begin(&mut self) -> Vec<Effect> {
        let planned = self.order().zip(self.plan.as_ref());
        let Some((order, plan)) = planned.filter(|_| !self.busy) else {
            return Vec::new();
        };
        match plan.deed(order) {
            Ok(deed) => {
                self.busy = true;
                self.wrong = None;
                vec![Effect::Do(deed)]
            }
            Err(wrong) => {
                self.wrong = Some(wrong);
                Vec::new()
            }
        }
    }

    fn done(&mut self, deed: &Deed, result: Result<Box<OrderDetails>, Failure>) -> Vec<Effect> {
        self.busy = false;
        match result {
            Ok(order) => {
                let text = said(deed, &order);
                self.stage = Stage::Shown(order);
                self.plan = None;
                self.wrong = None;
                vec![Effect::Say(text)]
            }
            Err(Failure::SignedOut) => vec![Effect::SignedOut],
            Err(failure) => {
                let changed = matches!(
                    failure.code(),
                    Some(ProblemCode::RefundChanged | ProblemCode::BalanceChanged)
                );
                self.wrong = Some(if changed {
                    "Something has happened with this order meanwhile. Look at the amounts, which \
                     are those of now, and decide again."
                        .to_owned()
                } else {
                    failure.sentence()
                });
                // Whatever came in between shows.
                vec![Effect::Load]
            }
        }
    }
}
