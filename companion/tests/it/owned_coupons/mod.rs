//! Coupons as those who look after a business write, find and end them.

mod allowed;
mod beside_guests;
mod codes;
pub(crate) mod desk;
mod files;
mod listing;
mod naming;
mod uses;
mod writing;
