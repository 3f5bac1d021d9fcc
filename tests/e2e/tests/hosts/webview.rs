//! The hosted page in a real web view, in an app that gives it `webkit.messageHandlers.bookingWidget`.
//!
//! The other apps of WEBVIEWS.md are stubs in Chromium: see `tests/it/webview.rs`.

use std::time::Duration;

use e2e::browser::{App, Browser, Device, Engine};
use e2e::guest::{Guest, booked, part};
use e2e::stack::Widget;

use crate::house::{Scene, Visit};
use crate::scenes;

pub(crate) fn scenes() -> Vec<Scene> {
    let scenes = scenes![
        an_app_that_answers_opens_the_payment_page,
        in_an_app_that_only_listens_a_link_leads_to_the_payment_page,
    ];
    let scenes = scenes.into_iter();
    scenes.map(|scene| scene.only_in(Engine::WebKit)).collect()
}

async fn an_app_that_answers_opens_the_payment_page(visit: Visit<'_>) {
    let browser = asked_to_pay(visit, App::Answers).await;
    // The web view itself goes nowhere, longer than an answer may take.
    tokio::time::sleep(Duration::from_millis(1_800)).await;
    browser.address_with("/b/kiln-clay/kiln-studio").await;
    assert!(!browser.has(&part("checkout-link")).await);
    let told = browser.app_was_told();
    let checkout = told.iter().find(|told| told["type"] == "checkout");
    let checkout = checkout.unwrap();
    browser.goto(checkout["url"].as_str().unwrap()).await;
    hears_the_end(browser).await;
}

async fn in_an_app_that_only_listens_a_link_leads_to_the_payment_page(visit: Visit<'_>) {
    let browser = asked_to_pay(visit, App::Silent).await;
    browser.follow(&part("checkout-link")).await;
    hears_the_end(browser).await;
}

/// An app in which a guest has confirmed, and which was asked to open the payment page.
async fn asked_to_pay(Visit { stack, .. }: Visit<'_>, app: App) -> Browser {
    let browser = Browser::open_app(Device::Phone, app).await;
    browser.goto(&stack.hosted_page(Widget::Neo)).await;
    let guest = Guest::new(&browser);
    guest.reach_payment("guest@example.com").await;
    guest.apply_code("welcome10").await;
    browser.text_with(&part("summary-total"), "€43.20").await;
    guest.confirm().await;
    let asked = async || count(&browser, "checkout") == 1;
    browser
        .until("the app is asked to open the payment page", asked)
        .await;
    assert_eq!(names(&browser)[0], "ready");
    for name in [
        "slot_selected",
        "step_changed",
        "coupon_applied",
        "booking_submitted",
    ] {
        assert!(count(&browser, name) > 0, "{name}: {:?}", names(&browser));
    }
    browser
}

/// The payment page in the same web view leads back, and the app hears the end of it, once.
async fn hears_the_end(browser: Browser) {
    browser.click("#pay").await;
    browser.address_with("/b/kiln-clay/kiln-studio").await;
    for _ in ["at first", "after a reload"] {
        booked(&browser, "€43.20").await;
        assert_eq!(count(&browser, "payment_succeeded"), 1);
        assert_eq!(count(&browser, "booking_confirmed"), 1);
        browser.client.refresh().await.unwrap();
    }
    assert_eq!(count(&browser, "checkout"), 1);
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    browser.close().await;
}

fn count(browser: &Browser, name: &str) -> usize {
    let names = names(browser);
    names.iter().filter(|told| *told == name).count()
}

/// The names of the events, and the other messages by their types.
fn names(browser: &Browser) -> Vec<String> {
    let told = browser.app_was_told().into_iter();
    told.map(|message| {
        assert_eq!(message["booking"], 1, "{message}");
        let name = message["name"].as_str().or(message["type"].as_str());
        name.unwrap().to_owned()
    })
    .collect()
}
