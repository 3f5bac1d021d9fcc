//! Promises of the widget, checked in a real browser.
//!
//! `cargo xtask test` runs them; it makes the native hashes that `differential` compares with.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod app;
mod differential;
mod edges;
#[path = "../it/fixtures/mod.rs"]
#[allow(dead_code, unused_imports, reason = "shared with the native tests")]
mod fixtures;
mod form;
mod languages;
#[path = "../it/samples/mod.rs"]
#[allow(dead_code, reason = "shared with the native tests")]
mod samples;
mod stage;
mod still;
mod text;
mod views;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
