//! Everything the double remembers, behind one lock.
//!
//! Objects live with the owner they were made for: a coupon of the platform does not exist on a
//! connected account, and one of test mode does not exist in live mode.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use crate::{
    catalog::{Customer, Price, Product},
    clock::{Clock, Seconds},
    coupons::Coupon,
    currency::Currency,
    disputes::Dispute,
    faults::Faults,
    idempotency::Replays,
    ids::new_id,
    ledger::Ledger,
    payments::Payment,
    promotions::PromotionCode,
    refunds::Refund,
    sessions::{Session, State},
    settings::Settings,
    shelf::Shelf,
    standing::Standing,
    webhooks::{Delivery, Event, Knobs},
    wire::facts::FACTS,
};

/// Whose objects they are, and whether the money is real.
#[derive(Debug, Default, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Owner {
    /// The connected account that `Stripe-Account` names; the platform itself when absent.
    pub(crate) account: Option<String>,
    /// Whether the call came with the live key. Documented: the modes share nothing.
    pub(crate) livemode: bool,
}

/// The state of the double.
#[derive(Debug)]
pub(crate) struct Books {
    pub(crate) clock: Clock,
    pub(crate) accounts: BTreeMap<Owner, Account>,
    pub(crate) replays: Replays,
    pub(crate) faults: Faults,
    pub(crate) knobs: Knobs,
    pub(crate) settings: Settings,
    /// Accounts that have keys of their own.
    pub(crate) standings: Vec<Standing>,
    pub(crate) events: Vec<Event>,
    pub(crate) deliveries: Vec<Delivery>,
    /// How often a payment page was opened or loaded again, of whatever session.
    pub(crate) pages_shown: u64,
    /// When which session ends, soonest first. Sessions that ended otherwise stay until then.
    ends: BTreeSet<(Seconds, Owner, String)>,
    base_url: String,
    merchant: String,
    outgoing: UnboundedSender<Event>,
}

/// What belongs to one owner.
#[derive(Debug, Default)]
pub(crate) struct Account {
    pub(crate) coupons: Shelf<Coupon>,
    pub(crate) promotion_codes: Shelf<PromotionCode>,
    pub(crate) products: Shelf<Product>,
    pub(crate) prices: Shelf<Price>,
    pub(crate) customers: Shelf<Customer>,
    pub(crate) sessions: Shelf<Session>,
    /// By the id of the payment intent.
    pub(crate) payments: Shelf<Payment>,
    /// The payment intent of each charge.
    pub(crate) charges: HashMap<String, String>,
    pub(crate) refunds: Shelf<Refund>,
    /// Which refunds a payment intent has, oldest first.
    pub(crate) refunds_of: HashMap<String, Vec<String>>,
    pub(crate) disputes: Shelf<Dispute>,
    /// What was paid and given back, by currency.
    pub(crate) ledger: BTreeMap<Currency, Ledger>,
}

/// Which request made an event happen; empty for what happens by itself or on the page.
#[derive(Debug, Default, Clone, Serialize)]
pub(crate) struct Cause {
    pub(crate) id: Option<String>,
    pub(crate) idempotency_key: Option<String>,
}

impl Owner {
    /// How the owner is called in the state and in the ledger.
    pub(crate) fn label(&self) -> String {
        let account = self.account.as_deref().unwrap_or("platform");
        if self.livemode {
            format!("{account} live")
        } else {
            account.to_owned()
        }
    }
}

impl Account {
    /// The payment behind a charge.
    pub(crate) fn payment_of_charge(&self, charge: &str) -> Option<&Payment> {
        self.payments.get(self.charges.get(charge)?)
    }
}

impl Books {
    pub(crate) fn new(
        base_url: &str,
        merchant: &str,
        knobs: Knobs,
        outgoing: UnboundedSender<Event>,
    ) -> Self {
        Self {
            clock: Clock::default(),
            accounts: BTreeMap::from([(Owner::default(), Account::default())]),
            replays: Replays::default(),
            faults: Faults::default(),
            knobs,
            settings: Settings::default(),
            standings: Vec::new(),
            events: Vec::new(),
            deliveries: Vec::new(),
            pages_shown: 0,
            ends: BTreeSet::new(),
            base_url: base_url.to_owned(),
            merchant: merchant.to_owned(),
            outgoing,
        }
    }

    pub(crate) fn now(&self) -> Seconds {
        self.clock.now()
    }

    pub(crate) fn base_url(&self) -> &str {
        &self.base_url
    }

    /// What the platform's own account is called.
    pub(crate) fn merchant(&self) -> &str {
        &self.merchant
    }

    /// How an account of its own is set up.
    pub(crate) fn standing(&self, id: &str) -> Option<&Standing> {
        self.standings.iter().find(|standing| standing.id == id)
    }

    pub(crate) fn account(&mut self, owner: &Owner) -> &mut Account {
        self.accounts.entry(owner.clone()).or_default()
    }

    /// The owner of something, and the account that it is in: page and control know no owner.
    pub(crate) fn find(&mut self, has: impl Fn(&Account) -> bool) -> Option<(Owner, &mut Account)> {
        self.accounts
            .iter_mut()
            .find(|(_, account)| has(account))
            .map(|(owner, account)| (owner.clone(), account))
    }

    /// Ends the sessions whose time is over. Called on every access, so that nobody sees an open
    /// session that is none.
    pub(crate) fn expire_due(&mut self) {
        let now = self.now();
        while self.ends.first().is_some_and(|(at, ..)| *at <= now) {
            let Some((_, owner, id)) = self.ends.pop_first() else {
                return;
            };
            let base_url = self.base_url.clone();
            let session = self.account(&owner).sessions.get_mut(&id);
            if let Some(session) = session.filter(|session| session.state == State::Open) {
                session.state = State::Expired;
                let object = session.to_json(&base_url);
                self.tell(
                    &owner,
                    "checkout.session.expired",
                    &object,
                    &Cause::default(),
                );
            }
        }
    }

    /// Adds a session to an account.
    pub(crate) fn open_session(&mut self, owner: &Owner, session: Session) {
        let id = session.id.clone();
        self.ends
            .insert((session.terms.expires_at, owner.clone(), id.clone()));
        self.account(owner).sessions.add(&id, session);
    }

    /// The session of this id, whosever it is: the page knows no owner.
    pub(crate) fn session(&self, id: &str) -> Option<&Session> {
        self.accounts
            .values()
            .find_map(|account| account.sessions.get(id))
    }

    /// Delivers an event once more; false when there is none of that id.
    pub(crate) fn resend(&mut self, id: &str) -> bool {
        let Some(event) = self.events.iter().find(|event| event.id == id) else {
            return false;
        };
        self.outgoing.send(event.clone()).is_ok()
    }

    /// Records an event and hands it to the delivery.
    pub(crate) fn tell(&mut self, owner: &Owner, kind: &str, object: &Value, cause: &Cause) {
        // Documented: now and then one fact is told by two events, each with an id of its own.
        let copies = if self.knobs.two_events { 2 } else { 1 };
        for _ in 0..copies {
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
            // Documented: only events of connected accounts name theirs.
            let connected = (owner.account.as_ref()).filter(|id| self.standing(id).is_none());
            if let Some(account) = connected {
                body["account"] = json!(account);
            }
            in_mode(&mut body, owner.livemode);
            for path in &self.knobs.omit {
                leave_out(&mut body, path);
            }
            self.emit(Event {
                id,
                kind: kind.to_owned(),
                owner: owner.clone(),
                body,
            });
        }
    }

    /// Records an event as it is and hands it to the delivery.
    pub(crate) fn emit(&mut self, event: Event) {
        self.events.push(event.clone());
        if !self.knobs.hold {
            // Fails only while the double shuts down, when nobody listens any more.
            let _ = self.outgoing.send(event);
        }
    }
}

/// Writes the mode wherever an object tells it. Objects are built for test mode.
pub(crate) fn in_mode(object: &mut Value, livemode: bool) {
    if !livemode {
        return;
    }
    match object {
        Value::Object(map) => {
            for (name, value) in map {
                if name == "livemode" {
                    *value = Value::Bool(true);
                } else {
                    in_mode(value, livemode);
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| in_mode(value, livemode)),
        _ => {}
    }
}

/// Takes out what a path such as `data.object.customer_details` names, if it is there.
fn leave_out(body: &mut Value, path: &str) {
    let (parents, name) = path.rsplit_once('.').unwrap_or(("", path));
    let pointer = if parents.is_empty() {
        String::new()
    } else {
        format!("/{}", parents.replace('.', "/"))
    };
    if let Some(Value::Object(map)) = body.pointer_mut(&pointer) {
        map.remove(name);
    }
}
