//! A double to talk to, and a receiver for its events.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use reqwest::{Client, Method, RequestBuilder, redirect::Policy};
use serde_json::{Value, json};
use stripe_double::{Config, Running, start};
use tokio::net::TcpListener;

pub(crate) const SECRET_KEY: &str = "sk_test_of_the_tests";
pub(crate) const WEBHOOK_SECRET: &str = "whsec_of_the_tests";

/// A double on a free port.
pub(crate) struct TestDouble {
    pub(crate) running: Running,
    pub(crate) client: Client,
}

/// Status, headers and body of an answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The object of an answer that has to be one.
    #[track_caller]
    pub(crate) fn object(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        self.json()
    }

    /// Asserts a refusal by what a client may branch on, and by the parameter at fault.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, kind: &str, code: Option<&str>, param: Option<&str>) {
        let body = self.json();
        let error = &body["error"];
        let got = (
            self.status,
            error["type"].as_str(),
            error["code"].as_str(),
            error["param"].as_str(),
        );
        assert_eq!(got, (status, Some(kind), code, param), "{}", self.body);
        assert!(!error["message"].as_str().unwrap().is_empty());
    }

    /// A 400 about a parameter.
    #[track_caller]
    pub(crate) fn invalid(&self, param: &str, code: Option<&str>) {
        self.refused(400, "invalid_request_error", code, Some(param));
    }
}

impl TestDouble {
    pub(crate) async fn new() -> Self {
        Self::delivering_to(None).await
    }

    pub(crate) async fn delivering_to(webhook_url: Option<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let config = Config {
            secret_key: SECRET_KEY.to_owned(),
            webhook_secret: WEBHOOK_SECRET.to_owned(),
            webhook_url,
            merchant: "Studio <Lumen>".to_owned(),
        };
        Self {
            running: start(config, listener).unwrap(),
            client: Client::builder()
                .redirect(Policy::none())
                .no_proxy()
                .build()
                .unwrap(),
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.base_url())
    }

    /// A request without a key.
    pub(crate) fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, self.url(path))
    }

    /// A request with the key.
    pub(crate) fn keyed(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path).bearer_auth(SECRET_KEY)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        read(self.keyed(Method::GET, path)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        read(self.keyed(Method::DELETE, path)).await
    }

    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        read(self.keyed(Method::POST, path).form(form)).await
    }

    /// A session of one line, changed by `changes`: an empty value drops the parameter.
    pub(crate) async fn session(&self, changes: &[(&str, &str)]) -> Answer {
        self.post("/v1/checkout/sessions", &session_form(changes))
            .await
    }

    pub(crate) async fn coupon(&self, form: &[(&str, &str)]) -> Answer {
        self.post("/v1/coupons", form).await
    }

    pub(crate) async fn control(&self, path: &str, body: Value) -> Answer {
        read(
            self.bare(Method::POST, &format!("/_double{path}"))
                .json(&body),
        )
        .await
    }

    pub(crate) async fn state(&self) -> Value {
        read(self.bare(Method::GET, "/_double/state"))
            .await
            .object()
    }

    pub(crate) async fn advance(&self, seconds: i64) {
        self.control("/clock", json!({ "advance_seconds": seconds }))
            .await
            .object();
    }

    /// The double's time.
    pub(crate) async fn now(&self) -> i64 {
        self.state().await["now"].as_i64().unwrap()
    }

    /// Presses a button of the hosted page.
    pub(crate) async fn press(&self, session: &Value, button: &str, email: &str) -> Answer {
        let path = format!("/c/pay/{}/{button}", text(session, "id"));
        read(self.bare(Method::POST, &path).form(&[("email", email)])).await
    }

    /// A session that was paid by card, as it is then.
    pub(crate) async fn paid(&self, changes: &[(&str, &str)]) -> Value {
        let session = self.session(changes).await.object();
        let path = format!("/sessions/{}/pay", text(&session, "id"));
        self.control(&path, json!({})).await.object();
        self.get(&format!("/v1/checkout/sessions/{}", text(&session, "id")))
            .await
            .object()
    }

    pub(crate) async fn refund(&self, form: &[(&str, &str)]) -> Answer {
        self.post("/v1/refunds", form).await
    }

    /// The sums of the platform in euros.
    pub(crate) async fn ledger(&self) -> Value {
        self.state().await["ledger"]["platform"]["eur"].clone()
    }

    /// The types of the events so far, oldest first.
    pub(crate) async fn told(&self) -> Vec<String> {
        let state = self.state().await;
        let events = state["events"].as_array().unwrap();
        events.iter().map(|event| text(event, "type")).collect()
    }

    /// Waits until the state satisfies `is_so`.
    pub(crate) async fn until(&self, what: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let state = self.state().await;
            if is_so(&state) {
                return state;
            }
            assert!(
                Instant::now() < deadline,
                "waited for {what} in vain: {state:#}"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// A double with some coupons.
pub(crate) async fn with_coupons() -> TestDouble {
    let double = TestDouble::new().await;
    for form in [
        &[("id", "TEN"), ("percent_off", "10")][..],
        &[("id", "THIRD"), ("percent_off", "33.3333")],
        &[("id", "ALL"), ("percent_off", "100")],
        &[("id", "25EUR"), ("amount_off", "2500"), ("currency", "eur")],
        &[("id", "99EUR"), ("amount_off", "9900"), ("currency", "eur")],
        &[
            ("id", "BOTH"),
            ("amount_off", "500"),
            ("currency", "eur"),
            ("currency_options[usd][amount_off]", "600"),
        ],
    ] {
        double.coupon(form).await.object();
    }
    double
}

pub(crate) async fn read(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    Answer {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        body: response.text().await.unwrap(),
    }
}

/// The parameters of [`TestDouble::session`].
pub(crate) fn session_form<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("mode", "payment"),
        (
            "success_url",
            "https://shop.test/done?session={CHECKOUT_SESSION_ID}",
        ),
        ("cancel_url", "https://shop.test/back"),
        ("line_items[0][quantity]", "2"),
        ("line_items[0][price_data][currency]", "eur"),
        ("line_items[0][price_data][unit_amount]", "4500"),
        ("line_items[0][price_data][product_data][name]", "Massage"),
    ];
    for (name, value) in changes {
        form.retain(|(known, _)| known != name);
        if !value.is_empty() {
            form.push((name, value));
        }
    }
    form
}

pub(crate) fn text(object: &Value, name: &str) -> String {
    object[name].as_str().unwrap().to_owned()
}

/// Takes events and answers as told.
pub(crate) struct Receiver {
    pub(crate) url: String,
    inbox: Arc<Inbox>,
}

#[derive(Default)]
struct Inbox {
    received: Mutex<Vec<Received>>,
    answers: Mutex<VecDeque<u16>>,
}

/// An event as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) signature: String,
    pub(crate) content_type: String,
    pub(crate) body: Vec<u8>,
}

impl Received {
    pub(crate) fn event(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

impl Receiver {
    /// Answers with `answers` one after another, then always 200.
    pub(crate) async fn answering(answers: &[u16]) -> Self {
        let inbox = Arc::new(Inbox {
            answers: Mutex::new(answers.iter().copied().collect()),
            ..Inbox::default()
        });
        let router = Router::new()
            .route("/hooks", post(take))
            .with_state(inbox.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hooks", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, inbox }
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.inbox.received.lock().unwrap().clone()
    }

    /// Waits until at least `count` deliveries arrived.
    pub(crate) async fn wait_for(&self, count: usize) -> Vec<Received> {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let received = self.received();
            if received.len() >= count {
                return received;
            }
            assert!(
                Instant::now() < deadline,
                "only {} of {count} came",
                received.len()
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

async fn take(State(inbox): State<Arc<Inbox>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = |name: &str| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
            .unwrap_or_default()
    };
    inbox.received.lock().unwrap().push(Received {
        signature: header("stripe-signature"),
        content_type: header("content-type"),
        body: body.to_vec(),
    });
    let status = inbox.answers.lock().unwrap().pop_front().unwrap_or(200);
    StatusCode::from_u16(status).unwrap()
}
