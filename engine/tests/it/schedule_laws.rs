//! What holds for every schedule of a discount.

use booking_engine::{
    AMOUNT_MAX_MINOR, Benefit, DURATION_MONTHS_MAX, DiscountStart, Duration, INVOICES_MAX,
    Interval, IntervalUnit, ScheduledInvoice, Subscription, discount_schedule,
};
use chrono::{Datelike, NaiveDate, TimeDelta};
use proptest::prelude::*;

use crate::fixture::{fixed, percent};

/// A subscription of any interval that starts between 2020 and 2035, on the last days of a
/// month more often than not.
fn subscription() -> impl Strategy<Value = Subscription> {
    let unit = prop::sample::select(vec![
        IntervalUnit::Day,
        IntervalUnit::Week,
        IntervalUnit::Month,
        IntervalUnit::Year,
    ]);
    let starts_on = (2020..2036, 1_u32..=12, prop_oneof![1_u32..=28, 28_u32..=31]);
    (starts_on, unit, 1_u32..=5, 10_000_i64..2_000_000).prop_map(
        |((year, month, day), unit, count, price_minor)| Subscription {
            starts_on: clamped(year, month, day),
            interval: Interval { unit, count },
            price_minor,
            currency: "EUR".parse().unwrap(),
        },
    )
}

/// A benefit that takes something off every price of [`subscription`].
fn benefit() -> impl Strategy<Value = Benefit> {
    prop_oneof![
        (
            "[1-9][0-9]?(\\.[0-9]{1,3})?",
            prop::option::of(1_i64..50_000)
        )
            .prop_map(|(share, cap)| percent(&share, cap)),
        (1_i64..3_000_000).prop_map(|amount| fixed("EUR", amount)),
    ]
}

fn duration() -> impl Strategy<Value = Duration> {
    prop_oneof![
        Just(Duration::Once),
        (1_u32..=DURATION_MONTHS_MAX).prop_map(|months| Duration::Repeating { months }),
        Just(Duration::Forever),
    ]
}

/// When the coupon is applied, in days from the subscription's start; none: with it.
fn applied_after() -> impl Strategy<Value = Option<i64>> {
    prop::option::of(-40_i64..1_000)
}

fn start(subscription: &Subscription, applied_after: Option<i64>) -> DiscountStart {
    applied_after.map_or(DiscountStart::WithSubscription, |days| {
        DiscountStart::NextRenewal {
            applied_on: subscription.starts_on + TimeDelta::days(days),
        }
    })
}

/// The day of a month, or the month's last day where it is too short.
fn clamped(year: i32, month: u32, day: u32) -> NaiveDate {
    let mut days = (1..=day).rev();
    days.find_map(|day| NaiveDate::from_ymd_opt(year, month, day))
        .unwrap()
}

/// So many months later, by a calendar of the test's own.
fn months_later(date: NaiveDate, months: u32) -> NaiveDate {
    let months = date.year() * 12 + date.month0().cast_signed() + months.cast_signed();
    let month = (months % 12).cast_unsigned() + 1;
    clamped(months / 12, month, date.day())
}

/// The dates of the first invoices, by a calendar of the test's own.
fn dates(subscription: &Subscription, invoices: u32) -> Vec<NaiveDate> {
    let Interval { unit, count } = subscription.interval;
    let first = subscription.starts_on;
    (0..invoices)
        .map(|index| match unit {
            IntervalUnit::Day => first + TimeDelta::days(i64::from(index * count)),
            IntervalUnit::Week => first + TimeDelta::days(i64::from(index * count * 7)),
            IntervalUnit::Month => months_later(first, index * count),
            IntervalUnit::Year => months_later(first, index * count * 12),
        })
        .collect()
}

/// The last day that the laws look at: later than the longest repeating discount ends.
fn horizon() -> NaiveDate {
    clamped(2100, 12, 31)
}

/// The first 900 invoices, at most up to the horizon.
fn first_invoices(
    subscription: &Subscription,
    benefit: &Benefit,
    duration: Duration,
    start: DiscountStart,
) -> Vec<ScheduledInvoice> {
    let through = dates(subscription, 900)[899].min(horizon());
    let dates = subscription.starts_on..=through;
    discount_schedule(subscription, benefit, duration, start, dates).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn invoices_are_dated_so_many_intervals_after_the_first_day(
        subscription in subscription(),
        benefit in benefit(),
    ) {
        let start = DiscountStart::WithSubscription;
        let invoices = first_invoices(&subscription, &benefit, Duration::Once, start);
        let found: Vec<_> = invoices.iter().map(|invoice| invoice.date).collect();
        prop_assert!(found.is_sorted_by(|earlier, later| earlier < later));
        let through = horizon();
        let expected: Vec<_> =
            dates(&subscription, 900).into_iter().filter(|&date| date <= through).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn exactly_the_invoices_of_the_discount_are_discounted_and_all_by_the_same_amount(
        subscription in subscription(),
        benefit in benefit(),
        duration in duration(),
        applied_after in applied_after(),
    ) {
        let start = start(&subscription, applied_after);
        let invoices = first_invoices(&subscription, &benefit, duration, start);
        let first = match start {
            DiscountStart::WithSubscription => subscription.starts_on,
            DiscountStart::NextRenewal { applied_on } => {
                let later = dates(&subscription, 1_100).into_iter().find(|date| *date > applied_on);
                later.unwrap()
            }
        };
        let full = invoices.iter().map(|invoice| invoice.discount_minor).max();
        for invoice in &invoices {
            let inside = match duration {
                Duration::Once => invoice.date == first,
                Duration::Repeating { months } => {
                    first <= invoice.date && invoice.date < months_later(first, months)
                }
                Duration::Forever => first <= invoice.date,
            };
            prop_assert_eq!(invoice.discount_minor > 0, inside, "{:?}", invoice);
            prop_assert!(!inside || Some(invoice.discount_minor) == full);
        }
    }

    #[test]
    fn the_total_is_the_amount_less_the_discount_and_never_negative(
        subscription in subscription(),
        benefit in benefit(),
        duration in duration(),
        applied_after in applied_after(),
    ) {
        let start = start(&subscription, applied_after);
        for invoice in first_invoices(&subscription, &benefit, duration, start) {
            prop_assert_eq!(invoice.amount_minor, subscription.price_minor);
            prop_assert_eq!(invoice.total_minor, invoice.amount_minor - invoice.discount_minor);
            prop_assert!(invoice.discount_minor >= 0 && invoice.total_minor >= 0);
        }
    }

    #[test]
    fn a_monthly_subscription_with_so_many_months_has_as_many_discounted_invoices(
        subscription in subscription(),
        benefit in benefit(),
        months in 1_u32..=DURATION_MONTHS_MAX,
        applied_after in applied_after(),
    ) {
        let interval = Interval { unit: IntervalUnit::Month, count: 1 };
        let monthly = Subscription { interval, ..subscription };
        let start = start(&monthly, applied_after);
        let duration = Duration::Repeating { months };
        let invoices = first_invoices(&monthly, &benefit, duration, start);
        let discounted = invoices.iter().filter(|invoice| invoice.discount_minor > 0).count();
        prop_assert_eq!(discounted, months as usize);
    }

    #[test]
    fn discounted_invoices_are_one_run_without_a_gap(
        subscription in subscription(),
        benefit in benefit(),
        duration in duration(),
        applied_after in applied_after(),
    ) {
        let start = start(&subscription, applied_after);
        let invoices = first_invoices(&subscription, &benefit, duration, start);
        let runs = invoices
            .chunk_by(|a, b| (a.discount_minor > 0) == (b.discount_minor > 0))
            .filter(|run| run[0].discount_minor > 0);
        let runs: Vec<usize> = runs.map(<[_]>::len).collect();
        // Applied later, the discount of a daily subscription is beyond the first invoices.
        if applied_after.is_none_or(|days| days < 800) {
            prop_assert_eq!(runs.len(), 1);
            prop_assert!(duration != Duration::Once || runs == [1]);
        } else {
            prop_assert!(runs.len() <= 1);
        }
    }

    #[test]
    fn no_part_of_the_dates_changes_an_invoice(
        subscription in subscription(),
        benefit in benefit(),
        duration in duration(),
        applied_after in applied_after(),
        from in -400_i64..4_000,
        days in 0_i64..400,
    ) {
        let start = start(&subscription, applied_after);
        let all = first_invoices(&subscription, &benefit, duration, start);
        let from = subscription.starts_on + TimeDelta::days(from);
        let through = (from + TimeDelta::days(days)).min(all[all.len() - 1].date);
        let part = discount_schedule(&subscription, &benefit, duration, start, from..=through);
        let inside = |invoice: &ScheduledInvoice| (from..=through).contains(&invoice.date);
        let expected: Vec<_> = all.into_iter().filter(inside).collect();
        prop_assert_eq!(part, Ok(expected));
    }

    #[test]
    fn no_arguments_make_the_schedule_panic(
        days in 0_i64..191_000_000,
        applied in 0_i64..191_000_000,
        from in 0_i64..191_000_000,
        count in any::<u32>(),
        small in 0_u32..2_000,
        price_minor in any::<i64>(),
        months in prop_oneof![any::<u32>(), 0_u32..200],
        amount in any::<i64>(),
        which in 0_usize..4,
    ) {
        let date = |days| NaiveDate::MIN + TimeDelta::days(days);
        let units =
            [IntervalUnit::Day, IntervalUnit::Week, IntervalUnit::Month, IntervalUnit::Year];
        for count in [count, small] {
            for price_minor in [price_minor, price_minor.rem_euclid(AMOUNT_MAX_MINOR)] {
                let subscription = Subscription {
                    starts_on: date(days),
                    interval: Interval { unit: units[which], count },
                    price_minor,
                    currency: "EUR".parse().unwrap(),
                };
                let duration = Duration::Repeating { months };
                let start = DiscountStart::NextRenewal { applied_on: date(applied) };
                let dates = date(from)..=NaiveDate::MAX;
                let benefit = fixed("EUR", amount);
                if let Ok(invoices) =
                    discount_schedule(&subscription, &benefit, duration, start, dates)
                {
                    prop_assert!(invoices.len() <= INVOICES_MAX);
                    prop_assert!(invoices.iter().all(|invoice| invoice.total_minor >= 0));
                }
            }
        }
    }
}
