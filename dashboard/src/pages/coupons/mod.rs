//! The coupons of a business.

pub mod list;
mod list_view;
mod paths;

pub(crate) use list_view::CouponsPage;
