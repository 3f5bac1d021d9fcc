//! What browsers read instants and dates with, against chrono.

#[path = "../../src/moment/lean.rs"]
mod lean;

use booking_engine::moment::Moment;
use chrono::{DateTime, Datelike, FixedOffset};

#[allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "small numbers"
)]
/// Instants a prime number of seconds and nanoseconds apart, over some three centuries.
fn instants() -> impl Iterator<Item = DateTime<FixedOffset>> {
    (0..2_000_usize).map(|step| {
        let nanos = [0, 125_000_000, 7_000, 999_999_999][step % 4];
        let seconds = i64::try_from(step).expect("a small number") * 5_000_011;
        let instant = DateTime::from_timestamp(seconds - 2_000_000_000, nanos);
        let offset = [0, 7_200, -12_600, 49_500][step / 4 % 4];
        let zone = FixedOffset::east_opt(offset).expect("less than a day");
        instant.expect("in range").with_timezone(&zone)
    })
}

#[test]
fn browsers_read_what_is_written_and_so_does_chrono() {
    for instant in instants() {
        let text = instant.write();
        assert_eq!(lean::instant(&text), Some(instant), "{text}");
        assert_eq!(text.parse(), Ok(instant), "{text}");
        let date = instant.date_naive();
        assert_eq!(lean::date(&date.write()), Some(date), "{date}");
        let day = date.weekday();
        assert_eq!(lean::weekday(&day.write()), Some(day), "{day}");
    }
}

#[test]
fn browsers_read_nothing_that_chrono_reads_differently() {
    let whole = "2026-05-31T08:30:00.125+02:00";
    let marks = ["", "0", "9", "-", ":", ".", "T", "Z", "+", " ", "é", "61"];
    for place in 0..whole.len() {
        for mark in marks {
            for end in [place, place + 1] {
                let text = format!("{}{mark}{}", &whole[..place], &whole[end..]);
                if let Some(instant) = lean::instant(&text) {
                    assert_eq!(text.parse(), Ok(instant), "{text}");
                }
                let text = &text[..text.floor_char_boundary(10)];
                if let Some(date) = lean::date(text) {
                    assert_eq!(text.parse(), Ok(date), "{text}");
                }
            }
        }
    }
}

#[test]
fn what_is_no_moment_is_refused() {
    for text in [
        "",
        "2026",
        "2026-05-31",
        "2026-05-31T08:30:00",
        "2026-05-31T08:30:00.Z",
        "2026-02-30T08:30:00Z",
        "2026-05-31T24:00:00Z",
        "2026-05-31T08:30:00+24:00",
        "2026-05-31T08:30:61Z",
        "2026-05-31T08:30:00Zz",
        "2026-05-31T08:30:00é02:00",
    ] {
        assert_eq!(lean::instant(text), None, "{text}");
    }
    for text in ["", "2026-5-31", "2026-02-29", "+026-05-31", "2026-05-31T"] {
        assert_eq!(lean::date(text), None, "{text}");
    }
    assert_eq!(lean::weekday("mon"), None);
}
