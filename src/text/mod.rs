//! Every text that a guest reads, and how amounts, dates and times are written.
//!
//! The texts of a language arrive as a table with the page, or are fetched when the guest chooses
//! another one: no sentence of any language is compiled into the program. The build script reads
//! `assets/texts`, checks that every language is complete, and writes one function for each text,
//! which knows its line in the table.
//!
//! A sentence with a changing part holds it in braces: `{code}`. [`fill`] puts the parts in.

mod countries;
mod formats;

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use booking_engine::Currency;
use chrono::{Days, NaiveDate, NaiveTime};

pub use countries::{Country, find_country, known_country};
use formats::{DateShape, Formats};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// The texts of one language, and the formats of one locale in it.
///
/// Every error offers the next step; nothing blames the guest.
#[derive(Debug)]
pub struct Texts {
    tag: &'static str,
    right_to_left: bool,
    lines: [Cell<&'static str>; COUNT],
    formats: Formats,
    week_start: OnceCell<u32>,
    week: OnceCell<Vec<Weekday>>,
    countries: OnceCell<Rc<[Country]>>,
}

/// The head of a column of the month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weekday {
    /// "Mo".
    pub short: String,
    /// "Monday".
    pub long: String,
}

/// There is one value for each language, so two texts are equal when they are the same one.
impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Texts {}

thread_local! {
    /// The languages that were taken in. They live as long as the page, so they are leaked: each
    /// once, however often the guest goes from one to the other and back.
    static KNOWN: RefCell<Vec<&'static Texts>> = const { RefCell::new(Vec::new()) };
}

/// The table of English, for programs that bring one along. Guests get theirs with the page.
pub const ENGLISH: &str = include_str!(concat!(env!("OUT_DIR"), "/texts-en.txt"));

/// Takes a language's table in; a language that is known already is the same again, with the texts
/// that it lacked. None where the table is not for this program.
///
/// A page brings those along that a first look needs; the whole table comes with the later part of
/// the program.
pub fn take(table: &str) -> Option<&'static Texts> {
    let tag = tag_of(table)?;
    let known = KNOWN.with_borrow(|known| known.iter().copied().find(|texts| texts.tag == tag));
    if let Some(texts) = known {
        if !texts.is_whole() {
            let whole: &'static str = table.to_owned().leak();
            for (line, text) in texts.lines.iter().zip(whole.split('\n').skip(1)) {
                line.set(text);
            }
        }
        return Some(texts);
    }
    let formats = Formats::new(tag);
    let texts = leaked(table.to_owned().leak(), formats)?;
    KNOWN.with_borrow_mut(|known| known.push(texts));
    Some(texts)
}

#[cfg(not(target_arch = "wasm32"))]
thread_local! {
    /// The languages that leave marks, once for every way in which their countries differ; these
    /// are few, whatever is asked for.
    static MARKING: RefCell<Vec<&'static Texts>> = const { RefCell::new(Vec::new()) };
}

/// The texts of a locale such as `de-AT` for a page that is drawn before the program runs: amounts,
/// numbers, dates and times are marks, for the guest's browser to write.
#[cfg(not(target_arch = "wasm32"))]
pub fn marking(table: &'static str, locale: &str) -> Option<&'static Texts> {
    let tag = tag_of(table)?;
    let formats = Formats::marking(locale)?;
    let same = |texts: &&&'static Texts| texts.tag == tag && texts.formats.counts_like(&formats);
    if let Some(texts) = MARKING.with_borrow(|known| known.iter().find(same).copied()) {
        return Some(texts);
    }
    let texts = leaked(table, formats)?;
    MARKING.with_borrow_mut(|known| known.push(texts));
    Some(texts)
}

/// The language of a table, where it is one for this program.
fn tag_of(table: &str) -> Option<&str> {
    let (head, _) = table.split_once('\n')?;
    let [fingerprint, tag, _] = parts(head)?;
    (fingerprint == FINGERPRINT).then_some(tag)
}

fn leaked(table: &'static str, formats: Formats) -> Option<&'static Texts> {
    let mut lines = table.split('\n');
    let [_, tag, direction] = parts(lines.next()?)?;
    let texts = Texts {
        tag,
        right_to_left: direction == "rtl",
        lines: std::array::from_fn(|_| Cell::new(lines.next().unwrap_or_default())),
        formats,
        week_start: OnceCell::new(),
        week: OnceCell::new(),
        countries: OnceCell::new(),
    };
    Some(Box::leak(Box::new(texts)))
}

/// A language that was taken in before, with all of its texts.
pub fn known(tag: &str) -> Option<&'static Texts> {
    KNOWN.with_borrow(|known| {
        let mut known = known.iter().copied();
        known.find(|texts| texts.tag == tag && texts.is_whole())
    })
}

/// Puts parts into a text: `{name}` becomes its value. Values are not looked through again.
pub fn fill(text: &str, parts: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            // No closing brace: the rest is plain text.
            rest = &rest[before.len()..];
            break;
        };
        if let Some((_, value)) = parts.iter().find(|(part, _)| *part == name) {
            filled.push_str(value);
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

/// The place in a zone's name: `New York` of `America/New_York`.
pub fn zone_place(zone: &str) -> String {
    let place = zone.rsplit('/').next().unwrap_or(zone);
    place.replace('_', " ")
}

impl Texts {
    /// The language's tag, such as `de`.
    pub fn tag(&self) -> &'static str {
        self.tag
    }

    /// Whether it is written from right to left.
    pub fn is_right_to_left(&self) -> bool {
        self.right_to_left
    }

    /// The direction of writing, as HTML names it.
    pub fn direction(&self) -> &'static str {
        if self.right_to_left { "rtl" } else { "ltr" }
    }

    /// An amount in minor units with its currency: "€1,234.50".
    pub fn money(&self, amount_minor: i64, currency: Currency) -> String {
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
    pub fn number(&self, number: u32) -> String {
        self.formats.number(number.into())
    }

    /// A number that may lie below zero, in the language's digits.
    pub fn whole_number(&self, number: i64) -> String {
        self.formats.number(number)
    }

    /// A decimal number of percent, such as `12.5`: "12.5%".
    pub fn percent(&self, percent: &str) -> String {
        self.formats.percent(percent)
    }

    /// "14:30" or "2:30 PM".
    pub fn time(&self, time: NaiveTime) -> String {
        self.formats.time(time)
    }

    /// "December 2026".
    pub fn month_title(&self, date: NaiveDate) -> String {
        self.formats.date(date, DateShape::Month)
    }

    /// "Tuesday 1 December".
    pub fn day_title(&self, date: NaiveDate) -> String {
        self.formats.date(date, DateShape::Day)
    }

    /// "Tuesday, 1 December 2026".
    pub fn date_title(&self, date: NaiveDate) -> String {
        self.formats.date(date, DateShape::Date)
    }

    /// How many days after Monday weeks begin.
    pub fn week_start(&self) -> u32 {
        *self.week_start.get_or_init(|| {
            let day = self.formats.week_start();
            // What most readers of the language are used to, for browsers that do not know.
            let usual = || self.week_begins().parse().ok();
            day.or_else(usual).unwrap_or(1).saturating_sub(1) % 7
        })
    }

    /// The weekdays from the first day of the week.
    pub fn weekdays(&self) -> &[Weekday] {
        self.week.get_or_init(|| self.named_weekdays())
    }

    fn named_weekdays(&self) -> Vec<Weekday> {
        // A Monday; any would do.
        let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default();
        let start = u64::from(self.week_start());
        let days: Vec<NaiveDate> = (start..start + 7)
            .map(|day| monday + Days::new(day))
            .collect();
        let all = |shape| days.iter().map(move |&day| self.formats.date(day, shape));
        // The columns are narrow: where "short" is a whole word, one letter stands for it.
        let fits = all(DateShape::WeekdayShort).all(|name| name.chars().count() <= 4);
        let shape = if fits {
            DateShape::WeekdayShort
        } else {
            DateShape::WeekdayNarrow
        };
        let names = all(shape).zip(all(DateShape::Weekday));
        names.map(|(short, long)| Weekday { short, long }).collect()
    }

    /// "45 min", "1 h", "1 h 30 min".
    pub fn duration(&self, minutes: u32) -> String {
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
    pub fn count(&self, form: &str, count: u32) -> String {
        fill(form, &[("count", &self.number(count))])
    }

    /// A text without capitals and accents, to be compared with another one.
    pub fn folded(&self, text: &str) -> String {
        self.formats.folded(text)
    }

    /// Two things one after the other: "Test Guest, guest@example.com".
    pub fn both(&self, first: &str, second: &str) -> String {
        fill(self.pair(), &[("first", first), ("second", second)])
    }

    /// Two sentences one after the other.
    pub fn one_after_the_other(&self, first: &str, second: &str) -> String {
        fill(self.sentences(), &[("first", first), ("second", second)])
    }

    /// No text is empty, and the last one is of the later part.
    fn is_whole(&self) -> bool {
        self.lines.last().is_none_or(|line| !line.get().is_empty())
    }

    fn plain(&self, line: usize) -> &'static str {
        self.lines[line].get()
    }

    /// The form of a text that a count asks for: each begins with the digit of its category.
    fn form(&self, line: usize, count: u32) -> &'static str {
        let wanted = self.formats.category(count);
        let forms = self.lines[line].get().split('\t');
        let mut last = "";
        for form in forms {
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

/// The three parts of the table's first line.
fn parts(head: &str) -> Option<[&str; 3]> {
    let mut parts = head.split('\t');
    Some([parts.next()?, parts.next()?, parts.next()?])
}
