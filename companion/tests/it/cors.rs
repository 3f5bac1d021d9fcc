//! Which other sites' scripts may read answers, and what every answer says to browsers.

use booking_contract::{OrderOpened, ProblemCode};
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::json;

use crate::app::{Answer, CLASS, KILN, Setup, TestApp, request};

const SITE: &str = "https://kiln.example";

async fn with_site() -> TestApp {
    let app = TestApp::start().await;
    app.sql(
        "INSERT INTO business_origin (business_id, origin) \
         SELECT business_id, 'https://kiln.example' FROM calendar WHERE id = 'kiln-studio'",
    )
    .await;
    app
}

fn vary(headers: &HeaderMap) -> String {
    let values = headers.get_all("vary").iter();
    let values: Vec<&str> = values.map(|value| value.to_str().expect("text")).collect();
    values.join(", ").to_lowercase()
}

fn allowed(answer: &Answer) -> Option<&str> {
    let origin = answer.headers.get("access-control-allow-origin")?;
    Some(origin.to_str().expect("text"))
}

async fn from(app: &TestApp, method: Method, path: &str, origin: &str) -> Answer {
    let request = app.http.request(method, format!("{}{path}", app.url));
    app.send(request.header("origin", origin)).await
}

#[tokio::test]
async fn a_registered_site_reads_answers_and_problems() {
    let app = with_site().await;
    let calendar = format!("/v1/calendars/{KILN}");
    for path in [calendar.clone(), format!("{calendar}/slots?day=1")] {
        let answer = from(&app, Method::GET, &path, SITE).await;
        assert_eq!(allowed(&answer), Some(SITE), "{path}");
        assert!(vary(&answer.headers).contains("origin"));
        assert!(
            !answer
                .headers
                .contains_key("access-control-allow-credentials")
        );
    }
    let check = app
        .http
        .post(format!("{}{calendar}/coupon-checks", app.url))
        .header("origin", SITE)
        .json(&json!({ "request": request(CLASS, 1, Some("WELCOME10")) }));
    assert_eq!(allowed(&app.send(check).await), Some(SITE));
}

#[tokio::test]
async fn a_registered_site_reads_the_frames_page_and_nobody_elses() {
    let app = with_site().await;
    let frame = format!("/embed/{KILN}");
    assert_eq!(
        allowed(&from(&app, Method::GET, &frame, SITE).await),
        Some(SITE)
    );
    for (path, origin) in [
        (frame.as_str(), "https://other.example"),
        ("/embed/northlight-visits", SITE),
        ("/embed/kiln-studio/plain", SITE),
        ("/b/kiln-clay/kiln-studio", SITE),
    ] {
        let answer = from(&app, Method::GET, path, origin).await;
        assert_eq!(allowed(&answer), None, "{path} by {origin}");
    }
}

#[tokio::test]
async fn an_order_is_read_by_the_site_of_its_business_alone() {
    let app = with_site().await;
    let opened: OrderOpened = app.awaiting(None).await;
    let path = format!("/v1/orders/{}", opened.order.id);
    let answer = from(&app, Method::GET, &path, SITE).await;
    // Even the refusal may be read: the token is missing.
    assert_eq!(answer.status, 404);
    assert_eq!(allowed(&answer), Some(SITE));
    app.sql("DELETE FROM business_origin WHERE origin = 'https://kiln.example'")
        .await;
    for origin in [SITE, "https://other.example"] {
        assert_eq!(allowed(&from(&app, Method::GET, &path, origin).await), None);
    }
    let unknown = from(&app, Method::GET, "/v1/orders/nothing", SITE).await;
    assert_eq!(allowed(&unknown), None);
}

#[tokio::test]
async fn what_looks_like_a_registered_origin_is_none() {
    let app = with_site().await;
    app.sql(
        "INSERT INTO business_origin (business_id, origin) \
         SELECT business_id, 'null' FROM calendar WHERE id = 'kiln-studio'",
    )
    .await;
    for origin in [
        "null",
        "*",
        "http://kiln.example",
        "https://kiln.example:8443",
        "https://kiln.example.evil.example",
        "https://evil-kiln.example",
        "https://www.kiln.example",
        "https://KILN.example",
        "https://kiln.example/",
        "https://kiln.example, https://evil.example",
        "https://kiln.exampl",
        "https://evil.example#https://kiln.example",
    ] {
        for (method, path) in [
            (Method::GET, format!("/v1/calendars/{KILN}")),
            (Method::OPTIONS, format!("/v1/calendars/{KILN}/orders")),
        ] {
            let request = app.http.request(method, format!("{}{path}", app.url));
            let request = request
                .header("origin", origin)
                .header("access-control-request-method", "POST");
            let answer = app.send(request).await;
            assert_eq!(allowed(&answer), None, "{origin}");
            assert!(vary(&answer.headers).contains("origin"), "{origin}");
            assert!(!answer.headers.contains_key("access-control-allow-methods"));
        }
    }
    // Another business's calendar is not this site's.
    let other = from(&app, Method::GET, "/v1/calendars/northlight-visits", SITE).await;
    assert_eq!(other.status, 200);
    assert_eq!(allowed(&other), None);
}

#[tokio::test]
async fn a_browser_that_asks_first_is_told_what_may_be_sent() {
    let app = with_site().await;
    let ask = app
        .http
        .request(
            Method::OPTIONS,
            format!("{}/v1/calendars/{KILN}/orders", app.url),
        )
        .header("origin", SITE)
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "content-type,idempotency-key",
        );
    let answer = app.send(ask).await;
    assert_eq!(answer.status, 204);
    assert_eq!(allowed(&answer), Some(SITE));
    assert_eq!(answer.headers["access-control-allow-methods"], "GET, POST");
    let headers = answer.headers["access-control-allow-headers"]
        .to_str()
        .expect("text");
    for name in ["authorization", "content-type", "idempotency-key"] {
        assert!(headers.contains(name), "{name}");
    }
    assert!(
        !answer
            .headers
            .contains_key("access-control-allow-credentials")
    );
    // Where it is not a browser's question, the method is just another one.
    let plain = app.http.request(
        Method::OPTIONS,
        format!("{}/v1/calendars/{KILN}/orders", app.url),
    );
    app.send(plain).await.problem(ProblemCode::MethodNotAllowed);
}

#[tokio::test]
async fn what_is_not_the_guests_api_is_nobody_elses_to_read() {
    let app = with_site().await;
    for path in ["/healthz", "/readyz", "/v1/stripe/webhooks", "/nowhere"] {
        assert_eq!(
            allowed(&from(&app, Method::GET, path, SITE).await),
            None,
            "{path}"
        );
    }
}

#[tokio::test]
async fn every_answer_tells_browsers_what_it_is_not() {
    let app = with_site().await;
    for path in [
        "/v1/calendars/kiln-studio",
        "/v1/calendars/kiln-studio/slots",
        "/v1/orders/nothing",
        "/v1/stripe/webhooks",
        "/healthz",
        "/nowhere",
        "/openapi.json",
        "/embed/kiln-studio",
        "/b/kiln-clay/kiln-studio",
        "/widget.js",
        "/assets/nothing.js",
    ] {
        let answer = app.get(path).await;
        let header = |name: &str| {
            let value = answer.headers.get(name);
            value
                .map(|value| value.to_str().expect("text").to_owned())
                .unwrap_or_default()
        };
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(
            header("cross-origin-opener-policy"),
            "same-origin",
            "{path}"
        );
        assert!(
            header("content-security-policy").contains("default-src 'none'"),
            "{path}"
        );
        assert!(!header("cross-origin-resource-policy").is_empty(), "{path}");
        assert!(!header("cache-control").is_empty(), "{path}");
        assert!(!header("x-request-id").is_empty(), "{path}");
        assert_eq!(header("strict-transport-security"), "", "{path}");
        // Said twice, a policy would be two.
        for name in [
            "content-security-policy",
            "referrer-policy",
            "cache-control",
        ] {
            assert_eq!(
                answer.headers.get_all(name).iter().count(),
                1,
                "{name} of {path}"
            );
        }
        if path.starts_with("/v1/") {
            assert_eq!(header("cache-control"), "no-store", "{path}");
            assert_eq!(header("x-frame-options"), "DENY", "{path}");
            assert_eq!(
                header("cross-origin-resource-policy"),
                "same-origin",
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn a_frame_may_still_be_framed() {
    let app = with_site().await;
    let answer = app.get("/embed/kiln-studio").await;
    assert!(!answer.headers.contains_key("x-frame-options"));
    assert_eq!(
        answer.headers["cross-origin-resource-policy"],
        "cross-origin"
    );
}

#[tokio::test]
async fn behind_https_browsers_are_told_to_keep_to_it() {
    let app = TestApp::start_with(Setup {
        https: true,
        ..Setup::default()
    })
    .await;
    let answer = app.get("/healthz").await;
    assert_eq!(
        answer.headers["strict-transport-security"],
        "max-age=31536000"
    );
}

#[tokio::test]
async fn a_guest_who_paid_in_a_window_of_a_sandboxed_frame_sees_the_page_to_come_back_to() {
    let app = TestApp::start().await;
    // Browsers show nothing in such a window that sets itself apart from its opener.
    for (path, policy) in [
        ("/b/kiln-clay/kiln-studio?order=ord_1", "unsafe-none"),
        ("/b/kiln-clay/kiln-studio?order=", "same-origin"),
        ("/b/kiln-clay/kiln-studio", "same-origin"),
        ("/embed/kiln-studio?order=ord_1", "same-origin"),
    ] {
        let answer = app.get(path).await;
        let said = answer.headers.get_all("cross-origin-opener-policy");
        assert_eq!(said.iter().collect::<Vec<_>>(), [policy], "{path}");
    }
}
