//! Every text that a guest reads, and how amounts, dates and times are written.
//!
//! A sentence with a changing part holds it in braces: `{code}`. [`fill`] puts the parts in.

mod english;

use booking_engine::Currency;
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

pub use english::EN;

/// The fixed texts of one language.
///
/// Every error offers the next step; nothing blames the guest.
#[derive(Debug)]
#[allow(missing_docs, reason = "each text says itself what it is for")]
pub struct Texts {
    /// The language's tag, such as `en`.
    pub lang: &'static str,
    pub months: [&'static str; 12],
    /// Monday first.
    pub weekdays: [&'static str; 7],
    pub weekdays_short: [&'static str; 7],
    /// `{weekday} {day} {month}`.
    pub day: &'static str,
    /// `{weekday} {day} {month} {year}`.
    pub date: &'static str,
    /// `{month} {year}`.
    pub month: &'static str,
    /// `{date}`, `{from}`, `{to}`.
    pub date_and_times: &'static str,
    /// `{from}`, `{to}`.
    pub time_range: &'static str,
    pub minutes: &'static str,
    pub hours: &'static str,
    pub hours_and_minutes: &'static str,
    pub minutes_left: &'static str,
    pub seconds_left: &'static str,
    pub one_minute: &'static str,
    pub some_minutes: &'static str,
    pub some_seconds: &'static str,

    // Steps and buttons.
    pub steps: &'static str,
    pub step_time: &'static str,
    pub step_details: &'static str,
    pub step_payment: &'static str,
    pub step_confirm: &'static str,
    pub proceed: &'static str,
    pub back: &'static str,
    pub close: &'static str,
    pub retry: &'static str,
    pub reload: &'static str,
    pub book_again: &'static str,
    pub choose_time: &'static str,
    pub loading: &'static str,
    pub test_banner: &'static str,
    pub optional: &'static str,

    // Time step.
    pub service: &'static str,
    pub free: &'static str,
    pub per_person: &'static str,
    pub attendees: &'static str,
    pub fewer: &'static str,
    pub more: &'static str,
    pub one_person: &'static str,
    pub people: &'static str,
    pub previous_month: &'static str,
    pub next_month: &'static str,
    pub today: &'static str,
    pub day_one_free: &'static str,
    pub day_some_free: &'static str,
    pub day_none_free: &'static str,
    pub day_closed: &'static str,
    pub morning: &'static str,
    pub afternoon: &'static str,
    pub evening: &'static str,
    pub one_place_left: &'static str,
    pub places_left: &'static str,
    pub pick_a_day: &'static str,
    pub none_in_month: &'static str,
    pub none_on_day: &'static str,
    pub next_open: &'static str,
    pub slots_loading: &'static str,
    pub slots_failed: &'static str,
    pub slots_failed_offline: &'static str,
    pub time_zone: &'static str,
    pub zone_differs: &'static str,
    pub zone_time: &'static str,
    pub zone_time_on: &'static str,
    pub time_missing: &'static str,
    pub time_gone_service: &'static str,
    pub time_too_small: &'static str,
    pub time_too_small_one: &'static str,

    // Details.
    pub name: &'static str,
    pub email: &'static str,
    pub phone: &'static str,
    pub notes: &'static str,
    pub email_hint: &'static str,
    pub notes_hint: &'static str,
    pub name_empty: &'static str,
    pub name_long: &'static str,
    pub name_control: &'static str,
    pub email_empty: &'static str,
    pub email_local: &'static str,
    pub email_domain: &'static str,
    pub email_character: &'static str,
    pub email_long: &'static str,
    pub phone_short: &'static str,
    pub phone_long: &'static str,
    pub phone_character: &'static str,
    pub notes_long: &'static str,
    pub notes_control: &'static str,
    pub consent_missing: &'static str,
    pub field_refused: &'static str,

    // Review and payment.
    pub summary: &'static str,
    pub what: &'static str,
    pub when: &'static str,
    pub who: &'static str,
    pub where_: &'static str,
    pub change: &'static str,
    pub change_service: &'static str,
    pub change_time: &'static str,
    pub change_details: &'static str,
    pub subtotal: &'static str,
    pub total: &'static str,
    pub pay: &'static str,
    pub confirm: &'static str,
    pub confirming: &'static str,
    pub legal_pay: &'static str,
    pub legal_free: &'static str,
    pub below_minimum: &'static str,
    pub no_price: &'static str,
    pub price_changed: &'static str,
    pub price_was: &'static str,
    pub price_now: &'static str,
    pub accept_pay: &'static str,
    pub accept_free: &'static str,
    pub accept_blocked: &'static str,
    pub change_unit_price: &'static str,
    pub change_discount: &'static str,
    pub change_code: &'static str,
    pub change_other: &'static str,

    // Coupon.
    pub coupon_open: &'static str,
    pub coupon_label: &'static str,
    pub coupon_apply: &'static str,
    pub coupon_checking: &'static str,
    pub coupon_remove: &'static str,
    pub coupon_replace: &'static str,
    pub coupon_cancel: &'static str,
    pub percent_off: &'static str,
    pub percent_off_capped: &'static str,
    pub amount_off: &'static str,
    pub coupon_applied: &'static str,
    pub coupon_waits: &'static str,
    pub coupon_removed: &'static str,
    pub coupon_same: &'static str,
    pub total_now: &'static str,
    pub code_empty: &'static str,
    pub code_form: &'static str,
    pub code_unapplied: &'static str,
    pub code_throttled: &'static str,
    pub code_unreachable: &'static str,
    pub code_offline: &'static str,
    pub code_kept: &'static str,
    pub code_not_found: &'static str,
    pub code_inactive: &'static str,
    pub code_not_started: &'static str,
    pub code_expired: &'static str,
    pub code_currency: &'static str,
    pub code_not_applicable: &'static str,
    pub code_minimum: &'static str,
    pub code_used_up: &'static str,
    pub code_customer_limit: &'static str,
    pub code_first_purchase: &'static str,
    pub code_below_charge: &'static str,
    pub code_free_refused: &'static str,
    pub code_oversize: &'static str,
    pub code_weekday: &'static str,
    pub code_hours: &'static str,
    pub code_date: &'static str,
    pub code_too_near: &'static str,
    pub code_too_far: &'static str,
    pub code_staff: &'static str,
    pub code_location: &'static str,

    // Notices.
    pub offline: &'static str,
    pub online: &'static str,
    pub failed_unreachable: &'static str,
    pub failed_timeout: &'static str,
    pub failed_server: &'static str,
    pub failed_payment: &'static str,
    pub failed_throttled: &'static str,
    pub failed_throttled_soon: &'static str,
    pub failed_calendar: &'static str,
    pub failed_release: &'static str,
    pub failed_prefix_confirm: &'static str,
    pub slot_taken: &'static str,
    pub slot_taken_none: &'static str,
    pub slot_taken_action: &'static str,
    pub details_wrong: &'static str,

    // The order.
    pub leaving: &'static str,
    pub leaving_text: &'static str,
    pub leaving_opening: &'static str,
    pub leaving_link_text: &'static str,
    pub to_payment: &'static str,
    pub held: &'static str,
    pub held_until: &'static str,
    pub held_soon: &'static str,
    pub held_over: &'static str,
    pub release: &'static str,
    pub releasing: &'static str,
    pub waiting: &'static str,
    pub waiting_text: &'static str,
    pub waiting_slow: &'static str,
    pub waiting_failed: &'static str,
    pub looking_up: &'static str,
    pub looking_up_text: &'static str,
    pub check_again: &'static str,
    pub booked: &'static str,
    pub paid: &'static str,
    pub paid_partly: &'static str,
    pub nothing_to_pay: &'static str,
    pub reference: &'static str,
    pub booked_for: &'static str,
    pub add_to_calendar: &'static str,
    pub back_to_site: &'static str,
    pub ended: &'static str,
    pub ended_text: &'static str,
    pub review: &'static str,
    pub review_text: &'static str,
    pub order_unknown: &'static str,
    pub order_unknown_text: &'static str,
    pub nothing_here: &'static str,
    pub nothing_here_text: &'static str,
    pub broken: &'static str,
    pub broken_text: &'static str,
    pub announce_time_left: &'static str,
    pub released: &'static str,
}

/// There is one value for each language, so two texts are equal when they are the same one.
impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Texts {}

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

/// An amount in minor units with its currency: "€1,234.50", "¥500", "CHF 25.00"; below zero
/// with a true minus sign.
pub fn money(amount_minor: i64, currency: Currency) -> String {
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

/// The sign that English readers know for a currency without further thought.
fn symbol(currency: Currency) -> Option<&'static str> {
    Some(match currency.code() {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        "JPY" => "¥",
        "AUD" => "A$",
        "CAD" => "CA$",
        "NZD" => "NZ$",
        "MXN" => "MX$",
        "BRL" => "R$",
        "INR" => "₹",
        "KRW" => "₩",
        "ILS" => "₪",
        "VND" => "₫",
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

/// "14:30".
pub fn time(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

impl Texts {
    /// The month's name.
    pub fn month_name(&self, date: NaiveDate) -> &'static str {
        self.months[date.month0() as usize % 12]
    }

    /// "December 2026".
    pub fn month_title(&self, date: NaiveDate) -> String {
        self.date_parts(self.month, date)
    }

    /// "Tuesday 1 December".
    pub fn day_title(&self, date: NaiveDate) -> String {
        self.date_parts(self.day, date)
    }

    /// "Tuesday 1 December 2026".
    pub fn date_title(&self, date: NaiveDate) -> String {
        self.date_parts(self.date, date)
    }

    fn date_parts(&self, pattern: &str, date: NaiveDate) -> String {
        let weekday = self.weekdays[date.weekday().num_days_from_monday() as usize % 7];
        fill(
            pattern,
            &[
                ("weekday", weekday),
                ("day", &date.day().to_string()),
                ("month", self.month_name(date)),
                ("year", &date.year().to_string()),
            ],
        )
    }

    /// "45 min", "1 h", "1 h 30 min".
    pub fn duration(&self, minutes: u32) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60);
        let pattern = match (hours, rest) {
            (0, _) => self.minutes,
            (_, 0) => self.hours,
            _ => self.hours_and_minutes,
        };
        let (hours, rest) = (hours.to_string(), rest.to_string());
        fill(pattern, &[("hours", &hours), ("minutes", &rest)])
    }

    /// A count of something, in the singular or the plural.
    pub fn count(&self, one: &'static str, some: &'static str, count: u32) -> String {
        let pattern = if count == 1 { one } else { some };
        fill(pattern, &[("count", &count.to_string())])
    }
}

/// The place in a zone's name: `New York` of `America/New_York`.
pub fn zone_place(zone: &str) -> String {
    let place = zone.rsplit('/').next().unwrap_or(zone);
    place.replace('_', " ")
}
