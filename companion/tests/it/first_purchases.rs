//! Coupons for first purchases: of a business, or of a service at a location.

use std::sync::Arc;

use booking_contract::{CouponCheckReply, OpenOrder, OrderOpened, Problem, ProblemCode};
use booking_engine::{QuoteChange, Rejection};
use serde_json::json;
use tokio::task::JoinSet;

use crate::app::{CLASS, KILN, LESSON, TUESDAY, TestApp, guest, request};

/// When a lesson is free, also where a class is booked on Tuesday.
const THURSDAY: &str = "2026-11-26T10:00:00Z";

/// A companion whose welcome code is for the first purchase of a service at a location.
async fn by_service() -> TestApp {
    let app = TestApp::start().await;
    app.sql("UPDATE coupon SET first_purchase_only = 1 WHERE id = 'kiln-clay-welcome10'")
        .await;
    app.sql("UPDATE business SET first_purchase_scope = 'service_at_location'")
        .await;
    app
}

/// What the code is answered for a service, once it is known who asks.
async fn check(app: &TestApp, service: &str) -> Option<Rejection> {
    let path = format!("/v1/calendars/{KILN}/coupon-checks");
    let request = request(service, 1, Some("WELCOME10"));
    let asked = json!({ "request": request, "email": "ana@example.com" });
    match app.post(&path, &asked).await.success() {
        CouponCheckReply::Accepted { terms, .. } => {
            assert!(terms.history.is_empty(), "what was booked stays here");
            None
        }
        CouponCheckReply::Rejected { reason } => Some(reason),
    }
}

#[track_caller]
fn is_no_first_purchase(problem: &Problem) {
    let reason = Rejection::FirstPurchase;
    assert_eq!(problem.changes, [QuoteChange::CodeRejected { reason }]);
}

#[tokio::test]
async fn an_order_of_a_service_uses_up_its_own_first_purchase_and_no_other() {
    let app = by_service().await;
    app.paid(None).await;
    assert_eq!(check(&app, CLASS).await, Some(Rejection::FirstPurchase));
    let again = app.confirmation(CLASS, 1, TUESDAY, Some("WELCOME10")).await;
    let problem = app.confirm(&again).await.problem(ProblemCode::QuoteChanged);
    is_no_first_purchase(&problem);

    assert_eq!(check(&app, LESSON).await, None);
    let lesson = app
        .confirmation(LESSON, 1, THURSDAY, Some("WELCOME10"))
        .await;
    let opened: OrderOpened = app.confirm(&lesson).await.success();
    assert!(opened.order.quote.discount_minor > 0);
    // It is open, so it counts.
    assert_eq!(check(&app, LESSON).await, Some(Rejection::FirstPurchase));
    app.check_books().await;
}

#[tokio::test]
async fn orders_that_came_to_nothing_of_others_or_elsewhere_do_not_count() {
    let app = by_service().await;
    let released = app.awaiting(None).await;
    app.release(&released).await;
    assert_eq!(check(&app, CLASS).await, None);

    let mut body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    body.guest = guest("rui@example.com");
    let _: OrderOpened = app.confirm(&body).await.success();
    assert_eq!(check(&app, CLASS).await, None);

    app.paid(None).await;
    app.sql("INSERT INTO location (id, business_id, name) VALUES ('porto', 'kiln-clay', 'Porto')")
        .await;
    app.sql("UPDATE orders SET location_id = 'porto'").await;
    assert_eq!(check(&app, CLASS).await, None);
    app.sql("UPDATE orders SET location_id = NULL").await;
    assert_eq!(check(&app, CLASS).await, Some(Rejection::FirstPurchase));
    app.check_books().await;
}

#[tokio::test]
async fn all_orders_count_where_the_business_says_nothing_of_services() {
    let app = by_service().await;
    app.sql("UPDATE business SET first_purchase_scope = 'business'")
        .await;
    app.paid(None).await;
    assert_eq!(check(&app, LESSON).await, Some(Rejection::FirstPurchase));
    let body = app
        .confirmation(LESSON, 1, THURSDAY, Some("WELCOME10"))
        .await;
    let problem = app.confirm(&body).await.problem(ProblemCode::QuoteChanged);
    is_no_first_purchase(&problem);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_purchase_of_a_service_is_the_first_once() {
    let app = Arc::new(by_service().await);
    app.sql("UPDATE service SET capacity = 100").await;
    // A customer whom the books know, so that nothing but the count tells two orders apart.
    let lesson = app.confirmation(LESSON, 1, THURSDAY, None).await;
    let _: OrderOpened = app.confirm(&lesson).await.success();
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("WELCOME10")).await;
    let mut guests = JoinSet::new();
    for _ in 0..10 {
        let (app, body): (_, OpenOrder) = (app.clone(), body.clone());
        guests.spawn(async move { app.confirm(&body).await });
    }
    let answers = guests.join_all().await;
    let won = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(won, 1);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        is_no_first_purchase(&answer.problem(ProblemCode::QuoteChanged));
    }
    app.check_books().await;
}
