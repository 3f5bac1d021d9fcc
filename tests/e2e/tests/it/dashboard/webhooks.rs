//! Where the business's own systems are told: from the first address to sending again, towards a real
//! receiver.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, booked, part};
use e2e::owner::{OWNER, Owner};
use e2e::stack::{Stack, Widget};
use tokio::net::TcpListener;

use super::looks::judge;

/// A receiver that keeps the ids of what it gets.
#[derive(Clone, Default)]
struct Receiver {
    ids: Arc<Mutex<Vec<String>>>,
    status: Arc<Mutex<StatusCode>>,
}

impl Receiver {
    /// Starts one; answers it and its address.
    async fn start() -> (Self, String) {
        let receiver = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new()
            .fallback(async |State(receiver): State<Self>, headers: HeaderMap| {
                let id = headers["webhook-id"].to_str().expect("text");
                receiver.ids.lock().expect("ids").push(id.to_owned());
                let status = *receiver.status.lock().expect("a status");
                (status, format!("answered {}", status.as_u16()))
            })
            .with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (receiver, format!("http://{address}/hooks"))
    }

    fn ids(&self) -> Vec<String> {
        self.ids.lock().expect("ids").clone()
    }

    fn answers(&self, status: StatusCode) {
        *self.status.lock().expect("a status") = status;
    }
}

/// A guest books for nothing.
async fn book(stack: &Stack) {
    let guests = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&guests);
    guests.goto(&stack.hosted_page(Widget::Neo)).await;
    guest.reach_payment("first@example.com").await;
    guest.apply_code("FREECLASS").await;
    guests.find(&part("summary-discount")).await;
    guest.confirm().await;
    booked(&guests, "FREECLASS").await;
    guests.close().await;
}

#[tokio::test]
async fn a_webhook_is_added_tried_out_told_and_sent_to_again() {
    let stack = Stack::start().await;
    let (receiver, url) = Receiver::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    let mut found = Vec::new();
    owner.sign_in(OWNER).await;
    browser.click(&part("Settings")).await;
    browser.click("nav [data-test='Webhooks']").await;
    browser.find(&part("no-webhooks")).await;
    judge(&owner, "webhooks-empty", &mut found).await;
    browser.click(&part("add-webhook")).await;
    owner.reach_and_click(&part("save-webhook")).await;
    browser.text_with(&part("webhook-url-error"), "Enter").await;
    browser.fill("#webhook-url", &url).await;
    owner.reach_and_click(&part("some-events")).await;
    judge(&owner, "webhooks-form", &mut found).await;
    owner.reach_and_click(&part("save-webhook")).await;
    browser
        .text_with(&part("webhook-events-error"), "at least one")
        .await;
    owner.reach_and_click(&part("all-events")).await;
    // This machine may be told of tests alone.
    owner.reach_and_click(&part("save-webhook")).await;
    browser.text_with(&part("webhook-url-error"), "https").await;
    owner.reach_and_click(&part("test-orders")).await;
    owner.reach_and_click(&part("save-webhook")).await;
    browser.find(&part("webhook-secret")).await;
    let secret = "return document.querySelector('#signing-secret').value";
    let secret = browser.run(secret).await;
    assert!(secret.as_str().is_some_and(|it| it.starts_with("whsec_")));
    judge(&owner, "webhooks-secret", &mut found).await;
    browser.click(&part("secret-kept")).await;
    browser.gone(&part("webhook-secret")).await;

    browser.click("[data-test='webhook'] a.open").await;
    browser.find(&part("no-deliveries")).await;
    browser.click(&part("test-webhook")).await;
    browser.text_with(&part("tested"), "answered 200").await;
    assert_eq!(receiver.ids().len(), 1);
    browser.click(&part("test-read")).await;

    book(&stack).await;
    browser
        .until("three events have come", async || receiver.ids().len() >= 4)
        .await;
    browser
        .until("they are shown as delivered", async || {
            browser.run("location.reload()").await;
            browser.find(&part("deliveries")).await;
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            let good = "[data-test='delivery-state'].good";
            browser.all(good).await.len() == 3
        })
        .await;
    receiver.answers(StatusCode::INTERNAL_SERVER_ERROR);
    browser
        .click("[data-test='delivery']:last-child [data-test='open-delivery']")
        .await;
    browser.text_with(&part("sent-body"), "order.created").await;
    browser.click(&part("send-again")).await;
    browser.text_with(&part("toast"), "same id").await;
    browser
        .until("it has come again", async || receiver.ids().len() >= 5)
        .await;
    let ids = receiver.ids();
    assert!(ids[1..4].contains(&ids[4]), "the same event: {ids:?}");
    browser.text_with("[data-test='standing']", "Failing").await;
    judge(&owner, "webhook-failing", &mut found).await;

    browser.click(&part("webhook-menu")).await;
    browser.click(&part("pause-webhook")).await;
    browser.text_with("[data-test='standing']", "Paused").await;
    browser.find(&part("trouble")).await;
    browser.click(&part("undo")).await;
    browser.gone(&part("resume-webhook")).await;
    browser.click(&part("webhook-menu")).await;
    browser.click(&part("replay-failed")).await;
    browser.find("#replay-span").await;
    browser.picture("dashboard-webhook-replay").await;
    browser.click(&part("panel-yes")).await;
    browser.text_with(&part("toast"), "Nothing failed").await;
    browser.click(&part("webhook-menu")).await;
    browser.click(&part("roll-secret")).await;
    browser.click(&part("panel-yes")).await;
    browser.find(&part("webhook-secret")).await;
    browser.find(&part("old-secret")).await;
    let rolled = "return document.querySelector('#signing-secret').value";
    assert_ne!(browser.run(rolled).await, secret);

    browser.click(&part("webhook-menu")).await;
    browser.click(&part("remove-webhook")).await;
    browser.click(&part("ask-yes")).await;
    browser.find(&part("no-webhooks")).await;
    owner.goto("/businesses/kiln-clay/settings/log").await;
    browser
        .text_with(&part("entry"), "removed a webhook at 127.0.0.1")
        .await;
    browser.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test]
async fn a_product_stays_for_as_long_as_its_calendar_takes_payments() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    let mut found = Vec::new();
    owner.sign_in(OWNER).await;
    owner.goto("/businesses/kiln-clay/calendars").await;
    browser.find(&part("calendar")).await;
    browser.click(&part("products")).await;
    let product = "[data-test='product'][data-id='prd_kiln-studio']";
    browser.text_with(product, "it stays").await;
    browser
        .text_with(&format!("{product} [data-test='product-tag']"), "Calendar")
        .await;
    assert!(!browser.has(&part("delete-product")).await);

    stack.take_no_payments("kiln-studio");
    owner.goto("/businesses/kiln-clay/products").await;
    browser
        .find(&format!("{product} [data-test='delete-product']"))
        .await;
    judge(&owner, "products", &mut found).await;
    browser.click(&part("delete-product")).await;
    browser.click(&part("ask-yes")).await;
    browser.text_with(&part("toast"), "deleted").await;
    browser.gone(product).await;
    browser.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}
