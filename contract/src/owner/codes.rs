//! `/v1/businesses/{id}/coupons/{coupon}/codes`: promotion codes, which never change: they are made
//! and archived.

use booking_engine::{CouponCode, Finding, PromotionCodeId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{CivilTime, CouponCustomer, UseCounts};
use crate::Problem;

/// The most codes of one page.
pub const CODES_PER_PAGE_MAX: u32 = 200;
/// The most codes that are made at once.
pub const CODES_AT_ONCE_MAX: u32 = 100_000;

/// What holds for a code beside what holds for its coupon; each as in [`super::CouponDraft`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CodeRules {
    /// Until when it may be used, inclusive, and no longer than the coupon; none: as long.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, pattern = "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])(T([01]\\d|2[0-3]):[0-5]\\d)?$", example = "2026-12-31"))]
    pub expires: Option<CivilTime>,
    /// The least undiscounted subtotal, inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_amount_minor: Option<i64>,
    /// How many orders may use it, and no more than may use the coupon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_redemptions: Option<u32>,
    /// Only for customers without an earlier order.
    pub first_purchase_only: bool,
    /// The one customer it is for; none: everybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<CouponCustomer>,
}

/// `POST …/codes`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct NewCode {
    /// The text; none: ten letters and digits by chance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<CouponCode>,
    /// What holds for it.
    pub rules: CodeRules,
}

/// A promotion code that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeSaved {
    /// The code.
    pub code: CodeView,
    /// What is wrong with it all the same, the worst first.
    pub findings: Vec<Finding>,
}

/// A promotion code as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeView {
    /// Its id.
    pub id: PromotionCodeId,
    /// The text.
    pub code: CouponCode,
    /// What holds for it.
    pub rules: CodeRules,
    /// Its last instant, where it has one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether it is the coupon's own code.
    pub own: bool,
    /// Whether it has ended for good.
    pub archived: bool,
    /// How many orders use it.
    pub uses: UseCounts,
    /// How many do in test mode, which has counters of its own.
    pub test_uses: UseCounts,
    /// What it was made with, where that were many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// `GET …/codes`: which codes, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(default, deny_unknown_fields)]
pub struct CodesQuery {
    /// Those that have ended, instead of those in use.
    pub archived: bool,
    /// `next` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How many, at most 200.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200))]
    pub limit: Option<u32>,
}

/// `GET …/codes/csv`: which codes of a coupon.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(default, deny_unknown_fields)]
pub struct CodesFileQuery {
    /// Those that have ended, instead of those in use.
    pub archived: bool,
    /// Those that were made together; none: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
}

/// A page of codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CodesPage {
    /// The codes.
    pub codes: Vec<CodeView>,
    /// How many there are on all pages.
    pub total: u64,
    /// What to ask the next page after; none: this is the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// `POST …/codes/generate`: many codes by chance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GenerateCodes {
    /// How many, 1 to [`CODES_AT_ONCE_MAX`].
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 100_000))]
    pub count: u32,
    /// What holds for each of them.
    #[serde(default)]
    pub rules: CodeRules,
}

/// A line of the answer to [`GenerateCodes`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CodesProgress {
    /// So far.
    Made {
        /// How many codes there are.
        made: u32,
    },
    /// All of them are there.
    Done {
        /// How many.
        made: u32,
        /// What they were made with.
        batch: String,
    },
    /// It could not go on; what was made stays.
    Failed {
        /// How many codes there are.
        made: u32,
        /// What they were made with.
        batch: String,
        /// Why.
        problem: Box<Problem>,
    },
}
