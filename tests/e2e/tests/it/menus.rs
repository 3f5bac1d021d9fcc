//! Calendars with a menu: several services in one booking, and a form of the calendar's own.

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, booked, part};
use e2e::stack::Stack;

#[tokio::test]
async fn neo_asks_who_comes_and_books_a_class_and_a_talk_with_one_code_and_a_deposit() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Phone).await;
    let guest = Guest::new(&browser);
    let page = format!("{}/b/kiln-clay/kiln-menu", stack.widget_origin());
    browser.goto(&page).await;

    browser.click("#booking-service-0").await;
    browser.click(&part("attendees-more")).await;
    browser.click(&part("extra")).await;
    browser.text_with(&part("open-price"), "€132.00").await;
    browser.click(&part("take")).await;
    browser.click("#booking-service-3").await;
    browser.click(&part("take")).await;
    browser.text_with(&part("cart"), "€157.00").await;
    guest.go_on().await;

    // Who comes is asked before when.
    guest.fill_details("two@example.com").await;
    browser
        .fill(&part("field-attendee-name"), "Second Guest")
        .await;
    guest.go_on().await;
    guest.choose_first_slot().await;
    guest.apply_code("CLAY25").await;
    browser
        .text_with(&part("summary-discount"), "−€15.00")
        .await;
    guest.go_on().await;
    browser.text_with(&part("confirm"), "€71.00").await;
    guest.confirm().await;
    browser.address_with("/c/pay/").await;
    assert_eq!(browser.text("#total").await, "€71.00");
    browser.click("#pay").await;

    browser.address_with("/b/kiln-clay/kiln-menu").await;
    let told = booked(&browser, "€142.00").await;
    for fact in [
        "Open wheel class",
        "Choosing a glaze",
        "Second Guest",
        "CLAY25",
        "€71.00",
    ] {
        assert!(told.contains(fact), "{fact} in {told}");
    }
    browser.close().await;
}

#[tokio::test]
async fn classic_asks_where_first_keeps_what_its_form_was_told_and_goes_on_to_the_practice_s_page()
{
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    let page = format!("{}/b/northlight/northlight-care", stack.widget_origin());
    browser.goto(&page).await;

    // The second practice has no sports massage, the first one has.
    let place = |number: u32| format!("{} label:nth-child({number})", part("location"));
    browser.click(&place(2)).await;
    browser.find("#booking-service-2[aria-disabled=true]").await;
    browser.click(&place(1)).await;
    browser
        .find("#booking-service-2:not([aria-disabled])")
        .await;
    browser.click("#booking-service-0").await;
    browser.click(&part("take")).await;
    guest.go_on().await;
    let start = guest.choose_first_slot().await;
    // The times are those of the practice that was chosen.
    let of_the_practice = browser.requests_to("&location=").await;
    assert!(of_the_practice > 0);
    assert_eq!(of_the_practice, browser.requests_to("/slots?").await);
    guest.go_on().await;

    guest.fill_details("form@example.com").await;
    browser.fill(&part("field-phone"), "212 555 0123").await;
    guest.go_on().await;
    // A question that has to be answered was not: the guest is taken there, and nothing is lost.
    browser.find("[aria-invalid=true]").await;
    browser.click("input[value='Knee']").await;
    browser.click("#booking-answer-6").await;
    guest.go_on().await;
    browser.text_with(&part("confirm"), "$140.00").await;
    guest.confirm().await;
    browser.address_with("/c/pay/").await;
    browser.click("#pay").await;
    browser.address_with("/b/northlight/northlight-care").await;
    let told = booked(&browser, "$140.00").await;
    assert!(told.contains("Chelsea"), "{told}");

    // On to the practice's own page, with the fields that it asked for and no others.
    let address = browser.address_with("/demo/thanks.html").await;
    assert!(address.starts_with(&stack.host_origin()), "{address}");
    // The same instant as RFC 3339 writes it in short.
    let start = start.replace("+00:00", "Z");
    let url = reqwest::Url::parse(&address).unwrap();
    let fields: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let expected = [
        ("service", "assessment"),
        ("starts_at", &*start),
        ("status", "paid"),
    ];
    assert_eq!(fields.len(), expected.len(), "{address}");
    for (name, value) in expected {
        let field = (name.to_owned(), value.to_owned());
        assert!(fields.contains(&field), "{field:?} in {address}");
    }
    assert_eq!(url.fragment(), None, "the order's token stays here");
    let shown = browser.text_with("#told", "assessment").await;
    assert!(shown.contains(&start), "{shown}");
    // The way back leads to the confirmation, and nobody is taken on twice.
    browser.client.back().await.unwrap();
    browser.address_with("/b/northlight/northlight-care").await;
    booked(&browser, "$140.00").await;
    browser.close().await;
}
