//! The log of deliveries: what came of each try.

use super::deliveries::Tried;
use super::{Conn, Row, StoreError, query};

/// A line of the log: a delivery and its latest try, if it has had one.
#[derive(Clone, Debug)]
pub(crate) struct LogRow {
    /// The event.
    pub(crate) event_id: String,
    /// Its type.
    pub(crate) kind: String,
    /// Its order.
    pub(crate) order_id: String,
    /// Its place among the order's events.
    pub(crate) seq: i64,
    /// When it happened.
    pub(crate) happened_ms: i64,
    /// Where it goes.
    pub(crate) endpoint_id: String,
    /// The delivery's state.
    pub(crate) state: String,
    /// When it is tried next, while it is due.
    pub(crate) next_at_ms: i64,
    /// The try.
    pub(crate) attempt: Option<LogAttempt>,
}

/// A try, as the log has it.
#[derive(Clone, Debug)]
pub(crate) struct LogAttempt {
    /// Which one, from 1.
    pub(crate) number: i64,
    /// When it began.
    pub(crate) at_ms: i64,
    /// How long it took.
    pub(crate) duration_ms: i64,
    /// The status that was answered.
    pub(crate) status: Option<i64>,
    /// The word for what went wrong.
    pub(crate) failure: Option<String>,
    /// The first bytes of the answer.
    pub(crate) answer: String,
}

/// Writes what came of a try into the log, once; nothing where the delivery is gone.
pub(crate) async fn note(conn: &mut Conn, tried: &Tried) -> Result<(), StoreError> {
    let known =
        query("SELECT event_id FROM webhook_delivery WHERE event_id = $1 AND endpoint_id = $2")
            .bind(&tried.event_id)
            .bind(&tried.endpoint_id)
            .fetch_optional(&mut *conn)
            .await?;
    if known.is_none() {
        return Ok(());
    }
    query(
        "INSERT INTO webhook_attempt (event_id, endpoint_id, attempt, at_ms, duration_ms, \
         status, failure, answer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
    )
    .bind(&tried.event_id)
    .bind(&tried.endpoint_id)
    .bind(tried.attempt)
    .bind(tried.at_ms)
    .bind(tried.duration_ms)
    .bind(tried.status)
    .bind(tried.failure)
    .bind(&tried.answer)
    .execute(conn)
    .await?;
    Ok(())
}

/// A place among the deliveries of an endpoint: what happened when, as which event of its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// When.
    pub(crate) happened_ms: i64,
    /// As which of its order.
    pub(crate) seq: i64,
    /// The event.
    pub(crate) event_id: String,
}

impl Place {
    /// Before the latest.
    pub(crate) fn start() -> Self {
        Self {
            happened_ms: i64::MAX,
            seq: i64::MAX,
            event_id: String::new(),
        }
    }
}

/// Which deliveries are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Every one.
    All,
    /// Those that wait.
    Due,
    /// Those that are not tried any more by themselves.
    Failed,
}

/// The statement behind a page. A database takes an index of some rows alone only where the
/// statement says so itself.
macro_rules! deliveries_that {
    ($condition:literal) => {
        concat!(
            "SELECT d.event_id, e.type, d.order_id, d.seq, d.happened_ms, d.endpoint_id, \
             d.state, d.next_at_ms, a.attempt, a.at_ms AS tried_ms, a.duration_ms, a.status, \
             a.failure, a.answer \
             FROM webhook_delivery d JOIN outbox_event e ON e.id = d.event_id \
             LEFT JOIN webhook_attempt a ON a.event_id = d.event_id \
                AND a.endpoint_id = d.endpoint_id AND a.attempt = (SELECT MAX(n.attempt) \
                FROM webhook_attempt n WHERE n.event_id = d.event_id \
                AND n.endpoint_id = d.endpoint_id) \
             WHERE d.endpoint_id = $1 ",
            $condition,
            "AND (d.happened_ms, d.seq, d.event_id) < ($2, $3, $4) \
             ORDER BY d.happened_ms DESC, d.seq DESC, d.event_id DESC LIMIT $5"
        )
    };
}

/// Deliveries of an endpoint after a place, what happened last first, each with its latest try.
pub(crate) async fn page(
    conn: &mut Conn,
    endpoint_id: &str,
    wanted: Wanted,
    after: &Place,
    limit: i64,
) -> Result<Vec<LogRow>, StoreError> {
    let asked = query(match wanted {
        Wanted::All => deliveries_that!(""),
        Wanted::Due => deliveries_that!("AND d.state = 'due' "),
        Wanted::Failed => deliveries_that!("AND d.state = 'failed' "),
    });
    let rows = asked
        .bind(endpoint_id)
        .bind(after.happened_ms)
        .bind(after.seq)
        .bind(&after.event_id)
        .bind(limit)
        .fetch_all(conn)
        .await?;
    rows.iter().map(read_row).collect()
}

/// One delivery with its tries, the latest first: a row for each, or one where there was none yet.
pub(crate) async fn tries(
    conn: &mut Conn,
    endpoint_id: &str,
    event_id: &str,
    limit: i64,
) -> Result<Vec<LogRow>, StoreError> {
    let rows = query(
        "SELECT d.event_id, e.type, d.order_id, d.seq, d.happened_ms, d.endpoint_id, \
         d.state, d.next_at_ms, a.attempt, a.at_ms AS tried_ms, a.duration_ms, a.status, \
         a.failure, a.answer \
         FROM webhook_delivery d JOIN outbox_event e ON e.id = d.event_id \
         LEFT JOIN webhook_attempt a ON a.event_id = d.event_id \
            AND a.endpoint_id = d.endpoint_id \
         WHERE d.event_id = $2 AND d.endpoint_id = $1 ORDER BY a.attempt DESC LIMIT $3",
    )
    .bind(endpoint_id)
    .bind(event_id)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_row).collect()
}

/// What is posted of an event.
pub(crate) async fn body(conn: &mut Conn, event_id: &str) -> Result<String, StoreError> {
    let row = query("SELECT body FROM outbox_event WHERE id = $1")
        .bind(event_id)
        .fetch_one(conn)
        .await?;
    row.get("body")
}

/// The tries at an endpoint, and what has not been tried yet, the latest first.
pub(crate) async fn read(
    conn: &mut Conn,
    endpoint_id: &str,
    limit: i64,
) -> Result<Vec<LogRow>, StoreError> {
    let rows = query(
        "SELECT d.event_id, e.type, d.order_id, d.seq, e.at_ms AS happened_ms, d.endpoint_id, \
         d.state, d.next_at_ms, a.attempt, a.at_ms AS tried_ms, a.duration_ms, a.status, \
         a.failure, a.answer \
         FROM webhook_delivery d JOIN outbox_event e ON e.id = d.event_id \
         LEFT JOIN webhook_attempt a ON a.event_id = d.event_id \
            AND a.endpoint_id = d.endpoint_id \
         WHERE d.endpoint_id = $1 \
         ORDER BY COALESCE(a.at_ms, e.at_ms) DESC, d.order_id, d.seq DESC, a.attempt DESC LIMIT $2",
    )
    .bind(endpoint_id)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_row).collect()
}

fn read_row(row: &Row) -> Result<LogRow, StoreError> {
    let attempt = match row.get::<Option<i64>>("attempt")? {
        Some(number) => Some(LogAttempt {
            number,
            at_ms: row.get("tried_ms")?,
            duration_ms: row.get("duration_ms")?,
            status: row.get("status")?,
            failure: row.get("failure")?,
            answer: row.get("answer")?,
        }),
        None => None,
    };
    Ok(LogRow {
        event_id: row.get("event_id")?,
        kind: row.get("type")?,
        order_id: row.get("order_id")?,
        seq: row.get("seq")?,
        happened_ms: row.get("happened_ms")?,
        endpoint_id: row.get("endpoint_id")?,
        state: row.get("state")?,
        next_at_ms: row.get("next_at_ms")?,
        attempt,
    })
}
