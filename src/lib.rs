//! The booking widget: Neo and Classic in one bundle.
//!
//! One way for the data: what the guest or the world does is an [`flow::Event`]; [`flow::Flow`]
//! takes it and answers with [`flow::Effect`]s; [`flow::screen`] says what is to be seen, and
//! [`view`] draws it. Everything but the edges (`start`, `app`, `effects`, `client`, `host`,
//! `session`, `failure`) is plain data and runs in native tests.

pub mod app;
mod client;
mod effects;
pub mod failure;
pub mod flow;
mod host;
pub mod json;
mod session;
mod start;
pub mod text;
pub mod view;

pub use start::start;
