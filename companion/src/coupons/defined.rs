//! A draft as the engine's coupon.

use booking_contract::FieldProblemCode;
use booking_contract::owner::{
    CivilTime, CouponCustomer, CouponDraft, CouponRefusal, DraftField, DraftProblem,
};
use booking_engine::{
    AMOUNT_MAX_MINOR, Benefit, Coupon, CouponId, CustomerKey, DURATION_MONTHS_MAX, Duration,
};
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::secret::Secret;
use crate::{customer, zones};

/// The engine's coupon, switched on; or which values no coupon can have.
pub(crate) fn coupon(
    id: CouponId,
    draft: &CouponDraft,
    zone: Tz,
    secret: &Secret,
) -> Result<Coupon, CouponRefusal> {
    let fields = problems(draft);
    if !fields.is_empty() {
        return Err(CouponRefusal::Fields { fields });
    }
    Ok(Coupon {
        scope: draft.scope.clone(),
        starts_at: draft.starts.map(|time| first_instant(zone, time)),
        ends_at: draft.ends.map(|time| last_instant(zone, time)),
        minimum_amount_minor: draft.minimum_amount_minor,
        max_redemptions: draft.max_redemptions,
        max_per_customer: draft.max_per_customer,
        first_purchase_only: draft.first_purchase_only,
        customers: keys(&draft.customers, secret),
        conditions: draft.conditions.clone(),
        duration: draft.duration,
        ..Coupon::of(id, draft.name.as_str().to_owned(), draft.benefit.clone())
    })
}

/// The keys of customers, each once.
fn keys(customers: &[CouponCustomer], secret: &Secret) -> Vec<CustomerKey> {
    let mut keys: Vec<CustomerKey> = (customers.iter())
        .filter_map(|customer| key(customer, secret).parse().ok())
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The key under which a customer is counted.
pub(crate) fn key(customer: &CouponCustomer, secret: &Secret) -> String {
    match customer {
        CouponCustomer::Email(email) => customer::customer_key(secret, email),
        CouponCustomer::Member(id) => customer::member_key(secret, id),
    }
}

/// The first instant of a time that was typed.
pub(crate) fn first_instant(zone: Tz, time: CivilTime) -> DateTime<Utc> {
    match time {
        CivilTime::Date(date) => zones::start_of(zone, date),
        CivilTime::Minute(at) => zones::instant_of(zone, at),
    }
}

/// The last instant of a time that was typed: of a day the millisecond before the next one.
pub(crate) fn last_instant(zone: Tz, time: CivilTime) -> DateTime<Utc> {
    match time {
        CivilTime::Date(date) => {
            let next = date.succ_opt().unwrap_or(date);
            zones::start_of(zone, next) - TimeDelta::milliseconds(1)
        }
        CivilTime::Minute(at) => zones::instant_of(zone, at),
    }
}

/// Whether a time is of a year that the books know.
pub(crate) fn in_years(time: CivilTime) -> bool {
    zones::YEARS.contains(&time.date().year())
}

/// Whether an amount is one that an order could have.
pub(crate) fn is_amount(minor: i64) -> bool {
    (0..=AMOUNT_MAX_MINOR).contains(&minor)
}

fn problems(draft: &CouponDraft) -> Vec<DraftProblem> {
    let conditions = &draft.conditions;
    let dates = [conditions.first_date, conditions.last_date];
    let fits = [
        (DraftField::Benefit, benefit_fits(&draft.benefit)),
        (DraftField::Starts, draft.starts.is_none_or(in_years)),
        (DraftField::Ends, draft.ends.is_none_or(in_years)),
        (
            DraftField::MinimumAmount,
            draft.minimum_amount_minor.is_none_or(is_amount),
        ),
        (
            DraftField::Conditions,
            (dates.into_iter().flatten()).all(|date| zones::YEARS.contains(&date.year())),
        ),
        (
            DraftField::Duration,
            match draft.duration {
                Duration::Repeating { months } => (1..=DURATION_MONTHS_MAX).contains(&months),
                Duration::Once | Duration::Forever => true,
            },
        ),
    ];
    let wrong = fits.into_iter().filter(|(_, fits)| !fits);
    wrong
        .map(|(field, _)| DraftProblem {
            field,
            code: FieldProblemCode::OutOfRange,
        })
        .collect()
}

/// Whether its amounts are such as an order could have; whether they make sense, the engine says.
fn benefit_fits(benefit: &Benefit) -> bool {
    let fits = |minor: i64| (-AMOUNT_MAX_MINOR..=AMOUNT_MAX_MINOR).contains(&minor);
    match benefit {
        Benefit::Percent {
            max_discount_minor, ..
        } => max_discount_minor.is_none_or(fits),
        Benefit::Fixed { amounts_minor } => amounts_minor.values().all(|minor| fits(*minor)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(zone: Tz, typed: &str, first: &str, last: &str) {
        let typed: CivilTime = typed.parse().expect("a time");
        let instant = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
        assert_eq!(first_instant(zone, typed), instant(first));
        assert_eq!(last_instant(zone, typed), instant(last));
    }

    #[test]
    fn a_date_is_the_whole_of_that_day() {
        let lisbon = Tz::Europe__Lisbon;
        check(
            lisbon,
            "2026-07-01",
            "2026-06-30T23:00:00Z",
            "2026-07-01T22:59:59.999Z",
        );
        // Days of 23 and 25 hours.
        check(
            lisbon,
            "2026-03-29",
            "2026-03-29T00:00:00Z",
            "2026-03-29T22:59:59.999Z",
        );
        check(
            lisbon,
            "2026-10-25",
            "2026-10-24T23:00:00Z",
            "2026-10-25T23:59:59.999Z",
        );
        // Clocks that skip midnight.
        check(
            Tz::Asia__Beirut,
            "2026-03-28",
            "2026-03-27T22:00:00Z",
            "2026-03-28T21:59:59.999Z",
        );
    }

    #[test]
    fn a_minute_is_one_instant_the_later_in_a_gap_and_the_earlier_in_a_fold() {
        let new_york = Tz::America__New_York;
        let at = |typed: &str, at: &str| check(new_york, typed, at, at);
        at("2026-07-01T18:00", "2026-07-01T22:00:00Z");
        at("2026-03-08T02:30", "2026-03-08T07:30:00Z");
        at("2026-11-01T01:30", "2026-11-01T05:30:00Z");
    }
}
