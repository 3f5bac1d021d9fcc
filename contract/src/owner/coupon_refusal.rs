//! Why a coupon or a code cannot be written as asked.

use booking_engine::{CouponCode, CouponId, Finding};
use serde::{Deserialize, Serialize};

use super::CouponView;
use crate::FieldProblemCode;

/// Why a coupon or a code is not written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CouponRefusal {
    /// 422: values that no coupon can have.
    Fields {
        /// Which.
        fields: Vec<DraftProblem>,
    },
    /// 422: it contradicts itself, so that nobody could ever use it.
    CannotWork {
        /// What is wrong with it, the worst first.
        findings: Vec<Finding>,
    },
    /// 409: another code in use has this text.
    CodeTaken {
        /// The text.
        code: CouponCode,
        /// The coupon that it belongs to.
        coupon_id: CouponId,
    },
    /// 409: somebody changed the coupon meanwhile.
    Changed {
        /// The coupon as it is now.
        current: Box<CouponView>,
    },
    /// 409: orders have been paid with this benefit, so that it stays. Switch the coupon off and
    /// make another one.
    BenefitFrozen,
    /// 409: more orders use it already. Switch it off to end it.
    LimitBelowUses {
        /// How many orders use it.
        uses: u32,
    },
    /// 409: orders have used or held it, and keep it. Switch it off instead.
    EverUsed {
        /// How many orders.
        orders: u64,
    },
}

/// What is wrong with one field of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DraftProblem {
    /// Which field.
    pub field: DraftField,
    /// What is wrong.
    pub code: FieldProblemCode,
}

/// A field of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DraftField {
    /// What it takes off.
    Benefit,
    /// The start.
    Starts,
    /// The end, or when a code expires.
    Ends,
    /// What it applies to: a calendar or a service that the business does not have.
    Scope,
    /// The least subtotal.
    MinimumAmount,
    /// What the appointment must be like: a day of no calendar, or staff or a location that the
    /// business does not have.
    Conditions,
    /// How long it lasts.
    Duration,
    /// How many codes.
    Count,
}
