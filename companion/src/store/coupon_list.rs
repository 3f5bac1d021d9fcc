//! Lists of coupons, a page at a time.
//!
//! A page begins after the last row of the one before, so that no page costs more than another.
//! Where nothing is looked for, it is read along an index of its order, or by the counts of uses
//! alone. Else what fits is found once, for the page and for the count.

use booking_contract::owner::{CouponRow, CouponSort, CouponStatus};
use booking_engine::{Conditions, CouponId};

use super::coupon_rows::{name, read_counts, status};
use super::{Conn, Query, Row, StoreError, json, named, parsed, query, small};
use crate::clock::instant;

/// After every code: they are at most 64 characters long, and none of these.
const AFTER_CODES: &str = "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz";

/// What a page is of.
#[derive(Clone, Debug)]
pub(crate) struct CouponFilter {
    /// A part of name or code, in any case; empty: all.
    pub(crate) search: String,
    /// Only those that stand like this.
    pub(crate) status: Option<CouponStatus>,
    /// What comes first.
    pub(crate) sort: CouponSort,
    /// Whether it comes last instead.
    pub(crate) reverse: bool,
}

/// Where a page begins: after the coupon of this id, which is at this place of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// What the order goes by.
    pub(crate) key: Key,
    /// The coupon.
    pub(crate) id: String,
}

/// What an order goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// A time or a count.
    Number(i64),
    /// A code.
    Text(String),
}

/// Rows of a page.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The coupons with their places.
    pub(crate) rows: Vec<(Place, CouponRow)>,
    /// How many there are on all pages.
    pub(crate) total: u64,
}

/// What is read of each coupon `c`.
macro_rules! columns {
    () => {
        concat!(
            "c.id AS coupon_id, c.name, c.code, c.benefit, c.scope, c.conditions, c.starts_ms, \
             c.ends_ms, c.version, c.max_redemptions, c.reserved, c.redeemed, c.created_ms, ",
            status!(),
            " AS status"
        )
    };
}

/// Everything of a business, along an index: the ids of a page, and then their coupons. Both databases
/// find the place in an index of an expression only where it is compared by itself.
macro_rules! all {
    ($key:literal, $after:literal, $order:literal) => {
        all!($key, $after, $order, "")
    };
    ($key:literal, $after:literal, $order:literal, $reading:literal) => {
        concat!(
            "SELECT t.total, f.* FROM (SELECT COUNT(*) AS total FROM coupon c \
             WHERE c.business_id = $1) t LEFT JOIN (SELECT x.sort_key, ",
            columns!(),
            " FROM (SELECT c.id, ",
            $key,
            " AS sort_key FROM coupon c WHERE c.business_id = $1",
            $reading,
            " AND ",
            $key,
            $after,
            "= $3 AND (",
            $key,
            $after,
            " $3 OR c.id ",
            $after,
            " $4) ORDER BY ",
            $key,
            " ",
            $order,
            ", c.id ",
            $order,
            " LIMIT $5) x JOIN coupon c ON c.id = x.id) f ON 1 = 1 ORDER BY f.sort_key ",
            $order,
            ", f.coupon_id ",
            $order
        )
    };
}

/// By uses, without an index, which every confirmation would have to keep. No coupon was made before
/// the epoch; saying so has SQLite read them in the order in which they lie in the file, which takes
/// a third of the time.
macro_rules! most_used {
    ($key:literal, $after:literal, $order:literal) => {
        all!($key, $after, $order, " AND c.created_ms >= 0")
    };
}

/// What fits, found once, in the order of the file as well.
macro_rules! some {
    ($key:literal, $after:literal, $order:literal) => {
        concat!(
            "WITH fits AS MATERIALIZED (SELECT c.id, ",
            $key,
            " AS sort_key FROM coupon c WHERE c.business_id = $1 AND c.created_ms >= 0 \
             AND ($6 = '' OR ",
            status!(),
            " = $6) AND ($7 = '' OR c.search LIKE $7 ESCAPE '\\' OR c.id IN (SELECT p.coupon_id \
             FROM promotion_code p WHERE p.business_id = $1 AND p.code = $8 AND p.archived = 0))) \
             SELECT t.total, f.* FROM (SELECT COUNT(*) AS total FROM fits) t LEFT JOIN (SELECT \
             x.sort_key, ",
            columns!(),
            " FROM (SELECT id, sort_key FROM fits WHERE sort_key ",
            $after,
            "= $3 AND (sort_key ",
            $after,
            " $3 OR id ",
            $after,
            " $4) ORDER BY sort_key ",
            $order,
            ", id ",
            $order,
            " LIMIT $5) x JOIN coupon c ON c.id = x.id) f ON 1 = 1 ORDER BY f.sort_key ",
            $order,
            ", f.coupon_id ",
            $order
        )
    };
}

/// The statement for each order, forwards and backwards.
macro_rules! ordered {
    ($kind:ident, $filter:expr, $uses:ident) => {
        match ($filter.sort, $filter.ascends()) {
            (CouponSort::Created, true) => $kind!("c.created_ms", ">", "ASC"),
            (CouponSort::Created, false) => $kind!("c.created_ms", "<", "DESC"),
            (CouponSort::Code, true) => $kind!("c.code", ">", "ASC"),
            (CouponSort::Code, false) => $kind!("c.code", "<", "DESC"),
            (CouponSort::Uses, true) => $uses!("(c.reserved + c.redeemed)", ">", "ASC"),
            (CouponSort::Uses, false) => $uses!("(c.reserved + c.redeemed)", "<", "DESC"),
            (CouponSort::Ends, true) => {
                $kind!("COALESCE(c.ends_ms, 9223372036854775807)", ">", "ASC")
            }
            (CouponSort::Ends, false) => {
                $kind!("COALESCE(c.ends_ms, 9223372036854775807)", "<", "DESC")
            }
        }
    };
}

impl CouponFilter {
    /// Whether small keys come first: the newest and the most used come first by themselves.
    fn ascends(&self) -> bool {
        let by_itself = matches!(self.sort, CouponSort::Code | CouponSort::Ends);
        by_itself != self.reverse
    }

    /// Whether nothing is looked for.
    fn is_whole(&self) -> bool {
        self.search.is_empty() && self.status.is_none()
    }

    /// The place before the first coupon.
    fn beginning(&self) -> Place {
        let (key, id) = match (self.sort, self.ascends()) {
            (CouponSort::Code, true) => (Key::Text(String::new()), ""),
            (CouponSort::Code, false) => (Key::Text(AFTER_CODES.into()), ""),
            (_, true) => (Key::Number(i64::MIN), ""),
            // What never ends has the greatest number itself; ids have no such characters.
            (_, false) => (Key::Number(i64::MAX), AFTER_CODES),
        };
        let id = id.to_owned();
        Place { key, id }
    }
}

/// The coupons of a business after a place.
pub(crate) async fn page(
    conn: &mut Conn,
    business_id: &str,
    filter: &CouponFilter,
    after: Option<Place>,
    count_max: i64,
    now_ms: i64,
) -> Result<Found, StoreError> {
    let place = after.unwrap_or_else(|| filter.beginning());
    let whole = filter.is_whole();
    let statement = if whole {
        ordered!(all, filter, most_used)
    } else {
        ordered!(some, filter, some)
    };
    let asked = query(statement).bind(business_id).bind(now_ms);
    let asked = match &place.key {
        Key::Number(number) => asked.bind(*number),
        Key::Text(text) => asked.bind(text),
    };
    let asked = asked.bind(&place.id).bind(count_max);
    let rows = if whole {
        asked.fetch_all(conn).await?
    } else {
        narrowed(asked, filter).fetch_all(conn).await?
    };
    let mut found = Found {
        rows: Vec::with_capacity(rows.len()),
        total: 0,
    };
    for row in &rows {
        found.total =
            u64::try_from(row.get::<i64>("total")?).map_err(|_| StoreError::Malformed("count"))?;
        if let Some(id) = row.get::<Option<String>>("coupon_id")? {
            found.rows.push(read(row, &id, filter.sort)?);
        }
    }
    Ok(found)
}

/// Adds what is looked for.
fn narrowed<'q>(asked: Query<'q>, filter: &CouponFilter) -> Query<'q> {
    let status = match filter.status {
        None => "",
        Some(CouponStatus::Inactive) => "inactive",
        Some(CouponStatus::Scheduled) => "scheduled",
        Some(CouponStatus::Expired) => "expired",
        Some(CouponStatus::UsedUp) => "used_up",
        Some(CouponStatus::Active) => "active",
    };
    let wanted = filter.search.trim().to_lowercase();
    let pattern = if wanted.is_empty() {
        String::new()
    } else {
        let plain = wanted.replace('\\', "\\\\");
        format!("%{}%", plain.replace('%', "\\%").replace('_', "\\_"))
    };
    asked
        .bind(status)
        .bind(pattern)
        .bind(wanted.to_ascii_uppercase())
}

fn read(row: &Row, id: &str, sort: CouponSort) -> Result<(Place, CouponRow), StoreError> {
    let text = |name| row.get::<String>(name);
    let optional = |name| row.get::<Option<i64>>(name);
    let key = match sort {
        CouponSort::Code => Key::Text(text("sort_key")?),
        CouponSort::Created | CouponSort::Uses | CouponSort::Ends => {
            Key::Number(row.get("sort_key")?)
        }
    };
    let place = Place {
        key,
        id: id.to_owned(),
    };
    let coupon_id: CouponId = parsed(id, "coupon id")?;
    let code = text("code")?;
    let conditions: Conditions = json(&text("conditions")?, "conditions")?;
    let coupon = CouponRow {
        id: coupon_id,
        version: row.get("version")?,
        name: name(&text("name")?),
        code: if code.is_empty() {
            None
        } else {
            Some(parsed(&code, "coupon's code")?)
        },
        benefit: json(&text("benefit")?, "benefit")?,
        scope: json(&text("scope")?, "scope")?,
        staff: conditions.staff,
        locations: conditions.locations,
        status: named(&text("status")?, "status")?,
        starts_at: optional("starts_ms")?.map(instant),
        ends_at: optional("ends_ms")?.map(instant),
        uses: read_counts(row, "reserved", "redeemed")?,
        max_redemptions: optional("max_redemptions")?
            .map(|max| small(max, "redemption limit"))
            .transpose()?,
        created_at: instant(row.get("created_ms")?),
    };
    Ok((place, coupon))
}
