//! Coupons for some customers: codes and grants that are theirs alone.

use booking_contract::{OpenOrder, OrderOpened, OrderView, ProblemCode};
use booking_engine::{CouponSource, Quote};
use serde_json::json;

use crate::app::{CLASS, KILN, TUESDAY, TestApp, guest};

/// A guest who has booked before, so that the books know them.
async fn member(app: &TestApp) -> String {
    app.paid(None).await;
    app.books.text("SELECT customer_key FROM customer").await
}

/// Gives the customer 20 % off, once.
async fn grant(app: &TestApp, key: &str) {
    for statement in [
        "INSERT INTO coupon (id, business_id, name, benefit, scope, max_per_customer) \
         VALUES ('gold', 'kiln-clay', 'Gold plan', '{\"percent\":{\"percent\":\"20\"}}', \
         '\"everything\"', 1)"
            .to_owned(),
        format!(
            "INSERT INTO promotion_code (id, business_id, coupon_id, code, customer) \
             VALUES ('gold-ana', 'kiln-clay', 'gold', 'grant:gold-ana', '{key}')"
        ),
        format!(
            "INSERT INTO coupon_grant (id, business_id, customer_key, coupon_id, source, at_ms) \
             VALUES ('gold-ana', 'kiln-clay', '{key}', 'gold', 'plan', 5)"
        ),
    ] {
        app.sql(&statement).await;
    }
}

/// Confirms, and once more at the price that the companion answers.
async fn agree(app: &TestApp, mut body: OpenOrder) -> (Quote, OrderOpened) {
    let problem = app.confirm(&body).await.problem(ProblemCode::QuoteChanged);
    body.quote = *problem.quote.expect("the price now");
    (body.quote.clone(), app.confirm(&body).await.success())
}

#[tokio::test]
async fn a_granted_coupon_is_applied_without_typing_and_used_once() {
    let app = TestApp::start().await;
    let key = member(&app).await;
    grant(&app, &key).await;
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    assert_eq!(body.quote.discount_minor, 0);
    let (quote, opened) = agree(&app, body.clone()).await;
    assert_eq!(quote.discount_minor, 960);
    let source = quote.coupon.expect("a coupon").source;
    assert!(matches!(source, CouponSource::Grant { .. }));
    app.check_books().await;
    // Given up, it can be used again; paid, it is used.
    app.release(&opened).await;
    app.audit().await;
    let (_, opened) = agree(&app, body.clone()).await;
    app.press(&opened, "pay").await;
    let order: OrderView = app.order(&opened).await;
    assert_eq!(order.paid_minor, 3_840);
    let third: OrderOpened = app.confirm(&body).await.success();
    assert_eq!(third.order.quote.discount_minor, 0);
    app.check_books().await;
    // Nobody else has it.
    let mut other = app.confirmation(CLASS, 1, TUESDAY, None).await;
    other.guest = guest("rui@example.com");
    let other: OrderOpened = app.confirm(&other).await.success();
    assert_eq!(other.order.quote.coupon, None);
}

#[tokio::test]
async fn a_typed_code_takes_the_place_of_a_granted_coupon_and_its_text_cannot_be_typed() {
    let app = TestApp::start().await;
    let key = member(&app).await;
    grant(&app, &key).await;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("WELCOME10")).await;
    let opened: OrderOpened = app.confirm(&body).await.success();
    assert_eq!(opened.order.quote.discount_minor, 480);
    let reply = app.check_code("grant:gold-ana").await;
    assert!(reply.text.contains("not_found"), "{}", reply.text);
    app.check_books().await;
}

#[tokio::test]
async fn customers_may_have_codes_of_one_text_and_others_do_not_find_them() {
    let app = TestApp::start().await;
    let key = member(&app).await;
    for statement in [
        format!(
            "UPDATE promotion_code SET customer = '{key}' WHERE id = 'kiln-clay-welcome10-code'"
        ),
        "INSERT INTO promotion_code (id, business_id, coupon_id, code, customer) \
         VALUES ('theirs', 'kiln-clay', 'kiln-clay-clay25', 'WELCOME10', 'somebody')"
            .to_owned(),
    ] {
        app.sql(&statement).await;
    }
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("WELCOME10")).await;
    assert_eq!(body.quote.discount_minor, 480);
    let _: OrderOpened = app.confirm(&body).await.success();
    let mut other = body.clone();
    other.guest = guest("rui@example.com");
    let problem = app.confirm(&other).await.problem(ProblemCode::QuoteChanged);
    let quote = problem.quote.expect("the price now");
    let told = serde_json::to_value(quote.rejected.expect("refused").reason).expect("JSON");
    assert_eq!(told, json!("not_found"));
    // Before anybody is known the answer is provisional; the reason of a known stranger is plain.
    let path = format!("/v1/calendars/{KILN}/coupon-checks");
    let asked = json!({ "request": other.request, "email": "rui@example.com" });
    let reply = app.post(&path, &asked).await;
    assert!(reply.text.contains("not_found"), "{}", reply.text);
}

#[tokio::test]
async fn a_coupon_for_some_customers_is_not_found_by_others() {
    let app = TestApp::start().await;
    let key = member(&app).await;
    app.sql(&format!(
        "UPDATE coupon SET customers = '[\"{key}\"]' WHERE id = 'kiln-clay-welcome10'"
    ))
    .await;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("WELCOME10")).await;
    let mut other = body.clone();
    other.guest = guest("rui@example.com");
    app.confirm(&other).await.problem(ProblemCode::QuoteChanged);
    let opened: OrderOpened = app.confirm(&body).await.success();
    assert_eq!(opened.order.quote.discount_minor, 480);
    app.check_books().await;
}
