//! Where the business's own systems are told of orders: the list of endpoints, and one with what was
//! posted to it.

mod deliveries_view;
pub mod draft;
mod draft_view;
pub mod list;
mod list_view;
pub mod one;
mod one_events;
mod one_view;
mod replay_view;
pub mod said;

pub(crate) use list_view::WebhooksPage;
pub(crate) use one_view::WebhookPage;
