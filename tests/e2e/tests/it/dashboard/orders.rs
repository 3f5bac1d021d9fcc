//! Orders from the list to the last cent, and what is done with one.

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, booked, part};
use e2e::owner::{OWNER, Owner};
use e2e::stack::{Stack, Widget};

use super::looks::judge;

/// A guest books with a code and goes to the payment page.
async fn book(stack: &Stack, browser: &Browser, email: &str, code: &str) {
    let guest = Guest::new(browser);
    browser.goto(&stack.hosted_page(Widget::Neo)).await;
    guest.reach_payment(email).await;
    guest.apply_code(code).await;
    browser.find(&part("summary-discount")).await;
    guest.confirm().await;
    browser.address_with("/c/pay/").await;
}

/// The same, and pays.
async fn pay(stack: &Stack, email: &str, code: &str) {
    let guests = Browser::open(Device::Desktop).await;
    book(stack, &guests, email, code).await;
    guests.click("#pay").await;
    guests.address_with("/b/kiln-clay").await;
    booked(&guests, code).await;
    guests.close().await;
}

/// Opens the order of a guest.
async fn open(owner: &Owner<'_>, email: &str) {
    owner
        .goto(&format!("/businesses/kiln-clay/orders?search={email}"))
        .await;
    owner.browser.text_with(&part("order"), email).await;
    owner.browser.click("[data-test='order'] a.open").await;
    owner.browser.find(&part("payments")).await;
}

async fn figure(browser: &Browser, name: &str) -> String {
    browser.text(&format!("[data-test='{name}'] dd")).await
}

#[tokio::test]
async fn an_order_is_found_and_shows_coupon_adjusted_total_paid_and_balance() {
    let stack = Stack::start().await;
    pay(&stack, "first@example.com", "WELCOME10").await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    browser.find(&part("orders")).await;
    browser.fill(&part("search"), "first@").await;
    browser.address_with("search=first").await;
    browser.text_with(&part("order"), "€43.20").await;
    open(&owner, "first@example.com").await;
    assert_eq!(figure(&browser, "sum-price").await, "€48.00");
    assert_eq!(figure(&browser, "sum-discount").await, "−€4.80");
    assert_eq!(figure(&browser, "sum-total").await, "€43.20");
    assert_eq!(figure(&browser, "sum-paid").await, "€43.20");
    assert_eq!(figure(&browser, "sum-balance").await, "€0.00");
    assert!(browser.text(&part("movement")).await.contains("€0.00"));
    browser.close().await;
}

#[tokio::test]
async fn money_is_given_back_after_a_look_at_the_sum_and_the_rest_with_calling_off() {
    let stack = Stack::start().await;
    pay(&stack, "first@example.com", "WELCOME10").await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    open(&owner, "first@example.com").await;
    browser.click(&part("order-menu")).await;
    browser.click(&part("refund")).await;
    browser.text_with(&part("panel-yes"), "€43.20").await;
    browser
        .click("[data-test='panel'] .choice:last-of-type input")
        .await;
    browser.fill("#amount", "50").await;
    browser.click(&part("panel-yes")).await;
    browser
        .text_with(&part("amount-error"), "At most €43.20")
        .await;
    owner.retype("#amount", "3.20").await;
    browser.text_with(&part("panel-yes"), "€3.20").await;
    browser.click(&part("panel-yes")).await;
    browser.text_with(&part("toast"), "€3.20 given back").await;
    assert_eq!(figure(&browser, "sum-back").await, "−€3.20");
    assert_eq!(figure(&browser, "sum-balance").await, "€0.00");
    browser.click(&part("order-menu")).await;
    browser.click(&part("call-off")).await;
    browser.text_with(&part("panel"), "€40.00").await;
    browser.click(&part("panel-yes")).await;
    browser.text_with(&part("toast"), "€40.00 given back").await;
    browser.text_with(&part("state"), "Refunded").await;
    browser.close().await;
}

#[tokio::test]
async fn a_balance_is_collected_by_hand_and_by_a_link_that_is_paid_once() {
    let stack = Stack::start().await;
    stack.take_deposit("kiln-studio", 25);
    pay(&stack, "first@example.com", "WELCOME10").await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    open(&owner, "first@example.com").await;
    assert_eq!(figure(&browser, "sum-paid").await, "€10.80");
    assert_eq!(figure(&browser, "sum-balance").await, "€32.40");
    browser.click(&part("record")).await;
    owner.retype("#amount", "12.40").await;
    browser.fill("#note", "At the counter").await;
    browser.click(&part("panel-yes")).await;
    browser.text_with(&part("toast"), "€12.40 recorded").await;
    assert_eq!(figure(&browser, "sum-balance").await, "€20.00");
    browser.click(&part("collect")).await;
    browser.click(&part("panel-yes")).await;
    browser.find(&part("link-url")).await;
    let url = "return document.querySelector(\"[data-test='link-url']\").value";
    let url = browser.run(url).await;
    let guests = Browser::open(Device::Desktop).await;
    guests.goto(url.as_str().expect("an address")).await;
    assert_eq!(guests.text("#total").await, "€20.00");
    guests.click("#pay").await;
    guests.address_with("/b/kiln-clay").await;
    guests.close().await;
    let settled = async || {
        open(&owner, "first@example.com").await;
        figure(&browser, "sum-balance").await == "€0.00"
    };
    browser.until("the balance is paid", settled).await;
    assert!(!browser.has(&part("collect")).await);
    assert!(!browser.has(&part("record")).await);
    browser.close().await;
}

#[tokio::test]
async fn staff_see_their_appointments_and_no_orders() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let staff = Owner::new(&browser, &stack);
    staff.sign_in("staff@example.com").await;
    browser.find(&part("no-appointments")).await;
    assert!(!browser.has(&part("Orders")).await, "no link in the side");
    staff.goto("/businesses/kiln-clay/orders").await;
    browser.find(&part("nothing-here")).await;
    browser.close().await;
}

#[tokio::test]
async fn orders_have_room_and_no_barriers_at_three_widths_light_and_dark() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    let mut found = Vec::new();
    owner.sign_in(OWNER).await;
    browser.find(&part("no-orders")).await;
    judge(&owner, "orders-none", &mut found).await;

    stack.take_deposit("kiln-studio", 25);
    pay(&stack, "first@example.com", "WELCOME10").await;
    let guests = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&guests);
    guests.goto(&stack.hosted_page(Widget::Neo)).await;
    guest.choose_first_slot().await;
    guests.click(&part("attendees-more")).await;
    guest.apply_code("WELCOME10").await;
    guest.go_on().await;
    guest.fill_details("second@example.com").await;
    guest.go_on().await;
    guest.confirm().await;
    guests.address_with("/c/pay/").await;
    guests.close().await;
    owner.goto("/businesses/kiln-clay/orders").await;
    browser
        .text_with(&part("orders"), "second@example.com")
        .await;
    judge(&owner, "orders", &mut found).await;

    open(&owner, "second@example.com").await;
    assert_eq!(browser.all(&part("attendee")).await.len(), 2);
    judge(&owner, "order-waiting", &mut found).await;

    open(&owner, "first@example.com").await;
    judge(&owner, "order", &mut found).await;
    browser.click(&part("record")).await;
    browser.find(&part("panel")).await;
    judge(&owner, "order-record", &mut found).await;
    browser.click(&part("panel-no")).await;
    browser.gone(&part("panel")).await;
    browser.click(&part("order-menu")).await;
    browser.click(&part("call-off")).await;
    browser.find(&part("panel")).await;
    judge(&owner, "order-call-off", &mut found).await;
    browser.click(&part("panel-no")).await;
    browser.gone(&part("panel")).await;
    browser.click(&part("collect")).await;
    browser.click(&part("panel-yes")).await;
    browser.find(&part("payment-link")).await;
    judge(&owner, "order-link", &mut found).await;
    browser.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}
