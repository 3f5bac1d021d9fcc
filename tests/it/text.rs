//! How amounts, dates and calendar files are written.

use booking_widget::flow::{Appointment, calendar_file, calendar_links};
use booking_widget::text::{fill, zone_place};

use crate::fixtures::{at, date, english};

#[track_caller]
fn check(amount_minor: i64, currency: &str, written: &str) {
    assert_eq!(
        english().money(amount_minor, currency.parse().unwrap()),
        written
    );
}

#[test]
fn amounts_are_written_with_symbol_grouping_and_the_currency_s_own_decimals() {
    check(123_450, "EUR", "€1,234.50");
    check(5, "EUR", "€0.05");
    check(0, "EUR", "€0.00");
    check(100, "USD", "$1.00");
    check(99_999, "GBP", "£999.99");
    check(500, "JPY", "¥500");
    check(1_234_567, "JPY", "¥1,234,567");
    check(2_500, "CHF", "CHF 25.00");
    check(1_050, "KWD", "KWD 1.050");
    check(999_999_999_999, "EUR", "€9,999,999,999.99");
}

#[test]
fn amounts_below_zero_have_a_true_minus() {
    check(-960, "EUR", "\u{2212}€9.60");
    check(-2_500, "CHF", "\u{2212}CHF 25.00");
    check(i64::MIN, "JPY", "\u{2212}¥9,223,372,036,854,775,808");
}

#[test]
fn parts_are_filled_in_once_and_never_looked_through() {
    assert_eq!(
        fill("{a} and {b}", &[("a", "{b}"), ("b", "two")]),
        "{b} and two"
    );
    assert_eq!(fill("{unknown}!", &[]), "!");
    assert_eq!(fill("open { brace", &[("a", "x")]), "open { brace");
    assert_eq!(fill("{a} { brace", &[("a", "x")]), "x { brace");
}

#[test]
fn dates_and_spans_read_well() {
    assert_eq!(
        english().day_title(date("2026-12-01")),
        "Tuesday 1 December"
    );
    assert_eq!(
        english().date_title(date("2028-02-29")),
        "Tuesday 29 February 2028"
    );
    assert_eq!(english().month_title(date("2027-01-01")), "January 2027");
    assert_eq!(english().duration(45), "45 min");
    assert_eq!(english().duration(60), "1 h");
    assert_eq!(english().duration(90), "1 h 30 min");
    assert_eq!(zone_place("America/Argentina/Buenos_Aires"), "Buenos Aires");
}

fn file(summary: &str, location: &str) -> String {
    calendar_file(&Appointment {
        uid: "ord_1",
        made_at: at("2026-11-20T09:00:05Z"),
        starts_at: at("2026-12-01T14:30:00Z"),
        ends_at: at("2026-12-01T15:30:00Z"),
        summary,
        location,
        description: "",
    })
}

#[test]
fn a_calendar_file_is_in_utc_with_crlf_and_nothing_empty() {
    assert_eq!(
        file("Yoga", ""),
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Booking Widget//EN\r\nCALSCALE:GREGORIAN\r\n\
         BEGIN:VEVENT\r\nUID:ord_1\r\nDTSTAMP:20261120T090005Z\r\nSEQUENCE:1795165205\r\nDTSTART:20261201T143000Z\r\n\
         DTEND:20261201T153000Z\r\nSUMMARY:Yoga\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    );
}

#[test]
fn calendars_on_the_web_get_the_same_appointment_by_an_address() {
    let links = calendar_links(&Appointment {
        uid: "ord_1",
        made_at: at("2026-11-20T09:00:05Z"),
        starts_at: at("2026-12-01T14:30:00Z"),
        ends_at: at("2026-12-01T15:30:00Z"),
        summary: "Açaí & tea",
        location: "",
        description: "a secret",
    });
    assert_eq!(
        links,
        [
            (
                "Google",
                "https://calendar.google.com/calendar/render?action=TEMPLATE\
                 &text=A%C3%A7a%C3%AD%20%26%20tea&dates=20261201T143000Z/20261201T153000Z&location="
                    .to_owned()
            ),
            (
                "Outlook",
                "https://outlook.live.com/calendar/0/action/compose?rru=addevent\
                 &subject=A%C3%A7a%C3%AD%20%26%20tea&startdt=2026%2D12%2D01T14%3A30%3A00Z\
                 &enddt=2026%2D12%2D01T15%3A30%3A00Z&location="
                    .to_owned()
            ),
            (
                "Yahoo",
                "https://calendar.yahoo.com/?v=60&title=A%C3%A7a%C3%AD%20%26%20tea\
                 &st=20261201T143000Z&et=20261201T153000Z&in_loc="
                    .to_owned()
            ),
        ]
    );
}

#[test]
fn text_in_a_calendar_file_is_escaped() {
    let file = file("A; B, C\\D\nE\u{7}", "Line 1\r\nLine 2");
    assert!(file.contains("SUMMARY:A\\; B\\, C\\\\D\\nE\r\n"), "{file}");
    assert!(file.contains("LOCATION:Line 1\\nLine 2\r\n"), "{file}");
}

#[test]
fn long_lines_are_folded_at_75_octets_without_cutting_a_character() {
    let summary = "é€𝄞 ".repeat(60);
    let file = file(&summary, "");
    let lines: Vec<&str> = file.split("\r\n").collect();
    assert!(lines.iter().all(|line| line.len() <= 75));
    assert!(lines.iter().any(|line| line.len() > 70));
    let unfolded = file.replace("\r\n ", "");
    assert!(unfolded.contains(&format!("SUMMARY:{summary}\r\n")));
}
