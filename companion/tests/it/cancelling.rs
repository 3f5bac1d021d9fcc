//! A guest calls a booking off by its link.

use booking_contract::{Cancellation, OrderOpened, OrderStatus, OrderView, ProblemCode};
use chrono::TimeDelta;
use serde_json::json;

use crate::app::{CLASS, KILN, TUESDAY, TestApp, at};

const REDEEMED: &str = "SELECT test_redeemed FROM coupon WHERE id = 'kiln-clay-lastone'";

/// A studio that gives everything back until a day before, and nothing later.
async fn studio() -> TestApp {
    let app = TestApp::start().await;
    app.sql("UPDATE business SET cancel_notice_minutes = 1440, cancel_late_refund_percent = 0")
        .await;
    app
}

async fn told(app: &TestApp, opened: &OrderOpened) -> Cancellation {
    app.order(opened)
        .await
        .cancellation
        .expect("it can be called off")
}

#[tokio::test]
async fn the_guest_sees_what_comes_back_before_and_gets_exactly_that() {
    let app = studio().await;
    let opened = app.paid(Some("LASTONE")).await;
    let told = told(&app, &opened).await;
    assert_eq!(
        told,
        Cancellation {
            refund_minor: 7_600,
            until: at("2026-11-23T10:00:00Z"),
            later_refund_minor: Some(0),
            releases_coupon: true,
        }
    );
    let body = json!({ "refund_minor": told.refund_minor });
    let order: OrderView = app
        .act(&opened, "cancel", Some(body.clone()))
        .await
        .success();
    assert_eq!(order.status, OrderStatus::Refunded);
    assert_eq!((order.paid_minor, order.refunded_minor), (7_600, 7_600));
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    // The use of the coupon is free again.
    assert_eq!(app.number(REDEEMED).await, 0);
    app.check_books().await;
    // Twice is as good as once.
    let again: OrderView = app.act(&opened, "cancel", Some(body)).await.success();
    assert_eq!(again.status, OrderStatus::Refunded);
    assert_eq!(app.refunds().await.len(), 1);
    app.awaiting(Some("LASTONE")).await;
    app.check_books().await;
}

#[tokio::test]
async fn a_share_is_given_back_where_the_business_says_so() {
    let app = studio().await;
    app.sql(
        "UPDATE business SET cancel_refund_percent = 75, cancel_late_refund_percent = 33, \
         release_on_cancel = 0",
    )
    .await;
    let opened = app.paid(Some("LASTONE")).await;
    let early = told(&app, &opened).await;
    // Rounded half up once: 33 % of 7,600 is 2,508.
    assert_eq!(
        (early.refund_minor, early.later_refund_minor),
        (5_700, Some(2_508))
    );
    assert!(!early.releases_coupon);
    let body = json!({ "refund_minor": 5_700 });
    let order: OrderView = app.act(&opened, "cancel", Some(body)).await.success();
    assert_eq!(order.status, OrderStatus::Cancelled);
    assert_eq!((order.paid_minor, order.refunded_minor), (7_600, 5_700));
    assert_eq!(app.number(REDEEMED).await, 1);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    app.check_books().await;
}

#[tokio::test]
async fn the_deadline_is_kept_to_the_millisecond_and_nothing_is_done_for_another_amount() {
    let app = studio().await;
    let opened = app.paid(None).await;
    app.clock
        .set(at("2026-11-23T10:00:00Z") - TimeDelta::seconds(2));
    let last = told(&app, &opened).await;
    assert_eq!((app.clock.now(), last.refund_minor), (last.until, 9_600));
    app.clock.advance(TimeDelta::milliseconds(1));
    let answer = app
        .act(&opened, "cancel", Some(json!({ "refund_minor": 9_600 })))
        .await;
    assert_eq!(answer.status, 409);
    answer.problem(ProblemCode::RefundChanged);
    let late = told(&app, &opened).await;
    assert_eq!(
        late,
        Cancellation {
            refund_minor: 0,
            until: at(TUESDAY),
            later_refund_minor: None,
            releases_coupon: false,
        }
    );
    assert_eq!(app.refunds().await.len(), 0);
    // Called off with nothing to give back.
    let body = json!({ "refund_minor": 0 });
    let order: OrderView = app.act(&opened, "cancel", Some(body)).await.success();
    assert_eq!(
        (order.status, order.refunded_minor),
        (OrderStatus::Cancelled, 0)
    );
    assert_eq!(app.refunds().await.len(), 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM cell").await, 0);
    app.check_books().await;
}

#[tokio::test]
async fn what_is_not_paid_started_already_or_not_allowed_cannot_be_called_off() {
    let app = studio().await;
    let none = json!({ "refund_minor": 0 });
    let open = app.awaiting(None).await;
    assert_eq!(open.order.cancellation, None);
    let answer = app.act(&open, "cancel", Some(none.clone())).await;
    answer.problem(ProblemCode::WrongState);
    app.release(&open).await;
    let answer = app.act(&open, "cancel", Some(none.clone())).await;
    answer.problem(ProblemCode::WrongState);

    app.sql("UPDATE business SET cancellation = 'refuse'").await;
    let opened = app.paid(None).await;
    assert_eq!(app.order(&opened).await.cancellation, None);
    let answer = app
        .act(&opened, "cancel", Some(json!({ "refund_minor": 9_600 })))
        .await;
    answer.problem(ProblemCode::WrongState);
    app.sql("UPDATE business SET cancellation = 'allow'").await;
    let opened = app.paid(None).await;
    app.clock.set(at(TUESDAY));
    let answer = app.act(&opened, "cancel", Some(none)).await;
    answer.problem(ProblemCode::WrongState);
    app.check_books().await;
}

#[tokio::test]
async fn a_guest_keeps_the_terms_of_calling_off_that_they_were_told() {
    let app = studio().await;
    let page = app.calendar(KILN).await;
    let told = page.calendar.cancellation.expect("guests may call off");
    assert_eq!((told.notice_minutes, told.refund_percent), (1_440, 100));
    let opened = app.paid(None).await;
    let before = app.order(&opened).await.cancellation;
    app.sql(
        "UPDATE business SET cancellation = 'refuse', cancel_notice_minutes = 100000, \
         cancel_refund_percent = 10, cancel_late_refund_percent = 5",
    )
    .await;
    assert_eq!(app.calendar(KILN).await.calendar.cancellation, None);
    assert_eq!(app.order(&opened).await.cancellation, before);
    let answer = app
        .act(&opened, "cancel", Some(json!({ "refund_minor": 9_600 })))
        .await;
    assert!(answer.status.is_success(), "{}", answer.text);
    app.audit().await;
}

#[tokio::test]
async fn only_the_guests_own_link_calls_a_booking_off() {
    let app = studio().await;
    let mut opened = app.paid(None).await;
    opened.token = "x".repeat(43);
    for what in ["cancel", "extend"] {
        let body = (what == "cancel").then(|| json!({ "refund_minor": 9_600 }));
        app.act(&opened, what, body)
            .await
            .problem(ProblemCode::NotFound);
    }
}

#[tokio::test]
async fn a_free_booking_is_called_off_without_stripe() {
    let app = studio().await;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("FREECLASS")).await;
    let opened: OrderOpened = app.confirm(&body).await.success();
    let told = told(&app, &opened).await;
    assert_eq!((told.refund_minor, told.releases_coupon), (0, true));
    let body = json!({ "refund_minor": 0 });
    let order: OrderView = app.act(&opened, "cancel", Some(body)).await.success();
    assert_eq!(order.status, OrderStatus::Cancelled);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    let redeemed = "SELECT test_redeemed FROM coupon WHERE id = 'kiln-clay-freeclass'";
    assert_eq!(app.number(redeemed).await, 0);
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_cancellations_at_once_give_back_once() {
    let app = std::sync::Arc::new(studio().await);
    let opened = app.paid(Some("LASTONE")).await;
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let (app, opened) = (app.clone(), opened.clone());
        asking.spawn(async move {
            let body = json!({ "refund_minor": 7_600 });
            app.act(&opened, "cancel", Some(body)).await.status
        });
    }
    let statuses = asking.join_all().await;
    assert!(
        statuses.iter().all(reqwest::StatusCode::is_success),
        "{statuses:?}"
    );
    assert_eq!(app.refunds().await.len(), 1);
    app.check_books().await;
}

#[tokio::test]
async fn while_stripe_does_not_answer_the_guest_is_told_that_the_money_is_on_its_way() {
    let app = studio().await;
    let opened = app.paid(None).await;
    let plan = json!({ "next": "unreachable", "times": 3, "on": "create:refund" });
    app.control("faults", &plan).await;
    let body = json!({ "refund_minor": 9_600 });
    let order: OrderView = app.act(&opened, "cancel", Some(body)).await.success();
    assert_eq!(
        (order.status, order.refunded_minor),
        (OrderStatus::Refunding, 9_600)
    );
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    app.audit().await;
    app.end_faults().await;
    app.later(TimeDelta::minutes(1)).await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::Refunded);
    app.check_books().await;
}
