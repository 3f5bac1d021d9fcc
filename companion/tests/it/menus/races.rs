//! Many guests at once, through one calendar or two: nobody is in two places.

use std::sync::Arc;

use booking_contract::ProblemCode;
use booking_engine::Item;
use chrono::TimeDelta;
use tokio::task::JoinSet;

use super::{FRIDAY, MENU, confirm, confirmation, item};
use crate::app::{Answer, TestApp, at, guest};

/// Lets a second calendar sell a teacher's time.
async fn share_a_teacher(app: &TestApp) {
    for statement in [
        "INSERT INTO calendar (id, business_id, style, title) \
         VALUES ('kiln-other', 'kiln-clay', 'neo', 'Other')",
        "INSERT INTO service (id, calendar_id, position, name, unit_price_minor, \
         duration_minutes, interval_minutes, staff) VALUES ('other-talk', 'kiln-other', 1, \
         'Talk', 2000, 30, 30, '[{\"staff_id\":\"ines-duarte\"}]')",
        "UPDATE calendar SET attendee_details = 'none', test_mode = 1",
    ] {
        app.sql(statement).await;
    }
}

/// Sends a confirmation of one teacher's time through each of two calendars, many times over.
async fn race_for_a_teacher(app: &Arc<TestApp>, start: &str) -> Vec<Answer> {
    let here = vec![item("glaze-talk", "", "ines-duarte", 1)];
    let mut here = confirmation(app, MENU, here, start, None).await;
    here.attendees.clear();
    let there = vec![item("other-talk", "", "", 1)];
    let mut there = confirmation(app, "kiln-other", there, start, None).await;
    (there.answers, there.guest.phone) = (Vec::new(), None);
    let mut guests = JoinSet::new();
    for number in 0..12 {
        let (calendar, mut body) = match number % 2 {
            0 => (MENU, here.clone()),
            _ => ("kiln-other", there.clone()),
        };
        body.guest = guest(&format!("guest{number}@example.com"));
        let app = Arc::clone(app);
        guests.spawn(async move { confirm(&app, calendar, &body).await });
    }
    guests.join_all().await
}

fn won(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status == 201).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_of_two_calendars_is_booked_once() {
    let app = Arc::new(TestApp::start().await);
    share_a_teacher(&app).await;
    let answers = race_for_a_teacher(&app, FRIDAY).await;
    assert_eq!(won(&answers), 1);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        answer.problem(ProblemCode::SlotTaken);
    }
    app.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_guard_a_teacher_is_booked_twice() {
    let app = Arc::new(TestApp::start().await);
    // Each calendar counts the seats of its own sessions; only the cells know of the other.
    app.books
        .sabotage("INSERT ON hold", "DELETE FROM cell;")
        .await;
    share_a_teacher(&app).await;
    // On a busy machine the guests of one race may come one after the other.
    let mut start = at(FRIDAY);
    while won(&race_for_a_teacher(&app, &start.to_rfc3339()).await) < 2 {
        start += TimeDelta::minutes(30);
        assert!(start < at(FRIDAY) + TimeDelta::hours(4), "nobody met");
    }
    let violations = app.state.store.violations().await.expect("an audit");
    assert!(!violations.is_empty(), "the audit sees what was sabotaged");
}

/// A number that looks like chance and is the same at every run.
fn next(state: &mut u64) -> usize {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).expect("31 bits")
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_guests_book_at_once_nobody_is_in_two_places() {
    let app = Arc::new(TestApp::start().await);
    app.sql("UPDATE calendar SET attendee_details = 'none', deposit = NULL")
        .await;
    let mut state = 7;
    let choices = [
        ("open-wheel", ""),
        ("table-session", "short"),
        ("wheel-lesson", "hour"),
        ("glaze-talk", ""),
    ];
    let people = ["", "", "ines-duarte", "tomas-reis"];
    for _ in 0..6 {
        let mut guests = JoinSet::new();
        for _ in 0..10 {
            let items = (0..=next(&mut state) % 3).map(|_| {
                let (service, variation) = choices[next(&mut state) % choices.len()];
                let has_staff = matches!(service, "wheel-lesson" | "glaze-talk");
                let who = people[next(&mut state) % people.len()];
                item(service, variation, if has_staff { who } else { "" }, 1)
            });
            let items: Vec<Item> = items.collect();
            let start = at("2026-11-27T12:00:00Z")
                + TimeDelta::minutes(30 * i64::try_from(next(&mut state) % 14).expect("small"));
            let mut body =
                confirmation(&app, MENU, items, &start.to_rfc3339(), Some("FREECLASS")).await;
            body.attendees.clear();
            body.guest = guest(&format!("guest{}@example.com", next(&mut state)));
            let app = Arc::clone(&app);
            guests.spawn(async move { confirm(&app, MENU, &body).await });
        }
        for answer in guests.join_all().await {
            if answer.status != 201 {
                answer.problem(ProblemCode::SlotTaken);
            }
        }
    }
    assert!(
        app.number("SELECT COUNT(*) FROM orders WHERE state = 'paid'")
            .await
            > 10
    );
    let overlaps = "SELECT COUNT(*) FROM slot_session a JOIN slot_session b \
                    ON a.resource = b.resource AND a.id < b.id AND a.starts_ms < b.ends_ms \
                    AND b.starts_ms < a.ends_ms WHERE a.taken > 0 AND b.taken > 0";
    assert_eq!(app.number(overlaps).await, 0);
    app.audit().await;
}
