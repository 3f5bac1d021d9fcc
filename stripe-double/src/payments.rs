//! What was paid: one record that is shown as a payment intent and as its charge.
//!
//! ```text
//! processing -> succeeded | failed     a delayed method, told by the remote control
//! succeeded                            a card; refunds and disputes change the charge
//! ```

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{clock::Seconds, currency::Currency};

/// A payment of one session.
#[derive(Debug, Clone)]
pub(crate) struct Payment {
    pub(crate) intent: String,
    pub(crate) charge: String,
    pub(crate) currency: Currency,
    pub(crate) amount_minor: i64,
    pub(crate) email: String,
    pub(crate) customer: Option<String>,
    pub(crate) created: Seconds,
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) status: PaymentStatus,
    /// What refunds that did not fail come to.
    pub(crate) refunded_minor: i64,
    /// The id of the dispute about it.
    pub(crate) dispute: Option<String>,
}

/// Where the money is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PaymentStatus {
    /// A delayed method: nobody knows yet.
    Processing,
    Succeeded,
    Failed,
}

impl Payment {
    /// What may still be given back.
    pub(crate) fn unrefunded_minor(&self) -> i64 {
        self.amount_minor - self.refunded_minor
    }

    /// The payment intent on the wire.
    pub(crate) fn intent_json(&self) -> Value {
        let (status, received_minor) = match self.status {
            PaymentStatus::Processing => ("processing", 0),
            PaymentStatus::Succeeded => ("succeeded", self.amount_minor),
            PaymentStatus::Failed => ("requires_payment_method", 0),
        };
        json!({
            "id": self.intent,
            "object": "payment_intent",
            "amount": self.amount_minor,
            "amount_received": received_minor,
            "capture_method": "automatic_async",
            "created": self.created,
            "currency": self.currency,
            "customer": self.customer,
            "latest_charge": self.charge,
            "livemode": false,
            "metadata": self.metadata,
            "receipt_email": null,
            "status": status,
        })
    }

    /// The charge on the wire, its refunds left out.
    pub(crate) fn charge_json(&self) -> Value {
        let succeeded = self.status == PaymentStatus::Succeeded;
        let status = match self.status {
            PaymentStatus::Processing => "pending",
            PaymentStatus::Succeeded => "succeeded",
            PaymentStatus::Failed => "failed",
        };
        json!({
            "id": self.charge,
            "object": "charge",
            "amount": self.amount_minor,
            "amount_captured": if succeeded { self.amount_minor } else { 0 },
            "amount_refunded": self.refunded_minor,
            "application": null,
            "application_fee": null,
            "application_fee_amount": null,
            "balance_transaction": null,
            "billing_details": {
                "address": null, "email": self.email, "name": null, "phone": null, "tax_id": null,
            },
            "calculated_statement_descriptor": null,
            "captured": succeeded,
            "created": self.created,
            "currency": self.currency,
            "customer": self.customer,
            "description": null,
            "disputed": self.dispute.is_some(),
            "failure_balance_transaction": null,
            "failure_code": null,
            "failure_message": null,
            "livemode": false,
            "metadata": self.metadata,
            "on_behalf_of": null,
            "outcome": null,
            "paid": succeeded,
            "payment_intent": self.intent,
            "payment_method": null,
            "receipt_email": null,
            "receipt_number": null,
            "receipt_url": null,
            "refunded": succeeded && self.unrefunded_minor() == 0,
            "review": null,
            "shipping": null,
            "source_transfer": null,
            "statement_descriptor": null,
            "statement_descriptor_suffix": null,
            "status": status,
            "transfer_group": null,
        })
    }
}
