//! What an owner may do about an order: give money back, or decide about a payment that does
//! not agree with its order. Everything is written to the owner's log with it.

use serde_json::json;
use thiserror::Error;

use crate::order_state::OrderState;
use crate::outbox::facts;
use crate::refund::{self, Request};
use crate::store::orders::{self, Order};
use crate::store::owner_log::{self, Action};
use crate::store::{Conn, StoreError, coupons, seats};
use crate::{AppState, Problem};

pub use crate::refund::{RefundRefusal, Share};
pub use crate::store::refunds::RefundState;

/// A refund that was asked for, and where its order stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refunded {
    /// Where the order stands now.
    pub order_state: OrderState,
    /// How far the refund has come.
    pub state: RefundState,
    /// What is given back, in minor units of `currency`; may be 0 for an attendee who was free.
    pub amount_minor: i64,
    /// The payment's currency.
    pub currency: String,
}

/// Why a payment is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AcceptRefusal {
    /// There is no such order.
    #[error("there is no such order")]
    NoOrder,
    /// There is nothing to decide.
    #[error("an order that is {0} waits for no decision")]
    WrongState(OrderState),
    /// Slot or coupon are somebody else's by now.
    #[error("the slot or the coupon is not free any more: refund it instead")]
    Gone,
    /// The order was changed at the same time.
    #[error("the order changed meanwhile: look at it again")]
    Changed,
}

/// Gives back a share of what an order received; the amount is worked out by the engine and is
/// never above what is left. `actor` is who the owner's log names.
pub async fn refund(
    state: &AppState,
    order_id: &str,
    share: Share,
    actor: &str,
) -> Result<Result<Refunded, RefundRefusal>, Problem> {
    let mut conn = state.store.read().await?;
    let Some(order) = orders::find(&mut conn, order_id).await? else {
        return Ok(Err(RefundRefusal::NoOrder));
    };
    drop(conn);
    let asked = Request {
        share,
        told_minor: None,
        actor: Some(actor.to_owned()),
    };
    let requested = match refund::request(state, order, asked).await? {
        Ok(requested) => requested,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (order, refunds) = (requested.order, requested.refunds);
    // The part that has come the least far; without any there is nothing that could still fail.
    let behind = [
        RefundState::Failed,
        RefundState::Requested,
        RefundState::Pending,
    ];
    let is_in = |state| refunds.iter().any(|refund| refund.state == state);
    let state = behind.into_iter().find(|state| is_in(*state));
    Ok(Ok(Refunded {
        order_state: order.state,
        state: state.unwrap_or(RefundState::Succeeded),
        amount_minor: refunds.iter().map(|refund| refund.amount_minor).sum(),
        currency: order.payment_currency.unwrap_or_default(),
    }))
}

/// Takes a payment as it is: the order is booked, if slot and coupon can be had. `actor` is who
/// the owner's log names.
pub async fn accept(
    state: &AppState,
    order_id: &str,
    actor: &str,
) -> Result<Result<OrderState, AcceptRefusal>, Problem> {
    let mut conn = state.store.read().await?;
    let Some(order) = orders::find(&mut conn, order_id).await? else {
        return Ok(Err(AcceptRefusal::NoOrder));
    };
    drop(conn);
    if !matches!(order.state, OrderState::Quarantine | OrderState::PaidLate) {
        return Ok(Err(AcceptRefusal::WrongState(order.state)));
    }
    let accepting = Accepting {
        order,
        actor: actor.to_owned(),
        now_ms: state.clock.now_ms(),
    };
    let accepted = state
        .store
        .attempt(accepting, |conn, accepting| Box::pin(accepting.write(conn)));
    Ok(accepted.await?.map(|order| order.state))
}

struct Accepting {
    order: Order,
    actor: String,
    now_ms: i64,
}

impl Accepting {
    async fn write(&self, conn: &mut Conn) -> Result<Result<Order, AcceptRefusal>, StoreError> {
        let order = &self.order;
        let paid = OrderState::Paid;
        if !orders::transition(conn, order, paid, None, self.now_ms).await? {
            // Run again after its answer was lost, the transaction finds its own work.
            let now = orders::again(conn, order).await?;
            let own = now.state == paid && now.seq == order.seq + 1;
            return Ok(if own {
                Ok(now)
            } else {
                Err(AcceptRefusal::Changed)
            });
        }
        if seats::is_held(conn, &order.id).await? {
            seats::confirm(conn, &order.id).await?;
            coupons::redeem(conn, &order.id).await?;
        } else if !seats::retake(conn, &order.id).await?
            || !coupons::retake(conn, &order.id).await?
        {
            return Ok(Err(AcceptRefusal::Gone));
        }
        orders::accept(conn, &order.id).await?;
        facts::booked(conn, order, self.now_ms).await?;
        let detail = json!({
            "received_minor": order.received_minor,
            "agreed_minor": order.quote.amount_due_minor,
            "state": paid.as_str(),
        });
        let action = Action {
            business_id: &order.business_id,
            actor: &self.actor,
            done: "order.accept",
            subject: &order.id,
            detail: &detail.to_string(),
            now_ms: self.now_ms,
        };
        owner_log::add(conn, &action).await?;
        Ok(Ok(orders::again(conn, order).await?))
    }
}
