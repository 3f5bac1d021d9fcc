//! An order that exists: on the way to its payment, held, waited for, booked or ended.

mod deed;
mod deeds;
mod moving;
mod onward;
mod stage;
mod words;

pub use deed::{Deed, OrderChange};
pub(super) use stage::{
    Came, Copied, DeedTrouble, Doing, Face, Intent, Made, OrderStage, is_web_address,
};

use booking_contract::{Appointment, OrderStatus, OrderView, ProblemCode, calendar_file};
use chrono::TimeDelta;

use self::stage::{WARN_AT_SECONDS, is_unknown};
use super::booking::{At, Flow, Trouble};
use super::message::{Effect, Failure, Ticket};
use super::told::HostEvent;
use crate::text;

/// After so many seconds a payment page that has not opened is offered as a link.
const LINK_AFTER_SECONDS: i64 = 10;

impl Flow {
    /// Asks where the order stands, unless that is being asked already.
    pub(in crate::flow) fn ask_again(&mut self) {
        let At::Order(stage) = &self.at else {
            return;
        };
        if stage.asking.is_some() || stage.is_busy() {
            return;
        }
        let order = stage.key.clone();
        let ticket = self.ticket();
        if let At::Order(stage) = &mut self.at {
            stage.asking = Some(ticket);
        }
        self.effects.push(Effect::LoadOrder { ticket, order });
    }

    pub(in crate::flow) fn order_arrived(
        &mut self,
        ticket: Ticket,
        result: Result<OrderView, Failure>,
    ) {
        if self.cleared(ticket, result.as_ref().err()) {
            return;
        }
        let now = self.now;
        let At::Order(stage) = &mut self.at else {
            return;
        };
        if let Some((_, change)) = stage.sent.take_if(|(own, _)| *own == ticket) {
            return self.change_answered(change, result);
        }
        let asked = stage.asking.take_if(|own| *own == ticket).is_some();
        let released = stage.releasing.take_if(|own| *own == ticket).is_some();
        if !asked && !released {
            return;
        }
        match result {
            Ok(view) => {
                stage.failed = None;
                if released {
                    stage.intent = Intent::Release;
                    stage.since = now;
                }
                self.hear_time(view.now);
                self.take_order(view);
                self.tell_new_refund();
            }
            Err(failure) if released && !is_unknown(&failure) => {
                let wrong_state = matches!(&failure, Failure::Refused(problem)
                    if problem.code == ProblemCode::WrongState);
                if wrong_state {
                    self.ask_again();
                } else {
                    self.give_notice(Trouble::ReleaseFailed);
                }
            }
            Err(failure) if is_unknown(&failure) && stage.intent == Intent::Resume => {
                self.effects.push(Effect::Forget);
                self.begin_booking();
            }
            Err(failure) => {
                if is_unknown(&failure) {
                    stage.view = None;
                    self.effects.push(Effect::Forget);
                }
                self.order_failed(failure);
            }
        }
    }

    fn order_failed(&mut self, failure: Failure) {
        let now = self.now;
        if let At::Order(stage) = &mut self.at {
            let before = stage.face();
            stage.failed = Some(failure);
            let wait = stage.interval(now).unwrap_or(TimeDelta::seconds(5));
            stage.next_ask = now + stage.asked_to_wait().map_or(wait, |least| wait.max(least));
            if stage.face() != before {
                self.show_top();
            }
        }
    }

    /// Takes what the companion says about the order.
    pub(in crate::flow) fn take_order(&mut self, view: OrderView) {
        let now = self.now;
        let At::Order(stage) = &mut self.at else {
            return;
        };
        let before = stage.face();
        let status = view.status;
        let intent = stage.intent;
        let live = stage.came != Came::ByAddress || stage.view.is_some();
        let moved = stage.take(view);
        match (intent, status) {
            (Intent::Resume, OrderStatus::Expired) => return self.leave_order(),
            (Intent::Release, OrderStatus::Expired) => {
                self.leave_order();
                self.show_top();
                self.draft.picked = None;
                self.notice = Some(Trouble::Released);
                return;
            }
            (Intent::Resume, _) => stage.intent = Intent::Hold,
            _ => {}
        }
        stage.next_ask = now + stage.interval(now).unwrap_or(TimeDelta::zero());
        let face = stage.face();
        if face != before {
            stage.since = now;
            self.notice = None;
            // An order found by itself must not pull a guest away who reads the page around.
            if intent != Intent::Resume {
                self.show_top();
            }
            self.announce_face(face);
            if live {
                self.tell_face(face, before);
            }
            self.plan_onward(intent);
        } else if moved {
            self.show_top();
            self.announcement = self.moved_text();
        }
        self.send_off();
    }

    fn announce_face(&mut self, face: Face) {
        let text = self.text;
        match face {
            Face::Booked => {
                self.announcement = text.booked().to_owned();
                self.effects.push(Effect::Forget);
            }
            Face::Expired => {
                self.announcement = text.ended().to_owned();
                self.effects.push(Effect::Forget);
            }
            Face::Leaving => self.announcement = text.leaving_text().to_owned(),
            Face::InReview => self.announcement = text.review().to_owned(),
            Face::Refunding | Face::Refunded | Face::Cancelled => {
                self.announcement = text.cancelled().to_owned();
            }
            _ => {}
        }
    }

    /// Tells the host page what became of the order. Whoever opens the link to a booking that was
    /// made, or called off, some time ago sees nothing happen.
    fn tell_face(&mut self, face: Face, before: Face) {
        let At::Order(stage) = &self.at else {
            return;
        };
        let Some(view) = stage.view.clone() else {
            return;
        };
        match face {
            Face::Booked => {
                if view.paid_minor > 0 {
                    self.tell_once(HostEvent::PaymentSucceeded, &view);
                }
                self.tell_once(HostEvent::BookingConfirmed, &view);
            }
            Face::Refunding | Face::Refunded | Face::Cancelled if before == Face::Booked => {
                self.tell_once(HostEvent::BookingCancelled, &view);
            }
            _ => {}
        }
    }

    /// Sends the guest to the payment page, once.
    fn send_off(&mut self) {
        let now = self.now;
        let At::Order(stage) = &mut self.at else {
            return;
        };
        if stage.face() != Face::Leaving || stage.sent_off || stage.is_opening() {
            return;
        }
        let Some(url) = stage.checkout_url().map(ToOwned::to_owned) else {
            return;
        };
        stage.sent_off = true;
        stage.since = now;
        let id = stage.key.id.clone();
        self.effects.push(Effect::Leave { id, url });
    }

    pub(in crate::flow) fn checkout_refused(&mut self) {
        if let At::Order(stage) = &mut self.at
            && stage.face() == Face::Leaving
        {
            stage.link = true;
            self.announcement = self.text.leaving_link_text().to_owned();
        }
    }

    /// What a tick brings to an order.
    #[inline(never)]
    pub(in crate::flow) fn watch_order(&mut self) {
        let now = self.now;
        let online = self.online;
        let At::Order(stage) = &mut self.at else {
            return;
        };
        let waited = (now - stage.since).num_seconds();
        if stage.face() == Face::Leaving && stage.sent_off && waited >= LINK_AFTER_SECONDS {
            stage.link = true;
        }
        let due = stage.next_ask <= now && stage.interval(now).is_some();
        if stage.face() == Face::Held
            && let Some(left) = stage.hold_left(now)
        {
            let passed = |&&at: &&i64| left.num_seconds() <= at;
            let passed = WARN_AT_SECONDS.iter().filter(passed).count();
            if passed > stage.warned && left > TimeDelta::zero() {
                stage.warned = passed;
                let time = self.span_text(left);
                self.announcement = text::fill(self.text.announce_time_left(), &[("time", &time)]);
            }
        }
        if due && online {
            self.ask_again();
        }
        self.go_onward();
    }

    pub(in crate::flow) fn payment_continued(&mut self) {
        // The link may open beside this page, where the payment is to be seen soon.
        let soon = self.now + TimeDelta::seconds(5);
        if let At::Order(stage) = &mut self.at {
            stage.next_ask = stage.next_ask.min(soon);
        }
    }

    /// The guest came back from the payment page to this page as it was.
    #[inline(never)]
    pub(in crate::flow) fn order_shown_again(&mut self) {
        let now = self.now;
        if let At::Order(stage) = &mut self.at
            && stage.intent == Intent::Pay
            && stage.sent_off
        {
            stage.intent = Intent::Hold;
            stage.link = false;
            stage.since = now;
            // An answer that was under way when the page was left may never come.
            stage.asking = None;
            self.show_top();
        }
        self.ask_again();
    }

    pub(in crate::flow) fn release(&mut self) {
        let At::Order(stage) = &self.at else {
            return;
        };
        if stage.face() != Face::Held || stage.is_busy() {
            return;
        }
        let order = stage.key.clone();
        let ticket = self.ticket();
        self.notice = None;
        if let At::Order(stage) = &mut self.at {
            stage.releasing = Some(ticket);
            stage.asking = None;
        }
        self.announcement = self.text.releasing().to_owned();
        self.effects.push(Effect::ReleaseOrder { ticket, order });
    }

    pub(in crate::flow) fn book_again(&mut self) {
        let At::Order(stage) = &self.at else {
            return;
        };
        match stage.face() {
            Face::Booked | Face::InReview | Face::Refunding | Face::Refunded | Face::Cancelled => {
                self.leave_order();
                self.show_top();
                self.draft.start_over();
                if self.has_menu() {
                    self.begin_menu(None);
                }
                self.set_applied(None);
                self.coupons.field = None;
                self.coupons.from_address = None;
            }
            Face::Expired | Face::Unknown => {
                self.leave_order();
                self.show_top();
            }
            Face::LookingUp | Face::Waiting | Face::Leaving | Face::Held => {}
        }
    }

    /// Back to choosing a time, with everything that is known of the guest.
    pub(super) fn leave_order(&mut self) {
        let at = std::mem::replace(&mut self.at, At::Nothing);
        if let At::Order(stage) = at
            && let Some(view) = stage.view
        {
            self.restore(&view);
        }
        self.effects.push(Effect::Forget);
        self.agreed = None;
        self.change = None;
        self.notice = None;
        if self.page.services.is_empty() {
            return;
        }
        self.begin_booking();
    }

    /// Fills a draft that is empty, because the page was loaded anew, from the order.
    fn restore(&mut self, view: &OrderView) {
        if !self.draft.form.is_blank() {
            return;
        }
        self.draft.form.fill_in(&view.guest, &view.attendees);
        self.restore_cart(view);
        if let Some(coupon) = &view.quote.coupon
            && self.page.calendar.coupons
        {
            self.coupons.from_address = coupon.code().map(ToString::to_string);
        }
    }

    pub(in crate::flow) fn offer_ics(&mut self) {
        self.stay_here();
        let At::Order(stage) = &self.at else {
            return;
        };
        let (Face::Booked, Some(view)) = (stage.face(), &stage.view) else {
            return;
        };
        let content = self.with_appointment(view, calendar_file);
        self.effects.push(Effect::Download {
            file_name: format!("booking-{}.ics", view.starts_at.date_naive()),
            content: content.into(),
        });
    }

    /// What is made of the appointment of an order, for the guest's own calendar.
    pub(in crate::flow) fn with_appointment<T>(
        &self,
        view: &OrderView,
        make: impl FnOnce(&Appointment<'_>) -> T,
    ) -> T {
        let business = &self.page.business.name;
        make(&Appointment {
            uid: &view.id,
            made_at: self.now,
            starts_at: view.starts_at,
            ends_at: view.ends_at,
            summary: &self.text.both(&self.service_names(view), business),
            location: &self.place_of(view),
            description: &self.text.both(self.text.reference(), &view.id),
        })
    }

    /// The names of what was booked, one after the other.
    pub(in crate::flow) fn service_names(&self, view: &OrderView) -> String {
        let mut names = view.items.iter().map(|item| &item.name);
        let first = names.next().cloned().unwrap_or_default();
        names.fold(first, |names, name| self.text.both(&names, name))
    }

    /// Where it takes place; may be empty.
    pub(in crate::flow) fn place_of(&self, view: &OrderView) -> String {
        match &view.location {
            None => self.page.calendar.location.clone(),
            Some(place) if place.address.is_empty() => place.name.clone(),
            Some(place) => self.text.both(&place.name, &place.address),
        }
    }
}
