//! Who is heard: the frame by its host page, the host page by its frame, and nobody else.

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, part};
use e2e::stack::{Stack, Widget};
use serde_json::json;

/// Keeps the confirmations that the widget sends, and answers none of them.
const KEEP_ORDERS: &str = "window.orders = [];
    const send = window.fetch;
    window.fetch = (request, ...more) => {
        if (!request.url?.endsWith('/orders')) return send(request, ...more);
        request.clone().json().then((order) => orders.push(order));
        return new Promise(() => {});
    };";

/// Puts a frame of an address beside the widget's and waits until it has loaded.
async fn put_beside(browser: &Browser, address: &str) {
    let script = "const [address, done] = arguments;
        const frame = document.createElement('iframe');
        frame.id = 'sibling';
        frame.onload = () => done(null);
        frame.src = address;
        document.body.prepend(frame);";
    browser.ask(script, json!(address)).await;
}

/// Runs a script in that frame.
async fn in_sibling(browser: &Browser, script: &str) {
    let frame = browser.find("#sibling").await;
    frame.enter_frame().await.expect("the frame beside");
    browser.run(script).await;
    browser.leave_widget().await;
}

/// What the host page has heard of a confirmation that never was.
async fn forged(browser: &Browser) -> serde_json::Value {
    let script = "const [, done] = arguments; setTimeout(() => done(window.forged), 300)";
    browser.ask(script, json!(null)).await
}

#[tokio::test]
async fn a_frame_beside_the_widget_is_heard_neither_by_the_page_nor_by_the_widget() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    let host = stack.host_page(Widget::Neo);
    browser.goto(&host).await;
    browser.enter_widget().await;
    browser.find(&part("slot")).await;
    browser.run(KEEP_ORDERS).await;
    browser.leave_widget().await;
    browser
        .run(
            "window.forged = 0; window.arrived = 0;
             document.addEventListener('booking:booking_confirmed', () => (forged += 1));
             addEventListener('message', ({ data }) => (arrived += data && data.forged ? 1 : 0));",
        )
        .await;
    // One of the widget's own origin, which is another window; and one of another origin.
    for origin in [stack.widget_origin(), stack.host_origin()] {
        put_beside(&browser, &format!("{origin}/demo/thanks.html")).await;
        in_sibling(
            &browser,
            "const detail = { order_id: 'o' };
             const event = { booking: 1, type: 'event', name: 'booking_confirmed', detail, forged: true };
             parent.postMessage(event, '*');
             for (let i = 0; i < parent.frames.length; i += 1) {
                 for (const page of ['https://evil.example/', location.href])
                     parent.frames[i].postMessage({ booking: 1, type: 'hello', page }, '*');
                 parent.frames[i].postMessage({ booking: 1, type: 'checkout-refused', id: '1' }, '*');
             }",
        )
        .await;
        assert_eq!(forged(&browser).await, 0, "of {origin}");
        browser
            .run("document.getElementById('sibling').remove()")
            .await;
    }
    assert_eq!(browser.run("return arrived").await, 2, "they were sent");

    browser.enter_widget().await;
    guest.reach_payment("guest@example.com").await;
    guest.confirm().await;
    let sent = async || browser.run("return orders.length").await == 1;
    browser.until("the confirmation is sent", sent).await;
    // What the order goes back to is what the host page itself has said.
    let order = browser.run("return orders[0]").await;
    assert_eq!(order["return_to"], json!(host));
    browser.close().await;
}

#[tokio::test]
async fn a_plain_frame_knows_the_page_around_it_and_fits_before_the_program_is_there() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    browser
        .goto(&format!("{}/demo/thanks.html", stack.host_origin()))
        .await;
    let script = "const [address, done] = arguments;
        const heard = [];
        const frame = document.createElement('iframe');
        frame.style.cssText = 'width:100%;height:640px';
        addEventListener('message', ({ source, data }) => {
            if (source !== frame.contentWindow || data.booking !== 1) return;
            heard.push(data);
            if (data.type === 'ready') done(heard);
        });
        frame.src = address;
        document.body.append(frame);";
    // The loader would say `?host=`; a plain frame's address does not.
    let address = stack.frame_page(Widget::Neo, "");
    let heard = browser.ask(script, json!(address)).await;
    let types: Vec<_> = (heard.as_array().expect("a list").iter())
        .map(|message| message["type"].as_str().expect("a type"))
        .collect();
    assert_eq!(types.first(), Some(&"height"), "{heard}");
    assert_eq!(types.last(), Some(&"ready"), "{heard}");
    let first = heard[0]["px"].as_i64().expect("a height");
    let frame = browser.find("iframe[src*='/embed/']").await;
    frame.enter_frame().await.expect("the frame");
    browser.find(&part("slot")).await;
    let script =
        "return Math.ceil(document.getElementById('booking').getBoundingClientRect().height)";
    assert_eq!(browser.run(script).await, first, "it stays that high");
    browser.close().await;
}
