//! Owners at their dashboard, over the real companion.

mod coupons;
mod hostile;
mod looks;
mod roles;
mod sign_in;
