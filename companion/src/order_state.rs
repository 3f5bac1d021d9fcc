//! The states of an order and every way from one to another.
//!
//! One table for the code, for `docs/orders.md` and for the tests that walk it.

use std::fmt;
use std::str::FromStr;

use booking_contract::OrderStatus;

/// Where an order stands in the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OrderState {
    /// Slot and coupon are held; the Stripe session is being made.
    Opening,
    /// The Stripe session exists; the guest may pay.
    Awaiting,
    /// We want the session closed; money may still have won the race.
    Closing,
    /// Booked, and paid what was due; or booked for free or by the business itself, to be paid
    /// later.
    Paid,
    /// The session provably takes no money; slot and coupon are free again.
    Expired,
    /// Money came after slot and coupon were given away. It is given back.
    PaidLate,
    /// Money and order do not agree in amount, currency, reference or mode.
    Quarantine,
    /// Booked and paid, and the guest's bank has taken the money back for now or for good.
    Disputed,
    /// The slot is free again; what the guest gets back is on its way.
    RefundPending,
    /// The slot is free again and everything that was paid is back with the guest.
    Refunded,
    /// Called off: the slot is free again, and what was to be given back is with the guest.
    Cancelled,
}

use OrderState::{
    Awaiting, Cancelled, Closing, Disputed, Expired, Opening, Paid, PaidLate, Quarantine,
    RefundPending, Refunded,
};

impl OrderState {
    /// Whether it ever was a booking, called off or not.
    pub(crate) fn was_booked(self) -> bool {
        matches!(self, Paid | Disputed | RefundPending | Refunded | Cancelled)
    }
}

/// One allowed change of state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// From here.
    pub from: OrderState,
    /// To there.
    pub to: OrderState,
    /// When.
    pub when: &'static str,
}

const fn edge(from: OrderState, to: OrderState, when: &'static str) -> Edge {
    Edge { from, to, when }
}

/// Every state, in the order of an order's life.
pub const STATES: &[OrderState] = &[
    Opening,
    Awaiting,
    Closing,
    Paid,
    Expired,
    PaidLate,
    Quarantine,
    Disputed,
    RefundPending,
    Refunded,
    Cancelled,
];

/// Every allowed change. An order begins as `Opening`, or as `Paid` where it is
/// booked at once.
pub const EDGES: &[Edge] = &[
    edge(Opening, Awaiting, "The session was made."),
    edge(
        Opening,
        Paid,
        "Stripe told of the payment before the session was noted.",
    ),
    edge(
        Opening,
        Quarantine,
        "Money came that does not agree with the order.",
    ),
    edge(Opening, Expired, "No session was made."),
    edge(
        Opening,
        Closing,
        "It is not known whether a session was made, or the hold lapsed.",
    ),
    edge(Awaiting, Paid, "The money came."),
    edge(
        Awaiting,
        Quarantine,
        "Money came that does not agree with the order.",
    ),
    edge(
        Awaiting,
        Expired,
        "The session expired by itself, or its payment failed.",
    ),
    edge(
        Awaiting,
        Closing,
        "The hold lapsed, or the guest gave it up.",
    ),
    edge(Closing, Paid, "The money was faster."),
    edge(
        Closing,
        Quarantine,
        "Money came that does not agree with the order.",
    ),
    edge(
        Closing,
        Expired,
        "The session is closed: nothing can be paid any more.",
    ),
    edge(
        Expired,
        Paid,
        "Money came after all, and slot and coupon were still free.",
    ),
    edge(
        Expired,
        PaidLate,
        "Money came after all, for what somebody else has by now.",
    ),
    edge(
        Expired,
        Quarantine,
        "Money came after all, and does not agree with the order.",
    ),
    edge(
        PaidLate,
        RefundPending,
        "At once: what cannot be booked is given back.",
    ),
    edge(
        PaidLate,
        Paid,
        "The owner accepted it while slot and coupon were free.",
    ),
    edge(PaidLate, Refunded, "Everything was given back at Stripe."),
    edge(Quarantine, Paid, "The owner accepted the payment as it is."),
    edge(
        Quarantine,
        RefundPending,
        "The owner gave the payment back.",
    ),
    edge(Quarantine, Refunded, "Everything was given back at Stripe."),
    edge(
        Paid,
        RefundPending,
        "Called off or refunded in full: money is on its way back.",
    ),
    edge(Paid, Cancelled, "Called off with nothing to give back."),
    edge(Paid, Refunded, "Everything was given back at Stripe."),
    edge(Paid, Disputed, "The guest's bank opened a dispute."),
    edge(Disputed, Paid, "The business won the dispute."),
    edge(
        RefundPending,
        Refunded,
        "Everything that was paid is back with the guest.",
    ),
    edge(
        RefundPending,
        Cancelled,
        "The share that was owed is back with the guest.",
    ),
    edge(
        Refunded,
        RefundPending,
        "A refund that had arrived came back to the business.",
    ),
    edge(
        Cancelled,
        RefundPending,
        "A refund that had arrived came back to the business.",
    ),
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
            Disputed => "disputed",
            RefundPending => "refund_pending",
            Refunded => "refunded",
            Cancelled => "cancelled",
        }
    }

    /// Whether an order may go from here to there.
    pub fn may_become(self, to: Self) -> bool {
        EDGES.iter().any(|edge| edge.from == self && edge.to == to)
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
            // A dispute is between banks: the guest is booked as before.
            Paid | Disputed => OrderStatus::Paid,
            Expired => OrderStatus::Expired,
            PaidLate | Quarantine => OrderStatus::InReview,
            RefundPending => OrderStatus::Refunding,
            Refunded => OrderStatus::Refunded,
            Cancelled => OrderStatus::Cancelled,
        }
    }
}

impl FromStr for OrderState {
    type Err = UnknownState;

    fn from_str(text: &str) -> Result<Self, UnknownState> {
        STATES
            .iter()
            .copied()
            .find(|state| state.as_str() == text)
            .ok_or(UnknownState)
    }
}

impl fmt::Display for OrderState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
