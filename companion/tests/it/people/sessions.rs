//! A session: how it begins, what it tells, and every way in which it ends.

use booking_companion::sweep;
use booking_contract::ProblemCode;
use booking_contract::owner::{BusinessDetails, LogPage, Permission, Plan, Role, Session};
use chrono::TimeDelta;
use reqwest::Method;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::app::{Setup, TestApp};
use crate::person::{BUSINESS, GROUP, OWNER, PASSWORD, STAFF, cookie_of};

const CURRENT: &str = "/v1/sessions/current";

#[tokio::test]
async fn whoever_signs_in_is_told_who_they_are_and_what_they_may() {
    let app = TestApp::start().await;
    let answer = app.try_sign_in("  Group@EXAMPLE.com ", PASSWORD).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.headers["cache-control"], "no-store");
    let session: Session = answer.success();
    assert_eq!(session.user.name, "Test Group");
    assert_eq!(session.user.email.as_str(), GROUP);
    let [kiln, northlight] = &session.businesses[..] else {
        panic!("{session:?}");
    };
    assert_eq!((kiln.id.as_str(), kiln.role), (BUSINESS, Role::Owner));
    assert!(kiln.permissions.contains(&Permission::DeleteBusiness));
    assert_eq!(
        (northlight.id.as_str(), northlight.role),
        ("northlight", Role::Admin)
    );
    assert!(!northlight.permissions.contains(&Permission::DeleteBusiness));
    let person = app.sign_in(GROUP).await;
    assert_eq!(person.get(CURRENT).await.success::<Session>(), session);
}

#[tokio::test]
async fn everybody_on_the_demos_overview_can_sign_in() {
    let app = TestApp::start().await;
    let page = include_str!("../../../../assets/demo/index.html");
    let texts = |class: &str| -> Vec<&str> {
        let open = format!("<code class=\"{class}\">");
        let rest = page.split(open.as_str()).skip(1);
        rest.filter_map(|rest| rest.split("</code>").next())
            .collect()
    };
    let (accounts, passwords) = (texts("account"), texts("password"));
    assert_eq!(accounts.len(), 6);
    for account in accounts {
        let answer = app.try_sign_in(account, passwords[0]).await;
        assert_eq!(answer.status, 201, "{account}");
    }
}

#[tokio::test]
async fn a_business_is_shown_to_its_people() {
    let app = TestApp::start().await;
    let staff = app.sign_in(STAFF).await;
    let path = format!("/v1/businesses/{BUSINESS}");
    let business: BusinessDetails = staff.get(&path).await.success();
    assert_eq!(business.name, "Kiln & Clay");
    assert_eq!(business.zone, "Europe/Lisbon");
    assert_eq!(business.currency.code(), "EUR");
    assert_eq!((business.role, business.plan), (Role::Staff, Plan::Full));
    assert_eq!(business.features.len(), 1);
    app.sql("UPDATE business SET plan = 'basic'").await;
    let business: BusinessDetails = staff.get(&path).await.success();
    assert_eq!((business.plan, business.features), (Plan::Basic, vec![]));
}

#[tokio::test]
async fn the_cookie_is_the_hosts_own_and_no_script_reads_it() {
    for (https, begin, secure) in [
        (true, "__Host-booking-session=", true),
        (false, "booking-session=", false),
    ] {
        let app = TestApp::start_with(Setup {
            https,
            ..Setup::default()
        })
        .await;
        let answer = app.try_sign_in(OWNER, PASSWORD).await;
        let line = answer.headers["set-cookie"].to_str().expect("text");
        assert!(line.starts_with(begin), "{line}");
        assert_eq!(line.contains("; Secure"), secure, "{line}");
        for part in [
            "; Path=/",
            "; HttpOnly",
            "; SameSite=Lax",
            "; Max-Age=604800",
        ] {
            assert!(line.contains(part), "{line}");
        }
        assert!(!line.contains("Domain"), "{line}");
        // 256 bits in Base64.
        let token = cookie_of(&answer);
        assert_eq!(token.len(), begin.len() + 43, "{token}");
        // It works under its own name alone.
        let value = token.split_once('=').expect("a value").1;
        for (name, good) in [
            ("__Host-booking-session", https),
            ("booking-session", !https),
        ] {
            let request = app.page(Method::GET, CURRENT);
            let request = request.header("cookie", format!("a=b; {name}={value}; c=d"));
            assert_eq!(app.send(request).await.status == 200, good, "{name}");
        }
    }
}

#[tokio::test]
async fn the_books_hold_neither_token_nor_password() {
    let app = TestApp::start().await;
    let person = app.sign_in(OWNER).await;
    let token = person.cookie.split_once('=').expect("a value").1.to_owned();
    let hash = app.books.text("SELECT token_hash FROM user_session").await;
    assert_eq!(hash, hex::encode(Sha256::digest(&token)));
    let like = |text: &str| {
        format!(
            "(SELECT COUNT(*) FROM user_session WHERE token_hash || user_agent LIKE '%{text}%') \
             + (SELECT COUNT(*) FROM users WHERE name || password_hash LIKE '%{text}%') \
             + (SELECT COUNT(*) FROM owner_log WHERE subject || detail LIKE '%{text}%')"
        )
    };
    for secret in [token.as_str(), PASSWORD] {
        assert_eq!(app.number(&like(secret)).await, 0, "{secret}");
    }
    // The question finds what is there.
    assert!(app.number(&like("argon2id")).await > 0);
    // What the books hold signs nobody in.
    let request = app.page(Method::GET, CURRENT);
    let request = request.header("cookie", format!("booking-session={hash}"));
    app.send(request).await.problem(ProblemCode::NotSignedIn);
}

#[tokio::test]
async fn a_token_is_new_at_every_sign_in_and_the_one_before_ends() {
    let app = TestApp::start().await;
    let planted = app.sign_in(STAFF).await;
    // A browser that somebody planted their own session in.
    let request = app.page(Method::POST, "/v1/sessions");
    let request = request
        .header("cookie", &planted.cookie)
        .json(&json!({ "email": OWNER, "password": PASSWORD }));
    let answer = app.send(request).await;
    assert_eq!(answer.status, 201);
    assert_ne!(cookie_of(&answer), planted.cookie);
    planted.get(CURRENT).await.problem(ProblemCode::NotSignedIn);
    // A token of the browser's own invention becomes no session.
    let invented = format!("booking-session={}", "A".repeat(43));
    let request = app.page(Method::POST, "/v1/sessions");
    let request = request
        .header("cookie", &invented)
        .json(&json!({ "email": OWNER, "password": PASSWORD }));
    assert_ne!(cookie_of(&app.send(request).await), invented);
    let request = app.page(Method::GET, CURRENT).header("cookie", &invented);
    app.send(request).await.problem(ProblemCode::NotSignedIn);
}

#[tokio::test]
async fn signing_out_ends_the_session_here_or_everywhere() {
    let app = TestApp::start().await;
    let [here, there, other] = [
        app.sign_in(OWNER).await,
        app.sign_in(OWNER).await,
        app.sign_in(STAFF).await,
    ];
    let answer = here.ask(Method::DELETE, CURRENT, None).await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (204, ""));
    let line = answer.headers["set-cookie"].to_str().expect("text");
    assert!(line.starts_with("booking-session=; "), "{line}");
    assert!(line.contains("Max-Age=0"), "{line}");
    here.get(CURRENT).await.problem(ProblemCode::NotSignedIn);
    assert_eq!(there.get(CURRENT).await.status, 200);

    let again = app.sign_in(OWNER).await;
    assert_eq!(
        again.ask(Method::DELETE, "/v1/sessions", None).await.status,
        204
    );
    for person in [&again, &there] {
        person.get(CURRENT).await.problem(ProblemCode::NotSignedIn);
    }
    assert_eq!(other.get(CURRENT).await.status, 200);
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_in_any_case_after_a_week() {
    let app = TestApp::start().await;
    let idle = app.sign_in(OWNER).await;
    app.clock.advance(TimeDelta::hours(11));
    assert_eq!(idle.get(CURRENT).await.status, 200);
    // The request before counted.
    app.clock.advance(TimeDelta::hours(11));
    assert_eq!(idle.get(CURRENT).await.status, 200);
    app.clock.advance(TimeDelta::hours(12));
    idle.get(CURRENT).await.problem(ProblemCode::NotSignedIn);

    let busy = app.sign_in(OWNER).await;
    for _ in 0..15 {
        app.clock.advance(TimeDelta::hours(11));
        assert_eq!(busy.get(CURRENT).await.status, 200);
    }
    app.clock.advance(TimeDelta::hours(3));
    busy.get(CURRENT).await.problem(ProblemCode::NotSignedIn);
    let sessions = "SELECT COUNT(*) FROM user_session";
    assert_eq!(app.number(sessions).await, 2);
    sweep::forget(&app.state).await.expect("it forgets");
    assert_eq!(app.number(sessions).await, 0);
}

#[tokio::test]
async fn a_role_that_was_changed_counts_at_the_next_request() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let path = format!("/v1/businesses/{BUSINESS}");
    app.sql("UPDATE membership SET role = 'staff' WHERE user_id = 'usr_demo_owner'")
        .await;
    let business: BusinessDetails = owner.get(&path).await.success();
    assert_eq!(business.role, Role::Staff);
    app.sql("DELETE FROM membership WHERE user_id = 'usr_demo_owner'")
        .await;
    owner.get(&path).await.problem(ProblemCode::NotFound);
    let session: Session = owner.get(CURRENT).await.success();
    assert_eq!(session.businesses, []);
}

#[tokio::test]
async fn what_somebody_did_about_their_sessions_is_in_the_owners_log() {
    let app = TestApp::start().await;
    let person = app.sign_in(GROUP).await;
    assert_eq!(app.try_sign_in(GROUP, "wrong words here").await.status, 401);
    person.ask(Method::DELETE, "/v1/sessions", None).await;
    for (action, count) in [
        ("session.begin", 2),
        ("session.refused", 2),
        ("session.end_all", 2),
    ] {
        // One entry for each of their two businesses; that of a refusal is written beside.
        let question = format!(
            "SELECT COUNT(*) FROM owner_log WHERE action = '{action}' \
             AND actor = 'usr_demo_group' AND subject = 'usr_demo_group'"
        );
        let whole = format!("SELECT CASE WHEN ({question}) = {count} THEN 1 ELSE 0 END");
        app.until_row(&whole).await;
    }
    app.audit().await;
}

#[tokio::test]
async fn the_log_is_read_page_by_page_the_newest_first() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    for _ in 0..6 {
        app.sign_in(STAFF).await;
    }
    let path = format!("/v1/businesses/{BUSINESS}/log");
    let whole: LogPage = owner.get(&path).await.success();
    let numbers: Vec<_> = whole.entries.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, [7, 6, 5, 4, 3, 2, 1]);
    assert_eq!(whole.before, None);
    let newest = &whole.entries[0];
    assert_eq!(newest.at, app.clock.now());
    assert_eq!(newest.actor, "usr_demo_staff");
    assert_eq!(newest.actor_name.as_deref(), Some("Test Staff"));
    assert_eq!(newest.action, "session.begin");
    assert_eq!(newest.detail, r#"{"role":"staff"}"#);
    let mut read = Vec::new();
    let mut next = format!("{path}?limit=3");
    loop {
        let page: LogPage = owner.get(&next).await.success();
        assert!(page.entries.len() <= 3);
        read.extend(page.entries);
        let Some(before) = page.before else { break };
        next = format!("{path}?before={before}&limit=3");
    }
    assert_eq!(read, whole.entries);
    // Nobody reads what is another business's.
    let physio = app.sign_in("physio@example.com").await;
    let other: LogPage = physio.get("/v1/businesses/northlight/log").await.success();
    assert_eq!(other.entries.len(), 1);
    for wrong in [
        "limit=0",
        "limit=101",
        "limit=x",
        "before=x",
        "day=1",
        "limit=1&limit=2",
    ] {
        let answer = owner.get(&format!("{path}?{wrong}")).await;
        answer.problem(ProblemCode::InvalidRequest);
    }
}
