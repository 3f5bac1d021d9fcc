//! What the page around the widget is told: each event once, and only when it is true.
//!
//! `widget-loader/PROTOCOL.md` describes the events, and a test keeps both the same. What can be
//! seen of the flow itself (the choice, the step, the code that counts, the price) is compared after
//! every input, so that it does not matter what brought a change about. That is a part of what comes
//! later: what is chosen before it is there is told when it is.

use booking_contract::OrderView;
use booking_engine::{Currency, Rejection, ServiceId};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

use super::booking::{At, Flow};
use super::coupon::CodeTrouble;
use super::message::{Effect, Step};
use crate::json;

/// How long a price stays as it is before the change is told, in milliseconds: whoever goes from
/// one attendee to five changes it once.
const SETTLED_MS: i64 = 700;

/// What the host page is told. Nothing in it names the guest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What happened.
    pub event: HostEvent,
    /// The facts of it, by name.
    pub facts: Vec<(&'static str, ToldFact)>,
}

/// A fact of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToldFact {
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// An amount in minor units.
    Minor(i64),
}

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostEvent {
    /// A service was chosen.
    ServiceSelected,
    /// A slot was chosen.
    SlotSelected,
    /// The guest sees another step.
    StepChanged,
    /// A code takes something off from now on.
    CouponApplied,
    /// The code does not any more.
    CouponRemoved,
    /// A code was refused.
    CouponRejected,
    /// The total is another one, and has settled.
    PriceChanged,
    /// An order was opened.
    BookingSubmitted,
    /// An order was booked.
    BookingConfirmed,
    /// Money arrived for it.
    PaymentSucceeded,
    /// A booking was called off.
    BookingCancelled,
    /// Something failed that the guest was told about.
    Error,
}

impl HostEvent {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::ServiceSelected,
        Self::SlotSelected,
        Self::StepChanged,
        Self::CouponApplied,
        Self::CouponRemoved,
        Self::CouponRejected,
        Self::PriceChanged,
        Self::BookingSubmitted,
        Self::BookingConfirmed,
        Self::PaymentSucceeded,
        Self::BookingCancelled,
        Self::Error,
    ];

    /// Its name in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ServiceSelected => "service_selected",
            Self::SlotSelected => "slot_selected",
            Self::StepChanged => "step_changed",
            Self::CouponApplied => "coupon_applied",
            Self::CouponRemoved => "coupon_removed",
            Self::CouponRejected => "coupon_rejected",
            Self::PriceChanged => "price_changed",
            Self::BookingSubmitted => "booking_submitted",
            Self::BookingConfirmed => "booking_confirmed",
            Self::PaymentSucceeded => "payment_succeeded",
            Self::BookingCancelled => "booking_cancelled",
            Self::Error => "error",
        }
    }
}

impl Told {
    fn with(mut self, name: &'static str, fact: ToldFact) -> Self {
        self.facts.push((name, fact));
        self
    }

    fn text(self, name: &'static str, text: impl Into<String>) -> Self {
        self.with(name, ToldFact::Text(text.into()))
    }

    fn minor(self, name: &'static str, minor: i64) -> Self {
        self.with(name, ToldFact::Minor(minor))
    }

    fn currency(self, currency: Currency) -> Self {
        self.text("currency", currency.code())
    }
}

/// What the host page knows.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    step: &'static str,
    services: Vec<ServiceId>,
    slot: Option<DateTime<Utc>>,
    /// The code that counts.
    code: Option<String>,
    total_minor: Option<i64>,
    /// Another total, and since when.
    settling: Option<(i64, DateTime<Utc>)>,
}

impl Flow {
    /// Something happened in this calendar.
    fn told(&self, event: HostEvent) -> Told {
        let facts = Vec::new();
        Told { event, facts }.text("calendar_id", self.page.calendar.id.as_str())
    }

    fn tell(&mut self, told: Told) {
        self.effects.push(Effect::Tell(told));
    }

    pub(super) fn tell_error(&mut self, code: &'static str) {
        let told = self.told(HostEvent::Error).text("code", code);
        self.tell(told);
    }

    /// Keeps what the page sees at its start: that is no change.
    pub(super) fn know(&mut self) {
        self.known.step = self.step_name();
        self.known.services = self.services();
        self.known.slot = self.slot_start();
        self.known.total_minor = self.total_minor();
    }

    /// Tells what has changed since the last look; see `flow/later.rs`.
    #[inline(never)]
    pub(super) fn tell_changes(&mut self) {
        if matches!(self.at, At::Booking(_)) {
            self.tell_choice();
        }
        let step = self.step_name();
        if step != self.known.step {
            self.known.step = step;
            let told = self.told(HostEvent::StepChanged).text("step", step);
            self.tell(told);
        }
        if matches!(self.at, At::Booking(_)) {
            self.tell_code();
            self.watch_price();
        }
    }

    fn tell_choice(&mut self) {
        let services = self.services();
        let before = std::mem::replace(&mut self.known.services, services.clone());
        for id in services.iter().filter(|id| !before.contains(id)) {
            let told = self.told(HostEvent::ServiceSelected);
            self.tell(told.text("service_id", id.as_str()));
        }
        let slot = self.slot_start();
        if slot == self.known.slot {
            return;
        }
        self.known.slot = slot;
        let (Some(starts_at), Ok(quote)) = (slot, self.quote()) else {
            return;
        };
        let services = services.iter().map(ToString::to_string).collect();
        let told = self
            .told(HostEvent::SlotSelected)
            .with("service_ids", ToldFact::Texts(services))
            .text("starts_at", moment(starts_at))
            .minor("total_minor", quote.total_minor)
            .currency(quote.currency);
        self.tell(told);
    }

    /// Tells which code counts, once that has changed.
    fn tell_code(&mut self) {
        let Ok(quote) = self.quote() else {
            return;
        };
        let counts = quote.coupon.as_ref().and_then(|coupon| coupon.code());
        let code = counts.map(ToString::to_string);
        if code == self.known.code {
            return;
        }
        let before = std::mem::replace(&mut self.known.code, code.clone());
        let (event, code) = match (code, before) {
            (Some(code), _) => (HostEvent::CouponApplied, code),
            (None, before) => (HostEvent::CouponRemoved, before.unwrap_or_default()),
        };
        let told = self
            .told(event)
            .text("code", code)
            .minor("discount_minor", quote.discount_minor)
            .minor("total_minor", quote.total_minor)
            .currency(quote.currency);
        self.tell(told);
    }

    /// Tells another total once it has settled.
    fn watch_price(&mut self) {
        let total = self.total_minor();
        let Some(total) = total.filter(|_| total != self.known.total_minor) else {
            self.known.settling = None;
            return;
        };
        let now = self.now;
        let settling = self.known.settling.filter(|(minor, _)| *minor == total);
        let (_, since) = *self.known.settling.insert(settling.unwrap_or((total, now)));
        if now - since >= TimeDelta::milliseconds(SETTLED_MS) {
            self.tell_price();
        }
    }

    /// Tells the price as it stands, settled or not.
    pub(super) fn tell_price(&mut self) {
        let Ok(quote) = self.quote() else {
            return;
        };
        self.known.settling = None;
        let to = quote.total_minor;
        // The first price is not a change of one.
        if let Some(from) = self.known.total_minor.replace(to)
            && from != to
        {
            let told = self.told(HostEvent::PriceChanged);
            let told = told.minor("from", from).minor("to", to);
            self.tell(told.currency(quote.currency));
        }
    }

    /// Tells that a code was refused, or that nobody could say.
    pub(super) fn tell_refused_code(&mut self, code: String, trouble: &CodeTrouble) {
        let reason = match trouble {
            CodeTrouble::Form(_) => "not_a_code".to_owned(),
            CodeTrouble::Rejected(reason) => reason_name(*reason),
            CodeTrouble::Throttled => "too_many_tries".to_owned(),
            CodeTrouble::Failed(_) => return self.tell_error("coupon_not_checked"),
            CodeTrouble::Unapplied => return,
        };
        let told = self.told(HostEvent::CouponRejected);
        self.tell(told.text("code", code).text("reason", reason));
    }

    /// Tells something of an order, once in all: over every reload of the page as well.
    pub(super) fn tell_once(&mut self, event: HostEvent, view: &OrderView) {
        let told = self
            .told(event)
            .text("order_id", &view.id)
            .text("starts_at", moment(view.starts_at));
        let told = match event {
            HostEvent::PaymentSucceeded => told.minor("paid_minor", view.paid_minor),
            HostEvent::BookingCancelled => told.minor("refunded_minor", view.refunded_minor),
            _ => told.minor("total_minor", view.quote.total_minor),
        };
        let told = told.currency(view.quote.currency);
        let key = [event.name(), &view.id].join(" ");
        self.effects.push(Effect::TellOnce { key, told });
    }

    fn services(&self) -> Vec<ServiceId> {
        let items = self.draft.cart.items.iter();
        items.map(|item| item.service_id.clone()).collect()
    }

    fn slot_start(&self) -> Option<DateTime<Utc>> {
        self.draft
            .picked
            .as_ref()
            .map(|picked| picked.slot.starts_at)
    }

    fn total_minor(&self) -> Option<i64> {
        self.quote().ok().map(|quote| quote.total_minor)
    }

    fn step_name(&self) -> &'static str {
        match self.at {
            At::Booking(Step::Services) => "services",
            At::Booking(Step::Time) => "time",
            At::Booking(Step::Details) => "details",
            At::Booking(Step::Payment) => "payment",
            At::Order(_) => "order",
            At::Nothing => "nothing",
        }
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// A rejection, as the API names it: what it is told in begins with the name.
fn reason_name(reason: Rejection) -> String {
    let told = json::write(&reason).unwrap_or_default();
    told.split('"').nth(1).unwrap_or_default().to_owned()
}
