//! The log as its business reads it.

use booking_contract::ProblemCode;
use booking_contract::owner::{LogCheck, LogKind, LogPage};
use serde_json::json;

use super::ask;
use crate::app::TestApp;
use crate::person::{ADMIN, OWNER, Person};

async fn read(person: &Person<'_>, query: &str) -> LogPage {
    ask(person, "GET", &format!("/log{query}"), None)
        .await
        .success()
}

async fn check(person: &Person<'_>) -> LogCheck {
    ask(person, "GET", "/log/check", None).await.success()
}

#[tokio::test]
async fn entries_are_found_by_person_and_by_kind() {
    let app = TestApp::start().await;
    let (owner, admin) = (app.sign_in(OWNER).await, app.sign_in(ADMIN).await);
    for (person, site) in [
        (&owner, "a.example"),
        (&admin, "b.example"),
        (&owner, "c.example"),
    ] {
        let body = json!({ "site": site });
        assert_eq!(ask(person, "POST", "/sites", Some(body)).await.status, 200);
    }
    let subjects = |page: LogPage| -> Vec<String> {
        let entries = page.entries.into_iter();
        entries.map(|entry| entry.subject).collect()
    };
    let all = read(&owner, "?kind=site").await;
    assert_eq!(
        subjects(all),
        [
            "https://c.example",
            "https://b.example",
            "https://a.example"
        ]
    );
    let theirs = read(&owner, "?kind=site&actor=usr_demo_owner").await;
    assert_eq!(subjects(theirs), ["https://c.example", "https://a.example"]);
    let first = read(&owner, "?actor=usr_demo_owner&limit=1").await;
    let before = first.before.expect("there are more");
    let next = read(
        &owner,
        &format!("?actor=usr_demo_owner&limit=1&before={before}"),
    )
    .await;
    assert_eq!(subjects(first), ["https://c.example"]);
    assert_eq!(subjects(next), ["https://a.example"]);
    assert!(subjects(read(&owner, "?actor=nobody").await).is_empty());
    for wrong in ["?kind=weather", "?actor=%00"] {
        let refused = ask(&owner, "GET", &format!("/log{wrong}"), None).await;
        refused.problem(ProblemCode::InvalidRequest);
    }
}

#[test]
fn no_two_kinds_share_their_first_four_letters() {
    let begins = LogKind::ALL.iter().map(|kind| &kind.as_str()[..4]);
    let mut begins: Vec<_> = begins.collect();
    begins.sort_unstable();
    begins.dedup();
    assert_eq!(begins.len(), LogKind::ALL.len());
}

#[tokio::test]
async fn a_log_that_nobody_touched_holds_together_and_one_that_was_does_not() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    for number in 0..3 {
        let body = json!({ "site": format!("https://site-{number}.example") });
        ask(&owner, "POST", "/sites", Some(body)).await;
    }
    let whole = check(&owner).await;
    assert_eq!((whole.entries, whole.broken), (4, 0));
    app.books.allow_changes("owner_log").await;
    app.sql("UPDATE owner_log SET subject = 'https://other.example' WHERE business_id = 'kiln-clay' AND seq = 2")
        .await;
    assert_eq!(check(&owner).await.broken, 1);
}
