//! The price of a confirmation by the companion's own terms.

use booking_contract::{Field, FieldProblem, FieldProblemCode};
use booking_engine::{
    AMOUNT_MAX_MINOR, Conditions, Coupon, CouponId, CouponSource, FirstPurchaseScope, Item,
    PriceError, PriceRequest, Quote, Terms, price,
};
use chrono::{DateTime, Utc};

use super::Confirmation;
use super::offered::Offered;
use crate::Problem;
use crate::store::codes;
use crate::store::coupons::{Earlier, Opened};
use crate::store::services::terms;

/// What the companion itself would sell now.
pub(super) struct Priced {
    /// The terms it was priced with.
    pub(super) terms: Terms,
    /// The price, as a guest may see it.
    pub(super) quote: Quote,
    /// The coupons that the customer may use, with the versions of their rules.
    pub(super) versions: Vec<(CouponId, i64)>,
    /// How many orders of the customer had ever been counted.
    opened: Opened,
}

/// A coupon that is used.
pub(super) struct Applied<'a> {
    /// The coupon.
    pub(super) coupon: &'a Coupon,
    /// The version of its rule.
    pub(super) version: i64,
    /// The code that it is used by, or the grant, which is counted like one.
    pub(super) code_id: &'a str,
    /// What it asks of the customer's earlier orders.
    pub(super) earlier: Earlier,
}

impl Priced {
    /// What the coupon that is used asks of the appointment, if anything.
    pub(super) fn conditions(&self) -> Option<&Conditions> {
        let conditions = &self.applied()?.coupon.conditions;
        Some(conditions).filter(|conditions| !conditions.is_none())
    }

    /// The coupon that is used, and by what.
    pub(super) fn applied(&self) -> Option<Applied<'_>> {
        let applied = self.quote.coupon.as_ref()?;
        let id = &applied.coupon_id;
        let coupon = self.terms.coupons.iter().find(|coupon| coupon.id == *id)?;
        let (_, version) = self.versions.iter().find(|(known, _)| known == id)?;
        let codes = &self.terms.promotion_codes;
        let (code_id, code) = match &applied.source {
            CouponSource::Code {
                promotion_code_id, ..
            } => {
                let code = codes.iter().find(|code| code.id == *promotion_code_id);
                (promotion_code_id.as_str(), code)
            }
            CouponSource::Grant { grant_id } => (grant_id.as_str(), None),
        };
        let first_only =
            coupon.first_purchase_only || code.is_some_and(|code| code.first_purchase_only);
        let earlier = match self.terms.policy.first_purchase_scope {
            _ if !first_only => Earlier::Any,
            FirstPurchaseScope::Business => Earlier::None,
            FirstPurchaseScope::ServiceAtLocation => Earlier::Known(self.opened),
        };
        Some(Applied {
            coupon,
            version: *version,
            code_id,
            earlier,
        })
    }
}

/// The price by the companion's own terms, as a guest may see it.
pub(super) fn price_again(
    confirmation: &Confirmation,
    offered: &Offered,
    now: DateTime<Utc>,
) -> Result<Priced, Problem> {
    let calendar = &confirmation.calendar;
    let mut terms = terms(calendar, &offered.services, &offered.menu);
    let mut versions = Vec::new();
    if let (Some(code), Some(row)) = (&confirmation.wanted.code, &offered.presented) {
        versions.push(codes::add_to_terms(row, code, &mut terms)?);
    }
    let history = &mut terms.history;
    history.customer_purchases.clone_from(&offered.purchases);
    let counted = offered.presented.iter().chain(&offered.granted).next();
    let opened = counted.map_or(Ok(Opened::default()), Opened::read)?;
    for row in &offered.granted {
        versions.push(codes::add_grant(row, &mut terms)?);
    }
    terms.customer = confirmation.wanted.customer.names();
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
        .map_err(|error| price_problem(&error, &request))?
        .for_stranger(&terms.policy);
    Ok(Priced {
        terms,
        quote,
        versions,
        opened,
    })
}

/// What is wrong with a request that has no price.
pub(crate) fn price_problem(error: &PriceError, request: &PriceRequest) -> Problem {
    use FieldProblemCode::{Missing, OutOfRange, Unknown};
    let (field, code, place) = match error {
        PriceError::NoItems => (Field::Service, Missing, None),
        PriceError::TooManyItems => (Field::Service, OutOfRange, None),
        PriceError::UnknownService { service_id } => {
            let place = place(request, |item| item.service_id == *service_id);
            (Field::Service, Unknown, place)
        }
        PriceError::UnknownVariation {
            service_id,
            variation_id,
        } => {
            let place = place(request, |item| {
                item.service_id == *service_id && item.variation_id.as_ref() == Some(variation_id)
            });
            (Field::Item, Unknown, place)
        }
        PriceError::UnknownStaff {
            service_id,
            staff_id,
        } => {
            let place = place(request, |item| {
                item.service_id == *service_id && item.staff_id.as_ref() == Some(staff_id)
            });
            (Field::Item, Unknown, place)
        }
        PriceError::UnknownAddOn {
            service_id,
            add_on_id,
        }
        | PriceError::AddOnQuantity {
            service_id,
            add_on_id,
            ..
        } => {
            let has = |item: &Item| item.add_ons.iter().any(|it| it.add_on_id == *add_on_id);
            let place = place(request, |item| item.service_id == *service_id && has(item));
            let known = matches!(error, PriceError::AddOnQuantity { .. });
            (Field::Item, if known { OutOfRange } else { Unknown }, place)
        }
        PriceError::AddOns { service_id } => {
            let place = place(request, |item| {
                item.service_id == *service_id && item.add_ons.len() > 1
            });
            (Field::Item, OutOfRange, place)
        }
        PriceError::Attendees {
            service_id,
            attendees_max,
        } => {
            let place = place(request, |item| {
                item.service_id == *service_id && !(1..=*attendees_max).contains(&item.attendees)
            });
            (Field::Attendees, OutOfRange, place)
        }
        PriceError::AmountOutOfRange => {
            return Problem::field(
                Field::Attendees,
                OutOfRange,
                format!("the amount is above {AMOUNT_MAX_MINOR} minor units"),
            );
        }
        PriceError::LawBroken => return Problem::Internal(error.to_string()),
    };
    let problem = FieldProblem { field, place, code };
    Problem::InvalidFields(vec![problem], format!("request.items: {error}"))
}

/// The first item that is meant.
fn place(request: &PriceRequest, is_meant: impl Fn(&Item) -> bool) -> Option<u32> {
    let place = request.items.iter().position(is_meant)?;
    u32::try_from(place).ok()
}
