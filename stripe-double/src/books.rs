//! Everything the double remembers, behind one lock.
//!
//! Objects live in the account they were made in: a coupon of the platform does not exist on a
//! connected account.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use crate::{
    clock::{Clock, Seconds},
    coupons::Coupon,
    currency::Currency,
    faults::Faults,
    idempotency::Replays,
    ids::new_id,
    sessions::{Payment, Session, State},
    shelf::Shelf,
    webhooks::{Delivery, Event, Knobs},
    wire::facts::FACTS,
};

/// An account: the platform's own, or the connected one that `Stripe-Account` names.
pub(crate) type AccountId = Option<String>;

/// The state of the double.
#[derive(Debug)]
pub(crate) struct Books {
    pub(crate) clock: Clock,
    pub(crate) accounts: BTreeMap<AccountId, Account>,
    pub(crate) replays: Replays,
    pub(crate) faults: Faults,
    pub(crate) knobs: Knobs,
    pub(crate) events: Vec<Event>,
    pub(crate) deliveries: Vec<Delivery>,
    /// When which session ends, soonest first. Sessions that ended otherwise stay until then.
    ends: BTreeSet<(Seconds, AccountId, String)>,
    base_url: String,
    outgoing: UnboundedSender<Event>,
}

/// What belongs to one account.
#[derive(Debug, Default)]
pub(crate) struct Account {
    pub(crate) coupons: Shelf<Coupon>,
    pub(crate) sessions: Shelf<Session>,
    /// What was paid, by currency.
    pub(crate) ledger: BTreeMap<Currency, Paid>,
}

/// Payments in one currency.
#[derive(Debug, Default, Clone, Copy, Serialize)]
pub(crate) struct Paid {
    payments: i64,
    paid_minor: i64,
}

/// Which request made an event happen; empty for what happens by itself or on the page.
#[derive(Debug, Default, Clone, Serialize)]
pub(crate) struct Cause {
    pub(crate) id: Option<String>,
    pub(crate) idempotency_key: Option<String>,
}

/// What became of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PaymentOutcome {
    Paid,
    /// It was paid before; nothing more is charged.
    AlreadyPaid,
    /// The session has ended without a payment.
    Ended,
    /// The coupon was used up or ran out since the session was made.
    CouponGone,
    NoSuchSession,
}

impl Books {
    pub(crate) fn new(base_url: &str, knobs: Knobs, outgoing: UnboundedSender<Event>) -> Self {
        Self {
            clock: Clock::default(),
            accounts: BTreeMap::from([(None, Account::default())]),
            replays: Replays::default(),
            faults: Faults::default(),
            knobs,
            events: Vec::new(),
            deliveries: Vec::new(),
            ends: BTreeSet::new(),
            base_url: base_url.to_owned(),
            outgoing,
        }
    }

    pub(crate) fn now(&self) -> Seconds {
        self.clock.now()
    }

    pub(crate) fn base_url(&self) -> &str {
        &self.base_url
    }

    pub(crate) fn account(&mut self, id: &AccountId) -> &mut Account {
        self.accounts.entry(id.clone()).or_default()
    }

    /// Ends the sessions whose time is over. Called on every access, so that nobody sees an open
    /// session that is none.
    pub(crate) fn expire_due(&mut self) {
        let now = self.now();
        while self.ends.first().is_some_and(|(at, ..)| *at <= now) {
            let Some((_, account_id, id)) = self.ends.pop_first() else {
                return;
            };
            let base_url = self.base_url.clone();
            let session = self.account(&account_id).sessions.get_mut(&id);
            if let Some(session) = session.filter(|session| session.state == State::Open) {
                session.state = State::Expired;
                let object = session.to_json(&base_url);
                self.tell(
                    account_id,
                    "checkout.session.expired",
                    &object,
                    &Cause::default(),
                );
            }
        }
    }

    /// Adds a session to an account.
    pub(crate) fn open_session(&mut self, account_id: &AccountId, session: Session) {
        let id = session.id.clone();
        self.ends
            .insert((session.terms.expires_at, account_id.clone(), id.clone()));
        self.account(account_id).sessions.add(&id, session);
    }

    /// The session of this id, whichever account it is in: the page knows no account.
    pub(crate) fn session(&self, id: &str) -> Option<&Session> {
        self.accounts
            .values()
            .find_map(|account| account.sessions.get(id))
    }

    /// Takes the payment for a session.
    ///
    /// Presumed: a coupon counts as redeemed when the session is paid, and one that was used up in
    /// the meantime stops the payment.
    pub(crate) fn pay(&mut self, session_id: &str, email: &str) -> PaymentOutcome {
        let now = self.now();
        let found = self.accounts.iter_mut().find_map(|(id, account)| {
            account.sessions.get(session_id)?;
            Some((id.clone(), account))
        });
        let Some((
            account_id,
            Account {
                coupons,
                sessions,
                ledger,
            },
        )) = found
        else {
            return PaymentOutcome::NoSuchSession;
        };
        let Some(session) = sessions.get_mut(session_id) else {
            return PaymentOutcome::NoSuchSession;
        };
        match session.state {
            State::Complete(_) => return PaymentOutcome::AlreadyPaid,
            State::Expired => return PaymentOutcome::Ended,
            State::Open => {}
        }
        if let Some(coupon) = session
            .terms
            .coupon
            .as_ref()
            .and_then(|id| coupons.get_mut(id))
        {
            if coupon.usable(now).is_err() {
                return PaymentOutcome::CouponGone;
            }
            coupon.times_redeemed += 1;
        }
        session.state = State::Complete(Payment {
            intent: new_id("pi_", 24),
            charge: new_id("ch_", 24),
            email: email.to_owned(),
            at: now,
        });
        let paid = ledger.entry(session.terms.currency).or_default();
        paid.payments += 1;
        paid.paid_minor += session.terms.totals.total_minor;
        let object = session.to_json(&self.base_url);
        self.tell(
            account_id,
            "checkout.session.completed",
            &object,
            &Cause::default(),
        );
        PaymentOutcome::Paid
    }

    /// Delivers an event once more; false when there is none of that id.
    pub(crate) fn resend(&mut self, id: &str) -> bool {
        let Some(event) = self.events.iter().find(|event| event.id == id) else {
            return false;
        };
        self.outgoing.send(event.clone()).is_ok()
    }

    /// Records an event and hands it to the delivery.
    pub(crate) fn tell(&mut self, account: AccountId, kind: &str, object: &Value, cause: &Cause) {
        let id = new_id("evt_", 24);
        let mut body = json!({
            "id": id,
            "object": "event",
            "api_version": FACTS.version(),
            "created": self.now(),
            "data": { "object": object },
            "livemode": false,
            "pending_webhooks": 1,
            "request": cause,
            "type": kind,
        });
        if let Some(account) = account {
            body["account"] = json!(account);
        }
        let event = Event {
            id,
            kind: kind.to_owned(),
            body,
        };
        self.events.push(event.clone());
        // Fails only while the double shuts down, when nobody listens any more.
        let _ = self.outgoing.send(event);
    }
}
