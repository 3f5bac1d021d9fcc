//! What the widget says, for pages that say it without the widget: its texts, and the guest's
//! way of writing amounts, dates and times.
//!
//! The texts are the widget's own tables, so that both say the same; numbers and dates are written
//! by ICU4X, which has the same rules as the browsers' `Intl`.

mod formats;
mod sentences;

use booking_engine::Currency;
use chrono::{NaiveDate, NaiveTime};

use crate::pages::speech::{Spoken, Texts as PageTexts};
use formats::{DateShape, Formats};

/// A language with the guest's formats.
pub(crate) struct Words {
    /// The texts of pages that the widget has no use for.
    pub(crate) page: &'static PageTexts,
    /// The locale as it was asked for.
    pub(crate) locale: String,
    lines: &'static [&'static str],
    formats: Formats,
    right_to_left: bool,
}

mod generated {
    #![allow(
        dead_code,
        unreachable_pub,
        clippy::wrong_self_convention,
        reason = "written by the build script"
    )]
    use super::Words as Texts;
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

/// Puts parts into a text: `{name}` becomes its value. Values are not looked through again.
pub(crate) fn fill(text: &str, parts: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else {
            // No closing brace: the rest is plain text.
            break;
        };
        filled.push_str(before);
        let known = parts.iter().find(|(part, _)| *part == name);
        filled.push_str(known.map_or("", |(_, value)| value));
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

/// The place in a zone's name: `New York` of `America/New_York`.
pub(crate) fn zone_place(zone: &str) -> String {
    zone.rsplit('/').next().unwrap_or(zone).replace('_', " ")
}

impl Words {
    /// The words of a language.
    pub(crate) fn of(spoken: &Spoken) -> Self {
        let texts = spoken.texts();
        Self {
            page: texts,
            locale: spoken.locale.clone(),
            lines: &spoken.language.lines,
            formats: Formats::of(&spoken.locale),
            right_to_left: texts.direction() == "rtl",
        }
    }

    /// The direction of writing, as HTML names it.
    pub(crate) fn direction(&self) -> &'static str {
        self.page.direction()
    }

    /// An amount in minor units with its currency: "€1,234.50".
    pub(crate) fn money(&self, amount_minor: i64, currency: Currency) -> String {
        let text = self.formats.money(amount_minor, currency);
        if self.right_to_left {
            // Signs such as "US$" keep the order of their letters, and stay on the same side of
            // an amount below zero.
            text.replace('$', "$\u{200e}")
                .replace('\u{a0}', "\u{200f}\u{a0}")
        } else {
            text
        }
    }

    /// A number in the language's digits.
    pub(crate) fn number(&self, number: impl Into<i64>) -> String {
        self.formats.number(number.into())
    }

    /// A decimal number of percent, such as `12.5`: "12.5%".
    pub(crate) fn percent(&self, percent: &str) -> String {
        self.formats.percent(percent)
    }

    /// "14:30" or "2:30 PM".
    pub(crate) fn time(&self, time: NaiveTime) -> String {
        self.formats.time(time)
    }

    /// "December 2026".
    pub(crate) fn month_title(&self, date: NaiveDate) -> String {
        self.formats.date(date, DateShape::Month)
    }

    /// "Tuesday 1 December".
    pub(crate) fn day_title(&self, date: NaiveDate) -> String {
        self.formats.date(date, DateShape::Day)
    }

    /// "Tuesday 1 December 2026".
    pub(crate) fn date_title(&self, date: NaiveDate) -> String {
        self.formats.date(date, DateShape::Date)
    }

    /// "Tuesday", and "Tue" or, where that is too long for a column, "T".
    pub(crate) fn weekday(&self, date: NaiveDate) -> (String, String) {
        let long = self.formats.date(date, DateShape::Weekday);
        let short = self.formats.date(date, DateShape::WeekdayShort);
        let fits = short.chars().count() <= 4;
        let narrow = || self.formats.date(date, DateShape::WeekdayNarrow);
        (long, if fits { short } else { narrow() })
    }

    /// How many days after Monday weeks begin.
    pub(crate) fn week_start(&self) -> u32 {
        self.formats.week_start()
    }

    /// "45 min", "1 h", "1 h 30 min".
    pub(crate) fn duration(&self, minutes: u32) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60);
        let pattern = match (hours, rest) {
            (0, _) => self.minutes(),
            (_, 0) => self.hours(),
            _ => self.hours_and_minutes(),
        };
        let (hours, rest) = (self.number(hours), self.number(rest));
        fill(pattern, &[("hours", &hours), ("minutes", &rest)])
    }

    /// Puts a count into the form that it asked for.
    pub(crate) fn count(&self, form: &str, count: u32) -> String {
        fill(form, &[("count", &self.number(count))])
    }

    /// Two things one after the other: "Test Guest, guest@example.com".
    pub(crate) fn both(&self, first: &str, second: &str) -> String {
        fill(self.pair(), &[("first", first), ("second", second)])
    }

    /// All of them, one after the other.
    pub(crate) fn all(&self, parts: impl IntoIterator<Item = String>) -> String {
        let pair = |all: String, next: String| self.both(&all, &next);
        parts.into_iter().reduce(pair).unwrap_or_default()
    }

    fn plain(&self, line: usize) -> &'static str {
        self.lines.get(line).copied().unwrap_or_default()
    }

    /// The form of a text that a count asks for: each begins with the digit of its category.
    fn form(&self, line: usize, count: u32) -> &'static str {
        let wanted = self.formats.category(count);
        let mut last = "";
        for form in self.plain(line).split('\t') {
            let (digit, text) = form.split_at_checked(1).unwrap_or_default();
            // The last one is the form for all other numbers.
            last = text;
            if digit.parse() == Ok(wanted) {
                break;
            }
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;
    use chrono::NaiveDate;

    use super::{Words, fill};
    use crate::pages::speech::Spoken;

    fn words(tag: &str) -> Words {
        Words::of(&Spoken::choose(Some(tag), &HeaderMap::new()))
    }

    #[track_caller]
    fn check(tag: &str, said: impl Fn(&Words) -> String, expected: &str) {
        assert_eq!(said(&words(tag)), expected, "{tag}");
    }

    #[test]
    fn amounts_dates_and_times_are_written_as_the_guest_is_used_to() {
        let money = |words: &Words| words.money(-123_450, "EUR".parse().expect("a currency"));
        check("en", money, "\u{2212}€1,234.50");
        check("de-AT", money, "\u{2212}€\u{a0}1\u{a0}234,50");
        check("de", money, "\u{2212}1.234,50\u{a0}€");
        let whole = |words: &Words| words.money(123_450, "JPY".parse().expect("a currency"));
        check("ja", whole, "￥123,450");
        let date =
            |words: &Words| words.date_title(NaiveDate::from_ymd_opt(2026, 12, 1).expect("a date"));
        check("en-GB", date, "Tuesday, 1 December 2026");
        check("en", date, "Tuesday, December 1, 2026");
        check("ja", date, "2026年12月1日火曜日");
        let time = |words: &Words| words.time("14:05:00".parse().expect("a time"));
        check("en-US", time, "2:05\u{a0}PM");
        check("fr", time, "14:05");
        check("de", |words| words.percent("12.5"), "12,5\u{a0}%");
    }

    #[test]
    fn a_count_asks_for_its_form() {
        let people = |count| move |words: &Words| words.count(words.people(count), count);
        check("en", people(1), "1 person");
        check("en", people(3), "3 people");
        // One form for each category that the language has.
        let forms = [0, 1, 2, 3, 11, 100].map(|count| people(count)(&words("ar")));
        let mut different = forms.to_vec();
        different.dedup();
        assert_eq!(different.len(), 6, "{forms:?}");
    }

    #[test]
    fn weekdays_fit_into_their_columns() {
        let sunday = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date");
        check("en", |words| words.weekday(sunday).1, "Sun");
        check("ar", |words| words.weekday(sunday).1, "ح");
    }

    #[test]
    fn weeks_begin_as_the_region_has_it() {
        check("en-US", |words| words.week_start().to_string(), "6");
        check("de", |words| words.week_start().to_string(), "0");
    }

    #[test]
    fn what_is_put_in_is_not_looked_through_again() {
        let filled = fill("{a} and {b}", &[("a", "{b}"), ("b", "2")]);
        assert_eq!(filled, "{b} and 2");
    }
}
