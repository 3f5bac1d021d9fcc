//! An order's account: its movements, and the Payments view that is drawn from them.

use booking_contract::owner::{AttendeePayments, OrderCoupon, OrderStanding, PaymentsView};

use super::shares::{Movement, Share, shares};
use crate::order_state::OrderState;
use crate::store::orders::Order;
use crate::store::refunds::{Refund, RefundState};
use crate::store::settlements::{Recorded, TransactionKind};

/// What was paid of an order and what goes back, with what both come to for each attendee.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    /// One for each attendee.
    pub(crate) shares: Vec<Share>,
    has_place: bool,
}

impl Account {
    /// The account of an order as it was read together with its movements and refunds.
    pub(crate) fn of(order: &Order, recorded: &[Recorded], refunds: &[Refund]) -> Self {
        let own = order.quote.currency.code();
        let mut movements: Vec<(i64, Movement)> = Vec::new();
        // Money in another currency pays nothing here; somebody decides about it as it is.
        let came = (recorded.iter()).filter(|one| one.kind == TransactionKind::Payment);
        for payment in came.filter(|payment| payment.currency == own) {
            movements.push((payment.at_ms, Movement::In(payment.amount_minor)));
        }
        if order.payment_currency.as_deref().is_none_or(|it| it == own) {
            for refund in refunds {
                let failed = refund.state == RefundState::Failed;
                let back = Movement::Back {
                    amount_minor: if failed { 0 } else { refund.amount_minor },
                    attendee: refund.attendee,
                };
                movements.push((refund.created_ms, back));
            }
        }
        // Stable: what came in at the same time came before what went back.
        movements.sort_by_key(|(at_ms, _)| *at_ms);
        let movements: Vec<Movement> = movements.into_iter().map(|(_, it)| it).collect();
        Self {
            shares: shares(&order.quote, &movements),
            has_place: standing(order.state).has_place(),
        }
    }

    /// What is still to be paid for one attendee.
    fn balance_of(&self, share: &Share) -> i64 {
        if self.has_place {
            share.balance_minor()
        } else {
            0
        }
    }

    /// What is still to be paid; nothing where the place is given up.
    pub(crate) fn balance_minor(&self) -> i64 {
        self.shares.iter().map(|share| self.balance_of(share)).sum()
    }

    /// As an owner sees it.
    pub(crate) fn view(&self, order: &Order) -> PaymentsView {
        let quote = &order.quote;
        let sum = |of: fn(&Share) -> i64| self.shares.iter().map(of).sum();
        let attendees = self.shares.iter().zip(1_u32..);
        PaymentsView {
            currency: quote.currency,
            coupon: quote.coupon.as_ref().map(|applied| OrderCoupon {
                id: applied.coupon_id.clone(),
                name: applied.name.clone(),
                code: applied.code().cloned(),
            }),
            subtotal_minor: sum(|share| share.subtotal_minor),
            discount_minor: sum(|share| share.discount_minor),
            tax_minor: sum(|share| share.tax_minor),
            total_minor: sum(|share| share.total_minor),
            paid_minor: sum(|share| share.paid_minor),
            refunded_minor: sum(|share| share.back_minor),
            balance_minor: self.balance_minor(),
            attendees: attendees
                .map(|(share, number)| self.attendee(order, share, number))
                .collect(),
        }
    }

    fn attendee(&self, order: &Order, share: &Share, number: u32) -> AttendeePayments {
        // Whoever takes part is asked for once, and takes part in every service.
        let before = self.shares.iter().take(number as usize - 1);
        let place = before.filter(|one| one.line == share.line).count();
        let item = order.items.get(share.line);
        let name = order.attendees.get(place);
        AttendeePayments {
            number,
            name: name.map(|attendee| attendee.name.as_str().to_owned()),
            service: item.map(|item| item.name.clone()).unwrap_or_default(),
            subtotal_minor: share.subtotal_minor,
            discount_minor: share.discount_minor,
            tax_minor: share.tax_minor,
            total_minor: share.total_minor,
            paid_minor: share.paid_minor,
            refunded_minor: share.back_minor,
            balance_minor: self.balance_of(share),
            refundable_minor: if share.called_off || order.state != OrderState::Paid {
                0
            } else {
                share
                    .paid_minor
                    .min(order.received_minor - order.returned_minor)
            },
            called_off: share.called_off,
        }
    }
}

/// Where an order stands, in the words of its business.
pub(crate) fn standing(state: OrderState) -> OrderStanding {
    match state {
        OrderState::Opening => OrderStanding::Opening,
        OrderState::Awaiting => OrderStanding::Awaiting,
        OrderState::Closing => OrderStanding::Closing,
        OrderState::Paid => OrderStanding::Paid,
        OrderState::Expired => OrderStanding::Expired,
        OrderState::PaidLate => OrderStanding::PaidLate,
        OrderState::Quarantine => OrderStanding::Quarantine,
        OrderState::Disputed => OrderStanding::Disputed,
        OrderState::RefundPending => OrderStanding::RefundPending,
        OrderState::Refunded => OrderStanding::Refunded,
        OrderState::Cancelled => OrderStanding::Cancelled,
    }
}
