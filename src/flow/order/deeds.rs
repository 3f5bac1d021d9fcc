//! What a guest can do with an order: hold it longer, call it off, move it, keep its link.

use booking_contract::{CancelOrder, OrderView, ProblemCode};
use chrono::TimeDelta;

use super::Face;
use super::stage::{Came, Copied, DeedTrouble, Doing, Made, WARN_AT_SECONDS};
use crate::flow::booking::{At, Flow, Trouble};
use crate::flow::message::{Deed, Effect, Failure, OrderChange, OrderKey, Step};
use crate::flow::screen::FocusTarget;
use crate::text;

impl Flow {
    pub(in crate::flow) fn do_deed(&mut self, deed: Deed) {
        if deed == Deed::Resume {
            return self.resume_held();
        }
        self.stay_here();
        let At::Order(stage) = &mut self.at else {
            return;
        };
        let (face, busy) = (stage.face(), stage.is_busy());
        let Some(view) = &stage.view else {
            return;
        };
        match (deed, &stage.doing) {
            (Deed::SameTime, _) if face == Face::Expired => self.take_same_time(),
            (Deed::Print, _) if face == Face::Booked => self.effects.push(Effect::Print),
            (Deed::CopyLink, _) if face == Face::Booked => {
                let key = stage.key.clone();
                let path = self.own_address(&key);
                self.effects.push(Effect::Copy(path));
            }
            // What follows asks the companion, which is asked for one thing at a time.
            _ if busy => {}
            (Deed::Extend, _) if face == Face::Held && view.extension.is_some() => {
                self.announcement = self.text.extending().to_owned();
                self.send_change(OrderChange::Extend);
            }
            (Deed::Cancel, None) if face == Face::Booked && view.cancellation.is_some() => {
                stage.doing = Some(Doing::Cancelling);
                stage.trouble = None;
                self.focus_on(FocusTarget::Deed);
            }
            (Deed::CancelNow, Some(Doing::Cancelling)) => {
                if let Some(meaning) = view.cancellation {
                    let refund_minor = meaning.refund_minor;
                    self.announcement = self.text.cancelling().to_owned();
                    self.send_change(OrderChange::Cancel(CancelOrder { refund_minor }));
                }
            }
            (Deed::Move, None) if face == Face::Booked && view.movable_until.is_some() => {
                self.look_for_another_time();
            }
            (Deed::MoveNow, Some(Doing::Moving(picked))) => {
                let picked = picked.clone();
                self.move_to(picked.as_deref());
            }
            (Deed::Keep, Some(_)) => self.keep(),
            _ => {}
        }
    }

    /// Leaves a booking as it is.
    pub(super) fn keep(&mut self) {
        if let At::Order(stage) = &mut self.at {
            stage.doing = None;
            stage.trouble = None;
        }
        self.focus_on(FocusTarget::Deed);
    }

    pub(super) fn send_change(&mut self, change: OrderChange) {
        let ticket = self.ticket();
        if let At::Order(stage) = &mut self.at {
            stage.trouble = None;
            stage.sent = Some((ticket, change));
            // What is being asked would tell how it was before.
            stage.asking = None;
            let order = stage.key.clone();
            self.effects.push(Effect::ChangeOrder {
                ticket,
                order,
                change,
            });
        }
    }

    /// Takes the answer to a change.
    pub(super) fn change_answered(
        &mut self,
        change: OrderChange,
        result: Result<OrderView, Failure>,
    ) {
        self.announcement.clear();
        match result {
            Ok(view) => self.change_made(change, view),
            Err(failure) => self.change_refused(change, failure),
        }
    }

    fn change_made(&mut self, change: OrderChange, view: OrderView) {
        self.hear_time(view.now);
        let now = self.now;
        let At::Order(stage) = &mut self.at else {
            return;
        };
        stage.failed = None;
        match change {
            OrderChange::Extend => {
                stage.made = Some(Made::Extended);
                let until = view.hold_until.unwrap_or(now);
                let local = view.clock.local(until).time();
                let left = (until - now).num_seconds();
                let passed = WARN_AT_SECONDS.iter().filter(|&&at| left <= at).count();
                stage.warned = passed;
                let time = self.text.time(local);
                self.take_order(view);
                self.announcement = text::fill(self.text.held_until(), &[("time", &time)]);
            }
            OrderChange::Cancel(_) => {
                stage.doing = None;
                self.take_order(view);
            }
            OrderChange::Move(_) => self.take_order(view),
        }
    }

    fn change_refused(&mut self, change: OrderChange, failure: Failure) {
        let now = self.now;
        let Failure::Refused(problem) = failure else {
            // It may have been done although no answer came; whoever asks sees how it stands.
            if failure == Failure::TimedOut {
                self.ask_again();
            }
            return self.deed_failed(DeedTrouble::Failed(failure));
        };
        let trouble = match problem.code {
            ProblemCode::TooManyTries => {
                let until = self.throttle_end(&problem);
                DeedTrouble::Throttled { until }
            }
            ProblemCode::RefundChanged => DeedTrouble::RefundChanged {
                was_minor: match change {
                    OrderChange::Cancel(told) => told.refund_minor,
                    OrderChange::Extend | OrderChange::Move(_) => 0,
                },
            },
            ProblemCode::WrongState => DeedTrouble::NotPossible,
            ProblemCode::SlotTaken => match self.time_gone() {
                Some(picked) => DeedTrouble::TimeTaken(picked),
                None => return,
            },
            ProblemCode::QuoteChanged if problem.quote.is_some() => {
                let quote = problem.quote.as_deref();
                let now_minor = quote.map_or(0, |quote| quote.total_minor);
                DeedTrouble::OtherPrice { now_minor }
            }
            _ => DeedTrouble::Failed(Failure::Refused(problem)),
        };
        if matches!(
            trouble,
            DeedTrouble::RefundChanged { .. } | DeedTrouble::NotPossible
        ) {
            self.ask_again();
        }
        if let At::Order(stage) = &mut self.at {
            stage.next_ask = stage.next_ask.max(now + TimeDelta::seconds(1));
        }
        self.deed_failed(trouble);
    }

    pub(super) fn deed_failed(&mut self, trouble: DeedTrouble) {
        let text = self.deed_trouble_text(&trouble);
        if let At::Order(stage) = &mut self.at {
            stage.trouble = Some(trouble);
        }
        self.urgent = text;
    }

    /// The path that opens the order again; its token is in the fragment, which no server sees.
    fn own_address(&self, key: &OrderKey) -> String {
        let (business, calendar) = (&self.page.business.id, &self.page.calendar.id);
        let OrderKey { id, token } = key;
        let mut path = String::from("/b/");
        for part in [business, "/", calendar.as_str(), "?order=", id, "#", token] {
            path.push_str(part);
        }
        path
    }

    pub(in crate::flow) fn copied(&mut self, address: String, done: bool) {
        let text = self.text;
        if let At::Order(stage) = &mut self.at {
            stage.copied = Some(if done {
                Copied::Done
            } else {
                Copied::ByHand(address)
            });
            let said = if done {
                text.link_copied()
            } else {
                text.link_failed()
            };
            said.clone_into(&mut self.announcement);
        }
    }

    /// Goes back to the time that was held, and confirms it once more where nothing is missing.
    fn take_same_time(&mut self) {
        let At::Order(stage) = &self.at else {
            return;
        };
        let Some(view) = stage.view.clone() else {
            return;
        };
        self.leave_order();
        self.pick_again(&view);
        if self.slot().is_none() {
            return self.show_top();
        }
        self.apply_code_from_address();
        self.go_to(Step::Payment);
        self.confirm_again();
    }

    /// Confirms the time of an order that has ended.
    pub(in crate::flow) fn confirm_again(&mut self) {
        if self.coupons.check.is_none() {
            self.confirm();
        } else {
            // The code of the order is being looked up again; its price is to be seen first.
            let _ = self.checked_order();
        }
    }

    /// Another tab of this browser holds an order.
    pub(in crate::flow) fn held_found(&mut self, key: OrderKey) {
        if let At::Booking(_) = self.at
            && let Some(Trouble::SlotTaken { .. } | Trouble::HoldsMany) = self.notice
        {
            self.held_elsewhere = Some(key);
        }
    }

    fn resume_held(&mut self) {
        if let (At::Booking(_), Some(key)) = (&self.at, self.held_elsewhere.take()) {
            self.notice = None;
            self.look_up(key, super::Intent::Hold, Came::Here);
            self.show_top();
        }
    }
}
