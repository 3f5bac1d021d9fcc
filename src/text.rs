//! Every text that a guest reads, and how amounts, dates and times are written.
//!
//! A sentence with a changing part holds it in braces: `{code}`. [`fill`] puts the parts in.

use booking_engine::Currency;
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

/// The fixed texts of one language.
///
/// Every error offers the next step; nothing blames the guest.
#[derive(Debug, PartialEq, Eq)]
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
    pub skip_to: &'static str,

    // Time step.
    pub service: &'static str,
    pub free: &'static str,
    pub per_person: &'static str,
    pub attendees: &'static str,
    pub fewer: &'static str,
    pub more: &'static str,
    pub one_person: &'static str,
    pub people: &'static str,
    pub choose_day: &'static str,
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

/// English.
pub static EN: Texts = Texts {
    lang: "en",
    months: [
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
    ],
    weekdays: [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ],
    weekdays_short: ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
    day: "{weekday} {day} {month}",
    date: "{weekday} {day} {month} {year}",
    month: "{month} {year}",
    date_and_times: "{date}, {from} to {to}",
    time_range: "{from} to {to}",
    minutes: "{minutes} min",
    hours: "{hours} h",
    hours_and_minutes: "{hours} h {minutes} min",
    minutes_left: "{count} min left",
    seconds_left: "{count} s left",
    one_minute: "1 minute",
    some_minutes: "{count} minutes",

    steps: "Steps",
    step_time: "Date and time",
    step_details: "Your details",
    step_payment: "Review and pay",
    step_confirm: "Review and confirm",
    proceed: "Continue",
    back: "Back",
    close: "Close",
    retry: "Try again",
    reload: "Reload",
    book_again: "Book another time",
    choose_time: "Choose a time",
    loading: "Loading",
    test_banner: "Test mode: no real payment is made.",
    optional: "optional",
    skip_to: "Skip to the times",

    service: "Service",
    free: "Free",
    per_person: "{price} per person",
    attendees: "How many people?",
    fewer: "One fewer",
    more: "One more",
    one_person: "1 person",
    people: "{count} people",
    choose_day: "Choose a day",
    previous_month: "Previous month",
    next_month: "Next month",
    today: "today",
    day_one_free: "{day}, 1 free time",
    day_some_free: "{day}, {count} free times",
    day_none_free: "{day}, no free times",
    day_closed: "{day}, cannot be booked",
    morning: "Morning",
    afternoon: "Afternoon",
    evening: "Evening",
    one_place_left: "1 place left",
    places_left: "{count} places left",
    pick_a_day: "Choose a day to see its times.",
    none_in_month: "No free times in {month}.",
    none_on_day: "No free times on this day. Please choose another one.",
    next_open: "Next free day: {day}",
    slots_loading: "Loading free times",
    slots_failed: "The free times could not be loaded. Please try again.",
    slots_failed_offline: "You seem to be offline. The free times load when you are back.",
    time_zone: "Time zone",
    zone_differs: "Times are shown for {zone}. {business} is in {business_zone}.",
    zone_time: "In {zone} it is then {time}.",
    time_missing: "Please choose a time first.",
    time_gone_service: "{time} is not free for this choice. Please choose another time.",
    time_too_small: "That time has only {count} places left. Please choose another time or fewer people.",
    time_too_small_one: "That time has only 1 place left. Please choose another time or come alone.",

    name: "Name",
    email: "E-mail",
    phone: "Phone",
    notes: "Notes",
    email_hint: "So that the business can reach you about your booking.",
    notes_hint: "Anything the business should know.",
    name_empty: "Please enter your name.",
    name_long: "Please shorten the name to 120 characters.",
    name_control: "Please type the name again: it holds a character that cannot be shown.",
    email_empty: "Please enter your e-mail address.",
    email_local: "An e-mail address looks like name@example.com. Please check the part before the @.",
    email_domain: "An e-mail address looks like name@example.com. Please check the part after the @.",
    email_character: "Please take blanks, quotes and brackets out of the e-mail address.",
    email_long: "Please use an e-mail address of at most 254 characters.",
    phone_short: "Please enter the whole phone number, or leave the field empty.",
    phone_long: "Please shorten the phone number to 32 characters.",
    phone_character: "Please use only digits, blanks and + - . / ( ) in the phone number.",
    notes_long: "Please shorten the notes to 1,000 characters.",
    notes_control: "Please type the notes again: they hold a character that cannot be shown.",
    consent_missing: "Please tick the box to go on.",
    field_refused: "This could not be accepted. Please check it.",

    summary: "Price",
    what: "What",
    when: "When",
    who: "Who",
    where_: "Where",
    change: "Change",
    change_service: "Change the service",
    change_time: "Change the time",
    change_details: "Change your details",
    subtotal: "Subtotal",
    total: "Total",
    pay: "Pay {amount}",
    confirm: "Confirm booking",
    confirming: "Confirming",
    legal_pay: "You pay {business} on Stripe's secure page. Your time is held while you pay.",
    legal_free: "Nothing is charged. Your booking with {business} is made at once.",
    below_minimum: "Payments online start at {minimum}, and this booking costs {amount}. Please choose another service or more people, or ask {business}.",
    no_price: "There is no price for this choice. Please choose another service.",
    price_changed: "The price has changed",
    price_was: "You saw",
    price_now: "Now",
    accept_pay: "Accept and pay {amount}",
    accept_free: "Accept and confirm",
    accept_blocked: "Show the new price",
    change_unit_price: "{service} now costs {now} instead of {was}.",
    change_discount: "The discount is now {now} instead of {was}.",
    change_code: "{code} no longer applies. {reason}",
    change_other: "The price was updated by {business}.",

    coupon_open: "Add a coupon code",
    coupon_label: "Coupon code",
    coupon_apply: "Apply",
    coupon_checking: "Checking",
    coupon_remove: "Remove",
    coupon_replace: "Use another code",
    coupon_cancel: "Cancel",
    percent_off: "{percent}% off",
    percent_off_capped: "{percent}% off, at most {amount}",
    amount_off: "{amount} off",
    coupon_applied: "{code} applied: {discount}. New total: {total}.",
    coupon_waits: "{code} is kept, but takes nothing off yet. {reason}",
    coupon_removed: "Code removed. Total: {total}.",
    coupon_same: "{code} is applied already.",
    total_now: "Total: {total}.",
    code_empty: "Please enter a code.",
    code_form: "Codes have only letters, digits and dashes. Please check it.",
    code_unapplied: "Please apply this code or clear the field before you go on.",
    code_throttled: "That were many tries. Please try a code again in {time}, or go on without.",
    code_unreachable: "The code could not be checked. Please try again.",
    code_offline: "You seem to be offline. Please apply the code when you are back.",
    code_kept: "{code} stays applied.",
    code_not_found: "This code is not valid. Please check the spelling.",
    code_inactive: "This code is not in use. You can go on without it.",
    code_not_started: "This code cannot be used yet.",
    code_expired: "This code has expired. You can go on without it.",
    code_currency: "This code is for another currency. You can go on without it.",
    code_not_applicable: "This code does not apply to what you chose. Try another service.",
    code_minimum: "This code needs a booking of at least {minimum}. Add {missing} to use it.",
    code_used_up: "This code has been used up. You can go on without it.",
    code_customer_limit: "You have used this code as often as it allows. You can go on without it.",
    code_first_purchase: "This code is for a first booking. You can go on without it.",
    code_below_charge: "With this code less than {minimum} would be left, which cannot be paid online. It applies when you book more.",
    code_free_refused: "This code would make the booking free, which the business does not offer. It applies when you book more.",
    code_oversize: "This code is worth more than what you chose. It applies when you book more.",

    offline: "You are offline. Nothing you entered is lost; go on when you are back.",
    online: "You are back online.",
    failed_unreachable: "The connection failed. Nothing you entered is lost. Please try again.",
    failed_timeout: "That took too long. Nothing you entered is lost. Please try again.",
    failed_server: "Something went wrong on our side. Nothing you entered is lost. Please try again in a moment.",
    failed_payment: "The payment page cannot be reached at the moment. Nothing was charged, and your time is not held. Please try again.",
    failed_throttled: "That were many tries. Please try again in {time}.",
    failed_throttled_soon: "Please try again now.",
    failed_calendar: "This calendar cannot be booked at the moment. Please try again later.",
    failed_release: "The time could not be given back yet. Please try again.",
    failed_prefix_confirm: "Your booking is not confirmed yet.",
    slot_taken: "Somebody else has just booked {time}. Please choose another time; everything else is kept.",
    slot_taken_none: "Somebody else has just booked {time}. Please choose another day; everything else is kept.",
    slot_taken_action: "Choose another time",
    details_wrong: "Please check the marked fields.",

    leaving: "On to payment",
    leaving_text: "Your time is held. The payment page opens in a moment.",
    leaving_opening: "Your time is held. The payment page is being prepared.",
    leaving_link_text: "Your time is held. Please continue to the payment page.",
    to_payment: "Continue to payment",
    held: "Your booking is waiting for payment",
    held_until: "Your time is held until {time}.",
    held_soon: "Your time is held for a moment longer.",
    held_over: "The time you had is being given back.",
    release: "Choose another time",
    releasing: "Giving the time back",
    waiting: "Confirming your payment",
    waiting_text: "This takes only a moment.",
    waiting_slow: "This takes longer than usual. You need not pay again: your booking appears here as soon as the payment is confirmed, and you may also come back to this page later.",
    waiting_failed: "The connection failed. You need not pay again. We keep trying.",
    looking_up: "Looking up your booking",
    looking_up_text: "One moment.",
    check_again: "Check again",
    booked: "You are booked",
    paid: "Paid {amount}",
    paid_partly: "Paid {amount}, {balance} still to pay",
    nothing_to_pay: "Nothing to pay",
    reference: "Reference",
    booked_for: "Booked for",
    add_to_calendar: "Add to your calendar",
    back_to_site: "Back to {business}",
    ended: "The booking was not completed",
    ended_text: "The time is free again and nothing was charged. You are welcome to choose a new one.",
    review: "Your payment needs a look",
    review_text: "The payment and the booking do not match yet. Please do not pay again: {business} will look at it and contact you at {email}.",
    order_unknown: "This booking could not be found",
    order_unknown_text: "The link may be incomplete or too old. You can make a new booking, or ask {business} about an earlier one.",
    nothing_here: "Nothing to book at the moment",
    nothing_here_text: "{business} offers no times here right now. Please look in again later.",
    broken: "Something went wrong here",
    broken_text: "Please reload to go on. A booking that you had confirmed is not lost.",
    announce_time_left: "Your time is held for {time} more.",
    released: "The time is free again. Choose another one whenever you like.",
};

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
    match symbol(currency) {
        Some(symbol) => text.push_str(symbol),
        None => {
            text.push_str(currency.code());
            text.push(' ');
        }
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

/// The place in a zone's name: "New York" of "America/New_York".
pub fn zone_place(zone: &str) -> String {
    let place = zone.rsplit('/').next().unwrap_or(zone);
    place.replace('_', " ")
}
