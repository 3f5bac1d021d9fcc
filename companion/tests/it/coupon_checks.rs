//! Is this code good? And what a guesser learns.

use std::cell::RefCell;
use std::fmt::Debug;
use std::sync::Once;

use booking_contract::{CouponCheckReply, Field, FieldProblemCode, ProblemCode};
use booking_engine::Rejection;
use chrono::TimeDelta;
use serde_json::json;
use tracing::{Level, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry;

use crate::app::{Answer, CLASS, KILN, Setup, TUESDAY, TestApp, at, guest, request};

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
async fn letters_and_digits_that_look_alike_are_understood_in_one_question() {
    let app = TestApp::start().await;
    for typed in [
        "WELC0ME10",
        "welcomeI0",
        "WELCOME1O",
        "WE1COMEL0",
        "weIcomeIo",
    ] {
        let reply = app.check_code(typed).await.success();
        let CouponCheckReply::Accepted { code, terms } = reply else {
            panic!("{typed} is refused: {reply:?}");
        };
        assert_eq!(code.as_str(), "WELCOME10", "{typed}");
        assert_eq!(terms.promotion_codes[0].code, code);
    }
    // None of these was a wrong try.
    assert_eq!(app.number("SELECT COUNT(*) FROM wrong_tries").await, 0);
    // Whoever types the very text of a code means that one.
    app.sql(
        "UPDATE promotion_code SET code = 'WELC0ME10' WHERE code = 'LASTONE' AND business_id = \
         (SELECT business_id FROM promotion_code WHERE code = 'CLAY25')",
    )
    .await;
    let reply = app.check_code("welc0me10").await.success();
    let CouponCheckReply::Accepted { code, .. } = reply else {
        panic!("refused: {reply:?}");
    };
    assert_eq!(code.as_str(), "WELC0ME10");
}

#[tokio::test]
async fn a_code_that_looks_like_none_of_ours_is_one_wrong_try() {
    let app = TestApp::start().await;
    let answer = app.check_code("OLI0L1OI0").await;
    assert_eq!(answer.text, r#"{"rejected":{"reason":"not_found"}}"#);
    // One of the network and one of the business.
    assert_eq!(app.number("SELECT SUM(tries) FROM wrong_tries").await, 2);
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

/// A check of a code from an address of a network of its own, and perhaps of a session.
async fn check_from(app: &TestApp, number: u32, session: Option<&str>, code: &str) -> Answer {
    let address = std::net::Ipv4Addr::from(0xCB00_7100 + number).to_string();
    let mut http = app
        .http
        .post(format!("{}/v1/calendars/{KILN}/coupon-checks", app.url))
        .header("x-forwarded-for", address)
        .json(&json!({ "request": request(CLASS, 1, Some(code)) }));
    if let Some(session) = session {
        http = http.header("booking-session", session);
    }
    app.send(http).await
}

#[tokio::test]
async fn a_session_takes_its_wrong_codes_along_to_other_addresses() {
    let app = TestApp::start().await;
    let (ana, bo) = (Some("visit-of-ana-0001"), Some("visit-of-bo-00002"));
    for number in 0..10 {
        assert_eq!(check_from(&app, number, ana, "GUESS").await.status, 200);
    }
    check_from(&app, 10, ana, "WELCOME10")
        .await
        .problem(ProblemCode::TooManyTries);
    assert_eq!(check_from(&app, 10, bo, "WELCOME10").await.status, 200);
    assert_eq!(check_from(&app, 10, None, "WELCOME10").await.status, 200);
    for session in ["short", "with a blank in it!", &"s".repeat(65)] {
        let answer = check_from(&app, 11, Some(session), "WELCOME10").await;
        answer.problem(ProblemCode::InvalidRequest);
    }
    app.clock.advance(TimeDelta::minutes(10));
    assert_eq!(check_from(&app, 10, ana, "WELCOME10").await.status, 200);
}

#[tokio::test]
async fn a_business_under_a_hail_of_wrong_codes_raises_an_alarm_and_then_answers_nobody() {
    let app = TestApp::start().await;
    let alarms = |app: &TestApp| {
        let text = app.state.metrics.text();
        let line = text
            .lines()
            .find(|line| line.starts_with("booking_coupon_alarms_total"));
        line.expect("the counter").ends_with(" 1")
    };
    for number in 0..1_000 {
        let answer = check_from(&app, number, None, "GUESS").await;
        assert_eq!(answer.status, 200, "{number}");
        assert_eq!(alarms(&app), number >= 99, "{number}");
    }
    check_from(&app, 2_000, None, "WELCOME10")
        .await
        .problem(ProblemCode::TooManyTries);
    let elsewhere = app
        .http
        .post(format!(
            "{}/v1/calendars/northlight-visits/coupon-checks",
            app.url
        ))
        .json(&json!({ "request": request("first-visit", 1, Some("RELIEF20")) }));
    assert_eq!(app.send(elsewhere).await.status, 200);
    app.clock.advance(TimeDelta::minutes(10));
    assert_eq!(check_from(&app, 2_000, None, "WELCOME10").await.status, 200);
}

#[tokio::test]
async fn one_network_alone_does_not_close_the_business_to_others() {
    let app = TestApp::start().await;
    for _ in 0..40 {
        check_from(&app, 1, None, "GUESS").await;
    }
    let text = app.state.metrics.text();
    assert!(text.contains("booking_coupon_alarms_total 0"), "{text}");
    assert!(
        text.contains("booking_throttled_total{what=\"codes\"} 30"),
        "{text}"
    );
}

thread_local! {
    /// The statements of this thread, on which a test's companion runs as well; none while nobody
    /// listens.
    static STATEMENTS: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Hears every statement that the books are asked.
struct Listener;

impl<S: Subscriber> Layer<S> for Listener {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        STATEMENTS.with_borrow_mut(|statements| {
            if let Some(statements) = statements {
                event.record(&mut |field: &tracing::field::Field, value: &dyn Debug| {
                    if field.name() == "statement" {
                        statements.push(format!("{value:?}"));
                    }
                });
            }
        });
    }
}

/// Lets the listener hear, in whatever order the tests of this program begin.
fn listen() {
    static HEARING: Once = Once::new();
    HEARING.call_once(|| {
        let books = Targets::new().with_target("booking_companion::store", Level::TRACE);
        let listener = registry().with(Listener.with_filter(books));
        tracing::subscriber::set_global_default(listener).expect("nobody else listens");
        // What another test has logged meanwhile was noted as heard by nobody.
        tracing::callsite::rebuild_interest_cache();
    });
    STATEMENTS.set(Some(Vec::new()));
}

/// What a check of a code comes to: its answer, the statements that it runs, and the wrong tries
/// that are counted for it.
async fn work(app: &TestApp, code: &str, address: u32) -> (String, Vec<String>, i64) {
    let tries = "SELECT COALESCE(SUM(tries), 0) FROM wrong_tries";
    let before = app.number(tries).await;
    listen();
    let answer = check_from(app, address, None, code).await;
    let statements = STATEMENTS.take().unwrap_or_default();
    (answer.text, statements, app.number(tries).await - before)
}

#[tokio::test]
async fn codes_that_do_not_work_take_the_same_work() {
    let app = TestApp::start().await;
    app.sql("UPDATE coupon SET active = 0 WHERE id = 'kiln-clay-clay25'")
        .await;
    app.sql("UPDATE coupon SET max_redemptions = 0 WHERE id = 'kiln-clay-lastone'")
        .await;
    let unknown = work(&app, "NOSUCH", 1).await;
    assert_eq!(unknown.0, r#"{"rejected":{"reason":"not_found"}}"#);
    assert!(unknown.1.len() > 2, "{:?}", unknown.1);
    assert_eq!(unknown.2, 2, "once for the network, once for the business");
    // Another business's, switched off, used up, expired; then full of characters that look
    // alike, and one that looks like the code that is switched off.
    let others = [
        "RELIEF20",
        "CLAY25",
        "LASTONE",
        "SPRING24",
        "OLI0L1OI0",
        "C1AY25",
    ];
    for (code, address) in others.into_iter().zip(2..) {
        assert_eq!(work(&app, code, address).await, unknown, "{code}");
    }
    // Positive controls: less work is noticed, and so is what is no wrong try.
    let no_code = work(&app, "no code at all", 20).await;
    assert_ne!(
        no_code.1, unknown.1,
        "what cannot be a code is not looked for"
    );
    let good = work(&app, "WELCOME10", 21).await;
    assert_ne!(good.0, unknown.0);
    assert_eq!(good.2, 0);
}

#[tokio::test]
async fn the_address_is_not_in_the_books() {
    let app = TestApp::start().await;
    app.check_code("GUESS").await;
    let plain = "SELECT COUNT(*) FROM wrong_tries WHERE key LIKE '%127%' OR key LIKE '%kiln%'";
    // One of the network and one of the business.
    assert_eq!(app.number("SELECT COUNT(*) FROM wrong_tries").await, 2);
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
