//! Refunds and disputes, as far as we use them.

use serde::Deserialize;

use super::Expandable;

/// A refund, as far as we use it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct RefundObject {
    /// Its id.
    pub(crate) id: String,
    /// In minor units.
    pub(crate) amount: i64,
    /// How far it has come.
    #[serde(default)]
    pub(crate) status: RefundStatus,
    /// The payment that it is of.
    pub(crate) payment_intent: Option<Expandable>,
    /// Why it came to nothing.
    pub(crate) failure_reason: Option<String>,
    /// What we wrote on it.
    #[serde(default)]
    pub(crate) metadata: RefundMetadata,
}

/// What we write on a refund, so that it is found without its id.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct RefundMetadata {
    /// Our order.
    pub(crate) order: Option<String>,
    /// Which refund of it.
    pub(crate) refund: Option<String>,
}

/// How far a refund has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RefundStatus {
    /// The money is on its way.
    Pending,
    /// The guest has to do something for it.
    RequiresAction,
    /// It is there.
    Succeeded,
    /// It did not arrive.
    Failed,
    /// It was called off.
    Canceled,
    /// A status that we do not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// A dispute, as far as we use it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Dispute {
    /// Its id.
    pub(crate) id: String,
    /// In minor units.
    pub(crate) amount: i64,
    /// The currency's code, in lower case.
    pub(crate) currency: String,
    /// Who has the money.
    #[serde(default)]
    pub(crate) status: DisputeStatus,
}

/// Where a dispute stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DisputeStatus {
    /// The bank has the money until the business has answered.
    NeedsResponse,
    /// The bank has the money and thinks about it.
    UnderReview,
    /// The business has it back.
    Won,
    /// The guest has it.
    Lost,
    /// A question without money, or a status that we do not know.
    #[default]
    #[serde(other)]
    Other,
}
