//! The frame takes the place of a widget that cannot be in the page.

use e2e::browser::{Browser, Device};
use e2e::hands::Hands;
use e2e::stack::Stack;
use serde_json::Value;

use super::TAG;
use super::site::{Page, Site};

/// A tag that asks for more, which must not be lost on the way.
fn tag() -> String {
    TAG.replace(
        "data-load",
        "data-coupon=\"welcome10\" data-theme=\"dark\" data-language=\"de\" data-load",
    )
}

/// The frame stands where the widget was to be, once and alone, and a guest gets on in it.
async fn the_frame_stands_in(browser: &Browser, why: &str) {
    let frame = browser.find("[data-booking-widget] > iframe[src]").await;
    let address = frame.attr("src").await.unwrap().unwrap();
    for part in ["coupon=welcome10", "theme=dark", "language=de"] {
        assert!(address.contains(part), "{why}: {address}");
    }
    let hands = Hands::new(browser);
    hands.heard("ready").await;
    let alone = "const widget = document.querySelector('[data-booking-widget]');
        return widget.children.length === 1 && document.querySelectorAll('iframe').length === 1
            && !('bookingPlace' in window)";
    assert_eq!(browser.run(alone).await, true, "{why}: no trace");
    browser.enter_widget().await;
    hands
        .text_with("[data-test='summary-total']", "43,20")
        .await;
    browser.leave_widget().await;
    hands.heard("coupon_applied").await;
}

#[tokio::test]
async fn a_page_that_forbids_what_is_needed_gets_the_frame() {
    let stack = Stack::start().await;
    let ours = stack.widget_origin();
    let strict = Page::strict(&stack, &tag());
    let only_loader = format!("script-src 'self' {ours}/widget.js ");
    let no_connections = format!("connect-src {ours}");
    let pages = vec![
        strict.clone().with_policy(" 'wasm-unsafe-eval'", ""),
        strict
            .clone()
            .with_policy(&no_connections, "connect-src 'none'"),
        strict
            .clone()
            .with_policy(&format!("script-src 'self' {ours} "), &only_loader),
        strict.with_policy("base-uri", "require-trusted-types-for 'script'; base-uri"),
    ];
    let site = Site::start(&stack, pages).await;
    let browser = Browser::open(Device::Desktop).await;
    for (number, why) in ["no wasm", "no connections", "one script", "trusted types"]
        .iter()
        .enumerate()
    {
        browser.goto(&site.page(number)).await;
        the_frame_stands_in(&browser, why).await;
    }
    browser.close().await;
}

#[tokio::test]
async fn a_browser_that_lacks_something_gets_the_frame() {
    let stack = Stack::start().await;
    let site = Site::start(&stack, vec![Page::strict(&stack, &tag())]).await;
    for (lack, why) in [
        ("delete window.WebAssembly", "no WebAssembly"),
        ("CSS.supports = () => false", "no container queries"),
        ("delete Element.prototype.attachShadow", "no shadow roots"),
        (
            "delete CSSStyleSheet.prototype.replaceSync",
            "no constructed style sheets",
        ),
        (
            "window.Proxy = () => { throw new Error('broken') }",
            "an exception while it starts",
        ),
    ] {
        let browser = Browser::open(Device::Desktop).await;
        browser
            .before_every_page(&format!("if (top === window) {{ {lack} }}"))
            .await;
        browser.goto(&site.page(0)).await;
        the_frame_stands_in(&browser, why).await;
        browser.close().await;
    }
}

#[tokio::test]
async fn a_part_that_does_not_arrive_leaves_the_frame() {
    let stack = Stack::start().await;
    let site = Site::start(&stack, vec![Page::strict(&stack, &tag())]).await;
    for part in ["*/widget-inline.js*", "*.js?1"] {
        let browser = Browser::open(Device::Desktop).await;
        browser.refuse(&[part]).await;
        browser.goto(&site.page(0)).await;
        the_frame_stands_in(&browser, part).await;
        browser.close().await;
    }
}

#[tokio::test]
async fn a_program_that_stays_silent_leaves_the_frame_before_the_loader_gives_up() {
    let stack = Stack::start().await;
    let site = Site::start(&stack, vec![Page::strict(&stack, &tag())]).await;
    let browser = Browser::open(Device::Desktop).await;
    let silent = "if (top === window) WebAssembly.compileStreaming = () => new Promise(() => {})";
    browser.before_every_page(silent).await;
    browser.goto(&site.page(0)).await;
    the_frame_stands_in(&browser, "silence").await;
    browser.close().await;
}

#[tokio::test]
async fn a_later_part_that_does_not_arrive_leaves_the_frame_when_it_is_needed() {
    let stack = Stack::start().await;
    let site = Site::start(&stack, vec![Page::strict(&stack, TAG)]).await;
    let browser = Browser::open(Device::Desktop).await;
    browser.refuse(&["*_later.wasm"]).await;
    browser.goto(&site.page(0)).await;
    let hands = Hands::new(&browser);
    hands.click("[data-test='slot']").await;
    hands.find(".slot.on").await;
    assert!(!browser.has("iframe").await, "a time needs no more");
    hands.click("[data-test='continue']").await;
    browser.find("[data-booking-widget] > iframe[src]").await;
    // By now the network is better.
    browser.refuse(&[]).await;
    browser.enter_widget().await;
    hands.reach_payment("guest@example.com").await;
    browser.close().await;
}

#[tokio::test]
async fn a_program_that_breaks_in_the_middle_leaves_the_frame() {
    let stack = Stack::start().await;
    let site = Site::start(&stack, vec![Page::strict(&stack, &tag())]).await;
    let browser = Browser::open(Device::Desktop).await;
    browser.goto(&site.page(0)).await;
    let hands = Hands::new(&browser);
    hands
        .text_with("[data-test='summary-total']", "43,20")
        .await;
    // Another program's trap is none of ours.
    let trap = "const error = new WebAssembly.RuntimeError('unreachable');
        error.stack = it;
        window.dispatchEvent(new ErrorEvent('error', { error }));
        return root.querySelector('#booking').dataset.program";
    let files = hands
        .run(trap, "at https://other.example/a.wasm".into())
        .await;
    assert!(hands.has(".bk").await, "it goes on");
    let ours = format!(
        "at {}{}_bg.wasm",
        stack.widget_origin(),
        files.as_str().unwrap()
    );
    hands.run(trap, Value::from(ours)).await;
    browser.run("heard.length = 0").await;
    the_frame_stands_in(&browser, "a trap").await;
    browser.close().await;
}

#[tokio::test]
async fn a_site_that_may_not_ask_gets_the_frame() {
    let stack = Stack::start().await;
    let site = Site::start(&stack, vec![Page::strict(&stack, &tag())]).await;
    // As where a business has registered no site yet: anybody may frame it, and nobody may ask.
    stack.forget_sites();
    let browser = Browser::open(Device::Desktop).await;
    browser.goto(&site.page(0)).await;
    the_frame_stands_in(&browser, "not registered").await;
    browser.close().await;
}
