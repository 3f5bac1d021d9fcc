//! Money facts: transactions of orders, and the events that told of them.

use std::str::FromStr;

use super::{Conn, Query, Row, StoreError, parsed, query};

/// What a transaction records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TransactionKind {
    /// The order was made; the amount is 0.
    Created,
    /// Money was received.
    Payment,
    /// Money went back to the guest; above 0 where it came back because it did not arrive.
    Refund,
    /// The guest's bank took money back; above 0 where the business won it again.
    Dispute,
}

impl TransactionKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Payment => "payment",
            Self::Refund => "refund",
            Self::Dispute => "dispute",
        }
    }
}

impl FromStr for TransactionKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Created, Self::Payment, Self::Refund, Self::Dispute]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(())
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
    /// In minor units; below 0 where money leaves.
    pub(crate) amount_minor: i64,
    /// The currency's code, in capitals.
    pub(crate) currency: &'a str,
    /// Whether it is test money.
    pub(crate) test_mode: bool,
    /// The time.
    pub(crate) now_ms: i64,
}

/// A movement as the books have it.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    /// Its id.
    pub(crate) id: String,
    /// What it records.
    pub(crate) kind: TransactionKind,
    /// In minor units; below 0 where money leaves.
    pub(crate) amount_minor: i64,
    /// The currency's code, in capitals.
    pub(crate) currency: String,
    /// When.
    pub(crate) at_ms: i64,
}

/// Every movement on an order, the oldest first.
pub(crate) async fn of_order(conn: &mut Conn, order_id: &str) -> Result<Vec<Recorded>, StoreError> {
    let rows = query(
        "SELECT id, kind, amount_minor, currency, at_ms FROM order_transaction \
         WHERE order_id = $1 ORDER BY at_ms, CASE WHEN kind = 'created' THEN 0 ELSE 1 END, id",
    )
    .bind(order_id)
    .fetch_all(conn)
    .await?;
    let read = |row: &Row| {
        Ok(Recorded {
            id: row.get("id")?,
            kind: parsed(&row.get::<String>("kind")?, "kind of transaction")?,
            amount_minor: row.get("amount_minor")?,
            currency: row.get("currency")?,
            at_ms: row.get("at_ms")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Records a movement once; false where it was recorded before.
pub(crate) async fn record(
    conn: &mut Conn,
    transaction: Transaction<'_>,
) -> Result<bool, StoreError> {
    Ok(insert(transaction).execute(conn).await? == 1)
}

/// What records a movement once.
pub(crate) fn insert(transaction: Transaction<'_>) -> Query<'_> {
    query(
        "INSERT INTO order_transaction \
         (id, order_id, kind, amount_minor, currency, at_ms, test_mode) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
    )
    .bind(transaction.id)
    .bind(transaction.order_id)
    .bind(transaction.kind.as_str())
    .bind(transaction.amount_minor)
    .bind(transaction.currency)
    .bind(transaction.now_ms)
    .bind(i64::from(transaction.test_mode))
}

/// Records what was received for an order, once.
pub(crate) async fn record_payment(
    conn: &mut Conn,
    payment: Transaction<'_>,
) -> Result<(), StoreError> {
    if record(conn, payment).await? {
        query(
            "UPDATE orders SET stripe_payment = $2, payment_currency = $3, \
             received_minor = received_minor + $4 WHERE id = $1",
        )
        .bind(payment.order_id)
        .bind(payment.id)
        .bind(payment.currency)
        .bind(payment.amount_minor)
        .execute(conn)
        .await?;
    }
    Ok(())
}

/// Records what was received beside the payment of the booking, once.
pub(crate) async fn record_beside(
    conn: &mut Conn,
    payment: Transaction<'_>,
) -> Result<(), StoreError> {
    if record(conn, payment).await? {
        query(
            "UPDATE orders SET payment_currency = $2, received_minor = received_minor + $3 \
             WHERE id = $1",
        )
        .bind(payment.order_id)
        .bind(payment.currency)
        .bind(payment.amount_minor)
        .execute(conn)
        .await?;
    }
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
