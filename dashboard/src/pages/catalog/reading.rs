//! Reads what is typed, and notes by the id of its control what cannot be read.

use std::str::FromStr;

use booking_contract::owner::WordingError;

use crate::editing::Mistakes;
use crate::figures::amount_minor;
use crate::words;
use booking_engine::Currency;

/// The longest address of a page, in bytes.
const ADDRESS_LENGTH_MAX: usize = 2_000;

/// What was wrong so far.
#[derive(Debug, Default)]
pub(super) struct Reading(Mistakes);

impl Reading {
    /// What was read, or what was wrong.
    pub(super) fn end<D>(self, draft: D) -> Result<D, Mistakes> {
        if self.0.is_empty() {
            Ok(draft)
        } else {
            Err(self.0)
        }
    }

    /// What was wrong.
    pub(super) fn mistakes(self) -> Mistakes {
        self.0
    }

    /// Notes a mistake.
    pub(super) fn wrong(&mut self, id: &str, text: &str) {
        self.0
            .entry(id.to_owned())
            .or_insert_with(|| text.to_owned());
    }

    /// A text that may be empty where its type says so.
    pub(super) fn text<T: FromStr<Err = WordingError>>(
        &mut self,
        id: &str,
        text: &str,
    ) -> Option<T> {
        match text.parse() {
            Ok(text) => Some(text),
            Err(WordingError::Empty) => {
                self.wrong(id, "Enter a text.");
                None
            }
            Err(WordingError::TooLong(max)) => {
                let max = words::whole(max.try_into().unwrap_or(u64::MAX));
                self.wrong(id, &format!("This is too long: at most {max} characters."));
                None
            }
            Err(WordingError::Control) => {
                self.wrong(
                    id,
                    "This has a character in it that cannot be shown. Type it again.",
                );
                None
            }
        }
    }

    /// A text, and what to say where there is none.
    pub(super) fn needed<T: FromStr<Err = WordingError>>(
        &mut self,
        id: &str,
        text: &str,
        empty: &str,
    ) -> Option<T> {
        if text.trim().is_empty() {
            self.wrong(id, empty);
            return None;
        }
        self.text(id, text)
    }

    /// A colour, where one is typed.
    pub(super) fn colour(&mut self, id: &str, text: &str) -> Option<String> {
        let typed = text.trim();
        if typed.is_empty() {
            return None;
        }
        let digits = typed.strip_prefix('#').unwrap_or(typed);
        if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            Some(format!("#{}", digits.to_ascii_lowercase()))
        } else {
            self.wrong(
                id,
                "Enter six digits from 0 to f, such as #2148a6, or nothing.",
            );
            None
        }
    }

    /// The address of a page.
    pub(super) fn address(&mut self, id: &str, text: &str) -> Option<String> {
        let typed = text.trim();
        let known = ["https://", "http://localhost", "http://127.0.0.1"];
        let begins = known.iter().any(|begin| typed.starts_with(begin));
        let plain = !typed.contains(char::is_whitespace) && typed.len() <= ADDRESS_LENGTH_MAX;
        if begins && plain && typed.len() > known[0].len() {
            Some(typed.to_owned())
        } else {
            self.wrong(id, "Enter an address that begins with https://.");
            None
        }
    }

    /// A whole number from one to another.
    pub(super) fn range(&mut self, id: &str, text: &str, least: u32, most: u32) -> u32 {
        let number = text.trim().parse().ok();
        let fits = number.filter(|number| (least..=most).contains(number));
        fits.unwrap_or_else(|| {
            let (from, to) = (words::whole(least.into()), words::whole(most.into()));
            self.wrong(id, &format!("Enter a whole number from {from} to {to}."));
            least
        })
    }

    /// A whole number, where one is typed.
    pub(super) fn whole(&mut self, id: &str, text: &str) -> Option<i64> {
        let typed = text.trim();
        if typed.is_empty() {
            return None;
        }
        let number = typed.parse().ok();
        if number.is_none() {
            self.wrong(id, "Enter a whole number, or nothing.");
        }
        number
    }

    /// A price.
    pub(super) fn price(&mut self, id: &str, text: &str, currency: Currency) -> i64 {
        amount_minor(text.trim(), currency).unwrap_or_else(|| {
            self.wrong(id, "Enter an amount in figures, such as 25 or 7.50.");
            0
        })
    }
}
