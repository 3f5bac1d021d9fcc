//! The same answers for `run.js`, which holds the clock.
#![expect(
    unreachable_pub,
    reason = "wasm_bindgen exports nothing that is less than public"
)]

use booking_bench::Case;
use booking_bench::baskets::{Basket, price_often};
use booking_bench::comparison::{self, Pricing, SEED};
use wasm_bindgen::prelude::wasm_bindgen;

/// The names of all baskets, one a line.
#[wasm_bindgen]
#[must_use]
pub fn baskets() -> String {
    Basket::ALL.map(Basket::name).join("\n")
}

/// A basket that was read and can be priced.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Loaded(Case);

/// The basket of that name, if there is one.
#[wasm_bindgen]
#[must_use]
pub fn load(basket: &str) -> Option<Loaded> {
    Some(Loaded(Basket::named(basket)?.case()))
}

#[wasm_bindgen]
impl Loaded {
    /// Prices it so many times; answers the sum of what is due.
    #[must_use]
    pub fn price(&self, times: u32) -> i64 {
        price_often(&self.0, times)
    }
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
