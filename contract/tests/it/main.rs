//! The wire, pinned: a change of any of these bodies is a change of the API.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod bodies;
mod forms;
mod guests;
mod member;
mod owners;
mod passed;
mod stripe_accounts;
mod zone_clock;
