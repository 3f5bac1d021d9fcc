//! What is to be done with an order: the questions before it, and what it comes to.

use booking_contract::owner::{
    CallOff, CollectBalance, OrderDetails, PaymentMethod, RecordPayment, RefundOrder, RefundShare,
};

use crate::figures::{amount_minor, amount_text};
use crate::words;

/// What somebody is about to do, with what they have entered so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Record a payment.
    Record {
        /// The amount as it is typed.
        amount: String,
        /// How it came in.
        method: PaymentMethod,
        /// What to remember.
        note: String,
    },
    /// Give money back.
    Refund {
        /// For what.
        share: Share,
        /// The amount as it is typed, where one is.
        amount: String,
    },
    /// Call the order off.
    CallOff {
        /// How much goes back.
        back: Back,
        /// The amount as it is typed, where one is.
        amount: String,
    },
    /// Make a link for the balance.
    Collect,
    /// Take a payment as it is.
    Accept,
    /// Say that a refund was handed over.
    HandOver(u32),
}

/// What money is given back for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// All that is left.
    Everything,
    /// One attendee.
    Attendee(u32),
    /// An amount.
    Amount,
}

/// How much goes back with a booking that is called off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// All that is left.
    Everything,
    /// An amount.
    Amount,
    /// Nothing.
    Nothing,
}

/// What the companion is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Record a payment.
    Record(RecordPayment),
    /// Give money back.
    Refund(RefundOrder),
    /// Call the order off.
    CallOff(CallOff),
    /// Make a link for the balance.
    Collect(CollectBalance),
    /// Take a payment as it is.
    Accept,
    /// Say that a refund was handed over.
    HandOver(u32),
}

const NO_AMOUNT: &str = "Enter an amount in figures, such as 25 or 7.50.";

impl Plan {
    /// Recording what is left, in cash.
    pub fn record(order: &OrderDetails) -> Self {
        let view = &order.payments;
        Self::Record {
            amount: amount_text(view.balance_minor, view.currency),
            method: PaymentMethod::Cash,
            note: String::new(),
        }
    }

    /// Giving everything back.
    pub fn refund() -> Self {
        Self::Refund {
            share: Share::Everything,
            amount: String::new(),
        }
    }

    /// Calling off, with everything back.
    pub fn call_off(order: &OrderDetails) -> Self {
        Self::CallOff {
            back: if order.deeds.refundable_minor > 0 {
                Back::Everything
            } else {
                Back::Nothing
            },
            amount: String::new(),
        }
    }

    /// What is given back, in minor units; why it cannot be said yet, where it cannot. Nothing where
    /// the plan gives nothing back.
    pub fn back_minor(&self, order: &OrderDetails) -> Option<Result<i64, String>> {
        let left_minor = order.deeds.refundable_minor;
        match self {
            Self::Refund { share, amount } => Some(match share {
                Share::Everything => Ok(left_minor),
                Share::Attendee(number) => {
                    let mut attendees = order.payments.attendees.iter();
                    let found = attendees.find(|one| one.number == *number);
                    Ok(found.map_or(0, |one| one.refundable_minor))
                }
                Share::Amount => typed(order, amount, 1, left_minor),
            }),
            Self::CallOff { back, amount } => Some(match back {
                Back::Everything => Ok(left_minor),
                Back::Amount => typed(order, amount, 1, left_minor),
                Back::Nothing => Ok(0),
            }),
            _ => None,
        }
    }

    /// What the companion is asked to do; or what is wrong with what was entered.
    pub fn deed(&self, order: &OrderDetails) -> Result<Deed, String> {
        let balance_minor = order.payments.balance_minor;
        let back_minor = self.back_minor(order).transpose()?.unwrap_or(0);
        Ok(match self {
            Self::Record {
                amount,
                method,
                note,
            } => {
                let least_minor = order.deeds.record_least_minor.unwrap_or(1);
                Deed::Record(RecordPayment {
                    balance_minor,
                    amount_minor: typed(order, amount, least_minor, balance_minor)?,
                    method: *method,
                    note: note
                        .parse()
                        .map_err(|_| "A note has at most 200 characters.".to_owned())?,
                })
            }
            Self::Refund { share, .. } => Deed::Refund(RefundOrder {
                share: match share {
                    Share::Everything => RefundShare::Everything,
                    Share::Attendee(number) => RefundShare::Attendee(*number),
                    Share::Amount => RefundShare::Amount,
                },
                refund_minor: back_minor,
            }),
            Self::CallOff { .. } => Deed::CallOff(CallOff {
                refund_minor: back_minor,
            }),
            Self::Collect => Deed::Collect(CollectBalance { balance_minor }),
            Self::Accept => Deed::Accept,
            Self::HandOver(number) => Deed::HandOver(*number),
        })
    }
}

/// A typed amount within its bounds.
fn typed(
    order: &OrderDetails,
    text: &str,
    least_minor: i64,
    most_minor: i64,
) -> Result<i64, String> {
    let currency = order.payments.currency;
    let minor = amount_minor(text.trim(), currency).ok_or_else(|| NO_AMOUNT.to_owned())?;
    let money = |minor| words::money(minor, currency);
    if minor < least_minor {
        Err(format!("At least {}.", money(least_minor)))
    } else if minor > most_minor {
        Err(format!("At most {}.", money(most_minor)))
    } else {
        Ok(minor)
    }
}

/// What is said once it is done.
pub fn said(deed: &Deed, order: &OrderDetails) -> String {
    let money = |minor| words::money(minor, order.payments.currency);
    match deed {
        Deed::Record(told) => format!("{} recorded.", money(told.amount_minor)),
        Deed::Refund(told) if told.refund_minor == 0 => "The attendee was called off.".to_owned(),
        Deed::Refund(told) => format!("{} given back.", money(told.refund_minor)),
        Deed::CallOff(told) if told.refund_minor == 0 => "The order was called off.".to_owned(),
        Deed::CallOff(told) => format!(
            "The order was called off, and {} given back.",
            money(told.refund_minor)
        ),
        Deed::Collect(_) => "The payment link is ready.".to_owned(),
        Deed::Accept => "The payment was accepted. The guest is booked.".to_owned(),
        Deed::HandOver(_) => "Noted: the guest has the money.".to_owned(),
    }
}
