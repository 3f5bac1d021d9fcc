//! What the forms ask for, and what the pages say around them.

use reqwest::StatusCode;

use super::guest::Guest;
use super::{STUDIO, at_the_form};
use crate::app::TestApp;

#[tokio::test]
async fn the_page_runs_nothing_and_posts_to_us_alone() {
    let app = TestApp::start().await;
    for (path, framing) in [(STUDIO, "'none'"), ("/embed/kiln-studio/plain", "'self' ")] {
        let guest = Guest::open(&app, path).await;
        let policy = guest.page.headers["content-security-policy"]
            .to_str()
            .expect("text");
        assert!(policy.contains("default-src 'none'"), "{policy}");
        assert!(policy.contains("form-action 'self'"), "{policy}");
        assert!(!policy.contains("script-src"), "{policy}");
        assert!(
            policy.contains(&format!("frame-ancestors {framing}")),
            "{policy}"
        );
        assert!(!guest.page.text.contains("<script"), "{}", guest.page.text);
        assert!(!guest.page.headers.contains_key("set-cookie"));
        assert_eq!(guest.page.headers["cache-control"], "no-store");
        assert_eq!(guest.page.headers["referrer-policy"], "no-referrer");
    }
}

#[tokio::test]
async fn who_is_named_is_in_no_address() {
    let app = TestApp::start().await;
    let guest = at_the_form(&app, 1).await;
    let (address, _) = guest.sent(None);
    assert!(address.starts_with("post "), "{address}");
    let (address, fields) = guest.sent(Some(("go", "time")));
    assert!(address.starts_with("post "), "{address}");
    assert!(fields.iter().any(|(name, _)| name == "details"));
}

#[tokio::test]
async fn the_form_is_filled_in_as_the_address_asks() {
    let app = TestApp::start().await;
    let address = format!(
        "{STUDIO}?item=wheel-class...1&start=2026-11-24T10:00:00Z&coupon=welcome10&name=Test+Guest&email=guest%40example.com"
    );
    let mut guest = Guest::open(&app, &address).await;
    guest
        .status(StatusCode::OK)
        .does_not_read("Please check the marked fields.");
    guest.fill("consent", "1").go_on().await;
    guest
        .status(StatusCode::OK)
        .reads("WELCOME10 10% off")
        .reads("Pay €43.20");
}

#[tokio::test]
async fn every_error_is_told_at_its_field() {
    let app = TestApp::start().await;
    let mut guest = at_the_form(&app, 1).await;
    guest
        .fill("email", "nobody")
        .fill("phone", "12")
        .go_on()
        .await;
    guest
        .status(StatusCode::UNPROCESSABLE_ENTITY)
        .reads("Please check the marked fields.")
        .reads("Please enter your name.")
        .reads("An e-\u{2060}mail address looks like name@example.com.")
        .reads("Please enter the whole phone number, or leave the field empty.")
        .reads("Please tick the box to go on.");
    for name in ["name", "email", "phone", "consent"] {
        let told = format!("aria-describedby=\"field-{name}");
        assert!(guest.page.text.contains(&told), "{name}");
        assert!(
            guest
                .page
                .text
                .contains(&format!("id=\"field-{name}-error\"")),
            "{name}"
        );
    }
    assert_eq!(guest.page.text.matches(" autofocus").count(), 1);
}

#[tokio::test]
async fn months_turn_within_what_can_be_booked() {
    let app = TestApp::start().await;
    let mut guest = Guest::open(&app, &format!("{STUDIO}?item=private-lesson...1")).await;
    guest
        .reads("November 2026")
        .reads("Times are shown for Lisbon.");
    assert!(
        !guest.page.text.contains("value=\"2026-10\""),
        "no month before the first"
    );
    guest.press("month", "2026-12").await;
    guest.reads("December 2026");
    // What nobody can book is answered by the nearest month.
    let guest = Guest::open(
        &app,
        &format!("{STUDIO}?item=private-lesson...1&month=2199-01"),
    )
    .await;
    guest.status(StatusCode::OK);
}
