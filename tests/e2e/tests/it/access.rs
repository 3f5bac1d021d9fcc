//! Without a mouse, and what axe-core has to say.

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, part};
use e2e::stack::{Stack, Widget};

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const SPACE: &str = " ";

#[tokio::test]
async fn axe_finds_nothing_in_neo() {
    axe_finds_nothing(Widget::Neo, "€43.20").await;
}

#[tokio::test]
async fn axe_finds_nothing_in_classic() {
    axe_finds_nothing(Widget::Classic, "$126.00").await;
}

async fn axe_finds_nothing(widget: Widget, total: &str) {
    let stack = Stack::start().await;
    let mut findings = Vec::new();
    for theme in ["light", "dark"] {
        let browser = Browser::open(Device::Desktop).await;
        let guest = Guest::new(&browser);
        let note = |state: &str, found: Vec<String>| -> Vec<String> {
            found
                .into_iter()
                .map(|f| format!("{theme} {state}: {f}"))
                .collect()
        };
        browser
            .goto(&stack.frame_page(widget, &format!("?theme={theme}")))
            .await;
        guest.choose_first_slot().await;
        findings.extend(note("time", browser.axe().await));
        guest.go_on().await;
        guest.go_on().await;
        findings.extend(note("wrong details", browser.axe().await));
        guest.fill_details("guest@example.com").await;
        guest.go_on().await;
        browser.find(&part("confirm")).await;
        guest.apply_code("NOSUCHCODE").await;
        browser.find(&part("coupon-error")).await;
        findings.extend(note("wrong code", browser.axe().await));
        guest.apply_code("welcome10").await;
        browser.text_with(&part("summary-total"), total).await;
        findings.extend(note("payment", browser.axe().await));
        browser.close().await;
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[tokio::test]
async fn a_booking_can_be_made_with_the_keyboard_alone() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    browser.find(&part("slot")).await;

    tab_to(&browser, "day").await;
    let before = focused_date(&browser).await;
    browser.press("\u{e014}").await; // arrow right
    assert_ne!(
        focused_date(&browser).await,
        before,
        "arrows move through the grid"
    );
    browser.press("\u{e012}").await; // arrow left
    assert_eq!(focused_date(&browser).await, before);
    browser.press(ENTER).await;
    tab_to(&browser, "slot").await;
    browser.press(SPACE).await;
    tab_to(&browser, "continue").await;
    browser.press(ENTER).await;
    browser.find(&part("field-name")).await;
    tab_to(&browser, "field-name").await;
    browser.press("Test Guest").await;
    tab_to(&browser, "field-email").await;
    browser.press("guest@example.com").await;
    tab_to(&browser, "field-consent").await;
    browser.press(SPACE).await;
    tab_to(&browser, "continue").await;
    browser.press(ENTER).await;
    browser.find(&part("confirm")).await;
    tab_to(&browser, "coupon-open").await;
    browser.press(ENTER).await;
    browser.find(&part("coupon-input")).await;
    tab_to(&browser, "coupon-input").await;
    browser.press("freeclass").await;
    browser.press(ENTER).await;
    browser.text_with(&part("summary-total"), "€0.00").await;
    tab_to(&browser, "confirm").await;
    browser.press(ENTER).await;
    browser.find(&part("booked")).await;
    browser.close().await;
}

async fn focused_date(browser: &Browser) -> String {
    let date = browser
        .run("return document.activeElement?.closest('[data-date]')?.dataset.date || ''")
        .await;
    date.as_str().unwrap().to_owned()
}

/// Presses Tab until the named part has the focus; a part that is never reached fails.
async fn tab_to(browser: &Browser, name: &str) {
    for _ in 0..80 {
        let script = "return document.activeElement?.closest('[data-test]')?.dataset.test || ''";
        if browser.run(script).await == name {
            return;
        }
        browser.press(TAB).await;
    }
    panic!("Tab never reaches {name}");
}
