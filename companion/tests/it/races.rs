//! Many guests at once: exactly as many win as there is room for.
//!
//! Each race is first run without its guard, so that it is known to be one.

use std::sync::Arc;

use booking_contract::{OpenOrder, OrderOpened, Problem, ProblemCode};
use tokio::task::JoinSet;

use crate::app::{Answer, CLASS, LESSON, TUESDAY, TestApp, guest, new_key};

/// Sends every confirmation at once.
async fn all_at_once(app: &Arc<TestApp>, bodies: Vec<(String, OpenOrder)>) -> Vec<Answer> {
    let mut guests = JoinSet::new();
    for (key, body) in bodies {
        let app = app.clone();
        guests.spawn(async move { app.confirm_with(&key, &body).await });
    }
    guests.join_all().await
}

/// The same confirmation by so many different guests.
fn by_guests(body: &OpenOrder, count: usize) -> Vec<(String, OpenOrder)> {
    (0..count)
        .map(|number| {
            let guest = guest(&format!("guest{number}@example.com"));
            let body = OpenOrder {
                guest,
                ..body.clone()
            };
            (new_key(), body)
        })
        .collect()
}

fn won(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status == 201).count()
}

fn problems(answers: &[Answer]) -> Vec<ProblemCode> {
    answers
        .iter()
        .filter(|answer| !answer.status.is_success())
        .map(|answer| {
            let problem: Problem = serde_json::from_str(&answer.text).expect("a problem");
            problem.code
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_with_one_use_left_is_used_once_by_twenty_guests() {
    let app = Arc::new(TestApp::start().await);
    // Enough seats, so that only the coupon can be short.
    app.sql("UPDATE service SET capacity = 100").await;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("LASTONE")).await;
    let answers = all_at_once(&app, by_guests(&body, 20)).await;
    assert_eq!(won(&answers), 1);
    assert_eq!(problems(&answers), [ProblemCode::QuoteChanged; 19]);
    for answer in answers.iter().filter(|answer| answer.status == 409) {
        let problem = answer.problem(ProblemCode::QuoteChanged);
        assert_eq!(problem.quote.expect("a quote").total_minor, 4_800);
    }
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_limit_all_twenty_use_it() {
    let app = Arc::new(TestApp::start().await);
    app.sql("UPDATE service SET capacity = 100").await;
    app.sql("UPDATE coupon SET max_redemptions = NULL").await;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("LASTONE")).await;
    let answers = all_at_once(&app, by_guests(&body, 20)).await;
    assert_eq!(won(&answers), 20, "{:?}", problems(&answers));
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_limit_that_pricing_reads_is_not_what_holds() {
    // A trigger gives back every use behind the companion's back, so that the counter never
    // fills: all of those who price before the next one counts get through.
    let app = Arc::new(TestApp::start().await);
    app.sql("UPDATE service SET capacity = 100").await;
    app.books
        .sabotage(
            "UPDATE OF test_reserved ON coupon",
            "UPDATE coupon SET test_reserved = 0 WHERE id = new.id AND test_reserved > 0;",
        )
        .await;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("LASTONE")).await;
    app.books
        .sabotage(
            "UPDATE OF test_reserved ON promotion_code",
            "UPDATE promotion_code SET test_reserved = 0 \
             WHERE id = new.id AND test_reserved > 0;",
        )
        .await;
    let answers = all_at_once(&app, by_guests(&body, 20)).await;
    assert_eq!(won(&answers), 20);
    let violations = app.state.store.violations().await.expect("an audit");
    assert!(!violations.is_empty(), "the audit sees what was sabotaged");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_guests_confirm_one_slot_and_one_wins() {
    for _ in 0..10 {
        let app = Arc::new(TestApp::start().await);
        let body = app.confirmation(LESSON, 1, TUESDAY, None).await;
        let answers = all_at_once(&app, by_guests(&body, 2)).await;
        assert_eq!(won(&answers), 1);
        assert_eq!(problems(&answers), [ProblemCode::SlotTaken]);
        app.check_books().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn guests_at_overlapping_times_do_not_meet() {
    let app = Arc::new(TestApp::start().await);
    let body = app.confirmation(LESSON, 1, TUESDAY, None).await;
    // Lessons of ninety minutes that start every half hour from ten to twelve.
    let bodies: Vec<_> = (0..5)
        .flat_map(|half_hours| {
            let mut body = body.clone();
            body.starts_at += chrono::TimeDelta::minutes(30 * half_hours);
            by_guests(&body, 4)
        })
        .collect();
    let answers = all_at_once(&app, bodies).await;
    let booked: Vec<_> = answers
        .iter()
        .filter(|answer| answer.status == 201)
        .map(|answer| answer.success::<OrderOpened>().order)
        .collect();
    assert!((1..=2).contains(&booked.len()), "{}", booked.len());
    for (index, one) in booked.iter().enumerate() {
        for other in &booked[index + 1..] {
            assert!(one.ends_at <= other.starts_at || other.ends_at <= one.starts_at);
        }
    }
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_of_eight_takes_eight() {
    let app = Arc::new(TestApp::start().await);
    let one = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let three = app.confirmation(CLASS, 3, TUESDAY, None).await;
    let mut bodies = by_guests(&one, 10);
    bodies.extend(by_guests(&three, 10));
    let answers = all_at_once(&app, bodies).await;
    let seats: u32 = answers
        .iter()
        .filter(|answer| answer.status == 201)
        .map(|answer| answer.success::<OrderOpened>().order.quote.lines[0].attendees)
        .sum();
    assert!(seats > 5 && seats <= 8, "{seats}");
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8 - seats);
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_customer_with_many_tabs_uses_a_coupon_once() {
    let app = Arc::new(TestApp::start().await);
    app.sql("UPDATE service SET capacity = 100").await;
    app.sql("UPDATE coupon SET max_per_customer = 1").await;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("WELCOME10")).await;
    let spellings = [
        "ana@example.com",
        "ANA@example.com",
        "ana+1@example.com",
        "Ana+x@Example.com",
    ];
    let bodies = (0..20)
        .map(|number| {
            let mut body = body.clone();
            body.guest = guest(spellings[number % spellings.len()]);
            (new_key(), body)
        })
        .collect();
    let answers = all_at_once(&app, bodies).await;
    assert_eq!(won(&answers), 1);
    assert_eq!(problems(&answers), [ProblemCode::QuoteChanged; 19]);
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_purchase_is_the_first_once() {
    let app = Arc::new(TestApp::start().await);
    app.sql("UPDATE service SET capacity = 100").await;
    app.sql("UPDATE coupon SET first_purchase_only = 1").await;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("WELCOME10")).await;
    let bodies = (0..10).map(|_| (new_key(), body.clone())).collect();
    let answers = all_at_once(&app, bodies).await;
    assert_eq!(won(&answers), 1);
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_confirmation_sent_ten_times_at_once_makes_one_order() {
    let app = Arc::new(TestApp::start().await);
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("LASTONE")).await;
    let key = new_key();
    let bodies = (0..10).map(|_| (key.clone(), body.clone())).collect();
    let answers = all_at_once(&app, bodies).await;
    assert_eq!(won(&answers), 1);
    let mut orders = std::collections::BTreeSet::new();
    for answer in &answers {
        if answer.status.is_success() {
            orders.insert(answer.success::<OrderOpened>().order.id);
        } else {
            answer.problem(ProblemCode::InProgress);
        }
    }
    assert_eq!(orders.len(), 1);
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 1);
    assert_eq!(app.sessions().await, 1);
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_cells_the_overlapping_lessons_are_all_booked() {
    let app = Arc::new(TestApp::start().await);
    app.books
        .sabotage("INSERT ON cell", "DELETE FROM cell WHERE cell = new.cell;")
        .await;
    let body = app.confirmation(LESSON, 1, TUESDAY, None).await;
    let bodies = (0..3)
        .flat_map(|half_hours| {
            let mut body = body.clone();
            body.starts_at += chrono::TimeDelta::minutes(30 * half_hours);
            by_guests(&body, 1)
        })
        .collect();
    let answers = all_at_once(&app, bodies).await;
    assert_eq!(won(&answers), 3, "{:?}", problems(&answers));
    let violations = app.state.store.violations().await.expect("an audit");
    assert!(!violations.is_empty(), "the audit sees what was sabotaged");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_counted_seats_both_guests_have_the_slot() {
    let app = Arc::new(TestApp::start().await);
    app.books
        .sabotage(
            "INSERT ON hold",
            "UPDATE slot_session SET taken = 0; DELETE FROM cell;",
        )
        .await;
    let body = app.confirmation(LESSON, 1, TUESDAY, None).await;
    let answers = all_at_once(&app, by_guests(&body, 2)).await;
    assert_eq!(won(&answers), 2, "{:?}", problems(&answers));
    let violations = app.state.store.violations().await.expect("an audit");
    assert!(!violations.is_empty(), "the audit sees what was sabotaged");
}
