//! The payment behind a session, as far as we use it.

use serde::Deserialize;

/// A field that holds the id of a payment, or the payment itself where it was asked for.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Expandable {
    /// The id.
    Id(String),
    /// The payment.
    Object {
        /// Its id.
        id: String,
        /// Where it stands.
        #[serde(default)]
        status: IntentStatus,
    },
}

/// Where a payment stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum IntentStatus {
    /// It has no means of payment: none was given yet, or the one that was given failed.
    RequiresPaymentMethod,
    /// It was called off.
    Canceled,
    /// The money is there or may come, or a status that we do not know.
    #[default]
    #[serde(other)]
    Other,
}

impl Expandable {
    /// The id of either.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Id(id) | Self::Object { id, .. } => id,
        }
    }

    /// Whether the payment itself says that it came to nothing; an id says nothing.
    pub(crate) fn has_failed(&self) -> bool {
        match self {
            Self::Id(_) => false,
            Self::Object { status, .. } => matches!(
                status,
                IntentStatus::RequiresPaymentMethod | IntentStatus::Canceled
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a payment of this JSON has failed.
    fn check(json: &str) -> bool {
        let payment: Expandable = serde_json::from_str(json).expect("a payment");
        assert_eq!(payment.id(), "pi_1");
        payment.has_failed()
    }

    #[test]
    fn only_a_payment_that_says_so_has_failed() {
        assert!(check(
            r#"{"id": "pi_1", "status": "requires_payment_method"}"#
        ));
        assert!(check(r#"{"id": "pi_1", "status": "canceled"}"#));
        for status in ["processing", "requires_action", "succeeded", "made_up"] {
            assert!(
                !check(&format!(r#"{{"id": "pi_1", "status": "{status}"}}"#)),
                "{status}"
            );
        }
        assert!(!check(r#"{"id": "pi_1"}"#));
        assert!(!check(r#""pi_1""#));
    }
}
