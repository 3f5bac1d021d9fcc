//! The command itself: its ready line, its sentences when it cannot start, and its end.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use free_port::free_port;

pub(crate) fn companion() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_booking-companion"));
    for name in ["DATABASE_URL", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"] {
        command.env_remove(name);
    }
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("companion-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    pub(crate) fn database(&self) -> String {
        format!("sqlite://{}", self.0.join("books.db").display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A running companion, ended with the test.
pub(crate) struct Serving(pub(crate) Child);

impl Serving {
    /// Starts one and waits for its ready line.
    pub(crate) fn start(port: u16, database: &str) -> (Self, String) {
        let child = companion()
            .args(["serve", "--demo", "--port", &port.to_string()])
            .args(["--public-url", &format!("http://127.0.0.1:{port}")])
            .args(["--database-url", database])
            .args(["--stripe-api", "http://127.0.0.1:9"])
            .spawn()
            .expect("it starts");
        let mut serving = Self(child);
        let out = serving.0.stdout.as_mut().expect("its output");
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).expect("a line");
        (serving, line)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[track_caller]
fn fails(output: &Output, sentence: &str) {
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains(sentence), "{said}");
}

#[test]
fn it_says_when_it_is_ready_answers_and_ends_when_told() {
    let folder = Folder::new("ready");
    let port = free_port();
    let (mut serving, line) = Serving::start(port, &folder.database());
    assert_eq!(
        line,
        format!("The companion answers at http://127.0.0.1:{port}\n")
    );

    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    let request = "GET /v1/calendars/kiln-studio HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    std::io::Write::write_all(&mut stream, request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    let pid = serving.0.id().to_string();
    let told = Command::new("kill")
        .args(["-TERM", &pid])
        .status()
        .expect("kill");
    assert!(told.success());
    let ended = serving.0.wait().expect("it ends");
    assert!(ended.success(), "{ended}");
}

#[test]
fn a_port_in_use_is_one_sentence() {
    let folder = Folder::new("port");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener
        .local_addr()
        .expect("an address")
        .port()
        .to_string();
    let output = companion()
        .args([
            "serve",
            "--port",
            &port,
            "--database-url",
            &folder.database(),
        ])
        .output()
        .expect("it runs");
    fails(&output, &format!("port {port} is in use"));
}

#[test]
fn a_second_companion_on_the_same_file_refuses() {
    let folder = Folder::new("second");
    let (_first, _) = Serving::start(free_port(), &folder.database());
    let output = companion()
        .args(["check", "--database-url", &folder.database()])
        .output()
        .expect("it runs");
    fails(&output, "is in use by another companion");
}

#[test]
fn other_databases_are_refused_with_a_sentence() {
    for url in [
        "mysql://localhost/booking",
        "booking.db",
        "sqlite::memory:",
        "sqlite://",
    ] {
        let output = companion()
            .args(["migrate", "--database-url", url])
            .output()
            .expect("it runs");
        fails(&output, "sqlite://PATH");
    }
}

#[test]
fn books_of_a_later_companion_are_refused() {
    let folder = Folder::new("later");
    migrate(&folder.database());
    sql(
        &folder.0,
        "INSERT INTO schema_version (version) VALUES (999)",
    );
    let output = companion()
        .args(["migrate", "--database-url", &folder.database()])
        .output()
        .expect("it runs");
    fails(&output, "schema 999");
}

#[test]
fn a_check_tells_whether_the_books_add_up() {
    let folder = Folder::new("check");
    migrate(&folder.database());
    let check = || {
        companion()
            .args(["check", "--database-url", &folder.database()])
            .output()
            .expect("it runs")
    };
    let output = check();
    assert!(output.status.success());
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "The books add up.\n"
    );
    sql(
        &folder.0,
        "INSERT INTO business (id, name, time_zone, currency) VALUES ('b', 'B', 'UTC', 'EUR'); \
         INSERT INTO coupon (id, business_id, name, benefit, scope, reserved) \
         VALUES ('c', 'b', 'C', '{}', '{}', 1)",
    );
    let output = check();
    fails(&output, "do not add up");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("counters of a coupon"), "{said}");
}

fn migrate(database: &str) {
    let output = companion()
        .args(["migrate", "--database-url", database])
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{output:?}");
}

/// Runs statements on the books while no companion does.
fn sql(folder: &Path, statements: &str) {
    let conn = rusqlite::Connection::open(folder.join("books.db")).expect("the books");
    conn.execute_batch(statements).expect("it runs");
}

/// What `webhooks` prints with these arguments.
fn webhooks(folder: &Folder, arguments: &[&str]) -> Output {
    let mut command = companion();
    command.arg("webhooks");
    command.args(["--database-url", &folder.database()]);
    command.args(arguments).output().expect("it runs")
}

#[track_caller]
fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn an_owner_manages_endpoints_from_the_command_line() {
    let folder = Folder::new("webhooks");
    migrate(&folder.database());
    sql(
        &folder.0,
        "INSERT INTO business (id, name, time_zone, currency) VALUES ('b', 'B', 'UTC', 'EUR')",
    );
    let url = "https://crm.example/hooks";
    let added = printed(&webhooks(
        &folder,
        &[
            "add",
            "--business",
            "b",
            "--url",
            url,
            "--events",
            "order.created,order.cancelled",
        ],
    ));
    let (id, secret) = added.trim().split_once('\n').expect("id and secret");
    assert!(
        id.starts_with("whe_") && secret.starts_with("whsec_"),
        "{added}"
    );
    let listed = printed(&webhooks(&folder, &["list"]));
    let line = format!("{id}  b  live  {url}  order.cancelled,order.created  in order\n");
    assert_eq!(listed, line);

    let rotated = printed(&webhooks(&folder, &["rotate", id]));
    assert!(rotated.starts_with("whsec_") && rotated.trim() != secret);
    printed(&webhooks(&folder, &["disable", id]));
    let listed = printed(&webhooks(&folder, &["list", "--business", "b"]));
    assert!(
        listed.contains("disabled") && listed.contains("by its owner"),
        "{listed}"
    );
    printed(&webhooks(&folder, &["enable", id]));
    assert_eq!(printed(&webhooks(&folder, &["log", id])), "");
    let since = ["replay", id, "--failed-since", "2026-11-20T00:00:00Z"];
    assert_eq!(
        printed(&webhooks(&folder, &since)),
        "0 events are sent again.\n"
    );

    fails(
        &webhooks(&folder, &["replay", id, "--event", "msg_1"]),
        "no such event",
    );
    let inside = ["add", "--business", "b", "--url", "https://10.0.0.1/"];
    fails(&webhooks(&folder, &inside), "public Internet");
    let plain = ["add", "--business", "b", "--url", "http://crm.example/"];
    fails(&webhooks(&folder, &plain), "https://");
    let nobody = ["add", "--business", "c", "--url", url];
    fails(&webhooks(&folder, &nobody), "no such business");
    let nothing = webhooks(
        &folder,
        &["add", "--business", "b", "--url", url, "--events", "x"],
    );
    let said = String::from_utf8_lossy(&nothing.stderr).into_owned();
    assert!(said.contains("order.created, payment.received"), "{said}");

    printed(&webhooks(&folder, &["remove", id]));
    assert_eq!(printed(&webhooks(&folder, &["list"])), "");
    fails(&webhooks(&folder, &["log", id]), "no such endpoint");
}
