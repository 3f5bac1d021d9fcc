//! What gets in the way, and what the page says then.

use booking_companion::door::Limits;
use booking_contract::ProblemCode;
use reqwest::StatusCode;
use serde_json::json;

use super::guest::words;
use super::{STUDIO, at_the_form, at_the_review, fill_in};
use crate::app::{CLASS, Setup, TUESDAY, TestApp};

#[tokio::test]
async fn a_wrong_code_is_told_at_its_field_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let mut guest = at_the_review(&app, 2, "NOSUCHCODE").await;
    guest
        .status(StatusCode::UNPROCESSABLE_ENTITY)
        .reads("This code is not valid. Please check the spelling.");
    let fields = guest.fields();
    for (name, value) in [
        ("name", "Test Guest"),
        ("consent", "1"),
        ("code", "NOSUCHCODE"),
    ] {
        assert!(
            fields.contains(&(name.to_owned(), value.to_owned())),
            "{name}: {fields:?}"
        );
    }
    // Without it the guest goes on.
    guest.clear("code").go_on().await;
    guest.status(StatusCode::OK).reads("Pay €96.00");
}

#[tokio::test]
async fn a_code_is_taken_off_again() {
    let app = TestApp::start().await;
    let mut guest = at_the_review(&app, 2, "WELCOME10").await;
    guest.reads("Pay €86.40");
    guest.press("without", "code").await;
    guest
        .status(StatusCode::OK)
        .reads("Pay €96.00")
        .does_not_read("WELCOME10");
}

#[tokio::test]
async fn too_many_wrong_codes_are_told_with_the_time_to_wait() {
    let app = TestApp::start().await;
    let mut guest = at_the_form(&app, 1).await;
    for _ in 0..11 {
        fill_in(&mut guest).fill("code", "NOSUCHCODE").go_on().await;
    }
    guest.status(StatusCode::UNPROCESSABLE_ENTITY).reads(
        "Too many tries for now. Please try a code again in 11 minutes, or go on without one.",
    );
    guest.clear("code").go_on().await;
    guest.status(StatusCode::OK).reads("Pay €48.00");
}

#[tokio::test]
async fn a_taken_slot_is_told_with_others_nearby_and_the_form_is_kept() {
    let app = TestApp::start().await;
    let mut guest = at_the_review(&app, 2, "").await;
    for _ in 0..2 {
        let others = app.confirmation(CLASS, 4, TUESDAY, None).await;
        assert_eq!(app.confirm(&others).await.status, StatusCode::CREATED);
    }
    guest.go_on().await;
    guest
        .status(StatusCode::CONFLICT)
        .reads("Somebody else has just booked")
        .reads("everything else is kept");
    let mark = "name=\"start\" value=\"";
    let from = guest.page.text.find(mark).expect("another time") + mark.len();
    let start = guest.page.text[from..]
        .split('"')
        .next()
        .expect("a time")
        .to_owned();
    assert_ne!(start, TUESDAY);
    guest.press("start", &start).await;
    guest
        .status(StatusCode::OK)
        .reads("Test Guest")
        .reads("Pay €96.00");
    guest.go_on().await;
    guest.status(StatusCode::OK).reads("Continue to payment");
}

#[tokio::test]
async fn a_price_that_changed_is_shown_and_asked_for_again() {
    let app = TestApp::start().await;
    let mut guest = at_the_review(&app, 2, "WELCOME10").await;
    app.sql("UPDATE service SET unit_price_minor = 5000 WHERE id = 'wheel-class'")
        .await;
    guest.go_on().await;
    guest
        .status(StatusCode::CONFLICT)
        .reads("The price has changed")
        .reads("You saw €86.40")
        .reads("Now €90.00")
        .reads("Wheel throwing class now costs €50.00 instead of €48.00.")
        .reads("Accept and pay €90.00");
    assert_eq!(app.sessions().await, 0);
    guest.go_on().await;
    guest
        .status(StatusCode::OK)
        .reads("Continue to payment")
        .reads("€90.00");
}

#[tokio::test]
async fn a_code_that_stopped_working_is_told_before_anything_is_charged() {
    let app = TestApp::start().await;
    let mut guest = at_the_review(&app, 1, "WELCOME10").await;
    app.sql("UPDATE coupon SET active = 0 WHERE id = 'kiln-clay-welcome10'")
        .await;
    guest.go_on().await;
    guest
        .status(StatusCode::CONFLICT)
        .reads("WELCOME10 no longer applies.");
    guest.reads("Accept and pay €48.00");
    guest.go_on().await;
    guest.status(StatusCode::OK).reads("Continue to payment");
}

#[tokio::test]
async fn a_quote_that_was_tampered_with_charges_nothing() {
    let app = TestApp::start().await;
    let mut guest = at_the_review(&app, 2, "").await;
    let (address, mut fields) = guest.sent(None);
    for (name, value) in &mut fields {
        if name == "quote" {
            *value = value.replace("9600", "960").replace("4800", "480");
        }
    }
    guest.send(&address, &fields).await;
    guest.status(StatusCode::CONFLICT).reads("Now €96.00");
    assert_eq!(app.sessions().await, 0);
    // What is no quote at all leads back to the review.
    for (name, value) in &mut fields {
        if name == "quote" {
            *value = "{}".to_owned();
        }
    }
    guest.send(&address, &fields).await;
    guest.status(StatusCode::OK).reads("Pay €96.00");
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 0);
}

#[tokio::test]
async fn a_payment_page_that_cannot_be_made_is_told_and_can_be_tried_again() {
    let app = TestApp::start().await;
    let mut guest = at_the_review(&app, 1, "WELCOME10").await;
    let fault = json!({ "next": "unreachable", "on": "create:checkout.session", "times": 3 });
    app.control("faults", &fault).await;
    guest.go_on().await;
    guest
        .status(StatusCode::SERVICE_UNAVAILABLE)
        .reads("The payment page cannot be reached at the moment. Nothing was charged");
    guest.go_on().await;
    guest.status(StatusCode::OK).reads("Continue to payment");
    app.check_books().await;
}

#[tokio::test]
async fn without_a_key_for_payments_the_guest_is_told_so() {
    let app = TestApp::start_with(Setup {
        no_key: true,
        ..Setup::default()
    })
    .await;
    let mut guest = at_the_review(&app, 1, "").await;
    guest.go_on().await;
    guest
        .status(StatusCode::SERVICE_UNAVAILABLE)
        .reads("Nothing was charged");
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 0);
}

#[tokio::test]
async fn a_slot_of_an_old_address_leads_back_to_the_times() {
    let app = TestApp::start().await;
    let address = "/b/kiln-clay/kiln-studio/plain?item=wheel-class...2&start=2026-11-24T03:00:00Z";
    let guest = super::Guest::open(&app, address).await;
    guest
        .status(StatusCode::CONFLICT)
        .reads("is not free for this choice. Please choose another time.");
}

#[tokio::test]
async fn what_is_refused_before_it_is_read_is_told_in_a_page_in_the_guests_language() {
    let door = Limits {
        requests_per_second: 1,
        ..Limits::default()
    };
    let app = TestApp::start_with(Setup {
        door,
        ..Setup::default()
    })
    .await;
    let url = format!("{}{STUDIO}", app.url);
    let from = |request: reqwest::RequestBuilder| request.header("x-forwarded-for", "203.0.113.7");
    let long = "x".repeat(40_000);
    let page = app
        .send(from(app.http.post(format!("{url}?lang=de"))).body(long))
        .await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(
        words(&page.text).contains("Es ist zu lang."),
        "{}",
        page.text
    );
    let mut tries = 0;
    let page = loop {
        let page = app.send(from(app.http.get(format!("{url}?lang=de")))).await;
        if page.status != StatusCode::OK {
            break page;
        }
        tries += 1;
        assert!(tries < 100);
    };
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.headers.contains_key("retry-after"));
    assert!(page.text.contains("<html lang=\"de\""), "{}", page.text);
    // Trying again is a link, which needs no script.
    assert!(page.text.contains("<a class=\"way first\" href=\"\""));
    let page = app.send(from(app.http.post(&url)).body("lang=en")).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(words(&page.text).contains("Please go back one page"));
    assert!(!page.text.contains("href=\"\""));
    // Programs that ask the API are answered as ever.
    let answer = app
        .send(from(
            app.http
                .get(format!("{}/v1/calendars/kiln-studio", app.url)),
        ))
        .await;
    answer.problem(ProblemCode::TooManyTries);
}
