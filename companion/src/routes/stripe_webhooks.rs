//! `POST /v1/stripe/webhooks`: Stripe tells us that something changed.
//!
//! An event is a signal: the session itself is read before anything is done, so that neither
//! order nor age of events matters. Success is answered only after the effect is durable.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};

use crate::settle::{self, Signal};
use crate::store::{orders, settlements};
use crate::stripe::CallError;
use crate::stripe::webhook::{self, Event};
use crate::{AppState, Problem, fail_point};

pub(crate) async fn receive(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let signature = headers
        .get("stripe-signature")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let now_seconds = state.clock.now_ms().div_euclid(1000);
    if !webhook::is_signed(
        &body,
        signature,
        &state.config.stripe_webhook_secrets,
        now_seconds,
    ) {
        return Err(Problem::InvalidRequest(
            "the signature does not match a secret of this endpoint, or its time is off".into(),
        ));
    }
    let Ok(event) = serde_json::from_slice::<Event>(&body) else {
        // Signed by Stripe and of no shape that concerns us; refusing it would only repeat it.
        tracing::warn!("an event without id, type or object was ignored");
        return Ok(StatusCode::OK);
    };
    if !event.r#type.starts_with("checkout.session.") {
        return Ok(StatusCode::OK);
    }
    handle(&state, &event).await?;
    fail_point::here("webhook:before-answer");
    Ok(StatusCode::OK)
}

async fn handle(state: &AppState, event: &Event) -> Result<(), Problem> {
    let Some(session_id) = event.data.object.id.as_deref() else {
        return Ok(());
    };
    let mut conn = state.store.read().await?;
    if settlements::seen(&mut conn, &event.id).await? {
        return Ok(());
    }
    let mut order = orders::find_by_session(&mut conn, session_id).await?;
    if let (None, Some(reference)) = (&order, &event.data.object.client_reference_id) {
        // Stripe may be faster than our note of the session.
        order = orders::find(&mut conn, reference).await?;
    }
    drop(conn);
    let Some(order) = order else {
        tracing::warn!(
            event = event.id,
            kind = event.r#type,
            "an event of no order of ours"
        );
        return Ok(());
    };
    fail_point::here("webhook:before-call");
    let answer = state.stripe.session(session_id).await;
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
    let signal = Signal {
        event_id: event.id.clone(),
        kind: event.r#type.clone(),
    };
    settle::settle(state, order, &session, Some(&signal)).await?;
    Ok(())
}
