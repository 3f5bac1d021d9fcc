//! The dashboard's own thinking, natively: what a page does with what happens to it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod answers;
mod backtest;
mod bulk;
mod catalog;
mod codes;
mod coupon_form;
mod coupon_list;
mod entered;
mod hours;
mod reports;
mod routes;
mod sign_in;
mod trial;
