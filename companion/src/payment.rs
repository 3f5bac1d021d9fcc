//! From an order that holds slot and coupon to a page where its guest can pay.

use booking_contract::{Field, FieldProblemCode};

use crate::closing::{self, session_key};
use crate::order_state::OrderState;
use crate::store::orders::{self, Order};
use crate::stripe::checkout::Checkout;
use crate::stripe::{CallError, Refusal, Session};
use crate::{AppState, Problem, settle};

/// How often the sweeper asks about an order that waits for its payment, in milliseconds.
pub(crate) const POLL_MS: i64 = 2 * 60 * 1000;

/// Makes the session of an order that is being opened for the first time; answers the order
/// with its page. Where Stripe surely did nothing, slot, coupon and key are free again.
pub(crate) async fn prepare(state: &AppState, order: Order) -> Result<Order, Problem> {
    match make_session(state, order).await? {
        Made::Session(order, session) => accept(state, order, &session).await,
        Made::Nothing(order, refusal) => {
            give_up(state, &order).await?;
            Err(refused(&order, refusal))
        }
        Made::Unclear(order) => {
            // The page that may exist is closed before anything is given away.
            if orders_closing(state, &order).await? {
                tracing::error!(order = order.id, "not known whether Stripe made a session");
            }
            Err(Problem::PaymentUnavailable(
                "the payment provider did not answer; slot and coupon are free again as soon as \
                 it does",
            ))
        }
    }
}

/// Takes up an order whose opening was cut short: whether its session was made is not known.
pub(crate) async fn recover(state: &AppState, order: Order) -> Result<Order, Problem> {
    match make_session(state, order).await? {
        Made::Session(order, session) => accept(state, order, &session).await,
        // The call before ours may have been sent, with its answer lost.
        Made::Nothing(order, Some(Refusal::Key) | None) | Made::Unclear(order) => {
            closing::close(state, order).await
        }
        Made::Nothing(order, Some(_)) => {
            give_up(state, &order).await?;
            reload(state, order).await
        }
    }
}

/// What came of asking Stripe for a session.
enum Made {
    Session(Order, Session),
    /// Certainly none; the refusal, unless nothing was sent.
    Nothing(Order, Option<Refusal>),
    Unclear(Order),
}

/// Makes the order's coupon and its session; without the coupon, the session of one line that
/// charges the amount due.
async fn make_session(state: &AppState, order: Order) -> Result<Made, Problem> {
    let mut order = order;
    if let Some(body) = &order.stripe_coupon_body {
        let key = format!("cp:{}:{}", order.id, order.attempt);
        match state.stripe.create_coupon(&key, body).await {
            Ok(()) => {}
            // No session was asked for yet by this call.
            Err(CallError::NotSent) => return Ok(Made::Nothing(order, None)),
            Err(CallError::Refused(Refusal::Key)) => {
                return Ok(Made::Nothing(order, Some(Refusal::Key)));
            }
            Err(CallError::Refused(_) | CallError::Unclear) => {
                order = without_coupon(state, order).await?;
            }
        }
    }
    let mut outcome = create(state, &order).await;
    if outcome.as_ref().err() == Some(&CallError::Refused(Refusal::Coupon))
        && order.stripe_coupon_body.is_some()
    {
        order = without_coupon(state, order).await?;
        outcome = create(state, &order).await;
    }
    Ok(match outcome {
        Ok(session) => Made::Session(order, session),
        Err(CallError::Refused(refusal)) => Made::Nothing(order, Some(refusal)),
        Err(CallError::NotSent) => Made::Nothing(order, None),
        Err(CallError::Unclear) => Made::Unclear(order),
    })
}

async fn create(state: &AppState, order: &Order) -> Result<Session, CallError> {
    let body = order.stripe_body.as_deref().unwrap_or_default();
    state.stripe.create_session(&session_key(order), body).await
}

/// Writes down the body without a coupon before it is sent, as a new attempt.
async fn without_coupon(state: &AppState, order: Order) -> Result<Order, Problem> {
    tracing::warn!(order = order.id, "its discount is shown in words only");
    let token = state.store.secret().order_token(&order.id);
    let body = Checkout {
        order_id: &order.id,
        token: &token,
        public_url: &state.config.public_url,
        business_id: &order.business_id,
        calendar_id: order.calendar_id.as_str(),
        service_name: &order.service_name,
        starts_ms: order.starts_ms,
        zone: order.business_zone,
        quote: &order.quote,
        email: order.guest.email.as_str(),
        expires_ms: order.stripe_expires_ms.unwrap_or(order.hold_until_ms),
    }
    .body_without_coupon();
    let mut writing = state.store.write().await?;
    orders::next_attempt(writing.conn(), &order, &body).await?;
    writing.commit().await?;
    reload(state, order).await
}

/// Notes the session and sends the guest to it, if it charges what was agreed.
async fn accept(state: &AppState, order: Order, session: &Session) -> Result<Order, Problem> {
    let subtotal = if order.stripe_coupon_body.is_some() {
        order.quote.subtotal_minor
    } else {
        order.quote.amount_due_minor
    };
    let agrees = settle::agrees(&order, session) && session.amount_subtotal == Some(subtotal);
    let now_ms = state.clock.now_ms();
    let mut writing = state.store.write().await?;
    // Nobody is sent to a page that asks for something else.
    let url = session.url.as_deref().filter(|_| agrees);
    orders::note_session(writing.conn(), &order.id, &session.id, url).await?;
    if agrees {
        let next = Some(order.hold_until_ms.min(now_ms + POLL_MS));
        // Where the order moved on meanwhile, the note is all that was missing.
        orders::transition(writing.conn(), &order, OrderState::Awaiting, next, now_ms).await?;
        writing.commit().await?;
        return reload(state, order).await;
    }
    writing.commit().await?;
    tracing::error!(
        order = order.id,
        expected_minor = order.quote.amount_due_minor,
        asked_minor = session.amount_total,
        livemode = session.livemode,
        "Stripe would charge something else: the session is closed"
    );
    let order = reload(state, order).await?;
    closing::close(state, order).await?;
    Err(Problem::PaymentUnavailable(
        "the payment provider does not agree with the price, or its mode is not the calendar's",
    ))
}

/// Nothing was made: slot, coupon and key are free again.
async fn give_up(state: &AppState, order: &Order) -> Result<(), Problem> {
    let mut writing = state.store.write().await?;
    if settle::give_back(&mut writing, order, state.clock.now_ms()).await? {
        writing.commit().await?;
    } else {
        writing.roll_back().await?;
    }
    Ok(())
}

/// Leaves the order to the sweeper, due at once; false where it moved on meanwhile.
async fn orders_closing(state: &AppState, order: &Order) -> Result<bool, Problem> {
    let now_ms = state.clock.now_ms();
    let mut writing = state.store.write().await?;
    let next = Some(now_ms);
    let moved =
        orders::transition(writing.conn(), order, OrderState::Closing, next, now_ms).await?;
    writing.commit().await?;
    Ok(moved)
}

/// What the guest is told when Stripe did not make a session.
fn refused(order: &Order, refusal: Option<Refusal>) -> Problem {
    match refusal {
        Some(Refusal::AmountTooSmall) => {
            let minimum = order.quote.currency.minimum_charge_minor();
            Problem::BelowMinimumCharge(minimum.unwrap_or(order.quote.amount_due_minor))
        }
        Some(Refusal::EmailInvalid) => Problem::field(
            Field::Email,
            FieldProblemCode::Malformed,
            "guest.email: the payment provider does not take this address",
        ),
        Some(_) => Problem::PaymentUnavailable("the payment provider refuses this payment"),
        None => Problem::PaymentUnavailable("the payment provider cannot be reached"),
    }
}

async fn reload(state: &AppState, order: Order) -> Result<Order, Problem> {
    let mut conn = state.store.read().await?;
    Ok(orders::find(&mut conn, &order.id).await?.unwrap_or(order))
}
