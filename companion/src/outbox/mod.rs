//! The outbox: what happens to an order is written down as an event in the transaction in which
//! it happens, and posted to the business's endpoints afterwards, by the Standard Webhooks
//! convention.
//!
//! [`facts`] writes events; nothing else does. [`Courier`] claims what is due by moving its next
//! try into the future, posts it without a transaction open, and writes down what came of it. A
//! companion that dies in between leaves the claim to lapse, and the event is posted again under
//! the same id: at least once, never by mistake. [`owned`] is what the dashboard asks for,
//! [`endpoints`] and [`log`] what somebody at the machine itself does; both go by [`desk`].
//! `companion/docs/webhooks.md` says all of this to receivers.

pub mod command;
mod courier;
mod desk;
pub mod endpoints;
pub(crate) mod facts;
pub mod log;
mod names;
pub(crate) mod owned;
mod post;
mod schedule;
mod signing;
mod targets;

pub use courier::{Courier, run};
pub(crate) use post::Poster;
pub use signing::{SecretError, SigningSecret};
pub use targets::{Target, UrlError, is_public};
