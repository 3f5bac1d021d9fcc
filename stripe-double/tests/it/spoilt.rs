//! Faults that hide an effect, or the advice about one.

use std::time::Duration;

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::harness::{TestDouble, read, session_form};

async fn plan(double: &TestDouble, fault: Value) {
    double.control("/faults", fault).await.object();
}

fn create(double: &TestDouble, key: &str) -> RequestBuilder {
    double
        .keyed(Method::POST, "/v1/checkout/sessions")
        .header("idempotency-key", key)
        .form(&session_form(&[]))
}

async fn sessions(double: &TestDouble) -> usize {
    double.state().await["sessions"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_reset_connection_means_that_nothing_happened() {
    let double = TestDouble::new().await;
    plan(&double, json!({ "next": "connection_reset" })).await;
    let error = create(&double, "k").send().await.unwrap_err();
    let reset = {
        let mut source: Option<&dyn std::error::Error> = Some(&error);
        std::iter::from_fn(|| {
            let current = source?;
            source = current.source();
            Some(current)
        })
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::ConnectionReset)
    };
    assert!(reset, "{error:?}");
    assert_eq!(sessions(&double).await, 0);
    read(create(&double, "k")).await.object();
}

#[tokio::test]
async fn half_an_answer_hides_what_happened() {
    let double = TestDouble::new().await;
    plan(&double, json!({ "next": "truncated_body" })).await;
    let answer = create(&double, "k").send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.content_length().unwrap() > 1000);
    assert!(answer.bytes().await.is_err(), "the rest never comes");
    assert_eq!(sessions(&double).await, 1);
    let again = read(create(&double, "k")).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    again.object();
}

#[tokio::test]
async fn an_answer_of_garbage_and_a_page_in_between_hide_it_too() {
    let double = TestDouble::new().await;
    for (fault, status) in [("garbage_json", 200), ("502_page", 502)] {
        plan(&double, json!({ "next": fault })).await;
        let before = sessions(&double).await;
        let answer = read(create(&double, fault)).await;
        assert_eq!(answer.status, status);
        assert!(serde_json::from_str::<Value>(&answer.body).is_err());
        assert_eq!(sessions(&double).await, before + 1);
        read(create(&double, fault)).await.object();
        assert_eq!(sessions(&double).await, before + 1);
    }
}

#[tokio::test]
async fn a_slow_answer_leaves_its_key_in_flight() {
    let double = TestDouble::new().await;
    plan(&double, json!({ "next": "slow", "hang_seconds": 1 })).await;
    let first = tokio::spawn(read(create(&double, "k")));
    while sessions(&double).await == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    read(create(&double, "k")).await.refused(
        409,
        "idempotency_error",
        Some("idempotency_key_in_use"),
        None,
    );
    let first = first.await.unwrap().object();
    assert_eq!(read(create(&double, "k")).await.object()["id"], first["id"]);
    assert_eq!(sessions(&double).await, 1);
}

#[tokio::test]
async fn a_revoked_key_is_refused_and_nothing_is_kept() {
    let double = TestDouble::new().await;
    plan(&double, json!({ "next": "401" })).await;
    let refused = read(create(&double, "k")).await;
    refused.refused(401, "invalid_request_error", Some("api_key_expired"), None);
    assert!(!refused.body.contains("of_the_tests"));
    read(create(&double, "k")).await.object();
}

#[tokio::test]
async fn the_advice_to_retry_can_be_turned_around() {
    let double = TestDouble::new().await;
    for fault in ["429", "409", "500"] {
        for advice in [true, false] {
            plan(&double, json!({ "next": fault, "should_retry": advice })).await;
            let answer = read(create(&double, &format!("{fault}-{advice}"))).await;
            assert_eq!(
                answer.header("stripe-should-retry"),
                Some(advice.to_string().as_str())
            );
        }
    }
}

#[tokio::test]
async fn a_fault_can_let_calls_through_before() {
    let double = TestDouble::new().await;
    plan(
        &double,
        json!({ "next": "429", "skip": 2, "on": "create:checkout.session" }),
    )
    .await;
    for status in [200, 200, 429, 200] {
        assert_eq!(double.session(&[]).await.status, status);
    }
}
