//! Endpoints: where they may be, what they are told of, their secrets, pauses and removal.

use booking_contract::owner::{
    OVERLAP_HOURS_MAX, WEBHOOKS_MAX, WebhookList, WebhookMade, WebhookStanding, WebhookView,
};
use booking_contract::{ProblemCode, WebhookEventType};
use chrono::TimeDelta;
use serde_json::json;

use super::{act, ask, deliver, free_order, hook, show, told};
use crate::app::{Setup, TestApp};
use crate::outbox::receiver::{Manner, Receiver};
use crate::person::{FOREIGN, GROUP, OWNER};

#[tokio::test]
async fn an_endpoint_that_is_added_is_told_and_its_secret_signs_what_it_gets() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    let made = hook(&owner, &receiver).await;
    let list: WebhookList = ask(&owner, "GET", "", None).await.success();
    assert_eq!(list.webhooks, std::slice::from_ref(&made.webhook));
    assert!(list.loopback, "this companion allows it");
    assert_eq!(made.webhook.events, None);
    assert_eq!(made.webhook.standing, WebhookStanding::InOrder);
    free_order(&app, "ana@example.com").await;
    assert_eq!(show(&owner, &made).await.waiting, 3);
    deliver(&app).await;
    let letters = receiver.letters();
    assert_eq!(letters.len(), 3);
    assert!(
        letters
            .iter()
            .all(|one| one.is_signed_with(made.secret.reveal()))
    );
    assert_eq!(show(&owner, &made).await.waiting, 0);
    // What signs is in the books of the endpoint and nowhere else.
    let leaks = format!(
        "SELECT COUNT(*) FROM owner_log WHERE detail LIKE '%{}%'",
        made.secret.reveal()
    );
    assert_eq!(app.number(&leaks).await, 0);
    assert_eq!(told(&app, "webhook.add").await, 1);
}

#[tokio::test]
async fn an_address_that_is_not_of_the_public_internet_is_refused() {
    let app = TestApp::start_with(Setup {
        no_loopback: true,
        ..Setup::default()
    })
    .await;
    let owner = app.sign_in(OWNER).await;
    let added = json!({ "url": "https://hooks.example/a" });
    let made: WebhookMade = ask(&owner, "POST", "", Some(added)).await.success();
    let here = format!("/{}", made.webhook.id);
    for url in [
        "http://hooks.example/",
        "https://127.0.0.1/",
        "http://127.0.0.1:9/",
        "https://localhost/",
        "https://10.1.2.3/",
        "https://192.168.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[fe80::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://2130706433/",
        "https://name:word@hooks.example/",
        "hooks.example",
        "",
    ] {
        for test_mode in [false, true] {
            let body = json!({ "url": url, "test_mode": test_mode });
            let refused = ask(&owner, "POST", "", Some(body)).await;
            assert_eq!(refused.status, 422, "{url}");
            refused.problem(ProblemCode::AddressRefused);
        }
        let moved = ask(&owner, "PUT", &here, Some(json!({ "url": url }))).await;
        assert_eq!(moved.status, 422, "{url}");
        moved.problem(ProblemCode::AddressRefused);
    }
    assert_eq!(show(&owner, &made).await.url, "https://hooks.example/a");
}

#[tokio::test]
async fn where_this_machine_may_be_told_it_is_told_of_tests_alone() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    let real = json!({ "url": receiver.url(), "test_mode": false });
    let refused = ask(&owner, "POST", "", Some(real)).await;
    refused.problem(ProblemCode::AddressRefused);
    // An endpoint of real orders cannot become one of this machine either.
    let public = json!({ "url": "https://hooks.example/" });
    let made: WebhookMade = ask(&owner, "POST", "", Some(public)).await.success();
    let path = format!("/{}", made.webhook.id);
    let moved = ask(&owner, "PUT", &path, Some(json!({ "url": receiver.url() }))).await;
    moved.problem(ProblemCode::AddressRefused);
    // The control: one of tests can.
    let tests = hook(&owner, &receiver).await;
    assert!(tests.webhook.test_mode);
}

#[tokio::test]
async fn an_endpoint_is_told_of_the_events_that_were_chosen_last() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    let body = json!({
        "url": receiver.url(),
        "test_mode": true,
        "events": ["order.created", "order.created"],
    });
    let made: WebhookMade = ask(&owner, "POST", "", Some(body)).await.success();
    assert_eq!(
        made.webhook.events,
        Some(vec![WebhookEventType::OrderCreated])
    );
    free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    assert_eq!(receiver.kinds(), ["order.created"]);

    let path = format!("/{}", made.webhook.id);
    let body = json!({ "url": receiver.url(), "events": ["coupon.redeemed"] });
    let edited: WebhookView = ask(&owner, "PUT", &path, Some(body.clone()))
        .await
        .success();
    assert_eq!(edited.events, Some(vec![WebhookEventType::CouponRedeemed]));
    // The same once more is no change.
    ask(&owner, "PUT", &path, Some(body))
        .await
        .success::<WebhookView>();
    assert_eq!(told(&app, "webhook.edit").await, 1);
    free_order(&app, "ben@example.com").await;
    deliver(&app).await;
    assert_eq!(receiver.kinds(), ["order.created", "coupon.redeemed"]);

    for events in [json!([]), json!(["order.lost"])] {
        let body = json!({ "url": receiver.url(), "events": events });
        let refused = ask(&owner, "PUT", &path, Some(body)).await;
        assert_eq!(refused.status.as_u16() / 100, 4, "{events}");
    }
}

#[tokio::test]
async fn a_new_secret_signs_and_the_old_one_along_with_it_for_as_long_as_asked() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    let made = hook(&owner, &receiver).await;
    let path = format!("/{}/secret", made.webhook.id);
    let roll = |hours: u32| Some(json!({ "overlap_hours": hours }));
    let long = ask(&owner, "POST", &path, roll(OVERLAP_HOURS_MAX + 1)).await;
    long.problem(ProblemCode::InvalidRequest);
    let rolled: WebhookMade = ask(&owner, "POST", &path, roll(2)).await.success();
    assert_ne!(rolled.secret, made.secret);
    let until = app.clock.now() + TimeDelta::hours(2);
    assert_eq!(rolled.webhook.old_secret_until, Some(until));
    assert_eq!(told(&app, "webhook.roll").await, 1);
    let signed = async |email: &str| {
        free_order(&app, email).await;
        deliver(&app).await;
        let last = receiver.letters().pop().expect("a letter");
        [&made, &rolled].map(|one| last.is_signed_with(one.secret.reveal()))
    };
    assert_eq!(signed("ana@example.com").await, [true, true]);
    app.clock.advance(TimeDelta::hours(2));
    assert_eq!(signed("ben@example.com").await, [false, true]);
    assert_eq!(show(&owner, &made).await.old_secret_until, None);
}

#[tokio::test]
async fn what_happens_during_a_pause_waits_and_goes_when_it_ends() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    let made = hook(&owner, &receiver).await;
    let paused: WebhookView = act(&owner, &made, "pause").await.success();
    let since = app.clock.now();
    assert_eq!(paused.standing, WebhookStanding::Paused { since });
    act(&owner, &made, "pause").await.success::<WebhookView>();
    assert_eq!(told(&app, "webhook.pause").await, 1);
    free_order(&app, "ana@example.com").await;
    assert_eq!(deliver(&app).await, 0);
    assert_eq!(show(&owner, &made).await.waiting, 3);
    let resumed: WebhookView = act(&owner, &made, "resume").await.success();
    assert_eq!(resumed.standing, WebhookStanding::InOrder);
    assert_eq!(deliver(&app).await, 3);
    act(&owner, &made, "resume").await.success::<WebhookView>();
    assert_eq!(told(&app, "webhook.resume").await, 1);
}

#[tokio::test]
async fn why_an_endpoint_is_told_nothing_can_be_seen() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    let made = hook(&owner, &receiver).await;
    receiver.answers(Manner::Status(500, None));
    free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    let since = app.clock.now();
    let failing = show(&owner, &made).await;
    assert_eq!(failing.standing, WebhookStanding::Failing { since });
    for _ in 0..12 {
        app.clock.advance(TimeDelta::hours(12));
        deliver(&app).await;
    }
    // Nobody stays signed in for that long.
    let owner = app.sign_in(OWNER).await;
    let stopped = show(&owner, &made).await;
    assert!(
        matches!(stopped.standing, WebhookStanding::Stopped { .. }),
        "{stopped:?}"
    );
    assert!(!stopped.standing.is_told());
    act(&owner, &made, "resume").await.success::<WebhookView>();
    receiver.answers(Manner::Status(410, None));
    deliver(&app).await;
    let gone = show(&owner, &made).await;
    assert!(
        matches!(gone.standing, WebhookStanding::Gone { .. }),
        "{gone:?}"
    );
}

#[tokio::test]
async fn a_removed_endpoint_is_forgotten_and_told_nothing_more() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    let made = hook(&owner, &receiver).await;
    free_order(&app, "ana@example.com").await;
    let path = format!("/{}", made.webhook.id);
    assert_eq!(ask(&owner, "DELETE", &path, None).await.status, 204);
    assert_eq!(deliver(&app).await, 0);
    let again = ask(&owner, "DELETE", &path, None).await;
    again.problem(ProblemCode::NotFound);
    let list: WebhookList = ask(&owner, "GET", "", None).await.success();
    assert!(list.webhooks.is_empty());
    assert_eq!(told(&app, "webhook.remove").await, 1);
    app.audit().await;
}

#[tokio::test]
async fn an_endpoint_of_another_business_is_none() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    let made = hook(&owner, &receiver).await;
    free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    let event = &receiver.letters()[0].id;
    // Somebody who may do all of it at both businesses.
    let group = app.sign_in(GROUP).await;
    let id = &made.webhook.id;
    let edit = json!({ "url": "https://hooks.example/" });
    let span = json!({ "from": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00Z" });
    for (method, rest, body) in [
        ("GET", String::new(), None),
        ("PUT", String::new(), Some(edit)),
        ("DELETE", String::new(), None),
        ("POST", "/pause".to_owned(), None),
        ("POST", "/resume".to_owned(), None),
        (
            "POST",
            "/secret".to_owned(),
            Some(json!({ "overlap_hours": 0 })),
        ),
        ("POST", "/test".to_owned(), None),
        ("POST", "/replay".to_owned(), Some(span)),
        ("GET", "/deliveries".to_owned(), None),
        ("GET", format!("/deliveries/{event}"), None),
        ("POST", format!("/deliveries/{event}/replay"), None),
    ] {
        let path = format!("/v1/businesses/{FOREIGN}/webhooks/{id}{rest}");
        let foreign = group
            .ask(method.parse().expect("a method"), &path, body)
            .await;
        assert_eq!(foreign.status, 404, "{method} {rest}");
        foreign.problem(ProblemCode::NotFound);
    }
    assert_eq!(show(&owner, &made).await, made.webhook);
    assert_eq!(deliver(&app).await, 0);
    assert_eq!(receiver.letters().len(), 3);
}

#[tokio::test]
async fn there_are_only_so_many() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    for _ in 0..WEBHOOKS_MAX {
        hook(&owner, &receiver).await;
    }
    let body = json!({ "url": receiver.url(), "test_mode": true });
    let refused = ask(&owner, "POST", "", Some(body)).await;
    refused.problem(ProblemCode::TooManyOfThem);
}
