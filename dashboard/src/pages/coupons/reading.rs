//! Reads what is typed into the form of a coupon, and notes at each question what cannot be read.

use booking_contract::owner::{CivilTime, CouponCustomer};
use booking_engine::Currency;
use chrono::{NaiveDate, NaiveTime, Timelike};

use super::entered::{Entry, Mistakes, OtherAmount};
use crate::figures::{amount_minor, hours_text, scaled};

/// What is read, and what was wrong with it.
pub(super) struct Reading {
    pub(super) mistakes: Mistakes,
    pub(super) currency: Currency,
}

impl Reading {
    pub(super) fn wrong<T: Default>(&mut self, entry: Entry, text: &'static str) -> T {
        self.mistakes.insert(entry, text);
        T::default()
    }

    /// A number above 0, where one is typed.
    pub(super) fn count(&mut self, entry: Entry, text: &str) -> Option<u32> {
        let typed = text.trim();
        if typed.is_empty() {
            return None;
        }
        let number = typed.parse().ok().filter(|number| *number > 0);
        if number.is_none() {
            self.mistakes
                .insert(entry, "Enter a whole number above 0, or nothing.");
        }
        number
    }

    /// An amount, where one is typed.
    pub(super) fn amount(&mut self, entry: Entry, text: &str) -> Option<i64> {
        let typed = text.trim();
        if typed.is_empty() {
            return None;
        }
        let amount = amount_minor(typed, self.currency);
        if amount.is_none() {
            self.mistakes
                .insert(entry, "Enter an amount in figures, such as 25 or 7.50.");
        }
        amount
    }

    /// An amount in a currency of its own, where a line is filled in.
    pub(super) fn other(&mut self, typed: &OtherAmount) -> Option<(Currency, i64)> {
        let (currency, amount) = (typed.currency.trim(), typed.amount.trim());
        if currency.is_empty() && amount.is_empty() {
            return None;
        }
        let Ok(currency) = currency.to_ascii_uppercase().parse::<Currency>() else {
            let text = "Enter each currency by its three letters, such as USD.";
            self.mistakes.insert(Entry::Others, text);
            return None;
        };
        let amount = amount_minor(amount, currency).filter(|amount| *amount > 0);
        if amount.is_none() {
            let text = "Enter an amount above 0 for each currency, such as 25 or 7.50.";
            self.mistakes.insert(Entry::Others, text);
        }
        amount.map(|amount| (currency, amount))
    }

    pub(super) fn civil(&mut self, entry: Entry, date: &str, time: &str) -> Option<CivilTime> {
        if date.is_empty() {
            if !time.is_empty() {
                self.mistakes.insert(entry, "Choose the day as well.");
            }
            return None;
        }
        let text = if time.is_empty() {
            date.to_owned()
        } else {
            // Some browsers tell seconds.
            format!("{date}T{}", time.get(..5).unwrap_or(time))
        };
        let civil = text.parse().ok();
        if civil.is_none() {
            self.mistakes.insert(entry, "Choose a day of the calendar.");
        }
        civil
    }

    pub(super) fn date(&mut self, entry: Entry, text: &str) -> Option<NaiveDate> {
        if text.is_empty() {
            return None;
        }
        let date = text.parse().ok();
        if date.is_none() {
            self.mistakes.insert(entry, "Choose a day of the calendar.");
        }
        date
    }

    /// Minutes after midnight.
    pub(super) fn time(&mut self, entry: Entry, text: &str) -> Option<u32> {
        if text.is_empty() {
            return None;
        }
        let time = NaiveTime::parse_from_str(text.get(..5).unwrap_or(text), "%H:%M").ok();
        if time.is_none() {
            self.mistakes.insert(entry, "Enter a time such as 09:30.");
        }
        time.map(|time| time.num_seconds_from_midnight() / 60)
    }

    /// Minutes of a number of hours, which may have decimals. What was not touched stays to the
    /// minute, also where hours cannot say it.
    pub(super) fn lead(&mut self, text: &str, before: Option<u32>) -> Option<u32> {
        let typed = text.trim();
        if typed.is_empty() {
            return None;
        }
        if before.is_some_and(|before| hours_text(before) == typed) {
            return before;
        }
        let minutes = scaled(typed, 2).map(|hundredths| hundredths * 60);
        let minutes = minutes.filter(|minutes| minutes % 100 == 0);
        let minutes = minutes.and_then(|minutes| u32::try_from(minutes / 100).ok());
        if minutes.is_none() {
            self.mistakes
                .insert(Entry::Lead, "Enter hours, such as 24 or 1.5, or nothing.");
        }
        minutes
    }
}

/// What a line begins with that names a member by the business's own id, and no e-mail address.
pub(super) const MEMBER: &str = "member:";

/// The customers of a line: a member, whose id may have blanks and commas, or addresses; none where
/// it cannot be read.
pub(super) fn customers_of(line: &str) -> Option<Vec<CouponCustomer>> {
    if let Some(id) = line.trim().strip_prefix(MEMBER) {
        let member = id.trim().parse().map(CouponCustomer::Member);
        return member.ok().map(|member| vec![member]);
    }
    let apart = |sign: char| sign.is_whitespace() || sign == ',' || sign == ';';
    let emails = line.split(apart).filter(|text| !text.is_empty());
    emails
        .map(|text| text.parse().map(CouponCustomer::Email).ok())
        .collect()
}

/// Whether a window would be over before it begins, as far as the wall clock tells.
pub(super) fn begins_after(starts: CivilTime, ends: CivilTime) -> bool {
    match (starts, ends) {
        (CivilTime::Minute(starts), CivilTime::Minute(ends)) => starts > ends,
        _ => starts.date() > ends.date(),
    }
}
