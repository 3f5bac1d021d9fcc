//! The main job in every engine: book with a coupon on a page of another origin, and pay.

use std::cell::RefCell;

use e2e::browser::{Browser, Engine};
use e2e::guest::{Guest, booked, part};
use e2e::stack::Widget;

use crate::house::{Scene, Visit};
use crate::scenes;

pub(crate) fn scenes() -> Vec<Scene> {
    scenes![
        a_guest_books_with_a_coupon_in_neo_and_pays,
        a_guest_books_with_a_coupon_in_classic_and_pays,
        an_error_in_a_page_or_frame_is_seen,
    ]
}

async fn a_guest_books_with_a_coupon_in_neo_and_pays(visit: Visit<'_>) {
    books(visit, Widget::Neo, "welcome10", "€43.20").await;
}

async fn a_guest_books_with_a_coupon_in_classic_and_pays(visit: Visit<'_>) {
    books(visit, Widget::Classic, "Relief20", "$120.00").await;
}

async fn books(Visit { stack, browser, .. }: Visit<'_>, widget: Widget, code: &str, total: &str) {
    let guest = Guest::new(browser);
    browser.goto(&stack.host_page(widget)).await;
    browser.enter_widget().await;
    guest.reach_payment("guest@example.com").await;
    guest.apply_code(code).await;
    browser.text_with(&part("summary-total"), total).await;
    guest.confirm().await;
    browser.leave_widget().await;
    browser.address_with("/c/pay/").await;
    assert_eq!(browser.text("#total").await, total);
    browser.click("#pay").await;
    browser.address_with(widget.calendar()).await;
    booked(browser, total).await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
}

/// Without this, no page would ever have an error.
async fn an_error_in_a_page_or_frame_is_seen(Visit { stack, browser, .. }: Visit<'_>) {
    browser.goto(&stack.host_page(Widget::Neo)).await;
    browser.enter_widget().await;
    browser.find(&part("slot")).await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    // Chromium's driver does not hear a frame of another site.
    if browser.engine != Engine::Chromium {
        fails(browser).await;
    }
    browser.leave_widget().await;
    fails(browser).await;
}

/// Fails in two ways on the current page, and waits until both are noted.
async fn fails(browser: &Browser) {
    browser
        .run("setTimeout(() => { throw new Error('thrown') }); console.error('written');")
        .await;
    let noted = RefCell::new(Vec::new());
    let both = async || {
        let more = browser.console_errors().await;
        noted.borrow_mut().extend(more);
        let has = |word| noted.borrow().iter().any(|error| error.contains(word));
        has("thrown") && has("written")
    };
    browser.until("both errors are noted", both).await;
}
