//! Every page at three widths, light and dark: barriers, room, and pictures for people to look at.

use e2e::browser::{Browser, Device};
use e2e::guest::part;
use e2e::owner::{OWNER, Owner};
use e2e::stack::Stack;

const WIDTHS: [u32; 3] = [360, 768, 1_280];

/// What is wrong with the page as it is drawn now.
pub(super) async fn judge(owner: &Owner<'_>, name: &str, found: &mut Vec<String>) {
    let browser = owner.browser;
    for width in WIDTHS {
        for scheme in ["light", "dark"] {
            owner.look(width, scheme).await;
            let name = format!("dashboard-{name}-{width}-{scheme}");
            // Chromium paints what stays at the edges where the window is.
            browser.run("scrollTo(0, 0)").await;
            browser.picture(&name).await;
            let wide = "return document.documentElement.scrollWidth > innerWidth";
            if browser.run(wide).await == true {
                found.push(format!("{name} is wider than the window"));
            }
            found.extend(odd_targets(browser, &name, width == 360).await);
            found.extend(squeezed(browser, &name).await);
            let barriers = browser.axe().await.into_iter();
            found.extend(barriers.map(|line| format!("{name}: {line}")));
        }
    }
}

/// Controls that a finger would have to aim at, below 44 px, and such as fill the page.
async fn odd_targets(browser: &Browser, name: &str, is_touched: bool) -> Vec<String> {
    let least = if is_touched { 44 } else { 24 };
    let script = format!(
        "return [...document.querySelectorAll('button, input:not([type=checkbox], [type=radio]), select, a.btn, a.nav')]
        .filter((one) => one.checkVisibility())
        .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
        .filter(([, box]) => box.width > 1 && (box.height < {least} || box.height > 120))
        .map(([html, box]) => `${{Math.round(box.height)}} px: ${{html}}`)"
    );
    let found = browser.run(&script).await;
    let found = found.as_array().cloned().unwrap_or_default();
    found.iter().map(|line| format!("{name}: {line}")).collect()
}

/// Texts that have no room, so that their letters stand one below the other.
async fn squeezed(browser: &Browser, name: &str) -> Vec<String> {
    let script = "return [...document.querySelectorAll('body *')]
        .filter((one) => one.checkVisibility())
        .filter((one) => [...one.childNodes].some((it) => it.nodeType === 3 && it.data.trim().length > 12))
        .map((one) => [one.textContent.slice(0, 60), one.getBoundingClientRect()])
        .filter(([, box]) => box.width > 1 && box.width < 40 && box.height > 60)
        .map(([text, box]) => `${Math.round(box.width)} px wide: ${text}`)";
    let found = browser.run(script).await;
    let found = found.as_array().cloned().unwrap_or_default();
    found.iter().map(|line| format!("{name}: {line}")).collect()
}

#[tokio::test]
async fn every_page_has_room_and_no_barriers_at_three_widths_light_and_dark() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    let mut found = Vec::new();

    owner.goto("/sign-in").await;
    browser.find("#email").await;
    owner.try_to_sign_in(OWNER, "wrong").await;
    browser.find(&part("sign-in-notice")).await;
    judge(&owner, "sign-in", &mut found).await;

    owner.sign_in("group@example.com").await;
    owner.goto("/businesses").await;
    browser.find(".tiles").await;
    judge(&owner, "businesses", &mut found).await;

    owner.open_coupons().await;
    judge(&owner, "coupons", &mut found).await;
    owner
        .goto("/businesses/kiln-clay/coupons?search=nosuchthing")
        .await;
    browser.find(&part("none-found")).await;
    judge(&owner, "coupons-none-found", &mut found).await;

    owner.goto("/businesses/kiln-clay/coupons/new").await;
    browser.fill("#code", "ALLFREE").await;
    browser.fill("#value", "100").await;
    browser.find(&part("finding")).await;
    owner.reach_and_click(&part("more-rules")).await;
    browser.find("#customers").await;
    judge(&owner, "coupon-new", &mut found).await;

    owner.open_coupons().await;
    browser.click("[data-test='coupon'] a.open").await;
    browser.find(&part("facts")).await;
    judge(&owner, "coupon", &mut found).await;

    owner.goto("/businesses/kiln-clay/calendars").await;
    browser.find(&part("calendar")).await;
    judge(&owner, "calendars", &mut found).await;
    owner.goto("/businesses/kiln-clay/calendars/new").await;
    browser.find("#title").await;
    judge(&owner, "calendar-new", &mut found).await;
    owner
        .goto("/businesses/northlight/calendars/northlight-care")
        .await;
    browser.find(&part("service")).await;
    judge(&owner, "calendar", &mut found).await;
    owner
        .goto("/businesses/kiln-clay/services/wheel-lesson")
        .await;
    browser.find(&part("variation")).await;
    judge(&owner, "service", &mut found).await;
    owner.goto("/businesses/northlight/staff").await;
    browser.find(&part("row")).await;
    judge(&owner, "staff", &mut found).await;
    owner.goto("/businesses/kiln-clay/locations").await;
    browser.find(&part("nobody")).await;
    judge(&owner, "locations-empty", &mut found).await;
    owner.goto("/businesses/kiln-clay/hours").await;
    browser.find(&part("day")).await;
    judge(&owner, "hours", &mut found).await;

    browser.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test]
async fn the_side_of_a_narrow_window_is_a_sheet_that_keeps_the_focus() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.look(360, "light").await;
    owner.goto("/sign-in").await;
    owner.try_to_sign_in(OWNER, e2e::owner::PASSWORD).await;
    browser.find(&part("no-orders")).await;
    browser.click(&part("open-side")).await;
    browser.find(&part("side-sheet")).await;
    browser.picture("dashboard-side-360").await;
    assert_eq!(browser.axe().await, Vec::<String>::new());
    browser.focus_on("dialog, dialog *").await;
    browser.press("\u{e00c}").await; // escape
    browser.gone(&part("side-sheet")).await;
    browser.focus_on(&part("open-side")).await;
    browser.close().await;
}

#[tokio::test]
async fn nothing_moves_while_the_list_loads() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    let watch = "window.shifts = 0;
        new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) window.shifts += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });";
    browser.before_every_page(watch).await;
    owner.open_coupons().await;
    let shifts = browser.run("return window.shifts").await;
    assert!(
        shifts.as_f64().is_some_and(|shifts| shifts < 0.01),
        "{shifts}"
    );
    browser.close().await;
}
