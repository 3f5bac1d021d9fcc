//! What every route has in common.

use booking_contract::ProblemCode;
use serde_json::json;

use crate::app::{KILN, TestApp, new_key};

#[tokio::test]
async fn an_unknown_path_is_a_problem_with_a_code() {
    let app = TestApp::start().await;
    let answer = app.get("/nowhere").await;
    assert_eq!(answer.status, 404);
    answer.problem(ProblemCode::NotFound);
}

#[tokio::test]
async fn another_method_is_told_so() {
    let app = TestApp::start().await;
    let request = app.http.delete(format!("{}/v1/calendars/{KILN}", app.url));
    let answer = app.send(request).await;
    assert_eq!(answer.status, 405);
    answer.problem(ProblemCode::MethodNotAllowed);
}

#[tokio::test]
async fn a_body_must_be_announced_as_json() {
    let app = TestApp::start().await;
    for media in ["text/plain", "application/x-www-form-urlencoded"] {
        let request = app
            .http
            .post(format!("{}/v1/calendars/{KILN}/coupon-checks", app.url))
            .header("content-type", media)
            .body("{}");
        let answer = app.send(request).await;
        assert_eq!(answer.status, 415);
        answer.problem(ProblemCode::UnsupportedMediaType);
    }
}

#[tokio::test]
async fn a_body_may_be_32_kilobytes_and_not_one_more() {
    let app = TestApp::start().await;
    let body = |bytes: usize| {
        let shell = r#"{"request":{"items":[],"code":""}}"#;
        let code = "A".repeat(bytes - shell.len());
        shell.replace(r#""code":"""#, &format!(r#""code":"{code}""#))
    };
    for (bytes, status) in [(32 * 1024, 422), (32 * 1024 + 1, 413)] {
        let request = app
            .http
            .post(format!("{}/v1/calendars/{KILN}/coupon-checks", app.url))
            .header("content-type", "application/json; charset=utf-8")
            .body(body(bytes));
        let answer = app.send(request).await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
}

#[tokio::test]
async fn unknown_fields_are_refused_and_named() {
    let app = TestApp::start().await;
    let body = json!({"request": {"items": [], "discount_minor": 4_800}});
    let answer = app
        .post(&format!("/v1/calendars/{KILN}/coupon-checks"), &body)
        .await;
    let problem = answer.problem(ProblemCode::InvalidRequest);
    assert!(
        problem.detail.contains("discount_minor"),
        "{}",
        problem.detail
    );
}

#[tokio::test]
async fn what_is_not_json_is_told_where() {
    let app = TestApp::start().await;
    for body in ["", "{", "[1,2", "{\"request\": nope}", "{} {}"] {
        let request = app
            .http
            .post(format!("{}/v1/calendars/{KILN}/coupon-checks", app.url))
            .header("content-type", "application/json")
            .body(body);
        app.send(request).await.problem(ProblemCode::InvalidRequest);
    }
}

#[tokio::test]
async fn a_confirmation_needs_a_key_of_16_to_64_plain_characters() {
    let app = TestApp::start().await;
    let body = app
        .confirmation("wheel-class", 1, crate::app::TUESDAY, None)
        .await;
    for key in [
        "",
        "short",
        "fifteen-letters",
        &"k".repeat(65),
        "sixteen letters!",
    ] {
        app.confirm_with(key, &body)
            .await
            .problem(ProblemCode::InvalidRequest);
    }
    let answer = app.confirm_with(&new_key(), &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
}
