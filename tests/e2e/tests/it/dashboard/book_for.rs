//! Somebody of the business books for a customer: with a coupon, with one that is refused, for
//! free, and with a price that changes meanwhile.

use e2e::browser::{Browser, Device};
use e2e::guest::part;
use e2e::owner::{OWNER, Owner};
use e2e::stack::Stack;

use super::looks::judge;

const DESK: &str = "/businesses/kiln-clay/orders/new";

/// Opens the page at the classes of the studio.
async fn open(owner: &Owner<'_>) {
    owner.goto(DESK).await;
    owner.browser.find(&part("total")).await;
    let calendar = "#desk-calendar option[value='kiln-studio']";
    if owner.browser.has(calendar).await {
        owner.browser.click(calendar).await;
    }
    owner
        .browser
        .click("#desk-service option[value='wheel-class']")
        .await;
    owner.browser.text_with(&part("total"), "€48.00").await;
    owner.browser.find(&part("time")).await;
}

/// Takes the first free time for somebody.
async fn choose(owner: &Owner<'_>, email: &str) {
    let browser = owner.browser;
    owner.reach_and_click(&part("time")).await;
    // The time is written alike where it is chosen and beside the price.
    let time = "label:has([data-test='time']:checked) > span";
    let time = browser.text_with(time, ":").await;
    let clock = time.split(',').next().expect("a time").trim();
    browser.text_with(&part("chosen-time"), clock).await;
    browser.fill("#desk-name", "Test Guest").await;
    browser.fill("#desk-email", email).await;
}

/// Books, once the price stands.
async fn book(owner: &Owner<'_>) {
    let ready = "[data-test='book']:not([aria-disabled])";
    owner.reach_and_click(ready).await;
}

#[tokio::test]
async fn a_customer_is_booked_with_a_percent_coupon_and_the_order_shows_it() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    browser.find(&part("no-orders")).await;
    browser.click(&part("book-for")).await;
    open(&owner).await;
    choose(&owner, "first@example.com").await;
    browser.click("#desk-attendees option[value='2']").await;
    browser.text_with(&part("total"), "€96.00").await;
    browser.fill("#desk-code", "welcome10").await;
    browser
        .text_with(&part("code-says"), "The code applies")
        .await;
    browser.text_with(&part("discount"), "−€9.60").await;
    browser.text_with(&part("total"), "€86.40").await;
    book(&owner).await;
    browser
        .text_with(&part("booked"), "Test Guest is booked")
        .await;
    browser.text_with(&part("booked-sums"), "€86.40").await;
    browser.click(&part("to-order")).await;
    browser.find(&part("payments")).await;
    let figure = async |name: &str| browser.text(&format!("[data-test='{name}'] dd")).await;
    assert_eq!(figure("sum-discount").await, "−€9.60");
    assert_eq!(figure("sum-paid").await, "€0.00");
    assert_eq!(figure("sum-balance").await, "€86.40");
    browser.text_with(&part("booked-by"), "Test Owner").await;

    // Orders are narrowed to one calendar of several.
    owner.goto("/businesses/kiln-clay/orders").await;
    browser.text_with(&part("order"), "first@example.com").await;
    browser.click("#calendar option[value='kiln-menu']").await;
    browser.address_with("calendar=kiln-menu").await;
    browser.find(&part("none-found")).await;
    browser.click("#calendar option[value='kiln-studio']").await;
    browser.text_with(&part("order"), "first@example.com").await;
    browser.close().await;
}

#[tokio::test]
async fn a_code_that_is_refused_says_why_and_a_customer_of_before_is_found() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    open(&owner).await;
    choose(&owner, "first@example.com").await;
    browser.fill("#desk-code", "spring24").await;
    browser.text_with(&part("code-says"), "has expired").await;
    browser.text_with(&part("total"), "€48.00").await;
    book(&owner).await;
    browser.find(&part("booked")).await;

    browser.click(&part("another")).await;
    browser.find(&part("time")).await;
    browser.fill("#desk-name", "test g").await;
    browser.click(&part("suggestion")).await;
    let email = "return document.querySelector('#desk-email').value";
    assert_eq!(browser.run(email).await, "first@example.com");
    browser.close().await;
}

#[tokio::test]
async fn staff_make_a_free_booking_and_one_with_a_link_and_see_no_orders() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let staff = Owner::new(&browser, &stack);
    staff.sign_in("staff@example.com").await;
    open(&staff).await;
    choose(&staff, "first@example.com").await;
    browser.fill("#desk-code", "freeclass").await;
    browser.text_with(&part("total"), "€0.00").await;
    assert!(!browser.has(&part("pay-link")).await, "nothing is paid");
    book(&staff).await;
    browser.text_with(&part("booked-sums"), "€0.00").await;
    assert!(!browser.has(&part("copy-link")).await);
    assert!(!browser.has(&part("to-order")).await);

    browser.click(&part("another")).await;
    open(&staff).await;
    choose(&staff, "second@example.com").await;
    staff.reach_and_click(&part("pay-link")).await;
    book(&staff).await;
    browser.find(&part("copy-link")).await;
    let link = "return document.querySelector('#desk-link').value";
    let link = browser.run(link).await;
    let guests = Browser::open(Device::Desktop).await;
    guests.goto(link.as_str().expect("an address")).await;
    assert_eq!(guests.text("#total").await, "€48.00");
    guests.click("#pay").await;
    guests.address_with("/b/kiln-clay").await;
    guests.close().await;
    browser.close().await;
}

#[tokio::test]
async fn a_price_that_changed_is_shown_with_why_and_asked_about() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    open(&owner).await;
    choose(&owner, "first@example.com").await;
    browser
        .find("[data-test='book']:not([aria-disabled])")
        .await;
    stack.price_service("wheel-class", 5_000);
    book(&owner).await;
    let said = browser.text_with(&part("panel"), "€50.00").await;
    assert!(said.contains("€48.00"), "{said}");
    browser.click(&part("panel-yes")).await;
    browser.text_with(&part("booked-sums"), "€50.00").await;
    browser.close().await;
}

#[tokio::test]
async fn the_page_has_room_and_no_barriers_at_three_widths_light_and_dark() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    let mut found = Vec::new();
    owner.sign_in(OWNER).await;
    open(&owner).await;
    judge(&owner, "desk", &mut found).await;
    book(&owner).await;
    browser.find(&part("no-time")).await;
    browser.fill("#desk-code", "spring24").await;
    browser.find(&part("code-says")).await;
    judge(&owner, "desk-wrong", &mut found).await;
    owner.retype("#desk-code", "welcome10").await;
    browser.find(&part("discount")).await;
    choose(&owner, "first@example.com").await;
    owner.reach_and_click(&part("pay-link")).await;
    judge(&owner, "desk-ready", &mut found).await;
    book(&owner).await;
    browser.find(&part("booked")).await;
    judge(&owner, "desk-booked", &mut found).await;
    browser.click(&part("to-order")).await;
    browser.find(&part("payments")).await;
    judge(&owner, "desk-order", &mut found).await;
    browser.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}
