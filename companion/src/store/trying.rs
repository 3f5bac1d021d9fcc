//! What is asked of the books to try something: nothing here writes.

use booking_engine::{CalendarId, CouponId, Currency, Policy};

use super::catalog::{self, Calendar};
use super::{Conn, StoreError, parsed, query, small};
use crate::customer::Customer;

/// What a customer did before, in the mode of a calendar.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Earlier {
    /// How often they use the coupon.
    pub(crate) uses: u32,
    /// How many orders of theirs are open or paid.
    pub(crate) orders: u32,
}

/// What a customer did before; of what is counted under address and member, the more counts.
pub(crate) async fn earlier(
    conn: &mut Conn,
    calendar: &Calendar,
    coupon_id: &CouponId,
    customer: &Customer,
) -> Result<Earlier, StoreError> {
    let row = query(
        "SELECT COALESCE((SELECT MAX(u.used) FROM coupon_customer u WHERE u.coupon_id = $1 \
         AND u.customer_key IN ($3, $4) AND u.test_mode = $5), 0) AS uses, \
         COALESCE((SELECT MAX(o.orders) FROM customer o WHERE o.business_id = $2 \
         AND o.customer_key IN ($3, $4) AND o.test_mode = $5), 0) AS orders",
    )
    .bind(coupon_id.as_str())
    .bind(calendar.business.id.as_str())
    // No key is empty.
    .bind(customer.email_key())
    .bind(customer.member_key())
    .bind(i64::from(calendar.test_mode))
    .fetch_one(conn)
    .await?;
    Ok(Earlier {
        uses: small(row.get("uses")?, "number of uses")?,
        orders: small(row.get("orders")?, "number of orders")?,
    })
}

/// What holds for every coupon of a business.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// The currency of its prices.
    pub(crate) currency: Currency,
    /// Its switches, but for those of calendars.
    pub(crate) policy: Policy,
}

/// What holds for every coupon of a business, where it has a calendar.
pub(crate) async fn rules(conn: &mut Conn, business_id: &str) -> Result<Option<Rules>, StoreError> {
    let Some(id) = calendars(conn, business_id).await?.into_iter().next() else {
        return Ok(None);
    };
    let calendar = catalog::calendar(conn, &id).await?;
    Ok(calendar.map(|calendar| Rules {
        currency: calendar.business.currency,
        policy: calendar.business.policy,
    }))
}

/// The calendars of a business, by title.
pub(crate) async fn calendars(
    conn: &mut Conn,
    business_id: &str,
) -> Result<Vec<CalendarId>, StoreError> {
    let rows = query("SELECT id FROM calendar WHERE business_id = $1 ORDER BY title, id")
        .bind(business_id)
        .fetch_all(conn)
        .await?;
    let read = |row: &super::Row| parsed(&row.get::<String>("id")?, "calendar id");
    rows.iter().map(read).collect()
}
