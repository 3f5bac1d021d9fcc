//! Events: facts of orders, on their way to the business's own systems.

use super::{Conn, Query, Step, StoreError, query};

/// An event that is written with its fact.
#[derive(Clone, Debug)]
pub(crate) struct NewEvent<'a> {
    /// Its id; the same fact has the same id.
    pub(crate) id: String,
    /// The order.
    pub(crate) order_id: &'a str,
    /// Its place among the order's events, from 1.
    pub(crate) seq: i64,
    /// Whose order it is.
    pub(crate) business_id: &'a str,
    /// Whether the order is a test.
    pub(crate) test_mode: bool,
    /// What happened.
    pub(crate) kind: &'static str,
    /// To what, among the facts of this kind.
    pub(crate) fact: &'a str,
    /// What is sent.
    pub(crate) body: String,
    /// When it happened.
    pub(crate) at_ms: i64,
}

/// The place of the next event of an order.
pub(crate) async fn next_seq(conn: &mut Conn, order_id: &str) -> Result<i64, StoreError> {
    let row =
        query("SELECT COALESCE(MAX(seq), 0) + 1 AS seq FROM outbox_event WHERE order_id = $1")
            .bind(order_id)
            .fetch_one(conn)
            .await?;
    row.get("seq")
}

/// Writes an event; false where its fact was written before.
pub(crate) async fn insert(conn: &mut Conn, event: NewEvent<'_>) -> Result<bool, StoreError> {
    let insert = with_values_of(
        query(
            "INSERT INTO outbox_event (id, order_id, seq, business_id, test_mode, type, fact, \
             body, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING",
        ),
        event,
    );
    Ok(insert.execute(conn).await? == 1)
}

/// What writes the events that an order begins with, which are two or three.
pub(crate) fn insert_first<R>(events: Vec<NewEvent<'_>>, lost: R) -> Step<'_, R> {
    let rows = events.len();
    let insert = match rows {
        2 => query(
            "INSERT INTO outbox_event (id, order_id, seq, business_id, test_mode, type, fact, \
             body, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9), \
             ($10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT (id) DO NOTHING",
        ),
        _ => query(
            "INSERT INTO outbox_event (id, order_id, seq, business_id, test_mode, type, fact, \
             body, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9), \
             ($10, $11, $12, $13, $14, $15, $16, $17, $18), \
             ($19, $20, $21, $22, $23, $24, $25, $26, $27) ON CONFLICT (id) DO NOTHING",
        ),
    };
    let insert = events.into_iter().fold(insert, with_values_of);
    insert.must_change(u64::try_from(rows).unwrap_or(u64::MAX), lost)
}

fn with_values_of<'q>(insert: Query<'q>, event: NewEvent<'q>) -> Query<'q> {
    insert
        .bind(event.id)
        .bind(event.order_id)
        .bind(event.seq)
        .bind(event.business_id)
        .bind(i64::from(event.test_mode))
        .bind(event.kind)
        .bind(event.fact)
        .bind(event.body)
        .bind(event.at_ms)
}

/// The events of an order from this place on become due at every endpoint that wants them.
pub(crate) fn deliver_from(order_id: &str, seq: i64) -> Query<'_> {
    query(
        "INSERT INTO webhook_delivery (event_id, endpoint_id, order_id, seq, happened_ms, state, \
         due_since_ms, next_at_ms) \
         SELECT e.id, w.id, e.order_id, e.seq, e.at_ms, 'due', e.at_ms, e.at_ms FROM outbox_event e \
         JOIN webhook_endpoint w ON w.business_id = e.business_id AND w.test_mode = e.test_mode \
         WHERE e.order_id = $1 AND e.seq >= $2 AND EXISTS (SELECT 1 FROM webhook_subscription s \
            WHERE s.endpoint_id = w.id AND s.type IN ('*', e.type)) \
         ON CONFLICT DO NOTHING",
    )
    .bind(order_id)
    .bind(seq)
}

/// Empties the bodies of events from before this time that are due nowhere any more, and
/// forgets their deliveries; answers how many events that were.
pub(crate) async fn forget(conn: &mut Conn, before_ms: i64) -> Result<u64, StoreError> {
    query(
        "DELETE FROM webhook_attempt WHERE event_id IN (SELECT e.id FROM outbox_event e \
         WHERE e.at_ms < $1 AND e.body <> '' AND NOT EXISTS (SELECT 1 FROM webhook_delivery d \
            WHERE d.event_id = e.id AND (d.state = 'due' OR d.settled_ms >= $1)))",
    )
    .bind(before_ms)
    .execute(&mut *conn)
    .await?;
    query(
        "DELETE FROM webhook_delivery WHERE event_id IN (SELECT e.id FROM outbox_event e \
         WHERE e.at_ms < $1 AND e.body <> '' AND NOT EXISTS (SELECT 1 FROM webhook_delivery d \
            WHERE d.event_id = e.id AND (d.state = 'due' OR d.settled_ms >= $1)))",
    )
    .bind(before_ms)
    .execute(&mut *conn)
    .await?;
    query(
        "UPDATE outbox_event SET body = '' WHERE at_ms < $1 AND body <> '' \
         AND NOT EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.event_id = outbox_event.id)",
    )
    .bind(before_ms)
    .execute(conn)
    .await
}
