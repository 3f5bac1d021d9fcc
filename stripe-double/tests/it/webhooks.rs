//! Events: what they say, how they are signed, how often they come.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::harness::{Received, Receiver, TestDouble, WEBHOOK_SECRET, text};

/// HMAC-SHA256 by its definition, from the bare hash: not the code under test.
fn hmac(key: &[u8], message: &[u8]) -> String {
    assert!(key.len() <= 64);
    let padded = |fill: u8| {
        let mut block = [fill; 64];
        block
            .iter_mut()
            .zip(key)
            .for_each(|(byte, key)| *byte ^= key);
        block
    };
    let inner = Sha256::new()
        .chain_update(padded(0x36))
        .chain_update(message)
        .finalize();
    let outer = Sha256::new()
        .chain_update(padded(0x5c))
        .chain_update(inner)
        .finalize();
    hex::encode(outer)
}

/// The time and the signature of a delivery.
fn signed(received: &Received) -> (i64, String) {
    let (time, signature) = received.signature.split_once(',').unwrap();
    let time = time.strip_prefix("t=").unwrap().parse().unwrap();
    (time, signature.strip_prefix("v1=").unwrap().to_owned())
}

fn expected(received: &Received, secret: &str) -> String {
    let (time, _) = signed(received);
    hmac(
        secret.as_bytes(),
        &[format!("{time}.").as_bytes(), &received.body].concat(),
    )
}

/// Whether a delivery carries the one signature that this secret makes.
pub(crate) fn is_signed(received: &Received, secret: &str) -> bool {
    signed(received).1 == expected(received, secret)
}

fn machine_now() -> i64 {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

/// A double, its endpoint, and a session that was just paid.
async fn paid(answers: &[u16], knobs: Value) -> (TestDouble, Receiver, Value) {
    let endpoint = Receiver::answering(answers).await;
    let double = TestDouble::delivering_to(Some(endpoint.url.clone())).await;
    double.control("/webhooks", knobs).await.object();
    let session = double
        .session(&[("client_reference_id", "order-17")])
        .await
        .object();
    double.press(&session, "pay", "ada@example.com").await;
    (double, endpoint, session)
}

#[test]
fn the_definition_of_hmac_gives_the_published_vector() {
    let digest = hmac(b"Jefe", b"what do ya want for nothing?");
    assert_eq!(
        digest,
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
}

#[tokio::test]
async fn a_payment_is_told_with_the_session_in_its_new_state() {
    let (double, endpoint, session) = paid(&[], json!({})).await;
    let received = &endpoint.wait_for(1).await[0];
    let event = received.event();
    assert_eq!(received.content_type, "application/json; charset=utf-8");
    assert!(text(&event, "id").starts_with("evt_"));
    let expected = json!({
        "object": "event", "type": "checkout.session.completed", "livemode": false,
        "api_version": stripe_double::api_version(), "pending_webhooks": 1,
        "request": { "id": null, "idempotency_key": null },
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&event[name], value, "{name}");
    }
    let path = format!("/v1/checkout/sessions/{}", text(&session, "id"));
    assert_eq!(event["data"]["object"], double.get(&path).await.object());
    assert_eq!(event["data"]["object"]["payment_status"], "paid");
    assert_eq!(event["data"]["object"]["client_reference_id"], "order-17");
    assert!(event.get("account").is_none());
}

#[tokio::test]
async fn the_signature_is_over_time_and_raw_body() {
    let (_double, endpoint, _) = paid(&[], json!({})).await;
    let received = &endpoint.wait_for(1).await[0];
    let (time, signature) = signed(received);
    assert_eq!(signature, expected(received, WEBHOOK_SECRET));
    assert_ne!(signature, expected(received, "whsec_other"));
    assert!((machine_now() - time).abs() <= 5);
}

#[tokio::test]
async fn an_expiry_is_told_whether_asked_for_or_by_the_clock() {
    let endpoint = Receiver::answering(&[]).await;
    let double = TestDouble::delivering_to(Some(endpoint.url.clone())).await;
    let session = double.session(&[]).await.object();
    let path = format!("/v1/checkout/sessions/{}/expire", text(&session, "id"));
    double.post(&path, &[]).await.object();
    let by_call = endpoint.wait_for(1).await[0].event();
    assert_eq!(
        (&by_call["type"], &by_call["data"]["object"]["status"]),
        (&json!("checkout.session.expired"), &json!("expired"))
    );
    assert!(text(&by_call["request"], "id").starts_with("req_"));
    double.session(&[]).await.object();
    double.advance(86_401).await;
    let by_clock = endpoint.wait_for(2).await[1].event();
    assert_eq!(
        (&by_clock["type"], &by_clock["request"]["id"]),
        (&json!("checkout.session.expired"), &Value::Null)
    );
}

#[tokio::test]
async fn the_clock_tells_an_expiry_though_nobody_asks() {
    let endpoint = Receiver::answering(&[]).await;
    let double = TestDouble::delivering_to(Some(endpoint.url.clone())).await;
    let expires_at = double.now().await + 1801;
    double
        .session(&[("expires_at", &expires_at.to_string())])
        .await
        .object();
    double
        .control("/clock", json!({ "now": expires_at - 1 }))
        .await
        .object();
    // From here on only the double's own ticking can notice.
    assert_eq!(
        endpoint.wait_for(1).await[0].event()["type"],
        "checkout.session.expired"
    );
}

#[tokio::test]
async fn an_event_is_repeated_until_it_is_taken() {
    let (double, endpoint, _) = paid(&[500, 404], json!({})).await;
    let received = endpoint.wait_for(3).await;
    let ids: Vec<_> = received
        .iter()
        .map(|delivery| text(&delivery.event(), "id"))
        .collect();
    assert_eq!(ids, vec![ids[0].clone(); 3]);
    assert!(
        received
            .iter()
            .all(|delivery| delivery.body == received[0].body)
    );
    for delivery in &received {
        assert_eq!(signed(delivery).1, expected(delivery, WEBHOOK_SECRET));
    }
    let state = double
        .until("three deliveries in the log", |state| {
            state["deliveries"].as_array().unwrap().len() == 3
        })
        .await;
    let log: Vec<_> = state["deliveries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["attempt"].clone(), entry["result"].clone()))
        .collect();
    let answered = |attempt: u32, status: u16| (json!(attempt), json!({ "answered": status }));
    assert_eq!(log, [answered(1, 500), answered(2, 404), answered(3, 200)]);
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    assert_eq!(endpoint.received().len(), 3, "taken is taken");
}

#[tokio::test]
async fn a_receiver_that_is_not_there_is_tried_again() {
    let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hooks", nobody.local_addr().unwrap());
    drop(nobody);
    let double = TestDouble::delivering_to(Some(url)).await;
    let session = double.session(&[]).await.object();
    double.press(&session, "pay", "ada@example.com").await;
    double
        .until("a failed attempt", |state| {
            state["deliveries"][0]["result"] == "no_answer"
        })
        .await;
    let endpoint = Receiver::answering(&[]).await;
    double
        .control("/webhooks", json!({ "url": endpoint.url }))
        .await
        .object();
    endpoint.wait_for(1).await;
}

#[tokio::test]
async fn knob_duplicate_delivers_the_same_event_several_times() {
    let (_double, endpoint, _) = paid(&[], json!({ "duplicate": 2 })).await;
    let received = endpoint.wait_for(3).await;
    assert!(
        received
            .iter()
            .all(|delivery| delivery.body == received[0].body)
    );
}

#[tokio::test]
async fn knob_mute_records_and_does_not_deliver_until_resent() {
    let (double, endpoint, _) = paid(&[], json!({ "mute": true })).await;
    let state = double
        .until("a muted delivery", |state| {
            state["deliveries"][0]["result"] == "muted"
        })
        .await;
    assert!(endpoint.received().is_empty());
    double
        .control("/webhooks", json!({ "mute": false }))
        .await
        .object();
    let id = text(&state["events"][0], "id");
    assert_eq!(
        double
            .control(&format!("/events/{id}/resend"), json!({}))
            .await
            .status,
        202
    );
    assert_eq!(text(&endpoint.wait_for(1).await[0].event(), "id"), id);
    assert_eq!(
        double
            .control("/events/evt_none/resend", json!({}))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn knob_delay_makes_events_wait() {
    let (_double, endpoint, _) = paid(&[], json!({ "delay_ms": 400 })).await;
    let started = std::time::Instant::now();
    assert!(endpoint.received().is_empty());
    endpoint.wait_for(1).await;
    assert!(started.elapsed() >= std::time::Duration::from_millis(300));
}

#[tokio::test]
async fn knob_wrong_secret_signs_with_another_one() {
    let (double, endpoint, _) = paid(&[400], json!({ "wrong_secret": true })).await;
    let received = &endpoint.wait_for(1).await[0];
    assert_ne!(signed(received).1, expected(received, WEBHOOK_SECRET));
    double
        .control("/webhooks", json!({ "wrong_secret": false }))
        .await
        .object();
    let received = &endpoint.wait_for(2).await[1];
    assert_eq!(signed(received).1, expected(received, WEBHOOK_SECRET));
}

#[tokio::test]
async fn knob_stale_dates_the_signature_back() {
    let (_double, endpoint, _) = paid(&[], json!({ "stale_seconds": 600 })).await;
    let received = &endpoint.wait_for(1).await[0];
    let (time, signature) = signed(received);
    assert!((machine_now() - 600 - time).abs() <= 5);
    assert_eq!(signature, expected(received, WEBHOOK_SECRET));
}

#[tokio::test]
async fn knob_sign_with_takes_the_doubles_clock() {
    let endpoint = Receiver::answering(&[]).await;
    let double = TestDouble::delivering_to(Some(endpoint.url.clone())).await;
    double.advance(7200).await;
    for (clock, ahead) in [("machine", 0), ("double", 7200)] {
        double
            .control("/webhooks", json!({ "sign_with": clock }))
            .await
            .object();
        let before = endpoint.received().len();
        let session = double.session(&[]).await.object();
        double.press(&session, "pay", "ada@example.com").await;
        let received = &endpoint.wait_for(before + 1).await[before];
        assert!(
            (machine_now() + ahead - signed(received).0).abs() <= 5,
            "{clock}"
        );
    }
    assert_eq!(
        double
            .control("/webhooks", json!({ "volume": 11 }))
            .await
            .status,
        422
    );
}
