//! The companion: prices again what the widget priced, keeps the books, and talks to Stripe.
//!
//! Start reading at [`app`], which names every route; each route's file tells its journey.
//! The two longest journeys are a guest's confirmation and the settlement of an order.

pub mod app;
mod business;
mod cancelling;
mod catalog;
mod choice;
pub mod clock;
mod closing;
pub mod config;
mod coupons;
mod customer;
pub mod demo_data;
mod desk;
pub mod door;
mod extending;
#[cfg(feature = "fail-points")]
pub mod fail_point;
#[cfg(not(feature = "fail-points"))]
mod fail_point;
pub mod health;
mod ids;
mod json;
pub mod keys;
pub mod logging;
pub mod member;
pub mod metrics;
mod moving;
mod onward;
mod open_order;
pub mod openapi;
pub mod order_state;
pub mod outbox;
pub mod owner;
pub mod owner_command;
pub mod pages;
mod payment;
mod payments;
pub mod people;
mod plain;
mod polls;
pub mod problem;
pub mod quote_command;
mod receipt;
mod refund;
mod reporting;
mod requests;
mod routes;
mod secret;
pub mod serve;
mod settle;
mod slots;
pub mod store;
mod stripe;
pub mod sweep;
mod trying;
mod words;
mod zones;

pub use app::AppState;
pub use problem::Problem;
pub use routes::calendars::{Embedding, calendar_page, embedding};
