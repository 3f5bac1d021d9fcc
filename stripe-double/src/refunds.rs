//! The refund object.
//!
//! ```text
//! pending -> succeeded | failed
//! succeeded -> failed          the bank gives it back later
//! ```

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{clock::Seconds, currency::Currency};

/// A refund as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Refund {
    pub(crate) id: String,
    pub(crate) intent: String,
    pub(crate) charge: String,
    pub(crate) currency: Currency,
    pub(crate) amount_minor: i64,
    pub(crate) created: Seconds,
    pub(crate) reason: Option<String>,
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) status: RefundStatus,
}

/// Where the money is on its way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RefundStatus {
    Pending,
    Succeeded,
    /// It did not arrive, for instance `lost_or_stolen_card`: the merchant has the money again.
    Failed(String),
}

impl Refund {
    /// The object on the wire.
    pub(crate) fn to_json(&self) -> Value {
        let (status, pending_reason, failure_reason) = match &self.status {
            RefundStatus::Pending => ("pending", Some("processing"), None),
            RefundStatus::Succeeded => ("succeeded", None, None),
            RefundStatus::Failed(reason) => ("failed", None, Some(reason)),
        };
        let mut object = json!({
            "id": self.id,
            "object": "refund",
            "amount": self.amount_minor,
            "balance_transaction": null,
            "charge": self.charge,
            "created": self.created,
            "currency": self.currency,
            "metadata": self.metadata,
            "payment_intent": self.intent,
            "reason": self.reason,
            "receipt_number": null,
            "source_transfer_reversal": null,
            "status": status,
            "transfer_reversal": null,
        });
        // These two are there only when they say something.
        if let Some(reason) = pending_reason {
            object["pending_reason"] = json!(reason);
        }
        if let Some(reason) = failure_reason {
            object["failure_reason"] = json!(reason);
        }
        object
    }
}
