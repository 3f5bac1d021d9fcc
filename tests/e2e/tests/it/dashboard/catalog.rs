//! What a business sells, from an empty calendar to the guest who books it.

use e2e::browser::{Browser, Device};
use e2e::guest::part;
use e2e::owner::{OWNER, Owner};
use e2e::stack::Stack;

const CALENDARS: &str = "/businesses/kiln-clay/calendars";

/// Types into a field that something stands in.
async fn set(owner: &Owner<'_>, css: &str, text: &str) {
    owner.reach_and_click(css).await;
    owner.retype(css, text).await;
}

#[tokio::test]
async fn an_owner_makes_a_calendar_with_a_service_and_takes_payments() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto(CALENDARS).await;
    browser.find(&part("calendar")).await;
    browser.click(&part("new-calendar")).await;

    // Nothing is said to be wrong before it is tried.
    browser.find("#title").await;
    assert!(!browser.has("#title-error, [data-test='title-error']").await);
    owner.reach_and_click(&part("save")).await;
    browser
        .text_with(&part("title-error"), "Enter a title")
        .await;
    browser.fill("#title", "Firing days").await;
    owner.reach_and_click("#style-classic").await;
    owner.reach_and_click(&part("save")).await;
    browser
        .text_with(&part("toast"), "Firing days is saved")
        .await;
    let made = "[data-test='calendar']:not([data-id^='kiln'])";
    browser.text_with(made, "No payments").await;
    browser.click(&format!("{made} a.open")).await;

    browser.find(&part("no-services")).await;
    browser.find(&part("preview")).await;
    browser.click(&part("embed")).await;
    browser.address_with("/embed").await;
    browser.find(&part("snippet")).await;
    browser.client.back().await.expect("the page before");
    browser.find(&part("no-services")).await;
    owner.reach_and_click("#payments").await;
    owner.reach_and_click("#coupons").await;
    owner.reach_and_click(&part("add-question")).await;
    browser.fill("#question-0-label", "How many pieces?").await;
    owner.reach_and_click(&part("save")).await;
    browser
        .text_with(&part("toast"), "Firing days is saved")
        .await;

    owner.reach_and_click(&part("new-service")).await;
    browser.fill("#name", "A shelf in the kiln").await;
    browser.fill("#price", "35").await;
    owner.reach_and_click(&part("add-variation")).await;
    browser.fill("#variation-0-name", "Half a shelf").await;
    set(&owner, "#variation-0-price", "20").await;
    owner.reach_and_click(&part("save")).await;
    browser
        .text_with(&part("toast"), "A shelf in the kiln is saved")
        .await;
    let line = browser
        .text_with(&part("service"), "A shelf in the kiln")
        .await;
    assert!(line.contains("from €20.00"), "{line}");

    owner.goto(CALENDARS).await;
    let card = browser.text_with(made, "Test payments").await;
    assert!(
        card.contains("Coupon codes") && card.contains("1 service"),
        "{card}"
    );
    let id = format!("return document.querySelector(\"{made}\").dataset.id");
    let id = browser.run(&id).await;
    let id = id.as_str().expect("an id");
    let guests = Browser::open(Device::Desktop).await;
    guests
        .goto(&format!("{}/b/kiln-clay/{id}", stack.widget_origin()))
        .await;
    let menu = guests.text_with("body", "A shelf in the kiln").await;
    assert!(menu.contains("€20.00"), "{menu}");
    guests.text_with("body", "Test mode").await;
    guests.close().await;
    browser.close().await;
}

#[tokio::test]
async fn the_preview_shows_what_is_typed_before_it_is_saved() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto(&format!("{CALENDARS}/kiln-studio")).await;
    browser.find(&part("preview")).await;
    set(&owner, "#title", "Mud and fire").await;
    set(&owner, "#accent", "#884400").await;
    let inside = "const frame = document.querySelector(\"[data-test='preview']\");
        const page = frame.contentDocument;
        return page?.body?.innerText.includes('Mud and fire')
            && getComputedStyle(page.documentElement).getPropertyValue('--bk-l-fill').trim()";
    browser
        .until("the preview follows", async || {
            browser.run(inside).await == "#884400"
        })
        .await;
    let errors = browser.console_errors().await;
    // Before the sign-in nobody was there.
    let ours = errors.iter().filter(|line| !line.contains("401"));
    assert_eq!(ours.collect::<Vec<_>>(), Vec::<&String>::new());
    // It was not saved: a guest sees what was there.
    let guests = Browser::open(Device::Desktop).await;
    guests
        .goto(&format!(
            "{}/b/kiln-clay/kiln-studio",
            stack.widget_origin()
        ))
        .await;
    guests.find("main").await;
    assert!(!guests.text("body").await.contains("Mud and fire"));
    guests.close().await;
    browser.click(&part("discard")).await;
    browser.gone(&part("discard")).await;
    browser.close().await;
}

#[tokio::test]
async fn a_service_moves_by_keyboard_and_is_archived_with_a_way_back() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto(&format!("{CALENDARS}/kiln-menu")).await;
    browser.find(&part("service")).await;
    let order = "return [...document.querySelectorAll(\"[data-test='service'] a.open\")]
        .map((link) => link.textContent)";
    let before = browser.run(order).await;
    let focus =
        "document.querySelectorAll(\"[data-test='service'] [aria-label$='down']\")[0].focus()";
    browser.run(focus).await;
    browser.press("\u{e007}").await; // enter
    browser
        .until("the first two have changed places", async || {
            let now = browser.run(order).await;
            now[0] == before[1] && now[1] == before[0]
        })
        .await;
    owner.reach_and_click("[data-test='service'] a.open").await;
    browser.click(&part("archive")).await;
    browser.find(&part("archived")).await;
    browser.click(&part("undo")).await;
    browser.gone(&part("archived")).await;
    browser.close().await;
}

#[tokio::test]
async fn staff_are_added_and_given_hours_and_a_date_is_closed() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    owner.goto("/businesses/kiln-clay/staff").await;
    browser.find(&part("row")).await;
    browser.click(&part("add")).await;
    browser.fill("#name", "Test Teacher").await;
    browser.click(&part("save")).await;
    browser
        .text_with(&part("toast"), "Test Teacher is saved")
        .await;
    browser.text_with(".lines", "Test Teacher").await;

    owner.goto("/businesses/kiln-clay/hours").await;
    browser.find(&part("day")).await;
    let pick = "const whose = document.querySelector('#whose');
        whose.value = [...whose.options].find((one) => one.text === 'Test Teacher').value;
        whose.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.run(pick).await;
    browser
        .text_with(".group", "those of the business count")
        .await;
    owner
        .reach_and_click("[aria-label='Wednesday'] [data-test='add-hours']")
        .await;
    owner
        .reach_and_click("[aria-label='Wednesday'] [data-test='add-hours']")
        .await;
    owner.reach_and_click(&part("save")).await;
    browser
        .text_with(&part("hours-error"), "Enter both times")
        .await;
    owner
        .reach_and_click("[aria-label='Wednesday'] .rows > :nth-child(2) .icon")
        .await;
    owner.reach_and_click(&part("save")).await;
    browser.text_with(&part("toast"), "hours are saved").await;

    let date = "const date = document.querySelector('#date');
        date.value = '2030-12-24';
        date.dispatchEvent(new Event('input', { bubbles: true }));";
    browser.run(date).await;
    owner.reach_and_click(&part("save-date")).await;
    browser.text_with(&part("toast"), "date is saved").await;
    let dates = "return [...document.querySelectorAll(\"[data-test='date']\")]
        .some((line) => line.textContent.includes('Tue, Dec 24, 2030') && line.textContent.includes('Closed'))";
    assert_eq!(browser.run(dates).await, true);
    browser.close().await;
}

#[tokio::test]
async fn managers_and_staff_change_nothing_that_is_sold() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let manager = Owner::new(&browser, &stack);
    manager.sign_in("manager@example.com").await;
    manager.goto(CALENDARS).await;
    browser.find(&part("nothing-here")).await;
    assert!(
        !browser.has(&part("Calendars")).await,
        "no link in the side"
    );
    browser.close().await;
}
