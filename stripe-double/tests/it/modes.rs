//! Test mode and live mode, and accounts: they share nothing.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{SECRET_KEY, TestDouble, read, session_form, text};

fn live(double: &TestDouble, method: Method, path: &str) -> reqwest::RequestBuilder {
    let key = SECRET_KEY.replace("sk_test_", "sk_live_");
    double.bare(method, path).bearer_auth(key)
}

#[tokio::test]
async fn the_live_key_has_objects_of_its_own_that_say_so() {
    let double = TestDouble::new().await;
    let made = live(&double, Method::POST, "/v1/checkout/sessions").form(&session_form(&[]));
    let session = read(made).await.object();
    let id = text(&session, "id");
    assert!(id.starts_with("cs_live_"), "{id}");
    assert_eq!(session["livemode"], true);
    let path = format!("/v1/checkout/sessions/{id}");
    assert_eq!(double.get(&path).await.status, 404);
    double
        .control(&format!("/sessions/{id}/pay"), json!({}))
        .await
        .object();
    let state = double.state().await;
    let event = &state["events"][0];
    assert_eq!(
        (&event["livemode"], &event["data"]["object"]["livemode"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(state["ledger"]["platform live"]["eur"]["payments"], 1);
    assert_eq!(state["ledger"]["platform"], json!({}));
    let in_test = double.session(&[]).await.object();
    assert_eq!(in_test["livemode"], false);
}

#[tokio::test]
async fn the_ledger_has_a_row_for_each_account_mode_and_currency() {
    let double = TestDouble::new().await;
    double.paid(&[]).await;
    let intent = text(&double.paid(&[]).await, "payment_intent");
    double
        .refund(&[("payment_intent", &intent), ("amount", "1000")])
        .await
        .object();
    let hers = double
        .keyed(Method::POST, "/v1/checkout/sessions")
        .header("stripe-account", "acct_one")
        .form(&session_form(&[]));
    let session = read(hers).await.object();
    let pay = format!("/sessions/{}/pay", text(&session, "id"));
    double.control(&pay, json!({})).await.object();
    let answer = read(double.bare(Method::GET, "/_double/ledger"))
        .await
        .object();
    let row = |account: Value, payments: i64, refunds: i64, refunded_minor: i64| {
        let paid_minor = payments * 9000;
        json!({
            "account": account, "livemode": false, "currency": "eur",
            "payments": payments, "paid_minor": paid_minor,
            "refunds": refunds, "refunded_minor": refunded_minor,
            "disputed_minor": 0, "net_minor": paid_minor - refunded_minor,
        })
    };
    assert_eq!(
        answer["ledger"],
        json!([
            row(Value::Null, 2, 1, 1000),
            row(json!("acct_one"), 1, 0, 0)
        ])
    );
}

#[tokio::test]
async fn a_payment_is_refunded_and_read_on_its_own_account_only() {
    let double = TestDouble::new().await;
    let on = |method, path: &str| {
        double
            .keyed(method, path)
            .header("stripe-account", "acct_one")
    };
    let made = on(Method::POST, "/v1/checkout/sessions").form(&session_form(&[]));
    let session = read(made).await.object();
    let id = text(&session, "id");
    double
        .control(&format!("/sessions/{id}/pay"), json!({}))
        .await
        .object();
    let path = format!("/v1/checkout/sessions/{id}");
    let intent = text(
        &read(on(Method::GET, &path)).await.object(),
        "payment_intent",
    );
    let form = [("payment_intent", intent.as_str())];
    double
        .refund(&form)
        .await
        .invalid("payment_intent", Some("resource_missing"));
    read(on(Method::POST, "/v1/refunds").form(&form))
        .await
        .object();
    let state = double.state().await;
    let events = state["events"].as_array().unwrap();
    assert!(events.iter().all(|event| event["account"] == "acct_one"));
    let ours = double.get("/v1/events").await.object();
    assert_eq!(ours["data"], json!([]));
    let hers = read(on(Method::GET, "/v1/events?type=charge.*"))
        .await
        .object();
    assert_eq!(hers["data"][0]["type"], "charge.refunded");
}
