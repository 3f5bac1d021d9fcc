//! An account speaks for its own orders, whatever its events name.

use booking_contract::{OrderStatus, ProblemCode};
use serde_json::{Value, json};

use super::{SIGNING_SECRET, session_of, studio};
use crate::app::{Answer, Setup, TestApp, WEBHOOK_SECRET};
use crate::person::OWNER;
use crate::webhooks::signature;

/// Sends an event, signed with a secret.
async fn tell(app: &TestApp, url: &str, event: &Value, secret: &str) -> Answer {
    let body = event.to_string();
    let signed = signature(&body, secret, app.clock.now().timestamp());
    let request = app
        .http
        .post(url)
        .header("content-type", "application/json");
    let request = request.header("stripe-signature", signed).body(body);
    app.send(request).await
}

/// An event that a session was paid.
fn completed(id: &str, session: &Value) -> Value {
    json!({
        "id": id, "type": "checkout.session.completed", "data": { "object": session },
    })
}

async fn silent() -> TestApp {
    TestApp::start_with(Setup {
        mute: true,
        ..Setup::default()
    })
    .await
}

#[tokio::test]
async fn an_event_of_one_account_never_settles_an_order_of_another() {
    let app = silent().await;
    let before = app.awaiting(None).await;
    app.press(&before, "pay").await;
    let platforms = session_of(&app, "platform").await;
    let owner = app.sign_in(OWNER).await;
    let account = studio(&app, &owner).await;
    // Its own endpoint at Stripe stays silent, too.
    super::at_stripe(&app, super::STUDIO, json!({})).await;
    let own = app.awaiting(None).await;
    app.press(&own, "pay").await;
    let studios = session_of(&app, "acct_studio").await;
    let default = format!("{}/v1/stripe/webhooks", app.url);

    // Whoever owns the studio's account knows its secret, and can name any order.
    let mut forged = completed("evt_forged", &studios);
    forged["data"]["object"]["client_reference_id"] = json!(before.order.id);
    forged["data"]["object"]["id"] = platforms["id"].clone();
    let url = account.webhook_url.as_str();
    for event in [completed("evt_1", &platforms), forged] {
        let answer = tell(&app, url, &event, SIGNING_SECRET).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    let answer = tell(
        &app,
        &default,
        &completed("evt_2", &studios),
        WEBHOOK_SECRET,
    )
    .await;
    assert_eq!(answer.status, 200);
    let paid = "SELECT COUNT(*) FROM orders WHERE state = 'paid'";
    assert_eq!(app.number(paid).await, 0);

    // Each tells of its own.
    tell(&app, url, &completed("evt_3", &studios), SIGNING_SECRET).await;
    assert_eq!(app.number(paid).await, 1);
    tell(
        &app,
        &default,
        &completed("evt_4", &platforms),
        WEBHOOK_SECRET,
    )
    .await;
    assert_eq!(app.number(paid).await, 2);
    assert_eq!(app.order(&own).await.status, OrderStatus::Paid);
    app.audit().await;
}

#[tokio::test]
async fn refunds_and_disputes_of_another_account_are_not_believed_either() {
    let app = silent().await;
    let opened = app.paid(None).await;
    let payment = app.payment().await;
    let owner = app.sign_in(OWNER).await;
    let account = studio(&app, &owner).await;
    for (id, kind) in [
        ("evt_1", "charge.refunded"),
        ("evt_2", "charge.dispute.created"),
    ] {
        let event = json!({
            "id": id, "type": kind, "data": { "object": { "id": "x_1", "payment_intent": payment } },
        });
        let answer = tell(&app, &account.webhook_url, &event, SIGNING_SECRET).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    assert_eq!(app.order(&opened).await.status, OrderStatus::Paid);
    let noted = "SELECT COUNT(*) FROM stripe_event WHERE id IN ('evt_1', 'evt_2')";
    assert_eq!(app.number(noted).await, 0);
}

#[tokio::test]
async fn only_the_secret_of_the_endpoint_signs_for_it() {
    let app = silent().await;
    let owner = app.sign_in(OWNER).await;
    let account = studio(&app, &owner).await;
    super::at_stripe(&app, super::STUDIO, json!({})).await;
    let opened = app.awaiting(None).await;
    app.press(&opened, "pay").await;
    let event = completed("evt_1", &session_of(&app, "acct_studio").await);
    let default = format!("{}/v1/stripe/webhooks", app.url);
    for (url, secret) in [
        (account.webhook_url.as_str(), WEBHOOK_SECRET),
        (account.webhook_url.as_str(), ""),
        (default.as_str(), SIGNING_SECRET),
    ] {
        let answer = tell(&app, url, &event, secret).await;
        answer.problem(ProblemCode::InvalidRequest);
    }
    let nowhere = format!("{default}/sa_nowhere");
    let answer = tell(&app, &nowhere, &event, SIGNING_SECRET).await;
    answer.problem(ProblemCode::NotFound);
    let answer = tell(&app, &account.webhook_url, &event, SIGNING_SECRET).await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        app.number("SELECT COUNT(*) FROM orders WHERE state = 'paid'")
            .await,
        1
    );
}
