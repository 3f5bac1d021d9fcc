//! Booking for a customer: what, when, for whom and with which code, the price at once, and then
//! the booking itself.

mod booked_view;
pub mod customer;
pub mod event;
mod paths;
mod price_view;
pub mod pricing;
pub mod reasons;
pub mod state;
pub mod times;
mod view;
mod when_view;

pub(crate) use view::DeskPage;
