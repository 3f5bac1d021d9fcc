//! Promises of the widget, checked in a real browser.
#![cfg(target_arch = "wasm32")]
