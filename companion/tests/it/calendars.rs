//! What a guest can book, and who may see an order.

use booking_companion::embedding;
use booking_contract::{ProblemCode, WidgetStyle};

use crate::app::{KILN, TestApp, at};

#[tokio::test]
async fn a_calendar_shows_services_terms_and_dates_but_no_coupon() {
    let app = TestApp::start().await;
    let page = app.calendar(KILN).await;
    assert_eq!(page.business.id, "kiln-clay");
    assert_eq!(page.business.time_zone, "Europe/Lisbon");
    assert_eq!(page.calendar.style, WidgetStyle::Neo);
    let names: Vec<&str> = page.services.iter().map(|s| s.name.as_str()).collect();
    let expected = [
        "Wheel throwing class",
        "Hand-building afternoon",
        "Private wheel lesson",
    ];
    assert_eq!(names, expected);
    let prices: Vec<i64> = page
        .terms
        .services
        .iter()
        .map(|s| s.unit_price_minor)
        .collect();
    assert_eq!(prices, [4_800, 3_900, 8_500]);
    assert!(page.terms.coupons.is_empty() && page.terms.promotion_codes.is_empty());
    assert!(page.terms.history.is_empty());
    assert_eq!(page.calendar.first_date.to_string(), "2026-11-20");
    assert_eq!(page.calendar.last_date.to_string(), "2027-01-19");
    assert_eq!(page.now, at("2026-11-20T09:00:00Z"));
}

#[tokio::test]
async fn there_is_nothing_behind_other_ids() {
    let app = TestApp::start().await;
    for id in ["nobody", "kiln-clay", "a%20b", &"x".repeat(65)] {
        let answer = app.get(&format!("/v1/calendars/{id}")).await;
        answer.problem(ProblemCode::NotFound);
    }
}

#[tokio::test]
async fn the_demo_may_be_embedded_on_its_own_pages_and_loading_it_twice_changes_nothing() {
    let app = TestApp::start().await;
    let counts = "SELECT (SELECT COUNT(*) FROM service) + (SELECT COUNT(*) FROM coupon) \
                  + (SELECT COUNT(*) FROM weekly_hours) + (SELECT COUNT(*) FROM date_override) \
                  + (SELECT COUNT(*) FROM business_origin)";
    let before = app.number(counts).await;
    booking_companion::demo_data::load(&app.state)
        .await
        .expect("it loads");
    assert_eq!(app.number(counts).await, before);

    let embedding = embedding(&app.state, &KILN.parse().expect("an id")).await;
    let embedding = embedding.expect("a calendar");
    assert_eq!(embedding.business_id, "kiln-clay");
    let localhost = app.url.replace("127.0.0.1", "localhost");
    assert_eq!(embedding.origins, [app.url.clone(), localhost]);
}

#[tokio::test]
async fn an_order_opens_with_its_own_token_only() {
    let app = TestApp::start().await;
    let mine = app.awaiting(None).await;
    let other = app.awaiting(None).await;
    let path = format!("{}/v1/orders/{}", app.url, mine.order.id);
    let other_start = if mine.token.starts_with('A') {
        'B'
    } else {
        'A'
    };
    let wrong = format!("{other_start}{}", &mine.token[1..]);
    for token in [other.token.as_str(), wrong.as_str(), "", "%%%"] {
        let answer = app.send(app.http.get(&path).bearer_auth(token)).await;
        answer.problem(ProblemCode::NotFound);
    }
    app.send(app.http.get(&path))
        .await
        .problem(ProblemCode::NotFound);
    let release = app
        .http
        .post(format!("{path}/release"))
        .bearer_auth(&other.token);
    app.send(release).await.problem(ProblemCode::NotFound);
    let unknown = app.http.get(format!("{}/v1/orders/ord_0", app.url));
    app.send(unknown.bearer_auth(&mine.token))
        .await
        .problem(ProblemCode::NotFound);
    assert_eq!(app.order(&mine).await.id, mine.order.id);
}
