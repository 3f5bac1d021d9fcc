//! Who a price is for.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The longest key, in bytes: an e-mail address at its longest.
const KEY_LENGTH_MAX: usize = 320;

/// One name of one customer: a member's id, or an e-mail address in its canonical form (trimmed,
/// lower case, without a `+tag`, the domain in ASCII), or whatever else the companion knows
/// customers by. The engine only compares.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, example = "ana.silva@example.com"))]
#[serde(try_from = "String", into = "String")]
pub struct CustomerKey(Arc<str>);

/// Why a text is not a key: it must be 1 to 320 bytes without blanks and control characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CustomerKeyError;

impl CustomerKey {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CustomerKey {
    type Err = CustomerKeyError;

    fn from_str(text: &str) -> Result<Self, CustomerKeyError> {
        let fits = (1..=KEY_LENGTH_MAX).contains(&text.len());
        if fits && !text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            Ok(Self(text.into()))
        } else {
            Err(CustomerKeyError)
        }
    }
}

impl TryFrom<String> for CustomerKey {
    type Error = CustomerKeyError;

    fn try_from(text: String) -> Result<Self, CustomerKeyError> {
        text.parse()
    }
}

impl From<CustomerKey> for String {
    fn from(key: CustomerKey) -> String {
        key.0.as_ref().to_owned()
    }
}

impl fmt::Display for CustomerKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a customer's key has 1 to {KEY_LENGTH_MAX} bytes, without blanks"
        )
    }
}

impl std::error::Error for CustomerKeyError {}
