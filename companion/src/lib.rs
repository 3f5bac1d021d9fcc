//! The companion: prices again what the widget priced, keeps the books, and talks to Stripe.
//!
//! Start reading at [`app`], which names every route; each route's file tells its journey.
//! The two longest journeys are a guest's confirmation and the settlement of an order.

pub mod app;
pub mod clock;
pub mod config;
mod customer;
pub mod health;
pub mod openapi;
pub mod order_state;
pub mod pages;
pub mod problem;
pub mod quote_command;
mod secret;
pub mod serve;
mod slots;
pub mod store;
mod zones;

pub use app::AppState;
pub use problem::Problem;
