//! How amounts, days and benefits are written.

use booking_contract::owner::CouponStatus;
use booking_engine::{Benefit, Currency};
use booking_widget::text::{self, ENGLISH, Texts};
use chrono::{DateTime, Utc};
use js_sys::{Date, Object, Reflect};

/// How the browser writes a day with a minute.
const MINUTE: [(&str, &str); 2] = [("dateStyle", "medium"), ("timeStyle", "short")];

/// The texts and formats that the widget has, in English. It is built along, so it fits.
pub fn texts() -> &'static Texts {
    text::take(ENGLISH).expect("the table of this very build")
}

/// An amount with its currency.
pub fn money(amount_minor: i64, currency: Currency) -> String {
    texts().money(amount_minor, currency)
}

/// What a coupon takes off: "20% off, at most €30.00".
pub fn benefit(benefit: &Benefit, currency: Currency) -> String {
    match benefit {
        Benefit::Percent {
            percent,
            max_discount_minor,
        } => {
            let share = texts().percent(&percent.to_string());
            match max_discount_minor {
                Some(cap) => format!("{share} off, at most {}", money(*cap, currency)),
                None => format!("{share} off"),
            }
        }
        Benefit::Fixed { amounts_minor } => {
            let amounts = amounts_minor.iter();
            let all: Vec<_> = amounts
                .map(|(currency, amount)| money(*amount, *currency))
                .collect();
            format!("{} off", all.join(" or "))
        }
    }
}

/// Where a coupon stands, in a word or two.
pub fn status(status: CouponStatus) -> &'static str {
    match status {
        CouponStatus::Inactive => "Switched off",
        CouponStatus::Scheduled => "Scheduled",
        CouponStatus::Expired => "Expired",
        CouponStatus::UsedUp => "Used up",
        CouponStatus::Active => "Active",
    }
}

/// "1 use", "2,000 uses".
pub fn count(number: u64, one: &str, more: &str) -> String {
    let word = if number == 1 { one } else { more };
    format!("{} {word}", whole(number))
}

/// A whole number with its separators.
pub fn whole(number: u64) -> String {
    texts().whole_number(i64::try_from(number).unwrap_or(i64::MAX))
}

/// The day of an instant where the business is: "1 Dec 2026". For browsers alone, which know the
/// zones.
pub(crate) fn day_at(instant: DateTime<Utc>, zone: &str) -> String {
    shown(instant, Some(zone), &[("dateStyle", "medium")])
}

/// Day and minute of an instant where the business is: "1 Dec 2026, 18:00".
pub(crate) fn minute_at(instant: DateTime<Utc>, zone: &str) -> String {
    shown(instant, Some(zone), &MINUTE)
}

/// Day and minute of an instant where whoever reads it is.
pub(crate) fn minute_here(instant: DateTime<Utc>) -> String {
    shown(instant, None, &MINUTE)
}

/// The day that it is, as the browser's clock has it.
pub(crate) fn today() -> Option<chrono::NaiveDate> {
    let now = Date::new_0();
    let month = now.get_month() + 1;
    let year = i32::try_from(now.get_full_year()).ok()?;
    chrono::NaiveDate::from_ymd_opt(year, month, now.get_date())
}

/// Day and time of an instant where the business is: "Tue, 1 Dec 2026, 10:00". For browsers alone.
pub(crate) fn time_at(instant: DateTime<Utc>, zone: &str) -> String {
    let options = [
        ("weekday", "short"),
        ("year", "numeric"),
        ("month", "short"),
        ("day", "numeric"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
    ];
    shown(instant, Some(zone), &options)
}

/// The time of an instant where the business is: "10:00". For browsers alone.
pub(crate) fn clock_at(instant: DateTime<Utc>, zone: &str) -> String {
    let options = [("hour", "2-digit"), ("minute", "2-digit")];
    shown(instant, Some(zone), &options)
}

/// A day of the calendar with its weekday: "Tue, 1 Dec 2026". For browsers alone.
pub(crate) fn weekday_and_date(date: chrono::NaiveDate) -> String {
    let options = [
        ("weekday", "short"),
        ("year", "numeric"),
        ("month", "short"),
        ("day", "numeric"),
    ];
    shown(midnight(date), Some("UTC"), &options)
}

/// A day of the calendar: "1 Dec 2026". For browsers alone.
pub(crate) fn date(date: chrono::NaiveDate) -> String {
    shown(midnight(date), Some("UTC"), &[("dateStyle", "medium")])
}

fn midnight(date: chrono::NaiveDate) -> DateTime<Utc> {
    date.and_time(chrono::NaiveTime::MIN).and_utc()
}

fn shown(instant: DateTime<Utc>, zone: Option<&str>, options: &[(&str, &str)]) -> String {
    let shape = Object::new();
    let zone = zone.map(|zone| ("timeZone", zone));
    for (name, value) in options.iter().chain(&zone) {
        // An object of our own takes every field.
        let _ = Reflect::set(&shape, &(*name).into(), &(*value).into());
    }
    let language = web_sys::window()
        .and_then(|window| window.navigator().language())
        .filter(|language| language.starts_with("en"))
        .unwrap_or_else(|| "en".to_owned());
    #[allow(
        clippy::cast_precision_loss,
        reason = "milliseconds of any year that a calendar shows are exact"
    )]
    let date = Date::new(&(instant.timestamp_millis() as f64).into());
    String::from(date.to_locale_string(&language, &shape))
}

/// Puts a text where it can be pasted from; false where the browser does not.
pub(crate) async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    let written = window.navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(written).await.is_ok()
}
