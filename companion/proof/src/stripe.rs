//! The Stripe double beside a companion: it survives what the companion does not.

use booking_contract::OrderView;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::Failure;

/// What the companion pays with.
pub const SECRET_KEY: &str = "sk_test_proof";
/// What events are signed with.
pub const WEBHOOK_SECRET: &str = "whsec_proof";

/// A running double.
#[derive(Debug)]
pub struct Stripe {
    /// Its address, without a slash at the end.
    pub url: String,
    http: reqwest::Client,
    _running: stripe_double::Running,
}

/// A session as far as it is compared with its order.
#[derive(Clone, Debug)]
pub struct Charged {
    /// Its id.
    pub id: String,
    /// Its order.
    pub order_id: String,
    /// Whether it took money.
    pub paid: bool,
    /// Whether it is still to be paid.
    pub open: bool,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its id.
    pub id: String,
    /// Its type.
    pub kind: String,
    /// What it happened to.
    pub object: Value,
}

impl Stripe {
    /// Starts one that tells a companion of its events.
    pub async fn start(companion_url: &str) -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let config = stripe_double::Config {
            secret_key: SECRET_KEY.to_owned(),
            webhook_secret: WEBHOOK_SECRET.to_owned(),
            webhook_url: Some(format!("{companion_url}/v1/stripe/webhooks")),
            merchant: "Proof".to_owned(),
        };
        let running = stripe_double::start(config, listener)?;
        let stripe = Self {
            url: running.base_url().to_owned(),
            http: reqwest::Client::new(),
            _running: running,
        };
        stripe
            .control("webhooks", &json!({ "sign_with": "double" }))
            .await?;
        Ok(stripe)
    }

    /// Tells the remote control something; answers status and body.
    pub async fn tell(&self, path: &str, body: &Value) -> Result<(u16, Value), Failure> {
        let url = format!("{}/_double/{path}", self.url);
        let reply = self.http.post(url).json(body).send().await?;
        let status = reply.status().as_u16();
        Ok((status, reply.json().await.unwrap_or_default()))
    }

    /// Tells it something that it must be able to do.
    pub async fn control(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        match self.tell(path, body).await? {
            (200..=299, answer) => Ok(answer),
            (status, answer) => Err(format!("{path}: {status} {answer}").into()),
        }
    }

    /// Forgets the faults that were planned.
    pub async fn end_faults(&self) -> Result<(), Failure> {
        let url = format!("{}/_double/faults", self.url);
        self.http.delete(url).send().await?.error_for_status()?;
        Ok(())
    }

    /// Moves its clock.
    pub async fn advance(&self, seconds: i64) -> Result<(), Failure> {
        self.control("clock", &json!({ "advance_seconds": seconds }))
            .await?;
        Ok(())
    }

    /// Everything it knows.
    pub async fn state(&self) -> Result<Value, Failure> {
        let url = format!("{}/_double/state", self.url);
        Ok(self.http.get(url).send().await?.json().await?)
    }

    /// What is left of all payments, by currency in capitals, in minor units.
    pub async fn ledger(&self) -> Result<Vec<(String, i64)>, Failure> {
        let url = format!("{}/_double/ledger", self.url);
        let told: Value = self.http.get(url).send().await?.json().await?;
        let rows = told["ledger"].as_array().ok_or("no ledger")?;
        let mut sums: Vec<(String, i64)> = rows
            .iter()
            .map(|row| {
                let currency = row["currency"].as_str().unwrap_or_default();
                let paid = row["paid_minor"].as_i64().unwrap_or_default();
                let refunded = row["refunded_minor"].as_i64().unwrap_or_default();
                (currency.to_uppercase(), paid - refunded)
            })
            .filter(|(_, sum)| *sum != 0)
            .collect();
        sums.sort();
        Ok(sums)
    }

    /// Every session.
    pub async fn sessions(&self) -> Result<Vec<Charged>, Failure> {
        let state = self.state().await?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let sessions = state["sessions"].as_array().ok_or("no sessions")?;
        Ok(sessions
            .iter()
            .map(|session| Charged {
                id: text(&session["id"]),
                order_id: text(&session["client_reference_id"]),
                paid: session["payment_status"] == "paid",
                open: session["status"] == "open",
            })
            .collect())
    }

    /// The orders of all refunds, one for each; nothing where it was made without one.
    pub async fn refunds(&self) -> Result<Vec<String>, Failure> {
        let state = self.state().await?;
        let refunds = state["refunds"].as_array().ok_or("no refunds")?;
        let order = |refund: &Value| {
            refund["metadata"]["order"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        Ok(refunds.iter().map(order).collect())
    }

    /// Pays a session; true where it took the money, or will once the bank has sent it.
    pub async fn pay(&self, session: &str, delayed: bool) -> Result<bool, Failure> {
        let path = format!("sessions/{session}/pay");
        let (status, _) = self.tell(&path, &json!({ "delayed": delayed })).await?;
        Ok(status == 200)
    }

    /// Tells whether the money of a delayed payment arrived.
    pub async fn settle(&self, session: &str, arrived: bool) -> Result<(), Failure> {
        let path = format!("sessions/{session}/settle");
        self.control(&path, &json!({ "arrived": arrived })).await?;
        Ok(())
    }

    /// Gives the money of a charge back, as the business does on Stripe's own site.
    pub async fn refund(&self, charge: &str) -> Result<(), Failure> {
        let refund = self.http.post(format!("{}/v1/refunds", self.url));
        let refund = refund.bearer_auth(SECRET_KEY).form(&[("charge", charge)]);
        refund.send().await?.error_for_status()?;
        Ok(())
    }

    /// Tries a card that is declined.
    pub async fn decline(&self, session: &str) -> Result<(), Failure> {
        let url = format!("{}/c/pay/{session}/decline", self.url);
        let form = [("email", "guest@example.com")];
        self.http.post(url).form(&form).send().await?;
        Ok(())
    }

    /// What has happened since an event, a hundred at most, in the order in which it happened.
    pub async fn events_after(&self, known: Option<&str>) -> Result<Vec<Event>, Failure> {
        let before = known.map_or_else(String::new, |id| format!("&ending_before={id}"));
        let url = format!("{}/v1/events?limit=100{before}", self.url);
        let told = self.http.get(url).bearer_auth(SECRET_KEY).send().await?;
        let told: Value = told.error_for_status()?.json().await?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let events = told["data"].as_array().ok_or("no events")?;
        let events = events.iter().rev().map(|event| Event {
            id: text(&event["id"]),
            kind: text(&event["type"]),
            object: event["data"]["object"].clone(),
        });
        Ok(events.collect())
    }

    /// Delivers events one after the other.
    pub async fn deliver(&self, order: &[&str]) -> Result<Value, Failure> {
        self.control("events/deliver", &json!({ "order": order }))
            .await
    }
}

/// The id of the session behind the page of an order.
pub fn session_of(order: &OrderView) -> Option<&str> {
    order.checkout_url.as_deref()?.rsplit('/').next()
}
