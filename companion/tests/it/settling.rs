//! Money comes, or does not: what becomes of an order, its slot and its coupon.

use booking_contract::{OrderOpened, OrderStatus};
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::app::{CLASS, LESSON, Setup, TUESDAY, TestApp, guest};

const RESERVED: &str = "SELECT test_reserved FROM coupon WHERE id = 'kiln-clay-lastone'";
const REDEEMED: &str = "SELECT test_redeemed FROM coupon WHERE id = 'kiln-clay-lastone'";

async fn mute() -> TestApp {
    TestApp::start_with(Setup {
        mute: true,
        ..Setup::default()
    })
    .await
}

#[tokio::test]
async fn a_webhook_settles_a_payment() {
    let app = TestApp::start().await;
    let opened = app.awaiting(Some("LASTONE")).await;
    app.press(&opened, "pay").await;
    let paid = app.until(&opened, "paid").await;
    assert_eq!(paid.paid_minor, 7_600);
    assert_eq!(paid.checkout_url, None);
    assert_eq!(
        (app.number(RESERVED).await, app.number(REDEEMED).await),
        (0, 1)
    );
    app.check_books().await;
}

#[tokio::test]
async fn without_webhooks_the_guest_who_asks_finds_it_paid() {
    let app = mute().await;
    let opened = app.awaiting(Some("LASTONE")).await;
    assert_eq!(
        app.order(&opened).await.status,
        OrderStatus::AwaitingPayment
    );
    app.press(&opened, "pay").await;
    let paid = app.order(&opened).await;
    assert_eq!(paid.status, OrderStatus::Paid);
    assert_eq!(paid.paid_minor, 7_600);
    app.check_books().await;
}

#[tokio::test]
async fn without_webhooks_and_guest_the_sweeper_finds_it_paid() {
    let app = mute().await;
    let opened = app.awaiting(Some("LASTONE")).await;
    app.press(&opened, "pay").await;
    app.later(TimeDelta::minutes(2)).await;
    assert_eq!(
        app.number("SELECT COUNT(*) FROM orders WHERE state = 'paid'")
            .await,
        1
    );
    assert_eq!(app.order(&opened).await.status, OrderStatus::Paid);
    app.check_books().await;
}

#[tokio::test]
async fn a_declined_card_leaves_the_order_open_and_the_guest_may_try_again() {
    let app = TestApp::start().await;
    let opened = app.awaiting(Some("LASTONE")).await;
    app.press(&opened, "decline").await;
    assert_eq!(
        app.order(&opened).await.status,
        OrderStatus::AwaitingPayment
    );
    app.press(&opened, "pay").await;
    app.until(&opened, "paid").await;
    app.check_books().await;
}

#[tokio::test]
async fn a_guest_who_comes_back_gives_slot_and_coupon_free() {
    let app = mute().await;
    let opened = app.awaiting(Some("LASTONE")).await;
    app.press(&opened, "decline").await;
    let released = app.release(&opened).await;
    assert_eq!(released.status, OrderStatus::Expired);
    assert_eq!(app.number(RESERVED).await, 0);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    let state = app.double_state().await;
    assert_eq!(state["sessions"][0]["status"], "expired");
    app.check_books().await;
    // Twice is as good as once, and the next guest has it all.
    assert_eq!(app.release(&opened).await.status, OrderStatus::Expired);
    app.awaiting(Some("LASTONE")).await;
    app.check_books().await;
}

#[tokio::test]
async fn a_guest_who_paid_before_giving_up_is_booked() {
    let app = mute().await;
    let opened = app.awaiting(Some("LASTONE")).await;
    app.press(&opened, "pay").await;
    let released = app.release(&opened).await;
    assert_eq!(released.status, OrderStatus::Paid);
    assert_eq!(released.paid_minor, 7_600);
    app.check_books().await;
}

#[tokio::test]
async fn a_hold_that_lapses_closes_the_session_and_frees_slot_and_coupon() {
    let app = mute().await;
    let opened = app.awaiting(Some("LASTONE")).await;
    app.later(TimeDelta::minutes(30) - TimeDelta::milliseconds(1))
        .await;
    assert_eq!(app.number(RESERVED).await, 1);
    app.later(TimeDelta::milliseconds(1)).await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::Expired);
    assert_eq!(app.number(RESERVED).await, 0);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    let state = app.double_state().await;
    assert_eq!(state["sessions"][0]["status"], "expired");
    app.check_books().await;
}

#[tokio::test]
async fn a_hold_that_lapses_while_the_money_comes_is_booked() {
    let app = mute().await;
    let opened = app.awaiting(Some("LASTONE")).await;
    app.press(&opened, "pay").await;
    app.later(TimeDelta::minutes(30)).await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::Paid);
    app.check_books().await;
}

#[tokio::test]
async fn a_session_that_expires_by_itself_frees_slot_and_coupon() {
    let app = TestApp::start().await;
    let opened = app.awaiting(Some("LASTONE")).await;
    // Only Stripe's clock moves: nobody but its event can have told.
    app.control("clock", &json!({ "advance_seconds": 86 * 60 }))
        .await;
    // The event is signed by Stripe's clock, which is too far ahead of ours to be believed.
    app.clock.advance(TimeDelta::seconds(86 * 60));
    let gone = app.until(&opened, "expired").await;
    assert_eq!(gone.paid_minor, 0);
    assert_eq!(app.number(RESERVED).await, 0);
    app.check_books().await;
}

/// A bank debit that is on its way, of which no event will ever tell.
async fn debited(app: &TestApp) -> OrderOpened {
    let opened = app.awaiting(Some("LASTONE")).await;
    app.debit(&opened).await;
    app.later(TimeDelta::minutes(2)).await;
    assert_eq!(
        app.order(&opened).await.status,
        OrderStatus::AwaitingPayment
    );
    opened
}

#[tokio::test]
async fn a_debit_that_failed_is_found_out_by_the_sweeper_without_an_event() {
    let app = mute().await;
    let opened = debited(&app).await;
    app.debit_ends(&opened, false).await;
    app.later(TimeDelta::minutes(2)).await;
    assert_eq!(
        app.number("SELECT COUNT(*) FROM orders WHERE state = 'expired'")
            .await,
        1
    );
    assert_eq!(app.number(RESERVED).await, 0);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    assert_eq!(app.order(&opened).await.status, OrderStatus::Expired);
    app.check_books().await;
    // The next guest has it all.
    app.awaiting(Some("LASTONE")).await;
    app.check_books().await;
}

#[tokio::test]
async fn a_debit_that_failed_is_found_out_by_the_guest_who_asks() {
    let app = mute().await;
    let opened = debited(&app).await;
    app.debit_ends(&opened, false).await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::Expired);
    assert_eq!(app.number(RESERVED).await, 0);
    app.check_books().await;
}

#[tokio::test]
async fn a_debit_that_is_on_its_way_holds_slot_and_coupon_however_long_it_takes() {
    for arrives in [true, false] {
        let app = mute().await;
        let opened = debited(&app).await;
        // Banks take days; the hold and the session are long over.
        for _ in 0..10 {
            app.later(TimeDelta::hours(6)).await;
            assert_eq!(app.number(RESERVED).await, 1);
            assert_eq!(app.seats_left(CLASS, TUESDAY).await, 6);
        }
        assert_eq!(app.order(&opened).await.status, OrderStatus::Closing);
        app.debit_ends(&opened, arrives).await;
        app.later(TimeDelta::minutes(10)).await;
        let (status, reserved, redeemed) = if arrives {
            (OrderStatus::Paid, 0, 1)
        } else {
            (OrderStatus::Expired, 0, 0)
        };
        assert_eq!(app.order(&opened).await.status, status);
        assert_eq!(app.number(RESERVED).await, reserved);
        assert_eq!(app.number(REDEEMED).await, redeemed);
        app.check_books().await;
    }
}

#[tokio::test]
async fn an_event_of_failure_releases_nothing_while_the_payment_may_still_come() {
    let app = mute().await;
    let opened = debited(&app).await;
    let state = app.double_state().await;
    let mut event = state["events"][0].clone();
    event["id"] = json!("evt_untrue");
    event["type"] = json!("checkout.session.async_payment_failed");
    event["data"]["object"] = state["sessions"][0].clone();
    assert_eq!(crate::webhooks::signed(&app, &event).await.status, 200);
    assert_eq!(
        app.number("SELECT COUNT(*) FROM stripe_event WHERE id = 'evt_untrue'")
            .await,
        1
    );
    assert_eq!(app.number(RESERVED).await, 1);
    app.debit_ends(&opened, true).await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::Paid);
    app.check_books().await;
}

#[tokio::test]
async fn while_stripe_does_not_answer_nothing_is_given_away() {
    let app = mute().await;
    let opened = app.awaiting(Some("LASTONE")).await;
    app.press(&opened, "pay").await;
    app.control("faults", &json!({ "next": "500", "times": 1000 }))
        .await;
    app.later(TimeDelta::minutes(30)).await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::Closing);
    assert_eq!(app.number(RESERVED).await, 1);
    app.audit().await;
    app.end_faults().await;
    app.later(TimeDelta::minutes(10)).await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::Paid);
    app.check_books().await;
}

#[tokio::test]
async fn another_amount_than_agreed_is_not_a_booking() {
    let app = mute().await;
    let opened = app.awaiting(Some("LASTONE")).await;
    app.press(&opened, "pay").await;
    // The order is worth more than the session asked for.
    let quote = app.books.text("SELECT quote FROM orders").await;
    let mut quote: Value = serde_json::from_str(&quote).expect("a quote");
    for (pointer, value) in [
        ("/discount_minor", 0),
        ("/total_minor", 9_600),
        ("/amount_due_minor", 9_600),
        ("/lines/0/discount_minor", 0),
    ] {
        *quote.pointer_mut(pointer).expect(pointer) = value.into();
    }
    quote.as_object_mut().expect("an object").remove("coupon");
    let line = quote["lines"][0].as_object_mut().expect("a line");
    line.remove("eligible");
    app.sql(&format!(
        "UPDATE orders SET amount_due_minor = 9600, total_minor = 9600, discount_minor = 0, \
         quote = '{quote}'"
    ))
    .await;
    let order = app.order(&opened).await;
    assert_eq!(order.status, OrderStatus::InReview);
    assert_eq!(order.paid_minor, 7_600);
    // Slot and coupon stay held until somebody has looked at it.
    assert_eq!(app.number(RESERVED).await, 1);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 6);
}

#[tokio::test]
async fn live_money_for_a_test_calendar_is_not_a_booking() {
    let app = mute().await;
    let opened = app.awaiting(None).await;
    app.press(&opened, "pay").await;
    app.sql("UPDATE orders SET test_mode = 0").await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::InReview);
}

#[tokio::test]
async fn money_after_the_release_books_again_if_the_place_is_free() {
    let app = TestApp::start().await;
    let opened = app.awaiting(Some("LASTONE")).await;
    app.force_release().await;
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    app.press(&opened, "pay").await;
    let paid = app.until(&opened, "paid").await;
    assert_eq!(paid.paid_minor, 7_600);
    assert_eq!(app.number(REDEEMED).await, 1);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 6);
    app.check_books().await;
}

#[tokio::test]
async fn money_after_the_release_is_given_back_if_the_coupon_is_gone() {
    let app = TestApp::start().await;
    let opened = app.awaiting(Some("LASTONE")).await;
    app.force_release().await;
    let mut other = app.confirmation(CLASS, 1, TUESDAY, Some("LASTONE")).await;
    other.guest = guest("ben@example.com");
    assert_eq!(app.confirm(&other).await.status, 201);
    app.press(&opened, "pay").await;
    let late = app.until(&opened, "refund_pending").await;
    assert_eq!(
        (late.status, late.paid_minor, late.refunded_minor),
        (OrderStatus::Refunding, 7_600, 7_600)
    );
    app.audit().await;
    app.later(TimeDelta::zero()).await;
    let back = app.until(&opened, "refunded").await;
    assert_eq!(back.status, OrderStatus::Refunded);
    let key = app.books.text("SELECT idempotency_key FROM refund").await;
    assert_eq!(key, format!("refund:{}", opened.order.id));
    assert_eq!(
        (app.number(RESERVED).await, app.number(REDEEMED).await),
        (1, 0)
    );
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 7);
    app.check_books().await;
}

#[tokio::test]
async fn money_after_the_release_is_given_back_if_the_place_is_gone() {
    let app = TestApp::start().await;
    let opened = app.awaiting(None).await;
    app.force_release().await;
    let mut other = app.confirmation(LESSON, 1, TUESDAY, None).await;
    other.guest = guest("ben@example.com");
    assert_eq!(app.confirm(&other).await.status, 201);
    app.press(&opened, "pay").await;
    app.until(&opened, "refund_pending").await;
    app.later(TimeDelta::zero()).await;
    let back = app.order(&opened).await;
    assert_eq!(back.status, OrderStatus::Refunded);
    assert_eq!(app.refunds().await.len(), 1);
    app.check_books().await;
}
