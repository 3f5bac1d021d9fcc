//! Orders: who may see them, and how they are called off.

use booking_contract::{OrderOpened, OrderStatus};
use reqwest::StatusCode;

use super::guest::{Guest, words};
use super::{STUDIO, at_the_review};
use crate::app::{Answer, CLASS, TUESDAY, TestApp};

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
        (page.status, words(&page.text))
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

/// What a press of a button on an order's page answers.
async fn press(app: &TestApp, opened: &OrderOpened, deed: &str) -> Answer {
    let body = format!("order={}&token={}", opened.order.id, opened.token);
    let request = app.http.post(format!("{}{STUDIO}/{deed}", app.url));
    app.send(request.body(body)).await
}

#[tokio::test]
async fn a_hold_is_extended_as_often_as_the_business_allows_and_not_by_a_reload() {
    let app = TestApp::start().await;
    let opened = app.awaiting(None).await;
    let allowed = opened.order.extension.expect("it may be extended").left;
    let mut held = opened.order.hold_until.expect("a hold");
    for _ in 0..allowed {
        let page = press(&app, &opened, "extend").await;
        // The client went on to where the answer leads: the order's own page.
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let now = app.order(&opened).await.hold_until.expect("a hold");
        assert!(now > held, "{now} is no longer than {held}");
        held = now;
    }
    let page = press(&app, &opened, "extend").await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(
        words(&page.text).contains("It cannot be held any longer than this."),
        "{}",
        page.text
    );
    assert!(!page.text.contains("longer</button>"), "{}", page.text);
    assert_eq!(app.order(&opened).await.hold_until, Some(held));
    // A press that a browser repeats by its address alone does nothing.
    for deed in ["extend", "release", "cancel", "confirm"] {
        let guest = Guest::open(&app, &format!("{STUDIO}/{deed}")).await;
        guest.status(StatusCode::OK).reads("Wheel throwing class");
    }
    app.check_books().await;
}

#[tokio::test]
async fn a_time_that_is_given_back_is_free_at_once_and_can_not_be_paid_any_more() {
    let app = TestApp::start().await;
    let free = app.seats_left(CLASS, TUESDAY).await;
    let opened = app.awaiting(Some("WELCOME10")).await;
    assert!(app.seats_left(CLASS, TUESDAY).await < free);
    let page = press(&app, &opened, "release").await;
    assert_eq!(page.status, StatusCode::OK);
    let said = words(&page.text);
    assert!(said.contains("The booking was not completed"), "{said}");
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, free);
    assert_eq!(app.double_state().await["sessions"][0]["status"], "expired");
    // Nobody without the token gives anything back.
    let others = app.awaiting(None).await;
    let stranger = OrderOpened {
        token: opened.token.clone(),
        ..others.clone()
    };
    for deed in ["release", "extend"] {
        let page = press(&app, &stranger, deed).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{deed}");
    }
    assert_eq!(
        app.order(&others).await.status,
        OrderStatus::AwaitingPayment
    );
    app.check_books().await;
}
