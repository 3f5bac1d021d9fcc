//! A balance that is collected by a link is paid once, on whatever way we hear of it.

use booking_contract::ProblemCode;
use booking_contract::owner::{OrderDetails, OrderStanding, PaymentMethod};
use chrono::TimeDelta;
use serde_json::json;

use super::{Desk, pay, with_balance};
use crate::app::{Answer, Setup, TestApp};

async fn collect(desk: &Desk<'_>, id: &str, balance_minor: i64) -> Answer {
    let body = json!({ "balance_minor": balance_minor });
    desk.act(id, "payment-link", body).await
}

/// The address of the page.
fn url(answer: &Answer) -> String {
    let order: OrderDetails = answer.success();
    let link = order.payment_link.expect("a link");
    assert!(link.for_balance);
    link.url
}

const PAID: &str = "SELECT COUNT(*) FROM order_payment WHERE state = 'paid'";

#[tokio::test]
async fn a_link_asks_for_all_that_is_left_and_is_the_same_when_asked_again() {
    let app = TestApp::start().await;
    let opened = with_balance(&app).await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    let wrong = collect(&desk, id, 7_199).await;
    wrong.problem(ProblemCode::BalanceChanged);
    let first = url(&collect(&desk, id, 7_200).await);
    assert_eq!(first, url(&collect(&desk, id, 7_200).await));
    let order = desk.order(id).await;
    let link = order.payment_link.expect("a link");
    assert_eq!(
        (link.url.as_str(), link.amount_minor),
        (first.as_str(), 7_200)
    );
    app.clock.advance(TimeDelta::seconds(1));
    assert!(pay(&first).await);
    app.until_row(PAID).await;
    let order = desk.order(id).await;
    assert_eq!(order.payments.balance_minor, 0);
    assert_eq!(order.payment_link, None);
    let last = order.transactions.last().expect("a movement");
    assert_eq!(
        (last.amount_minor, last.method),
        (7_200, Some(PaymentMethod::Link))
    );
    collect(&desk, id, 0).await.problem(ProblemCode::WrongState);
    // The page of a payment that was made leads on to the booking, and takes nothing.
    pay(&first).await;
    app.resend_events().await;
    assert_eq!(app.number(PAID).await, 1);
    app.check_books().await;
}

#[tokio::test]
async fn a_payment_that_nobody_told_of_is_found() {
    let app = TestApp::start_with(Setup {
        mute: true,
        ..Setup::default()
    })
    .await;
    let opened = with_balance(&app).await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    let page = url(&collect(&desk, id, 7_200).await);
    assert!(pay(&page).await);
    app.later(TimeDelta::minutes(11)).await;
    assert_eq!(desk.order(id).await.payments.balance_minor, 0);
    app.check_books().await;
}

#[tokio::test]
async fn what_is_recorded_by_hand_closes_the_link_first() {
    let app = TestApp::start().await;
    let opened = with_balance(&app).await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    let page = url(&collect(&desk, id, 7_200).await);
    let order: OrderDetails = desk.cash(id, 7_200, 1_200).await.success();
    assert_eq!(order.payments.balance_minor, 6_000);
    assert!(!pay(&page).await);
    let next = url(&collect(&desk, id, 6_000).await);
    assert_ne!(next, page);
    assert!(pay(&next).await);
    app.until_row("SELECT COUNT(*) FROM order_payment WHERE state = 'paid' AND method = 'link'")
        .await;
    assert_eq!(desk.order(id).await.payments.balance_minor, 0);
    app.audit().await;
}

#[tokio::test]
async fn a_link_that_was_paid_just_now_leaves_nothing_to_record() {
    let app = TestApp::start_with(Setup {
        mute: true,
        ..Setup::default()
    })
    .await;
    let opened = with_balance(&app).await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    let page = url(&collect(&desk, id, 7_200).await);
    assert!(pay(&page).await);
    desk.cash(id, 7_200, 7_200)
        .await
        .problem(ProblemCode::BalanceChanged);
    app.check_books().await;
}

#[tokio::test]
async fn a_booking_that_is_called_off_takes_its_link_along() {
    let app = TestApp::start().await;
    let opened = with_balance(&app).await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    let page = url(&collect(&desk, id, 7_200).await);
    let answer = desk
        .act(id, "cancel", json!({ "refund_minor": 2_400 }))
        .await;
    assert_eq!(
        answer.success::<OrderDetails>().state,
        OrderStanding::Refunded
    );
    app.audit().await;
    // The sweeper closes the page.
    app.later(TimeDelta::seconds(1)).await;
    assert!(!pay(&page).await);
    app.check_books().await;
}

#[tokio::test]
async fn money_that_comes_by_a_link_after_all_goes_back() {
    let app = TestApp::start_with(Setup {
        mute: true,
        ..Setup::default()
    })
    .await;
    let opened = with_balance(&app).await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    let page = url(&collect(&desk, id, 7_200).await);
    assert!(pay(&page).await);
    let answer = desk
        .act(id, "cancel", json!({ "refund_minor": 2_400 }))
        .await;
    answer.success::<OrderDetails>();
    for _ in 0..3 {
        app.later(TimeDelta::minutes(1)).await;
    }
    let order = desk.order(id).await;
    assert_eq!(order.payments.paid_minor, 9_600);
    assert_eq!(order.payments.refunded_minor, 9_600);
    assert_eq!(app.refunds().await.len(), 2);
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn links_that_are_asked_for_at_once_are_one() {
    let app = TestApp::start().await;
    let opened = with_balance(&app).await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    let _all = tokio::join!(
        collect(&desk, id, 7_200),
        collect(&desk, id, 7_200),
        collect(&desk, id, 7_200)
    );
    let live = "SELECT COUNT(*) FROM order_payment WHERE state IN ('opening', 'open', 'closing')";
    assert!(app.number(live).await <= 1);
    url(&collect(&desk, id, 7_200).await);
    assert_eq!(app.number(live).await, 1);
    app.audit().await;
}

#[tokio::test]
async fn a_link_is_refunded_at_stripe_like_any_payment() {
    let app = TestApp::start().await;
    let opened = with_balance(&app).await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    let page = url(&collect(&desk, id, 7_200).await);
    assert!(pay(&page).await);
    app.until_row(PAID).await;
    let order: OrderDetails = desk.refund(id, json!("everything"), 9_600).await.success();
    assert_eq!(order.state, OrderStanding::Refunded);
    assert_eq!(app.refunds().await.len(), 2);
    app.check_books().await;
}

#[tokio::test]
async fn an_order_without_a_balance_or_a_booking_has_no_link() {
    let app = TestApp::start().await;
    let paid = app.paid(None).await;
    let desk = Desk::owner(&app).await;
    collect(&desk, &paid.order.id, 0)
        .await
        .problem(ProblemCode::WrongState);
}
