//! The dashboard in every engine: from the sign-in to a coupon that a guest has used, and out again.

use e2e::browser::{Browser, Engine};
use e2e::guest::{Guest, booked, part};
use e2e::owner::{OWNER, Owner, row};
use e2e::stack::Widget;

use crate::house::{Scene, Visit};
use crate::scenes;

/// The key that follows a link.
const RETURN: char = '\u{e006}';

pub(crate) fn scenes() -> Vec<Scene> {
    scenes![an_owner_makes_a_coupon_sees_who_used_it_and_leaves]
}

async fn an_owner_makes_a_coupon_sees_who_used_it_and_leaves(visit: Visit<'_>) {
    let Visit { stack, browser, .. } = visit;
    let owner = Owner::new(browser, stack);
    owner.goto("/businesses/kiln-clay/coupons").await;
    browser.address_with("/sign-in?next=").await;
    owner.try_to_sign_in(OWNER, e2e::owner::PASSWORD).await;
    follow(browser, &part("add-coupon")).await;
    browser.find("#code").await;
    browser.fill("#code", "walked").await;
    browser.fill("#value", "100").await;
    owner.reach_and_click(&part("save")).await;
    browser.text_with(&part("toast"), "is there").await;
    owner.state("WALKED", "Active").await;

    book(visit).await;

    owner.open_coupons().await;
    follow(browser, &format!("{} a.open", row("WALKED"))).await;
    follow(browser, &part("see-uses")).await;
    browser.find(&part("no-uses")).await;
    browser.click("[data-test='mode'] label:last-child").await;
    let used = browser.text_with(&part("use"), "walked@example.com").await;
    assert!(used.contains("WALKED") && used.contains("€48.00"), "{used}");

    browser.click(&part("account")).await;
    browser.click(&part("sign-out")).await;
    browser.find("#password").await;
    owner.goto("/businesses/kiln-clay/coupons").await;
    browser.find("#password").await;
    assert!(!browser.has(&part("coupon")).await);
    is_calm(browser).await;
}

/// Follows a link of the page by a key: WebKit's driver presses none that the page itself answers.
async fn follow(browser: &Browser, css: &str) {
    let focus = format!(
        "const link = document.querySelector(\"{css}\");
        link?.focus();
        return link !== null && document.activeElement === link"
    );
    let taken = async || browser.run(&focus).await == true;
    browser
        .until(&format!("{css} takes the focus"), taken)
        .await;
    browser.press_key(RETURN).await;
}

/// A guest of the same browser books with the coupon.
async fn book(Visit { stack, browser, .. }: Visit<'_>) {
    let guest = if browser.engine == Engine::WebKit {
        // Its driver presses the place where a part was, which may have gone on since.
        Guest::at_keyboard(browser)
    } else {
        Guest::new(browser)
    };
    browser.goto(&stack.hosted_page(Widget::Neo)).await;
    guest.reach_payment("walked@example.com").await;
    guest.apply_code("walked").await;
    browser.text_with(&part("summary-total"), "€0.00").await;
    guest.confirm().await;
    booked(browser, "WALKED").await;
}

/// The console holds nothing but that nobody was signed in at first and at last.
async fn is_calm(browser: &Browser) {
    let errors = browser.console_errors().await;
    let ours = errors.iter().filter(|line| !line.contains("401"));
    assert_eq!(ours.collect::<Vec<_>>(), Vec::<&String>::new());
}
