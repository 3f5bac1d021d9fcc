//! The price of a confirmation by the companion's own terms.

use booking_contract::{Field, FieldProblemCode};
use booking_engine::{AMOUNT_MAX_MINOR, PriceError, PriceRequest, Quote, Terms, price};
use chrono::{DateTime, Utc};

use super::Confirmation;
use crate::Problem;
use crate::store::catalog::{self, OfferedService};
use crate::store::{Row, codes};

/// What the companion itself would sell now.
pub(super) struct Priced {
    /// The booked service.
    pub(super) service: OfferedService,
    /// The terms it was priced with.
    pub(super) terms: Terms,
    /// The price, as a guest may see it.
    pub(super) quote: Quote,
    /// The version of the rule of the code's coupon, where the code exists.
    pub(super) coupon_version: Option<i64>,
}

/// The price by the companion's own terms, as a guest may see it.
pub(super) fn price_again(
    confirmation: &Confirmation,
    services: Vec<OfferedService>,
    presented: Option<&Row>,
    now: DateTime<Utc>,
) -> Result<Priced, Problem> {
    let calendar = &confirmation.calendar;
    let mut terms = catalog::terms(calendar, &services);
    let mut coupon_version = None;
    if let (Some(code), Some(row)) = (&confirmation.wanted.code, presented) {
        coupon_version = Some(codes::add_to_terms(row, code, &mut terms)?);
    }
    // The time that counts is the one that is booked, on the business's own clocks.
    let starts_at = confirmation.body.starts_at;
    let request = PriceRequest {
        starts_at: Some(
            starts_at
                .with_timezone(&calendar.business.zone)
                .fixed_offset(),
        ),
        ..confirmation.body.request.clone()
    };
    let quote = price(&request, &terms, now)
        .map_err(|error| price_problem(&error))?
        .for_stranger(&terms.policy);
    let service = services
        .into_iter()
        .find(|service| service.id == confirmation.item.service_id)
        .ok_or_else(|| Problem::Internal("a service was priced that is not there".into()))?;
    Ok(Priced {
        service,
        terms,
        quote,
        coupon_version,
    })
}

/// What is wrong with a request that has no price.
pub(crate) fn price_problem(error: &PriceError) -> Problem {
    let detail = format!("request.items: {error}");
    match error {
        PriceError::NoItems => Problem::field(Field::Service, FieldProblemCode::Missing, detail),
        PriceError::TooManyItems | PriceError::AddOnQuantity { .. } | PriceError::AddOns { .. } => {
            Problem::field(Field::Service, FieldProblemCode::OutOfRange, detail)
        }
        PriceError::UnknownService { .. }
        | PriceError::UnknownVariation { .. }
        | PriceError::UnknownStaff { .. }
        | PriceError::UnknownAddOn { .. } => {
            Problem::field(Field::Service, FieldProblemCode::Unknown, detail)
        }
        PriceError::Attendees { .. } => {
            Problem::field(Field::Attendees, FieldProblemCode::OutOfRange, detail)
        }
        PriceError::AmountOutOfRange => Problem::field(
            Field::Attendees,
            FieldProblemCode::OutOfRange,
            format!("the amount is above {AMOUNT_MAX_MINOR} minor units"),
        ),
        PriceError::LawBroken => Problem::Internal(error.to_string()),
    }
}
