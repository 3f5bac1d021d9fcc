//! Guessing: whoever is wrong learns nothing, and is soon not asked any more.

use booking_contract::ProblemCode;
use chrono::TimeDelta;
use reqwest::Method;
use serde_json::json;
use tokio::task::JoinSet;

use crate::app::{Answer, TestApp};
use crate::person::{MANAGER, OWNER, PASSWORD, STAFF};

const WRONG: &str = "not the password";

/// A sign-in from an address, as the proxy in front tells it.
async fn sign_in_from(app: &TestApp, address: &str, email: &str, password: &str) -> Answer {
    let request = app.page(Method::POST, "/v1/sessions");
    let request = request
        .header("x-forwarded-for", address)
        .json(&json!({ "email": email, "password": password }));
    app.send(request).await
}

#[tokio::test]
async fn a_wrong_address_and_a_wrong_password_are_answered_alike() {
    let app = TestApp::start().await;
    let mut answers = Vec::new();
    for (email, password) in [
        (OWNER, WRONG),
        ("nobody@example.com", WRONG),
        ("nobody@example.com", PASSWORD),
        (OWNER, ""),
        (OWNER, &"x".repeat(4_000)),
    ] {
        let answer = app.try_sign_in(email, password).await;
        answer.problem(ProblemCode::WrongPassword);
        assert_eq!(answer.status, 401);
        assert_eq!(answer.headers.get("set-cookie"), None);
        let mut headers = answer.headers.clone();
        headers.remove("date");
        headers.remove("x-request-id");
        answers.push((answer.text, headers));
    }
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
}

#[tokio::test]
async fn both_are_looked_at_with_the_same_work() {
    let app = TestApp::start().await;
    let mut took = [Vec::new(), Vec::new()];
    for round in 0..9 {
        for (times, email) in took.iter_mut().zip([OWNER, "nobody@example.com"]) {
            let address = format!("203.0.113.{round}");
            let began = std::time::Instant::now();
            sign_in_from(&app, &address, email, WRONG).await;
            times.push(began.elapsed());
        }
    }
    let [known, unknown] = took.map(|mut times| {
        times.sort();
        times[0]
    });
    // Looking up an address alone takes a hundredth of the work for a password.
    assert!(
        known < unknown * 3 && unknown < known * 3,
        "{known:?} {unknown:?}"
    );
}

#[tokio::test]
async fn ten_wrong_passwords_end_the_asking_for_the_account_from_that_network() {
    let app = TestApp::start().await;
    for email in [OWNER, "nobody@example.com"] {
        for _ in 0..10 {
            let answer = sign_in_from(&app, "203.0.113.7", email, WRONG).await;
            assert_eq!(answer.status, 401);
        }
        // The right one is not looked at either: it would be a guess that paid off.
        let answer = sign_in_from(&app, "203.0.113.7", email, PASSWORD).await;
        let problem = answer.problem(ProblemCode::TooManyTries);
        assert_eq!(problem.retry_after_seconds, Some(601));
        assert_eq!(answer.headers["retry-after"], "601");
    }
    // Neither others of the network nor the owner elsewhere are kept out.
    let other = sign_in_from(&app, "203.0.113.7", STAFF, PASSWORD).await;
    assert_eq!(other.status, 201);
    let elsewhere = sign_in_from(&app, "203.0.113.8", OWNER, PASSWORD).await;
    assert_eq!(elsewhere.status, 201);
    app.clock.advance(TimeDelta::seconds(601));
    let later = sign_in_from(&app, "203.0.113.7", OWNER, PASSWORD).await;
    assert_eq!(later.status, 201);
}

#[tokio::test]
async fn a_network_that_tries_many_accounts_is_not_asked_any_more() {
    let app = TestApp::start().await;
    for number in 0..30 {
        let email = format!("guess{number}@example.com");
        let answer = sign_in_from(&app, "203.0.113.7", &email, WRONG).await;
        assert_eq!(answer.status, 401, "{number}");
    }
    let answer = sign_in_from(&app, "203.0.113.7", OWNER, PASSWORD).await;
    answer.problem(ProblemCode::TooManyTries);
}

#[tokio::test]
async fn many_networks_get_no_further_at_one_account() {
    let app = TestApp::start().await;
    for number in 0..100 {
        let address = format!("198.51.100.{number}");
        let answer = sign_in_from(&app, &address, OWNER, WRONG).await;
        assert_eq!(answer.status, 401, "{number}");
    }
    let answer = sign_in_from(&app, "203.0.113.9", OWNER, PASSWORD).await;
    answer.problem(ProblemCode::TooManyTries);
    let other = sign_in_from(&app, "203.0.113.9", MANAGER, PASSWORD).await;
    assert_eq!(other.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_that_come_at_once_are_no_more_than_one_after_the_other() {
    let app = TestApp::start().await;
    let mut guesses = JoinSet::new();
    for _ in 0..25 {
        let guess = app.page(Method::POST, "/v1/sessions");
        let guess = guess.json(&json!({ "email": OWNER, "password": WRONG }));
        guesses.spawn(async { guess.send().await.expect("an answer").status().as_u16() });
    }
    let statuses = guesses.join_all().await;
    let count = |status| statuses.iter().filter(|found| **found == status).count();
    assert_eq!((count(401), count(429)), (10, 15), "{statuses:?}");
}

#[tokio::test]
async fn who_is_right_has_tried_nothing() {
    let app = TestApp::start().await;
    for _ in 0..40 {
        let answer = sign_in_from(&app, "203.0.113.7", OWNER, PASSWORD).await;
        assert_eq!(answer.status, 201);
    }
    assert_eq!(app.number("SELECT SUM(tries) FROM wrong_tries").await, 0);
}

#[tokio::test]
async fn a_malformed_sign_in_is_told_what_is_wrong_with_it() {
    let app = TestApp::start().await;
    for (body, code) in [
        (json!({}), ProblemCode::InvalidField),
        (
            json!({ "email": "owner" , "password": "x" }),
            ProblemCode::InvalidField,
        ),
        (json!({ "email": OWNER }), ProblemCode::InvalidRequest),
        (
            json!({ "email": OWNER, "password": 1 }),
            ProblemCode::InvalidRequest,
        ),
        (
            json!({ "email": OWNER, "password": "x", "role": "owner" }),
            ProblemCode::InvalidRequest,
        ),
    ] {
        let request = app.page(Method::POST, "/v1/sessions").json(&body);
        let answer = app.send(request).await;
        let problem = answer.problem(code);
        assert!(!problem.detail.contains(PASSWORD), "{body}");
    }
}
