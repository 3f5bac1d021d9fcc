//! The dispute object. Disputes come from banks, so here they come from the remote control.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{clock::Seconds, currency::Currency};

/// A dispute as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Dispute {
    pub(crate) id: String,
    pub(crate) intent: String,
    pub(crate) charge: String,
    pub(crate) currency: Currency,
    pub(crate) amount_minor: i64,
    pub(crate) reason: String,
    pub(crate) created: Seconds,
    pub(crate) status: DisputeStatus,
}

/// Who has the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DisputeStatus {
    /// The bank, until the merchant has answered.
    NeedsResponse,
    /// The merchant.
    Won,
    /// The guest.
    Lost,
}

impl Dispute {
    /// The object on the wire.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "object": "dispute",
            "amount": self.amount_minor,
            "balance_transactions": [],
            "charge": self.charge,
            "created": self.created,
            "currency": self.currency,
            "enhanced_eligibility_types": [],
            "evidence": { "enhanced_evidence": {} },
            "evidence_details": {
                "due_by": null, "enhanced_eligibility": {}, "has_evidence": false,
                "past_due": false, "submission_count": 0, "submission_method": "not_submitted",
            },
            "is_charge_refundable": false,
            "livemode": false,
            "metadata": {},
            "payment_intent": self.intent,
            "reason": self.reason,
            "status": self.status,
        })
    }
}
