//! The ways to put a widget on a page: windows, buttons, elements, plain frames, and the snippets of
//! the README as they stand there.

use std::time::Duration;

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, part};
use e2e::hands::Hands;
use e2e::stack::{Stack, Widget};
use serde_json::json;

const WINDOW: &str = "[data-booking-window='kiln-studio']";
const BUTTON: &str = "[data-booking-button='kiln-studio']";

/// The demo's page of ways, with everything that the page heard in `window.heard`.
async fn ways(stack: &Stack, device: Device) -> Browser {
    let browser = Browser::open(device).await;
    browser
        .before_every_page(
            "window.heard = []; window.faults = [];
             for (const name of ['ready', 'slot_selected', 'step_changed', 'price_changed'])
                 document.addEventListener('booking:' + name, (event) => heard.push(name));
             addEventListener('error', (event) => faults.push(event.message));
             addEventListener('securitypolicyviolation', (event) => faults.push(event.violatedDirective));",
        )
        .await;
    browser
        .goto(&format!("{}/demo/ways.html", stack.host_origin()))
        .await;
    browser
}

/// Whether the window lies above the page.
async fn is_covered(browser: &Browser) -> bool {
    let script = "return document.elementFromPoint(innerWidth / 2, innerHeight / 2)
        .closest('[data-booking-window]') !== null";
    browser.run(script).await == true
}

#[tokio::test]
async fn a_link_opens_a_window_above_the_page_in_which_a_guest_books() {
    let stack = Stack::start().await;
    let browser = ways(&stack, Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.find(BUTTON).await;
    assert!(
        !browser.has("iframe[src*='kiln-studio']").await,
        "nothing is loaded before"
    );
    browser.click("a[data-booking-popup]").await;
    browser.find(&format!("{WINDOW} iframe")).await;
    assert!(is_covered(&browser).await);
    enter(&browser).await;
    guest.choose_first_slot().await;
    guest.apply_code("welcome10").await;
    browser.text_with(&part("summary-total"), "€43.20").await;
    browser.leave_widget().await;
    browser.picture("window-desktop").await;
    let heard = async || browser.run("return heard.includes('slot_selected')").await == true;
    browser.until("the page hears of the slot", heard).await;
    assert_eq!(browser.run("return faults").await, json!([]));

    // Escape pressed inside the frame means the window.
    enter(&browser).await;
    browser.press("\u{e00c}").await;
    browser.leave_widget().await;
    let shut = async || !is_covered(&browser).await;
    browser.until("the window shuts", shut).await;
    browser.focus_on("a[data-booking-popup]").await;

    // Opened again it is as the guest left it.
    browser.click("a[data-booking-popup]").await;
    enter(&browser).await;
    browser.text_with(&part("summary-total"), "€43.20").await;
    browser.close().await;
}

/// Goes into the frame of the window.
async fn enter(browser: &Browser) {
    let frame = browser.find(&format!("{WINDOW} iframe[src]")).await;
    frame.enter_frame().await.expect("the widget's frame");
}

#[tokio::test]
async fn the_page_behind_a_window_stays_where_it_is_and_is_let_go_afterwards() {
    let stack = Stack::start().await;
    let browser = ways(&stack, Device::Desktop).await;
    browser.find(BUTTON).await;
    let places = "return ['h1', '#frame', '.press'].map((css) => {
        const { left, top, width } = document.querySelector(css).getBoundingClientRect();
        return [left, top, width].join(); }).join(' ')";
    browser
        .run("scrollTo({ top: 40, behavior: 'instant' })")
        .await;
    let before = browser.run(places).await;
    // The link is pressed by a script: a driver's press would scroll to it.
    browser
        .run("document.querySelector('.press').click()")
        .await;
    browser.find(&format!("{WINDOW} iframe")).await;
    assert_eq!(browser.run(places).await, before);
    let overflow = "return getComputedStyle(document.body).overflowY";
    assert_eq!(browser.run(overflow).await, "hidden");
    browser.press("\u{e00c}").await;
    let free = async || browser.run(overflow).await == "visible";
    browser.until("the page scrolls again", free).await;
    assert_eq!(browser.run(places).await, before);
    browser.close().await;
}

#[tokio::test]
async fn the_button_stands_over_the_corner_and_its_window_fills_a_phone() {
    let stack = Stack::start().await;
    for (device, name) in [(Device::Phone, "phone"), (Device::Desktop, "desktop")] {
        let browser = ways(&stack, device).await;
        browser.find(BUTTON).await;
        browser.picture(&format!("button-{name}")).await;
        let pressed = "const at = (x, y) => document.elementFromPoint(x, y);
            const it = at(innerWidth - 60, innerHeight - 40);
            return it !== null && it.closest('[data-booking-button]') !== null";
        assert_eq!(browser.run(pressed).await, true);
        // Pressed like a guest does: where it is.
        for kind in ["mousePressed", "mouseReleased"] {
            let size = browser.run("return [innerWidth, innerHeight]").await;
            let (x, y) = (
                size[0].as_i64().unwrap() - 60,
                size[1].as_i64().unwrap() - 40,
            );
            let press = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            browser.devtools("Input.dispatchMouseEvent", press).await;
        }
        browser.find(&format!("{WINDOW} iframe")).await;
        enter(&browser).await;
        browser.find(&part("slot")).await;
        browser.leave_widget().await;
        browser.picture(&format!("window-of-button-{name}")).await;
        browser.close().await;
    }
}

#[tokio::test]
async fn nothing_behind_a_window_can_be_reached_and_axe_finds_nothing_in_either_scheme_or_direction()
 {
    let stack = Stack::start().await;
    for (scheme, language) in [("dark", "ar"), ("light", "de")] {
        for device in [Device::Phone, Device::Desktop] {
            let browser = ways(&stack, device).await;
            let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
            let media = json!({ "features": features });
            browser.devtools("Emulation.setEmulatedMedia", media).await;
            browser.find(BUTTON).await;
            let open = format!(
                "BookingWidget('popup', {{ calendar: 'kiln-studio', language: '{language}',
                    title: 'Kiln & Clay' }})"
            );
            browser.run(&open).await;
            enter(&browser).await;
            browser.find(&part("slot")).await;
            browser.leave_widget().await;
            let reach = "document.querySelector('.press').focus();
                return document.activeElement.matches('[data-booking-window]')";
            assert_eq!(
                browser.run(reach).await,
                true,
                "the focus stays in the window"
            );
            let size = "const close = document.querySelector('[data-booking-window]').shadowRoot
                .querySelector('button').getBoundingClientRect(); return [close.width, close.height]";
            assert_eq!(browser.run(size).await, json!([44, 44]));
            assert_eq!(
                browser.axe().await,
                Vec::<String>::new(),
                "{scheme} {device:?}"
            );
            browser
                .picture(&format!("window-{scheme}-{language}-{device:?}"))
                .await;
            browser.close().await;
        }
    }
}

#[tokio::test]
async fn an_element_in_a_fold_loads_when_the_fold_is_opened() {
    let stack = Stack::start().await;
    let browser = ways(&stack, Device::Desktop).await;
    let element = "booking-widget iframe";
    browser.find(element).await;
    browser
        .run("document.querySelector('details').scrollIntoView()")
        .await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert!(!browser.has("booking-widget iframe[src]").await);
    browser.click("summary").await;
    let frame = browser.find("booking-widget iframe[src]").await;
    frame.enter_frame().await.expect("the widget's frame");
    browser.find(&part("slot")).await;
    browser.leave_widget().await;
    browser
        .run("document.querySelector('booking-widget').remove()")
        .await;
    assert!(!browser.has(element).await);
    browser.close().await;
}

#[tokio::test]
async fn a_plain_frame_grows_without_the_loader() {
    let stack = Stack::start().await;
    let browser = ways(&stack, Device::Phone).await;
    browser
        .run("document.getElementById('booking').scrollIntoView()")
        .await;
    let height = "return document.getElementById('booking').clientHeight";
    let grown = async || browser.run(height).await.as_i64() > Some(660);
    browser
        .until("the frame is as high as what it shows", grown)
        .await;
    browser.close().await;
}

/// The blocks of HTML below the heading of the README, in order.
fn snippets() -> Vec<String> {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md");
    let readme = std::fs::read_to_string(readme).expect("the README");
    let part = readme
        .split("## Put it on a page")
        .nth(1)
        .expect("the heading");
    let part = part.split("\n## ").next().expect("its text");
    let blocks = part.split("```html\n").skip(1);
    blocks
        .map(|block| {
            block
                .split("```")
                .next()
                .expect("the end of a block")
                .to_owned()
        })
        .collect()
}

#[tokio::test]
async fn every_snippet_of_the_readme_does_what_stands_beside_it() {
    let stack = Stack::start().await;
    let snippets = snippets();
    assert_eq!(snippets.len(), 7);
    for (place, snippet) in snippets.iter().enumerate() {
        let browser = Browser::open(Device::Desktop).await;
        // Pasted into a page of the business's site, whose own policy is not what is looked at.
        let bypass = json!({ "enabled": true });
        browser.devtools("Page.enable", json!({})).await;
        browser.devtools("Page.setBypassCSP", bypass).await;
        browser
            .goto(&format!("{}/demo/thanks.html", stack.host_origin()))
            .await;
        let snippet = snippet
            .replace("https://your-companion.example", &stack.widget_origin())
            .replace("your-calendar", Widget::Neo.calendar());
        let page = format!("<!doctype html><title>A site</title><body>{snippet}</body>");
        let write =
            "document.open(); document.write(arguments[0]); document.close(); arguments[1]()";
        browser.ask(write, json!(page)).await;
        match place {
            1 => browser.click("[data-booking-popup]").await,
            2 => {
                browser.find(BUTTON).await;
                browser
                    .run("BookingWidget('popup', { calendar: 'kiln-studio' })")
                    .await;
            }
            _ => {}
        }
        if snippet.contains("inline") {
            Hands::new(&browser).find(&part("slot")).await;
            browser.gone("iframe").await;
        } else {
            let frame = browser.find("iframe[src*='/embed/kiln-studio']").await;
            frame.enter_frame().await.expect("the widget's frame");
            browser.find(&part("slot")).await;
            browser.leave_widget().await;
        }
        browser.close().await;
    }
}

#[tokio::test]
async fn a_frame_that_cannot_load_becomes_an_honest_link_and_is_tried_once_more() {
    let mut stack = Stack::start().await;
    let browser = Browser::open(Device::Phone).await;
    browser.goto(&stack.host_page(Widget::Neo)).await;
    browser.find("[data-booking-widget] iframe").await;
    assert!(
        !browser.has("iframe[src]").await,
        "it is far below the view"
    );
    stack.kill_companion();
    let height = "const element = document.querySelector('[data-booking-widget]');
        element.scrollIntoView({ behavior: 'instant' }); return element.offsetHeight";
    let before = browser.run(height).await;
    let link = "[data-booking-widget] a";
    // Ten seconds of silence first.
    tokio::time::sleep(Duration::from_secs(9)).await;
    assert_eq!(
        browser.text(link).await,
        "Booking does not load. Open the booking page"
    );
    assert_eq!(
        browser.run(height).await,
        before,
        "nothing of the page has moved"
    );
    browser.picture("silent-frame").await;
    stack.start_companion().await;
    browser.gone(link).await;
    browser.enter_widget().await;
    browser.find(&part("slot")).await;
    browser.close().await;
}
