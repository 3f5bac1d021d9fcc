//! Promises of the companion, over real HTTP on a random port with a fresh database, a clock
//! that the test sets, and the Stripe double.

mod app;
mod bodies;
mod calendars;
mod command;
mod confirming;
mod cors;
mod coupon_checks;
mod crowd;
mod door;
mod doors;
mod double;
mod fields;
mod openapi;
mod pages;
mod quote_command;
mod races;
mod settling;
mod slots;
mod unreachable;
mod watching;
mod webhooks;
