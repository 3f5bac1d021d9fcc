//! What a schedule refuses, the limits of dates and amounts, and schedules as JSON.

use booking_engine::{
    AMOUNT_MAX_MINOR, Benefit, DiscountStart, Duration, IntervalUnit, ScheduleError, Subscription,
    discount_schedule,
};
use chrono::{NaiveDate, TimeDelta};
use serde_json::json;

use crate::fixture::{fixed, percent};
use crate::schedule::{QUARTER, applied_on, day, every, monthly, schedule};

/// The error of a schedule of three years.
fn refused(
    subscription: &Subscription,
    benefit: &Benefit,
    duration: Duration,
) -> Option<ScheduleError> {
    let dates = day("2027-01-01")..=day("2029-12-31");
    let start = DiscountStart::WithSubscription;
    discount_schedule(subscription, benefit, duration, start, dates).err()
}

// Refusals

#[test]
fn an_interval_of_nothing_or_of_an_absurd_length_is_an_error() {
    let with = |count| {
        let subscription = every(count, IntervalUnit::Week, "2027-01-10");
        refused(&subscription, &percent("10", None), Duration::Once)
    };
    assert_eq!(with(0), Some(ScheduleError::IntervalOutOfRange));
    assert_eq!(with(1), None);
    assert_eq!(with(1_000), None);
    assert_eq!(with(1_001), Some(ScheduleError::IntervalOutOfRange));
    assert_eq!(with(u32::MAX), Some(ScheduleError::IntervalOutOfRange));
}

#[test]
fn a_duration_of_no_month_or_of_more_than_ten_years_is_an_error() {
    let with = |months| {
        let duration = Duration::Repeating { months };
        let refusal = refused(&monthly("2027-01-10"), &percent("10", None), duration);
        assert_eq!(refusal, duration.check().err());
        refusal
    };
    assert_eq!(with(0), Some(ScheduleError::DurationOutOfRange));
    assert_eq!(with(1), None);
    assert_eq!(with(10 * 12), None);
    assert_eq!(with(10 * 12 + 1), Some(ScheduleError::DurationOutOfRange));
    assert_eq!(with(u32::MAX), Some(ScheduleError::DurationOutOfRange));
}

#[test]
fn a_price_that_is_negative_or_too_large_is_an_error() {
    let with = |price_minor| {
        let subscription = Subscription {
            price_minor,
            ..monthly("2027-01-10")
        };
        refused(&subscription, &percent("10", None), Duration::Forever)
    };
    assert_eq!(with(0), None);
    assert_eq!(with(AMOUNT_MAX_MINOR), None);
    for price_minor in [-1, AMOUNT_MAX_MINOR + 1, i64::MIN, i64::MAX] {
        assert_eq!(with(price_minor), Some(ScheduleError::AmountOutOfRange));
    }
}

#[test]
fn a_fixed_benefit_in_another_currency_is_an_error_never_converted() {
    let refusal = refused(
        &monthly("2027-01-10"),
        &fixed("USD", 500),
        Duration::Forever,
    );
    assert_eq!(refusal, Some(ScheduleError::CurrencyMismatch));
}

#[test]
fn more_invoices_than_one_answer_holds_are_an_error() {
    let daily = every(1, IntervalUnit::Day, "2027-01-01");
    let through = |last: NaiveDate| {
        let dates = daily.starts_on..=last;
        let start = DiscountStart::WithSubscription;
        let benefit = percent("10", None);
        discount_schedule(&daily, &benefit, Duration::Forever, start, dates)
    };
    let fits = daily.starts_on + TimeDelta::days(999);
    assert_eq!(through(fits).unwrap().len(), 1_000);
    assert_eq!(
        through(fits.succ_opt().unwrap()),
        Err(ScheduleError::TooManyInvoices)
    );
    assert_eq!(through(NaiveDate::MAX), Err(ScheduleError::TooManyInvoices));
}

#[test]
fn a_discount_that_starts_or_ends_after_the_last_day_of_the_calendar_is_an_error() {
    let last = NaiveDate::MAX;
    let subscription = Subscription {
        starts_on: last,
        ..monthly("2027-01-01")
    };
    let with = |duration, start| {
        let benefit = percent("10", None);
        discount_schedule(&subscription, &benefit, duration, start, last..=last)
    };
    let new = DiscountStart::WithSubscription;
    let next = DiscountStart::NextRenewal { applied_on: last };
    for duration in [Duration::Once, QUARTER, Duration::Forever] {
        assert_eq!(with(duration, next), Err(ScheduleError::DateOutOfRange));
    }
    assert_eq!(with(QUARTER, new), Err(ScheduleError::DateOutOfRange));
    assert_eq!(with(Duration::Once, new).unwrap().len(), 1);
    assert_eq!(with(Duration::Forever, new).unwrap()[0].date, last);
}

#[test]
fn a_subscription_as_old_as_the_calendar_is_scheduled_like_any_other() {
    let ancient = Subscription {
        starts_on: NaiveDate::MIN,
        ..every(1, IntervalUnit::Day, "2027-01-01")
    };
    let start = applied_on("2026-11-21");
    let dates = day("2026-11-20")..=day("2026-11-23");
    let benefit = percent("10", None);
    let invoices = discount_schedule(&ancient, &benefit, Duration::Once, start, dates).unwrap();
    let discounts: Vec<_> = invoices.iter().map(|i| i.discount_minor).collect();
    assert_eq!(discounts, [0, 0, 1_000, 0]);
}

// On the wire

#[test]
fn schedules_on_the_wire_are_pinned() {
    let durations = [Duration::Once, QUARTER, Duration::Forever];
    assert_eq!(
        serde_json::to_value(durations).unwrap(),
        json!(["once", { "repeating": { "months": 3 } }, "forever"])
    );
    let starts = [DiscountStart::WithSubscription, applied_on("2026-11-21")];
    assert_eq!(
        serde_json::to_value(starts).unwrap(),
        json!(["with_subscription", { "next_renewal": { "applied_on": "2026-11-21" } }])
    );
    let subscription = json!({
        "starts_on": "2027-01-10",
        "interval": { "unit": "month", "count": 1 },
        "price_minor": 10_000,
        "currency": "EUR",
    });
    assert_eq!(
        serde_json::from_value::<Subscription>(subscription.clone()).unwrap(),
        monthly("2027-01-10")
    );
    assert_eq!(
        serde_json::to_value(monthly("2027-01-10")).unwrap(),
        subscription
    );
    let invoices = schedule(
        &monthly("2027-01-10"),
        Duration::Once,
        DiscountStart::WithSubscription,
        "2027-01-31",
    );
    assert_eq!(
        serde_json::to_value(invoices).unwrap(),
        json!([{
            "date": "2027-01-10",
            "amount_minor": 10_000,
            "discount_minor": 1_000,
            "total_minor": 9_000,
        }])
    );
    assert!(serde_json::from_value::<Duration>(json!({ "repeating": { "weeks": 3 } })).is_err());
}
