//! An order is called off by its business: with money back or without, paid or not.

use booking_contract::owner::{OrderDetails, OrderStanding};
use booking_contract::{OrderStatus, ProblemCode};
use serde_json::json;

use super::{Desk, pay};
use crate::app::{CLASS, TUESDAY, TestApp};

#[tokio::test]
async fn a_booking_is_called_off_with_all_some_or_none_of_its_money_back() {
    for (back_minor, standing) in [
        (7_600, OrderStanding::Refunded),
        (1_000, OrderStanding::Cancelled),
        (0, OrderStanding::Cancelled),
    ] {
        let app = TestApp::start().await;
        let opened = app.paid(Some("LASTONE")).await;
        let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
        let body = json!({ "refund_minor": back_minor });
        let order: OrderDetails = desk.act(id, "cancel", body.clone()).await.success();
        assert_eq!(order.state, standing);
        assert_eq!(order.payments.refunded_minor, back_minor);
        assert_eq!(order.payments.balance_minor, 0);
        assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
        let again = desk.act(id, "cancel", body).await;
        again.problem(ProblemCode::WrongState);
        let told = "SELECT COUNT(*) FROM outbox_event WHERE type = 'order.cancelled' \
                    AND body LIKE '%\"reason\":\"business\"%'";
        assert_eq!(app.number(told).await, 1);
        app.check_books().await;
    }
}

#[tokio::test]
async fn more_than_is_left_is_never_given_back() {
    let app = TestApp::start().await;
    let opened = app.paid(None).await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    for wrong in [9_601, -1] {
        let answer = desk
            .act(id, "cancel", json!({ "refund_minor": wrong }))
            .await;
        answer.problem(ProblemCode::RefundChanged);
    }
    assert_eq!(desk.order(id).await.state, OrderStanding::Paid);
}

#[tokio::test]
async fn an_order_that_waits_is_given_up_and_can_be_paid_no_more() {
    let app = TestApp::start().await;
    let opened = app.awaiting(Some("LASTONE")).await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    assert!(desk.order(id).await.payment_link.is_some());
    let wrong = desk.act(id, "cancel", json!({ "refund_minor": 1 })).await;
    wrong.problem(ProblemCode::RefundChanged);
    let order: OrderDetails = desk
        .act(id, "cancel", json!({ "refund_minor": 0 }))
        .await
        .success();
    assert_eq!(order.state, OrderStanding::Expired);
    assert!(order.payment_link.is_none());
    assert!(!pay(opened.order.checkout_url.as_deref().expect("a page")).await);
    assert_eq!(app.order(&opened).await.status, OrderStatus::Expired);
    let logged = "SELECT COUNT(*) FROM owner_log WHERE action = 'order.cancel'";
    assert_eq!(app.number(logged).await, 1);
    app.check_books().await;
}

#[tokio::test]
async fn a_guest_who_has_just_paid_is_not_called_off_by_accident() {
    let app = TestApp::start_with(crate::app::Setup {
        mute: true,
        ..crate::app::Setup::default()
    })
    .await;
    let opened = app.awaiting(None).await;
    app.press(&opened, "pay").await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    let answer = desk.act(id, "cancel", json!({ "refund_minor": 0 })).await;
    answer.problem(ProblemCode::RefundChanged);
    assert_eq!(desk.order(id).await.state, OrderStanding::Paid);
    app.check_books().await;
}
