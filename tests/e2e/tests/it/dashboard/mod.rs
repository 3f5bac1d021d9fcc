//! Owners at their dashboard, over the real companion.

mod coupons;
mod looks;
mod roles;
mod sign_in;
