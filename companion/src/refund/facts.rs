//! What Stripe says about refunds, brought into the books once.

use booking_contract::CancelReason;

use super::plan::Leave;
use crate::metrics::OrderOutcome;
use crate::order_state::OrderState;
use crate::outbox::facts;
use crate::settle::Signal;
use crate::store::order_payments::{self, OrderPayment};
use crate::store::orders::{self, Order};
use crate::store::owner_log::{self, Action};
use crate::store::refunds::{self, NewRefund, Refund, RefundState};
use crate::store::settlements::{self, Transaction, TransactionKind};
use crate::store::{Conn, StoreError, coupons, kept, seats};
use crate::stripe::money_back::{RefundObject, RefundStatus};
use crate::stripe::{CallError, Expandable};
use crate::{AppState, Problem, fail_point, keys};

/// How often Stripe is asked about a refund that is on its way, in milliseconds.
const POLL_MS: i64 = 60 * 60 * 1000;

/// Reads every refund of an order's payment and applies them; false where Stripe does not tell.
pub(crate) async fn reconcile(
    state: &AppState,
    order: &Order,
    signal: Option<&Signal>,
) -> Result<bool, Problem> {
    let mut conn = state.store.read().await?;
    let beside = order_payments::of_order(&mut conn, &order.id).await?;
    drop(conn);
    let beside = beside.iter().filter_map(OrderPayment::at_stripe);
    let payments: Vec<&str> = order
        .stripe_payment
        .as_deref()
        .into_iter()
        .chain(beside)
        .collect();
    let stripe = keys::of_order(state, order).await;
    let mut objects = Vec::new();
    for payment in payments {
        fail_point::here("refunds:before-call");
        let answer = stripe.refunds_of(payment).await;
        fail_point::here("refunds:after-call");
        match answer {
            Ok(found) => objects.extend(found),
            Err(CallError::Refused(_)) => {
                tracing::error!(order = order.id, "Stripe does not tell of its refunds");
                return Ok(false);
            }
            Err(CallError::NotSent | CallError::Unclear) => return Ok(false),
        }
    }
    apply(state, order, objects, signal).await?;
    Ok(true)
}

/// Applies what Stripe says about refunds of an order, in one transaction.
pub(crate) async fn apply(
    state: &AppState,
    order: &Order,
    objects: Vec<RefundObject>,
    signal: Option<&Signal>,
) -> Result<(), StoreError> {
    let facts = Facts {
        order_id: order.id.clone(),
        objects,
        signal: signal.cloned(),
        now_ms: state.clock.now_ms(),
    };
    let applied = state
        .store
        .write(facts, |conn, facts| Box::pin(kept(facts.write(conn))));
    let ended = applied.await?;
    fail_point::here("refunds:after-commit");
    if let Some(Ended { from, to }) = ended {
        if from == OrderState::Paid {
            state.metrics.order(OrderOutcome::Cancelled);
        }
        if to == OrderState::Refunded {
            state.metrics.order(OrderOutcome::Refunded);
        }
    }
    Ok(())
}

/// An order whose refunds have come as far as they were to, or have come back.
pub(super) struct Ended {
    from: OrderState,
    to: OrderState,
}

/// Stripe surely did not make a refund: what was kept for it is free again.
pub(super) async fn refuse(state: &AppState, refund: &Refund) -> Result<(), StoreError> {
    let refusal = (refund.clone(), state.clock.now_ms());
    let refused = state.store.write(refusal, |conn, (refund, now_ms)| {
        Box::pin(kept(async {
            let failed = RefundState::Failed;
            let why = Some("refused");
            if refunds::transition(conn, refund, failed, None, why, None, *now_ms).await? {
                orders::count_return(conn, &refund.order_id, -refund.amount_minor).await?;
            }
            Ok(())
        }))
    });
    refused.await
}

/// The place of an order is free again, and the order no longer counts for its customer.
pub(crate) async fn vacate(
    conn: &mut Conn,
    order: &Order,
    leave: Leave,
    now_ms: i64,
) -> Result<(), StoreError> {
    if seats::release(conn, &order.id).await? {
        coupons::give_back_customer_order(conn, &order.id).await?;
    }
    if leave == Leave::ReleasingCoupon {
        coupons::release(conn, &order.id).await?;
    }
    // Nobody pays for a place that is given up.
    order_payments::close(conn, &order.id, now_ms).await
}

/// Tells of an order that is called off; one that was paid too late was told of before.
pub(super) async fn called_off(
    conn: &mut Conn,
    order: &Order,
    to: OrderState,
    reason: CancelReason,
    now_ms: i64,
) -> Result<(), StoreError> {
    if order.state == OrderState::PaidLate {
        return Ok(());
    }
    facts::order_cancelled(conn, order, to, reason, now_ms).await
}

/// Money was given back by hand.
pub(super) async fn give_by_hand(
    conn: &mut Conn,
    order: &Order,
    id: &str,
    amount_minor: i64,
    now_ms: i64,
) -> Result<(), StoreError> {
    let transaction = Transaction {
        id,
        order_id: &order.id,
        kind: TransactionKind::Refund,
        amount_minor: -amount_minor,
        currency: order.quote.currency.code(),
        test_mode: order.test_mode,
        now_ms,
    };
    if settlements::record(conn, transaction).await? {
        facts::money_moved(conn, order, &transaction, order.state).await?;
    }
    Ok(())
}

/// A refund that waits for a person was given by hand; false where none waits at this place.
pub(super) async fn hand_over(
    conn: &mut Conn,
    order_id: &str,
    number: i64,
    actor: &str,
    now_ms: i64,
) -> Result<bool, StoreError> {
    orders::lock(conn, order_id).await?;
    let order = orders::find(conn, order_id)
        .await?
        .ok_or(StoreError::Malformed("order: it is gone"))?;
    let found = refunds::find(conn, order_id, number).await?;
    // Its turn is a person's, which never falls due by itself.
    let waits = |refund: &Refund| {
        refund.state == RefundState::Pending && refund.next_at_ms == Some(i64::MAX)
    };
    let Some(refund) = found.filter(waits) else {
        return Ok(false);
    };
    let to = RefundState::Succeeded;
    if !refunds::transition(conn, &refund, to, None, None, None, now_ms).await? {
        return Ok(false);
    }
    let id = refund.stripe_id.as_deref().unwrap_or_default();
    give_by_hand(conn, &order, id, refund.amount_minor, now_ms).await?;
    end(conn, order_id, now_ms).await?;
    let detail = serde_json::json!({ "refund": number, "amount_minor": refund.amount_minor });
    let action = Action {
        business_id: &order.business_id,
        actor,
        done: "order.hand_over",
        subject: order_id,
        detail: &detail.to_string(),
        now_ms,
    };
    owner_log::add(conn, &action).await?;
    Ok(true)
}

struct Facts {
    order_id: String,
    objects: Vec<RefundObject>,
    signal: Option<Signal>,
    now_ms: i64,
}

impl Facts {
    async fn write(&self, conn: &mut Conn) -> Result<Option<Ended>, StoreError> {
        if let Some(Signal { event_id, kind }) = &self.signal
            && !settlements::note(conn, event_id, kind, self.now_ms).await?
        {
            return Ok(None);
        }
        // The row is locked by its own change: facts of one order come one after the other.
        orders::lock(conn, &self.order_id).await?;
        let order = orders::find(conn, &self.order_id)
            .await?
            .ok_or(StoreError::Malformed("order: it is gone"))?;
        for object in &self.objects {
            self.note(conn, &order, object).await?;
        }
        let ended = end(conn, &self.order_id, self.now_ms).await?;
        fail_point::here("refunds:before-commit");
        Ok(ended)
    }

    /// Notes one refund, ours or somebody else's.
    async fn note(
        &self,
        conn: &mut Conn,
        order: &Order,
        object: &RefundObject,
    ) -> Result<(), StoreError> {
        let to = match object.status {
            RefundStatus::Succeeded => RefundState::Succeeded,
            RefundStatus::Failed | RefundStatus::Canceled => RefundState::Failed,
            RefundStatus::Pending | RefundStatus::RequiresAction | RefundStatus::Unknown => {
                RefundState::Pending
            }
        };
        let known = match refunds::find_by_stripe(conn, &object.id).await? {
            Some(refund) => Some(refund),
            None => own(conn, order, object).await?,
        };
        let from = if let Some(refund) = known {
            if !self.follow(conn, &refund, object, to).await? {
                return Ok(());
            }
            Some(refund.state)
        } else {
            self.take_in(conn, order, object, to).await?;
            None
        };
        self.record(conn, order, object, from, to).await
    }

    /// A refund that is known has come further; false where it has not.
    async fn follow(
        &self,
        conn: &mut Conn,
        refund: &Refund,
        object: &RefundObject,
        to: RefundState,
    ) -> Result<bool, StoreError> {
        let (id, failure) = (Some(object.id.as_str()), object.failure_reason.as_deref());
        let next_ms = self.next_ms(to);
        let moved = may_become(refund.state, to)
            && refunds::transition(conn, refund, to, id, failure, next_ms, self.now_ms).await?;
        if moved && to == RefundState::Failed {
            orders::count_return(conn, &refund.order_id, -refund.amount_minor).await?;
        }
        if !moved && to == RefundState::Pending && refund.state == to {
            refunds::look_again(conn, refund, next_ms).await?;
        }
        Ok(moved)
    }

    /// A refund that somebody else made.
    async fn take_in(
        &self,
        conn: &mut Conn,
        order: &Order,
        object: &RefundObject,
        to: RefundState,
    ) -> Result<(), StoreError> {
        let earlier = refunds::of_order(conn, &order.id).await?;
        let beside = order_payments::of_order(conn, &order.id).await?;
        let payment = object.payment_intent.as_ref().map(Expandable::id);
        let payment = beside
            .iter()
            .find(|one| payment.is_some() && one.at_stripe() == payment);
        let new = NewRefund {
            order_id: &order.id,
            number: earlier.last().map_or(0, |refund| refund.number) + 1,
            amount_minor: object.amount,
            attendee: None,
            payment: payment.map(|payment| payment.number),
            state: to,
            idempotency_key: None,
            body: None,
            stripe_id: Some(&object.id),
            next_at_ms: self.next_ms(to),
            now_ms: self.now_ms,
        };
        if !refunds::insert(conn, new).await? {
            return Err(StoreError::Malformed("refund: its place is taken"));
        }
        if to != RefundState::Failed {
            orders::count_return(conn, &order.id, object.amount).await?;
        }
        tracing::info!(order = order.id, "a refund was made at Stripe");
        Ok(())
    }

    /// When Stripe is asked again about a refund in this state.
    fn next_ms(&self, state: RefundState) -> Option<i64> {
        (state == RefundState::Pending).then_some(self.now_ms + POLL_MS)
    }

    /// Records the movement of money, where there is one.
    async fn record(
        &self,
        conn: &mut Conn,
        order: &Order,
        object: &RefundObject,
        from: Option<RefundState>,
        to: RefundState,
    ) -> Result<(), StoreError> {
        let came_back = format!("{}:failed", object.id);
        let (id, amount_minor) = match (from, to) {
            (_, RefundState::Succeeded) => (object.id.as_str(), -object.amount),
            (Some(RefundState::Succeeded), RefundState::Failed) => {
                (came_back.as_str(), object.amount)
            }
            _ => {
                if to == RefundState::Failed {
                    tracing::error!(order = order.id, "a refund failed");
                }
                return Ok(());
            }
        };
        let transaction = Transaction {
            id,
            order_id: &order.id,
            kind: TransactionKind::Refund,
            amount_minor,
            currency: order.payment_currency.as_deref().unwrap_or_default(),
            test_mode: order.test_mode,
            now_ms: self.now_ms,
        };
        if settlements::record(conn, transaction).await? {
            facts::money_moved(conn, order, &transaction, order.state).await?;
        }
        tracing::info!(order = order.id, amount_minor, "refund recorded");
        Ok(())
    }
}

/// Our own refund behind one of Stripe's whose answer was lost.
async fn own(
    conn: &mut Conn,
    order: &Order,
    object: &RefundObject,
) -> Result<Option<Refund>, StoreError> {
    let metadata = &object.metadata;
    let number = metadata.refund.as_ref().and_then(|text| text.parse().ok());
    let (true, Some(number)) = (metadata.order.as_deref() == Some(&order.id), number) else {
        return Ok(None);
    };
    let found = refunds::find(conn, &order.id, number).await?;
    Ok(found.filter(|refund| refund.stripe_id.is_none() && refund.body.is_some()))
}

/// Whether a refund may go from here to there: it never goes back.
fn may_become(from: RefundState, to: RefundState) -> bool {
    use RefundState::{Failed, Pending, Requested, Succeeded};
    matches!(
        (from, to),
        (Requested, Pending | Succeeded | Failed)
            | (Pending, Succeeded | Failed)
            | (Succeeded, Failed)
    )
}

/// Moves an order on whose refunds have come as far as they were to.
pub(super) async fn end(
    conn: &mut Conn,
    order_id: &str,
    now_ms: i64,
) -> Result<Option<Ended>, StoreError> {
    let order = orders::find(conn, order_id)
        .await?
        .ok_or(StoreError::Malformed("order: it is gone"))?;
    let back_minor: i64 = refunds::of_order(conn, order_id)
        .await?
        .iter()
        .filter(|refund| refund.state == RefundState::Succeeded)
        .map(|refund| refund.amount_minor)
        .sum();
    let everything = order.received_minor > 0 && back_minor >= order.received_minor;
    let owed_minor = order.owed_back_minor.unwrap_or(order.received_minor);
    let (to, leave) = match order.state {
        OrderState::Paid if everything => (OrderState::Refunded, Some(Leave::KeepingCoupon)),
        OrderState::PaidLate | OrderState::Quarantine if everything => {
            (OrderState::Refunded, Some(Leave::ReleasingCoupon))
        }
        OrderState::RefundPending if everything => (OrderState::Refunded, None),
        OrderState::RefundPending if back_minor >= owed_minor => (OrderState::Cancelled, None),
        // A refund that had arrived came back: the guest does not have the money after all.
        OrderState::Refunded if !everything => (OrderState::RefundPending, None),
        OrderState::Cancelled if back_minor < order.owed_back_minor.unwrap_or(0) => {
            (OrderState::RefundPending, None)
        }
        _ => return Ok(None),
    };
    if !orders::transition(conn, &order, to, None, now_ms).await? {
        return Err(StoreError::TryAgain("an order changed meanwhile".into()));
    }
    if to == OrderState::Refunded {
        orders::owe(conn, order_id, order.received_minor).await?;
    }
    if let Some(leave) = leave {
        vacate(conn, &order, leave, now_ms).await?;
        called_off(conn, &order, to, CancelReason::Business, now_ms).await?;
    }
    tracing::info!(order = order.id, state = to.as_str(), "refunds settled");
    Ok(Some(Ended {
        from: order.state,
        to,
    }))
}
