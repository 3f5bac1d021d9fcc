//! Calendars, from being made to being put away.

use booking_contract::ProblemCode;
use booking_contract::owner::{
    CalendarView, CatalogRefusal, OwnerProblem, ProductList, ServiceList,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, CLASS, KILN, TUESDAY, TestApp, new_key};
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

async fn make(owner: &Person<'_>, draft: Value) -> Answer {
    let body = json!({ "draft": draft });
    owner.ask(Method::POST, &at("calendars"), Some(body)).await
}

async fn read(owner: &Person<'_>, id: &str) -> CalendarView {
    owner.get(&at(&format!("calendars/{id}"))).await.success()
}

/// Changes parts of a calendar's draft.
async fn edit(owner: &Person<'_>, id: &str, change: Value) -> Answer {
    let stored = read(owner, id).await;
    let mut draft = serde_json::to_value(&stored.draft).expect("JSON");
    for (name, value) in change.as_object().expect("parts") {
        draft[name] = value.clone();
    }
    let body = json!({ "version": stored.version, "draft": draft });
    let path = at(&format!("calendars/{id}"));
    owner.ask(Method::PUT, &path, Some(body)).await
}

#[tokio::test]
async fn a_calendar_is_made_shown_to_guests_and_changed() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let answer = make(
        &owner,
        json!({ "title": "Firing days", "style": "classic" }),
    )
    .await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let made: CalendarView = answer.success();
    assert!(made.product.is_none() && !made.draft.payments);
    let page: Value = app
        .get(&format!("/v1/calendars/{}", made.id))
        .await
        .success();
    assert_eq!(page["calendar"]["title"], "Firing days");
    assert_eq!(page["calendar"]["style"], "classic");

    let change = json!({
        "description": "Once a month.\nBring gloves.",
        "theme": { "background": "#F4F1EA", "appearance": "dark", "button": "Choose a day" },
        "accent": "#2148A6",
        "notice_minutes": 90,
        "categories": [{ "id": "", "name": "Stoneware" }],
        "form": [{ "id": "", "label": "How many pieces?", "kind": { "number": { "min": 1 } } }],
        "continue_to": "https://kiln.example/thanks",
        "continue_fields": ["order", "status"],
    });
    let changed: CalendarView = edit(&owner, made.id.as_str(), change).await.success();
    assert_eq!(changed.version, made.version + 1);
    assert_eq!(changed.draft.accent.as_deref(), Some("#2148a6"));
    assert!(changed.draft.categories[0].id.starts_with("cat_"));
    assert!(changed.draft.form[0].id.starts_with("q_"));
    let page: Value = app
        .get(&format!("/v1/calendars/{}", made.id))
        .await
        .success();
    assert_eq!(page["calendar"]["theme"]["button"], "Choose a day");
    assert_eq!(page["calendar"]["form"][0]["label"], "How many pieces?");
}

#[tokio::test]
async fn what_somebody_else_changed_meanwhile_is_not_overwritten() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let stored = read(&owner, KILN).await;
    edit(&owner, KILN, json!({ "location": "Upstairs" }))
        .await
        .success::<CalendarView>();
    let body = json!({ "version": stored.version, "draft": stored.draft });
    let late = owner
        .ask(Method::PUT, &at(&format!("calendars/{KILN}")), Some(body))
        .await;
    assert_eq!(late.status, 409);
    assert_eq!(refusal(&late), CatalogRefusal::Changed);
    assert_eq!(read(&owner, KILN).await.draft.location.as_str(), "Upstairs");
}

#[tokio::test]
async fn values_that_no_calendar_can_have_are_refused_by_field() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    for (change, field) in [
        (json!({ "cover": "https://evil.example/x.png" }), "cover"),
        (json!({ "accent": "red" }), "accent"),
        (json!({ "theme": { "background": "#12" } }), "background"),
        (json!({ "notice_minutes": 600_000 }), "notice"),
        (json!({ "window_days": 731 }), "window"),
        (json!({ "items_max": 0 }), "items_max"),
        (json!({ "locations": ["northlight-chelsea"] }), "locations"),
        (
            json!({ "categories": [{ "id": "mine", "name": "Mine" }] }),
            "categories",
        ),
        (
            json!({ "form": [{ "id": "mine", "label": "Mine", "kind": "text" }] }),
            "form",
        ),
        (
            json!({ "form": [{ "id": "", "label": "Which?", "kind": { "choice": { "options": [] } } }] }),
            "form",
        ),
        (
            json!({ "payment_terms": { "link": { "url": "javascript:alert(1)" } } }),
            "payment_terms",
        ),
        (
            json!({ "deposit": { "flat": { "amount_minor": 0 } } }),
            "deposit",
        ),
        (
            json!({ "continue_to": "http://kiln.example/thanks" }),
            "continue_to",
        ),
    ] {
        let answer = edit(&owner, KILN, change.clone()).await;
        assert_eq!(answer.status, 422, "{change}: {}", answer.text);
        let CatalogRefusal::Fields { fields } = refusal(&answer) else {
            panic!("{change}: {}", answer.text);
        };
        let named = serde_json::to_value(fields[0].field).expect("JSON");
        assert_eq!(named, field, "{change}");
    }
}

#[tokio::test]
async fn a_question_keeps_what_kind_of_answer_it_takes() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let form = json!([{ "id": "", "label": "Since when?", "kind": "date" }]);
    let made: CalendarView = edit(&owner, KILN, json!({ "form": form })).await.success();
    let id = &made.draft.form[0].id;
    let other = json!([{ "id": id, "label": "Since when?", "kind": "text" }]);
    let answer = edit(&owner, KILN, json!({ "form": other })).await;
    assert!(matches!(refusal(&answer), CatalogRefusal::Fields { .. }));
    let worded = json!([{ "id": id, "label": "From which day on?", "kind": "date" }]);
    let same: CalendarView = edit(&owner, KILN, json!({ "form": worded }))
        .await
        .success();
    assert_eq!(same.draft.form[0].id, *id);
}

#[tokio::test]
async fn a_product_comes_with_payments_and_stays_while_they_are_taken() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let made: CalendarView = make(&owner, json!({ "title": "Firing", "style": "neo" }))
        .await
        .success();
    let id = made.id.as_str();
    let paying: CalendarView = edit(&owner, id, json!({ "payments": true }))
        .await
        .success();
    let product = paying.product.expect("a product");
    assert!(!product.deletable);
    let path = at(&format!("products/{}", product.id));
    let kept = owner.ask(Method::DELETE, &path, None).await;
    assert_eq!(kept.status, 409);
    assert_eq!(refusal(&kept), CatalogRefusal::ProductInUse);

    let off: CalendarView = edit(&owner, id, json!({ "payments": false }))
        .await
        .success();
    assert!(off.product.expect("still there").deletable);
    assert_eq!(owner.ask(Method::DELETE, &path, None).await.status, 204);
    let all: ProductList = owner.get(&at("products")).await.success();
    assert!(all.products.iter().all(|it| it.calendar_id != made.id));
    let again: CalendarView = edit(&owner, id, json!({ "payments": true }))
        .await
        .success();
    assert!(again.product.is_some());
    app.check_books().await;
}

#[tokio::test]
async fn without_payments_a_booking_is_an_appointment_and_no_order() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    edit(&owner, KILN, json!({ "payments": false }))
        .await
        .success::<CalendarView>();
    let body = app.confirmation(CLASS, 2, TUESDAY, None).await;
    let opened = app.confirm_with(&new_key(), &body).await;
    assert_eq!(opened.status, 201, "{}", opened.text);
    let opened: booking_contract::OrderOpened = opened.success();
    assert_eq!(opened.order.quote.total_minor, 0);
    // The law of appointments without an order looks at the records of money.
    assert_eq!(app.sql("UPDATE outbox_event SET body = body").await, 0);
    app.check_books().await;
    // It holds its seats, and calling it off gives them back without telling of an order.
    let cancelled = app
        .act(&opened, "cancel", Some(json!({ "refund_minor": 0 })))
        .await;
    assert_eq!(cancelled.status, 200, "{}", cancelled.text);
    app.check_books().await;

    edit(&owner, KILN, json!({ "payments": true }))
        .await
        .success::<CalendarView>();
    let body = app.confirmation(CLASS, 2, TUESDAY, None).await;
    let paid = app.confirm_with(&new_key(), &body).await;
    assert_eq!(paid.status, 201, "{}", paid.text);
    assert!(app.sql("UPDATE outbox_event SET body = body").await > 0);
    app.check_books().await;
}

#[tokio::test]
async fn a_calendar_that_is_put_away_keeps_what_is_booked_and_takes_no_more() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let opened = app.paid(None).await;
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let path = at(&format!("calendars/{KILN}/archive"));
    let away: CalendarView = owner.ask(Method::POST, &path, None).await.success();
    assert!(away.archived);
    app.get(&format!("/v1/calendars/{KILN}"))
        .await
        .problem(ProblemCode::NotFound);
    app.confirm_with(&new_key(), &body)
        .await
        .problem(ProblemCode::NotFound);
    assert_eq!(app.get(&format!("/embed/{KILN}")).await.status, 404);
    // Whoever has booked still comes back to the booking.
    let page = format!("/b/{BUSINESS}/{KILN}?order={}", opened.order.id);
    assert_ne!(app.get(&page).await.status, 404);
    let back = at(&format!("calendars/{KILN}/restore"));
    let back: CalendarView = owner.ask(Method::POST, &back, None).await.success();
    assert!(!back.archived);
    assert_eq!(app.get(&format!("/v1/calendars/{KILN}")).await.status, 200);
}

#[tokio::test]
async fn a_copy_sells_the_same_with_test_payments() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    app.sql("UPDATE calendar SET test_mode = 0").await;
    let path = at(&format!("calendars/{KILN}/duplicate"));
    let copy: CalendarView = owner.ask(Method::POST, &path, None).await.success();
    let original = read(&owner, KILN).await;
    assert!(copy.draft.test_mode && !original.draft.test_mode);
    assert_ne!(copy.draft.title, original.draft.title);
    let services = |id: &str| at(&format!("services?calendar={id}"));
    let of_copy: ServiceList = owner.get(&services(copy.id.as_str())).await.success();
    let of_original: ServiceList = owner.get(&services(KILN)).await.success();
    assert_eq!(of_copy.services.len(), of_original.services.len());
    assert!(
        of_copy
            .services
            .iter()
            .all(|it| !of_original.services.iter().any(|its| its.id == it.id))
    );
    app.check_books().await;
}

#[tokio::test]
async fn every_change_is_in_the_log() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    edit(&owner, KILN, json!({ "window_days": 30 }))
        .await
        .success::<CalendarView>();
    let log: Value = owner.get(&at("log")).await.success();
    let entry = &log["entries"][0];
    assert_eq!(entry["action"], "calendar.edit");
    assert_eq!(entry["subject"], KILN);
    let detail: Value =
        serde_json::from_str(entry["detail"].as_str().expect("text")).expect("JSON");
    assert_eq!(detail["changed"]["window_days"]["is"], 30);
}
