//! The formats of a native program: plain ones, or marks for a page that goes to a browser.

use booking_engine::Currency;
use chrono::{NaiveDate, NaiveTime};

use super::marks::Marks;
use super::{DateShape, plain};
use crate::text::Country;

/// The formats of one locale.
#[derive(Debug)]
pub(in crate::text) struct Formats {
    plain: plain::Formats,
    /// What is written by the guest's browser, where there will be one.
    marks: Option<Marks>,
}

impl Formats {
    pub(in crate::text) fn new(tag: &str) -> Self {
        Self {
            plain: plain::Formats::new(tag),
            marks: None,
        }
    }

    /// Formats of a locale that leave marks; none where it is not one.
    pub(in crate::text) fn marking(locale: &str) -> Option<Self> {
        Some(Self {
            plain: plain::Formats::new(locale),
            marks: Some(Marks::new(locale)?),
        })
    }

    /// Whether two that leave marks do so alike.
    pub(in crate::text) fn counts_like(&self, other: &Self) -> bool {
        matches!((&self.marks, &other.marks), (Some(one), Some(two)) if one == two)
    }

    pub(in crate::text) fn money(&self, amount_minor: i64, currency: Currency) -> String {
        match &self.marks {
            Some(_) => Marks::money(amount_minor, currency),
            None => self.plain.money(amount_minor, currency),
        }
    }

    pub(in crate::text) fn number(&self, number: i64) -> String {
        match &self.marks {
            Some(_) => Marks::number(number),
            None => self.plain.number(number),
        }
    }

    pub(in crate::text) fn percent(&self, percent: &str) -> String {
        match &self.marks {
            Some(_) => Marks::percent(percent),
            None => self.plain.percent(percent),
        }
    }

    pub(in crate::text) fn date(&self, date: NaiveDate, shape: DateShape) -> String {
        match &self.marks {
            Some(_) => Marks::date(date, shape),
            None => self.plain.date(date, shape),
        }
    }

    pub(in crate::text) fn time(&self, time: NaiveTime) -> String {
        match &self.marks {
            Some(_) => Marks::time(time),
            None => self.plain.time(time),
        }
    }

    pub(in crate::text) fn folded(&self, text: &str) -> String {
        self.plain.folded(text)
    }

    pub(in crate::text) fn category(&self, count: u32) -> usize {
        match &self.marks {
            Some(marks) => marks.category(count),
            None => self.plain.category(count),
        }
    }

    pub(in crate::text) fn week_start(&self) -> Option<u32> {
        match &self.marks {
            Some(marks) => Some(marks.week_start()),
            None => self.plain.week_start(),
        }
    }

    pub(in crate::text) fn country_name(&self, code: &str) -> String {
        self.plain.country_name(code)
    }

    pub(in crate::text) fn order_of_names(
        &self,
        countries: &[Country],
    ) -> impl Iterator<Item = usize> {
        self.plain.order_of_names(countries)
    }

    pub(in crate::text) fn country_of(&self, zone: &str) -> Option<&'static str> {
        self.plain.country_of(zone)
    }
}
