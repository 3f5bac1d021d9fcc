//! How a hold ends without a payment: the Stripe session is closed first, and only when it
//! provably takes no money are slot and coupon given back.

use crate::metrics::OrderOutcome;
use crate::order_state::OrderState;
use crate::settle;
use crate::store::orders::{self, Order};
use crate::stripe::{CallError, Refusal};
use crate::{AppState, Problem, fail_point};

/// How long after a session's own end it certainly takes no money, in milliseconds.
pub(crate) const SESSION_SLACK_MS: i64 = 5 * 60 * 1000;
/// When the sweeper tries again if we do not get to an end ourselves, in milliseconds.
const RETRY_MS: i64 = 30 * 1000;

/// Why a hold is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// Its time is over; where it was extended meanwhile, it stays.
    Lapsed,
    /// Nobody can pay, or wants to.
    GivenUp,
}

/// Closes an open order; answers it as it stands then: expired, paid where the money was
/// faster, or closing where Stripe cannot tell.
pub(crate) async fn close(state: &AppState, order: Order, why: Why) -> Result<Order, Problem> {
    let Some(order) = begin(state, order, why).await? else {
        return Err(Problem::Unavailable);
    };
    if order.state != OrderState::Closing {
        return Ok(order);
    }
    let session_id = match find_session(state, &order).await? {
        Found::Session(id) => id,
        Found::None => return give_back(state, order).await,
        Found::Unclear => return Ok(order),
    };
    fail_point::here("expire:before-call");
    let ended = state.stripe.expire_session(&session_id).await;
    fail_point::here("expire:after-call");
    let answer = match ended {
        // It is complete or expired already, or the answer was lost: it will say which.
        Err(CallError::Refused(_) | CallError::Unclear) => state.stripe.session(&session_id).await,
        answer => answer,
    };
    match answer {
        Ok(session) => Ok(settle::settle(state, order, &session, None).await?),
        // Whether it was paid is not known until Stripe tells.
        Err(_) => Ok(order),
    }
}

/// Marks the order as closing, unless it is settled by now; none if it keeps moving.
async fn begin(state: &AppState, order: Order, why: Why) -> Result<Option<Order>, Problem> {
    let mut order = order;
    for _ in 0..3 {
        let now_ms = state.clock.now_ms();
        let extended = why == Why::Lapsed && order.hold_until_ms > now_ms;
        if order.state == OrderState::Closing || !order.state.is_open() || extended {
            return Ok(Some(order));
        }
        let closing = state.store.write((order, now_ms), |conn, (order, now_ms)| {
            let next = Some(*now_ms + RETRY_MS);
            Box::pin(async move {
                orders::transition(conn, order, OrderState::Closing, next, *now_ms).await?;
                fail_point::here("close:before-commit");
                Ok(Ok(orders::again(conn, order).await?))
            })
        });
        order = closing.await?;
        fail_point::here("close:after-commit");
    }
    Ok(None)
}

/// Where the session of an order is.
enum Found {
    Session(String),
    /// There is none, and none can come.
    None,
    /// Stripe does not tell.
    Unclear,
}

/// The session of an order; where we never noted one, the same call with the same key tells
/// whether there is one.
async fn find_session(state: &AppState, order: &Order) -> Result<Found, Problem> {
    if let Some(id) = &order.stripe_session {
        return Ok(Found::Session(id.clone()));
    }
    let Some(body) = &order.stripe_body else {
        return Ok(Found::None);
    };
    let key = session_key(order);
    fail_point::here("find:before-call");
    let found = state.stripe.create_session(&key, body).await;
    fail_point::here("find:after-call");
    match found {
        Ok(session) => {
            let made = (order.id.clone(), session.id.clone());
            let noted = state.store.write(made, |conn, (id, session)| {
                Box::pin(async move {
                    orders::note_session(conn, id, session, None).await?;
                    fail_point::here("found:before-commit");
                    Ok(Ok(()))
                })
            });
            noted.await?;
            fail_point::here("found:after-commit");
            Ok(Found::Session(session.id))
        }
        // A key that is refused proves nothing about sessions made with an earlier one.
        Err(CallError::Refused(refusal)) if refusal != Refusal::Key => Ok(Found::None),
        // Nobody was ever given its address, so that nobody can have paid it.
        Err(_) if is_long_over(state, order) => Ok(Found::None),
        Err(_) => Ok(Found::Unclear),
    }
}

/// The key under which Stripe knows an order's session.
pub(crate) fn session_key(order: &Order) -> String {
    format!("cs:{}:{}", order.id, order.attempt)
}

/// Whether any session of the order has ended by itself.
fn is_long_over(state: &AppState, order: &Order) -> bool {
    let over = order.stripe_expires_ms.unwrap_or(order.hold_until_ms) + SESSION_SLACK_MS;
    state.clock.now_ms() > over
}

/// Nothing can be paid any more: slot, coupon and key are free again, unless the order moved
/// meanwhile.
pub(crate) async fn give_back(state: &AppState, order: Order) -> Result<Order, Problem> {
    let now_ms = state.clock.now_ms();
    let given = state.store.write((order, now_ms), |conn, (order, now_ms)| {
        Box::pin(async {
            let given = settle::give_back(conn, order, *now_ms).await?;
            fail_point::here("give-back:before-commit");
            Ok(Ok((given, orders::again(conn, order).await?)))
        })
    });
    let (given, order) = given.await?;
    fail_point::here("give-back:after-commit");
    if given {
        state.metrics.order(OrderOutcome::Expired);
    }
    Ok(order)
}
