//! The life of a coupon, from the form to the guest and back.

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, booked, part};
use e2e::owner::{OWNER, Owner, row};
use e2e::stack::{Stack, Widget};

const ENTER: &str = "\u{e007}";

/// Makes a coupon with the fields of the simple form.
async fn make(owner: &Owner<'_>, code: &str, percent: &str) {
    let browser = owner.browser;
    owner.open_coupons().await;
    browser.click(&part("add-coupon")).await;
    browser.fill("#code", code).await;
    browser.fill("#value", percent).await;
    browser.press(ENTER).await;
    browser.text_with(&part("toast"), "is there").await;
    browser.find(&row(&code.to_uppercase())).await;
}

#[tokio::test]
async fn a_coupon_is_made_used_kept_from_deletion_and_switched_off() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    make(&owner, "firstfree", "100").await;
    owner.state("FIRSTFREE", "Active").await;

    let guests = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&guests);
    let page = stack.hosted_page(Widget::Neo);
    guests.goto(&page).await;
    guest.reach_payment("guest@example.com").await;
    guest.apply_code("firstfree").await;
    guests.text_with(&part("summary-total"), "€0.00").await;
    guest.confirm().await;
    booked(&guests, "FIRSTFREE").await;

    owner.open_coupons().await;
    browser.text_with(&row("FIRSTFREE"), "1").await;
    owner.act("FIRSTFREE", "delete").await;
    browser.click(&part("ask-yes")).await;
    let said = browser.text_with(&part("ask"), "cannot be deleted").await;
    assert!(said.contains("1 order has used or held it"), "{said}");
    browser.click(&part("ask-yes")).await;
    browser.text_with(&part("toast"), "switched off").await;
    owner.state("FIRSTFREE", "Switched off").await;

    guests.goto(&page).await;
    guest.reach_payment("second@example.com").await;
    guest.apply_code("firstfree").await;
    guests.find(&part("coupon-error")).await;
    guests.close().await;

    browser.click(&part("undo")).await;
    owner.state("FIRSTFREE", "Active").await;
    browser.close().await;
}

#[tokio::test]
async fn a_coupon_that_nobody_used_is_deleted_after_a_yes() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    make(&owner, "NEVERUSED", "10").await;
    owner.act("NEVERUSED", "delete").await;
    browser.click(&part("ask-no")).await;
    browser.gone(&part("ask")).await;
    assert!(browser.has(&row("NEVERUSED")).await);
    owner.act("NEVERUSED", "delete").await;
    browser.click(&part("ask-yes")).await;
    browser.gone(&row("NEVERUSED")).await;
    browser.close().await;
}

#[tokio::test]
async fn a_copy_is_switched_off_and_the_original_stays() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    make(&owner, "ORIGINAL", "10").await;
    let rows = browser.all(&part("coupon")).await.len();
    owner.act("ORIGINAL", "duplicate").await;
    browser.text_with(&part("toast"), "copied").await;
    browser
        .until("there is one more", async || {
            browser.all(&part("coupon")).await.len() == rows + 1
        })
        .await;
    browser.find(&row("ORIGINAL")).await;
    browser.close().await;
}

#[tokio::test]
async fn mistakes_are_named_where_they_are_and_a_taken_code_is_said() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto("/businesses/kiln-clay/coupons/new").await;
    browser.find("#code").await;
    browser.click(&part("save")).await;
    browser.find(&part("code-error")).await;
    browser.find(&part("value-error")).await;
    browser.focus_on("#code").await;
    browser.fill("#code", "welcome10").await;
    browser.fill("#value", "10").await;
    browser.text_with(&part("refusal"), "taken").await;
    browser.click(&part("generate")).await;
    browser
        .until("a code has come", async || {
            let code = browser
                .run("return document.getElementById('code').value")
                .await;
            code.as_str().is_some_and(|code| code.len() == 10)
        })
        .await;
    browser.gone(&part("refusal")).await;
    browser.close().await;
}

#[tokio::test]
async fn the_linter_speaks_while_one_types() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto("/businesses/kiln-clay/coupons/new").await;
    browser.fill("#code", "ALLFREE").await;
    browser.fill("#value", "100").await;
    browser.text_with(".findings", "Everything is free").await;
    browser.close().await;
}

#[tokio::test]
async fn what_was_typed_is_there_after_leaving_and_can_be_given_up() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto("/businesses/kiln-clay/coupons/new").await;
    browser.fill("#code", "HALFWAY").await;
    owner.open_coupons().await;
    browser.click(&part("add-coupon")).await;
    browser.find(&part("restored")).await;
    let code = "return document.getElementById('code').value";
    assert_eq!(browser.run(code).await, "HALFWAY");
    browser.click(&part("discard-kept")).await;
    browser.gone(&part("restored")).await;
    assert_eq!(browser.run(code).await, "");
    browser.close().await;
}

#[tokio::test]
async fn two_owners_at_one_coupon_do_not_write_over_each_other() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    make(&owner, "SHARED", "10").await;
    browser.click(&format!("{} a.open", row("SHARED"))).await;
    owner.retype("#value", "20").await;

    let second = Browser::open(Device::Desktop).await;
    let admin = Owner::new(&second, &stack);
    admin.sign_in("admin@example.com").await;
    admin.open_coupons().await;
    second.click(&format!("{} a.open", row("SHARED"))).await;
    admin.retype("#value", "30").await;
    second.click(&part("save")).await;
    second.text_with(&part("toast"), "saved").await;
    second.close().await;

    browser.click(&part("save")).await;
    browser
        .text_with(&part("refusal"), "Somebody else has changed")
        .await;
    browser.click(&part("take-theirs")).await;
    let value = "return document.getElementById('value').value";
    assert_eq!(browser.run(value).await, "30");
    browser.close().await;
}

#[tokio::test]
async fn the_list_is_searched_filtered_and_its_address_keeps_both() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.open_coupons().await;
    browser.fill(&part("search"), "welcome").await;
    browser.address_with("search=welcome").await;
    browser
        .until("the others are gone", async || {
            browser.all(&part("coupon")).await.len() == 1
        })
        .await;
    browser.client.refresh().await.unwrap();
    browser.find(&row("WELCOME10")).await;
    let typed = "return document.querySelector(\"[data-test='search']\").value";
    assert_eq!(browser.run(typed).await, "welcome");
    browser.fill(&part("search"), "nosuchthing").await;
    browser.click(&part("show-all")).await;
    browser
        .until("all are there", async || {
            browser.all(&part("coupon")).await.len() > 1
        })
        .await;
    browser.close().await;
}

#[tokio::test]
async fn a_further_code_is_made_used_by_a_guest_and_archived() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    make(&owner, "SHARED", "10").await;
    browser.click(&format!("{} a.open", row("SHARED"))).await;
    browser.click(&part("add-code")).await;
    browser.fill("#new-code", "partner").await;
    browser.fill("#new-limit", "5").await;
    browser.press(ENTER).await;
    let partner = "[data-test='promotion-code'][data-code='PARTNER']";
    browser.text_with(partner, "0 of 5").await;

    let guests = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&guests);
    guests.goto(&stack.hosted_page(Widget::Neo)).await;
    guest.reach_payment("guest@example.com").await;
    guest.apply_code("partner").await;
    guests.text_with(&part("summary-total"), "€43.20").await;

    browser
        .click(&format!("{partner} [data-test='code-menu']"))
        .await;
    browser
        .click(&format!("{partner} [data-test='archive']"))
        .await;
    browser.click(&part("ask-yes")).await;
    browser.gone(partner).await;
    guests.renew().await;
    guests.goto(&stack.hosted_page(Widget::Neo)).await;
    guest.reach_payment("second@example.com").await;
    guest.apply_code("partner").await;
    guests.find(&part("coupon-error")).await;
    guests.close().await;
    browser.close().await;
}
