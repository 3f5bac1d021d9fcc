//! The command `member-secret`: made, rotated and forgotten.

use crate::app::TestApp;
use crate::books::Books;
use crate::command::companion;

/// What the command says for the practice, or why it did nothing.
async fn run(books: &Books, words: &[&str]) -> Result<String, String> {
    let mut command = companion();
    command
        .arg("member-secret")
        .args(words)
        .args(["--database-url", &books.url()]);
    let output = tokio::task::spawn_blocking(move || command.output());
    let output = output.await.expect("it ends").expect("it starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text").trim().to_owned();
    if output.status.success() {
        Ok(text(output.stdout))
    } else {
        Err(text(output.stderr))
    }
}

#[track_caller]
fn is_secret(text: &str) {
    let hex = text.strip_prefix("mbs_").expect("it says what it is");
    assert_eq!(hex.len(), 64);
    assert!(hex.bytes().all(|byte| byte.is_ascii_hexdigit()), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_business_makes_a_secret_rotates_it_and_forgets_it() {
    let app = TestApp::start().await;
    let books = app.books.for_another_process().await;
    let kept = async |which: &str| {
        books
            .number(&format!(
                "SELECT COUNT(*) FROM member_secret WHERE business_id = 'northlight' AND {which}"
            ))
            .await
    };
    let first = run(&books, &["northlight"]).await.expect("a secret");
    is_secret(&first);
    let refused = run(&books, &["northlight"]).await.expect_err("it has one");
    assert!(refused.contains("it has a secret already"), "{refused}");
    assert_eq!(kept("expires_ms IS NULL").await, 1);

    let second = run(&books, &["northlight", "--rotate"])
        .await
        .expect("another");
    is_secret(&second);
    assert_ne!(first, second);
    let day_ms = 24 * 3_600_000;
    let first_ends = format!(
        "secret = '{first}' AND expires_ms = {day_ms} + \
         (SELECT created_ms FROM member_secret WHERE secret = '{second}')"
    );
    assert_eq!(kept(&first_ends).await, 1, "both count for a day");
    assert_eq!(kept("expires_ms IS NULL").await, 1);

    let third = run(&books, &["northlight", "--rotate", "--overlap-hours", "0"]).await;
    let alone = format!("secret = '{}'", third.expect("a third"));
    assert_eq!((kept(&alone).await, kept("1 = 1").await), (1, 1));
    let long = run(
        &books,
        &["northlight", "--rotate", "--overlap-hours", "721"],
    )
    .await;
    assert!(long.expect_err("too long").contains("30 days"));

    let said = run(&books, &["northlight", "--off"]).await;
    assert_eq!(said.expect("it is off"), "Every token counts as none.");
    assert_eq!(kept("1 = 1").await, 0);
    // The studio's own is still there.
    assert_eq!(books.number("SELECT COUNT(*) FROM member_secret").await, 1);
    for words in [
        &["nobody"][..],
        &["nobody", "--off"],
        &["nobody", "--rotate"],
    ] {
        let refused = run(&books, words).await.expect_err("nobody");
        assert!(refused.contains("there is no such business"), "{refused}");
    }
}
