//! What a refund comes to, worked out from the order alone.

use thiserror::Error;

use super::ABANDONED_MS;
use crate::order_state::OrderState;
use crate::payments::Account;
use crate::store::order_payments::{OrderPayment, PaymentState};
use crate::store::orders::Order;
use crate::store::refunds::{Refund, RefundState};
use crate::store::settlements::Recorded;

/// How much is to be given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// Everything that is left of the payment. The order is over.
    Everything,
    /// What was paid for one attendee, counted from 1. Their seat is free again; with the last
    /// one the order is over.
    Attendee(u32),
    /// This many minor units of the payment's currency. Nothing else changes, unless nothing is
    /// left of the payment: then the order is over.
    Amount(i64),
    /// What calling off gives back, in minor units; may be nothing. The order is over.
    CalledOff(i64),
}

/// Why a refund is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RefundRefusal {
    /// There is no such order.
    #[error("there is no such order")]
    NoOrder,
    /// An order in this state gives back nothing, or not in this way.
    #[error("an order that is {0} cannot be refunded this way")]
    WrongState(OrderState),
    /// Everything is back, or nothing was ever paid.
    #[error("nothing is left to give back")]
    NothingLeft,
    /// More than is left.
    #[error("{left_minor} minor units are left to give back")]
    TooMuch {
        /// What is left, in minor units.
        left_minor: i64,
    },
    /// An amount of 0 or less.
    #[error("an amount to give back is above 0")]
    NotAnAmount,
    /// The order has fewer attendees.
    #[error("the order has {attendees} attendees")]
    NoSuchAttendee {
        /// How many.
        attendees: usize,
    },
    /// By now another amount would be given back than was told.
    #[error("{amount_minor} minor units would be given back now")]
    Changed {
        /// What would be given back, in minor units.
        amount_minor: i64,
    },
    /// This attendee was called off before.
    #[error("this attendee was called off before; use an amount to give back more")]
    AttendeeGone,
}

/// How an order's place is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leave {
    /// The use of the coupon stays used.
    KeepingCoupon,
    /// The use of the coupon is free again.
    ReleasingCoupon,
}

/// A payment of an order, as far as it can be given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    /// Which one beside that of the booking; none: that one.
    pub(super) payment: Option<i64>,
    /// Its id at Stripe; none: it was received by hand and is given back by hand.
    pub(super) at_stripe: Option<String>,
    /// What is left of it, in minor units.
    pub(super) left_minor: i64,
}

/// The part of a refund that one payment gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Which refund of the order it is.
    pub(super) number: i64,
    /// In minor units.
    pub(super) amount_minor: i64,
    /// Whose seat is given back with it.
    pub(super) attendee: Option<u32>,
    /// Which payment beside that of the booking; none: that one.
    pub(super) payment: Option<i64>,
    /// The payment's id at Stripe; none: it is given back by hand.
    pub(super) at_stripe: Option<String>,
}

/// The payments of an order with what is left of each, in the order in which they are given back.
pub(super) fn sources(
    order: &Order,
    recorded: &[Recorded],
    beside: &[OrderPayment],
    earlier: &[Refund],
) -> Vec<Source> {
    let back_minor = |payment: Option<i64>| -> i64 {
        let of_it = earlier.iter().filter(|refund| refund.payment == payment);
        let kept = of_it.filter(|refund| refund.state != RefundState::Failed);
        kept.map(|refund| refund.amount_minor).sum()
    };
    let paid = beside.iter().filter(|one| one.state == PaymentState::Paid);
    let mut sources: Vec<Source> = paid
        .map(|one| Source {
            payment: Some(one.number),
            at_stripe: one.at_stripe().map(str::to_owned),
            left_minor: one.amount_minor - back_minor(Some(one.number)),
        })
        .collect();
    if let Some(id) = &order.stripe_payment {
        let own = recorded.iter().find(|one| one.id == *id);
        sources.push(Source {
            payment: None,
            at_stripe: Some(id.clone()),
            left_minor: own.map_or(0, |one| one.amount_minor) - back_minor(None),
        });
    }
    // What goes back by itself goes first, the latest payment before the ones that came earlier.
    sources.sort_by_key(|source| {
        let number = source.payment.unwrap_or(0);
        (source.at_stripe.is_none(), std::cmp::Reverse(number))
    });
    sources
}

/// A refund to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) order_id: String,
    pub(super) number: i64,
    pub(super) amount_minor: i64,
    pub(super) attendee: Option<u32>,
    /// Where the order goes; none where it stays.
    pub(super) to: Option<OrderState>,
    /// Whether and how its place is left.
    pub(super) leave: Option<Leave>,
    /// Whether the booking is called off; else it is money that is given back.
    pub(super) called_off: bool,
    /// Whether it answers money that came too late; such an order has one refund of its own.
    pub(super) is_late: bool,
    /// Tells this request from any other for the same, so that a transaction that is run again
    /// knows its own work.
    pub(super) mark: String,
    /// For how long whoever asked makes the refund themselves, in milliseconds.
    pub(super) lease_ms: i64,
}

impl Plan {
    /// What a share comes to.
    pub(super) fn of(
        order: &Order,
        recorded: &[Recorded],
        earlier: &[Refund],
        share: Share,
    ) -> Result<Self, RefundRefusal> {
        let left_minor = order.received_minor - order.returned_minor;
        let mut plan = Self {
            order_id: order.id.clone(),
            number: earlier.last().map_or(0, |refund| refund.number) + 1,
            amount_minor: 0,
            attendee: None,
            to: None,
            leave: None,
            called_off: false,
            is_late: false,
            mark: String::new(),
            lease_ms: ABANDONED_MS,
        };
        let over = match (order.state, share) {
            (OrderState::Paid, Share::CalledOff(amount_minor)) => {
                plan.amount_minor = amount_minor.clamp(0, left_minor.max(0));
                true
            }
            (_, Share::CalledOff(_)) => return Err(RefundRefusal::WrongState(order.state)),
            (
                OrderState::Paid | OrderState::PaidLate | OrderState::Quarantine,
                Share::Everything,
            ) => {
                plan.amount_minor = positive(left_minor)?;
                true
            }
            (OrderState::RefundPending, Share::Everything) => {
                // What is owed and not on its way: an earlier refund came to nothing.
                let owed_minor = order.owed_back_minor.unwrap_or(order.received_minor);
                plan.amount_minor = positive(owed_minor - order.returned_minor)?;
                false
            }
            (OrderState::Cancelled, Share::Everything) => {
                plan.amount_minor = positive(left_minor)?;
                false
            }
            (
                OrderState::Paid | OrderState::Cancelled | OrderState::RefundPending,
                Share::Amount(amount_minor),
            ) => {
                positive(left_minor)?;
                if amount_minor <= 0 {
                    return Err(RefundRefusal::NotAnAmount);
                }
                if amount_minor > left_minor {
                    return Err(RefundRefusal::TooMuch { left_minor });
                }
                plan.amount_minor = amount_minor;
                order.state == OrderState::Paid && amount_minor == left_minor
            }
            (OrderState::Paid, Share::Attendee(attendee)) => {
                plan.attendee = Some(attendee);
                plan.amount_minor =
                    attendee_minor(order, recorded, earlier, attendee)?.min(left_minor);
                let gone = earlier.iter().filter(|r| r.attendee.is_some()).count();
                gone + 1 == order.quote.attendee_shares().len()
            }
            (state, _) => return Err(RefundRefusal::WrongState(state)),
        };
        plan.called_off = matches!(share, Share::CalledOff(_));
        if over {
            plan.to = Some(if plan.amount_minor > 0 || is_running(earlier) {
                OrderState::RefundPending
            } else {
                OrderState::Cancelled
            });
            let booked = order.state == OrderState::Paid;
            let keep = booked && !(plan.called_off && order.terms.release_on_cancel);
            plan.leave = Some(if keep {
                Leave::KeepingCoupon
            } else {
                Leave::ReleasingCoupon
            });
        }
        Ok(plan)
    }

    /// Money that came by a link for an order that is not booked any more: it stays as it is.
    pub(super) fn beside(order: &Order, earlier: &[Refund], amount_minor: i64) -> Self {
        Self {
            order_id: order.id.clone(),
            number: earlier.last().map_or(0, |refund| refund.number) + 1,
            amount_minor,
            attendee: None,
            to: None,
            leave: None,
            called_off: false,
            is_late: false,
            mark: "late".to_owned(),
            // Nobody else works on it.
            lease_ms: 0,
        }
    }

    /// What each payment gives of it; nothing where there is nothing to remember. Whether so much is
    /// left is decided by the counter of the order, so the last one gives whatever is missing. None
    /// where there is no payment.
    pub(super) fn parts(&self, sources: &[Source]) -> Option<Vec<Part>> {
        let mut parts = Vec::new();
        let mut missing_minor = self.amount_minor;
        for (place, source) in sources.iter().enumerate() {
            let amount_minor = if place + 1 == sources.len() {
                missing_minor
            } else {
                source.left_minor.clamp(0, missing_minor)
            };
            if amount_minor > 0 {
                missing_minor -= amount_minor;
                parts.push((amount_minor, source.payment, source.at_stripe.clone()));
            }
        }
        if parts.is_empty() && self.attendee.is_some() {
            parts.push((0, None, None));
        }
        let parts = parts.into_iter().zip(self.number..);
        let parts = parts.map(|((amount_minor, payment, at_stripe), number)| Part {
            number,
            amount_minor,
            attendee: self.attendee.filter(|_| number == self.number),
            payment,
            at_stripe,
        });
        (missing_minor == 0).then(|| parts.collect())
    }

    /// The key of the call for a part.
    pub(super) fn key(&self, part: &Part) -> String {
        if self.is_late {
            format!("refund:{}", self.order_id)
        } else {
            format!("refund:{}:{}", self.order_id, part.number)
        }
    }

    /// The body of the call for a part, written once and sent as it was written. What is given back
    /// by hand has only its mark.
    pub(super) fn body(&self, part: &Part) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        if let Some(payment) = &part.at_stripe {
            form.append_pair("payment_intent", payment)
                .append_pair("amount", &part.amount_minor.to_string());
        }
        form.append_pair("metadata[order]", &self.order_id)
            .append_pair("metadata[refund]", &part.number.to_string())
            .append_pair("metadata[mark]", &self.mark)
            .finish()
    }
}

/// Which service of the order an attendee takes part in, attendees being counted from 1 over all
/// services.
pub(super) fn line_of(order: &Order, attendee: u32) -> Option<usize> {
    let place = usize::try_from(attendee).ok()?.checked_sub(1)?;
    let shares = order.quote.attendee_shares();
    shares.get(place).map(|share| share.line)
}

/// What was paid for an attendee, in minor units.
fn attendee_minor(
    order: &Order,
    recorded: &[Recorded],
    earlier: &[Refund],
    attendee: u32,
) -> Result<i64, RefundRefusal> {
    let shares = order.quote.attendee_shares();
    let place = usize::try_from(attendee)
        .ok()
        .and_then(|n| n.checked_sub(1));
    let share = place.and_then(|place| shares.get(place));
    let Some(share) = share else {
        return Err(RefundRefusal::NoSuchAttendee {
            attendees: shares.len(),
        });
    };
    if earlier
        .iter()
        .any(|refund| refund.attendee == Some(attendee))
    {
        return Err(RefundRefusal::AttendeeGone);
    }
    if order.payment_currency.as_deref() != Some(order.quote.currency.code()) {
        // Nobody can say what is whose of money in another currency.
        return Ok(share.amount_due_minor);
    }
    let account = Account::of(order, recorded, earlier);
    let paid = place.and_then(|place| account.shares.get(place));
    Ok(paid.map_or(0, |share| share.paid_minor))
}

fn positive(amount_minor: i64) -> Result<i64, RefundRefusal> {
    if amount_minor > 0 {
        Ok(amount_minor)
    } else {
        Err(RefundRefusal::NothingLeft)
    }
}

fn is_running(earlier: &[Refund]) -> bool {
    (earlier.iter())
        .any(|refund| matches!(refund.state, RefundState::Requested | RefundState::Pending))
}
