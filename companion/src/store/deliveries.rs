//! Deliveries: which event is due where, who has it, and what came of each try.

use super::{Conn, Row, StoreError, query};

/// A delivery that may be tried now.
#[derive(Clone, Debug)]
pub(crate) struct Due {
    /// The event.
    pub(crate) event_id: String,
    /// Its order, and its place among the order's events.
    pub(crate) order_id: String,
    pub(crate) seq: i64,
    /// How often it was tried before.
    pub(crate) attempts: i64,
    /// Since when it has been due.
    pub(crate) since_ms: i64,
    /// Until when nobody has it: what a claim has to find unchanged.
    pub(crate) next_at_ms: i64,
    /// What is sent.
    pub(crate) body: String,
}

/// What came of one try.
#[derive(Clone, Debug)]
pub(crate) struct Tried {
    /// The event.
    pub(crate) event_id: String,
    /// The endpoint.
    pub(crate) endpoint_id: String,
    /// Which try it was, from 1.
    pub(crate) attempt: i64,
    /// When it began.
    pub(crate) at_ms: i64,
    /// How long it took.
    pub(crate) duration_ms: i64,
    /// The status that was answered.
    pub(crate) status: Option<i64>,
    /// The word for what went wrong.
    pub(crate) failure: Option<&'static str>,
    /// The first bytes of the answer.
    pub(crate) answer: String,
}

/// An endpoint at which something may be tried now.
#[derive(Clone, Debug)]
pub(crate) struct Busy {
    /// The endpoint.
    pub(crate) endpoint_id: String,
    /// Where it is.
    pub(crate) url: String,
    /// Whether it is told of tests.
    pub(crate) test_mode: bool,
    /// Whether nothing has got through lately.
    pub(crate) failing: bool,
}

/// Endpoints at which something is due.
pub(crate) async fn busy(conn: &mut Conn, now_ms: i64) -> Result<Vec<Busy>, StoreError> {
    let rows = query(
        "SELECT w.id, w.url, w.test_mode, w.failing_since_ms FROM webhook_endpoint w \
         WHERE w.disabled_ms IS NULL AND (w.wait_until_ms IS NULL OR w.wait_until_ms <= $1) \
         AND EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.endpoint_id = w.id \
            AND d.state = 'due' AND d.next_at_ms <= $1)",
    )
    .bind(now_ms)
    .fetch_all(conn)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Busy {
                endpoint_id: row.get("id")?,
                url: row.get("url")?,
                test_mode: row.get::<i64>("test_mode")? == 1,
                failing: row.get::<Option<i64>>("failing_since_ms")?.is_some(),
            })
        })
        .collect()
}

/// What may be tried at an endpoint, the longest due first. An event waits for those of its
/// order before it while they are being tried or can be; while they wait for a later try, it
/// waits for them only if it has become due after `patient_since_ms`.
pub(crate) async fn due(
    conn: &mut Conn,
    endpoint_id: &str,
    patient_since_ms: i64,
    now_ms: i64,
    limit: i64,
) -> Result<Vec<Due>, StoreError> {
    let rows = query(
        "SELECT d.event_id, d.order_id, d.seq, d.attempts, d.due_since_ms, d.next_at_ms, e.body \
         FROM webhook_delivery d JOIN outbox_event e ON e.id = d.event_id \
         WHERE d.endpoint_id = $1 AND d.state = 'due' AND d.next_at_ms <= $2 \
         AND NOT EXISTS (SELECT 1 FROM webhook_delivery b \
            WHERE b.endpoint_id = $1 AND b.order_id = d.order_id AND b.state = 'due' \
            AND b.seq < d.seq \
            AND (d.due_since_ms > $3 OR b.leased = 1 OR b.next_at_ms <= $2)) \
         ORDER BY d.next_at_ms, d.order_id, d.seq LIMIT $4",
    )
    .bind(endpoint_id)
    .bind(now_ms)
    .bind(patient_since_ms)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_due).collect()
}

/// The first event of an order before this one that is due and that nobody has tried since
/// `before_ms`.
pub(crate) async fn earlier(
    conn: &mut Conn,
    endpoint_id: &str,
    due: &Due,
    before_ms: i64,
) -> Result<Option<Due>, StoreError> {
    let row = query(
        "SELECT d.event_id, d.order_id, d.seq, d.attempts, d.due_since_ms, d.next_at_ms, e.body \
         FROM webhook_delivery d JOIN outbox_event e ON e.id = d.event_id \
         WHERE d.endpoint_id = $1 AND d.order_id = $2 AND d.state = 'due' AND d.seq < $3 \
         AND d.leased = 0 AND (d.tried_ms IS NULL OR d.tried_ms <= $4) ORDER BY d.seq LIMIT 1",
    )
    .bind(endpoint_id)
    .bind(&due.order_id)
    .bind(due.seq)
    .bind(before_ms)
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(read_due).transpose()
}

fn read_due(row: &Row) -> Result<Due, StoreError> {
    Ok(Due {
        event_id: row.get("event_id")?,
        order_id: row.get("order_id")?,
        seq: row.get("seq")?,
        attempts: row.get("attempts")?,
        since_ms: row.get("due_since_ms")?,
        next_at_ms: row.get("next_at_ms")?,
        body: row.get("body")?,
    })
}

/// Claims a delivery until `lease_ms`; false where somebody else did, or it is settled.
pub(crate) async fn claim(
    conn: &mut Conn,
    endpoint_id: &str,
    due: &Due,
    lease_ms: i64,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let claimed = query(
        "UPDATE webhook_delivery SET next_at_ms = $4, leased = 1, attempts = attempts + 1, \
         tried_ms = $5 \
         WHERE event_id = $1 AND endpoint_id = $2 AND state = 'due' AND next_at_ms = $3",
    )
    .bind(&due.event_id)
    .bind(endpoint_id)
    .bind(due.next_at_ms)
    .bind(lease_ms)
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(claimed == 1)
}

/// It got through: whoever has it by now, it need not be tried again. False where that was
/// known, or the endpoint is gone.
pub(crate) async fn delivered(
    conn: &mut Conn,
    tried: &Tried,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let changed = query(
        "UPDATE webhook_delivery SET state = 'delivered', leased = 0, settled_ms = $3 \
         WHERE event_id = $1 AND endpoint_id = $2 AND state = 'due'",
    )
    .bind(&tried.event_id)
    .bind(&tried.endpoint_id)
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(changed == 1)
}

/// It is tried again at `next_at_ms`; false where the claim ended meanwhile.
pub(crate) async fn again(
    conn: &mut Conn,
    tried: &Tried,
    lease_ms: i64,
    next_at_ms: i64,
) -> Result<bool, StoreError> {
    let changed = query(
        "UPDATE webhook_delivery SET next_at_ms = $4, leased = 0 \
         WHERE event_id = $1 AND endpoint_id = $2 AND state = 'due' AND next_at_ms = $3",
    )
    .bind(&tried.event_id)
    .bind(&tried.endpoint_id)
    .bind(lease_ms)
    .bind(next_at_ms)
    .execute(conn)
    .await?;
    Ok(changed == 1)
}

/// It is not tried again by itself; false where the claim ended meanwhile.
pub(crate) async fn give_up(
    conn: &mut Conn,
    tried: &Tried,
    lease_ms: i64,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let changed = query(
        "UPDATE webhook_delivery SET state = 'failed', leased = 0, settled_ms = $4 \
         WHERE event_id = $1 AND endpoint_id = $2 AND state = 'due' AND next_at_ms = $3",
    )
    .bind(&tried.event_id)
    .bind(&tried.endpoint_id)
    .bind(lease_ms)
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(changed == 1)
}

/// The receiver is back: what waits for a later try goes now, once.
pub(crate) async fn hasten(
    conn: &mut Conn,
    endpoint_id: &str,
    now_ms: i64,
) -> Result<u64, StoreError> {
    query(
        "UPDATE webhook_delivery SET next_at_ms = $2, hastened = 1 \
         WHERE endpoint_id = $1 AND state = 'due' AND leased = 0 AND hastened = 0 \
         AND next_at_ms > $2",
    )
    .bind(endpoint_id)
    .bind(now_ms)
    .execute(conn)
    .await
}

/// Makes an event due at an endpoint of its business and mode, whether or not it was delivered
/// before; false where there is no such event, or nothing is left of it to send.
pub(crate) async fn replay(
    conn: &mut Conn,
    event_id: &str,
    endpoint_id: &str,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let changed = query(
        "INSERT INTO webhook_delivery (event_id, endpoint_id, order_id, seq, happened_ms, state, \
         due_since_ms, next_at_ms) \
         SELECT e.id, w.id, e.order_id, e.seq, e.at_ms, 'due', CAST($3 AS BIGINT), \
         CAST($3 AS BIGINT) \
         FROM outbox_event e JOIN webhook_endpoint w \
            ON w.business_id = e.business_id AND w.test_mode = e.test_mode \
         WHERE e.id = $1 AND w.id = $2 AND e.body <> '' \
         ON CONFLICT (event_id, endpoint_id) DO UPDATE SET state = 'due', settled_ms = NULL, \
            due_since_ms = excluded.due_since_ms, next_at_ms = excluded.next_at_ms, \
            leased = 0, hastened = 0",
    )
    .bind(event_id)
    .bind(endpoint_id)
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(changed == 1)
}

/// Makes events due again that failed at an endpoint and happened in a span of time, at most so
/// many, the oldest first; answers how many those are. Where a delivery is, there is what to send.
pub(crate) async fn replay_failed(
    conn: &mut Conn,
    endpoint_id: &str,
    (from_ms, until_ms): (i64, i64),
    most: i64,
    now_ms: i64,
) -> Result<u64, StoreError> {
    // The last of them is looked up first, so that the change reads along one index: as a list of
    // ids they would be chosen anew for each row by a database that takes them for few.
    let last = query(
        "SELECT happened_ms, seq, event_id FROM webhook_delivery \
         WHERE endpoint_id = $1 AND state = 'failed' AND happened_ms >= $2 AND happened_ms < $3 \
         ORDER BY happened_ms, seq, event_id LIMIT 1 OFFSET $4",
    )
    .bind(endpoint_id)
    .bind(from_ms)
    .bind(until_ms)
    .bind(most - 1)
    .fetch_optional(&mut *conn)
    .await?;
    let (last_ms, last_seq, last_id): (i64, i64, String) = match last {
        Some(row) => (
            row.get("happened_ms")?,
            row.get("seq")?,
            row.get("event_id")?,
        ),
        // All of them: none is as late as where the span ends.
        None => (until_ms, 0, String::new()),
    };
    query(
        "UPDATE webhook_delivery SET state = 'due', settled_ms = NULL, due_since_ms = $6, \
         next_at_ms = $6, leased = 0, hastened = 0 \
         WHERE endpoint_id = $1 AND state = 'failed' AND happened_ms >= $2 \
         AND (happened_ms, seq, event_id) <= ($3, $4, $5)",
    )
    .bind(endpoint_id)
    .bind(from_ms)
    .bind(last_ms)
    .bind(last_seq)
    .bind(last_id)
    .bind(now_ms)
    .execute(conn)
    .await
}

/// How many deliveries of an endpoint failed that happened in a span of time, counted so far.
pub(crate) async fn count_failed(
    conn: &mut Conn,
    endpoint_id: &str,
    (from_ms, until_ms): (i64, i64),
    most: i64,
) -> Result<i64, StoreError> {
    let row = query(
        "SELECT COUNT(*) AS found FROM (SELECT event_id FROM webhook_delivery \
         WHERE endpoint_id = $1 AND state = 'failed' AND happened_ms >= $2 AND happened_ms < $3 \
         LIMIT $4) counted",
    )
    .bind(endpoint_id)
    .bind(from_ms)
    .bind(until_ms)
    .bind(most)
    .fetch_one(conn)
    .await?;
    row.get("found")
}

/// How many deliveries of an endpoint wait for their next try, counted so far.
pub(crate) async fn count_waiting(
    conn: &mut Conn,
    endpoint_id: &str,
    most: i64,
) -> Result<i64, StoreError> {
    let row = query(
        "SELECT COUNT(*) AS found FROM (SELECT event_id FROM webhook_delivery \
         WHERE endpoint_id = $1 AND state = 'due' LIMIT $2) counted",
    )
    .bind(endpoint_id)
    .bind(most)
    .fetch_one(conn)
    .await?;
    row.get("found")
}

/// What has been due since before this time, which only a disabled endpoint's can have been, is
/// not tried any more by itself.
pub(crate) async fn give_up_old(
    conn: &mut Conn,
    before_ms: i64,
    now_ms: i64,
) -> Result<u64, StoreError> {
    query(
        "UPDATE webhook_delivery SET state = 'failed', leased = 0, settled_ms = $2 \
         WHERE state = 'due' AND due_since_ms < $1",
    )
    .bind(before_ms)
    .bind(now_ms)
    .execute(conn)
    .await
}
