//! The confirmation: sent once, however often the button is pressed and the network fails.

use std::fmt::Write as _;

use booking_contract::{Field, OpenOrder, OrderOpened, OrderStatus, Problem, ProblemCode};
use booking_engine::{PriceRequest, Quote, QuoteChange};
use chrono::{DateTime, TimeDelta, Utc};

use super::booking::{At, Flow, Trouble};
use super::calendar::month_of;
use super::message::{Effect, Failure, OrderKey, Step, Ticket};
use super::order::{Came, Intent, OrderStage};
use super::price::Agreed;
use super::screen::FocusTarget;
use super::told::HostEvent;
use crate::text::Texts;

/// How often an answer "still under way" is followed by asking again, once a second.
const TRIES_MAX: u32 = 20;

/// How long to wait where the companion does not say, in seconds.
const RETRY_AFTER_SECONDS: u32 = 60;

/// Confirmations that are under way or have no answer yet.
#[derive(Clone, Debug)]
pub(super) struct Confirming {
    seed: String,
    keys: u32,
    sent: Option<Sent>,
    /// A confirmation that may have arrived although no answer came. It is sent again under its
    /// key before anything else is confirmed, so that no slot stays held by a forgotten order.
    unanswered: Option<Attempt>,
    /// When to ask again about a confirmation that is still under way.
    again_at: Option<DateTime<Utc>>,
    tries: u32,
    /// An order of an earlier try that is being given back before the present one is sent.
    clearing: Option<(Ticket, Attempt)>,
}

/// A confirmation and its `Idempotency-Key`.
#[derive(Clone, Debug)]
struct Attempt {
    key: String,
    order: Box<OpenOrder>,
}

#[derive(Clone, Debug)]
struct Sent {
    ticket: Ticket,
    attempt: Attempt,
    /// Whether the guest has changed something since: an order that comes of it is given back.
    superseded: bool,
}

/// The companion's price is another one than the guest saw.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub request: PriceRequest,
    pub was: Quote,
    pub now: Quote,
    pub changes: Vec<QuoteChange>,
    /// The code of the price that was seen.
    pub code: Option<String>,
}

impl Change {
    /// Whether it is good news.
    pub(super) fn is_lower(&self) -> bool {
        self.was.currency == self.now.currency && self.now.total_minor < self.was.total_minor
    }

    /// What happened to the price.
    pub(super) fn title(&self, texts: &Texts) -> &'static str {
        if self.is_lower() {
            texts.price_lower()
        } else {
            texts.price_changed()
        }
    }
}

impl Confirming {
    /// Keys are made from random bits and a count.
    pub(super) fn new(seed: [u8; 16]) -> Self {
        let mut text = String::with_capacity(32);
        for byte in seed {
            // Writing to a String does not fail.
            let _ = write!(text, "{byte:02x}");
        }
        Self {
            seed: text,
            keys: 0,
            sent: None,
            unanswered: None,
            again_at: None,
            tries: 0,
            clearing: None,
        }
    }

    pub(super) fn is_busy(&self) -> bool {
        self.sent.is_some() || self.again_at.is_some() || self.clearing.is_some()
    }

    fn new_key(&mut self) -> String {
        self.keys = self.keys.wrapping_add(1);
        format!("{}-{}", self.seed, self.keys)
    }
}

impl Flow {
    pub(super) fn confirm(&mut self) {
        let ready = matches!(self.at, At::Booking(Step::Payment)) && self.change.is_none();
        if !ready || self.confirming.is_busy() {
            return;
        }
        let Some(order) = self.checked_order() else {
            return;
        };
        self.notice = None;
        self.announcement = self.text.confirming().to_owned();
        self.confirming.tries = 0;
        if let Some(attempt) = self.confirming.unanswered.take() {
            let superseded = *attempt.order != order;
            self.send(attempt, superseded);
        } else {
            let key = self.confirming.new_key();
            let order = Box::new(order);
            self.send(Attempt { key, order }, false);
        }
    }

    pub(super) fn accept_change(&mut self) {
        if self.change.take().is_some() {
            self.confirm();
        }
    }

    fn send(&mut self, attempt: Attempt, superseded: bool) {
        let ticket = self.ticket();
        self.effects.push(Effect::OpenOrder {
            ticket,
            calendar: self.page.calendar.id.clone(),
            key: attempt.key.clone(),
            order: attempt.order.clone(),
        });
        self.confirming.sent = Some(Sent {
            ticket,
            attempt,
            superseded,
        });
    }

    #[inline(never)]
    pub(super) fn try_confirming_again(&mut self) {
        if self.confirming.again_at.is_some_and(|at| at <= self.now) {
            self.confirming.again_at = None;
            if let Some(attempt) = self.confirming.unanswered.take() {
                self.send(attempt, false);
            }
        }
    }

    pub(super) fn order_answered(&mut self, ticket: Ticket, result: Result<OrderOpened, Failure>) {
        let sent = self.confirming.sent.take_if(|sent| sent.ticket == ticket);
        let Some(sent) = sent else {
            return;
        };
        match result {
            Ok(opened) if sent.superseded && opened.order.status != OrderStatus::Paid => {
                let ticket = self.ticket();
                let order = OrderKey {
                    id: opened.order.id,
                    token: opened.token,
                };
                self.effects.push(Effect::ReleaseOrder { ticket, order });
                self.confirming.clearing = Some((ticket, sent.attempt));
            }
            Ok(opened) => self.opened(opened),
            Err(Failure::Refused(problem)) => self.refused(sent, problem),
            Err(failure) => self.unanswered(sent.attempt, failure),
        }
    }

    /// Takes the answer to giving an earlier try's order back; answers whether it was one.
    pub(super) fn cleared(&mut self, ticket: Ticket, failure: Option<&Failure>) -> bool {
        let clearing = self.confirming.clearing.take_if(|(own, _)| *own == ticket);
        let Some((_, attempt)) = clearing else {
            return false;
        };
        match failure {
            Some(failure) if !matches!(failure, Failure::Refused(_)) => {
                self.unanswered(attempt, failure.clone());
            }
            _ => self.confirm(),
        }
        true
    }

    fn opened(&mut self, opened: OrderOpened) {
        let key = OrderKey {
            id: opened.order.id.clone(),
            token: opened.token,
        };
        self.effects.push(Effect::Remember(key.clone()));
        self.tell_price();
        self.tell_once(HostEvent::BookingSubmitted, &opened.order);
        self.notice = None;
        self.announcement.clear();
        let stage = OrderStage::new(key, Intent::Pay, Came::Here, self.now);
        self.at = At::Order(Box::new(stage));
        self.show_top();
        self.take_order(opened.order);
    }

    /// No answer: the confirmation may have arrived, so it keeps its key.
    fn unanswered(&mut self, attempt: Attempt, failure: Failure) {
        self.confirming.unanswered = Some(attempt);
        self.announcement.clear();
        self.give_notice(Trouble::Failed(failure));
        self.tell_error("order_not_answered");
    }

    fn refused(&mut self, sent: Sent, problem: Box<Problem>) {
        self.announcement.clear();
        match problem.code {
            ProblemCode::InProgress => return self.still_under_way(sent.attempt, &problem),
            ProblemCode::Internal | ProblemCode::Unavailable => {
                return self.unanswered(sent.attempt, Failure::Refused(problem));
            }
            // The earlier try came to nothing; the present one is what counts.
            _ if sent.superseded => return self.confirm(),
            ProblemCode::SlotTaken => self.slot_taken(&problem),
            ProblemCode::QuoteChanged => self.quote_changed(*sent.attempt.order, problem),
            ProblemCode::InvalidField => self.fields_refused(problem),
            ProblemCode::TooManyTries => {
                let until = self.throttle_end(&problem);
                self.give_notice(Trouble::Throttled { until });
            }
            ProblemCode::TooManyHolds => {
                self.give_notice(Trouble::HoldsMany);
                self.effects.push(Effect::FindHeld);
            }
            ProblemCode::PaymentUnavailable => self.give_notice(Trouble::PaymentUnavailable),
            ProblemCode::BelowMinimumCharge => self.give_notice(Trouble::BelowMinimum),
            ProblemCode::NotFound => self.give_notice(Trouble::CalendarGone),
            _ => self.give_notice(Trouble::Failed(Failure::Refused(problem))),
        }
        self.tell_error("order_refused");
    }

    fn still_under_way(&mut self, attempt: Attempt, problem: &Problem) {
        self.confirming.tries += 1;
        if self.confirming.tries > TRIES_MAX {
            self.unanswered(attempt, Failure::TimedOut);
            return;
        }
        let wait = problem.retry_after_seconds.unwrap_or(1).clamp(1, 10);
        self.confirming.again_at = Some(self.now + TimeDelta::seconds(i64::from(wait)));
        self.confirming.unanswered = Some(attempt);
        self.announcement = self.text.confirming().to_owned();
    }

    /// When the companion may be asked again.
    pub(super) fn throttle_end(&self, problem: &Problem) -> DateTime<Utc> {
        let seconds = problem.retry_after_seconds.unwrap_or(RETRY_AFTER_SECONDS);
        self.now + TimeDelta::seconds(i64::from(seconds.min(86_400)))
    }

    /// Somebody else has the slot: back to the times, with what is free nearby. Nothing else is
    /// touched.
    fn slot_taken(&mut self, problem: &Problem) {
        let Some(picked) = self.draft.picked.take() else {
            // The times were loaded anew meanwhile, and it was not among them any more.
            self.go_to(Step::Time);
            self.give_notice(Trouble::TimeMissing);
            return;
        };
        let date = |at| picked.clock.local(at).date();
        let taken_on = date(picked.slot.starts_at);
        let month = month_of(taken_on);
        self.go_to(Step::Time);
        self.calendar.forget();
        self.calendar.show(month);
        self.calendar.day = problem
            .alternatives
            .iter()
            .map(|slot| date(slot.starts_at))
            .filter(|&day| month_of(day) == month)
            .min_by_key(|&day| (day - taken_on).abs());
        if self.calendar.day.is_some() {
            // They are offered at once; the whole month follows.
            self.calendar.store_some(
                month,
                booking_contract::SlotsPage {
                    slots: problem.alternatives.clone(),
                    clock: picked.clock.clone(),
                    business_clock: picked.business_clock.clone(),
                },
            );
        }
        let alternatives = self.calendar.day.is_some();
        let trouble = Trouble::SlotTaken {
            picked: Box::new(picked),
            alternatives,
        };
        self.urgent = self.trouble_text(&trouble);
        self.give_notice(trouble);
        // It may have been this very guest, in another tab.
        self.effects.push(Effect::FindHeld);
        self.refresh_month();
    }

    /// The companion's price is another one: it is shown beside the one that was seen, and asked
    /// about.
    fn quote_changed(&mut self, sent: OpenOrder, problem: Box<Problem>) {
        let fits = |quote: &Quote| {
            let lines = quote.lines.iter().zip(&sent.request.items);
            let mut same = lines.map(|(line, item)| {
                line.service_id == item.service_id && line.attendees == item.attendees
            });
            quote.check_laws().is_ok()
                && quote.lines.len() == sent.request.items.len()
                && same.all(|same| same)
        };
        let Some(now) = problem.quote.as_deref().filter(|quote| fits(quote)) else {
            self.give_notice(Trouble::Failed(Failure::Refused(problem)));
            return;
        };
        let mut now = now.clone();
        let terms = &mut self.page.terms;
        terms.currency = now.currency;
        for line in &now.lines {
            let mut services = terms.services.iter_mut();
            if let Some(service) = services.find(|service| service.id == line.service_id) {
                service.unit_price_minor = line.unit_price_minor;
            }
        }
        // A benefit that this price has no use of is none for these choices.
        self.check_grant(now.coupon.is_none());
        self.keep_grant(&now);
        if now.rejected.take().is_some() {
            // The code has gone; without it the same price holds, and is what is asked for.
            self.set_applied(None);
        } else {
            self.refresh_code();
        }
        let change = Change {
            request: self.request(),
            was: sent.quote,
            now: now.clone(),
            changes: problem.changes,
            code: sent.request.code,
        };
        change.title(self.text).clone_into(&mut self.announcement);
        self.change = Some(change);
        self.agreed = Some(Agreed {
            request: self.request(),
            quote: now,
        });
        self.focus_on(FocusTarget::PriceChange);
    }

    /// The companion does not accept something that looked right here.
    fn fields_refused(&mut self, problem: Box<Problem>) {
        let refused = |field| problem.fields.iter().any(|problem| problem.field == field);
        if self.form_refused(&problem.fields) {
            // The guest is at the first of them.
        } else if refused(Field::Consent) {
            self.draft.form.consent = false;
            self.draft.form.submitted = true;
            self.go_to(Step::Details);
            self.focus_on(FocusTarget::Consent);
        } else if refused(Field::StartsAt) {
            self.slot_taken(&problem);
        } else if refused(Field::ReturnTo) && self.return_to.take().is_some() {
            // Only the way back is lost, and that is no reason to stop.
            self.confirm();
        } else {
            self.give_notice(Trouble::Failed(Failure::Refused(problem)));
        }
    }
}
