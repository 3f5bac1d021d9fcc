//! The widget without a frame, in every engine.

use e2e::guest::booked;
use e2e::hands::Hands;

use crate::house::{Scene, Visit};
use crate::scenes;

pub(crate) fn scenes() -> Vec<Scene> {
    scenes![a_guest_books_with_a_coupon_without_a_frame_and_pays]
}

async fn a_guest_books_with_a_coupon_without_a_frame_and_pays(visit: Visit<'_>) {
    let Visit { browser, site, .. } = visit;
    browser
        .goto(&format!("{}/without_a_frame.html", site.origin()))
        .await;
    let hands = Hands::new(browser);
    hands.reach_payment("guest@example.com").await;
    hands.apply_code("welcome10").await;
    hands
        .text_with("[data-test='summary-total']", "€43.20")
        .await;
    // The frame has not taken its place on the way.
    assert_eq!(browser.run("return frames.length").await, 0);
    hands.click("[data-test='confirm']").await;
    browser.address_with("/c/pay/").await;
    assert_eq!(browser.text("#total").await, "€43.20");
    browser.click("#pay").await;
    booked(browser, "€43.20").await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
}
