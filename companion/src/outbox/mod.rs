//! The outbox: what happens to an order is written down as an event in the transaction in which
//! it happens, and posted to the business's endpoints afterwards, by the Standard Webhooks
//! convention.
//!
//! [`facts`] writes events; nothing else does. [`Courier`] claims what is due by moving its next
//! try into the future, posts it without a transaction open, and writes down what came of it. A
//! companion that dies in between leaves the claim to lapse, and the event is posted again under
//! the same id: at least once, never by mistake. [`endpoints`] and [`log`] are what an owner may
//! do. `companion/docs/webhooks.md` says all of this to receivers.

pub mod command;
mod courier;
pub mod endpoints;
pub(crate) mod facts;
pub mod log;
mod names;
mod post;
mod schedule;
mod signing;
mod targets;

pub use courier::{Courier, run};
pub use signing::{SecretError, SigningSecret};
pub use targets::{Target, UrlError, is_public};
