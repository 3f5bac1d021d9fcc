//! Making, changing, copying, switching and deleting.

use booking_contract::owner::{
    CouponChecked, CouponRefusal, CouponSaved, CouponStatus, CouponView, FreeCode, UseCounts,
};
use booking_contract::{CouponCheckReply, OrderOpened, ProblemCode};
use booking_engine::{Flaw, Severity};
use serde_json::{Value, json};

use super::desk::{Desk, refusal, tenth};
use crate::app::{CLASS, LESSON, TUESDAY, TestApp, at};
use crate::person::BUSINESS;

/// Everything that a draft can say.
fn everything() -> Value {
    json!({
        "name": "Winter evenings",
        "code": "winter15",
        "benefit": { "percent": { "percent": "15", "max_discount_minor": 2500 } },
        "starts": "2026-12-01",
        "ends": "2026-12-31T18:00",
        "scope": { "only": { "calendars": [], "services": [CLASS] } },
        "minimum_amount_minor": 3000,
        "max_redemptions": 100,
        "max_per_customer": 1,
        "first_purchase_only": true,
        "customers": [{ "email": "Ana+x@Example.com" }, { "member": "Member 17" }],
        "conditions": { "weekdays": ["Tue"], "hours": { "from_minute": 1020, "to_minute": 1320 } },
        "duration": { "repeating": { "months": 3 } },
    })
}

fn accepts(reply: &CouponCheckReply) -> bool {
    matches!(reply, CouponCheckReply::Accepted { .. })
}

#[tokio::test]
async fn a_coupon_reads_back_as_it_was_written() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let made = owner.make(everything()).await.coupon;
    let read = owner.read(made.id.as_str()).await.coupon;
    assert_eq!(made, read);
    let mut expected = everything();
    expected["code"] = json!("WINTER15");
    assert_eq!(serde_json::to_value(&read.draft).expect("JSON"), expected);
    // Lisbon is at UTC in winter; a date begins with its first instant.
    assert_eq!(read.starts_at, Some(at("2026-12-01T00:00:00Z")));
    assert_eq!(read.ends_at, Some(at("2026-12-31T18:00:00Z")));
    assert_eq!((read.version, read.status), (1, CouponStatus::Scheduled));
    app.check_books().await;
}

#[tokio::test]
async fn a_coupon_is_used_in_the_widget_as_soon_as_it_is_made() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let made = owner.make(tenth("tenth-2026")).await.coupon;
    assert_eq!(made.status, CouponStatus::Active);
    assert!(accepts(&app.check_code("Tenth-2026").await.success()));
    app.paid(Some("tenth-2026")).await;
    let read = owner.read(made.id.as_str()).await.coupon;
    let used = UseCounts {
        reserved: 0,
        redeemed: 1,
    };
    // The demo takes test payments, which have counters of their own.
    assert_eq!((read.uses, read.test_uses), (UseCounts::default(), used));
    assert_eq!(read.orders_ever, 1);
    app.check_books().await;
}

#[tokio::test]
async fn a_text_is_one_coupons_as_long_as_it_is_in_use() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let first = owner.make(tenth("SPRING")).await.coupon;
    let taken = owner
        .post("/coupons", &json!({ "draft": tenth(" spring ") }))
        .await;
    let CouponRefusal::CodeTaken { code, coupon_id } = refusal(&taken) else {
        panic!("{}", taken.text);
    };
    assert_eq!((code.as_str(), &coupon_id), ("SPRING", &first.id));
    // So is a promotion code of another coupon.
    app.sql(&format!(
        "INSERT INTO promotion_code (id, business_id, coupon_id, code) \
         VALUES ('extra', '{BUSINESS}', '{}', 'FLYER')",
        first.id
    ))
    .await;
    let taken = owner
        .post("/coupons", &json!({ "draft": tenth("FLYER") }))
        .await;
    assert!(matches!(refusal(&taken), CouponRefusal::CodeTaken { .. }));
    // With another code the first text is free again, and guests find the new one only.
    let changed = owner.put(first.id.as_str(), 1, &tenth("SUMMER")).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    assert!(!accepts(&app.check_code("SPRING").await.success()));
    assert!(accepts(&app.check_code("SUMMER").await.success()));
    owner.make(tenth("SPRING")).await;
    app.check_books().await;
}

#[tokio::test]
async fn a_text_that_is_no_code_is_refused_with_its_field() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    for code in ["SUMMER 10", "ÉTÉ", "", "SAVE_10", "А1"] {
        let body = json!({ "draft": tenth(code) });
        owner
            .post("/coupons", &body)
            .await
            .problem(ProblemCode::InvalidField);
    }
}

#[tokio::test]
async fn what_contradicts_itself_is_not_written_and_what_surprises_is_told() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let mut reversed = tenth("BACKWARDS");
    reversed["starts"] = json!("2026-12-02");
    reversed["ends"] = json!("2026-12-01");
    let refused = owner.post("/coupons", &json!({ "draft": reversed })).await;
    assert_eq!(refused.status, 422);
    let CouponRefusal::CannotWork { findings } = refusal(&refused) else {
        panic!("{}", refused.text);
    };
    assert!(matches!(findings[0].flaw, Flaw::EndsBeforeItStarts { .. }));
    // The same day is a day.
    reversed["starts"] = json!("2026-12-01");
    owner.make(reversed).await;

    let mut unreachable = tenth("DEAR");
    unreachable["minimum_amount_minor"] = json!(100_000_000);
    let made = owner.make(unreachable).await;
    let flaws: Vec<_> = made.findings.iter().map(|it| &it.flaw).collect();
    let told = flaws
        .iter()
        .any(|flaw| matches!(flaw, Flaw::MinimumOutOfReach { .. }));
    assert!(told, "{flaws:?}");
    assert_eq!(owner.read(made.coupon.id.as_str()).await, made);
    for (field, value) in [
        ("starts", json!("0001-01-01")),
        ("ends", json!("9999-12-31")),
        ("minimum_amount_minor", json!(-1)),
        ("duration", json!({ "repeating": { "months": 0 } })),
        (
            "benefit",
            json!({ "fixed": { "amounts_minor": { "EUR": i64::MAX } } }),
        ),
    ] {
        let mut draft = tenth("NEVER");
        draft[field] = value;
        let refused = owner.post("/coupons", &json!({ "draft": draft })).await;
        assert!(
            matches!(refusal(&refused), CouponRefusal::Fields { .. }),
            "{field}"
        );
    }
    app.check_books().await;
}

#[tokio::test]
async fn a_change_is_made_to_the_writing_that_the_owner_saw() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let made = owner.make(tenth("TENTH")).await.coupon;
    let id = made.id.as_str();
    let mut draft = tenth("TENTH");
    draft["max_redemptions"] = json!(5);
    let changed: CouponSaved = owner.put(id, 1, &draft).await.success();
    assert_eq!(changed.coupon.version, 2);
    draft["max_redemptions"] = json!(7);
    let late = owner.put(id, 1, &draft).await;
    let CouponRefusal::Changed { current } = refusal(&late) else {
        panic!("{}", late.text);
    };
    assert_eq!(*current, changed.coupon);
    // The same change twice is one change.
    let again: CouponSaved = owner
        .put(
            id,
            1,
            &serde_json::to_value(&changed.coupon.draft).expect("JSON"),
        )
        .await
        .success();
    assert_eq!(again.coupon, changed.coupon);
}

#[tokio::test]
async fn the_benefit_stays_once_an_order_was_paid_with_it() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let mut free = tenth("FREE");
    free["benefit"] = json!({ "percent": { "percent": "100" } });
    let made = owner.make(tenth("FREE")).await.coupon;
    let id = made.id.as_str();
    // A booking that only tries things out changes nothing.
    app.paid(Some("FREE")).await;
    let CouponSaved { coupon, .. } = owner.put(id, 1, &free).await.success();
    assert!(!coupon.benefit_frozen);

    app.sql("UPDATE calendar SET test_mode = 0").await;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("FREE")).await;
    let opened: OrderOpened = app.confirm(&body).await.success();
    let frozen = owner.put(id, 2, &tenth("FREE")).await;
    assert_eq!(refusal(&frozen), CouponRefusal::BenefitFrozen);
    // Called off, the booking was one all the same.
    let cancelled = json!({ "refund_minor": 0 });
    let cancelled = app.act(&opened, "cancel", Some(cancelled)).await;
    assert_eq!(cancelled.status, 200, "{}", cancelled.text);
    let read = owner.read(id).await.coupon;
    assert_eq!(
        (read.uses, read.benefit_frozen),
        (UseCounts::default(), true)
    );
    let frozen = owner.put(id, 2, &tenth("FREE")).await;
    assert_eq!(refusal(&frozen), CouponRefusal::BenefitFrozen);
    // Everything else may change.
    free["name"] = json!("Free of charge");
    free["max_per_customer"] = json!(3);
    let _: CouponSaved = owner.put(id, 2, &free).await.success();
    app.audit().await;
}

#[tokio::test]
async fn a_limit_is_not_set_below_what_is_used() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let made = owner.make(tenth("TENTH")).await.coupon;
    app.awaiting(Some("TENTH")).await;
    app.paid(Some("TENTH")).await;
    let mut draft = tenth("TENTH");
    draft["max_redemptions"] = json!(1);
    let refused = owner.put(made.id.as_str(), 1, &draft).await;
    assert_eq!(refusal(&refused), CouponRefusal::LimitBelowUses { uses: 2 });
    draft["max_redemptions"] = json!(2);
    let changed: CouponSaved = owner.put(made.id.as_str(), 1, &draft).await.success();
    assert_eq!(changed.coupon.draft.max_redemptions, Some(2));
    assert!(!accepts(&app.check_code("TENTH").await.success()));
    app.check_books().await;
}

#[tokio::test]
async fn a_coupon_is_switched_off_and_on_again() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let made = owner.make(tenth("TENTH")).await.coupon;
    let id = made.id.as_str();
    let off: CouponSaved = owner.act(id, "deactivate").await.success();
    assert_eq!(off.coupon.status, CouponStatus::Inactive);
    assert!(!accepts(&app.check_code("TENTH").await.success()));
    let again: CouponSaved = owner.act(id, "deactivate").await.success();
    assert_eq!(again.coupon.version, off.coupon.version);
    let stale = json!({ "version": 1 });
    let stale = owner.post(&format!("/coupons/{id}/activate"), &stale).await;
    assert!(matches!(refusal(&stale), CouponRefusal::Changed { .. }));
    let on: CouponSaved = owner.act(id, "activate").await.success();
    assert_eq!(on.coupon.status, CouponStatus::Active);
    assert!(accepts(&app.check_code("TENTH").await.success()));
}

#[tokio::test]
async fn a_copy_says_the_same_is_off_and_has_a_code_of_its_own() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let made = owner.make(everything()).await.coupon;
    let copied = owner.act(made.id.as_str(), "duplicate").await;
    assert_eq!(copied.status, 201);
    let CouponSaved { coupon: copy, .. } = copied.success();
    let code = copy.draft.code.clone().expect("a code");
    assert_eq!(code.as_str().len(), 10);
    assert!(!copy.active);
    let mut draft = copy.draft;
    draft.code.clone_from(&made.draft.code);
    assert_eq!(draft, made.draft);
    let FreeCode { code: free } = owner.post("/coupons/generate", &json!({})).await.success();
    assert_ne!(free, code);
    app.check_books().await;
}

#[tokio::test]
async fn a_coupon_is_deleted_only_if_no_order_ever_had_it() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let unused = owner.make(tenth("UNUSED")).await.coupon;
    assert_eq!(owner.delete(unused.id.as_str()).await.status, 204);
    owner
        .delete(unused.id.as_str())
        .await
        .problem(ProblemCode::NotFound);
    owner.make(tenth("UNUSED")).await;

    let used = owner.make(tenth("USED")).await.coupon;
    let opened = app.awaiting(Some("USED")).await;
    for _ in 0..2 {
        let refused = owner.delete(used.id.as_str()).await;
        assert_eq!(refused.status, 409);
        assert_eq!(refusal(&refused), CouponRefusal::EverUsed { orders: 1 });
        // Given up, the order still tells what it cost.
        if app.order(&opened).await.hold_until.is_some() {
            app.release(&opened).await;
        }
    }
    assert!(owner.read(used.id.as_str()).await.coupon.active);
    app.check_books().await;
}

#[tokio::test]
async fn a_coupon_with_many_codes_is_deleted_whole() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let made = owner.make(tenth("MANY")).await.coupon;
    app.sql(&format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) \
         INSERT INTO promotion_code (id, business_id, coupon_id, code) \
         SELECT 'many-' || i, '{BUSINESS}', '{}', 'MANY-' || i FROM n",
        made.id
    ))
    .await;
    assert_eq!(owner.read(made.id.as_str()).await.coupon.codes, 1_200);
    assert_eq!(owner.delete(made.id.as_str()).await.status, 204);
    let left = app
        .number("SELECT COUNT(*) FROM promotion_code WHERE code LIKE 'MANY%'")
        .await;
    assert_eq!(left, 0);
    app.check_books().await;
}

#[tokio::test]
async fn a_draft_is_checked_without_a_trace() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let made = owner.make(tenth("TENTH")).await.coupon;
    let rows = "SELECT (SELECT COUNT(*) FROM coupon) + (SELECT COUNT(*) FROM owner_log)";
    let before = app.number(rows).await;
    let check = async |body: Value| -> CouponChecked {
        owner.post("/coupons/check", &body).await.success()
    };
    let fine = check(json!({ "draft": tenth("OTHER") })).await;
    assert_eq!(fine.refusal, None);
    assert!(
        fine.findings
            .iter()
            .all(|it| it.severity != Severity::Error)
    );
    let taken = check(json!({ "draft": tenth("TENTH") })).await;
    assert!(matches!(
        taken.refusal,
        Some(CouponRefusal::CodeTaken { .. })
    ));
    // Its own code is not somebody else's.
    let own = check(json!({ "draft": tenth("TENTH"), "coupon_id": made.id })).await;
    assert_eq!(own.refusal, None);
    let mut wrong = tenth("OTHER");
    wrong["benefit"] = json!({ "fixed": { "amounts_minor": {} } });
    let wrong = check(json!({ "draft": wrong })).await;
    assert!(matches!(
        wrong.refusal,
        Some(CouponRefusal::CannotWork { .. })
    ));
    assert!(wrong.findings.iter().any(|it| it.flaw == Flaw::NoAmount));
    assert_eq!(app.number(rows).await, before);
}

#[tokio::test]
async fn the_log_names_who_did_what_and_no_customer() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let made = owner.make(everything()).await.coupon;
    let id = made.id.as_str();
    let mut draft = everything();
    draft["max_redemptions"] = json!(50);
    let _: CouponSaved = owner.put(id, 1, &draft).await.success();
    let _: CouponSaved = owner.act(id, "deactivate").await.success();
    assert_eq!(owner.delete(id).await.status, 204);
    let done = |action: &str, part: &str| {
        format!(
            "SELECT COUNT(*) FROM owner_log JOIN users u ON u.id = actor \
             WHERE u.email = 'owner@example.com' AND subject = '{id}' \
             AND action = '{action}' AND detail LIKE '%{part}%'"
        )
    };
    for (action, part) in [
        ("coupon.create", "WINTER15"),
        ("coupon.edit", "\"max_redemptions\":[100,50]"),
        ("coupon.deactivate", ""),
        ("coupon.delete", "Winter evenings"),
    ] {
        assert_eq!(app.number(&done(action, part)).await, 1, "{action}");
    }
    let named = "SELECT COUNT(*) FROM owner_log WHERE LOWER(detail) LIKE '%example.com%'";
    assert_eq!(app.number(named).await, 0);
    app.audit().await;
}

#[tokio::test]
async fn a_coupon_for_some_customers_knows_them_however_they_write_their_address() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let mut draft = tenth("FORANA");
    draft["customers"] = json!([{ "email": "ANA@example.com" }]);
    owner.make(draft).await;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("FORANA")).await;
    let mut other = body.clone();
    other.guest = crate::app::guest("rui@example.com");
    app.confirm(&other).await.problem(ProblemCode::QuoteChanged);
    let opened: OrderOpened = app.confirm(&body).await.success();
    assert_eq!(opened.order.quote.discount_minor, 480);
}

#[tokio::test]
async fn what_the_scope_names_is_discounted_and_nothing_else() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let mut draft = tenth("LESSONS");
    draft["scope"] = json!({ "only": { "services": [LESSON] } });
    let CouponView { id, .. } = owner.make(draft).await.coupon;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("LESSONS")).await;
    assert_eq!(body.quote.discount_minor, 0);
    assert_eq!(owner.read(id.as_str()).await.findings, []);
}
