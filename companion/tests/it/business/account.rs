//! What somebody does with their own account.

use booking_contract::ProblemCode;
use booking_contract::owner::OwnSessions;
use chrono::TimeDelta;
use reqwest::Method;
use serde_json::json;

use super::times;
use crate::app::{Answer, TestApp};
use crate::person::{OWNER, PASSWORD, Person, STAFF, cookie_of};

const NEW: &str = "another demo-password";

async fn change(person: &Person<'_>, current: &str, new: &str) -> Answer {
    let body = json!({ "current": current, "new": new });
    person
        .ask(Method::PUT, "/v1/account/password", Some(body))
        .await
}

#[tokio::test]
async fn another_password_ends_every_session_but_the_new_one() {
    let app = TestApp::start().await;
    let (here, elsewhere) = (app.sign_in(OWNER).await, app.sign_in(OWNER).await);
    let changed = change(&here, PASSWORD, NEW).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    for old in [&here, &elsewhere] {
        let answer = old.get("/v1/sessions/current").await;
        answer.problem(ProblemCode::NotSignedIn);
    }
    let request = app.page(Method::GET, "/v1/sessions/current");
    let new = app
        .send(request.header("cookie", cookie_of(&changed)))
        .await;
    assert_eq!(new.status, 200);
    app.try_sign_in(OWNER, PASSWORD)
        .await
        .problem(ProblemCode::WrongPassword);
    assert_eq!(app.try_sign_in(OWNER, NEW).await.status, 201);
    assert_eq!(times(&app, "member.password").await, 1);
}

#[tokio::test]
async fn the_password_so_far_is_asked_for_and_cannot_be_guessed_here_either() {
    let app = TestApp::start().await;
    let person = app.sign_in(STAFF).await;
    for _ in 0..10 {
        change(&person, "wrong", NEW)
            .await
            .problem(ProblemCode::WrongPassword);
    }
    change(&person, PASSWORD, NEW)
        .await
        .problem(ProblemCode::TooManyTries);
    app.clock.advance(TimeDelta::minutes(11));
    change(&person, PASSWORD, "short")
        .await
        .problem(ProblemCode::PasswordRefused);
    assert_eq!(
        app.try_sign_in(STAFF, PASSWORD).await.status,
        201,
        "nothing was changed"
    );
    assert_eq!(change(&person, PASSWORD, NEW).await.status, 200);
}

#[tokio::test]
async fn a_right_password_leaves_no_try_behind() {
    let app = TestApp::start().await;
    let mut cookie = app.sign_in(STAFF).await.cookie;
    let passwords = [PASSWORD, NEW];
    for round in 0..12 {
        let [current, new] = [passwords[round % 2], passwords[(round + 1) % 2]];
        let body = json!({ "current": current, "new": new });
        let request = app.page(Method::PUT, "/v1/account/password");
        let answer = app.send(request.header("cookie", cookie).json(&body)).await;
        assert_eq!(answer.status, 200, "{round}: {}", answer.text);
        cookie = cookie_of(&answer);
    }
}

#[tokio::test]
async fn sessions_are_listed_without_what_opens_them() {
    let app = TestApp::start().await;
    let first = app.sign_in(OWNER).await;
    app.clock.advance(TimeDelta::minutes(20));
    let second = app.sign_in(OWNER).await;
    app.sign_in(STAFF).await;
    let answer = second.get("/v1/sessions").await;
    let listed: OwnSessions = answer.success();
    let mine: Vec<_> = listed.sessions.iter().map(|one| one.is_this).collect();
    assert_eq!(mine, [true, false]);
    for person in [&first, &second] {
        let (_, token) = person.cookie.split_once('=').expect("a cookie");
        assert!(!answer.text.contains(token));
    }
    app.clock
        .advance(TimeDelta::hours(12) - TimeDelta::minutes(10));
    let listed: OwnSessions = second.get("/v1/sessions").await.success();
    assert_eq!(listed.sessions.len(), 1, "one that is over is not there");
    second.ask(Method::DELETE, "/v1/sessions", None).await;
    second
        .get("/v1/sessions")
        .await
        .problem(ProblemCode::NotSignedIn);
}
