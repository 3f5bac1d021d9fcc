//! Deliveries that misbehave as told.

use serde_json::{Value, json};

use crate::harness::{Receiver, TestDouble, text};

async fn with_endpoint(answers: &[u16], knobs: Value) -> (TestDouble, Receiver) {
    let endpoint = Receiver::answering(answers).await;
    let double = TestDouble::delivering_to(Some(endpoint.url.clone())).await;
    double.control("/webhooks", knobs).await.object();
    (double, endpoint)
}

fn types(received: &[crate::harness::Received]) -> Vec<String> {
    received
        .iter()
        .map(|one| text(&one.event(), "type"))
        .collect()
}

#[tokio::test]
async fn knob_hold_keeps_events_until_they_are_delivered_in_the_order_that_is_asked_for() {
    let (double, endpoint) = with_endpoint(&[200, 500], json!({ "hold": true })).await;
    let intent = text(&double.paid(&[]).await, "payment_intent");
    double.refund(&[("payment_intent", &intent)]).await.object();
    let state = double.state().await;
    let ids: Vec<_> = state["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| text(event, "id"))
        .collect();
    assert!(endpoint.received().is_empty());
    let order = json!({ "order": [ids[2], ids[0], ids[2], ids[1]] });
    let told = double.control("/events/deliver", order).await.object();
    let results: Vec<_> = told["deliveries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["result"]["answered"])
        .collect();
    assert_eq!(results, [200, 500, 200, 200]);
    assert_eq!(
        types(&endpoint.received()),
        [
            "charge.refunded",
            "checkout.session.completed",
            "charge.refunded",
            "refund.created"
        ]
    );
    let unknown = json!({ "order": ["evt_none"] });
    assert_eq!(double.control("/events/deliver", unknown).await.status, 404);
}

#[tokio::test]
async fn knob_reorder_delivers_the_last_first() {
    let (double, endpoint) = with_endpoint(&[], json!({ "reorder": 3 })).await;
    let intent = text(&double.paid(&[]).await, "payment_intent");
    double.refund(&[("payment_intent", &intent)]).await.object();
    assert_eq!(
        types(&endpoint.wait_for(3).await),
        [
            "charge.refunded",
            "refund.created",
            "checkout.session.completed"
        ]
    );
}

#[tokio::test]
async fn knob_reorder_does_not_wait_for_ever() {
    let (double, endpoint) = with_endpoint(&[], json!({ "reorder": 5 })).await;
    double.paid(&[]).await;
    endpoint.wait_for(1).await;
}

#[tokio::test]
async fn knob_drop_loses_the_first_attempts_and_then_delivers() {
    let (double, endpoint) = with_endpoint(&[], json!({ "drop": 2 })).await;
    double.paid(&[]).await;
    endpoint.wait_for(1).await;
    let state = double
        .until("three attempts", |state| {
            state["deliveries"].as_array().unwrap().len() == 3
        })
        .await;
    let results: Vec<_> = state["deliveries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["result"])
        .collect();
    assert_eq!(
        results,
        [
            &json!("dropped"),
            &json!("dropped"),
            &json!({ "answered": 200 })
        ]
    );
}

#[tokio::test]
async fn knob_retries_can_follow_the_doubles_clock() {
    let (double, endpoint) = with_endpoint(&[], json!({ "drop": 2, "retries": "stripe" })).await;
    double.paid(&[]).await;
    let attempts =
        |count: usize| move |state: &Value| state["deliveries"].as_array().unwrap().len() == count;
    double.until("the first attempt", attempts(1)).await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(
        attempts(1)(&double.state().await),
        "five minutes have not passed"
    );
    double.advance(301).await;
    double.until("the second attempt", attempts(2)).await;
    double.advance(1801).await;
    endpoint.wait_for(1).await;
}

#[tokio::test]
async fn knob_two_events_tells_one_fact_by_two_ids() {
    let (double, endpoint) = with_endpoint(&[], json!({ "two_events": true })).await;
    double.paid(&[]).await;
    let received = endpoint.wait_for(2).await;
    let (one, other) = (received[0].event(), received[1].event());
    assert_ne!(one["id"], other["id"]);
    assert_eq!(
        (&one["type"], &one["data"]),
        (&other["type"], &other["data"])
    );
}

#[tokio::test]
async fn knob_payment_events_adds_those_of_the_payment() {
    let (double, _endpoint) = with_endpoint(&[], json!({ "payment_events": true })).await;
    double.paid(&[]).await;
    assert_eq!(
        double.told().await,
        [
            "charge.succeeded",
            "payment_intent.succeeded",
            "checkout.session.completed"
        ]
    );
}

#[tokio::test]
async fn knob_omit_leaves_optional_fields_out() {
    let omit = json!({ "omit": ["request", "data.object.customer_details", "no.such.path"] });
    let (double, endpoint) = with_endpoint(&[], omit).await;
    double.paid(&[]).await;
    let event = endpoint.wait_for(1).await[0].event();
    assert!(event.get("request").is_none());
    assert!(event["data"]["object"].get("customer_details").is_none());
    assert!(event["data"]["object"].get("payment_intent").is_some());
}

#[tokio::test]
async fn knob_secrets_signs_once_for_each_while_one_is_rolled() {
    let (double, endpoint) = with_endpoint(
        &[],
        json!({ "secrets": ["whsec_new", "whsec_old"], "v0": true }),
    )
    .await;
    double.paid(&[]).await;
    let header = endpoint.wait_for(1).await[0].signature.clone();
    let names: Vec<_> = header
        .split(',')
        .map(|part| part.split('=').next().unwrap())
        .collect();
    assert_eq!(names, ["t", "v1", "v1", "v0"]);
}

#[tokio::test]
async fn an_event_that_stripe_has_not_invented_can_be_sent() {
    let (double, endpoint) = with_endpoint(&[], json!({})).await;
    let event = json!({ "type": "checkout.session.dreamt", "object": { "object": "dream" }, "account": "acct_one", "livemode": true });
    let id = text(&double.control("/events", event).await.object(), "id");
    let received = endpoint.wait_for(1).await[0].event();
    assert_eq!(
        (
            &received["id"],
            &received["type"],
            &received["account"],
            &received["livemode"]
        ),
        (
            &json!(id),
            &json!("checkout.session.dreamt"),
            &json!("acct_one"),
            &json!(true)
        )
    );
}
