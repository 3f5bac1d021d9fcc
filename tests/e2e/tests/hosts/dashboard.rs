//! The dashboard in every engine: from the sign-in to a coupon that a guest has used, and out again.

use std::time::{Duration, Instant};

use e2e::browser::{Browser, Engine};
use e2e::guest::{Guest, booked, part};
use e2e::owner::{OWNER, Owner, row};
use e2e::stack::Widget;

use crate::house::{Scene, Visit};
use crate::scenes;

/// The key that follows a link and presses a button.
const RETURN: char = '\u{e006}';
/// How long what was pressed may take before it is pressed again.
const EFFECT: Duration = Duration::from_secs(2);

pub(crate) fn scenes() -> Vec<Scene> {
    scenes![an_owner_makes_a_coupon_sees_who_used_it_and_leaves]
}

async fn an_owner_makes_a_coupon_sees_who_used_it_and_leaves(visit: Visit<'_>) {
    let Visit { stack, browser, .. } = visit;
    let owner = Owner::new(browser, stack);
    owner.goto("/businesses/kiln-clay/coupons").await;
    browser.address_with("/sign-in?next=").await;
    owner.try_to_sign_in(OWNER, e2e::owner::PASSWORD).await;
    press(browser, &part("add-coupon"), "#code").await;
    browser.fill("#code", "walked").await;
    browser.fill("#value", "100").await;
    press(browser, &part("save"), &part("toast")).await;
    browser.text_with(&part("toast"), "is there").await;
    owner.state("WALKED", "Active").await;

    book(visit).await;

    owner.open_coupons().await;
    let open = format!("{} a.open", row("WALKED"));
    press(browser, &open, &part("see-uses")).await;
    press(browser, &part("see-uses"), &part("no-uses")).await;
    browser.click("[data-test='mode'] label:last-child").await;
    let used = browser.text_with(&part("use"), "walked@example.com").await;
    assert!(used.contains("WALKED") && used.contains("€48.00"), "{used}");

    press(browser, &part("account"), &part("sign-out")).await;
    press(browser, &part("sign-out"), "#password").await;
    owner.goto("/businesses/kiln-clay/coupons").await;
    browser.find("#password").await;
    assert!(!browser.has(&part("coupon")).await);
    is_calm(browser).await;
}

/// Presses something by a key until something else is there for it. WebKit's driver presses the place
/// where something was, which goes on while the page works out what the form would do; and a page that
/// has only just come takes the focus from whatever is focused by a script before that.
async fn press(browser: &Browser, css: &str, there: &str) {
    let focus = format!(
        "const pressed = document.querySelector(\"{css}\");
        pressed?.focus();
        return pressed !== null && document.activeElement === pressed"
    );
    let done = async || {
        if browser.run(&focus).await != true {
            return browser.has(there).await;
        }
        browser.press_key(RETURN).await;
        let pressed = Instant::now();
        while pressed.elapsed() < EFFECT {
            if browser.has(there).await {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        false
    };
    browser
        .until(&format!("{css} leads to {there}"), done)
        .await;
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
