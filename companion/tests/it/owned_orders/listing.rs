//! The list: found by what one knows, in the order that one wants, however many there are.

use booking_contract::owner::{OrderStanding, OrdersPage};
use booking_contract::{OrderOpened, ProblemCode};
use booking_engine::CouponCode;

use super::Desk;
use crate::app::{CLASS, Setup, TUESDAY, TestApp, guest};

const WEDNESDAY: &str = "2026-11-25T10:00:00Z";
const THURSDAY: &str = "2026-11-26T10:00:00Z";

/// Somebody books and pays nothing yet.
async fn book(app: &TestApp, name: &str, email: &str, service: &str, at: &str) -> OrderOpened {
    let mut body = app.confirmation(service, 1, at, None).await;
    body.guest = guest(email);
    body.guest.name = name.parse().expect("a name");
    app.clock.advance(chrono::TimeDelta::seconds(1));
    app.confirm(&body).await.success()
}

/// Three orders, booked in another order than that in which they take place.
async fn three(app: &TestApp) -> [String; 3] {
    let one = book(app, "Ada Özil", "ada@example.com", CLASS, THURSDAY).await;
    let two = book(app, "Ben Adams", "ben+x@example.org", CLASS, TUESDAY).await;
    let three = book(app, "Cleo Marin", "cleo@example.com", CLASS, WEDNESDAY).await;
    [one.order.id, two.order.id, three.order.id]
}

fn ids(page: &OrdersPage) -> Vec<&str> {
    page.orders.iter().map(|order| order.id.as_str()).collect()
}

#[tokio::test]
async fn the_newest_comes_first_and_what_takes_place_first_where_that_is_asked() {
    let app = TestApp::start().await;
    let [a, b, c] = &three(&app).await;
    let desk = Desk::owner(&app).await;
    for (query, expected) in [
        ("", [c, b, a]),
        ("reverse=true", [a, b, c]),
        ("sort=starts", [b, c, a]),
        ("sort=starts&reverse=true", [a, c, b]),
    ] {
        let page = desk.list(query).await;
        assert_eq!(ids(&page), expected, "{query}");
        assert_eq!((page.total, page.more), (3, false));
        // One at a time is the same list.
        let mut after = String::new();
        for (place, id) in expected.iter().enumerate() {
            let page = desk.list(&format!("{query}&limit=1{after}")).await;
            assert_eq!(ids(&page), [*id], "{query}");
            assert_eq!(page.next.is_some(), place < 2);
            after = format!("&after={}", page.next.unwrap_or_default());
        }
    }
}

#[tokio::test]
async fn an_order_is_found_by_its_id_in_whatever_language_the_database_sorts() {
    let setup = Setup {
        danish: true,
        ..Setup::default()
    };
    let app = TestApp::start_with(setup).await;
    // Ids begin with the time: this one has two a in a row.
    let then = chrono::DateTime::from_timestamp_millis(0x01a1_f8aa_0000).expect("a time");
    app.clock.advance(then - app.clock.now());
    app.set_double_clock().await;
    let desk = Desk::owner(&app).await;
    let [a, b, c] = &three(&app).await;
    assert!(a.starts_with("ord_01a1f8aa"), "{a}");
    for cut in ["ord_01a1f8", "ord_01a1f8a", "ord_01a1f8aa"] {
        let page = desk.list(&format!("search={cut}")).await;
        assert_eq!(ids(&page), [c, b, a], "{cut}");
    }
    for whole in [a, b, c] {
        for length in whole.len() - 12..=whole.len() {
            let page = desk.list(&format!("search={}", &whole[..length])).await;
            assert_eq!(ids(&page), [whole], "{}", &whole[..length]);
        }
    }
    let page = desk.list("search=ord_01a1f8b").await;
    assert!(page.orders.is_empty());
}

#[tokio::test]
async fn an_order_is_found_by_name_address_and_id() {
    let app = TestApp::start().await;
    let [a, b, _] = &three(&app).await;
    let desk = Desk::owner(&app).await;
    let whole = a.as_str();
    let begun = &b[..b.len() - 4];
    for (search, expected) in [
        ("ada", vec![b, a]),
        ("%C3%96ZI", vec![a]),
        ("ada+%C3%B6zil", vec![a]),
        ("ada+adams", vec![b]),
        ("ben%2Bx@example.org", vec![b]),
        (whole, vec![a]),
        (begun, vec![b]),
        ("dams", vec![]),
        ("%25", vec![]),
        ("ada+cleo", vec![]),
    ] {
        let page = desk.list(&format!("search={search}")).await;
        assert_eq!(ids(&page), expected, "{search}");
        assert_eq!(page.total as usize, expected.len());
    }
    let upper = whole.to_uppercase();
    assert_eq!(ids(&desk.list(&format!("search={upper}")).await), [a]);
}

#[tokio::test]
async fn filters_leave_what_fits_all_of_them() {
    let app = TestApp::start().await;
    let paid = app.paid(Some("LASTONE")).await;
    let p = &paid.order.id;
    app.clock.advance(chrono::TimeDelta::seconds(1));
    let [a, b, c] = &three(&app).await;
    let desk = Desk::owner(&app).await;
    for (query, expected) in [
        ("state=paid", vec![p]),
        ("state=awaiting", vec![c, b, a]),
        ("state=refunded", vec![]),
        ("calendar=kiln-studio", vec![c, b, a, p]),
        ("calendar=kiln-menu", vec![]),
        ("coupon=kiln-clay-lastone", vec![p]),
        ("coupon=none", vec![]),
        ("from=2026-11-25", vec![c, a]),
        ("to=2026-11-24", vec![b, p]),
        ("from=2026-11-25&to=2026-11-25", vec![c]),
        ("from=2026-11-26&to=2026-11-25", vec![]),
        ("state=awaiting&to=2026-11-24&search=ben", vec![b]),
        ("coupon=kiln-clay-lastone&state=awaiting", vec![]),
    ] {
        let page = desk.list(query).await;
        assert_eq!(ids(&page), expected, "{query}");
    }
    let live: OrdersPage = desk.get("/orders").await.success();
    assert_eq!((ids(&live), live.total), (vec![], 0));
    let row = &desk.list("state=paid").await.orders[0];
    assert_eq!(row.state, OrderStanding::Paid);
    assert_eq!((row.total_minor, row.paid_minor), (7_600, 7_600));
    assert_eq!(row.discount_minor, 2_000);
    assert_eq!(row.code.as_ref().map(CouponCode::as_str), Some("LASTONE"));
}

#[tokio::test]
async fn what_cannot_be_asked_is_said() {
    let app = TestApp::start().await;
    let desk = Desk::owner(&app).await;
    let long = format!("search={}", "a".repeat(201));
    for query in [
        "limit=0",
        "limit=201",
        "after=created.none",
        "sort=starts&after=created.ord_00",
        "after=created.ord_%00",
        "search=%00",
        "state=happy",
        "from=0001-01-01",
        "to=yesterday",
        "day=monday",
        long.as_str(),
    ] {
        let answer = desk.get(&format!("/orders?{query}")).await;
        answer.problem(ProblemCode::InvalidRequest);
    }
}

/// Orders of the past beside the one that is there: as many as are not counted any more, all of
/// one kind, and a few of another.
async fn many(app: &TestApp, id: &str) {
    let columns = "business_id, calendar_id, service_id, fingerprint, service_name, attendees, \
                   currency, subtotal_minor, discount_minor, total_minor, amount_due_minor, \
                   quote, guest_name, guest_email, customer_key, zone, test_mode, hold_until_ms, \
                   ends_ms, updated_ms";
    // Ids begin with the time and are of digits that sort alike everywhere.
    app.sql(&format!(
        "INSERT INTO orders ({columns}, id, state, starts_ms, created_ms) \
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10100) \
         SELECT {columns}, 'ord_00' || CAST(100000 + n.i AS TEXT), \
         CASE WHEN n.i <= 50 THEN 'cancelled' ELSE 'expired' END, \
         starts_ms - n.i * 60000, n.i FROM orders, n WHERE id = '{id}'"
    ))
    .await;
    app.sql(&format!(
        "INSERT INTO order_word (order_id, word, business_id) \
         SELECT o.id, w.word, o.business_id FROM orders o, order_word w \
         WHERE w.order_id = '{id}' AND o.id <> '{id}'"
    ))
    .await;
}

#[tokio::test]
async fn many_orders_are_counted_up_to_a_bound_and_listed_alike() {
    let app = TestApp::start().await;
    let opened = book(&app, "Ada Lovelace", "ada@example.com", CLASS, TUESDAY).await;
    many(&app, &opened.order.id).await;
    let desk = Desk::owner(&app).await;
    let newest = |from: u32, to: u32| -> Vec<String> {
        (to..=from)
            .rev()
            .map(|i| format!("ord_00{}", 100_000 + i))
            .collect()
    };
    let check = async |query: &str, total: u32, expected: Vec<String>| {
        let first = desk.list(&format!("{query}&limit=3")).await;
        assert_eq!(
            (first.total, first.more),
            (total.min(10_000), total > 10_000),
            "{query}"
        );
        let next = first.next.clone().expect("more");
        let second = desk.list(&format!("{query}&limit=3&after={next}")).await;
        let found: Vec<_> = ids(&first).into_iter().chain(ids(&second)).collect();
        assert_eq!(found, expected, "{query}");
    };
    let own = opened.order.id.clone();
    let with_own = |rest: Vec<String>| [vec![own.clone()], rest].concat();
    check("", 10_101, with_own(newest(10_100, 10_096))).await;
    check(
        "calendar=kiln-studio",
        10_101,
        with_own(newest(10_100, 10_096)),
    )
    .await;
    check("state=expired", 10_050, newest(10_100, 10_095)).await;
    check("state=cancelled", 50, newest(50, 45)).await;
    check("search=ada", 10_101, with_own(newest(10_100, 10_096))).await;
    check("search=ada+love&state=cancelled", 50, newest(50, 45)).await;
    // Those of lower numbers start later.
    let soonest = newest(10_100, 10_095);
    check("sort=starts", 10_101, soonest.clone()).await;
    check("sort=starts&state=expired", 10_050, soonest).await;
    let oldest: Vec<_> = newest(6, 1).into_iter().rev().collect();
    check("reverse=true", 10_101, oldest.clone()).await;
    check("reverse=true&state=cancelled", 50, oldest.clone()).await;
    check("sort=starts&reverse=true&state=cancelled", 50, oldest).await;
}
