//! What is free, under the address where the widget would ask for it.

use std::fmt::Write as _;

use booking_contract::{SlotsPage, SlotsQuery};
use booking_engine::CalendarId;

/// What is free, as it was asked for.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question.
    pub query: SlotsQuery,
    /// The slots.
    pub slots: SlotsPage,
}

impl Answer {
    /// The address that the widget would ask at.
    pub fn address(&self, calendar: &CalendarId) -> String {
        let SlotsQuery {
            items,
            from,
            to,
            zone,
            ..
        } = &self.query;
        let (items, zone) = (encoded(&items.to_string()), encoded(zone));
        format!("/v1/calendars/{calendar}/slots?items={items}&from={from}&to={to}&zone={zone}")
    }
}

/// As `encodeURIComponent` has it.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            encoded.push(byte.into());
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
