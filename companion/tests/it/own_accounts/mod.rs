//! Stripe accounts of businesses' own: connected, checked, paid through, taken out of use.

mod checking;
mod connecting;
mod paying;
mod telling;

use booking_contract::owner::{StripeAccountView, StripeAccounts};
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, TestApp};
use crate::person::{BUSINESS, Person};

/// The key of the pottery studio's account, and that of another one.
const STUDIO: &str = "sk_test_studio-1234";
const OTHER: &str = "sk_test_another-5678";
/// What the studio's endpoint signs with.
const SIGNING_SECRET: &str = "whsec_studio-endpoint";

/// Sets an account up at Stripe; `more` is what differs.
async fn at_stripe(app: &TestApp, key: &str, more: Value) {
    let name = key.trim_start_matches("sk_test_");
    let (id, _) = name.split_once('-').expect("a name");
    let mut account = json!({ "id": format!("acct_{id}"), "name": id, "secret_key": key });
    for (name, value) in more.as_object().into_iter().flatten() {
        account[name] = value.clone();
    }
    app.control("accounts", &account).await;
}

async fn ask(person: &Person<'_>, method: Method, path: &str, body: Option<Value>) -> Answer {
    let path = format!("/v1/businesses/{BUSINESS}{path}");
    person.ask(method, &path, body).await
}

async fn connect(person: &Person<'_>, mode: &str, body: Value) -> Answer {
    let path = format!("/stripe-accounts/{mode}");
    ask(person, Method::PUT, &path, Some(body)).await
}

async fn accounts(person: &Person<'_>) -> StripeAccounts {
    let answer = ask(person, Method::GET, "/stripe-accounts", None).await;
    answer.success()
}

/// Connects the account of a key for test payments.
async fn connected(person: &Person<'_>, key: &str) -> StripeAccountView {
    let answer = connect(person, "test", json!({ "key": key })).await;
    let accounts: StripeAccounts = answer.success();
    accounts.test.account.expect("an account")
}

/// Connects the studio's account, and has its events sent and signed.
async fn studio(app: &TestApp, person: &Person<'_>) -> StripeAccountView {
    at_stripe(app, STUDIO, json!({})).await;
    let account = connected(person, STUDIO).await;
    let webhooks = json!([{ "url": account.webhook_url, "secret": SIGNING_SECRET }]);
    at_stripe(app, STUDIO, json!({ "webhooks": webhooks })).await;
    let body = json!({ "signing_secret": SIGNING_SECRET });
    connect(person, "test", body)
        .await
        .success::<StripeAccounts>();
    account
}

/// The latest session that Stripe has of an account.
async fn session_of(app: &TestApp, account: &str) -> Value {
    let state = app.double_state().await;
    let sessions = state["sessions"].as_array().expect("sessions").clone();
    let found = sessions.into_iter().find(|it| it["account"] == account);
    found.unwrap_or_else(|| panic!("{account} has no session"))
}
