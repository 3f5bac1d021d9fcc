//! Events, signed as Stripe signs them and delivered until they are taken.
//!
//! `Stripe-Signature: t=<seconds>,v1=<hex HMAC-SHA256 of "<seconds>.<raw body>">`, one `v1` for each
//! secret while one is rolled. Every attempt is signed anew. [`Knobs`] make the delivery misbehave.

mod knobs;

use std::{sync::Arc, time::Duration};

use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Client, header};
use serde::Serialize;
use serde_json::Value;
use sha2::Sha256;
use tokio::{
    sync::mpsc::UnboundedReceiver,
    task::JoinSet,
    time::{sleep, timeout},
};

pub(crate) use self::knobs::{KnobChanges, Knobs};
use self::knobs::{Retries, SigningClock};
use crate::{
    Double,
    books::Owner,
    clock::{Seconds, machine_now},
};

/// An event as it is delivered.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) owner: Owner,
    pub(crate) body: Value,
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
    /// It was lost on its way, on purpose.
    Dropped,
    /// Deliveries are muted.
    Muted,
    /// There is no address to deliver to.
    NoAddress,
}

impl Outcome {
    /// Whether another attempt is due.
    fn is_to_be_repeated(self) -> bool {
        match self {
            Self::Answered(status) => !(200..=299).contains(&status),
            Self::NoAnswer | Self::Dropped => true,
            Self::Muted | Self::NoAddress => false,
        }
    }
}

/// Documented: a receiver has some seconds to answer.
const ANSWER_MAX: Duration = Duration::from_secs(10);
/// How long events wait for others that they are to be delivered in reverse with.
const REORDER_MAX: Duration = Duration::from_millis(500);
/// How often a retry that waits for the double's clock looks at it.
const GLANCE: Duration = Duration::from_millis(50);

/// The client that delivers. It follows no redirect, as Stripe's does not.
pub(crate) fn client() -> Client {
    Client::builder()
        .timeout(ANSWER_MAX)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .unwrap_or_default()
}

/// The header that vouches for `body` at the time `at`, with one signature for each secret.
pub(crate) fn signature(secrets: &[String], at: Seconds, body: &[u8], with_v0: bool) -> String {
    let tag = |secret: &str| {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())
            .expect("HMAC takes keys of any length");
        mac.update(format!("{at}.").as_bytes());
        mac.update(body);
        hex::encode(mac.finalize().into_bytes())
    };
    let mut header = format!("t={at}");
    for secret in secrets {
        header.push_str(",v1=");
        header.push_str(&tag(secret));
    }
    if with_v0 {
        // Documented: for test events there is a scheme of no worth beside the real one.
        header.push_str(",v0=");
        header.push_str(&tag("nobody"));
    }
    header
}

/// Delivers events as they come until their sender is gone. Deliveries do not wait for each
/// other, as Stripe's do not.
pub(crate) async fn deliver_all(double: Arc<Double>, mut events: UnboundedReceiver<Event>) {
    let mut deliveries = JoinSet::new();
    while let Some(event) = events.recv().await {
        let (copies, together) = {
            let knobs = &double.books().knobs;
            (1 + knobs.duplicate, knobs.reorder)
        };
        if together > 1 {
            let batch = batch(event, together, &mut events).await;
            deliveries.spawn(deliver_reversed(double.clone(), batch));
            continue;
        }
        for _ in 0..copies {
            deliveries.spawn(deliver(double.clone(), event.clone()));
        }
        while deliveries.try_join_next().is_some() {}
    }
}

/// Delivers events now, each once and one after the other, and tells what became of each.
pub(crate) async fn deliver_in_order(double: &Double, events: &[Event]) -> Vec<Delivery> {
    let mut told = Vec::new();
    for event in events {
        told.push(attempt(double, event, 1).await);
    }
    told
}

/// An event and those that follow it soon, as many as are wanted.
async fn batch(first: Event, size: u32, events: &mut UnboundedReceiver<Event>) -> Vec<Event> {
    let mut batch = vec![first];
    let filled = timeout(REORDER_MAX, async {
        while batch.len() < usize::try_from(size).unwrap_or(usize::MAX) {
            match events.recv().await {
                Some(event) => batch.push(event),
                None => return,
            }
        }
    });
    // What did not come in time is not waited for.
    let _ = filled.await;
    batch
}

async fn deliver_reversed(double: Arc<Double>, batch: Vec<Event>) {
    let mut late = JoinSet::new();
    for event in batch.into_iter().rev() {
        let told = attempt(&double, &event, 1).await;
        if told.result.is_to_be_repeated() {
            late.spawn(repeat(double.clone(), event));
        }
    }
    while late.join_next().await.is_some() {}
}

async fn deliver(double: Arc<Double>, event: Event) {
    let delay_ms = double.books().knobs.delay_ms;
    sleep(Duration::from_millis(delay_ms)).await;
    if attempt(&double, &event, 1).await.result.is_to_be_repeated() {
        repeat(double, event).await;
    }
}

/// Goes on after a first attempt until the event is taken or given up.
async fn repeat(double: Arc<Double>, event: Event) {
    let mut number = 1;
    loop {
        let (retries, failed_at) = {
            let books = double.books();
            (books.knobs.retries, books.now())
        };
        match retries.pause(number) {
            None => return,
            Some(pause) if retries == Retries::Fast => sleep(pause).await,
            Some(pause) => {
                let due = failed_at + i64::try_from(pause.as_secs()).unwrap_or(i64::MAX);
                while double.books().now() < due {
                    sleep(GLANCE).await;
                }
            }
        }
        number += 1;
        let told = attempt(&double, &event, number).await;
        if !told.result.is_to_be_repeated() {
            return;
        }
    }
}

/// One attempt, recorded.
async fn attempt(double: &Double, event: &Event, number: u32) -> Delivery {
    let result = send(double, event, number).await;
    let delivery = Delivery {
        event: event.id.clone(),
        kind: event.kind.clone(),
        attempt: number,
        at: machine_now(),
        result,
    };
    double.books().deliveries.push(delivery.clone());
    delivery
}

/// One attempt, with the knobs as they stand now.
async fn send(double: &Double, event: &Event, number: u32) -> Outcome {
    let body = &event.body;
    let (mut knobs, clock) = {
        let books = double.books();
        let mut knobs = books.knobs.clone();
        // An account of its own tells its own endpoint, or nobody.
        if let Some(standing) = event
            .owner
            .account
            .as_deref()
            .and_then(|id| books.standing(id))
        {
            let endpoint = standing.endpoint(&event.kind, event.owner.livemode);
            knobs.url = endpoint.map(|endpoint| endpoint.url.clone());
            knobs.secrets = endpoint.iter().map(|it| it.secret.clone()).collect();
        }
        (knobs, books.clock)
    };
    if knobs.mute {
        return Outcome::Muted;
    }
    let Some(url) = knobs.url.take() else {
        return Outcome::NoAddress;
    };
    if number <= knobs.drop {
        return Outcome::Dropped;
    }
    let now = match knobs.sign_with {
        SigningClock::Machine => machine_now(),
        SigningClock::Double => clock.now(),
    };
    let secrets = if knobs.wrong_secret {
        vec!["whsec_not_the_one".to_owned()]
    } else {
        knobs.secrets
    };
    // The bytes are signed and sent as they are: a receiver must not have to guess a spelling.
    let body = format!("{body:#}");
    let at = now - knobs.stale_seconds;
    let signature = signature(&secrets, at, body.as_bytes(), knobs.v0);
    let sent = double
        .client
        .post(url)
        .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
        .header("stripe-signature", signature)
        .body(body)
        .send()
        .await;
    sent.map_or(Outcome::NoAnswer, |answer| {
        Outcome::Answered(answer.status().as_u16())
    })
}
