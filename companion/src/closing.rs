//! How a hold ends without a payment: the Stripe session is closed first, and only when it
//! provably takes no money are slot and coupon given back.

use crate::metrics::OrderOutcome;
use crate::order_state::OrderState;
use crate::settle;
use crate::store::orders::{self, Order};
use crate::store::owner_log::{self, Action};
use crate::stripe::{CallError, Session, SessionStatus};
use crate::{AppState, Problem, fail_point, keys};

/// How long after a session's own end it certainly takes no money, in milliseconds.
pub(crate) const SESSION_SLACK_MS: i64 = 5 * 60 * 1000;
/// When the sweeper tries again if we do not get to an end ourselves, in milliseconds.
const RETRY_MS: i64 = 30 * 1000;

/// What is said where Stripe does not tell whether money came.
const NO_ANSWER: &str = "the payment provider does not answer; try again in a moment";

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
    Box::pin(close_as(state, order, why, None)).await
}

/// Closes an open order as its business wants it, which is written down as theirs.
pub(crate) async fn call_off(
    state: &AppState,
    order: Order,
    actor: &str,
) -> Result<Order, Problem> {
    Box::pin(close_as(state, order, Why::GivenUp, Some(actor))).await
}

async fn close_as(
    state: &AppState,
    order: Order,
    why: Why,
    actor: Option<&str>,
) -> Result<Order, Problem> {
    let Some(order) = begin(state, order, why, actor).await? else {
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
    match end_session(state, &order, &session_id).await {
        Ok(session) => Ok(settle::settle(state, order, &session, None).await?),
        // Whether it was paid is not known until Stripe tells.
        Err(_) => Ok(order),
    }
}

/// Ends the payment page of an open order and gives nothing away: the order is closing afterwards
/// and its page takes no money, or it was paid or given back meanwhile.
pub(crate) async fn end_page(state: &AppState, order: Order) -> Result<Order, Problem> {
    let Some(order) = begin(state, order, Why::GivenUp, None).await? else {
        return Err(Problem::Unavailable);
    };
    if order.state != OrderState::Closing {
        return Ok(order);
    }
    let session_id = match find_session(state, &order).await? {
        Found::Session(id) => id,
        Found::None => return Ok(order),
        Found::Unclear => return Err(Problem::PaymentUnavailable(NO_ANSWER)),
    };
    match end_session(state, &order, &session_id).await {
        Ok(session) if session.status == SessionStatus::Expired => Ok(order),
        Ok(session) => {
            let order = settle::settle(state, order, &session, None).await?;
            if order.state == OrderState::Closing {
                // A bank was told to send the money, which may still come.
                return Err(Problem::WrongState(
                    "a payment of the guest's is on its way",
                ));
            }
            Ok(order)
        }
        Err(_) => Err(Problem::PaymentUnavailable(NO_ANSWER)),
    }
}

/// Ends a session, or tells why it has ended.
async fn end_session(
    state: &AppState,
    order: &Order,
    session_id: &str,
) -> Result<Session, CallError> {
    let stripe = keys::of_order(state, order).await;
    fail_point::here("expire:before-call");
    let ended = stripe.expire_session(session_id).await;
    fail_point::here("expire:after-call");
    match ended {
        // It is complete or expired already, or the answer was lost: it will say which.
        Err(CallError::Refused(_) | CallError::Unclear) => stripe.session(session_id).await,
        answer => answer,
    }
}

/// Marks the order as closing, unless it is settled by now; none if it keeps moving.
async fn begin(
    state: &AppState,
    order: Order,
    why: Why,
    actor: Option<&str>,
) -> Result<Option<Order>, Problem> {
    let mut order = order;
    for _ in 0..3 {
        let now_ms = state.clock.now_ms();
        let extended = why == Why::Lapsed && order.hold_until_ms > now_ms;
        if order.state == OrderState::Closing || !order.state.is_open() || extended {
            return Ok(Some(order));
        }
        let input = (order, now_ms, actor.map(str::to_owned));
        let closing = state.store.write(input, |conn, (order, now_ms, actor)| {
            let next = Some(*now_ms + RETRY_MS);
            Box::pin(async move {
                let to = OrderState::Closing;
                let moved = orders::transition(conn, order, to, next, *now_ms).await?;
                if let Some(actor) = actor.as_deref().filter(|_| moved) {
                    let action = Action {
                        business_id: &order.business_id,
                        actor,
                        done: "order.cancel",
                        subject: &order.id,
                        detail: "{}",
                        now_ms: *now_ms,
                    };
                    owner_log::add(conn, &action).await?;
                }
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
    let stripe = keys::of_order(state, order).await;
    fail_point::here("find:before-call");
    let found = stripe.create_session(&key, body).await;
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
        Err(CallError::Refused(refusal)) if !refusal.is_about_key() => Ok(Found::None),
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
