//! What owners do with the business itself: settings, people, sites.

mod account;
mod invitations;
mod log;
mod members;
mod settings;
mod sites;

use booking_contract::owner::LogPage;
use reqwest::Method;
use serde_json::Value;

use crate::app::{Answer, TestApp};
use crate::person::{BUSINESS, Person};

/// Asks for something of the pottery studio.
async fn ask(person: &Person<'_>, method: &str, path: &str, body: Option<Value>) -> Answer {
    let method: Method = method.parse().expect("a method");
    let path = format!("/v1/businesses/{BUSINESS}{path}");
    person.ask(method, &path, body).await
}

/// What was written into the log, the newest first: what was done, to what, and the particulars.
async fn told(person: &Person<'_>) -> Vec<(String, String, Value)> {
    let page: LogPage = ask(person, "GET", "/log", None).await.success();
    let entries = page.entries.into_iter();
    entries
        .map(|entry| {
            let detail = serde_json::from_str(&entry.detail).expect("JSON");
            (entry.action, entry.subject, detail)
        })
        .collect()
}

/// How many entries of the log there are of something.
async fn times(app: &TestApp, action: &str) -> i64 {
    let count = format!("SELECT COUNT(*) FROM owner_log WHERE action = '{action}'");
    app.number(&count).await
}
