//! What opens a session and what refuses it.

use serde_json::{Value, json};

use crate::harness::{TestDouble, with_coupons};

const MISSING: Option<&str> = Some("parameter_missing");
const INTEGER: Option<&str> = Some("parameter_invalid_integer");
const NOT_THERE: Option<&str> = Some("resource_missing");
const PRICE: &str = "line_items[0][price_data][unit_amount]";
const CURRENCY: &str = "line_items[0][price_data][currency]";
const QUANTITY: &str = "line_items[0][quantity]";
const COUPON: &str = "discounts[0][coupon]";

/// Subtotal, discount and total of a session.
fn sums(session: &Value) -> [i64; 3] {
    [
        session["amount_subtotal"].as_i64().unwrap(),
        session["total_details"]["amount_discount"]
            .as_i64()
            .unwrap(),
        session["amount_total"].as_i64().unwrap(),
    ]
}

#[tokio::test]
async fn a_session_lasts_from_half_an_hour_to_a_day() {
    let double = TestDouble::new().await;
    let lasting = async |seconds: i64| {
        let at = (double.now().await + seconds).to_string();
        double.session(&[("expires_at", &at)]).await
    };
    lasting(30 * 60 + 2).await.object();
    lasting(24 * 3600 - 2).await.object();
    lasting(30 * 60 - 2).await.invalid("expires_at", None);
    lasting(24 * 3600 + 2).await.invalid("expires_at", None);
    lasting(-60).await.invalid("expires_at", None);
}

#[tokio::test]
async fn one_discount_at_most() {
    let double = with_coupons().await;
    double.session(&[(COUPON, "TEN")]).await.object();
    let two = [(COUPON, "TEN"), ("discounts[1][coupon]", "25EUR")];
    double.session(&two).await.invalid("discounts", None);
    let both_kinds = [(COUPON, "TEN"), ("discounts[0][promotion_code]", "promo_1")];
    double.session(&both_kinds).await.invalid("coupon", None);
}

#[tokio::test]
async fn discounts_and_allow_promotion_codes_exclude_each_other_even_when_false() {
    let double = with_coupons().await;
    for flag in ["true", "false"] {
        let both = [(COUPON, "TEN"), ("allow_promotion_codes", flag)];
        double
            .session(&both)
            .await
            .invalid("allow_promotion_codes", None);
    }
    double
        .session(&[("allow_promotion_codes", "false")])
        .await
        .object();
}

#[tokio::test]
async fn a_coupon_must_exist_and_have_an_amount_in_the_currency() {
    let double = with_coupons().await;
    let usd = |coupon| [(COUPON, coupon), (CURRENCY, "usd")];
    double
        .session(&[(COUPON, "NONE")])
        .await
        .invalid(COUPON, NOT_THERE);
    double.session(&usd("25EUR")).await.invalid(COUPON, None);
    assert_eq!(
        sums(&double.session(&usd("BOTH")).await.object()),
        [9000, 600, 8400]
    );
    double.session(&usd("TEN")).await.object();
    let code = "discounts[0][promotion_code]";
    double
        .session(&[(code, "promo_1")])
        .await
        .invalid(code, NOT_THERE);
}

#[tokio::test]
async fn a_coupon_ends_with_redeem_by_and_with_its_last_redemption() {
    let double = TestDouble::new().await;
    let redeem_by = (double.now().await + 3600).to_string();
    double
        .coupon(&[
            ("id", "SOON"),
            ("percent_off", "5"),
            ("redeem_by", &redeem_by),
        ])
        .await
        .object();
    double
        .coupon(&[
            ("id", "ONE"),
            ("percent_off", "5"),
            ("max_redemptions", "1"),
        ])
        .await
        .object();
    for coupon in ["SOON", "ONE"] {
        let session = double.session(&[(COUPON, coupon)]).await.object();
        double.press(&session, "pay", "ada@example.com").await;
    }
    double
        .session(&[(COUPON, "ONE")])
        .await
        .invalid(COUPON, Some("coupon_expired"));
    double.session(&[(COUPON, "SOON")]).await.object();
    double.advance(3605).await;
    double
        .session(&[(COUPON, "SOON")])
        .await
        .invalid(COUPON, Some("coupon_expired"));
    let coupon = double.get("/v1/coupons/ONE").await.object();
    assert_eq!(
        (&coupon["times_redeemed"], &coupon["valid"]),
        (&json!(1), &json!(false))
    );
}

#[tokio::test]
async fn customer_and_customer_email_exclude_each_other() {
    let double = TestDouble::new().await;
    let email = ("customer_email", "ada@example.com");
    double.session(&[email]).await.object();
    double
        .session(&[email, ("customer", "cus_1")])
        .await
        .invalid("customer", None);
    double
        .session(&[("customer", "cus_1")])
        .await
        .invalid("customer", NOT_THERE);
    for wrong in [
        "ada",
        "ada@",
        "@example.com",
        "a b@example.com",
        "ada@example",
        "a@b@c.de",
    ] {
        let answer = double.session(&[("customer_email", wrong)]).await;
        answer.invalid("customer_email", Some("email_invalid"));
    }
}

#[tokio::test]
async fn references_have_200_characters_at_most() {
    let double = TestDouble::new().await;
    double
        .session(&[("client_reference_id", &"r".repeat(200))])
        .await
        .object();
    let long = double
        .session(&[("client_reference_id", &"r".repeat(201))])
        .await;
    long.invalid("client_reference_id", None);
}

#[tokio::test]
async fn what_a_hosted_page_needs() {
    let double = TestDouble::new().await;
    double
        .session(&[("success_url", "")])
        .await
        .invalid("success_url", MISSING);
    double
        .session(&[("mode", "")])
        .await
        .invalid("mode", MISSING);
    double.session(&[("cancel_url", "")]).await.object();
    let url = Some("url_invalid");
    for wrong in ["/done", "shop.test/done", "javascript:alert(1)"] {
        double
            .session(&[("success_url", wrong)])
            .await
            .invalid("success_url", url);
        double
            .session(&[("cancel_url", wrong)])
            .await
            .invalid("cancel_url", url);
    }
}

#[tokio::test]
async fn what_a_line_needs() {
    let double = TestDouble::new().await;
    let line = |name: &str| format!("line_items[0]{name}");
    double
        .session(&[(QUANTITY, "")])
        .await
        .invalid(QUANTITY, MISSING);
    double
        .session(&[(QUANTITY, "0")])
        .await
        .invalid(QUANTITY, INTEGER);
    double.session(&[(PRICE, "")]).await.invalid(PRICE, MISSING);
    double
        .session(&[(PRICE, "-1")])
        .await
        .invalid(PRICE, INTEGER);
    double
        .session(&[(CURRENCY, "")])
        .await
        .invalid(CURRENCY, MISSING);
    double
        .session(&[(CURRENCY, "e1r")])
        .await
        .invalid(CURRENCY, None);
    let product = line("[price_data][product_data]");
    let name = line("[price_data][product_data][name]");
    double
        .session(&[(&name, "")])
        .await
        .invalid(&product, MISSING);
    let recurring = line("[price_data][recurring][interval]");
    double
        .session(&[(&recurring, "month")])
        .await
        .invalid(&line("[price_data][recurring]"), None);
    let nothing = [QUANTITY, PRICE, CURRENCY, &name].map(|name| (name, ""));
    double
        .session(&nothing)
        .await
        .invalid("line_items", MISSING);
    let mut by_price = vec![(PRICE, ""), (CURRENCY, ""), (name.as_str(), "")];
    let price = line("[price]");
    by_price.push((&price, "price_1"));
    double.session(&by_price).await.invalid(&price, NOT_THERE);
    double
        .session(&[(&price, "price_1")])
        .await
        .invalid(&price, None);
    double.session(&[]).await.object();
}

#[tokio::test]
async fn lines_share_a_currency_and_are_100_at_most() {
    let double = TestDouble::new().await;
    let lines = |count: usize, currency: &str| {
        let mut form = Vec::new();
        for n in 1..count {
            form.push((format!("line_items[{n}][quantity]"), "1".to_owned()));
            form.push((
                format!("line_items[{n}][price_data][currency]"),
                currency.to_owned(),
            ));
            form.push((
                format!("line_items[{n}][price_data][unit_amount]"),
                "100".to_owned(),
            ));
            form.push((
                format!("line_items[{n}][price_data][product_data][name]"),
                "More".to_owned(),
            ));
        }
        form
    };
    let post = async |form: Vec<(String, String)>| {
        let form: Vec<_> = form
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        double.session(&form).await
    };
    post(lines(2, "EUR")).await.object();
    post(lines(2, "usd"))
        .await
        .invalid("line_items[1][price_data][currency]", None);
    let hundred = post(lines(100, "eur")).await.object();
    assert_eq!(hundred["amount_total"], 9000 + 99 * 100);
    post(lines(101, "eur")).await.invalid("line_items", None);
}

#[tokio::test]
async fn traps_of_this_version() {
    let double = TestDouble::new().await;
    let gone = double.session(&[("payment_method_types[0]", "card")]).await;
    gone.invalid("payment_method_types", Some("parameter_unknown"));
    double
        .session(&[("ui_mode", "hosted")])
        .await
        .invalid("ui_mode", None);
    double.session(&[("ui_mode", "hosted_page")]).await.object();
}

#[tokio::test]
async fn what_the_double_does_not_model_is_not_ignored() {
    let double = TestDouble::new().await;
    for (name, value, param) in [
        ("automatic_tax[enabled]", "true", "automatic_tax"),
        ("adaptive_pricing[enabled]", "true", "adaptive_pricing"),
        (
            "phone_number_collection[enabled]",
            "true",
            "phone_number_collection",
        ),
        (
            "consent_collection[promotions]",
            "auto",
            "consent_collection",
        ),
        ("mode", "subscription", "mode"),
        ("ui_mode", "embedded_page", "ui_mode"),
        (
            "payment_intent_data[capture_method]",
            "manual",
            "payment_intent_data[capture_method]",
        ),
        (
            "shipping_options[0][shipping_rate]",
            "shr_1",
            "shipping_options",
        ),
        (
            "line_items[0][adjustable_quantity][enabled]",
            "true",
            "line_items[0][adjustable_quantity]",
        ),
        (
            "line_items[0][tax_rates][0]",
            "txr_1",
            "line_items[0][tax_rates]",
        ),
    ] {
        let answer = double.session(&[(name, value)]).await;
        answer.refused(501, "invalid_request_error", None, Some(param));
    }
    double
        .session(&[
            ("automatic_tax[enabled]", "false"),
            ("adaptive_pricing[enabled]", "false"),
        ])
        .await
        .object();
}
