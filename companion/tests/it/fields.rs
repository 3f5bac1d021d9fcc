//! Bad input of every field of a confirmation is told by field, and takes nothing.

use booking_contract::{Field, FieldProblemCode, ProblemCode};
use serde_json::{Value, json};

use crate::app::{CLASS, KILN, TUESDAY, TestApp, new_key};

/// Confirms with one value changed, by JSON pointer; none removes it.
async fn check(
    app: &TestApp,
    pointer: &str,
    value: Option<Value>,
    field: Field,
    code: FieldProblemCode,
) {
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let mut body = serde_json::to_value(body).expect("JSON");
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let place = body.pointer_mut(parent).expect("a parent");
    let place = place.as_object_mut().expect("an object");
    match value.clone() {
        Some(value) => place.insert(name.to_owned(), value),
        None => place.remove(name),
    };
    let request = app
        .http
        .post(format!("{}/v1/calendars/{KILN}/orders", app.url))
        .header("idempotency-key", new_key())
        .json(&body);
    let answer = app.send(request).await;
    assert_eq!(answer.status, 422, "{pointer} {value:?}: {}", answer.text);
    let problem = answer.problem(ProblemCode::InvalidField);
    assert_eq!(problem.fields.len(), 1);
    let told = (problem.fields[0].field, problem.fields[0].code);
    assert_eq!(
        told,
        (field, code),
        "{pointer} {value:?}: {}",
        problem.detail
    );
    assert!(!problem.detail.is_empty());
}

#[tokio::test]
#[allow(clippy::too_many_lines, reason = "one table of cases, one line each")]
async fn every_field_of_a_confirmation_is_checked() {
    use FieldProblemCode::{Malformed, Missing, OutOfRange, Unknown};
    let app = TestApp::start().await;
    let long = |length: usize| json!("x".repeat(length));
    let cases = [
        ("/guest/name", None, Field::Name, Missing),
        ("/guest/name", Some(json!("  ")), Field::Name, Missing),
        ("/guest/name", Some(Value::Null), Field::Name, Missing),
        (
            "/guest/name",
            Some(json!("A\u{0}B")),
            Field::Name,
            Malformed,
        ),
        ("/guest/name", Some(long(121)), Field::Name, Malformed),
        ("/guest/name", Some(json!(7)), Field::Name, Malformed),
        ("/guest/email", None, Field::Email, Missing),
        ("/guest/email", Some(json!("")), Field::Email, Missing),
        ("/guest/email", Some(json!("ana")), Field::Email, Malformed),
        (
            "/guest/email",
            Some(json!("ana@example")),
            Field::Email,
            Malformed,
        ),
        (
            "/guest/email",
            Some(json!("a b@example.com")),
            Field::Email,
            Malformed,
        ),
        ("/guest/phone", Some(json!("12")), Field::Phone, Malformed),
        (
            "/guest/phone",
            Some(json!("call me")),
            Field::Phone,
            Malformed,
        ),
        ("/guest/phone", Some(json!("")), Field::Phone, Missing),
        ("/guest/notes", Some(long(1_001)), Field::Notes, Malformed),
        (
            "/guest/notes",
            Some(json!("bell\u{7}")),
            Field::Notes,
            Malformed,
        ),
        ("/starts_at", None, Field::StartsAt, Missing),
        (
            "/starts_at",
            Some(json!("Tuesday")),
            Field::StartsAt,
            Malformed,
        ),
        (
            "/starts_at",
            Some(json!("2026-11-24T10:00:00")),
            Field::StartsAt,
            Malformed,
        ),
        (
            "/starts_at",
            Some(json!("1969-12-31T23:59:59Z")),
            Field::StartsAt,
            OutOfRange,
        ),
        (
            "/starts_at",
            Some(json!("9999-01-01T00:00:00Z")),
            Field::StartsAt,
            OutOfRange,
        ),
        (
            "/starts_at",
            Some(json!("-262143-01-01T00:00:00Z")),
            Field::StartsAt,
            OutOfRange,
        ),
        (
            "/starts_at",
            Some(json!("+262142-12-31T23:59:59Z")),
            Field::StartsAt,
            OutOfRange,
        ),
        ("/zone", None, Field::Zone, Missing),
        ("/zone", Some(json!("Lisbon")), Field::Zone, Unknown),
        ("/zone", Some(json!("")), Field::Zone, Unknown),
        ("/consent", None, Field::Consent, Missing),
        ("/consent", Some(json!(false)), Field::Consent, Missing),
        ("/consent", Some(json!("yes")), Field::Consent, Malformed),
        (
            "/return_to",
            Some(json!("javascript:alert(1)")),
            Field::ReturnTo,
            Malformed,
        ),
        (
            "/return_to",
            Some(json!("not a page")),
            Field::ReturnTo,
            Malformed,
        ),
        (
            "/request/items/0/attendees",
            Some(json!(0)),
            Field::Attendees,
            OutOfRange,
        ),
        (
            "/request/items/0/attendees",
            Some(json!(5)),
            Field::Attendees,
            OutOfRange,
        ),
        (
            "/request/items/0/attendees",
            Some(json!(-1)),
            Field::Attendees,
            Malformed,
        ),
        (
            "/request/items/0/attendees",
            Some(json!(1.5)),
            Field::Attendees,
            Malformed,
        ),
        (
            "/request/items/0/attendees",
            Some(json!(4_294_967_296_u64)),
            Field::Attendees,
            Malformed,
        ),
        (
            "/request/items/0/attendees",
            None,
            Field::Attendees,
            Missing,
        ),
        (
            "/request/items/0/service_id",
            Some(json!("nothing")),
            Field::Service,
            Unknown,
        ),
        (
            "/request/items/0/service_id",
            Some(json!("a b")),
            Field::Service,
            Malformed,
        ),
        (
            "/request/items/0/service_id",
            Some(json!("first-visit")),
            Field::Service,
            Unknown,
        ),
        (
            "/request/items",
            Some(json!([])),
            Field::Service,
            OutOfRange,
        ),
        ("/request/code", Some(json!(10)), Field::Code, Malformed),
    ];
    for (pointer, value, field, code) in cases {
        check(&app, pointer, value, field, code).await;
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM customer").await, 0);
}

#[tokio::test]
async fn fields_that_are_not_asked_for_are_refused() {
    let app = TestApp::start().await;
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let honest = serde_json::to_value(body).expect("JSON");
    for (pointer, name) in [
        ("", "total_minor"),
        ("/guest", "admin"),
        ("/quote", "paid"),
        ("/request", "price"),
    ] {
        let mut body = honest.clone();
        let place = body.pointer_mut(pointer).expect("a place");
        place[name] = json!(1);
        let request = app
            .http
            .post(format!("{}/v1/calendars/{KILN}/orders", app.url))
            .header("idempotency-key", new_key())
            .json(&body);
        let problem = app.send(request).await.problem(ProblemCode::InvalidRequest);
        assert!(problem.detail.contains(name), "{}", problem.detail);
    }
}

#[tokio::test]
async fn what_a_guest_writes_comes_back_as_it_was_written() {
    let app = TestApp::start().await;
    let mut body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    body.guest.name = "  Zoë <b>O'Neil</b>; DROP TABLE orders --"
        .parse()
        .expect("a name");
    body.guest.phone = Some("+351 (21) 123-45".parse().expect("a number"));
    body.guest.notes = Some("Zeile 1\nשלום 🏺".parse().expect("notes"));
    let opened: booking_contract::OrderOpened = app.confirm(&body).await.success();
    assert_eq!(opened.order.guest, body.guest);
    assert_eq!(app.order(&opened).await.guest, body.guest);
}
