//! The invoices of a subscription and what a coupon takes off each of them.
//!
//! A subscription has an invoice on its first day and one per interval after it, all at the
//! full price. A coupon's [`Duration`] says how many of them it discounts from the start of the
//! discount: the first one, those dated inside so many calendar months, or all.
//!
//! Whether the coupon may be used at all is decided once, when it is applied. The schedule asks
//! for its benefit and duration only, because a running discount goes on when the code ends,
//! expires or is switched off.
//!
//! Days are days in the business's time zone. Nothing here knows today.

use std::fmt;
use std::ops::{Range, RangeInclusive};

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::eligibility::benefit_minor;
use crate::{AMOUNT_MAX_MINOR, Benefit, Currency};

/// The longest duration of a repeating discount, in months: ten years.
pub const DURATION_MONTHS_MAX: u32 = 120;

/// The most units of one interval.
pub const INTERVAL_COUNT_MAX: u32 = 1_000;

/// The most invoices of one answer.
pub const INVOICES_MAX: usize = 1_000;

/// How long a coupon discounts the invoices of a subscription.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Duration {
    /// The first invoice of the discount.
    #[default]
    Once,
    /// Every invoice dated inside a window from the first invoice of the discount.
    Repeating {
        /// The window's length in calendar months, 1 to [`DURATION_MONTHS_MAX`]. The day on
        /// which it ends is outside; where the month is too short, that is its last day.
        months: u32,
    },
    /// Every invoice from the first one of the discount.
    Forever,
}

/// A subscription as far as the dates and amounts of its invoices go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Subscription {
    /// Its first day, the date of its first invoice.
    pub starts_on: NaiveDate,
    /// What lies between two invoices.
    pub interval: Interval,
    /// The price of one interval, in minor units, 0 to [`AMOUNT_MAX_MINOR`].
    pub price_minor: i64,
    /// The currency of the price.
    pub currency: Currency,
}

/// What lies between two invoices.
///
/// Dates are counted from the subscription's first day, not from the invoice before: one that
/// starts on 31 January has invoices on 28 February and 31 March.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// The unit.
    pub unit: IntervalUnit,
    /// How many of them, 1 to [`INTERVAL_COUNT_MAX`].
    pub count: u32,
}

/// The unit of an [`Interval`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IntervalUnit {
    /// Days.
    Day,
    /// Seven days.
    Week,
    /// Calendar months.
    Month,
    /// Twelve calendar months.
    Year,
}

/// Which invoice is the first one of the discount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DiscountStart {
    /// The subscription's first: the coupon came with a new subscription.
    WithSubscription,
    /// The next one: the coupon was applied to a running subscription.
    NextRenewal {
        /// The day on which it was applied.
        ///
        /// The first invoice dated after this day is the first one of the discount. An invoice
        /// dated this very day is not: that renewal has taken place, and an invoice that was
        /// issued does not change. Before the subscription's first day, its first invoice is
        /// the next one.
        applied_on: NaiveDate,
    },
}

/// One invoice of a subscription. Amounts are in minor units of its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ScheduledInvoice {
    /// Its date.
    pub date: NaiveDate,
    /// The full price of the interval.
    pub amount_minor: i64,
    /// What the coupon takes off; 0 where the discount does not run.
    pub discount_minor: i64,
    /// The amount less the discount.
    pub total_minor: i64,
}

/// Why there is no schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ScheduleError {
    /// The interval's count is 0 or above [`INTERVAL_COUNT_MAX`].
    IntervalOutOfRange,
    /// The duration's months are 0 or above [`DURATION_MONTHS_MAX`].
    DurationOutOfRange,
    /// The price is negative or above [`AMOUNT_MAX_MINOR`].
    AmountOutOfRange,
    /// A fixed benefit without an amount in the subscription's currency.
    CurrencyMismatch,
    /// The discount would start or end after the last day that a date can name.
    DateOutOfRange,
    /// More than [`INVOICES_MAX`] invoices are dated inside the dates asked for.
    TooManyInvoices,
}

/// The invoices dated inside `dates`, oldest first, each with its discount.
///
/// Start `dates` at [`Subscription::starts_on`] for all invoices up to a day, or later for a
/// part of them: the discount of an invoice is the same in every part. The percentage is
/// rounded and capped, and the fixed amount clamped, once per invoice.
pub fn discount_schedule(
    subscription: &Subscription,
    benefit: &Benefit,
    duration: Duration,
    start: DiscountStart,
    dates: RangeInclusive<NaiveDate>,
) -> Result<Vec<ScheduledInvoice>, ScheduleError> {
    subscription.check()?;
    let discounted = discounted(subscription, duration, start)?;
    let amount_minor = subscription.price_minor;
    let benefit_minor = invoice_discount_minor(subscription, benefit)?;

    let (from, through) = dates.into_inner();
    let mut invoices = Vec::new();
    for index in subscription.first_invoice(|date| date >= from)..u32::MAX {
        // A date that cannot be named is after every day that can.
        let Some(date) = subscription.date(index).filter(|&date| date <= through) else {
            break;
        };
        if invoices.len() >= INVOICES_MAX {
            return Err(ScheduleError::TooManyInvoices);
        }
        let discount_minor = if discounted.contains(&index) {
            benefit_minor
        } else {
            0
        };
        invoices.push(ScheduledInvoice {
            date,
            amount_minor,
            discount_minor,
            // No overflow: the discount is within 0 and the amount.
            total_minor: amount_minor.saturating_sub(discount_minor),
        });
    }
    Ok(invoices)
}

impl Duration {
    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes a reference"
    )]
    pub(crate) fn is_once(&self) -> bool {
        *self == Self::Once
    }

    /// Checks the months of a repeating duration.
    pub fn check(self) -> Result<(), ScheduleError> {
        match self {
            Self::Repeating { months } if !(1..=DURATION_MONTHS_MAX).contains(&months) => {
                Err(ScheduleError::DurationOutOfRange)
            }
            Self::Once | Self::Repeating { .. } | Self::Forever => Ok(()),
        }
    }
}

impl Subscription {
    fn check(&self) -> Result<(), ScheduleError> {
        if !(1..=INTERVAL_COUNT_MAX).contains(&self.interval.count) {
            return Err(ScheduleError::IntervalOutOfRange);
        }
        if !(0..=AMOUNT_MAX_MINOR).contains(&self.price_minor) {
            return Err(ScheduleError::AmountOutOfRange);
        }
        Ok(())
    }

    /// The date of the invoice of that index, the first being 0; none after the last day that a
    /// date can name.
    fn date(&self, index: u32) -> Option<NaiveDate> {
        let units = index.checked_mul(self.interval.count)?;
        match self.interval.unit {
            IntervalUnit::Day => self.starts_on.checked_add_days(Days::new(units.into())),
            IntervalUnit::Week => {
                let days = u64::from(units).checked_mul(7)?;
                self.starts_on.checked_add_days(Days::new(days))
            }
            IntervalUnit::Month => self.starts_on.checked_add_months(Months::new(units)),
            IntervalUnit::Year => {
                let months = units.checked_mul(12)?;
                self.starts_on.checked_add_months(Months::new(months))
            }
        }
    }

    /// The index of the first invoice whose date has reached a day.
    ///
    /// Dates ascend, so halving finds it among all that can be named, and the calendar's
    /// arithmetic is written down in one direction only.
    fn first_invoice(&self, reached: impl Fn(NaiveDate) -> bool) -> u32 {
        let (mut low, mut high) = (0, u32::MAX);
        while low < high {
            let middle = low.midpoint(high);
            if self.date(middle).is_none_or(&reached) {
                high = middle;
            } else {
                low = middle.saturating_add(1);
            }
        }
        low
    }
}

/// The indices of the invoices that are discounted.
fn discounted(
    subscription: &Subscription,
    duration: Duration,
    start: DiscountStart,
) -> Result<Range<u32>, ScheduleError> {
    duration.check()?;
    let first = match start {
        DiscountStart::WithSubscription => 0,
        DiscountStart::NextRenewal { applied_on } => {
            subscription.first_invoice(|date| date > applied_on)
        }
    };
    let starts_on = subscription
        .date(first)
        .ok_or(ScheduleError::DateOutOfRange)?;
    let end = match duration {
        Duration::Once => first.saturating_add(1),
        Duration::Repeating { months } => {
            let ends_before = starts_on
                .checked_add_months(Months::new(months))
                .ok_or(ScheduleError::DateOutOfRange)?;
            subscription.first_invoice(|date| date >= ends_before)
        }
        Duration::Forever => u32::MAX,
    };
    Ok(first..end)
}

/// What the benefit takes off one invoice, in minor units, from 0 to its amount.
fn invoice_discount_minor(
    subscription: &Subscription,
    benefit: &Benefit,
) -> Result<i64, ScheduleError> {
    let currency = subscription.currency;
    if let Benefit::Fixed { amounts_minor } = benefit
        && !amounts_minor.contains_key(&currency)
    {
        return Err(ScheduleError::CurrencyMismatch);
    }
    // Never above the price; a benefit that was read with a negative amount must not raise it.
    Ok(benefit_minor(benefit, subscription.price_minor, currency).max(0))
}

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IntervalOutOfRange => {
                write!(f, "an interval has a count of 1 to {INTERVAL_COUNT_MAX}")
            }
            Self::DurationOutOfRange => {
                write!(
                    f,
                    "a duration repeats for 1 to {DURATION_MONTHS_MAX} months"
                )
            }
            Self::AmountOutOfRange => write!(
                f,
                "the price is negative or above {AMOUNT_MAX_MINOR} minor units"
            ),
            Self::CurrencyMismatch => {
                f.write_str("the coupon has no amount in the subscription's currency")
            }
            Self::DateOutOfRange => {
                f.write_str("the discount starts or ends after the last day of the calendar")
            }
            Self::TooManyInvoices => write!(
                f,
                "more than {INVOICES_MAX} invoices: ask for a shorter range of dates"
            ),
        }
    }
}

impl std::error::Error for ScheduleError {}
