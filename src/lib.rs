//! The booking widget: Neo and Classic in one bundle.
//!
//! One way for the data: what the guest does is a [`flow::Event`], what the world does is
//! [`flow::News`]; [`flow::Flow`] takes them and answers with [`flow::Effect`]s; [`flow::screen`]
//! says what is to be seen, and [`view`] draws it. Everything but the edges (`start`, `app`,
//! `effects`, `client`, `host`, `later`, `session`, `failure`) is plain data and runs in native tests.

pub mod app;
mod client;
mod effects;
pub mod failure;
pub mod flow;
mod host;
pub mod json;
mod later;
mod request;
mod session;
mod start;
pub mod text;
pub mod view;

pub use start::start;
