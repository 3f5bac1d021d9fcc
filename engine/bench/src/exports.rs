//! The same answers for `run.js`, which holds the clock.
#![expect(
    unreachable_pub,
    reason = "wasm_bindgen exports nothing that is less than public"
)]

use booking_bench::baskets::Basket;
use booking_bench::comparison::{self, Pricing, SEED};
use wasm_bindgen::prelude::wasm_bindgen;

/// The names of all baskets, one a line.
#[wasm_bindgen]
#[must_use]
pub fn baskets() -> String {
    Basket::ALL.map(Basket::name).join("\n")
}

/// Prices a basket so many times; answers the sum of what is due, or nothing if there is no such
/// basket.
#[wasm_bindgen]
#[must_use]
pub fn price(basket: &str, times: u32) -> Option<i64> {
    Some(Basket::named(basket)?.price(times))
}

/// The digest of some cases: hash, discounts, rejections, without a code, errors.
#[wasm_bindgen]
#[must_use]
pub fn digest(first: u32, count: u32, spoilt: Option<u32>) -> String {
    comparison::digest(SEED, first, count, pricing(spoilt)).to_string()
}

/// The hash of one case.
#[wasm_bindgen]
#[must_use]
pub fn hash(number: u32, spoilt: Option<u32>) -> String {
    format!("{:016x}", comparison::hash(SEED, number, pricing(spoilt)))
}

/// One case and what came of it.
#[wasm_bindgen]
#[must_use]
pub fn line(number: u32, spoilt: Option<u32>) -> String {
    comparison::line(SEED, number, pricing(spoilt))
}

fn pricing(spoilt: Option<u32>) -> Pricing {
    spoilt.map_or(Pricing::True, Pricing::SpoiltAt)
}
