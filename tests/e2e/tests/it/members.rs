//! A member of a business with a sign-in of its own gets what is theirs, wherever the widget stands.

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, booked, part};
use e2e::stack::{Stack, Widget};

/// The demo's studio says until the year 2100 that potter-17 books; the demo's POTTER15 is theirs.
pub(crate) const TOKEN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\
    eyJzdWIiOiJwb3R0ZXItMTciLCJleHAiOjQxMDI0NDQ4MDAsImF1ZCI6ImtpbG4tY2xheSJ9.\
    8Yu1QLVeEudd4IceyhWghaokvxOVmvdn3iiE_fCPZWs";

/// Puts another tag into the studio's page, in place of its own widget; one without a token has an
/// empty attribute.
async fn tag(browser: &Browser, stack: &Stack, member: &str) {
    browser.goto(&stack.host_page(Widget::Neo)).await;
    browser.find("[data-booking-widget]").await;
    let script = format!(
        "const place = document.querySelector('[data-booking-widget]').parentNode;
         BookingWidget('destroy');
         const tag = document.createElement('script');
         tag.setAttribute('data-calendar', 'kiln-studio');
         tag.setAttribute('data-member', '{member}');
         tag.src = '{}/widget.js';
         place.append(tag);",
        stack.widget_origin()
    );
    browser.run(&script).await;
}

#[tokio::test]
async fn a_code_for_a_member_works_with_their_token_and_is_no_code_without() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    tag(&browser, &stack, "").await;
    browser.enter_widget().await;
    guest.choose_first_slot().await;
    guest.apply_code("potter15").await;
    browser.text_with(&part("coupon-error"), "not valid").await;
    assert_eq!(guest.total().await, "€48.00");
    browser.leave_widget().await;

    tag(&browser, &stack, TOKEN).await;
    browser.enter_widget().await;
    guest.choose_first_slot().await;
    guest.apply_code("potter15").await;
    browser.text_with(&part("summary-total"), "€40.80").await;
    guest.go_on().await;
    guest.fill_details("guest@example.com").await;
    guest.go_on().await;
    guest.confirm().await;
    browser.leave_widget().await;
    let address = browser.address_with("/c/pay/").await;
    let signature = TOKEN.rsplit('.').next().unwrap();
    assert!(!address.contains(signature));
    browser.click("#pay").await;
    booked(&browser, "€40.80").await;
    let address = browser.run("return location.href").await;
    assert!(!address.as_str().unwrap().contains(signature));
    browser.close().await;
}

#[tokio::test]
async fn a_member_is_known_on_the_booking_page() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    let page = stack.hosted_page(Widget::Neo);
    browser.goto(&format!("{page}?member={TOKEN}")).await;
    guest.choose_first_slot().await;
    guest.apply_code("potter15").await;
    browser.text_with(&part("summary-total"), "€40.80").await;
    browser.close().await;
}
