//! Amounts and lengths of time as they are typed, and as one would type them.

use booking_engine::Currency;

/// Minutes of a day, after which it ends.
pub const DAY_MINUTES: u32 = 1_440;

/// An amount as it is typed, in minor units: digits, and one point or comma.
pub fn amount_minor(text: &str, currency: Currency) -> Option<i64> {
    scaled(text, currency.exponent())
}

/// A decimal number times ten to the power of the places; none where it has more of them.
pub fn scaled(text: &str, places: u32) -> Option<i64> {
    let places = usize::try_from(places).ok()?;
    let (whole, rest) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|sign| sign.is_ascii_digit());
    if !digits(whole) || !digits(rest) || rest.len() > places || (whole.len() + rest.len()) == 0 {
        return None;
    }
    format!("{whole}{rest:0<places$}").parse().ok()
}

/// An amount as one would type it, with all the digits of its currency.
pub fn amount_text(minor: i64, currency: Currency) -> String {
    let places = usize::try_from(currency.exponent()).unwrap_or(0);
    let digits = format!("{minor:0>width$}", width = places + 1);
    let (whole, rest) = digits.split_at(digits.len() - places);
    if rest.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{rest}")
    }
}

/// A minute of the day as a clock shows it; the end of the day is its midnight.
pub fn clock(minute: u32) -> String {
    let minute = minute % DAY_MINUTES;
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Minutes as hours: exact for what can be typed, and for what was set otherwise the nearest that
/// can.
pub fn hours_text(minutes: u32) -> String {
    let hundredths = (minutes % 60) * 100 / 60;
    if hundredths == 0 {
        format!("{}", minutes / 60)
    } else {
        format!("{}.{hundredths:02}", minutes / 60)
    }
}
