//! Formats that leave marks in the place of amounts, numbers, dates and times, for a page that is
//! drawn before the program runs: only the guest's browser knows how its `Intl` writes them, and a
//! script of the page asks it (`companion/src/pages/first.js`).
//!
//! A mark is a sign of the private use area, a letter that names the kind, the value, and another
//! such sign. What is decided by a language and not by how a browser writes comes from ICU's own
//! data, as it does there: plural forms, and the day that weeks begin with.

use booking_engine::Currency;
use chrono::{NaiveDate, NaiveTime, Timelike};
use icu_calendar::types::Weekday;
use icu_calendar::week::WeekInformation;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

use super::DateShape;

/// The marks of one locale.
#[derive(Debug)]
pub(super) struct Marks {
    plurals: PluralRules,
    week_start: u32,
    /// The one country whose plural forms are not those of its language.
    is_portugal: bool,
}

/// Whether they come to the same marks in the same language.
impl PartialEq for Marks {
    fn eq(&self, other: &Self) -> bool {
        self.week_start == other.week_start && self.is_portugal == other.is_portugal
    }
}

impl Marks {
    /// None where the locale is not one.
    pub(super) fn new(locale: &str) -> Option<Self> {
        let locale: Locale = locale.parse().ok()?;
        let week = WeekInformation::try_new((&locale).into()).ok()?;
        Some(Self {
            is_portugal: locale
                .id
                .region
                .is_some_and(|region| region.as_str() == "PT"),
            plurals: PluralRules::try_new_cardinal((&locale).into()).ok()?,
            week_start: match week.first_weekday {
                Weekday::Monday => 1,
                Weekday::Tuesday => 2,
                Weekday::Wednesday => 3,
                Weekday::Thursday => 4,
                Weekday::Friday => 5,
                Weekday::Saturday => 6,
                Weekday::Sunday => 7,
            },
        })
    }

    pub(super) fn money(amount_minor: i64, currency: Currency) -> String {
        let (code, exponent) = (currency.code(), currency.exponent());
        mark('m', &format!("{amount_minor}{code}{exponent}"))
    }

    pub(super) fn number(number: i64) -> String {
        mark('n', &number.to_string())
    }

    pub(super) fn percent(percent: &str) -> String {
        mark('p', percent)
    }

    /// By the number of the day since 1970.
    pub(super) fn date(date: NaiveDate, shape: DateShape) -> String {
        let kind = match shape {
            DateShape::Month => 'M',
            DateShape::Day => 'D',
            DateShape::Date => 'F',
            DateShape::Weekday => 'W',
            // Whether the short name fits is seen where it is written.
            DateShape::WeekdayShort | DateShape::WeekdayNarrow => 'S',
        };
        let days = date.signed_duration_since(NaiveDate::default()).num_days();
        mark(kind, &days.to_string())
    }

    /// By the minute of the day.
    pub(super) fn time(time: NaiveTime) -> String {
        mark('t', &(time.hour() * 60 + time.minute()).to_string())
    }

    /// The place of a count's plural category in CLDR's order.
    pub(super) fn category(&self, count: u32) -> usize {
        match self.plurals.category_for(count) {
            PluralCategory::Zero => 0,
            PluralCategory::One => 1,
            PluralCategory::Two => 2,
            PluralCategory::Few => 3,
            PluralCategory::Many => 4,
            PluralCategory::Other => 5,
        }
    }

    pub(super) fn week_start(&self) -> u32 {
        self.week_start
    }
}

fn mark(kind: char, value: &str) -> String {
    format!("\u{e000}{kind}{value}\u{e001}")
}
