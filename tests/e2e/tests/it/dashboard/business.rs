//! The business itself: its settings, people, sites, log, and how a calendar comes to a site.

use e2e::browser::{Browser, Device};
use e2e::guest::part;
use e2e::owner::{OWNER, Owner, PASSWORD};
use e2e::stack::Stack;

use super::looks::judge;

const SETTINGS: &str = "/businesses/kiln-clay/settings";

/// Sets a control that the page draws from a list.
async fn choose(browser: &Browser, css: &str, value: &str) {
    browser.find(css).await;
    let script = format!(
        "const list = document.querySelector(\"{css}\");
        list.value = '{value}';
        list.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    );
    browser.run(&script).await;
}

/// What a control holds.
async fn value(browser: &Browser, css: &str) -> String {
    let script = format!("return document.querySelector(\"{css}\").value");
    browser
        .run(&script)
        .await
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test]
async fn settings_are_changed_and_a_change_of_somebody_else_is_told() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    browser.click(&part("Settings")).await;
    browser.find(&part("settings")).await;
    owner.retype("#hold-minutes", "721").await;
    owner.reach_and_click(&part("save")).await;
    browser
        .text_with(&part("hold-minutes-error"), "1 to 720")
        .await;
    owner.retype("#hold-minutes", "45").await;
    browser.text_with(&part("means-holds"), "45 minutes").await;
    owner.retype("#name", "Kiln").await;

    // Another window saves first.
    let other = Browser::open(Device::Desktop).await;
    let admin = Owner::new(&other, &stack);
    admin.sign_in("admin@example.com").await;
    admin.goto(SETTINGS).await;
    other.find(&part("settings")).await;
    admin.retype("#hold-minutes", "20").await;
    admin.reach_and_click(&part("save")).await;
    other.text_with(&part("toast"), "saved").await;
    other.close().await;

    owner.reach_and_click(&part("save")).await;
    browser.find(&part("overtaken")).await;
    assert_eq!(
        value(&browser, "#name").await,
        "Kiln",
        "nothing typed is lost"
    );
    owner.reach_and_click(&part("take-theirs")).await;
    browser
        .until("theirs are there", async || {
            value(&browser, "#hold-minutes").await == "20"
        })
        .await;
    owner.retype("#name", "Kiln").await;
    owner.reach_and_click(&part("save")).await;
    browser.text_with(&part("toast"), "saved").await;
    browser.text_with(&part("business"), "Kiln").await;
    browser.close().await;
}

#[tokio::test]
async fn somebody_is_invited_joins_gets_another_role_and_is_taken_out() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto("/businesses/kiln-clay/settings/members").await;
    browser.click(&part("invite")).await;
    browser.fill("#invite-email", "new@example.com").await;
    choose(&browser, "#invite-role", "manager").await;
    browser.click(&part("make-link")).await;
    browser.find(&part("invited")).await;
    let link = value(&browser, "#invite-link").await;
    browser.find(&part("open-invitation")).await;

    let theirs = Browser::open(Device::Desktop).await;
    let new = Owner::new(&theirs, &stack);
    theirs.goto(&link).await;
    theirs.text_with(&part("join"), "Kiln").await;
    theirs.fill("#name", "Test New").await;
    theirs.fill("#password", "too short").await;
    theirs.click(&part("join-now")).await;
    theirs.find(&part("password-error")).await;
    new.retype("#password", "a new one's password").await;
    theirs.click(&part("join-now")).await;
    theirs.address_with("/businesses/kiln-clay/orders").await;
    theirs.text_with(&part("account"), "Test New").await;
    theirs.goto("about:blank").await;
    theirs.goto(&link).await;
    theirs.find(&part("invitation-over")).await;

    owner.goto("/businesses/kiln-clay/settings/members").await;
    let row = "[data-test='member'][data-email='new@example.com']";
    browser.find(row).await;
    assert!(!browser.has(&part("open-invitation")).await);
    choose(&browser, &format!("{row} select"), "staff").await;
    browser.text_with(&part("toast"), "is staff now").await;
    browser.click(&part("undo")).await;
    browser.text_with(&part("toast"), "is a manager now").await;
    browser
        .click(&format!("{row} [data-test='take-out']"))
        .await;
    browser.text_with(&part("ask"), "Test New").await;
    browser.click(&part("ask-yes")).await;
    browser.gone(row).await;

    new.goto("/businesses/kiln-clay/coupons").await;
    theirs.find("#email").await;
    theirs.close().await;
    browser.close().await;
}

#[tokio::test]
async fn whoever_has_an_account_joins_a_second_business_with_it() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let physio = Owner::new(&browser, &stack);
    physio.sign_in("physio@example.com").await;
    physio.goto("/businesses/northlight/settings/members").await;
    browser.click(&part("invite")).await;
    browser.fill("#invite-email", "staff@example.com").await;
    browser.click(&part("make-link")).await;
    browser.find(&part("invited")).await;
    let link = value(&browser, "#invite-link").await;
    browser.close().await;

    let theirs = Browser::open(Device::Desktop).await;
    theirs.goto(&link).await;
    theirs.text_with(&part("join"), "Northlight").await;
    theirs.fill("#password", "wrong").await;
    theirs.click(&part("join-now")).await;
    theirs.find(&part("not-joined")).await;
    Owner::new(&theirs, &stack)
        .retype("#password", PASSWORD)
        .await;
    theirs.click(&part("join-now")).await;
    theirs.address_with("/businesses/northlight").await;
    theirs.text_with(&part("account"), "Test Staff").await;
    theirs.close().await;
}

#[tokio::test]
async fn sites_are_named_withdrawn_and_that_taken_back() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto("/businesses/kiln-clay/settings/sites").await;
    browser.find(&part("site")).await;
    browser
        .fill("#site", "https://www.shop.example/booking")
        .await;
    browser.click(&part("add-site")).await;
    browser.text_with(&part("site-error"), "as a whole").await;
    owner.retype("#site", "www.shop.example").await;
    browser.click(&part("add-site")).await;
    browser
        .text_with(&part("toast"), "https://www.shop.example may embed")
        .await;
    let withdraw = "[aria-label='Let https://www.shop.example embed no more']";
    browser.click(withdraw).await;
    browser.gone(withdraw).await;
    browser.click(&part("undo")).await;
    browser.find(withdraw).await;
    browser.close().await;
}

#[tokio::test]
async fn the_log_tells_what_was_done_and_that_it_is_complete() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto("/businesses/kiln-clay/settings/sites").await;
    browser.fill("#site", "www.shop.example").await;
    browser.click(&part("add-site")).await;
    browser.find(&part("toast")).await;
    owner.goto("/businesses/kiln-clay/settings/log").await;
    browser
        .text_with(&part("entry"), "let https://www.shop.example embed")
        .await;
    browser.text_with(&part("chain"), "Complete").await;
    choose(&browser, "#log-kind", "session").await;
    browser.text_with(&part("entry"), "signed in").await;
    choose(&browser, "#log-actor", "usr_demo_staff").await;
    browser.find(&part("no-entries")).await;
    // Whoever comes last of many, by name, can be chosen like everybody.
    let many: Vec<String> = (0..150)
        .map(|number| format!("Test Zoe {number:03}"))
        .collect();
    stack.add_members(&many);
    owner.goto("/businesses/kiln-clay/settings/log").await;
    browser
        .find("#log-actor option[value='usr_added_149']")
        .await;
    choose(&browser, "#log-actor", "usr_added_149").await;
    browser.find(&part("no-entries")).await;
    browser.close().await;
}

#[tokio::test]
async fn the_own_password_is_changed_and_other_browsers_are_signed_out() {
    let stack = Stack::start().await;
    let (browser, other) = (
        Browser::open(Device::Desktop).await,
        Browser::open(Device::Desktop).await,
    );
    let staff = Owner::new(&browser, &stack);
    let elsewhere = Owner::new(&other, &stack);
    staff.sign_in("staff@example.com").await;
    elsewhere.sign_in("staff@example.com").await;
    browser.click(&part("account")).await;
    browser.click(&part("own-account")).await;
    browser.find(&part("own-session")).await;
    assert_eq!(browser.all(&part("own-session")).await.len(), 2);
    browser.fill("#current-password", "wrong").await;
    browser.fill("#new-password", "another demo-password").await;
    browser.click(&part("change-password")).await;
    browser.find(&part("current-password-error")).await;
    staff.retype("#current-password", PASSWORD).await;
    browser.click(&part("change-password")).await;
    browser.text_with(&part("toast"), "changed").await;
    browser
        .until("one session is left", async || {
            browser.all(&part("own-session")).await.len() == 1
        })
        .await;
    elsewhere.goto("/account").await;
    other.find("#email").await;
    elsewhere
        .try_to_sign_in("staff@example.com", "another demo-password")
        .await;
    other.find(&part("account")).await;
    other.close().await;
    browser.close().await;
}

#[tokio::test]
async fn the_lines_for_a_site_follow_what_is_chosen_and_the_widget_is_shown() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner
        .goto("/businesses/kiln-clay/calendars/kiln-studio/embed")
        .await;
    browser
        .text_with(&part("snippet"), "data-calendar=\"kiln-studio\"")
        .await;
    owner.reach_and_click("[data-test='Button']").await;
    browser
        .text_with(&part("snippet"), "data-mode=\"button\"")
        .await;
    choose(&browser, "#language", "de").await;
    browser
        .text_with(&part("snippet"), "data-language=\"de\"")
        .await;
    browser
        .until("the preview follows", async || {
            let source = "return document.querySelector('[data-test=preview]').src";
            let source = browser.run(source).await;
            source
                .as_str()
                .is_some_and(|source| source.contains("language=de"))
        })
        .await;
    // The frame is of the same origin, so that the page can look inside.
    browser
        .until("the widget is there", async || {
            let inside =
                "const frame = document.querySelector('[data-test=preview]').contentDocument;
                return frame !== null && frame.querySelector(\"[data-test='day']\") !== null
                    || frame !== null && frame.querySelectorAll('button').length > 5";
            browser.run(inside).await == true
        })
        .await;
    owner
        .goto("/businesses/kiln-clay/calendars/physio/embed")
        .await;
    browser.text_with("h1", "no such calendar").await;
    browser.close().await;
}

#[tokio::test]
async fn the_pages_of_the_business_have_room_and_no_barriers() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    let mut found = Vec::new();
    owner.sign_in(OWNER).await;

    owner.goto(SETTINGS).await;
    browser.find(&part("settings")).await;
    judge(&owner, "settings", &mut found).await;

    owner.goto("/businesses/kiln-clay/settings/members").await;
    browser.click(&part("invite")).await;
    browser.fill("#invite-email", "new@example.com").await;
    browser.click(&part("make-link")).await;
    browser.find(&part("open-invitation")).await;
    let link = value(&browser, "#invite-link").await;
    judge(&owner, "members", &mut found).await;

    owner.goto("/businesses/kiln-clay/settings/sites").await;
    browser.find(&part("site")).await;
    judge(&owner, "sites", &mut found).await;
    while browser.has(&part("withdraw-site")).await {
        owner.reach_and_click(&part("withdraw-site")).await;
        browser.find(&part("toast")).await;
        owner.goto("/businesses/kiln-clay/settings/sites").await;
        let list = format!("{}, {}", part("site"), part("no-sites"));
        browser.find(&list).await;
    }
    browser.find(&part("no-sites")).await;
    judge(&owner, "sites-empty", &mut found).await;

    owner.goto("/businesses/kiln-clay/settings/log").await;
    browser.text_with(&part("chain"), "Complete").await;
    browser.find(&part("entry")).await;
    judge(&owner, "log", &mut found).await;

    owner
        .goto("/businesses/kiln-clay/calendars/kiln-studio/embed")
        .await;
    browser.find(&part("preview")).await;
    judge(&owner, "embed", &mut found).await;

    owner.goto("/account").await;
    browser.find(&part("own-session")).await;
    judge(&owner, "account", &mut found).await;

    let guest = Browser::open(Device::Desktop).await;
    let invited = Owner::new(&guest, &stack);
    guest.goto(&link).await;
    guest.find(&part("join")).await;
    judge(&invited, "join", &mut found).await;
    guest.close().await;
    browser.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}
