//! The events of one order come in their order, as long as that helps.

use chrono::TimeDelta;

use super::receiver::{Manner, Receiver};
use super::{deliver, deliver_over, free_order, hook};
use crate::app::TestApp;

/// The id of an order's first event.
async fn first_event(app: &TestApp, order: &str) -> String {
    app.books
        .text(&format!(
            "SELECT id FROM outbox_event WHERE order_id = '{order}' AND seq = 1"
        ))
        .await
}

#[tokio::test]
async fn a_later_event_waits_ten_minutes_for_an_earlier_one_of_its_order() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    let opened = free_order(&app, "ana@example.com").await;
    let first = first_event(&app, &opened.order.id).await;
    receiver.answers(Manner::Refusing(first));
    // Tried at once, after seconds, after minutes; the next try is in half an hour.
    deliver_over(&app, 9, TimeDelta::minutes(1)).await;
    let came = receiver
        .sequences()
        .remove(&opened.order.id)
        .expect("events");
    assert!(came.iter().all(|sequence| *sequence == 1), "{came:?}");
    deliver_over(&app, 1, TimeDelta::minutes(1)).await;
    let came = receiver
        .sequences()
        .remove(&opened.order.id)
        .expect("events");
    let later: Vec<_> = came.into_iter().filter(|sequence| *sequence > 1).collect();
    assert_eq!(later, [2, 3]);
}

#[tokio::test]
async fn another_order_does_not_wait() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    let stuck = free_order(&app, "ana@example.com").await;
    let other = free_order(&app, "ben@example.com").await;
    receiver.answers(Manner::Refusing(first_event(&app, &stuck.order.id).await));
    deliver(&app).await;
    let came = receiver.sequences();
    assert_eq!(came[&stuck.order.id], [1]);
    assert_eq!(came[&other.order.id], [1, 2, 3]);
}

#[tokio::test]
async fn after_any_pause_the_order_is_kept() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    for number in 0..6 {
        free_order(&app, &format!("guest{number}@example.com")).await;
    }
    // Nobody delivers for three hours: everything is long due when somebody does.
    app.clock.advance(TimeDelta::hours(3));
    deliver(&app).await;
    let came = receiver.sequences();
    assert_eq!(came.len(), 6);
    assert!(came.into_values().all(|came| came == [1, 2, 3]));
}
