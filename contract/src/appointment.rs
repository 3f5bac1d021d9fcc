//! A booking for the guest's own calendar: a file (RFC 5545) with times in UTC, text escaped and
//! lines folded, and the addresses that calendars on the web take appointments at.

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};

/// The longest line in octets, without its end.
const LINE_OCTETS_MAX: usize = 75;

/// An appointment for the guest's own calendar.
#[derive(Clone, Copy, Debug)]
pub struct Appointment<'a> {
    /// What makes it the same appointment when it is imported twice.
    pub uid: &'a str,
    /// When the file is made.
    pub made_at: DateTime<Utc>,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Its title.
    pub summary: &'a str,
    /// Where; may be empty.
    pub location: &'a str,
    /// More; may be empty.
    pub description: &'a str,
}

/// The file's content.
pub fn calendar_file(appointment: &Appointment<'_>) -> String {
    let mut file = String::new();
    let mut line = |name: &str, value: &str| push_folded(&mut file, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Booking Widget//EN");
    line("CALSCALE", "GREGORIAN");
    line("BEGIN", "VEVENT");
    line("UID", &escaped(appointment.uid));
    line("DTSTAMP", &utc(appointment.made_at));
    // Whatever was made later replaces what was made before, so that a booking that was moved
    // moves in the guest's calendar, too. Seconds need no count that somebody would have to keep.
    let sequence = appointment
        .made_at
        .timestamp()
        .clamp(0, i64::from(i32::MAX));
    line("SEQUENCE", &sequence.to_string());
    line("DTSTART", &utc(appointment.starts_at));
    line("DTEND", &utc(appointment.ends_at));
    line("SUMMARY", &escaped(appointment.summary));
    if !appointment.location.is_empty() {
        line("LOCATION", &escaped(appointment.location));
    }
    if !appointment.description.is_empty() {
        line("DESCRIPTION", &escaped(appointment.description));
    }
    line("END", "VEVENT");
    line("END", "VCALENDAR");
    file
}

/// The names of calendars on the web, with the addresses that offer to add the appointment.
pub fn calendar_links(appointment: &Appointment<'_>) -> [(&'static str, String); 3] {
    let spelled = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let link = |name, time: &dyn Fn(DateTime<Utc>) -> String, parts: [&str; 5]| {
        let [page, title, from, to, place] = parts;
        let mut url = page.to_owned();
        push_encoded(&mut url, title, appointment.summary);
        push_encoded(&mut url, from, &time(appointment.starts_at));
        push_encoded(&mut url, to, &time(appointment.ends_at));
        push_encoded(&mut url, place, appointment.location);
        (name, url)
    };
    let google = [
        "https://calendar.google.com/calendar/render?action=TEMPLATE",
        "&text=",
        "&dates=",
        "/",
        "&location=",
    ];
    let outlook = [
        "https://outlook.live.com/calendar/0/action/compose?rru=addevent",
        "&subject=",
        "&startdt=",
        "&enddt=",
        "&location=",
    ];
    let yahoo = [
        "https://calendar.yahoo.com/?v=60",
        "&title=",
        "&st=",
        "&et=",
        "&in_loc=",
    ];
    [
        link("Google", &utc, google),
        link("Outlook", &spelled, outlook),
        link("Yahoo", &utc, yahoo),
    ]
}

/// Adds a parameter to a query, everything but plain letters and digits as percent signs.
fn push_encoded(url: &mut String, name: &str, value: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    url.push_str(name);
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() {
            url.push(char::from(byte));
        } else {
            url.push('%');
            url.push(char::from(HEX[usize::from(byte >> 4)]));
            url.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

fn utc(at: DateTime<Utc>) -> String {
    use chrono::{Datelike, Timelike};
    let mut text = String::with_capacity(16);
    // Writing to a String does not fail.
    let _ = write!(
        text,
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    );
    text
}

/// Escapes a text value (RFC 5545, 3.3.11). Control characters cannot be written and are left out.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | ';' | ',' => {
                value.push('\\');
                value.push(c);
            }
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' => value.push_str("\\n"),
            '\t' => value.push(' '),
            c if c.is_control() => {}
            c => value.push(c),
        }
    }
    value
}

/// Writes a line, folded so that no part is longer than allowed and no character is cut.
fn push_folded(file: &mut String, line: &str) {
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > LINE_OCTETS_MAX {
            file.push_str("\r\n ");
            // The blank that marks a continued line counts.
            octets = 1;
        }
        file.push(c);
        octets += c.len_utf8();
    }
    file.push_str("\r\n");
}
