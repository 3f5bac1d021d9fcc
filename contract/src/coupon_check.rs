//! `POST /v1/calendars/{id}/coupon-checks`: is this code good, and what are its rules?

use booking_engine::{CouponCode, PriceRequest, Rejection, Terms};
use serde::{Deserialize, Serialize};

use crate::EmailAddress;

/// A code and what it would be used for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CouponCheck {
    /// The choices, with the code as it was typed.
    pub request: PriceRequest,
    /// Who books, where that is known already: limits per customer are judged with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// The token by which the business says which of its members books. One that is not good
    /// counts as none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
}

/// The answer to a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CouponCheckReply {
    /// The code exists and may be used. It may still not fit the choices: the widget prices
    /// with these terms and shows what is missing.
    Accepted {
        /// The code in its canonical form.
        code: CouponCode,
        /// The calendar's terms with this code and its coupon; no history.
        terms: Box<Terms>,
    },
    /// The code cannot be used.
    Rejected {
        /// Why, as far as a stranger may know.
        reason: Rejection,
    },
}
