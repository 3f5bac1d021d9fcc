//! Reports: bookings added up by the days of the business, and as files.

use booking_contract::ProblemCode;
use booking_contract::owner::{Report, UsesPage};
use chrono::TimeDelta;

use crate::app::{CLASS, TUESDAY, TestApp, at, guest};
use crate::owned_coupons::desk::{Desk, tenth};
use crate::person::MANAGER;

/// A class for two, paid for by somebody.
async fn paid(app: &TestApp, email: &str, code: Option<&str>) -> String {
    let mut body = app.confirmation(CLASS, 2, TUESDAY, code).await;
    body.guest = guest(email);
    let opened: booking_contract::OrderOpened = app.confirm(&body).await.success();
    app.press(&opened, "pay").await;
    app.order(&opened).await;
    opened.order.id
}

async fn report(desk: &Desk<'_>, query: &str) -> Report {
    let path = format!("/reports?test_mode=true&{query}");
    desk.get(&path).await.success()
}

#[tokio::test]
async fn bookings_are_added_up_by_the_days_of_the_business() {
    let app = TestApp::start().await;
    paid(&app, "ana@example.com", Some("WELCOME10")).await;
    let released = app.awaiting(None).await;
    app.release(&released).await;
    // A quarter to midnight in Lisbon, and a quarter past.
    for (time, email) in [
        ("2026-11-20T23:45:00Z", "rui@example.com"),
        ("2026-11-21T00:15:00Z", "lea@example.com"),
    ] {
        let by = at(time) - app.clock.now();
        app.later(by).await;
        paid(&app, email, None).await;
    }
    // Sessions end by themselves in so long a time.
    let owner = Desk::owner(&app).await;

    let days = report(&owner, "from=2026-11-19&to=2026-11-21").await;
    let told: Vec<_> = (days.spans.iter())
        .map(|it| (it.orders, it.uses, it.total_minor, it.discount_minor))
        .collect();
    let first_day = (2, 1, 8_640 + 9_600, 960);
    assert_eq!(told, [(0, 0, 0, 0), first_day, (1, 0, 9_600, 0)]);
    let [coupon] = &days.coupons[..] else {
        panic!("{:?}", days.coupons)
    };
    assert_eq!(
        (coupon.code.as_str(), coupon.uses, coupon.discount_minor),
        ("WELCOME10", 1, 960)
    );

    let month = report(&owner, "from=2026-11-01&to=2026-12-31&by=month").await;
    let orders: Vec<u64> = month.spans.iter().map(|it| it.orders).collect();
    assert_eq!(orders, [3, 0]);
    let live: Report = owner
        .get("/reports?from=2026-11-01&to=2026-12-31&by=week")
        .await
        .success();
    assert!(live.spans.iter().all(|it| it.orders == 0) && live.coupons.is_empty());
}

#[tokio::test]
async fn files_hold_every_row_and_no_formula() {
    let app = TestApp::start().await;
    let manager = Desk::of(&app, MANAGER).await;
    let order = paid(&app, "ana@example.com", Some("WELCOME10")).await;
    let free = paid(&app, "rui@example.com", None).await;
    let open = app.awaiting(None).await;
    app.sql("UPDATE orders SET guest_name = '=HYPERLINK(1)'")
        .await;

    let days = "from=2026-11-20&to=2026-11-20&test_mode=true";
    let items = manager.get(&format!("/reports/items/csv?{days}")).await;
    assert_eq!(items.headers["content-type"], "text/csv; charset=utf-8");
    let lines: Vec<&str> = items.text.split("\r\n").collect();
    assert_eq!(
        lines.len(),
        4,
        "a header, two bookings, and the end: {}",
        items.text
    );
    assert!(lines[0].starts_with("order,booked,status,"));
    let first = lines
        .iter()
        .find(|line| line.starts_with(&order))
        .expect("the order");
    let told = [
        "2026-11-20 09:00",
        "96.00,9.60,,,86.40,EUR",
        "WELCOME10,'=HYPERLINK(1)",
    ];
    for part in told {
        assert!(first.contains(part), "{part} in {first}");
    }
    assert!(items.text.contains(&free) && !items.text.contains(&open.order.id));

    let uses = manager
        .get(&format!("/reports/redemptions/csv?{days}"))
        .await;
    let lines: Vec<&str> = uses.text.split("\r\n").collect();
    assert_eq!(lines.len(), 3, "{}", uses.text);
    assert!(lines[1].contains("redeemed") && lines[1].contains("9.60,86.40,EUR"));
    let other_day = manager
        .get("/reports/items/csv?from=2026-11-21&to=2026-11-21&test_mode=true")
        .await;
    assert_eq!(other_day.text.split("\r\n").count(), 2);
}

#[tokio::test]
async fn ranges_that_are_none_are_refused() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    for wrong in [
        "/reports",
        "/reports?from=2026-11-20",
        "/reports?from=2026-11-20&to=2026-11-19",
        "/reports?from=0001-01-01&to=2026-11-19",
        "/reports?from=2020-01-01&to=2026-11-19",
        "/reports?from=2026-11-19&to=2026-11-19&by=hour",
        "/reports/items/csv?from=2026-11-20&to=2026-11-19",
        "/reports/redemptions/csv?from=soon&to=2026-11-19",
    ] {
        owner.get(wrong).await.problem(ProblemCode::InvalidRequest);
    }
    let years = report(&owner, "from=2020-01-01&to=2026-11-19&by=month").await;
    assert_eq!(years.spans.len(), 83);
}

#[tokio::test]
async fn uses_can_be_those_of_one_code() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let coupon = owner.make(tenth("MAIN")).await.coupon;
    let path = format!("/coupons/{}", coupon.id);
    let body = serde_json::json!({ "code": "PARTNER" });
    let made: booking_contract::owner::CodeSaved =
        owner.post(&format!("{path}/codes"), &body).await.success();
    paid(&app, "ana@example.com", Some("MAIN")).await;
    app.clock.advance(TimeDelta::minutes(1));
    let partner = paid(&app, "rui@example.com", Some("PARTNER")).await;
    let of_code = format!("{path}/uses?test_mode=true&code={}", made.code.id);
    let page: UsesPage = owner.get(&of_code).await.success();
    let ids: Vec<&str> = page.uses.iter().map(|it| it.order_id.as_str()).collect();
    assert_eq!(ids, [partner.as_str()]);
    let all: UsesPage = owner
        .get(&format!("{path}/uses?test_mode=true"))
        .await
        .success();
    assert_eq!(all.uses.len(), 2);
    let totals: booking_contract::owner::UseTotals = owner
        .get(&format!(
            "{path}/uses/totals?test_mode=true&code={}",
            made.code.id
        ))
        .await
        .success();
    assert_eq!(totals.totals.iter().map(|it| it.orders).sum::<u64>(), 1);
    assert_eq!(totals.code, Some(made.code.code.clone()));
    let told = format!("{path}/uses/totals?test_mode=true&code=pc_of_nobody");
    let totals: booking_contract::owner::UseTotals = owner.get(&told).await.success();
    assert_eq!((totals.code, totals.totals.len()), (None, 0));
}
