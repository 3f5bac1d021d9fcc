//! Answers have the shape that the API facts describe: required properties, types, enums.
//!
//! The reader of the facts here is not the double's own.

use serde_json::Value;

use crate::harness::{Receiver, TestDouble, text};

fn facts() -> Value {
    serde_json::from_str(include_str!("../../facts/stripe-api.json")).unwrap()
}

/// Asserts that `object` is what the facts call `name`.
#[track_caller]
pub(crate) fn assert_shape(object: &Value, name: &str) {
    let facts = facts();
    let mut faults = Vec::new();
    compare(
        &facts["components"]["schemas"][name],
        object,
        name,
        &mut faults,
    );
    assert!(faults.is_empty(), "{}\n{object:#}", faults.join("\n"));
}

fn compare(schema: &Value, value: &Value, path: &str, faults: &mut Vec<String>) {
    if value.is_null() {
        if schema["nullable"] != true {
            faults.push(format!("{path} is null"));
        }
        return;
    }
    if let Some(alternatives) = schema["anyOf"].as_array() {
        let fits = |alternative| {
            let mut own = Vec::new();
            compare(alternative, value, path, &mut own);
            own.is_empty()
        };
        if !alternatives.iter().any(fits) {
            faults.push(format!("{path} fits no alternative: {value}"));
        }
        return;
    }
    let fits = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("integer") => value.is_i64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("string") => value.is_string(),
        _ => true,
    };
    let allowed = schema["enum"].as_array();
    if !fits || allowed.is_some_and(|choices| !choices.contains(value)) {
        faults.push(format!("{path} is {value}"));
    }
    for required in schema["required"].as_array().into_iter().flatten() {
        let required = required.as_str().unwrap();
        if value.is_object() && value.get(required).is_none() {
            faults.push(format!("{path}.{required} is missing"));
        }
    }
    let closed = schema["properties"].is_object() && !schema["additionalProperties"].is_object();
    for (name, property) in value.as_object().into_iter().flatten() {
        let below = format!("{path}.{name}");
        match schema["properties"].get(name) {
            Some(known) => compare(known, property, &below, faults),
            None if closed => faults.push(format!("{below} is unknown")),
            None => {}
        }
    }
    for (index, element) in value.as_array().into_iter().flatten().enumerate() {
        compare(
            &schema["items"],
            element,
            &format!("{path}[{index}]"),
            faults,
        );
    }
}

#[tokio::test]
async fn objects_have_the_shape_that_the_facts_describe() {
    let double = TestDouble::new().await;
    for form in [
        &[
            ("percent_off", "25.5"),
            ("duration", "repeating"),
            ("duration_in_months", "3"),
        ][..],
        &[
            ("id", "FIXED"),
            ("amount_off", "500"),
            ("currency", "eur"),
            ("name", "Five"),
            ("max_redemptions", "9"),
        ],
    ] {
        assert_shape(&double.coupon(form).await.object(), "coupon");
    }
    let plain = double.session(&[]).await.object();
    let rich = [
        ("discounts[0][coupon]", "FIXED"),
        ("client_reference_id", "order-1"),
        ("customer_email", "ada@example.com"),
        ("metadata[order]", "1"),
        ("locale", "de"),
        ("submit_type", "book"),
        ("adaptive_pricing[enabled]", "false"),
        ("automatic_tax[enabled]", "false"),
        ("billing_address_collection", "auto"),
        ("branding_settings[display_name]", "Lumen"),
        ("custom_text[submit][message]", "See you soon"),
        ("phone_number_collection[enabled]", "false"),
        ("wallet_options[link][display]", "never"),
        ("allowed_payment_method_types[0]", "card"),
        ("origin_context", "web"),
        ("line_items[0][metadata][slot]", "1"),
        ("expand[0]", "line_items"),
        ("expand[1]", "total_details.breakdown"),
        ("expand[2]", "discounts.coupon"),
    ];
    let rich = double.session(&rich).await.object();
    for session in [&plain, &rich] {
        assert_shape(session, "checkout.session");
    }
    for line in rich["line_items"]["data"].as_array().unwrap() {
        assert_shape(line, "line_item");
        assert_shape(&line["price"], "price");
    }
    assert_shape(&rich["discounts"][0]["coupon"], "coupon");
    assert_shape(
        &rich["total_details"]["breakdown"]["discounts"][0]["discount"],
        "discount",
    );
    double.press(&rich, "pay", "").await;
    let paid = double
        .get(&format!("/v1/checkout/sessions/{}", text(&rich, "id")))
        .await
        .object();
    assert_eq!(paid["payment_status"], "paid");
    assert_shape(&paid, "checkout.session");
    let error = double.get("/v1/coupons/NONE").await;
    assert_shape(&error.json(), "error");
}

#[tokio::test]
async fn events_have_the_shape_that_the_facts_describe() {
    let receiver = Receiver::answering(&[]).await;
    let double = TestDouble::delivering_to(Some(receiver.url.clone())).await;
    let session = double.session(&[]).await.object();
    double.press(&session, "pay", "ada@example.com").await;
    let event = receiver.wait_for(1).await[0].event();
    assert_shape(&event, "event");
    assert_shape(&event["data"]["object"], "checkout.session");
}

#[test]
fn the_comparison_notices_what_is_wrong() {
    let facts = facts();
    let schema = &facts["components"]["schemas"]["coupon"];
    let whole = serde_json::json!({
        "created": 1, "duration": "once", "id": "A", "livemode": false, "object": "coupon",
        "times_redeemed": 0, "valid": true,
    });
    let faults_of = |change: &dyn Fn(&mut Value)| {
        let mut changed = whole.clone();
        change(&mut changed);
        let mut faults = Vec::new();
        compare(schema, &changed, "coupon", &mut faults);
        faults.len()
    };
    assert_eq!(faults_of(&|_| {}), 0);
    assert_eq!(faults_of(&|coupon| coupon["duration"] = "twice".into()), 1);
    assert_eq!(faults_of(&|coupon| coupon["created"] = "1".into()), 1);
    assert_eq!(faults_of(&|coupon| coupon["valid"] = Value::Null), 1);
    assert_eq!(faults_of(&|coupon| coupon["colour"] = 1.into()), 1);
    assert_eq!(
        faults_of(&|coupon| drop(coupon.as_object_mut().unwrap().remove("id"))),
        1
    );
}
