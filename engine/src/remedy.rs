//! What a guest could do so that a code applies, as far as the terms in hand tell. The words are
//! made elsewhere; the rejection itself says what is wrong.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Serialize};

use crate::{
    ATTENDEES_MAX, Condition, Coupon, Hours, Item, LocationId, PriceRequest, Rejection, Service,
    ServiceId, StaffId, Terms, price,
};

/// How many more attendees are tried where no formula tells the number.
const MORE_ATTENDEES_MAX: usize = 20;

/// One thing that the guest could do. Any one of those offered is enough for the reason at hand;
/// another reason may come to light after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Remedy {
    /// Book one item for more people. The engine has priced it: the code applies then.
    Attendees {
        /// The index of the item.
        item: usize,
        /// For how many.
        attendees: u32,
    },
    /// Book one of these.
    Services {
        /// What the calendar sells and the coupon takes something off.
        service_ids: Vec<ServiceId>,
    },
    /// Choose one of these days of the week.
    Weekdays {
        /// The days.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
        weekdays: Vec<Weekday>,
    },
    /// Choose another time of day.
    Hours {
        /// When the appointment may start.
        hours: Hours,
    },
    /// Choose another date.
    Dates {
        /// The first one; none: no bound.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first_date: Option<NaiveDate>,
        /// The last one, inclusive; none: no bound.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last_date: Option<NaiveDate>,
    },
    /// Choose a time from this one on.
    NotBefore {
        /// The first instant.
        starts_at: DateTime<Utc>,
    },
    /// Choose a time up to this one.
    NotAfter {
        /// The last instant.
        starts_at: DateTime<Utc>,
    },
    /// Choose one of these people.
    Staff {
        /// Who.
        staff_ids: Vec<StaffId>,
    },
    /// Choose one of these locations.
    Locations {
        /// Where.
        location_ids: Vec<LocationId>,
    },
    /// Come back when the coupon starts.
    Wait {
        /// When that is.
        starts_at: DateTime<Utc>,
    },
}

/// What the guest could do so that the request's code applies; nothing where it does, or where
/// nothing helps. At most 20 prices for each item, or one for each service, are made to find out.
pub fn remedies(request: &PriceRequest, terms: &Terms, now: DateTime<Utc>) -> Vec<Remedy> {
    let Some(reason) = reason(request, terms, now) else {
        return Vec::new();
    };
    let code = request.code.as_deref().unwrap_or_default();
    let coupon = terms
        .promotion_code(code)
        .ok()
        .and_then(|code| terms.coupon(&code.coupon_id));
    let Some(coupon) = coupon else {
        return Vec::new();
    };
    match reason {
        Rejection::MinimumAmount { .. }
        | Rejection::BelowMinimumCharge { .. }
        | Rejection::FreeOrderRefused
        | Rejection::OversizeFixed => more_attendees(request, terms, now, reason),
        Rejection::NotApplicable => other_services(request, terms, now, coupon)
            .into_iter()
            .collect(),
        Rejection::NotForThisAppointment { condition } => other_appointment(coupon, condition, now)
            .into_iter()
            .collect(),
        Rejection::NotStarted => coupon
            .starts_at
            .map(|starts_at| Remedy::Wait { starts_at })
            .into_iter()
            .collect(),
        Rejection::NotFound
        | Rejection::Inactive
        | Rejection::Expired
        | Rejection::CurrencyMismatch
        | Rejection::RedemptionLimit
        | Rejection::CustomerLimit
        | Rejection::FirstPurchase => Vec::new(),
    }
}

fn reason(request: &PriceRequest, terms: &Terms, now: DateTime<Utc>) -> Option<Rejection> {
    let quote = price(request, terms, now).ok()?;
    quote.rejected.map(|rejected| rejected.reason)
}

/// For each item the least number of attendees with which the code applies.
fn more_attendees(
    request: &PriceRequest,
    terms: &Terms,
    now: DateTime<Utc>,
    reason: Rejection,
) -> Vec<Remedy> {
    let Ok(quote) = price(request, terms, now) else {
        return Vec::new();
    };
    let mut remedies = Vec::new();
    for (index, line) in quote.lines.iter().enumerate() {
        // Below the minimum the number is known; otherwise it is looked for from the next one on.
        let least = match (reason, line.attendee_minor()) {
            (Rejection::MinimumAmount { missing_minor, .. }, Some(each)) => {
                // Nothing divides by a price of 0: the next number is tried then as well.
                let whole = missing_minor.checked_div(each).unwrap_or(0);
                let part = i64::from(missing_minor.checked_rem(each) != Some(0));
                u32::try_from(whole.saturating_add(part)).unwrap_or(u32::MAX)
            }
            _ => 1,
        };
        let fewest = line.attendees.saturating_add(least);
        let applies = |&attendees: &u32| {
            let mut more = request.clone();
            if let Some(item) = more.items.get_mut(index) {
                item.attendees = attendees;
            }
            price(&more, terms, now).is_ok_and(|quote| quote.rejected.is_none())
        };
        let mut tried = (fewest..=ATTENDEES_MAX).take(MORE_ATTENDEES_MAX);
        if let Some(attendees) = tried.find(applies) {
            remedies.push(Remedy::Attendees {
                item: index,
                attendees,
            });
        }
    }
    remedies
}

/// The services that the coupon covers and would take something off, were they booked along.
fn other_services(
    request: &PriceRequest,
    terms: &Terms,
    now: DateTime<Utc>,
    coupon: &Coupon,
) -> Option<Remedy> {
    let helps = |service: &&Service| {
        let asked = |item: &Item| item.service_id == service.id;
        if request.items.iter().any(asked) || !coupon.scope.covers(&terms.calendar_id, &service.id)
        {
            return false;
        }
        let mut along = request.clone();
        along.items.push(Item::plain(service.id.clone(), 1));
        price(&along, terms, now).is_ok_and(|quote| {
            (quote.rejected).is_none_or(|rejected| rejected.reason != Rejection::NotApplicable)
        })
    };
    let helpful = terms.services.iter().filter(helps);
    let service_ids: Vec<_> = helpful.map(|service| service.id.clone()).collect();
    (!service_ids.is_empty()).then_some(Remedy::Services { service_ids })
}

fn other_appointment(coupon: &Coupon, condition: Condition, now: DateTime<Utc>) -> Option<Remedy> {
    let conditions = &coupon.conditions;
    let after = |minutes: u32| now.checked_add_signed(TimeDelta::minutes(i64::from(minutes)));
    match condition {
        Condition::Weekday => Some(Remedy::Weekdays {
            weekdays: conditions.weekdays.clone(),
        }),
        Condition::Hours => conditions.hours.map(|hours| Remedy::Hours { hours }),
        Condition::Date => Some(Remedy::Dates {
            first_date: conditions.first_date,
            last_date: conditions.last_date,
        }),
        Condition::LeadTooShort => conditions
            .lead_minutes_min
            .and_then(after)
            .map(|starts_at| Remedy::NotBefore { starts_at }),
        Condition::LeadTooLong => conditions
            .lead_minutes_max
            .and_then(after)
            .map(|starts_at| Remedy::NotAfter { starts_at }),
        Condition::Staff => Some(Remedy::Staff {
            staff_ids: conditions.staff.clone(),
        }),
        Condition::Location => Some(Remedy::Locations {
            location_ids: conditions.locations.clone(),
        }),
    }
}
