//! A confirmation whose time is over while its payment page is still being made.

use std::time::Duration;

use booking_contract::{OrderOpened, OrderStatus, ProblemCode};
use chrono::TimeDelta;
use serde_json::json;

use crate::app::{CLASS, TUESDAY, TestApp, new_key};

const RESERVED: &str = "SELECT test_reserved FROM coupon WHERE id = 'kiln-clay-lastone'";

/// Confirms while Stripe takes its time over the page, and lets time pass and the sweeper look
/// meanwhile; then, as a browser does, the same confirmation comes again.
async fn check(passes: TimeDelta, meanwhile: &str) {
    let app = std::sync::Arc::new(TestApp::start().await);
    let body = app.confirmation(CLASS, 2, TUESDAY, Some("LASTONE")).await;
    let key = new_key();
    // Longer than the sweeper tries to learn what became of the page.
    let slow = json!({ "next": "slow", "hang_seconds": 5, "on": "create:checkout.session" });
    app.control("faults", &slow).await;
    let confirming = {
        let (app, key, body) = (app.clone(), key.clone(), body.clone());
        tokio::spawn(async move { app.confirm_with(&key, &body).await })
    };
    while app.sessions().await == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    app.later(passes).await;
    let state = app.books.text("SELECT state FROM orders").await;
    assert_eq!(state, meanwhile);
    assert!(!confirming.is_finished(), "the page was there too early");

    // The guest is not sent to a page that is about to be closed, nor told of an order whose key
    // will be free.
    let answer = confirming.await.expect("an answer");
    assert_eq!(answer.status, 503, "{}", answer.text);
    answer.problem(ProblemCode::PaymentUnavailable);

    app.later(TimeDelta::minutes(1)).await;
    assert_eq!(app.books.text("SELECT state FROM orders").await, "expired");
    assert_eq!(app.number(RESERVED).await, 0);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    let state = app.double_state().await;
    assert_eq!(state["sessions"][0]["status"], "expired");
    app.check_books().await;

    let again: OrderOpened = app.confirm_with(&key, &body).await.success();
    assert_eq!(again.order.status, OrderStatus::AwaitingPayment);
    assert_eq!(app.sessions().await, 2);
    app.press(&again, "pay").await;
    app.until(&again, "paid").await;
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_that_lapses_while_its_page_is_made_is_refused_and_can_be_had_again() {
    check(TimeDelta::minutes(31), "closing").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_comes_after_its_end_is_refused_and_the_booking_can_be_had_again() {
    check(TimeDelta::minutes(120), "expired").await;
}
