//! The engine's types as JSON: strict on the way in, the same bytes on the way out.

use booking_engine::{Currency, PriceRequest, Quote, Terms};
use serde_json::json;

use crate::fixture::{class_of, coupon, percent, quote, studio_with};

#[test]
fn a_quote_reads_back_as_itself() {
    let terms = studio_with(coupon(percent("12.5", None)));
    let quote = quote(&terms, &[("class", 3)], Some("WELCOME"));
    let text = serde_json::to_string(&quote).unwrap();
    assert_eq!(serde_json::from_str::<Quote>(&text).unwrap(), quote);
}

#[test]
fn a_quote_on_the_wire_is_pinned() {
    let terms = studio_with(coupon(percent("12.50", Some(2_000))));
    let quote = quote(&terms, &[("class", 3)], Some("welcome"));
    let expected = json!({
        "currency": "EUR",
        "lines": [{
            "service_id": "class",
            "unit_price_minor": 4800,
            "attendees": 3,
            "amount_minor": 14400,
            "eligible": true,
            "discount_minor": 1800,
        }],
        "subtotal_minor": 14400,
        "discount_minor": 1800,
        "tax_minor": 0,
        "total_minor": 12600,
        "amount_due_minor": 12600,
        "balance_minor": 0,
        "coupon": {
            "coupon_id": "coupon",
            "source": { "code": { "promotion_code_id": "code", "code": "WELCOME" } },
            "name": "Welcome",
            "benefit": { "percent": { "percent": "12.5", "max_discount_minor": 2000 } },
            "eligible_minor": 14400,
        },
    });
    assert_eq!(serde_json::to_value(&quote).unwrap(), expected);
}

#[test]
fn a_rejection_on_the_wire_is_pinned() {
    let mut terms = studio_with(coupon(percent("10", None)));
    terms.coupons[0].minimum_amount_minor = Some(5_000);
    let quote = quote(&terms, &[("class", 1)], Some("welcome"));
    let expected = json!({
        "code": "welcome",
        "reason": { "minimum_amount": { "minimum_minor": 5000, "missing_minor": 200 } },
    });
    assert_eq!(serde_json::to_value(quote.rejected).unwrap(), expected);
}

#[test]
fn unknown_fields_are_refused() {
    let request = json!({ "items": [], "total_minor": 1 });
    let error = serde_json::from_value::<PriceRequest>(request).unwrap_err();
    assert!(error.to_string().contains("total_minor"), "{error}");
}

#[test]
fn a_fixed_coupon_carries_one_amount_per_currency() {
    let terms = studio_with(coupon(percent("10", None)));
    let mut value = serde_json::to_value(&terms).unwrap();
    value["coupons"][0]["benefit"] =
        json!({ "fixed": { "amounts_minor": { "EUR": 1000, "USD": 1100 } } });
    let terms: Terms = serde_json::from_value(value).unwrap();
    assert_eq!(class_of(&terms, 1), (1_000, None));
}

#[test]
fn a_float_is_never_an_amount() {
    let terms = studio_with(coupon(percent("10", None)));
    let mut value = serde_json::to_value(&terms).unwrap();
    value["services"][0]["unit_price_minor"] = json!(48.5);
    assert!(serde_json::from_value::<Terms>(value).is_err());
}

/// The facts of Stripe's page on currencies against the table in the code.
#[test]
fn exponents_and_minimum_charges_are_those_of_the_facts() {
    let facts: serde_json::Value =
        serde_json::from_str(include_str!("../../facts/stripe-currencies.json")).unwrap();
    let currency = |code: &str| code.parse::<Currency>().unwrap();
    for (code, fact) in facts["minimum_charge"].as_object().unwrap() {
        let minimum = currency(code).minimum_charge_minor();
        assert_eq!(minimum, fact["minor"].as_i64(), "{code}");
    }
    for code in facts["zero_decimal"].as_array().unwrap() {
        assert_eq!(currency(code.as_str().unwrap()).exponent(), 0, "{code}");
    }
    for code in facts["three_decimal"]["currencies"].as_array().unwrap() {
        let currency = currency(code.as_str().unwrap());
        assert_eq!(
            (currency.exponent(), currency.charge_step_minor()),
            (3, 10),
            "{code}"
        );
    }
    for code in facts["two_decimal_whole_units_only"]["currencies"]
        .as_array()
        .unwrap()
    {
        let currency = currency(code.as_str().unwrap());
        assert_eq!(
            (currency.exponent(), currency.charge_step_minor()),
            (2, 100),
            "{code}"
        );
    }
    assert_eq!(currency("EUR").exponent(), 2);
}
