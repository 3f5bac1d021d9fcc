//! Money back from the dashboard: what was told and nothing else, and once, whoever asks besides.

use booking_contract::owner::{OrderDetails, OrderStanding};
use booking_contract::{OrderStatus, ProblemCode};
use serde_json::json;

use super::{Desk, with_balance};
use crate::app::{CLASS, Setup, TUESDAY, TestApp};
use crate::person::{ADMIN, MANAGER};

#[tokio::test]
async fn what_was_told_is_given_back_and_nothing_else() {
    let app = TestApp::start().await;
    let opened = app.paid(Some("LASTONE")).await;
    let (desk, id) = (Desk::of(&app, MANAGER).await, opened.order.id.as_str());
    let told = desk.order(id).await;
    let second = told.payments.attendees[1].refundable_minor;
    let wrong = desk.refund(id, json!({ "attendee": 2 }), second + 1).await;
    wrong.problem(ProblemCode::RefundChanged);
    let wrong = desk.refund(id, json!("everything"), 7_599).await;
    wrong.problem(ProblemCode::RefundChanged);
    assert_eq!(app.refunds().await.len(), 0);
    let answer = desk.refund(id, json!({ "attendee": 2 }), second).await;
    let order: OrderDetails = answer.success();
    assert!(order.payments.attendees[1].called_off);
    assert_eq!(order.payments.refunded_minor, second);
    desk.refund(id, json!("amount"), 100)
        .await
        .success::<OrderDetails>();
    let left = desk.order(id).await.deeds.refundable_minor;
    assert_eq!(left, 7_600 - second - 100);
    let order: OrderDetails = desk.refund(id, json!("everything"), left).await.success();
    assert_eq!(order.state, OrderStanding::Refunded);
    let again = desk.refund(id, json!("everything"), 0).await;
    again.problem(ProblemCode::WrongState);
    let actor = "SELECT COUNT(*) FROM owner_log WHERE actor = 'usr_demo_manager' \
                 AND action IN ('order.refund', 'order.cancel')";
    assert_eq!(app.number(actor).await, 3);
    app.check_books().await;
}

#[tokio::test]
async fn what_cannot_be_given_back_is_refused() {
    let app = TestApp::start().await;
    let opened = app.paid(None).await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    for (share, refund_minor, code) in [
        (json!("amount"), 0, ProblemCode::InvalidRequest),
        (json!("amount"), -5, ProblemCode::InvalidRequest),
        (json!("amount"), 9_601, ProblemCode::RefundChanged),
        (json!({ "attendee": 3 }), 4_800, ProblemCode::InvalidRequest),
        (json!("half"), 4_800, ProblemCode::InvalidRequest),
    ] {
        desk.refund(id, share, refund_minor).await.problem(code);
    }
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_owners_who_refund_at_once_give_it_back_once() {
    let app = TestApp::start().await;
    let opened = app.paid(None).await;
    let id = opened.order.id.as_str();
    let (one, two) = (Desk::owner(&app).await, Desk::of(&app, ADMIN).await);
    let (one, two) = tokio::join!(
        one.refund(id, json!("everything"), 9_600),
        two.refund(id, json!("everything"), 9_600)
    );
    let done = [&one, &two].iter().filter(|it| it.status == 200).count();
    assert_eq!(done, 1, "{} {}", one.text, two.text);
    assert_eq!(app.refunds().await.len(), 1);
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_while_the_guest_calls_off_goes_back_once() {
    for _ in 0..3 {
        let app = TestApp::start().await;
        let opened = app.paid(None).await;
        let desk = Desk::owner(&app).await;
        let cancel = app.act(&opened, "cancel", Some(json!({ "refund_minor": 9_600 })));
        let refund = desk.refund(&opened.order.id, json!("everything"), 9_600);
        tokio::join!(cancel, refund);
        assert_eq!(app.refunds().await.len(), 1);
        let status = app.order(&opened).await.status;
        assert!(matches!(
            status,
            OrderStatus::Refunded | OrderStatus::Refunding
        ));
        app.check_books().await;
    }
}

#[tokio::test]
async fn a_refund_of_several_payments_takes_each_its_own_way() {
    let app = TestApp::start().await;
    let opened = with_balance(&app).await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    desk.cash(id, 7_200, 7_200).await.success::<OrderDetails>();
    let order = desk.order(id).await;
    assert_eq!(order.deeds.refundable_minor, 9_600);
    assert_eq!(order.deeds.by_hand_minor, 7_200);
    // What goes back by itself goes first.
    let order: OrderDetails = desk
        .refund(id, json!({ "attendee": 1 }), 4_800)
        .await
        .success();
    assert_eq!(order.deeds.by_hand_minor, 4_800);
    assert_eq!(app.refunds().await.len(), 1);
    let order: OrderDetails = desk.refund(id, json!("everything"), 4_800).await.success();
    assert_eq!(order.state, OrderStanding::Refunded);
    assert_eq!(order.payments.refunded_minor, 9_600);
    assert_eq!(app.refunds().await.len(), 1);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    app.audit().await;
}

#[tokio::test]
async fn what_a_guest_calls_off_that_was_paid_by_hand_waits_for_somebody() {
    let app = TestApp::start().await;
    let opened = with_balance(&app).await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    desk.cash(id, 7_200, 7_200).await.success::<OrderDetails>();
    let cancelled = app.act(&opened, "cancel", Some(json!({ "refund_minor": 9_600 })));
    assert_eq!(cancelled.await.status, 200);
    let order = desk.order(id).await;
    assert_eq!(order.state, OrderStanding::RefundPending);
    app.audit().await;
    let waits = order.refunds.iter().find(|refund| refund.by_hand);
    let number = waits.expect("a refund by hand").number;
    let path = format!("refunds/{number}/handed-over");
    let order: OrderDetails = desk.act(id, &path, json!({})).await.success();
    assert_eq!(order.state, OrderStanding::Refunded);
    let twice = desk.act(id, &path, json!({})).await;
    twice.problem(ProblemCode::WrongState);
    app.audit().await;
}

#[tokio::test]
async fn a_payment_that_does_not_agree_is_accepted_or_given_back() {
    for accepted in [true, false] {
        let app = TestApp::start_with(Setup {
            mute: true,
            ..Setup::default()
        })
        .await;
        let opened = app.awaiting(None).await;
        app.press(&opened, "pay").await;
        app.sql("UPDATE orders SET test_mode = 0").await;
        assert_eq!(app.order(&opened).await.status, OrderStatus::InReview);
        // It is the payment that is of the other kind: the books themselves agree again.
        app.sql("UPDATE orders SET test_mode = 1").await;
        let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
        let order = desk.order(id).await;
        assert!(order.deeds.decide && !order.deeds.cancel);
        assert_eq!(order.deeds.refundable_minor, 9_600);
        let answer = if accepted {
            desk.act(id, "accept", json!({})).await
        } else {
            desk.refund(id, json!("everything"), 9_600).await
        };
        let order: OrderDetails = answer.success();
        let expected = if accepted {
            OrderStanding::Paid
        } else {
            OrderStanding::Refunded
        };
        assert_eq!(order.state, expected);
        assert_eq!(desk.order(id).await.payments.balance_minor, 0);
        let twice = desk.act(id, "accept", json!({})).await;
        twice.problem(ProblemCode::WrongState);
        app.check_books().await;
    }
}
