//! The dashboard's page and its files.

use booking_companion::pages::bundle::Bundle;
use reqwest::StatusCode;

use super::{Site, built, header};
use crate::app::{Setup, TestApp};

#[tokio::test]
async fn every_address_of_the_dashboard_is_its_page() {
    let site = Site::start().await;
    for path in [
        "/sign-in",
        "/join",
        "/account",
        "/sign-in?next=%2Fbusinesses",
        "/businesses",
        "/businesses/kiln-clay/coupons",
        "/businesses/nowhere/a/b/c",
    ] {
        let page = site.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(page.text, "the dashboard", "{path}");
        assert_eq!(header(&page, "content-type"), "text/html; charset=utf-8");
        assert_eq!(header(&page, "cache-control"), "no-store");
        assert_eq!(header(&page, "x-frame-options"), "DENY");
        let policy = header(&page, "content-security-policy");
        let directives: Vec<&str> = policy.split("; ").collect();
        for directive in [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ] {
            assert!(directives.contains(&directive), "{directive}: {policy}");
        }
        for unsafe_word in ["unsafe-inline", "'unsafe-eval'", "*", "http"] {
            assert!(!policy.contains(unsafe_word), "{unsafe_word}: {policy}");
        }
    }
    for path in ["/sign-in/", "/businesses/", "/sign-in/a"] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn its_files_are_kept_for_ever_and_its_page_is_none_of_them() {
    let site = Site::start().await;
    for (name, kind) in [
        (
            "booking-dashboard-0123456789abcdef_bg.wasm",
            "application/wasm",
        ),
        (
            "booking-dashboard-0123456789abcdef.js",
            "text/javascript; charset=utf-8",
        ),
    ] {
        let file = site.get(&format!("/assets/dashboard/{name}")).await;
        assert_eq!(file.status, StatusCode::OK, "{name}");
        assert_eq!(header(&file, "content-type"), kind);
        let kept = header(&file, "cache-control");
        assert_eq!(kept, "public, max-age=31536000, immutable");
    }
    // There it would have no policy.
    let page = site.get("/assets/dashboard/index.html").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    // The widget is still found beside it.
    assert!(built().widget().is_some());
}

#[tokio::test]
async fn a_dashboard_that_is_not_built_says_so() {
    let site = Site::start_with(Bundle::default()).await;
    let page = site.get("/sign-in").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(header(&page, "cache-control"), "no-store");
}

#[tokio::test]
async fn a_page_of_the_dashboard_stands_alone_in_its_window() {
    let app = TestApp::start_with(Setup {
        https: true,
        ..Setup::default()
    })
    .await;
    let page = app.get("/sign-in").await;
    assert_eq!(header(&page, "cross-origin-opener-policy"), "same-origin");
    assert_eq!(header(&page, "cross-origin-resource-policy"), "same-origin");
    assert_eq!(header(&page, "referrer-policy"), "no-referrer");
    assert_eq!(header(&page, "x-content-type-options"), "nosniff");
    assert!(header(&page, "strict-transport-security").contains("max-age"));
}
