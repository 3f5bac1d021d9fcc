//! The formats without a browser, for native tests and the gallery: German and Arabic as Chromium
//! writes them, and British English for every other language.

mod facts;

use booking_engine::Currency;
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use super::DateShape;
use crate::text::{Country, fill};
use facts::{ARABIC, ENGLISH, Facts, GERMAN};

/// The formats of one language.
#[derive(Debug)]
pub(in crate::text) struct Formats {
    facts: &'static Facts,
    /// None of a language that is not its own here.
    week_start: Option<u32>,
}

impl Formats {
    pub(in crate::text) fn new(tag: &str) -> Self {
        let (facts, week_start) = match tag {
            "en" => (&ENGLISH, Some(1)),
            "de" => (&GERMAN, Some(1)),
            "ar" => (&ARABIC, Some(6)),
            _ => (&ENGLISH, None),
        };
        Self { facts, week_start }
    }

    /// "€1,234.50", "1.234,50 €"; below zero with a true minus sign.
    pub(in crate::text) fn money(&self, amount_minor: i64, currency: Currency) -> String {
        let facts = self.facts;
        let exponent = currency.exponent() as usize;
        // Leading zeros: 5 cents are "0.05".
        let digits = format!("{:0>1$}", amount_minor.unsigned_abs(), exponent + 1);
        let (whole, minor) = digits.split_at(digits.len() - exponent);
        let number = self.decimal(whole, minor);
        let code = currency.code();
        let (pattern, sign) = match named(facts.signs, code) {
            Some(sign) => (facts.money, sign),
            None => (facts.money_with_code, code),
        };
        let minus = if amount_minor < 0 { facts.minus } else { "" };
        let parts = [("minus", minus), ("number", &number), ("sign", sign)];
        // As the browser's formats have it.
        fill(pattern, &parts).replace('-', "\u{2212}")
    }

    pub(in crate::text) fn number(&self, number: i64) -> String {
        let minus = if number < 0 { self.facts.minus } else { "" };
        minus.to_owned() + &self.decimal(&number.unsigned_abs().to_string(), "")
    }

    /// A decimal number of percent, such as `12.5`.
    pub(in crate::text) fn percent(&self, percent: &str) -> String {
        let (whole, fraction) = percent.split_once('.').unwrap_or((percent, ""));
        let number = self.decimal(whole, fraction.trim_end_matches('0'));
        fill(self.facts.percent, &[("number", &number)])
    }

    pub(in crate::text) fn date(&self, date: NaiveDate, shape: DateShape) -> String {
        let facts = self.facts;
        let month = facts.months[date.month0() as usize % 12];
        let weekday = date.weekday().num_days_from_monday() as usize % 7;
        let (day, year) = (date.day().to_string(), date.year().to_string());
        let pattern = match shape {
            DateShape::Month => "{month} {year}",
            DateShape::Day => facts.day,
            DateShape::Date => facts.date,
            DateShape::Weekday => facts.weekdays[weekday],
            DateShape::WeekdayShort => facts.weekdays_short[weekday],
            DateShape::WeekdayNarrow => facts.weekdays_narrow[weekday],
        };
        let weekday = facts.weekdays[weekday];
        fill(
            pattern,
            &[
                ("weekday", weekday),
                ("day", &day),
                ("month", month),
                ("year", &year),
            ],
        )
    }

    /// "14:30", or "2:30 م" with a blank that does not break.
    pub(in crate::text) fn time(&self, time: NaiveTime) -> String {
        let minute = time.minute();
        match self.facts.halves {
            None => format!("{:02}:{minute:02}", time.hour()),
            Some(halves) => {
                let (is_afternoon, hour) = time.hour12();
                let half = halves[usize::from(is_afternoon)];
                format!("{hour}:{minute:02}\u{a0}{half}")
            }
        }
    }

    /// A text without capitals, and without the accents of Western Europe.
    #[allow(clippy::unused_self, reason = "the browser's formats have a state")]
    pub(in crate::text) fn folded(&self, text: &str) -> String {
        let bare = |letter: char| match letter {
            'à'..='å' => 'a',
            'ç' => 'c',
            'è'..='ë' => 'e',
            'ì'..='ï' => 'i',
            'ñ' => 'n',
            'ò'..='ö' => 'o',
            'ù'..='ü' => 'u',
            'ý' | 'ÿ' => 'y',
            other => other,
        };
        text.to_lowercase().chars().map(bare).collect()
    }

    /// The place of a count's plural category in CLDR's order.
    pub(in crate::text) fn category(&self, count: u32) -> usize {
        (self.facts.category)(count)
    }

    /// The name of a country, or its code where no test and no picture asks for the name.
    pub(in crate::text) fn country_name(&self, code: &str) -> String {
        named(self.facts.countries, code).unwrap_or(code).to_owned()
    }

    /// The places of countries in the order of their names.
    pub(in crate::text) fn order_of_names(
        &self,
        countries: &[Country],
    ) -> impl Iterator<Item = usize> {
        let mut places: Vec<usize> = (0..countries.len()).collect();
        places.sort_by_cached_key(|&place| self.folded(&countries[place].name));
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
    pub(in crate::text) fn week_start(&self) -> Option<u32> {
        self.week_start
    }

    /// The digits of a number in groups, and those after the decimal sign if there are any.
    fn decimal(&self, whole: &str, fraction: &str) -> String {
        let mut text = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push_str(self.facts.group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push_str(self.facts.decimal);
            text.push_str(fraction);
        }
        text
    }
}

fn named(names: &[(&'static str, &'static str)], code: &str) -> Option<&'static str> {
    let (_, name) = names.iter().find(|(known, _)| *known == code)?;
    Some(name)
}
