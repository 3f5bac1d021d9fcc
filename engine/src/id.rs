//! Names of things: short, opaque, safe in a URL. Copying one copies no text.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The longest id, in characters.
const ID_LENGTH_MAX: usize = 64;

/// Why a text is not an id: it must be 1 to 64 characters of `a-z`, `A-Z`, `0-9`, `-` and `_`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdError;

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id has 1 to 64 letters, digits, dashes or underscores")
    }
}

impl std::error::Error for IdError {}

fn check(text: &str) -> Result<(), IdError> {
    let fits = (1..=ID_LENGTH_MAX).contains(&text.len());
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if fits && plain { Ok(()) } else { Err(IdError) }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, pattern = "^[A-Za-z0-9_-]{1,64}$"))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                check(text).map(|()| Self(text.into()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.as_ref().to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// A bookable page of a business.
    CalendarId
}
id! {
    /// What is booked.
    ServiceId
}
id! {
    /// A form of a service with a price of its own, such as a length.
    VariationId
}
id! {
    /// Something booked along with a service.
    AddOnId
}
id! {
    /// Who performs a service.
    StaffId
}
id! {
    /// Where an appointment takes place.
    LocationId
}
id! {
    /// A coupon: the rule.
    CouponId
}
id! {
    /// A promotion code: the text a guest types, belonging to one coupon.
    PromotionCodeId
}
id! {
    /// A coupon that a plan or a subscription gave to a member.
    GrantId
}
