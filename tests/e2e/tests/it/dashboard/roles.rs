//! What each role sees.

use e2e::browser::{Browser, Device};
use e2e::guest::part;
use e2e::owner::{OWNER, Owner};
use e2e::stack::Stack;

#[tokio::test]
async fn a_manager_sees_coupons_and_changes_none() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let manager = Owner::new(&browser, &stack);
    manager.sign_in("manager@example.com").await;
    manager.open_coupons().await;
    assert!(!browser.has(&part("add-coupon")).await);
    assert!(!browser.has(&part("row-menu")).await);
    browser.click("[data-test='coupon'] a.open").await;
    browser.find(&part("facts")).await;
    assert!(!browser.has(&part("save")).await);
    let open = "return [...document.querySelectorAll('form input')]
        .filter((input) => !input.readOnly && !input.disabled).map((input) => input.id)";
    assert_eq!(browser.run(open).await, serde_json::json!([]));
    browser.close().await;
}

#[tokio::test]
async fn staff_are_told_that_there_is_nothing_for_them_and_see_no_coupons() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let staff = Owner::new(&browser, &stack);
    staff.sign_in("staff@example.com").await;
    staff.goto("/businesses/kiln-clay/coupons").await;
    browser.find(&part("nothing-here")).await;
    assert!(!browser.has(&part("Coupons")).await, "no link in the side");
    browser.close().await;
}

#[tokio::test]
async fn a_plan_without_coupons_hides_them_and_says_why() {
    let stack = Stack::start().await;
    stack.put_on_plan("kiln-clay", "basic");
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto("/businesses/kiln-clay/coupons").await;
    browser.text_with(&part("no-plan"), "plan").await;
    assert!(!browser.has(&part("Coupons")).await, "no link in the side");
    browser.close().await;
}

#[tokio::test]
async fn a_business_of_others_is_none() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    for id in ["northlight", "no-such-business"] {
        owner.goto(&format!("/businesses/{id}/coupons")).await;
        browser.text_with("h1", "no such business").await;
    }
    browser.close().await;
}

#[tokio::test]
async fn who_works_for_two_businesses_goes_from_one_to_the_other() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in("group@example.com").await;
    browser.address_with("/businesses").await;
    browser.text_with(".tiles", "Northlight").await;
    owner.open_coupons().await;
    browser.click(&part("business")).await;
    let other = "[...document.querySelectorAll(\"[data-test='other-business']\")]
        .find((line) => line.textContent.includes('Northlight')).click()";
    browser.find(&part("other-business")).await;
    browser.run(other).await;
    browser.address_with("/businesses/northlight/").await;
    browser.text_with(&part("business"), "Northlight").await;
    browser.close().await;
}
