//! Payments that are recorded by hand: never more than is owed, never what a page takes as well.

use booking_contract::owner::{OrderDetails, OrderStanding, PaymentMethod, TransactionKind};
use booking_contract::{OrderStatus, ProblemCode};

use super::{Desk, pay, with_balance, with_deposit};
use crate::app::TestApp;

/// Events that tell of money.
const RECEIVED: &str = "SELECT COUNT(*) FROM outbox_event WHERE type = 'payment.received'";

#[tokio::test]
async fn a_balance_is_paid_in_parts_and_each_is_told_of() {
    let app = TestApp::start().await;
    let opened = with_balance(&app).await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    let before = app.number(RECEIVED).await;
    app.clock.advance(chrono::TimeDelta::seconds(1));
    let order: OrderDetails = desk.cash(id, 7_200, 2_001).await.success();
    assert_eq!(order.payments.balance_minor, 5_199);
    let last = order.transactions.last().expect("a movement");
    assert_eq!(
        (last.kind, last.amount_minor),
        (TransactionKind::Payment, 2_001)
    );
    assert_eq!(last.method, Some(PaymentMethod::Cash));
    assert_eq!(last.note, "At the counter");
    assert_eq!(app.number(RECEIVED).await, before + 1);
    // Pressed twice, or decided on an earlier balance.
    desk.cash(id, 7_200, 2_001)
        .await
        .problem(ProblemCode::BalanceChanged);
    for wrong in [5_200, 0, -1] {
        desk.cash(id, 5_199, wrong)
            .await
            .problem(ProblemCode::InvalidRequest);
    }
    let order: OrderDetails = desk.cash(id, 5_199, 5_199).await.success();
    assert_eq!(order.payments.balance_minor, 0);
    assert_eq!(order.deeds.record_least_minor, None);
    desk.cash(id, 0, 1).await.problem(ProblemCode::WrongState);
    desk.order(id).await;
    let logged = "SELECT COUNT(*) FROM owner_log WHERE action = 'order.record_payment'";
    assert_eq!(app.number(logged).await, 2);
    app.audit().await;
}

#[tokio::test]
async fn an_order_that_waits_is_booked_and_its_page_takes_nothing_any_more() {
    let app = TestApp::start().await;
    let opened = with_deposit(&app).await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    let order = desk.order(id).await;
    assert_eq!(order.deeds.record_least_minor, Some(2_400));
    desk.cash(id, 9_600, 2_399)
        .await
        .problem(ProblemCode::InvalidRequest);
    let order: OrderDetails = desk.cash(id, 9_600, 9_600).await.success();
    assert_eq!(order.state, OrderStanding::Paid);
    assert_eq!(order.payments.balance_minor, 0);
    assert!(!pay(opened.order.checkout_url.as_deref().expect("a page")).await);
    app.resend_events().await;
    let guest = app.order(&opened).await;
    assert_eq!((guest.status, guest.paid_minor), (OrderStatus::Paid, 9_600));
    let double = app.double_state().await;
    assert_eq!(
        double["ledger"]["platform"]["eur"]["net_minor"]
            .as_i64()
            .unwrap_or(0),
        0
    );
    app.audit().await;
}

#[tokio::test]
async fn a_guest_who_was_faster_has_paid_and_nothing_is_recorded_besides() {
    let app = TestApp::start_with(crate::app::Setup {
        mute: true,
        ..crate::app::Setup::default()
    })
    .await;
    let opened = app.awaiting(None).await;
    app.press(&opened, "pay").await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    desk.cash(id, 9_600, 9_600)
        .await
        .problem(ProblemCode::BalanceChanged);
    assert_eq!(desk.order(id).await.state, OrderStanding::Paid);
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_record_at_once_record_it_once() {
    let app = TestApp::start().await;
    let opened = with_balance(&app).await;
    let id = opened.order.id.as_str();
    let desk = Desk::owner(&app).await;
    let (one, two, three) = tokio::join!(
        desk.cash(id, 7_200, 7_200),
        desk.cash(id, 7_200, 7_200),
        desk.cash(id, 7_200, 7_200)
    );
    let answers = [one, two, three];
    let done = answers.iter().filter(|it| it.status == 200).count();
    assert_eq!(done, 1, "{answers:?}");
    assert_eq!(desk.order(id).await.payments.balance_minor, 0);
    app.audit().await;
}

#[tokio::test]
async fn a_way_to_pay_that_is_none_and_a_note_that_is_too_long_are_refused() {
    let app = TestApp::start().await;
    let opened = with_balance(&app).await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    for (method, note) in [
        ("link", String::new()),
        ("checkout", String::new()),
        ("shells", String::new()),
        ("cash", "a".repeat(201)),
        ("cash", "a\u{1}b".to_owned()),
    ] {
        let body = serde_json::json!({
            "balance_minor": 7_200, "amount_minor": 1, "method": method, "note": note,
        });
        let answer = desk.act(id, "payments", body).await;
        answer.problem(ProblemCode::InvalidRequest);
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM order_payment").await, 0);
}
