//! End to end: a guest at a real browser, a business's page, the companion and a Checkout page.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod access;
mod after;
mod booking;
mod dashboard;
mod embedding;
mod failures;
mod first;
mod inline;
mod later;
mod members;
mod menus;
mod messages;
mod pictures;
mod plain;
mod still;
mod ways;
mod webview;
