//! Owners choose what a coupon is for, by name.

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, part};
use e2e::owner::{OWNER, Owner, row};
use e2e::stack::{Stack, Widget};

use super::keys::tab_to;
use super::looks::judge;

const ENTER: char = '\u{e007}';
const SPACE: char = ' ';
const NEW: &str = "/businesses/kiln-clay/coupons/new";

/// The box of something to choose.
fn choice(id: &str) -> String {
    format!("input[data-choice='{id}']")
}

/// Begins a coupon that is for what is chosen alone.
async fn begin(owner: &Owner<'_>, code: &str) {
    let browser = owner.browser;
    owner.goto(NEW).await;
    browser.fill("#code", code).await;
    browser.fill("#value", "50").await;
    owner.reach_and_click("#only").await;
    browser
        .text_with("[data-test='scope']", "Nothing is chosen yet")
        .await;
}

#[tokio::test]
async fn a_coupon_is_for_a_service_that_is_searched_and_chosen_by_keys_alone() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    begin(&owner, "ONELESSON").await;
    browser.click("#code").await;
    tab_to(&browser, "#scope-choose").await;
    browser.press_key(ENTER).await;
    browser.find(&choice("calendar:kiln-studio")).await;
    tab_to(&browser, "#scope-search").await;
    browser.press("private").await;
    browser
        .until("only what fits is there", async || {
            browser.all("input[data-choice]").await.len() == 2
        })
        .await;
    // Whoever searches does not mean to save.
    browser.press_key(ENTER).await;
    tab_to(&browser, "input[data-choice='service:private-lesson']").await;
    browser.press_key(SPACE).await;
    browser
        .text_with("[data-test='chip']", "Private wheel lesson")
        .await;
    tab_to(&browser, "[data-test='save']").await;
    browser.press_key(ENTER).await;
    browser.text_with(&part("toast"), "is there").await;
    browser
        .text_with(&row("ONELESSON"), "Private wheel lesson")
        .await;

    let guests = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&guests);
    guests.goto(&stack.hosted_page(Widget::Neo)).await;
    guest.reach_payment("guest@example.com").await;
    guest.apply_code("onelesson").await;
    guests
        .text_with("#booking", "does not apply to what you chose")
        .await;
    guests.close().await;
    browser.close().await;
}

#[tokio::test]
async fn a_calendar_stands_for_all_that_it_sells_and_nothing_at_all_is_not_saved() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    begin(&owner, "STUDIO").await;
    owner.reach_and_click(&part("save")).await;
    browser
        .text_with(&part("scope-error"), "let it be for everything")
        .await;
    browser.focus_on("#scope-choose").await;
    owner.reach_and_click("#scope-choose").await;
    owner
        .reach_and_click(&choice("service:private-lesson"))
        .await;
    owner.reach_and_click(&choice("calendar:kiln-studio")).await;
    browser
        .until("the lesson is chosen along", async || {
            browser.all(&part("chip")).await.len() == 1
                && browser
                    .has("input[data-choice='service:private-lesson']:checked:disabled")
                    .await
        })
        .await;
    browser.gone(&part("scope-error")).await;
    let mut found = Vec::new();
    owner.reach_and_click(&part("more-rules")).await;
    owner.reach_and_click("#staff-choose").await;
    owner.reach_and_click(&choice("ines-duarte")).await;
    judge(&owner, "coupon-choosing", &mut found).await;
    owner.reach_and_click(&part("save")).await;
    browser.text_with(&part("toast"), "is there").await;
    browser.text_with(&row("STUDIO"), "with Inês").await;
    judge(&owner, "coupons-narrow", &mut found).await;
    browser.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test]
async fn what_is_archived_stays_on_the_coupon_that_names_it_until_it_is_taken_out() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    begin(&owner, "SOON").await;
    owner.reach_and_click("#scope-choose").await;
    owner
        .reach_and_click(&choice("service:hand-building"))
        .await;
    owner.reach_and_click(&choice("service:wheel-class")).await;
    owner.reach_and_click(&part("save")).await;
    browser.text_with(&part("toast"), "is there").await;
    owner
        .goto("/businesses/kiln-clay/services/hand-building")
        .await;
    browser.click(&part("archive")).await;
    browser.text_with(&part("toast"), "archived").await;

    owner.open_coupons().await;
    browser.click(&format!("{} a.open", row("SOON"))).await;
    browser.text_with(".chip.gone", "archived").await;
    owner.reach_and_click(".chip.gone button").await;
    browser.gone(".chip.gone").await;
    browser.focus_on("#scope-choose").await;
    owner.reach_and_click("#scope-choose").await;
    browser.find(&choice("service:wheel-class")).await;
    assert!(!browser.has(&choice("service:hand-building")).await);
    owner.reach_and_click(&part("save")).await;
    browser.text_with(&part("toast"), "saved").await;
    browser.close().await;
}

#[tokio::test]
async fn a_fixed_amount_has_other_currencies_and_a_coupon_may_have_no_code() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto(NEW).await;
    browser.find("#codeless").await;
    owner.reach_and_click("#codeless").await;
    browser.gone("#code").await;
    browser.fill("#name", "For our members").await;
    owner.reach_and_click("#amount").await;
    browser.fill("#value", "10").await;
    owner.reach_and_click(&part("add-currency")).await;
    browser.fill("#other-currency-0", "usd").await;
    browser.fill("#other-amount-0", "12").await;
    owner.reach_and_click(&part("save")).await;
    browser.text_with(&part("toast"), "For our members").await;
    browser
        .text_with(&part("coupons"), "€10.00 or $12.00 off")
        .await;
    browser.close().await;
}
