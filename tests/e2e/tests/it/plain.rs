//! A booking in a browser that runs no script, and how its pages read and look.

use e2e::browser::{Browser, Device};
use e2e::guest::part;
use e2e::stack::{Stack, Widget};

/// Goes from the first page to the review, and shows every page on the way.
async fn reach_the_review(browser: &Browser, code: &str, look: &impl AsyncFn(&str)) {
    browser.find("button[name='service']").await;
    look("services").await;
    browser
        .click("button[name='service'][value='wheel-class']")
        .await;
    browser.find("#attendees").await;
    look("options").await;
    browser.click("#attendees option[value='2']").await;
    browser.click(".main").await;
    browser.find("button.slot").await;
    look("time").await;
    browser.click("button.slot").await;
    browser.find("#field-name").await;
    look("details").await;
    browser.click(".main").await;
    browser.find(".err").await;
    look("errors").await;
    browser.fill("#field-name", "Test Guest").await;
    browser.fill("#field-email", "guest@example.com").await;
    browser.fill("#field-code", code).await;
    browser.click("#field-consent").await;
    browser.click(".main").await;
    browser.find("dl.facts").await;
    look("review").await;
}

/// Pays on Stripe's page and comes back.
async fn pay(browser: &Browser, look: &impl AsyncFn(&str)) {
    browser.find("a.main[href*='/c/pay/']").await;
    look("leaving").await;
    browser.click("a.main").await;
    browser.address_with("/c/pay/").await;
    assert_eq!(browser.text("#total").await, "€86.40");
    browser.click("#pay").await;
    browser.find(".good").await;
    look("booked").await;
}

#[tokio::test]
async fn without_scripts_a_guest_of_a_host_page_books_with_a_coupon_and_pays() {
    let stack = Stack::start().await;
    let browser = Browser::open_without_scripts(Device::Phone).await;
    let look = async |name: &str| browser.picture(&format!("plain-{name}")).await;
    // The link of the documented snippet leads to the hosted page, and that one to its plain twin.
    browser.goto(&stack.host_page(Widget::Neo)).await;
    browser.click("noscript a").await;
    browser.address_with("/b/kiln-clay/kiln-studio/plain").await;
    reach_the_review(&browser, " welcome10 ", &look).await;
    let review = browser.text("main").await;
    for said in ["WELCOME10 10% off", "€96.00", "−€9.60", "Pay €86.40"] {
        assert!(review.contains(said), "{said}: {review}");
    }
    browser.click(".main").await;
    pay(&browser, &look).await;
    browser.address_with("session_id=").await;
    let booked = browser.text("main").await;
    for said in ["You are booked", "Paid €86.40", "WELCOME10", "Test Guest"] {
        assert!(booked.contains(said), "{said}: {booked}");
    }
    let state = stack.double_state().await.to_string();
    assert!(state.contains("8640"), "{state}");
    browser.close().await;
}

#[tokio::test]
async fn without_scripts_the_frame_of_a_page_leads_to_the_same_forms() {
    let stack = Stack::start().await;
    let browser = Browser::open_without_scripts(Device::Desktop).await;
    browser
        .goto(&stack.frame_page(Widget::Classic, "?theme=dark"))
        .await;
    browser.address_with("/embed/northlight-visits/plain").await;
    browser.find("button[name='service']").await;
    browser.picture("plain-frame-dark").await;
    browser.close().await;
}

#[tokio::test]
async fn without_wasm_the_hosted_page_goes_on_by_itself_and_a_booking_goes_through() {
    let stack = Stack::start().await;
    let browser = Browser::open_without_wasm(Device::Desktop).await;
    let look = async |_: &str| ();
    let page = stack.hosted_page(Widget::Neo);
    browser.goto(&format!("{page}?lang=en")).await;
    browser
        .address_with("/b/kiln-clay/kiln-studio/plain?lang=en")
        .await;
    reach_the_review(&browser, "WELCOME10", &look).await;
    browser.click(".main").await;
    pay(&browser, &look).await;
    browser.close().await;
}

/// Pages of richer calendars that an address leads to.
const MENUS: [(&str, &str); 5] = [
    ("menu", "/b/kiln-clay/kiln-menu/plain?"),
    (
        "menu-options",
        "/b/kiln-clay/kiln-menu/plain?service=wheel-lesson",
    ),
    (
        "menu-extras",
        "/b/kiln-clay/kiln-menu/plain?service=open-wheel",
    ),
    (
        "cart",
        "/b/kiln-clay/kiln-menu/plain?item=open-wheel...2.clay*1&item=wheel-lesson.hour.ines-duarte.1&go=cart",
    ),
    ("locations", "/b/northlight/northlight-care/plain?"),
];

/// Pages of times from which a form is one press away.
const FORMS: [(&str, &str); 2] = [
    (
        "people",
        "/b/kiln-clay/kiln-menu/plain?item=open-wheel...2.clay*1",
    ),
    (
        "questions",
        "/b/northlight/northlight-care/plain?location=northlight-chelsea&item=assessment...1",
    ),
];

#[tokio::test]
async fn axe_finds_nothing_on_the_pages_without_a_program() {
    let stack = Stack::start().await;
    for (device, query) in [
        (Device::Desktop, "theme=light&lang=de"),
        (Device::Phone, "theme=dark&lang=ar"),
        (Device::LargeText, "theme=light&lang=en"),
    ] {
        let browser = Browser::open(device).await;
        let look = async |name: &str| {
            browser.picture(&format!("plain-{device:?}-{name}")).await;
            assert_eq!(browser.axe().await, [""; 0], "{name} {query}");
            let wide = "return document.documentElement.scrollWidth > innerWidth";
            assert_eq!(browser.run(wide).await, false, "{name} {query} is too wide");
        };
        let page = stack.hosted_page(Widget::Neo);
        browser.goto(&format!("{page}/plain?{query}")).await;
        reach_the_review(&browser, "WELCOME10", &look).await;
        browser.click(".main").await;
        browser.find("a.main[href*='/c/pay/']").await;
        look("leaving").await;
        browser.click("a.main").await;
        browser.click("#pay").await;
        // With scripts the widget shows it; the same order on its plain page.
        browser.find(&part("ics")).await;
        let booked = browser.address_with("order=").await;
        let (address, token) = booked.split_once('#').expect("the order's token");
        let (_, asked) = address.split_once('?').expect("a query");
        browser
            .goto(&format!("{page}/plain/order?{asked}&token={token}&{query}"))
            .await;
        browser.find(".good").await;
        look("booked").await;
        browser
            .goto(&format!(
                "{}/b/nobody/nothing?{query}",
                stack.widget_origin()
            ))
            .await;
        browser.find("h1").await;
        look("gone").await;
        for (name, address) in MENUS {
            browser
                .goto(&format!("{}{address}&{query}", stack.widget_origin()))
                .await;
            browser.find("h1").await;
            look(name).await;
        }
        // The form with names of everybody, and the one with every kind of question.
        for (name, address) in FORMS {
            browser
                .goto(&format!("{}{address}&{query}", stack.widget_origin()))
                .await;
            browser.click("button.slot").await;
            browser.find("#field-name").await;
            browser.click(".main").await;
            browser.find(".err").await;
            look(name).await;
        }
        browser.close().await;
    }
}
