//! Which tokens say who books, for how long, and that nothing shows them.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use booking_contract::{OpenOrder, OrderOpened};
use booking_engine::Rejection;
use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{POTTER, SECRET, check, class, opened, potters, refused, signed, token};
use crate::app::{CLASS, TestApp, new_key};

/// Tokens that are not good, and what each is counted as.
fn bad(app: &TestApp) -> Vec<(String, &'static str)> {
    let now = app.clock.now().timestamp();
    let claims = |more: Value| {
        let mut claims = json!({ "sub": POTTER, "exp": now + 900 });
        for (name, value) in more.as_object().expect("claims") {
            claims[name] = value.clone();
        }
        claims
    };
    let good = signed(SECRET, &claims(json!({})));
    let unsigned = good.rsplit_once('.').expect("three parts").0;
    let none = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
    let body = good.split('.').nth(1).expect("claims");
    vec![
        (signed(SECRET, &claims(json!({ "exp": now }))), "expired"),
        (signed(SECRET, &claims(json!({ "nbf": now + 61 }))), "early"),
        (
            signed(SECRET, &claims(json!({ "aud": "northlight" }))),
            "foreign",
        ),
        (signed(SECRET, &claims(json!({ "sub": "" }))), "malformed"),
        (signed("mbs_other", &claims(json!({}))), "signature"),
        (format!("{unsigned}."), "signature"),
        (format!("{none}.{body}."), "algorithm"),
        ("x".repeat(5_000), "malformed"),
        ("no token\n".to_owned(), "malformed"),
        (String::new(), "malformed"),
    ]
}

/// How often tokens were counted so.
fn counted(app: &TestApp, outcome: &str) -> u32 {
    let series = format!("booking_member_tokens_total{{outcome=\"{outcome}\"}} ");
    let text = app.state.metrics.text();
    let line = text.lines().find_map(|line| line.strip_prefix(&series));
    line.expect("it is counted").parse().expect("a number")
}

#[tokio::test]
async fn a_token_that_is_not_good_counts_as_none_and_the_booking_goes_through() {
    let app = TestApp::start().await;
    app.sql("UPDATE service SET capacity = 100").await;
    let body = class(&app, "WELCOME10", "ana@example.com", None).await;
    for (token, outcome) in bad(&app) {
        let before = counted(&app, outcome);
        // It neither helps nor stands in the way.
        let told = check(&app, (CLASS, "POTTER15"), None, Some(&token)).await;
        assert_eq!(told, Some(Rejection::NotFound), "{outcome}");
        let told = check(&app, (CLASS, "WELCOME10"), None, Some(&token)).await;
        assert_eq!(told, None, "{outcome}");
        let body = OpenOrder {
            member: Some(token),
            ..body.clone()
        };
        opened(&app, &body).await;
        assert_eq!(counted(&app, outcome), before + 3, "{outcome}");
        app.sql("DELETE FROM wrong_tries").await;
    }
    let members =
        "SELECT COUNT(*) FROM orders WHERE member_id IS NOT NULL OR member_key IS NOT NULL";
    assert_eq!(app.number(members).await, 0);
    // The positive control: a good one is none of that.
    let before = counted(&app, "accepted");
    opened(&app, &potters(&app).await).await;
    assert_eq!(app.number(members).await, 1);
    assert!(counted(&app, "accepted") > before);
    app.check_books().await;
}

#[tokio::test]
async fn without_a_secret_of_the_business_nobody_is_a_member() {
    let app = TestApp::start().await;
    let body = potters(&app).await;
    // That of another business says nothing here.
    app.sql("UPDATE member_secret SET business_id = 'northlight'")
        .await;
    refused(&app, &body, Rejection::NotFound).await;
    assert_eq!(counted(&app, "no_secret"), 1);
}

#[tokio::test]
async fn while_one_secret_takes_the_place_of_another_both_count() {
    let app = TestApp::start().await;
    let end = app.clock.now() + TimeDelta::hours(24);
    app.sql(&format!(
        "UPDATE member_secret SET expires_ms = {}",
        end.timestamp_millis()
    ))
    .await;
    app.sql(
        "INSERT INTO member_secret (business_id, secret, created_ms) \
         VALUES ('kiln-clay', 'mbs_new', 5)",
    )
    .await;
    let told = async |secret: &str| {
        let exp = app.clock.now().timestamp() + 900;
        let token = signed(secret, &json!({ "sub": POTTER, "exp": exp }));
        check(&app, (CLASS, "POTTER15"), None, Some(&token)).await
    };
    app.clock
        .advance(TimeDelta::milliseconds(24 * 3_600_000 - 1));
    assert_eq!(told(SECRET).await, None);
    assert_eq!(told("mbs_new").await, None);
    app.clock.advance(TimeDelta::milliseconds(1));
    assert_eq!(told(SECRET).await, Some(Rejection::NotFound));
    assert_eq!(told("mbs_new").await, None);
}

#[tokio::test]
async fn a_confirmation_that_comes_again_with_a_fresher_token_is_the_same() {
    let app = TestApp::start().await;
    let body = potters(&app).await;
    let key = new_key();
    let first = app.confirm_with(&key, &body).await;
    assert_eq!(first.status, StatusCode::CREATED);
    let first: OrderOpened = first.success();
    app.clock.advance(TimeDelta::minutes(1));
    for member in [Some(token(&app, POTTER)), None] {
        let body = OpenOrder {
            member,
            ..body.clone()
        };
        let again = app.confirm_with(&key, &body).await;
        assert_eq!(again.status, StatusCode::OK, "{}", again.text);
        assert_eq!(again.success::<OrderOpened>().order.id, first.order.id);
    }
}

#[tokio::test]
async fn the_business_hears_which_member_booked_and_nothing_shows_the_token() {
    let app = TestApp::start().await;
    let body = potters(&app).await;
    let opened = app.confirm(&body).await;
    let token = body.member.expect("a token");
    assert!(!opened.text.contains(&token));
    let told = app
        .books
        .text("SELECT body FROM outbox_event WHERE type = 'order.created'")
        .await;
    let told: Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(told["data"]["order"]["member_id"], POTTER);
    let signature = token.rsplit('.').next().expect("a signature");
    for column in [
        "stripe_body",
        "stripe_coupon_body",
        "fingerprint",
        "return_to",
        "passed",
    ] {
        let kept = format!("SELECT COUNT(*) FROM orders WHERE {column} LIKE '%{signature}%'");
        assert_eq!(app.number(&kept).await, 0, "{column}");
    }
}
