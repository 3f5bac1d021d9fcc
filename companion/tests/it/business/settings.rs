//! How a business is set up.

use booking_contract::ProblemCode;
use booking_contract::owner::SettingsView;
use serde_json::{Value, json};

use super::{ask, times, told};
use crate::app::{CLASS, KILN, TUESDAY, TestApp};
use crate::person::{BUSINESS, OWNER, Person};

async fn read(person: &Person<'_>) -> SettingsView {
    ask(person, "GET", "/settings", None).await.success()
}

/// The settings with some values changed, as a body.
fn with(view: &SettingsView, changes: &Value) -> Value {
    let mut settings = json!(view.settings);
    for (name, value) in changes.as_object().expect("an object") {
        if value.is_null() {
            settings.as_object_mut().expect("an object").remove(name);
        } else {
            settings[name] = value.clone();
        }
    }
    json!({ "version": view.version, "settings": settings })
}

#[tokio::test]
async fn settings_are_read_changed_and_told_to_guests() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let before = read(&owner).await;
    assert_eq!(before.settings.zone, "Europe/Lisbon");
    let body = with(
        &before,
        &json!({
            "name": "Kiln",
            "website": "https://kiln.example",
            "hold_minutes": 45,
            "holds_per_network_max": 7,
            "guests_cancel": false,
            "explain_rejections": true,
        }),
    );
    let after: SettingsView = ask(&owner, "PUT", "/settings", Some(body)).await.success();
    assert_eq!(after, read(&owner).await);
    assert_eq!(after.version, before.version + 1);
    assert_eq!(after.settings.hold_minutes, 45);
    assert_eq!(after.settings.holds_per_network_max, Some(7));

    let page = app.calendar(KILN).await;
    assert_eq!(page.business.name, "Kiln");
    assert_eq!(
        page.business.website.as_deref(),
        Some("https://kiln.example")
    );
    assert!(
        page.calendar.cancellation.is_none(),
        "guests cannot call off"
    );

    let (action, subject, detail) = told(&owner).await.remove(0);
    assert_eq!(
        (action.as_str(), subject.as_str()),
        ("business.settings", BUSINESS)
    );
    assert_eq!(detail["hold_minutes"], json!({ "from": 30, "to": 45 }));
    assert_eq!(detail.get("zone"), None, "what stays is not written down");
}

#[tokio::test]
async fn whoever_read_them_before_somebody_elses_change_is_told() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let before = read(&owner).await;
    let first = with(&before, &json!({ "hold_minutes": 45 }));
    let second = with(&before, &json!({ "hold_minutes": 60 }));
    let done = ask(&owner, "PUT", "/settings", Some(first.clone())).await;
    assert_eq!(done.status, 200);
    let refused = ask(&owner, "PUT", "/settings", Some(second)).await;
    assert_eq!(refused.status, 409);
    refused.problem(ProblemCode::Changed);
    assert_eq!(read(&owner).await.settings.hold_minutes, 45);
    // The same once more changes nothing, and is not written down twice.
    assert_eq!(
        ask(&owner, "PUT", "/settings", Some(first)).await.status,
        200
    );
    assert_eq!(times(&app, "business.settings").await, 1);
}

#[tokio::test]
async fn of_two_changes_at_once_one_is_made() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let before = read(&owner).await;
    let [first, second] =
        [45, 60].map(|minutes| with(&before, &json!({ "hold_minutes": minutes })));
    let (first, second) = tokio::join!(
        ask(&owner, "PUT", "/settings", Some(first)),
        ask(&owner, "PUT", "/settings", Some(second)),
    );
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(read(&owner).await.version, before.version + 1);
}

#[tokio::test]
async fn the_currency_stays_once_something_is_priced() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let before = read(&owner).await;
    assert!(!before.currency_is_free);
    let body = with(&before, &json!({ "currency": "GBP" }));
    let refused = ask(&owner, "PUT", "/settings", Some(body)).await;
    refused.problem(ProblemCode::CurrencyInUse);

    app.sql("INSERT INTO business (id, name, time_zone, currency) VALUES ('new', 'New', 'Europe/Paris', 'EUR')")
        .await;
    app.sql("INSERT INTO membership (user_id, business_id, role) VALUES ('usr_demo_owner', 'new', 'owner')")
        .await;
    let path = "/v1/businesses/new/settings";
    let empty: SettingsView = owner.get(path).await.success();
    assert!(empty.currency_is_free);
    let body = with(&empty, &json!({ "currency": "JPY" }));
    let changed = owner.ask(reqwest::Method::PUT, path, Some(body)).await;
    let changed: SettingsView = changed.success();
    assert_eq!(changed.settings.currency.code(), "JPY");
}

#[tokio::test]
async fn the_currency_stays_also_where_the_first_price_is_just_being_written() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    app.sql("INSERT INTO business (id, name, time_zone, currency) VALUES ('new', 'New', 'Europe/Paris', 'EUR')")
        .await;
    app.sql("INSERT INTO membership (user_id, business_id, role) VALUES ('usr_demo_owner', 'new', 'owner')")
        .await;
    let post = async |path: &str, body: Value| {
        let path = format!("/v1/businesses/new/{path}");
        owner.ask(reqwest::Method::POST, &path, Some(body)).await
    };
    let calendar = json!({ "draft": { "title": "Studio", "style": "neo", "test_mode": true } });
    let calendar: Value = post("calendars", calendar).await.success();
    let path = "/v1/businesses/new/settings";
    let empty: SettingsView = owner.get(path).await.success();
    assert!(empty.currency_is_free);
    let service = json!({
        "calendar_id": calendar["id"],
        "draft": { "name": "Lesson", "unit_price_minor": 3_000, "duration_minutes": 45,
            "interval_minutes": 15 },
    });
    app.books.linger("INSERT ON service").await;
    let there = "SELECT COUNT(*) FROM service s JOIN calendar c ON c.id = s.calendar_id \
                 WHERE c.business_id = 'new'";
    let (made, refused) = tokio::join!(post("services", service), async {
        app.books.until_lingering(there).await;
        let body = with(&empty, &json!({ "currency": "JPY" }));
        owner.ask(reqwest::Method::PUT, path, Some(body)).await
    });
    made.success::<Value>();
    refused.problem(ProblemCode::CurrencyInUse);
}

#[tokio::test]
async fn another_zone_moves_no_coupon_and_no_booking() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let draft = json!({
        "name": "Spring", "code": "SPRING", "ends": "2026-12-31",
        "benefit": { "percent": { "percent": "10" } },
    });
    let made = ask(&owner, "POST", "/coupons", Some(json!({ "draft": draft }))).await;
    let made: Value = made.success();
    let (id, ends_at) = (&made["coupon"]["id"], &made["coupon"]["ends_at"]);
    assert_eq!(made["coupon"]["draft"]["ends"], "2026-12-31");

    let body = with(&read(&owner).await, &json!({ "zone": "America/New_York" }));
    assert_eq!(
        ask(&owner, "PUT", "/settings", Some(body)).await.status,
        200
    );
    let path = format!("/coupons/{}", id.as_str().expect("an id"));
    let now: Value = ask(&owner, "GET", &path, None).await.success();
    assert_eq!(now["coupon"]["ends_at"], *ends_at, "the instant stays");
    assert_ne!(
        now["coupon"]["draft"]["ends"], "2026-12-31",
        "the clock is another one"
    );
    assert_eq!(
        now["coupon"]["version"].as_i64(),
        made["coupon"]["version"]
            .as_i64()
            .map(|version| version + 1),
        "an open form is read again"
    );
    // Ten o'clock in New York is opening time from now on.
    let page = app.calendar(KILN).await;
    assert_eq!(page.business.time_zone, "America/New_York");
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 0);
}

#[tokio::test]
async fn what_cannot_be_a_setting_is_refused() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let before = read(&owner).await;
    for (change, status) in [
        (json!({ "zone": "Lisbon" }), 422),
        (json!({ "hold_minutes": 0 }), 422),
        (json!({ "hold_minutes": 721 }), 422),
        (json!({ "hold_extensions_max": 11 }), 422),
        (json!({ "hold_extension_minutes": 61 }), 422),
        (json!({ "holds_per_customer_max": 0 }), 422),
        (json!({ "cancel_notice_minutes": 525_601 }), 422),
        (json!({ "cancel_refund_percent": 101 }), 422),
        (json!({ "cancel_late_refund_percent": 101 }), 422),
        (json!({ "cancel_late_refund_percent": -1 }), 400),
        (json!({ "name": " " }), 400),
        (json!({ "name": "a\u{7}b" }), 400),
        (json!({ "website": "javascript:alert(1)" }), 400),
        (json!({ "website": "https://me@evil.example" }), 400),
        (json!({ "free_orders": "sometimes" }), 400),
        (json!({ "plan": "full" }), 400),
        (json!({ "hold_minutes": null }), 400),
    ] {
        let body = with(&before, &change);
        let answer = ask(&owner, "PUT", "/settings", Some(body)).await;
        assert_eq!(answer.status, status, "{change}: {}", answer.text);
    }
    assert_eq!(read(&owner).await, before);
    // The bounds themselves are allowed.
    let body = with(
        &before,
        &json!({ "hold_minutes": 720, "cancel_refund_percent": 0, "hold_extensions_max": 0,
                "holds_per_customer_max": 1_000, "cancel_notice_minutes": 525_600 }),
    );
    assert_eq!(
        ask(&owner, "PUT", "/settings", Some(body)).await.status,
        200
    );
}
