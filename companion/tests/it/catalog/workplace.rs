//! Staff, locations and hours.

use booking_contract::ProblemCode;
use booking_contract::owner::{
    BusinessHours, CatalogRefusal, HoursOf, HoursSaved, LocationRow, OwnerProblem, StaffRow,
    WeekSpan,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, CLASS, TestApp};
use crate::person::{BUSINESS, OWNER, Person};

fn at(rest: &str) -> String {
    format!("/v1/businesses/{BUSINESS}/{rest}")
}

#[track_caller]
fn refusal(answer: &Answer) -> CatalogRefusal {
    answer.problem(ProblemCode::CatalogRefused);
    let body: OwnerProblem = serde_json::from_str(&answer.text).expect("a problem");
    body.catalog.expect("a refusal")
}

async fn hours(owner: &Person<'_>) -> BusinessHours {
    owner.get(&at("hours")).await.success()
}

async fn set(owner: &Person<'_>, of: Value, was: &[WeekSpan], weekly: Value) -> Answer {
    let body = json!({ "of": of, "was": was, "weekly": weekly });
    owner.ask(Method::PUT, &at("hours"), Some(body)).await
}

fn span(weekday: u32, opens: u32, closes: u32) -> Value {
    json!({ "weekday": weekday, "opens_minute": opens, "closes_minute": closes })
}

#[tokio::test]
async fn staff_are_added_changed_ordered_and_leave() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let body = json!({ "draft": { "name": "Test Teacher", "role": "Glazes" } });
    let made: StaffRow = owner
        .ask(Method::POST, &at("staff"), Some(body))
        .await
        .success();
    let path = at(&format!("staff/{}", made.id));
    let edit =
        json!({ "version": made.version, "draft": { "name": "Test Teacher", "role": "Wheel" } });
    let edited: StaffRow = owner
        .ask(Method::PUT, &path, Some(edit.clone()))
        .await
        .success();
    assert_eq!(
        (edited.role.as_str(), edited.version),
        ("Wheel", made.version + 1)
    );
    let stale = json!({ "version": made.version, "draft": { "name": "Somebody Else" } });
    let stale = owner.ask(Method::PUT, &path, Some(stale)).await;
    assert_eq!(refusal(&stale), CatalogRefusal::Changed);
    let first = json!({ "to": "first" });
    owner
        .ask(Method::POST, &format!("{path}/move"), Some(first))
        .await
        .success::<StaffRow>();
    let left: StaffRow = owner
        .ask(Method::POST, &format!("{path}/archive"), None)
        .await
        .success();
    assert!(!left.active);
    let strays = json!({ "draft": { "name": "Stray", "locations": ["northlight-chelsea"] } });
    let stray = owner.ask(Method::POST, &at("staff"), Some(strays)).await;
    assert!(matches!(refusal(&stray), CatalogRefusal::Fields { .. }));
}

#[tokio::test]
async fn who_has_left_is_no_longer_offered() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let names = async || {
        let page: Value = app.get("/v1/calendars/kiln-menu").await.success();
        page["staff"].to_string()
    };
    assert!(names().await.contains("ines-duarte"));
    let path = at("staff/ines-duarte/archive");
    owner
        .ask(Method::POST, &path, None)
        .await
        .success::<StaffRow>();
    assert!(!names().await.contains("ines-duarte"));
    let path = at("staff/ines-duarte/restore");
    owner
        .ask(Method::POST, &path, None)
        .await
        .success::<StaffRow>();
    assert!(names().await.contains("ines-duarte"));
}

#[tokio::test]
async fn a_location_is_added_and_closed() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let body = json!({ "draft": { "name": "Graça", "address": "Largo da Graça" } });
    let made: LocationRow = owner
        .ask(Method::POST, &at("locations"), Some(body))
        .await
        .success();
    let path = at(&format!("locations/{}/archive", made.id));
    let closed: LocationRow = owner.ask(Method::POST, &path, None).await.success();
    assert!(!closed.active);
    let foreign = at("locations/northlight-chelsea/archive");
    owner
        .ask(Method::POST, &foreign, None)
        .await
        .problem(ProblemCode::NotFound);
}

#[tokio::test]
async fn new_hours_count_at_once_and_tell_what_is_booked_outside_of_them() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let booked = app.paid(None).await;
    let was = hours(&owner).await.weekly;
    // On Tuesdays from noon on: what is booked at ten is outside, and stays.
    let weekly = json!([span(2, 720, 1_200), span(3, 600, 1_200)]);
    let saved: HoursSaved = set(&owner, json!("business"), &was, weekly.clone())
        .await
        .success();
    assert_eq!(saved.hours.weekly.len(), 2);
    let outside: Vec<_> = saved
        .outside
        .iter()
        .map(|it| it.order_id.as_str())
        .collect();
    assert_eq!(outside, [booked.order.id.as_str()]);
    assert_eq!(
        app.order(&booked).await.status,
        booked_status(&app, &booked).await
    );
    let slots = app.slots(CLASS, "2026-11-24").await;
    assert!(
        slots
            .slots
            .iter()
            .all(|slot| *slot.starts_at.to_string() >= *"2026-11-24 12")
    );

    let stale = set(&owner, json!("business"), &was, json!([])).await;
    assert_eq!(stale.status, 409);
    assert_eq!(refusal(&stale), CatalogRefusal::Changed);
    let closed: HoursSaved = owner
        .ask(
            Method::PUT,
            &at("hours/dates/2026-11-25"),
            Some(json!({ "spans": [] })),
        )
        .await
        .success();
    assert!(
        closed
            .hours
            .dates
            .iter()
            .any(|it| it.date.to_string() == "2026-11-25" && it.spans.is_empty())
    );
    assert!(app.slots(CLASS, "2026-11-25").await.slots.is_empty());
    let open: HoursSaved = owner
        .ask(Method::DELETE, &at("hours/dates/2026-11-25"), None)
        .await
        .success();
    assert!(
        open.hours
            .dates
            .iter()
            .all(|it| it.date.to_string() != "2026-11-25")
    );
    assert!(!app.slots(CLASS, "2026-11-25").await.slots.is_empty());
    app.check_books().await;
}

async fn booked_status(
    app: &TestApp,
    booked: &booking_contract::OrderOpened,
) -> booking_contract::OrderStatus {
    app.until(booked, "paid").await.status
}

#[tokio::test]
async fn staff_have_hours_of_their_own_or_those_of_the_business() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let of = json!({ "staff": "ines-duarte" });
    let saved: HoursSaved = set(&owner, of.clone(), &[], json!([span(4, 600, 900)]))
        .await
        .success();
    let own = saved
        .hours
        .own
        .iter()
        .find(|it| matches!(&it.of, HoursOf::Staff(id) if id.as_str() == "ines-duarte"));
    let own = own.expect("hours of her own");
    let back: HoursSaved = set(&owner, of, &own.weekly, json!([])).await.success();
    assert_eq!(back.hours.own.len() + 1, saved.hours.own.len());
    let nobody = set(&owner, json!({ "staff": "maya-chen" }), &[], json!([])).await;
    nobody.problem(ProblemCode::NotFound);
}

#[tokio::test]
async fn hours_that_overlap_or_end_before_they_begin_are_refused() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let was = hours(&owner).await.weekly;
    for weekly in [
        json!([span(1, 600, 720), span(1, 700, 800)]),
        json!([span(1, 600, 600)]),
        json!([span(8, 600, 700)]),
        json!([span(0, 600, 700)]),
        json!([span(1, 601, 700)]),
        json!([span(1, 600, 1_445)]),
    ] {
        let answer = set(&owner, json!("business"), &was, weekly.clone()).await;
        assert_eq!(answer.status, 422, "{weekly}: {}", answer.text);
        assert!(matches!(refusal(&answer), CatalogRefusal::Fields { .. }));
    }
    assert_eq!(hours(&owner).await.weekly, was);
    let date = owner
        .ask(
            Method::PUT,
            &at("hours/dates/tomorrow"),
            Some(json!({ "spans": [] })),
        )
        .await;
    date.problem(ProblemCode::NotFound);
}
