//! What strangers type comes back as text, and nothing that they send breaks a page.

use reqwest::StatusCode;

use super::guest::Guest;
use super::{STUDIO, at_the_form};
use crate::app::TestApp;

const PAYLOADS: [&str; 6] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "javascript:alert(1)",
    "&lt;b&gt;&#60;",
];

#[tokio::test]
async fn what_is_typed_comes_back_escaped_in_every_field() {
    let app = TestApp::start().await;
    for payload in PAYLOADS {
        let mut guest = at_the_form(&app, 1).await;
        let usual = marks(&guest.page.text);
        for name in ["name", "email", "phone", "notes", "code"] {
            guest.fill(name, payload);
        }
        guest.go_on().await;
        guest.status(StatusCode::UNPROCESSABLE_ENTITY);
        check(&guest, payload, usual);
        let fields = guest.fields();
        for name in ["name", "email", "phone", "notes", "code"] {
            let kept = fields.contains(&(name.to_owned(), payload.to_owned()));
            assert!(kept, "{name} {payload}: {fields:?}");
        }
        // A name may hold all of it, and is shown on the page of the review.
        guest
            .fill("email", "guest@example.com")
            .fill("consent", "1");
        guest.clear("phone").clear("code").go_on().await;
        guest.status(StatusCode::OK).reads(payload);
        check(&guest, payload, 0);
        guest.go_on().await;
        guest.status(StatusCode::OK).reads(payload);
        check(&guest, payload, 0);
        app.sql("UPDATE live_hold SET live = 0").await;
    }
}

#[tokio::test]
async fn the_names_of_everybody_and_the_calendars_own_questions_come_back_escaped() {
    let app = TestApp::start().await;
    let forms = [
        "/b/kiln-clay/kiln-menu/plain?item=open-wheel...2.clay*1&month=2026-12",
        "/b/northlight/northlight-care/plain?location=northlight-chelsea&item=assessment...1&month=2026-12",
    ];
    for form in forms {
        let mut guest = Guest::open(&app, form).await;
        guest.press_first("start").await;
        for payload in PAYLOADS {
            let typed = guest.typed_fields();
            assert!(
                typed
                    .iter()
                    .any(|name| name.starts_with("person.") || name.starts_with("answer.")),
                "{form}: {typed:?}"
            );
            for name in &typed {
                guest.fill(name, payload);
            }
            guest.go_on().await;
            // An address of mail is none of these, so that the form comes back with all of it.
            guest.status(StatusCode::UNPROCESSABLE_ENTITY);
            check(&guest, payload, 0);
            let fields = guest.fields();
            for name in &typed {
                let kept = fields.contains(&(name.clone(), payload.to_owned()));
                assert!(kept, "{name} {payload}: {fields:?}");
            }
        }
    }
}

/// How many elements of a page can run something.
fn marks(page: &str) -> usize {
    let runs = ["<script", "<img", "<svg onload", "onerror="];
    let body = page.split("<body").nth(1).unwrap_or(page).to_lowercase();
    let tags = body
        .split('<')
        .skip(1)
        .filter_map(|tag| tag.split('>').next());
    let tags = tags.map(|tag| format!("<{tag}"));
    tags.filter(|tag| {
        // What is quoted is text.
        let outside: String = tag.split('"').step_by(2).collect();
        runs.iter().any(|run| outside.contains(run))
    })
    .count()
}

#[track_caller]
fn check(guest: &Guest<'_>, payload: &str, usual: usize) {
    assert_eq!(
        marks(&guest.page.text),
        usual,
        "{payload}:\n{}",
        guest.page.text
    );
}

#[test]
fn the_check_finds_what_would_run() {
    assert_eq!(
        marks("<body><p>&lt;script></p><input value=\"&lt;img src=x&gt;\">"),
        0
    );
    assert_eq!(marks("<body><p><script>alert(1)</script></p>"), 1);
    assert_eq!(
        marks("<body><input value=\"\"><img src=x onerror=alert(1)>"),
        1
    );
}

#[tokio::test]
async fn payloads_in_the_address_do_no_harm() {
    let app = TestApp::start().await;
    for payload in PAYLOADS {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for name in [
            "service",
            "item",
            "location",
            "start",
            "date",
            "month",
            "go",
            "say",
            "lang",
            "theme",
            "named",
            "coupon",
            "name",
            "remove",
            "attendees",
            "variation",
            "staff",
            "order",
            "without",
            "add.clay",
            "answer.x",
            "person.1.name",
        ] {
            query.append_pair(name, payload);
        }
        let query = query.finish();
        for calendar in [
            STUDIO,
            "/b/kiln-clay/kiln-menu/plain",
            "/embed/northlight-care/plain",
        ] {
            let guest = Guest::open(&app, &format!("{calendar}?{query}")).await;
            guest.status(StatusCode::OK);
            check(&guest, payload, 0);
        }
    }
}

#[tokio::test]
async fn odd_bodies_are_answered_with_a_page() {
    let app = TestApp::start().await;
    for body in [
        "",
        "%00=%00",
        "details=1",
        "details=1&item=&start=%00",
        "item=a.b.c.d&quote={&key=1",
        "\u{0}\u{ff}",
    ] {
        for path in ["", "/confirm", "/cancel", "/order"] {
            let request = app
                .http
                .post(format!("{}{STUDIO}{path}", app.url))
                .body(body);
            let page = app.send(request).await;
            assert!(
                page.status.is_success() || page.status == StatusCode::NOT_FOUND,
                "{path} {body:?}: {}",
                page.status
            );
            assert!(
                page.text.starts_with("<!DOCTYPE html>"),
                "{path} {body:?}: {}",
                page.text
            );
        }
    }
}
