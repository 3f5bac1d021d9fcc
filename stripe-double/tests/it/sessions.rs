//! Checkout sessions: what opens one, what refuses it, what it costs.

use serde_json::{Value, json};

use crate::harness::{TestDouble, text};

const MISSING: Option<&str> = Some("parameter_missing");
const INTEGER: Option<&str> = Some("parameter_invalid_integer");
const NOT_THERE: Option<&str> = Some("resource_missing");
const PRICE: &str = "line_items[0][price_data][unit_amount]";
const CURRENCY: &str = "line_items[0][price_data][currency]";
const QUANTITY: &str = "line_items[0][quantity]";
const COUPON: &str = "discounts[0][coupon]";

/// A double with some coupons.
async fn with_coupons() -> TestDouble {
    let double = TestDouble::new().await;
    for form in [
        &[("id", "TEN"), ("percent_off", "10")][..],
        &[("id", "THIRD"), ("percent_off", "33.3333")],
        &[("id", "ALL"), ("percent_off", "100")],
        &[("id", "25EUR"), ("amount_off", "2500"), ("currency", "eur")],
        &[("id", "99EUR"), ("amount_off", "9900"), ("currency", "eur")],
        &[
            ("id", "BOTH"),
            ("amount_off", "500"),
            ("currency", "eur"),
            ("currency_options[usd][amount_off]", "600"),
        ],
    ] {
        double.coupon(form).await.object();
    }
    double
}

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
async fn a_new_session_is_open_and_unpaid_for_a_day() {
    let double = TestDouble::new().await;
    let made = double
        .session(&[
            ("client_reference_id", "order-17"),
            ("metadata[order]", "17"),
            ("customer_email", "ada@example.com"),
        ])
        .await
        .object();
    let id = text(&made, "id");
    assert!(id.starts_with("cs_test_"));
    let url = double.url(&format!("/c/pay/{id}"));
    let expected = json!({
        "object": "checkout.session", "status": "open", "payment_status": "unpaid", "mode": "payment",
        "currency": "eur", "amount_subtotal": 9000, "amount_total": 9000, "livemode": false,
        "client_reference_id": "order-17", "metadata": { "order": "17" }, "payment_intent": null,
        "customer_email": "ada@example.com", "discounts": [], "url": url,
        "success_url": "https://shop.test/done?session={CHECKOUT_SESSION_ID}", "cancel_url": "https://shop.test/back",
        "total_details": { "amount_discount": 0, "amount_shipping": 0, "amount_tax": 0 },
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&made[name], value, "{name}");
    }
    assert_eq!(made["customer_details"]["email"], "ada@example.com");
    let life = made["expires_at"].as_i64().unwrap() - made["created"].as_i64().unwrap();
    assert_eq!(life, 86_400);
    assert_eq!(
        double
            .get(&format!("/v1/checkout/sessions/{id}"))
            .await
            .object(),
        made
    );
    assert!(made.get("line_items").is_none());
}

#[tokio::test]
async fn discounts_are_taken_off_the_subtotal() {
    let double = with_coupons().await;
    for (coupon, expected) in [
        ("", [9000, 0, 9000]),
        ("TEN", [9000, 900, 8100]),
        ("THIRD", [9000, 3000, 6000]),
        ("25EUR", [9000, 2500, 6500]),
    ] {
        assert_eq!(
            sums(&double.session(&[(COUPON, coupon)]).await.object()),
            expected,
            "{coupon}"
        );
    }
    let session = double.session(&[(COUPON, "25EUR")]).await.object();
    assert_eq!(
        session["discounts"],
        json!([{ "coupon": "25EUR", "promotion_code": null }])
    );
}

#[tokio::test]
async fn a_percentage_is_rounded_once_and_spread_over_the_lines() {
    let double = with_coupons().await;
    let mut changes = vec![
        (QUANTITY, "1"),
        (PRICE, "3335"),
        (COUPON, "TEN"),
        ("expand[]", "line_items"),
    ];
    changes.extend([
        ("line_items[1][quantity]", "1"),
        ("line_items[1][price_data][currency]", "eur"),
        ("line_items[1][price_data][unit_amount]", "3335"),
        ("line_items[1][price_data][product_data][name]", "Oils"),
    ]);
    let session = double.session(&changes).await.object();
    // Line by line it would be 334 and 334.
    assert_eq!(sums(&session), [6670, 667, 6003]);
    let shares: Vec<_> = session["line_items"]["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["amount_discount"].as_i64().unwrap())
        .collect();
    assert_eq!(shares, [334, 333]);
}

#[tokio::test]
async fn a_total_below_the_minimum_is_refused() {
    let double = with_coupons().await;
    let small = Some("amount_too_small");
    let refused = async |changes: &[(&str, &str)]| {
        let answer = double.session(changes).await;
        answer.refused(400, "invalid_request_error", small, None);
    };
    let one = |amount, currency| [(QUANTITY, "1"), (PRICE, amount), (CURRENCY, currency)];
    for (currency, least, less) in [
        ("eur", "50", "49"),
        ("gbp", "30", "29"),
        ("HUF", "17500", "17499"),
        ("jpy", "50", "49"),
    ] {
        double.session(&one(least, currency)).await.object();
        refused(&one(less, currency)).await;
    }
    refused(&one("0", "eur")).await;
    refused(&[(COUPON, "ALL")]).await;
    refused(&[(COUPON, "99EUR")]).await;
    refused(&[(QUANTITY, "1"), (PRICE, "2549"), (COUPON, "25EUR")]).await;
    double
        .session(&[(QUANTITY, "1"), (PRICE, "2550"), (COUPON, "25EUR")])
        .await
        .object();
}

#[tokio::test]
async fn a_free_line_beside_a_paid_one_is_fine() {
    let double = TestDouble::new().await;
    let free = [
        ("line_items[1][quantity]", "1"),
        ("line_items[1][price_data][currency]", "eur"),
        ("line_items[1][price_data][unit_amount]", "0"),
        ("line_items[1][price_data][product_data][name]", "Towel"),
    ];
    assert_eq!(sums(&double.session(&free).await.object()), [9000, 0, 9000]);
}

#[tokio::test]
async fn amounts_have_upper_bounds_too() {
    let double = TestDouble::new().await;
    let one = |amount| [(QUANTITY, "1"), (PRICE, amount)];
    double.session(&one("99999999")).await.object();
    for too_much in ["100000000", "9223372036854775807"] {
        double
            .session(&one(too_much))
            .await
            .invalid("line_items", Some("amount_too_large"));
    }
    let overflow = [(QUANTITY, "3"), (PRICE, "9223372036854775807")];
    double
        .session(&overflow)
        .await
        .invalid("line_items", Some("amount_too_large"));
    double
        .session(&one("9223372036854775808"))
        .await
        .invalid(PRICE, INTEGER);
}

#[tokio::test]
async fn currencies_with_digits_that_must_be_zero() {
    let double = TestDouble::new().await;
    let one = |amount, currency| [(QUANTITY, "1"), (PRICE, amount), (CURRENCY, currency)];
    double.session(&one("12340", "kwd")).await.object();
    double
        .session(&one("12345", "kwd"))
        .await
        .invalid(PRICE, Some("invalid_charge_amount"));
    double.session(&one("150000", "isk")).await.object();
    double
        .session(&one("150050", "isk"))
        .await
        .invalid(PRICE, Some("invalid_charge_amount"));
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
        ("allow_promotion_codes", "true", "allow_promotion_codes"),
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

#[tokio::test]
async fn expansion_brings_what_is_named_and_refuses_what_cannot_be() {
    let double = with_coupons().await;
    let expand = [
        (COUPON, "TEN"),
        ("expand[]", "line_items"),
        ("payment_intent_data[metadata][order]", "17"),
    ];
    let session = double.session(&expand).await.object();
    let line = &session["line_items"]["data"][0];
    let amounts = ["amount_subtotal", "amount_discount", "amount_total"]
        .map(|name| line[name].as_i64().unwrap());
    assert_eq!(
        (amounts, &line["description"], &line["quantity"]),
        ([9000, 900, 8100], &json!("Massage"), &json!(2))
    );
    let path = format!("/v1/checkout/sessions/{}", text(&session, "id"));
    assert_eq!(
        double.get(&format!("{path}/line_items")).await.object(),
        session["line_items"]
    );
    double.press(&session, "pay", "ada@example.com").await;
    let query =
        "expand[]=payment_intent&expand[]=discounts.coupon&expand[]=total_details.breakdown";
    let paid = double.get(&format!("{path}?{query}")).await.object();
    let intent = &paid["payment_intent"];
    assert_eq!(
        (&intent["amount"], &intent["status"], &intent["currency"]),
        (&json!(8100), &json!("succeeded"), &json!("eur"))
    );
    assert_eq!(intent["metadata"], json!({ "order": "17" }));
    assert_eq!(paid["discounts"][0]["coupon"]["percent_off"], 10);
    assert_eq!(
        paid["total_details"]["breakdown"]["discounts"][0]["amount"],
        900
    );
    double
        .get(&format!("{path}?expand[]=amount_total"))
        .await
        .invalid("expand", None);
    double
        .get(&format!("{path}?expand[]=customer"))
        .await
        .object();
}

#[tokio::test]
async fn a_session_whose_expansion_is_refused_never_was() {
    let double = TestDouble::new().await;
    double
        .session(&[("expand[]", "amount_total")])
        .await
        .invalid("expand", None);
    assert_eq!(double.state().await["sessions"], json!([]));
}

#[tokio::test]
async fn sessions_are_listed_and_filtered() {
    let double = TestDouble::new().await;
    let first = double.session(&[]).await.object();
    let second = double
        .session(&[("customer_email", "ada@example.com")])
        .await
        .object();
    double.press(&first, "pay", "bob@example.com").await;
    let ids = async |query: &str| {
        let list = double
            .get(&format!("/v1/checkout/sessions{query}"))
            .await
            .object();
        list["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|session| text(session, "id"))
            .collect::<Vec<_>>()
    };
    let (one, two) = (text(&first, "id"), text(&second, "id"));
    assert_eq!(ids("").await, [two.clone(), one.clone()]);
    assert_eq!(ids("?status=complete").await, [one.clone()]);
    assert_eq!(ids("?status=open").await, [two.clone()]);
    assert_eq!(
        ids("?customer_details[email]=bob@example.com").await,
        [one.clone()]
    );
    let paid = double
        .get(&format!("/v1/checkout/sessions/{one}"))
        .await
        .object();
    assert_eq!(
        ids(&format!(
            "?payment_intent={}",
            text(&paid, "payment_intent")
        ))
        .await,
        [one.clone()]
    );
    assert_eq!(ids(&format!("?limit=1&starting_after={two}")).await, [one]);
    let list = double
        .get("/v1/checkout/sessions?expand[]=data.line_items")
        .await
        .object();
    assert_eq!(list["data"][0]["line_items"]["data"][0]["quantity"], 2);
    double
        .get("/v1/checkout/sessions?expand[]=line_items")
        .await
        .invalid("expand", None);
    double
        .get("/v1/checkout/sessions?status=paid")
        .await
        .invalid("status", None);
}

#[tokio::test]
async fn an_unknown_session_is_a_404() {
    let double = TestDouble::new().await;
    let path = "/v1/checkout/sessions/cs_test_none";
    for answer in [
        double.get(path).await,
        double.get(&format!("{path}/line_items")).await,
        double.post(&format!("{path}/expire"), &[]).await,
    ] {
        answer.refused(404, "invalid_request_error", NOT_THERE, Some("session"));
    }
}
