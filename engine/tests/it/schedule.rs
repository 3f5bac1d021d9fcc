//! One case for each sentence of the rules on subscriptions.

use booking_engine::{
    AMOUNT_MAX_MINOR, Benefit, DiscountStart, Duration, Interval, IntervalUnit, Rejection,
    ScheduledInvoice, Subscription, discount_schedule,
};
use chrono::{NaiveDate, TimeDelta};

use crate::fixture::{class_of, coupon, fixed, noon, percent, studio_with};

pub(crate) const QUARTER: Duration = Duration::Repeating { months: 3 };

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A subscription for 100.00.
pub(crate) fn every(count: u32, unit: IntervalUnit, starts_on: &str) -> Subscription {
    Subscription {
        starts_on: day(starts_on),
        interval: Interval { unit, count },
        price_minor: 10_000,
        currency: "EUR".parse().unwrap(),
    }
}

pub(crate) fn monthly(starts_on: &str) -> Subscription {
    every(1, IntervalUnit::Month, starts_on)
}

fn weekly(starts_on: &str) -> Subscription {
    every(1, IntervalUnit::Week, starts_on)
}

pub(crate) fn applied_on(text: &str) -> DiscountStart {
    DiscountStart::NextRenewal {
        applied_on: day(text),
    }
}

/// The invoices of the subscription up to a day, with 10 % off.
pub(crate) fn schedule(
    subscription: &Subscription,
    duration: Duration,
    start: DiscountStart,
    through: &str,
) -> Vec<ScheduledInvoice> {
    let dates = subscription.starts_on..=day(through);
    discount_schedule(subscription, &percent("10", None), duration, start, dates).unwrap()
}

/// The dates of the discounted invoices of a new subscription, looked for over three years.
fn discounted(subscription: &Subscription, duration: Duration) -> Vec<String> {
    discounted_from(subscription, duration, DiscountStart::WithSubscription)
}

fn discounted_from(
    subscription: &Subscription,
    duration: Duration,
    start: DiscountStart,
) -> Vec<String> {
    let through = subscription.starts_on + TimeDelta::days(3 * 365);
    schedule(subscription, duration, start, &through.to_string())
        .into_iter()
        .filter(|invoice| invoice.discount_minor > 0)
        .map(|invoice| invoice.date.to_string())
        .collect()
}

/// How many invoices three months discount.
fn in_a_quarter(subscription: &Subscription) -> usize {
    discounted(subscription, QUARTER).len()
}

// How long

#[test]
fn once_is_the_first_invoice() {
    let new = discounted(&monthly("2027-01-10"), Duration::Once);
    assert_eq!(new, ["2027-01-10"]);
    assert_eq!(Duration::default(), Duration::Once);
}

#[test]
fn repeating_is_every_invoice_dated_inside_a_window_of_calendar_months() {
    let new = discounted(&monthly("2027-01-10"), QUARTER);
    assert_eq!(new, ["2027-01-10", "2027-02-10", "2027-03-10"]);
    let every_two = every(2, IntervalUnit::Month, "2027-01-10");
    assert_eq!(
        discounted(&every_two, QUARTER),
        ["2027-01-10", "2027-03-10"]
    );
}

#[test]
fn the_window_is_half_open_an_invoice_on_its_last_day_is_outside() {
    // February 2027 is four weeks to the day, so an invoice falls on 1 March.
    let new = discounted(&weekly("2027-02-01"), Duration::Repeating { months: 1 });
    let february = ["2027-02-01", "2027-02-08", "2027-02-15", "2027-02-22"];
    assert_eq!(new, february);
}

#[test]
fn the_window_ends_on_the_last_day_of_a_month_that_is_too_short() {
    let last = |starts_on, through| {
        let daily = every(1, IntervalUnit::Day, starts_on);
        let invoices = schedule(&daily, QUARTER, DiscountStart::WithSubscription, through);
        let mut discounted = invoices.iter().rev().filter(|i| i.discount_minor > 0);
        discounted.next().unwrap().date.to_string()
    };
    let february = last("2026-11-30", "2027-04-01");
    assert_eq!(february, "2027-02-27", "ends on 28 February");
    let leap_year = last("2027-11-30", "2028-04-01");
    assert_eq!(leap_year, "2028-02-28", "ends on 29 February");
    let april = last("2027-01-31", "2027-06-01");
    assert_eq!(april, "2027-04-29", "ends on 30 April");
}

#[test]
fn each_invoice_is_discounted_at_its_full_price_never_prorated() {
    let yearly = every(1, IntervalUnit::Year, "2027-01-10");
    let invoices = schedule(
        &yearly,
        QUARTER,
        DiscountStart::WithSubscription,
        "2028-01-10",
    );
    let amounts = |invoice: &ScheduledInvoice| {
        (
            invoice.amount_minor,
            invoice.discount_minor,
            invoice.total_minor,
        )
    };
    let amounts: Vec<_> = invoices.iter().map(amounts).collect();
    assert_eq!(amounts, [(10_000, 1_000, 9_000), (10_000, 0, 10_000)]);
}

#[test]
fn forever_is_all() {
    let discounted = discounted(&monthly("2027-01-10"), Duration::Forever);
    assert_eq!(discounted.len(), 36);
    assert_eq!(discounted[35], "2029-12-10");
}

#[test]
fn a_yearly_subscription_with_three_months_has_one_discounted_invoice() {
    assert_eq!(in_a_quarter(&every(1, IntervalUnit::Year, "2027-01-10")), 1);
}

#[test]
fn a_weekly_subscription_has_13_in_a_quarter_of_91_days_and_14_in_one_of_92() {
    let quarters = [
        ("2027-01-01", "2027-04-01", 90, 13),
        ("2028-01-01", "2028-04-01", 91, 13),
        ("2027-04-01", "2027-07-01", 91, 13),
        ("2027-07-01", "2027-10-01", 92, 14),
        ("2027-10-01", "2028-01-01", 92, 14),
        ("2027-11-30", "2028-02-29", 91, 13),
        ("2026-11-30", "2027-02-28", 90, 13),
        ("2026-11-29", "2027-02-28", 91, 13),
        ("2026-12-01", "2027-03-01", 90, 13),
        ("2027-05-16", "2027-08-16", 92, 14),
    ];
    for (first, end, days, invoices) in quarters {
        assert_eq!((day(end) - day(first)).num_days(), days, "{first}");
        assert_eq!(in_a_quarter(&weekly(first)), invoices, "{first}");
    }
}

// From when

#[test]
fn a_new_subscription_is_discounted_from_its_start() {
    let invoices = schedule(
        &monthly("2027-01-10"),
        Duration::Once,
        DiscountStart::WithSubscription,
        "2027-02-10",
    );
    let expected = [
        ScheduledInvoice {
            date: day("2027-01-10"),
            amount_minor: 10_000,
            discount_minor: 1_000,
            total_minor: 9_000,
        },
        ScheduledInvoice {
            date: day("2027-02-10"),
            amount_minor: 10_000,
            discount_minor: 0,
            total_minor: 10_000,
        },
    ];
    assert_eq!(invoices, expected);
}

#[test]
fn a_running_subscription_is_discounted_from_its_next_renewal() {
    let running = monthly("2026-06-10");
    let start = applied_on("2026-11-21");
    assert_eq!(
        discounted_from(&running, QUARTER, start),
        ["2026-12-10", "2027-01-10", "2027-02-10"]
    );
    assert_eq!(
        discounted_from(&running, Duration::Once, start),
        ["2026-12-10"]
    );
    let forever = discounted_from(&running, Duration::Forever, start);
    assert_eq!(forever.first().unwrap(), "2026-12-10");
    assert_eq!(forever.last().unwrap(), "2029-05-10");
}

#[test]
fn the_window_of_a_running_subscription_starts_with_its_renewal_not_with_the_application() {
    // Three months from the application would hold no invoice at all.
    let yearly = every(1, IntervalUnit::Year, "2026-06-10");
    assert_eq!(
        discounted_from(&yearly, QUARTER, applied_on("2026-06-11")),
        ["2027-06-10"]
    );
}

#[test]
fn a_renewal_on_the_day_of_the_application_has_taken_place() {
    let running = monthly("2026-06-10");
    let once = |day| discounted_from(&running, Duration::Once, applied_on(day));
    assert_eq!(once("2026-11-09"), ["2026-11-10"]);
    assert_eq!(once("2026-11-10"), ["2026-12-10"]);
    assert_eq!(once("2026-06-10"), ["2026-07-10"]);
}

#[test]
fn before_its_first_day_a_subscription_s_first_invoice_is_the_next_one() {
    let later = monthly("2027-01-10");
    let once = discounted_from(&later, Duration::Once, applied_on("2026-11-21"));
    assert_eq!(once, ["2027-01-10"]);
}

#[test]
fn a_window_that_starts_on_a_clamped_renewal_still_holds_one_invoice_for_each_month() {
    let running = monthly("2027-01-31");
    assert_eq!(
        discounted_from(&running, QUARTER, applied_on("2027-02-01")),
        ["2027-02-28", "2027-03-31", "2027-04-30"]
    );
}

#[test]
fn ending_or_expiring_the_code_does_not_end_a_running_discount() {
    let mut ended = coupon(percent("10", None));
    ended.ends_at = Some(noon() - TimeDelta::days(1));
    ended.active = false;
    let (_, rejection) = class_of(&studio_with(ended.clone()), 1);
    assert_eq!(rejection, Some(Rejection::Inactive), "no new use");

    let running = monthly("2026-06-10");
    let dates = day("2026-12-10")..=day("2026-12-10");
    let start = DiscountStart::WithSubscription;
    let invoices = discount_schedule(&running, &ended.benefit, Duration::Forever, start, dates);
    assert_eq!(invoices.unwrap()[0].discount_minor, 1_000);
}

// Dates

#[test]
fn dates_are_counted_from_the_first_day_and_never_drift() {
    let dates = |subscription: &Subscription, through: &str| -> Vec<String> {
        let start = DiscountStart::WithSubscription;
        schedule(subscription, Duration::Once, start, through)
            .iter()
            .map(|invoice| invoice.date.to_string())
            .collect()
    };
    assert_eq!(
        dates(&monthly("2027-10-31"), "2028-05-31"),
        [
            "2027-10-31",
            "2027-11-30",
            "2027-12-31",
            "2028-01-31",
            "2028-02-29",
            "2028-03-31",
            "2028-04-30",
            "2028-05-31",
        ]
    );
    assert_eq!(
        dates(&monthly("2027-01-29"), "2027-04-28"),
        ["2027-01-29", "2027-02-28", "2027-03-29"]
    );
    let leap_day = every(1, IntervalUnit::Year, "2028-02-29");
    assert_eq!(
        dates(&leap_day, "2032-12-31"),
        [
            "2028-02-29",
            "2029-02-28",
            "2030-02-28",
            "2031-02-28",
            "2032-02-29",
        ]
    );
    let every_ten_days = every(10, IntervalUnit::Day, "2028-02-20");
    assert_eq!(
        dates(&every_ten_days, "2028-03-12"),
        ["2028-02-20", "2028-03-01", "2028-03-11"]
    );
}

#[test]
fn a_part_of_the_dates_has_the_same_invoices_as_the_whole() {
    let running = weekly("2026-06-10");
    let start = applied_on("2026-11-21");
    let benefit = percent("10", None);
    let all = schedule(&running, QUARTER, start, "2027-12-31");
    let (from, through) = (day("2026-12-30"), day("2027-03-03"));
    let part = discount_schedule(&running, &benefit, QUARTER, start, from..=through).unwrap();
    let expected: Vec<_> = all
        .into_iter()
        .filter(|invoice| (from..=through).contains(&invoice.date))
        .collect();
    assert_eq!(part, expected);
    assert_eq!(part.first().unwrap().date, from, "both ends belong to it");
    assert_eq!(part.last().unwrap().date, through);
}

#[test]
fn dates_before_the_subscription_or_without_an_invoice_have_none() {
    let subscription = monthly("2027-01-10");
    for dates in [
        day("2026-01-01")..=day("2027-01-09"),
        day("2027-01-11")..=day("2027-02-09"),
        day("2027-03-10")..=day("2027-02-10"),
    ] {
        let start = DiscountStart::WithSubscription;
        let benefit = percent("10", None);
        let invoices = discount_schedule(&subscription, &benefit, QUARTER, start, dates);
        assert_eq!(invoices, Ok(Vec::new()));
    }
}

// Amounts

#[test]
fn a_benefit_is_rounded_capped_and_clamped_once_for_each_invoice() {
    let discounts = |benefit: &Benefit, price_minor| -> Vec<i64> {
        let subscription = Subscription {
            price_minor,
            ..monthly("2027-01-10")
        };
        let dates = day("2027-01-10")..=day("2027-04-10");
        let start = DiscountStart::WithSubscription;
        discount_schedule(&subscription, benefit, QUARTER, start, dates)
            .unwrap()
            .iter()
            .map(|invoice| invoice.discount_minor)
            .collect()
    };
    assert_eq!(discounts(&percent("50", None), 1_033), [517, 517, 517, 0]);
    assert_eq!(discounts(&percent("12.5", None), 1_033), [129, 129, 129, 0]);
    assert_eq!(
        discounts(&percent("50", Some(300)), 1_033),
        [300, 300, 300, 0]
    );
    assert_eq!(discounts(&fixed("EUR", 400), 1_033), [400, 400, 400, 0]);
    assert_eq!(
        discounts(&fixed("EUR", 5_000), 1_033),
        [1_033, 1_033, 1_033, 0]
    );
    assert_eq!(discounts(&percent("100", None), 0), [0, 0, 0, 0]);
    assert_eq!(
        discounts(&percent("100", None), AMOUNT_MAX_MINOR)[0],
        AMOUNT_MAX_MINOR
    );
}

#[test]
fn a_benefit_with_a_negative_amount_never_raises_a_price() {
    for benefit in [fixed("EUR", -500), percent("10", Some(-500))] {
        let dates = day("2027-01-10")..=day("2027-01-10");
        let start = DiscountStart::WithSubscription;
        let invoices = discount_schedule(
            &monthly("2027-01-10"),
            &benefit,
            Duration::Forever,
            start,
            dates,
        );
        assert_eq!(invoices.unwrap()[0].total_minor, 10_000);
    }
}
