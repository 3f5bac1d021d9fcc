//! Refunds: what is given back of an order's payment, and how far each has come.
//!
//! Every refund has a row, whoever asked for it: ours from before Stripe is called, those made
//! in Stripe's own dashboard from when Stripe told of them.

use std::str::FromStr;

use super::{Conn, Row, StoreError, parsed, query, small};

/// How far a refund has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundState {
    /// Stripe is being asked.
    Requested,
    /// Stripe has it; the money is on its way.
    Pending,
    /// The money is with the guest.
    Succeeded,
    /// It came to nothing: the money is with the business.
    Failed,
}

use RefundState::{Failed, Pending, Requested, Succeeded};

impl RefundState {
    /// As the books write it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Requested => "requested",
            Pending => "pending",
            Succeeded => "succeeded",
            Failed => "failed",
        }
    }
}

impl FromStr for RefundState {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Requested, Pending, Succeeded, Failed]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or(())
    }
}

/// A refund.
#[derive(Clone, Debug)]
pub(crate) struct Refund {
    /// Of which order.
    pub(crate) order_id: String,
    /// Which one of it, from 1.
    pub(crate) number: i64,
    /// In minor units of the payment's currency.
    pub(crate) amount_minor: i64,
    /// Whose seat was given back with it, from 1.
    pub(crate) attendee: Option<u32>,
    /// Of which payment beside that of the booking; none: of that one.
    pub(crate) payment: Option<i64>,
    /// How far it has come.
    pub(crate) state: RefundState,
    /// The key of the call; none where somebody else made it.
    pub(crate) idempotency_key: Option<String>,
    /// Which key that is, from 1.
    pub(crate) attempt: i64,
    /// The form body of the call.
    pub(crate) body: Option<String>,
    /// Its id at Stripe.
    pub(crate) stripe_id: Option<String>,
    /// How often the sweeper tried in vain.
    pub(crate) tries: i64,
    /// When the sweeper looks next.
    pub(crate) next_at_ms: Option<i64>,
    /// When it was asked for.
    pub(crate) created_ms: i64,
}

/// What a refund begins with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewRefund<'a> {
    /// Of which order.
    pub(crate) order_id: &'a str,
    /// Which one of it, from 1.
    pub(crate) number: i64,
    /// In minor units of the payment's currency.
    pub(crate) amount_minor: i64,
    /// Whose seat is given back with it, from 1.
    pub(crate) attendee: Option<u32>,
    /// Of which payment beside that of the booking; none: of that one.
    pub(crate) payment: Option<i64>,
    /// How far it has come.
    pub(crate) state: RefundState,
    /// The key of the call.
    pub(crate) idempotency_key: Option<&'a str>,
    /// The form body of the call.
    pub(crate) body: Option<&'a str>,
    /// Its id at Stripe.
    pub(crate) stripe_id: Option<&'a str>,
    /// When the sweeper looks first.
    pub(crate) next_at_ms: Option<i64>,
    /// The time.
    pub(crate) now_ms: i64,
}

macro_rules! select_refund {
    ($condition:literal) => {
        concat!(
            "SELECT order_id, number, amount_minor, attendee, payment, state, idempotency_key, attempt, body, \
             stripe_refund, tries, next_at_ms, created_ms FROM refund WHERE ",
            $condition
        )
    };
}

fn read_refund(row: &Row) -> Result<Refund, StoreError> {
    Ok(Refund {
        order_id: row.get("order_id")?,
        number: row.get("number")?,
        amount_minor: row.get("amount_minor")?,
        attendee: row
            .get::<Option<i64>>("attendee")?
            .map(|attendee| small(attendee, "attendee"))
            .transpose()?,
        payment: row.get("payment")?,
        state: parsed(&row.get::<String>("state")?, "refund state")?,
        idempotency_key: row.get("idempotency_key")?,
        attempt: row.get("attempt")?,
        body: row.get("body")?,
        stripe_id: row.get("stripe_refund")?,
        tries: row.get("tries")?,
        next_at_ms: row.get("next_at_ms")?,
        created_ms: row.get("created_ms")?,
    })
}

/// A refund by its place.
pub(crate) async fn find(
    conn: &mut Conn,
    order_id: &str,
    number: i64,
) -> Result<Option<Refund>, StoreError> {
    let row = query(select_refund!("order_id = $1 AND number = $2"))
        .bind(order_id)
        .bind(number)
        .fetch_optional(conn)
        .await?;
    row.as_ref().map(read_refund).transpose()
}

/// A refund by its id at Stripe.
pub(crate) async fn find_by_stripe(
    conn: &mut Conn,
    stripe_refund: &str,
) -> Result<Option<Refund>, StoreError> {
    let row = query(select_refund!("stripe_refund = $1"))
        .bind(stripe_refund)
        .fetch_optional(conn)
        .await?;
    row.as_ref().map(read_refund).transpose()
}

/// Every refund of an order, the oldest first.
pub(crate) async fn of_order(conn: &mut Conn, order_id: &str) -> Result<Vec<Refund>, StoreError> {
    let rows = query(select_refund!("order_id = $1 ORDER BY number"))
        .bind(order_id)
        .fetch_all(conn)
        .await?;
    rows.iter().map(read_refund).collect()
}

/// Refunds that the sweeper should look at now, the longest due first.
pub(crate) async fn due(
    conn: &mut Conn,
    now_ms: i64,
    limit: i64,
) -> Result<Vec<Refund>, StoreError> {
    let rows = query(select_refund!(
        "next_at_ms IS NOT NULL AND next_at_ms <= $1 ORDER BY next_at_ms LIMIT $2"
    ))
    .bind(now_ms)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_refund).collect()
}

/// Writes a new refund; false where its place is taken, its id at Stripe known or its attendee
/// called off already.
pub(crate) async fn insert(conn: &mut Conn, refund: NewRefund<'_>) -> Result<bool, StoreError> {
    let inserted = query(
        "INSERT INTO refund (order_id, number, amount_minor, attendee, state, idempotency_key, \
         body, stripe_refund, next_at_ms, created_ms, updated_ms, payment) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11) ON CONFLICT DO NOTHING",
    )
    .bind(refund.order_id)
    .bind(refund.number)
    .bind(refund.amount_minor)
    .bind(refund.attendee.map(i64::from))
    .bind(refund.state.as_str())
    .bind(refund.idempotency_key)
    .bind(refund.body)
    .bind(refund.stripe_id)
    .bind(refund.next_at_ms)
    .bind(refund.now_ms)
    .bind(refund.payment)
    .execute(conn)
    .await?;
    Ok(inserted == 1)
}

/// Moves a refund from the state it was seen in to another; false where somebody else did.
pub(crate) async fn transition(
    conn: &mut Conn,
    refund: &Refund,
    to: RefundState,
    stripe_id: Option<&str>,
    failure: Option<&str>,
    next_at_ms: Option<i64>,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let moved = query(
        "UPDATE refund SET state = $4, stripe_refund = COALESCE(stripe_refund, $5), \
         failure = $6, next_at_ms = $7, updated_ms = $8, tries = 0 \
         WHERE order_id = $1 AND number = $2 AND state = $3",
    )
    .bind(&refund.order_id)
    .bind(refund.number)
    .bind(refund.state.as_str())
    .bind(to.as_str())
    .bind(stripe_id)
    .bind(failure)
    .bind(next_at_ms)
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(moved == 1)
}

/// Takes another key for a refund whose calls surely had no effect; false where somebody else
/// did or it moved on.
pub(crate) async fn next_attempt(
    conn: &mut Conn,
    refund: &Refund,
    key: &str,
) -> Result<bool, StoreError> {
    let changed = query(
        "UPDATE refund SET attempt = attempt + 1, idempotency_key = $4 \
         WHERE order_id = $1 AND number = $2 AND attempt = $3 AND state = 'requested'",
    )
    .bind(&refund.order_id)
    .bind(refund.number)
    .bind(refund.attempt)
    .bind(key)
    .execute(conn)
    .await?;
    Ok(changed == 1)
}

/// Claims a due refund for the sweeper until `next_at_ms`; false where another sweeper has it.
pub(crate) async fn claim(
    conn: &mut Conn,
    refund: &Refund,
    next_at_ms: i64,
) -> Result<bool, StoreError> {
    let claimed = query(
        "UPDATE refund SET next_at_ms = $4, tries = tries + 1 \
         WHERE order_id = $1 AND number = $2 AND next_at_ms = $3",
    )
    .bind(&refund.order_id)
    .bind(refund.number)
    .bind(refund.next_at_ms)
    .bind(next_at_ms)
    .execute(conn)
    .await?;
    Ok(claimed == 1)
}

/// The sweeper looks at a refund that is on its way again at this time.
pub(crate) async fn look_again(
    conn: &mut Conn,
    refund: &Refund,
    next_at_ms: Option<i64>,
) -> Result<(), StoreError> {
    query(
        "UPDATE refund SET next_at_ms = $3, tries = 0 \
         WHERE order_id = $1 AND number = $2 AND state = 'pending'",
    )
    .bind(&refund.order_id)
    .bind(refund.number)
    .bind(next_at_ms)
    .execute(conn)
    .await?;
    Ok(())
}
