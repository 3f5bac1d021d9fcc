//! What owners try before anybody sees it: nothing of it is written.

mod backtests;
mod previews;
mod reports;
mod simulations;
