//! Lists of orders, a page at a time.
//!
//! A page begins after the last row of the one before. What fits is counted up to a bound first:
//! where few orders fit they are found once and put in order, and where many do, the page is read
//! along the order and what does not fit is passed over. So neither costs more than some thousand
//! rows of a million.

use booking_contract::owner::{ORDERS_COUNTED_MAX, OrderRow, OrderSort, OrderStanding};

use super::order_words::Beginning;
use super::orders::Booked;
use super::{Conn, Query, Row, StoreError, json, named, parsed, query, small};
use crate::clock::instant;

/// After every id of an order.
const AFTER_IDS: &str = "zzzz";

/// What a page is of.
#[derive(Clone, Debug)]
pub(crate) struct OrderFilter {
    /// Beginnings of words of the guest, the longest first.
    pub(crate) words: [Beginning; 3],
    /// The beginning of an id; empty: any.
    pub(crate) id: String,
    /// Only those that stand like this.
    pub(crate) state: Option<OrderStanding>,
    /// Only those of this calendar; empty: of all.
    pub(crate) calendar: String,
    /// Only those of this coupon; empty: of all, and those without.
    pub(crate) coupon: String,
    /// Only those that start then or later.
    pub(crate) from_ms: i64,
    /// Only those that start before then.
    pub(crate) to_ms: i64,
    /// Only those of this mode.
    pub(crate) test_mode: bool,
    /// What comes first.
    pub(crate) sort: OrderSort,
    /// Whether it comes last instead.
    pub(crate) reverse: bool,
}

/// Where a page begins: after this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// When it starts.
    pub(crate) starts_ms: i64,
    /// Its id.
    pub(crate) id: String,
}

/// Rows of a page.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The orders.
    pub(crate) rows: Vec<OrderRow>,
    /// How many there are on all pages, at most one more than are counted.
    pub(crate) total: u32,
}

/// By what orders are found first: what is likely to leave the fewest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Words,
    Coupon,
    State,
    Calendar,
    Id,
    Business,
}

/// What a row has to be like: by what it is read, and then what is checked of it, as one answer that
/// no index is found for. So which rows are read is decided here, and not by what a database
/// believes of its tables: PostgreSQL takes every comparison for one that leaves next to nothing
/// where it knows no better, but this one for one that leaves nearly all.
macro_rules! fits {
    ($read:expr) => {
        concat!(
            $read,
            " AND CASE WHEN o.business_id = $1 AND o.test_mode = $2 \
             AND ($3 = '' OR o.state = $3) AND ($4 = '' OR o.calendar_id = $4) \
             AND o.starts_ms >= $5 AND o.starts_ms < $6 \
             AND o.id COLLATE \"binary\" >= $14 AND o.id COLLATE \"binary\" <= $15 \
             AND ($7 = '' OR (SELECT COUNT(*) FROM redemption r \
             WHERE r.order_id = o.id AND r.coupon_id = $7) > 0) \
             AND ($8 = '' OR (SELECT COUNT(*) FROM order_word w \
             WHERE w.order_id = o.id AND w.word >= $8 AND w.word < $9) > 0) \
             AND ($10 = '' OR (SELECT COUNT(*) FROM order_word w \
             WHERE w.order_id = o.id AND w.word >= $10 AND w.word < $11) > 0) \
             AND ($12 = '' OR (SELECT COUNT(*) FROM order_word w \
             WHERE w.order_id = o.id AND w.word >= $12 AND w.word < $13) > 0) \
             THEN 1 ELSE 0 END <> 0"
        )
    };
}

/// By their ids, byte by byte: a language may have other ideas of what lies between two of them.
macro_rules! ids {
    () => {
        "o.id COLLATE \"binary\" >= $14 AND o.id COLLATE \"binary\" <= $15"
    };
}

/// Those of a state, by their ids.
macro_rules! of_state {
    () => {
        concat!(
            "o.business_id = $1 AND o.test_mode = $2 AND o.state = $3 AND ",
            ids!()
        )
    };
}

/// Those of a calendar, by their ids.
macro_rules! of_calendar {
    () => {
        concat!("o.calendar_id = $4 AND o.test_mode = $2 AND ", ids!())
    };
}

/// Those of a business, by their ids.
macro_rules! of_business {
    () => {
        concat!("o.business_id = $1 AND o.test_mode = $2 AND ", ids!())
    };
}

/// Those of a business, by when they start.
macro_rules! by_start {
    () => {
        "o.business_id = $1 AND o.test_mode = $2 AND o.starts_ms >= $5 AND o.starts_ms < $6"
    };
}

/// A statement for each way to begin. What is found by is named first, so that it is read first; an
/// order with two words that begin alike is found by the first of them.
macro_rules! begun {
    ($by:expr, $kind:ident $(, $more:literal)*) => {
        match $by {
            By::Words => $kind!(
                "order_word x CROSS JOIN orders o",
                "x.business_id = $1 AND x.word >= $8 AND x.word < $9 AND o.id = x.order_id \
                 AND x.word = (SELECT MIN(y.word) FROM order_word y \
                 WHERE y.order_id = x.order_id AND y.word >= $8 AND y.word < $9)"
                $(, $more)*
            ),
            By::Coupon => $kind!(
                "redemption x CROSS JOIN orders o",
                "x.coupon_id = $7 AND o.id = x.order_id"
                $(, $more)*
            ),
            By::State => $kind!("orders o", of_state!() $(, $more)*),
            By::Calendar => $kind!("orders o", of_calendar!() $(, $more)*),
            By::Id => $kind!("orders o", of_business!() $(, $more)*),
            By::Business => $kind!("orders o", by_start!() $(, $more)*),
        }
    };
}

/// How many fit, up to a bound.
macro_rules! counted {
    ($from:literal, $read:expr) => {
        concat!(
            "SELECT COUNT(*) AS total FROM (SELECT 1 FROM ",
            $from,
            " WHERE ",
            fits!($read),
            " LIMIT $16) t"
        )
    };
}

/// What is read of each order.
macro_rules! columns {
    () => {
        "o.id, o.state, o.guest_name, o.guest_email, o.service_name, o.items, o.attendees, \
         o.calendar_id, c.title, o.starts_ms, o.created_ms, o.currency, o.discount_minor, \
         o.total_minor + o.tax_minor AS costs_minor, o.received_minor, o.returned_minor, \
         o.payment_currency, o.recorded, p.code FROM"
    };
}

/// What belongs to each order.
macro_rules! joined {
    () => {
        "JOIN calendar c ON c.id = o.calendar_id \
         LEFT JOIN redemption u ON u.order_id = o.id \
         LEFT JOIN promotion_code p ON p.id = u.promotion_code_id"
    };
}

/// Few: found once, then put in order.
macro_rules! few {
    ($from:literal, $read:expr, $after:literal, $order:literal) => {
        concat!(
            "WITH fit AS MATERIALIZED (SELECT o.id, o.starts_ms FROM ",
            $from,
            " WHERE ",
            fits!($read),
            "), shown AS MATERIALIZED (SELECT o.id, o.starts_ms FROM fit o WHERE ",
            $after,
            " ORDER BY ",
            $order,
            " LIMIT $17) SELECT ",
            columns!(),
            " shown s JOIN orders o ON o.id = s.id ",
            joined!(),
            " ORDER BY ",
            $order
        )
    };
}

/// Many: read along the order. That something is read which is in no index keeps PostgreSQL from
/// reading an index of another order because it has all.
macro_rules! many {
    ($read:expr, $after:literal, $order:literal) => {
        concat!(
            "WITH shown AS MATERIALIZED (SELECT o.id, o.starts_ms, o.created_ms FROM orders o \
             WHERE ",
            fits!($read),
            " AND ",
            $after,
            " ORDER BY ",
            $order,
            " LIMIT $17) SELECT ",
            columns!(),
            " shown s JOIN orders o ON o.id = s.id ",
            joined!(),
            " ORDER BY ",
            $order
        )
    };
}

/// Many, along their ids: only a state or a calendar has an index in that order; other orders are
/// read along that of the business.
macro_rules! along_ids {
    ($by:expr, $after:literal, $order:literal) => {
        match $by {
            By::State => many!(of_state!(), $after, $order),
            By::Calendar => many!(of_calendar!(), $after, $order),
            By::Words | By::Coupon | By::Id | By::Business => {
                many!(of_business!(), $after, $order)
            }
        }
    };
}

impl OrderFilter {
    fn by(&self) -> By {
        if !self.words[0].from.is_empty() {
            By::Words
        } else if !self.coupon.is_empty() {
            By::Coupon
        } else if self.state.is_some() {
            By::State
        } else if !self.calendar.is_empty() {
            By::Calendar
        } else if !self.id.is_empty() {
            By::Id
        } else {
            By::Business
        }
    }

    /// Whether small keys come first: the newest comes first by itself.
    fn ascends(&self) -> bool {
        (self.sort == OrderSort::Starts) != self.reverse
    }

    /// Binds what a row has to be like.
    fn bound<'q>(&'q self, business_id: &'q str, statement: &'static str) -> Query<'q> {
        let [first, second, third] = &self.words;
        let to_id = format!("{}{AFTER_IDS}", self.id);
        query(statement)
            .bind(business_id)
            .bind(i64::from(self.test_mode))
            .bind(self.state.map_or("", OrderStanding::as_str))
            .bind(&self.calendar)
            .bind(self.from_ms)
            .bind(self.to_ms)
            .bind(&self.coupon)
            .bind(&first.from)
            .bind(&first.to)
            .bind(&second.from)
            .bind(&second.to)
            .bind(&third.from)
            .bind(&third.to)
            .bind(&self.id)
            .bind(to_id)
    }
}

/// The orders of a business after a place.
pub(crate) async fn page(
    conn: &mut Conn,
    business_id: &str,
    filter: &OrderFilter,
    after: Option<&Place>,
    count_max: i64,
) -> Result<Found, StoreError> {
    let by = filter.by();
    let bound = i64::from(ORDERS_COUNTED_MAX) + 1;
    let row = filter
        .bound(business_id, begun!(by, counted))
        .bind(bound)
        .fetch_one(conn)
        .await?;
    let total: i64 = row.get("total")?;
    let statement = statement(by, filter, total < bound);
    let asked = filter.bound(business_id, statement);
    let asked = match (filter.ascends(), after) {
        (_, Some(place)) => asked.bind(&place.id),
        (true, None) => asked.bind(""),
        (false, None) => asked.bind(AFTER_IDS),
    };
    let asked = asked.bind(count_max);
    let asked = match (filter.sort, after) {
        (OrderSort::Created, _) => asked,
        (OrderSort::Starts, Some(place)) => asked.bind(place.starts_ms),
        (OrderSort::Starts, None) if filter.ascends() => asked.bind(i64::MIN),
        (OrderSort::Starts, None) => asked.bind(i64::MAX),
    };
    let rows = asked.fetch_all(conn).await?;
    Ok(Found {
        rows: rows.iter().map(read).collect::<Result<_, _>>()?,
        total: small(total, "count")?,
    })
}

/// The statement of a page.
fn statement(by: By, filter: &OrderFilter, are_few: bool) -> &'static str {
    match (filter.sort, filter.ascends(), are_few) {
        (OrderSort::Created, false, true) => begun!(
            by,
            few,
            "o.id COLLATE \"binary\" < $16",
            "o.id COLLATE \"binary\" DESC"
        ),
        (OrderSort::Created, true, true) => begun!(
            by,
            few,
            "o.id COLLATE \"binary\" > $16",
            "o.id COLLATE \"binary\" ASC"
        ),
        (OrderSort::Starts, true, true) => begun!(
            by,
            few,
            "o.starts_ms >= $18 AND (o.starts_ms > $18 OR o.id COLLATE \"binary\" > $16)",
            "o.starts_ms ASC, o.id COLLATE \"binary\" ASC"
        ),
        (OrderSort::Starts, false, true) => begun!(
            by,
            few,
            "o.starts_ms <= $18 AND (o.starts_ms < $18 OR o.id COLLATE \"binary\" < $16)",
            "o.starts_ms DESC, o.id COLLATE \"binary\" DESC"
        ),
        (OrderSort::Created, false, false) => {
            along_ids!(
                by,
                "o.id COLLATE \"binary\" < $16",
                "o.id COLLATE \"binary\" DESC"
            )
        }
        (OrderSort::Created, true, false) => {
            along_ids!(
                by,
                "o.id COLLATE \"binary\" > $16",
                "o.id COLLATE \"binary\" ASC"
            )
        }
        (OrderSort::Starts, true, false) => many!(
            by_start!(),
            "o.starts_ms >= $18 AND (o.starts_ms > $18 OR o.id COLLATE \"binary\" > $16)",
            "o.starts_ms ASC, o.id COLLATE \"binary\" ASC"
        ),
        (OrderSort::Starts, false, false) => many!(
            by_start!(),
            "o.starts_ms <= $18 AND (o.starts_ms < $18 OR o.id COLLATE \"binary\" < $16)",
            "o.starts_ms DESC, o.id COLLATE \"binary\" DESC"
        ),
    }
}

fn read(row: &Row) -> Result<OrderRow, StoreError> {
    let text = |name| row.get::<String>(name);
    let currency = text("currency")?;
    let own = row.get::<Option<String>>("payment_currency")?.as_ref() == Some(&currency);
    let money = |name| row.get::<i64>(name);
    let items = text("items")?;
    let services = if items.is_empty() {
        vec![text("service_name")?]
    } else {
        let items: Vec<Booked> = json(&items, "list of services")?;
        items.into_iter().map(|item| item.name).collect()
    };
    Ok(OrderRow {
        id: text("id")?,
        state: named(&text("state")?, "order state")?,
        name: parsed(&text("guest_name")?, "guest's name")?,
        email: parsed(&text("guest_email")?, "guest's address")?,
        services,
        attendees: small(row.get("attendees")?, "number of attendees")?,
        calendar_id: parsed(&text("calendar_id")?, "calendar id")?,
        calendar: text("title")?,
        starts_at: instant(row.get("starts_ms")?),
        created_at: instant(row.get("created_ms")?),
        currency: parsed(&currency, "currency")?,
        recorded: row.get::<i64>("recorded")? == 1,
        discount_minor: money("discount_minor")?,
        total_minor: money("costs_minor")?,
        paid_minor: if own { money("received_minor")? } else { 0 },
        refunded_minor: if own { money("returned_minor")? } else { 0 },
        // What stands for a grant is no code.
        code: row
            .get::<Option<String>>("code")?
            .and_then(|code| code.parse().ok()),
    })
}
