//! A balance is collected by a link: a payment page of its own, which the guest can open for a day.
//!
//! An order has one link at a time, for all that it owes; asking for it again gives the same one.
//! Whatever makes it wrong, such as a payment that is recorded by hand, closes it first.

use booking_contract::owner::{CollectBalance, PaymentMethod};
use serde_json::json;

use super::recording::{Owed, receive};
use crate::order_state::OrderState;
use crate::refund;
use crate::settle::Signal;
use crate::store::order_payments::{self, NewPayment, OrderPayment, PaymentState};
use crate::store::orders::{self, Order};
use crate::store::owner_log::{self, Action};
use crate::store::{Conn, StoreError, kept, settlements};
use crate::stripe::checkout::BalancePage;
use crate::stripe::{CallError, Expandable, PaymentStatus, Session, SessionStatus, Stripe};
use crate::{AppState, Problem, keys};

/// How often making a link starts over because the order changed meanwhile.
const ROUNDS_MAX: u32 = 5;
/// How long a link can be paid, in milliseconds: Stripe's pages end after a day at the latest.
const OPEN_MS: i64 = 23 * 60 * 60 * 1000;
/// How long a link must still be open to be given out again, in milliseconds.
const LEFT_MIN_MS: i64 = 60 * 60 * 1000;
/// When the sweeper takes over a link that its own request did not finish, in milliseconds.
const ABANDONED_MS: i64 = 90 * 1000;
/// How often Stripe is asked about a link, in milliseconds.
const POLL_MS: i64 = 10 * 60 * 1000;

/// The link of an order's balance, made where there is none, if the order still owes what whoever
/// asks was told.
pub(crate) async fn collect(
    state: &AppState,
    order: Order,
    told: CollectBalance,
    actor: &str,
) -> Result<Order, Problem> {
    let mut order = order;
    for _ in 0..ROUNDS_MAX {
        let mut conn = state.store.read().await?;
        let owed = Owed::of(&mut conn, &order).await?;
        drop(conn);
        check(&order, &owed, told)?;
        let now_ms = state.clock.now_ms();
        if let Some(link) = owed.link() {
            if is_usable(link, owed.balance_minor, now_ms) {
                return Ok(order);
            }
            close(state, &order, link.clone()).await?;
            order = again(state, &order).await?;
            continue;
        }
        let Some(link) = begin(state, &order, &owed, actor).await? else {
            order = again(state, &order).await?;
            continue;
        };
        make(state, &order, link).await?;
        return again(state, &order).await;
    }
    Err(Problem::Unavailable)
}

async fn again(state: &AppState, order: &Order) -> Result<Order, Problem> {
    let mut conn = state.store.read().await?;
    Ok(orders::again(&mut conn, order).await?)
}

fn check(order: &Order, owed: &Owed, told: CollectBalance) -> Result<(), Problem> {
    if order.state != OrderState::Paid {
        return Err(Problem::WrongState(if order.state.is_open() {
            "it has a payment page already"
        } else {
            "it takes no payment any more"
        }));
    }
    if owed.balance_minor != told.balance_minor {
        return Err(Problem::BalanceChanged(owed.balance_minor));
    }
    if owed.balance_minor == 0 {
        return Err(Problem::WrongState("nothing is left to be paid"));
    }
    match order.quote.currency.minimum_charge_minor() {
        Some(least) if owed.balance_minor < least => Err(Problem::BelowMinimumCharge(least)),
        _ => Ok(()),
    }
}

fn is_usable(link: &OrderPayment, balance_minor: i64, now_ms: i64) -> bool {
    let left_ms = link.expires_ms.unwrap_or(now_ms) - now_ms;
    link.state == PaymentState::Open
        && link.url.is_some()
        && link.amount_minor == balance_minor
        && left_ms >= LEFT_MIN_MS
}

/// Writes a link down before Stripe is asked for its page; none where the order changed meanwhile.
async fn begin(
    state: &AppState,
    order: &Order,
    owed: &Owed,
    actor: &str,
) -> Result<Option<OrderPayment>, Problem> {
    let now_ms = state.clock.now_ms();
    let (number, expires_ms) = (owed.next_number(), now_ms + OPEN_MS);
    let page = BalancePage {
        reference: &order_payments::reference(&order.id, number),
        order_id: &order.id,
        token: &state.store.secret().order_token(&order.id),
        public_url: &state.config.public_url,
        business_id: &order.business_id,
        calendar_id: order.calendar_id.as_str(),
        items: &order.items,
        zone: order.business_zone,
        currency: order.quote.currency,
        amount_minor: owed.balance_minor,
        email: order.guest.email.as_str(),
        language: order.language.as_deref(),
        expires_ms,
    };
    let beginning = Beginning {
        order: order.clone(),
        number,
        amount_minor: owed.balance_minor,
        body: page.body(),
        expires_ms,
        actor: actor.to_owned(),
        now_ms,
    };
    let begun = state
        .store
        .attempt(beginning, |conn, it| Box::pin(it.write(conn)))
        .await?;
    Ok(begun.ok())
}

struct Beginning {
    order: Order,
    number: i64,
    amount_minor: i64,
    body: String,
    expires_ms: i64,
    actor: String,
    now_ms: i64,
}

/// The order is another one by now: nothing was written.
struct Changed;

impl Beginning {
    async fn write(&self, conn: &mut Conn) -> Result<Result<OrderPayment, Changed>, StoreError> {
        let (order, now_ms) = (&self.order, self.now_ms);
        if !orders::touch(conn, order, now_ms).await? {
            return Ok(Err(Changed));
        }
        let new = NewPayment {
            order_id: &order.id,
            number: self.number,
            method: PaymentMethod::Link,
            state: PaymentState::Opening,
            amount_minor: self.amount_minor,
            note: "",
            transaction_id: None,
            body: Some(&self.body),
            expires_ms: Some(self.expires_ms),
            next_at_ms: Some(now_ms + ABANDONED_MS),
            now_ms,
        };
        if !order_payments::insert(conn, new).await? {
            return Ok(Err(Changed));
        }
        let detail = json!({ "payment": self.number, "amount_minor": self.amount_minor });
        let action = Action {
            business_id: &order.business_id,
            actor: &self.actor,
            done: "order.collect",
            subject: &order.id,
            detail: &detail.to_string(),
            now_ms,
        };
        owner_log::add(conn, &action).await?;
        let made = order_payments::find(conn, &order.id, self.number).await?;
        Ok(Ok(made.ok_or(StoreError::Malformed("payment: it is gone"))?))
    }
}

/// The key under which Stripe knows a link's session.
fn key(link: &OrderPayment) -> String {
    format!("bal:{}", link.reference())
}

/// Makes the page of a link. Where Stripe surely did nothing, the link is void.
async fn make(state: &AppState, order: &Order, link: OrderPayment) -> Result<(), Problem> {
    let body = link.body.as_deref().unwrap_or_default();
    let stripe = keys::of_order(state, order).await;
    match stripe.create_session(&key(&link), body).await {
        Ok(session) => {
            let url = session
                .url
                .clone()
                .filter(|_| agrees(order, &link, &session));
            let is_open = url.is_some();
            note(state, &link, &session.id, url).await?;
            if is_open {
                return Ok(());
            }
            tracing::error!(order = order.id, "Stripe would charge something else");
            close(state, order, link).await?;
            Err(Problem::PaymentUnavailable(
                "the payment provider does not agree with the amount, or its mode is not the \
                 calendar's",
            ))
        }
        Err(CallError::Unclear) => Err(Problem::PaymentUnavailable(
            "the payment provider did not answer; try again in two minutes",
        )),
        Err(CallError::Refused(refusal)) if refusal.is_about_key() => {
            Err(Problem::PaymentUnavailable(
                "the payment provider does not take the key of the account; check it in the \
                 settings, then try again in two minutes",
            ))
        }
        Err(CallError::Refused(_)) => {
            void(state, &link).await?;
            Err(Problem::PaymentUnavailable(
                "the payment provider refuses this payment",
            ))
        }
        Err(CallError::NotSent) => {
            void(state, &link).await?;
            Err(Problem::PaymentUnavailable(
                "the payment provider cannot be reached",
            ))
        }
    }
}

async fn note(
    state: &AppState,
    link: &OrderPayment,
    session: &str,
    url: Option<String>,
) -> Result<(), Problem> {
    let next_ms = state.clock.now_ms() + POLL_MS;
    let noting = (link.clone(), session.to_owned(), url, next_ms);
    let noted = state
        .store
        .write(noting, |conn, (link, session, url, next)| {
            Box::pin(kept(order_payments::note_session(
                conn,
                link,
                session,
                url.as_deref(),
                *next,
            )))
        });
    Ok(noted.await?)
}

async fn void(state: &AppState, link: &OrderPayment) -> Result<(), Problem> {
    let voiding = (link.clone(), state.clock.now_ms());
    let voided = state.store.write(voiding, |conn, (link, now_ms)| {
        Box::pin(kept(order_payments::void(conn, link, *now_ms)))
    });
    Ok(voided.await?)
}

/// Ends a link: afterwards it is paid or void, or Stripe does not tell.
pub(super) async fn close(
    state: &AppState,
    order: &Order,
    link: OrderPayment,
) -> Result<(), Problem> {
    let closing = (order.id.clone(), state.clock.now_ms());
    let closed = state.store.write(closing, |conn, (id, now_ms)| {
        Box::pin(kept(order_payments::close(conn, id, *now_ms)))
    });
    closed.await?;
    let stripe = keys::of_order(state, order).await;
    let Some(session_id) = find_session(state, &stripe, &link).await? else {
        return void(state, &link).await;
    };
    let answer = match stripe.expire_session(&session_id).await {
        // It is complete or expired already, or the answer was lost: it will say which.
        Err(CallError::Refused(_) | CallError::Unclear) => stripe.session(&session_id).await,
        answer => answer,
    };
    match answer {
        Ok(session) => settle(state, &link, &session, None).await,
        Err(_) => Err(Problem::PaymentUnavailable(
            "the payment provider does not answer; the link is closed as soon as it does",
        )),
    }
}

/// The session of a link; where none was noted, the same call with the same key tells whether there
/// is one.
async fn find_session(
    state: &AppState,
    stripe: &Stripe,
    link: &OrderPayment,
) -> Result<Option<String>, Problem> {
    if let Some(id) = &link.session {
        return Ok(Some(id.clone()));
    }
    let body = link.body.as_deref().unwrap_or_default();
    match stripe.create_session(&key(link), body).await {
        Ok(session) => {
            note(state, link, &session.id, None).await?;
            Ok(Some(session.id))
        }
        Err(CallError::Refused(refusal)) if !refusal.is_about_key() => Ok(None),
        Err(_) if state.clock.now_ms() > link.expires_ms.unwrap_or(0) => Ok(None),
        Err(_) => Err(Problem::PaymentUnavailable(
            "the payment provider does not answer; the link is closed as soon as it does",
        )),
    }
}

/// Whether a session is about this link, this amount and this kind of money.
fn agrees(order: &Order, link: &OrderPayment, session: &Session) -> bool {
    let currency = session.currency.as_deref().unwrap_or_default();
    session.client_reference_id.as_deref() == Some(link.reference().as_str())
        && session.amount_total == Some(link.amount_minor)
        && currency.eq_ignore_ascii_case(order.quote.currency.code())
        && session.livemode != order.test_mode
}

/// Applies what a session says to its link, once.
pub(crate) async fn settle(
    state: &AppState,
    link: &OrderPayment,
    session: &Session,
    signal: Option<&Signal>,
) -> Result<(), Problem> {
    let settling = Settling {
        link: link.clone(),
        session: session.clone(),
        signal: signal.cloned(),
        now_ms: state.clock.now_ms(),
    };
    let settled = state
        .store
        .write(settling, |conn, it| Box::pin(kept(it.write(conn))));
    Ok(settled.await?)
}

struct Settling {
    link: OrderPayment,
    session: Session,
    signal: Option<Signal>,
    now_ms: i64,
}

impl Settling {
    async fn write(&self, conn: &mut Conn) -> Result<(), StoreError> {
        if let Some(Signal { event_id, kind }) = &self.signal
            && !settlements::note(conn, event_id, kind, self.now_ms).await?
        {
            return Ok(());
        }
        let (link, session) = (&self.link, &self.session);
        // The row is locked by its own change: facts of one order come one after the other.
        orders::lock(conn, &link.order_id).await?;
        let order = orders::find(conn, &link.order_id)
            .await?
            .ok_or(StoreError::Malformed("order: it is gone"))?;
        let complete = session.status == SessionStatus::Complete;
        let intent = session.payment_intent.as_ref();
        if complete && session.payment_status == PaymentStatus::Paid {
            if !agrees(&order, link, session) {
                tracing::error!(
                    order = order.id,
                    "a link was paid with another amount: the business has to look at it"
                );
                return Ok(());
            }
            return self.pay(conn, &order).await;
        }
        let failed = complete && intent.is_some_and(Expandable::has_failed);
        if session.status == SessionStatus::Expired || failed {
            order_payments::void(conn, link, self.now_ms).await?;
        }
        Ok(())
    }

    /// The money is there. For an order that is not booked any more it goes back at once.
    async fn pay(&self, conn: &mut Conn, order: &Order) -> Result<(), StoreError> {
        let payment = self.session.payment_intent.as_ref().map(Expandable::id);
        // One payment, one movement, however often it is told.
        let id = payment.unwrap_or(&self.session.id);
        if !order_payments::pay(conn, &self.link, id, self.now_ms).await? {
            return Ok(());
        }
        receive(conn, order, id, self.link.amount_minor, self.now_ms).await?;
        tracing::info!(order = order.id, "a balance was paid");
        if !matches!(order.state, OrderState::Paid | OrderState::Disputed) {
            let order = orders::again(conn, order).await?;
            refund::give_back_beside(conn, &order, self.link.amount_minor, self.now_ms).await?;
        }
        Ok(())
    }
}

/// Takes up a link that is due.
pub(crate) async fn take_up(state: &AppState, link: OrderPayment) -> Result<(), Problem> {
    let mut conn = state.store.read().await?;
    let Some(order) = orders::find(&mut conn, &link.order_id).await? else {
        return Ok(());
    };
    drop(conn);
    match (link.state, &link.session) {
        (PaymentState::Opening, _) => make(state, &order, link).await,
        (PaymentState::Open, Some(session)) => {
            if let Ok(session) = keys::of_order(state, &order).await.session(session).await {
                settle(state, &link, &session, None).await?;
            }
            let look = (link, state.clock.now_ms() + POLL_MS);
            let looked = state.store.write(look, |conn, (link, next_ms)| {
                Box::pin(kept(order_payments::look_again(conn, link, *next_ms)))
            });
            Ok(looked.await?)
        }
        (PaymentState::Closing, _) => close(state, &order, link).await,
        _ => Ok(()),
    }
}
