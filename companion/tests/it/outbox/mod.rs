//! Promises of the outgoing webhooks, towards a receiver that keeps what it gets and answers as
//! it is told.

mod counting;
mod delivering;
mod documented;
mod facts;
mod guarding;
mod ordering;
mod outage;
mod owning;
mod passed;
mod random;
pub(crate) mod receiver;

use booking_companion::outbox::Courier;
use booking_companion::outbox::endpoints::{self, NewEndpoint};
use booking_companion::outbox::log::{self, Entry};
use booking_contract::{OrderOpened, WebhookEventType};
use chrono::TimeDelta;

use crate::app::{CLASS, TestApp, guest};
use receiver::Receiver;

/// The business of the pottery studio.
const BUSINESS: &str = "kiln-clay";

/// An endpoint of a test, at its receiver.
struct Hook {
    id: String,
    secret: String,
}

/// An endpoint that is told of every test order of the studio.
async fn hook(app: &TestApp, receiver: &Receiver) -> Hook {
    hook_for(app, receiver, None).await
}

/// An endpoint that is told of some events.
async fn hook_for(
    app: &TestApp,
    receiver: &Receiver,
    events: Option<Vec<WebhookEventType>>,
) -> Hook {
    let new = NewEndpoint {
        business_id: BUSINESS.to_owned(),
        url: receiver.url(),
        events,
        test_mode: true,
        loopback: true,
    };
    let (endpoint, secret) = endpoints::add(&app.state.store, new, app.clock.now())
        .await
        .expect("an endpoint");
    Hook {
        id: endpoint.id,
        secret: secret.reveal(),
    }
}

fn courier(app: &TestApp) -> Courier {
    Courier::new(app.state.clone())
}

/// Delivers what is due now.
async fn deliver(app: &TestApp) -> usize {
    courier(app).deliver_due().await.expect("it delivers")
}

/// Lets time go by, minute by minute or in longer steps, and delivers after each.
async fn deliver_over(app: &TestApp, steps: usize, step: TimeDelta) {
    let mut courier = courier(app);
    for _ in 0..steps {
        app.clock.advance(step);
        courier.deliver_due().await.expect("it delivers");
    }
}

/// Books a class for free: three events, and Stripe has no part in it.
async fn free_order(app: &TestApp, email: &str) -> OrderOpened {
    let mut body = app
        .confirmation(CLASS, 1, "2026-12-15T10:00:00Z", Some("FREECLASS"))
        .await;
    body.guest = guest(email);
    app.confirm(&body).await.success()
}

/// An endpoint's log, the newest first.
async fn log(app: &TestApp, hook: &Hook) -> Vec<Entry> {
    log::read(&app.state.store, &hook.id, 1_000)
        .await
        .expect("a log")
}

async fn rows(app: &TestApp, table: &str) -> i64 {
    app.number(&format!("SELECT COUNT(*) FROM {table}")).await
}
