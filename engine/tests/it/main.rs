//! Promises of the engine.
//!
//! `cases` holds one example for each sentence of the rules that the engine covers so far;
//! `laws` checks what must hold for every request. `findings` holds both for the checks of what
//! owners define.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod cases;
mod findings;
mod fixture;
mod laws;
mod wire;
