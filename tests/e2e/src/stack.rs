//! The companion and the Stripe double as processes, on free ports and a fresh database.
//!
//! `BOOKING_COMPANION` and `STRIPE_DOUBLE` name the binaries; without them the ones of the dev
//! profile in the workspace's target folder are used.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use free_port::free_port;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::tls::TlsFront;

/// A widget of the demo data, and how the pages name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Widget {
    /// The Neo calendar of the pottery studio.
    Neo,
    /// The Classic calendar of the practice.
    Classic,
}

impl Widget {
    /// The calendar's id.
    pub fn calendar(self) -> &'static str {
        match self {
            Self::Neo => "kiln-studio",
            Self::Classic => "northlight-visits",
        }
    }

    /// The business's id.
    pub fn business(self) -> &'static str {
        match self {
            Self::Neo => "kiln-clay",
            Self::Classic => "northlight",
        }
    }

    /// The path of the host page that embeds it.
    pub fn host_page(self) -> &'static str {
        match self {
            Self::Neo => "/demo/neo.html",
            Self::Classic => "/demo/classic.html",
        }
    }
}

/// A running companion with its double.
pub struct Stack {
    folder: TempDir,
    companion: Option<Process>,
    double: Option<Process>,
    companion_port: u16,
    double_port: u16,
    gallery: Option<PathBuf>,
    /// The address that browsers come by, where something stands before the companion.
    front: Option<String>,
}

/// A child process that ends with its owner.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

const SECRET_KEY: &str = "sk_test_e2e";
const WEBHOOK_SECRET: &str = "whsec_e2e";

impl Stack {
    /// Starts both and waits until they answer.
    pub async fn start() -> Self {
        Self::start_with(None, None).await
    }

    /// Starts both, the companion behind TLS.
    pub async fn start_behind(front: TlsFront) -> Self {
        let stack = Self::start_with(None, Some(front.origin())).await;
        front.lead_to(stack.companion_port);
        stack
    }

    /// Starts both, and serves the gallery of [`gallery_folder`].
    pub async fn start_with_gallery() -> Self {
        Self::start_with(Some(gallery_folder()), None).await
    }

    async fn start_with(gallery: Option<PathBuf>, front: Option<String>) -> Self {
        let (companion_port, double_port) = (free_port(), free_port());
        let mut stack = Self {
            folder: TempDir::new().expect("a temporary folder"),
            companion: None,
            double: None,
            companion_port,
            double_port,
            gallery,
            front,
        };
        stack.start_double().await;
        stack.start_companion().await;
        stack
    }

    /// Starts the double, with empty books, and waits until it answers.
    pub async fn start_double(&mut self) {
        let webhooks = format!("{}/v1/stripe/webhooks", self.companion());
        let child = Command::new(binary("STRIPE_DOUBLE", "stripe-double"))
            .args(["--port", &self.double_port.to_string()])
            .args([
                "--secret-key",
                SECRET_KEY,
                "--webhook-secret",
                WEBHOOK_SECRET,
            ])
            .args(["--webhook-url", &webhooks])
            .stdout(Stdio::null())
            .spawn()
            .expect("the Stripe double starts: build it with `cargo build -p stripe-double`");
        self.double = Some(Process(child));
        let state = format!("http://127.0.0.1:{}/_double/state", self.double_port);
        answers(&state).await;
    }

    /// Ends the double: Stripe cannot be reached.
    pub fn stop_double(&mut self) {
        self.double = None;
    }

    /// Starts the companion on the database that is there, and waits until it is ready.
    pub async fn start_companion(&mut self) {
        let database = self.folder.path().join("booking.db");
        let child = Command::new(binary("BOOKING_COMPANION", "booking-companion"))
            .arg("serve")
            .args(["--port", &self.companion_port.to_string()])
            .args(["--public-url", &self.widget_origin()])
            .args([
                "--database-url",
                &format!("sqlite://{}", database.display()),
            ])
            .args([
                "--stripe-api",
                &format!("http://127.0.0.1:{}", self.double_port),
            ])
            .args(["--demo", "--webhooks-to-loopback"])
            .args(
                self.gallery
                    .iter()
                    .flat_map(|folder| [OsStr::new("--gallery"), folder.as_os_str()]),
            )
            .env("STRIPE_SECRET_KEY", SECRET_KEY)
            .env("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET)
            .stdout(Stdio::null())
            .spawn()
            .expect("the companion starts: build it with `cargo build -p booking-companion`");
        self.companion = Some(Process(child));
        let ready = format!("{}/readyz", self.companion());
        answers(&ready).await;
    }

    /// Ends the companion as a crash would.
    pub fn kill_companion(&mut self) {
        self.companion = None;
    }

    /// The origin of the widget's frame and of the dashboard.
    pub fn widget_origin(&self) -> String {
        self.front.clone().unwrap_or_else(|| self.companion())
    }

    /// Where the companion itself answers.
    fn companion(&self) -> String {
        format!("http://127.0.0.1:{}", self.companion_port)
    }

    /// The origin of the host pages: the same server under another name, which is another
    /// origin to a browser.
    pub fn host_origin(&self) -> String {
        format!("http://localhost:{}", self.companion_port)
    }

    /// The address of the host page that embeds a widget.
    pub fn host_page(&self, widget: Widget) -> String {
        format!("{}{}", self.host_origin(), widget.host_page())
    }

    /// The address of the hosted booking page.
    pub fn hosted_page(&self, widget: Widget) -> String {
        let (business, calendar) = (widget.business(), widget.calendar());
        format!("{}/b/{business}/{calendar}", self.widget_origin())
    }

    /// The address of the frame's own page.
    pub fn frame_page(&self, widget: Widget, query: &str) -> String {
        format!(
            "{}/embed/{}{query}",
            self.widget_origin(),
            widget.calendar()
        )
    }

    /// Lets the pages of another origin embed the widgets of the demo's businesses.
    pub fn register_site(&self, origin: &str) {
        let books = self.books();
        for widget in [Widget::Neo, Widget::Classic] {
            let registered = books.execute(
                "INSERT INTO business_origin (business_id, origin) VALUES ($1, $2) \
                 ON CONFLICT DO NOTHING",
                [widget.business(), origin],
            );
            registered.expect("a registered site");
        }
    }

    /// Takes every site from the demo's businesses, as before they have registered one.
    pub fn forget_sites(&self) {
        let forgotten = self.books().execute("DELETE FROM business_origin", []);
        forgotten.expect("no registered site");
    }

    /// What the addresses of pages have passed on, by order.
    pub fn passed_on(&self) -> Vec<Value> {
        let books = self.books();
        let mut orders = books
            .prepare("SELECT passed FROM orders ORDER BY id")
            .expect("the books");
        let passed = orders.query_map([], |row| row.get::<_, String>(0));
        passed
            .expect("the books")
            .map(|passed| serde_json::from_str(&passed.expect("a text")).expect("JSON"))
            .collect()
    }

    /// Ends the sessions of everybody at the dashboard.
    pub fn end_sessions(&self) {
        let ended = self.books().execute("DELETE FROM user_session", []);
        ended.expect("sessions to end");
    }

    /// Puts a business on another plan.
    pub fn put_on_plan(&self, business: &str, plan: &str) {
        let changed = self.books().execute(
            "UPDATE business SET plan = $1 WHERE id = $2",
            [plan, business],
        );
        assert_eq!(changed.expect("a plan"), 1, "{business} is there");
    }

    /// Adds members of these names to the pottery studio. (Those who accept an invitation take the time
    /// that a password takes.)
    pub fn add_members(&self, names: &[String]) {
        for (number, name) in names.iter().enumerate() {
            let (id, email) = (
                format!("usr_added_{number}"),
                format!("added-{number}@example.com"),
            );
            let new = [
                ("id", &id),
                ("email", &email),
                ("email_key", &email),
                ("name", name),
            ];
            self.copy_row("users", "usr_demo_staff", &new);
            let joined = self.books().execute(
                "INSERT INTO membership (user_id, business_id, role) VALUES ($1, 'kiln-clay', 'staff')",
                [&id],
            );
            joined.expect("a member");
        }
    }

    /// Adds businesses of these names, each with the people of the pottery studio.
    pub fn found_businesses(&self, names: &[String]) {
        for (number, name) in names.iter().enumerate() {
            let id = format!("founded-{number}");
            self.copy_row("business", "kiln-clay", &[("id", &id), ("name", name)]);
            let joined = self.books().execute(
                "INSERT INTO membership (user_id, business_id, role) \
                 SELECT user_id, $1, role FROM membership WHERE business_id = 'kiln-clay'",
                [&id],
            );
            joined.expect("its people");
        }
    }

    /// Copies a row, with other values in some columns.
    fn copy_row(&self, table: &str, id: &str, new: &[(&str, &String)]) {
        let books = self.books();
        let columns: Vec<String> = new
            .iter()
            .map(|(column, _)| format!("{column} = ?"))
            .collect();
        let take = format!("CREATE TEMP TABLE copy AS SELECT * FROM {table} WHERE id = '{id}'");
        let change = format!("UPDATE copy SET {}", columns.join(", "));
        let values = rusqlite::params_from_iter(new.iter().map(|(_, value)| value));
        let copied = books
            .execute_batch(&take)
            .and_then(|()| books.execute(&change, values))
            .and_then(|_| books.execute(&format!("INSERT INTO {table} SELECT * FROM copy"), []));
        assert_eq!(copied.expect("a copy"), 1, "{id} of {table} is there");
    }

    /// Lets a calendar take only a share of each price when it is booked, in percent.
    pub fn take_deposit(&self, calendar: &str, percent: u32) {
        let deposit = json!({ "percent": { "percent": percent.to_string() } });
        let changed = self.books().execute(
            "UPDATE calendar SET deposit = $1 WHERE id = $2",
            [&deposit.to_string(), calendar],
        );
        assert_eq!(changed.expect("a deposit"), 1, "{calendar} is there");
    }

    /// Lets a calendar take no payments any more.
    pub fn take_no_payments(&self, calendar: &str) {
        let changed = self
            .books()
            .execute("UPDATE calendar SET payments = 0 WHERE id = $1", [calendar]);
        assert_eq!(changed.expect("no payments"), 1, "{calendar} is there");
    }

    /// Gives a service another price, in minor units.
    pub fn price_service(&self, service: &str, minor: i64) {
        let changed = self.books().execute(
            "UPDATE service SET unit_price_minor = $1 WHERE id = $2",
            rusqlite::params![minor, service],
        );
        assert_eq!(changed.expect("a price"), 1, "{service} is there");
    }

    fn books(&self) -> rusqlite::Connection {
        let books = rusqlite::Connection::open(self.folder.path().join("booking.db"));
        let books = books.expect("the companion's database");
        let patience = books.busy_timeout(Duration::from_secs(5));
        patience.expect("a database that waits");
        books
    }

    /// Moves the double's clock ahead.
    pub async fn advance_double(&self, seconds: i64) {
        self.control("clock", json!({ "advance_seconds": seconds }))
            .await;
    }

    /// What the double holds: sessions, coupons, payments.
    pub async fn double_state(&self) -> Value {
        let url = format!("http://127.0.0.1:{}/_double/state", self.double_port);
        let answer = reqwest::get(url).await.expect("the double answers");
        let text = answer.text().await.expect("a body");
        serde_json::from_str(&text).expect("JSON")
    }

    /// Tells the remote control of the double something.
    pub async fn control(&self, what: &str, body: Value) {
        let url = format!("http://127.0.0.1:{}/_double/{what}", self.double_port);
        let answer = reqwest::Client::new().post(url).json(&body).send().await;
        let status = answer.expect("the double answers").status();
        assert!(
            status.is_success(),
            "the double refused {what} {body}: {status}"
        );
    }
}

/// Waits until a process that was started answers well.
async fn answers(url: &str) {
    for _ in 0..400 {
        if reqwest::get(url)
            .await
            .is_ok_and(|answer| answer.status().is_success())
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{url} does not answer within 20 s");
}

fn binary(variable: &str, name: &str) -> PathBuf {
    std::env::var_os(variable).map_or_else(
        || workspace().join("target/debug").join(name),
        PathBuf::from,
    )
}

/// Where `cargo run --example gallery` has written every state: the folder that `GALLERY` names,
/// else `target/gallery`.
pub fn gallery_folder() -> PathBuf {
    std::env::var_os("GALLERY").map_or_else(|| workspace().join("target/gallery"), PathBuf::from)
}

/// The root of the workspace.
pub(crate) fn workspace() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
