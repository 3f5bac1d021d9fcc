//! Orders: who may see them, and how they are called off.

use reqwest::StatusCode;

use super::guest::Guest;
use super::{STUDIO, at_the_review};
use crate::app::TestApp;

#[tokio::test]
async fn an_order_opens_for_its_token_or_its_session_in_its_own_calendar_alone() {
    let app = TestApp::start().await;
    let opened = app.paid(Some("WELCOME10")).await;
    let (id, token) = (&opened.order.id, &opened.token);
    let session = app.double_state().await["sessions"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    for good in [format!("token={token}"), format!("session_id={session}")] {
        let guest = Guest::open(&app, &format!("{STUDIO}/order?order={id}&{good}")).await;
        guest
            .status(StatusCode::OK)
            .reads("You are booked")
            .reads("Ana Silva");
    }
    for (calendar, key) in [
        (STUDIO, String::new()),
        (STUDIO, "token=x".to_owned()),
        (STUDIO, "session_id=x".to_owned()),
        (STUDIO, "session_id=".to_owned()),
        ("/b/kiln-clay/kiln-menu/plain", format!("token={token}")),
        ("/b/northlight/kiln-studio/plain", format!("token={token}")),
        (
            "/embed/northlight-care/plain",
            format!("session_id={session}"),
        ),
    ] {
        for page in ["order", "order.ics"] {
            let guest = Guest::open(&app, &format!("{calendar}/{page}?order={id}&{key}")).await;
            guest
                .status(StatusCode::NOT_FOUND)
                .does_not_read("Ana Silva");
        }
    }
}

#[tokio::test]
async fn a_foreign_calendar_is_not_found() {
    let app = TestApp::start().await;
    for path in [
        "/b/northlight/kiln-studio/plain",
        "/b/kiln-clay/nothing/plain",
        "/embed/nothing/plain",
        "/b/kiln-clay/kiln-studio/plain/order",
    ] {
        Guest::open(&app, path).await.status(StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_private_service_is_shown_to_those_whose_link_names_it() {
    let app = TestApp::start().await;
    let menu = "/b/kiln-clay/kiln-menu/plain";
    Guest::open(&app, menu)
        .await
        .does_not_read("A morning for your team");
    let mut guest = Guest::open(&app, &format!("{menu}?service=team-morning")).await;
    guest.reads("A morning for your team");
    guest.go_on().await;
    guest
        .status(StatusCode::OK)
        .reads("A morning for your team");
    // By the name alone it cannot be put among the items.
    let guest = Guest::open(&app, &format!("{menu}?item=team-morning...1")).await;
    guest.does_not_read("A morning for your team");
}

#[tokio::test]
async fn a_guest_calls_the_booking_off_for_what_was_told() {
    let app = TestApp::start().await;
    let opened = app.paid(None).await;
    let address = format!(
        "{STUDIO}/order?order={}&token={}",
        opened.order.id, opened.token
    );
    let guest = Guest::open(&app, &address).await;
    guest.reads("You get €96.00 back.");
    let send = async |refund: &str| {
        let body = format!(
            "order={}&token={}&refund_minor={refund}",
            opened.order.id, opened.token
        );
        let request = app
            .http
            .post(format!("{}{STUDIO}/cancel", app.url))
            .body(body);
        let page = app.send(request).await;
        (page.status, super::guest::words(&page.text))
    };
    let (status, said) = send("1").await;
    assert_eq!(status, StatusCode::CONFLICT, "{said}");
    assert!(
        said.contains("Your refund has changed in the meantime"),
        "{said}"
    );
    let (status, said) = send("9600").await;
    assert_eq!(status, StatusCode::OK, "{said}");
    assert!(said.contains("Your booking is cancelled"), "{said}");
    app.check_books().await;
}

#[tokio::test]
async fn a_guest_who_left_the_payment_page_is_told_where_things_stand() {
    let app = TestApp::start().await;
    let mut guest = at_the_review(&app, 1, "").await;
    guest.go_on().await;
    let cancel = app.double_state().await["sessions"][0]["cancel_url"]
        .as_str()
        .expect("an address")
        .to_owned();
    let query = cancel.split(['?', '#']).nth(1).expect("a query").to_owned();
    let guest = Guest::open(&app, &format!("{STUDIO}?{query}")).await;
    guest
        .status(StatusCode::OK)
        .reads("You have left the payment page.");
}
