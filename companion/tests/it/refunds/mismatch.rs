//! Payments that do not agree with their order: given back, or accepted as they are.

use booking_companion::order_state::OrderState;
use booking_companion::owner::{self, AcceptRefusal, RefundRefusal, Share};
use booking_contract::{OrderOpened, OrderStatus};

use super::{mute, refund};
use crate::app::{CLASS, LESSON, TUESDAY, TestApp, guest};

/// An order whose payment does not agree with it, because the order was changed.
async fn quarantined(app: &TestApp) -> OrderOpened {
    let opened = app.awaiting(None).await;
    app.press(&opened, "pay").await;
    app.sql("UPDATE orders SET test_mode = 0").await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::InReview);
    // It is the payment that is of the other kind: the books themselves agree again.
    app.sql("UPDATE orders SET test_mode = 1").await;
    opened
}

#[tokio::test]
async fn a_mismatch_may_be_given_back() {
    let app = mute().await;
    let opened = quarantined(&app).await;
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 6);
    let part = refund(&app, &opened, Share::Amount(1)).await;
    assert_eq!(part, Err(RefundRefusal::WrongState(OrderState::Quarantine)));
    let back = refund(&app, &opened, Share::Everything)
        .await
        .expect("a refund");
    assert_eq!(
        (back.amount_minor, back.order_state),
        (9_600, OrderState::Refunded)
    );
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    app.check_books().await;
}

#[tokio::test]
async fn a_mismatch_may_be_accepted_as_it_is() {
    let app = mute().await;
    let opened = quarantined(&app).await;
    let id = &opened.order.id;
    let accepted = owner::accept(&app.state, id, "test")
        .await
        .expect("an answer");
    assert_eq!(accepted, Ok(OrderState::Paid));
    assert_eq!(app.order(&opened).await.status, OrderStatus::Paid);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 6);
    app.check_books().await;
    let again = owner::accept(&app.state, id, "test")
        .await
        .expect("an answer");
    assert_eq!(again, Err(AcceptRefusal::WrongState(OrderState::Paid)));
    assert_eq!(app.number("SELECT COUNT(*) FROM owner_log").await, 1);
}

#[tokio::test]
async fn a_mismatch_is_not_accepted_for_a_place_that_is_gone() {
    let app = mute().await;
    let opened = app.awaiting(None).await;
    app.force_release().await;
    app.sql("UPDATE orders SET test_mode = 0").await;
    app.press(&opened, "pay").await;
    let mut other = app.confirmation(LESSON, 1, TUESDAY, None).await;
    other.guest = guest("ben@example.com");
    assert_eq!(app.confirm(&other).await.status, 201);
    app.deliver_only("checkout.session.completed").await;
    let id = &opened.order.id;
    app.sql(&format!(
        "UPDATE orders SET test_mode = 1 WHERE id = '{id}'"
    ))
    .await;
    let accepted = owner::accept(&app.state, id, "test")
        .await
        .expect("an answer");
    assert_eq!(accepted, Err(AcceptRefusal::Gone));
    assert_eq!(app.number("SELECT COUNT(*) FROM owner_log").await, 0);
    app.check_books().await;
}
