//! Coupons are tried before anybody sees them, and a code that did not work is looked into.

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, booked, part};
use e2e::owner::{OWNER, Owner};
use e2e::stack::{Stack, Widget};

use super::looks::judge;

const TRY: &str = "/businesses/kiln-clay/coupons/try";

/// The check that failed, as it is drawn.
fn failed() -> String {
    "[data-test='check'][data-outcome='Failed']".to_owned()
}

#[tokio::test]
async fn a_code_is_tried_and_why_it_does_not_work_is_said() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.open_coupons().await;
    browser.click(&part("try-code")).await;
    browser.text_with(&part("verdict"), "Without a code").await;
    browser.fill("#try-code", "lastone").await;
    browser
        .text_with(&part("verdict"), "The code applies")
        .await;
    browser.text_with(&part("sums"), "−€20.00").await;

    owner.retype("#try-code", "spring24").await;
    browser.text_with(&failed(), "It is not over").await;
    browser.text_with(&part("told"), "cannot be used").await;
    owner.retype("#try-code", "clay25").await;
    browser.text_with(&failed(), "€60.00").await;
    browser.text_with(&part("verdict"), "2 attendees").await;
    owner.retype("#try-attendees", "2").await;
    browser
        .text_with(&part("verdict"), "The code applies")
        .await;
    browser.close().await;
}

#[tokio::test]
async fn a_draft_is_worked_out_over_past_bookings() {
    let stack = Stack::start().await;
    let guests = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&guests);
    guests.goto(&stack.hosted_page(Widget::Neo)).await;
    guest.reach_payment("guest@example.com").await;
    guest.apply_code("freeclass").await;
    guests.text_with(&part("summary-total"), "€0.00").await;
    guest.confirm().await;
    booked(&guests, "FREECLASS").await;
    guests.close().await;

    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto("/businesses/kiln-clay/coupons/new").await;
    browser
        .text_with(&part("backtest"), "Fill in the coupon first")
        .await;
    browser.fill("#code", "HALFOFF").await;
    browser.fill("#value", "50").await;
    owner.reach_and_click("#backtest-test").await;
    owner.reach_and_click(&part("backtest-begin")).await;
    let said = browser
        .text_with(&part("backtest-result"), "another coupon")
        .await;
    assert!(said.contains("There were no bookings"), "{said}");
    // Another draft makes the figures those of before.
    owner.retype("#value", "40").await;
    browser
        .text_with(&part("backtest-result"), "changed since")
        .await;
    let mut found = Vec::new();
    judge(&owner, "backtest", &mut found).await;
    browser.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test]
async fn a_draft_is_tried_beside_its_form_before_it_is_saved() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto("/businesses/kiln-clay/coupons/new").await;
    browser.find(&part("not-yet")).await;
    browser.fill("#code", "HALFOFF").await;
    browser.fill("#value", "50").await;
    browser.text_with(&part("sums"), "−€24.00").await;
    owner.reach_and_click(&part("more-rules")).await;
    browser.fill("#minimum", "60").await;
    browser.text_with(&failed(), "€60.00").await;
    browser.fill("#try-attendees", "2").await;
    browser.close().await;
}

#[tokio::test]
async fn an_address_brings_code_and_customer_along() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner
        .goto(&format!("{TRY}?code=POTTER15&customer=member:potter-17"))
        .await;
    browser
        .text_with(&part("verdict"), "The code applies")
        .await;
    owner.goto(&format!("{TRY}?code=POTTER15")).await;
    browser.text_with(&failed(), "other customers").await;
    browser.close().await;
}

#[tokio::test]
async fn what_is_tried_has_room_and_no_barriers_at_three_widths_light_and_dark() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    let mut found = Vec::new();
    owner.sign_in(OWNER).await;
    owner.goto(&format!("{TRY}?code=WELCOME10")).await;
    browser.text_with(&part("verdict"), "applies").await;
    judge(&owner, "try-applies", &mut found).await;
    owner.goto(&format!("{TRY}?code=SPRING24")).await;
    browser.find(&failed()).await;
    judge(&owner, "try-failed", &mut found).await;
    owner.goto("/businesses/kiln-clay/coupons/new").await;
    browser.fill("#code", "HALFOFF").await;
    browser.fill("#value", "50").await;
    browser.text_with(&part("sums"), "−€24.00").await;
    judge(&owner, "try-beside", &mut found).await;
    browser.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Shows the widget of the studio, which begins with a time; the first calendar begins with a menu.
async fn show_the_studio(owner: &Owner<'_>) {
    let browser = owner.browser;
    owner.reach_and_click(&part("show-widget")).await;
    browser.find(&part("widget")).await;
    let address = "return document.querySelector(\"[data-test='widget']\").getAttribute('src')";
    let first = browser.run(address).await;
    let pick = "const list = document.querySelector('#preview-calendar');
        list.value = 'kiln-studio';
        list.dispatchEvent(new Event('change', { bubbles: true }))";
    browser.run(pick).await;
    browser
        .until("another calendar is shown", async || {
            browser.run(address).await != first
        })
        .await;
}

#[tokio::test]
async fn a_coupon_is_seen_in_the_widget_before_it_is_saved_and_nothing_is_booked() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto("/businesses/kiln-clay/coupons/new").await;
    browser
        .text_with(&part("preview"), "before it is saved")
        .await;
    browser.fill("#code", "HALFOFF").await;
    browser.fill("#value", "50").await;
    show_the_studio(&owner).await;
    let mut found = Vec::new();
    judge(&owner, "preview-beside", &mut found).await;
    owner.look(1_280, "light").await;
    owner.retype("#value", "25").await;
    browser
        .text_with(&part("preview"), "how it was before")
        .await;

    browser.enter_widget().await;
    let guest = Guest::new(&browser);
    guest.reach_payment("guest@example.com").await;
    browser.text_with(&part("summary-total"), "€24.00").await;
    guest.confirm().await;
    browser.text_with("#booking", "cannot be booked").await;
    browser.leave_widget().await;

    owner.reach_and_click(&part("renew-widget")).await;
    browser
        .until("what has changed is shown", async || {
            let said = "return document.querySelector(\"[data-test='preview']\").textContent";
            let said = browser.run(said).await;
            said.as_str()
                .is_some_and(|said| !said.contains("how it was before"))
        })
        .await;
    browser.enter_widget().await;
    guest.reach_payment("guest@example.com").await;
    browser.text_with(&part("summary-total"), "€36.00").await;
    browser.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test]
async fn a_code_is_seen_in_the_widget_where_it_is_tried_with_what_the_linter_finds() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto(&format!("{TRY}?code=FREECLASS")).await;
    browser.text_with(&part("verdict"), "applies").await;
    browser.find(&part("open-coupon")).await;
    let said = browser.find(&part("finding")).await.text().await.unwrap();
    assert!(!said.is_empty());
    show_the_studio(&owner).await;
    browser.enter_widget().await;
    let guest = Guest::new(&browser);
    guest.reach_payment("guest@example.com").await;
    browser.text_with(&part("summary-total"), "€0.00").await;
    browser.leave_widget().await;
    let mut found = Vec::new();
    judge(&owner, "try-preview", &mut found).await;
    browser.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}
