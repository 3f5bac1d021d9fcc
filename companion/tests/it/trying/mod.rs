//! What owners try before anybody sees it: nothing of it is written.

mod backtests;
mod reports;
mod simulations;
