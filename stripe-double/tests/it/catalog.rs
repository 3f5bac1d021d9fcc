//! Products, prices and customers that sessions refer to.

use serde_json::json;

use crate::{
    harness::{TestDouble, text},
    shape::assert_shape,
};

const INVALID: &str = "invalid_request_error";
/// What turns the harness's line into one with a price that exists.
const NO_DATA: [(&str, &str); 3] = [
    ("line_items[0][price_data][currency]", ""),
    ("line_items[0][price_data][unit_amount]", ""),
    ("line_items[0][price_data][product_data][name]", ""),
];

#[tokio::test]
async fn a_price_that_exists_makes_a_line() {
    let double = TestDouble::new().await;
    let product = double
        .post("/v1/products", &[("name", "Glazing")])
        .await
        .object();
    assert_shape(&product, "product");
    let form = [
        ("product", text(&product, "id")),
        ("currency", "eur".to_owned()),
        ("unit_amount", "1200".to_owned()),
    ];
    let form: Vec<_> = form
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let price = double.post("/v1/prices", &form).await.object();
    assert_shape(&price, "price");
    let id = text(&price, "id");
    let mut changes = NO_DATA.to_vec();
    changes.extend([
        ("line_items[0][price]", id.as_str()),
        ("expand[]", "line_items.data.price.product"),
    ]);
    let session = double.session(&changes).await.object();
    let line = &session["line_items"]["data"][0];
    assert_eq!(
        (
            &session["amount_total"],
            &line["price"]["id"],
            &line["price"]["product"]["name"]
        ),
        (&json!(2400), &json!(id), &json!("Glazing"))
    );
    double
        .post(&format!("/v1/prices/{id}"), &[("active", "false")])
        .await
        .object();
    double
        .session(&changes)
        .await
        .invalid("line_items[0][price]", None);
}

#[tokio::test]
async fn a_price_has_one_product_and_an_amount() {
    let double = TestDouble::new().await;
    let base = [("currency", "eur"), ("unit_amount", "500")];
    let price =
        async |more: &[(&str, &str)]| double.post("/v1/prices", &[&base, more].concat()).await;
    price(&[])
        .await
        .invalid("product", Some("parameter_missing"));
    price(&[("product", "prod_none")])
        .await
        .invalid("product", Some("resource_missing"));
    let data = ("product_data[name]", "Kiln");
    price(&[("product", "prod_none"), data])
        .await
        .invalid("product", None);
    price(&[data, ("tiers_mode", "volume")])
        .await
        .refused(501, INVALID, None, Some("tiers_mode"));
    price(&[data]).await.object();
    let without_amount = [("currency", "eur"), data];
    double
        .post("/v1/prices", &without_amount)
        .await
        .invalid("unit_amount", Some("parameter_missing"));
}

#[tokio::test]
async fn a_recurring_price_is_none_for_a_single_payment() {
    let double = TestDouble::new().await;
    let form = [
        ("currency", "eur"),
        ("unit_amount", "500"),
        ("product_data[name]", "Club"),
        ("recurring[interval]", "month"),
    ];
    let monthly = text(&double.post("/v1/prices", &form).await.object(), "id");
    let once = text(&double.post("/v1/prices", &form[..3]).await.object(), "id");
    let of = |id: &str| {
        let mut changes: Vec<_> = NO_DATA
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        changes.push(("line_items[0][price]", id.to_owned()));
        changes
    };
    for (id, accepted) in [(&monthly, false), (&once, true)] {
        let changes = of(id);
        let changes: Vec<_> = changes
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let answer = double.session(&changes).await;
        if accepted {
            answer.object();
        } else {
            answer.invalid("line_items[0][price]", None);
        }
    }
    let list = double.get("/v1/prices?type=recurring").await.object();
    assert_eq!(list["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_product_with_prices_stays() {
    let double = TestDouble::new().await;
    let form = [
        ("id", "kiln"),
        ("name", "Kiln"),
        ("default_price_data[currency]", "eur"),
        ("default_price_data[unit_amount]", "700"),
    ];
    let product = double.post("/v1/products", &form).await.object();
    assert!(text(&product, "default_price").starts_with("price_"));
    double
        .post("/v1/products", &form)
        .await
        .invalid("id", Some("resource_already_exists"));
    double.delete("/v1/products/kiln").await.invalid("id", None);
    double
        .post("/v1/products", &[("id", "bare"), ("name", "Bare")])
        .await
        .object();
    let changed = double
        .post("/v1/products/bare", &[("name", "Barer")])
        .await
        .object();
    assert_eq!(changed["name"], "Barer");
    assert_eq!(
        double.delete("/v1/products/bare").await.object()["deleted"],
        true
    );
}

#[tokio::test]
async fn a_customer_is_kept_found_and_forgotten() {
    let double = TestDouble::new().await;
    double
        .post("/v1/customers", &[("email", "nobody")])
        .await
        .invalid("email", Some("email_invalid"));
    double
        .post("/v1/customers", &[("balance", "5")])
        .await
        .refused(501, INVALID, None, Some("balance"));
    let form = [("email", "ada@example.com"), ("metadata[a]", "1")];
    let customer = double.post("/v1/customers", &form).await.object();
    assert_shape(&customer, "customer");
    let id = text(&customer, "id");
    let session = double.session(&[("customer", &id)]).await.object();
    assert_eq!(session["customer"], json!(id));
    double
        .session(&[("customer", &id), ("customer_email", "ada@example.com")])
        .await
        .invalid("customer", None);
    let found = double
        .get("/v1/customers?email=ada@example.com")
        .await
        .object();
    assert_eq!(found["data"][0]["id"], json!(id));
    double.delete(&format!("/v1/customers/{id}")).await.object();
    double
        .session(&[("customer", &id)])
        .await
        .invalid("customer", Some("resource_missing"));
}

#[tokio::test]
async fn a_coupon_changes_in_name_metadata_and_further_currencies_only() {
    let double = TestDouble::new().await;
    let five = [
        ("id", "FIVE"),
        ("amount_off", "500"),
        ("currency", "eur"),
        ("metadata[a]", "1"),
    ];
    double.coupon(&five).await.object();
    double
        .coupon(&[("id", "TEN"), ("percent_off", "10")])
        .await
        .object();
    let change = async |id: &str, form: &[(&str, &str)]| {
        double.post(&format!("/v1/coupons/{id}"), form).await
    };
    let option = "currency_options[usd][amount_off]";
    let changed = change(
        "FIVE",
        &[("name", "Five"), ("metadata[b]", "2"), (option, "600")],
    )
    .await
    .object();
    assert_eq!(
        (&changed["name"], &changed["metadata"]),
        (&json!("Five"), &json!({ "a": "1", "b": "2" }))
    );
    let usd = [
        ("line_items[0][price_data][currency]", "usd"),
        ("discounts[0][coupon]", "FIVE"),
    ];
    assert_eq!(double.session(&usd).await.object()["amount_total"], 8400);
    change("TEN", &[(option, "600")])
        .await
        .invalid("currency_options", None);
    change("TEN", &[("name", &"n".repeat(41))])
        .await
        .invalid("name", None);
    change("FIVE", &[("amount_off", "1")])
        .await
        .invalid("amount_off", Some("parameter_unknown"));
    assert_eq!(
        change("FIVE", &[("metadata", "")]).await.object()["metadata"],
        json!({})
    );
}
