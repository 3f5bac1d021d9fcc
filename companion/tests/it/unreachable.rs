//! Stripe cannot be reached, answers with errors, or does not answer although it did something.

use booking_contract::{OrderOpened, OrderStatus, ProblemCode};
use chrono::TimeDelta;
use serde_json::json;

use crate::app::{CLASS, Setup, TUESDAY, TestApp, new_key};

const RESERVED: &str = "SELECT test_reserved FROM coupon WHERE id = 'kiln-clay-lastone'";

#[tokio::test]
async fn an_unreachable_stripe_leaves_slot_coupon_and_key_free_and_a_second_try_works() {
    let mut app = TestApp::start().await;
    let body = app.confirmation(CLASS, 2, TUESDAY, Some("LASTONE")).await;
    let key = new_key();
    app.stop_double().await;
    let answer = app.confirm_with(&key, &body).await;
    assert_eq!(answer.status, 503);
    answer.problem(ProblemCode::PaymentUnavailable);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    assert_eq!(app.number(RESERVED).await, 0);
    app.check_books().await;

    app.restart_double().await;
    let opened: OrderOpened = app.confirm_with(&key, &body).await.success();
    assert_eq!(opened.order.status, OrderStatus::AwaitingPayment);
    app.press(&opened, "pay").await;
    app.until(&opened, "paid").await;
    app.check_books().await;
}

#[tokio::test]
async fn an_unreachable_stripe_leaves_everything_free_without_a_coupon_too() {
    let mut app = TestApp::start().await;
    let body = app.confirmation(CLASS, 2, TUESDAY, None).await;
    app.stop_double().await;
    let answer = app.confirm(&body).await;
    answer.problem(ProblemCode::PaymentUnavailable);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    app.check_books().await;
}

#[tokio::test]
async fn a_short_trouble_is_not_noticed() {
    let app = TestApp::start().await;
    for fault in ["unreachable", "409", "429"] {
        let on = "create:checkout.session";
        app.control("faults", &json!({ "next": fault, "times": 2, "on": on }))
            .await;
        let opened = app.awaiting(None).await;
        app.release(&opened).await;
    }
    assert_eq!(app.sessions().await, 3);
}

#[tokio::test]
async fn an_answer_that_was_lost_is_found_with_the_same_key() {
    let app = TestApp::start().await;
    let fault = json!({
        "next": "timeout_after_effect", "hang_seconds": 0, "on": "create:checkout.session",
    });
    app.control("faults", &fault).await;
    let opened = app.awaiting(Some("LASTONE")).await;
    assert_eq!(app.sessions().await, 1);
    app.press(&opened, "pay").await;
    app.until(&opened, "paid").await;
    app.check_books().await;
}

#[tokio::test]
async fn where_it_is_not_known_what_stripe_did_everything_is_held_until_it_is() {
    let app = TestApp::start().await;
    let body = app.confirmation(CLASS, 2, TUESDAY, Some("LASTONE")).await;
    // The session was made, and every answer says otherwise.
    let fault = json!({ "next": "500_after_effect", "on": "create:checkout.session" });
    app.control("faults", &fault).await;
    let key = new_key();
    let answer = app.confirm_with(&key, &body).await;
    answer.problem(ProblemCode::PaymentUnavailable);
    assert_eq!(app.sessions().await, 1);
    assert_eq!(app.number(RESERVED).await, 1);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 6);
    // The same confirmation is told to wait.
    let answer = app.confirm_with(&key, &body).await;
    answer.problem(ProblemCode::InProgress);

    // Stripe repeats the stored error for a day; the session that nobody was sent to ends by
    // itself before that, and then everything is free.
    app.later(TimeDelta::minutes(10)).await;
    assert_eq!(app.number(RESERVED).await, 1);
    app.later(TimeDelta::minutes(81)).await;
    assert_eq!(app.number(RESERVED).await, 0);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    app.check_books().await;
    let opened: OrderOpened = app.confirm_with(&key, &body).await.success();
    assert_eq!(opened.order.status, OrderStatus::AwaitingPayment);
}

#[tokio::test]
async fn a_session_that_charges_something_else_is_closed_before_anybody_sees_it() {
    let app = TestApp::start().await;
    // The calendar wants real money, and the double's is not.
    app.sql("UPDATE calendar SET test_mode = 0").await;
    let body = app.confirmation(CLASS, 2, TUESDAY, None).await;
    let answer = app.confirm(&body).await;
    assert!(!answer.text.contains("http"), "{}", answer.text);
    answer.problem(ProblemCode::PaymentUnavailable);
    let state = app.double_state().await;
    assert_eq!(state["sessions"][0]["status"], "expired");
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    app.check_books().await;
}

#[tokio::test]
async fn connections_that_break_are_cleared_up_by_the_sweeper() {
    let app = TestApp::start().await;
    let body = app.confirmation(CLASS, 2, TUESDAY, Some("LASTONE")).await;
    let fault = json!({ "next": "unreachable", "times": 3, "on": "create:checkout.session" });
    app.control("faults", &fault).await;
    app.confirm(&body)
        .await
        .problem(ProblemCode::PaymentUnavailable);
    app.later(TimeDelta::zero()).await;
    assert_eq!(app.number(RESERVED).await, 0);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    let opened: OrderOpened = app.confirm(&body).await.success();
    assert_eq!(opened.order.status, OrderStatus::AwaitingPayment);
    app.check_books().await;
}

#[tokio::test]
async fn a_coupon_that_stripe_does_not_make_becomes_one_line_with_the_amount_due() {
    let app = TestApp::start().await;
    let body = app.confirmation(CLASS, 2, TUESDAY, Some("LASTONE")).await;
    app.control("faults", &json!({ "next": "500", "on": "create:coupon" }))
        .await;
    let opened: OrderOpened = app.confirm(&body).await.success();
    let state = app.double_state().await;
    assert_eq!(state["coupons"].as_array().map(Vec::len), Some(0));
    assert_eq!(state["sessions"][0]["amount_subtotal"], 7_600);
    assert_eq!(state["sessions"][0]["amount_total"], 7_600);
    app.press(&opened, "pay").await;
    app.until(&opened, "paid").await;
    app.check_books().await;
}

#[tokio::test]
async fn a_companion_that_died_while_opening_takes_the_order_up_again() {
    let app = TestApp::start().await;
    let opened = app.awaiting(Some("LASTONE")).await;
    // As after a kill between the two commits.
    app.sql("UPDATE orders SET state = 'opening', stripe_session = NULL, checkout_url = NULL")
        .await;
    booking_companion::sweep::wake(&app.state)
        .await
        .expect("it wakes");
    // Where another companion may be at it, its claim lapses first.
    let shared = std::env::var("TEST_POSTGRES_URL").is_ok();
    app.later(TimeDelta::minutes(if shared { 2 } else { 0 }))
        .await;
    let order = app.order(&opened).await;
    assert_eq!(order.status, OrderStatus::AwaitingPayment);
    assert_eq!(order.checkout_url, opened.order.checkout_url);
    assert_eq!(app.sessions().await, 1);
    app.check_books().await;
}

#[tokio::test]
async fn a_key_that_stripe_does_not_take_leaves_everything_free() {
    let app = TestApp::start_with(Setup {
        wrong_key: true,
        ..Setup::default()
    })
    .await;
    for code in [Some("LASTONE"), None] {
        let body = app.confirmation(CLASS, 1, TUESDAY, code).await;
        let answer = app.confirm(&body).await;
        answer.problem(ProblemCode::PaymentUnavailable);
    }
    assert_eq!(app.number(RESERVED).await, 0);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    app.check_books().await;
}
