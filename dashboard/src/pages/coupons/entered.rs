//! What is typed into the form of a coupon: texts until they are read.

use std::collections::BTreeMap;

use booking_contract::owner::{CivilTime, CouponCustomer, CouponDraft};
use booking_engine::{
    Benefit, CalendarId, Conditions, Currency, DURATION_MONTHS_MAX, Duration, Hours, LocationId,
    Percent, Scope, ServiceId, StaffId,
};
use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::reading::{MEMBER, Reading, begins_after, customers_of};
use super::sold::{Good, chosen_goods};
use crate::figures::{DAY_MINUTES, amount_text, clock, hours_text};

/// All that is typed and chosen.
#[allow(
    clippy::struct_excessive_bools,
    reason = "none of them follows from another"
)]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entered {
    /// The name on receipts.
    pub name: String,
    /// The code.
    pub code: String,
    /// Whether it has no code of its own.
    pub codeless: bool,
    /// Whether an amount is taken off, and not a share.
    pub fixed: bool,
    /// The share in percent, or the amount.
    pub value: String,
    /// The most that a share takes off.
    pub cap: String,
    /// Amounts in other currencies than the business's.
    pub others: Vec<OtherAmount>,
    /// Whether it is for what is chosen here alone.
    pub only: bool,
    /// The calendars that it is for.
    pub calendars: Vec<CalendarId>,
    /// The single services that it is for.
    pub services: Vec<ServiceId>,
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
    /// Who has to perform it.
    pub staff: Vec<StaffId>,
    /// Where it has to take place.
    pub locations: Vec<LocationId>,
    /// How long it discounts a subscription.
    pub lasts: Lasts,
    /// The months of [`Lasts::Months`].
    pub months: String,
}

/// An amount in a currency that is not the business's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherAmount {
    /// The three letters of the currency.
    pub currency: String,
    /// The amount.
    pub amount: String,
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
    Others,
    Scope,
    Starts,
    Ends,
    Limit,
    PerCustomer,
    Minimum,
    Customers,
    Hours,
    Dates,
    Lead,
    Staff,
    Locations,
    Months,
}

impl Entry {
    /// Whether it is among those that the simple form leaves out.
    pub fn is_folded(self) -> bool {
        !matches!(
            self,
            Self::Name
                | Self::Code
                | Self::Value
                | Self::Others
                | Self::Scope
                | Self::Starts
                | Self::Ends
                | Self::Limit
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
        let others = match &draft.benefit {
            Benefit::Percent { .. } => Vec::new(),
            Benefit::Fixed { amounts_minor } => (amounts_minor.iter())
                .filter(|(other, _)| **other != currency)
                .map(|(other, minor)| OtherAmount {
                    currency: other.code().to_owned(),
                    amount: amount_text(*minor, *other),
                })
                .collect(),
        };
        let (only, calendars, services) = match &draft.scope {
            Scope::Everything => (false, Vec::new(), Vec::new()),
            Scope::Only {
                calendars,
                services,
            } => (true, calendars.clone(), services.clone()),
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
            codeless: draft.code.is_none(),
            fixed,
            value,
            cap: amount(cap).unwrap_or_default(),
            others,
            only,
            calendars,
            services,
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
            staff: conditions.staff.clone(),
            locations: conditions.locations.clone(),
            lasts,
            months: number(months).unwrap_or_default(),
        }
    }

    /// The draft that is meant. Lengths that were not touched stay as they were to the minute.
    pub fn draft(&self, base: &CouponDraft, currency: Currency) -> Result<CouponDraft, Mistakes> {
        let mut read = Reading {
            mistakes: Mistakes::new(),
            currency,
        };
        let draft = CouponDraft {
            name: (self.name.parse()).unwrap_or_else(|_| {
                read.wrong(Entry::Name, "Use at most 120 letters, on one line.")
            }),
            code: self.read_code(&mut read),
            benefit: self.read_benefit(&mut read),
            starts: read.civil(Entry::Starts, &self.starts_date, &self.starts_time),
            ends: read.civil(Entry::Ends, &self.ends_date, &self.ends_time),
            scope: self.read_scope(&mut read),
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

    fn read_code(&self, read: &mut Reading) -> Option<booking_engine::CouponCode> {
        if self.codeless {
            return None;
        }
        let typed = self.code.trim();
        if typed.is_empty() {
            return read.wrong(Entry::Code, "Enter a code, or let one be generated.");
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

    fn read_benefit(&self, read: &mut Reading) -> Benefit {
        if self.fixed {
            return self.read_amounts(read);
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
        Benefit::Fixed {
            amounts_minor: litemap::LiteMap::new_vec(),
        }
    }

    /// The amounts that a fixed one takes off, one for each currency.
    fn read_amounts(&self, read: &mut Reading) -> Benefit {
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
        let mut amounts_minor = litemap::LiteMap::new_vec();
        amounts_minor.insert(read.currency, amount.unwrap_or_default());
        for other in &self.others {
            if let Some((currency, amount)) = read.other(other)
                && amounts_minor.insert(currency, amount).is_some()
            {
                let text = "One currency is there twice. Keep one amount for each.";
                read.mistakes.insert(Entry::Others, text);
            }
        }
        Benefit::Fixed { amounts_minor }
    }

    fn read_scope(&self, read: &mut Reading) -> Scope {
        if !self.only {
            return Scope::Everything;
        }
        if self.calendars.is_empty() && self.services.is_empty() {
            let text = "Choose what it is for, or let it be for everything.";
            read.mistakes.insert(Entry::Scope, text);
        }
        Scope::Only {
            calendars: self.calendars.clone(),
            services: self.services.clone(),
        }
    }

    /// What is chosen of what is sold, as ids of choices.
    pub fn goods(&self) -> Vec<String> {
        chosen_goods(&self.calendars, &self.services)
    }

    /// Chooses something that is sold, or not any more. A calendar stands for all that it sells, so
    /// that the services that it has (`sells`) are not named beside it.
    pub fn toggle_good(&mut self, good: Good, sells: &[Good]) {
        match good {
            Good::Calendar(id) => {
                if toggle(&mut self.calendars, id) {
                    let along = |id: &ServiceId| sells.contains(&Good::Service(id.clone()));
                    self.services.retain(|id| !along(id));
                }
            }
            Good::Service(id) => {
                toggle(&mut self.services, id);
            }
        }
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
            staff: self.staff.clone(),
            locations: self.locations.clone(),
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

/// Adds something to a list or takes it out; true where it is in it then.
pub fn toggle<T: PartialEq>(all: &mut Vec<T>, one: T) -> bool {
    let before = all.len();
    all.retain(|it| *it != one);
    let is_new = all.len() == before;
    if is_new {
        all.push(one);
    }
    is_new
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
