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
mod accounts;
mod catalog;
mod coupons;
mod delayed;
mod disputes;
mod expanding;
mod faults;
mod harness;
mod idempotency;
mod knobs;
mod life;
mod modes;
mod page;
mod promotions;
mod reading;
mod readme;
mod refunds;
mod sessions;
mod shape;
mod spoilt;
mod sums;
mod webhooks;
