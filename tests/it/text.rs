//! How amounts, dates and calendar files are written.

use booking_contract::{Appointment, calendar_file, calendar_links};
use booking_widget::text::{Texts, fill, zone_place};
use chrono::NaiveTime;

use crate::fixtures::{at, date, english, texts};

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
    check(100, "USD", "US$1.00");
    check(99_999, "GBP", "£999.99");
    check(500, "JPY", "JP¥500");
    check(1_234_567, "JPY", "JP¥1,234,567");
    check(2_500, "CHF", "CHF\u{a0}25.00");
    check(1_050, "KWD", "KWD\u{a0}1.050");
    check(999_999_999_999, "EUR", "€9,999,999,999.99");
}

#[test]
fn amounts_below_zero_have_a_true_minus() {
    check(-960, "EUR", "\u{2212}€9.60");
    check(-2_500, "CHF", "\u{2212}CHF\u{a0}25.00");
    check(i64::MIN, "JPY", "\u{2212}JP¥9,223,372,036,854,775,808");
}

fn money(text: &Texts, amount_minor: i64, currency: &str) -> String {
    text.money(amount_minor, currency.parse().unwrap())
}

fn time(text: &Texts, hour: u32, minute: u32) -> String {
    text.time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
}

#[test]
fn german_is_written_as_a_german_browser_does() {
    let german = texts("de");
    assert_eq!(money(german, 4_800, "EUR"), "48,00\u{a0}€");
    assert_eq!(money(german, -960, "EUR"), "\u{2212}9,60\u{a0}€");
    assert_eq!(money(german, 123_456_789, "CHF"), "1.234.567,89\u{a0}CHF");
    assert_eq!(german.number(1_234), "1.234");
    assert_eq!(german.percent("12.50"), "12,5\u{a0}%");
    assert_eq!(german.month_title(date("2027-03-01")), "März 2027");
    assert_eq!(
        german.day_title(date("2026-12-01")),
        "Dienstag, 1. Dezember"
    );
    assert_eq!(
        german.date_title(date("2028-02-29")),
        "Dienstag, 29. Februar 2028"
    );
    assert_eq!(time(german, 9, 5), "09:05");
    let weekday = &german.weekdays()[0];
    assert_eq!((&*weekday.short, &*weekday.long), ("Mo", "Montag"));
    assert_eq!(german.folded("Ärzte"), "arzte");
}

#[test]
fn arabic_is_written_as_an_arabic_browser_does() {
    let arabic = texts("ar");
    assert_eq!(money(arabic, 4_800, "EUR"), "\u{200f}48.00\u{200f}\u{a0}€");
    assert_eq!(
        money(arabic, -960, "EUR"),
        "\u{200f}\u{200e}\u{2212}9.60\u{200f}\u{a0}€"
    );
    // The letters of a sign keep their order, and the sign its side.
    assert_eq!(
        money(arabic, 14_000, "USD"),
        "\u{200f}140.00\u{200f}\u{a0}US$\u{200e}"
    );
    assert_eq!(arabic.whole_number(-1_234), "\u{200e}-1,234");
    assert_eq!(arabic.percent("10"), "10\u{200e}%\u{200e}");
    assert_eq!(arabic.month_title(date("2026-12-01")), "ديسمبر 2026");
    assert_eq!(
        arabic.date_title(date("2026-12-01")),
        "الثلاثاء، 1 ديسمبر 2026"
    );
    assert_eq!(time(arabic, 0, 0), "12:00\u{a0}ص");
    assert_eq!(time(arabic, 12, 30), "12:30\u{a0}م");
    // Weeks begin on Saturday, and a whole word does not fit above a column.
    let weekday = &arabic.weekdays()[0];
    assert_eq!((&*weekday.short, &*weekday.long), ("س", "السبت"));
    let forms = [0, 1, 2, 3, 11, 100].map(|count| arabic.people(count));
    for (at, form) in forms.iter().enumerate() {
        assert!(!forms[..at].contains(form), "{form}");
    }
    assert_eq!(arabic.people(110), arabic.people(3));
    assert_eq!(arabic.people(199), arabic.people(11));
    assert_eq!(arabic.people(202), arabic.people(100));
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
        "Tuesday, 29 February 2028"
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
