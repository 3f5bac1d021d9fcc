//! What an owner gives back: never more than was paid, whoever asks at the same time.

use booking_companion::order_state::OrderState;
use booking_companion::owner::{self, RefundRefusal, RefundState, Share};
use booking_contract::{OrderOpened, OrderStatus};

use super::{REDEEMED, refund};
use crate::app::{CLASS, TUESDAY, TestApp};

#[tokio::test]
async fn a_full_refund_gives_everything_back_and_frees_the_place_but_keeps_the_coupon_used() {
    let app = TestApp::start().await;
    let opened = app.paid(Some("LASTONE")).await;
    let refunded = refund(&app, &opened, Share::Everything)
        .await
        .expect("a refund");
    assert_eq!(refunded.amount_minor, 7_600);
    assert_eq!(refunded.state, RefundState::Succeeded);
    assert_eq!(refunded.order_state, OrderState::Refunded);
    let order = app.order(&opened).await;
    assert_eq!(order.status, OrderStatus::Refunded);
    assert_eq!((order.paid_minor, order.refunded_minor), (7_600, 7_600));
    assert_eq!(order.cancellation, None);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    assert_eq!(app.number(REDEEMED).await, 1);
    let refunds = app.refunds().await;
    assert_eq!(refunds.len(), 1);
    assert_eq!(refunds[0]["metadata"]["order"], opened.order.id.as_str());
    app.check_books().await;
    let again = refund(&app, &opened, Share::Everything).await;
    assert_eq!(again, Err(RefundRefusal::WrongState(OrderState::Refunded)));
}

#[tokio::test]
async fn every_attendee_refunded_is_exactly_what_was_paid() {
    let app = TestApp::start().await;
    let body = app.confirmation(CLASS, 3, TUESDAY, Some("LASTONE")).await;
    let opened: OrderOpened = app.confirm(&body).await.success();
    app.press(&opened, "pay").await;
    let paid = app.order(&opened).await;
    let mut back_minor = 0;
    for (attendee, seats_left) in [(2, 6), (1, 7)] {
        let refunded = refund(&app, &opened, Share::Attendee(attendee))
            .await
            .expect("a refund");
        let share = paid.quote.attendee_shares()[attendee as usize - 1];
        assert_eq!(refunded.amount_minor, share.amount_due_minor);
        assert_eq!(refunded.order_state, OrderState::Paid);
        assert_eq!(app.seats_left(CLASS, TUESDAY).await, seats_left);
        back_minor += refunded.amount_minor;
        app.check_books().await;
    }
    let twice = refund(&app, &opened, Share::Attendee(1)).await;
    assert_eq!(twice, Err(RefundRefusal::AttendeeGone));
    for nobody in [0, 4] {
        let nobody = refund(&app, &opened, Share::Attendee(nobody)).await;
        assert_eq!(nobody, Err(RefundRefusal::NoSuchAttendee { attendees: 3 }));
    }
    // With the last one the order is over.
    let last = refund(&app, &opened, Share::Attendee(3))
        .await
        .expect("a refund");
    assert_eq!(back_minor + last.amount_minor, paid.paid_minor);
    assert_eq!(last.order_state, OrderState::Refunded);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    app.check_books().await;
}

#[tokio::test]
async fn never_more_is_given_back_than_is_left() {
    let app = TestApp::start().await;
    let opened = app.paid(None).await;
    let part = refund(&app, &opened, Share::Amount(9_000))
        .await
        .expect("a refund");
    assert_eq!(part.order_state, OrderState::Paid);
    assert_eq!(
        refund(&app, &opened, Share::Amount(601)).await,
        Err(RefundRefusal::TooMuch { left_minor: 600 })
    );
    for nothing in [0, -1] {
        let nothing = refund(&app, &opened, Share::Amount(nothing)).await;
        assert_eq!(nothing, Err(RefundRefusal::NotAnAmount));
    }
    // An attendee's share is 4,800, and 600 are left.
    let attendee = refund(&app, &opened, Share::Attendee(1))
        .await
        .expect("a refund");
    assert_eq!(attendee.amount_minor, 600);
    let order = app.order(&opened).await;
    assert_eq!((order.paid_minor, order.refunded_minor), (9_600, 9_600));
    app.audit().await;
}

/// Twenty owners give 1,000 of 9,600 back at once.
async fn twenty_at_once(app: &TestApp, opened: &OrderOpened) {
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (state, id) = (app.state.clone(), opened.order.id.clone());
        asking.spawn(async move {
            for _ in 0..10 {
                let asked = owner::refund(&state, &id, Share::Amount(1_000), "test").await;
                if asked.is_ok() {
                    return;
                }
            }
        });
    }
    asking.join_all().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_refunds_at_once_give_back_no_more_than_was_paid() {
    let app = TestApp::start().await;
    let opened = app.paid(None).await;
    twenty_at_once(&app, &opened).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM refund").await, 9);
    assert_eq!(app.refunds().await.len(), 9);
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_counter_more_is_asked_for_than_was_paid() {
    let app = TestApp::start().await;
    let opened = app.paid(None).await;
    let forget = "UPDATE orders SET returned_minor = 0 WHERE returned_minor > 0;";
    app.books.sabotage("UPDATE ON orders", forget).await;
    twenty_at_once(&app, &opened).await;
    let asked = app.number("SELECT COUNT(*) FROM refund").await;
    assert!(asked > 9, "{asked}");
    let violations = app.state.store.violations().await.expect("an audit");
    assert!(!violations.is_empty());
}

#[tokio::test]
async fn an_order_without_money_gives_nothing_back() {
    let app = TestApp::start().await;
    let opened = app.awaiting(None).await;
    let refused = refund(&app, &opened, Share::Everything).await;
    assert_eq!(
        refused,
        Err(RefundRefusal::WrongState(OrderState::Awaiting))
    );
    let body = app.confirmation(CLASS, 2, TUESDAY, Some("FREECLASS")).await;
    let free: OrderOpened = app.confirm(&body).await.success();
    let refused = refund(&app, &free, Share::Everything).await;
    assert_eq!(refused, Err(RefundRefusal::NothingLeft));
    // A free attendee is called off without a refund.
    let attendee = refund(&app, &free, Share::Attendee(1))
        .await
        .expect("called off");
    assert_eq!(
        (attendee.amount_minor, attendee.order_state),
        (0, OrderState::Paid)
    );
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 5);
    assert_eq!(app.refunds().await.len(), 0);
    app.check_books().await;
}
