//! Promises of the companion, over real HTTP on a random port with a fresh database, a clock
//! that the test sets, and the Stripe double.

mod app;
mod audit;
mod bodies;
mod books;
mod calendars;
mod cancelling;
mod command;
mod confirming;
mod cors;
mod coupon_checks;
mod crowd;
mod door;
mod doors;
mod double;
mod expiring;
mod fields;
mod granted;
mod holds;
mod menus;
mod migrating;
mod moving;
mod openapi;
mod order_table;
mod outbox;
mod owner_command;
mod pages;
mod permutations;
mod quote_command;
mod races;
mod refunds;
mod settling;
mod slots;
mod unreachable;
mod watching;
mod webhooks;
