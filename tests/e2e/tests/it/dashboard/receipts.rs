//! A receipt as a page, for whoever looks after the order and for its guest.

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, booked, part};
use e2e::owner::{OWNER, Owner};
use e2e::stack::{Stack, Widget};

use super::looks::judge;

#[tokio::test]
async fn the_receipt_of_an_order_is_a_page_with_the_discount_and_a_way_to_the_file() {
    let stack = Stack::start().await;
    let guests = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&guests);
    guests.goto(&stack.hosted_page(Widget::Neo)).await;
    guest.reach_payment("first@example.com").await;
    guest.apply_code("WELCOME10").await;
    guests.find(&part("summary-discount")).await;
    guest.confirm().await;
    guests.address_with("/c/pay/").await;
    guests.click("#pay").await;
    guests.address_with("/b/kiln-clay").await;
    booked(&guests, "WELCOME10").await;
    guests.close().await;

    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    browser.text_with(&part("order"), "first@example.com").await;
    browser.click("[data-test='order'] a.open").await;
    browser.find(&part("payments")).await;
    let link = "return document.querySelector(\"[data-test='receipt']\").getAttribute('href')";
    let link = browser.run(link).await;
    owner.goto(link.as_str().expect("an address")).await;
    let said = browser.text_with("main", "Discount with WELCOME10").await;
    for text in ["EUR 48.00", "EUR -4.80", "EUR 43.20", "Remaining balance"] {
        assert!(said.contains(text), "{text}: {said}");
    }
    let mut found = Vec::new();
    judge(&owner, "receipt", &mut found).await;
    let file = browser
        .run("return document.querySelector('.ways a').href")
        .await;
    let file = file.as_str().expect("an address").to_owned();
    // The page itself may ask for nothing.
    owner.goto("/businesses").await;
    browser.find("h1").await;
    let media = format!("return fetch('{file}').then((it) => it.headers.get('content-type'))");
    assert_eq!(browser.run(&media).await, "application/pdf");
    browser.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}
