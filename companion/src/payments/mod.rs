//! The money of an order as its business sees it: what each attendee costs, what was paid for them
//! and what they still owe, with every sum exact.

pub(crate) mod details;
pub(crate) mod link;
pub(crate) mod recording;
mod shares;
mod view;

pub(crate) use view::Account;
