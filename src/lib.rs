//! The booking widget: Neo and Classic in one bundle.
//!
//! One way for the data: what the guest or the world does is an [`flow::Event`]; [`flow::Flow`]
//! takes it and answers with [`flow::Effect`]s; [`flow::screen`] says what is to be seen, and
//! [`view`] draws it. Everything but the edges (`app`, `client`, `effects`, `host`, `session`)
//! is plain data and runs in native tests.

pub mod flow;
pub mod text;
pub mod view;
