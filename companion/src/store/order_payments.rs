//! Payments of an order other than that of its booking: recorded by hand, or made by a link.

use std::str::FromStr;

use booking_contract::owner::PaymentMethod;

use super::{Conn, Row, StoreError, named, parsed, query};

/// How far such a payment has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PaymentState {
    /// The page of the link is being made.
    Opening,
    /// The link can be paid.
    Open,
    /// The page is to take no money any more.
    Closing,
    /// The money is there.
    Paid,
    /// The page takes no money, and took none.
    Void,
}

use PaymentState::{Closing, Open, Opening, Paid, Void};

impl PaymentState {
    /// As the books write it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Opening => "opening",
            Open => "open",
            Closing => "closing",
            Paid => "paid",
            Void => "void",
        }
    }

    /// Whether its page may still take money.
    pub(crate) fn is_live(self) -> bool {
        matches!(self, Opening | Open | Closing)
    }
}

impl FromStr for PaymentState {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Opening, Open, Closing, Paid, Void]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or(())
    }
}

/// Such a payment.
#[derive(Clone, Debug)]
pub(crate) struct OrderPayment {
    /// Of which order.
    pub(crate) order_id: String,
    /// Which one of it, from 1.
    pub(crate) number: i64,
    /// How it was made, or is to be.
    pub(crate) method: PaymentMethod,
    /// How far it has come.
    pub(crate) state: PaymentState,
    /// In minor units of the order's currency.
    pub(crate) amount_minor: i64,
    /// What was written down with it.
    pub(crate) note: String,
    /// The movement of money, once there is one.
    pub(crate) transaction_id: Option<String>,
    /// The form body that makes the session.
    pub(crate) body: Option<String>,
    /// The session.
    pub(crate) session: Option<String>,
    /// The page to pay on.
    pub(crate) url: Option<String>,
    /// When the session ends by itself.
    pub(crate) expires_ms: Option<i64>,
    /// How often the sweeper tried in vain.
    pub(crate) tries: i64,
    /// When the sweeper looks next.
    pub(crate) next_at_ms: Option<i64>,
}

impl OrderPayment {
    /// Its id at Stripe, where it was made there.
    pub(crate) fn at_stripe(&self) -> Option<&str> {
        let id = self.transaction_id.as_deref();
        id.filter(|_| self.method == PaymentMethod::Link)
    }

    /// What its session is called: of which order it is, and which payment of it.
    pub(crate) fn reference(&self) -> String {
        reference(&self.order_id, self.number)
    }
}

/// What the session of a payment is called.
pub(crate) fn reference(order_id: &str, number: i64) -> String {
    format!("{order_id}:{number}")
}

/// What such a payment begins with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewPayment<'a> {
    /// Of which order.
    pub(crate) order_id: &'a str,
    /// Which one of it, from 1.
    pub(crate) number: i64,
    /// How it was made, or is to be.
    pub(crate) method: PaymentMethod,
    /// How far it has come.
    pub(crate) state: PaymentState,
    /// In minor units of the order's currency.
    pub(crate) amount_minor: i64,
    /// What is written down with it.
    pub(crate) note: &'a str,
    /// The movement of money, where there is one.
    pub(crate) transaction_id: Option<&'a str>,
    /// The form body that makes the session.
    pub(crate) body: Option<&'a str>,
    /// When the session ends by itself.
    pub(crate) expires_ms: Option<i64>,
    /// When the sweeper looks first.
    pub(crate) next_at_ms: Option<i64>,
    /// The time.
    pub(crate) now_ms: i64,
}

macro_rules! select_payment {
    ($condition:literal) => {
        concat!(
            "SELECT order_id, number, method, state, amount_minor, note, transaction_id, \
             stripe_body, stripe_session, url, stripe_expires_ms, tries, next_at_ms \
             FROM order_payment WHERE ",
            $condition
        )
    };
}

/// Those of an order, the oldest first.
pub(crate) async fn of_order(
    conn: &mut Conn,
    order_id: &str,
) -> Result<Vec<OrderPayment>, StoreError> {
    let rows = query(select_payment!("order_id = $1 ORDER BY number"))
        .bind(order_id)
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

/// One by its place.
pub(crate) async fn find(
    conn: &mut Conn,
    order_id: &str,
    number: i64,
) -> Result<Option<OrderPayment>, StoreError> {
    let row = query(select_payment!("order_id = $1 AND number = $2"))
        .bind(order_id)
        .bind(number)
        .fetch_optional(conn)
        .await?;
    row.as_ref().map(read).transpose()
}

/// The order of a movement of one of them.
pub(crate) async fn order_of(
    conn: &mut Conn,
    transaction_id: &str,
) -> Result<Option<String>, StoreError> {
    let row = query("SELECT order_id FROM order_payment WHERE transaction_id = $1")
        .bind(transaction_id)
        .fetch_optional(conn)
        .await?;
    row.map(|row| row.get("order_id")).transpose()
}

/// Those that the sweeper should look at now, the longest due first.
pub(crate) async fn due(
    conn: &mut Conn,
    now_ms: i64,
    limit: i64,
) -> Result<Vec<OrderPayment>, StoreError> {
    let rows = query(select_payment!(
        "next_at_ms IS NOT NULL AND next_at_ms <= $1 ORDER BY next_at_ms LIMIT $2"
    ))
    .bind(now_ms)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<OrderPayment, StoreError> {
    let optional = |name| row.get::<Option<String>>(name);
    Ok(OrderPayment {
        order_id: row.get("order_id")?,
        number: row.get("number")?,
        method: named(&row.get::<String>("method")?, "way to pay")?,
        state: parsed(&row.get::<String>("state")?, "state of a payment")?,
        amount_minor: row.get("amount_minor")?,
        note: row.get("note")?,
        transaction_id: optional("transaction_id")?,
        body: optional("stripe_body")?,
        session: optional("stripe_session")?,
        url: optional("url")?,
        expires_ms: row.get("stripe_expires_ms")?,
        tries: row.get("tries")?,
        next_at_ms: row.get("next_at_ms")?,
    })
}

/// Writes a new one; false where its place is taken, or another link can still be paid.
pub(crate) async fn insert(conn: &mut Conn, new: NewPayment<'_>) -> Result<bool, StoreError> {
    let inserted = query(
        "INSERT INTO order_payment (order_id, number, method, state, amount_minor, note, \
         transaction_id, stripe_body, stripe_expires_ms, next_at_ms, created_ms, updated_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) ON CONFLICT DO NOTHING",
    )
    .bind(new.order_id)
    .bind(new.number)
    .bind(word(new.method))
    .bind(new.state.as_str())
    .bind(new.amount_minor)
    .bind(new.note)
    .bind(new.transaction_id)
    .bind(new.body)
    .bind(new.expires_ms)
    .bind(new.next_at_ms)
    .bind(new.now_ms)
    .execute(conn)
    .await?;
    Ok(inserted == 1)
}

fn word(method: PaymentMethod) -> &'static str {
    match method {
        PaymentMethod::Checkout => "checkout",
        PaymentMethod::Link => "link",
        PaymentMethod::Cash => "cash",
        PaymentMethod::CardReader => "card_reader",
        PaymentMethod::Transfer => "transfer",
        PaymentMethod::Other => "other",
    }
}

/// Notes the session of a link and its page, which can be paid from then on; where the link is to
/// close already, only the session.
pub(crate) async fn note_session(
    conn: &mut Conn,
    payment: &OrderPayment,
    session: &str,
    url: Option<&str>,
    next_at_ms: i64,
) -> Result<(), StoreError> {
    query(
        "UPDATE order_payment SET stripe_session = $3, \
         url = CASE WHEN state = 'opening' THEN $4 ELSE url END, \
         next_at_ms = CASE WHEN state = 'opening' THEN $5 ELSE next_at_ms END, tries = 0, \
         state = CASE WHEN state = 'opening' THEN 'open' ELSE state END \
         WHERE order_id = $1 AND number = $2 AND state IN ('opening', 'closing')",
    )
    .bind(&payment.order_id)
    .bind(payment.number)
    .bind(session)
    .bind(url)
    .bind(next_at_ms)
    .execute(conn)
    .await?;
    Ok(())
}

/// The money of a link is there; false where it was before, or the link took none.
pub(crate) async fn pay(
    conn: &mut Conn,
    payment: &OrderPayment,
    transaction_id: &str,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let paid = query(
        "UPDATE order_payment SET state = 'paid', transaction_id = $3, next_at_ms = NULL, \
         updated_ms = $4 WHERE order_id = $1 AND number = $2 \
         AND state IN ('opening', 'open', 'closing')",
    )
    .bind(&payment.order_id)
    .bind(payment.number)
    .bind(transaction_id)
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(paid == 1)
}

/// A link took no money and takes none.
pub(crate) async fn void(
    conn: &mut Conn,
    payment: &OrderPayment,
    now_ms: i64,
) -> Result<(), StoreError> {
    query(
        "UPDATE order_payment SET state = 'void', next_at_ms = NULL, updated_ms = $3 \
         WHERE order_id = $1 AND number = $2 AND state IN ('opening', 'open', 'closing')",
    )
    .bind(&payment.order_id)
    .bind(payment.number)
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(())
}

/// The link of an order that can be paid is to take no money any more; the sweeper sees to it.
pub(crate) async fn close(conn: &mut Conn, order_id: &str, now_ms: i64) -> Result<(), StoreError> {
    query(
        "UPDATE order_payment SET state = 'closing', next_at_ms = $2, updated_ms = $2, tries = 0 \
         WHERE order_id = $1 AND state IN ('opening', 'open')",
    )
    .bind(order_id)
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(())
}

/// Claims one that is due for the sweeper until `next_at_ms`; false where another sweeper has it.
pub(crate) async fn claim(
    conn: &mut Conn,
    payment: &OrderPayment,
    next_at_ms: i64,
) -> Result<bool, StoreError> {
    let claimed = query(
        "UPDATE order_payment SET next_at_ms = $4, tries = tries + 1 \
         WHERE order_id = $1 AND number = $2 AND next_at_ms = $3",
    )
    .bind(&payment.order_id)
    .bind(payment.number)
    .bind(payment.next_at_ms)
    .bind(next_at_ms)
    .execute(conn)
    .await?;
    Ok(claimed == 1)
}

/// The sweeper looks at a link that can be paid again at this time.
pub(crate) async fn look_again(
    conn: &mut Conn,
    payment: &OrderPayment,
    next_at_ms: i64,
) -> Result<(), StoreError> {
    query(
        "UPDATE order_payment SET next_at_ms = $3, tries = 0 \
         WHERE order_id = $1 AND number = $2 AND state = 'open'",
    )
    .bind(&payment.order_id)
    .bind(payment.number)
    .bind(next_at_ms)
    .execute(conn)
    .await?;
    Ok(())
}
