//! Telephone numbers: typed as at home, or from abroad; sent as everybody can dial them.

use booking_contract::{PhoneError, PhoneNumber};

use crate::text::{find_country, known_country};

/// The fewest digits of a number with its calling code: there are islands with four of their own.
const DIGITS_MIN: usize = 7;

/// A number that was written with its calling code, taken apart: the country, and the number as
/// it is written there. Of countries that share the code, `country` goes before the others.
pub(super) fn split(text: &str, country: &str) -> Option<(&'static str, String)> {
    let text = plain(text);
    let from_abroad = after_plus(&text)?;
    let digits = digits_of(from_abroad);
    let first = find_country(&mut |code, _| digits.starts_with(code))?;
    let own = known_country(country).filter(|own| own.0 == first.0);
    let (code, country) = own.unwrap_or(first);
    let mut left = code.len();
    let rest = from_abroad.trim_start_matches(|c: char| {
        let belongs = left > 0;
        left -= usize::from(belongs && c.is_ascii_digit());
        belongs
    });
    let rest = rest.trim_matches([' ', ')', '-', '.', '/']);
    Some((country, rest.to_owned()))
}

/// The number as it is sent, with a plus and digits alone.
pub(super) fn international(text: &str, country: &str) -> Result<PhoneNumber, PhoneError> {
    let text = plain(text);
    let digits = digits_of(&text);
    // What is no number at all is told from what was typed; how short it may be, from the whole.
    match text.parse::<PhoneNumber>() {
        Err(PhoneError::TooShort) if !digits.is_empty() => {}
        Err(error) => return Err(error),
        Ok(_) => {}
    }
    let mut whole = String::from("+");
    if let Some(from_abroad) = after_plus(&text) {
        whole.push_str(&digits_of(from_abroad));
    } else {
        let code = known_country(country).map_or("", |known| known.0);
        whole.push_str(code);
        whole.push_str(without_trunk(code, &digits));
    }
    if whole.len() <= DIGITS_MIN {
        return Err(PhoneError::TooShort);
    }
    whole.parse()
}

/// A text with the digits and signs that everybody's keyboard has, whatever the guest's has.
pub(super) fn plain(text: &str) -> String {
    let sign = |c: char| match c {
        '\u{660}'..='\u{669}' => latin(c, '\u{660}'),
        '\u{6f0}'..='\u{6f9}' => latin(c, '\u{6f0}'),
        '\u{ff10}'..='\u{ff19}' => latin(c, '\u{ff10}'),
        '\u{ff0b}' => '+',
        '\u{2212}' | '\u{2010}'..='\u{2013}' | '\u{ff0d}' => '-',
        '\u{a0}' | '\u{202f}' | '\u{3000}' => ' ',
        other => other,
    };
    // Copied numbers bring marks of direction along, which nobody sees.
    let seen = |c: &char| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}');
    text.trim().chars().filter(seen).map(sign).collect()
}

fn latin(digit: char, zero: char) -> char {
    let value = u32::from(digit) - u32::from(zero);
    char::from_digit(value, 10).unwrap_or(digit)
}

/// What follows the sign that the calling code comes next.
fn after_plus(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['(', ' ']);
    text.strip_prefix('+').or_else(|| text.strip_prefix("00"))
}

/// The digits; without the zero that some put into brackets, since it is dialled at home only.
fn digits_of(text: &str) -> String {
    let text = text.replace("(0)", "");
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Without the digits that come before a number within its country and not from abroad.
fn without_trunk<'a>(calling_code: &str, digits: &'a str) -> &'a str {
    let trunk = match (calling_code, digits.len()) {
        ("1", 11) => "1",
        ("7", 11) => "8",
        ("36", _) => "06",
        // There the zero belongs to the number.
        ("1" | "7" | "39" | "378" | "225" | "242", _) => return digits,
        _ => "0",
    };
    digits.strip_prefix(trunk).unwrap_or(digits)
}
