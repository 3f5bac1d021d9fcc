//! Back-tests: what a draft would have taken off the bookings that were made.

use booking_contract::owner::{BacktestLine, BacktestMiss, BacktestResult, CouponRefusal, LeftOut};
use booking_contract::{OrderOpened, ProblemCode};
use booking_engine::Check;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::app::{CLASS, TUESDAY, TestApp, guest};
use crate::owned_coupons::desk::{Desk, refusal, tenth};

/// A draft over the bookings of the test's days.
fn over(draft: &Value) -> Value {
    json!({ "draft": draft, "from": "2026-11-20", "to": "2026-11-21", "test_mode": true })
}

async fn lines(desk: &Desk<'_>, asked: &Value) -> Vec<BacktestLine> {
    let answer = desk.post("/backtests", asked).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.headers["content-type"], "application/jsonl");
    let lines = answer.text.lines();
    let read = |line| serde_json::from_str(line).expect("a line of the contract");
    lines.map(read).collect()
}

async fn result(desk: &Desk<'_>, asked: &Value) -> BacktestResult {
    match lines(desk, asked).await.pop() {
        Some(BacktestLine::Done(result)) => *result,
        other => panic!("{other:?}"),
    }
}

/// A class for so many, paid for by somebody, a minute after the one before.
async fn paid(app: &TestApp, email: &str, attendees: u32, code: Option<&str>) -> OrderOpened {
    let mut body = app.confirmation(CLASS, attendees, TUESDAY, code).await;
    body.guest = guest(email);
    let opened: OrderOpened = app.confirm(&body).await.success();
    app.press(&opened, "pay").await;
    app.order(&opened).await;
    app.clock.advance(TimeDelta::minutes(1));
    opened
}

#[tokio::test]
async fn every_booking_is_priced_again_and_what_is_left_out_is_said() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let large = paid(&app, "ana@example.com", 2, None).await;
    paid(&app, "rui@example.com", 1, None).await;
    paid(&app, "lea@example.com", 1, Some("WELCOME10")).await;
    let released = app.awaiting(None).await;
    app.release(&released).await;

    let found = result(&owner, &over(&tenth("NEW"))).await;
    assert_eq!((found.bookings, found.hit), (2, 2));
    assert_eq!((found.before_minor, found.after_minor), (14_400, 12_960));
    assert_eq!(found.largest_minor, 960);
    assert_eq!(
        found.largest_order_id.as_deref(),
        Some(large.order.id.as_str())
    );
    let expected = LeftOut {
        not_booked: 1,
        other_coupon: 1,
        ..LeftOut::default()
    };
    assert_eq!(found.left_out, expected);
    let [class] = &found.services[..] else {
        panic!("{:?}", found.services)
    };
    assert_eq!(
        (class.hit, class.amount_minor, class.discount_minor),
        (2, 14_400, 1_440)
    );
    assert!(!class.name.is_empty());

    // By today's prices it would be another sum.
    app.sql("UPDATE service SET unit_price_minor = 100 WHERE id = 'wheel-class'")
        .await;
    assert_eq!(result(&owner, &over(&tenth("NEW"))).await, found);

    let mut large_alone = tenth("NEW");
    large_alone["minimum_amount_minor"] = 5_000.into();
    let found = result(&owner, &over(&large_alone)).await;
    assert_eq!((found.hit, found.after_minor), (1, 13_440));
    let small = BacktestMiss {
        check: Check::MinimumAmount,
        orders: 1,
    };
    assert_eq!(found.missed, [small]);
}

#[tokio::test]
async fn limits_count_in_the_order_of_the_bookings() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let first = paid(&app, "ana@example.com", 1, None).await;
    paid(&app, "ana@example.com", 2, None).await;
    paid(&app, "rui@example.com", 1, None).await;

    let hit_with = async |field: &str, value: Value| {
        let mut draft = tenth("NEW");
        draft[field] = value;
        let found = result(&owner, &over(&draft)).await;
        (found.hit, found.largest_order_id, found.missed)
    };
    let missed = |check, orders| vec![BacktestMiss { check, orders }];
    let first = Some(first.order.id);
    let once = hit_with("max_redemptions", 1.into()).await;
    assert_eq!(once, (1, first.clone(), missed(Check::Redemptions, 2)));
    let each = hit_with("max_per_customer", 1.into()).await;
    assert_eq!(each, (2, first.clone(), missed(Check::PerCustomer, 1)));
    let new = hit_with("first_purchase_only", true.into()).await;
    assert_eq!(new, (2, first, missed(Check::FirstPurchase, 1)));
    let rui = json!([{ "email": "rui@example.com" }]);
    let (hit, _, others) = hit_with("customers", rui).await;
    assert_eq!((hit, others), (1, missed(Check::Found, 2)));
}

#[tokio::test]
async fn a_changed_coupon_takes_the_place_of_the_saved_one() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let saved = owner.make(tenth("SAVED")).await.coupon;
    paid(&app, "ana@example.com", 1, Some("SAVED")).await;
    let mut half = tenth("SAVED");
    half["benefit"] = json!({ "percent": { "percent": "50" } });
    let mut asked = over(&half);
    assert_eq!(result(&owner, &asked).await.left_out.other_coupon, 1);
    asked["coupon_id"] = saved.id.as_str().into();
    let found = result(&owner, &asked).await;
    assert_eq!((found.before_minor, found.after_minor), (4_320, 2_400));
}

#[tokio::test]
async fn the_days_are_those_of_the_business_and_the_draft_s_own_window_plays_no_part() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    paid(&app, "ana@example.com", 1, None).await;
    let mut draft = tenth("NEW");
    draft["starts"] = "2027-01-01".into();
    let with_days = async |from: &str, to: &str| {
        let mut asked = over(&draft);
        asked["from"] = from.into();
        asked["to"] = to.into();
        result(&owner, &asked).await.hit
    };
    assert_eq!(with_days("2026-11-20", "2026-11-20").await, 1);
    assert_eq!(with_days("2026-11-21", "2026-12-31").await, 0);
    assert_eq!(with_days("2026-11-01", "2026-11-19").await, 0);
    let mut live = over(&draft);
    live["test_mode"] = false.into();
    assert_eq!(result(&owner, &live).await.bookings, 0);
}

#[tokio::test]
async fn progress_is_told_and_what_cannot_be_asked_is_refused() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    paid(&app, "ana@example.com", 1, None).await;
    let told = lines(&owner, &over(&tenth("NEW"))).await;
    let all = BacktestLine::Looked { orders: 1, of: 1 };
    assert_eq!(told.first(), Some(&all));

    let mut reversed = over(&tenth("NEW"));
    reversed["to"] = "2026-11-01".into();
    let answer = owner.post("/backtests", &reversed).await;
    answer.problem(ProblemCode::InvalidRequest);
    let mut wrong = tenth("NEW");
    wrong["minimum_amount_minor"] = (-1).into();
    let refused = owner.post("/backtests", &over(&wrong)).await;
    assert!(matches!(refusal(&refused), CouponRefusal::Fields { .. }));
    assert_eq!(
        app.number("SELECT COUNT(*) FROM coupon WHERE name = 'A tenth'")
            .await,
        0
    );
}
