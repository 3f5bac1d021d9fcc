//! The one function: a request, the terms and the time in; a quote out.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::eligibility::{self, Basket};
use crate::quote::sum;
use crate::{
    AMOUNT_MAX_MINOR, ATTENDEES_MAX, AppliedCoupon, LawBroken, Quote, QuoteLine, RejectedCode,
    ServiceId, Terms, allocate,
};

/// The most items of one request.
pub const ITEMS_MAX: usize = 50;

/// What prices depend on: the guest's choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PriceRequest {
    /// What is booked, at least one item.
    pub items: Vec<Item>,
    /// The code as it was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// One booked service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The service.
    pub service_id: ServiceId,
    /// How many take part, at least 1.
    pub attendees: u32,
}

/// Why there is no price. A code that does not apply is not among these: it is part of the
/// quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PriceError {
    /// The request has no items.
    NoItems,
    /// The request has more than [`ITEMS_MAX`] items.
    TooManyItems,
    /// The calendar does not sell this service.
    UnknownService {
        /// The service.
        service_id: ServiceId,
    },
    /// Fewer than one attendee or more than the service takes.
    Attendees {
        /// The service.
        service_id: ServiceId,
        /// The most it takes.
        attendees_max: u32,
    },
    /// An amount is negative or above [`AMOUNT_MAX_MINOR`].
    AmountOutOfRange,
    /// The engine made a quote that breaks a law: a defect, never shown as a price.
    LawBroken,
}

/// Prices a request under the terms at an instant.
///
/// The order of work is the one of the rules on money: unit price times attendees, subtotal,
/// coupon, total, amount due. The same arguments give the same quote everywhere.
pub fn price(
    request: &PriceRequest,
    terms: &Terms,
    now: DateTime<Utc>,
) -> Result<Quote, PriceError> {
    let mut lines = lines(request, terms)?;
    let subtotal_minor = sum(lines.iter().map(|line| line.amount_minor))
        .filter(|&amount| amount <= AMOUNT_MAX_MINOR)
        .ok_or(PriceError::AmountOutOfRange)?;

    let mut discount_minor = 0;
    let mut coupon = None;
    let mut rejected = None;
    if let Some(code) = &request.code {
        match apply(code, &mut lines, subtotal_minor, terms, now) {
            Ok((discount, applied)) => {
                discount_minor = discount;
                coupon = Some(applied);
            }
            Err(reason) => {
                let code = code.clone();
                rejected = Some(RejectedCode { code, reason });
            }
        }
    }

    let total_minor = subtotal_minor.saturating_sub(discount_minor);
    let quote = Quote {
        currency: terms.currency,
        lines,
        subtotal_minor,
        discount_minor,
        total_minor,
        amount_due_minor: total_minor,
        balance_minor: 0,
        coupon,
        rejected,
    };
    match quote.check_laws() {
        Ok(()) => Ok(quote),
        Err(_) => Err(PriceError::LawBroken),
    }
}

/// The undiscounted lines.
fn lines(request: &PriceRequest, terms: &Terms) -> Result<Vec<QuoteLine>, PriceError> {
    match request.items.len() {
        0 => return Err(PriceError::NoItems),
        n if n > ITEMS_MAX => return Err(PriceError::TooManyItems),
        _ => {}
    }
    request.items.iter().map(|item| line(item, terms)).collect()
}

fn line(item: &Item, terms: &Terms) -> Result<QuoteLine, PriceError> {
    let service_id = item.service_id.clone();
    let Some(service) = terms.service(&service_id) else {
        return Err(PriceError::UnknownService { service_id });
    };
    let attendees_max = service.attendees_max.clamp(1, ATTENDEES_MAX);
    if !(1..=attendees_max).contains(&item.attendees) {
        return Err(PriceError::Attendees {
            service_id,
            attendees_max,
        });
    }
    let amount_minor = service
        .unit_price_minor
        .checked_mul(i64::from(item.attendees))
        .filter(|amount| (0..=AMOUNT_MAX_MINOR).contains(amount))
        .ok_or(PriceError::AmountOutOfRange)?;
    Ok(QuoteLine {
        service_id,
        unit_price_minor: service.unit_price_minor,
        attendees: item.attendees,
        amount_minor,
        discount_minor: 0,
    })
}

/// Applies the code: writes each eligible line's share and answers the discount.
fn apply(
    text: &str,
    lines: &mut [QuoteLine],
    subtotal_minor: i64,
    terms: &Terms,
    now: DateTime<Utc>,
) -> Result<(i64, AppliedCoupon), crate::Rejection> {
    let (coupon, code) = eligibility::present(text, terms, now)?;
    let eligible: Vec<i64> = lines
        .iter()
        .map(|line| {
            let covered = coupon.scope.covers(&terms.calendar_id, &line.service_id);
            if covered { line.amount_minor } else { 0 }
        })
        .collect();
    let basket = Basket {
        subtotal_minor,
        // No overflow: a part of the subtotal, which fits.
        eligible_minor: sum(eligible.iter().copied()).unwrap_or(0),
    };
    let discount = eligibility::discount_minor(coupon, code, &basket, terms)?;
    for (line, share) in lines.iter_mut().zip(allocate(discount, &eligible)) {
        line.discount_minor = share;
    }
    let applied = AppliedCoupon {
        coupon_id: coupon.id.clone(),
        promotion_code_id: code.id.clone(),
        code: code.code.clone(),
        name: coupon.name.clone(),
        benefit: coupon.benefit.clone(),
    };
    Ok((discount, applied))
}

impl From<LawBroken> for PriceError {
    fn from(_: LawBroken) -> Self {
        Self::LawBroken
    }
}

impl fmt::Display for PriceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoItems => f.write_str("the request has no items: name at least one service"),
            Self::TooManyItems => write!(f, "the request has more than {ITEMS_MAX} items"),
            Self::UnknownService { service_id } => {
                write!(f, "the calendar does not sell the service {service_id}")
            }
            Self::Attendees {
                service_id,
                attendees_max,
            } => write!(
                f,
                "the service {service_id} takes 1 to {attendees_max} attendees"
            ),
            Self::AmountOutOfRange => write!(
                f,
                "an amount is negative or above {AMOUNT_MAX_MINOR} minor units"
            ),
            Self::LawBroken => f.write_str("the engine made a quote that breaks a law of its own"),
        }
    }
}

impl std::error::Error for PriceError {}
