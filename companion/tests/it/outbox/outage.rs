//! A receiver that is away for days.

use std::collections::BTreeMap;

use booking_companion::outbox::endpoints::{self, Disabled};
use booking_companion::outbox::log::{self, Standing};
use chrono::TimeDelta;

use super::receiver::{Manner, Receiver};
use super::{courier, deliver, deliver_over, free_order, hook, rows};
use crate::app::{LESSON, TestApp, guest};

/// Checks that every event of the books came exactly once, in the order of each order.
async fn everything_came_once(app: &TestApp, receiver: &Receiver) {
    let letters = receiver.letters();
    let mut times: BTreeMap<&str, u32> = BTreeMap::new();
    for letter in &letters {
        *times.entry(&letter.id).or_default() += 1;
    }
    assert!(times.values().all(|times| *times == 1), "{times:?}");
    let events = rows(app, "outbox_event").await;
    assert_eq!(i64::try_from(times.len()).expect("few"), events);
    for id in times.keys() {
        let known = format!("SELECT COUNT(*) FROM outbox_event WHERE id = '{id}'");
        assert_eq!(app.number(&known).await, 1, "a phantom");
    }
    for (order, came) in receiver.sequences() {
        assert!(came.is_sorted(), "{order}: {came:?}");
    }
    app.check_books().await;
}

/// Three days of bookings, some paid, some free, some that come to nothing.
async fn three_days_of_bookings(app: &TestApp) {
    let mut courier = courier(app);
    app.sql("UPDATE service SET capacity = 200").await;
    for hour in 0..72 {
        if hour % 6 == 0 {
            free_order(app, &format!("free{hour}@example.com")).await;
        }
        if hour % 9 == 0 {
            let start = format!("2026-12-{:02}T10:00:00Z", 1 + hour / 9);
            let mut body = app.confirmation(LESSON, 1, &start, Some("WELCOME10")).await;
            body.guest = guest(&format!("lesson{hour}@example.com"));
            let answer = app.confirm(&body).await;
            if answer.status == 201 && hour % 2 == 0 {
                let opened = answer.success();
                app.press(&opened, "pay").await;
                app.until(&opened, "paid").await;
            }
        }
        for _ in 0..4 {
            app.later(TimeDelta::minutes(15)).await;
            courier.deliver_due().await.expect("it goes on");
        }
    }
}

#[tokio::test]
async fn a_receiver_that_was_down_for_72_hours_gets_everything_once_and_in_order() {
    let app = TestApp::start().await;
    let mut receiver = Receiver::start().await;
    let hook = hook(&app, &receiver).await;
    receiver.down().await;
    let away_since = app.clock.now();
    three_days_of_bookings(&app).await;
    assert!(app.clock.now() - away_since >= TimeDelta::hours(72));
    assert!(receiver.letters().is_empty());
    let events = rows(&app, "outbox_event").await;
    assert!(events >= 45, "{events}");
    for state in ["paid", "expired"] {
        let count = format!("SELECT COUNT(*) FROM orders WHERE state = '{state}'");
        assert!(app.number(&count).await > 2, "{state}");
    }
    let listed = endpoints::list(&app.state.store, None)
        .await
        .expect("a list");
    assert_eq!(listed[0].disabled, None);
    assert!(listed[0].failing_since.is_some());

    receiver.up().await;
    // The first try that gets through brings all the others with it, at once.
    let mut courier = courier(&app);
    let mut hours = 0;
    while courier.deliver_due().await.expect("it delivers") == 0 {
        app.clock.advance(TimeDelta::minutes(15));
        hours += 1;
        assert!(hours < 4 * 24, "no try for a day");
    }
    everything_came_once(&app, &receiver).await;
    assert_eq!(
        rows(&app, "webhook_delivery WHERE state <> 'delivered'").await,
        0
    );
    // Nothing comes after that.
    deliver_over(&app, 48, TimeDelta::hours(4)).await;
    everything_came_once(&app, &receiver).await;
    let tries = rows(&app, "webhook_attempt").await;
    assert!(tries < 12 * events, "{tries} tries for {events} events");
    drop(hook);
}

#[tokio::test]
async fn a_receiver_that_answered_errors_for_72_hours_gets_everything_too() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    receiver.answers(Manner::Status(502, None));
    for number in 0..5 {
        free_order(&app, &format!("guest{number}@example.com")).await;
        deliver_over(&app, 58, TimeDelta::minutes(15)).await;
    }
    let tried = receiver.letters().len();
    receiver.answers(Manner::Status(200, None));
    deliver_over(&app, 25, TimeDelta::hours(1)).await;
    let taken = receiver.letters().split_off(tried);
    assert_eq!(taken.len(), 15, "each event is taken once");
    assert_eq!(
        rows(&app, "webhook_delivery WHERE state <> 'delivered'").await,
        0
    );
}

#[tokio::test]
async fn an_endpoint_that_fails_for_five_days_is_disabled_and_loses_nothing() {
    let app = TestApp::start().await;
    let mut receiver = Receiver::start().await;
    let hook = hook(&app, &receiver).await;
    receiver.down().await;
    free_order(&app, "ana@example.com").await;
    deliver_over(&app, 6 * 24, TimeDelta::hours(1)).await;
    let listed = endpoints::list(&app.state.store, None)
        .await
        .expect("a list");
    let (at, why) = listed[0].disabled.expect("disabled");
    assert_eq!(why, Disabled::Failing);
    assert!(app.clock.now() - at < TimeDelta::hours(25));
    // It is told nothing even when it is back, until somebody has looked.
    receiver.up().await;
    free_order(&app, "ben@example.com").await;
    deliver_over(&app, 24, TimeDelta::hours(1)).await;
    assert!(receiver.letters().is_empty());
    endpoints::enable(&app.state.store, &hook.id, app.clock.now())
        .await
        .expect("enabled");
    deliver(&app).await;
    everything_came_once(&app, &receiver).await;
}

#[tokio::test]
async fn one_event_that_is_never_taken_is_given_up_after_a_week_and_can_be_replayed() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let hook = hook(&app, &receiver).await;
    app.sql("UPDATE service SET capacity = 200").await;
    let opened = free_order(&app, "ana@example.com").await;
    let id = &opened.order.id;
    let first = format!("SELECT id FROM outbox_event WHERE order_id = '{id}' AND seq = 1");
    let first = app.books.text(&first).await;
    receiver.answers(Manner::Refusing(first.clone()));
    let since = app.clock.now();
    // Others get through now and then, so that the endpoint is not the one to blame.
    for day in 0..15 {
        free_order(&app, &format!("day{day}@example.com")).await;
        deliver_over(&app, 24, TimeDelta::hours(1)).await;
    }
    let entries = super::log(&app, &hook).await;
    let tries = entries.iter().filter(|entry| entry.event_id == first);
    let standing: Vec<_> = tries.map(|entry| entry.standing).collect();
    assert_eq!(standing.first(), Some(&Standing::Failed));
    assert!((10..32).contains(&standing.len()), "{}", standing.len());
    assert_eq!(rows(&app, "webhook_delivery WHERE state = 'due'").await, 0);
    let listed = endpoints::list(&app.state.store, None)
        .await
        .expect("a list");
    assert_eq!(listed[0].disabled, None);

    receiver.answers(Manner::Status(200, None));
    let now = app.clock.now();
    let later = since + TimeDelta::seconds(1);
    let replayed = log::replay_failed(&app.state.store, &hook.id, later, now).await;
    assert_eq!(replayed.expect("replayed"), 0, "it happened before that");
    let replayed = log::replay_failed(&app.state.store, &hook.id, since, now).await;
    assert_eq!(replayed.expect("replayed"), 1);
    deliver(&app).await;
    assert_eq!(
        receiver.letters().last().map(|letter| letter.id.clone()),
        Some(first)
    );
    assert_eq!(
        rows(&app, "webhook_delivery WHERE state <> 'delivered'").await,
        0
    );
}
