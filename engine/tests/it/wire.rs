//! The engine's types as JSON: strict on the way in, the same bytes on the way out.

use booking_engine::{
    Coupon, CouponCode, Currency, Deposit, Duration, Percent, PriceRequest, Quote, Rejection,
    ServiceId, TaxKind, Terms,
};
use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use crate::fixture::{
    class_of, coupon, fixed, grant, id, percent, priced, quote, studio_with, taxed, ten_percent,
};

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

#[test]
fn a_quote_with_grant_tax_and_deposit_on_the_wire_is_pinned() {
    let mut terms = Terms {
        services: vec![taxed("class", 5_000, "20", TaxKind::Exclusive)],
        deposit: Some(Deposit::Percent { percent: id("50") }),
        granted: vec![grant("own", "coupon", 1)],
        ..studio_with(coupon(fixed("EUR", 1_000)))
    };
    terms.promotion_codes.clear();
    let request: PriceRequest = serde_json::from_value(json!({
        "items": [{ "service_id": "class", "attendees": 1 }],
        "code": "nope",
        "grant_id": "gone",
    }))
    .unwrap();
    let rate = json!({ "percent": "20", "kind": "exclusive" });
    let expected = json!({
        "currency": "EUR",
        "lines": [{
            "service_id": "class",
            "unit_price_minor": 5000,
            "attendees": 1,
            "amount_minor": 5000,
            "eligible": true,
            "discount_minor": 1000,
            "tax": { "rate": rate, "amount_minor": 800 },
        }],
        "subtotal_minor": 5000,
        "discount_minor": 1000,
        "tax_minor": 800,
        "total_minor": 4800,
        "deposit": { "rule": { "percent": { "percent": "50" } }, "basis_minor": 4800 },
        "amount_due_minor": 2400,
        "balance_minor": 2400,
        "coupon": {
            "coupon_id": "coupon",
            "source": { "grant": { "grant_id": "own" } },
            "name": "Welcome",
            "benefit": { "fixed": { "amounts_minor": { "EUR": 1000 } } },
            "eligible_minor": 5000,
        },
        "rejected": { "code": "nope", "reason": "not_found" },
        "rejected_grant": { "grant_id": "gone", "reason": "not_found" },
    });
    let quote = priced(&terms, &request);
    assert_eq!(serde_json::to_value(quote).unwrap(), expected);
}

#[test]
fn rejections_are_a_closed_list_of_names() {
    let names = [
        "not_found",
        "inactive",
        "not_started",
        "expired",
        "currency_mismatch",
        "not_applicable",
        "redemption_limit",
        "customer_limit",
        "first_purchase",
        "free_order_refused",
        "oversize_fixed",
    ];
    for name in names {
        let reason: Rejection = serde_json::from_value(json!(name)).unwrap();
        assert_eq!(serde_json::to_value(reason).unwrap(), json!(name));
    }
    let with_data = [
        json!({ "minimum_amount": { "minimum_minor": 2, "missing_minor": 1 } }),
        json!({ "not_for_this_appointment": { "condition": "lead_too_short" } }),
        json!({ "below_minimum_charge": { "minimum_minor": 50 } }),
    ];
    for value in with_data {
        let reason: Rejection = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(serde_json::to_value(reason).unwrap(), value);
    }
    for unknown in ["sold_out", "Not_Found", ""] {
        assert!(serde_json::from_value::<Rejection>(json!(unknown)).is_err());
    }
}

/// Whether terms with one field written anew are read.
fn reads(path: &str, value: Value) -> bool {
    let mut terms = ten_percent(|coupon| coupon.minimum_amount_minor = Some(1));
    terms.granted = vec![grant("own", "coupon", 1)];
    let mut json = serde_json::to_value(terms).unwrap();
    *json.pointer_mut(path).unwrap() = value;
    serde_json::from_value::<Terms>(json).is_ok()
}

#[test]
fn a_percentage_is_a_text_never_a_number() {
    let path = "/coupons/0/benefit/percent/percent";
    assert!(reads(path, json!("12.5")));
    for wrong in [
        json!(12.5),
        json!(12),
        json!("101"),
        json!("1e1"),
        json!(" 5"),
    ] {
        assert!(!reads(path, wrong.clone()), "{wrong}");
    }
    let percent: Percent = serde_json::from_value(json!("12.500")).unwrap();
    assert_eq!(serde_json::to_value(percent).unwrap(), json!("12.5"));
}

#[test]
fn amounts_are_whole_numbers_that_fit() {
    for path in [
        "/services/0/unit_price_minor",
        "/coupons/0/minimum_amount_minor",
    ] {
        assert!(reads(path, json!(4_800)));
        for wrong in [
            json!(48.5),
            json!("4800"),
            json!(48e2),
            json!(1e300),
            json!(null),
        ] {
            let optional = path.contains("minimum") && wrong.is_null();
            assert_eq!(reads(path, wrong.clone()), optional, "{path} {wrong}");
        }
    }
    assert!(!reads("/services/0/attendees_max", json!(-1)));
}

#[test]
fn unknown_fields_are_refused_at_every_depth() {
    let terms = ten_percent(|coupon| coupon.conditions.lead_minutes_min = Some(1));
    for path in [
        "",
        "/services/0",
        "/coupons/0",
        "/coupons/0/benefit/percent",
        "/coupons/0/conditions",
        "/promotion_codes/0",
        "/policy",
    ] {
        let mut json = serde_json::to_value(&terms).unwrap();
        assert!(serde_json::from_value::<Terms>(json.clone()).is_ok());
        json.pointer_mut(path).unwrap()["surprise"] = json!(1);
        assert!(serde_json::from_value::<Terms>(json).is_err(), "{path}");
    }
}

#[test]
fn an_appointment_keeps_its_own_offset() {
    let text = "2026-11-23T23:30:00-05:00";
    let request: PriceRequest = serde_json::from_value(json!({
        "items": [],
        "starts_at": text,
    }))
    .unwrap();
    let starts_at: DateTime<FixedOffset> = request.starts_at.unwrap();
    assert_eq!(starts_at.to_rfc3339(), text);
    assert_eq!(
        serde_json::to_value(&request).unwrap()["starts_at"],
        json!(text)
    );
}

#[test]
fn codes_and_currencies_are_read_into_their_one_form() {
    let code: CouponCode = serde_json::from_value(json!(" welcome\u{200b}")).unwrap();
    assert_eq!(serde_json::to_value(code).unwrap(), json!("WELCOME"));
    assert!(serde_json::from_value::<CouponCode>(json!("WEL COME")).is_err());
    let currency: Currency = serde_json::from_value(json!("eur")).unwrap();
    assert_eq!(serde_json::to_value(currency).unwrap(), json!("EUR"));
}

#[test]
fn an_id_has_1_to_64_letters_digits_dashes_or_underscores() {
    let longest = "a".repeat(64);
    for text in ["a", "A-1_z", &longest] {
        assert_eq!(id::<ServiceId>(text).as_str(), text);
        assert_eq!(id::<ServiceId>(text).to_string(), text);
    }
    let longer = "a".repeat(65);
    for text in ["", " a", "a b", "a.b", "a/b", "é", "a\n", &longer] {
        assert!(text.parse::<ServiceId>().is_err(), "{text:?}");
        assert!(serde_json::from_value::<ServiceId>(json!(text)).is_err());
    }
}

#[test]
fn the_duration_of_a_coupon_is_written_where_it_is_longer_than_once() {
    let written = |duration| {
        let mut coupon = coupon(percent("10", None));
        coupon.duration = duration;
        let value = serde_json::to_value(&coupon).unwrap();
        assert_eq!(
            serde_json::from_value::<Coupon>(value.clone()).unwrap(),
            coupon
        );
        value.get("duration").cloned()
    };
    assert_eq!(written(Duration::Once), None);
    let months = json!({ "repeating": { "months": 3 } });
    assert_eq!(written(Duration::Repeating { months: 3 }), Some(months));
    assert_eq!(written(Duration::Forever), Some(json!("forever")));
}

#[test]
fn terms_of_the_least_need_no_coupons_policy_or_history() {
    let terms: Terms = serde_json::from_value(json!({
        "calendar_id": "studio",
        "currency": "EUR",
        "services": [{ "id": "class", "unit_price_minor": 4800, "attendees_max": 8 }],
    }))
    .unwrap();
    assert_eq!(quote(&terms, &[("class", 2)], None).total_minor, 9_600);
}
