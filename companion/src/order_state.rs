//! The states of an order and every way from one to another.

use std::fmt;
use std::str::FromStr;

use booking_contract::OrderStatus;

/// Where an order stands in the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderState {
    /// Slot and coupon are held; the Stripe session is being made.
    Opening,
    /// The Stripe session exists; the guest may pay.
    Awaiting,
    /// We want the session closed; money may still have won the race.
    Closing,
    /// Booked, and paid unless it was free.
    Paid,
    /// The session provably takes no money; slot and coupon are free again.
    Expired,
    /// Money came after slot and coupon were given away. The business has to refund it.
    PaidLate,
    /// Money and order do not agree in amount, currency, reference or mode.
    Quarantine,
}

use OrderState::{Awaiting, Closing, Expired, Opening, Paid, PaidLate, Quarantine};

/// Every allowed change. An order begins as `Opening`, or as `Paid` where it is free.
pub const EDGES: &[(OrderState, OrderState)] = &[
    // The session was made.
    (Opening, Awaiting),
    // Stripe tells of the payment before we have noted the session.
    (Opening, Paid),
    (Opening, Quarantine),
    // No session was ever made.
    (Opening, Expired),
    // It is not known whether a session was made, or the hold lapsed.
    (Opening, Closing),
    (Awaiting, Paid),
    (Awaiting, Quarantine),
    // The session expired by itself.
    (Awaiting, Expired),
    // The hold lapsed or the guest gave up.
    (Awaiting, Closing),
    (Closing, Paid),
    (Closing, Quarantine),
    (Closing, Expired),
    // Money after all: slot and coupon were still free, or they were not.
    (Expired, Paid),
    (Expired, PaidLate),
    (Expired, Quarantine),
];

/// The books hold a state that this companion does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownState;

impl OrderState {
    /// As the books write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Opening => "opening",
            Awaiting => "awaiting",
            Closing => "closing",
            Paid => "paid",
            Expired => "expired",
            PaidLate => "paid_late",
            Quarantine => "quarantine",
        }
    }

    /// Whether an order may go from here to there.
    pub fn may_become(self, to: Self) -> bool {
        EDGES.contains(&(self, to))
    }

    /// Whether slot and coupon are held for a payment that may still come.
    pub fn is_open(self) -> bool {
        matches!(self, Opening | Awaiting | Closing)
    }

    /// What the guest is told.
    pub fn status(self) -> OrderStatus {
        match self {
            Opening => OrderStatus::Opening,
            Awaiting => OrderStatus::AwaitingPayment,
            Closing => OrderStatus::Closing,
            Paid => OrderStatus::Paid,
            Expired => OrderStatus::Expired,
            PaidLate | Quarantine => OrderStatus::InReview,
        }
    }
}

impl FromStr for OrderState {
    type Err = UnknownState;

    fn from_str(text: &str) -> Result<Self, UnknownState> {
        [
            Opening, Awaiting, Closing, Paid, Expired, PaidLate, Quarantine,
        ]
        .into_iter()
        .find(|state| state.as_str() == text)
        .ok_or(UnknownState)
    }
}

impl fmt::Display for OrderState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
