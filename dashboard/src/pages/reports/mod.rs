//! Bookings and what coupons took off them, over time.

mod chart;
pub mod shown;
mod view;

pub(crate) use view::ReportsPage;
