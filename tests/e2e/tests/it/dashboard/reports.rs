//! Who used a coupon, and what bookings come to over time.

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, booked, part};
use e2e::owner::{OWNER, Owner};
use e2e::stack::{Stack, Widget};

use super::looks::judge;

/// A guest books with a code that makes it free.
async fn book(stack: &Stack) {
    let guests = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&guests);
    guests.goto(&stack.hosted_page(Widget::Neo)).await;
    guest.reach_payment("guest@example.com").await;
    guest.apply_code("freeclass").await;
    guests.text_with(&part("summary-total"), "€0.00").await;
    guest.confirm().await;
    booked(&guests, "FREECLASS").await;
    guests.close().await;
}

#[tokio::test]
async fn a_use_is_found_from_its_coupon_and_in_the_reports() {
    let stack = Stack::start().await;
    book(&stack).await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    let mut found = Vec::new();
    owner.sign_in(OWNER).await;
    owner.open_coupons().await;
    browser
        .click("[data-test='coupon'][data-code='FREECLASS'] a.open")
        .await;
    browser.click(&part("see-uses")).await;
    browser.find(&part("no-uses")).await;
    judge(&owner, "uses-empty", &mut found).await;
    browser.click("[data-test='mode'] label:last-child").await;
    let row = browser.text_with(&part("use"), "guest@example.com").await;
    assert!(row.contains("FREECLASS") && row.contains("€48.00"), "{row}");
    browser.text_with(&part("use-totals"), "1 booking").await;
    judge(&owner, "uses", &mut found).await;

    owner.goto("/businesses/kiln-clay/reports").await;
    browser.find(&part("no-bookings")).await;
    judge(&owner, "reports-empty", &mut found).await;
    owner.reach_and_click("#report-test").await;
    browser.text_with(&part("report-sums"), "€48.00").await;
    browser.text_with(&part("report"), "FREECLASS").await;
    owner.reach_and_click("[data-test='numbers'] summary").await;
    judge(&owner, "reports", &mut found).await;
    let file = "const link = document.querySelector(\"[data-test='file-redemptions']\");
        return fetch(link.href).then((it) => it.text());";
    let file = browser.run(file).await;
    let file = file.as_str().expect("a file");
    assert!(file.contains("FREECLASS,"), "{file}");
    browser.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test]
async fn the_widget_shows_a_coupon_beside_its_form() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto("/businesses/kiln-clay/coupons/new").await;
    browser.find(&part("no-preview")).await;
    owner.open_coupons().await;
    browser
        .click("[data-test='coupon'][data-code='WELCOME10'] a.open")
        .await;
    owner.reach_and_click(&part("show-widget")).await;
    browser.find(&part("widget")).await;
    browser
        .until("the widget is there", async || {
            let drawn =
                "const inside = document.querySelector(\"[data-test='widget']\").contentDocument;
                return Boolean(inside && inside.querySelector('button'))";
            browser.run(drawn).await == true
        })
        .await;
    browser.close().await;
}
