//! The companion: prices again what the widget priced, keeps the books, and talks to Stripe.
//!
//! Start reading at [`app`], which names every route; each route's file tells its journey.
//! The two longest journeys are a guest's confirmation and the settlement of an order.

pub mod app;
pub mod clock;
pub mod config;
pub mod health;
pub mod openapi;
pub mod pages;
pub mod problem;
pub mod quote_command;
pub mod serve;
pub mod store;

pub use app::AppState;
pub use problem::Problem;
