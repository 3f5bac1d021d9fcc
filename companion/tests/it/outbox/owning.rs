//! What an owner can see and do: the log, replays, pauses, and what is forgotten.

use booking_companion::outbox::endpoints::{self, EndpointError, NewEndpoint};
use booking_companion::outbox::log::{self, Standing};
use chrono::TimeDelta;

use super::receiver::{Manner, Receiver};
use super::{BUSINESS, deliver, deliver_over, free_order, hook, hook_for, rows};
use crate::app::TestApp;

#[tokio::test]
async fn the_log_tells_every_try_with_its_answer_and_the_next() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let hook = hook(&app, &receiver).await;
    receiver.answers(Manner::Status(500, None));
    let opened = free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    let entries = super::log(&app, &hook).await;
    assert_eq!(entries.len(), 3, "one try, two that wait");
    let tried = entries
        .iter()
        .find(|entry| entry.sequence == 1)
        .expect("it");
    let attempt = tried.attempt.as_ref().expect("a try");
    assert_eq!(tried.kind, "order.created");
    assert_eq!(tried.order_id, opened.order.id);
    assert_eq!(tried.happened_at, app.clock.now());
    assert_eq!((attempt.number, attempt.at), (1, app.clock.now()));
    assert_eq!(attempt.status, Some(500));
    assert_eq!(attempt.failure.as_deref(), Some("status"));
    // Control characters do not reach the owner's terminal.
    assert_eq!(attempt.answer, "answer 500");
    let Standing::Due(next) = tried.standing else {
        panic!("{tried:?}");
    };
    let wait = next - app.clock.now();
    assert!(wait >= TimeDelta::seconds(5) && wait <= TimeDelta::milliseconds(5_500));

    receiver.answers(Manner::Status(200, None));
    app.clock.advance(TimeDelta::seconds(6));
    deliver(&app).await;
    let entries = super::log(&app, &hook).await;
    assert_eq!(entries.len(), 4);
    assert!(
        entries
            .iter()
            .all(|entry| entry.standing == Standing::Delivered)
    );
}

#[tokio::test]
async fn an_event_that_was_delivered_can_be_sent_again_under_the_same_id() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let hook = hook(&app, &receiver).await;
    free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    let event = receiver.letters()[1].id.clone();
    app.clock.advance(TimeDelta::days(2));
    log::replay(&app.state.store, &hook.id, &event, app.clock.now())
        .await
        .expect("replayed");
    assert_eq!(deliver(&app).await, 1);
    let letters = receiver.letters();
    assert_eq!(letters[3].id, event);
    assert_eq!(letters[3].body, letters[1].body);
    assert_eq!(letters[3].timestamp, app.clock.now().timestamp());
}

#[tokio::test]
async fn an_endpoint_that_was_added_later_is_told_on_request_only() {
    let app = TestApp::start().await;
    let first = Receiver::start().await;
    hook(&app, &first).await;
    free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    let event = first.letters()[0].id.clone();
    let later = Receiver::start().await;
    let hook = hook(&app, &later).await;
    assert_eq!(deliver(&app).await, 0);
    let store = &app.state.store;
    log::replay(store, &hook.id, &event, app.clock.now())
        .await
        .expect("replayed");
    deliver(&app).await;
    assert_eq!(later.kinds(), ["order.created"]);
    assert_eq!(first.letters().len(), 3);
    let unknown = log::replay(store, &hook.id, "msg_unknown", app.clock.now()).await;
    assert!(matches!(unknown, Err(EndpointError::UnknownEvent)));
    let unknown = log::replay(store, "whe_unknown", &event, app.clock.now()).await;
    assert!(matches!(unknown, Err(EndpointError::UnknownEndpoint)));
}

#[tokio::test]
async fn another_business_cannot_be_told_by_a_replay() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    let other = NewEndpoint {
        business_id: "northlight".to_owned(),
        url: receiver.url(),
        events: None,
        test_mode: true,
        loopback: true,
    };
    let added = endpoints::add(&app.state.store, other, app.clock.now()).await;
    let (other, _) = added.expect("an endpoint");
    let event = receiver.letters()[0].id.clone();
    let replayed = log::replay(&app.state.store, &other.id, &event, app.clock.now()).await;
    assert!(matches!(replayed, Err(EndpointError::UnknownEvent)));
}

#[tokio::test]
async fn while_an_endpoint_is_disabled_its_events_wait() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let hook = hook(&app, &receiver).await;
    let store = &app.state.store;
    endpoints::disable(store, &hook.id, app.clock.now())
        .await
        .expect("disabled");
    free_order(&app, "ana@example.com").await;
    deliver_over(&app, 10, TimeDelta::days(1)).await;
    assert!(receiver.letters().is_empty());
    endpoints::enable(store, &hook.id, app.clock.now())
        .await
        .expect("enabled");
    deliver(&app).await;
    assert_eq!(
        receiver.sequences().into_values().next(),
        Some(vec![1, 2, 3])
    );
}

#[tokio::test]
async fn a_removed_endpoint_leaves_nothing_behind() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let hook = hook(&app, &receiver).await;
    free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    free_order(&app, "ben@example.com").await;
    endpoints::remove(&app.state.store, &hook.id, app.clock.now())
        .await
        .expect("removed");
    assert_eq!(deliver(&app).await, 0);
    for table in [
        "webhook_attempt",
        "webhook_delivery",
        "webhook_secret",
        "webhook_subscription",
        "webhook_endpoint",
    ] {
        assert_eq!(rows(&app, table).await, 0, "{table}");
    }
    let again = endpoints::remove(&app.state.store, &hook.id, app.clock.now()).await;
    assert!(matches!(again, Err(EndpointError::UnknownEndpoint)));
    app.audit().await;
}

#[tokio::test]
async fn after_a_month_what_was_sent_is_forgotten_and_that_it_was_is_not() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let hook = hook(&app, &receiver).await;
    free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    let event = receiver.letters()[0].id.clone();
    let personal = "outbox_event WHERE body LIKE '%ana@example.com%'";
    app.clock.advance(TimeDelta::days(29));
    assert_eq!(forget(&app).await, 0);
    assert_eq!(rows(&app, personal).await, 1);
    app.clock.advance(TimeDelta::days(2));
    assert_eq!(forget(&app).await, 3);
    assert_eq!(rows(&app, personal).await, 0);
    assert_eq!(rows(&app, "webhook_attempt").await, 0);
    assert_eq!(rows(&app, "webhook_delivery").await, 0);
    assert_eq!(rows(&app, "outbox_event").await, 3);
    app.audit().await;
    let replayed = log::replay(&app.state.store, &hook.id, &event, app.clock.now()).await;
    assert!(matches!(replayed, Err(EndpointError::UnknownEvent)));
}

#[tokio::test]
async fn what_nobody_fetched_for_a_month_is_given_up_and_later_forgotten() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let hook = hook(&app, &receiver).await;
    let store = &app.state.store;
    endpoints::disable(store, &hook.id, app.clock.now())
        .await
        .expect("disabled");
    free_order(&app, "ana@example.com").await;
    app.clock.advance(TimeDelta::days(31));
    assert_eq!(forget(&app).await, 0);
    assert_eq!(
        rows(&app, "webhook_delivery WHERE state = 'failed'").await,
        3
    );
    app.audit().await;
    app.clock.advance(TimeDelta::days(31));
    assert_eq!(forget(&app).await, 3);
    assert_eq!(rows(&app, "webhook_delivery").await, 0);
    app.audit().await;
}

#[tokio::test]
async fn what_cannot_be_an_endpoint_is_refused_with_a_reason() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let store = &app.state.store;
    let new = |business: &str, events| NewEndpoint {
        business_id: business.to_owned(),
        url: receiver.url(),
        events,
        test_mode: true,
        loopback: true,
    };
    let now = app.clock.now();
    let unknown = endpoints::add(store, new("nobody", None), now).await;
    assert!(matches!(unknown, Err(EndpointError::UnknownBusiness)));
    let nothing = endpoints::add(store, new(BUSINESS, Some(Vec::new())), now).await;
    assert!(matches!(nothing, Err(EndpointError::NoEvents)));
    let hook = hook_for(&app, &receiver, None).await;
    for _ in 1..endpoints::ENDPOINTS_MAX {
        hook_for(&app, &receiver, None).await;
    }
    let more = endpoints::add(store, new(BUSINESS, None), now).await;
    assert!(matches!(more, Err(EndpointError::TooMany)));
    let long = endpoints::rotate(store, &hook.id, TimeDelta::days(31), now).await;
    assert!(matches!(long, Err(EndpointError::Overlap)));
}

async fn forget(app: &TestApp) -> u64 {
    log::forget(&app.state.store, app.clock.now())
        .await
        .expect("it forgets")
}
