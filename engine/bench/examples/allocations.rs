//! Prints how often and how much one quote of every basket allocates.
//!
//! ```text
//! allocations 3-lines-percent 14 1234
//! ```
//!
//! The program has an allocator of its own, which counts; so nothing is timed here.

use std::hint::black_box;

use booking_bench::baskets::Basket;
use booking_engine::price;

fn main() {
    for basket in Basket::ALL {
        let case = basket.case();
        let counted = allocation_counter::measure(|| {
            drop(black_box(price(&case.request, &case.terms, case.now)));
        });
        println!(
            "allocations {} {} {}",
            basket.name(),
            counted.count_total,
            counted.bytes_total
        );
    }
}
