//! Stripe's events: believed only when signed, done once, and never before they are durable.

use booking_contract::{OrderOpened, OrderStatus, ProblemCode};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::app::{Answer, Setup, TestApp, WEBHOOK_SECRET};

const EVENTS: &str = "SELECT COUNT(*) FROM stripe_event";
const PAYMENTS: &str = "SELECT COUNT(*) FROM order_transaction WHERE kind = 'payment'";

pub(crate) fn signature(body: &str, secret: &str, at_seconds: i64) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(format!("{at_seconds}.{body}").as_bytes());
    let tag = hex::encode(mac.finalize().into_bytes());
    format!("t={at_seconds},v1={tag}")
}

async fn deliver(app: &TestApp, body: &str, signature: Option<&str>) -> Answer {
    let mut request = app
        .http
        .post(format!("{}/v1/stripe/webhooks", app.url))
        .header("content-type", "application/json")
        .body(body.to_owned());
    if let Some(signature) = signature {
        request = request.header("stripe-signature", signature);
    }
    app.send(request).await
}

/// Sends an event as Stripe would.
pub(crate) async fn signed(app: &TestApp, event: &Value) -> Answer {
    let body = event.to_string();
    let signature = signature(&body, WEBHOOK_SECRET, app.clock.now().timestamp());
    deliver(app, &body, Some(&signature)).await
}

/// A paid order that nobody has told the companion of, and the event that would.
async fn paid_in_silence() -> (TestApp, OrderOpened, Value) {
    let app = TestApp::start_with(Setup {
        mute: true,
        ..Setup::default()
    })
    .await;
    let opened = app.awaiting(Some("LASTONE")).await;
    app.press(&opened, "pay").await;
    let state = app.double_state().await;
    let completed = state["events"]
        .as_array()
        .expect("events")
        .iter()
        .find(|event| event["type"] == "checkout.session.completed")
        .expect("the event")
        .clone();
    (app, opened, completed)
}

#[tokio::test]
async fn an_event_that_comes_twice_has_one_effect() {
    let (app, opened, event) = paid_in_silence().await;
    for _ in 0..2 {
        assert_eq!(signed(&app, &event).await.status, 200);
    }
    assert_eq!(app.order(&opened).await.status, OrderStatus::Paid);
    assert_eq!(
        (app.number(EVENTS).await, app.number(PAYMENTS).await),
        (1, 1)
    );
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_comes_twenty_times_at_once_has_one_effect() {
    let (app, opened, event) = paid_in_silence().await;
    let app = std::sync::Arc::new(app);
    let mut deliveries = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (app, event) = (app.clone(), event.clone());
        deliveries.spawn(async move { signed(&app, &event).await.status.as_u16() });
    }
    assert_eq!(deliveries.join_all().await, [200; 20]);
    assert_eq!(app.order(&opened).await.status, OrderStatus::Paid);
    assert_eq!(
        (app.number(EVENTS).await, app.number(PAYMENTS).await),
        (1, 1)
    );
    app.check_books().await;
}

#[tokio::test]
async fn two_events_of_one_payment_have_one_effect() {
    let (app, opened, event) = paid_in_silence().await;
    let mut second = event.clone();
    second["id"] = json!("evt_another");
    second["type"] = json!("checkout.session.async_payment_succeeded");
    assert_eq!(signed(&app, &event).await.status, 200);
    assert_eq!(signed(&app, &second).await.status, 200);
    assert_eq!(app.order(&opened).await.paid_minor, 7_600);
    assert_eq!(
        (app.number(EVENTS).await, app.number(PAYMENTS).await),
        (2, 1)
    );
    app.check_books().await;
}

#[tokio::test]
async fn a_forged_event_is_refused_and_does_nothing() {
    let (app, opened, event) = paid_in_silence().await;
    let body = event.to_string();
    let now = app.clock.now().timestamp();
    let good = signature(&body, WEBHOOK_SECRET, now);
    let altered = body.replace("completed", "complete!");
    let forged = [
        (body.as_str(), None),
        (body.as_str(), Some(String::new())),
        (body.as_str(), Some(signature(&body, "whsec_guess", now))),
        (
            body.as_str(),
            Some(signature(&body, WEBHOOK_SECRET, now - 301)),
        ),
        (
            body.as_str(),
            Some(signature(&body, WEBHOOK_SECRET, now + 301)),
        ),
        (body.as_str(), Some(good.replace("v1=", "v0="))),
        (altered.as_str(), Some(good.clone())),
    ];
    for (body, signature) in forged {
        let answer = deliver(&app, body, signature.as_deref()).await;
        assert_eq!(answer.status, 400, "{signature:?}");
        answer.problem(ProblemCode::InvalidRequest);
    }
    assert_eq!(app.number(EVENTS).await, 0);
    assert_eq!(app.number(PAYMENTS).await, 0);
    assert_eq!(deliver(&app, &body, Some(&good)).await.status, 200);
    assert_eq!(app.order(&opened).await.status, OrderStatus::Paid);
}

#[tokio::test]
async fn every_secret_of_the_list_is_good() {
    let (app, _, event) = paid_in_silence().await;
    let body = event.to_string();
    let old = signature(&body, "whsec_old", app.clock.now().timestamp());
    assert_eq!(deliver(&app, &body, Some(&old)).await.status, 200);
    assert_eq!(app.number(PAYMENTS).await, 1);
}

#[tokio::test]
async fn an_event_that_says_paid_is_not_believed_without_the_session() {
    let app = TestApp::start_with(Setup {
        mute: true,
        ..Setup::default()
    })
    .await;
    let opened = app.awaiting(Some("LASTONE")).await;
    let state = app.double_state().await;
    let mut session = state["sessions"][0].clone();
    session["status"] = json!("complete");
    session["payment_status"] = json!("paid");
    let event = json!({
        "id": "evt_lie", "object": "event", "type": "checkout.session.completed",
        "data": { "object": session },
    });
    assert_eq!(signed(&app, &event).await.status, 200);
    assert_eq!(
        app.order(&opened).await.status,
        OrderStatus::AwaitingPayment
    );
    app.check_books().await;
}

#[tokio::test]
async fn events_of_other_things_are_received_and_ignored() {
    let app = TestApp::start().await;
    for event in [
        json!({"id": "evt_1", "type": "invoice.paid", "data": {"object": {"id": "in_1"}}}),
        json!({"id": "evt_2", "type": "checkout.session.completed", "data": {"object": {"id": "cs_other"}}}),
        json!({"id": "evt_3", "type": "checkout.session.completed",
               "data": {"object": {"id": "cs_x", "client_reference_id": "ord_other"}}}),
        json!({"id": "evt_4", "type": "checkout.session.completed", "data": {"object": {}}}),
        json!({"id": "evt_5", "type": "something.new", "data": {"object": {"object": "new"}}}),
        json!({"hello": "world"}),
        json!([]),
    ] {
        assert_eq!(signed(&app, &event).await.status, 200, "{event}");
    }
    assert_eq!(app.number(EVENTS).await, 0);
}

#[tokio::test]
async fn an_event_is_not_confirmed_while_stripe_cannot_be_asked() {
    let (app, opened, event) = paid_in_silence().await;
    app.control("faults", &json!({ "next": "500", "times": 3 }))
        .await;
    let answer = signed(&app, &event).await;
    assert_eq!(answer.status, 503);
    assert_eq!(app.number(EVENTS).await, 0);
    assert_eq!(signed(&app, &event).await.status, 200);
    assert_eq!(app.order(&opened).await.status, OrderStatus::Paid);
    app.check_books().await;
}

#[tokio::test]
async fn an_event_may_be_large_but_not_without_end() {
    let app = TestApp::start().await;
    let event = |bytes: usize| json!({"id": "evt_1", "type": "invoice.paid", "data": {"object": {}}, "pad": "x".repeat(bytes)});
    assert_eq!(signed(&app, &event(100 * 1024)).await.status, 200);
    assert_eq!(signed(&app, &event(256 * 1024)).await.status, 413);
}
