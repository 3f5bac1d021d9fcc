//! What other people's servers answer to a webhook, shown to the owner.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use e2e::browser::{Browser, Device};
use e2e::desk::Desk;
use e2e::guest::part;
use e2e::hostile::{LOOK, TRAP, bundles};
use e2e::owner::Owner;
use e2e::stack::Stack;
use reqwest::Method;
use serde_json::json;
use tokio::net::TcpListener;

use super::assert_calm;
use super::planted::NEO;

/// How much of an answer is kept, in letters: less than its 512 bytes.
const KEPT: usize = 380;

/// A server that answers with one text; answers its address.
async fn server(text: Arc<Mutex<String>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let answer = async |State(text): State<Arc<Mutex<String>>>| text.lock().expect("it").clone();
    let router = Router::new().fallback(answer).with_state(text);
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/")
}

#[tokio::test]
async fn an_owner_reads_them_in_what_a_receiver_answers() {
    let stack = Stack::start().await;
    let desk = Desk::sign_in(&stack, NEO.owner).await;
    let answer = Arc::new(Mutex::new(String::new()));
    let body = json!({ "url": server(answer.clone()).await, "test_mode": true });
    let webhooks = format!("/v1/businesses/{}/webhooks", NEO.business);
    let made = desk.done(Method::POST, &webhooks, &body).await;
    let id = made["webhook"]["id"].as_str().expect("an id");

    let browser = Browser::open(Device::Desktop).await;
    browser.before_every_page(TRAP).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(NEO.owner).await;
    let page = format!("/businesses/{}/settings/webhooks/{id}", NEO.business);
    owner.goto(&page).await;
    for text in bundles(KEPT) {
        answer.lock().expect("the answer").clone_from(&text);
        browser.click(&part("test-webhook")).await;
        browser.find(&part("tested")).await;
        let said = format!("{LOOK} return saidBy(document)");
        browser
            .until("the answer is shown", async || {
                let said = browser.run(&said).await;
                said.as_str().is_some_and(|said| said.contains(&text))
            })
            .await;
        assert_calm(&browser, &text).await;
        browser.click(&part("test-read")).await;
        browser.gone(&part("tested")).await;
    }
    browser.close().await;
}
