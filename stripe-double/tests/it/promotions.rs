//! Promotion codes: texts that stand for coupons, with bounds of their own.

use serde_json::json;

use crate::{
    harness::{Answer, TestDouble, text},
    shape::assert_shape,
};

const CODE: &str = "discounts[0][promotion_code]";

async fn with_coupon() -> TestDouble {
    let double = TestDouble::new().await;
    let redeem_by = (double.now().await + 7200).to_string();
    let form = [
        ("id", "TEN"),
        ("percent_off", "10"),
        ("max_redemptions", "5"),
        ("redeem_by", &redeem_by),
    ];
    double.coupon(&form).await.object();
    double
}

async fn code(double: &TestDouble, more: &[(&str, &str)]) -> Answer {
    let mut form = vec![("promotion[type]", "coupon"), ("promotion[coupon]", "TEN")];
    form.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    form.extend(more.iter().filter(|(_, value)| !value.is_empty()));
    double.post("/v1/promotion_codes", &form).await
}

#[tokio::test]
async fn a_code_counts_itself_and_its_coupon_when_it_is_paid() {
    let double = with_coupon().await;
    let made = code(&double, &[("code", "SPRING"), ("max_redemptions", "1")])
        .await
        .object();
    assert_shape(&made, "promotion_code");
    let id = text(&made, "id");
    let paid = double.paid(&[(CODE, &id)]).await;
    assert_eq!(
        (
            &paid["amount_total"],
            &paid["discounts"][0]["promotion_code"]
        ),
        (&json!(8100), &json!(id))
    );
    let path = format!("/v1/promotion_codes/{id}?expand[]=promotion.coupon");
    let used = double.get(&path).await.object();
    assert_eq!(
        (&used["times_redeemed"], &used["active"]),
        (&json!(1), &json!(false))
    );
    assert_eq!(used["promotion"]["coupon"]["times_redeemed"], 1);
    double
        .session(&[(CODE, &id)])
        .await
        .invalid(CODE, Some("coupon_expired"));
    double
        .session(&[("discounts[0][coupon]", "TEN")])
        .await
        .object();
}

#[tokio::test]
async fn a_code_is_not_redeemed_twice_by_two_open_pages() {
    let double = with_coupon().await;
    let id = text(
        &code(&double, &[("max_redemptions", "1")]).await.object(),
        "id",
    );
    let sessions = [
        double.session(&[(CODE, &id)]).await.object(),
        double.session(&[(CODE, &id)]).await.object(),
    ];
    let pay = async |session| {
        let path = format!("/sessions/{}/pay", text(session, "id"));
        double.control(&path, json!({})).await.status
    };
    assert_eq!(
        (pay(&sessions[0]).await, pay(&sessions[1]).await),
        (200, 409)
    );
}

#[tokio::test]
async fn the_version_s_shape_is_asked_for() {
    let double = with_coupon().await;
    let bare = double
        .post("/v1/promotion_codes", &[("coupon", "TEN")])
        .await;
    bare.invalid("coupon", Some("parameter_unknown"));
    let untyped = code(&double, &[("promotion[type]", "")]).await;
    untyped.invalid("promotion[type]", Some("parameter_missing"));
    let empty = code(&double, &[("promotion[coupon]", "")]).await;
    empty.invalid("promotion[coupon]", Some("parameter_missing"));
    let unknown = code(&double, &[("promotion[coupon]", "NONE")]).await;
    unknown.invalid("promotion[coupon]", Some("resource_missing"));
    code(&double, &[]).await.object();
}

#[tokio::test]
async fn a_code_stays_within_its_coupon() {
    let double = with_coupon().await;
    let now = double.now().await;
    let refuse =
        async |name: &str, value: &str| code(&double, &[(name, value)]).await.invalid(name, None);
    refuse("max_redemptions", "6").await;
    refuse("expires_at", &(now + 7201).to_string()).await;
    refuse("expires_at", &(now - 1).to_string()).await;
    refuse("code", "10 % OFF").await;
    code(&double, &[("max_redemptions", "0")])
        .await
        .invalid("max_redemptions", Some("parameter_invalid_integer"));
    let within = [("max_redemptions", "5"), ("code", "Ten-2026")];
    let expires_at = (now + 7000).to_string();
    let within = [within[0], within[1], ("expires_at", expires_at.as_str())];
    code(&double, &within).await.object();
}

#[tokio::test]
async fn a_code_is_unique_among_the_active_ones_whatever_its_case() {
    let double = with_coupon().await;
    let first = text(&code(&double, &[("code", "SPRING")]).await.object(), "id");
    code(&double, &[("code", "spring")])
        .await
        .invalid("code", None);
    let customer = double
        .post("/v1/customers", &[("name", "Ada")])
        .await
        .object();
    let hers = [("code", "spring"), ("customer", &text(&customer, "id"))];
    code(&double, &hers).await.object();
    let path = format!("/v1/promotion_codes/{first}");
    double.post(&path, &[("active", "false")]).await.object();
    code(&double, &[("code", "spring")]).await.object();
    double
        .post(&path, &[("active", "true")])
        .await
        .invalid("code", None);
    let found = double
        .get("/v1/promotion_codes?code=Spring&active=true")
        .await
        .object();
    assert_eq!(found["data"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_code_is_switched_on_again_only_while_it_could_be_used() {
    let double = with_coupon().await;
    let id = text(&code(&double, &[]).await.object(), "id");
    let path = format!("/v1/promotion_codes/{id}");
    double.post(&path, &[("active", "false")]).await.object();
    double
        .session(&[(CODE, &id)])
        .await
        .invalid(CODE, Some("coupon_expired"));
    double.post(&path, &[("active", "true")]).await.object();
    double.session(&[(CODE, &id)]).await.object();
    double.post(&path, &[("active", "false")]).await.object();
    double.advance(7201).await;
    double
        .post(&path, &[("active", "true")])
        .await
        .invalid("active", None);
}

#[tokio::test]
async fn restrictions_are_looked_at_when_the_session_is_made() {
    let double = with_coupon().await;
    let amount = "restrictions[minimum_amount]";
    let currency = "restrictions[minimum_amount_currency]";
    code(&double, &[(amount, "9001")])
        .await
        .invalid(currency, Some("parameter_missing"));
    code(&double, &[(currency, "eur")])
        .await
        .invalid(amount, Some("parameter_missing"));
    for (least, accepted) in [("9001", false), ("9000", true)] {
        let made = code(&double, &[(amount, least), (currency, "eur")])
            .await
            .object();
        assert_shape(&made, "promotion_code");
        let session = double.session(&[(CODE, &text(&made, "id"))]).await;
        if accepted {
            session.object();
        } else {
            session.invalid(CODE, None);
        }
    }
    let customer = text(&double.post("/v1/customers", &[]).await.object(), "id");
    let made = code(&double, &[("restrictions[first_time_transaction]", "true")])
        .await
        .object();
    let form = [(CODE, text(&made, "id")), ("customer", customer.clone())];
    let form: Vec<_> = form
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    double.paid(&form).await;
    double.session(&form).await.invalid(CODE, None);
    let hers = code(&double, &[("customer", &customer)]).await.object();
    double
        .session(&[(CODE, &text(&hers, "id"))])
        .await
        .invalid(CODE, None);
    let both = [(CODE, text(&hers, "id")), ("customer", customer)];
    let both: Vec<_> = both
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    double.session(&both).await.object();
}

#[tokio::test]
async fn a_guest_enters_a_code_on_the_page_of_a_session_that_takes_one() {
    let double = with_coupon().await;
    code(&double, &[("code", "SPRING")]).await.object();
    let enter = async |session: &serde_json::Value, typed: &str| {
        let path = format!("/c/pay/{}/code", text(session, "id"));
        let request = double.bare(reqwest::Method::POST, &path);
        crate::harness::read(request.form(&[("code", typed)])).await
    };
    let closed = double.session(&[]).await.object();
    assert_eq!(enter(&closed, "SPRING").await.status, 422);
    let open = double.session(&[("allow_promotion_codes", "true")]).await;
    let open = open.object();
    let wrong = enter(&open, "SUMMER").await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("This code is invalid"));
    let taken = enter(&open, "spring").await;
    assert_eq!(taken.status, 200, "{}", taken.body);
    // One at most.
    assert_eq!(enter(&open, "SPRING").await.status, 422);
    let path = format!("/v1/checkout/sessions/{}", text(&open, "id"));
    let now = double.get(&path).await.object();
    assert_shape(&now, "checkout.session");
    assert_eq!(
        (&now["amount_subtotal"], &now["amount_total"]),
        (&json!(9000), &json!(8100))
    );
    assert_eq!(now["total_details"]["amount_discount"], 900);
}
