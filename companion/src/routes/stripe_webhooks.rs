//! `POST /v1/stripe/webhooks`: Stripe tells us that something changed. The companion's own account
//! tells it there, and each account of a business at an address below, with a secret of its own.
//!
//! An account speaks for the orders that are paid through it and for no others, whatever its events
//! name.
//!
//! An event is a signal: the session itself is read before anything is done, so that neither
//! order nor age of events matters. Success is answered only after the effect is durable.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};

use crate::payments::link;
use crate::settle::{self, Signal};
use crate::store::order_payments::{self, OrderPayment};
use crate::store::orders::{self, Order};
use crate::store::{Conn, settlements};
use crate::stripe::webhook::{self, Event};
use crate::stripe::{CallError, Expandable, Stripe};
use crate::{AppState, Problem, fail_point, keys, refund};

/// Who tells: an account, and Stripe as it opens it.
struct Teller<'a> {
    state: &'a AppState,
    /// The account of a business; none: the companion's own.
    account: Option<String>,
    stripe: Stripe,
}

impl Teller<'_> {
    /// Whether an order is paid through the account that tells.
    fn speaks_for(&self, order: &Order, event: &Event) -> bool {
        let speaks = order.stripe_account == self.account;
        if !speaks {
            tracing::error!(
                event = event.id,
                order = order.id,
                "an account told of an order that is paid through another one"
            );
        }
        speaks
    }
}

/// An event of the companion's own account.
pub(crate) async fn receive(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let secrets = &state.config.stripe_webhook_secrets;
    hear(&state, None, secrets, &headers, &body).await
}

/// An event of a business's account.
pub(crate) async fn receive_own(
    State(state): State<AppState>,
    Path(account): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let mut conn = state.store.read().await?;
    let secrets = keys::signing_secret(&state, &mut conn, &account).await?;
    drop(conn);
    let secrets = secrets.ok_or(Problem::NotFound)?;
    hear(&state, Some(account), &secrets, &headers, &body).await
}

async fn hear(
    state: &AppState,
    account: Option<String>,
    secrets: &[String],
    headers: &HeaderMap,
    body: &[u8],
) -> Result<StatusCode, Problem> {
    let signature = headers
        .get("stripe-signature")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let now_seconds = state.clock.now_ms().div_euclid(1000);
    if !webhook::is_signed(body, signature, secrets, now_seconds) {
        return Err(Problem::InvalidRequest(
            "the signature does not match a secret of this endpoint, or its time is off".into(),
        ));
    }
    let Ok(event) = serde_json::from_slice::<Event>(body) else {
        // Signed by Stripe and of no shape that concerns us; refusing it would only repeat it.
        tracing::warn!("an event without id, type or object was ignored");
        return Ok(StatusCode::OK);
    };
    let teller = Teller {
        state,
        stripe: keys::of(state, account.as_deref()).await,
        account,
    };
    let kind = event.r#type.as_str();
    if kind.starts_with("checkout.session.") {
        Box::pin(hear_session(&teller, &event)).await?;
    } else if kind.starts_with("charge.dispute.") {
        Box::pin(hear_dispute(&teller, &event)).await?;
    } else if kind.starts_with("refund.") || kind.starts_with("charge.refund") {
        Box::pin(hear_refund(&teller, &event)).await?;
    }
    fail_point::here("webhook:before-answer");
    Ok(StatusCode::OK)
}

/// Money went back, by our doing or in Stripe's own dashboard: every refund of the payment is
/// read.
async fn hear_refund(teller: &Teller<'_>, event: &Event) -> Result<(), Problem> {
    let Some((order, signal)) = paid_order(teller, event).await? else {
        return Ok(());
    };
    if refund::reconcile(teller.state, &order, Some(&signal)).await? {
        Ok(())
    } else {
        // Stripe repeats what was not answered with success.
        Err(Problem::Unavailable)
    }
}

/// The guest's bank took money back, or gave it back.
async fn hear_dispute(teller: &Teller<'_>, event: &Event) -> Result<(), Problem> {
    let Some((order, signal)) = paid_order(teller, event).await? else {
        return Ok(());
    };
    let Some(id) = event.data.object.id.as_deref() else {
        return Ok(());
    };
    match teller.stripe.dispute(id).await {
        Ok(dispute) => Ok(refund::dispute(teller.state, &order, dispute, &signal).await?),
        Err(CallError::Refused(_)) => {
            tracing::error!(
                event = event.id,
                "Stripe does not know the dispute it told of"
            );
            Ok(())
        }
        Err(CallError::NotSent | CallError::Unclear) => Err(Problem::Unavailable),
    }
}

/// The order of the payment that an event is about, and the event; none where it had its effect
/// or is not about an order of ours.
async fn paid_order(
    teller: &Teller<'_>,
    event: &Event,
) -> Result<Option<(Order, Signal)>, Problem> {
    let state = teller.state;
    let Some(payment) = event
        .data
        .object
        .payment_intent
        .as_ref()
        .map(Expandable::id)
    else {
        return Ok(None);
    };
    let mut conn = state.store.read().await?;
    if settlements::seen(&mut conn, &event.id).await? {
        return Ok(None);
    }
    let mut found = orders::find_by_payment(&mut conn, payment).await?;
    if let (None, Some(id)) = (&found, order_payments::order_of(&mut conn, payment).await?) {
        found = orders::find(&mut conn, &id).await?;
    }
    drop(conn);
    let found = match found {
        Some(order) => Some(order),
        // Events come in any order: this may be the first we hear of the payment itself.
        None => settled_first(teller, event, payment).await?,
    };
    let found = found.filter(|order| teller.speaks_for(order, event));
    Ok(found.map(|order| (order, signal(event))))
}

/// Settles the order that a payment of which we know nothing was made for.
async fn settled_first(
    teller: &Teller<'_>,
    event: &Event,
    payment: &str,
) -> Result<Option<Order>, Problem> {
    let state = teller.state;
    let session = match teller.stripe.session_of(payment).await {
        Ok(Some(session)) => session,
        Ok(None) | Err(CallError::Refused(_)) => return Ok(None),
        Err(CallError::NotSent | CallError::Unclear) => return Err(Problem::Unavailable),
    };
    let Some(reference) = session.client_reference_id.as_deref() else {
        return Ok(None);
    };
    let mut conn = state.store.read().await?;
    if let Some((link, order)) = link_of(&mut conn, Some(reference)).await? {
        drop(conn);
        if !teller.speaks_for(&order, event) {
            return Ok(None);
        }
        link::settle(state, &link, &session, None).await?;
        let mut conn = state.store.read().await?;
        let of_it = order_payments::order_of(&mut conn, payment).await?;
        return Ok(match of_it {
            Some(id) => orders::find(&mut conn, &id).await?,
            None => None,
        });
    }
    let Some(order) = orders::find(&mut conn, reference).await? else {
        return Ok(None);
    };
    drop(conn);
    if !teller.speaks_for(&order, event) {
        return Ok(None);
    }
    let order = settle::settle(state, order, &session, None).await?;
    Ok(Some(order).filter(|order| order.stripe_payment.as_deref() == Some(payment)))
}

async fn hear_session(teller: &Teller<'_>, event: &Event) -> Result<(), Problem> {
    let Some(session_id) = event.data.object.id.as_deref() else {
        return Ok(());
    };
    let state = teller.state;
    let mut conn = state.store.read().await?;
    if settlements::seen(&mut conn, &event.id).await? {
        return Ok(());
    }
    let reference = event.data.object.client_reference_id.as_deref();
    let link = link_of(&mut conn, reference).await?;
    let mut order = orders::find_by_session(&mut conn, session_id).await?;
    if let (None, Some(reference)) = (&order, &event.data.object.client_reference_id) {
        // Stripe may be faster than our note of the session.
        order = orders::find(&mut conn, reference).await?;
    }
    drop(conn);
    if order.is_none() && link.is_none() {
        tracing::warn!(
            event = event.id,
            kind = event.r#type,
            "an event of no order of ours"
        );
        return Ok(());
    }
    let of_link = link.as_ref().map(|(_, order)| order);
    if let Some(order) = of_link.or(order.as_ref())
        && !teller.speaks_for(order, event)
    {
        return Ok(());
    }
    fail_point::here("webhook:before-call");
    let answer = teller.stripe.session(session_id).await;
    fail_point::here("webhook:after-call");
    let session = match answer {
        Ok(session) => session,
        Err(CallError::Refused(_)) => {
            tracing::error!(
                event = event.id,
                "Stripe does not know the session it told of"
            );
            return Ok(());
        }
        // Stripe repeats what was not answered with success.
        Err(CallError::NotSent | CallError::Unclear) => return Err(Problem::Unavailable),
    };
    let signal = signal(event);
    if let Some((link, _)) = link {
        return link::settle(state, &link, &session, Some(&signal)).await;
    }
    if let Some(order) = order {
        settle::settle(state, order, &session, Some(&signal)).await?;
    }
    Ok(())
}

fn signal(event: &Event) -> Signal {
    Signal {
        event_id: event.id.clone(),
        kind: event.r#type.clone(),
    }
}

/// The link that a session is of, and its order.
async fn link_of(
    conn: &mut Conn,
    reference: Option<&str>,
) -> Result<Option<(OrderPayment, Order)>, Problem> {
    let named = reference.and_then(|reference| reference.split_once(':'));
    let Some((order_id, number)) = named else {
        return Ok(None);
    };
    let Ok(number) = number.parse() else {
        return Ok(None);
    };
    let Some(link) = order_payments::find(conn, order_id, number).await? else {
        return Ok(None);
    };
    let order = orders::find(conn, order_id).await?;
    Ok(order.map(|order| (link, order)))
}
