//! The files that pages load: the bundle, the loader, covers.

use booking_contract::ProblemCode;
use reqwest::StatusCode;

use super::{GLUE, Site, WASM, header};

const FOR_EVER: &str = "public, max-age=31536000, immutable";

#[tokio::test]
async fn hashed_files_are_kept_for_ever_and_typed_right() {
    let site = Site::start().await;
    let wasm = site.get(&format!("/assets/{WASM}")).await;
    assert_eq!(wasm.status, StatusCode::OK);
    assert_eq!(header(&wasm, "content-type"), "application/wasm");
    assert_eq!(header(&wasm, "cache-control"), FOR_EVER);
    assert_eq!(header(&wasm, "vary"), "Accept-Encoding");
    assert_eq!(header(&wasm, "x-content-type-options"), "nosniff");
    assert_eq!(wasm.text, "\0asm");
    let glue = site.get(&format!("/assets/{GLUE}")).await;
    assert_eq!(
        header(&glue, "content-type"),
        "text/javascript; charset=utf-8"
    );
    // A name without a hash may come back with other bytes.
    let snippet = site.get("/assets/snippets/a/inline0.js").await;
    assert_eq!(header(&snippet, "cache-control"), "public, max-age=3600");
    for missing in [
        "index.html",
        "widget.js",
        "widget-more.js",
        "booking-widget-ffffffffffffffff.js",
        "../Cargo.toml",
    ] {
        let answer = site.get(&format!("/assets/{missing}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{missing}");
    }
    let gone = site.get("/assets/booking-widget-ffffffffffffffff.js").await;
    assert_eq!(header(&gone, "cache-control"), "no-store");
}

#[tokio::test]
async fn brotli_goes_to_those_who_take_it() {
    let site = Site::start().await;
    let path = format!("/assets/{WASM}");
    for (accepts, compressed) in [
        ("gzip, deflate, br, zstd", true),
        ("gzip, BR;q=0.5", true),
        ("*", true),
        ("gzip, br;q=0", false),
        ("br;q=0.000, *", false),
        ("gzip", false),
        ("brotli", false),
    ] {
        let answer = site.get_with(&path, &[("accept-encoding", accepts)]).await;
        let encoding = if compressed { "br" } else { "" };
        assert_eq!(header(&answer, "content-encoding"), encoding, "{accepts}");
        assert_eq!(
            answer.text == "the program, compressed",
            compressed,
            "{accepts}"
        );
        assert_eq!(header(&answer, "content-type"), "application/wasm");
    }
}

#[tokio::test]
async fn a_file_that_the_browser_has_is_not_sent_again() {
    let site = Site::start().await;
    let path = format!("/assets/{WASM}");
    let plain = site.get(&path).await;
    let compressed = site.get_with(&path, &[("accept-encoding", "br")]).await;
    let (plain, compressed) = (header(&plain, "etag"), header(&compressed, "etag"));
    assert!(
        plain.starts_with('"') && compressed.starts_with('"'),
        "strong tags"
    );
    assert_ne!(plain, compressed, "a tag names the bytes that are sent");
    for (known, accepts, again) in [
        (plain.to_owned(), "gzip", true),
        (format!("\"other\", W/{compressed}"), "br", true),
        ("*".to_owned(), "gzip", true),
        (plain.to_owned(), "br", false),
        ("\"other\"".to_owned(), "gzip", false),
    ] {
        let request = site.app.http.get(format!("{}{path}", site.url));
        let request = request
            .header("if-none-match", &known)
            .header("accept-encoding", accepts);
        let answer = site.app.send(request).await;
        let status = if again {
            StatusCode::NOT_MODIFIED
        } else {
            StatusCode::OK
        };
        assert_eq!(answer.status, status, "{known} with {accepts}");
        assert_eq!(answer.text.is_empty(), again);
        assert_eq!(header(&answer, "cache-control"), FOR_EVER);
    }
}

#[tokio::test]
async fn the_loader_may_be_loaded_by_every_site_and_is_renewed_within_minutes() {
    let site = Site::start().await;
    let loader = site.get("/widget.js").await;
    assert_eq!(loader.text, "the loader");
    assert_eq!(
        header(&loader, "content-type"),
        "text/javascript; charset=utf-8"
    );
    assert_eq!(header(&loader, "cache-control"), "public, max-age=300");
    assert_eq!(header(&loader, "access-control-allow-origin"), "*");
    assert_eq!(
        header(&loader, "cross-origin-resource-policy"),
        "cross-origin"
    );
    assert!(!header(&loader, "etag").is_empty());
    let more = site.get("/widget-more.js").await;
    assert_eq!(more.text, "its windows");
    assert_eq!(header(&more, "access-control-allow-origin"), "*");
    let compressed = site
        .get_with("/widget.js", &[("accept-encoding", "br")])
        .await;
    assert_eq!(compressed.text, "the loader, compressed");
}

#[tokio::test]
async fn a_cover_runs_no_scripts_even_when_it_is_opened_by_itself() {
    let site = Site::start().await;
    let cover = site.get("/assets/covers/wheel.svg").await;
    assert_eq!(header(&cover, "content-type"), "image/svg+xml");
    let policy = header(&cover, "content-security-policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"));
    let missing = site.get("/assets/covers/none.svg").await;
    missing.problem(ProblemCode::NotFound);
}
