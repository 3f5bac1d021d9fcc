//! `/v1/businesses/{id}/coupons`: coupons as their owner writes and reads them.
//!
//! A draft is what the owner types; the companion turns it into the engine's coupon. Times are
//! the owner's wall clock, so that they read back as they were typed.

use std::fmt;
use std::str::FromStr;

use booking_engine::{
    Benefit, Conditions, CouponCode, CouponId, Duration, Finding, LocationId, Scope, StaffId,
};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use super::CouponRefusal;
use crate::{EmailAddress, MemberId};

/// The longest name of a coupon, in characters.
pub const COUPON_NAME_LENGTH_MAX: usize = 120;
/// The most coupons of one page.
pub const COUPONS_PER_PAGE_MAX: u32 = 100;
/// How a wall-clock time is written.
const MINUTE: &str = "%Y-%m-%dT%H:%M";

/// A coupon as its owner writes it. Amounts are minor units of the business's currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CouponDraft {
    /// The name that receipts print.
    #[serde(default)]
    pub name: CouponName,
    /// The coupon's own code; none: it has promotion codes only, or is granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CouponCode>,
    /// What it takes off.
    pub benefit: Benefit,
    /// From when on it may be used; none: at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, pattern = "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])(T([01]\\d|2[0-3]):[0-5]\\d)?$", example = "2026-12-31"))]
    pub starts: Option<CivilTime>,
    /// Until when it may be used, inclusive; none: for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, pattern = "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])(T([01]\\d|2[0-3]):[0-5]\\d)?$", example = "2026-12-31"))]
    pub ends: Option<CivilTime>,
    /// What it applies to.
    #[serde(default = "everything")]
    pub scope: Scope,
    /// The least undiscounted subtotal, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_amount_minor: Option<i64>,
    /// How many orders may use it in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_redemptions: Option<u32>,
    /// How many orders of one customer may use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_per_customer: Option<u32>,
    /// Only for customers without an earlier order.
    #[serde(default)]
    pub first_purchase_only: bool,
    /// The customers it is for; empty: everybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customers: Vec<CouponCustomer>,
    /// What the appointment must be like.
    #[serde(default, skip_serializing_if = "Conditions::is_none")]
    pub conditions: Conditions,
    /// How long it discounts a subscription; bookings are discounted once.
    #[serde(default)]
    pub duration: Duration,
}

fn everything() -> Scope {
    Scope::Everything
}

impl CouponDraft {
    /// A draft for everything and everybody, without a code or limits.
    pub fn of(benefit: Benefit) -> Self {
        Self {
            name: CouponName::default(),
            code: None,
            benefit,
            starts: None,
            ends: None,
            scope: Scope::Everything,
            minimum_amount_minor: None,
            max_redemptions: None,
            max_per_customer: None,
            first_purchase_only: false,
            customers: Vec::new(),
            conditions: Conditions::default(),
            duration: Duration::Once,
        }
    }
}

/// A customer as the owner names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CouponCustomer {
    /// Whoever books with this address, however it is spelled.
    Email(EmailAddress),
    /// Whom the business's own sign-in knows under this id.
    Member(MemberId),
}

/// A name for receipts: trimmed, at most [`COUPON_NAME_LENGTH_MAX`] characters, no control
/// characters; may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, max_length = 120, example = "Spring welcome"))]
#[serde(try_from = "String", into = "String")]
pub struct CouponName(String);

/// Why a text is not a coupon's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CouponNameError {
    /// Longer than [`COUPON_NAME_LENGTH_MAX`].
    TooLong,
    /// Holds a control character.
    Control,
}

impl CouponName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CouponName {
    type Err = CouponNameError;

    fn from_str(text: &str) -> Result<Self, CouponNameError> {
        let text = text.trim();
        if text.chars().any(char::is_control) {
            return Err(CouponNameError::Control);
        }
        if text.chars().count() > COUPON_NAME_LENGTH_MAX {
            return Err(CouponNameError::TooLong);
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for CouponName {
    type Error = CouponNameError;

    fn try_from(text: String) -> Result<Self, CouponNameError> {
        text.parse()
    }
}

impl From<CouponName> for String {
    fn from(name: CouponName) -> Self {
        name.0
    }
}

impl fmt::Display for CouponNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => {
                write!(f, "a name has at most {COUPON_NAME_LENGTH_MAX} characters")
            }
            Self::Control => f.write_str("a name has no control characters"),
        }
    }
}

impl std::error::Error for CouponNameError {}

/// A time on the wall clock of the business: a date, or a date and a minute.
///
/// A date means the whole of that day: its first instant as a start, its last as an end. A minute
/// that clocks skip is the later instant, one that they show twice the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum CivilTime {
    /// The whole day.
    Date(NaiveDate),
    /// A minute of it.
    Minute(NaiveDateTime),
}

/// Why a text is no [`CivilTime`]: it must be `2026-12-31` or `2026-12-31T18:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CivilTimeError;

impl CivilTime {
    /// The day.
    pub fn date(self) -> NaiveDate {
        match self {
            Self::Date(date) => date,
            Self::Minute(at) => at.date(),
        }
    }
}

impl FromStr for CivilTime {
    type Err = CivilTimeError;

    fn from_str(text: &str) -> Result<Self, CivilTimeError> {
        let (time, length) = if text.contains('T') {
            let at = NaiveDateTime::parse_from_str(text, MINUTE);
            (at.map(Self::Minute), "2026-12-31T18:00".len())
        } else {
            (text.parse().map(Self::Date), "2026-12-31".len())
        };
        // What is read is more forgiving than what is written here.
        (time.ok())
            .filter(|_| text.len() == length)
            .ok_or(CivilTimeError)
    }
}

impl TryFrom<String> for CivilTime {
    type Error = CivilTimeError;

    fn try_from(text: String) -> Result<Self, CivilTimeError> {
        text.parse()
    }
}

impl From<CivilTime> for String {
    fn from(time: CivilTime) -> Self {
        time.to_string()
    }
}

impl fmt::Display for CivilTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => write!(f, "{date}"),
            Self::Minute(at) => write!(f, "{}", at.format(MINUTE)),
        }
    }
}

impl fmt::Display for CivilTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write a day as 2026-12-31, or a minute of it as 2026-12-31T18:00")
    }
}

impl std::error::Error for CivilTimeError {}

/// Where a coupon stands at the moment of the answer; of several reasons the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CouponStatus {
    /// Its owner has switched it off.
    Inactive,
    /// It has not started.
    Scheduled,
    /// It has ended.
    Expired,
    /// As many orders have used it as may.
    UsedUp,
    /// It can be used.
    Active,
}

/// How many orders use something now: released uses are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UseCounts {
    /// Held by orders that are not paid yet.
    pub reserved: u32,
    /// Used by orders that are paid or free.
    pub redeemed: u32,
}

/// `GET …/coupons`: which coupons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(default, deny_unknown_fields)]
pub struct CouponsQuery {
    /// A part of the name or of the coupon's own code, or any code of it in full.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub search: String,
    /// Only those that stand like this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub status: Option<CouponStatus>,
    /// What comes first.
    #[cfg_attr(feature = "openapi", param(inline))]
    pub sort: CouponSort,
    /// Whether it comes last instead.
    pub reverse: bool,
    /// `next` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How many, at most 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100))]
    pub limit: Option<u32>,
}

/// What comes first in a list of coupons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CouponSort {
    /// The newest.
    #[default]
    Created,
    /// The first code of the alphabet; coupons without one before it.
    Code,
    /// The most used.
    Uses,
    /// What ends, or has ended, before the others.
    Ends,
}

/// A page of coupons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CouponsPage {
    /// The coupons.
    pub coupons: Vec<CouponRow>,
    /// How many there are on all pages.
    pub total: u64,
    /// What to ask the next page after; none: this is the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A coupon in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CouponRow {
    /// Its id.
    pub id: CouponId,
    /// Which writing of it this is.
    pub version: i64,
    /// The name.
    pub name: CouponName,
    /// Its own code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CouponCode>,
    /// What it takes off.
    pub benefit: Benefit,
    /// What it applies to.
    #[serde(default = "everything")]
    pub scope: Scope,
    /// Who has to perform it; empty: anyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub staff: Vec<StaffId>,
    /// Where it has to take place; empty: anywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<LocationId>,
    /// Where it stands.
    pub status: CouponStatus,
    /// Its first instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<DateTime<Utc>>,
    /// Its last instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
    /// How many orders use it.
    pub uses: UseCounts,
    /// How many may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_redemptions: Option<u32>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A coupon as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CouponView {
    /// Its id.
    pub id: CouponId,
    /// Which writing of it this is; a change names the one that it is made to.
    pub version: i64,
    /// What its owner wrote.
    pub draft: CouponDraft,
    /// Where it stands.
    pub status: CouponStatus,
    /// Whether it is switched on.
    pub active: bool,
    /// Its first instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<DateTime<Utc>>,
    /// Its last instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
    /// How many orders use it.
    pub uses: UseCounts,
    /// How many do in test mode, which has counters of its own.
    pub test_uses: UseCounts,
    /// How many promotion codes it has beside its own, archived ones left out.
    pub codes: u64,
    /// Whether the benefit has to stay as it is, because orders have been paid with it.
    pub benefit_frozen: bool,
    /// How many orders have ever used or held it. Only a coupon without any can be deleted.
    pub orders_ever: u64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// `POST …/coupons`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCoupon {
    /// What it says.
    pub draft: CouponDraft,
    /// Whether it is switched on at once.
    #[serde(default = "on")]
    pub active: bool,
}

fn on() -> bool {
    true
}

/// `PUT …/coupons/{coupon}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditCoupon {
    /// The writing that the owner had before them.
    pub version: i64,
    /// What it says from now on.
    pub draft: CouponDraft,
}

/// `POST …/coupons/{coupon}/activate` and `/deactivate`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SwitchCoupon {
    /// The writing that the owner had before them; none: whichever it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// `POST …/coupons/check`: a draft while it is typed. Nothing is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckCoupon {
    /// What it would say.
    pub draft: CouponDraft,
    /// The coupon that is edited; none: a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon_id: Option<CouponId>,
}

/// What is to be said of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CouponChecked {
    /// What is wrong with it, the worst first. It is judged as if it were switched on.
    pub findings: Vec<Finding>,
    /// Why it could not be saved like this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<CouponRefusal>,
}

/// A coupon that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CouponSaved {
    /// The coupon as it is now.
    pub coupon: CouponView,
    /// What is wrong with it all the same, the worst first.
    pub findings: Vec<Finding>,
}

/// `POST …/coupons/generate`: a code that is free at the moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FreeCode {
    /// Ten letters and digits of which none looks like another.
    pub code: CouponCode,
}
