//! What differs between the quote a guest saw and the one that holds now.

use serde::{Deserialize, Serialize};

use crate::{Quote, Rejection, ServiceId};

/// One difference, told to the guest before anything is charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum QuoteChange {
    /// The currency differs.
    Currency,
    /// The booked services or attendees differ.
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
    /// Another figure or the coupon's rule differs although the reasons above do not hold.
    Other,
}

impl Quote {
    /// Why this quote is not the one that was shown; empty exactly when they are equal.
    pub fn changes_since(&self, shown: &Quote) -> Vec<QuoteChange> {
        let mut changes = Vec::new();
        if self.currency != shown.currency {
            changes.push(QuoteChange::Currency);
        }
        let key = |quote: &Quote| -> Vec<(ServiceId, u32)> {
            let lines = quote.lines.iter();
            lines
                .map(|line| (line.service_id.clone(), line.attendees))
                .collect()
        };
        if key(self) == key(shown) {
            for (now, then) in self.lines.iter().zip(&shown.lines) {
                if now.unit_price_minor != then.unit_price_minor {
                    changes.push(QuoteChange::UnitPrice {
                        service_id: now.service_id.clone(),
                        shown_minor: then.unit_price_minor,
                        now_minor: now.unit_price_minor,
                    });
                }
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
        if changes.is_empty() && self != shown {
            changes.push(QuoteChange::Other);
        }
        changes
    }
}
