//! What a session costs: subtotal, discount, total, and the bounds of each.

use serde_json::{Value, json};

use crate::harness::{TestDouble, with_coupons};

const INTEGER: Option<&str> = Some("parameter_invalid_integer");
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
