//! Sentences about what was done with an order, and what was not.

use super::stage::DeedTrouble;
use crate::flow::booking::{At, Flow};
use crate::text::fill;

impl Flow {
    /// Why a change of an order was not made.
    pub(in crate::flow) fn deed_trouble_text(&self, trouble: &DeedTrouble) -> String {
        let texts = self.text;
        match trouble {
            DeedTrouble::Failed(failure) => {
                texts.one_after_the_other(texts.not_done(), self.failure_text(failure))
            }
            DeedTrouble::Throttled { until } => self.throttled_text(*until),
            DeedTrouble::RefundChanged => texts.refund_changed().to_owned(),
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
