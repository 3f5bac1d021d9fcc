//! Previews: a coupon that is not saved in the real widget, seen by its owners and by nobody else,
//! and never booked.

use booking_contract::owner::PreviewMade;
use booking_contract::{CouponCheckReply, ProblemCode, SlotsPage};
use booking_engine::{Rejection, price};
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::app::{Answer, CLASS, KILN, LESSON, TUESDAY, TestApp, request};
use crate::owned_coupons::desk::{Desk, tenth};
use crate::person::{BUSINESS, FOREIGN, GROUP, MANAGER, OWNER};

async fn ask(desk: &Desk<'_>, body: &Value) -> Answer {
    desk.post("/simulations/previews", body).await
}

/// A preview of a draft at the studio's calendar.
async fn preview(desk: &Desk<'_>, draft: Value) -> PreviewMade {
    let body = json!({ "calendar_id": KILN, "draft": { "draft": draft } });
    let made = ask(desk, &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.success()
}

/// The answer to a code that is typed into the widget of a calendar or a preview.
async fn check(app: &TestApp, id: &str, body: &Value) -> Answer {
    app.post(&format!("/v1/calendars/{id}/coupon-checks"), body)
        .await
}

fn typed(code: &str, email: Option<&str>) -> Value {
    let mut body = json!({ "request": request(CLASS, 1, Some(code)) });
    if let Some(email) = email {
        body["email"] = json!(email);
    }
    body
}

fn frame(business: &str, token: &str) -> String {
    format!("/embed/preview/{business}/coupons/{token}")
}

fn not_found() -> CouponCheckReply {
    CouponCheckReply::Rejected {
        reason: Rejection::NotFound,
    }
}

#[tokio::test]
async fn a_coupon_that_is_not_saved_is_priced_in_the_widget_of_its_preview_alone() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let mut draft = tenth("NOTYET");
    draft["scope"] = json!({ "only": { "calendars": [KILN] } });
    let made = preview(&owner, draft).await;
    let token = made.token.as_str();
    assert_eq!(made.code, Some("NOTYET".parse().expect("a code")));

    let person = app.sign_in(OWNER).await;
    let shown = person.get(&frame(BUSINESS, token)).await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    let policy = shown.headers["content-security-policy"]
        .to_str()
        .expect("text");
    assert!(policy.ends_with("frame-ancestors 'self'"), "{policy}");
    assert!(shown.text.contains(token));
    assert!(shown.text.contains("\"test_mode\":true"));
    assert!(!shown.text.contains("NOTYET"), "a code is typed, not told");

    let days = format!("items={CLASS}&from=2026-11-24&to=2026-11-24&zone=Europe/Lisbon");
    let at = |id: &str| format!("/v1/calendars/{id}/slots?{days}");
    let slots: SlotsPage = app.get(&at(token)).await.success();
    let real: SlotsPage = app.get(&at(KILN)).await.success();
    assert!(!slots.slots.is_empty());
    assert_eq!(slots.slots, real.slots);

    let reply = check(&app, token, &typed("notyet", None)).await.success();
    let CouponCheckReply::Accepted { terms, .. } = reply else {
        panic!("{reply:?}");
    };
    let quote = price(&request(CLASS, 1, Some("NOTYET")), &terms, app.clock.now());
    assert_eq!(quote.expect("a price").discount_minor, 480);
    let reply: CouponCheckReply = check(&app, KILN, &typed("NOTYET", None)).await.success();
    assert_eq!(reply, not_found(), "guests know nothing of it");
}

#[tokio::test]
async fn nothing_is_booked_under_a_token_and_no_public_page_knows_it() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let made = preview(&owner, tenth("NOTYET")).await;
    let token = made.token.as_str();
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let confirm = |id: &str| {
        app.http
            .post(format!("{}/v1/calendars/{id}/orders", app.url))
            .header("idempotency-key", "a-preview-is-not-booked")
            .json(&body)
    };
    let refused = app.send(confirm(token)).await;
    refused.problem(ProblemCode::NotFound);
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 0);
    for path in [
        format!("/v1/calendars/{token}"),
        format!("/embed/{token}"),
        format!("/embed/{token}/plain"),
        format!("/b/{BUSINESS}/{token}"),
        format!("/b/{token}"),
    ] {
        assert_eq!(app.get(&path).await.status, 404, "{path}");
    }
    // The same is booked at the calendar itself.
    assert_eq!(app.send(confirm(KILN)).await.status, 201);
}

#[tokio::test]
async fn a_preview_is_over_after_half_an_hour() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let made = preview(&owner, tenth("NOTYET")).await;
    let token = made.token.as_str();
    let person = app.sign_in(OWNER).await;
    let days = format!("items={CLASS}&from=2026-11-24&to=2026-11-24&zone=Europe/Lisbon");
    let slots = format!("/v1/calendars/{token}/slots?{days}");
    app.clock.advance(TimeDelta::minutes(29));
    assert_eq!(app.get(&slots).await.status, 200);
    app.clock.advance(TimeDelta::minutes(1));
    assert_eq!(app.get(&slots).await.status, 404);
    assert_eq!(person.get(&frame(BUSINESS, token)).await.status, 404);
    let late = check(&app, token, &typed("NOTYET", None)).await;
    late.problem(ProblemCode::NotFound);
    preview(&owner, tenth("LATER")).await;
    let rows = app.number("SELECT COUNT(*) FROM coupon_preview").await;
    assert_eq!(rows, 1, "what is over goes with the next one");
}

#[tokio::test]
async fn one_person_has_a_few_previews_at_a_time_and_others_keep_theirs() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let manager = Desk::of(&app, MANAGER).await;
    let theirs = preview(&manager, tenth("THEIRS")).await;
    let first = preview(&owner, tenth("FIRST")).await;
    for _ in 0..9 {
        app.clock.advance(TimeDelta::seconds(1));
        preview(&owner, tenth("AGAIN")).await;
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM coupon_preview").await, 9);
    let person = app.sign_in(OWNER).await;
    let status = async |made: &PreviewMade| {
        let path = frame(BUSINESS, made.token.as_str());
        person.get(&path).await.status
    };
    assert_eq!(status(&first).await, 404);
    assert_eq!(status(&theirs).await, 200);
}

#[tokio::test]
async fn a_preview_is_for_members_of_its_business() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let made = preview(&owner, tenth("NOTYET")).await;
    let token = made.token.as_str();
    assert_eq!(app.get(&frame(BUSINESS, token)).await.status, 401);
    let group = app.sign_in(GROUP).await;
    let stray = group.get(&frame(FOREIGN, token)).await;
    assert_eq!(stray.status, 404, "not in another business's name");
    let person = app.sign_in(OWNER).await;
    let elsewhere = frame(FOREIGN, token);
    assert_eq!(person.get(&elsewhere).await.status, 404);
    assert_eq!(person.get(&frame(BUSINESS, "preview_x")).await.status, 404);
    assert_eq!(person.get(&frame(BUSINESS, KILN)).await.status, 404);

    for body in [
        json!({ "calendar_id": "northlight-visits" }),
        json!({ "calendar_id": "no-such" }),
        json!({ "calendar_id": token }),
        json!({ "calendar_id": KILN, "draft": { "draft": tenth("X"), "coupon_id": "cpn_other" } }),
    ] {
        ask(&owner, &body).await.problem(ProblemCode::NotFound);
    }
    app.sql(&format!(
        "UPDATE calendar SET archived = 1 WHERE id = '{KILN}'"
    ))
    .await;
    let away = ask(&owner, &json!({ "calendar_id": KILN })).await;
    away.problem(ProblemCode::NotFound);
    assert_eq!(person.get(&frame(BUSINESS, token)).await.status, 404);
}

#[tokio::test]
async fn a_changed_coupon_is_used_as_often_as_it_was() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let saved = owner.make(tenth("TENTH")).await.coupon;
    app.paid(Some("TENTH")).await;
    let mut draft = tenth("TENTH");
    draft["max_redemptions"] = json!(1);
    let body = json!({ "calendar_id": KILN, "draft": { "draft": draft, "coupon_id": saved.id } });
    let made: PreviewMade = ask(&owner, &body).await.success();
    let used: CouponCheckReply = check(&app, made.token.as_str(), &typed("TENTH", None))
        .await
        .success();
    assert_eq!(used, not_found(), "as a stranger is told");
    let real: CouponCheckReply = check(&app, KILN, &typed("TENTH", None)).await.success();
    assert!(matches!(real, CouponCheckReply::Accepted { .. }));
}

#[tokio::test]
async fn who_it_is_for_holds_in_the_preview_and_no_address_is_kept() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let mut draft = tenth("FORONE");
    draft["customers"] = json!([{ "email": "guest@example.com" }]);
    let made = preview(&owner, draft).await;
    let answer = async |email: &str| -> CouponCheckReply {
        let body = typed("FORONE", Some(email));
        check(&app, made.token.as_str(), &body).await.success()
    };
    let accepted = answer("guest+x@example.com").await;
    assert!(matches!(accepted, CouponCheckReply::Accepted { .. }));
    assert_eq!(answer("second@example.com").await, not_found());
    let kept = "SELECT COUNT(*) FROM coupon_preview WHERE coupon LIKE '%example%'";
    assert_eq!(app.number(kept).await, 0);
}

#[tokio::test]
async fn other_codes_are_what_they_are_and_wrong_ones_count_as_tries() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let made = preview(&owner, tenth("NOTYET")).await;
    let tries = async || app.number("SELECT COUNT(*) FROM wrong_tries").await;
    let before = tries().await;
    let answer = async |code: &str| -> CouponCheckReply {
        let body = typed(code, None);
        check(&app, made.token.as_str(), &body).await.success()
    };
    let known = answer("WELCOME10").await;
    assert!(matches!(known, CouponCheckReply::Accepted { .. }));
    assert!(matches!(
        answer("NOTYET").await,
        CouponCheckReply::Accepted { .. }
    ));
    assert_eq!(tries().await, before);
    assert_eq!(answer("NOSUCHCODE").await, not_found());
    assert!(tries().await > before);

    // Without a coupon, codes are as they are as well.
    let body = json!({ "calendar_id": KILN });
    let plain: PreviewMade = ask(&owner, &body).await.success();
    assert_eq!(plain.code, None);
    let reply: CouponCheckReply = check(&app, plain.token.as_str(), &typed("NOTYET", None))
        .await
        .success();
    assert_eq!(reply, not_found());
}

#[tokio::test]
async fn a_calendar_without_codes_takes_none_in_a_preview_either() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    app.sql(&format!(
        "UPDATE calendar SET coupons = 0 WHERE id = '{KILN}'"
    ))
    .await;
    let made = preview(&owner, tenth("NOTYET")).await;
    let reply: CouponCheckReply = check(&app, made.token.as_str(), &typed("NOTYET", None))
        .await
        .success();
    assert_eq!(reply, not_found());
}

#[tokio::test]
async fn what_no_coupon_can_say_has_no_preview_and_a_draft_needs_no_code() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let mut wrong = tenth("NEVER");
    wrong["minimum_amount_minor"] = json!(-1);
    let body = json!({ "calendar_id": KILN, "draft": { "draft": wrong } });
    ask(&owner, &body).await.problem(ProblemCode::CouponRefused);
    let mut codeless = tenth("X");
    codeless.as_object_mut().expect("a draft").remove("code");
    codeless["scope"] = json!({ "only": { "services": [LESSON] } });
    let made = preview(&owner, codeless).await;
    let code = made.code.expect("a code to type").to_string();
    let reply: CouponCheckReply = check(&app, made.token.as_str(), &typed(&code, None))
        .await
        .success();
    assert!(matches!(reply, CouponCheckReply::Accepted { .. }));
}
