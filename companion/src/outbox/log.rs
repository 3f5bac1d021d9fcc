//! The log of deliveries: what was tried when, what came of it, and trying again.

use chrono::{DateTime, TimeDelta, Utc};

use super::desk::{self, Deed};
use super::endpoints::{EndpointError, at_the_machine, business_of};
use crate::clock::instant;
use crate::store::delivery_log::{self, LogRow};
use crate::store::{Store, StoreError, deliveries, kept, outbox};

/// How long deliveries, their log and what was sent are kept after they are settled.
pub const KEPT: TimeDelta = TimeDelta::days(30);

/// How many failed deliveries become due again in one transaction.
pub(super) const REPLAYED_AT_ONCE: i64 = 2_000;

/// A line of the log: one try, or an event that has had none yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The event's id, as receivers see it.
    pub event_id: String,
    /// Its type.
    pub kind: String,
    /// The order.
    pub order_id: String,
    /// The place among the order's events.
    pub sequence: i64,
    /// When it happened.
    pub happened_at: DateTime<Utc>,
    /// Where it goes.
    pub endpoint_id: String,
    /// Where the delivery stands.
    pub standing: Standing,
    /// The try.
    pub attempt: Option<Attempt>,
}

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is tried then, unless the endpoint is disabled.
    Due(DateTime<Utc>),
    /// The receiver has it.
    Delivered,
    /// It is not tried any more by itself.
    Failed,
}

/// One try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Which one, from 1.
    pub number: i64,
    /// When it began.
    pub at: DateTime<Utc>,
    /// How long it took.
    pub took: TimeDelta,
    /// The status that was answered.
    pub status: Option<i64>,
    /// One word for what went wrong: `status`, `redirect`, `gone`, `not_public`, `connect`,
    /// `timeout`, `broken` or `endpoint`.
    pub failure: Option<String>,
    /// The first bytes of the answer.
    pub answer: String,
}

/// The latest lines of an endpoint's log, the newest first.
pub async fn read(store: &Store, endpoint: &str, limit: u32) -> Result<Vec<Entry>, EndpointError> {
    business_of(store, endpoint).await?;
    let mut conn = store.read().await?;
    let rows = delivery_log::read(&mut conn, endpoint, i64::from(limit)).await?;
    let entries = rows.into_iter().map(entry).collect::<Result<_, _>>()?;
    Ok(entries)
}

/// Sends one event to an endpoint again, or for the first time where it was added later. The id
/// stays the same, so that a receiver that has seen it can tell.
pub async fn replay(
    store: &Store,
    endpoint: &str,
    event: &str,
    now: DateTime<Utc>,
) -> Result<(), EndpointError> {
    let author = at_the_machine(business_of(store, endpoint).await?, now);
    desk::act(store, author, endpoint, Deed::Replay(event.to_owned())).await
}

/// Sends everything again that failed at an endpoint and happened since then; answers how many
/// events that are.
pub async fn replay_failed(
    store: &Store,
    endpoint: &str,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<u64, EndpointError> {
    let author = at_the_machine(business_of(store, endpoint).await?, now);
    let span_ms = (since.timestamp_millis(), i64::MAX);
    let mut all = 0;
    loop {
        let author = author.clone();
        let (events, left) =
            desk::replay_failed(store, author, endpoint, span_ms, REPLAYED_AT_ONCE, 1).await?;
        all += events;
        if events == 0 || left == 0 {
            return Ok(all);
        }
    }
}

/// Forgets what is older than [`KEPT`]: first what a disabled endpoint has not fetched is given
/// up, and once that has been so for as long again, it is gone. Answers how many events lost
/// their bodies.
pub async fn forget(store: &Store, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let [before_ms, now_ms] = [now - KEPT, now].map(|at| at.timestamp_millis());
    let forgotten = store.write((before_ms, now_ms), |conn, (before_ms, now_ms)| {
        Box::pin(kept(async {
            deliveries::give_up_old(conn, *before_ms, *now_ms).await?;
            outbox::forget(conn, *before_ms).await
        }))
    });
    forgotten.await
}

fn entry(row: LogRow) -> Result<Entry, StoreError> {
    let standing = match row.state.as_str() {
        "due" => Standing::Due(instant(row.next_at_ms)),
        "delivered" => Standing::Delivered,
        "failed" => Standing::Failed,
        _ => return Err(StoreError::Malformed("state of a delivery")),
    };
    Ok(Entry {
        event_id: row.event_id,
        kind: row.kind,
        order_id: row.order_id,
        sequence: row.seq,
        happened_at: instant(row.happened_ms),
        endpoint_id: row.endpoint_id,
        standing,
        attempt: row.attempt.map(|attempt| Attempt {
            number: attempt.number,
            at: instant(attempt.at_ms),
            took: TimeDelta::milliseconds(attempt.duration_ms),
            status: attempt.status,
            failure: attempt.failure,
            answer: attempt.answer,
        }),
    })
}
