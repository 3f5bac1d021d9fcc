//! What other sites can make a signed-in browser send changes nothing.

use booking_contract::ProblemCode;
use reqwest::{Method, RequestBuilder};
use serde_json::json;

use crate::app::TestApp;
use crate::person::{OWNER, PASSWORD, Person};

const CURRENT: &str = "/v1/sessions/current";
/// What a form can be sent as, and what it cannot.
const MEDIA: [(&str, bool); 5] = [
    ("application/json", true),
    ("application/json; charset=utf-8", true),
    ("text/plain", false),
    ("application/x-www-form-urlencoded", false),
    ("multipart/form-data; boundary=x", false),
];

/// A request that signs out, with the cookie and nothing else that a browser adds.
fn sign_out(app: &TestApp, person: &Person<'_>) -> RequestBuilder {
    let address = format!("{}{CURRENT}", app.url);
    let request = app.http.request(Method::DELETE, address);
    request
        .header("cookie", &person.cookie)
        .header("content-type", "application/json")
}

#[tokio::test]
async fn what_comes_from_another_site_is_refused() {
    let app = TestApp::start().await;
    let person = app.sign_in(OWNER).await;
    let own = app.url.clone();
    let other_port = format!("{own}0");
    let suffix = format!("{own}.evil.example");
    for headers in [
        vec![],
        vec![("origin", "null")],
        vec![("origin", "https://evil.example")],
        vec![("origin", other_port.as_str())],
        vec![("origin", suffix.as_str())],
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("sec-fetch-site", "none")],
        vec![("origin", own.as_str()), ("sec-fetch-site", "cross-site")],
        vec![("origin", "null"), ("sec-fetch-site", "same-origin")],
    ] {
        let mut request = sign_out(&app, &person);
        for (name, value) in &headers {
            request = request.header(*name, *value);
        }
        let answer = app.send(request).await;
        assert_eq!(answer.status, 403, "{headers:?}");
        answer.problem(ProblemCode::ForeignPage);
        assert_eq!(person.get(CURRENT).await.status, 200, "{headers:?}");
    }
    let request = sign_out(&app, &person).header("sec-fetch-site", "same-origin");
    assert_eq!(app.send(request).await.status, 204);
}

#[tokio::test]
async fn what_a_form_can_send_is_refused_with_a_body_and_without() {
    let app = TestApp::start().await;
    for (media, good) in MEDIA {
        let person = app.sign_in(OWNER).await;
        let request = person.request(Method::DELETE, "/v1/sessions");
        let request = request.header("content-type", media);
        let status = app.send(request).await.status.as_u16();
        assert_eq!(status, if good { 204 } else { 415 }, "{media}");
        let body = json!({ "email": OWNER, "password": PASSWORD }).to_string();
        let request = app.page(Method::POST, "/v1/sessions");
        let request = request.header("content-type", media).body(body);
        let status = app.send(request).await.status.as_u16();
        assert_eq!(status, if good { 201 } else { 415 }, "{media}");
    }
    // Without any announcement, as a form's script may send it.
    let request = app
        .sign_in(OWNER)
        .await
        .request(Method::DELETE, "/v1/sessions");
    app.send(request)
        .await
        .problem(ProblemCode::UnsupportedMediaType);
}

#[tokio::test]
async fn nobody_is_signed_in_by_another_site() {
    let app = TestApp::start().await;
    let body = json!({ "email": OWNER, "password": PASSWORD });
    let request = app.http.post(format!("{}/v1/sessions", app.url));
    let request = request.header("origin", "https://evil.example").json(&body);
    let answer = app.send(request).await;
    answer.problem(ProblemCode::ForeignPage);
    assert_eq!(answer.headers.get("set-cookie"), None);
    assert_eq!(app.number("SELECT COUNT(*) FROM user_session").await, 0);
}

#[tokio::test]
async fn no_other_sites_script_reads_what_is_an_owners() {
    let app = TestApp::start().await;
    let person = app.sign_in(OWNER).await;
    // Not even a site that a business has registered for its widget.
    let registered = app
        .books
        .text("SELECT MAX(origin) FROM business_origin")
        .await;
    for path in [CURRENT, "/v1/businesses/kiln-clay"] {
        for origin in [registered.as_str(), "https://evil.example", "null"] {
            let request = app.http.get(format!("{}{path}", app.url));
            let request = request.header("cookie", &person.cookie);
            let answer = app.send(request.header("origin", origin)).await;
            assert_eq!(answer.status, 200);
            for name in [
                "access-control-allow-origin",
                "access-control-allow-credentials",
            ] {
                assert_eq!(answer.headers.get(name), None, "{name} for {origin}");
            }
            assert_eq!(
                answer.headers["cross-origin-resource-policy"],
                "same-origin"
            );
            let asks = app
                .http
                .request(Method::OPTIONS, format!("{}{path}", app.url));
            let asks = asks
                .header("origin", origin)
                .header("access-control-request-method", "DELETE");
            let answer = app.send(asks).await;
            assert_eq!(answer.status, 405);
            assert_eq!(answer.headers.get("access-control-allow-origin"), None);
        }
    }
}
