//! The doors: whatever bytes and text come in, an answer comes out, and never a panic.
//!
//! `engine/fuzz/` tries the same promises with a fuzzer.

use std::fmt::Write as _;

use booking_engine::{CODE_LENGTH_MAX, CodeError, CouponCode, PriceError};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::promises::{code_parser, json_door};

/// A case that has a price and a discount.
fn good_case() -> Value {
    json!({
        "terms": {
            "calendar_id": "studio",
            "currency": "EUR",
            "services": [
                { "id": "class", "unit_price_minor": 4_800, "attendees_max": 8 },
                { "id": "lesson", "unit_price_minor": 8_500, "attendees_max": 1 },
            ],
            "coupons": [{
                "id": "welcome",
                "name": "Welcome",
                "benefit": { "percent": { "percent": "12.5", "max_discount_minor": 2_000 } },
                "scope": { "only": { "calendars": [], "services": ["class"] } },
                "starts_at": "2026-01-01T00:00:00Z",
                "ends_at": "2026-12-31T23:00:00Z",
                "minimum_amount_minor": 1_000,
                "max_redemptions": 10,
                "active": true,
            }],
            "promotion_codes": [{
                "id": "code",
                "coupon_id": "welcome",
                "code": "WELCOME",
                "expires_at": "2026-12-01T00:00:00Z",
            }],
            "policy": { "oversize_fixed": "clamp", "free_orders": "allow" },
            "history": { "coupon_redemptions": { "welcome": 3 }, "customer_orders": 1 },
        },
        "request": {
            "items": [
                { "service_id": "class", "attendees": 3 },
                { "service_id": "lesson", "attendees": 1 },
            ],
            "code": " welcome ",
        },
        "now": "2026-11-20T12:00:00Z",
    })
}

fn opened(case: &Value) -> Option<Result<booking_engine::Quote, PriceError>> {
    json_door(case.to_string().as_bytes())
}

/// The good case with another value at a path such as `/request/code`.
fn with(path: &str, value: Value) -> Value {
    let mut case = good_case();
    *case.pointer_mut(path).expect("the path leads somewhere") = value;
    case
}

fn items(count: usize) -> Value {
    vec![json!({ "service_id": "class", "attendees": 1 }); count].into()
}

/// Positive control: the good case opens the door, so that what is refused below is refused for
/// its own sake.
#[test]
fn the_good_case_has_a_price_and_a_discount() {
    let quote = opened(&good_case()).unwrap().unwrap();
    assert_eq!(quote.subtotal_minor, 3 * 4_800 + 8_500);
    assert_eq!(quote.discount_minor, 1_800);
}

#[test]
fn ten_thousand_items_have_no_price() {
    let priced = opened(&with("/request/items", items(10_000)));
    assert_eq!(priced, Some(Err(PriceError::TooManyItems)));
    let none = opened(&with("/request/items", items(0)));
    assert_eq!(none, Some(Err(PriceError::NoItems)));
}

#[test]
fn a_code_of_64_characters_is_one_and_one_of_65_is_none() {
    let longest = "x".repeat(CODE_LENGTH_MAX);
    assert!(code_parser(&longest).is_some());
    let longer = "x".repeat(CODE_LENGTH_MAX + 1);
    assert_eq!(longer.parse::<CouponCode>(), Err(CodeError::TooLong));
    // An unknown code and a text that is none are told alike: the price stays, with a rejection.
    for text in [longest, longer, "x".repeat(1_000_000)] {
        let quote = opened(&with("/request/code", text.into()))
            .unwrap()
            .unwrap();
        assert!(quote.rejected.is_some());
        assert_eq!(quote.discount_minor, 0);
    }
}

#[test]
fn an_amount_of_ten_to_the_fifteenth_or_below_zero_has_no_price() {
    for amount in [1_000_000_000_000_000, i64::MAX, -1, i64::MIN] {
        let priced = opened(&with("/terms/services/0/unit_price_minor", amount.into()));
        assert_eq!(priced, Some(Err(PriceError::AmountOutOfRange)), "{amount}");
    }
    // Beyond 64 bits, with a fraction or an exponent it is not even read.
    for amount in ["9223372036854775808", "48.5", "1e3", "-0.0", "NaN"] {
        let case = good_case().to_string().replace("4800", amount);
        assert_eq!(json_door(case.as_bytes()), None, "{amount}");
    }
}

#[test]
fn amounts_that_only_their_sum_makes_absurd_have_no_price() {
    let mut case = with(
        "/terms/services/0/unit_price_minor",
        booking_engine::AMOUNT_MAX_MINOR.into(),
    );
    case["request"]["items"] = items(1);
    assert!(opened(&case).unwrap().is_ok(), "one of them has a price");
    case["request"]["items"] = items(2);
    assert_eq!(opened(&case), Some(Err(PriceError::AmountOutOfRange)));
}

#[test]
fn zero_and_too_many_attendees_have_no_price_and_fewer_are_not_read() {
    for attendees in [0_u32, 9, u32::MAX] {
        let priced = opened(&with("/request/items/0/attendees", attendees.into()));
        assert!(
            matches!(priced, Some(Err(PriceError::Attendees { .. }))),
            "{attendees}"
        );
    }
    for attendees in [json!(-1), json!(4_294_967_296_u64), json!(1.5), json!("2")] {
        let priced = opened(&with("/request/items/0/attendees", attendees.clone()));
        assert_eq!(priced, None, "{attendees}");
    }
}

#[test]
fn absurd_limits_and_times_of_a_coupon_do_no_harm() {
    for (path, value) in [
        ("/terms/coupons/0/minimum_amount_minor", json!(i64::MIN)),
        ("/terms/coupons/0/minimum_amount_minor", json!(i64::MAX)),
        ("/terms/coupons/0/max_redemptions", json!(0)),
        ("/terms/history/coupon_redemptions/welcome", json!(u32::MAX)),
        (
            "/terms/coupons/0/benefit/percent/max_discount_minor",
            json!(i64::MIN),
        ),
        (
            "/terms/coupons/0/benefit/percent/max_discount_minor",
            json!(i64::MAX),
        ),
        (
            "/terms/coupons/0/benefit",
            json!({ "fixed": { "amounts_minor": { "EUR": i64::MAX } } }),
        ),
        (
            "/terms/coupons/0/benefit",
            json!({ "fixed": { "amounts_minor": { "EUR": i64::MIN } } }),
        ),
        ("/terms/coupons/0/ends_at", json!("-262143-01-01T00:00:00Z")),
        ("/now", json!("+262142-12-31T23:59:59.999999999Z")),
        ("/now", json!("2026-06-30T23:59:60Z")),
    ] {
        let opened = opened(&with(path, value.clone()));
        assert!(opened.is_some(), "{path} = {value} is not read");
    }
}

#[test]
fn json_without_end_is_refused() {
    let deep = "[".repeat(1_000_000);
    assert_eq!(json_door(deep.as_bytes()), None);
    let mut wide = String::from("{");
    for n in 0..100_000 {
        write!(wide, "\"{n}\":0,").unwrap();
    }
    assert_eq!(json_door(wide.as_bytes()), None);
}

/// A value that somebody could put where another one belongs.
fn odd_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        prop::sample::select(vec![
            json!(0),
            json!(1),
            json!(-1),
            json!(99_999_999),
            json!(100_000_000),
            json!(1_000_000_000_000_000_i64),
            json!(1.5),
            json!(true),
            Value::Null,
            json!([]),
            json!({}),
            json!("100"),
            json!("0.000001"),
            json!("JPY"),
            json!("lesson"),
            json!("everything"),
            json!("2026-11-20T12:00:00.000000001Z"),
            json!("0000-01-01T00:00:00+23:59"),
            items(60),
        ]),
        "\\PC{0,80}".prop_map(Value::from),
    ]
}

/// Every path of a value, the value itself first.
fn paths(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                paths(inner, &format!("{here}/{name}"), found);
            }
        }
        Value::Array(values) => {
            for (n, inner) in values.iter().enumerate() {
                paths(inner, &format!("{here}/{n}"), found);
            }
        }
        _ => {}
    }
}

proptest! {
    #[test]
    fn any_bytes_get_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
        json_door(&bytes);
        code_parser(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_case_with_odd_values_gets_an_answer(
        changes in prop::collection::vec((any::<prop::sample::Index>(), odd_value()), 1..4),
    ) {
        let mut case = good_case();
        for (index, value) in changes {
            let mut all = Vec::new();
            paths(&case, "", &mut all);
            let path: &String = index.get(&all);
            *case.pointer_mut(path).unwrap() = value;
        }
        opened(&case);
    }

    #[test]
    fn a_case_with_a_byte_changed_or_cut_short_gets_an_answer(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<bool>(),
    ) {
        let mut bytes = good_case().to_string().into_bytes();
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] = byte;
        }
        json_door(&bytes);
    }

    #[test]
    fn any_text_is_a_code_or_none(text in "\\PC{0,70}", code in "[ \u{200B}\u{FEFF}]{0,2}[a-zA-Z0-9-]{0,66}[ \t]{0,2}") {
        code_parser(&text);
        let found = code_parser(&code);
        let inside = code.trim_matches(|c: char| !c.is_ascii() || c.is_ascii_whitespace());
        prop_assert_eq!(found.is_some(), (1..=CODE_LENGTH_MAX).contains(&inside.len()));
    }
}
