//! Promises of the engine.
//!
//! `cases` holds one example for each sentence of the rules that the engine covers so far;
//! `laws` checks what must hold for every request; `doors` what must hold for any bytes and text
//! that come from outside. `schedule` and `schedule_laws` do the same for subscriptions. `purity`
//! and `dependencies` keep the engine a pure function.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod cases;
mod dependencies;
mod doors;
mod fixture;
mod laws;
mod promises;
mod purity;
mod schedule;
mod schedule_laws;
mod source;
mod wire;
