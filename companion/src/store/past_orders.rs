//! Orders of a range of days, one after the other as they were made: what is looked at again later.
//! Ids of orders begin with their time, so that the index on them is one on time as well.

use booking_engine::{CalendarId, LocationId, Purchase, Quote};

use super::{Conn, Row, StoreError, json, parsed, query};
use crate::order_state::OrderState;

/// Orders of a business in one mode, made from one instant to before another.
#[derive(Clone, Debug)]
pub(crate) struct Range {
    /// The business.
    pub(crate) business_id: String,
    /// The mode.
    pub(crate) test_mode: bool,
    /// The first millisecond.
    pub(crate) from_ms: i64,
    /// The first millisecond after it.
    pub(crate) to_ms: i64,
}

/// An order of the past.
#[derive(Clone, Debug)]
pub(crate) struct PastOrder {
    /// Its id.
    pub(crate) id: String,
    /// Where it stands.
    pub(crate) state: OrderState,
    /// When it was made.
    pub(crate) created_ms: i64,
    /// Booked through.
    pub(crate) calendar_id: CalendarId,
    /// Where.
    pub(crate) location_id: Option<LocationId>,
    /// When the appointment starts.
    pub(crate) starts_ms: i64,
    /// Who booked, as a customer.
    pub(crate) customer_key: String,
    /// The same as a member.
    pub(crate) member_key: Option<String>,
    /// The price as agreed.
    pub(crate) quote: Quote,
    /// What was booked, by name; one for each line of the quote where there are several.
    pub(crate) names: Vec<String>,
}

impl Range {
    /// What ids of orders of an instant begin with.
    fn id_at(ms: i64) -> String {
        format!("ord_{}", hex::encode(&ms.to_be_bytes()[2..]))
    }

    /// The place before the first order.
    pub(crate) fn start(&self) -> String {
        Self::id_at(self.from_ms)
    }

    /// The place after the last order.
    pub(crate) fn end(&self) -> String {
        Self::id_at(self.to_ms)
    }
}

/// How many orders there are.
pub(crate) async fn count(conn: &mut Conn, range: &Range) -> Result<u64, StoreError> {
    let row = query(
        "SELECT COUNT(*) AS orders FROM orders o WHERE o.business_id = $1 AND o.test_mode = $2 \
         AND o.recorded = 1 \
         AND o.id COLLATE \"binary\" >= $3 AND o.id COLLATE \"binary\" < $4",
    )
    .bind(range.business_id.as_str())
    .bind(i64::from(range.test_mode))
    .bind(range.start())
    .bind(range.end())
    .fetch_one(conn)
    .await?;
    u64::try_from(row.get::<i64>("orders")?).map_err(|_| StoreError::Malformed("count"))
}

/// Orders after a place, as many as asked for, the oldest first.
pub(crate) async fn page(
    conn: &mut Conn,
    range: &Range,
    after: &str,
    count_max: i64,
) -> Result<Vec<PastOrder>, StoreError> {
    let rows = query(
        "SELECT o.id, o.state, o.created_ms, o.calendar_id, o.location_id, o.starts_ms, \
         o.customer_key, o.member_key, o.quote, o.service_name, o.items FROM orders o \
         WHERE o.business_id = $1 AND o.test_mode = $2 AND o.recorded = 1 \
         AND o.id COLLATE \"binary\" > $3 AND o.id COLLATE \"binary\" < $4 \
         ORDER BY o.id COLLATE \"binary\" LIMIT $5",
    )
    .bind(range.business_id.as_str())
    .bind(i64::from(range.test_mode))
    .bind(after)
    .bind(range.end())
    .bind(count_max)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<PastOrder, StoreError> {
    let text = |name| row.get::<String>(name);
    let quote: Quote = json(&text("quote")?, "quote")?;
    let names = super::orders::names(&text("items")?, text("service_name")?)?;
    let location: Option<String> = row.get("location_id")?;
    Ok(PastOrder {
        id: text("id")?,
        state: parsed(&text("state")?, "order state")?,
        created_ms: row.get("created_ms")?,
        calendar_id: parsed(&text("calendar_id")?, "calendar id")?,
        location_id: location.map(|id| parsed(&id, "location id")).transpose()?,
        starts_ms: row.get("starts_ms")?,
        customer_key: text("customer_key")?,
        member_key: row.get("member_key")?,
        quote,
        names,
    })
}

/// What the customer of an order had booked before and did not call off.
pub(crate) async fn purchases_before(
    conn: &mut Conn,
    range: &Range,
    order: &PastOrder,
) -> Result<Vec<Purchase>, StoreError> {
    let rows = query(
        "SELECT s.service_id, o.location_id FROM orders o JOIN hold h ON h.order_id = o.id \
         JOIN slot_session s ON s.id = h.session_id WHERE o.business_id = $1 \
         AND o.customer_key = $2 AND o.test_mode = $4 AND o.id COLLATE \"binary\" < $5 \
         AND o.state IN ('paid', 'disputed') \
         UNION ALL \
         SELECT s.service_id, o.location_id FROM orders o JOIN hold h ON h.order_id = o.id \
         JOIN slot_session s ON s.id = h.session_id WHERE o.business_id = $1 \
         AND o.member_key = $3 AND o.test_mode = $4 AND o.id COLLATE \"binary\" < $5 \
         AND o.state IN ('paid', 'disputed')",
    )
    .bind(range.business_id.as_str())
    .bind(order.customer_key.as_str())
    .bind(order.member_key.as_deref().unwrap_or_default())
    .bind(i64::from(range.test_mode))
    .bind(order.id.as_str())
    .fetch_all(conn)
    .await?;
    let purchase = |row: &Row| {
        let location: Option<String> = row.get("location_id")?;
        Ok(Purchase {
            service_id: parsed(&row.get::<String>("service_id")?, "service id")?,
            location_id: location.map(|id| parsed(&id, "location id")).transpose()?,
        })
    };
    rows.iter().map(purchase).collect()
}
