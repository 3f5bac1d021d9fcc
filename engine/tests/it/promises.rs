//! What the engine promises whoever comes through a door, in bytes or in text: each function
//! panics when a promise is broken. The tests in `doors` and the fuzz targets call them.

use booking_engine::{CODE_LENGTH_MAX, CouponCode, PriceError, PriceRequest, Quote, Terms, price};
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What `booking-companion quote` reads.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) terms: Terms,
    pub(crate) request: PriceRequest,
    pub(crate) now: DateTime<Utc>,
}

/// Any bytes: no case, or one that has a price that keeps the laws, or one that has none. What
/// was read or made can be written, and reads back as the same.
pub(crate) fn json_door(bytes: &[u8]) -> Option<Result<Quote, PriceError>> {
    let case: Case = serde_json::from_slice(bytes).ok()?;
    reads_back(&case);
    let priced = price(&case.request, &case.terms, case.now);
    assert_eq!(
        priced,
        price(&case.request, &case.terms, case.now),
        "the same arguments give the same quote"
    );
    match &priced {
        Ok(quote) => {
            assert_eq!(quote.check_laws(), Ok(()), "{quote:?}");
            assert_eq!(
                quote.lines.len(),
                case.request.items.len(),
                "one line for each item"
            );
            assert!(
                quote.coupon.is_none() || quote.rejected.is_none(),
                "a code applies or is rejected"
            );
            reads_back(quote);
        }
        Err(PriceError::LawBroken) => panic!("the engine made a quote that breaks a law: {case:?}"),
        Err(error) => reads_back(error),
    }
    Some(priced)
}

/// Any text: no code, or one of the canonical form, which is its own.
pub(crate) fn code_parser(text: &str) -> Option<CouponCode> {
    let code: CouponCode = text.parse().ok()?;
    let canonical = code.as_str();
    assert!(
        (1..=CODE_LENGTH_MAX).contains(&canonical.len()),
        "{canonical}"
    );
    assert!(
        canonical
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-'),
        "{canonical}"
    );
    assert_eq!(canonical.parse().as_ref(), Ok(&code), "it is its own form");
    reads_back(&code);
    Some(code)
}

fn reads_back<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let json = serde_json::to_string(value).expect("what the engine has can be written");
    let again: T = serde_json::from_str(&json).expect("what was written can be read");
    assert_eq!(again, *value, "{json}");
}
