//! Who may call, in which version, at which address, with which body.

use reqwest::Method;

use crate::harness::{SECRET_KEY, TestDouble, read};

const INVALID: &str = "invalid_request_error";

#[tokio::test]
async fn the_key_comes_as_bearer_or_as_basic_user() {
    let double = TestDouble::new().await;
    let call = || double.bare(Method::GET, "/v1/coupons");
    assert_eq!(read(call().bearer_auth(SECRET_KEY)).await.status, 200);
    assert_eq!(
        read(call().basic_auth(SECRET_KEY, Some(""))).await.status,
        200
    );
    assert_eq!(
        read(call().basic_auth(SECRET_KEY, None::<&str>))
            .await
            .status,
        200
    );
    for refused in [
        call(),
        call().bearer_auth("sk_test_wrong"),
        call().bearer_auth(format!("{SECRET_KEY}x")),
        call().bearer_auth(""),
        call().basic_auth("", Some(SECRET_KEY)),
        call().basic_auth("pk_test_wrong", None::<&str>),
        call().header("authorization", "Basic !!!"),
        call().header("authorization", SECRET_KEY),
    ] {
        read(refused).await.refused(401, INVALID, None, None);
    }
}

#[tokio::test]
async fn a_wrong_key_is_not_repeated_in_full() {
    let double = TestDouble::new().await;
    let wrong = double
        .bare(Method::GET, "/v1/coupons")
        .bearer_auth("sk_live_very_secret");
    assert!(!read(wrong).await.body.contains("very_secret"));
}

#[tokio::test]
async fn only_the_pinned_version_is_spoken() {
    let double = TestDouble::new().await;
    let version = stripe_double::api_version();
    let call = |version: &str| {
        double
            .keyed(Method::GET, "/v1/coupons")
            .header("stripe-version", version)
    };
    let pinned = read(call(version)).await;
    assert_eq!(
        (pinned.status, pinned.header("stripe-version")),
        (200, Some(version))
    );
    assert_eq!(double.get("/v1/coupons").await.status, 200);
    for other in ["2023-10-16", "2026-10-28", "latest", ""] {
        read(call(other)).await.refused(400, INVALID, None, None);
    }
}

#[tokio::test]
async fn every_answer_has_a_request_id_of_its_own() {
    let double = TestDouble::new().await;
    let mut seen = Vec::new();
    for path in ["/v1/coupons", "/v1/coupons/NONE", "/v1/nothing"] {
        let answer = double.get(path).await;
        let id = answer.header("request-id").unwrap().to_owned();
        assert!(id.starts_with("req_"));
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert!(!seen.contains(&id));
        seen.push(id);
    }
}

#[tokio::test]
async fn unknown_addresses_are_told_apart_from_those_not_modelled() {
    let double = TestDouble::new().await;
    double
        .get("/v1/vouchers")
        .await
        .refused(404, INVALID, None, None);
    double
        .get("/v2/coupons")
        .await
        .refused(404, INVALID, None, None);
    double.post("/v1/webhook_endpoints", &[]).await.refused(
        501,
        INVALID,
        None,
        Some("POST /v1/webhook_endpoints"),
    );
    let unmodelled = double.delete("/v1/refunds/re_a").await;
    unmodelled.refused(501, INVALID, None, Some("DELETE /v1/refunds/re_a"));
}

#[tokio::test]
async fn unknown_parameters_are_refused_in_bodies_and_queries() {
    let double = TestDouble::new().await;
    let unknown = Some("parameter_unknown");
    double
        .coupon(&[("percent_off", "5"), ("colour", "red")])
        .await
        .invalid("colour", unknown);
    double.coupon(&[("percent_off", "5")]).await.object();
    double
        .get("/v1/coupons?limit=1&colour=red")
        .await
        .invalid("colour", unknown);
    double.get("/v1/coupons?limit=1").await.object();
    double
        .get("/v1/coupons/A?colour=red")
        .await
        .invalid("colour", unknown);
    double
        .delete("/v1/coupons/A?colour=red")
        .await
        .invalid("colour", unknown);
    let deep = "line_items[0][price_data][product_data][colour]";
    double
        .session(&[(deep, "red")])
        .await
        .invalid(deep, unknown);
    double.session(&[]).await.object();
}

#[tokio::test]
async fn bodies_are_forms_not_json() {
    let double = TestDouble::new().await;
    let call = || double.keyed(Method::POST, "/v1/coupons");
    let json = call().json(&serde_json::json!({ "percent_off": 5 }));
    read(json).await.refused(400, INVALID, None, None);
    let form = call()
        .header(
            "content-type",
            "application/x-www-form-urlencoded; charset=utf-8",
        )
        .body("percent_off=5");
    assert_eq!(read(form).await.status, 200);
    read(call().body("a[b=1"))
        .await
        .refused(400, INVALID, None, Some("a[b"));
}

#[tokio::test]
async fn accounts_do_not_see_each_other() {
    let double = TestDouble::new().await;
    let on = |method, path: &str, account: &str| {
        double.keyed(method, path).header("stripe-account", account)
    };
    let made =
        on(Method::POST, "/v1/coupons", "acct_one").form(&[("id", "HERS"), ("percent_off", "5")]);
    assert_eq!(read(made).await.status, 200);
    assert_eq!(
        read(on(Method::GET, "/v1/coupons/HERS", "acct_one"))
            .await
            .status,
        200
    );
    for elsewhere in [
        double.keyed(Method::GET, "/v1/coupons/HERS"),
        on(Method::GET, "/v1/coupons/HERS", "acct_two"),
    ] {
        read(elsewhere)
            .await
            .refused(404, INVALID, Some("resource_missing"), Some("coupon"));
    }
    for nonsense in ["somebody", "acct_", "acct_a/b"] {
        let answer = read(on(Method::GET, "/v1/coupons", nonsense)).await;
        answer.refused(403, INVALID, Some("account_invalid"), None);
    }
}
