//! What goes wrong on the way, and how the guest gets on.

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, booked, part, slot_at};
use e2e::rival;
use e2e::stack::{Stack, Widget};

#[tokio::test]
async fn a_declined_card_can_be_replaced() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.hosted_page(Widget::Classic)).await;
    guest.reach_payment("guest@example.com").await;
    guest.confirm().await;
    browser.address_with("/c/pay/").await;
    browser.click("#decline").await;
    browser.text_with("body", "declined").await;
    browser.click("#pay").await;
    booked(&browser, "$140.00").await;
    browser.close().await;
}

#[tokio::test]
async fn going_back_from_checkout_keeps_the_booking_held_and_it_can_be_paid_or_given_up() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.hosted_page(Widget::Neo)).await;
    let start = guest.reach_payment("guest@example.com").await;
    guest.confirm().await;
    browser.address_with("/c/pay/").await;

    browser.click("#back").await;
    browser.click(&part("held-continue")).await;
    browser.address_with("/c/pay/").await;
    browser.click("#back").await;
    browser.click(&part("held-release")).await;
    // The slot is offered again: nobody else wanted it.
    browser.find(&slot_at(&start)).await;
    let state = stack.double_state().await;
    assert_eq!(state["sessions"][0]["status"], "expired", "{state}");
    browser.close().await;
}

#[tokio::test]
async fn the_browser_s_back_button_finds_the_held_booking_on_the_host_page() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.host_page(Widget::Classic)).await;
    browser.enter_widget().await;
    guest.reach_payment("guest@example.com").await;
    guest.confirm().await;
    browser.leave_widget().await;
    browser.address_with("/c/pay/").await;
    // A guest goes back from a page that is there, not from one that is on its way.
    browser.find("#pay").await;
    browser.client.back().await.unwrap();
    browser.address_with("/demo/classic.html").await;
    browser.enter_widget().await;
    browser.click(&part("held-continue")).await;
    browser.leave_widget().await;
    browser.address_with("/c/pay/").await;
    browser.click("#pay").await;
    booked(&browser, "$140.00").await;
    browser.close().await;
}

#[tokio::test]
async fn a_slot_taken_meanwhile_is_said_and_nothing_typed_is_lost() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.frame_page(Widget::Classic, "")).await;
    let start = guest.reach_payment("guest@example.com").await;
    let service = browser_service(Widget::Classic);
    rival::book(&stack, Widget::Classic, service, &start, None).await;

    guest.confirm().await;
    browser.find(&part("notice")).await;
    // The times are asked for anew; only then does a missing one say something.
    browser.find(&part("slot")).await;
    assert!(!browser.has(&slot_at(&start)).await);
    guest.choose_first_slot().await;
    guest.go_on().await;
    let name = browser
        .find(&part("field-name"))
        .await
        .prop("value")
        .await
        .unwrap();
    assert_eq!(name.as_deref(), Some("Test Guest"));
    guest.go_on().await;
    guest.confirm().await;
    browser.address_with("/c/pay/").await;
    browser.close().await;
}

/// The service that a widget shows first.
fn browser_service(widget: Widget) -> &'static str {
    match widget {
        Widget::Neo => "wheel-class",
        Widget::Classic => "first-visit",
    }
}

#[tokio::test]
async fn a_coupon_used_up_meanwhile_shows_the_old_price_the_new_one_and_why() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    guest.reach_payment("guest@example.com").await;
    guest.apply_code("LASTONE").await;
    browser.text_with(&part("summary-total"), "€28.00").await;
    let service = browser_service(Widget::Neo);
    let elsewhere = rival::last_free_slot(&stack, Widget::Neo, service)
        .await
        .to_rfc3339();
    rival::book(&stack, Widget::Neo, service, &elsewhere, Some("LASTONE")).await;

    guest.confirm().await;
    browser.find(&part("accept-change")).await;
    browser.text_with("#booking", "€28.00").await;
    browser.text_with("#booking", "€48.00").await;
    let state = stack.double_state().await;
    assert_eq!(
        state["sessions"].as_array().map(Vec::len),
        Some(1),
        "only the rival's: {state}"
    );
    browser.click(&part("accept-change")).await;
    browser.address_with("/c/pay/").await;
    assert_eq!(browser.text("#total").await, "€48.00");
    browser.close().await;
}

#[tokio::test]
async fn a_payment_page_that_has_ended_books_nothing_and_lets_the_guest_start_again() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
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
    browser.find(&part("slot")).await;
    browser.close().await;
}

#[tokio::test]
async fn when_stripe_cannot_be_reached_a_second_try_works() {
    let mut stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.hosted_page(Widget::Neo)).await;
    guest.reach_payment("guest@example.com").await;
    stack.stop_double();
    guest.confirm().await;
    browser.find(&part("notice")).await;
    stack.start_double().await;
    guest.confirm().await;
    browser.address_with("/c/pay/").await;
    browser.click("#pay").await;
    booked(&browser, "€48.00").await;
    browser.close().await;
}

#[tokio::test]
async fn when_the_companion_is_gone_the_guest_is_told_and_tries_again_without_typing() {
    let mut stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    guest.choose_first_slot().await;
    guest.go_on().await;
    stack.kill_companion();
    guest.apply_code("welcome10").await;
    browser.find(&part("coupon-error")).await;
    guest.fill_details("guest@example.com").await;
    guest.go_on().await;
    guest.confirm().await;
    browser.find(&part("notice")).await;

    stack.start_companion().await;
    browser.click(&part("coupon-apply")).await;
    browser.text_with(&part("summary-total"), "€43.20").await;
    guest.confirm().await;
    browser.address_with("/c/pay/").await;
    assert_eq!(browser.text("#total").await, "€43.20");
    browser.close().await;
}

#[tokio::test]
async fn a_double_click_on_confirm_is_one_order_and_one_session() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.hosted_page(Widget::Neo)).await;
    guest.reach_payment("guest@example.com").await;
    browser
        .run("const b = document.querySelector(\"[data-test='confirm']\"); b.click(); b.click();")
        .await;
    browser.address_with("/c/pay/").await;
    let state = stack.double_state().await;
    assert_eq!(
        state["sessions"].as_array().map(Vec::len),
        Some(1),
        "{state}"
    );
    browser.close().await;
}

#[tokio::test]
async fn bad_input_is_told_at_the_field_and_the_first_wrong_field_gets_the_focus() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    guest.choose_first_slot().await;
    guest.go_on().await;
    browser.fill(&part("field-name"), "Test Guest").await;
    browser.fill(&part("field-email"), "guest@example").await;
    browser.fill(&part("field-phone"), "call me").await;
    guest.go_on().await;
    for field in ["field-email", "field-phone"] {
        let wrong = browser
            .find(&format!("[data-test='{field}'][aria-invalid='true']"))
            .await;
        let note = wrong.attr("aria-describedby").await.unwrap().unwrap();
        let id = note.split_whitespace().last().unwrap();
        assert!(!browser.text(&format!("[id='{id}']")).await.is_empty());
    }
    browser.focus_on(&part("field-email")).await;
    let name = browser
        .find(&part("field-name"))
        .await
        .prop("value")
        .await
        .unwrap();
    assert_eq!(name.as_deref(), Some("Test Guest"));
    browser.close().await;
}

#[tokio::test]
async fn a_trap_in_the_widget_becomes_a_message_with_a_way_to_reload() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    browser.find(&part("slot")).await;
    // An error of another kind is not the widget's end.
    browser
        .run("dispatchEvent(new ErrorEvent('error', { error: new TypeError('x') }))")
        .await;
    assert!(browser.run("return !booking.hidden").await == true);
    browser.run(TRAP).await;
    assert!(browser.run("return booking.hidden").await == true);
    browser.click("#booking-broken [data-reload]").await;
    browser.find(&part("slot")).await;
    browser.close().await;
}

/// What a panic in the widget is to the page.
const TRAP: &str = "dispatchEvent(new ErrorEvent('error', {
        error: new WebAssembly.RuntimeError('unreachable')
    }))";

#[tokio::test]
async fn a_trap_while_a_part_is_waited_for_reloads_and_does_not_try_again() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let later = "*_later.wasm";
    for trap_first in [false, true] {
        browser.refuse(&[later]).await;
        browser.goto(&stack.frame_page(Widget::Neo, "")).await;
        browser.find(&part("slot")).await;
        browser.run("window.stamp = 'here'").await;
        if trap_first {
            browser.run(TRAP).await;
            browser.run("bookingLater()").await;
            // It fails in a later turn of the page.
            let failed = async || browser.requests_to("_later.wasm").await > 0;
            browser.until("the part is refused", failed).await;
        } else {
            browser.click(&part("slot")).await;
            browser.click(&part("continue")).await;
            browser.find("#booking-failed:not([hidden])").await;
            browser.run(TRAP).await;
        }
        browser.find("#booking-broken:not([hidden])").await;
        let failed = browser.all("#booking-failed:not([hidden])").await;
        assert_eq!(failed.len(), 0, "one message");
        browser.refuse(&[]).await;
        browser.click("#booking-broken [data-reload]").await;
        let reloaded = async || browser.run("return window.stamp ?? null").await.is_null();
        browser.until("the page is a new one", reloaded).await;
        browser.find(&part("slot")).await;
    }
    browser.close().await;
}
