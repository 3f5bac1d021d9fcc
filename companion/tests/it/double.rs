//! What tests do with the Stripe double: its page, its remote control, its end and its return.

use booking_contract::OrderOpened;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::app::{TestApp, WEBHOOK_SECRET};

impl TestApp {
    /// Presses a button on Stripe's page.
    pub(crate) async fn press(&self, opened: &OrderOpened, button: &str) {
        let page = opened.order.checkout_url.as_deref().expect("a page");
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        let reply = http
            .post(format!("{page}/{button}"))
            .form(&[("email", "ana@example.com")])
            .send()
            .await
            .expect("an answer");
        // A declined card is 402.
        assert!(reply.status().as_u16() <= 402, "{}", reply.status());
    }

    /// Pays by a bank debit, whose money comes later or never.
    pub(crate) async fn debit(&self, opened: &OrderOpened) {
        let path = format!("sessions/{}/pay", session(opened));
        self.control(&path, &json!({ "delayed": true })).await;
    }

    /// The bank's answer to a debit.
    pub(crate) async fn debit_ends(&self, opened: &OrderOpened, arrived: bool) {
        let path = format!("sessions/{}/settle", session(opened));
        self.control(&path, &json!({ "arrived": arrived })).await;
    }

    /// Tells the double's remote control something.
    pub(crate) async fn control(&self, path: &str, body: &Value) -> Value {
        let url = format!("http://{}/_double/{path}", self.double_address);
        let reply = self
            .http
            .post(url)
            .json(body)
            .send()
            .await
            .expect("an answer");
        assert!(reply.status().is_success(), "{}", reply.status());
        reply.json().await.unwrap_or_default()
    }

    /// Everything the double knows.
    pub(crate) async fn double_state(&self) -> Value {
        let url = format!("http://{}/_double/state", self.double_address);
        let reply = self.http.get(url).send().await.expect("an answer");
        reply.json().await.expect("JSON")
    }

    /// The refunds that Stripe has, the latest first.
    pub(crate) async fn refunds(&self) -> Vec<Value> {
        let state = self.double_state().await;
        state["refunds"].as_array().expect("refunds").clone()
    }

    /// The payment behind the one order that there is.
    pub(crate) async fn payment(&self) -> String {
        self.books.text("SELECT stripe_payment FROM orders").await
    }

    /// Somebody gives money back in Stripe's own dashboard.
    pub(crate) async fn refund_at_stripe(&self, amount_minor: i64) {
        let form = [
            ("payment_intent", self.payment().await),
            ("amount", amount_minor.to_string()),
        ];
        let request = self
            .http
            .post(format!("http://{}/v1/refunds", self.double_address))
            .bearer_auth("sk_test_it")
            .form(&form);
        let answer = self.send(request).await;
        assert!(answer.status.is_success(), "{}", answer.text);
    }

    /// The charge of the one payment that there is.
    pub(crate) async fn charge(&self) -> String {
        let payment = self.payment().await;
        let url = format!(
            "http://{}/v1/charges?payment_intent={payment}",
            self.double_address
        );
        let request = self.http.get(url).bearer_auth("sk_test_it");
        let charges: Value = self.send(request).await.success();
        charges["data"][0]["id"]
            .as_str()
            .expect("a charge")
            .to_owned()
    }

    /// Every event of a kind arrives, again or for the first time.
    pub(crate) async fn deliver_only(&self, kind: &str) {
        let state = self.double_state().await;
        let events = state["events"].as_array().expect("events");
        let wanted: Vec<&Value> = events
            .iter()
            .filter(|event| event["type"] == kind)
            .collect();
        assert!(!wanted.is_empty(), "there is no {kind}");
        for event in wanted {
            let answer = crate::webhooks::signed(self, event).await;
            assert!(answer.status.is_success(), "{kind}: {}", answer.text);
        }
    }

    /// Every event there was arrives once more, the latest first.
    pub(crate) async fn resend_events(&self) {
        let state = self.double_state().await;
        for event in state["events"].as_array().expect("events").iter().rev() {
            let answer = crate::webhooks::signed(self, event).await;
            assert!(answer.status.is_success(), "{}", answer.text);
        }
    }

    /// How many sessions Stripe has.
    pub(crate) async fn sessions(&self) -> usize {
        let state = self.double_state().await;
        state["sessions"].as_array().expect("sessions").len()
    }

    /// Both clocks tell the same time, in signatures too.
    pub(crate) async fn set_double_clock(&self) {
        if self.double.is_some() {
            let now = self.clock.now().timestamp();
            self.control("clock", &json!({ "now": now })).await;
            self.control("webhooks", &json!({ "sign_with": "double" }))
                .await;
        }
    }

    /// Stripe is gone: connections are refused.
    pub(crate) async fn stop_double(&mut self) {
        if let Some(double) = self.double.take() {
            double.stop().await;
        }
    }

    /// Stripe is back at its address, with nothing remembered.
    pub(crate) async fn restart_double(&mut self) {
        let listener = TcpListener::bind(self.double_address)
            .await
            .expect("the port");
        let webhook_url = Some(format!("{}/v1/stripe/webhooks", self.url));
        let double = stripe_double::start(config(webhook_url), listener);
        self.double = Some(double.expect("the double starts"));
        self.set_double_clock().await;
    }

    /// Stripe is itself again.
    pub(crate) async fn end_faults(&self) {
        let url = format!("http://{}/_double/faults", self.double_address);
        let reply = self.http.delete(url).send().await.expect("an answer");
        assert!(reply.status().is_success());
    }
}

/// The session behind an order's page.
fn session(opened: &OrderOpened) -> &str {
    let page = opened.order.checkout_url.as_deref().expect("a page");
    page.rsplit('/').next().expect("an id")
}

/// A double that delivers its events there.
pub(crate) fn config(webhook_url: Option<String>) -> stripe_double::Config {
    stripe_double::Config {
        secret_key: "sk_test_it".to_owned(),
        webhook_secret: WEBHOOK_SECRET.to_owned(),
        webhook_url,
        merchant: "Kiln & Clay".to_owned(),
    }
}
