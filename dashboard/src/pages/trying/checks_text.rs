//! How a code was judged, in sentences for the owner.

use booking_contract::owner::Simulation;
use booking_engine::{
    Benefit, Check, Condition, Currency, DiscountLimit, DiscountReason, Facts, FirstPurchaseScope,
    Miss, Outcome, Rejection, Remedy, TracedCheck, Used,
};
use chrono::{DateTime, Utc};

use crate::words;

/// How instants and amounts are written.
pub struct Telling<'t> {
    /// The currency of the booking.
    pub currency: Currency,
    /// An instant where the business is.
    pub moment: &'t dyn Fn(DateTime<Utc>) -> String,
    /// What a service is called.
    pub service: &'t dyn Fn(&str) -> String,
}

/// A name for each check.
pub fn name(check: Check) -> &'static str {
    match check {
        Check::Found => "The code exists for this customer",
        Check::SwitchedOn => "It is switched on",
        Check::Started => "It has started",
        Check::NotOver => "It is not over",
        Check::Currency => "It is in this currency",
        Check::Covered => "It is for what is booked",
        Check::MinimumAmount => "The booking is large enough",
        Check::Redemptions => "It has uses left",
        Check::PerCustomer => "This customer has uses left",
        Check::FirstPurchase => "First booking",
        Check::Appointment => "It is for this appointment",
        Check::TakesOff => "It takes something off",
        Check::MinimumCharge => "What is left can be charged",
        Check::FreeOrder => "Free bookings",
        Check::Oversize => "Amount above the price",
    }
}

/// Why a booking could not use a coupon, where this check is the first to fail.
pub fn why_not(check: Check) -> &'static str {
    match check {
        Check::Found => "For other customers",
        Check::SwitchedOn => "Switched off",
        Check::Started => "Not started",
        Check::NotOver => "Over",
        Check::Currency => "Another currency",
        Check::Covered => "Not for what was booked",
        Check::MinimumAmount => "Booking too small",
        Check::Redemptions => "Used up by then",
        Check::PerCustomer => "Used up by the customer",
        Check::FirstPurchase => "Not a first booking",
        Check::Appointment => "Another appointment",
        Check::TakesOff => "Nothing to take off",
        Check::MinimumCharge => "Too little left to charge",
        Check::FreeOrder => "Would have been free",
        Check::Oversize => "More than the price",
    }
}

impl Telling<'_> {
    fn money(&self, minor: i64) -> String {
        words::money(minor, self.currency)
    }

    /// What a check was decided by; nothing where it was not reached.
    pub fn check(&self, traced: &TracedCheck) -> Option<String> {
        let failed = traced.outcome == Outcome::Failed;
        let facts = traced.facts.as_ref()?;
        Some(match facts {
            Facts::Found { miss } => found(*miss).to_owned(),
            Facts::SwitchedOn { active, archived } => match (active, archived) {
                (true, false) => "The coupon is on and the code in use.",
                (_, true) => "The code was archived.",
                (false, false) => "The coupon is switched off.",
            }
            .to_owned(),
            Facts::Started { starts_at: None } => "It has no start.".to_owned(),
            Facts::Started {
                starts_at: Some(at),
            } => {
                let verb = if failed { "It starts" } else { "It started" };
                format!("{verb} {}.", (self.moment)(*at))
            }
            Facts::NotOver {
                ends_at,
                expires_at,
            } => self.end(*ends_at, *expires_at, failed),
            Facts::Currency {
                currency,
                amounts_in,
            } => Self::in_currency(*currency, amounts_in, failed),
            Facts::Covered {
                covered_minor,
                subtotal_minor,
            } => self.covered(*covered_minor, *subtotal_minor),
            Facts::MinimumAmount {
                minimum_minor,
                subtotal_minor,
            } => match minimum_minor {
                None => "Any amount will do.".to_owned(),
                Some(minimum) => format!(
                    "The booking comes to {}; at least {} is asked for.",
                    self.money(*subtotal_minor),
                    self.money(*minimum)
                ),
            },
            Facts::Redemptions { .. } | Facts::PerCustomer { .. } | Facts::FirstPurchase { .. } => {
                earlier(facts)
            }
            Facts::Appointment {
                asked,
                unmet,
                known,
            } => appointment(*asked, *unmet, *known),
            Facts::TakesOff { .. }
            | Facts::MinimumCharge { .. }
            | Facts::FreeOrder { .. }
            | Facts::Oversize { .. } => self.charge(facts),
        })
    }

    fn end(
        &self,
        ends_at: Option<DateTime<Utc>>,
        expires_at: Option<DateTime<Utc>>,
        failed: bool,
    ) -> String {
        let verb = |was: &'static str, is: &'static str| if failed { was } else { is };
        match (ends_at, expires_at) {
            (None, None) => "It has no end.".to_owned(),
            (Some(at), None) => {
                let verb = verb("The coupon ended", "The coupon ends");
                format!("{verb} {}.", (self.moment)(at))
            }
            (Some(end), Some(at)) if end < at => {
                let verb = verb("The coupon ended", "The coupon ends");
                format!("{verb} {}.", (self.moment)(end))
            }
            (_, Some(at)) => {
                let verb = verb("The code expired", "The code expires");
                format!("{verb} {}.", (self.moment)(at))
            }
        }
    }

    fn in_currency(currency: Currency, amounts_in: &[Currency], failed: bool) -> String {
        if amounts_in.is_empty() {
            return "A percentage works in any currency.".to_owned();
        }
        let all: Vec<&str> = amounts_in.iter().map(Currency::code).collect();
        if failed {
            format!(
                "The booking is in {}; the coupon has amounts in {}.",
                currency.code(),
                all.join(", ")
            )
        } else {
            format!("It has an amount in {}.", currency.code())
        }
    }

    fn covered(&self, covered_minor: i64, subtotal_minor: i64) -> String {
        if covered_minor == 0 {
            "Nothing in this booking that costs something is what the coupon is for.".to_owned()
        } else if covered_minor == subtotal_minor {
            "It is for the whole booking.".to_owned()
        } else {
            let (part, all) = (self.money(covered_minor), self.money(subtotal_minor));
            format!("It is for {part} of {all}.")
        }
    }

    fn charge(&self, facts: &Facts) -> String {
        match facts {
            Facts::TakesOff {
                discount_minor,
                eligible_minor,
            } => {
                let (discount, of) = (self.money(*discount_minor), self.money(*eligible_minor));
                format!("It takes {discount} off {of}.")
            }
            Facts::MinimumCharge {
                amount_due_minor: 0,
                ..
            } => "Nothing is left to charge.".to_owned(),
            Facts::MinimumCharge {
                amount_due_minor,
                minimum_minor,
            } => {
                let due = self.money(*amount_due_minor);
                match minimum_minor {
                    Some(least) => {
                        let least = self.money(*least);
                        format!("{due} is left to charge now; cards take {least} or more.")
                    }
                    None => format!("{due} is left to charge now."),
                }
            }
            Facts::FreeOrder {
                amount_due_minor,
                refused,
            } => match (*amount_due_minor, refused) {
                (0, true) => "The booking would be free, which this business does not take.".into(),
                (0, false) => "The booking is free, which this business takes.".to_owned(),
                _ => "The booking is not free.".to_owned(),
            },
            Facts::Oversize {
                amount_minor: None, ..
            } => "A percentage is never above the price.".to_owned(),
            Facts::Oversize {
                amount_minor: Some(amount),
                eligible_minor,
                refused,
            } => {
                let (amount_text, price) = (self.money(*amount), self.money(*eligible_minor));
                match (amount > eligible_minor, refused) {
                    (true, true) => format!(
                        "{amount_text} is more than the {price} that it is for, and this business refuses that."
                    ),
                    (true, false) => format!(
                        "{amount_text} is more than the {price} that it is for; it takes off {price}."
                    ),
                    _ => format!("{amount_text} is no more than the {price} that it is for."),
                }
            }
            _ => String::new(),
        }
    }

    /// How the discount was found.
    pub fn discount(&self, reason: &DiscountReason) -> String {
        let of = self.money(reason.eligible_minor);
        let rule = match &reason.benefit {
            Benefit::Percent { percent, .. } => {
                let share = words::texts().percent(&percent.to_string());
                let alone = self.money(reason.unlimited_minor);
                format!("{share} of {of} is {alone}")
            }
            Benefit::Fixed { .. } => format!("{} off {of}", self.money(reason.unlimited_minor)),
        };
        let taken = self.money(reason.discount_minor);
        match reason.limited_by {
            None => format!("{rule}."),
            Some(DiscountLimit::Cap) => format!("{rule}; the coupon takes off {taken} at most."),
            Some(DiscountLimit::EligibleSubtotal) => {
                format!("{rule}; it takes off no more than the price, {taken}.")
            }
            Some(DiscountLimit::ChargeStep) => {
                format!("{rule}; amounts go in steps, so that it takes off {taken}.")
            }
        }
    }

    /// What the guest would be told.
    pub fn told(&self, told: Rejection) -> String {
        match told {
            Rejection::NotFound => {
                "This code cannot be used. (The same as for a code that does not exist.)".to_owned()
            }
            Rejection::Inactive => "The code is not active.".to_owned(),
            Rejection::NotStarted => "The code cannot be used yet.".to_owned(),
            Rejection::Expired => "The code has expired.".to_owned(),
            Rejection::CurrencyMismatch => "The code is for another currency.".to_owned(),
            Rejection::NotApplicable => "The code is not for what is booked.".to_owned(),
            Rejection::MinimumAmount { missing_minor, .. } => {
                format!("{} is missing for this code.", self.money(missing_minor))
            }
            Rejection::RedemptionLimit => "The code is used up.".to_owned(),
            Rejection::CustomerLimit => "You have used this code already.".to_owned(),
            Rejection::FirstPurchase => "The code is for a first booking.".to_owned(),
            Rejection::NotForThisAppointment { .. } => {
                "The code is not for this appointment.".to_owned()
            }
            Rejection::BelowMinimumCharge { .. } => {
                "With this code too little would be left to charge.".to_owned()
            }
            Rejection::FreeOrderRefused => "With this code the booking would be free.".to_owned(),
            Rejection::OversizeFixed => "The code takes off more than the price.".to_owned(),
        }
    }

    /// What the guest could do.
    pub fn remedy(&self, remedy: &Remedy) -> String {
        match remedy {
            Remedy::Attendees { attendees, .. } => {
                let count = words::count((*attendees).into(), "attendee", "attendees");
                format!("Book for {count}.")
            }
            Remedy::Services { service_ids } => {
                let names = service_ids.iter().map(|id| (self.service)(id.as_str()));
                format!(
                    "Book one of these: {}.",
                    names.collect::<Vec<_>>().join(", ")
                )
            }
            Remedy::Weekdays { weekdays } => {
                let names: Vec<String> = weekdays.iter().map(ToString::to_string).collect();
                format!("Choose one of these days: {}.", names.join(", "))
            }
            Remedy::Hours { hours } => {
                let clock = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
                let (from, to) = (clock(hours.from_minute), clock(hours.to_minute));
                format!("Choose a time from {from} to {to}.")
            }
            Remedy::Dates {
                first_date,
                last_date,
            } => match (first_date, last_date) {
                (Some(first), Some(last)) => format!("Choose a day from {first} to {last}."),
                (Some(first), None) => format!("Choose a day from {first} on."),
                (None, Some(last)) => format!("Choose a day up to {last}."),
                (None, None) => "Choose another day.".to_owned(),
            },
            Remedy::NotBefore { starts_at } => {
                format!("Choose a time from {} on.", (self.moment)(*starts_at))
            }
            Remedy::NotAfter { starts_at } => {
                format!("Choose a time up to {}.", (self.moment)(*starts_at))
            }
            Remedy::Staff { .. } => "Choose somebody whom the coupon is for.".to_owned(),
            Remedy::Locations { .. } => "Choose a location that the coupon is for.".to_owned(),
            Remedy::Wait { starts_at } => {
                format!("Come back on {}.", (self.moment)(*starts_at))
            }
        }
    }

    /// The outcome in one sentence.
    pub fn verdict(&self, simulation: &Simulation) -> String {
        let quote = &simulation.quote;
        let failed = |it: &&TracedCheck| it.outcome == Outcome::Failed;
        match simulation.checks.iter().find(failed) {
            Some(check) => self.check(check).unwrap_or_default(),
            None if quote.discount_minor > 0 => format!(
                "It takes off {}; the booking costs {}.",
                self.money(quote.discount_minor),
                self.money(quote.total_minor)
            ),
            None => format!("The booking costs {}.", self.money(quote.total_minor)),
        }
    }
}

fn found(miss: Option<Miss>) -> &'static str {
    match miss {
        None => "It is one of your codes.",
        Some(Miss::NotACode) => {
            "This cannot be a code: codes have letters, digits and hyphens only."
        }
        Some(Miss::NoSuchCode) => "You have no such code.",
        Some(Miss::CodeForOthers) => "The code is there, for another customer.",
        Some(Miss::CouponForOthers) => "The code is there; its coupon is for other customers.",
        Some(Miss::NoCoupon) => "The code is there, and its coupon is gone.",
    }
}

fn used(used: Used) -> String {
    let times = words::whole(used.times.into());
    match used.max {
        Some(max) => format!("{times} of {}", words::whole(max.into())),
        None => format!("{times}, without limit"),
    }
}

fn earlier(facts: &Facts) -> String {
    match facts {
        Facts::Redemptions { coupon, code } => match code.max {
            Some(_) => format!("Used: coupon {}; code {}.", used(*coupon), used(*code)),
            None => format!("Used: {}.", used(*coupon)),
        },
        Facts::PerCustomer { customer, .. } if customer.max.is_none() => {
            "Each customer may use it as often as they like.".to_owned()
        }
        Facts::PerCustomer {
            customer,
            known: true,
        } => format!("Used by this customer: {}.", used(*customer)),
        Facts::PerCustomer { customer, .. } => {
            let max = words::count(customer.max.unwrap_or(0).into(), "use", "uses");
            format!("{max} for each customer; name one to see theirs.")
        }
        Facts::FirstPurchase { asked: false, .. } => "Not asked for.".to_owned(),
        Facts::FirstPurchase { orders: 0, .. } => "No earlier booking counts.".to_owned(),
        Facts::FirstPurchase { orders, scope, .. } => {
            let count = words::count((*orders).into(), "earlier booking", "earlier bookings");
            match scope {
                FirstPurchaseScope::Business => format!("{count} of this customer."),
                FirstPurchaseScope::ServiceAtLocation => {
                    format!("{count} of this service there.")
                }
            }
        }
        _ => String::new(),
    }
}

fn appointment(asked: bool, unmet: Option<Condition>, known: bool) -> String {
    match unmet {
        Some(Condition::Weekday) => "It is for other days of the week.",
        Some(Condition::Hours) => "It is for other times of day.",
        Some(Condition::Date) => "It is for other dates.",
        Some(Condition::LeadTooShort) => "The appointment is too near.",
        Some(Condition::LeadTooLong) => "The appointment is too far away.",
        Some(Condition::Staff) => "It is for somebody else’s appointments.",
        Some(Condition::Location) => "It is for another location.",
        None if !asked => "Any appointment will do.",
        None if known => "The appointment is as the coupon asks.",
        None => "Choose a time to see whether it fits.",
    }
    .to_owned()
}
