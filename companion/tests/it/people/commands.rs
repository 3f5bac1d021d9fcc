//! The commands `business` and `user`: the first business and its people come to be at the machine.

use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use booking_companion::store::{Store, StoreError};
use booking_companion::{AppState, app};
use booking_contract::owner::{Role, Session};
use reqwest::Method;
use serde_json::json;
use tokio::net::TcpListener;

use crate::app::{Answer, TestApp};
use crate::books::Books;

const PASSWORD: &str = "twelve letters and more";

/// Runs the command with this on its input.
async fn run(books: &Books, words: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_booking-companion"));
    command
        .arg(words[0])
        .args(["--database-url", &books.url()])
        .args(&words[1..])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let input = input.to_owned();
    let output = tokio::task::spawn_blocking(move || {
        let mut running = command.spawn().expect("it starts");
        let mut pipe = running.stdin.take().expect("an input");
        // Whoever asks for nothing closes its input.
        let _ = pipe.write_all(input.as_bytes());
        drop(pipe);
        running.wait_with_output().expect("it ends")
    });
    output.await.expect("it ends")
}

#[track_caller]
fn says(output: &Output, sentences: &str) {
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), sentences);
}

#[track_caller]
fn fails(output: &Output, sentence: &str) {
    assert!(!output.status.success(), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(sentence), "{said}");
}

/// Opens books that were closed a moment ago. A test beside this one that starts a program holds
/// every lock of this process as well, from the fork until the program begins.
async fn open(books: &Books) -> Store {
    let mut opened = Store::open(&books.url()).await;
    for _ in 0..100 {
        if !matches!(opened, Err(StoreError::OpenElsewhere(_))) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        opened = Store::open(&books.url()).await;
    }
    opened.expect("the books open")
}

/// The answer to a sign-in at a companion over these books.
async fn sign_in(app: &TestApp, books: &Books, email: &str, password: &str) -> Answer {
    let store = open(books).await;
    let state = AppState::new((*app.state.config).clone(), app.clock.clone(), store);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let router = app::router(state.clone());
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    let request = app.http.request(Method::POST, format!("{url}/v1/sessions"));
    let request = request
        .header("origin", &app.url)
        .header("x-forwarded-for", "203.0.113.7")
        .json(&json!({ "email": email, "password": password }));
    let answer = app.send(request).await;
    serving.abort();
    // For the next command, which needs the file to itself.
    let _ = serving.await;
    state.store.close().await;
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_business_and_its_owner_come_to_be() {
    let app = TestApp::start().await;
    let books = app.books.for_another_process().await;
    let add = [
        "business",
        "add",
        "--id",
        "loom",
        "--name",
        "The Loom",
        "--zone",
        "Europe/Paris",
        "--currency",
        "eur",
    ];
    let output = run(&books, &add, "").await;
    says(
        &output,
        "loom is there. Give it an owner: booking-companion user add --business loom --role owner\n",
    );
    fails(
        &run(&books, &add, "").await,
        "there is a business of this id already",
    );
    let output = run(&books, &["business", "list"], "").await;
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        lines.contains("loom  Europe/Paris  EUR  full  The Loom\n"),
        "{lines}"
    );

    let user = [
        "user",
        "add",
        "--business",
        "loom",
        "--role",
        "owner",
        "--email",
        "Weaver@Example.com",
        "--name",
        "Test Weaver",
    ];
    fails(
        &run(&books, &user, "too short\n").await,
        "at least 12 characters",
    );
    let output = run(&books, &user, &format!("{PASSWORD}\r\nmore\n")).await;
    says(&output, "Weaver@Example.com is owner at loom.\n");
    let answer = sign_in(&app, &books, "weaver@example.com", PASSWORD).await;
    let session: Session = answer.success();
    assert_eq!(session.user.name, "Test Weaver");
    assert_eq!(session.user.email.as_str(), "Weaver@Example.com");
    assert_eq!(session.businesses[0].role, Role::Owner);

    // The same person at another business: nothing is asked.
    let again = [
        "user",
        "add",
        "--business",
        "northlight",
        "--role",
        "staff",
        "--email",
        "weaver@example.com",
        "--name",
        "Somebody Else",
    ];
    let output = run(&books, &again, "").await;
    says(
        &output,
        "The account was there before; its name and password stay.\n\
         weaver@example.com is staff at northlight.\n",
    );
    let answer = sign_in(&app, &books, "weaver@example.com", PASSWORD).await;
    let session: Session = answer.success();
    assert_eq!(
        (session.user.name.as_str(), session.businesses.len()),
        ("Test Weaver", 2)
    );
    books.remove();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_is_changed_taken_away_and_never_the_last_owners() {
    let app = TestApp::start().await;
    let books = app.books.for_another_process().await;
    let role = |email: &'static str, role: &'static str| {
        [
            "user",
            "role",
            "--business",
            "kiln-clay",
            "--email",
            email,
            "--role",
            role,
        ]
    };
    let remove = |email: &'static str| {
        [
            "user",
            "remove",
            "--business",
            "kiln-clay",
            "--email",
            email,
        ]
    };
    let output = run(&books, &role("staff@example.com", "manager"), "").await;
    says(&output, "staff@example.com is manager at kiln-clay.\n");
    let output = run(&books, &remove("manager@example.com"), "").await;
    says(
        &output,
        "manager@example.com does not belong to kiln-clay any more.\n",
    );
    let output = run(&books, &remove("manager@example.com"), "").await;
    fails(&output, "they do not belong to this business");
    let output = run(&books, &role("nobody@example.com", "staff"), "").await;
    fails(&output, "there is no account of this address");
    let output = run(&books, &role("staff@example.com", "boss"), "").await;
    fails(&output, "a role is one of owner, admin, manager, staff");
    // Two own it; one of them has to stay.
    says(
        &run(&books, &role("group@example.com", "admin"), "").await,
        "group@example.com is admin at kiln-clay.\n",
    );
    for words in [
        &role("owner@example.com", "admin")[..],
        &remove("owner@example.com"),
    ] {
        fails(&run(&books, words, "").await, "a business needs an owner");
    }
    let list = run(&books, &["user", "list", "--business", "kiln-clay"], "").await;
    says(
        &list,
        "usr_demo_admin  admin  admin@example.com  Test Admin\n\
         usr_demo_group  admin  group@example.com  Test Group\n\
         usr_demo_owner  owner  owner@example.com  Test Owner\n\
         usr_demo_staff  manager  staff@example.com  Test Staff\n",
    );
    let log = "SELECT COUNT(*) FROM owner_log WHERE actor = 'cli' AND action = 'member.role'";
    assert_eq!(books.number(log).await, 3);
    says(&run(&books, &["check"], "").await, "The books add up.\n");
    books.remove();
}

#[tokio::test(flavor = "multi_thread")]
async fn another_password_signs_out_everywhere() {
    let app = TestApp::start().await;
    let books = app.books.for_another_process().await;
    let email = "owner@example.com";
    let old = crate::person::PASSWORD;
    assert_eq!(sign_in(&app, &books, email, old).await.status, 201);
    let sessions = "SELECT COUNT(*) FROM user_session WHERE user_id = 'usr_demo_owner'";
    assert_eq!(books.number(sessions).await, 1);
    let words = ["user", "password", "--email", email];
    let output = run(&books, &words, &format!("{PASSWORD}\n")).await;
    says(
        &output,
        "owner@example.com has another password and is signed out everywhere.\n",
    );
    assert_eq!(books.number(sessions).await, 0);
    assert_eq!(sign_in(&app, &books, email, old).await.status, 401);
    assert_eq!(sign_in(&app, &books, email, PASSWORD).await.status, 201);
    let output = run(&books, &["user", "sign-out", "--email", email], "").await;
    says(&output, "1 sessions are over.\n");
    let nobody = ["user", "password", "--email", "nobody@example.com"];
    fails(
        &run(&books, &nobody, "").await,
        "there is no account of this address",
    );
    books.remove();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_changed() {
    let app = TestApp::start().await;
    let books = app.books.for_another_process().await;
    let output = run(&books, &["business", "plan", "kiln-clay", "basic"], "").await;
    says(&output, "kiln-clay has the plan basic.\n");
    let plan = "SELECT plan FROM business WHERE id = 'kiln-clay'";
    assert_eq!(books.text(plan).await, "basic");
    let output = run(&books, &["business", "plan", "nowhere", "basic"], "").await;
    fails(&output, "there is no such business");
    let output = run(&books, &["business", "plan", "kiln-clay", "gold"], "").await;
    fails(&output, "a plan is one of basic, full");
    books.remove();
}
