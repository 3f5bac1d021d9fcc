//! Events, signed as Stripe signs them and delivered until they are taken.
//!
//! `Stripe-Signature: t=<seconds>,v1=<hex HMAC-SHA256 of "<seconds>.<raw body>">`. Every attempt is
//! signed anew. Knobs make the delivery misbehave.

use std::{sync::Arc, time::Duration};

use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Client, header};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::Sha256;
use tokio::{sync::mpsc::UnboundedReceiver, task::JoinSet, time::sleep};

use crate::{
    Double,
    clock::{Seconds, machine_now},
};

/// An event as it is delivered.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) body: Value,
}

/// How events are delivered. Every knob can be turned while the double runs.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Knobs {
    /// Where events go; nowhere when absent.
    pub(crate) url: Option<String>,
    /// Events are recorded and not delivered.
    pub(crate) mute: bool,
    /// How many more times each event is delivered.
    pub(crate) duplicate: u32,
    /// How long an event waits before its first delivery.
    pub(crate) delay_ms: u64,
    /// Events are signed with a secret that nobody knows.
    pub(crate) wrong_secret: bool,
    /// How far the time of the signature lies in the past, in the future when negative.
    pub(crate) stale_seconds: Seconds,
    /// Whose time the signature tells.
    pub(crate) sign_with: SigningClock,
}

/// A receiver compares the time of a signature with its own clock. Outside of tests that is the
/// machine's, even while the double's clock is hours ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SigningClock {
    Machine,
    Double,
}

/// New positions of some knobs; what is absent stays.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KnobChanges {
    url: Option<String>,
    mute: Option<bool>,
    duplicate: Option<u32>,
    delay_ms: Option<u64>,
    wrong_secret: Option<bool>,
    stale_seconds: Option<Seconds>,
    sign_with: Option<SigningClock>,
}

/// One attempt to deliver an event, or the reason why there was none.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Delivery {
    event: String,
    #[serde(rename = "type")]
    kind: String,
    /// Counted from 1 for each copy of an event.
    attempt: u32,
    at: Seconds,
    result: Outcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    /// The status that the receiver answered with.
    Answered(u16),
    /// The receiver could not be reached or did not answer in time.
    NoAnswer,
    /// Deliveries are muted.
    Muted,
    /// There is no address to deliver to.
    NoAddress,
}

/// Documented: a receiver has some seconds to answer.
const ANSWER_MAX: Duration = Duration::from_secs(10);

/// Stripe goes on for three days. A minute and a half is as good for a development machine.
const ATTEMPTS_MAX: u32 = 24;
const BACK_OFF_FIRST: Duration = Duration::from_millis(200);
const BACK_OFF_MAX: Duration = Duration::from_secs(5);

impl Knobs {
    pub(crate) fn new(url: Option<String>) -> Self {
        Self {
            url,
            mute: false,
            duplicate: 0,
            delay_ms: 0,
            wrong_secret: false,
            stale_seconds: 0,
            sign_with: SigningClock::Machine,
        }
    }

    pub(crate) fn turn(&mut self, changes: KnobChanges) {
        fn set<T>(knob: &mut T, change: Option<T>) {
            if let Some(position) = change {
                *knob = position;
            }
        }
        if changes.url.is_some() {
            self.url = changes.url;
        }
        set(&mut self.mute, changes.mute);
        set(&mut self.duplicate, changes.duplicate);
        set(&mut self.delay_ms, changes.delay_ms);
        set(&mut self.wrong_secret, changes.wrong_secret);
        set(&mut self.stale_seconds, changes.stale_seconds);
        set(&mut self.sign_with, changes.sign_with);
    }
}

/// The header that vouches for `body` at the time `at`.
pub(crate) fn signature(secret: &str, at: Seconds, body: &[u8]) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(format!("{at}.").as_bytes());
    mac.update(body);
    format!("t={at},v1={}", hex::encode(mac.finalize().into_bytes()))
}

/// Delivers events as they come until their sender is gone. Deliveries do not wait for each
/// other, as Stripe's do not.
pub(crate) async fn deliver_all(double: Arc<Double>, mut events: UnboundedReceiver<Event>) {
    let client = Client::builder()
        .timeout(ANSWER_MAX)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .unwrap_or_default();
    let mut deliveries = JoinSet::new();
    while let Some(event) = events.recv().await {
        let copies = 1 + double.books().knobs.duplicate;
        for _ in 0..copies {
            deliveries.spawn(deliver(double.clone(), client.clone(), event.clone()));
        }
        while deliveries.try_join_next().is_some() {}
    }
}

async fn deliver(double: Arc<Double>, client: Client, event: Event) {
    // The bytes are signed and sent as they are: a receiver must not have to guess a spelling.
    let body = format!("{:#}", event.body);
    let delay_ms = double.books().knobs.delay_ms;
    sleep(Duration::from_millis(delay_ms)).await;
    let mut back_off = BACK_OFF_FIRST;
    for attempt in 1..=ATTEMPTS_MAX {
        let result = try_once(&double, &client, &body).await;
        double.books().deliveries.push(Delivery {
            event: event.id.clone(),
            kind: event.kind.clone(),
            attempt,
            at: machine_now(),
            result,
        });
        match result {
            Outcome::Answered(200..=299) | Outcome::Muted | Outcome::NoAddress => return,
            Outcome::Answered(_) | Outcome::NoAnswer => {}
        }
        sleep(back_off).await;
        back_off = BACK_OFF_MAX.min(back_off * 2);
    }
}

/// One attempt, with the knobs as they stand now.
async fn try_once(double: &Double, client: &Client, body: &str) -> Outcome {
    let (knobs, clock) = {
        let books = double.books();
        (books.knobs.clone(), books.clock)
    };
    if knobs.mute {
        return Outcome::Muted;
    }
    let Some(url) = knobs.url else {
        return Outcome::NoAddress;
    };
    let now = match knobs.sign_with {
        SigningClock::Machine => machine_now(),
        SigningClock::Double => clock.now(),
    };
    let secret = if knobs.wrong_secret {
        "whsec_not_the_one"
    } else {
        &double.config.webhook_secret
    };
    let signature = signature(secret, now - knobs.stale_seconds, body.as_bytes());
    let sent = client
        .post(url)
        .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
        .header("stripe-signature", signature)
        .body(body.to_owned())
        .send()
        .await;
    sent.map_or(Outcome::NoAnswer, |answer| {
        Outcome::Answered(answer.status().as_u16())
    })
}
