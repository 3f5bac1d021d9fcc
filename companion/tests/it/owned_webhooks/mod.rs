//! What owners do with where their own systems are told: over the dashboard's routes, towards a
//! receiver that keeps what it gets and answers as it is told.

mod deliveries;
mod endpoints;
mod testing;

use booking_companion::outbox::Courier;
use booking_contract::OrderOpened;
use booking_contract::owner::{DeliveriesPage, WebhookMade, WebhookView};
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, CLASS, TestApp, guest};
use crate::outbox::receiver::Receiver;
use crate::person::{BUSINESS, Person};

/// Asks for something of the pottery studio's webhooks.
async fn ask(person: &Person<'_>, method: &str, path: &str, body: Option<Value>) -> Answer {
    let method: Method = method.parse().expect("a method");
    let path = format!("/v1/businesses/{BUSINESS}/webhooks{path}");
    person.ask(method, &path, body).await
}

/// An endpoint that is told of every test order.
async fn hook(person: &Person<'_>, receiver: &Receiver) -> WebhookMade {
    let body = json!({ "url": receiver.url(), "test_mode": true });
    ask(person, "POST", "", Some(body)).await.success()
}

/// An endpoint as it is now.
async fn show(person: &Person<'_>, hook: &WebhookMade) -> WebhookView {
    let path = format!("/{}", hook.webhook.id);
    ask(person, "GET", &path, None).await.success()
}

/// Does something with an endpoint.
async fn act(person: &Person<'_>, hook: &WebhookMade, deed: &str) -> Answer {
    let path = format!("/{}/{deed}", hook.webhook.id);
    ask(person, "POST", &path, None).await
}

/// The deliveries of an endpoint, by a query.
async fn deliveries(person: &Person<'_>, hook: &WebhookMade, query: &str) -> DeliveriesPage {
    let path = format!("/{}/deliveries{query}", hook.webhook.id);
    ask(person, "GET", &path, None).await.success()
}

/// Delivers what is due now.
async fn deliver(app: &TestApp) -> usize {
    let mut courier = Courier::new(app.state.clone());
    courier.deliver_due().await.expect("it delivers")
}

/// Books a class for free: three events, and Stripe has no part in it.
async fn free_order(app: &TestApp, email: &str) -> OrderOpened {
    let mut body = app
        .confirmation(CLASS, 1, "2026-12-15T10:00:00Z", Some("FREECLASS"))
        .await;
    body.guest = guest(email);
    app.confirm(&body).await.success()
}

/// How many entries of the log there are of something.
async fn told(app: &TestApp, action: &str) -> i64 {
    let count = format!("SELECT COUNT(*) FROM owner_log WHERE action = '{action}'");
    app.number(&count).await
}
