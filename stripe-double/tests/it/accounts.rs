//! Accounts of their own: each key opens one of them, and nothing of the others.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Receiver, TestDouble, WEBHOOK_SECRET, read, session_form, text};
use crate::webhooks::is_signed;

async fn set_up(double: &TestDouble, id: &str, more: Value) {
    let mut account = json!({
        "id": format!("acct_{id}"), "name": id, "secret_key": format!("sk_test_{id}"),
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        account[name] = value.clone();
    }
    double.control("/accounts", account).await.object();
}

async fn ask(double: &TestDouble, method: Method, path: &str, key: &str) -> Answer {
    read(double.bare(method, path).bearer_auth(key)).await
}

async fn open(double: &TestDouble, key: &str) -> Answer {
    let request = double.bare(Method::POST, "/v1/checkout/sessions");
    read(request.bearer_auth(key).form(&session_form(&[]))).await
}

#[tokio::test]
async fn a_key_opens_its_own_account_and_no_other() {
    let double = TestDouble::new().await;
    for id in ["one", "two"] {
        set_up(&double, id, json!({})).await;
    }
    for (key, id, name) in [
        ("sk_test_one", "acct_one", "one"),
        ("sk_live_one", "acct_one", "one"),
        ("sk_test_two", "acct_two", "two"),
    ] {
        let account = ask(&double, Method::GET, "/v1/account", key).await.object();
        assert_eq!(text(&account, "id"), id);
        assert_eq!(account["settings"]["dashboard"]["display_name"], name);
    }
    let session = text(&open(&double, "sk_test_one").await.object(), "id");
    let path = format!("/v1/checkout/sessions/{session}");
    ask(&double, Method::GET, &path, "sk_test_one")
        .await
        .object();
    for stranger in ["sk_test_two", "sk_live_one", crate::harness::SECRET_KEY] {
        let answer = ask(&double, Method::GET, &path, stranger).await;
        assert_eq!(answer.status, 404, "{stranger}");
    }
    let answer = ask(&double, Method::GET, &path, "sk_test_three").await;
    assert_eq!(answer.status, 401);
}

#[tokio::test]
async fn a_restricted_key_does_what_it_was_given_and_nothing_else() {
    let double = TestDouble::new().await;
    let more = json!({ "restricted_key": "rk_test_one", "lacks": ["create:checkout.session"] });
    set_up(&double, "one", more).await;
    let refused = open(&double, "rk_test_one").await;
    assert_eq!(refused.status, 403, "{}", refused.body);
    open(&double, "sk_test_one").await.object();
    let list = ask(&double, Method::GET, "/v1/checkout/sessions", "rk_test_one").await;
    assert_eq!(list.object()["data"][0]["livemode"], false);
}

#[tokio::test]
async fn its_events_go_to_its_own_endpoint_signed_with_its_own_secret() {
    let platform = Receiver::answering(&[]).await;
    let own = Receiver::answering(&[]).await;
    let double = TestDouble::delivering_to(Some(platform.url.clone())).await;
    let webhooks = json!([{ "url": own.url, "secret": "whsec_one" }]);
    set_up(&double, "one", json!({ "webhooks": webhooks })).await;
    let listed = ask(&double, Method::GET, "/v1/webhook_endpoints", "sk_test_one").await;
    let endpoint = &listed.object()["data"][0];
    assert_eq!(endpoint["url"], own.url);
    assert!(endpoint.get("secret").is_none(), "it is shown only once");
    crate::shape::assert_shape(endpoint, "webhook_endpoint");

    let session = text(&open(&double, "sk_test_one").await.object(), "id");
    let path = format!("/sessions/{session}/pay");
    double.control(&path, json!({})).await.object();
    let state = double.state().await;
    let told = state["events"].as_array().unwrap();
    assert!(!told.is_empty() && told.iter().all(|event| event.get("account").is_none()));
    let delivered = own.wait_for(told.len()).await;
    for received in &delivered {
        assert!(is_signed(received, "whsec_one"), "{}", received.signature);
        assert!(!is_signed(received, WEBHOOK_SECRET));
    }
    assert!(platform.received().is_empty());
}
