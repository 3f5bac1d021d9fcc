//! A guest moves a booking: one transaction, and nothing happens where the time is taken.

use std::sync::Arc;

use booking_contract::{OrderOpened, OrderStatus, OrderView, ProblemCode};
use chrono::TimeDelta;
use serde_json::json;
use tokio::task::JoinSet;

use crate::app::{Answer, CLASS, LESSON, TUESDAY, TestApp, at, guest};
use crate::menus::{FRIDAY, MENU, confirm, confirmation, item};

const WEDNESDAY: &str = "2026-11-25T10:00:00Z";

async fn paid(app: &TestApp, service: &str, email: &str, starts_at: &str) -> OrderOpened {
    let mut body = app.confirmation(service, 1, starts_at, None).await;
    body.guest = guest(email);
    let opened: OrderOpened = app.confirm(&body).await.success();
    app.press(&opened, "pay").await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::Paid);
    opened
}

async fn go(app: &TestApp, opened: &OrderOpened, starts_at: &str) -> Answer {
    app.act(opened, "move", Some(json!({ "starts_at": starts_at })))
        .await
}

#[tokio::test]
async fn a_paid_booking_moves_to_a_free_time_with_its_seats() {
    let app = TestApp::start().await;
    let opened = app.paid(Some("WELCOME10")).await;
    let before = app.order(&opened).await;
    assert_eq!(before.movable_until, Some(at("2026-11-22T10:00:00Z")));
    let moved: OrderView = go(&app, &opened, WEDNESDAY).await.success();
    assert_eq!(moved.starts_at, at(WEDNESDAY));
    assert_eq!(
        moved.ends_at - moved.starts_at,
        before.ends_at - before.starts_at
    );
    assert_eq!(
        (&moved.quote, moved.paid_minor),
        (&before.quote, before.paid_minor)
    );
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    assert_eq!(app.seats_left(CLASS, WEDNESDAY).await, 6);
    app.check_books().await;
    // Told once more, nothing happens twice.
    let again: OrderView = go(&app, &opened, WEDNESDAY).await.success();
    assert_eq!(again.starts_at, at(WEDNESDAY));
    let told = "SELECT COUNT(*) FROM outbox_event WHERE type = 'order.moved'";
    assert_eq!(app.number(told).await, 1);
    // And back, to the very session that it left.
    let back: OrderView = go(&app, &opened, TUESDAY).await.success();
    assert_eq!(back.starts_at, at(TUESDAY));
    assert_eq!(app.number(told).await, 2);
    let body = app
        .books
        .text("SELECT MAX(body) FROM outbox_event WHERE type = 'order.moved'")
        .await;
    assert!(body.contains("moved_from"), "{body}");
    app.check_books().await;
}

#[tokio::test]
async fn a_lesson_may_move_into_its_own_time() {
    let app = TestApp::start().await;
    let opened = paid(&app, LESSON, "ana@example.com", TUESDAY).await;
    let moved: OrderView = go(&app, &opened, "2026-11-24T10:30:00Z").await.success();
    assert_eq!(moved.starts_at, at("2026-11-24T10:30:00Z"));
    app.check_books().await;
}

#[tokio::test]
async fn a_move_to_a_taken_time_changes_nothing_and_tells_of_others() {
    let app = TestApp::start().await;
    let opened = paid(&app, LESSON, "ana@example.com", TUESDAY).await;
    paid(&app, LESSON, "rui@example.com", WEDNESDAY).await;
    let before = app.order(&opened).await;
    for taken in [WEDNESDAY, "2026-11-25T10:05:00Z", "2027-06-01T10:00:00Z"] {
        let problem = go(&app, &opened, taken)
            .await
            .problem(ProblemCode::SlotTaken);
        assert!(!problem.alternatives.is_empty());
    }
    let after = app.order(&opened).await;
    assert_eq!(
        (after.starts_at, &after.items),
        (before.starts_at, &before.items)
    );
    app.check_books().await;
}

#[tokio::test]
async fn only_paid_bookings_move_and_only_in_time_and_by_their_own_link() {
    let app = TestApp::start().await;
    let open = app.awaiting(None).await;
    go(&app, &open, WEDNESDAY)
        .await
        .problem(ProblemCode::WrongState);
    app.release(&open).await;
    let mut opened = app.paid(None).await;
    // Two days before, free cancellation ends, and so does moving.
    app.clock.set(at("2026-11-22T10:00:01Z"));
    assert_eq!(app.order(&opened).await.movable_until, None);
    go(&app, &opened, WEDNESDAY)
        .await
        .problem(ProblemCode::WrongState);
    opened.token = "x".repeat(43);
    go(&app, &opened, WEDNESDAY)
        .await
        .problem(ProblemCode::NotFound);
    app.audit().await;
}

#[tokio::test]
async fn a_discount_that_holds_on_some_days_keeps_a_booking_on_those() {
    let app = TestApp::start().await;
    let opened = app.paid(Some("MIDWEEK")).await;
    // What was agreed holds, whatever the owner makes of the rule since.
    app.sql("UPDATE coupon SET conditions = '{}', active = 0")
        .await;
    let moved: OrderView = go(&app, &opened, WEDNESDAY).await.success();
    assert_eq!(moved.quote.discount_minor, 1_440);
    let answer = go(&app, &opened, "2026-11-27T10:00:00Z").await;
    let problem = answer.problem(ProblemCode::QuoteChanged);
    let quote = problem.quote.expect("the price there");
    assert_eq!((quote.subtotal_minor, quote.discount_minor), (9_600, 0));
    assert_eq!(app.order(&opened).await.starts_at, at(WEDNESDAY));
    app.check_books().await;
}

#[tokio::test]
async fn several_services_move_together_and_anyone_may_be_somebody_else() {
    let app = TestApp::start().await;
    let items = vec![
        item("open-wheel", "", "", 1),
        item("wheel-lesson", "hour", "", 1),
    ];
    let body = confirmation(&app, MENU, items, FRIDAY, Some("WELCOME10")).await;
    let opened: OrderOpened = confirm(&app, MENU, &body).await.success();
    app.press(&opened, "pay").await;
    let order = app.order(&opened).await;
    assert_eq!(order.items[1].staff_name.as_deref(), Some("Inês Duarte"));
    // Inês has a lesson when theirs would be.
    let other = vec![item("wheel-lesson", "hour", "ines-duarte", 1)];
    let mut other = confirmation(&app, MENU, other, "2026-11-27T13:30:00Z", None).await;
    other.guest = guest("rui@example.com");
    let _: OrderOpened = confirm(&app, MENU, &other).await.success();
    let moved: OrderView = go(&app, &opened, "2026-11-27T11:30:00Z").await.success();
    assert_eq!(moved.items[1].staff_name.as_deref(), Some("Tomás Reis"));
    assert_eq!(moved.items[1].starts_at, at("2026-11-27T13:30:00Z"));
    assert_eq!(moved.quote, order.quote);
    app.check_books().await;
}

/// Six guests have lessons on six days and all want the same one; answers how many got it.
async fn race(app: &Arc<TestApp>, sabotage: Option<&str>) -> usize {
    let mut orders = Vec::new();
    for number in 0..6 {
        let starts_at = (at("2026-11-24T12:00:00Z")
            + TimeDelta::minutes(90 * (number % 3))
            + TimeDelta::days(number / 3))
        .to_rfc3339();
        let email = format!("guest{number}@example.com");
        orders.push(paid(app, LESSON, &email, &starts_at).await);
    }
    if let Some(statements) = sabotage {
        app.books.sabotage("INSERT ON hold", statements).await;
    }
    let mut guests = JoinSet::new();
    for opened in orders {
        let app = Arc::clone(app);
        guests.spawn(async move { go(&app, &opened, "2026-11-26T10:00:00Z").await });
    }
    let answers = guests.join_all().await;
    for answer in answers.iter().filter(|answer| !answer.status.is_success()) {
        answer.problem(ProblemCode::SlotTaken);
    }
    answers
        .iter()
        .filter(|answer| answer.status.is_success())
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_guests_who_move_to_one_time_one_gets_it_and_nobody_loses_a_place() {
    let app = Arc::new(TestApp::start().await);
    assert_eq!(race(&app, None).await, 1);
    let held = "SELECT COUNT(*) FROM hold WHERE state = 'confirmed'";
    assert_eq!(app.number(held).await, 6);
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_guard_several_guests_move_to_one_time() {
    let app = Arc::new(TestApp::start().await);
    // Only the time that all want forgets whom it has.
    let forget = "UPDATE slot_session SET taken = 0 WHERE starts_ms = 1795687200000; \
                  DELETE FROM cell WHERE session_id = 'private-lesson@1795687200000';";
    assert!(race(&app, Some(forget)).await > 1);
}
