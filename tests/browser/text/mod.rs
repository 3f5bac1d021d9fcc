//! The formats of native tests and of the gallery say what the browser's say.
//!
//! They are compiled once more for these tests alone, as a module that finds around it what it
//! finds in the widget.

mod formats;

use booking_widget::text::{Country, Texts, fill, take};
use chrono::{Days, NaiveDate, NaiveTime};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fixtures::{table, texts};
use formats::{DateShape, Formats};

/// What the tables have signs for, others, and every number of decimals.
const CURRENCIES: [&str; 10] = [
    "EUR", "USD", "GBP", "JPY", "BRL", "CHF", "KWD", "AED", "SAR", "UGX",
];
const AMOUNTS_MINOR: [i64; 12] = [
    0,
    1,
    99,
    100,
    4_800,
    99_999,
    123_450,
    1_234_567,
    999_999_999_999,
    -960,
    -123_456,
    i64::MIN,
];
const NUMBERS: [i64; 10] = [
    0,
    7,
    10,
    999,
    1_000,
    12_345,
    1_234_567,
    i64::MAX,
    -7,
    -1_234,
];
const PERCENTS: [&str; 8] = [
    "0.125",
    "5",
    "10",
    "12.5",
    "12.50",
    "33.333333333",
    "100",
    "100.00",
];
/// A count of each category in CLDR's order; a language without one never names it.
const COUNT_OF_CATEGORY: [u32; 6] = [0, 1, 2, 3, 11, 100];

/// The native formats of each language that they know, and its texts with those of the browser.
fn languages() -> [(Formats, &'static Texts); 3] {
    // Whatever country of English the browser of these tests prefers.
    let british = table("en").replacen("\ten\t", "\ten-GB\t", 1);
    [
        (Formats::new("en"), take(&british).unwrap()),
        (Formats::new("de"), texts("de")),
        (Formats::new("ar"), texts("ar")),
    ]
}

#[wasm_bindgen_test]
fn amounts_are_the_same_without_a_browser() {
    for (native, texts) in languages() {
        for currency in CURRENCIES.map(|code| code.parse().unwrap()) {
            for amount_minor in AMOUNTS_MINOR {
                let mut written = native.money(amount_minor, currency);
                if texts.is_right_to_left() {
                    // What texts do with either.
                    written = written
                        .replace('$', "$\u{200e}")
                        .replace('\u{a0}', "\u{200f}\u{a0}");
                }
                assert_eq!(written, texts.money(amount_minor, currency));
            }
        }
    }
}

#[wasm_bindgen_test]
fn numbers_and_shares_are_the_same_without_a_browser() {
    for (native, texts) in languages() {
        for number in NUMBERS {
            assert_eq!(native.number(number), texts.whole_number(number));
        }
        for percent in PERCENTS {
            assert_eq!(native.percent(percent), texts.percent(percent));
        }
    }
}

#[wasm_bindgen_test]
fn dates_are_the_same_without_a_browser() {
    let first: NaiveDate = "2026-11-20".parse().unwrap();
    for (native, texts) in languages() {
        // A year of days, and some far away.
        let days = (0..366)
            .chain([3_653, 30_000])
            .map(|day| first + Days::new(day));
        for day in days.chain(["1969-12-31".parse().unwrap()]) {
            let date = |shape| native.date(day, shape);
            assert_eq!(date(DateShape::Month), texts.month_title(day));
            assert_eq!(date(DateShape::Day), texts.day_title(day));
            assert_eq!(date(DateShape::Date), texts.date_title(day));
        }
    }
}

#[wasm_bindgen_test]
fn weeks_are_the_same_without_a_browser() {
    let monday: NaiveDate = "2024-01-01".parse().unwrap();
    for (native, texts) in languages() {
        assert_eq!(native.week_start(), Some(texts.week_start() + 1));
        // Arabic's short names are too long for a column.
        let short = match texts.tag() {
            "ar" => DateShape::WeekdayNarrow,
            _ => DateShape::WeekdayShort,
        };
        for (named, day) in texts.weekdays().iter().zip(texts.week_start()..) {
            let date = monday + Days::new(day.into());
            assert_eq!(native.date(date, short), named.short);
            assert_eq!(native.date(date, DateShape::Weekday), named.long);
        }
    }
}

#[wasm_bindgen_test]
fn times_are_the_same_without_a_browser() {
    for (native, texts) in languages() {
        for minutes in (0..1_440).step_by(5) {
            let time = NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap();
            assert_eq!(native.time(time), texts.time(time));
        }
    }
}

#[wasm_bindgen_test]
fn plural_forms_are_the_same_without_a_browser() {
    for (native, texts) in languages() {
        for count in (0..=320).chain([1_000, 1_001, 1_002, 1_003, 1_011, 1_000_000]) {
            let category = native.category(count);
            let known = COUNT_OF_CATEGORY[category];
            assert_eq!(texts.people(count), texts.people(known), "{count}");
        }
    }
}

#[wasm_bindgen_test]
fn countries_have_the_same_names_without_a_browser() {
    for (native, texts) in languages() {
        let mut named = 0;
        for Country { code, name, .. } in &*texts.countries() {
            let native = native.country_name(code);
            // Most of them are codes, and no name pretends to be one.
            if native != *code {
                assert_eq!(native, *name);
                named += 1;
            }
        }
        assert_eq!(named, 14, "as many as the tables name");
    }
}

#[wasm_bindgen_test]
fn texts_are_compared_in_the_same_way_without_a_browser() {
    for (native, texts) in languages() {
        for text in ["Ärzte ÖÜ ß", "AÇÃO É Ñ", "à la carte", "[Ýöû]", "الاثنين"]
        {
            assert_eq!(native.folded(text), texts.folded(text), "{text}");
        }
    }
}
