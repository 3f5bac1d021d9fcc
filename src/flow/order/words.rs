//! Sentences about what was done with an order, and what was not.

use super::stage::{DeedTrouble, Doing};
use crate::flow::booking::{At, Flow};
use crate::flow::message::Failure;
use crate::text::fill;

impl Flow {
    /// Why a change of an order was not made.
    pub(in crate::flow) fn deed_trouble_text(&self, trouble: &DeedTrouble) -> String {
        let texts = self.text;
        match trouble {
            DeedTrouble::Failed(failure) => {
                let why = match failure {
                    Failure::Unreachable if !self.online => texts.offline(),
                    Failure::Unreachable => texts.again_unreachable(),
                    Failure::TimedOut => texts.again_timeout(),
                    Failure::Refused(_) | Failure::Unreadable => texts.again_server(),
                };
                texts.one_after_the_other(&self.not_done_text(), why)
            }
            DeedTrouble::Throttled { until } => self.throttled_text(*until),
            DeedTrouble::RefundChanged { was_minor } => self.refund_changed_text(*was_minor),
            DeedTrouble::NotPossible => texts.not_possible().to_owned(),
            DeedTrouble::TimeTaken(picked) => {
                let time = self.when_short(picked);
                fill(texts.slot_taken(), &[("time", &time)])
            }
            DeedTrouble::OtherPrice { now_minor } => {
                let quote = self.moving().map(|view| &view.quote);
                let money = |minor| {
                    let currency = quote.map_or(self.page.terms.currency, |quote| quote.currency);
                    texts.money(minor, currency)
                };
                let was = quote.map_or(0, |quote| quote.total_minor);
                let (now, was) = (money(*now_minor), money(was));
                fill(texts.move_price(), &[("now", &now), ("was", &was)])
            }
        }
    }

    /// What was not done.
    fn not_done_text(&self) -> String {
        let texts = self.text;
        let At::Order(stage) = &self.at else {
            return String::new();
        };
        match (&stage.doing, &stage.view) {
            (Some(Doing::Cancelling), _) => texts.not_cancelled().to_owned(),
            (Some(Doing::Moving(_)), _) => texts.not_moved().to_owned(),
            (None, view) => {
                let until = view.as_ref().and_then(|view| {
                    let until = view.hold_until?;
                    Some(texts.time(view.clock.local(until).time()))
                });
                let until = until.unwrap_or_default();
                fill(texts.not_extended(), &[("time", &until)])
            }
        }
    }

    /// What is given back now; nothing while that is being asked.
    fn refund_changed_text(&self, was_minor: i64) -> String {
        let texts = self.text;
        let At::Order(stage) = &self.at else {
            return String::new();
        };
        let view = stage.view.as_ref();
        match view.and_then(|view| Some((view.cancellation?.refund_minor, view.quote.currency))) {
            None => texts.not_possible().to_owned(),
            Some((now_minor, _)) if now_minor == was_minor && stage.asking.is_some() => {
                String::new()
            }
            Some((now_minor, _)) if now_minor == was_minor => texts.again_unreachable().to_owned(),
            Some((now_minor, currency)) => {
                let (now, was) = (
                    texts.money(now_minor, currency),
                    texts.money(was_minor, currency),
                );
                fill(texts.refund_changed(), &[("now", &now), ("was", &was)])
            }
        }
    }

    /// Says what is given back by now, to a guest who was about to call the booking off.
    pub(super) fn tell_new_refund(&mut self) {
        if let At::Order(stage) = &self.at
            && let Some(trouble @ DeedTrouble::RefundChanged { .. }) = &stage.trouble
        {
            self.urgent = self.deed_trouble_text(trouble);
        }
    }

    /// That a booking was moved.
    pub(in crate::flow) fn moved_text(&self) -> String {
        let At::Order(stage) = &self.at else {
            return String::new();
        };
        let view = stage.view.as_ref();
        let time = view.map(|view| self.moment(&view.clock, view.starts_at));
        let time = time.unwrap_or_default();
        fill(self.text.moved(), &[("time", &time)])
    }
}
