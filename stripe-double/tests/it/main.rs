//! The double over real HTTP, each test with one of its own on a free port.
//!
//! A refusal is only worth something beside the request that differs in nothing else and is
//! accepted, so refusals come in pairs with it.

#![allow(
    clippy::unwrap_used,
    clippy::missing_docs_in_private_items,
    reason = "a test that panics tells where"
)]

mod access;
mod coupons;
mod faults;
mod harness;
mod idempotency;
mod life;
mod page;
mod reading;
mod sessions;
mod shape;
mod sums;
mod webhooks;
