//! The same key gives the same answer, whatever it was.

use reqwest::Method;
use serde_json::json;

use crate::harness::{Answer, TestDouble, read, session_form};

async fn coupon(double: &TestDouble, key: &str, percent: &str) -> Answer {
    let form = [("percent_off", percent)];
    read(
        double
            .keyed(Method::POST, "/v1/coupons")
            .header("idempotency-key", key)
            .form(&form),
    )
    .await
}

#[tokio::test]
async fn the_same_key_and_parameters_give_the_first_answer_again() {
    let double = TestDouble::new().await;
    let first = coupon(&double, "k1", "5").await;
    let again = coupon(&double, "k1", "5").await;
    assert_eq!((first.status, &first.body), (again.status, &again.body));
    assert_eq!(first.header("idempotent-replayed"), None);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.header("idempotency-key"), Some("k1"));
    assert_eq!(again.header("original-request"), first.header("request-id"));
    assert_ne!(again.header("request-id"), first.header("request-id"));
    assert_eq!(double.state().await["coupons"].as_array().unwrap().len(), 1);
    let other_key = coupon(&double, "k2", "5").await;
    assert_ne!(other_key.json()["id"], first.json()["id"]);
}

#[tokio::test]
async fn the_order_and_spelling_of_parameters_do_not_matter() {
    let double = TestDouble::new().await;
    let post = async |body: &'static str| {
        let request = double
            .keyed(Method::POST, "/v1/coupons")
            .header("idempotency-key", "k");
        let form = request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        read(form).await
    };
    let first = post("name=A&percent_off=5&metadata[x]=1&metadata[y]=2").await;
    let again = post("metadata%5By%5D=2&metadata%5Bx%5D=1&percent_off=5&name=%41").await;
    assert_eq!(again.body, first.body);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
}

#[tokio::test]
async fn other_parameters_under_the_same_key_are_refused() {
    let double = TestDouble::new().await;
    coupon(&double, "k", "5").await.object();
    coupon(&double, "k", "6")
        .await
        .refused(400, "idempotency_error", None, None);
    let elsewhere = double
        .keyed(Method::POST, "/v1/checkout/sessions")
        .header("idempotency-key", "k")
        .form(&session_form(&[]));
    read(elsewhere)
        .await
        .refused(400, "idempotency_error", None, None);
    coupon(&double, "k", "5").await.object();
}

#[tokio::test]
async fn a_refusal_by_a_rule_is_kept_and_one_by_the_wire_is_not() {
    let double = TestDouble::new().await;
    let post = async |percent: &str, id: &str| {
        let form = [("percent_off", percent), ("id", id)];
        let request = double
            .keyed(Method::POST, "/v1/coupons")
            .header("idempotency-key", format!("k-{id}"));
        read(request.form(&form)).await
    };
    double
        .coupon(&[("percent_off", "5"), ("id", "TAKEN")])
        .await
        .object();
    post("5", "TAKEN")
        .await
        .invalid("id", Some("resource_already_exists"));
    double.delete("/v1/coupons/TAKEN").await.object();
    let again = post("5", "TAKEN").await;
    again.invalid("id", Some("resource_already_exists"));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    post("five", "FREE").await.invalid("percent_off", None);
    post("5", "FREE").await.object();
}

#[tokio::test]
async fn keys_last_a_day_belong_to_an_account_and_have_255_characters() {
    let double = TestDouble::new().await;
    let first = coupon(&double, "k", "5").await.object();
    let elsewhere = double
        .keyed(Method::POST, "/v1/coupons")
        .header("idempotency-key", "k")
        .header("stripe-account", "acct_1")
        .form(&[("percent_off", "5")]);
    assert_ne!(read(elsewhere).await.object()["id"], first["id"]);
    double.advance(86_395).await;
    assert_eq!(coupon(&double, "k", "5").await.object()["id"], first["id"]);
    double.advance(10).await;
    assert_ne!(coupon(&double, "k", "6").await.object()["id"], first["id"]);
    coupon(&double, &"k".repeat(255), "5").await.object();
    coupon(&double, &"k".repeat(256), "5")
        .await
        .invalid("Idempotency-Key", None);
}

#[tokio::test]
async fn the_replay_is_of_the_first_answer_not_of_the_present_state() {
    let double = TestDouble::new().await;
    let post = async || {
        let request = double
            .keyed(Method::POST, "/v1/checkout/sessions")
            .header("idempotency-key", "cs");
        read(request.form(&session_form(&[]))).await.object()
    };
    let first = post().await;
    double.press(&first, "pay", "ada@example.com").await;
    assert_eq!(post().await, first);
    assert_eq!(first["status"], json!("open"));
}

#[tokio::test]
async fn twenty_at_once_under_one_key_make_one_object() {
    let double = TestDouble::new().await;
    let posts = (0..20).map(|_| {
        let request = double
            .keyed(Method::POST, "/v1/coupons")
            .header("idempotency-key", "k");
        tokio::spawn(read(request.form(&[("percent_off", "5")])))
    });
    let posts: Vec<_> = posts.collect();
    let mut bodies = Vec::new();
    for post in posts {
        bodies.push(post.await.unwrap().body);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
    assert_eq!(double.state().await["coupons"].as_array().unwrap().len(), 1);
}
