//! What the dashboard shows and does of a business's endpoints: their list, what was posted, and a
//! test event.

use booking_contract::owner::{
    DELIVERIES_COUNTED_MAX, DeliveriesPage, DeliveryAttempt, DeliveryDetails, DeliveryFailure,
    DeliveryFilter, DeliveryRow, DeliveryState, EditWebhook, NewWebhook, ReplayFailed, Replayed,
    WebhookList, WebhookMade, WebhookSecret, WebhookStanding, WebhookTried, WebhookView,
};
use booking_contract::{WEBHOOK_TEST, WEBHOOK_VERSION, WebhookTest, WebhookTestData};
use chrono::TimeDelta;
use serde_json::json;

use super::desk::{self, Deed};
use super::endpoints::{self, Disabled, Endpoint, EndpointError, NewEndpoint};
use super::log::REPLAYED_AT_ONCE;
use super::post::{Failure, Letter};
use super::signing::SigningSecret;
use crate::business::Author;
use crate::business::refusal::Reason;
use crate::clock::instant;
use crate::store::delivery_log::{self, LogAttempt, LogRow, Place, Wanted};
use crate::store::{Conn, StoreError, deliveries, endpoints as rows, kept, named, parsed, small};
use crate::{AppState, Problem, ids};

/// How many tries of a delivery are told.
const TRIES_MAX: i64 = 50;

impl From<EndpointError> for Problem {
    fn from(error: EndpointError) -> Self {
        match error {
            EndpointError::UnknownBusiness
            | EndpointError::UnknownEndpoint
            | EndpointError::UnknownEvent => Self::NotFound,
            EndpointError::Url(error) => Self::Refused(Reason::Webhook(error)),
            EndpointError::TooMany => Self::Refused(Reason::TooManyWebhooks),
            EndpointError::NoEvents => {
                Self::InvalidRequest("events: at least one; leave them out for all".into())
            }
            EndpointError::Overlap => Self::InvalidRequest("overlap_hours: from 0 to 720".into()),
            EndpointError::Secret(error) => Self::Internal(error.to_string()),
            EndpointError::Store(error) => error.into(),
        }
    }
}

/// Every endpoint of a business.
pub(crate) async fn list(state: &AppState, business_id: &str) -> Result<WebhookList, Problem> {
    let now_ms = state.clock.now_ms();
    let mut conn = state.store.read().await?;
    let mut webhooks = Vec::new();
    for row in rows::list(&mut conn, Some(business_id)).await? {
        let endpoint = endpoints::read(&mut conn, row).await?;
        webhooks.push(view(&mut conn, endpoint, now_ms).await?);
    }
    Ok(WebhookList {
        webhooks,
        loopback: state.config.webhooks_to_loopback,
    })
}

/// One of them.
pub(crate) async fn show(
    state: &AppState,
    business_id: &str,
    endpoint_id: &str,
) -> Result<WebhookView, Problem> {
    let mut conn = state.store.read().await?;
    let row = desk::find(&mut conn, business_id, endpoint_id).await?;
    let endpoint = endpoints::read(&mut conn, row.ok_or(Problem::NotFound)?).await?;
    Ok(view(&mut conn, endpoint, state.clock.now_ms()).await?)
}

/// Adds one; its secret is told here and nowhere else.
pub(crate) async fn add(
    state: &AppState,
    author: Author,
    asked: NewWebhook,
) -> Result<WebhookMade, Problem> {
    let now_ms = author.now_ms;
    let new = NewEndpoint {
        business_id: author.business_id.clone(),
        url: asked.url,
        events: asked.events,
        test_mode: asked.test_mode,
        loopback: state.config.webhooks_to_loopback,
    };
    let (endpoint, secret) = desk::add(&state.store, author, new).await?;
    let mut conn = state.store.read().await?;
    Ok(WebhookMade {
        webhook: view(&mut conn, endpoint, now_ms).await?,
        secret: WebhookSecret::from(secret.reveal()),
    })
}

/// Gives one another address or other events.
pub(crate) async fn edit(
    state: &AppState,
    author: Author,
    endpoint_id: &str,
    asked: EditWebhook,
) -> Result<WebhookView, Problem> {
    // Whether it is told of tests never changes.
    let known = show(state, &author.business_id, endpoint_id).await?;
    let loopback = known.test_mode && state.config.webhooks_to_loopback;
    let deed = Deed::edit(&asked.url, asked.events.as_deref(), loopback)?;
    act(state, author, endpoint_id, deed).await
}

/// Does something with one; answers it as it is then.
pub(crate) async fn act(
    state: &AppState,
    author: Author,
    endpoint_id: &str,
    deed: Deed,
) -> Result<WebhookView, Problem> {
    let business_id = author.business_id.clone();
    desk::act(&state.store, author, endpoint_id, deed).await?;
    show(state, &business_id, endpoint_id).await
}

/// Tells one nothing from now on.
pub(crate) async fn pause(
    state: &AppState,
    author: Author,
    endpoint_id: &str,
) -> Result<WebhookView, Problem> {
    act(state, author, endpoint_id, Deed::Pause).await
}

/// Tells one everything again.
pub(crate) async fn resume(
    state: &AppState,
    author: Author,
    endpoint_id: &str,
) -> Result<WebhookView, Problem> {
    act(state, author, endpoint_id, Deed::Resume).await
}

/// Gives one another secret, which is told here and nowhere else.
pub(crate) async fn roll(
    state: &AppState,
    author: Author,
    endpoint_id: &str,
    overlap: TimeDelta,
) -> Result<WebhookMade, Problem> {
    let (deed, secret) = Deed::roll(overlap, instant(author.now_ms))?;
    Ok(WebhookMade {
        webhook: act(state, author, endpoint_id, deed).await?,
        secret: WebhookSecret::from(secret.reveal()),
    })
}

/// Forgets one.
pub(crate) async fn remove(
    state: &AppState,
    author: Author,
    endpoint_id: &str,
) -> Result<(), Problem> {
    Ok(desk::act(&state.store, author, endpoint_id, Deed::Remove).await?)
}

/// A page of the deliveries of one, after the `next` of the page before.
pub(crate) async fn deliveries(
    state: &AppState,
    business_id: &str,
    endpoint_id: &str,
    filter: Option<DeliveryFilter>,
    after: Option<&str>,
    limit: u32,
) -> Result<DeliveriesPage, Problem> {
    let after = match after {
        None => Place::start(),
        Some(text) => place(text).ok_or_else(|| {
            Problem::InvalidRequest("after: `next` of a page of this list".into())
        })?,
    };
    let wanted = match filter {
        None => Wanted::All,
        Some(DeliveryFilter::Due) => Wanted::Due,
        Some(DeliveryFilter::Failed) => Wanted::Failed,
    };
    let mut conn = state.store.read().await?;
    if desk::find(&mut conn, business_id, endpoint_id)
        .await?
        .is_none()
    {
        return Err(Problem::NotFound);
    }
    // One more tells whether there is another page.
    let asked = i64::from(limit) + 1;
    let mut found = delivery_log::page(&mut conn, endpoint_id, wanted, &after, asked).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let last = found.last().filter(|_| more);
    let next = last.map(|row| format!("{}.{}.{}", row.happened_ms, row.seq, row.event_id));
    let deliveries = found.iter().map(delivery).collect::<Result<_, _>>()?;
    Ok(DeliveriesPage { deliveries, next })
}

/// All that is known of one delivery.
pub(crate) async fn show_delivery(
    state: &AppState,
    business_id: &str,
    endpoint_id: &str,
    event_id: &str,
) -> Result<DeliveryDetails, Problem> {
    if event_id.contains('\0') {
        return Err(Problem::NotFound);
    }
    let mut conn = state.store.read().await?;
    if desk::find(&mut conn, business_id, endpoint_id)
        .await?
        .is_none()
    {
        return Err(Problem::NotFound);
    }
    let tries = delivery_log::tries(&mut conn, endpoint_id, event_id, TRIES_MAX).await?;
    let latest = tries.first().ok_or(Problem::NotFound)?;
    let attempts = tries.iter().filter_map(|row| row.attempt.as_ref());
    Ok(DeliveryDetails {
        delivery: delivery(latest)?,
        attempts: attempts.map(attempt).collect::<Result<_, _>>()?,
        body: delivery_log::body(&mut conn, event_id).await?,
    })
}

/// Sends one event again, under the id that it always had.
pub(crate) async fn replay(
    state: &AppState,
    author: Author,
    endpoint_id: &str,
    event_id: &str,
) -> Result<DeliveryDetails, Problem> {
    if event_id.contains('\0') {
        return Err(Problem::NotFound);
    }
    let business_id = author.business_id.clone();
    let deed = Deed::Replay(event_id.to_owned());
    desk::act(&state.store, author, endpoint_id, deed).await?;
    show_delivery(state, &business_id, endpoint_id, event_id).await
}

/// Sends everything again that failed in a span of time, a batch of it: the answer tells what is left.
pub(crate) async fn replay_failed(
    state: &AppState,
    author: Author,
    endpoint_id: &str,
    asked: ReplayFailed,
) -> Result<Replayed, Problem> {
    let span_ms = (
        asked.from.timestamp_millis(),
        asked.until.timestamp_millis(),
    );
    let counted_max = i64::from(DELIVERIES_COUNTED_MAX);
    let (events, left) = desk::replay_failed(
        &state.store,
        author,
        endpoint_id,
        span_ms,
        REPLAYED_AT_ONCE,
        counted_max,
    )
    .await?;
    Ok(Replayed {
        events: u32::try_from(events).unwrap_or(u32::MAX),
        left: small(left, "count of deliveries")?,
    })
}

/// Posts a test event and tells what came of it. It is tried once and tells of nothing that
/// happened, so it is in no list of deliveries.
pub(crate) async fn test(
    state: &AppState,
    author: Author,
    endpoint_id: &str,
) -> Result<WebhookTried, Problem> {
    let now_ms = author.now_ms;
    let mut conn = state.store.read().await?;
    let row = desk::find(&mut conn, &author.business_id, endpoint_id).await?;
    let row = row.ok_or(Problem::NotFound)?;
    let secrets = rows::secrets(&mut conn, endpoint_id, now_ms).await?;
    drop(conn);
    let secrets: Vec<SigningSecret> = (secrets.iter())
        .filter_map(|secret| SigningSecret::parse(secret).ok())
        .collect();
    let event_id = ids::fresh("msg", now_ms)?;
    let test = WebhookTest {
        version: WEBHOOK_VERSION,
        timestamp: instant(now_ms),
        business_id: author.business_id.clone(),
        test_mode: row.test_mode,
        kind: WEBHOOK_TEST.to_owned(),
        data: WebhookTestData {
            webhook_id: row.id.clone(),
        },
    };
    let body =
        serde_json::to_string(&test).map_err(|error| Problem::Internal(error.to_string()))?;
    let logging = (author, row.id, event_id.clone());
    let logged = state.store.write(logging, |conn, (author, id, event_id)| {
        Box::pin(kept(async move {
            let detail = json!({ "event": event_id });
            author.log(conn, "webhook.test", id, &detail).await
        }))
    });
    logged.await?;
    let letter = Letter {
        url: &row.url,
        loopback: row.test_mode && state.config.webhooks_to_loopback,
        id: &event_id,
        body: &body,
        secrets: &secrets,
        now_ms,
    };
    let receipt = state.poster.post(&letter).await;
    let attempt = DeliveryAttempt {
        number: 1,
        at: instant(now_ms),
        duration_ms: u32::try_from(receipt.took.as_millis()).unwrap_or(u32::MAX),
        status: receipt.status.map(|status| status.as_u16()),
        failure: receipt.outcome.err().map(told),
        answer: receipt.answer,
    };
    Ok(WebhookTried {
        event_id,
        body,
        attempt,
    })
}

async fn view(conn: &mut Conn, endpoint: Endpoint, now_ms: i64) -> Result<WebhookView, StoreError> {
    let id = &endpoint.id;
    let most = i64::from(DELIVERIES_COUNTED_MAX);
    let ever = (i64::MIN, i64::MAX);
    let waiting = deliveries::count_waiting(conn, id, most).await?;
    let failed = deliveries::count_failed(conn, id, ever, most).await?;
    let old_secret_until = rows::old_secret_until(conn, id, now_ms).await?.map(instant);
    let standing = match (endpoint.disabled, endpoint.failing_since) {
        (Some((since, Disabled::ByOwner)), _) => WebhookStanding::Paused { since },
        (Some((since, Disabled::Gone)), _) => WebhookStanding::Gone { since },
        (Some((since, Disabled::Failing)), _) => WebhookStanding::Stopped { since },
        (None, Some(since)) => WebhookStanding::Failing { since },
        (None, None) => WebhookStanding::InOrder,
    };
    Ok(WebhookView {
        id: endpoint.id,
        url: endpoint.url,
        events: endpoint.events,
        test_mode: endpoint.test_mode,
        created_at: endpoint.created_at,
        standing,
        waiting: small(waiting, "count of deliveries")?,
        failed: small(failed, "count of deliveries")?,
        old_secret_until,
    })
}

fn delivery(row: &LogRow) -> Result<DeliveryRow, StoreError> {
    let state: DeliveryState = named(&row.state, "state of a delivery")?;
    Ok(DeliveryRow {
        event_id: row.event_id.clone(),
        event: parsed(&row.kind, "event type")?,
        order_id: row.order_id.clone(),
        sequence: small(row.seq, "event")?,
        happened_at: instant(row.happened_ms),
        state,
        next_at: (state == DeliveryState::Due).then(|| instant(row.next_at_ms)),
        last: row.attempt.as_ref().map(attempt).transpose()?,
    })
}

fn attempt(row: &LogAttempt) -> Result<DeliveryAttempt, StoreError> {
    let status = row.status.map(u16::try_from).transpose();
    let failure = row.failure.as_deref();
    Ok(DeliveryAttempt {
        number: small(row.number, "try")?,
        at: instant(row.at_ms),
        duration_ms: u32::try_from(row.duration_ms).unwrap_or(u32::MAX),
        status: status.map_err(|_| StoreError::Malformed("status"))?,
        failure: failure.map(|word| named(word, "failure")).transpose()?,
        answer: row.answer.clone(),
    })
}

/// Why a receiver does not have an event, as the wire has it.
fn told(failure: Failure) -> DeliveryFailure {
    match failure {
        Failure::Status => DeliveryFailure::Status,
        Failure::Redirect => DeliveryFailure::Redirect,
        Failure::Gone => DeliveryFailure::Gone,
        Failure::NotPublic => DeliveryFailure::NotPublic,
        Failure::Connect => DeliveryFailure::Connect,
        Failure::Timeout => DeliveryFailure::Timeout,
        Failure::Broken => DeliveryFailure::Broken,
        Failure::Endpoint => DeliveryFailure::Endpoint,
    }
}

/// The place behind a `next`.
fn place(text: &str) -> Option<Place> {
    let (happened, rest) = text.split_once('.')?;
    let (seq, event_id) = rest.split_once('.')?;
    let plain = event_id.bytes().all(|byte| byte.is_ascii_graphic());
    Some(Place {
        happened_ms: happened.parse().ok()?,
        seq: seq.parse().ok()?,
        event_id: plain.then(|| event_id.to_owned())?,
    })
}
