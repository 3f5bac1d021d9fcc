//! Methods whose money comes later, or not.

use serde_json::{Value, json};

use crate::harness::{TestDouble, text};

async fn debited(double: &TestDouble) -> Value {
    double
        .control("/settings", json!({ "delayed_methods": true }))
        .await
        .object();
    let session = double.session(&[]).await.object();
    let answer = double.press(&session, "debit", "ada@example.com").await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let path = format!("/v1/checkout/sessions/{}", text(&session, "id"));
    double.get(&path).await.object()
}

async fn settle(double: &TestDouble, session: &Value, arrived: bool) -> u16 {
    let path = format!("/sessions/{}/settle", text(session, "id"));
    double
        .control(&path, json!({ "arrived": arrived }))
        .await
        .status
}

#[tokio::test]
async fn a_debit_completes_unpaid_and_is_paid_when_the_money_arrives() {
    let double = TestDouble::new().await;
    let session = debited(&double).await;
    assert_eq!(
        (&session["status"], &session["payment_status"]),
        (&json!("complete"), &json!("unpaid"))
    );
    assert_eq!(double.ledger().await, Value::Null, "nobody has money yet");
    let intent = text(&session, "payment_intent");
    let early = double.refund(&[("payment_intent", &intent)]).await;
    early.refused(400, "invalid_request_error", None, None);
    assert_eq!(settle(&double, &session, true).await, 200);
    assert_eq!(settle(&double, &session, false).await, 409, "once");
    assert_eq!(
        double.told().await,
        [
            "checkout.session.completed",
            "checkout.session.async_payment_succeeded"
        ]
    );
    assert_eq!(double.ledger().await["paid_minor"], 9000);
    double.refund(&[("payment_intent", &intent)]).await.object();
}

#[tokio::test]
async fn a_debit_that_fails_leaves_nothing() {
    let double = TestDouble::new().await;
    let session = debited(&double).await;
    assert_eq!(settle(&double, &session, false).await, 200);
    assert_eq!(
        double.told().await[1],
        "checkout.session.async_payment_failed"
    );
    let path = format!("/v1/payment_intents/{}", text(&session, "payment_intent"));
    assert_eq!(
        double.get(&path).await.object()["status"],
        "requires_payment_method"
    );
    assert_eq!(double.ledger().await, Value::Null);
}

#[tokio::test]
async fn only_sessions_that_offer_it_take_a_debit() {
    let double = TestDouble::new().await;
    let plain = double.session(&[]).await.object();
    double.press(&plain, "debit", "ada@example.com").await;
    let path = format!("/v1/checkout/sessions/{}", text(&plain, "id"));
    assert_eq!(double.get(&path).await.object()["status"], "open");
    let page = async |session: &Value| {
        let path = format!("/c/pay/{}", text(session, "id"));
        crate::harness::read(double.bare(reqwest::Method::GET, &path))
            .await
            .body
    };
    assert!(!page(&plain).await.contains("id=\"debit\""));
    double
        .control("/settings", json!({ "delayed_methods": true }))
        .await
        .object();
    let offering = double.session(&[]).await.object();
    assert!(page(&offering).await.contains("id=\"debit\""));
    assert_eq!(settle(&double, &offering, true).await, 409, "it is open");
}
