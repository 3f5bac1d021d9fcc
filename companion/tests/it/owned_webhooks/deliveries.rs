//! What was posted: the list of deliveries, one with its tries, and sending again.

use booking_contract::ProblemCode;
use booking_contract::owner::{DeliveryDetails, DeliveryFailure, DeliveryState, Replayed};
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{act, ask, deliver, deliveries, free_order, hook, show, told};
use crate::app::TestApp;
use crate::outbox::receiver::{Manner, Receiver};
use crate::person::OWNER;

#[tokio::test]
async fn the_list_tells_what_happened_last_first_with_its_latest_try() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    let made = hook(&owner, &receiver).await;
    let first = free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    receiver.answers(Manner::Status(500, None));
    app.clock.advance(TimeDelta::minutes(1));
    let second = free_order(&app, "ben@example.com").await;
    deliver(&app).await;
    app.clock.advance(TimeDelta::seconds(6));
    deliver(&app).await;

    let all = deliveries(&owner, &made, "").await.deliveries;
    let places: Vec<_> = (all.iter())
        .map(|one| (one.order_id.as_str(), one.sequence))
        .collect();
    let [one, two] = [&first, &second].map(|opened| opened.order.id.as_str());
    assert_eq!(
        places,
        [(two, 3), (two, 2), (two, 1), (one, 3), (one, 2), (one, 1)]
    );
    assert!(
        all[3..]
            .iter()
            .all(|one| one.state == DeliveryState::Delivered)
    );
    let tried = &all[2];
    assert_eq!(tried.state, DeliveryState::Due);
    assert!(tried.next_at.is_some_and(|next| next > app.clock.now()));
    let last = tried.last.as_ref().expect("a try");
    assert_eq!((last.number, last.at), (2, app.clock.now()));
    assert_eq!(
        (last.status, last.failure),
        (Some(500), Some(DeliveryFailure::Status))
    );
    assert_eq!(last.answer, "answer 500");
    assert_eq!(all[0].last, None, "it waits for the one before");

    let waiting = deliveries(&owner, &made, "?state=due").await.deliveries;
    assert_eq!(waiting, all[..3]);
    let failed = deliveries(&owner, &made, "?state=failed").await;
    assert!(failed.deliveries.is_empty());
}

#[tokio::test]
async fn the_list_comes_in_pages_that_leave_nothing_out() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    let made = hook(&owner, &receiver).await;
    for email in ["ana@example.com", "ben@example.com", "cleo@example.com"] {
        // Some in the same instant, some not.
        free_order(&app, email).await;
    }
    app.clock.advance(TimeDelta::seconds(1));
    free_order(&app, "dan@example.com").await;
    let whole = deliveries(&owner, &made, "").await;
    assert_eq!((whole.deliveries.len(), &whole.next), (12, &None));
    for limit in [1, 5, 11, 12] {
        let mut seen = Vec::new();
        let mut after = String::new();
        loop {
            let query = format!("?limit={limit}{after}");
            let page = deliveries(&owner, &made, &query).await;
            assert!(page.deliveries.len() <= limit);
            seen.extend(page.deliveries);
            let Some(next) = page.next else { break };
            after = format!("&after={next}");
        }
        assert_eq!(seen, whole.deliveries, "{limit} at a time");
    }
    let id = &made.webhook.id;
    for query in [
        "after=x",
        "after=1.2",
        "after=1.x.msg",
        "limit=0",
        "limit=101",
        "state=lost",
    ] {
        let path = format!("/{id}/deliveries?{query}");
        let refused = ask(&owner, "GET", &path, None).await;
        refused.problem(ProblemCode::InvalidRequest);
    }
}

#[tokio::test]
async fn one_delivery_tells_all_its_tries_and_what_was_posted() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    let made = hook(&owner, &receiver).await;
    receiver.answers(Manner::Status(503, None));
    free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    receiver.answers(Manner::Status(200, None));
    app.clock.advance(TimeDelta::seconds(6));
    deliver(&app).await;
    let letter = &receiver.letters()[0];
    let path = format!("/{}/deliveries/{}", made.webhook.id, letter.id);
    let details: DeliveryDetails = ask(&owner, "GET", &path, None).await.success();
    assert_eq!(details.body, letter.body);
    let tries: Vec<_> = (details.attempts.iter())
        .map(|one| (one.number, one.status))
        .collect();
    assert_eq!(tries, [(2, Some(200)), (1, Some(503))]);
    assert_eq!(details.delivery.state, DeliveryState::Delivered);
    assert_eq!(details.delivery.last.as_ref(), details.attempts.first());
    for event in ["msg_unknown", "%00"] {
        let path = format!("/{}/deliveries/{event}", made.webhook.id);
        ask(&owner, "GET", &path, None)
            .await
            .problem(ProblemCode::NotFound);
    }
}

#[tokio::test]
async fn an_event_is_sent_again_under_its_own_id() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    let made = hook(&owner, &receiver).await;
    free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    let letter = receiver.letters()[1].clone();
    let replay = format!("deliveries/{}/replay", letter.id);
    let details: DeliveryDetails = act(&owner, &made, &replay).await.success();
    assert_eq!(details.delivery.state, DeliveryState::Due);
    assert_eq!(deliver(&app).await, 1);
    let again = receiver.letters().pop().expect("a letter");
    assert_eq!((&again.id, &again.body), (&letter.id, &letter.body));
    assert_eq!(told(&app, "webhook.replay").await, 1);
    let unknown = act(&owner, &made, "deliveries/msg_unknown/replay").await;
    unknown.problem(ProblemCode::NotFound);
    app.audit().await;
}

#[tokio::test]
async fn all_that_failed_in_a_span_of_time_is_sent_again_and_nothing_else() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    let made = hook(&owner, &receiver).await;
    let early = app.clock.now();
    free_order(&app, "ana@example.com").await;
    app.clock.advance(TimeDelta::hours(1));
    let late = app.clock.now();
    free_order(&app, "ben@example.com").await;
    deliver(&app).await;
    app.sql(
        "UPDATE webhook_delivery SET state = 'failed', settled_ms = 1 WHERE state = 'delivered'",
    )
    .await;
    assert_eq!(show(&owner, &made).await.failed, 6);
    let failed = deliveries(&owner, &made, "?state=failed").await;
    assert_eq!(failed.deliveries.len(), 6);

    let replay = async |from: Value, until: Value| {
        let body = json!({ "from": from, "until": until });
        let path = format!("/{}/replay", made.webhook.id);
        ask(&owner, "POST", &path, Some(body))
            .await
            .success::<Replayed>()
    };
    // A span ends before its last instant.
    let none = replay(
        json!(late + TimeDelta::hours(1)),
        json!(late + TimeDelta::hours(2)),
    )
    .await;
    assert_eq!((none.events, none.left), (0, 0));
    assert_eq!(told(&app, "webhook.replay").await, 0);
    let first = replay(json!(early), json!(late)).await;
    assert_eq!((first.events, first.left), (3, 0));
    assert_eq!(deliver(&app).await, 3);
    assert_eq!(show(&owner, &made).await.failed, 3);
    let rest = replay(json!(early), json!(late + TimeDelta::seconds(1))).await;
    assert_eq!((rest.events, rest.left), (3, 0));
    assert_eq!(deliver(&app).await, 3);
    let mut ids: Vec<_> = receiver.letters().into_iter().map(|one| one.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(
        (receiver.letters().len(), ids.len()),
        (12, 6),
        "the same events, twice"
    );
    assert_eq!(told(&app, "webhook.replay").await, 2);
}

#[tokio::test]
async fn more_than_a_batch_is_sent_again_in_batches_that_tell_what_is_left() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    let made = hook(&owner, &receiver).await;
    free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    // As many more as fill a batch: copies of one event, each with an id of its own.
    app.sql(
        "INSERT INTO outbox_event (id, order_id, seq, business_id, test_mode, type, fact, body, at_ms) \
         WITH RECURSIVE more (n) AS (SELECT 4 UNION ALL SELECT n + 1 FROM more WHERE n < 2010) \
         SELECT e.id || '_' || more.n, e.order_id, more.n, e.business_id, e.test_mode, \
         'order.cancelled', e.fact || more.n, e.body, e.at_ms FROM outbox_event e, more \
         WHERE e.seq = 1",
    )
    .await;
    app.sql(
        "INSERT INTO webhook_delivery (event_id, endpoint_id, order_id, seq, happened_ms, state, \
         due_since_ms, next_at_ms, settled_ms) SELECT e.id, w.id, e.order_id, e.seq, e.at_ms, \
         'failed', 1, 1, 1 FROM outbox_event e, webhook_endpoint w WHERE e.seq > 3",
    )
    .await;
    let body = json!({ "from": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00Z" });
    let path = format!("/{}/replay", made.webhook.id);
    let first: Replayed = ask(&owner, "POST", &path, Some(body.clone()))
        .await
        .success();
    assert_eq!((first.events, first.left), (2_000, 7));
    let second: Replayed = ask(&owner, "POST", &path, Some(body)).await.success();
    assert_eq!((second.events, second.left), (7, 0));
    let now = show(&owner, &made).await;
    assert_eq!((now.waiting, now.failed), (2_007, 0));
}
