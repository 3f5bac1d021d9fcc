//! What is typed into the form of a coupon: texts until they are read.

use std::collections::BTreeMap;

use booking_contract::owner::{CivilTime, CouponCustomer, CouponDraft};
use booking_engine::{
    Benefit, Conditions, Currency, DURATION_MONTHS_MAX, Duration, Hours, Percent,
};
use chrono::{NaiveDate, NaiveTime, Timelike, Weekday};
use serde::{Deserialize, Serialize};

/// Minutes of a day, after which it ends.
const DAY_MINUTES: u32 = 1_440;

/// What a line begins with that names a member by the business's own id, and no e-mail address.
const MEMBER: &str = "member:";

/// The customers of a line: a member, whose id may have blanks and commas, or addresses; none where
/// it cannot be read.
fn customers_of(line: &str) -> Option<Vec<CouponCustomer>> {
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

/// All that is typed and chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entered {
    /// The name on receipts.
    pub name: String,
    /// The code.
    pub code: String,
    /// Whether an amount is taken off, and not a share.
    pub fixed: bool,
    /// The share in percent, or the amount.
    pub value: String,
    /// The most that a share takes off.
    pub cap: String,
    /// The first day.
    pub starts_date: String,
    /// The first minute of it.
    pub starts_time: String,
    /// The last day.
    pub ends_date: String,
    /// The last minute of it.
    pub ends_time: String,
    /// How many orders may use it.
    pub limit: String,
    /// How many orders of one customer.
    pub per_customer: String,
    /// The least subtotal.
    pub minimum: String,
    /// Only for new customers.
    pub first_purchase: bool,
    /// E-mail addresses, apart by blanks, commas or lines.
    pub customers: String,
    /// The weekdays of the appointment, Monday first.
    pub weekdays: [bool; 7],
    /// From when on the appointment starts.
    pub from_time: String,
    /// Until when.
    pub to_time: String,
    /// The first day of the appointment.
    pub first_date: String,
    /// The last day of the appointment.
    pub last_date: String,
    /// How many hours ahead at least.
    pub lead_least: String,
    /// How many hours ahead at most.
    pub lead_most: String,
    /// How long it discounts a subscription.
    pub lasts: Lasts,
    /// The months of [`Lasts::Months`].
    pub months: String,
}

/// How long a subscription is discounted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lasts {
    /// The first invoice.
    #[default]
    Once,
    /// Some months.
    Months,
    /// All invoices.
    Forever,
}

/// A question of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is a field of what is entered")]
pub enum Entry {
    Name,
    Code,
    Value,
    Cap,
    Starts,
    Ends,
    Limit,
    PerCustomer,
    Minimum,
    Customers,
    Hours,
    Dates,
    Lead,
    Months,
}

impl Entry {
    /// Whether it is among those that the simple form leaves out.
    pub fn is_folded(self) -> bool {
        !matches!(
            self,
            Self::Name | Self::Code | Self::Value | Self::Starts | Self::Ends | Self::Limit
        )
    }
}

/// What is wrong with which question.
pub type Mistakes = BTreeMap<Entry, &'static str>;

const WEEKDAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

impl Entered {
    /// What would have been typed for a draft.
    pub fn of(draft: &CouponDraft, currency: Currency) -> Self {
        let (fixed, value, cap) = match &draft.benefit {
            Benefit::Percent {
                percent,
                max_discount_minor,
            } => (false, percent.to_string(), *max_discount_minor),
            Benefit::Fixed { amounts_minor } => {
                let amount = amounts_minor.get(&currency);
                let amount = amount.map(|minor| amount_text(*minor, currency));
                (true, amount.unwrap_or_default(), None)
            }
        };
        let amount = |minor: Option<i64>| minor.map(|minor| amount_text(minor, currency));
        let number = |number: Option<u32>| number.map(|number| number.to_string());
        let (starts_date, starts_time) = civil_text(draft.starts);
        let (ends_date, ends_time) = civil_text(draft.ends);
        let conditions = &draft.conditions;
        let hours = conditions.hours;
        let customers = draft.customers.iter().map(|customer| match customer {
            CouponCustomer::Email(email) => email.as_str().to_owned(),
            CouponCustomer::Member(id) => format!("{MEMBER}{}", id.as_str()),
        });
        let (lasts, months) = match draft.duration {
            Duration::Once => (Lasts::Once, None),
            Duration::Repeating { months } => (Lasts::Months, Some(months)),
            Duration::Forever => (Lasts::Forever, None),
        };
        Self {
            name: draft.name.as_str().to_owned(),
            code: draft
                .code
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
            fixed,
            value,
            cap: amount(cap).unwrap_or_default(),
            starts_date,
            starts_time,
            ends_date,
            ends_time,
            limit: number(draft.max_redemptions).unwrap_or_default(),
            per_customer: number(draft.max_per_customer).unwrap_or_default(),
            minimum: amount(draft.minimum_amount_minor).unwrap_or_default(),
            first_purchase: draft.first_purchase_only,
            customers: customers.collect::<Vec<_>>().join("\n"),
            weekdays: WEEKDAYS.map(|day| conditions.weekdays.contains(&day)),
            from_time: hours.map_or_else(String::new, |hours| clock(hours.from_minute)),
            to_time: hours.map_or_else(String::new, |hours| clock(hours.to_minute)),
            first_date: date_text(conditions.first_date),
            last_date: date_text(conditions.last_date),
            lead_least: conditions
                .lead_minutes_min
                .map_or_else(String::new, hours_text),
            lead_most: conditions
                .lead_minutes_max
                .map_or_else(String::new, hours_text),
            lasts,
            months: number(months).unwrap_or_default(),
        }
    }

    /// The draft that is meant, over what the form does not ask about.
    pub fn draft(
        &self,
        base: &CouponDraft,
        is_new: bool,
        currency: Currency,
    ) -> Result<CouponDraft, Mistakes> {
        let mut read = Reading {
            mistakes: Mistakes::new(),
            currency,
        };
        let draft = CouponDraft {
            name: (self.name.parse()).unwrap_or_else(|_| {
                read.wrong(Entry::Name, "Use at most 120 letters, on one line.")
            }),
            code: self.read_code(base, is_new, &mut read),
            benefit: self.read_benefit(base, &mut read),
            starts: read.civil(Entry::Starts, &self.starts_date, &self.starts_time),
            ends: read.civil(Entry::Ends, &self.ends_date, &self.ends_time),
            scope: base.scope.clone(),
            minimum_amount_minor: read.amount(Entry::Minimum, &self.minimum),
            max_redemptions: read.count(Entry::Limit, &self.limit),
            max_per_customer: read.count(Entry::PerCustomer, &self.per_customer),
            first_purchase_only: self.first_purchase,
            customers: self.read_customers(&mut read),
            conditions: self.read_conditions(&base.conditions, &mut read),
            duration: self.read_duration(&mut read),
        };
        if let (Some(starts), Some(ends)) = (draft.starts, draft.ends)
            && begins_after(starts, ends)
        {
            read.mistakes
                .insert(Entry::Ends, "The end is before the start.");
        }
        if read.mistakes.is_empty() {
            Ok(draft)
        } else {
            Err(read.mistakes)
        }
    }

    fn read_code(
        &self,
        base: &CouponDraft,
        is_new: bool,
        read: &mut Reading,
    ) -> Option<booking_engine::CouponCode> {
        let typed = self.code.trim();
        if typed.is_empty() {
            if is_new || base.code.is_some() {
                read.mistakes
                    .insert(Entry::Code, "Enter a code, or let one be generated.");
            }
            return None;
        }
        let code = typed.parse().ok();
        if code.is_none() {
            read.mistakes.insert(
                Entry::Code,
                "Use letters A to Z, digits and hyphens, without blanks: at most 64.",
            );
        }
        code
    }

    fn read_benefit(&self, base: &CouponDraft, read: &mut Reading) -> Benefit {
        if self.fixed {
            let amount = read.amount(Entry::Value, &self.value);
            if amount.is_none_or(|amount| amount == 0) && !self.value.trim().is_empty() {
                read.mistakes
                    .entry(Entry::Value)
                    .or_insert("Enter more than 0.");
            }
            if self.value.trim().is_empty() {
                read.mistakes
                    .insert(Entry::Value, "Enter how much it takes off.");
            }
            let mut amounts_minor = match &base.benefit {
                Benefit::Fixed { amounts_minor } => amounts_minor.clone(),
                Benefit::Percent { .. } => litemap::LiteMap::new_vec(),
            };
            amounts_minor.insert(read.currency, amount.unwrap_or_default());
            return Benefit::Fixed { amounts_minor };
        }
        let typed = self.value.trim().trim_end_matches('%').trim_end();
        let percent = typed.replace(',', ".").parse::<Percent>();
        if let Ok(percent) = percent {
            let max_discount_minor = read.amount(Entry::Cap, &self.cap);
            return Benefit::Percent {
                percent,
                max_discount_minor,
            };
        }
        let text = if typed.is_empty() {
            "Enter how much it takes off."
        } else {
            "Enter a share above 0 and up to 100, such as 15 or 12.5."
        };
        read.mistakes.insert(Entry::Value, text);
        base.benefit.clone()
    }

    fn read_customers(&self, read: &mut Reading) -> Vec<CouponCustomer> {
        let read_all: Option<Vec<_>> = self.customers.lines().map(customers_of).collect();
        read_all.map_or_else(
            || {
                read.wrong(
                    Entry::Customers,
                    "One of these is no e-mail address. Put one on each line.",
                )
            },
            |lines| lines.concat(),
        )
    }

    fn read_conditions(&self, base: &Conditions, read: &mut Reading) -> Conditions {
        let days = WEEKDAYS.into_iter().zip(self.weekdays);
        let first_date = read.date(Entry::Dates, &self.first_date);
        let last_date = read.date(Entry::Dates, &self.last_date);
        if let (Some(first), Some(last)) = (first_date, last_date)
            && first > last
        {
            read.mistakes
                .insert(Entry::Dates, "The last day is before the first.");
        }
        let lead_minutes_min = read.lead(&self.lead_least, base.lead_minutes_min);
        let lead_minutes_max = read.lead(&self.lead_most, base.lead_minutes_max);
        if let (Some(least), Some(most)) = (lead_minutes_min, lead_minutes_max)
            && least > most
        {
            read.mistakes.insert(
                Entry::Lead,
                "The first number must not be above the second.",
            );
        }
        Conditions {
            weekdays: days.filter(|(_, on)| *on).map(|(day, _)| day).collect(),
            hours: self.read_hours(read),
            first_date,
            last_date,
            lead_minutes_min,
            lead_minutes_max,
            staff: base.staff.clone(),
            locations: base.locations.clone(),
        }
    }

    fn read_hours(&self, read: &mut Reading) -> Option<Hours> {
        let from = read.time(Entry::Hours, &self.from_time);
        let to = read.time(Entry::Hours, &self.to_time);
        match (from, to) {
            (None, None) => None,
            // A day that is open to one side ends, or begins, at midnight.
            (from, to) => {
                let hours = Hours {
                    from_minute: from.unwrap_or(0),
                    to_minute: to.filter(|to| *to > 0).unwrap_or(DAY_MINUTES),
                };
                if hours.from_minute == hours.to_minute {
                    read.mistakes
                        .insert(Entry::Hours, "Both times are the same.");
                }
                Some(hours)
            }
        }
    }

    fn read_duration(&self, read: &mut Reading) -> Duration {
        match self.lasts {
            Lasts::Once => Duration::Once,
            Lasts::Forever => Duration::Forever,
            Lasts::Months => {
                let months = self.months.trim().parse().ok();
                let months = months.filter(|months| (1..=DURATION_MONTHS_MAX).contains(months));
                if months.is_none() {
                    read.mistakes
                        .insert(Entry::Months, "Enter the number of months.");
                }
                Duration::Repeating {
                    months: months.unwrap_or(1),
                }
            }
        }
    }
}

/// What is read, and what was wrong with it.
struct Reading {
    mistakes: Mistakes,
    currency: Currency,
}

impl Reading {
    fn wrong<T: Default>(&mut self, entry: Entry, text: &'static str) -> T {
        self.mistakes.insert(entry, text);
        T::default()
    }

    /// A number above 0, where one is typed.
    fn count(&mut self, entry: Entry, text: &str) -> Option<u32> {
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
    fn amount(&mut self, entry: Entry, text: &str) -> Option<i64> {
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

    fn civil(&mut self, entry: Entry, date: &str, time: &str) -> Option<CivilTime> {
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

    fn date(&mut self, entry: Entry, text: &str) -> Option<NaiveDate> {
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
    fn time(&mut self, entry: Entry, text: &str) -> Option<u32> {
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
    fn lead(&mut self, text: &str, before: Option<u32>) -> Option<u32> {
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

/// Whether a window would be over before it begins, as far as the wall clock tells.
fn begins_after(starts: CivilTime, ends: CivilTime) -> bool {
    match (starts, ends) {
        (CivilTime::Minute(starts), CivilTime::Minute(ends)) => starts > ends,
        _ => starts.date() > ends.date(),
    }
}

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

/// An amount as one would type it.
pub fn amount_text(minor: i64, currency: Currency) -> String {
    let places = usize::try_from(currency.exponent()).unwrap_or(0);
    let digits = format!("{minor:0>width$}", width = places + 1);
    let (whole, rest) = digits.split_at(digits.len() - places);
    if rest.bytes().all(|sign| sign == b'0') {
        whole.to_owned()
    } else {
        format!("{whole}.{rest}")
    }
}

fn civil_text(time: Option<CivilTime>) -> (String, String) {
    match time {
        None => (String::new(), String::new()),
        Some(CivilTime::Date(date)) => (date.to_string(), String::new()),
        Some(CivilTime::Minute(at)) => (at.date().to_string(), at.format("%H:%M").to_string()),
    }
}

fn date_text(date: Option<NaiveDate>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
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
