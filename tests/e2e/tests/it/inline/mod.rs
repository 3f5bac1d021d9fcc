//! The widget without a frame, in a shadow root of the host page.

pub(crate) mod layout;
mod life;
mod site;
mod way_back;

use e2e::browser::{Browser, Device};
use e2e::hands::Hands;
use e2e::stack::Stack;
use serde_json::{Value, json};

use crate::members::TOKEN;
use site::{Page, Site};

/// The tag of a widget without a frame.
const TAG: &str = "<script async src=\"{{OURS}}/widget.js\" data-calendar=\"kiln-studio\" \
    data-mode=\"inline\" data-load=\"now\"></script>";

/// The same widget in its frame.
const FRAME: &str = "<script async src=\"{{OURS}}/widget.js\" data-calendar=\"kiln-studio\" \
    data-load=\"now\"></script>";

#[tokio::test]
async fn a_booking_with_a_coupon_goes_through_without_a_frame_under_a_strict_policy() {
    let stack = Stack::start().await;
    let site = Site::start(&stack, vec![Page::strict(&stack, TAG)]).await;
    let browser = Browser::open(Device::Desktop).await;
    browser.goto(&site.page(0)).await;
    let hands = Hands::new(&browser);
    hands.reach_payment("guest@example.com").await;
    hands.apply_code("welcome10").await;
    hands
        .text_with("[data-test='summary-total']", "€43.20")
        .await;
    assert_eq!(hands.faults().await, [""; 0]);
    assert!(!browser.has("iframe").await, "there is no frame");
    let address = browser.client.current_url().await.unwrap().to_string();
    assert_eq!(address, site.page(0), "the page's address is its own");
    let entries = "return history.length";
    let entries_before = browser.run(entries).await;
    hands.click("[data-test='confirm']").await;
    browser.address_with("/c/pay/").await;
    browser.text_with("body", "€43.20").await;
    let entries_after = browser.run(entries).await.as_i64().unwrap();
    assert_eq!(
        Some(entries_after - 1),
        entries_before.as_i64(),
        "one navigation leads there"
    );
    browser.close().await;
}

#[tokio::test]
async fn a_member_is_known_without_a_frame() {
    let stack = Stack::start().await;
    let member = format!("data-member=\"{TOKEN}\" data-load");
    let page = Page::strict(&stack, &TAG.replace("data-load", &member));
    let site = Site::start(&stack, vec![page]).await;
    let browser = Browser::open(Device::Desktop).await;
    browser.goto(&site.page(0)).await;
    let hands = Hands::new(&browser);
    hands.click("[data-test='slot']").await;
    hands.apply_code("potter15").await;
    hands
        .text_with("[data-test='summary-total']", "€40.80")
        .await;
    assert!(!browser.has("iframe").await, "there is no frame");
    browser.close().await;
}

#[tokio::test]
async fn the_page_hears_the_same_in_the_same_order_as_from_a_frame() {
    let stack = Stack::start().await;
    let pages = vec![Page::strict(&stack, TAG), Page::strict(&stack, FRAME)];
    let site = Site::start(&stack, pages).await;
    let mut told = Vec::new();
    for number in [0, 1] {
        let browser = Browser::open(Device::Desktop).await;
        browser.goto(&site.page(number)).await;
        let hands = Hands::new(&browser);
        hands.heard("ready").await;
        let enter = async || {
            if number == 1 {
                browser.enter_widget().await;
            }
        };
        let leave = async || {
            if number == 1 {
                browser.leave_widget().await;
            }
        };
        enter().await;
        hands.click("[data-test='slot']").await;
        leave().await;
        hands.heard("slot_selected").await;
        enter().await;
        hands.apply_code("NOSUCHCODE").await;
        leave().await;
        hands.heard("coupon_rejected").await;
        enter().await;
        hands.apply_code("welcome10").await;
        leave().await;
        hands.heard("coupon_applied").await;
        hands.heard("price_changed").await;
        enter().await;
        hands.click("[data-test='continue']").await;
        hands.fill_details("guest@example.com").await;
        hands.click("[data-test='continue']").await;
        hands.click("[data-test='confirm']").await;
        leave().await;
        browser.address_with("/c/pay/").await;
        browser.goto(&format!("{}/record.js", site.origin())).await;
        let heard = browser.run("return JSON.parse(sessionStorage.heard)").await;
        told.push(heard);
        browser.close().await;
    }
    let [inline, frame] = [&told[0], &told[1]].map(without_chance);
    let names = frame.iter().map(|it| it["name"].as_str().unwrap());
    let names: Vec<&str> = names.collect();
    for name in [
        "slot_selected",
        "coupon_rejected",
        "coupon_applied",
        "price_changed",
        "booking_submitted",
    ] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    assert_eq!(inline, frame);
}

/// What was told, but for the order's name and the time, which only one of two guests gets.
fn without_chance(told: &Value) -> Vec<Value> {
    let mut told = told.as_array().unwrap().clone();
    for fact in ["order_id", "starts_at"] {
        for event in &mut told {
            if event["detail"].get(fact).is_some() {
                event["detail"][fact] = json!("some");
            }
        }
    }
    told
}

#[tokio::test]
async fn two_widgets_of_one_page_do_not_know_of_each_other() {
    let stack = Stack::start().await;
    let other = TAG.replace("kiln-studio", "northlight-visits");
    let both = format!("<h2>Classes</h2>{TAG}<h2>Visits</h2>{other}");
    let site = Site::start(&stack, vec![Page::strict(&stack, &both)]).await;
    let browser = Browser::open(Device::Desktop).await;
    browser.goto(&site.page(0)).await;
    let neo = Hands::new(&browser);
    let classic = Hands {
        nth: 1,
        browser: &browser,
    };
    neo.find(".neo").await;
    classic.find(".classic").await;
    neo.reach_payment("guest@example.com").await;
    classic.reach_payment("guest@example.com").await;
    neo.apply_code("welcome10").await;
    neo.text_with("[data-test='summary-total']", "€43.20").await;
    let of = async |calendar: &str| {
        let script = format!(
            "return heard.filter(it => it.calendar === '{calendar}' && it.detail)
                .every(it => it.detail.calendar_id === '{calendar}')
                && heard.filter(it => it.calendar === '{calendar}' && it.name === 'slot_selected').length"
        );
        browser.run(&script).await
    };
    assert_eq!(of("kiln-studio").await, 1);
    assert_eq!(of("northlight-visits").await, 1);
    browser.run("BookingWidget('destroy', 'kiln-studio')").await;
    let left = Hands::new(&browser);
    left.find(".classic").await;
    left.click("[data-test='confirm']").await;
    browser.address_with("/c/pay/").await;
    browser.close().await;
}

#[tokio::test]
async fn what_the_tag_asks_for_is_so_and_the_pages_own_address_says_nothing() {
    let stack = Stack::start().await;
    let tag = TAG.replace(
        "data-load",
        "data-coupon=\"welcome10\" data-language=\"de-AT\" data-theme=\"dark\" \
         data-prefill=\"name=Test+Guest\" data-load",
    );
    let pages = vec![Page::strict(&stack, &tag), Page::strict(&stack, TAG)];
    let site = Site::start(&stack, pages).await;
    let browser = Browser::open(Device::Desktop).await;
    let hands = Hands::new(&browser);
    browser.goto(&site.page(0)).await;
    hands
        .text_with("[data-test='summary-total']", "43,20")
        .await;
    let page = "const page = root.firstElementChild;
        return [page.lang, page.dir, page.dataset.theme, document.documentElement.lang, document.title].join()";
    assert_eq!(
        hands.run(page, Value::Null).await,
        "de-AT,ltr,dark,en,A studio"
    );

    let others = format!(
        "{}?coupon=welcome10&name=Nobody&order=1#token",
        site.page(1)
    );
    browser.goto(&others).await;
    hands.reach_payment("guest@example.com").await;
    hands
        .text_with("[data-test='summary-total']", "€48.00")
        .await;
    let address = browser.client.current_url().await.unwrap().to_string();
    assert_eq!(address, others, "nor is it changed");
    browser.close().await;
}

#[tokio::test]
async fn another_language_turns_the_widget_and_not_the_page() {
    let stack = Stack::start().await;
    let site = Site::start(&stack, vec![Page::strict(&stack, TAG)]).await;
    let browser = Browser::open(Device::Desktop).await;
    browser.goto(&site.page(0)).await;
    let hands = Hands::new(&browser);
    hands.click("[data-test='slot']").await;
    hands.find("[data-test='language']").await;
    let choose = "const choice = root.querySelector(\"[data-test='language']\");
        choice.value = it; choice.dispatchEvent(new Event('change', { bubbles: true }));";
    hands.run(choose, json!("ar")).await;
    hands.find(".bk[lang='ar']").await;
    let page = "const page = root.firstElementChild;
        return [page.lang, page.dir, document.documentElement.lang, document.dir].join()";
    assert_eq!(hands.run(page, Value::Null).await, "ar,rtl,en,");
    browser.picture("inline-rtl").await;
    assert_eq!(hands.faults().await, [""; 0]);
    browser.close().await;
}

#[tokio::test]
async fn the_keyboard_goes_through_the_widget_as_through_a_frame() {
    let stack = Stack::start().await;
    let body =
        format!("<button id=\"before\">Before</button>{TAG}<button id=\"after\">After</button>");
    let site = Site::start(&stack, vec![Page::strict(&stack, &body)]).await;
    let browser = Browser::open(Device::Desktop).await;
    browser.goto(&site.page(0)).await;
    let hands = Hands::new(&browser);
    hands.find("[data-test='slot']").await;
    hands.heard("ready").await;
    browser
        .run("document.getElementById('before').focus()")
        .await;
    let inline = stops(&browser, "after").await;

    let frame = stack.frame_page(e2e::stack::Widget::Neo, "");
    browser.goto(&frame).await;
    browser.find("main [data-test='slot']").await;
    browser.gone(".drawn").await;
    let ends = "const [start, end] = ['before', 'after'].map(id =>
            Object.assign(document.createElement('button'), { id, textContent: id }));
        document.body.prepend(start); document.body.append(end); start.focus();";
    browser.run(ends).await;
    let framed = stops(&browser, "after").await;
    assert!(inline.len() > 5, "{inline:?}");
    assert_eq!(inline, framed);
    browser.close().await;
}

/// What Tab leads to until it comes to an element with this id.
async fn stops(browser: &Browser, end: &str) -> Vec<String> {
    let script = "let at = document.activeElement;
        while (at.shadowRoot) at = at.shadowRoot.activeElement;
        return at.id + ' ' + (at.dataset.test ?? at.tagName)";
    let mut stops = Vec::new();
    loop {
        tab(browser).await;
        let stop = browser.run(script).await.as_str().unwrap().to_owned();
        if stop.starts_with(&format!("{end} ")) {
            return stops;
        }
        stops.push(stop);
        assert!(stops.len() < 60, "no way out: {stops:?}");
    }
}

/// Presses Tab as a keyboard does, wherever the focus is.
async fn tab(browser: &Browser) {
    for kind in ["rawKeyDown", "keyUp"] {
        let key = json!({ "type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9 });
        browser.devtools("Input.dispatchKeyEvent", key).await;
    }
}

#[tokio::test]
async fn axe_finds_nothing_in_the_shadow_root() {
    let stack = Stack::start().await;
    let arabic = TAG.replace(
        "data-load",
        "data-language=\"ar\" data-theme=\"dark\" data-load",
    );
    let pages = vec![Page::strict(&stack, TAG), Page::strict(&stack, &arabic)];
    let site = Site::start(&stack, pages).await;
    for number in [0, 1] {
        let browser = Browser::open(Device::Desktop).await;
        browser.goto(&site.page(number)).await;
        let hands = Hands::new(&browser);
        hands.click("[data-test='slot']").await;
        hands.heard("slot_selected").await;
        assert_eq!(findings(&browser).await, [""; 0], "the time");
        hands.click("[data-test='continue']").await;
        hands.find("[data-test='field-name']").await;
        assert_eq!(findings(&browser).await, [""; 0], "the form");
        hands.fill_details("guest@example.com").await;
        hands.click("[data-test='continue']").await;
        hands.find("[data-test='confirm']").await;
        assert_eq!(findings(&browser).await, [""; 0], "the payment");
        // It does look into the shadow root.
        let spoil = "root.querySelector(\"[data-test='confirm']\").textContent = ''";
        hands.run(spoil, Value::Null).await;
        assert_ne!(findings(&browser).await, [""; 0]);
        browser.close().await;
    }
}

/// What axe-core finds in the widget.
async fn findings(browser: &Browser) -> Vec<String> {
    browser.load_axe().await;
    // What comes in is on its way for a moment.
    let script = "const done = arguments[arguments.length - 1];
        const widget = document.querySelector('[data-booking-widget]');
        const moving = () => document.getAnimations().concat(...[...widget.children]
            .filter(it => it.shadowRoot).map(it => it.shadowRoot.getAnimations()))
            .some(it => it.playState === 'running' && it.timeline === document.timeline
                && it.effect.getComputedTiming().endTime < Infinity);
        const look = () => moving() ? setTimeout(look, 50) :
            axe.run(widget, { resultTypes: ['violations'] }).then(
                found => done(found.violations.map(it => it.id + ': ' + it.nodes.map(n => n.html).join(' | '))),
                error => done(['axe failed: ' + error]));
        look();";
    let found = browser.ask(script, Value::Null).await;
    serde_json::from_value(found).unwrap()
}
