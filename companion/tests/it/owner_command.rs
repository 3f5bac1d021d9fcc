//! The commands of an owner at the machine itself: `refund`, `resolve`, and `check` after them.

use std::process::{Command, Output};

use booking_contract::{OrderOpened, OrderStatus};

use crate::app::{Setup, TestApp};
use crate::books::Books;

async fn mute() -> TestApp {
    TestApp::start_with(Setup {
        mute: true,
        ..Setup::default()
    })
    .await
}

/// Runs the command beside the companion under test.
async fn run(app: &TestApp, books: &Books, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_booking-companion"));
    command
        .args(words)
        .args(["--database-url", &books.url()])
        .env("STRIPE_SECRET_KEY", "sk_test_it");
    if words[0] != "check" {
        command.args(["--stripe-api", &format!("http://{}", app.double_address)]);
    }
    let output = tokio::task::spawn_blocking(move || command.output());
    output.await.expect("it ends").expect("it starts")
}

#[track_caller]
fn says(output: &Output, success: bool, sentences: &str) {
    let said = String::from_utf8_lossy(if success {
        &output.stdout
    } else {
        &output.stderr
    });
    assert_eq!(output.status.success(), success, "{output:?}");
    assert_eq!(said, sentences);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_gives_an_amount_an_attendee_and_the_rest_back() {
    let app = mute().await;
    let opened = app.paid(None).await;
    let id = opened.order.id.as_str();
    let books = app.books.for_another_process().await;
    for (words, amount, state) in [
        (vec!["refund", id, "--amount-minor", "100"], 100, "paid"),
        (vec!["refund", id, "--attendee", "2"], 4_800, "paid"),
        (vec!["refund", id], 4_700, "refunded"),
    ] {
        let output = run(&app, &books, &words).await;
        let expected = format!("{amount} minor units of EUR are given back.\n{id} is {state}.\n");
        says(&output, true, &expected);
    }
    assert_eq!(app.refunds().await.len(), 3);
    let log = "SELECT COUNT(*) FROM owner_log WHERE actor = 'cli' AND action = 'order.refund'";
    assert_eq!(books.number(log).await, 3);
    says(
        &run(&app, &books, &["check"]).await,
        true,
        "The books add up.\n",
    );

    let output = run(&app, &books, &["refund", id]).await;
    let refused = "booking-companion: an order that is refunded cannot be refunded this way\n";
    says(&output, false, refused);
    let output = run(&app, &books, &["refund", "ord_0"]).await;
    says(
        &output,
        false,
        "booking-companion: there is no such order\n",
    );
}

/// An order whose payment does not agree with it.
async fn quarantined(app: &TestApp) -> OrderOpened {
    let opened = app.awaiting(None).await;
    app.press(&opened, "pay").await;
    app.sql("UPDATE orders SET test_mode = 0").await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::InReview);
    app.sql("UPDATE orders SET test_mode = 1").await;
    opened
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_decides_about_a_payment_that_does_not_agree() {
    for decision in ["--accept", "--refund"] {
        let app = mute().await;
        let opened = quarantined(&app).await;
        let id = opened.order.id.as_str();
        let books = app.books.for_another_process().await;
        let output = run(&app, &books, &["resolve", id]).await;
        assert_eq!(output.status.code(), Some(2), "a decision is needed");
        let output = run(&app, &books, &["resolve", id, decision]).await;
        let expected = if decision == "--accept" {
            format!("{id} is booked as it was paid.\n")
        } else {
            format!("9600 minor units of EUR are given back.\n{id} is refunded.\n")
        };
        says(&output, true, &expected);
        says(
            &run(&app, &books, &["check"]).await,
            true,
            "The books add up.\n",
        );
        assert_eq!(books.number("SELECT COUNT(*) FROM owner_log").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_notices_a_changed_log() {
    let app = mute().await;
    let opened = app.paid(None).await;
    let books = app.books.for_another_process().await;
    let words = ["refund", opened.order.id.as_str(), "--amount-minor", "100"];
    assert!(run(&app, &books, &words).await.status.success());
    books.allow_changes("owner_log").await;
    books
        .sql("UPDATE owner_log SET detail = '{\"amount_minor\":1}'")
        .await;
    let output = run(&app, &books, &["check"]).await;
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stdout);
    let law = "1 rows break the law: an entry of the owner's log follows from the one before\n";
    assert_eq!(said, law);
}
