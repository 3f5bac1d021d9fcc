//! Is this code good? And what a guesser learns.

use booking_contract::{CouponCheckReply, Field, FieldProblemCode, ProblemCode};
use booking_engine::Rejection;
use chrono::TimeDelta;
use serde_json::json;

use crate::app::{CLASS, KILN, Setup, TUESDAY, TestApp, at, guest, request};

#[tokio::test]
async fn a_good_code_answers_with_its_rules_and_nothing_that_counts() {
    let app = TestApp::start().await;
    app.sql("UPDATE coupon SET max_redemptions = 50, max_per_customer = 2")
        .await;
    let reply = app.check_code("  welcome10 ").await.success();
    let CouponCheckReply::Accepted { code, terms } = reply else {
        panic!("refused: {reply:?}");
    };
    assert_eq!(code.as_str(), "WELCOME10");
    assert_eq!(terms.promotion_codes.len(), 1);
    assert_eq!(terms.coupons.len(), 1);
    assert_eq!(terms.coupons[0].max_redemptions, None);
    assert_eq!(terms.coupons[0].max_per_customer, None);
    assert!(terms.history.is_empty());
}

#[tokio::test]
async fn a_code_that_does_not_fit_the_cart_yet_is_accepted() {
    let app = TestApp::start().await;
    // CLAY25 wants EUR 60, ALMOST would leave 30 cents.
    for code in ["CLAY25", "ALMOST"] {
        let reply = app.check_code(code).await.success();
        assert!(matches!(reply, CouponCheckReply::Accepted { .. }), "{code}");
    }
}

#[tokio::test]
async fn codes_that_cannot_be_used_are_answered_like_codes_that_do_not_exist() {
    let app = TestApp::start().await;
    app.sql("UPDATE coupon SET active = 0 WHERE id = 'kiln-clay-clay25'")
        .await;
    app.sql("UPDATE coupon SET starts_ms = 4000000000000 WHERE id = 'kiln-clay-almost'")
        .await;
    app.sql("UPDATE coupon SET max_redemptions = 0 WHERE id = 'kiln-clay-lastone'")
        .await;
    let mut answers = Vec::new();
    // Off, too early, used up, expired, another business's, none at all, not even a code.
    for code in [
        "CLAY25", "ALMOST", "LASTONE", "SPRING24", "RELIEF20", "NOSUCH", "no such!",
    ] {
        let answer = app.check_code(code).await;
        assert_eq!(answer.status, 200);
        answers.push(answer.text);
    }
    answers.dedup();
    assert_eq!(answers, [r#"{"rejected":{"reason":"not_found"}}"#]);
}

#[tokio::test]
async fn the_last_instant_of_a_code_counts() {
    let app = TestApp::start().await;
    let ends = at("2024-05-31T23:00:00Z") - TimeDelta::milliseconds(1);
    for (now, good) in [(ends, true), (ends + TimeDelta::milliseconds(1), false)] {
        app.clock.set(now);
        let reply = app.check_code("SPRING24").await.success();
        assert_eq!(
            matches!(reply, CouponCheckReply::Accepted { .. }),
            good,
            "{now}"
        );
    }
}

#[tokio::test]
async fn a_calendar_without_coupons_knows_no_code() {
    let app = TestApp::start().await;
    app.sql("UPDATE calendar SET coupons = 0").await;
    let reply: CouponCheckReply = app.check_code("WELCOME10").await.success();
    let reason = Rejection::NotFound;
    assert_eq!(reply, CouponCheckReply::Rejected { reason });
}

#[tokio::test]
async fn a_limit_per_customer_counts_every_spelling_of_the_address() {
    let app = TestApp::start().await;
    app.sql("UPDATE coupon SET max_per_customer = 1").await;
    app.awaiting(Some("WELCOME10")).await;
    let check = async |email: Option<&str>| -> CouponCheckReply {
        let mut body = json!({ "request": request(CLASS, 1, Some("WELCOME10")) });
        if let Some(email) = email {
            body["email"] = json!(email);
        }
        let path = format!("/v1/calendars/{KILN}/coupon-checks");
        app.post(&path, &body).await.success()
    };
    for email in ["ana@example.com", " ANA+clay@Example.COM "] {
        let reason = Rejection::NotFound;
        assert_eq!(
            check(Some(email)).await,
            CouponCheckReply::Rejected { reason }
        );
    }
    for email in [Some("a.na@example.com"), None] {
        assert!(matches!(
            check(email).await,
            CouponCheckReply::Accepted { .. }
        ));
    }
    // The check without an address was provisional; the confirmation is not.
    let mut body = app.confirmation(CLASS, 1, TUESDAY, Some("WELCOME10")).await;
    body.guest = guest("Ana+again@example.com");
    let problem = app.confirm(&body).await.problem(ProblemCode::QuoteChanged);
    assert_eq!(problem.quote.expect("a quote").total_minor, 4_800);
    app.check_books().await;
}

#[tokio::test]
async fn ten_wrong_codes_in_ten_minutes_end_the_asking_for_one_address_at_one_business() {
    let app = TestApp::start().await;
    let check = async |calendar: &str, service: &str, code: &str, address: &str| {
        let body = json!({ "request": request(service, 1, Some(code)) });
        let http = app
            .http
            .post(format!("{}/v1/calendars/{calendar}/coupon-checks", app.url))
            .header("x-forwarded-for", address)
            .json(&body);
        app.send(http).await
    };
    for _ in 0..10 {
        assert_eq!(check(KILN, CLASS, "GUESS", "203.0.113.7").await.status, 200);
        // Codes that are good do not count.
        assert_eq!(
            check(KILN, CLASS, "WELCOME10", "203.0.113.8").await.status,
            200
        );
    }
    app.clock.advance(TimeDelta::seconds(1));
    for code in ["GUESS", "WELCOME10"] {
        let answer = check(KILN, CLASS, code, "203.0.113.7").await;
        assert_eq!(answer.status, 429);
        assert_eq!(answer.headers["retry-after"], "600");
        let problem = answer.problem(ProblemCode::TooManyTries);
        assert_eq!(problem.retry_after_seconds, Some(600));
    }
    let elsewhere = check(
        "northlight-visits",
        "first-visit",
        "RELIEF20",
        "203.0.113.7",
    )
    .await;
    assert_eq!(elsewhere.status, 200);
    assert_eq!(check(KILN, CLASS, "GUESS", "203.0.113.8").await.status, 200);
    app.clock.advance(TimeDelta::minutes(10));
    assert_eq!(
        check(KILN, CLASS, "WELCOME10", "203.0.113.7").await.status,
        200
    );
}

#[tokio::test]
async fn without_a_proxy_nobody_chooses_their_address() {
    let app = TestApp::start_with(Setup {
        no_proxy: true,
        ..Setup::default()
    })
    .await;
    for number in 0..11 {
        let body = json!({ "request": request(CLASS, 1, Some("GUESS")) });
        let http = app
            .http
            .post(format!("{}/v1/calendars/{KILN}/coupon-checks", app.url))
            .header("x-forwarded-for", format!("203.0.113.{number}"))
            .json(&body);
        let expected = if number < 10 { 200 } else { 429 };
        assert_eq!(app.send(http).await.status, expected);
    }
}

#[tokio::test]
async fn wrong_codes_that_come_at_once_are_answered_ten_times() {
    let app = TestApp::start().await;
    let app = std::sync::Arc::new(app);
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..40 {
        let app = app.clone();
        tries.spawn(async move { app.check_code("GUESS").await.status.as_u16() });
    }
    let statuses = tries.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 10);
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 30);
}

#[tokio::test]
async fn the_address_is_not_in_the_books() {
    let app = TestApp::start().await;
    app.check_code("GUESS").await;
    let plain = "SELECT COUNT(*) FROM wrong_tries WHERE key LIKE '%127%' OR key LIKE '%kiln%'";
    assert_eq!(app.number("SELECT COUNT(*) FROM wrong_tries").await, 1);
    assert_eq!(app.number(plain).await, 0);
}

#[tokio::test]
async fn a_check_needs_a_code_and_a_service_with_seats() {
    let app = TestApp::start().await;
    let cases = [
        (
            request(CLASS, 1, None),
            Field::Code,
            FieldProblemCode::Missing,
        ),
        (
            request("other", 1, Some("A")),
            Field::Service,
            FieldProblemCode::Unknown,
        ),
        (
            request(CLASS, 0, Some("A")),
            Field::Attendees,
            FieldProblemCode::OutOfRange,
        ),
        (
            request(CLASS, 5, Some("A")),
            Field::Attendees,
            FieldProblemCode::OutOfRange,
        ),
    ];
    for (request, field, code) in cases {
        let path = format!("/v1/calendars/{KILN}/coupon-checks");
        let answer = app.post(&path, &json!({ "request": request })).await;
        let problem = answer.problem(ProblemCode::InvalidField);
        assert_eq!(
            (problem.fields[0].field, problem.fields[0].code),
            (field, code)
        );
    }
}
