//! What owners try before anybody sees it, with nothing written: a booking with a code or with a
//! draft of a coupon ([`simulation`]).

pub(crate) mod menu;
pub(crate) mod simulation;
