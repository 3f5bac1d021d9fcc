//! What a calendar asks of its guests is checked, question by question.

use booking_contract::{Attendee, Field, FieldProblemCode, OpenOrder, OrderOpened, ProblemCode};

use serde_json::json;

use super::{CARE, FRIDAY, MENU, MONDAY, answers, confirm, confirmation, item};
use crate::app::{TestApp, guest};

#[tokio::test]
#[allow(clippy::too_many_lines, reason = "one table of cases")]
async fn what_the_form_asks_for_is_checked_by_question() {
    use FieldProblemCode::{Malformed, Missing, OutOfRange, Unknown};
    let app = TestApp::start().await;
    let items = || vec![item("assessment", "", "maya-chen", 1)];
    let good = confirmation(&app, CARE, items(), MONDAY, None).await;
    let with = |given: &[(&str, &[&str])]| {
        let mut all = vec![("reason", &["Back"][..]), ("adult", &["true"][..])];
        all.retain(|(id, _)| !given.iter().any(|(other, _)| other == id));
        all.extend_from_slice(given);
        OpenOrder {
            answers: answers(&all),
            ..good.clone()
        }
    };
    let long = "x".repeat(201);
    let cases: Vec<(OpenOrder, Field, Option<u32>, FieldProblemCode)> = vec![
        (with(&[("reason", &[])]), Field::Answers, Some(0), Missing),
        (
            with(&[("reason", &["  "])]),
            Field::Answers,
            Some(0),
            Missing,
        ),
        (
            with(&[("reason", &["Elbow"])]),
            Field::Answers,
            Some(0),
            Unknown,
        ),
        (
            with(&[("reason", &["Back", "Knee"])]),
            Field::Answers,
            Some(0),
            OutOfRange,
        ),
        (
            with(&[("treatments", &["Rest", "Rest"])]),
            Field::Answers,
            Some(1),
            Unknown,
        ),
        (
            with(&[("doctor", &[&long])]),
            Field::Answers,
            Some(2),
            OutOfRange,
        ),
        (
            with(&[("pain", &["much"])]),
            Field::Answers,
            Some(4),
            Malformed,
        ),
        (
            with(&[("pain", &["11"])]),
            Field::Answers,
            Some(4),
            OutOfRange,
        ),
        (
            with(&[("since", &["yesterday"])]),
            Field::Answers,
            Some(5),
            Malformed,
        ),
        (with(&[("adult", &[])]), Field::Answers, Some(6), Missing),
        (with(&[("shoe", &["42"])]), Field::Answers, None, Unknown),
        (
            OpenOrder {
                guest: guest("ana@example.com"),
                ..good.clone()
            },
            Field::Phone,
            None,
            Missing,
        ),
        (
            OpenOrder {
                attendees: vec![Attendee {
                    name: "Rui".parse().expect("a name"),
                    email: None,
                }],
                ..good.clone()
            },
            Field::AttendeeDetails,
            Some(0),
            OutOfRange,
        ),
    ];
    for (body, field, place, code) in cases {
        let answer = confirm(&app, CARE, &body).await;
        let problem = answer.problem(ProblemCode::InvalidField);
        let told = problem.fields[0];
        assert_eq!(
            (told.field, told.place, told.code),
            (field, place, code),
            "{}",
            answer.text
        );
    }
    let mut elsewhere = good.clone();
    elsewhere.request.location_id = None;
    let problem = confirm(&app, CARE, &elsewhere)
        .await
        .problem(ProblemCode::InvalidField);
    assert_eq!(
        (problem.fields[0].field, problem.fields[0].code),
        (Field::Location, Missing)
    );
    let mut formless = confirmation(
        &app,
        CARE,
        vec![item("treatment", "half", "", 1)],
        MONDAY,
        None,
    )
    .await;
    formless.request.items[0].variation_id = None;
    let problem = confirm(&app, CARE, &formless)
        .await
        .problem(ProblemCode::InvalidField);
    assert_eq!(
        (problem.fields[0].field, problem.fields[0].place),
        (Field::Item, Some(0))
    );

    let full = with(&[
        ("doctor", &["  Dr. Lee "]),
        ("treatments", &["Rest", "Massage"]),
        ("pain", &["7"]),
        ("since", &["2026-10-01"]),
    ]);
    let opened: OrderOpened = confirm(&app, CARE, &full).await.success();
    assert_eq!(opened.order.location.expect("a location").name, "Chelsea");
    let kept = app.books.text("SELECT answers FROM orders").await;
    assert!(kept.contains("\"Dr. Lee\""), "{kept}");
    assert_eq!(app.books.text("SELECT language FROM orders").await, "pt");
    app.check_books().await;
}

#[tokio::test]
async fn attendees_are_listed_exactly_with_what_is_asked() {
    use FieldProblemCode::{Missing, OutOfRange, Unknown};
    let app = TestApp::start().await;
    let good = confirmation(
        &app,
        MENU,
        vec![item("open-wheel", "", "", 2)],
        FRIDAY,
        None,
    )
    .await;
    let told = async |body: &OpenOrder| {
        let problem = confirm(&app, MENU, body)
            .await
            .problem(ProblemCode::InvalidField);
        let told = problem.fields[0];
        assert_eq!(told.field, Field::AttendeeDetails);
        (told.place, told.code)
    };
    let mut body = good.clone();
    body.attendees.truncate(1);
    assert_eq!(told(&body).await, (Some(1), Missing));
    let mut body = good.clone();
    body.attendees.push(good.attendees[0].clone());
    assert_eq!(told(&body).await, (Some(2), OutOfRange));
    let mut body = good.clone();
    body.attendees[1].email = Some("rui@example.com".parse().expect("an address"));
    assert_eq!(told(&body).await, (Some(1), Unknown));
    app.sql("UPDATE calendar SET attendee_details = 'names_and_emails'")
        .await;
    assert_eq!(told(&body).await, (Some(0), Missing));
    body.attendees[0].email = Some("ana@example.com".parse().expect("an address"));
    let opened: OrderOpened = confirm(&app, MENU, &body).await.success();
    assert_eq!(opened.order.attendees, body.attendees);
}

#[tokio::test]
async fn what_cannot_even_be_read_is_told_by_its_place() {
    let app = TestApp::start().await;
    let items = vec![item("open-wheel", "", "", 2)];
    let good = confirmation(&app, MENU, items, FRIDAY, None).await;
    let good = serde_json::to_value(good).expect("JSON");
    let cases = [
        (
            "/attendees/1/name",
            json!(" "),
            Field::AttendeeDetails,
            Some(1),
        ),
        (
            "/attendees/0/email",
            json!("ana"),
            Field::AttendeeDetails,
            Some(0),
        ),
        (
            "/request/items/0/staff_id",
            json!("a b"),
            Field::Item,
            Some(0),
        ),
        ("/request/location_id", json!("a b"), Field::Location, None),
        (
            "/answers",
            json!([{ "field_id": 7, "values": [] }]),
            Field::Answers,
            None,
        ),
    ];
    for (pointer, value, field, place) in cases {
        let mut body = good.clone();
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        body.pointer_mut(parent).expect("a parent")[name] = value;
        let request = app
            .http
            .post(format!("{}/v1/calendars/{MENU}/orders", app.url))
            .header("idempotency-key", crate::app::new_key())
            .json(&body);
        let problem = app.send(request).await.problem(ProblemCode::InvalidField);
        let told = problem.fields[0];
        assert_eq!((told.field, told.place), (field, place), "{pointer}");
    }
}
