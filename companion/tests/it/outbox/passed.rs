//! Where a guest came from: kept with the order, told to the business, and never in the way.

use booking_contract::{Passed, WebhookEvent};
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::receiver::Receiver;
use super::{deliver, hook};
use crate::app::{CLASS, KILN, TUESDAY, TestApp, new_key};
use crate::plain::{at_the_form_of, fill_in};

/// What every event of the only order tells, as `name=value`; it is the same in all of them.
async fn told(app: &TestApp, receiver: &Receiver) -> Vec<String> {
    deliver(app).await;
    let letters = receiver.letters();
    assert!(!letters.is_empty(), "something was told");
    let mut all = letters.iter().map(|letter| {
        let event: WebhookEvent = serde_json::from_str(&letter.body).expect("an event");
        let text = |it: &Passed| format!("{}={}", it.name, it.value);
        event.fact.order().passed.iter().map(text).collect()
    });
    let first: Vec<String> = all.next().expect("one");
    assert!(all.all(|other| other == first));
    first
}

#[tokio::test]
async fn the_business_hears_where_the_guest_came_from_with_every_event_of_the_order() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    let mut body = app.confirmation(CLASS, 1, TUESDAY, Some("FREECLASS")).await;
    let passed = |name: &str, value: &str| Passed {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    body.passed = vec![passed("utm_source", "mail"), passed("ref", "a&b")];
    assert_eq!(app.confirm(&body).await.status, StatusCode::CREATED);
    assert_eq!(told(&app, &receiver).await, ["utm_source=mail", "ref=a&b"]);
    app.check_books().await;
}

#[tokio::test]
async fn what_does_not_fit_is_left_out_and_the_booking_goes_through() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("FREECLASS")).await;
    let mut body: Value = serde_json::to_value(&body).expect("JSON");
    assert_eq!(body.get("passed"), None, "nothing was passed on");
    let many = (0..30).map(|number| json!({ "name": format!("utm_{number}"), "value": "1" }));
    let mut passed = vec![
        json!({ "name": "utm_long", "value": "x".repeat(5_000) }),
        json!({ "name": "No Name", "value": "1" }),
    ];
    passed.extend(many);
    body["passed"] = passed.into();
    let path = format!("{}/v1/calendars/{KILN}/orders", app.url);
    let request = app.http.post(path).header("idempotency-key", new_key());
    let answer = app.send(request.json(&body)).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    let told = told(&app, &receiver).await;
    assert_eq!(told.len(), 12);
    assert_eq!(told[0], "utm_0=1");
}

#[tokio::test]
async fn it_travels_through_the_pages_without_a_program() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    let query = "?utm_source=mail&utm_campaign=%3Cb%3E&ref=x&pass=ref&session=secret";
    let mut guest = at_the_form_of(&app, query, 1).await;
    fill_in(&mut guest).fill("code", "FREECLASS").go_on().await;
    guest.status(StatusCode::OK);
    assert!(!guest.page.text.contains("secret"));
    guest.go_on().await;
    guest.reads("You are booked");
    assert_eq!(
        told(&app, &receiver).await,
        ["utm_source=mail", "utm_campaign=<b>", "ref=x"]
    );
}

#[tokio::test]
async fn an_address_fills_in_notes_and_everybody_who_takes_part() {
    let app = TestApp::start().await;
    let query =
        "?notes=Left-handed&person.2.name=Test%20Guest%20Two&phone=%2B351%20910%20000%20000";
    let guest = at_the_form_of(&app, query, 2).await;
    guest.status(StatusCode::OK);
    assert!(
        guest.page.text.contains("Left-handed"),
        "{}",
        guest.page.text
    );
}
