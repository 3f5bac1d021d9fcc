//! What is left of it, and what it takes again.

use e2e::browser::{Browser, Device};
use e2e::hands::Hands;
use e2e::stack::Stack;
use serde_json::json;

use super::TAG;
use super::site::{Page, Site};

/// Counts what still runs by the clock.
const CLOCKS: &str = "window.clocks = new Set();
    for (const [set, clear] of [['setInterval', 'clearInterval'], ['setTimeout', 'clearTimeout']]) {
        const [begin, end] = [window[set], window[clear]];
        window[set] = (what, ms, ...more) => {
            const id = begin(() => { if (set === 'setTimeout') clocks.delete(id); what(...more); }, ms);
            clocks.add(id);
            return id;
        };
        window[clear] = (id) => { clocks.delete(id); end(id); };
    }";

/// What `widget-loader/more.js` listens to.
const OF_MORE: [&str; 2] = ["document \"booking:destroy\"", "window \"pageshow\""];

/// What listens to the window and the document.
async fn listeners(browser: &Browser) -> Vec<String> {
    let mut all = Vec::new();
    for thing in ["window", "document", "document.body"] {
        let asked = json!({ "expression": thing });
        let found = browser.devtools("Runtime.evaluate", asked).await;
        let object = json!({ "objectId": found["result"]["objectId"] });
        let found = browser
            .devtools("DOMDebugger.getEventListeners", object)
            .await;
        let list = found["listeners"].as_array().unwrap().clone();
        all.extend(list.iter().map(|it| format!("{thing} {}", it["type"])));
    }
    all.sort();
    all
}

#[tokio::test]
async fn what_is_destroyed_leaves_nothing_behind() {
    let stack = Stack::start().await;
    let loader = "<div id=\"w\"></div><script src=\"{{OURS}}/widget.js\"></script>";
    let site = Site::start(&stack, vec![Page::strict(&stack, loader)]).await;
    let browser = Browser::open(Device::Desktop).await;
    browser.before_every_page(CLOCKS).await;
    browser.goto(&site.page(0)).await;
    let origin = stack.widget_origin();
    let mount = format!(
        "BookingWidget('mount', {{ calendar: 'kiln-studio', origin: '{origin}', target: '#w', mode: 'inline', load: 'now' }})"
    );
    // But for what the driver of the browser leaves.
    let page = "window.known ??= new Set(Reflect.ownKeys(window).map(String).concat('known'));
        return document.documentElement.outerHTML
            + Reflect.ownKeys(window).map(String)
                .filter(it => !known.has(it) && !/^(ret_nodes|se_)/.test(it))";
    let before = browser.run(page).await;
    let mut listening = listeners(&browser).await;
    let hands = Hands::new(&browser);
    for round in 0..3 {
        browser.run(&mount).await;
        hands.reach_payment("guest@example.com").await;
        assert_ne!(browser.run(page).await, before);
        assert_ne!(listeners(&browser).await, listening);
        // What the tab remembers of a draft is there for the next visit.
        browser
            .run("sessionStorage.clear(); BookingWidget('destroy')")
            .await;
        browser.gone("[data-booking-widget]").await;
        assert_eq!(browser.run(page).await, before, "round {round}");
        let no_clocks = async || browser.run("return clocks.size").await == 0;
        browser.until("no clock runs any more", no_clocks).await;
        if round == 0 {
            // The loader's second script has come with the first event and stays, as the first does.
            listening.extend(OF_MORE.map(str::to_owned));
            listening.sort();
        }
        assert_eq!(listeners(&browser).await, listening, "round {round}");
    }
    // A program whose widget is gone draws the next one: no memory is taken again.
    let modules = browser.requests_to(".js?").await;
    assert_eq!(modules, 1);
    assert_eq!(hands.faults().await, [""; 0]);
    browser.close().await;
}

#[tokio::test]
async fn what_the_page_throws_away_and_puts_back_begins_anew() {
    let stack = Stack::start().await;
    let site = Site::start(&stack, vec![Page::strict(&stack, TAG)]).await;
    let browser = Browser::open(Device::Desktop).await;
    browser.goto(&site.page(0)).await;
    let hands = Hands::new(&browser);
    hands.reach_payment("guest@example.com").await;
    let away = "window.kept = document.querySelector('[data-booking-widget]'); kept.remove()";
    browser.run(away).await;
    assert_eq!(hands.faults().await, [""; 0]);
    let ended = async || browser.run("return !kept.firstElementChild").await == true;
    browser.until("it is gone with its element", ended).await;
    browser
        .run("document.querySelector('main').append(kept)")
        .await;
    // What the guest had typed is still there, as in a frame that is loaded again.
    hands
        .text_with("[data-test='summary-total']", "€48.00")
        .await;
    hands.click("[data-test='confirm']").await;
    browser.address_with("/c/pay/").await;
    browser.close().await;
}

#[tokio::test]
async fn an_element_of_the_page_shows_it_as_long_as_it_is_there() {
    let stack = Stack::start().await;
    let body =
        "<booking-widget calendar=\"kiln-studio\" mode=\"inline\" load=\"now\"></booking-widget>
        <script async src=\"{{OURS}}/widget.js\"></script>";
    let site = Site::start(&stack, vec![Page::strict(&stack, body)]).await;
    let browser = Browser::open(Device::Desktop).await;
    browser.goto(&site.page(0)).await;
    let hands = Hands::new(&browser);
    hands.click("[data-test='slot']").await;
    hands.heard("slot_selected").await;
    browser
        .run("document.querySelector('booking-widget').remove()")
        .await;
    browser.gone("[data-booking-widget]").await;
    assert_eq!(hands.faults().await, [""; 0]);
    browser.close().await;
}
