//! Changes of an order: each names what it was read as, or is right whatever it is by now.

use booking_engine::Quote;

use super::{Conn, Order, StoreError, query, read_order, select, write_items};
use crate::order_state::OrderState;
use crate::store::{Query, fetch_each};

/// Moves an order as it was seen to another state; false where somebody else changed it first.
/// From there on the sweeper looks at `next_at_ms`.
pub(crate) async fn transition(
    conn: &mut Conn,
    order: &Order,
    to: OrderState,
    next_at_ms: Option<i64>,
    now_ms: i64,
) -> Result<bool, StoreError> {
    if !order.state.may_become(to) {
        return Err(StoreError::Malformed("order: its state has no such change"));
    }
    let moved = update_state(order, to, next_at_ms, now_ms);
    Ok(moved.execute(conn).await? == 1)
}

/// What moves an order as it was seen to another state.
fn update_state(order: &Order, to: OrderState, next_at_ms: Option<i64>, now_ms: i64) -> Query<'_> {
    query(
        "UPDATE orders SET state = $3, seq = seq + 1, tries = 0, next_at_ms = $4, \
         updated_ms = $5 WHERE id = $1 AND seq = $2",
    )
    .bind(&order.id)
    .bind(order.seq)
    .bind(to.as_str())
    .bind(next_at_ms)
    .bind(now_ms)
}

/// Notes the session of an order and waits for its payment from then on, unless somebody else
/// changed the order first; answers it as it stands then.
pub(crate) async fn await_payment(
    conn: &mut Conn,
    order: &Order,
    session: &str,
    url: Option<&str>,
    next_at_ms: i64,
    now_ms: i64,
) -> Result<Order, StoreError> {
    let to = OrderState::Awaiting;
    if !order.state.may_become(to) {
        return Err(StoreError::Malformed("order: its state has no such change"));
    }
    let wait = update_state(order, to, Some(next_at_ms), now_ms);
    let note = update_session(&order.id, session, url);
    let [_, _, found] = fetch_each(conn, [wait, note, select(&order.id)]).await?;
    let row = found.first();
    read_order(row.ok_or(StoreError::Malformed("order: it is gone"))?)
}

/// Notes the session that was made for an order, whatever state it is in by now.
pub(crate) async fn note_session(
    conn: &mut Conn,
    id: &str,
    session: &str,
    url: Option<&str>,
) -> Result<(), StoreError> {
    update_session(id, session, url).execute(conn).await?;
    Ok(())
}

fn update_session<'q>(id: &'q str, session: &'q str, url: Option<&'q str>) -> Query<'q> {
    query(
        // Nobody is sent to a page that is being closed; without a page the key is given back
        // together with the rest.
        "UPDATE orders SET stripe_session = $2, \
         checkout_url = CASE WHEN state = 'awaiting' THEN COALESCE($3, checkout_url) \
         ELSE checkout_url END \
         WHERE id = $1 AND (stripe_session IS NULL OR stripe_session = $2)",
    )
    .bind(id)
    .bind(session)
    .bind(url)
}

/// Begins another try at making a session, with another body; false where somebody else did or
/// the order moved on.
pub(crate) async fn next_attempt(
    conn: &mut Conn,
    order: &Order,
    body: &str,
) -> Result<bool, StoreError> {
    let changed = query(
        "UPDATE orders SET attempt = attempt + 1, stripe_body = $3, stripe_coupon_body = NULL \
         WHERE id = $1 AND attempt = $2 AND state = 'opening' AND stripe_session IS NULL",
    )
    .bind(&order.id)
    .bind(order.attempt)
    .bind(body)
    .execute(conn)
    .await?;
    Ok(changed == 1)
}

/// Extends the hold of an order as it was seen; false where somebody else changed it first.
pub(crate) async fn extend(
    conn: &mut Conn,
    order: &Order,
    hold_until_ms: i64,
    next_at_ms: i64,
) -> Result<bool, StoreError> {
    let extended = query(
        "UPDATE orders SET hold_until_ms = $3, extensions = extensions + 1, seq = seq + 1, \
         next_at_ms = $4 WHERE id = $1 AND seq = $2 AND state = 'awaiting'",
    )
    .bind(&order.id)
    .bind(order.seq)
    .bind(hold_until_ms)
    .bind(next_at_ms)
    .execute(conn)
    .await?;
    Ok(extended == 1)
}

/// Gives a paid order as it was seen the times and takers that it has in `to`; false where
/// somebody else changed it first.
pub(crate) async fn reschedule(
    conn: &mut Conn,
    order: &Order,
    to: &Order,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let moved = query(
        "UPDATE orders SET starts_ms = $3, ends_ms = $4, items = $5, seq = seq + 1, \
         updated_ms = $6 WHERE id = $1 AND seq = $2 AND state = 'paid'",
    )
    .bind(&order.id)
    .bind(order.seq)
    .bind(to.starts_ms)
    .bind(to.ends_ms)
    .bind(write_items(&to.items)?)
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(moved == 1)
}

/// Changes nothing about an order as it was seen but that it was changed; false where somebody
/// else changed it first.
pub(crate) async fn touch(conn: &mut Conn, order: &Order, now_ms: i64) -> Result<bool, StoreError> {
    let touched =
        query("UPDATE orders SET seq = seq + 1, updated_ms = $3 WHERE id = $1 AND seq = $2")
            .bind(&order.id)
            .bind(order.seq)
            .bind(now_ms)
            .execute(conn)
            .await?;
    Ok(touched == 1)
}

/// Keeps everybody else from changing an order until the transaction ends.
pub(crate) async fn lock(conn: &mut Conn, id: &str) -> Result<(), StoreError> {
    query("UPDATE orders SET seq = seq + 1 WHERE id = $1")
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Notes how much has to be back with the guest before the order ends.
pub(crate) async fn owe(conn: &mut Conn, id: &str, owed_minor: i64) -> Result<(), StoreError> {
    query("UPDATE orders SET owed_back_minor = $2 WHERE id = $1")
        .bind(id)
        .bind(owed_minor)
        .execute(conn)
        .await?;
    Ok(())
}

/// Notes that the owner took a payment as it is.
pub(crate) async fn accept(conn: &mut Conn, id: &str) -> Result<(), StoreError> {
    query("UPDATE orders SET accepted = 1 WHERE id = $1")
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Keeps that much of what was received for giving back; false where so much is not left.
pub(crate) async fn reserve_return(
    conn: &mut Conn,
    id: &str,
    amount_minor: i64,
) -> Result<bool, StoreError> {
    let reserved = query(
        "UPDATE orders SET returned_minor = returned_minor + CAST($2 AS BIGINT) \
         WHERE id = $1 AND returned_minor + CAST($2 AS BIGINT) <= received_minor",
    )
    .bind(id)
    .bind(amount_minor)
    .execute(conn)
    .await?;
    Ok(reserved == 1)
}

/// Counts what is given back by as much, up or down, whatever is left: others decided it.
pub(crate) async fn count_return(
    conn: &mut Conn,
    id: &str,
    change_minor: i64,
) -> Result<(), StoreError> {
    query("UPDATE orders SET returned_minor = returned_minor + $2 WHERE id = $1")
        .bind(id)
        .bind(change_minor)
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets keys of confirmations older than this, a few at a time; answers how many.
pub(crate) async fn forget_keys(
    conn: &mut Conn,
    before_ms: i64,
    limit: i64,
) -> Result<u64, StoreError> {
    query(
        "UPDATE orders SET idempotency_key = NULL WHERE id IN (SELECT id FROM orders \
         WHERE idempotency_key IS NOT NULL AND created_ms < $1 \
         AND state NOT IN ('opening', 'awaiting', 'closing') LIMIT $2)",
    )
    .bind(before_ms)
    .bind(limit)
    .execute(conn)
    .await
}

/// Frees the key of a confirmation that came to nothing, so that it may try again.
pub(crate) async fn free_key(conn: &mut Conn, id: &str) -> Result<(), StoreError> {
    query("UPDATE orders SET idempotency_key = NULL WHERE id = $1")
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Claims a due order for the sweeper until `next_at_ms`; false where another sweeper has it.
pub(crate) async fn claim(
    conn: &mut Conn,
    order: &Order,
    next_at_ms: i64,
) -> Result<bool, StoreError> {
    let claimed = query(
        "UPDATE orders SET next_at_ms = $3, tries = tries + 1 \
         WHERE id = $1 AND next_at_ms = $2",
    )
    .bind(&order.id)
    .bind(order.next_at_ms)
    .bind(next_at_ms)
    .execute(conn)
    .await?;
    Ok(claimed == 1)
}

/// The sweeper looks at an order that waits for its payment again at this time.
pub(crate) async fn look_again(
    conn: &mut Conn,
    id: &str,
    next_at_ms: i64,
) -> Result<(), StoreError> {
    query("UPDATE orders SET next_at_ms = $2, tries = 0 WHERE id = $1 AND state = 'awaiting'")
        .bind(id)
        .bind(next_at_ms)
        .execute(conn)
        .await?;
    Ok(())
}

/// Makes every order that was being opened and every refund that was being made due.
pub(crate) async fn wake_opening(conn: &mut Conn, now_ms: i64) -> Result<(), StoreError> {
    for statement in [
        "UPDATE orders SET next_at_ms = $1 WHERE state = 'opening'",
        "UPDATE refund SET next_at_ms = $1 WHERE state = 'requested'",
    ] {
        query(statement).bind(now_ms).execute(&mut *conn).await?;
    }
    Ok(())
}

/// Gives an order the lower price that its guest's code at Stripe made of it.
pub(crate) async fn lower_price(
    conn: &mut Conn,
    id: &str,
    quote: &Quote,
    code: &str,
) -> Result<(), StoreError> {
    let text = serde_json::to_string(quote).map_err(|_| StoreError::Malformed("quote"))?;
    // Such an order is paid at once and has no tax on top of its prices.
    query(
        "UPDATE orders SET quote = $2, discount_minor = $3, total_minor = $4, \
         amount_due_minor = $4, stripe_code = $5 WHERE id = $1",
    )
    .bind(id)
    .bind(text)
    .bind(quote.discount_minor)
    .bind(quote.total_minor)
    .bind(code)
    .execute(conn)
    .await?;
    Ok(())
}
