//! The frame in its host page.

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, part};
use e2e::stack::{Stack, Widget};

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
    // Shifts that happened before the observer are told to it as well.
    let script = "const done = arguments[arguments.length - 1]; let sum = 0;
        new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })
            .observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => done(sum), 500);";
    let shift = browser.client.execute_async(script, vec![]).await.unwrap();
    let script = "return document.querySelector(\"iframe[src*='/embed/']\").clientHeight";
    let height = browser.run(script).await;
    assert!(
        shift.as_f64().unwrap() < 0.02,
        "layout shift of {shift}; the frame is {height} px high"
    );
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
