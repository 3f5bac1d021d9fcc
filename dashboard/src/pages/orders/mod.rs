//! The orders of a business: their list, one of them with its money, and one's own appointments.

mod appointments;
pub mod deeds;
mod deeds_view;
pub mod list;
mod list_view;
mod money;
pub mod order;
mod order_view;
mod paths;
pub mod said;

pub(crate) use appointments::AppointmentsPage;
pub(crate) use list_view::OrdersPage;
pub(crate) use order_view::OrderPage;
