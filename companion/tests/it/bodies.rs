//! Bodies: what is read, what is refused, and how that is said.

use std::io::Write as _;

use booking_contract::{Field, FieldProblemCode, ProblemCode};
use reqwest::Body;
use serde_json::json;

use crate::app::{Answer, CLASS, KILN, TUESDAY, TestApp, new_key};

async fn check(app: &TestApp, body: impl Into<Body>) -> Answer {
    check_as(app, "application/json", body).await
}

async fn check_as(app: &TestApp, media: &str, body: impl Into<Body>) -> Answer {
    let url = format!("{}/v1/calendars/{KILN}/coupon-checks", app.url);
    let request = app.http.post(url).header("content-type", media).body(body);
    app.send(request).await
}

#[tokio::test]
async fn a_text_with_a_nul_is_refused_and_its_field_named() {
    let app = TestApp::start().await;
    let order = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let cases = [
        ("/guest/name", json!("Ana\0"), Some(Field::Name)),
        ("/guest/notes", json!("by\0 bus"), Some(Field::Notes)),
        ("/guest/phone", json!("+351\0912345678"), Some(Field::Phone)),
        (
            "/request/items/0/service_id",
            json!("a\0"),
            Some(Field::Service),
        ),
        ("/zone", json!("Europe/\0"), Some(Field::Zone)),
        ("/quote/currency", json!("EU\0"), None),
    ];
    for (pointer, value, field) in cases {
        let mut body = serde_json::to_value(&order).expect("JSON");
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        body.pointer_mut(parent).expect("a parent")[name] = value;
        let request = app
            .http
            .post(format!("{}/v1/calendars/{KILN}/orders", app.url))
            .header("idempotency-key", new_key())
            .json(&body);
        let answer = app.send(request).await;
        assert_eq!(answer.status, 422, "{}", answer.text);
        let problem = answer.problem(ProblemCode::InvalidField);
        let named: Vec<_> = problem.fields.iter().map(|p| (p.field, p.code)).collect();
        let expected = field.map(|field| (field, FieldProblemCode::Malformed));
        assert_eq!(named, expected.into_iter().collect::<Vec<_>>(), "{pointer}");
    }
    // A backslash before the escape makes plain letters of it.
    let plain = json!({"request": {"items": [], "code": "\\u0000"}});
    assert!(!check(&app, plain.to_string()).await.text.contains("U+0000"));
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 0);
}

#[tokio::test]
async fn a_nul_in_an_address_finds_nothing() {
    let app = TestApp::start().await;
    for path in [
        "/v1/calendars/kiln%00studio",
        "/v1/orders/%00",
        "/embed/%00",
        "/assets/%00",
    ] {
        assert_eq!(app.get(path).await.status, 404, "{path}");
    }
    // Neither does what is no text at all.
    for path in [
        "/v1/calendars/%ff",
        "/v1/orders/%C3",
        "/embed/%ff",
        "/demo/%ff",
    ] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        answer.problem(ProblemCode::NotFound);
    }
    let slots = format!("/v1/calendars/{KILN}/slots?from=2026-11-24&to=2026-11-24");
    for query in ["&zone=UTC&items=%00", "&zone=%00&items=wheel-class"] {
        let answer = app.get(&format!("{slots}{query}")).await;
        assert_eq!(answer.status, 422, "{query}");
    }
}

#[tokio::test]
async fn what_is_not_unicode_is_not_json() {
    let app = TestApp::start().await;
    for body in [
        &b"{\"request\":{\"items\":[],\"code\":\"\xff\"}}"[..],
        b"{\"request\":{\"items\":[],\"code\":\"\\ud800\"}}",
        b"\xef\xbb\xbf{}",
        b"{\"request\":{\"items\":[],\"code\":\"\x00\"}}",
    ] {
        let answer = check(&app, body).await;
        answer.problem(ProblemCode::InvalidRequest);
        assert_eq!(answer.status, 400);
    }
}

#[tokio::test]
async fn a_field_comes_once_and_nothing_lies_deep() {
    let app = TestApp::start().await;
    let twice = r#"{"request":{"items":[],"code":"A","code":"B"}}"#;
    let answer = check(&app, twice).await;
    assert!(answer.text.contains("duplicate"), "{}", answer.text);
    assert!(answer.status.is_client_error());
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    check(&app, format!(r#"{{"request":{deep}}}"#))
        .await
        .problem(ProblemCode::InvalidRequest);
    let keys: Vec<String> = (0..3_000).map(|n| format!("\"k{n}\":0")).collect();
    let many = format!("{{{}}}", keys.join(","));
    let answer = check(&app, many).await;
    assert!(answer.status.is_client_error());
}

#[tokio::test]
async fn only_json_in_utf8_and_unpacked_is_read() {
    let app = TestApp::start().await;
    for media in [
        "application/json; charset=iso-8859-1",
        "application/jsonp",
        "text/json",
        "multipart/form-data",
    ] {
        let answer = check_as(&app, media, "{}").await;
        assert_eq!(answer.status, 415, "{media}");
        answer.problem(ProblemCode::UnsupportedMediaType);
    }
    let good = json!({"request": {"items": [], "code": "A"}}).to_string();
    for media in [
        "application/json;charset=UTF-8",
        "Application/JSON; charset=\"utf-8\"",
    ] {
        let answer = check_as(&app, media, good.clone()).await;
        assert_eq!(answer.status, 422, "{media}");
    }
    for coding in ["gzip", "br", "deflate", "zstd", "gzip, identity"] {
        let url = format!("{}/v1/calendars/{KILN}/coupon-checks", app.url);
        let request = app
            .http
            .post(url)
            .header("content-type", "application/json");
        let request = request.header("content-encoding", coding).body("x");
        let answer = app.send(request).await;
        assert_eq!(answer.status, 415, "{coding}");
        answer.problem(ProblemCode::UnsupportedMediaType);
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_told_so_however_it_comes() {
    let app = TestApp::start().await;
    let large = "x".repeat(10_000_000);
    let answer = check(&app, large.clone()).await;
    assert_eq!(answer.status, 413);
    answer.problem(ProblemCode::TooLarge);
    let address = app
        .url
        .strip_prefix("http://")
        .expect("an address")
        .to_owned();
    // In pieces, without saying how many there will be.
    let chunked = tokio::task::spawn_blocking(move || {
        let mut stream = std::net::TcpStream::connect(address).expect("it listens");
        write!(
            stream,
            "POST /v1/calendars/{KILN}/coupon-checks HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
             content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
        )
        .expect("it reads");
        for piece in large.as_bytes().chunks(10_000) {
            write!(stream, "{:x}\r\n", piece.len()).expect("it reads");
            stream.write_all(piece).expect("it reads");
            write!(stream, "\r\n").expect("it reads");
        }
        write!(stream, "0\r\n\r\n").expect("it reads");
        let mut answer = String::new();
        std::io::Read::read_to_string(&mut stream, &mut answer).expect("an answer");
        answer
    });
    let answer = chunked.await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("\"too_large\""), "{answer}");
}
