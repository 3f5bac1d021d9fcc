//! What owners see: ids of requests, counters, and a log without guests.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::thread::JoinHandle;

use booking_contract::{CouponCheckReply, OrderOpened};
use free_port::free_port;
use serde_json::{Value, json};

use crate::app::{CLASS, KILN, Setup, TUESDAY, TestApp, at, new_key, request};
use crate::command::{Folder, companion};
use crate::double;

const GIVEN: &str = "edge-7f3a.91_B";
const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

#[tokio::test]
async fn the_id_of_a_request_is_taken_from_a_proxy_and_from_nobody_else() {
    for (no_proxy, taken) in [(false, true), (true, false)] {
        let app = TestApp::start_with(Setup {
            no_proxy,
            ..Setup::default()
        })
        .await;
        let ask = app.http.get(format!("{}/healthz", app.url));
        let answer = app.send(ask.header("x-request-id", GIVEN)).await;
        assert_eq!(answer.headers["x-request-id"] == GIVEN, taken);
        let ask = app.http.get(format!("{}/healthz", app.url));
        let answer = app.send(ask.header("x-request-id", "a b\u{e9}")).await;
        let own = answer.headers["x-request-id"].to_str().expect("text");
        assert!(own.len() == 16 && own.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}

#[tokio::test]
async fn what_happens_is_counted_by_template_and_outcome() {
    let app = TestApp::start().await;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("WELCOME10")).await;
    assert_eq!(app.confirm(&body).await.status, 201);
    let mut dearer = app.confirmation(CLASS, 1, TUESDAY, None).await;
    dearer.quote.total_minor += 100;
    assert_eq!(app.confirm(&dearer).await.status, 409);
    app.check_code("GUESS").await;
    app.get("/nowhere/at/all").await;
    app.get("/v1/calendars/someone@example.com").await;
    let odd = reqwest::Method::from_bytes(b"BREW").expect("a method");
    let odd = app.http.request(odd, format!("{}/healthz", app.url));
    app.send(odd).await;
    let text = app.state.metrics.text();
    for line in [
        "booking_build_info{version=\"0.1.0\"} 1",
        "booking_http_requests_total{route=\"/v1/calendars/{id}/orders\",method=\"POST\",status=\"201\"} 1",
        "booking_http_requests_total{route=\"none\",method=\"GET\",status=\"404\"} 1",
        "booking_http_requests_total{route=\"/healthz\",method=\"other\",status=\"405\"} 1",
        "booking_orders_total{outcome=\"opened\"} 1",
        "booking_orders_total{outcome=\"quote_changed\"} 1",
        "booking_coupon_checks_total{outcome=\"accepted\"} 1",
        "booking_coupon_checks_total{outcome=\"rejected\"} 1",
        "booking_connections_total{event=\"accepted\"}",
        "booking_connections_open",
        "# TYPE booking_http_request_duration_seconds histogram",
        "booking_webhook_deliveries_total{outcome=\"given_up\"} 0",
        "# EOF",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    assert!(!text.contains("someone"), "{text}");
}

/// A companion of its own with everything logged, and a Stripe double.
struct Logged {
    child: Child,
    /// Reads the log while it is written: a companion whose log nobody reads stands still.
    log: Option<JoinHandle<String>>,
    url: String,
    watched: String,
    http: reqwest::Client,
    _folder: Folder,
    _double: stripe_double::Running,
}

impl Logged {
    async fn start(format: &str) -> Self {
        let folder = Folder::new(&format!("log-{format}"));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let stripe = listener.local_addr().expect("an address");
        let (port, watched) = (free_port(), free_port());
        let url = format!("http://127.0.0.1:{port}");
        let webhooks = Some(format!("{url}/v1/stripe/webhooks"));
        let double = stripe_double::start(double::config(webhooks), listener).expect("the double");
        let mut child = companion()
            .args([
                "serve",
                "--demo",
                "--port",
                &port.to_string(),
                "--public-url",
                &url,
            ])
            .args(["--database-url", &folder.database()])
            .args(["--stripe-api", &format!("http://{stripe}")])
            .args(["--stripe-secret-key", "sk_test_it"])
            .args(["--metrics-bind", &format!("127.0.0.1:{watched}")])
            .args([
                "--log-format",
                format,
                "--log-level",
                "trace",
                "--trust-proxy",
            ])
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut err = child.stderr.take().expect("its log");
        let log = std::thread::spawn(move || {
            let mut log = String::new();
            err.read_to_string(&mut log).expect("text");
            log
        });
        let mut line = String::new();
        let out = child.stdout.as_mut().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("a line");
        Self {
            child,
            log: Some(log),
            url,
            watched: format!("http://127.0.0.1:{watched}"),
            http: reqwest::Client::new(),
            _folder: folder,
            _double: double,
        }
    }

    async fn post(&self, path: &str, body: &Value) -> reqwest::Response {
        let post = self.http.post(format!("{}{path}", self.url)).json(body);
        let post = post.header("idempotency-key", new_key());
        let post = post.header("x-forwarded-for", "198.51.100.77");
        post.header("traceparent", PARENT)
            .send()
            .await
            .expect("an answer")
    }

    /// Ends it and answers what it has logged.
    fn end(mut self) -> String {
        let pid = self.child.id().to_string();
        let told = std::process::Command::new("kill")
            .args(["-TERM", &pid])
            .status();
        assert!(told.expect("kill").success());
        let log = self.log.take().expect("it ends once");
        let log = log.join().expect("its log");
        assert!(self.child.wait().expect("it ends").success());
        log
    }
}

impl Drop for Logged {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What must not be logged: each is found by its odd part, in whatever shape it is written.
const CANARIES: [&str; 9] = [
    "canaryname",
    "canarymail",
    "555019",
    "canarynote",
    "CANARYCODE",
    "198.51.100.77",
    "canarytoken",
    "canaryquery",
    "canarymember",
];

/// What a guest asks before and while booking, with a guest that can be found again.
async fn guest_books(logged: &Logged) -> OrderOpened {
    let calendar = format!("/v1/calendars/{KILN}");
    let page: Value = {
        let answer = logged
            .http
            .get(format!("{}{calendar}", logged.url))
            .send()
            .await;
        answer.expect("an answer").json().await.expect("JSON")
    };
    let guest = json!({
        "name": "Canaryname Silva",
        "email": "canarymail@example.com",
        "phone": "+351 555 019 555019",
        "notes": "canarynote: by the back door",
    });
    let slots = format!(
        "{}{calendar}/slots?items={CLASS}&from={}&to={}&zone=Europe/Lisbon",
        logged.url,
        page["calendar"]["first_date"].as_str().expect("a date"),
        page["calendar"]["first_date"]
            .as_str()
            .expect("a date")
            .parse::<chrono::NaiveDate>()
            .expect("a date")
            .checked_add_days(chrono::Days::new(20))
            .expect("a date"),
    );
    let answer = logged.http.get(slots).send().await.expect("an answer");
    let slots: Value = answer.json().await.expect("JSON");
    let starts_at = slots["slots"][0]["starts_at"].clone();
    assert!(starts_at.is_string(), "{slots}");

    for code in ["WELCOME10", "CANARYCODE", "canarycode nonsense!"] {
        let body = json!({
            "request": request(CLASS, 1, Some(code)), "email": "canarymail@example.com",
            "member": "canarymember.canarymember.canarymember",
        });
        let reply = logged
            .post(&format!("{calendar}/coupon-checks"), &body)
            .await;
        let _: CouponCheckReply = reply.json().await.expect("a reply");
    }
    let terms = serde_json::from_value(page["terms"].clone()).expect("terms");
    let asked = request(CLASS, 1, None);
    let quote = booking_engine::price(&asked, &terms, at(page["now"].as_str().expect("a time")))
        .expect("a price");
    let good = json!({
        "request": asked, "starts_at": starts_at, "guest": guest, "consent": true,
        "quote": quote, "zone": "Europe/Lisbon",
        "return_to": "https://canarymail.example/canarytoken",
        "member": "canarymember.canarymember.canarymember",
    });
    // Wrong in many ways, and each wrong thing holds the guest.
    for (field, value) in [
        ("zone", json!("canaryname")),
        ("canaryname", json!("canarymail@example.com")),
        ("starts_at", json!("canarymail")),
        (
            "guest",
            json!({"name": "canaryname\u{0}", "email": "canarymail@"}),
        ),
        ("guest", json!("canaryname")),
    ] {
        let mut body = good.clone();
        body[field] = value;
        let refused = logged.post(&format!("{calendar}/orders"), &body).await;
        assert!(refused.status().is_client_error(), "{field}");
    }
    let answer = logged.post(&format!("{calendar}/orders"), &good).await;
    let status = answer.status();
    let text = answer.text().await.expect("text");
    assert_eq!(status, 201, "{text}");
    serde_json::from_str(&text).expect("an order")
}

/// The guest comes back to the order and gives it up, and gets lost on the way.
async fn guest_returns(logged: &Logged, opened: &OrderOpened) {
    let order = format!("/v1/orders/{}", opened.order.id);
    for (path, token) in [
        (order.as_str(), opened.token.as_str()),
        (&order, "canarytoken"),
        (&format!("{order}?zone=canaryquery"), &opened.token),
        (&format!("{order}?canaryquery=1"), &opened.token),
        ("/canarymail@example.com?canaryquery", "canarytoken"),
        ("/v1/calendars/canaryname", "canarytoken"),
        ("/embed/canaryname?theme=canaryquery", "canarytoken"),
        ("/embed/kiln-studio?order=canarytoken", "canarytoken"),
        ("/b/canaryname/kiln-studio", "canarytoken"),
        ("/embed/kiln-studio?member=canarymember", "canarytoken"),
        (
            "/b/kiln-clay/kiln-studio/plain?member=canarymember",
            "canarytoken",
        ),
    ] {
        let ask = logged
            .http
            .get(format!("{}{path}", logged.url))
            .bearer_auth(token);
        ask.header("x-forwarded-for", "198.51.100.77")
            .send()
            .await
            .expect("an answer");
    }
    let release = logged.http.post(format!("{}{order}/release", logged.url));
    let released = release
        .bearer_auth(&opened.token)
        .send()
        .await
        .expect("an answer");
    assert_eq!(released.status(), 200);
    logged
        .post("/v1/stripe/webhooks", &json!({"canaryname": "canarymail"}))
        .await;
}

async fn nobody_is_in_the_log(format: &str) -> String {
    let logged = Logged::start(format).await;
    let opened = guest_books(&logged).await;
    guest_returns(&logged, &opened).await;
    let log = logged.end();
    let found: Vec<&str> = log
        .lines()
        .filter(|line| {
            let line = line.to_lowercase();
            CANARIES
                .iter()
                .any(|canary| line.contains(&canary.to_lowercase()))
        })
        .collect();
    assert_eq!(found, Vec::<&str>::new());
    // The log is one indeed: each route is in it, and the trace of the proxy.
    for route in [
        "coupon-checks",
        "/v1/orders/{id}/release",
        "/embed/{calendar}",
    ] {
        assert!(log.contains(route), "{route} is not in {log}");
    }
    assert!(log.contains("4bf92f3577b34da6a3ce929d0e0e4736"), "{log}");
    log
}

#[tokio::test]
async fn no_guest_is_in_the_log_for_people() {
    let log = nobody_is_in_the_log("text").await;
    assert!(log.contains("DEBUG"), "{log}");
}

#[tokio::test]
async fn no_guest_is_in_the_log_for_programs_and_each_line_of_it_is_json() {
    let log = nobody_is_in_the_log("json").await;
    for line in log.lines() {
        let line: Value = serde_json::from_str(line).expect("JSON");
        assert!(
            line["level"].is_string() && line["timestamp"].is_string(),
            "{line}"
        );
    }
}

#[tokio::test]
async fn counters_are_served_at_an_address_of_their_own() {
    let logged = Logged::start("json").await;
    let metrics = format!("{}/metrics", logged.watched);
    let answer = logged.http.get(metrics).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let media = answer.headers()["content-type"]
        .to_str()
        .expect("text")
        .to_owned();
    assert!(media.starts_with("application/openmetrics-text"), "{media}");
    let text = answer.text().await.expect("text");
    assert!(text.contains("booking_sweeper_lag_seconds 0"), "{text}");
    let here = logged
        .http
        .get(format!("{}/metrics", logged.url))
        .send()
        .await;
    assert_eq!(here.expect("an answer").status(), 404);
    let there = logged
        .http
        .get(format!("{}/v1/calendars/{KILN}", logged.watched))
        .send()
        .await;
    assert_eq!(there.expect("an answer").status(), 404);
    // The port is closed to those who send nothing but noise, too.
    let address = logged.watched.strip_prefix("http://").expect("an address");
    let mut noise = TcpStream::connect(address).expect("it listens");
    noise.write_all(b"\0\0\0\0\r\n\r\n").expect("it reads");
    let mut answer = String::new();
    let _ = noise.read_to_string(&mut answer);
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 400"),
        "{answer}"
    );
}
