//! Coupons: what makes one, what it looks like, who gets to keep its id.

use serde_json::{Value, json};

use crate::harness::{TestDouble, text};

const PERCENT: [(&str, &str); 1] = [("percent_off", "10")];
const AMOUNT: [(&str, &str); 2] = [("amount_off", "500"), ("currency", "eur")];

fn with<'a>(base: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    base.iter().chain(more).copied().collect()
}

#[tokio::test]
async fn a_coupon_for_one_order_keeps_what_it_was_given() {
    let double = TestDouble::new().await;
    let redeem_by = (double.now().await + 3600).to_string();
    let made = double
        .coupon(&[
            ("id", "order-17-2500"),
            ("amount_off", "2500"),
            ("currency", "EUR"),
            ("duration", "once"),
            ("max_redemptions", "1"),
            ("redeem_by", &redeem_by),
            ("name", "SPRING25: 25 % off"),
            ("metadata[order]", "17"),
            ("metadata[empty]", ""),
        ])
        .await
        .object();
    let expected = json!({
        "id": "order-17-2500", "object": "coupon", "amount_off": 2500, "currency": "eur",
        "created": made["created"], "duration": "once", "duration_in_months": null,
        "livemode": false, "max_redemptions": 1, "metadata": { "order": "17" },
        "name": "SPRING25: 25 % off", "percent_off": null,
        "redeem_by": redeem_by.parse::<i64>().unwrap(), "times_redeemed": 0, "valid": true,
    });
    assert_eq!(made, expected);
    assert_eq!(
        double.get("/v1/coupons/order-17-2500").await.object(),
        expected
    );
}

#[tokio::test]
async fn a_percentage_keeps_its_decimals_and_an_id_is_made_up() {
    let double = TestDouble::new().await;
    let made = double.coupon(&[("percent_off", "25.5")]).await.object();
    assert_eq!(
        (&made["percent_off"], &made["amount_off"]),
        (&json!(25.5), &Value::Null)
    );
    assert_eq!(text(&made, "id").len(), 8);
    assert_eq!(made["duration"], "once");
}

#[tokio::test]
async fn a_coupon_has_exactly_one_benefit() {
    let double = TestDouble::new().await;
    double.coupon(&PERCENT).await.object();
    double.coupon(&AMOUNT).await.object();
    double
        .coupon(&with(&PERCENT, &AMOUNT))
        .await
        .invalid("amount_off", None);
    double
        .coupon(&[])
        .await
        .invalid("percent_off", Some("parameter_missing"));
}

#[tokio::test]
async fn benefits_stay_in_their_bounds() {
    let double = TestDouble::new().await;
    for percent in ["0.01", "33.3333", "100"] {
        double.coupon(&[("percent_off", percent)]).await.object();
    }
    for percent in ["0", "-1", "100.01", "101"] {
        double
            .coupon(&[("percent_off", percent)])
            .await
            .invalid("percent_off", None);
    }
    let amount = |minor| [("amount_off", minor), ("currency", "eur")];
    double.coupon(&amount("1")).await.object();
    for minor in ["0", "-1"] {
        double
            .coupon(&amount(minor))
            .await
            .invalid("amount_off", Some("parameter_invalid_integer"));
    }
    double
        .coupon(&[("amount_off", "1")])
        .await
        .invalid("currency", Some("parameter_missing"));
    double
        .coupon(&[("amount_off", "1"), ("currency", "euro")])
        .await
        .invalid("currency", None);
}

#[tokio::test]
async fn months_go_with_a_repeating_coupon_only() {
    let double = TestDouble::new().await;
    let months = |duration, months| {
        with(
            &PERCENT,
            &[("duration", duration), ("duration_in_months", months)],
        )
    };
    let made = double.coupon(&months("repeating", "3")).await.object();
    assert_eq!(made["duration_in_months"], 3);
    double
        .coupon(&with(&PERCENT, &[("duration", "forever")]))
        .await
        .object();
    let param = "duration_in_months";
    double
        .coupon(&months("repeating", "0"))
        .await
        .invalid(param, Some("parameter_invalid_integer"));
    double
        .coupon(&months("once", "3"))
        .await
        .invalid(param, None);
    double
        .coupon(&months("forever", "3"))
        .await
        .invalid(param, None);
    let missing = double
        .coupon(&with(&PERCENT, &[("duration", "repeating")]))
        .await;
    missing.invalid(param, Some("parameter_missing"));
    double
        .coupon(&with(&PERCENT, &[("duration", "twice")]))
        .await
        .invalid("duration", None);
}

#[tokio::test]
async fn limits_and_names_have_bounds() {
    let double = TestDouble::new().await;
    let now = double.now().await;
    let (soon, past, far) = (now + 60, now - 60, now + 6 * 366 * 86_400);
    let redeem_by = |at: i64| at.to_string();
    double
        .coupon(&with(&PERCENT, &[("redeem_by", &redeem_by(soon))]))
        .await
        .object();
    double
        .coupon(&with(&PERCENT, &[("redeem_by", &redeem_by(past))]))
        .await
        .invalid("redeem_by", None);
    double
        .coupon(&with(&PERCENT, &[("redeem_by", &redeem_by(far))]))
        .await
        .invalid("redeem_by", None);
    double
        .coupon(&with(&PERCENT, &[("max_redemptions", "1")]))
        .await
        .object();
    let none = double
        .coupon(&with(&PERCENT, &[("max_redemptions", "0")]))
        .await;
    none.invalid("max_redemptions", Some("parameter_invalid_integer"));
    double
        .coupon(&with(&PERCENT, &[("name", &"n".repeat(40))]))
        .await
        .object();
    double
        .coupon(&with(&PERCENT, &[("name", &"n".repeat(41))]))
        .await
        .invalid("name", None);
}

#[tokio::test]
async fn metadata_is_bounded() {
    let double = TestDouble::new().await;
    let metadata = |key: String, value: String| {
        vec![
            ("percent_off".to_owned(), "5".to_owned()),
            (format!("metadata[{key}]"), value),
        ]
    };
    let post = async |form: Vec<(String, String)>| {
        let form: Vec<_> = form
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        double.coupon(&form).await
    };
    let (key, value) = ("k".repeat(40), "v".repeat(500));
    post(metadata(key.clone(), value.clone())).await.object();
    post(metadata(format!("{key}k"), value.clone()))
        .await
        .invalid("metadata", None);
    post(metadata(key.clone(), format!("{value}v")))
        .await
        .invalid(&format!("metadata[{key}]"), None);
    let many = |count: u32| {
        let entries = (0..count).map(|n| (format!("metadata[k{n}]"), "v".to_owned()));
        entries
            .chain([("percent_off".to_owned(), "5".to_owned())])
            .collect::<Vec<_>>()
    };
    post(many(50)).await.object();
    post(many(51)).await.invalid("metadata", None);
}

#[tokio::test]
async fn an_id_can_be_taken_once() {
    let double = TestDouble::new().await;
    let form = with(&PERCENT, &[("id", "SPRING")]);
    double.coupon(&form).await.object();
    double
        .coupon(&form)
        .await
        .invalid("id", Some("resource_already_exists"));
    let deleted = double.delete("/v1/coupons/SPRING").await.object();
    assert_eq!(
        deleted,
        json!({ "id": "SPRING", "object": "coupon", "deleted": true })
    );
    let missing = (
        "invalid_request_error",
        Some("resource_missing"),
        Some("coupon"),
    );
    double
        .get("/v1/coupons/SPRING")
        .await
        .refused(404, missing.0, missing.1, missing.2);
    double
        .delete("/v1/coupons/SPRING")
        .await
        .refused(404, missing.0, missing.1, missing.2);
    double.coupon(&form).await.object();
}

#[tokio::test]
async fn coupons_are_listed_newest_first_in_pages() {
    let double = TestDouble::new().await;
    for id in ["A", "B", "C"] {
        double.coupon(&with(&PERCENT, &[("id", id)])).await.object();
    }
    let ids = |list: &Value| {
        list["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|coupon| text(coupon, "id"))
            .collect::<Vec<_>>()
    };
    let first = double.get("/v1/coupons?limit=2").await.object();
    assert_eq!(
        (ids(&first), &first["has_more"]),
        (vec!["C".to_owned(), "B".to_owned()], &json!(true))
    );
    let second = double
        .get("/v1/coupons?limit=2&starting_after=B")
        .await
        .object();
    assert_eq!(
        (ids(&second), &second["has_more"]),
        (vec!["A".to_owned()], &json!(false))
    );
    double
        .get("/v1/coupons?limit=0")
        .await
        .invalid("limit", None);
    double
        .get("/v1/coupons?limit=101")
        .await
        .invalid("limit", None);
    let future = double
        .get("/v1/coupons?created[gt]=99999999999")
        .await
        .object();
    assert!(ids(&future).is_empty());
}
