//! Plain English without a browser, for native tests and the gallery.

use booking_engine::Currency;
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use super::DateShape;
use crate::text::Country;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// English, whatever the language.
#[derive(Debug)]
pub(in crate::text) struct Formats;

impl Formats {
    pub(in crate::text) fn new(_: &str) -> Self {
        Self
    }

    /// "€1,234.50", "¥500", "CHF 25.00"; below zero with a true minus sign.
    #[allow(clippy::unused_self, reason = "the browser's formats have a state")]
    pub(in crate::text) fn money(&self, amount_minor: i64, currency: Currency) -> String {
        let mut text = String::new();
        if amount_minor < 0 {
            text.push('\u{2212}');
        }
        if let Some(symbol) = symbol(currency) {
            text.push_str(symbol);
        } else {
            text.push_str(currency.code());
            text.push(' ');
        }
        let exponent = currency.exponent();
        let step = 10_u64.pow(exponent);
        let amount = amount_minor.unsigned_abs();
        push_grouped(&mut text, amount / step);
        if exponent > 0 {
            text.push('.');
            let minor = (amount % step).to_string();
            // Leading zeros: 5 cents are ".05".
            for _ in minor.len()..exponent as usize {
                text.push('0');
            }
            text.push_str(&minor);
        }
        text
    }

    #[allow(clippy::unused_self, reason = "the browser's formats have a state")]
    pub(in crate::text) fn number(&self, number: i64) -> String {
        number.to_string()
    }

    #[allow(clippy::unused_self, reason = "the browser's formats have a state")]
    pub(in crate::text) fn percent(&self, percent: &str) -> String {
        format!("{percent}%")
    }

    #[allow(clippy::unused_self, reason = "the browser's formats have a state")]
    pub(in crate::text) fn date(&self, date: NaiveDate, shape: DateShape) -> String {
        let month = MONTHS[date.month0() as usize % 12];
        let weekday = WEEKDAYS[date.weekday().num_days_from_monday() as usize % 7];
        let (day, year) = (date.day(), date.year());
        match shape {
            DateShape::Month => format!("{month} {year}"),
            DateShape::Day => format!("{weekday} {day} {month}"),
            DateShape::Date => format!("{weekday} {day} {month} {year}"),
            DateShape::Weekday => weekday.to_owned(),
            DateShape::WeekdayShort => weekday[..2].to_owned(),
            DateShape::WeekdayNarrow => weekday[..1].to_owned(),
        }
    }

    /// "14:30".
    #[allow(clippy::unused_self, reason = "the browser's formats have a state")]
    pub(in crate::text) fn time(&self, time: NaiveTime) -> String {
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    #[allow(clippy::unused_self, reason = "the browser's formats have a state")]
    pub(in crate::text) fn folded(&self, text: &str) -> String {
        text.to_lowercase()
    }

    /// The place of the plural category in CLDR's order: one or other.
    #[allow(clippy::unused_self, reason = "the browser's formats have a state")]
    pub(in crate::text) fn category(&self, count: u32) -> usize {
        if count == 1 { 1 } else { 5 }
    }

    /// The code of a country, which everybody understands.
    #[allow(clippy::unused_self, reason = "the browser's formats have a state")]
    pub(in crate::text) fn country_name(&self, code: &str) -> String {
        code.to_owned()
    }

    /// The places of countries in the order of their names.
    #[allow(clippy::unused_self, reason = "the browser's formats have a state")]
    pub(in crate::text) fn order_of_names(
        &self,
        countries: &[Country],
    ) -> impl Iterator<Item = usize> {
        let mut places: Vec<usize> = (0..countries.len()).collect();
        places.sort_by_key(|&place| &countries[place].name);
        places.into_iter()
    }

    /// Tests begin in Lisbon.
    #[allow(clippy::unused_self, reason = "the browser's formats have a state")]
    pub(in crate::text) fn country_of(&self, zone: &str) -> Option<&'static str> {
        match zone {
            "Europe/Lisbon" => Some("PT"),
            "America/New_York" => Some("US"),
            _ => None,
        }
    }

    /// The day that weeks begin with, 1 for Monday to 7; none where that is not known.
    #[allow(clippy::unused_self, reason = "the browser's formats have a state")]
    pub(in crate::text) fn week_start(&self) -> Option<u32> {
        None
    }
}

/// The sign that English readers know for a currency without further thought.
fn symbol(currency: Currency) -> Option<&'static str> {
    Some(match currency.code() {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        "JPY" => "¥",
        _ => return None,
    })
}

fn push_grouped(text: &mut String, whole: u64) {
    let digits = whole.to_string();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
}
