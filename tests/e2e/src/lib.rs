//! What the end-to-end tests stand on: a running stack, a real browser, and a guest's hands.
//!
//! Everything is the real part: the companion and the Stripe double as processes on ports of
//! their own with a fresh database, and Chromium, Firefox or WebKitGTK driven over WebDriver.
//! `cargo xtask test` builds the parts and tells where they are by environment variables; see
//! [`stack`] and [`browser`].
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, what cannot go on panics with what it met"
)]

pub mod browser;
pub mod desk;
pub mod gallery;
pub mod guest;
pub mod hands;
pub mod hostile;
pub mod owner;
pub mod rival;
pub mod stack;
pub mod tls;
