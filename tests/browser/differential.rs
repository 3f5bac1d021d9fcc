//! The same number by construction, shown: thousands of random requests that were priced natively
//! are priced again in WebAssembly and compared byte for byte.
//!
//! Both sides make the requests from one seed; what crosses over is a hash of each case.

use booking_bench::comparison::{Pricing, SEED, digest, hash, line};
use wasm_bindgen_test::wasm_bindgen_test;

/// One hash a line: the case of that number with the quote or the error that the native build
/// made of it.
const NATIVE: &str = include_str!(env!(
    "BOOKING_DIFFERENTIAL",
    "the native hashes are missing: run `cargo xtask test`, or write the output of `cargo run \
     -p booking-bench -- hashes 0 20000` to a file and name it, with its whole path, in \
     BOOKING_DIFFERENTIAL"
));

/// The number of the first case whose hash is not the native one.
fn first_difference(hash: impl Fn(u32) -> u64) -> Option<u32> {
    let mut natives = (0..).zip(NATIVE.lines());
    let differing = natives.find(|(number, native)| format!("{:016x}", hash(*number)) != *native);
    differing.map(|(number, _)| number)
}

#[wasm_bindgen_test]
fn wasm_makes_the_quotes_that_the_native_build_made() {
    // A comparison of nothing would succeed as well.
    let cases = u32::try_from(NATIVE.lines().count()).unwrap();
    assert!(cases >= 2_000, "only {cases} cases");
    let covered = digest(SEED, 0, 2_000, Pricing::True).covered;
    assert!(covered.discounts >= 500, "{covered:?}");
    assert!(covered.rejections >= 100, "{covered:?}");
    assert!(covered.errors >= 10, "{covered:?}");

    if let Some(number) = first_difference(|number| hash(SEED, number, Pricing::True)) {
        panic!(
            "case {number} differs; `cargo run -p booking-bench -- lines {number} 1` prints the \
             native one, and this is wasm's:\n{}",
            line(SEED, number, Pricing::True)
        );
    }
}

/// Positive control: one price that is a cent off is found.
#[wasm_bindgen_test]
fn a_quote_that_differs_by_a_cent_is_found() {
    let spoilt = first_difference(|number| hash(SEED, number, Pricing::SpoiltAt(123)));
    assert_eq!(spoilt, Some(123));
}
