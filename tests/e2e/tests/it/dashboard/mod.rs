//! Owners at their dashboard, over the real companion.

mod book_for;
mod business;
mod catalog;
mod choosing;
mod codes;
mod coupons;
mod guarded;
mod hostile;
mod journeys;
mod keys;
mod looks;
mod orders;
mod payments;
mod receipts;
mod reports;
mod roles;
mod sign_in;
mod trying;
mod webhooks;
