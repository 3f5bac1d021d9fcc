//! The life of a session, the clock that can be moved, and the double's own start and stop.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

use crate::harness::{TestDouble, text};

async fn status(double: &TestDouble, session: &Value) -> (String, String) {
    let path = format!("/v1/checkout/sessions/{}", text(session, "id"));
    let session = double.get(&path).await.object();
    (text(&session, "status"), text(&session, "payment_status"))
}

fn pair(status: &str, payment: &str) -> (String, String) {
    (status.to_owned(), payment.to_owned())
}

#[tokio::test]
async fn open_then_complete_and_paid() {
    let double = TestDouble::new().await;
    let session = double.session(&[]).await.object();
    assert_eq!(status(&double, &session).await, pair("open", "unpaid"));
    double.press(&session, "pay", "ada@example.com").await;
    assert_eq!(status(&double, &session).await, pair("complete", "paid"));
    let path = format!("/v1/checkout/sessions/{}", text(&session, "id"));
    let paid = double.get(&path).await.object();
    assert!(text(&paid, "payment_intent").starts_with("pi_"));
    assert_eq!(
        (&paid["url"], &paid["customer_details"]["email"]),
        (&Value::Null, &json!("ada@example.com"))
    );
    double
        .post(&format!("{path}/expire"), &[])
        .await
        .invalid("session", None);
    assert_eq!(status(&double, &session).await, pair("complete", "paid"));
    double.advance(90_000).await;
    assert_eq!(status(&double, &session).await, pair("complete", "paid"));
}

#[tokio::test]
async fn open_then_expired_by_a_call() {
    let double = TestDouble::new().await;
    let session = double.session(&[]).await.object();
    let path = format!("/v1/checkout/sessions/{}/expire", text(&session, "id"));
    let expired = double
        .post(&path, &[("expand[]", "line_items")])
        .await
        .object();
    assert_eq!(
        (&expired["status"], &expired["url"]),
        (&json!("expired"), &Value::Null)
    );
    assert_eq!(expired["line_items"]["data"].as_array().unwrap().len(), 1);
    double.post(&path, &[]).await.invalid("session", None);
    double.press(&session, "pay", "ada@example.com").await;
    assert_eq!(status(&double, &session).await, pair("expired", "unpaid"));
}

#[tokio::test]
async fn open_then_expired_by_the_clock() {
    let double = TestDouble::new().await;
    let expires_at = (double.now().await + 2400).to_string();
    let session = double
        .session(&[("expires_at", &expires_at)])
        .await
        .object();
    double.advance(2390).await;
    assert_eq!(status(&double, &session).await, pair("open", "unpaid"));
    double.advance(15).await;
    assert_eq!(status(&double, &session).await, pair("expired", "unpaid"));
    double.press(&session, "pay", "ada@example.com").await;
    assert_eq!(status(&double, &session).await, pair("expired", "unpaid"));
    assert_eq!(double.state().await["ledger"]["platform"], json!({}));
}

#[tokio::test]
async fn the_clock_can_be_set_and_runs_on() {
    let double = TestDouble::new().await;
    let set = double
        .control("/clock", json!({ "now": 1_900_000_000 }))
        .await
        .object();
    assert_eq!(set["now"], 1_900_000_000);
    let now = double.advance_and_read(100).await;
    assert!((1_900_000_100..1_900_000_110).contains(&now), "{now}");
    let coupon = double.coupon(&[("percent_off", "5")]).await.object();
    assert!((now..now + 10).contains(&coupon["created"].as_i64().unwrap()));
    for nonsense in [json!({}), json!({ "advance": 5 }), json!({ "now": "noon" })] {
        assert_eq!(double.control("/clock", nonsense).await.status, 422);
    }
}

impl TestDouble {
    async fn advance_and_read(&self, seconds: i64) -> i64 {
        self.advance(seconds).await;
        self.now().await
    }
}

#[tokio::test]
async fn the_ledger_adds_up_by_account_and_currency() {
    let double = TestDouble::new().await;
    let currency = "line_items[0][price_data][currency]";
    for (code, times) in [("eur", 2), ("usd", 1)] {
        for _ in 0..times {
            let session = double.session(&[(currency, code)]).await.object();
            double.press(&session, "pay", "ada@example.com").await;
        }
    }
    double.session(&[]).await.object();
    let sums = |payments: i64, paid_minor: i64| {
        json!({
            "payments": payments, "paid_minor": paid_minor, "refunds": 0, "refunded_minor": 0,
            "disputed_minor": 0, "net_minor": paid_minor,
        })
    };
    let expected = json!({ "eur": sums(2, 18_000), "usd": sums(1, 9000) });
    assert_eq!(double.state().await["ledger"]["platform"], expected);
}

/// The binary itself, ended when dropped.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn binary(port: u16) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stripe-double"));
    command
        .args(["--port", &port.to_string()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[test]
fn the_binary_says_when_it_is_ready_and_stops_when_told() {
    let mut process = Process(binary(0).spawn().unwrap());
    let mut lines = BufReader::new(process.0.stdout.take().unwrap()).lines();
    let ready = lines.next().unwrap().unwrap();
    assert!(
        ready.starts_with("stripe-double: ready on http://127.0.0.1:"),
        "{ready}"
    );
    let told = Command::new("kill")
        .args(["-TERM", &process.0.id().to_string()])
        .status()
        .unwrap();
    assert!(told.success());
    assert!(process.0.wait().unwrap().success());
    assert!(lines.next().is_none(), "one line is enough");
}

#[test]
fn a_taken_port_is_a_sentence_and_a_failure() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let output = binary(port).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        error.contains(&format!("port {port} is already in use")),
        "{error}"
    );
}
