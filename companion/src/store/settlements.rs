//! Money facts: transactions of orders, and the events that told of them.

use super::{Conn, StoreError, query};

/// What a transaction records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TransactionKind {
    /// The order was made; the amount is 0.
    Created,
    /// Money was received.
    Payment,
}

impl TransactionKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Payment => "payment",
        }
    }
}

/// A movement on an order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Transaction<'a> {
    /// Its id; the same fact has the same id, so that it is recorded once.
    pub(crate) id: &'a str,
    /// The order.
    pub(crate) order_id: &'a str,
    /// What it records.
    pub(crate) kind: TransactionKind,
    /// In minor units.
    pub(crate) amount_minor: i64,
    /// The currency's code.
    pub(crate) currency: &'a str,
    /// The time.
    pub(crate) now_ms: i64,
}

/// Records a movement once.
pub(crate) async fn record(
    conn: &mut Conn,
    transaction: Transaction<'_>,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO order_transaction (id, order_id, kind, amount_minor, currency, at_ms) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING",
    )
    .bind(transaction.id)
    .bind(transaction.order_id)
    .bind(transaction.kind.as_str())
    .bind(transaction.amount_minor)
    .bind(transaction.currency)
    .bind(transaction.now_ms)
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether an event has had its effect.
pub(crate) async fn seen(conn: &mut Conn, event_id: &str) -> Result<bool, StoreError> {
    let row = query("SELECT id FROM stripe_event WHERE id = $1")
        .bind(event_id)
        .fetch_optional(conn)
        .await?;
    Ok(row.is_some())
}

/// Notes an event; false where it was noted before.
pub(crate) async fn note(
    conn: &mut Conn,
    event_id: &str,
    kind: &str,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let noted = query(
        "INSERT INTO stripe_event (id, type, at_ms) VALUES ($1, $2, $3) \
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(event_id)
    .bind(kind)
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(noted == 1)
}
