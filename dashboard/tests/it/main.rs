//! The dashboard's own thinking, natively: what a page does with what happens to it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod account;
mod answers;
mod backtest;
mod bulk;
mod catalog;
mod choosing;
mod codes;
mod coupon_form;
mod coupon_list;
mod desk;
mod entered;
mod hours;
mod log;
mod members;
mod orders;
mod payments;
mod preview;
mod products;
mod reports;
mod routes;
mod settings;
mod sheets;
mod sign_in;
mod sites;
mod snippet;
mod trial;
mod webhooks;
