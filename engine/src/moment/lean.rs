//! What browsers read instants, dates and days of the week with.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeZone, Weekday};

/// Three letters, as in `Mon`.
pub(crate) fn weekday(text: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let day = NAMES.iter().position(|name| *name == text)?;
    Weekday::try_from(u8::try_from(day).ok()?).ok()
}

/// As in `2026-05-31`.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    let [year, month, day] = three(text, "-")?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// As in `2026-05-31T08:30:00.125+02:00`, or with `Z` for its end.
pub(crate) fn instant(text: &str) -> Option<DateTime<FixedOffset>> {
    let (date_text, rest) = text.split_once('T')?;
    let (time, rest) = rest.split_at_checked(8)?;
    let [hour, minute, second] = three(time, ":")?;
    let (nanos, zone) = fraction(rest)?;
    let time = NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)?;
    offset(zone)?
        .from_local_datetime(&date(date_text)?.and_time(time))
        .single()
}

/// The nanoseconds of a fraction, where there is one, and what follows.
fn fraction(text: &str) -> Option<(u32, &str)> {
    let Some(text) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.strip_suffix(rest)?;
    let mut places = digits.bytes();
    let mut nanos = 0_u32;
    for _ in 0..9 {
        let digit = places.next().unwrap_or(b'0').wrapping_sub(b'0');
        nanos = nanos.saturating_mul(10).saturating_add(digit.into());
    }
    (!digits.is_empty()).then_some((nanos, rest))
}

/// How far ahead of UTC the clocks are.
fn offset(zone: &str) -> Option<FixedOffset> {
    if zone == "Z" {
        return FixedOffset::east_opt(0);
    }
    let (sign, ahead) = zone.split_at_checked(1)?;
    let (hours, minutes) = ahead.split_once(':')?;
    let (hours, minutes) = (number(hours, 2)?, number(minutes, 2)?);
    let minutes = (minutes < 60).then(|| hours.saturating_mul(60).saturating_add(minutes))?;
    let seconds = i32::try_from(minutes.saturating_mul(60)).ok()?;
    match sign {
        "+" => FixedOffset::east_opt(seconds),
        "-" => FixedOffset::west_opt(seconds),
        _ => None,
    }
}

/// Three numbers, the last two of two digits and the first of two or four.
fn three(text: &str, between: &str) -> Option<[u32; 3]> {
    let (first, rest) = text.split_once(between)?;
    let (second, third) = rest.split_once(between)?;
    let first_length = if between == "-" { 4 } else { 2 };
    Some([
        number(first, first_length)?,
        number(second, 2)?,
        number(third, 2)?,
    ])
}

/// A number of as many digits.
fn number(text: &str, length: usize) -> Option<u32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    (digits && text.len() == length)
        .then(|| text.parse().ok())
        .flatten()
}
