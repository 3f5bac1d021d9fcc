//! Promises of the engine.
//!
//! One case for each sentence of the rules, in a file for each subject: `money` to `deposit` for
//! prices, `codes` to `strangers` for coupons, `explanation` to `changes` for what is told about
//! a quote, `findings` for the checks of what owners define, `law_breaks` for each law of money.
//! `laws`, `code_laws` and `split_laws` hold for every request, `doors` for any bytes and text
//! that come from outside, `texts` for what values and errors say. `schedule`, `schedule_limits`
//! and `schedule_laws` do the same for subscriptions. `purity` and `dependencies` keep the engine a
//! pure function.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod appointment;
mod attendees;
mod changes;
mod check_order;
mod checks;
mod code_laws;
mod codes;
mod coverage;
mod currencies;
mod customers;
mod dependencies;
mod deposit;
mod doors;
mod explanation;
mod findings;
mod fixture;
mod flaws;
mod free_orders;
mod generator;
mod grants;
mod law_breaks;
mod laws;
mod moment;
mod money;
mod prices;
mod promises;
mod purity;
mod remedies;
mod rule;
mod schedule;
mod schedule_laws;
mod schedule_limits;
mod source;
mod split_laws;
mod strangers;
mod tax;
mod texts;
mod trace;
mod wire;
