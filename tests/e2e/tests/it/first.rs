//! What a page brings along for its first screen.

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, part};
use e2e::stack::{Stack, Widget};
use serde_json::json;

#[tokio::test]
async fn a_guest_of_the_neighbourhood_sees_times_without_asking_for_them() {
    let stack = Stack::start().await;
    for (widget, zone) in [
        (Widget::Neo, "Europe/Lisbon"),
        (Widget::Classic, "America/New_York"),
    ] {
        let browser = open_in(zone).await;
        browser.goto(&stack.frame_page(widget, "")).await;
        browser.find(&part("slot")).await;
        assert_eq!(asked_for_slots(&browser).await, 0, "{widget:?}");
        browser.close().await;
    }
}

#[tokio::test]
async fn a_guest_from_elsewhere_sees_times_of_the_own_zone_whatever_the_page_brought() {
    let stack = Stack::start().await;
    let browser = open_in("Asia/Kolkata").await;
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    browser.find(&part("slot")).await;
    assert_eq!(asked_for_slots(&browser).await, 1);
    // Half an hour off every full one: a time of Lisbon would show.
    let script = "return [...document.querySelectorAll(\"[data-test='slot']\")].map(slot =>
        [slot.dataset.start.slice(14, 16), slot.innerText.match(/\\d:(\\d\\d)/)[1]])";
    let minutes = browser.run(script).await;
    let minutes: Vec<(String, String)> = serde_json::from_value(minutes).expect("minutes");
    assert!(!minutes.is_empty());
    for (there, here) in minutes {
        let [there, here] = [there, here].map(|minute| minute.parse::<u32>().expect("a minute"));
        assert_eq!((there + 30) % 60, here);
    }
    browser.close().await;
}

#[tokio::test]
async fn a_page_that_was_told_the_zone_brings_times_of_it() {
    let stack = Stack::start().await;
    let browser = open_in("Asia/Tokyo").await;
    let page = stack.frame_page(Widget::Neo, "?zone=Asia%2FTokyo");
    browser.goto(&page).await;
    browser.find(&part("slot")).await;
    assert_eq!(asked_for_slots(&browser).await, 0);
    browser.close().await;
}

#[tokio::test]
async fn what_a_page_brought_is_used_once() {
    let stack = Stack::start().await;
    let browser = open_in("Europe/Lisbon").await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    browser.find(&part("slot")).await;
    guest.turn_to_next_month().await;
    let asked = asked_for_slots(&browser).await;
    // The page is shown again from the browser's memory: what was free then may be gone.
    let again = "window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))";
    browser.run(again).await;
    let more = async || asked_for_slots(&browser).await > asked;
    browser.until("the times are asked for again", more).await;
    browser.close().await;
}

/// A browser in a time zone.
async fn open_in(zone: &str) -> Browser {
    let browser = Browser::open(Device::Desktop).await;
    let place = json!({ "timezoneId": zone });
    browser
        .devtools("Emulation.setTimezoneOverride", place)
        .await;
    browser
}

async fn asked_for_slots(browser: &Browser) -> usize {
    browser.requests_to("/slots?").await
}
