//! Lists: every coupon once, in order, found by what is looked for.

use booking_contract::ProblemCode;
use booking_contract::owner::CouponStatus;
use serde_json::json;

use super::desk::{Desk, tenth};
use crate::app::{CLASS, TUESDAY, TestApp};
use crate::person::BUSINESS;

/// Forty coupons whose codes, ends and uses are each in another order.
async fn forty(app: &TestApp) {
    app.sql(&format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) \
         INSERT INTO coupon (id, business_id, name, benefit, scope, created_ms, ends_ms, search, \
         active, starts_ms, max_redemptions, redeemed) \
         SELECT 'c' || i, '{BUSINESS}', 'Coupon ' || i, '{{\"percent\":{{\"percent\":\"5\"}}}}', \
         '\"everything\"', 1000 + i / 3, \
         CASE WHEN i % 4 = 0 THEN NULL ELSE 9000000000000 - i * 7 % 11 END, ' coupon ' || i, \
         CASE WHEN i % 5 = 0 THEN 0 ELSE 1 END, CASE WHEN i % 7 = 0 THEN 9000000000000 END, \
         13, i * 5 % 14 FROM n"
    ))
    .await;
}

/// Every coupon of a list, page by page.
async fn walk(owner: &Desk<'_>, query: &str, limit: usize) -> Vec<String> {
    let mut ids = Vec::new();
    let mut after = String::new();
    loop {
        let page = owner.list(&format!("{query}&limit={limit}{after}")).await;
        assert!(page.coupons.len() <= limit);
        ids.extend(page.coupons.iter().map(|it| it.id.as_str().to_owned()));
        let Some(next) = page.next else {
            assert_eq!(u64::try_from(ids.len()).expect("a count"), page.total);
            return ids;
        };
        assert_eq!(page.coupons.len(), limit);
        after = format!("&after={next}");
    }
}

#[tokio::test]
async fn pages_hold_every_coupon_once_and_in_order_whatever_the_order() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    forty(&app).await;
    let count = app
        .number(&format!(
            "SELECT COUNT(*) FROM coupon WHERE business_id = '{BUSINESS}'"
        ))
        .await;
    for sort in ["created", "code", "uses", "ends"] {
        for reverse in ["", "&reverse=true"] {
            for narrowed in ["", "&search=o"] {
                let query = format!("sort={sort}{reverse}{narrowed}");
                let whole = walk(&owner, &query, 100).await;
                let paged = walk(&owner, &query, 7).await;
                assert_eq!(whole, paged, "{query}");
                let mut once = whole.clone();
                once.sort();
                once.dedup();
                assert_eq!(once.len(), whole.len(), "{query}");
                if narrowed.is_empty() {
                    assert_eq!(i64::try_from(whole.len()).expect("a count"), count);
                }
            }
            let backwards = if reverse.is_empty() {
                "&reverse=true"
            } else {
                ""
            };
            let mut other = walk(&owner, &format!("sort={sort}{backwards}"), 100).await;
            other.reverse();
            assert_eq!(
                other,
                walk(&owner, &format!("sort={sort}{reverse}"), 100).await
            );
        }
    }
}

#[tokio::test]
async fn the_newest_the_first_code_the_most_used_and_the_soonest_to_end_come_first() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    app.sql("UPDATE coupon SET created_ms = 1").await;
    let mut soon = tenth("ZULU");
    soon["ends"] = json!("2026-11-21");
    let soon = owner.make(soon).await.coupon;
    let first = |page: booking_contract::owner::CouponsPage| page.coupons[0].id.clone();
    assert_eq!(first(owner.list("").await), soon.id);
    let active = owner.list("sort=ends&status=active").await;
    assert_eq!(first(active), soon.id);
    let ended = owner.list("sort=ends").await;
    assert_eq!(ended.coupons[0].status, CouponStatus::Expired);
    let mut free = tenth("A1");
    free["benefit"] = json!({ "percent": { "percent": "100" } });
    let used = owner.make(free).await.coupon;
    assert_eq!(first(owner.list("sort=code").await), used.id);
    app.sql("UPDATE calendar SET test_mode = 0").await;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("A1")).await;
    assert_eq!(app.confirm(&body).await.status, 201);
    let page = owner.list("sort=uses").await;
    assert_eq!(page.coupons[0].id, used.id);
    assert_eq!(page.coupons[0].uses.redeemed, 1);
}

#[tokio::test]
async fn a_status_is_what_a_guest_would_meet() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    forty(&app).await;
    let mut counted = 0;
    for (word, status) in [
        ("inactive", CouponStatus::Inactive),
        ("scheduled", CouponStatus::Scheduled),
        ("expired", CouponStatus::Expired),
        ("used_up", CouponStatus::UsedUp),
        ("active", CouponStatus::Active),
    ] {
        let page = owner.list(&format!("status={word}&limit=100")).await;
        assert!(!page.coupons.is_empty(), "{word}");
        for coupon in &page.coupons {
            assert_eq!(coupon.status, status);
            let now = app.clock.now();
            let used = coupon.uses.reserved + coupon.uses.redeemed;
            let fits = match status {
                CouponStatus::Inactive => true,
                CouponStatus::Scheduled => coupon.starts_at > Some(now),
                CouponStatus::Expired => coupon.ends_at.is_some_and(|end| end < now),
                CouponStatus::UsedUp => coupon.max_redemptions == Some(used),
                CouponStatus::Active => coupon.max_redemptions.is_none_or(|max| max > used),
            };
            assert!(fits, "{coupon:?}");
        }
        counted += page.total;
    }
    assert_eq!(counted, owner.list("").await.total);
}

#[tokio::test]
async fn parts_of_names_and_codes_are_found_in_any_case_and_marks_are_letters() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let mut draft = tenth("ODD-ONE");
    draft["name"] = json!("100 % Été_\\ Rabatt");
    let odd = owner.make(draft).await.coupon;
    for search in [
        "odd-",
        "D-ONE",
        "00%20%25%20",
        "%C3%A9t%C3%A9_",
        "T%C3%A9_%5C",
    ] {
        let found = owner.list(&format!("search={search}")).await;
        assert_eq!(found.coupons.len(), 1, "{search}");
        assert_eq!(found.coupons[0].id, odd.id);
    }
    for search in ["_", "%5C"] {
        assert_eq!(owner.list(&format!("search={search}")).await.total, 1);
    }
    for search in ["o%25e", "odd_one", "nowhere"] {
        assert_eq!(owner.list(&format!("search={search}")).await.total, 0);
    }
    // A promotion code leads to its coupon, in full only.
    app.sql(&format!(
        "INSERT INTO promotion_code (id, business_id, coupon_id, code) \
         VALUES ('extra', '{BUSINESS}', '{}', 'FLYER7')",
        odd.id
    ))
    .await;
    assert_eq!(owner.list("search=flyer7").await.coupons[0].id, odd.id);
    assert_eq!(owner.list("search=flyer").await.total, 0);
}

#[tokio::test]
async fn a_page_that_cannot_be_is_refused() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    for query in [
        "limit=0",
        "limit=101",
        "limit=-1",
        "sort=name",
        "status=gone",
        "page=2",
        "after=nonsense",
        "after=code.A.b",
        "after=created.x.b",
        "after=created.1.b%00",
        "search=%00",
    ] {
        owner
            .get(&format!("/coupons?{query}"))
            .await
            .problem(ProblemCode::InvalidRequest);
    }
    let beyond = owner.list("after=created.-5.b").await;
    assert!(beyond.coupons.is_empty());
    assert!(beyond.total > 0);
    let beyond = owner.list("sort=uses&reverse=true&after=uses.99.b").await;
    assert!(beyond.coupons.is_empty());
    assert!(beyond.total > 0);
}
