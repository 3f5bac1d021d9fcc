//! The test event: posted at once, signed like every other, and of nothing that happened.

use booking_contract::owner::{DeliveryFailure, WebhookTried, WebhookView};
use booking_contract::{WEBHOOK_TEST, WebhookTest};
use serde_json::json;

use super::{act, ask, deliveries, hook, told};
use crate::app::{Setup, TestApp};
use crate::outbox::receiver::{Manner, Receiver};
use crate::person::OWNER;

#[tokio::test]
async fn a_test_event_arrives_signed_and_its_answer_is_told() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    let made = hook(&owner, &receiver).await;
    let tried: WebhookTried = act(&owner, &made, "test").await.success();
    let letters = receiver.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(
        (&letters[0].id, &letters[0].body),
        (&tried.event_id, &tried.body)
    );
    assert!(letters[0].is_signed_with(made.secret.reveal()));
    let test: WebhookTest = serde_json::from_str(&letters[0].body).expect("a test");
    assert_eq!(test.kind, WEBHOOK_TEST);
    assert_eq!(test.data.webhook_id, made.webhook.id);
    assert!(test.test_mode);
    assert_eq!(
        (tried.attempt.status, tried.attempt.failure),
        (Some(200), None)
    );
    assert_eq!(tried.attempt.answer, "answer 200");
    // It tells of no order: no list has it, and no count of what was delivered.
    assert!(deliveries(&owner, &made, "").await.deliveries.is_empty());
    assert_eq!(told(&app, "webhook.test").await, 1);
    app.audit().await;
}

#[tokio::test]
async fn a_test_event_says_what_went_wrong_and_changes_nothing() {
    let app = TestApp::start().await;
    let mut receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    let made = hook(&owner, &receiver).await;
    let test = async || {
        act(&owner, &made, "test")
            .await
            .success::<WebhookTried>()
            .attempt
    };
    receiver.answers(Manner::Status(404, None));
    let refused = test().await;
    assert_eq!(
        (refused.status, refused.failure),
        (Some(404), Some(DeliveryFailure::Status))
    );
    receiver.answers(Manner::Status(
        302,
        Some(("location", "http://10.0.0.1/".into())),
    ));
    assert_eq!(test().await.failure, Some(DeliveryFailure::Redirect));
    // One that wants no events any more is told them until it says so to a real one.
    receiver.answers(Manner::Status(410, None));
    assert_eq!(test().await.failure, Some(DeliveryFailure::Gone));
    receiver.down().await;
    let nobody = test().await;
    assert_eq!(
        (nobody.status, nobody.failure),
        (None, Some(DeliveryFailure::Connect))
    );
    let path = format!("/{}", made.webhook.id);
    let now: WebhookView = ask(&owner, "GET", &path, None).await.success();
    assert_eq!(now, made.webhook);
}

#[tokio::test]
async fn a_test_event_reaches_an_endpoint_that_is_paused() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    let made = hook(&owner, &receiver).await;
    act(&owner, &made, "pause").await.success::<WebhookView>();
    act(&owner, &made, "test").await.success::<WebhookTried>();
    assert_eq!(receiver.letters().len(), 1);
}

#[tokio::test]
async fn no_test_event_leaves_for_this_machine_or_its_neighbours() {
    let app = TestApp::start_with(Setup {
        no_loopback: true,
        ..Setup::default()
    })
    .await;
    let receiver = Receiver::start().await;
    let owner = app.sign_in(OWNER).await;
    let body = json!({ "url": "https://hooks.example/", "test_mode": true });
    let made = ask(&owner, "POST", "", Some(body)).await.success();
    // What stands in the books from another time, or came there otherwise, is looked at again; a name
    // by what it leads to.
    let local = receiver.url().replace("127.0.0.1", "localhost");
    for url in [receiver.url(), local, "https://10.0.0.1/".to_owned()] {
        app.sql(&format!("UPDATE webhook_endpoint SET url = '{url}'"))
            .await;
        let tried: WebhookTried = act(&owner, &made, "test").await.success();
        assert_eq!(
            tried.attempt.failure,
            Some(DeliveryFailure::NotPublic),
            "{url}"
        );
        assert_eq!(tried.attempt.status, None);
    }
    assert!(receiver.letters().is_empty());
}
