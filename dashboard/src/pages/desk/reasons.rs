//! Why a code does not apply and why a price is another one, in sentences for whoever books for a
//! customer.

use booking_engine::{Condition, Currency, Quote, QuoteChange, Rejection};

use crate::words;

/// Why a code takes nothing off, and what would change that.
pub fn rejection(reason: Rejection, currency: Currency) -> String {
    let money = |minor| words::money(minor, currency);
    match reason {
        Rejection::NotFound => "There is no such code, or it is for other customers.".to_owned(),
        Rejection::Inactive => "The code is switched off.".to_owned(),
        Rejection::NotStarted => "The code has not started yet.".to_owned(),
        Rejection::Expired => "The code has expired.".to_owned(),
        Rejection::CurrencyMismatch => "The code is for another currency.".to_owned(),
        Rejection::NotApplicable => "The code is not for what is booked.".to_owned(),
        Rejection::MinimumAmount {
            minimum_minor,
            missing_minor,
        } => format!(
            "The code is for bookings from {}; {} is missing.",
            money(minimum_minor),
            money(missing_minor)
        ),
        Rejection::RedemptionLimit => "The code is used up.".to_owned(),
        Rejection::CustomerLimit => {
            "This customer has used the code as often as they may.".to_owned()
        }
        Rejection::FirstPurchase => {
            "The code is for a first booking, and this customer has booked before.".to_owned()
        }
        Rejection::NotForThisAppointment { condition } => {
            format!("The code is not for {}.", unmet(condition))
        }
        Rejection::BelowMinimumCharge { minimum_minor } => format!(
            "With the code less than {} would be left, which cannot be charged.",
            money(minimum_minor)
        ),
        Rejection::FreeOrderRefused => {
            "With the code it would be free, which the settings of the business do not allow."
                .to_owned()
        }
        Rejection::OversizeFixed => {
            "The code takes off more than it costs, which the settings of the business do not \
             allow."
                .to_owned()
        }
    }
}

const fn unmet(condition: Condition) -> &'static str {
    match condition {
        Condition::Weekday => "appointments on this day of the week",
        Condition::Hours => "appointments at this hour",
        Condition::Date => "appointments on this date",
        Condition::LeadTooShort => "appointments this soon",
        Condition::LeadTooLong => "appointments this far ahead",
        Condition::Staff => "appointments with whoever performs this one",
        Condition::Location => "appointments at this location",
    }
}

/// What is another one now, each as a sentence.
pub fn changes(changes: &[QuoteChange], was: &Quote, now: &Quote) -> Vec<String> {
    let money = |minor| words::money(minor, now.currency);
    let from_to = |what: &str, shown, now| format!("{what}: {}, was {}.", money(now), money(shown));
    let said = |change: &QuoteChange| match change {
        QuoteChange::Currency => "The currency is another one.".to_owned(),
        QuoteChange::Items => "What is booked is another thing.".to_owned(),
        QuoteChange::UnitPrice {
            shown_minor,
            now_minor,
            ..
        } => from_to("The price for one attendee", *shown_minor, *now_minor),
        QuoteChange::AddOnPrice {
            shown_minor,
            now_minor,
            ..
        } => from_to("The price of an add-on", *shown_minor, *now_minor),
        QuoteChange::CodeRejected { reason } => rejection(*reason, now.currency),
        QuoteChange::Discount {
            shown_minor,
            now_minor,
        } => from_to("The discount", *shown_minor, *now_minor),
        QuoteChange::TaxRate { .. } => "A rate of tax is another one.".to_owned(),
        QuoteChange::Deposit {
            shown_minor,
            now_minor,
        } => from_to("The deposit", *shown_minor, *now_minor),
        QuoteChange::Other if was.total_minor == now.total_minor => {
            "The rules of the coupon are other ones; it costs the same.".to_owned()
        }
        QuoteChange::Other => "The rules of the coupon are other ones.".to_owned(),
    };
    changes.iter().map(said).collect()
}
