//! What Stripe tells of that nobody asked us for: refunds of its dashboard, disputes.

use booking_companion::order_state::OrderState;
use booking_companion::owner::{RefundRefusal, RefundState, Share};
use booking_contract::OrderStatus;
use serde_json::json;

use super::{REDEEMED, mute, refund};
use crate::app::{CLASS, TUESDAY, TestApp};

#[tokio::test]
async fn refunds_made_at_stripe_are_recorded_once() {
    let app = TestApp::start().await;
    let opened = app.paid(Some("LASTONE")).await;
    app.refund_at_stripe(600).await;
    app.until_row("SELECT COUNT(*) FROM refund WHERE state = 'succeeded'")
        .await;
    let order = app.order(&opened).await;
    assert_eq!(
        (order.status, order.refunded_minor),
        (OrderStatus::Paid, 600)
    );
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 6);
    app.check_books().await;
    // Every event of it comes again, and changes nothing.
    app.resend_events().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM refund").await, 1);
    app.check_books().await;
    // The rest: the order is over, the use of the coupon stays used.
    app.refund_at_stripe(7_000).await;
    assert_eq!(
        app.until(&opened, "refunded").await.status,
        OrderStatus::Refunded
    );
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    assert_eq!(app.number(REDEEMED).await, 1);
    app.check_books().await;
}

#[tokio::test]
async fn a_refund_that_we_hear_of_before_its_payment_is_not_lost() {
    let app = mute().await;
    let opened = app.awaiting(None).await;
    app.press(&opened, "pay").await;
    let state = app.double_state().await;
    let payment = state["sessions"][0]["payment_intent"]
        .as_str()
        .expect("a payment");
    app.sql(&format!("UPDATE orders SET stripe_payment = '{payment}'"))
        .await;
    app.refund_at_stripe(9_600).await;
    app.sql("UPDATE orders SET stripe_payment = NULL").await;
    // Only the event of the refund arrives.
    app.deliver_only("charge.refunded").await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::Refunded);
    app.check_books().await;
}

#[tokio::test]
async fn a_refund_that_stripe_refuses_is_free_to_be_asked_for_again() {
    let app = mute().await;
    let opened = app.paid(None).await;
    // Somebody was faster, and nobody told us.
    app.refund_at_stripe(9_000).await;
    let asked = refund(&app, &opened, Share::Amount(9_600))
        .await
        .expect("asked");
    assert_eq!(asked.state, RefundState::Failed);
    assert_eq!(asked.order_state, OrderState::RefundPending);
    app.audit().await;
    app.deliver_only("charge.refunded").await;
    let rest = refund(&app, &opened, Share::Everything)
        .await
        .expect("the rest");
    assert_eq!(rest.amount_minor, 600);
    assert_eq!(rest.order_state, OrderState::Refunded);
    app.check_books().await;
}

#[tokio::test]
async fn a_dispute_keeps_the_booking_and_ends_with_what_the_bank_decides() {
    let app = TestApp::start().await;
    let opened = app.paid(Some("LASTONE")).await;
    let charge = app.charge().await;
    let dispute = json!({ "amount": null, "reason": "fraudulent" });
    app.control(&format!("charges/{charge}/dispute"), &dispute)
        .await;
    let order = app.until(&opened, "disputed").await;
    assert_eq!(order.status, OrderStatus::Paid);
    assert_eq!(order.cancellation, None);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 6);
    assert_eq!(
        refund(&app, &opened, Share::Everything).await,
        Err(RefundRefusal::WrongState(OrderState::Disputed))
    );
    app.check_books().await;
    let state = app.double_state().await;
    let id = state["disputes"][0]["id"].as_str().expect("an id");
    app.control(&format!("disputes/{id}/close"), &json!({ "won": true }))
        .await;
    app.until(&opened, "paid").await;
    app.check_books().await;
    app.resend_events().await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::Paid);
    app.check_books().await;
}

#[tokio::test]
async fn a_lost_dispute_leaves_nothing_and_the_order_disputed() {
    let app = TestApp::start().await;
    let opened = app.paid(None).await;
    let charge = app.charge().await;
    let dispute = json!({ "amount": null, "reason": null });
    app.control(&format!("charges/{charge}/dispute"), &dispute)
        .await;
    app.until(&opened, "disputed").await;
    let state = app.double_state().await;
    let id = state["disputes"][0]["id"].as_str().expect("an id");
    app.control(&format!("disputes/{id}/close"), &json!({ "won": false }))
        .await;
    app.until_row("SELECT COUNT(*) FROM stripe_event WHERE type = 'charge.dispute.closed'")
        .await;
    app.until(&opened, "disputed").await;
    let sum = "SELECT CAST(SUM(amount_minor) AS BIGINT) FROM order_transaction";
    assert_eq!(app.number(sum).await, 0);
    app.check_books().await;
}
