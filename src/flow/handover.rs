//! One flow in two programs: what leads to an order, and what can be done with one.
//!
//! Guests load the second one only when there is an order. Whichever half is not built into a
//! program hands what it knows to the page, which starts the other program with it.

use booking_contract::OrderOpened;
use serde::{Deserialize, Serialize};

use super::booking::{At, Flow, Trouble};
use super::message::{Effect, OrderKey, Step};
use super::order::{Came, Intent, OrderStage};

/// Whether this program leads to an order.
pub(crate) const CHOOSING: bool = cfg!(feature = "choosing");

/// Whether this program shows an order and drives it.
pub(crate) const ORDERING: bool = cfg!(feature = "ordering");

/// What one program hands to the other, which goes on from there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// What for.
    purpose: Purpose,
    /// The order to show; none where a time is to be chosen.
    order: Option<OrderKey>,
    /// The draft: storage may be blocked.
    pub(super) kept: Option<String>,
}

/// Why the other program goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Purpose {
    /// The order was confirmed just now.
    Opened,
    /// The guest came back without paying, or took up an order that waits for its payment.
    Decide,
    /// The order that the tab remembered has ended: a time is chosen as if there were none.
    Begin,
    /// Another time is to be chosen.
    Again,
    /// The order was given back.
    Released,
    /// The time of an order that has ended is taken once more.
    SameTime,
}

impl Flow {
    /// What the other program needs to go on from here; none where there is nothing to go on with.
    pub fn handed(&self) -> Option<Handed> {
        match &self.at {
            At::Order(stage) => Some(self.order_handed(stage)),
            At::Booking(step) => Some(self.choice_handed(*step)),
            At::Nothing => None,
        }
    }

    /// What shows the order needs.
    fn order_handed(&self, stage: &OrderStage) -> Handed {
        Handed {
            purpose: match stage.intent {
                Intent::Pay => Purpose::Opened,
                _ => Purpose::Decide,
            },
            order: Some(stage.key.clone()),
            kept: self.kept.clone(),
        }
    }

    /// What lets a time be chosen needs.
    fn choice_handed(&self, step: Step) -> Handed {
        Handed {
            purpose: match &self.notice {
                Some(Trouble::Released) => Purpose::Released,
                _ if step == Step::Payment => Purpose::SameTime,
                // Whoever pressed a button is brought to what comes of it.
                _ if self.focus.is_some() => Purpose::Again,
                _ => Purpose::Begin,
            },
            order: None,
            kept: self.kept_text(step),
        }
    }

    /// Hands over where the other program goes on.
    pub(super) fn hand_over(&mut self) {
        let is_due = match &self.at {
            At::Order(stage) => !ORDERING && !stage.is_leaving(),
            At::Booking(_) => !CHOOSING,
            At::Nothing => false,
        };
        if is_due && let Some(handed) = self.handed() {
            self.effects.push(Effect::HandOver(Box::new(handed)));
        }
    }

    /// Goes on where the other program was; so many steps of the draft were done.
    pub(super) fn go_on_with(
        &mut self,
        handed: Handed,
        opened: Option<Box<OrderOpened>>,
        done: u32,
    ) {
        if let Some(order) = handed.order {
            let just_opened = handed.purpose == Purpose::Opened;
            let opened = opened.filter(|opened| just_opened && opened.order.id == order.id);
            let intent = if just_opened {
                Intent::Pay
            } else {
                Intent::Hold
            };
            if let Some(opened) = opened {
                // Nothing has to be asked: what was confirmed is the first thing to be drawn.
                let stage = OrderStage::new(order, intent, Came::Here, self.now);
                self.at = At::Order(Box::new(stage));
                return self.take_order(opened.order);
            }
            self.look_up(order, intent, Came::Here);
            return self.show_top();
        }
        self.begin_booking();
        self.resume(done);
        if handed.purpose != Purpose::Begin {
            self.show_top();
        }
        match handed.purpose {
            Purpose::Released => self.notice = Some(Trouble::Released),
            Purpose::SameTime => self.confirm_again(),
            _ => {}
        }
    }
}
