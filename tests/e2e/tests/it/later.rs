//! The program in two parts: a first look goes without the later one, and nobody sees a seam.

use std::time::Duration;

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, booked, part};
use e2e::stack::{Stack, Widget};

/// How the name of the part ends that is fetched later.
const LATER: &str = "_later.wasm";

/// Notes every shift from here on that is no answer to a click.
const WATCH: &str = "window.shifts = [];
    new PerformanceObserver(list => window.shifts.push(
        ...list.getEntries().filter(it => !it.hadRecentInput).map(it => it.value)
    )).observe({ type: 'layout-shift' });";

/// A tab that may store nothing.
const NO_STORAGE: &str = "for (const name of ['sessionStorage', 'localStorage'])
    Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });";

#[tokio::test]
async fn a_first_look_goes_without_the_later_part_until_the_guest_reaches_for_the_widget() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    for widget in [Widget::Neo, Widget::Classic] {
        browser.goto(&stack.frame_page(widget, "")).await;
        browser.find(&part("slot")).await;
        // Whatever else the page would ask for by itself is asked for by now.
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        assert_eq!(browser.requests_to(LATER).await, 0);
        browser.click(&part("slot")).await;
        browser.find(&part("summary-total")).await;
        browser.click(&part("continue")).await;
        browser.find(&part("field-name")).await;
        assert_eq!(browser.requests_to(LATER).await, 1, "once");
    }
    browser.close().await;
}

#[tokio::test]
async fn what_is_pressed_before_the_later_part_is_there_is_done_when_it_is() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    browser.find(&part("slot")).await;
    browser.answer_slowly(Duration::from_secs(1)).await;
    // Both within one turn of the page: nothing can have been fetched in between.
    let script = "document.querySelector(\"[data-test='slot']\").click();
        document.querySelector(\"[data-test='continue']\").click();";
    browser.run(script).await;
    browser.find("#booking[aria-busy]").await;
    browser.find(&part("field-name")).await;
    browser.gone("#booking[aria-busy]").await;
    browser.close().await;
}

#[tokio::test]
async fn a_time_that_was_chosen_before_the_later_part_is_there_outlives_a_reload() {
    let stack = Stack::start().await;
    for latency in [Duration::ZERO, Duration::from_secs(1)] {
        let browser = Browser::open(Device::Desktop).await;
        browser.goto(&stack.frame_page(Widget::Neo, "")).await;
        browser.find(&part("slot")).await;
        browser.answer_slowly(latency).await;
        browser.click(&part("slot")).await;
        let chosen = browser.text(&part("summary-total")).await;
        // The guest does nothing more: what keeps the choice comes by itself.
        let kept = "return Object.keys(sessionStorage).some(it => it.startsWith('booking-draft:'))";
        let kept = async || browser.run(kept).await == true;
        browser.until("the choice is kept", kept).await;
        browser.client.refresh().await.expect("a reload");
        browser.find(".slot.on").await;
        browser.text_with(&part("summary-total"), &chosen).await;
        browser.close().await;
    }
}

#[tokio::test]
async fn a_part_that_was_not_asked_for_in_time_is_fetched_at_once() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    browser.find(&part("slot")).await;
    browser.run("bookingLaterAtOnce()").await;
    // So what every other test asserts at its end is seen where it happens.
    assert!(browser.has_fetched_at_once().await);
    browser.click(&part("slot")).await;
    browser.click(&part("continue")).await;
    browser.find(&part("field-name")).await;
    browser.run("performance.clearResourceTimings()").await;
    browser.close().await;
}

#[tokio::test]
async fn a_free_booking_is_confirmed_in_place_and_nothing_moves_but_the_widget() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.host_page(Widget::Neo)).await;
    browser.enter_widget().await;
    guest.choose_first_slot().await;
    guest.apply_code("FREECLASS").await;
    browser.text_with(&part("summary-total"), "€0.00").await;
    guest.go_on().await;
    guest.fill_details("guest@example.com").await;
    guest.go_on().await;
    browser.find(&part("confirm")).await;
    browser.run("window.stamp = 'here'").await;
    browser.run(WATCH).await;

    guest.confirm().await;
    booked(&browser, "FREECLASS").await;
    assert_eq!(browser.run("return window.stamp").await, "here");
    browser.focus_on("#booking-heading").await;
    let shifts = browser.run("return window.shifts").await;
    assert_eq!(shifts.to_string(), "[]", "nothing has moved");
    assert_eq!(browser.all("main").await.len(), 1, "one widget is drawn");

    // And back again, with the guest's name.
    browser.click(&part("again")).await;
    guest.choose_first_slot().await;
    guest.go_on().await;
    let name = browser.find(&part("field-name")).await;
    let name = name.prop("value").await.expect("a field");
    assert_eq!(name.as_deref(), Some("Test Guest"));
    assert_eq!(browser.run("return window.stamp").await, "here");
    // Consent is given for each booking anew.
    browser.click(&part("field-consent")).await;
    guest.go_on().await;
    browser.find(&part("confirm")).await;
    browser.close().await;
}

#[tokio::test]
async fn whoever_comes_back_from_the_payment_page_sees_the_order_without_reaching_for_it() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.hosted_page(Widget::Classic)).await;
    guest.reach_payment("guest@example.com").await;
    guest.confirm().await;
    browser.address_with("/c/pay/").await;
    browser.click("#pay").await;
    booked(&browser, "$140.00").await;
    browser.close().await;
}

#[tokio::test]
async fn a_reload_with_an_open_order_starts_with_it() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    guest.reach_payment("guest@example.com").await;
    guest.confirm().await;
    browser.address_with("/c/pay/").await;
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    browser.click(&part("held-release")).await;
    browser.find(&part("slot")).await;
    browser.close().await;
}

#[tokio::test]
async fn without_storage_a_time_that_ran_out_is_chosen_anew_with_what_was_typed() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.before_every_page(NO_STORAGE).await;
    browser.goto(&stack.hosted_page(Widget::Neo)).await;
    guest.reach_payment("guest@example.com").await;
    guest.confirm().await;
    browser.address_with("/c/pay/").await;
    stack.advance_double(2 * 3_600).await;
    browser.click("#pay").await;
    browser.text_with("body", "expired").await;
    browser.click("#back").await;
    browser.address_with("/b/kiln-clay/kiln-studio").await;
    browser.click(&part("again")).await;
    guest.choose_first_slot().await;
    guest.go_on().await;
    for (field, typed) in [
        ("field-name", "Test Guest"),
        ("field-email", "guest@example.com"),
        ("field-notes", "First time here"),
    ] {
        let value = browser.find(&part(field)).await.prop("value").await;
        assert_eq!(value.expect("a field").as_deref(), Some(typed), "{field}");
    }
    browser.close().await;
}

#[tokio::test]
async fn the_language_and_the_theme_stay_as_they_were_chosen() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser
        .goto(&stack.frame_page(Widget::Neo, "?theme=dark&lang=en"))
        .await;
    guest.choose_first_slot().await;
    guest.apply_code("FREECLASS").await;
    guest.go_on().await;
    guest.fill_details("guest@example.com").await;
    guest.go_on().await;
    browser.find(&part("confirm")).await;
    let choose = "const choice = document.querySelector(\"[data-test='language']\");
        choice.value = 'de'; choice.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.run(choose).await;
    browser.find("main[lang='de']").await;
    guest.confirm().await;
    browser.find(&part("booked")).await;
    browser.find("main[lang='de']").await;
    assert_eq!(
        browser.run("return document.documentElement.lang").await,
        "de"
    );
    let theme = browser
        .run("return document.documentElement.dataset.theme")
        .await;
    assert_eq!(theme, "dark");
    browser.close().await;
}

#[tokio::test]
async fn a_later_part_that_does_not_arrive_is_asked_for_again_and_nothing_is_lost() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    browser.before_every_page(NO_STORAGE).await;
    browser.refuse(&[&format!("*{LATER}")]).await;
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    browser.click(&part("slot")).await;
    let chosen = browser.text(&part("summary-total")).await;
    // Not before something is wanted of it.
    assert_eq!(browser.all("#booking-failed:not([hidden])").await.len(), 0);
    browser.click(&part("continue")).await;
    browser.find("#booking-failed:not([hidden])").await;
    browser.click("#booking-failed [data-reload]").await;
    browser.find("#booking-failed:not([hidden])").await;
    browser.refuse(&[]).await;
    browser.click("#booking-failed [data-reload]").await;
    browser.find(&part("field-name")).await;
    browser.text_with(&part("summary-total"), &chosen).await;
    browser.close().await;
}
