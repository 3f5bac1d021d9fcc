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

/// A double that delivers its events there.
pub(crate) fn config(webhook_url: Option<String>) -> stripe_double::Config {
    stripe_double::Config {
        secret_key: "sk_test_it".to_owned(),
        webhook_secret: WEBHOOK_SECRET.to_owned(),
        webhook_url,
        merchant: "Kiln & Clay".to_owned(),
    }
}
