//! Bookings that wait for their payment, counted per network and per customer, so that nobody
//! can hold every slot of a business without paying.
//!
//! A limit is a counter that one conditional statement raises, as with coupons.

use super::orders::Order;
use super::{Conn, Step, StoreError, query};

/// Whose hold it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Holder<'a> {
    /// At which business.
    pub(crate) business_id: &'a str,
    /// The keyed hash of the network the guest is in.
    pub(crate) network_key: &'a str,
    /// The customer.
    pub(crate) customer_key: &'a str,
}

/// What counts one more hold, in steps; `lost` where a limit is reached.
pub(crate) fn take<R>(holder: Holder<'_>, lost: R) -> [Step<'_, R>; 2]
where
    R: Copy,
{
    let network = query(
        "INSERT INTO live_hold (business_id, key, live) VALUES ($1, $2, 1) \
         ON CONFLICT (business_id, key) DO UPDATE SET live = live_hold.live + 1 \
         WHERE live_hold.live < (SELECT COALESCE(b.holds_per_network_max, \
         live_hold.live + 1) FROM business b WHERE b.id = live_hold.business_id)",
    )
    .bind(holder.business_id)
    .bind(holder.network_key);
    let customer = query(
        "INSERT INTO live_hold (business_id, key, live) VALUES ($1, $2, 1) \
         ON CONFLICT (business_id, key) DO UPDATE SET live = live_hold.live + 1 \
         WHERE live_hold.live < (SELECT COALESCE(b.holds_per_customer_max, \
         live_hold.live + 1) FROM business b WHERE b.id = live_hold.business_id)",
    )
    .bind(holder.business_id)
    .bind(holder.customer_key);
    // Always the network first: two transactions never wait for each other.
    [network.must_change(1, lost), customer.must_change(1, lost)]
}

/// The hold of an order is none any more, because it was paid or came to nothing.
pub(crate) async fn give_back(conn: &mut Conn, order: &Order) -> Result<(), StoreError> {
    // None where its business counts no holds, or did not when it was opened.
    let Some(network_key) = &order.network_key else {
        return Ok(());
    };
    for key in [network_key, &order.customer_key] {
        query("UPDATE live_hold SET live = live - 1 WHERE business_id = $1 AND key = $2")
            .bind(&order.business_id)
            .bind(key)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// When the first of a holder's holds ends, in milliseconds since the epoch.
pub(crate) async fn first_end_ms(
    conn: &mut Conn,
    holder: Holder<'_>,
) -> Result<Option<i64>, StoreError> {
    let row = query(
        "SELECT MIN(hold_until_ms) AS first_ms FROM orders WHERE business_id = $1 \
         AND state IN ('opening', 'awaiting', 'closing') \
         AND (network_key = $2 OR customer_key = $3)",
    )
    .bind(holder.business_id)
    .bind(holder.network_key)
    .bind(holder.customer_key)
    .fetch_one(conn)
    .await?;
    row.get("first_ms")
}

/// Forgets who holds nothing.
pub(crate) async fn forget(conn: &mut Conn) -> Result<(), StoreError> {
    query("DELETE FROM live_hold WHERE live = 0")
        .execute(conn)
        .await?;
    Ok(())
}
