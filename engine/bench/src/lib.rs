//! What is needed to measure the engine, and to hold one build of it against another.
//!
//! [`baskets`] are what is timed. [`Case::random`] gives requests without end, the same ones on
//! every machine, and [`comparison`] turns what a build makes of them into hashes: a native
//! program and a browser that print the same hashes gave the same prices, byte for byte.
//!
//! `cargo xtask bench` runs all of it, `cargo xtask test` a part of the comparison.

pub mod baskets;
mod case;
pub mod comparison;
mod dice;

pub use case::Case;
