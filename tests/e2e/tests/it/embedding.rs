//! The frame in its host page.

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, part};
use e2e::stack::{Stack, Widget};
use serde_json::json;

#[tokio::test]
async fn the_frame_grows_with_its_content_and_never_scrolls_inside() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Phone).await;
    browser.goto(&stack.host_page(Widget::Neo)).await;
    browser.enter_widget().await;
    browser.find(&part("slot")).await;
    browser.leave_widget().await;
    let script = "return document.querySelector(\"iframe[src*='/embed/']\").clientHeight";
    let fits = async || {
        let frame = browser.run(script).await.as_i64().unwrap();
        browser.enter_widget().await;
        let script = "return document.documentElement.scrollHeight";
        let content = browser.run(script).await.as_i64().unwrap();
        browser.leave_widget().await;
        frame >= content
    };
    browser
        .until("the frame is as high as what it shows", fits)
        .await;
    browser.close().await;
}

#[tokio::test]
async fn the_host_page_hears_what_happens_and_only_from_the_frame() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.host_page(Widget::Neo)).await;
    browser
        .run(
            "window.heard = [];
             for (const name of ['slot_selected', 'coupon_applied', 'booking_submitted'])
                 document.addEventListener('booking:' + name, () => window.heard.push(name));
             window.postMessage({ booking: 1, type: 'event', name: 'booking_submitted', detail: {} }, '*');",
        )
        .await;
    browser.enter_widget().await;
    guest.choose_first_slot().await;
    guest.apply_code("welcome10").await;
    browser.text_with(&part("summary-total"), "€43.20").await;
    browser.leave_widget().await;
    // What the frame says reaches the page a moment later.
    let heard = async || browser.run("return window.heard.join()").await;
    let last = async || heard().await.to_string().contains("coupon_applied");
    browser.until("the page hears of the coupon", last).await;
    let heard = heard().await;
    assert_eq!(
        heard, "slot_selected,coupon_applied",
        "and nothing from the page itself"
    );
    browser.close().await;
}

#[tokio::test]
async fn a_frame_hears_its_host_page_alone_and_a_host_page_its_frame() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.host_page(Widget::Neo)).await;
    browser.enter_widget().await;
    guest.reach_payment("guest@example.com").await;
    // Messages of the frame's own window, some of the right shape: they are taken for nothing.
    browser
        .run(
            "window.caught = 0;
             addEventListener('message', (event) => { if (event.data.forged) window.caught += 1; });
             const say = () => postMessage({ booking: 1, type: 'shown-again', forged: true }, '*');
             say(); for (const data of [null, 1, 'ready', [], { booking: 2, type: 'hello' },
                 { booking: 1 }, { booking: 1, type: 'hello' }, { booking: 1, type: 'checkout-ack' }])
                 postMessage(data, '*');",
        )
        .await;
    browser.leave_widget().await;
    let forge = "const done = arguments[arguments.length - 1];
        const widget = document.querySelector(\"iframe[src*='/embed/']\").contentWindow;
        window.heard = 0;
        document.addEventListener('booking:booking_confirmed', () => window.heard += 1);
        // The page to itself, in the words of the frame; and to the frame in another version.
        postMessage({ booking: 1, type: 'event', name: 'booking_confirmed', detail: {} }, '*');
        widget.postMessage({ booking: 2, type: 'shown-again' }, '*');
        setTimeout(() => done(window.heard), 300);";
    assert_eq!(browser.ask(forge, serde_json::Value::Null).await, 0);
    browser.enter_widget().await;
    assert_eq!(browser.run("return window.caught").await, 1, "it was sent");
    // Nothing of it has moved the guest from the step.
    guest.confirm().await;
    browser.leave_widget().await;
    browser.address_with("/c/pay/").await;
    browser.close().await;
}

#[tokio::test]
async fn a_site_that_the_business_did_not_register_cannot_frame_the_widget() {
    let stack = Stack::start().await;
    let url = stack.frame_page(Widget::Neo, "");
    let answer = reqwest::get(url).await.unwrap();
    let policy = answer.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    assert!(
        policy.contains(&format!("frame-ancestors 'self' {}", stack.host_origin()))
            || policy.contains(&stack.host_origin()),
        "{policy}"
    );
    assert!(!policy.contains("frame-ancestors *"), "{policy}");
}

#[tokio::test]
async fn the_host_page_does_not_shift_while_neo_loads() {
    nothing_shifts(Widget::Neo).await;
}

#[tokio::test]
async fn the_host_page_does_not_shift_while_classic_loads() {
    nothing_shifts(Widget::Classic).await;
}

async fn nothing_shifts(widget: Widget) {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    browser.goto(&stack.host_page(widget)).await;
    browser.enter_widget().await;
    browser.find(&part("slot")).await;
    browser.leave_widget().await;
    let shift = shift(&browser).await;
    let script = "return document.querySelector(\"iframe[src*='/embed/']\").clientHeight";
    let height = browser.run(script).await;
    assert!(
        shift < 0.02,
        "layout shift of {shift}; the frame is {height} px high"
    );
    browser.close().await;
}

/// How much the host page has shifted since it began.
async fn shift(browser: &Browser) -> f64 {
    // Shifts that happened before the observer are told to it as well.
    let script = "const [, done] = arguments; let sum = 0;
        new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })
            .observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => done(sum), 500);";
    let shift = browser.ask(script, serde_json::Value::Null).await;
    shift.as_f64().unwrap()
}

#[tokio::test]
async fn nothing_on_a_page_that_has_reserved_the_height_moves_at_all() {
    let stack = Stack::start().await;
    for widget in [Widget::Neo, Widget::Classic] {
        let shifted = async |reserved: u32| {
            let browser = Browser::open(Device::Desktop).await;
            let bypass = json!({ "enabled": true });
            browser.devtools("Page.enable", json!({})).await;
            browser.devtools("Page.setBypassCSP", bypass).await;
            browser
                .goto(&format!("{}/demo/thanks.html", stack.host_origin()))
                .await;
            let page = format!(
                "<!doctype html><title>A site</title><body style='margin: 0'>\
                 <div id='place' style='min-height: {reserved}px'></div><p>Below</p>\
                 <script async src='{}/widget.js' data-calendar='{}' data-target='#place' \
                 data-min-height='{reserved}'></script></body>",
                stack.widget_origin(),
                widget.calendar()
            );
            let write = "const [page, done] = arguments;
                document.open(); document.write(page); document.close();
                document.addEventListener('booking:ready', () => done(null));";
            browser.ask(write, json!(page)).await;
            browser.enter_widget().await;
            browser.find(&part("slot")).await;
            browser.leave_widget().await;
            let shifted = shift(&browser).await;
            browser.close().await;
            shifted
        };
        assert_eq!(
            shifted(1_600).await.to_bits(),
            0.0_f64.to_bits(),
            "{widget:?}"
        );
        assert!(shifted(200).await > 0.0, "what moves is seen: {widget:?}");
    }
}

/// How long scripts have run in the host page so far, in milliseconds of its processor: how busy the
/// machine is otherwise does not count, and neither does the frame, which has a process of its own.
async fn scripts_ms(browser: &Browser) -> f64 {
    let metrics = browser.devtools("Performance.getMetrics", json!({})).await;
    let metrics = metrics["metrics"].as_array().unwrap();
    let scripts = metrics.iter().find(|it| it["name"] == "ScriptDuration");
    scripts.unwrap()["value"].as_f64().unwrap() * 1_000.0
}

#[tokio::test]
async fn the_loader_never_keeps_the_host_page_busy_for_50_ms() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    let of_its_thread = json!({ "timeDomain": "threadTicks" });
    browser.devtools("Performance.enable", of_its_thread).await;
    browser.goto(&stack.host_page(Widget::Neo)).await;
    browser.enter_widget().await;
    guest.choose_first_slot().await;
    browser.leave_widget().await;
    // All of it together is less than one task may be.
    let all = scripts_ms(&browser).await;
    assert!(all < 50.0, "{all} ms");
    // What is long is seen: a handler of the page's.
    let slow = "window.slow = 0; BookingWidget('on', 'slot_selected', () => {
        for (let i = 0; i < 5e8; i += 1) slow += i % 3;
    })";
    browser.run(slow).await;
    browser.enter_widget().await;
    guest.turn_to_next_month().await;
    guest.choose_first_slot().await;
    browser.leave_widget().await;
    let seen = async || browser.run("return slow > 0").await == true;
    browser.until("the handler has run", seen).await;
    let slow = scripts_ms(&browser).await - all;
    assert!(slow > 50.0, "{slow} ms");
    browser.close().await;
}

#[tokio::test]
async fn the_foot_of_the_hosted_page_follows_the_language_that_is_chosen_in_the_widget() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let page = format!("{}?lang=en-GB", stack.hosted_page(Widget::Neo));
    browser.goto(&page).await;
    assert_eq!(
        browser.text("footer").await,
        "Back to Kiln & Clay’s website"
    );
    for (tag, says) in [
        ("de", "Zurück zur Website von Kiln & Clay"),
        ("ar", "العودة إلى موقع"),
    ] {
        let choose = format!(
            "const choice = document.querySelector(\"[data-test='language']\");
            choice.value = '{tag}'; choice.dispatchEvent(new Event('change', {{ bubbles: true }}));"
        );
        browser.find(&part("language")).await;
        browser.run(&choose).await;
        browser.find(&format!("main[lang='{tag}']")).await;
        let line = browser.text("footer").await;
        assert!(line.starts_with(says), "{line}");
        let shown = "return [...document.querySelectorAll('footer [lang]')]
            .filter(line => line.checkVisibility()).length";
        assert_eq!(browser.run(shown).await, 1, "one language at a time");
    }
    browser.close().await;
}

#[tokio::test]
async fn an_order_keeps_which_campaign_brought_the_guest_to_the_host_page() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    let landing = "utm_source=spring+letter&utm_medium=email&gclid=none-of-ours";
    let page = format!("{}?{landing}", stack.host_page(Widget::Neo));
    browser.goto(&page).await;
    browser.enter_widget().await;
    guest.reach_payment("guest@example.com").await;
    guest.confirm().await;
    browser.leave_widget().await;
    browser.address_with("/c/pay/").await;
    let passed = json!([
        { "name": "utm_source", "value": "spring letter" },
        { "name": "utm_medium", "value": "email" },
    ]);
    assert_eq!(stack.passed_on(), [passed]);
    browser.close().await;
}
