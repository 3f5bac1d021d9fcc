//! An order that exists: on the way to its payment, held, waited for, booked or ended.

use booking_contract::{OrderStatus, OrderView, ProblemCode};
use chrono::{DateTime, TimeDelta, Utc};

use super::booking::{At, Flow, Trouble};
use super::ics::{Appointment, calendar_file};
use super::message::{Effect, Failure, OrderKey, Ticket, Told};
use crate::text;

/// After so many seconds a payment page that has not opened is offered as a link.
const LINK_AFTER_SECONDS: i64 = 10;

/// After so many seconds waiting is called slow.
const SLOW_AFTER_SECONDS: i64 = 15;

/// What is left of a hold when the guest is told, in seconds.
const WARN_AT_SECONDS: [i64; 3] = [300, 60, 20];

/// An order and what the guest wants of it.
#[derive(Clone, Debug)]
pub(super) struct OrderStage {
    pub key: OrderKey,
    pub view: Option<OrderView>,
    pub intent: Intent,
    /// Whether the page's address named the order: the guest came back from the payment page.
    pub from_address: bool,
    /// When the intent began.
    pub since: DateTime<Utc>,
    pub failed: Option<Failure>,
    /// Whether the link to the payment page is shown.
    pub link: bool,
    /// Whether the order is being given back.
    pub releasing: Option<Ticket>,
    asking: Option<Ticket>,
    next_ask: DateTime<Utc>,
    /// Whether the guest has been sent to the payment page.
    sent_off: bool,
    /// How many of [`WARN_AT_SECONDS`] have been told.
    warned: usize,
}

/// What the guest wants of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Intent {
    /// To pay: they have just confirmed.
    Pay,
    /// To see it booked: they came back from the payment page.
    Settle,
    /// To decide: they came back without paying.
    Hold,
    /// To find it again: they reloaded the page.
    Resume,
    /// To give it back.
    Release,
}

/// What the guest sees of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    LookingUp,
    Unknown,
    Leaving,
    Held,
    Waiting,
    Booked,
    Expired,
    InReview,
}

impl OrderStage {
    pub(super) fn new(
        key: OrderKey,
        intent: Intent,
        from_address: bool,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            key,
            view: None,
            intent,
            from_address,
            since: now,
            failed: None,
            link: false,
            releasing: None,
            asking: None,
            next_ask: now,
            sent_off: false,
            warned: 0,
        }
    }

    pub(super) fn face(&self) -> Face {
        let Some(view) = &self.view else {
            return match (&self.failed, self.intent) {
                (Some(failure), _) if is_unknown(failure) => Face::Unknown,
                (_, Intent::Settle) => Face::Waiting,
                _ => Face::LookingUp,
            };
        };
        match (view.status, self.intent) {
            (OrderStatus::Paid, _) => Face::Booked,
            (OrderStatus::Expired, _) => Face::Expired,
            (OrderStatus::InReview, _) => Face::InReview,
            (OrderStatus::Closing, _) | (_, Intent::Settle) => Face::Waiting,
            (_, Intent::Pay) => Face::Leaving,
            (_, Intent::Hold | Intent::Resume | Intent::Release) => Face::Held,
        }
    }

    /// Whether the companion's word takes longer than usual.
    pub(super) fn is_slow(&self, now: DateTime<Utc>) -> bool {
        (now - self.since).num_seconds() >= SLOW_AFTER_SECONDS
    }

    /// How long to wait before asking again; none where there is nothing more to learn.
    fn interval(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        let age = (now - self.since).num_seconds();
        let seconds = match self.face() {
            Face::Unknown | Face::Booked | Face::Expired | Face::InReview => return None,
            _ if self.failed.is_some() => 5,
            Face::Leaving if self.is_opening() => 1,
            Face::Leaving => 10,
            Face::Held => {
                let left = self.hold_left(now).map_or(15, |left| left.num_seconds());
                left.clamp(2, 15)
            }
            Face::Waiting | Face::LookingUp => match age {
                ..SLOW_AFTER_SECONDS => 1,
                SLOW_AFTER_SECONDS..60 => 2,
                60..300 => 5,
                300.. => 15,
            },
        };
        Some(TimeDelta::seconds(seconds))
    }

    fn is_opening(&self) -> bool {
        let status = self.view.as_ref().map(|view| view.status);
        status == Some(OrderStatus::Opening)
    }

    /// How much of the hold is left.
    pub(super) fn hold_left(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        let until = self.view.as_ref()?.hold_until?;
        Some((until - now).max(TimeDelta::zero()))
    }

    /// The payment page, where it is one that may be opened.
    pub(super) fn checkout_url(&self) -> Option<&str> {
        let url = self.view.as_ref()?.checkout_url.as_deref()?;
        is_web_address(url).then_some(url)
    }
}

/// Whether the companion does not know the order, or not for this token.
fn is_unknown(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(problem) if problem.code == ProblemCode::NotFound)
}

/// Whether an address may be opened: nothing but the web.
pub(super) fn is_web_address(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

impl Flow {
    /// Asks where the order stands, unless that is being asked already.
    pub(super) fn ask_again(&mut self) {
        let At::Order(stage) = &self.at else {
            return;
        };
        if stage.asking.is_some() || stage.releasing.is_some() {
            return;
        }
        let order = stage.key.clone();
        let ticket = self.ticket();
        if let At::Order(stage) = &mut self.at {
            stage.asking = Some(ticket);
        }
        self.effects.push(Effect::LoadOrder { ticket, order });
    }

    pub(super) fn order_arrived(&mut self, ticket: Ticket, result: Result<OrderView, Failure>) {
        if self.cleared(ticket, result.as_ref().err()) {
            return;
        }
        let now = self.now;
        let At::Order(stage) = &mut self.at else {
            return;
        };
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
            stage.next_ask = now + stage.interval(now).unwrap_or(TimeDelta::seconds(5));
            if stage.face() != before {
                self.show_top();
            }
        }
    }

    /// Takes what the companion says about the order.
    pub(super) fn take_order(&mut self, view: OrderView) {
        let now = self.now;
        let At::Order(stage) = &mut self.at else {
            return;
        };
        let before = stage.face();
        let status = view.status;
        stage.view = Some(view);
        if stage.intent == Intent::Resume {
            if status == OrderStatus::Expired {
                return self.leave_order();
            }
            stage.intent = Intent::Hold;
        }
        if status == OrderStatus::Expired && stage.intent == Intent::Release {
            self.leave_order();
            self.draft.picked = None;
            self.notice = Some(Trouble::Released);
            return;
        }
        stage.next_ask = now + stage.interval(now).unwrap_or(TimeDelta::zero());
        let face = stage.face();
        if face != before {
            stage.since = now;
            self.notice = None;
            self.show_top();
            self.announce_face(face);
        }
        self.send_off();
    }

    fn announce_face(&mut self, face: Face) {
        let text = self.text;
        match face {
            Face::Booked => {
                self.announcement = text.booked.to_owned();
                self.effects.push(Effect::Forget);
                if let At::Order(stage) = &self.at
                    && let Some(view) = &stage.view
                {
                    let told = Told::OrderConfirmed {
                        order_id: view.id.clone(),
                        total_minor: view.quote.total_minor,
                        currency: view.quote.currency,
                    };
                    self.tell(told);
                }
            }
            Face::Expired => {
                self.announcement = text.ended.to_owned();
                self.effects.push(Effect::Forget);
            }
            Face::Leaving => self.announcement = text.leaving_text.to_owned(),
            Face::InReview => self.announcement = text.review.to_owned(),
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
        self.effects.push(Effect::GoToCheckout { id, url });
    }

    pub(super) fn checkout_refused(&mut self) {
        if let At::Order(stage) = &mut self.at
            && stage.face() == Face::Leaving
        {
            stage.link = true;
            self.announcement = self.text.leaving_link_text.to_owned();
        }
    }

    /// What a tick brings to an order.
    pub(super) fn watch_order(&mut self) {
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
                self.announcement = text::fill(self.text.announce_time_left, &[("time", &time)]);
            }
        }
        if due && online {
            self.ask_again();
        }
    }

    pub(super) fn payment_continued(&mut self) {
        // The link may open beside this page, where the payment is to be seen soon.
        let soon = self.now + TimeDelta::seconds(5);
        if let At::Order(stage) = &mut self.at {
            stage.next_ask = stage.next_ask.min(soon);
        }
    }

    /// The guest came back from the payment page to this page as it was.
    pub(super) fn order_shown_again(&mut self) {
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

    pub(super) fn release(&mut self) {
        let At::Order(stage) = &self.at else {
            return;
        };
        if stage.face() != Face::Held || stage.releasing.is_some() {
            return;
        }
        let order = stage.key.clone();
        let ticket = self.ticket();
        self.notice = None;
        if let At::Order(stage) = &mut self.at {
            stage.releasing = Some(ticket);
            stage.asking = None;
        }
        self.announcement = self.text.releasing.to_owned();
        self.effects.push(Effect::ReleaseOrder { ticket, order });
    }

    pub(super) fn book_again(&mut self) {
        let At::Order(stage) = &self.at else {
            return;
        };
        match stage.face() {
            Face::Booked | Face::InReview => {
                self.leave_order();
                self.draft.start_over();
                self.set_applied(None);
                self.coupons.field = None;
                self.coupons.from_address = None;
            }
            Face::Expired | Face::Unknown => self.leave_order(),
            Face::LookingUp | Face::Waiting | Face::Leaving | Face::Held => {}
        }
    }

    /// Back to choosing a time, with everything that is known of the guest.
    fn leave_order(&mut self) {
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
        self.show_top();
    }

    /// Fills a draft that is empty, because the page was loaded anew, from the order.
    fn restore(&mut self, view: &OrderView) {
        if !self.draft.is_blank() {
            return;
        }
        self.draft.fill_in(&view.guest);
        if let Some(line) = view.quote.lines.first() {
            self.draft.attendees_wanted = line.attendees;
            let id = &line.service_id;
            if self.page.services.iter().any(|info| info.id == *id) {
                self.draft.service = id.clone();
            }
        }
        if let Some(coupon) = &view.quote.coupon
            && self.page.calendar.coupons
        {
            self.coupons.from_address = Some(coupon.code.to_string());
        }
    }

    pub(super) fn offer_ics(&mut self) {
        let At::Order(stage) = &self.at else {
            return;
        };
        let (Face::Booked, Some(view)) = (stage.face(), &stage.view) else {
            return;
        };
        let business = &self.page.business.name;
        let reference = format!("{}: {}", self.text.reference, view.id);
        let content = calendar_file(&Appointment {
            uid: &view.id,
            made_at: self.now,
            starts_at: view.starts_at,
            ends_at: view.ends_at,
            summary: &format!("{}, {business}", view.service_name),
            location: &self.page.calendar.location,
            description: &reference,
        });
        self.effects.push(Effect::Download {
            file_name: format!("booking-{}.ics", view.starts_at.date_naive()),
            content: content.into(),
        });
    }
}
