//! What pages bring along for the first screen.

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
