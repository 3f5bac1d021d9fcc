//! What is done with an order: each says what whoever does it was told, and is refused where that is
//! not so any more.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::PaymentMethod;

/// The longest note beside a payment, in characters.
pub const PAYMENT_NOTE_LENGTH_MAX: usize = 200;

/// `POST …/payments`: money that the business received itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RecordPayment {
    /// What was left to be paid when this was decided, in minor units. If it is another amount by
    /// now, nothing is recorded.
    pub balance_minor: i64,
    /// How much came in, at most the balance.
    pub amount_minor: i64,
    /// How: `cash`, `card_reader`, `transfer` or `other`.
    pub method: PaymentMethod,
    /// What to remember of it.
    #[serde(default, skip_serializing_if = "PaymentNote::is_empty")]
    pub note: PaymentNote,
}

/// What is remembered of a payment: at most 200 characters, without control characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, max_length = 200))]
#[serde(try_from = "String", into = "String")]
pub struct PaymentNote(String);

/// Why a text is no note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaymentNoteError;

impl PaymentNote {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for PaymentNoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a note has at most {PAYMENT_NOTE_LENGTH_MAX} characters and no control characters"
        )
    }
}

impl FromStr for PaymentNote {
    type Err = PaymentNoteError;

    fn from_str(text: &str) -> Result<Self, PaymentNoteError> {
        let text = text.trim();
        let fits = text.chars().count() <= PAYMENT_NOTE_LENGTH_MAX;
        if fits && !text.chars().any(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(PaymentNoteError)
        }
    }
}

impl TryFrom<String> for PaymentNote {
    type Error = PaymentNoteError;

    fn try_from(text: String) -> Result<Self, PaymentNoteError> {
        text.parse()
    }
}

impl From<PaymentNote> for String {
    fn from(note: PaymentNote) -> Self {
        note.0
    }
}

/// `POST …/payment-link`: a page on which the guest can pay what is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CollectBalance {
    /// What was left to be paid when this was decided, in minor units.
    pub balance_minor: i64,
}

/// `POST …/refunds`: money back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RefundOrder {
    /// For what.
    pub share: RefundShare,
    /// What whoever decided it was told that it comes to, in minor units of the payment's currency.
    /// If it is another amount by now, nothing is given back.
    pub refund_minor: i64,
}

/// What money is given back for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RefundShare {
    /// All that is left. A booking is over with it.
    Everything,
    /// One attendee, counted from 1, who is called off.
    Attendee(u32),
    /// No matter what for: the booking stays as it is.
    Amount,
}

/// `POST …/cancel`: the booking is called off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CallOff {
    /// What the guest gets back, in minor units, at most what is left; 0 for one that waits for its
    /// payment.
    pub refund_minor: i64,
}
