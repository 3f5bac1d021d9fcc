//! Services, from being made to being put away.

use booking_contract::ProblemCode;
use booking_contract::owner::{CatalogRefusal, OwnerProblem, ServiceList, ServiceView};
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, CLASS, KILN, LESSON, TUESDAY, TestApp, new_key};
use crate::person::{BUSINESS, GROUP, OWNER, Person};

fn at(rest: &str) -> String {
    format!("/v1/businesses/{BUSINESS}/{rest}")
}

#[track_caller]
fn refusal(answer: &Answer) -> CatalogRefusal {
    answer.problem(ProblemCode::CatalogRefused);
    let body: OwnerProblem = serde_json::from_str(&answer.text).expect("a problem");
    body.catalog.expect("a refusal")
}

async fn read(owner: &Person<'_>, id: &str) -> ServiceView {
    owner.get(&at(&format!("services/{id}"))).await.success()
}

async fn edit(owner: &Person<'_>, id: &str, change: Value) -> Answer {
    let stored = read(owner, id).await;
    let mut draft = serde_json::to_value(&stored.draft).expect("JSON");
    for (name, value) in change.as_object().expect("parts") {
        draft[name] = value.clone();
    }
    let body = json!({ "version": stored.version, "draft": draft });
    let path = at(&format!("services/{id}"));
    owner.ask(Method::PUT, &path, Some(body)).await
}

async fn make(owner: &Person<'_>, calendar: &str, draft: Value) -> Answer {
    let body = json!({ "calendar_id": calendar, "draft": draft });
    owner.ask(Method::POST, &at("services"), Some(body)).await
}

fn plain(name: &str) -> Value {
    json!({ "name": name, "unit_price_minor": 3_000, "duration_minutes": 45, "interval_minutes": 15 })
}

async fn order(owner: &Person<'_>) -> Vec<String> {
    let all: ServiceList = owner
        .get(&at(&format!("services?calendar={KILN}")))
        .await
        .success();
    let open = all.services.into_iter().filter(|it| !it.archived);
    open.map(|it| it.id.to_string()).collect()
}

#[tokio::test]
async fn a_service_is_made_with_forms_add_ons_and_staff_and_can_be_booked() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let mut draft = plain("Firing a piece");
    draft["variations"] =
        json!([{ "name": "Small", "unit_price_minor": 1_500, "duration_minutes": 30 }]);
    draft["add_ons"] = json!([{ "name": "Glaze", "unit_price_minor": 400, "quantity_max": 2 }]);
    draft["tax"] = json!({ "percent": "23", "kind": "inclusive" });
    let made: ServiceView = make(&owner, KILN, draft).await.success();
    let form = made.draft.variations[0].id.clone().expect("an id");
    assert!(form.as_str().starts_with("var_"));
    assert!(
        made.draft.add_ons[0]
            .id
            .as_ref()
            .expect("an id")
            .as_str()
            .starts_with("add_")
    );
    let staff = json!([{ "staff_id": "ines-duarte",
        "own_prices": [{ "variation_id": form, "unit_price_minor": 2_000 }] }]);
    edit(&owner, made.id.as_str(), json!({ "staff": staff }))
        .await
        .success::<ServiceView>();
    let page: Value = app.get(&format!("/v1/calendars/{KILN}")).await.success();
    let last = page["services"]
        .as_array()
        .expect("services")
        .last()
        .expect("one");
    assert_eq!(last["name"], "Firing a piece");
    assert_eq!(last["variations"][0]["id"], form.as_str());
    let slots = format!(
        "/v1/calendars/{KILN}/slots?items={}.{form}&from=2026-11-24&to=2026-11-24&zone=Europe/Lisbon",
        made.id
    );
    assert_eq!(app.get(&slots).await.status, 200, "{slots}");
}

#[tokio::test]
async fn a_change_is_for_bookings_to_come_and_touches_none_that_is_booked() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let booked = app.paid(None).await;
    let before = booked.order.quote.clone();
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    edit(
        &owner,
        CLASS,
        json!({ "unit_price_minor": 9_900, "duration_minutes": 60 }),
    )
    .await
    .success::<ServiceView>();
    app.confirm_with(&new_key(), &body)
        .await
        .problem(ProblemCode::QuoteChanged);
    let still = app.order(&booked).await;
    assert_eq!(still.quote, before);
    app.check_books().await;
}

#[tokio::test]
async fn a_service_that_is_put_away_takes_no_more_bookings_and_keeps_those_it_has() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let booked = app.paid(None).await;
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let path = at(&format!("services/{CLASS}/archive"));
    let away: ServiceView = owner.ask(Method::POST, &path, None).await.success();
    assert!(away.archived);
    let page: Value = app.get(&format!("/v1/calendars/{KILN}")).await.success();
    assert!(
        !page["services"]
            .to_string()
            .contains(&format!("\"{CLASS}\""))
    );
    let refused = app.confirm_with(&new_key(), &body).await;
    assert!(refused.status.is_client_error(), "{}", refused.text);
    assert_eq!(app.order(&booked).await.quote, booked.order.quote);
    let back = at(&format!("services/{CLASS}/restore"));
    owner
        .ask(Method::POST, &back, None)
        .await
        .success::<ServiceView>();
    assert_eq!(app.confirm_with(&new_key(), &body).await.status, 201);
    app.check_books().await;
}

#[tokio::test]
async fn services_move_one_place_at_a_time_and_stay_at_the_ends() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let before = order(&owner).await;
    let last = before.last().expect("services").clone();
    let path = at(&format!("services/{last}/move"));
    let down = owner
        .ask(Method::POST, &path, Some(json!({ "to": "last" })))
        .await;
    assert_eq!(down.status, 200);
    assert_eq!(order(&owner).await, before);
    for _ in 1..before.len() {
        owner
            .ask(Method::POST, &path, Some(json!({ "to": "first" })))
            .await
            .success::<ServiceView>();
    }
    let after = order(&owner).await;
    assert_eq!(after[0], last);
    assert_eq!(after[1..], before[..before.len() - 1]);
}

#[tokio::test]
async fn values_that_no_service_can_have_are_refused_by_field() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    for (change, field) in [
        (json!({ "unit_price_minor": -1 }), "price"),
        (json!({ "duration_minutes": 4 }), "duration"),
        (json!({ "interval_minutes": 7 }), "interval"),
        (json!({ "buffer_after_minutes": 1_441 }), "buffers"),
        (json!({ "capacity": 0, "attendees_max": 0 }), "capacity"),
        (json!({ "attendees_max": 2 }), "attendees_max"),
        (json!({ "category": "nowhere" }), "category"),
        (json!({ "locations": ["northlight-chelsea"] }), "locations"),
        (json!({ "staff": [{ "staff_id": "maya-chen" }] }), "staff"),
        (
            json!({ "variations": [{ "id": "mine", "name": "Mine", "unit_price_minor": 1, "duration_minutes": 30 }] }),
            "variations",
        ),
        (
            json!({ "add_ons": [{ "name": "Clay", "unit_price_minor": 1, "quantity_max": 0 }] }),
            "add_ons",
        ),
        (json!({ "cover": "//evil.example/x.png" }), "cover"),
    ] {
        let answer = edit(&owner, LESSON, change.clone()).await;
        assert_eq!(answer.status, 422, "{change}: {}", answer.text);
        let CatalogRefusal::Fields { fields } = refusal(&answer) else {
            panic!("{change}: {}", answer.text);
        };
        let named = serde_json::to_value(fields[0].field).expect("JSON");
        assert_eq!(named, field, "{change}");
    }
}

#[tokio::test]
async fn nobody_reaches_into_another_business() {
    let app = TestApp::start().await;
    let group = app.sign_in(GROUP).await;
    let foreign = group
        .get("/v1/businesses/northlight/services/wheel-class")
        .await;
    foreign.problem(ProblemCode::NotFound);
    let body = json!({ "calendar_id": KILN, "draft": plain("Stray") });
    let stray = group
        .ask(
            Method::POST,
            "/v1/businesses/northlight/services",
            Some(body),
        )
        .await;
    stray.problem(ProblemCode::NotFound);
    let path = "/v1/businesses/northlight/services/wheel-class/archive";
    group
        .ask(Method::POST, path, None)
        .await
        .problem(ProblemCode::NotFound);
}
