//! A calendar leaves codes to Stripe's own page: what is taken off there is a discount of the order.

use booking_contract::owner::{CatalogRefusal, OrderDetails, OwnerProblem};
use booking_contract::{OrderOpened, OrderStatus};
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{KILN, TestApp};
use crate::person::{BUSINESS, OWNER};

/// A companion whose calendar leaves codes to Stripe, and a code of 25 % that was made there.
async fn left_to_stripe() -> TestApp {
    let app = TestApp::start().await;
    app.sql("UPDATE calendar SET coupons = 0, codes_at_stripe = 1")
        .await;
    make(
        &app,
        "coupons",
        &[
            ("id", "SPRING"),
            ("percent_off", "25"),
            ("duration", "once"),
        ],
    )
    .await;
    let code = [
        ("promotion[type]", "coupon"),
        ("promotion[coupon]", "SPRING"),
        ("code", "SPRING25"),
    ];
    make(&app, "promotion_codes", &code).await;
    app
}

/// Makes something in Stripe.
async fn make(app: &TestApp, what: &str, form: &[(&str, &str)]) {
    let url = format!("http://{}/v1/{what}", app.double_address);
    let request = app.http.post(url).bearer_auth("sk_test_it").form(form);
    let answer = app.send(request).await;
    assert!(answer.status.is_success(), "{}", answer.text);
}

/// Types a code on Stripe's page.
async fn enter(app: &TestApp, opened: &OrderOpened, code: &str) -> u16 {
    let page = opened.order.checkout_url.as_deref().expect("a page");
    let request = app
        .http
        .post(format!("{page}/code"))
        .form(&[("code", code)]);
    app.send(request).await.status.as_u16()
}

/// The order as its business sees it.
async fn details(app: &TestApp, opened: &OrderOpened) -> OrderDetails {
    let owner = app.sign_in(OWNER).await;
    let path = format!("/v1/businesses/{BUSINESS}/orders/{}", opened.order.id);
    owner.get(&path).await.success()
}

#[tokio::test]
async fn what_the_guests_code_takes_off_at_stripe_is_the_orders_discount() {
    let app = left_to_stripe().await;
    assert!(
        !app.calendar(KILN).await.calendar.coupons,
        "no field for a code here"
    );
    let opened = app.awaiting(None).await;
    let session = &app.double_state().await["sessions"][0];
    assert_eq!(session["allow_promotion_codes"], true);
    assert_eq!(session["amount_total"], 9_600);
    assert_eq!(enter(&app, &opened, "spring25").await, 200);
    app.press(&opened, "pay").await;
    app.until(&opened, "paid").await;

    let order = app.order(&opened).await;
    assert_eq!((order.status, order.paid_minor), (OrderStatus::Paid, 7_200));
    let payments = details(&app, &opened).await.payments;
    let coupon = payments.coupon.expect("a coupon");
    assert_eq!(coupon.code.expect("its code").as_str(), "SPRING25");
    assert_eq!(
        (
            payments.subtotal_minor,
            payments.discount_minor,
            payments.total_minor
        ),
        (9_600, 2_400, 7_200)
    );
    assert_eq!((payments.paid_minor, payments.balance_minor), (7_200, 0));
    let shares: Vec<i64> = payments
        .attendees
        .iter()
        .map(|one| one.paid_minor)
        .collect();
    assert_eq!(
        shares,
        [3_600, 3_600],
        "each attendee is known from then on"
    );
    app.check_books().await;

    // What is given back is what was paid, and no more.
    let back = app
        .act(&opened, "cancel", Some(json!({ "refund_minor": 7_200 })))
        .await;
    assert!(back.status.is_success(), "{}", back.text);
    assert_eq!(app.refunds().await[0]["amount"], 7_200);
    app.check_books().await;
}

#[tokio::test]
async fn whoever_enters_no_code_or_a_wrong_one_pays_the_whole_price() {
    let app = left_to_stripe().await;
    let opened = app.awaiting(None).await;
    assert_eq!(enter(&app, &opened, "SUMMER25").await, 422);
    app.press(&opened, "pay").await;
    app.until(&opened, "paid").await;
    assert_eq!(app.order(&opened).await.paid_minor, 9_600);
    let payments = details(&app, &opened).await.payments;
    assert!(payments.coupon.is_none() && payments.discount_minor == 0);
    app.check_books().await;
}

#[tokio::test]
async fn a_lower_sum_where_no_code_was_to_be_entered_is_still_a_mismatch() {
    let app = left_to_stripe().await;
    let opened = app.awaiting(None).await;
    enter(&app, &opened, "SPRING25").await;
    app.sql("UPDATE orders SET codes_at_stripe = 0").await;
    app.press(&opened, "pay").await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::InReview);
    assert_eq!(app.number("SELECT discount_minor FROM orders").await, 0);
}

#[tokio::test]
async fn a_page_has_no_field_for_a_code_beside_a_discount_of_ours_or_for_a_part_of_the_price() {
    let app = left_to_stripe().await;
    // A calendar that takes codes itself leaves none to Stripe, whatever else it says.
    app.sql("UPDATE calendar SET coupons = 1").await;
    let opened = app.awaiting(Some("CLAY25")).await;
    let state = app.double_state().await;
    let session = &state["sessions"][0];
    assert!(session["allow_promotion_codes"].is_null(), "{session}");
    assert_eq!(enter(&app, &opened, "SPRING25").await, 422);

    app.sql("UPDATE calendar SET coupons = 0").await;
    app.sql(r#"UPDATE calendar SET deposit = '{"flat":{"amount_minor":1000}}'"#)
        .await;
    app.awaiting(None).await;
    let state = app.double_state().await;
    let session = &state["sessions"][0];
    assert_eq!(session["amount_total"], 1_000);
    assert!(session["allow_promotion_codes"].is_null(), "{session}");
}

#[tokio::test]
async fn an_owner_leaves_codes_to_stripe_only_where_they_are_entered_in_one_place() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let path = format!("/v1/businesses/{BUSINESS}/calendars/{KILN}");
    for (coupons, deposit, good) in [
        (true, Value::Null, false),
        (false, json!({ "flat": { "amount_minor": 1_000 } }), false),
        (false, Value::Null, true),
    ] {
        let stored: Value = owner.get(&path).await.success();
        let mut draft = stored["draft"].clone();
        draft["coupons"] = json!(coupons);
        draft["codes_at_stripe"] = json!(true);
        draft["deposit"] = deposit;
        let body = json!({ "version": stored["version"], "draft": draft });
        let answer = owner.ask(Method::PUT, &path, Some(body)).await;
        if good {
            let saved: Value = answer.success();
            assert_eq!(saved["draft"]["codes_at_stripe"], true);
        } else {
            let refused: OwnerProblem = serde_json::from_str(&answer.text).expect("a problem");
            let Some(CatalogRefusal::Fields { fields }) = refused.catalog else {
                panic!("{}", answer.text);
            };
            assert_eq!(json!(fields[0].field), "codes_at_stripe");
        }
    }
}
