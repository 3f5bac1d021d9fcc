//! Promotion codes: made one by one or by the thousand, never changed, archived.

use std::collections::BTreeSet;

use booking_contract::owner::{
    CodeSaved, CodeView, CodesPage, CodesProgress, CouponRefusal, CouponSaved,
};
use booking_contract::{CouponCheckReply, OrderOpened, ProblemCode};
use booking_engine::Flaw;
use serde_json::{Value, json};

use super::desk::{Desk, refusal, tenth};
use crate::app::{Answer, CLASS, TUESDAY, TestApp};

/// Makes a code of a coupon.
async fn add(owner: &Desk<'_>, coupon: &str, body: Value) -> Answer {
    owner.post(&format!("/coupons/{coupon}/codes"), &body).await
}

async fn codes(owner: &Desk<'_>, coupon: &str, query: &str) -> CodesPage {
    let path = format!("/coupons/{coupon}/codes?{query}");
    owner.get(&path).await.success()
}

async fn archive(owner: &Desk<'_>, coupon: &str, code: &CodeView) -> CodeView {
    let path = format!("/coupons/{coupon}/codes/{}/archive", code.id);
    owner.post(&path, &json!({})).await.success()
}

async fn is_accepted(app: &TestApp, code: &str) -> bool {
    let reply: CouponCheckReply = app.check_code(code).await.success();
    matches!(reply, CouponCheckReply::Accepted { .. })
}

#[tokio::test]
async fn a_code_has_limits_of_its_own_and_ends_for_good() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let coupon = owner.make(tenth("TENTH")).await.coupon;
    let id = coupon.id.as_str();
    let rules = json!({ "max_redemptions": 1, "expires": "2026-11-30" });
    let made = add(&owner, id, json!({ "code": "flyer", "rules": rules })).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let CodeSaved { code, .. } = made.success();
    assert_eq!((code.code.as_str(), code.own), ("FLYER", false));
    assert_eq!(
        serde_json::to_value(&code.rules).expect("JSON")["expires"],
        "2026-11-30"
    );
    app.awaiting(Some("FLYER")).await;
    assert!(!is_accepted(&app, "FLYER").await);
    assert!(is_accepted(&app, "TENTH").await);
    let page = codes(&owner, id, "").await;
    assert_eq!((page.total, page.codes.len()), (2, 2));
    let used = page.codes.iter().find(|it| it.id == code.id).expect("it");
    assert_eq!(used.test_uses.reserved, 1);
    assert_eq!(owner.read(id).await.coupon.codes, 1);

    let ended = archive(&owner, id, &code).await;
    assert!(ended.archived);
    assert_eq!(archive(&owner, id, &code).await.id, ended.id);
    assert_eq!(codes(&owner, id, "").await.total, 1);
    assert_eq!(
        codes(&owner, id, "archived=true").await.codes[0].id,
        code.id
    );
    // The text is free again.
    let again = add(&owner, id, json!({ "code": "FLYER" })).await;
    assert_eq!(again.status, 201);
    assert!(is_accepted(&app, "FLYER").await);
    app.check_books().await;
}

#[tokio::test]
async fn a_coupon_goes_on_without_its_own_code() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let coupon = owner.make(tenth("TENTH")).await.coupon;
    let id = coupon.id.as_str();
    add(&owner, id, json!({ "code": "OTHER" })).await;
    let page = codes(&owner, id, "").await;
    let own = page.codes.iter().find(|code| code.own).expect("its own");
    archive(&owner, id, own).await;
    let read = owner.read(id).await;
    assert_eq!((read.coupon.draft.code, read.coupon.codes), (None, 1));
    assert!(
        !read
            .findings
            .iter()
            .any(|it| it.flaw == Flaw::NotObtainable)
    );
    assert!(!is_accepted(&app, "TENTH").await);
    assert!(is_accepted(&app, "OTHER").await);
    assert_eq!(owner.list("search=tenth").await.total, 1, "by its name");
    app.check_books().await;
}

#[tokio::test]
async fn a_code_never_allows_more_than_its_coupon() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let mut draft = tenth("TENTH");
    draft["ends"] = json!("2026-12-24");
    draft["starts"] = json!("2026-11-22");
    draft["max_redemptions"] = json!(10);
    let coupon = owner.make(draft).await.coupon;
    let id = coupon.id.as_str();
    for rules in [
        json!({ "max_redemptions": 11 }),
        json!({ "max_redemptions": 0 }),
        json!({ "expires": "2026-12-25" }),
        json!({ "expires": "2026-11-21" }),
    ] {
        let refused = add(&owner, id, json!({ "rules": rules })).await;
        let why = refusal(&refused);
        assert!(matches!(why, CouponRefusal::CannotWork { .. }), "{rules}");
    }
    let rules = json!({ "minimum_amount_minor": -1 });
    let refused = add(&owner, id, json!({ "rules": rules })).await;
    assert!(matches!(refusal(&refused), CouponRefusal::Fields { .. }));
    let rules = json!({ "max_redemptions": 10, "expires": "2026-12-24" });
    assert_eq!(add(&owner, id, json!({ "rules": rules })).await.status, 201);
}

#[tokio::test]
async fn codes_of_different_customers_may_share_a_text_and_no_other_code_may() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let coupon = owner.make(tenth("TENTH")).await.coupon;
    let id = coupon.id.as_str();
    let body =
        |email: &str| json!({ "code": "THANKS", "rules": { "customer": { "email": email } } });
    let own = add(&owner, id, body("Ana@example.com")).await;
    assert_eq!(own.status, 201, "{}", own.text);
    // Before it is known who asks, the older one counts.
    app.clock.advance(chrono::TimeDelta::seconds(1));
    assert_eq!(add(&owner, id, body("rui@example.com")).await.status, 201);
    for taken in [
        body("ana+2@example.com"),
        json!({ "code": "THANKS" }),
        json!({ "code": "TENTH", "rules": { "customer": { "email": "rui@example.com" } } }),
    ] {
        let refused = add(&owner, id, taken).await;
        assert!(matches!(refusal(&refused), CouponRefusal::CodeTaken { .. }));
    }
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("THANKS")).await;
    let opened: OrderOpened = app.confirm(&body).await.success();
    assert_eq!(opened.order.quote.discount_minor, 480);
    let mut other = body;
    other.guest = crate::app::guest("eva@example.com");
    app.confirm(&other).await.problem(ProblemCode::QuoteChanged);
    app.check_books().await;
}

#[tokio::test]
async fn many_codes_are_made_with_word_of_how_it_goes() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let coupon = owner.make(tenth("TENTH")).await.coupon;
    let id = coupon.id.as_str();
    let path = format!("/coupons/{id}/codes/generate");
    let asked = json!({ "count": 1_234, "rules": { "max_redemptions": 1 } });
    let answer = owner.post(&path, &asked).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let lines: Vec<CodesProgress> = (answer.text.lines())
        .map(|line| serde_json::from_str(line).expect("a line"))
        .collect();
    let Some(CodesProgress::Done { made: 1_234, batch }) = lines.last() else {
        panic!("{}", answer.text);
    };
    let mut texts = BTreeSet::new();
    let mut after = String::new();
    loop {
        let page = codes(&owner, id, &format!("limit=200{after}")).await;
        assert_eq!(page.total, 1_235);
        for code in page.codes.iter().filter(|code| !code.own) {
            assert_eq!(code.batch.as_ref(), Some(batch));
            assert_eq!(code.rules.max_redemptions, Some(1));
            assert_eq!(code.code.as_str().len(), 10);
            assert!(texts.insert(code.code.clone()), "{}", code.code);
        }
        match page.next {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(texts.len(), 1_234);
    let one = texts.first().expect("a code").as_str();
    assert!(is_accepted(&app, &one.to_lowercase()).await);
    // One code leads to its coupon.
    assert_eq!(
        owner.list(&format!("search={one}")).await.coupons[0].id,
        coupon.id
    );
    for count in [0, 100_001] {
        let refused = owner.post(&path, &json!({ "count": count })).await;
        assert!(matches!(refusal(&refused), CouponRefusal::Fields { .. }));
    }
    let logged = "SELECT COUNT(*) FROM owner_log WHERE action = 'code.generate'";
    assert_eq!(app.number(logged).await, 1);
    app.check_books().await;
}

#[tokio::test]
async fn the_codes_of_a_coupon_are_those_of_its_business() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let coupon = owner.make(tenth("TENTH")).await.coupon;
    let CouponSaved { coupon: other, .. } = owner.make(tenth("OTHER")).await;
    let code = codes(&owner, coupon.id.as_str(), "").await.codes.remove(0);
    // Of another coupon.
    let path = format!("/coupons/{}/codes/{}/archive", other.id, code.id);
    let answer = owner.post(&path, &json!({})).await;
    answer.problem(ProblemCode::NotFound);
    // Of another business.
    app.sql("UPDATE coupon SET business_id = 'northlight' WHERE code = 'TENTH'")
        .await;
    let one = format!("/coupons/{}", coupon.id);
    for path in ["codes", "codes?archived=true", "uses", "uses/totals"] {
        let answer = owner.get(&format!("{one}/{path}")).await;
        answer.problem(ProblemCode::NotFound);
    }
    for (path, body) in [
        ("codes".to_owned(), json!({})),
        ("codes/generate".to_owned(), json!({ "count": 1 })),
        (format!("codes/{}/archive", code.id), json!({})),
    ] {
        let answer = owner.post(&format!("{one}/{path}"), &body).await;
        answer.problem(ProblemCode::NotFound);
    }
}
