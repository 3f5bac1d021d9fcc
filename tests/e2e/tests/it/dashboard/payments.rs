//! A business connects its own Stripe account, and its guests pay there.

use e2e::browser::{Browser, Device};
use e2e::guest::part;
use e2e::owner::{OWNER, Owner};
use e2e::stack::Stack;
use serde_json::json;

use super::looks::judge;

const PAYMENTS: &str = "/businesses/kiln-clay/settings/payments";
const TEST: &str = "[data-test='test-payments']";
const KEY: &str = "sk_test_studio-of-the-tests";

fn within(hook: &str) -> String {
    format!("{TEST} [data-test='{hook}']")
}

#[tokio::test]
async fn a_stripe_account_is_checked_connected_replaced_and_taken_out_of_use() {
    let stack = Stack::start().await;
    let account = json!({
        "id": "acct_studio", "name": "Kiln & Clay", "secret_key": KEY,
        "restricted_key": "rk_test_studio-of-the-tests", "lacks": ["create:refund"],
    });
    stack.control("accounts", account).await;
    let other =
        json!({ "id": "acct_new", "name": "Kiln new", "secret_key": "sk_test_another-account" });
    stack.control("accounts", other).await;

    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto(PAYMENTS).await;
    browser.text_with(&within("pays-to"), "Server").await;
    browser
        .text_with("[data-test='live-payments']", "Not connected")
        .await;

    owner.retype("#test-key", "sk_live_of-another-mode").await;
    owner.reach_and_click(&within("connect")).await;
    browser.text_with(&part("test-key-error"), "live key").await;

    owner
        .retype("#test-key", "rk_test_studio-of-the-tests")
        .await;
    owner.reach_and_click(&within("check")).await;
    browser.text_with(&within("said"), "Refunds: write").await;
    owner.retype("#test-key", KEY).await;
    owner.reach_and_click(&within("check")).await;
    browser.text_with(&within("said"), "Everything works").await;

    owner.reach_and_click(&within("connect")).await;
    browser.text_with(&within("pays-to"), "Your account").await;
    browser.text_with(&within("account"), "ends in ests").await;
    browser
        .text_with(&within("said"), "no webhook endpoint")
        .await;
    let html = browser.run("return document.body.innerHTML").await;
    assert!(
        !html.as_str().unwrap_or_default().contains(KEY),
        "the key is gone"
    );
    owner
        .retype("#test-secret", "whsec_studio-of-the-tests")
        .await;
    owner.reach_and_click(&within("save-secret")).await;
    browser.text_with("#test-secret-says", "is saved").await;

    owner.reach_and_click(&within("replace")).await;
    owner.retype("#test-key", "sk_test_another-account").await;
    owner.reach_and_click(&within("connect")).await;
    browser
        .text_with(&part("earlier-account"), "Kiln & Clay")
        .await;
    owner.reach_and_click(&part("forget")).await;
    browser.text_with(&part("ask"), "cannot be undone").await;
    browser.click(&part("ask-yes")).await;
    browser.gone(&part("earlier-account")).await;

    owner.reach_and_click(&within("disconnect")).await;
    browser.click(&part("ask-yes")).await;
    browser.text_with(&within("pays-to"), "Server").await;
    browser.close().await;
}

#[tokio::test]
async fn the_page_of_payments_has_room_and_no_barriers() {
    let stack = Stack::start().await;
    let account = json!({
        "id": "acct_studio", "name": "Kiln & Clay", "secret_key": KEY,
        "restricted_key": "rk_test_studio-of-the-tests", "lacks": ["create:refund", "create:coupon"],
    });
    stack.control("accounts", account).await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    let mut found = Vec::new();
    owner.sign_in(OWNER).await;
    owner.goto(PAYMENTS).await;
    browser.find(&within("pays-to")).await;
    owner.retype("#live-key", "pk_live_1234567890").await;
    owner
        .reach_and_click("[data-test='live-payments'] [data-test='connect']")
        .await;
    browser.find(&part("live-key-error")).await;
    judge(&owner, "payments", &mut found).await;

    owner.retype("#test-key", KEY).await;
    owner.reach_and_click(&within("connect")).await;
    browser.find(&within("webhook")).await;
    browser.find(&within("said")).await;
    owner.reach_and_click(&within("replace")).await;
    owner
        .retype("#test-key", "rk_test_studio-of-the-tests")
        .await;
    owner.reach_and_click(&within("check")).await;
    browser.find(&within("said")).await;
    judge(&owner, "payments-connected", &mut found).await;
    browser.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}
