//! Amounts, numbers, dates and times as the guest's browser writes them.
//!
//! Every formatter is made when it is first needed and kept: making one is dear, above all the
//! first for dates, and using one is cheap.

use std::cell::{RefCell, RefMut};

use booking_engine::Currency;
use chrono::{NaiveDate, NaiveTime, Timelike};
use js_sys::{Array, Function, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::DateShape;
use crate::text::{Country, known_country};

const DATES: &str = "DateTimeFormat";
const NUMBERS: &str = "NumberFormat";
const PLURALS: &str = "PluralRules";
const NAMES: &str = "DisplayNames";
const ORDER: &str = "Collator";

/// The `Intl` of one locale.
#[derive(Debug)]
pub(in crate::text) struct Formats {
    locale: JsValue,
    /// There are never more than a dozen.
    made: RefCell<Vec<Made>>,
}

/// A formatter.
#[derive(Debug)]
struct Made {
    /// They name it.
    options: String,
    function: Function,
    /// What it made of the last numbers: most of what is shown is the same after every event, and
    /// to ask the browser takes longer than to look here.
    said: Vec<(i64, String)>,
}

/// A formatter remembers so much before it begins anew: a month of days and of prices.
const SAID_MAX: usize = 96;

impl Formats {
    /// By the first whole locale of the language (such as `de-AT`) that the page or else the
    /// browser names, since countries differ in how they write what they all call German.
    pub(in crate::text) fn new(language: &str) -> Self {
        let fits = |locale: &JsValue| {
            let named = locale.as_string().unwrap_or_default();
            let rest = named.strip_prefix(language);
            // What the browser refuses is not looked at again.
            rest.is_some_and(|rest| rest.starts_with('-'))
                && construct("Locale", &Array::of1(locale)).is_some()
        };
        let window = web_sys::window();
        let page = window.as_ref().and_then(|window| {
            let root = window.document()?.document_element()?;
            root.get_attribute("lang").map(JsValue::from)
        });
        let read = || window?.navigator().languages().iter().find(fits);
        let locale = page.filter(fits).or_else(read);
        Self {
            locale: locale.unwrap_or_else(|| language.into()),
            made: RefCell::default(),
        }
    }

    /// With as many decimals as the currency has where it is charged, which is not always what
    /// `Intl` would show.
    ///
    /// The amount is handed over in minor units with an exponent, as a text: `Intl` reads it
    /// exactly. (Browsers from before 2023 make a number of it, which is exact up to 15 digits.)
    pub(in crate::text) fn money(&self, amount_minor: i64, currency: Currency) -> String {
        let exponent = currency.exponent();
        let options = format!(
            r#"{{"style":"currency","currency":"{}","minimumFractionDigits":{exponent},"maximumFractionDigits":{exponent}}}"#,
            currency.code()
        );
        let amount = || format!("{amount_minor}e-{exponent}").into();
        // A hyphen is no minus, whatever CLDR says.
        self.format_known(NUMBERS, &options, amount_minor, &amount)
            .replace('-', "\u{2212}")
    }

    pub(in crate::text) fn number(&self, number: i64) -> String {
        self.format_known(NUMBERS, "{}", number, &|| number.to_string().into())
    }

    /// A decimal number of percent, such as `12.5`.
    pub(in crate::text) fn percent(&self, percent: &str) -> String {
        let options = r#"{"style":"percent","maximumFractionDigits":9}"#;
        self.format(NUMBERS, options, &format!("{percent}e-2").into())
    }

    /// A civil date: the browser is told of its midnight in UTC, and writes it in UTC.
    pub(in crate::text) fn date(&self, date: NaiveDate, shape: DateShape) -> String {
        let options = match shape {
            DateShape::Month => r#""month":"long","year":"numeric""#,
            DateShape::Day => r#""weekday":"long","day":"numeric","month":"long""#,
            DateShape::Date => {
                r#""weekday":"long","day":"numeric","month":"long","year":"numeric""#
            }
            DateShape::Weekday => r#""weekday":"long""#,
            DateShape::WeekdayShort => r#""weekday":"short""#,
            DateShape::WeekdayNarrow => r#""weekday":"narrow""#,
        };
        let days = date.signed_duration_since(NaiveDate::default()).num_days();
        self.moment(options, days * 86_400)
    }

    /// A time of day. The companion's offsets have made it local already.
    pub(in crate::text) fn time(&self, time: NaiveTime) -> String {
        let seconds = time.num_seconds_from_midnight();
        let text = self.moment(r#""timeStyle":"short""#, seconds.into());
        // The half of the day stays in the line of its hour.
        text.replace(' ', "\u{a0}")
    }

    /// A text without capitals, and without accents where they are marks of their own once it is
    /// taken apart.
    #[allow(clippy::unused_self, reason = "as the other formats")]
    pub(in crate::text) fn folded(&self, text: &str) -> String {
        let text = js_sys::JsString::from(text)
            .to_lower_case()
            .normalize("NFD");
        let text: String = text.into();
        let is_mark = |c: char| ('\u{300}'..='\u{36f}').contains(&c);
        text.chars().filter(|&c| !is_mark(c)).collect()
    }

    /// The place of a count's plural category in CLDR's order.
    pub(in crate::text) fn category(&self, count: u32) -> usize {
        match &*self.format(PLURALS, r#"{"type":"cardinal"}"#, &count.into()) {
            "zero" => 0,
            "one" => 1,
            "two" => 2,
            "few" => 3,
            "many" => 4,
            _ => 5,
        }
    }

    /// The day that weeks begin with, 1 for Monday to 7; none where the browser does not know.
    pub(in crate::text) fn week_start(&self) -> Option<u32> {
        let info = known_of(&self.locale, "getWeekInfo", "weekInfo")?;
        let day = Reflect::get(&info, &"firstDay".into()).ok()?.as_f64()?;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a number from 1 to 7; what is none becomes 0"
        )]
        Some(day as u32).filter(|day| (1..=7).contains(day))
    }

    pub(in crate::text) fn country_name(&self, code: &str) -> String {
        self.format(NAMES, r#"{"type":"region"}"#, &code.into())
    }

    /// The places of countries in the order in which readers of the language look for names.
    ///
    /// The browser sorts pairs of a name and a place, which are texts to its rules of order.
    pub(in crate::text) fn order_of_names(
        &self,
        countries: &[Country],
    ) -> impl Iterator<Item = usize> {
        let pairs = Array::new();
        for (place, country) in (0_u32..).zip(countries) {
            pairs.push(&Array::of2(&country.name.as_str().into(), &place.into()));
        }
        let sort = Reflect::get(&pairs, &"sort".into()).ok();
        let sort = sort.and_then(|sort| sort.dyn_into::<Function>().ok());
        if let (Some(sort), Some(compare)) = (sort, self.function(ORDER, "{}")) {
            // Without it they stay in the order of their calling codes.
            let _ = sort.call1(&pairs, &compare);
        }
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the places that were put in"
        )]
        (0..pairs.length()).filter_map(move |at| {
            let place = Array::from(&pairs.get(at)).get(1).as_f64()?;
            Some(place as usize)
        })
    }

    /// The first country of the browser's languages where the zone is used, or else the first of
    /// them at all. To look for the zone in every country would take browsers too long.
    #[allow(clippy::unused_self, reason = "as the other formats")]
    pub(in crate::text) fn country_of(&self, zone: &str) -> Option<&'static str> {
        let zone = JsValue::from(zone);
        let has_zone = |code: &&'static str| {
            let mut locale = String::from("und-");
            locale.push_str(code);
            let zones = known_of(&locale.into(), "getTimeZones", "timeZones");
            zones.is_some_and(|zones| Array::from(&zones).includes(&zone, 0))
        };
        let languages = web_sys::window()?.navigator().languages();
        let country = |tag: JsValue| Some(known_country(&region(&tag)?)?.1);
        let here = languages.iter().filter_map(country).find(has_zone);
        here.or_else(|| languages.iter().find_map(country))
    }

    fn moment(&self, options: &str, seconds: i64) -> String {
        // Guests of every calendar choose from the same grid, which is the Gregorian month.
        let options = format!(r#"{{"timeZone":"UTC","calendar":"gregory",{options}}}"#);
        #[allow(clippy::cast_precision_loss, reason = "dates are far below 2^53")]
        let milliseconds = || ((seconds * 1_000) as f64).into();
        self.format_known(DATES, &options, seconds, &milliseconds)
    }

    /// What the formatter with these options makes of a value; the options name the formatter.
    fn format(&self, class: &str, options: &str, value: &JsValue) -> String {
        let made = self.made_with(class, options);
        made.map_or_else(String::new, |made| made.says(value))
    }

    /// The same of a value that a number stands for.
    fn format_known(
        &self,
        class: &str,
        options: &str,
        number: i64,
        value: &dyn Fn() -> JsValue,
    ) -> String {
        let Some(mut made) = self.made_with(class, options) else {
            return String::new();
        };
        if let Some((_, text)) = made.said.iter().find(|(said, _)| *said == number) {
            return text.clone();
        }
        let text = made.says(&value());
        if made.said.len() == SAID_MAX {
            made.said.clear();
        }
        made.said.push((number, text.clone()));
        text
    }

    /// The formatter with these options, which is made where it is not yet.
    fn made_with(&self, class: &str, options: &str) -> Option<RefMut<'_, Made>> {
        let mut made = self.made.borrow_mut();
        let known = made.iter().position(|known| known.options == options);
        let place = known.or_else(|| {
            made.push(Made {
                options: options.to_owned(),
                function: self.function(class, options)?,
                said: Vec::new(),
            });
            made.len().checked_sub(1)
        });
        let place = place?;
        RefMut::filter_map(made, |made| made.get_mut(place)).ok()
    }

    fn function(&self, class: &str, options: &str) -> Option<Function> {
        let options = JSON::parse(options).ok()?;
        let formatter = construct(class, &Array::of2(&self.locale, &options))?;
        let method = match class {
            PLURALS => "select",
            NAMES => "of",
            ORDER => "compare",
            _ => "format",
        };
        let function = Reflect::get(&formatter, &method.into()).ok()?;
        Some(function.dyn_ref::<Function>()?.bind0(&formatter))
    }
}

impl Made {
    fn says(&self, value: &JsValue) -> String {
        let text = self.function.call1(&JsValue::NULL, value).ok();
        // Every browser that runs WebAssembly has `Intl` and takes these options.
        text.and_then(|text| text.as_string()).unwrap_or_default()
    }
}

/// What the browser knows of a locale: first a method, in some browsers still a property.
fn known_of(locale: &JsValue, method: &str, property: &str) -> Option<JsValue> {
    let locale = construct("Locale", &Array::of1(locale))?;
    let method = Reflect::get(&locale, &method.into()).ok()?;
    let known = match method.dyn_ref::<Function>() {
        Some(method) => method.call0(&locale),
        None => Reflect::get(&locale, &property.into()),
    };
    known.ok()
}

/// The country of a language's tag; where it names none, that of most who speak it.
fn region(tag: &JsValue) -> Option<String> {
    let locale = construct("Locale", &Array::of1(tag))?;
    let maximize = Reflect::get(&locale, &"maximize".into()).ok()?;
    let whole = maximize.dyn_ref::<Function>()?.call0(&locale).ok()?;
    Reflect::get(&whole, &"region".into()).ok()?.as_string()
}

/// A new object of a class of `Intl`; none where it refuses.
fn construct(class: &str, arguments: &Array) -> Option<JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class = Reflect::get(&intl, &class.into()).ok()?;
    Reflect::construct(class.dyn_ref::<Function>()?, arguments).ok()
}
