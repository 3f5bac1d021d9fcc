//! The same number by construction, shown: thousands of quotes that were made natively are made
//! again in WebAssembly and compared byte for byte.

use booking_engine::{PriceError, PriceRequest, Quote, Terms, price};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use wasm_bindgen_test::wasm_bindgen_test;

/// One JSON object a line: the case, and the quote or the error that the native build made of it.
const NATIVE: &str = include_str!(env!(
    "BOOKING_DIFFERENTIAL",
    "the native quotes are missing: run `cargo xtask test`, or write the output of `cargo run \
     -p booking-engine --example random_quotes -- 5000` to a file and name it, with its whole \
     path, in BOOKING_DIFFERENTIAL"
));

#[derive(Deserialize, Serialize)]
struct Case {
    terms: Terms,
    request: PriceRequest,
    now: DateTime<Utc>,
}

#[derive(Deserialize)]
struct Given {
    case: Case,
}

/// The line as it is written: what was read goes out again, so that reading is compared, too.
#[derive(Serialize)]
struct Line {
    case: Case,
    #[serde(flatten)]
    outcome: Outcome,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Quote(Box<Quote>),
    Error(PriceError),
}

#[wasm_bindgen_test]
fn wasm_makes_the_quotes_that_the_native_build_made() {
    let (mut discounts, mut rejections, mut errors) = (0_u32, 0_u32, 0_u32);
    let mut lines = 0_u32;
    for native in NATIVE.lines() {
        let Given { case } = serde_json::from_str(native).unwrap();
        let outcome = match price(&case.request, &case.terms, case.now) {
            Ok(quote) => Outcome::Quote(Box::new(quote)),
            Err(error) => Outcome::Error(error),
        };
        match &outcome {
            Outcome::Quote(quote) if quote.coupon.is_some() => discounts += 1,
            Outcome::Quote(quote) if quote.rejected.is_some() => rejections += 1,
            Outcome::Quote(_) => {}
            Outcome::Error(_) => errors += 1,
        }
        let here = serde_json::to_string(&Line { case, outcome }).unwrap();
        assert!(
            here == native,
            "line {}:\nnative {native}\nwasm   {here}",
            lines + 1
        );
        lines += 1;
    }
    // A comparison of nothing would succeed as well.
    assert!(lines >= 2_000, "only {lines} cases");
    assert!(discounts >= 500, "only {discounts} discounts");
    assert!(rejections >= 100, "only {rejections} rejections");
    assert!(errors >= 10, "only {errors} errors");
}
