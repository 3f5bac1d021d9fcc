//! From the first page to the confirmation, in every kind of calendar.

use reqwest::StatusCode;

use super::guest::Guest;
use super::{STUDIO, at_the_form, at_the_review, fill_in};
use crate::app::TestApp;

/// Pays on the page that this one leads to.
async fn pay(guest: &Guest<'_>) {
    let checkout = guest.link("/c/");
    let stays = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let request = stays
        .build()
        .expect("a client")
        .post(format!("{checkout}/pay"));
    let request = request.form(&[("email", "guest@example.com")]);
    let reply = request.send().await.expect("an answer");
    assert!(reply.status().as_u16() < 400, "{}", reply.status());
}

#[tokio::test]
async fn a_guest_books_a_class_with_a_code_and_comes_to_the_confirmation() {
    let app = TestApp::start().await;
    let mut guest = at_the_review(&app, 2, " welcome10 ").await;
    guest.status(StatusCode::OK);
    guest
        .reads("WELCOME10 10% off")
        .reads("€96.00")
        .reads("€86.40")
        .reads("\u{2212}€9.60")
        .reads("Pay €86.40")
        .reads("Tuesday, November 24, 2026");
    guest.go_on().await;
    guest
        .status(StatusCode::OK)
        .reads("Continue to payment")
        .reads("€86.40");
    let session = app.double_state().await["sessions"][0].clone();
    assert_eq!(session["amount_total"], 8_640);
    let success = session["success_url"]
        .as_str()
        .expect("an address")
        .to_owned();
    let id = session["id"].as_str().expect("an id").to_owned();
    pay(&guest).await;
    // Back from Stripe: the browser sends no fragment.
    let back = success.replace("{CHECKOUT_SESSION_ID}", &id);
    let back = back.split('#').next().expect("an address");
    let query = back.split_once('?').expect("a query").1.to_owned();
    let mut guest = Guest::open(&app, &format!("{STUDIO}?{query}")).await;
    guest
        .status(StatusCode::OK)
        .reads("You are booked")
        .reads("Paid €86.40")
        .reads("Test Guest guest@example.com")
        .reads("WELCOME10 10% off");
    let file = app.get(&guest.link("order.ics")).await;
    assert_eq!(file.headers["content-type"], "text/calendar; charset=utf-8");
    assert!(
        file.text.contains("DTSTART:20261124T100000Z"),
        "{}",
        file.text
    );
    assert!(
        file.text.contains("SUMMARY:Wheel throwing class"),
        "{}",
        file.text
    );
    // The link that the guest keeps opens it again.
    let kept = guest.link("/order?order=");
    guest = Guest::open(&app, &kept).await;
    guest.reads("You are booked").reads("Cancel booking");
    app.check_books().await;
}

#[tokio::test]
async fn a_free_booking_is_confirmed_at_once_and_a_second_press_books_nothing_more() {
    let app = TestApp::start().await;
    let mut guest = at_the_review(&app, 1, "FREECLASS").await;
    guest.reads("Nothing is charged").reads("Confirm booking");
    let (address, fields) = guest.sent(None);
    guest.send(&address, &fields).await;
    guest
        .status(StatusCode::OK)
        .reads("You are booked")
        .reads("Nothing to pay");
    guest.send(&address, &fields).await;
    guest.status(StatusCode::OK).reads("You are booked");
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 1);
    assert_eq!(
        app.number("SELECT test_redeemed FROM coupon WHERE id = 'kiln-clay-freeclass'")
            .await,
        1
    );
    app.check_books().await;
}

#[tokio::test]
async fn a_paid_booking_pressed_twice_is_one_order_with_one_payment_page() {
    let app = TestApp::start().await;
    let mut guest = at_the_review(&app, 1, "").await;
    let (address, fields) = guest.sent(None);
    guest.send(&address, &fields).await;
    let first = guest.link("http");
    guest.send(&address, &fields).await;
    guest.reads("Continue to payment");
    assert_eq!(guest.link("http"), first);
    assert_eq!(app.sessions().await, 1);
}

#[tokio::test]
async fn several_services_with_staff_add_ons_and_names_are_one_booking_with_a_deposit() {
    let app = TestApp::start().await;
    let mut guest = Guest::open(&app, "/b/kiln-clay/kiln-menu/plain").await;
    guest
        .reads("With a teacher")
        .reads("from €65.00")
        .does_not_read("A morning for your team");
    guest.press("service", "open-wheel").await;
    guest
        .fill("attendees", "2")
        .fill("add.clay", "1")
        .go_on()
        .await;
    guest
        .reads("Your booking")
        .reads("2 people, Another bag of clay");
    guest.press("go", "services").await;
    guest.press("service", "glaze-talk").await;
    guest.go_on().await;
    guest.reads("Choosing a glaze");
    guest.press("remove", "1").await;
    guest
        .reads("Your booking")
        .does_not_read("Choosing a glaze");
    guest.press("go", "services").await;
    guest.press("service", "wheel-lesson").await;
    guest
        .fill("variation", "hour")
        .fill("staff", "ines-duarte")
        .go_on()
        .await;
    guest
        .reads("Lesson at the wheel, One hour")
        .reads("with Inês Duarte")
        .reads("€75.00");
    guest.press("go", "time").await;
    guest.press("date", "2026-11-27").await;
    guest.press("start", "2026-11-27T14:00:00Z").await;
    guest
        .fill("name", "Test Guest")
        .fill("email", "guest@example.com");
    guest.fill("person.2.name", "Second Guest").go_on().await;
    guest
        .status(StatusCode::OK)
        .reads("A deposit of 50% secures your booking.")
        .reads("Test Guest, Second Guest");
    guest.go_on().await;
    guest
        .status(StatusCode::OK)
        .reads("Continue to payment")
        .reads("with Inês Duarte");
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 1);
    app.check_books().await;
}

#[tokio::test]
async fn a_location_a_required_phone_and_questions_are_asked_for() {
    let app = TestApp::start().await;
    let mut guest = Guest::open(&app, "/b/northlight/northlight-care/plain").await;
    guest.reads("Where").reads("Brooklyn");
    guest.go_on().await;
    guest.reads("Please choose a location.");
    guest.fill("location", "northlight-brooklyn").go_on().await;
    guest.press("service", "assessment").await;
    // He works in Chelsea alone.
    guest.does_not_read("Daniel Ortiz").reads("Maya Chen");
    guest.go_on().await;
    guest.press("go", "time").await;
    guest.reads("Times are shown for New York.");
    let date = first_value(&guest, "date");
    guest.press("date", &date).await;
    let start = first_value(&guest, "start");
    guest.press("start", &start).await;
    guest
        .fill("name", "Test Guest")
        .fill("email", "guest@example.com");
    guest.fill("answer.story", "One\r\nTwo").go_on().await;
    guest
        .status(StatusCode::UNPROCESSABLE_ENTITY)
        .reads("Please enter your phone number.")
        .reads("Please choose an answer.")
        .reads("Please tick the box to go on.");
    guest
        .fill("phone", "+1 212 555 0100")
        .fill("answer.reason", "Back");
    guest
        .fill("answer.adult", "true")
        .fill("answer.pain", "11")
        .go_on()
        .await;
    guest
        .status(StatusCode::UNPROCESSABLE_ENTITY)
        .reads("Please enter a number from 0 to 10.");
    guest.fill("answer.pain", "7").go_on().await;
    guest.status(StatusCode::OK).reads("Read the payment terms");
    guest.go_on().await;
    guest.status(StatusCode::OK).reads("Continue to payment");
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 1);
}

/// The value of the first button of a name.
fn first_value(guest: &Guest<'_>, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let from = guest.page.text.find(&mark).expect("a button") + mark.len();
    let rest = &guest.page.text[from..];
    rest[..rest.find('"').expect("its end")].to_owned()
}

#[tokio::test]
async fn the_frame_has_the_same_flow_and_leaves_it_for_the_payment_alone() {
    let app = TestApp::start().await;
    let mut guest = Guest::open(&app, "/embed/kiln-studio/plain?lang=de").await;
    guest.press("service", "private-lesson").await;
    guest.reads("Datum und Uhrzeit");
    guest.press("date", "2026-11-24").await;
    guest.press("start", "2026-11-24T10:00:00Z").await;
    fill_in(&mut guest).go_on().await;
    guest.reads("85,00\u{a0}€");
    guest.go_on().await;
    assert!(
        guest.page.text.contains("target=\"_top\""),
        "{}",
        guest.page.text
    );
    pay(&guest).await;
}

#[tokio::test]
async fn another_language_keeps_everything_that_was_chosen_and_typed() {
    let app = TestApp::start().await;
    let mut guest = at_the_form(&app, 3).await;
    guest.fill("name", "Test Guest").fill("notes", "A <note>");
    guest.press("say", "ja.details").await;
    assert!(
        guest.page.text.contains("lang=\"ja\""),
        "{}",
        guest.page.text
    );
    let fields = guest.fields();
    let has = |name: &str, value: &str| {
        assert!(
            fields.contains(&(name.to_owned(), value.to_owned())),
            "{fields:?}"
        );
    };
    has("name", "Test Guest");
    has("notes", "A <note>");
    has("lang", "ja");
    has("item", "wheel-class...3");
    fill_in(&mut guest).go_on().await;
    guest.status(StatusCode::OK);
    guest.press("say", "ar.review").await;
    guest.status(StatusCode::OK);
    assert!(guest.page.text.contains("dir=\"rtl\""));
    guest.go_on().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 1);
}
