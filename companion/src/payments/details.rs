//! An order as its business sees it.

use booking_contract::owner::{
    OrderAnswer, OrderDeeds, OrderDetails, OrderRefund, OrderTransaction, PaymentMethod,
    RefundProgress, TransactionKind as Kind,
};
use booking_contract::{Answer, FormField};

use super::view::{Account, standing};
use crate::clock::instant;
use crate::order_state::OrderState;
use crate::store::order_payments::{self, OrderPayment};
use crate::store::orders::{self, Booked, Order};
use crate::store::refunds::{self, Refund, RefundState};
use crate::store::settlements::{self, Recorded, TransactionKind};
use crate::store::{Conn, StoreError, small};

/// Everything about an order.
pub(crate) async fn of(conn: &mut Conn, order: &Order) -> Result<OrderDetails, StoreError> {
    let recorded = settlements::of_order(conn, &order.id).await?;
    let refunds = refunds::of_order(conn, &order.id).await?;
    let beside = order_payments::of_order(conn, &order.id).await?;
    let particulars = orders::particulars(conn, &order.id).await?;
    let account = Account::of(order, &recorded, &refunds);
    Ok(OrderDetails {
        id: order.id.clone(),
        state: standing(order.state),
        calendar_id: order.calendar_id.clone(),
        calendar: particulars.calendar,
        created_at: instant(order.created_ms),
        test_mode: order.test_mode,
        items: order.items.iter().map(Booked::view).collect(),
        location: order.location.clone(),
        starts_at: instant(order.starts_ms),
        ends_at: instant(order.ends_ms),
        guest: order.guest.clone(),
        guest_zone: order.zone.name().to_owned(),
        language: order.language.clone(),
        member_id: order.member_id.clone(),
        attendees: order.attendees.clone(),
        answers: answers(particulars.answers, &particulars.form),
        consent: particulars.consent,
        passed: order.passed.clone(),
        hold_until: order.state.is_open().then(|| instant(order.hold_until_ms)),
        quote: order.quote.clone(),
        payments: account.view(order),
        transactions: recorded
            .iter()
            .map(|one| transaction(one, &beside))
            .collect(),
        refunds: refunds.iter().map(refund).collect::<Result<_, _>>()?,
        deeds: deeds(order, &account),
    })
}

/// The answers with their questions, in the order in which they are asked.
fn answers(mut answers: Vec<Answer>, form: &[FormField]) -> Vec<OrderAnswer> {
    let place = |answer: &Answer| form.iter().position(|field| field.id == answer.field_id);
    answers.sort_by_key(|answer| place(answer).unwrap_or(form.len()));
    let answers = answers.into_iter().map(|answer| OrderAnswer {
        question: form
            .iter()
            .find(|field| field.id == answer.field_id)
            .map_or(answer.field_id, |field| field.label.clone()),
        values: answer.values,
    });
    answers.collect()
}

fn transaction(recorded: &Recorded, beside: &[OrderPayment]) -> OrderTransaction {
    let own = beside
        .iter()
        .find(|payment| payment.transaction_id.as_ref() == Some(&recorded.id));
    let (kind, method) = match recorded.kind {
        TransactionKind::Created => (Kind::Created, None),
        TransactionKind::Payment => {
            let method = own.map_or(PaymentMethod::Checkout, |payment| payment.method);
            (Kind::Payment, Some(method))
        }
        TransactionKind::Refund => (Kind::Refund, None),
        TransactionKind::Dispute => (Kind::Dispute, None),
    };
    OrderTransaction {
        id: recorded.id.clone(),
        kind,
        amount_minor: recorded.amount_minor,
        currency: recorded.currency.clone(),
        at: instant(recorded.at_ms),
        method,
        note: own.map(|payment| payment.note.clone()).unwrap_or_default(),
    }
}

fn refund(refund: &Refund) -> Result<OrderRefund, StoreError> {
    Ok(OrderRefund {
        number: small(refund.number, "number of a refund")?,
        amount_minor: refund.amount_minor,
        state: match refund.state {
            RefundState::Requested => RefundProgress::Requested,
            RefundState::Pending => RefundProgress::Pending,
            RefundState::Succeeded => RefundProgress::Succeeded,
            RefundState::Failed => RefundProgress::Failed,
        },
        attendee: refund.attendee,
        at: instant(refund.created_ms),
    })
}

/// What can be done now. What is done is decided again in its own transaction.
fn deeds(order: &Order, account: &Account) -> OrderDeeds {
    let left_minor = (order.received_minor - order.returned_minor).max(0);
    let owed_minor = order.owed_back_minor.unwrap_or(order.received_minor);
    let decide = matches!(order.state, OrderState::Quarantine | OrderState::PaidLate);
    OrderDeeds {
        cancel: order.state == OrderState::Paid || order.state.is_open(),
        refundable_minor: match order.state {
            OrderState::Paid | OrderState::Cancelled => left_minor,
            // Only what did not get through before.
            OrderState::RefundPending => (owed_minor - order.returned_minor).max(0),
            _ => 0,
        },
        refund_attendees: order.state == OrderState::Paid
            && account.shares.iter().any(|share| !share.called_off),
        decide,
    }
}
