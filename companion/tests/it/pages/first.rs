//! The first screen of pages, and what they bring along for it.

use booking_contract::SlotsPage;

use super::Site;
use crate::app::KILN;

#[tokio::test]
async fn a_page_brings_the_times_of_its_first_screen_and_they_are_those_that_one_would_be_told() {
    let site = Site::start().await;
    let cases = [
        ("", "Europe%2FLisbon"),
        ("?zone=America%2FNew_York", "America%2FNew_York"),
        // The business's zone is better than none.
        ("?zone=Nowhere", "Europe%2FLisbon"),
    ];
    for (query, zone) in cases {
        let page = site.get(&format!("/embed/{KILN}{query}")).await;
        let (address, body) = brought(&page.text).expect("a page with times");
        assert!(address.ends_with(&format!("&zone={zone}")), "{address}");
        let brought: SlotsPage = serde_json::from_str(&body).expect("times");
        assert!(!brought.slots.is_empty());
        let told: SlotsPage = site.app.get(&address).await.success();
        assert_eq!(brought, told, "{address}");
    }
}

#[tokio::test]
async fn a_page_for_an_order_and_one_that_begins_with_services_bring_no_times() {
    let site = Site::start().await;
    for path in [
        format!("/embed/{KILN}?order=ord_1"),
        "/embed/kiln-menu".to_owned(),
    ] {
        let page = site.get(&path).await;
        assert_eq!(brought(&page.text), None, "{path}");
    }
}

/// The address and the body of the first answer that a page brings along.
fn brought(page: &str) -> Option<(String, String)> {
    let (_, rest) = page.split_once("type=\"application/json\" id=\"/v1/")?;
    let (address, rest) = rest.split_once("\">")?;
    let (body, _) = rest.split_once("</script>")?;
    let address = format!("/v1/{address}").replace("&amp;", "&");
    Some((address, body.to_owned()))
}

#[tokio::test]
async fn the_first_screen_is_in_the_page_in_the_guest_s_language_with_marks_for_the_browser() {
    let site = Site::start().await;
    for (language, words, week_start) in [
        ("en-US", "Choose a time", 7),
        ("de-AT", "Uhrzeit w\u{e4}hlen", 1),
        ("pt-BR", "", 7),
    ] {
        let headers = [("accept-language", language)];
        let page = site
            .get_with(&format!("/embed/{KILN}"), &headers)
            .await
            .text;
        let drawn = drawn(&page).expect("a first screen");
        assert!(drawn.contains(words), "{language}: {words}");
        // 48 euros, and a time of the day that is open.
        assert!(drawn.contains("\u{e000}m4800EUR2\u{e001}"), "{language}");
        assert!(drawn.contains("data-test=\"slot\"") && drawn.contains("<span>\u{e000}t"));
        assert!(
            page.contains(&format!("data-week=\"{week_start}\"")),
            "{language}"
        );
        assert!(!page.contains("class=\"bones"), "{language}");
    }
}

#[tokio::test]
async fn what_a_business_has_written_stays_text_in_the_first_screen() {
    let site = Site::start().await;
    let title = "UPDATE calendar SET title = '<script>alert(1)</script>'";
    site.app.sql(title).await;
    let page = site.get(&format!("/embed/{KILN}")).await.text;
    let drawn = drawn(&page).expect("a first screen");
    assert!(drawn.contains("&lt;script&gt;alert(1)") && !page.contains("<script>alert"));
}

#[tokio::test]
async fn what_an_address_begins_is_not_drawn_ahead() {
    let site = Site::start().await;
    for query in ["?coupon=A", "?name=B", "?answer.diet=C", "?order=ord_1"] {
        let page = site.get(&format!("/embed/{KILN}{query}")).await.text;
        assert_eq!(drawn(&page), None, "{query}");
        assert!(page.contains("class=\"bones"), "{query}");
    }
}

/// The first screen of a page.
fn drawn(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("<div class=\"drawn\">")?;
    rest.split("</main>").next()
}
