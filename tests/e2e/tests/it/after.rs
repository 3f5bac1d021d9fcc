//! After the confirmation: hold longer, choose another time, call off, and come back by the link.

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, booked, part};
use e2e::stack::{Stack, Widget};

/// Books a month from now, in time for everything, and returns the start.
async fn book_next_month(guest: &Guest<'_>, email: &str) -> String {
    guest.turn_to_next_month().await;
    let start = guest.reach_payment(email).await;
    guest.confirm().await;
    start
}

#[tokio::test]
async fn a_paid_booking_is_moved_and_then_called_off_for_what_was_shown() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.hosted_page(Widget::Neo)).await;
    let start = book_next_month(&guest, "mover@example.com").await;
    browser.address_with("/c/pay/").await;
    browser.click("#pay").await;
    browser.address_with("/b/kiln-clay/kiln-studio").await;
    let before = booked(&browser, "€48.00").await;
    let address = browser.address_with("order=").await;
    assert!(!address.contains("session_id"), "{address}");

    browser.click(&part("move")).await;
    let old = browser.text(&part("move-times")).await;
    guest.choose_last_slot_but(&start).await;
    // The new time stands beside the old one.
    let both = browser.text_other_than(&part("move-times"), &old).await;
    let old_time = browser.text(&format!("{} dd", part("move-times"))).await;
    assert!(both.contains(&old_time), "{old_time} in {both}");
    browser.click(&part("move-now")).await;
    browser.text_with(&part("booked-news"), "now on").await;
    let after = booked(&browser, "€48.00").await;
    assert_ne!(after, before);

    browser.click(&part("cancel")).await;
    browser
        .text_with(&part("cancelling"), "You get €48.00 back.")
        .await;
    browser.click(&part("keep")).await;
    browser.click(&part("cancel")).await;
    browser.click(&part("cancel-now")).await;
    browser.text_with(&part("ended"), "€48.00").await;
    let refunded = async || stack.double_state().await["refunds"][0]["amount"] == 4_800;
    browser.until("€48.00 are given back", refunded).await;
    browser.goto(&address).await;
    browser.text_with(&part("ended"), "€48.00").await;
    browser.close().await;
}

#[tokio::test]
async fn a_free_booking_is_moved_and_called_off_in_the_frame() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.host_page(Widget::Neo)).await;
    browser.enter_widget().await;
    guest.turn_to_next_month().await;
    let start = guest.choose_first_slot().await;
    guest.apply_code("FREECLASS").await;
    browser.text_with(&part("summary-total"), "€0.00").await;
    guest.go_on().await;
    guest.fill_details("free@example.com").await;
    guest.go_on().await;
    guest.confirm().await;
    booked(&browser, "FREECLASS").await;

    browser.click(&part("copy-link")).await;
    let said = browser
        .text_with(&part("copied"), "keep it to yourself")
        .await;
    assert!(!said.is_empty());
    browser.click(&part("move")).await;
    guest.choose_last_slot_but(&start).await;
    browser.click(&part("move-now")).await;
    browser.text_with(&part("booked-news"), "now on").await;
    browser.click(&part("cancel")).await;
    browser
        .text_with(&part("cancelling"), "nothing is charged")
        .await;
    browser.click(&part("cancel-now")).await;
    browser.text_with("#booking", "is cancelled").await;
    browser.click(&part("again")).await;
    browser.find(&part("slot")).await;
    browser.close().await;
}

#[tokio::test]
async fn a_held_booking_is_held_longer_with_one_tap() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.hosted_page(Widget::Neo)).await;
    guest.reach_payment("holder@example.com").await;
    guest.confirm().await;
    browser.address_with("/c/pay/").await;
    browser.find("#pay").await;
    browser.click("#back").await;
    let before = browser.text(&part("held")).await;
    browser.click(&part("held-extend")).await;
    // Held until later.
    browser.text_other_than(&part("held"), &before).await;
    browser.close().await;
}
