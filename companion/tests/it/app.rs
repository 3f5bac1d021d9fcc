//! A companion of its own for every test, with a Stripe double and the demo's businesses.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use booking_companion::clock::Clock;
use booking_companion::config::Config;
use booking_companion::door::{self, Limits};
use booking_companion::keys::vault::Vault;
use booking_companion::store::Store;
use booking_companion::{AppState, app, demo_data, sweep};
use booking_contract::{
    CalendarPage, CouponCheckReply, Guest, OpenOrder, OrderOpened, OrderStatus, OrderView, Problem,
    ProblemCode, SlotsPage,
};
use booking_engine::{Item, PriceRequest, Terms, price};
use chrono::{DateTime, TimeDelta, Utc};
use free_port::free_port;
use reqwest::{Response, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::books::Books;
use crate::double;

/// The pottery studio's calendar.
pub(crate) const KILN: &str = "kiln-studio";
/// A service of eight seats for EUR 48.
pub(crate) const CLASS: &str = "wheel-class";
/// A service of one seat for EUR 85.
pub(crate) const LESSON: &str = "private-lesson";
/// Tuesday at ten o'clock in Lisbon, when the studio opens.
pub(crate) const TUESDAY: &str = "2026-11-24T10:00:00Z";
/// What the companion and the double sign events with.
pub(crate) const WEBHOOK_SECRET: &str = "whsec_it";

/// A running companion; its database goes with it.
pub(crate) struct TestApp {
    /// Where it answers.
    pub(crate) url: String,
    /// Its clock.
    pub(crate) clock: Clock,
    /// What its handlers use.
    pub(crate) state: AppState,
    /// For requests.
    pub(crate) http: reqwest::Client,
    /// The double, until it is stopped.
    pub(crate) double: Option<stripe_double::Running>,
    /// Where the double answers.
    pub(crate) double_address: SocketAddr,
    /// Its database.
    pub(crate) books: Books,
    /// Tells it to stop.
    pub(crate) stop: watch::Sender<bool>,
    /// Ends when it has stopped.
    pub(crate) serving: tokio::task::JoinHandle<()>,
    folder: PathBuf,
}

/// How the companion under test differs from the usual one.
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a knob of its own")]
pub(crate) struct Setup {
    /// Stripe's events stay away.
    pub(crate) mute: bool,
    /// There is no key for payments.
    pub(crate) no_key: bool,
    /// The key for payments is not one of Stripe's.
    pub(crate) wrong_key: bool,
    /// There is no proxy in front.
    pub(crate) no_proxy: bool,
    /// Webhooks may not go to this machine.
    pub(crate) no_loopback: bool,
    /// Guests reach it over HTTPS.
    pub(crate) https: bool,
    /// Its database sorts as Danish does, where it is a server's.
    pub(crate) danish: bool,
    /// What the door allows.
    pub(crate) door: Limits,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Its status.
    pub(crate) status: StatusCode,
    /// Its headers.
    pub(crate) headers: reqwest::header::HeaderMap,
    /// Its body.
    pub(crate) text: String,
}

impl Answer {
    async fn read(response: Response) -> Self {
        Self {
            status: response.status(),
            headers: response.headers().clone(),
            text: response.text().await.expect("a body"),
        }
    }

    /// The body of a success.
    #[track_caller]
    pub(crate) fn success<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{} {}", self.status, self.text);
        serde_json::from_str(&self.text).expect("the body is of the contract")
    }

    /// The body of a problem with this code.
    #[track_caller]
    pub(crate) fn problem(&self, code: ProblemCode) -> Problem {
        let media = self.headers.get("content-type").expect("a content type");
        assert_eq!(media, "application/problem+json", "{}", self.text);
        let problem: Problem = serde_json::from_str(&self.text).expect("a problem");
        assert_eq!(problem.code, code, "{}", self.text);
        assert_eq!(problem.status, self.status.as_u16());
        problem
    }
}

impl TestApp {
    /// Starts a companion with the demo's data on Friday 2026-11-20 at 09:00 UTC.
    pub(crate) async fn start() -> Self {
        Self::start_with(Setup::default()).await
    }

    /// Starts one that differs.
    pub(crate) async fn start_with(setup: Setup) -> Self {
        let name = format!("companion_{:032x}", random());
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
        let books = if setup.danish {
            Books::new_in_danish(&folder, &name).await
        } else {
            Books::new(&folder, &name).await
        };
        let store = Store::open(&books.url()).await.expect("the database opens");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let url = format!("http://{address}");
        // Stripe may go down and come back: nobody else gets its port meanwhile.
        let double_address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()));
        let double_listener = TcpListener::bind(double_address).await.expect("the port");
        let webhook_url = (!setup.mute).then(|| format!("{url}/v1/stripe/webhooks"));
        let double = stripe_double::start(double::config(webhook_url), double_listener)
            .expect("the double starts");

        let clock = Clock::set_to(at("2026-11-20T09:00:00Z"));
        let config = Config {
            public_url: if setup.https {
                url.replace("http://", "https://")
            } else {
                url.clone()
            },
            stripe_api: format!("http://{double_address}"),
            stripe_secret_key: match setup {
                Setup { no_key: true, .. } => None,
                Setup {
                    wrong_key: true, ..
                } => Some("sk_test_wrong".to_owned()),
                _ => Some("sk_test_it".to_owned()),
            },
            stripe_webhook_secrets: vec!["whsec_old".to_owned(), WEBHOOK_SECRET.to_owned()],
            vault: Vault::in_file(folder.join("sealing.key")),
            demo: true,
            gallery: None,
            trust_proxy: !setup.no_proxy,
            webhooks_to_loopback: !setup.no_loopback,
            door: setup.door,
        };
        let limits = config.door;
        let state = AppState::new(config, clock.clone(), store);
        demo_data::load(&state).await.expect("the demo loads");
        let (stop, told) = watch::channel(false);
        let (router, metrics) = (app::router(state.clone()), state.metrics.clone());
        let serving = tokio::spawn(door::serve(listener, router, limits, metrics, told));
        let app = Self {
            url,
            clock,
            state,
            http: reqwest::Client::new(),
            double: Some(double),
            double_address,
            books,
            stop,
            serving,
            folder,
        };
        app.set_double_clock().await;
        app
    }

    /// Answers a GET.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        let request = self.http.get(format!("{}{path}", self.url));
        Answer::read(request.send().await.expect("an answer")).await
    }

    /// Answers a POST of JSON.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        let request = self.http.post(format!("{}{path}", self.url)).json(body);
        Answer::read(request.send().await.expect("an answer")).await
    }

    /// Answers any request.
    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        Answer::read(request.send().await.expect("an answer")).await
    }

    /// A calendar as a guest sees it.
    pub(crate) async fn calendar(&self, id: &str) -> CalendarPage {
        self.get(&format!("/v1/calendars/{id}")).await.success()
    }

    /// The free slots of a service on one date in Lisbon.
    pub(crate) async fn slots(&self, service: &str, date: &str) -> SlotsPage {
        let query = format!("items={service}&from={date}&to={date}&zone=Europe/Lisbon");
        let path = format!("/v1/calendars/{KILN}/slots?{query}");
        self.get(&path).await.success()
    }

    /// How many seats are left at a start.
    pub(crate) async fn seats_left(&self, service: &str, starts_at: &str) -> u32 {
        let page = self.slots(service, &starts_at[..10]).await;
        let slot = page
            .slots
            .iter()
            .find(|slot| slot.starts_at == at(starts_at));
        slot.map_or(0, |slot| slot.seats_left)
    }

    /// The answer to a coupon check for one attendee of a class.
    pub(crate) async fn check_code(&self, code: &str) -> Answer {
        let request = request(CLASS, 1, Some(code));
        let path = format!("/v1/calendars/{KILN}/coupon-checks");
        self.post(&path, &json!({ "request": request })).await
    }

    /// A confirmation as the widget makes it: priced with the terms that the companion sent.
    pub(crate) async fn confirmation(
        &self,
        service: &str,
        attendees: u32,
        starts_at: &str,
        code: Option<&str>,
    ) -> OpenOrder {
        let request = request(service, attendees, code);
        let terms = self.terms(&request).await;
        let quote = price(&request, &terms, self.clock.now()).expect("a price");
        OpenOrder {
            request,
            starts_at: at(starts_at),
            guest: guest("ana@example.com"),
            attendees: Vec::new(),
            answers: Vec::new(),
            consent: true,
            quote,
            zone: "Europe/Berlin".to_owned(),
            language: None,
            return_to: None,
            passed: Vec::new(),
            member: None,
        }
    }

    async fn terms(&self, request: &PriceRequest) -> Terms {
        if request.code.is_some() {
            let path = format!("/v1/calendars/{KILN}/coupon-checks");
            let reply = self.post(&path, &json!({ "request": request })).await;
            if let CouponCheckReply::Accepted { terms, .. } = reply.success() {
                return *terms;
            }
        }
        self.calendar(KILN).await.terms
    }

    /// Confirms with a fresh key.
    pub(crate) async fn confirm(&self, body: &OpenOrder) -> Answer {
        self.confirm_with(&new_key(), body).await
    }

    /// Confirms with this key.
    pub(crate) async fn confirm_with(&self, key: &str, body: &OpenOrder) -> Answer {
        let request = self
            .http
            .post(format!("{}/v1/calendars/{KILN}/orders", self.url))
            .header("idempotency-key", key)
            .json(body);
        self.send(request).await
    }

    /// Books a class on Tuesday and stands at the payment page.
    pub(crate) async fn awaiting(&self, code: Option<&str>) -> OrderOpened {
        let body = self.confirmation(CLASS, 2, TUESDAY, code).await;
        let opened: OrderOpened = self.confirm(&body).await.success();
        assert_eq!(opened.order.status, OrderStatus::AwaitingPayment);
        opened
    }

    /// The order, asked for with its token.
    pub(crate) async fn order(&self, opened: &OrderOpened) -> OrderView {
        // Stripe is asked once in two seconds.
        self.clock.advance(TimeDelta::seconds(2));
        let request = self
            .http
            .get(format!("{}/v1/orders/{}", self.url, opened.order.id))
            .bearer_auth(&opened.token);
        self.send(request).await.success()
    }

    /// Books a class for two on Tuesday and pays for it.
    pub(crate) async fn paid(&self, code: Option<&str>) -> OrderOpened {
        let opened = self.awaiting(code).await;
        self.press(&opened, "pay").await;
        // Whoever hears of it first: Stripe's event, or this question.
        assert_eq!(self.order(&opened).await.status, OrderStatus::Paid);
        opened
    }

    /// Asks for something to be done with an order.
    pub(crate) async fn act(
        &self,
        opened: &OrderOpened,
        what: &str,
        body: Option<Value>,
    ) -> Answer {
        let mut request = self
            .http
            .post(format!("{}/v1/orders/{}/{what}", self.url, opened.order.id))
            .bearer_auth(&opened.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        self.send(request).await
    }

    /// Gives the order up.
    pub(crate) async fn release(&self, opened: &OrderOpened) -> OrderView {
        let request = self
            .http
            .post(format!(
                "{}/v1/orders/{}/release",
                self.url, opened.order.id
            ))
            .bearer_auth(&opened.token);
        self.send(request).await.success()
    }

    /// Moves both clocks and sweeps.
    pub(crate) async fn later(&self, by: TimeDelta) {
        self.clock.advance(by);
        self.set_double_clock().await;
        sweep::once(&self.state).await.expect("it sweeps");
    }

    /// Waits until events have brought the order into a state; nobody asks Stripe meanwhile.
    pub(crate) async fn until(&self, opened: &OrderOpened, state: &str) -> OrderView {
        let id = opened.order.id.as_str();
        let question =
            format!("SELECT COUNT(*) FROM orders WHERE id = '{id}' AND state = '{state}'");
        for _ in 0..400 {
            if self.books.number(&question).await == 1 {
                return self.order(opened).await;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        let double = self.double_state().await;
        panic!("the order never became {state}: {}", double["deliveries"]);
    }

    /// Waits until events have brought it about that a count is 1.
    pub(crate) async fn until_row(&self, question: &str) {
        for _ in 0..400 {
            if self.books.number(question).await == 1 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        let double = self.double_state().await;
        panic!("never: {question}: {}", double["deliveries"]);
    }

    /// Gives slot and coupon away although the session still takes money, as nothing of ours
    /// ever does.
    pub(crate) async fn force_release(&self) {
        for statement in [
            "UPDATE orders SET state = 'expired', next_at_ms = NULL",
            "UPDATE hold SET state = 'released'",
            "UPDATE slot_session SET taken = 0",
            "DELETE FROM cell",
            "UPDATE redemption SET state = 'released'",
            "UPDATE coupon SET test_reserved = 0",
            "UPDATE promotion_code SET test_reserved = 0",
            "UPDATE coupon_customer SET used = 0",
            "UPDATE customer SET orders = 0",
            "UPDATE live_hold SET live = 0",
        ] {
            self.sql(statement).await;
        }
    }

    /// Runs a statement of the test's own on the books.
    pub(crate) async fn sql(&self, statement: &str) -> u64 {
        self.books.sql(statement).await
    }

    /// One number out of the books.
    pub(crate) async fn number(&self, statement: &str) -> i64 {
        self.books.number(statement).await
    }

    /// Checks that the books add up in themselves.
    pub(crate) async fn audit(&self) {
        let violations = self.state.store.violations().await.expect("an audit");
        assert_eq!(violations, []);
    }

    /// Checks that the books add up, and agree with what Stripe received.
    pub(crate) async fn check_books(&self) {
        self.audit().await;
        if self.double.is_some() {
            let state = self.double_state().await;
            let ledger = state["ledger"]["platform"]["eur"]["net_minor"].as_i64();
            let booked = self
                .number("SELECT COALESCE(SUM(amount_minor), 0) FROM order_transaction")
                .await;
            assert_eq!(ledger.unwrap_or(0), booked, "{}", state["ledger"]);
        }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.books.remove();
        // What is left in the temporary folder does no harm.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// An instant.
pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// A request for one service.
pub(crate) fn request(service: &str, attendees: u32, code: Option<&str>) -> PriceRequest {
    PriceRequest {
        code: code.map(str::to_owned),
        ..PriceRequest::of(vec![Item::plain(
            service.parse().expect("an id"),
            attendees,
        )])
    }
}

/// A guest with this address.
pub(crate) fn guest(email: &str) -> Guest {
    Guest {
        name: "Ana Silva".parse().expect("a name"),
        email: email.parse().expect("an address"),
        phone: None,
        notes: None,
    }
}

/// A key for one confirmation.
pub(crate) fn new_key() -> String {
    format!("it-{:032x}", random())
}

fn random() -> u128 {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the machine has randomness");
    u128::from_ne_bytes(bytes)
}
