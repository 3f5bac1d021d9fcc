//! Holds: extended by who needs time, limited for who takes many, swept by one of several.

use std::sync::Arc;

use booking_companion::sweep;
use booking_contract::{
    HoldExtension, OpenOrder, OrderOpened, OrderStatus, OrderView, ProblemCode,
};
use chrono::TimeDelta;
use tokio::task::JoinSet;

use crate::app::{Answer, CLASS, KILN, LESSON, Setup, TUESDAY, TestApp, at, guest, new_key};

const LIVE: &str = "SELECT CAST(COALESCE(SUM(live), 0) AS BIGINT) FROM live_hold";

#[tokio::test]
async fn a_hold_is_extended_ten_times_and_not_once_more() {
    let app = TestApp::start().await;
    let mut opened = app.awaiting(Some("LASTONE")).await;
    for times in 1..=10 {
        let left = Some(HoldExtension {
            left: 11 - times,
            minutes: 5,
        });
        assert_eq!(opened.order.extension, left);
        opened.order = app.act(&opened, "extend", None).await.success();
        let until = at("2026-11-20T09:30:00Z") + TimeDelta::minutes(5 * i64::from(times));
        assert_eq!(opened.order.hold_until, Some(until));
    }
    assert_eq!(opened.order.extension, None);
    app.act(&opened, "extend", None)
        .await
        .problem(ProblemCode::WrongState);
    // It is held that long, and payable to the end.
    app.later(TimeDelta::minutes(80) - TimeDelta::milliseconds(1))
        .await;
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 6);
    app.press(&opened, "pay").await;
    assert_eq!(app.until(&opened, "paid").await.status, OrderStatus::Paid);
    app.check_books().await;
}

#[tokio::test]
async fn an_extended_hold_lapses_at_its_new_end() {
    let app = TestApp::start().await;
    let opened = app.awaiting(Some("LASTONE")).await;
    app.act(&opened, "extend", None)
        .await
        .success::<OrderView>();
    app.later(TimeDelta::minutes(30)).await;
    assert_eq!(
        app.order(&opened).await.status,
        OrderStatus::AwaitingPayment
    );
    app.later(TimeDelta::minutes(5)).await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::Expired);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    assert_eq!(app.number(LIVE).await, 0);
    app.check_books().await;
}

#[tokio::test]
async fn a_hold_never_outlives_its_session() {
    let app = TestApp::start().await;
    let opened = app.awaiting(None).await;
    // The session ends ten minutes from now: five are left to be sure.
    app.sql("UPDATE orders SET stripe_expires_ms = hold_until_ms + 8 * 60 * 1000")
        .await;
    let order = app.order(&opened).await;
    assert_eq!(order.extension.map(|extension| extension.left), Some(1));
    let order: OrderView = app.act(&opened, "extend", None).await.success();
    assert_eq!(order.hold_until, Some(at("2026-11-20T09:33:00Z")));
    app.act(&opened, "extend", None)
        .await
        .problem(ProblemCode::WrongState);
}

#[tokio::test]
async fn a_business_may_allow_no_extension() {
    let app = TestApp::start().await;
    app.sql("UPDATE business SET hold_extensions_max = 0").await;
    let opened = app.awaiting(None).await;
    assert_eq!(opened.order.extension, None);
    app.act(&opened, "extend", None)
        .await
        .problem(ProblemCode::WrongState);
    // What is paid, lapsed or given up has nothing to extend.
    app.sql("UPDATE business SET hold_extensions_max = 10")
        .await;
    app.release(&opened).await;
    app.act(&opened, "extend", None)
        .await
        .problem(ProblemCode::WrongState);
}

/// A companion with the limits that a business has from the start.
async fn limited() -> TestApp {
    let app = TestApp::start_with(Setup {
        mute: true,
        ..Setup::default()
    })
    .await;
    app.sql("UPDATE business SET holds_per_network_max = 3, holds_per_customer_max = 2")
        .await;
    app
}

async fn confirm_from(app: &TestApp, address: &str, body: &OpenOrder) -> Answer {
    let request = app
        .http
        .post(format!("{}/v1/calendars/{KILN}/orders", app.url))
        .header("idempotency-key", new_key())
        .header("x-forwarded-for", address)
        .json(body);
    app.send(request).await
}

#[tokio::test]
async fn one_address_cannot_hold_a_day_whatever_names_it_uses() {
    let app = limited().await;
    let all = app.slots(LESSON, "2026-11-24").await.slots;
    let body = app.confirmation(LESSON, 1, TUESDAY, None).await;
    let mut refused = 0;
    for (number, slot) in all.iter().enumerate() {
        let mut body = body.clone();
        body.guest = guest(&format!("bot{number}@example.com"));
        body.starts_at = slot.starts_at;
        let answer = confirm_from(&app, "192.0.2.7", &body).await;
        if answer.status == 429 {
            let problem = answer.problem(ProblemCode::TooManyHolds);
            // The first hold ends in half an hour.
            assert_eq!(problem.retry_after_seconds, Some(1_801));
            refused += 1;
        }
    }
    assert!(refused > 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 3);
    // Nine hours of twelve times five minutes are for sale: half of them still are.
    let held = app.number("SELECT COUNT(*) FROM cell").await;
    assert!(held * 2 <= 9 * 12, "{held} of {} cells are held", 9 * 12);
    assert!(!app.slots(LESSON, "2026-11-24").await.slots.is_empty());
    app.check_books().await;
    // Another guest is not concerned; another business neither.
    let mut other = body.clone();
    other.guest = guest("ben@example.com");
    let free = app.slots(LESSON, "2026-11-24").await.slots;
    other.starts_at = free[0].starts_at;
    assert_eq!(confirm_from(&app, "192.0.2.8", &other).await.status, 201);
    app.check_books().await;
}

#[tokio::test]
async fn one_customer_cannot_hold_a_day_from_many_addresses() {
    let app = limited().await;
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    for number in 0..20 {
        let mut body = body.clone();
        // The same customer by every rule of ours.
        body.guest = guest(&format!("Bot+{number}@Example.com"));
        let answer = confirm_from(&app, &format!("198.51.100.{number}"), &body).await;
        let expected = if number < 2 { 201 } else { 429 };
        assert_eq!(answer.status, expected, "{number}");
    }
    app.check_books().await;
}

#[tokio::test]
async fn what_is_paid_free_or_given_up_counts_no_longer() {
    let app = limited().await;
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let mut opened: Vec<OrderOpened> = Vec::new();
    for _ in 0..2 {
        opened.push(confirm_from(&app, "192.0.2.7", &body).await.success());
    }
    assert_eq!(confirm_from(&app, "192.0.2.7", &body).await.status, 429);
    // Booked for nothing is not held.
    let free = app.confirmation(CLASS, 1, TUESDAY, Some("FREECLASS")).await;
    assert_eq!(confirm_from(&app, "192.0.2.7", &free).await.status, 201);
    app.press(&opened[0], "pay").await;
    assert_eq!(app.order(&opened[0]).await.status, OrderStatus::Paid);
    assert_eq!(confirm_from(&app, "192.0.2.7", &body).await.status, 201);
    assert_eq!(confirm_from(&app, "192.0.2.7", &body).await.status, 429);
    app.release(&opened[1]).await;
    assert_eq!(confirm_from(&app, "192.0.2.7", &body).await.status, 201);
    app.later(TimeDelta::minutes(31)).await;
    assert_eq!(app.number(LIVE).await, 0);
    app.check_books().await;
}

/// How many of fifty holds one address gets at once.
async fn fifty_at_once(app: &Arc<TestApp>) -> usize {
    app.sql("UPDATE service SET capacity = 100").await;
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let mut guests = JoinSet::new();
    for number in 0..50 {
        let (app, mut body) = (app.clone(), body.clone());
        body.guest = guest(&format!("bot{number}@example.com"));
        guests.spawn(async move { confirm_from(&app, "192.0.2.7", &body).await.status });
    }
    let statuses = guests.join_all().await;
    statuses
        .iter()
        .filter(|status| status.as_u16() == 201)
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_holds_at_once_from_one_address_are_three() {
    let app = Arc::new(limited().await);
    assert_eq!(fifty_at_once(&app).await, 3);
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_limit_all_fifty_are_held() {
    let app = Arc::new(limited().await);
    app.sql("UPDATE business SET holds_per_network_max = NULL")
        .await;
    assert_eq!(fifty_at_once(&app).await, 50);
    app.check_books().await;
}

#[tokio::test]
async fn an_opening_that_another_companion_works_on_is_left_to_it_until_its_claim_lapses() {
    let app = TestApp::start().await;
    let opened = app.awaiting(Some("LASTONE")).await;
    // As while another companion waits for Stripe's answer.
    app.sql("UPDATE orders SET state = 'opening', stripe_session = NULL, checkout_url = NULL")
        .await;
    let lease = app.clock.now_ms() + 90_000;
    app.sql(&format!("UPDATE orders SET next_at_ms = {lease}"))
        .await;
    app.later(TimeDelta::seconds(89)).await;
    assert_eq!(
        app.number("SELECT COUNT(*) FROM orders WHERE state = 'opening'")
            .await,
        1
    );
    sweep::wake(&app.state).await.expect("it wakes");
    let shared = std::env::var("TEST_POSTGRES_URL").is_ok();
    let due = format!("SELECT COUNT(*) FROM orders WHERE next_at_ms < {lease}");
    // Only where nobody else can be at it is it due at once.
    assert_eq!(app.number(&due).await, i64::from(!shared));
    app.later(TimeDelta::seconds(1)).await;
    assert_eq!(
        app.order(&opened).await.status,
        OrderStatus::AwaitingPayment
    );
    assert_eq!(app.sessions().await, 1);
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_sweepers_release_a_hold_once() {
    let app = Arc::new(TestApp::start().await);
    for number in 0..8 {
        let mut body = app.confirmation(CLASS, 1, TUESDAY, None).await;
        body.guest = guest(&format!("guest{number}@example.com"));
        assert_eq!(app.confirm(&body).await.status, 201);
    }
    app.clock.advance(TimeDelta::minutes(31));
    app.set_double_clock().await;
    let mut sweepers = JoinSet::new();
    for _ in 0..4 {
        let state = app.state.clone();
        sweepers.spawn(async move { sweep::once(&state).await.is_ok() });
    }
    assert!(sweepers.join_all().await.into_iter().all(|swept| swept));
    let expired = "SELECT COUNT(*) FROM orders WHERE state = 'expired'";
    assert_eq!(app.number(expired).await, 8);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    app.check_books().await;
}
