//! Faults on demand, each with what happened and what a second try finds.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{TestDouble, read, session_form};

async fn plan(double: &TestDouble, fault: Value) {
    double.control("/faults", fault).await.object();
}

async fn sessions(double: &TestDouble) -> usize {
    double.state().await["sessions"].as_array().unwrap().len()
}

fn create(double: &TestDouble, key: &str) -> reqwest::RequestBuilder {
    let request = double.keyed(Method::POST, "/v1/checkout/sessions");
    request
        .header("idempotency-key", key)
        .form(&session_form(&[]))
}

#[tokio::test]
async fn unreachable_cuts_the_connection_and_nothing_happens() {
    let double = TestDouble::new().await;
    plan(&double, json!({ "next": "unreachable", "times": 2 })).await;
    for _ in 0..2 {
        let error = create(&double, "k").send().await.unwrap_err();
        assert!(error.is_request(), "{error:?}");
    }
    assert_eq!(sessions(&double).await, 0);
    read(create(&double, "k")).await.object();
    assert_eq!(sessions(&double).await, 1);
}

#[tokio::test]
async fn too_many_and_in_flight_leave_nothing_behind() {
    let double = TestDouble::new().await;
    for (fault, status, kind, code) in [
        ("429", 429, "invalid_request_error", "rate_limit"),
        ("409", 409, "idempotency_error", "idempotency_key_in_use"),
    ] {
        plan(&double, json!({ "next": fault })).await;
        let before = sessions(&double).await;
        let answer = read(create(&double, fault)).await;
        answer.refused(status, kind, Some(code), None);
        assert_eq!(answer.header("stripe-should-retry"), Some("true"));
        assert_eq!(sessions(&double).await, before);
        read(create(&double, fault)).await.object();
    }
}

#[tokio::test]
async fn an_internal_error_is_kept_under_its_key() {
    let double = TestDouble::new().await;
    plan(&double, json!({ "next": "500" })).await;
    read(create(&double, "k"))
        .await
        .refused(500, "api_error", None, None);
    let again = read(create(&double, "k")).await;
    again.refused(500, "api_error", None, None);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(sessions(&double).await, 0);
    read(create(&double, "another")).await.object();
}

#[tokio::test]
async fn an_internal_error_after_the_effect_hides_what_happened() {
    let double = TestDouble::new().await;
    plan(&double, json!({ "next": "500_after_effect" })).await;
    read(create(&double, "k"))
        .await
        .refused(500, "api_error", None, None);
    assert_eq!(sessions(&double).await, 1);
    read(create(&double, "k"))
        .await
        .refused(500, "api_error", None, None);
    assert_eq!(sessions(&double).await, 1);
}

#[tokio::test]
async fn after_a_timeout_the_same_key_finds_what_happened() {
    let double = TestDouble::new().await;
    plan(
        &double,
        json!({ "next": "timeout_after_effect", "hang_seconds": 30 }),
    )
    .await;
    let error = create(&double, "k")
        .timeout(Duration::from_millis(300))
        .send()
        .await
        .unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(sessions(&double).await, 1);
    let found = read(create(&double, "k")).await;
    assert_eq!(found.header("idempotent-replayed"), Some("true"));
    assert_eq!(found.object()["status"], "open");
    assert_eq!(sessions(&double).await, 1);
}

#[tokio::test]
async fn the_hanging_ends_without_an_answer() {
    let double = TestDouble::new().await;
    plan(
        &double,
        json!({ "next": "timeout_after_effect", "hang_seconds": 0 }),
    )
    .await;
    assert!(create(&double, "k").send().await.unwrap_err().is_request());
    assert_eq!(sessions(&double).await, 1);
}

#[tokio::test]
async fn a_fault_can_be_meant_for_one_operation() {
    let double = TestDouble::new().await;
    plan(&double, json!({ "next": "500", "on": "create:coupon" })).await;
    read(create(&double, "k")).await.object();
    double
        .coupon(&[("percent_off", "5")])
        .await
        .refused(500, "api_error", None, None);
    double.coupon(&[("percent_off", "5")]).await.object();
}

#[tokio::test]
async fn planned_faults_can_be_forgotten_and_nonsense_is_refused() {
    let double = TestDouble::new().await;
    plan(&double, json!({ "next": "500", "times": 9 })).await;
    assert_eq!(
        read(double.bare(Method::DELETE, "/_double/faults"))
            .await
            .status,
        204
    );
    read(create(&double, "k")).await.object();
    for nonsense in [
        json!({ "next": "earthquake" }),
        json!({ "next": "500", "on": "create:voucher" }),
        json!({ "next": "500", "often": 2 }),
    ] {
        assert_eq!(double.control("/faults", nonsense).await.status, 422);
    }
}
