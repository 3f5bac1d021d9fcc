//! What differs between the quote a guest saw and the one that holds now.

use serde::{Deserialize, Serialize};

use crate::{AddOnId, Quote, QuoteLine, Rejection, ServiceId};

/// One difference, told to the guest before anything is charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum QuoteChange {
    /// The currency differs.
    Currency,
    /// What is booked differs: services, their forms, staff, add-ons or attendees.
    Items,
    /// A service's price for one attendee differs.
    UnitPrice {
        /// The service.
        service_id: ServiceId,
        /// The price shown, in minor units.
        shown_minor: i64,
        /// The price now, in minor units.
        now_minor: i64,
    },
    /// The price of one piece of an add-on differs.
    AddOnPrice {
        /// The service it is booked along with.
        service_id: ServiceId,
        /// The add-on.
        add_on_id: AddOnId,
        /// The price shown, in minor units.
        shown_minor: i64,
        /// The price now, in minor units.
        now_minor: i64,
    },
    /// The code does not apply (any more).
    CodeRejected {
        /// Why.
        reason: Rejection,
    },
    /// The coupon takes off another amount.
    Discount {
        /// The discount shown, in minor units.
        shown_minor: i64,
        /// The discount now, in minor units.
        now_minor: i64,
    },
    /// A rate of tax differs.
    TaxRate {
        /// The service.
        service_id: ServiceId,
    },
    /// The deposit follows another rule, so that another amount is due now.
    Deposit {
        /// The amount due shown, in minor units.
        shown_minor: i64,
        /// The amount due now, in minor units.
        now_minor: i64,
    },
    /// Another figure or the coupon's rule differs although the reasons above do not hold.
    Other,
}

impl Quote {
    /// Why this quote is not the one that was shown; empty exactly when they are equal.
    ///
    /// What merely follows from a reason (the total from a unit price) is not named again.
    pub fn changes_since(&self, shown: &Quote) -> Vec<QuoteChange> {
        let mut changes = Vec::new();
        if self.currency != shown.currency {
            changes.push(QuoteChange::Currency);
        }
        let same_items = self.lines.len() == shown.lines.len()
            && (self.lines.iter().zip(&shown.lines)).all(|(now, then)| books_the_same(now, then));
        if same_items {
            for (now, then) in self.lines.iter().zip(&shown.lines) {
                push_line_changes(&mut changes, now, then);
            }
        } else {
            changes.push(QuoteChange::Items);
        }
        if let Some(rejected) = &self.rejected
            && self.rejected != shown.rejected
        {
            let reason = rejected.reason;
            changes.push(QuoteChange::CodeRejected { reason });
        } else if self.discount_minor != shown.discount_minor {
            changes.push(QuoteChange::Discount {
                shown_minor: shown.discount_minor,
                now_minor: self.discount_minor,
            });
        }
        let rule = |quote: &Quote| quote.deposit.map(|deposit| deposit.rule);
        if rule(self) != rule(shown) {
            changes.push(QuoteChange::Deposit {
                shown_minor: shown.amount_due_minor,
                now_minor: self.amount_due_minor,
            });
        }
        if changes.is_empty() && self != shown {
            changes.push(QuoteChange::Other);
        }
        changes
    }
}

fn books_the_same(now: &QuoteLine, then: &QuoteLine) -> bool {
    now.service_id == then.service_id
        && now.variation_id == then.variation_id
        && now.staff_id == then.staff_id
        && now.attendees == then.attendees
        && now.add_ons.len() == then.add_ons.len()
        && (now.add_ons.iter().zip(&then.add_ons))
            .all(|(now, then)| now.add_on_id == then.add_on_id && now.quantity == then.quantity)
}

fn push_line_changes(changes: &mut Vec<QuoteChange>, now: &QuoteLine, then: &QuoteLine) {
    let service_id = || now.service_id.clone();
    if now.unit_price_minor != then.unit_price_minor {
        changes.push(QuoteChange::UnitPrice {
            service_id: service_id(),
            shown_minor: then.unit_price_minor,
            now_minor: now.unit_price_minor,
        });
    }
    for (now, then) in now.add_ons.iter().zip(&then.add_ons) {
        if now.unit_price_minor != then.unit_price_minor {
            changes.push(QuoteChange::AddOnPrice {
                service_id: service_id(),
                add_on_id: now.add_on_id.clone(),
                shown_minor: then.unit_price_minor,
                now_minor: now.unit_price_minor,
            });
        }
    }
    if now.tax.map(|tax| tax.rate) != then.tax.map(|tax| tax.rate) {
        changes.push(QuoteChange::TaxRate {
            service_id: service_id(),
        });
    }
}
