//! The dashboard without a mouse: what has the focus is seen, and every way goes on.

use e2e::browser::{Browser, Device};
use e2e::guest::part;
use e2e::owner::{OWNER, Owner, PASSWORD, row};
use e2e::stack::Stack;

const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';
const DOWN: char = '\u{e015}';
/// More presses than any page has stops.
const STOPS_MAX: usize = 60;

/// Presses the tab key until the focus is on an element, which then can be seen to have it.
pub(super) async fn tab_to(browser: &Browser, css: &str) {
    let here = format!("return document.activeElement?.matches(\"{css}\") === true");
    for _ in 0..STOPS_MAX {
        if browser.run(&here).await == true {
            // A row shows it for its link, and a choice for its button.
            let seen = "const all = ['*', 'tr', 'label'].map((around) => document.activeElement.closest(around));
                return all.some((it) => it && getComputedStyle(it).outlineStyle !== 'none')";
            assert_eq!(browser.run(seen).await, true, "{css} shows its focus");
            return;
        }
        browser.press_key(TAB).await;
    }
    panic!("no way to {css} by the tab key");
}

#[tokio::test]
async fn a_coupon_is_made_changed_and_switched_off_by_keys_alone() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.goto("/sign-in").await;
    browser.find("#email").await;
    tab_to(&browser, "#email").await;
    browser.press(OWNER).await;
    tab_to(&browser, "#password").await;
    browser.press(PASSWORD).await;
    browser.press_key(ENTER).await;
    browser.find(&part("account")).await;

    owner.open_coupons().await;
    tab_to(&browser, "[data-test='add-coupon']").await;
    browser.press_key(ENTER).await;
    browser.find("#code").await;
    tab_to(&browser, "#code").await;
    browser.press("bykeys").await;
    tab_to(&browser, "#value").await;
    browser.press("15").await;
    browser.press_key(ENTER).await;
    browser.text_with(&part("toast"), "is there").await;

    browser.find(&row("BYKEYS")).await;
    tab_to(&browser, "[data-code='BYKEYS'] a").await;
    browser.press_key(ENTER).await;
    browser.find("#value").await;
    tab_to(&browser, "#value").await;
    browser.run("document.activeElement.select()").await;
    browser.press("20").await;
    browser.press_key(ENTER).await;
    browser.text_with(&part("toast"), "BYKEYS").await;
    owner.open_coupons().await;
    browser.text_with(&row("BYKEYS"), "20").await;

    tab_to(&browser, "[data-code='BYKEYS'] [data-test='row-menu']").await;
    browser.press_key(ENTER).await;
    browser.find(&part("deactivate")).await;
    for _ in 0..STOPS_MAX {
        let here = "return document.activeElement?.dataset.test === 'deactivate'";
        if browser.run(here).await == true {
            break;
        }
        browser.press_key(DOWN).await;
    }
    browser.press_key(ENTER).await;
    owner.state("BYKEYS", "Switched off").await;
    browser.close().await;
}
