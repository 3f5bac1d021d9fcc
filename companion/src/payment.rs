//! From an order that holds slot and coupon to a page where its guest can pay.

use std::convert::Infallible;

use booking_contract::{Field, FieldProblemCode};

use crate::closing::{self, Why, session_key};
use crate::order_state::OrderState;
use crate::store::orders::{self, Order};
use crate::store::{Conn, StoreError};
use crate::stripe::checkout::{Checkout, page_subtotal_minor};
use crate::stripe::{CallError, Refusal, Session};
use crate::{AppState, Problem, fail_point, keys, settle};

/// How often the sweeper asks about an order that waits for its payment, in milliseconds.
pub(crate) const POLL_MS: i64 = 2 * 60 * 1000;

/// Makes the session of an order that is being opened for the first time; answers the order
/// with its page. Where Stripe surely did nothing, slot, coupon and key are free again.
pub(crate) async fn prepare(state: &AppState, order: Order) -> Result<Order, Problem> {
    match make_session(state, order).await? {
        Made::Session(order, session) => {
            let order = accept(state, order, &session).await?;
            if matches!(order.state, OrderState::Closing | OrderState::Expired) {
                // Its time ran out meanwhile, and the key is free again or about to be: a guest
                // who was told of this order would make a second one by repeating the
                // confirmation.
                return Err(Problem::PaymentUnavailable(
                    "the payment page ended before it could be shown; slot and coupon are free \
                     again, or will be in a moment",
                ));
            }
            Ok(order)
        }
        Made::Nothing(order, refusal) => {
            let order = closing::give_back(state, order).await?;
            Err(refused(&order, refusal))
        }
        Made::Unclear(order) => {
            // The page that may exist is closed before anything is given away.
            let order = leave_to_the_sweeper(state, order).await?;
            if order.state == OrderState::Closing {
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
        Made::Nothing(order, Some(refusal)) if !refusal.is_about_key() => {
            closing::give_back(state, order).await
        }
        Made::Nothing(order, _) | Made::Unclear(order) => {
            closing::close(state, order, Why::GivenUp).await
        }
    }
}

/// What came of asking Stripe for a session.
enum Made {
    Session(Order, Box<Session>),
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
        let stripe = keys::of_order(state, &order).await;
        fail_point::here("coupon:before-call");
        let made = stripe.create_coupon(&key, body).await;
        fail_point::here("coupon:after-call");
        match made {
            Ok(()) => {}
            // No session was asked for yet by this call.
            Err(CallError::NotSent) => return Ok(Made::Nothing(order, None)),
            // A key that may not make coupons may make sessions all the same.
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
        Ok(session) => Made::Session(order, Box::new(session)),
        Err(CallError::Refused(refusal)) => Made::Nothing(order, Some(refusal)),
        Err(CallError::NotSent) => Made::Nothing(order, None),
        Err(CallError::Unclear) => Made::Unclear(order),
    })
}

async fn create(state: &AppState, order: &Order) -> Result<Session, CallError> {
    let body = order.stripe_body.as_deref().unwrap_or_default();
    let stripe = keys::of_order(state, order).await;
    fail_point::here("session:before-call");
    let made = stripe.create_session(&session_key(order), body).await;
    fail_point::here("session:after-call");
    made
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
        items: &order.items,
        zone: order.business_zone,
        quote: &order.quote,
        codes_at_stripe: order.codes_at_stripe,
        email: order.guest.email.as_str(),
        language: order.language.as_deref(),
        expires_ms: order.stripe_expires_ms.unwrap_or(order.hold_until_ms),
    }
    .body_without_coupon();
    let next = state.store.write((order, body), |conn, (order, body)| {
        Box::pin(async {
            orders::next_attempt(conn, order, body).await?;
            fail_point::here("attempt:before-commit");
            Ok(Ok(orders::again(conn, order).await?))
        })
    });
    let next = next.await?;
    fail_point::here("attempt:after-commit");
    Ok(next)
}

/// Notes the session and sends the guest to it, if it charges what was agreed.
async fn accept(state: &AppState, order: Order, session: &Session) -> Result<Order, Problem> {
    let subtotal = page_subtotal_minor(&order.quote, order.stripe_coupon_body.is_some());
    let agrees = settle::agrees(&order, session) && session.amount_subtotal == Some(subtotal);
    let now_ms = state.clock.now_ms();
    let noting = Noting {
        // Nobody is sent to a page that asks for something else.
        url: session.url.clone().filter(|_| agrees),
        session: session.id.clone(),
        next_ms: agrees.then_some(order.hold_until_ms.min(now_ms + POLL_MS)),
        now_ms,
        order,
    };
    let noted = state
        .store
        .write(noting, |conn, noting| Box::pin(noting.write(conn)));
    let order = noted.await?;
    fail_point::here("note:after-commit");
    if agrees {
        return Ok(order);
    }
    tracing::error!(
        order = order.id,
        expected_minor = order.quote.amount_due_minor,
        asked_minor = session.amount_total,
        livemode = session.livemode,
        "Stripe would charge something else: the session is closed"
    );
    closing::close(state, order, Why::GivenUp).await?;
    Err(Problem::PaymentUnavailable(
        "the payment provider does not agree with the price, or its mode is not the calendar's",
    ))
}

/// A session that was made, on its way into the books.
struct Noting {
    order: Order,
    session: String,
    url: Option<String>,
    /// When to ask about it, where the guest is sent there.
    next_ms: Option<i64>,
    now_ms: i64,
}

impl Noting {
    /// Where the order moved on meanwhile, the note is all that was missing.
    async fn write(&self, conn: &mut Conn) -> Result<Result<Order, Infallible>, StoreError> {
        let order = &self.order;
        let (session, url) = (self.session.as_str(), self.url.as_deref());
        let noted = if let Some(next_ms) = self.next_ms {
            orders::await_payment(conn, order, session, url, next_ms, self.now_ms).await?
        } else {
            orders::note_session(conn, &order.id, session, url).await?;
            orders::again(conn, order).await?
        };
        fail_point::here("note:before-commit");
        Ok(Ok(noted))
    }
}

/// Marks the order as closing, due at once, unless it moved on meanwhile.
async fn leave_to_the_sweeper(state: &AppState, order: Order) -> Result<Order, Problem> {
    let now_ms = state.clock.now_ms();
    let left = state.store.write((order, now_ms), |conn, (order, now_ms)| {
        Box::pin(async {
            let to = OrderState::Closing;
            orders::transition(conn, order, to, Some(*now_ms), *now_ms).await?;
            fail_point::here("leave:before-commit");
            Ok(Ok(orders::again(conn, order).await?))
        })
    });
    let left = left.await?;
    fail_point::here("leave:after-commit");
    Ok(left)
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
