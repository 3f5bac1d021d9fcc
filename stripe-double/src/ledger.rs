//! What was paid and given back in one currency: the sums that a campaign is checked against.

use serde::Serialize;
use serde_json::{Value, json};

/// Counts and sums, all in minor units.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Ledger {
    /// Payments that succeeded.
    pub(crate) payments: i64,
    pub(crate) paid_minor: i64,
    /// Refunds that were made and have not failed.
    pub(crate) refunds: i64,
    pub(crate) refunded_minor: i64,
    /// What banks took back and have not returned.
    pub(crate) disputed_minor: i64,
}

impl Ledger {
    /// The sums, and what the merchant is left with.
    pub(crate) fn to_json(self) -> Value {
        let mut object = json!(self);
        object["net_minor"] = json!(self.paid_minor - self.refunded_minor - self.disputed_minor);
        object
    }
}
