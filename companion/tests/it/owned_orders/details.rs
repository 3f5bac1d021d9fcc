//! One order: its money adds up for each attendee, whatever happened to it.

use booking_companion::owner::{self, Share};
use booking_contract::owner::{OrderStanding, PaymentMethod, TransactionKind};
use booking_contract::{OrderOpened, ProblemCode};

use super::{Desk, check_sums};
use crate::app::{CLASS, TUESDAY, TestApp};
use crate::menus::{FRIDAY, MENU, confirm, confirmation, item};
use crate::person::{GROUP, STAFF};

#[tokio::test]
async fn a_paid_order_shows_coupon_discount_adjusted_total_and_payment() {
    let app = TestApp::start().await;
    let opened = app.paid(Some("LASTONE")).await;
    let desk = Desk::owner(&app).await;
    let order = desk.order(&opened.order.id).await;
    assert_eq!(order.state, OrderStanding::Paid);
    let view = &order.payments;
    assert_eq!((view.subtotal_minor, view.discount_minor), (9_600, 2_000));
    assert_eq!((view.total_minor, view.paid_minor), (7_600, 7_600));
    assert_eq!((view.refunded_minor, view.balance_minor), (0, 0));
    let code = view.coupon.as_ref().and_then(|coupon| coupon.code.clone());
    assert_eq!(code.expect("a code").as_str(), "LASTONE");
    assert_eq!(view.attendees.len(), 2);
    let zero = &order.transactions[0];
    assert_eq!(
        (zero.kind, zero.amount_minor),
        (TransactionKind::Created, 0)
    );
    let payment = &order.transactions[1];
    assert_eq!(
        (payment.kind, payment.amount_minor),
        (TransactionKind::Payment, 7_600)
    );
    assert_eq!(payment.method, Some(PaymentMethod::Checkout));
    assert!(order.deeds.cancel && order.deeds.refund_attendees && !order.deeds.decide);
    assert_eq!(order.deeds.refundable_minor, 7_600);
}

#[tokio::test]
async fn sums_hold_after_refunds_of_a_part_and_of_an_attendee() {
    let app = TestApp::start().await;
    let body = app.confirmation(CLASS, 3, TUESDAY, Some("LASTONE")).await;
    let opened: OrderOpened = app.confirm(&body).await.success();
    app.press(&opened, "pay").await;
    app.order(&opened).await;
    let desk = Desk::owner(&app).await;
    let id = &opened.order.id;
    for share in [Share::Amount(101), Share::Attendee(2), Share::Amount(7)] {
        owner::refund(&app.state, id, share, "test")
            .await
            .expect("the books answer")
            .expect("a refund");
        app.clock.advance(chrono::TimeDelta::seconds(1));
        let order = desk.order(id).await;
        assert_eq!(order.payments.balance_minor, 0);
    }
    let order = desk.order(id).await;
    let called_off: Vec<bool> = (order.payments.attendees.iter())
        .map(|one| one.called_off)
        .collect();
    assert_eq!(called_off, [false, true, false]);
    owner::refund(&app.state, id, Share::Everything, "test")
        .await
        .expect("the books answer")
        .expect("a refund");
    let order = desk.order(id).await;
    assert_eq!(order.state, OrderStanding::Refunded);
    assert_eq!(order.payments.paid_minor, order.payments.refunded_minor);
    assert!(!order.deeds.cancel && order.deeds.refundable_minor == 0);
}

#[tokio::test]
async fn a_deposit_leaves_a_balance_that_attendees_share() {
    let app = TestApp::start().await;
    app.sql(r#"UPDATE calendar SET deposit = '{"percent":{"percent":"33"}}'"#)
        .await;
    let body = app.confirmation(CLASS, 3, TUESDAY, None).await;
    let opened: OrderOpened = app.confirm(&body).await.success();
    let desk = Desk::owner(&app).await;
    let waiting = desk.order(&opened.order.id).await;
    assert_eq!(waiting.state, OrderStanding::Awaiting);
    assert_eq!(waiting.payments.balance_minor, 14_400);
    assert!(waiting.hold_until.is_some());
    app.press(&opened, "pay").await;
    app.order(&opened).await;
    let order = desk.order(&opened.order.id).await;
    let view = &order.payments;
    assert_eq!((view.paid_minor, view.balance_minor), (4_752, 9_648));
    assert_eq!(view.attendees[0].balance_minor, 3_216);
}

#[tokio::test]
async fn a_menus_order_shows_staff_attendees_and_answers_with_their_questions() {
    let app = TestApp::start().await;
    let calendar = app.calendar(MENU).await;
    let service = calendar.services.first().expect("a service");
    let items = vec![item(service.id.as_str(), "", "", 1)];
    let body = confirmation(&app, MENU, items, FRIDAY, None).await;
    let opened: OrderOpened = confirm(&app, MENU, &body).await.success();
    let desk = Desk::owner(&app).await;
    let order = desk.order(&opened.order.id).await;
    check_sums(&order);
    assert_eq!(order.answers.len(), body.answers.len());
    for answer in &order.answers {
        let asked = calendar
            .calendar
            .form
            .iter()
            .any(|field| field.label == answer.question);
        assert!(asked, "{answer:?}");
    }
    assert_eq!(order.attendees, opened.order.attendees);
}

#[tokio::test]
async fn an_order_of_others_is_answered_like_none() {
    let app = TestApp::start().await;
    let opened = app.paid(None).await;
    let group = app.sign_in(GROUP).await;
    let path = format!("/v1/businesses/northlight/orders/{}", opened.order.id);
    let foreign = group.get(&path).await;
    foreign.problem(ProblemCode::NotFound);
    for none in ["ord_00", "none", "%00", "ord_%F0%9F%A6%89"] {
        let path = format!("/v1/businesses/northlight/orders/{none}");
        assert_eq!(group.get(&path).await.text, foreign.text);
    }
    let own = format!("/v1/businesses/kiln-clay/orders/{}", opened.order.id);
    assert_eq!(group.get(&own).await.status, 200);
    let staff = app.sign_in(STAFF).await;
    staff.get(&own).await.problem(ProblemCode::NotAllowed);
}
