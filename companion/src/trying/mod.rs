//! What owners try before anybody sees it, with nothing written: a booking with a code or with a
//! draft of a coupon ([`simulation`]), or a draft over the bookings that were made ([`backtest`]).

pub(crate) mod backtest;
pub(crate) mod menu;
pub(crate) mod preview;
pub(crate) mod simulation;
