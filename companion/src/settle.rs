//! How an order is settled: a session read from Stripe, an order of ours, and what follows.
//!
//! Webhook, poll, release and sweeper all come here. Every change is a comparison and swap of
//! the order's state inside the transaction that moves slot, coupon and money with it, so that
//! whoever comes second changes nothing.

use crate::order_state::OrderState;
use crate::store::orders::{self, Order};
use crate::store::settlements::{self, Transaction, TransactionKind};
use crate::store::{StoreError, Writing, coupons, seats};
use crate::stripe::{Expandable, PaymentStatus, Session, SessionStatus};
use crate::{AppState, Problem};

/// How often a settlement starts over because the order moved meanwhile.
const ROUNDS_MAX: u32 = 5;

/// The event that made us look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signal<'a> {
    /// Its id.
    pub(crate) event_id: &'a str,
    /// Its type.
    pub(crate) kind: &'a str,
}

/// What a session means for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Nothing to do, or nothing yet.
    Wait,
    /// Paid as agreed.
    Paid,
    /// Paid, but not as agreed.
    Mismatch,
    /// It takes no money any more.
    Over,
}

/// Asks Stripe about an order that waits for its payment, and settles it. Where Stripe cannot
/// be asked the order stays as it is.
pub(crate) async fn ask(state: &AppState, order: Order) -> Result<Order, Problem> {
    let Some(session_id) = order.stripe_session.clone() else {
        return Ok(order);
    };
    match state.stripe.session(&session_id).await {
        Ok(session) => Ok(settle(state, order, &session, None).await?),
        Err(_) => Ok(order),
    }
}

/// Applies what a session says to its order; answers the order as it stands then.
pub(crate) async fn settle(
    state: &AppState,
    order: Order,
    session: &Session,
    signal: Option<Signal<'_>>,
) -> Result<Order, StoreError> {
    let mut order = order;
    for _ in 0..ROUNDS_MAX {
        let verdict = verdict(&order, session, signal);
        if verdict == Verdict::Wait && signal.is_none() {
            return Ok(order);
        }
        let mut writing = state.store.write().await?;
        let now_ms = state.clock.now_ms();
        if !note(&mut writing, signal, now_ms).await? {
            writing.roll_back().await?;
            return reload(state, order).await;
        }
        let settled = match verdict {
            Verdict::Wait => true,
            Verdict::Paid if order.state == OrderState::Expired => {
                if book_again(&mut writing, &order, session, now_ms).await? {
                    true
                } else {
                    writing.roll_back().await?;
                    writing = state.store.write().await?;
                    note(&mut writing, signal, now_ms).await?;
                    pay_late(&mut writing, &order, session, now_ms).await?
                }
            }
            Verdict::Paid => pay(&mut writing, &order, session, now_ms).await?,
            Verdict::Mismatch => quarantine(&mut writing, &order, session, now_ms).await?,
            Verdict::Over => give_back(&mut writing, &order, now_ms).await?,
        };
        if settled {
            writing.commit().await?;
            return reload(state, order).await;
        }
        // Somebody else moved the order between our reading and our writing.
        writing.roll_back().await?;
        order = reload(state, order).await?;
    }
    Ok(order)
}

/// Notes the event with its effect; false where it had its effect before.
async fn note(
    writing: &mut Writing,
    signal: Option<Signal<'_>>,
    now_ms: i64,
) -> Result<bool, StoreError> {
    match signal {
        Some(signal) => {
            settlements::note(writing.conn(), signal.event_id, signal.kind, now_ms).await
        }
        None => Ok(true),
    }
}

/// What a session means for an order in its present state.
fn verdict(order: &Order, session: &Session, signal: Option<Signal<'_>>) -> Verdict {
    let money = matches!(
        session.payment_status,
        PaymentStatus::Paid | PaymentStatus::NoPaymentRequired
    );
    let complete = session.status == SessionStatus::Complete;
    // A delayed payment that failed leaves its session complete and unpaid for ever.
    let failed = signal.is_some_and(|s| s.kind == "checkout.session.async_payment_failed")
        && complete
        && !money;
    if complete && money {
        match order.state {
            OrderState::Paid | OrderState::PaidLate | OrderState::Quarantine => Verdict::Wait,
            _ if agrees(order, session) => Verdict::Paid,
            _ => Verdict::Mismatch,
        }
    } else if order.state.is_open() && (session.status == SessionStatus::Expired || failed) {
        Verdict::Over
    } else {
        Verdict::Wait
    }
}

/// Whether a session is about this order, this amount and this kind of money.
pub(crate) fn agrees(order: &Order, session: &Session) -> bool {
    let currency = session.currency.as_deref().unwrap_or_default();
    session.client_reference_id.as_deref() == Some(order.id.as_str())
        && order
            .stripe_session
            .as_ref()
            .is_none_or(|known| *known == session.id)
        && session.amount_total == Some(order.quote.amount_due_minor)
        && currency.eq_ignore_ascii_case(order.quote.currency.code())
        && session.livemode != order.test_mode
}

/// Booked and paid; false where the order moved meanwhile.
async fn pay(
    writing: &mut Writing,
    order: &Order,
    session: &Session,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let conn = writing.conn();
    if !orders::transition(conn, order, OrderState::Paid, None, now_ms).await? {
        return Ok(false);
    }
    orders::note_session(conn, &order.id, &session.id, None).await?;
    seats::confirm(conn, &order.id).await?;
    coupons::redeem(conn, &order.id).await?;
    record_payment(writing, order, session, now_ms).await?;
    tracing::info!(order = order.id, "paid");
    Ok(true)
}

/// Money after slot and coupon were given back: books again if both are still free.
async fn book_again(
    writing: &mut Writing,
    order: &Order,
    session: &Session,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let conn = writing.conn();
    let taken = orders::transition(conn, order, OrderState::Paid, None, now_ms).await?
        && seats::retake(conn, &order.id, &order.calendar_id).await?
        && coupons::retake(conn, &order.id).await?;
    if taken {
        record_payment(writing, order, session, now_ms).await?;
        tracing::info!(order = order.id, "paid late and booked again");
    }
    Ok(taken)
}

/// Money for a slot or a coupon that somebody else has by now.
async fn pay_late(
    writing: &mut Writing,
    order: &Order,
    session: &Session,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let conn = writing.conn();
    if !orders::transition(conn, order, OrderState::PaidLate, None, now_ms).await? {
        return Ok(false);
    }
    record_payment(writing, order, session, now_ms).await?;
    tracing::error!(
        order = order.id,
        "paid after its hold had ended and cannot be booked: the business has to refund it"
    );
    Ok(true)
}

/// Money that does not agree with its order. Slot and coupon stay held until the business has
/// looked at it.
async fn quarantine(
    writing: &mut Writing,
    order: &Order,
    session: &Session,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let conn = writing.conn();
    if !orders::transition(conn, order, OrderState::Quarantine, None, now_ms).await? {
        return Ok(false);
    }
    record_payment(writing, order, session, now_ms).await?;
    tracing::error!(
        order = order.id,
        expected_minor = order.quote.amount_due_minor,
        received_minor = session.amount_total,
        livemode = session.livemode,
        "payment and order do not agree: the business has to look at it"
    );
    Ok(true)
}

/// Not paid: slot and coupon are free again, and so is the key where the guest was never given
/// a page to pay on; false where the order moved meanwhile.
pub(crate) async fn give_back(
    writing: &mut Writing,
    order: &Order,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let conn = writing.conn();
    if !orders::transition(conn, order, OrderState::Expired, None, now_ms).await? {
        return Ok(false);
    }
    seats::release(conn, &order.id).await?;
    coupons::release(conn, &order.id).await?;
    if order.checkout_url.is_none() {
        orders::free_key(conn, &order.id).await?;
    }
    tracing::info!(order = order.id, "expired");
    Ok(true)
}

/// Records what was received, whatever it was received for.
async fn record_payment(
    writing: &mut Writing,
    order: &Order,
    session: &Session,
    now_ms: i64,
) -> Result<(), StoreError> {
    let payment = session.payment_intent.as_ref().map(Expandable::id);
    let currency = session.currency.as_deref().unwrap_or_default();
    let transaction = Transaction {
        // One payment, one movement, however often it is told.
        id: payment.unwrap_or(&session.id),
        order_id: &order.id,
        kind: TransactionKind::Payment,
        amount_minor: session.amount_total.unwrap_or_default(),
        currency: &currency.to_ascii_uppercase(),
        now_ms,
    };
    settlements::record(writing.conn(), transaction).await
}

async fn reload(state: &AppState, order: Order) -> Result<Order, StoreError> {
    let mut conn = state.store.read().await?;
    Ok(orders::find(&mut conn, &order.id).await?.unwrap_or(order))
}
