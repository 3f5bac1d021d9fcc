//! Promises of the widget, checked in a real browser.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use wasm_bindgen_test::wasm_bindgen_test_configure;

#[path = "../it/samples.rs"]
#[allow(dead_code, reason = "shared with the native tests")]
mod samples;
mod views;

wasm_bindgen_test_configure!(run_in_browser);
