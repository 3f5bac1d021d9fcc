//! How an event gets to its receiver: signed, again and again, and whatever the receiver does.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use booking_companion::outbox::endpoints::{self, Disabled};
use booking_companion::outbox::log::Standing;
use chrono::TimeDelta;

use super::receiver::{Manner, Receiver, endless};
use super::{courier, deliver, deliver_over, free_order, hook, log};
use crate::app::TestApp;

#[tokio::test]
async fn an_event_is_signed_and_told_apart_by_its_headers() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let hook = hook(&app, &receiver).await;
    free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    let letters = receiver.letters();
    assert_eq!(letters.len(), 3);
    for letter in &letters {
        assert!(letter.is_signed_with(&hook.secret));
        assert!(!letter.is_signed_with("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
        assert_eq!(letter.timestamp, app.clock.now().timestamp());
        assert_eq!(letter.content_type, "application/json");
        assert!(letter.id.starts_with("msg_"), "{}", letter.id);
    }
    let ids: std::collections::BTreeSet<_> = letters.iter().map(|letter| &letter.id).collect();
    assert_eq!(ids.len(), 3);
    // All of it was delivered: there is nothing left to do.
    assert_eq!(deliver(&app).await, 0);
}

#[tokio::test]
async fn what_is_not_taken_is_sent_again_later_under_the_same_id() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let hook = hook(&app, &receiver).await;
    receiver.answers(Manner::Status(500, None));
    free_order(&app, "ana@example.com").await;
    assert_eq!(deliver(&app).await, 1, "the others wait for the first");
    app.clock.advance(TimeDelta::milliseconds(4_999));
    assert_eq!(deliver(&app).await, 0);
    app.clock.advance(TimeDelta::milliseconds(502));
    assert_eq!(deliver(&app).await, 1);
    receiver.answers(Manner::Status(204, None));
    app.clock.advance(TimeDelta::minutes(6));
    assert_eq!(deliver(&app).await, 3);

    let letters = receiver.letters();
    assert_eq!(letters[0].id, letters[1].id);
    assert_eq!(letters[0].id, letters[2].id);
    assert_eq!(letters[0].body, letters[2].body);
    assert!(letters[0].timestamp < letters[2].timestamp);
    assert!(letters[2].is_signed_with(&hook.secret));
    assert_eq!(
        receiver.sequences().into_values().next(),
        Some(vec![1, 1, 1, 2, 3])
    );
}

#[tokio::test]
async fn a_courier_that_dies_between_post_and_note_leaves_a_duplicate_with_the_same_id() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    receiver.answers(Manner::Held);
    free_order(&app, "ana@example.com").await;
    let mut dying = courier(&app);
    assert_eq!(dying.dispatch().await.expect("it begins"), 1);
    receiver.until(1).await;
    // The receiver has it, and we shall never know.
    drop(dying);
    receiver.answers(Manner::Status(200, None));
    assert_eq!(deliver(&app).await, 0, "somebody else still has the claim");
    app.clock.advance(TimeDelta::seconds(61));
    assert_eq!(deliver(&app).await, 3);
    let letters = receiver.letters();
    assert_eq!(letters[0].id, letters[1].id);
    assert_eq!(
        receiver.sequences().into_values().next(),
        Some(vec![1, 1, 2, 3])
    );
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let app = TestApp::start().await;
    let [receiver, elsewhere] = [Receiver::start().await, Receiver::start().await];
    let hook = hook(&app, &receiver).await;
    for status in [301, 302, 303, 307, 308] {
        receiver.answers(Manner::Status(status, Some(("location", elsewhere.url()))));
        free_order(&app, &format!("guest{status}@example.com")).await;
        deliver(&app).await;
        let entries = log(&app, &hook).await;
        let attempt = entries.iter().find_map(|entry| entry.attempt.as_ref());
        let attempt = attempt.expect("a try");
        assert_eq!(attempt.status, Some(status.into()));
        assert_eq!(attempt.failure.as_deref(), Some("redirect"));
        app.clock.advance(TimeDelta::seconds(1));
    }
    assert!(elsewhere.letters().is_empty());
}

#[tokio::test]
async fn a_receiver_that_never_answers_is_left_after_fifteen_seconds_and_holds_up_nobody() {
    let app = TestApp::start().await;
    let [slow, quick] = [Receiver::start().await, Receiver::start().await];
    let hook_of_slow = hook(&app, &slow).await;
    hook(&app, &quick).await;
    slow.answers(Manner::Silent);
    for number in 0..6 {
        free_order(&app, &format!("guest{number}@example.com")).await;
    }
    let began = Instant::now();
    let app = std::sync::Arc::new(app);
    let running = tokio::spawn(booking_companion::outbox::run(app.state.clone()));
    quick.until(18).await;
    assert!(
        began.elapsed() < Duration::from_secs(10),
        "{:?}",
        began.elapsed()
    );
    slow.until(4).await;
    for _ in 0..200 {
        if log(&app, &hook_of_slow)
            .await
            .iter()
            .any(|entry| entry.attempt.is_some())
        {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    running.abort();
    let latest = log(&app, &hook_of_slow).await;
    let attempt = latest.iter().find_map(|entry| entry.attempt.as_ref());
    let attempt = attempt.expect("a try");
    assert_eq!(attempt.failure.as_deref(), Some("timeout"));
    assert!(
        (15_000..18_000).contains(&attempt.took.num_milliseconds()),
        "{attempt:?}"
    );
    assert!(slow.most_open() <= 4, "{}", slow.most_open());
    for entry in latest {
        assert!(matches!(entry.standing, Standing::Due(_)));
    }
}

#[tokio::test]
async fn four_at_most_are_sent_to_one_receiver_at_once() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    receiver.answers(Manner::Held);
    for number in 0..8 {
        free_order(&app, &format!("guest{number}@example.com")).await;
    }
    let mut courier = courier(&app);
    assert_eq!(courier.dispatch().await.expect("it begins"), 4);
    receiver.until(4).await;
    assert_eq!(courier.dispatch().await.expect("it looks"), 0);
    receiver.let_go(100);
    courier.deliver_due().await.expect("it delivers");
    assert_eq!(receiver.letters().len(), 24);
    assert_eq!(receiver.most_open(), 4);
    assert!(
        receiver
            .sequences()
            .into_values()
            .all(|came| came == [1, 2, 3])
    );
}

#[tokio::test]
async fn two_couriers_over_the_same_books_send_everything_once() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    for number in 0..8 {
        free_order(&app, &format!("guest{number}@example.com")).await;
    }
    let (mut one, mut two) = (courier(&app), courier(&app));
    let (by_one, by_two) = tokio::join!(one.deliver_due(), two.deliver_due());
    let sent = by_one.expect("it delivers") + by_two.expect("it delivers") + deliver(&app).await;
    assert_eq!(sent, 24);
    assert_eq!(receiver.letters().len(), 24);
    assert!(
        receiver
            .sequences()
            .into_values()
            .all(|came| came == [1, 2, 3])
    );
}

#[tokio::test]
async fn of_an_answer_without_end_only_the_beginning_is_read() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let hook = hook(&app, &receiver).await;
    let (address, poured) = endless().await;
    app.sql(&format!(
        "UPDATE webhook_endpoint SET url = 'http://{address}/'"
    ))
    .await;
    free_order(&app, "ana@example.com").await;
    let began = Instant::now();
    assert_eq!(deliver(&app).await, 3);
    assert!(began.elapsed() < Duration::from_secs(10));
    // What the machine's buffers swallow is poured out, too.
    assert!(poured.load(Ordering::SeqCst) < 3 * (16 << 20), "{poured:?}");
    let latest = log(&app, &hook).await;
    let attempt = latest[0].attempt.as_ref().expect("a try");
    assert_eq!(latest[0].standing, Standing::Delivered);
    assert_eq!(attempt.answer, "x".repeat(512));
}

#[tokio::test]
async fn an_endpoint_that_is_gone_is_told_nothing_until_its_owner_says_so() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let hook = hook(&app, &receiver).await;
    receiver.answers(Manner::Status(410, None));
    free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    let listed = endpoints::list(&app.state.store, Some("kiln-clay")).await;
    let (at, why) = listed.expect("a list")[0].disabled.expect("disabled");
    assert_eq!((at, why), (app.clock.now(), Disabled::Gone));

    receiver.answers(Manner::Status(200, None));
    free_order(&app, "ben@example.com").await;
    deliver_over(&app, 10, TimeDelta::hours(24)).await;
    assert_eq!(receiver.letters().len(), 1);
    endpoints::enable(&app.state.store, &hook.id, app.clock.now())
        .await
        .expect("enabled");
    deliver(&app).await;
    let mut sequences: Vec<_> = receiver.sequences().into_values().collect();
    sequences.sort();
    assert_eq!(sequences, [vec![1, 1, 2, 3], vec![1, 2, 3]]);
}

#[tokio::test]
async fn a_receiver_that_asks_us_to_wait_gets_nothing_meanwhile() {
    for status in [429, 503] {
        let app = TestApp::start().await;
        let receiver = Receiver::start().await;
        hook(&app, &receiver).await;
        receiver.answers(Manner::Status(
            status,
            Some(("retry-after", "3600".to_owned())),
        ));
        free_order(&app, "ana@example.com").await;
        deliver(&app).await;
        let before = receiver.letters().len();
        receiver.answers(Manner::Status(200, None));
        free_order(&app, "ben@example.com").await;
        deliver_over(&app, 59, TimeDelta::minutes(1)).await;
        assert_eq!(receiver.letters().len(), before, "{status}");
        deliver_over(&app, 1, TimeDelta::minutes(1)).await;
        assert_eq!(receiver.letters().len(), before + 6, "{status}");
    }
}

#[tokio::test]
async fn while_a_secret_is_replaced_both_sign_and_then_the_new_one_alone() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let hook = hook(&app, &receiver).await;
    let rotated = endpoints::rotate(
        &app.state.store,
        &hook.id,
        TimeDelta::hours(24),
        app.clock.now(),
    );
    let fresh = rotated.await.expect("a secret").reveal();
    let signed = |from: usize| {
        let letters = receiver.letters().split_off(from);
        assert_eq!(letters.len(), 3);
        let by = |secret: &str| letters.iter().all(|letter| letter.is_signed_with(secret));
        (by(&hook.secret), by(&fresh))
    };
    free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    assert_eq!(signed(0), (true, true));
    app.clock.advance(TimeDelta::hours(24));
    free_order(&app, "ben@example.com").await;
    deliver(&app).await;
    assert_eq!(signed(3), (false, true));
}
