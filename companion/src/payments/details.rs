//! An order as its business sees it.

use booking_contract::owner::{
    OrderAnswer, OrderDeeds, OrderDetails, OrderRefund, OrderTransaction, PaymentLink,
    PaymentMethod, RefundProgress, TransactionKind as Kind,
};
use booking_contract::{Answer, FormField};

use super::recording;
use super::view::{Account, standing};
use crate::clock::instant;
use crate::order_state::OrderState;
use crate::store::order_payments::{self, OrderPayment, PaymentState};
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
        recorded: particulars.recorded,
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
        booked_by: particulars.booked_by,
        consent: particulars.consent,
        passed: order.passed.clone(),
        hold_until: order.state.is_open().then(|| instant(order.hold_until_ms)),
        quote: order.quote.clone(),
        payments: account.view(order),
        transactions: recorded
            .iter()
            .map(|one| transaction(one, &beside))
            .collect(),
        refunds: refunds
            .iter()
            .map(|refund| self::refund(refund, &beside))
            .collect::<Result<_, _>>()?,
        payment_link: payment_link(order, &beside),
        deeds: deeds(order, &account, &refunds, &beside),
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

/// The page on which the guest can pay now.
fn payment_link(order: &Order, beside: &[OrderPayment]) -> Option<PaymentLink> {
    if order.state == OrderState::Awaiting {
        return order.checkout_url.as_ref().map(|url| PaymentLink {
            url: url.clone(),
            amount_minor: order.quote.amount_due_minor,
            until: instant(order.hold_until_ms),
            for_balance: false,
        });
    }
    let open = beside.iter().find(|one| one.state == PaymentState::Open)?;
    Some(PaymentLink {
        url: open.url.clone()?,
        amount_minor: open.amount_minor,
        until: instant(open.expires_ms?),
        for_balance: true,
    })
}

fn is_by_hand(refund: &Refund, beside: &[OrderPayment]) -> bool {
    let payment = beside.iter().find(|one| Some(one.number) == refund.payment);
    payment.is_some_and(|payment| payment.at_stripe().is_none())
}

fn refund(refund: &Refund, beside: &[OrderPayment]) -> Result<OrderRefund, StoreError> {
    Ok(OrderRefund {
        by_hand: is_by_hand(refund, beside),
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
fn deeds(
    order: &Order,
    account: &Account,
    refunds: &[Refund],
    beside: &[OrderPayment],
) -> OrderDeeds {
    let left_minor = (order.received_minor - order.returned_minor).max(0);
    let owed_minor = order.owed_back_minor.unwrap_or(order.received_minor);
    let decide = matches!(order.state, OrderState::Quarantine | OrderState::PaidLate);
    let by_hand = beside
        .iter()
        .filter(|one| one.state == PaymentState::Paid && one.at_stripe().is_none());
    let back_by_hand = refunds
        .iter()
        .filter(|refund| refund.state != RefundState::Failed && is_by_hand(refund, beside));
    let by_hand_minor = by_hand.map(|one| one.amount_minor).sum::<i64>()
        - back_by_hand.map(|refund| refund.amount_minor).sum::<i64>();
    let balance_minor = account.balance_minor();
    let takes_money = matches!(
        order.state,
        OrderState::Paid | OrderState::Awaiting | OrderState::Closing
    );
    let least_minor = recording::least_minor(order);
    let chargeable_minor = order.quote.currency.minimum_charge_minor().unwrap_or(1);
    OrderDeeds {
        by_hand_minor,
        record_least_minor: (takes_money && balance_minor >= least_minor).then_some(least_minor),
        collect: order.state == OrderState::Paid && balance_minor >= chargeable_minor,
        cancel: order.state == OrderState::Paid || order.state.is_open(),
        refundable_minor: match order.state {
            OrderState::Paid
            | OrderState::Cancelled
            | OrderState::PaidLate
            | OrderState::Quarantine => left_minor,
            // Only what did not get through before.
            OrderState::RefundPending => (owed_minor - order.returned_minor).max(0),
            _ => 0,
        },
        refund_attendees: order.state == OrderState::Paid
            && account.shares.iter().any(|share| !share.called_off),
        decide,
    }
}
