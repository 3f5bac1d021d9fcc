//! Orders added up, and their rows for files. All of them are found along the index on their ids,
//! which begin with their time.

use booking_contract::owner::ReportCoupon;
use booking_engine::Currency;

use super::past_orders::Range;
use super::{Conn, Row, StoreError, parsed, query};

/// Orders of a span, added up.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    /// How many.
    pub(crate) orders: u64,
    /// How many with a coupon.
    pub(crate) uses: u64,
    /// What they cost, in minor units.
    pub(crate) total_minor: i64,
    /// What coupons took off, in minor units.
    pub(crate) discount_minor: i64,
    /// How many are in another currency, which are in none of the sums.
    pub(crate) other_currency: u64,
}

fn count(row: &Row, name: &'static str) -> Result<u64, StoreError> {
    u64::try_from(row.get::<i64>(name)?).map_err(|_| StoreError::Malformed("count"))
}

/// Adds up what is booked and not called off.
pub(crate) async fn sums(
    conn: &mut Conn,
    range: &Range,
    currency: Currency,
) -> Result<Sums, StoreError> {
    let rows = query(
        "SELECT CASE WHEN o.currency = $5 THEN 1 ELSE 0 END AS own, COUNT(*) AS orders, \
         COALESCE(SUM(CASE WHEN o.discount_minor > 0 THEN 1 ELSE 0 END), 0) AS uses, \
         CAST(SUM(o.total_minor + o.tax_minor) AS BIGINT) AS costs_minor, \
         CAST(SUM(o.discount_minor) AS BIGINT) AS discounts_minor \
         FROM orders o WHERE o.business_id = $1 AND o.test_mode = $2 AND o.recorded = 1 \
         AND o.id COLLATE \"binary\" >= $3 \
         AND o.id COLLATE \"binary\" < $4 AND o.state IN ('paid', 'disputed') \
         GROUP BY CASE WHEN o.currency = $5 THEN 1 ELSE 0 END",
    )
    .bind(range.business_id.as_str())
    .bind(i64::from(range.test_mode))
    .bind(range.start())
    .bind(range.end())
    .bind(currency.code())
    .fetch_all(conn)
    .await?;
    let mut sums = Sums::default();
    for row in &rows {
        if row.get::<i64>("own")? == 1 {
            sums.orders = count(row, "orders")?;
            sums.uses = count(row, "uses")?;
            sums.total_minor = row.get("costs_minor")?;
            sums.discount_minor = row.get("discounts_minor")?;
        } else {
            sums.other_currency = count(row, "orders")?;
        }
    }
    Ok(sums)
}

/// The coupons that took off the most.
pub(crate) async fn coupons(
    conn: &mut Conn,
    range: &Range,
    currency: Currency,
    count_max: i64,
) -> Result<Vec<ReportCoupon>, StoreError> {
    let rows = query(
        "SELECT c.id, c.name, c.code, COUNT(*) AS uses, \
         CAST(SUM(o.discount_minor) AS BIGINT) AS discounts_minor \
         FROM orders o JOIN redemption r ON r.order_id = o.id JOIN coupon c ON c.id = r.coupon_id \
         WHERE o.business_id = $1 AND o.test_mode = $2 AND o.recorded = 1 \
         AND o.id COLLATE \"binary\" >= $3 AND o.id COLLATE \"binary\" < $4 \
         AND o.state IN ('paid', 'disputed') AND o.currency = $5 \
         GROUP BY c.id, c.name, c.code ORDER BY 5 DESC, c.id LIMIT $6",
    )
    .bind(range.business_id.as_str())
    .bind(i64::from(range.test_mode))
    .bind(range.start())
    .bind(range.end())
    .bind(currency.code())
    .bind(count_max)
    .fetch_all(conn)
    .await?;
    let read = |row: &Row| {
        Ok(ReportCoupon {
            coupon_id: parsed(&row.get::<String>("id")?, "coupon id")?,
            name: row.get("name")?,
            code: row.get("code")?,
            uses: count(row, "uses")?,
            discount_minor: row.get("discounts_minor")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Who booked an order, and with which code, for a file.
#[derive(Clone, Debug)]
pub(crate) struct Booker {
    /// The order.
    pub(crate) order_id: String,
    /// Who booked.
    pub(crate) name: String,
    /// Their address.
    pub(crate) email: String,
    /// The coupon's use, where there is one.
    pub(crate) used: Option<Used>,
}

/// The use of a coupon by an order.
#[derive(Clone, Debug)]
pub(crate) struct Used {
    /// The coupon.
    pub(crate) coupon_id: String,
    /// Its name now.
    pub(crate) coupon_name: String,
    /// The code; empty: it was granted.
    pub(crate) code: String,
    /// How far the use is.
    pub(crate) state: String,
}

/// Who booked the orders after a place and up to another, in the order of
/// [`super::past_orders::page`].
pub(crate) async fn bookers(
    conn: &mut Conn,
    range: &Range,
    after: &str,
    last: &str,
) -> Result<Vec<Booker>, StoreError> {
    let rows = query(
        "SELECT o.id, o.guest_name, o.guest_email, r.coupon_id, c.name, p.code, r.state \
         FROM orders o LEFT JOIN redemption r ON r.order_id = o.id \
         LEFT JOIN coupon c ON c.id = r.coupon_id \
         LEFT JOIN promotion_code p ON p.id = r.promotion_code_id \
         WHERE o.business_id = $1 AND o.test_mode = $2 AND o.recorded = 1 \
         AND o.id COLLATE \"binary\" > $3 AND o.id COLLATE \"binary\" <= $4 \
         ORDER BY o.id COLLATE \"binary\"",
    )
    .bind(range.business_id.as_str())
    .bind(i64::from(range.test_mode))
    .bind(after)
    .bind(last)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_booker).collect()
}

fn read_booker(row: &Row) -> Result<Booker, StoreError> {
    let used = match row.get::<Option<String>>("coupon_id")? {
        Some(coupon_id) => {
            let code: String = row.get("code")?;
            Some(Used {
                coupon_id,
                coupon_name: row.get("name")?,
                // What stands for a grant is no code.
                code: if code.contains(':') {
                    String::new()
                } else {
                    code
                },
                state: row.get("state")?,
            })
        }
        None => None,
    };
    Ok(Booker {
        order_id: row.get("id")?,
        name: row.get("guest_name")?,
        email: row.get("guest_email")?,
        used,
    })
}
