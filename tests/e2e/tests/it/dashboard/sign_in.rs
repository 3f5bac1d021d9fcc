//! Coming in, and leaving.

use e2e::browser::{Browser, Device};
use e2e::guest::part;
use e2e::owner::{OWNER, Owner, PASSWORD};
use e2e::stack::Stack;

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";

#[tokio::test]
async fn a_wrong_password_is_said_without_blame_and_the_right_one_leads_in() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner
        .goto("/businesses/kiln-clay/coupons?status=active")
        .await;
    browser.address_with("/sign-in?next=").await;
    owner.try_to_sign_in(OWNER, "not the password").await;
    let said = browser
        .text_with(&part("sign-in-notice"), "did not match")
        .await;
    assert!(!said.contains("you"), "{said}");
    browser.focus_on("#password").await;

    browser.fill("#password", PASSWORD).await;
    browser.press(ENTER).await;
    browser.find(&part("account")).await;
    browser.address_with("/businesses/kiln-clay/").await;
    let errors = browser.console_errors().await;
    let ours = errors.iter().filter(|line| !line.contains("401"));
    assert_eq!(ours.collect::<Vec<_>>(), Vec::<&String>::new());
    browser.close().await;
}

#[tokio::test]
async fn whoever_signs_out_is_out_also_by_the_way_back() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.open_coupons().await;
    browser.click(&part("account")).await;
    browser.click(&part("sign-out")).await;
    browser.find("#password").await;
    owner.goto("/businesses/kiln-clay/coupons").await;
    browser.find("#password").await;
    assert!(!browser.has(&part("coupon")).await);
    browser.close().await;
}

#[tokio::test]
async fn signing_out_everywhere_asks_and_ends_the_other_browser_as_well() {
    let stack = Stack::start().await;
    let (here, there) = (
        Browser::open(Device::Desktop).await,
        Browser::open(Device::Desktop).await,
    );
    let (owner, other) = (Owner::new(&here, &stack), Owner::new(&there, &stack));
    owner.sign_in(OWNER).await;
    other.sign_in(OWNER).await;
    here.click(&part("account")).await;
    here.click(&part("sign-out-everywhere")).await;
    here.click(&part("ask-yes")).await;
    here.find("#password").await;
    other.goto("/businesses").await;
    there.find("#password").await;
    here.close().await;
    there.close().await;
}

#[tokio::test]
async fn an_ended_session_says_so_and_leads_back_to_what_was_typed() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto("/businesses/kiln-clay/coupons/new").await;
    browser.fill("#code", "HALFWAY").await;
    stack.end_sessions();
    browser.fill("#value", "15").await;
    browser
        .text_with(&part("sign-in-notice"), "session has ended")
        .await;
    owner.try_to_sign_in(OWNER, PASSWORD).await;
    browser.text_with(&part("restored"), "still here").await;
    let code = browser
        .run("return document.getElementById('code').value")
        .await;
    assert_eq!(code, "HALFWAY");
    browser.close().await;
}

#[tokio::test]
async fn the_sign_in_is_done_by_keys_and_has_no_barriers() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    for scheme in ["light", "dark"] {
        owner.look(1_280, scheme).await;
        owner.goto("/sign-in").await;
        browser.find("#email").await;
        assert_eq!(browser.axe().await, Vec::<String>::new(), "{scheme}");
        browser.press(ENTER).await;
        browser.find(&part("email-error")).await;
        assert_eq!(browser.axe().await, Vec::<String>::new(), "{scheme}, empty");
    }
    browser.press(OWNER).await;
    browser.press(TAB).await;
    browser.press(PASSWORD).await;
    browser.press(ENTER).await;
    browser.find(&part("account")).await;
    browser.close().await;
}
