//! Coupons as those who look after a business write, find and end them.

mod allowed;
mod beside_guests;
mod listing;
mod person;
mod writing;
