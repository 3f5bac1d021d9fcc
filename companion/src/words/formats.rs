//! How a locale writes amounts, numbers, dates and times, by ICU4X.
//!
//! What it does not know is written plainly: a page with an odd date is better than none.

use booking_engine::Currency;
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use fixed_decimal::Decimal;
use icu_calendar::Gregorian;
use icu_calendar::types::Weekday;
use icu_calendar::week::WeekInformation;
use icu_datetime::fieldsets::{E, MDE, T, YM, YMDE};
use icu_datetime::input::{Date, Time};
use icu_datetime::pattern::{DateTimePattern, FixedCalendarDateTimeNames, WeekdayNameLength};
use icu_datetime::{FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use icu_decimal::DecimalFormatter;
use icu_decimal::options::DecimalFormatterOptions;
use icu_experimental::dimension::currency::CurrencyType;
use icu_experimental::dimension::currency::formatter::CurrencyFormatter;
use icu_experimental::dimension::currency::options::CurrencyFormatterOptions;
use icu_experimental::dimension::percent::formatter::PercentFormatter;
use icu_experimental::dimension::percent::options::PercentFormatterOptions;
use icu_locale_core::{Locale, locale};
use icu_plurals::{PluralCategory, PluralRules};
use writeable::TryWriteable;

/// Calendars of other systems are not the widget's: its grid is Gregorian.
type DateFormatter<F> = FixedCalendarDateTimeFormatter<Gregorian, F>;

/// A locale.
pub(super) struct Formats(Locale);

/// What of a date is written; the examples are British.
#[derive(Clone, Copy, Debug)]
pub(super) enum DateShape {
    /// "December 2026".
    Month,
    /// "Tuesday 1 December".
    Day,
    /// "Tuesday, 1 December 2026".
    Date,
    /// "Tuesday".
    Weekday,
    /// "Tue".
    WeekdayShort,
    /// "T"; for languages whose short names are long.
    WeekdayNarrow,
}

impl Formats {
    /// Those of a locale such as `de-AT`.
    pub(super) fn of(tag: &str) -> Self {
        Self(tag.parse().unwrap_or(locale!("en")))
    }

    /// With as many decimals as the currency has where it is charged.
    pub(super) fn money(&self, amount_minor: i64, currency: Currency) -> String {
        let amount = decimal(amount_minor, currency.exponent());
        let plain = || format!("{} {amount}", currency.code());
        let text = currency.code().parse::<CurrencyType>().ok().and_then(|it| {
            let formatter = CurrencyFormatter::<DecimalFormatter>::try_new_symbol(
                (&self.0).into(),
                it,
                CurrencyFormatterOptions::default(),
            );
            Some(formatter.ok()?.format_fixed_decimal(&amount).to_string())
        });
        // A hyphen is no minus, whatever CLDR says.
        text.unwrap_or_else(plain).replace('-', "\u{2212}")
    }

    pub(super) fn number(&self, number: i64) -> String {
        match DecimalFormatter::try_new((&self.0).into(), DecimalFormatterOptions::default()) {
            Ok(formatter) => formatter.format(&Decimal::from(number)).to_string(),
            Err(_) => number.to_string(),
        }
    }

    /// A decimal number of percent, such as `12.5`.
    pub(super) fn percent(&self, percent: &str) -> String {
        let formatter =
            PercentFormatter::try_new((&self.0).into(), PercentFormatterOptions::default());
        match (formatter, percent.parse()) {
            (Ok(formatter), Ok(percent)) => formatter.format(&percent).to_string(),
            _ => format!("{percent}%"),
        }
    }

    pub(super) fn date(&self, date: NaiveDate, shape: DateShape) -> String {
        self.known_date(date, shape)
            .unwrap_or_else(|| date.to_string())
    }

    fn known_date(&self, date: NaiveDate, shape: DateShape) -> Option<String> {
        let month = u8::try_from(date.month()).ok()?;
        let day = u8::try_from(date.day()).ok()?;
        let date = Date::try_new_gregorian(date.year(), month, day).ok()?;
        let prefs = (&self.0).into();
        Some(match shape {
            DateShape::Month => DateFormatter::try_new(prefs, YM::long())
                .ok()?
                .format(&date)
                .to_string(),
            DateShape::Day => DateFormatter::try_new(prefs, MDE::long())
                .ok()?
                .format(&date)
                .to_string(),
            DateShape::Date => DateFormatter::try_new(prefs, YMDE::long())
                .ok()?
                .format(&date)
                .to_string(),
            DateShape::Weekday => DateFormatter::try_new(prefs, E::long())
                .ok()?
                .format(&date)
                .to_string(),
            DateShape::WeekdayNarrow => {
                let mut names = FixedCalendarDateTimeNames::<Gregorian, E>::try_new(prefs).ok()?;
                let narrow = WeekdayNameLength::StandaloneNarrow;
                names.include_weekday_names(narrow).ok()?;
                let pattern = DateTimePattern::try_from_pattern_str("ccccc").ok()?;
                let name = names.with_pattern_unchecked(&pattern);
                name.format(&date).try_write_to_string().ok()?.into_owned()
            }
            DateShape::WeekdayShort => DateFormatter::try_new(prefs, E::short())
                .ok()?
                .format(&date)
                .to_string(),
        })
    }

    pub(super) fn time(&self, time: NaiveTime) -> String {
        let known = || {
            let formatter = NoCalendarFormatter::try_new((&self.0).into(), T::hm()).ok()?;
            let hour = u8::try_from(time.hour()).ok()?;
            let minute = u8::try_from(time.minute()).ok()?;
            let time = Time::try_new(hour, minute, 0, 0).ok()?;
            Some(formatter.format(&time).to_string())
        };
        let text = known().unwrap_or_else(|| time.format("%H:%M").to_string());
        // The half of the day stays in the line of its hour.
        text.replace([' ', '\u{202f}'], "\u{a0}")
    }

    /// The place of a count's plural category in CLDR's order.
    pub(super) fn category(&self, count: u32) -> usize {
        let rules = PluralRules::try_new_cardinal((&self.0).into());
        match rules.map(|rules| rules.category_for(count)) {
            Ok(PluralCategory::Zero) => 0,
            Ok(PluralCategory::One) => 1,
            Ok(PluralCategory::Two) => 2,
            Ok(PluralCategory::Few) => 3,
            Ok(PluralCategory::Many) => 4,
            Ok(PluralCategory::Other) | Err(_) => 5,
        }
    }

    /// How many days after Monday weeks begin.
    pub(super) fn week_start(&self) -> u32 {
        let first = WeekInformation::try_new((&self.0).into()).map(|week| week.first_weekday);
        match first {
            Ok(Weekday::Tuesday) => 1,
            Ok(Weekday::Wednesday) => 2,
            Ok(Weekday::Thursday) => 3,
            Ok(Weekday::Friday) => 4,
            Ok(Weekday::Saturday) => 5,
            Ok(Weekday::Sunday) => 6,
            Ok(Weekday::Monday) | Err(_) => 0,
        }
    }
}

/// Minor units as a decimal number, exactly.
fn decimal(amount_minor: i64, exponent: u32) -> Decimal {
    let mut amount = Decimal::from(amount_minor);
    // No currency has more than three decimals.
    amount.multiply_pow10(-i16::try_from(exponent).unwrap_or(2));
    amount
}
