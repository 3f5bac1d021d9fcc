//! Who used a coupon, for what and when: its redemptions with their orders.

use booking_contract::owner::{CouponName, CouponUse, UseTotal};
use booking_engine::{CouponCode, CouponId, PromotionCodeId};

use super::coupon_rows::name;
use super::{Conn, Row, StoreError, named, parsed, query};
use crate::clock::instant;

/// Uses of a coupon, or of one code of it, newest first, after this order. Ids of orders begin with their time.
pub(crate) async fn page(
    conn: &mut Conn,
    coupon_id: &CouponId,
    test_mode: bool,
    code: Option<&PromotionCodeId>,
    after: Option<&str>,
    count_max: i64,
) -> Result<Vec<CouponUse>, StoreError> {
    let rows = query(
        "SELECT r.order_id, r.state, p.code, o.guest_name, o.guest_email, o.service_name, \
         o.starts_ms, o.created_ms, o.discount_minor, o.total_minor + o.tax_minor AS costs_minor, \
         o.currency FROM redemption r JOIN orders o ON o.id = r.order_id \
         JOIN promotion_code p ON p.id = r.promotion_code_id \
         WHERE r.coupon_id = $1 AND r.test_mode = $2 AND r.order_id < $3 \
         AND ($5 = '' OR r.promotion_code_id = $5) \
         ORDER BY r.order_id DESC LIMIT $4",
    )
    .bind(coupon_id.as_str())
    .bind(i64::from(test_mode))
    // Every id begins with another letter.
    .bind(after.unwrap_or("zzzz"))
    .bind(count_max)
    // No id is empty.
    .bind(code.map_or("", PromotionCodeId::as_str))
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<CouponUse, StoreError> {
    let text = |name| row.get::<String>(name);
    Ok(CouponUse {
        order_id: text("order_id")?,
        state: named(&text("state")?, "state of a use")?,
        // What stands for a grant is no code.
        code: text("code")?.parse().ok(),
        name: parsed(&text("guest_name")?, "guest's name")?,
        email: parsed(&text("guest_email")?, "guest's address")?,
        service: text("service_name")?,
        starts_at: instant(row.get("starts_ms")?),
        created_at: instant(row.get("created_ms")?),
        discount_minor: row.get("discount_minor")?,
        total_minor: row.get("costs_minor")?,
        currency: parsed(&text("currency")?, "currency")?,
    })
}

/// The name of a coupon, and the text of one code of it.
pub(crate) async fn subject(
    conn: &mut Conn,
    coupon_id: &CouponId,
    code: Option<&PromotionCodeId>,
) -> Result<(CouponName, Option<CouponCode>), StoreError> {
    let row = query(
        "SELECT c.name, p.code FROM coupon c LEFT JOIN promotion_code p \
         ON p.coupon_id = c.id AND p.id = $2 WHERE c.id = $1",
    )
    .bind(coupon_id.as_str())
    .bind(code.map_or("", PromotionCodeId::as_str))
    .fetch_one(conn)
    .await?;
    let code = row.get::<Option<String>>("code")?;
    Ok((
        name(&row.get::<String>("name")?),
        code.and_then(|code| code.parse().ok()),
    ))
}

/// All uses of a coupon by state and currency.
pub(crate) async fn totals(
    conn: &mut Conn,
    coupon_id: &CouponId,
    test_mode: bool,
    code: Option<&PromotionCodeId>,
) -> Result<Vec<UseTotal>, StoreError> {
    let rows = query(
        "SELECT r.state, o.currency, COUNT(*) AS orders, \
         CAST(SUM(o.discount_minor) AS BIGINT) AS discount_minor, \
         CAST(SUM(o.total_minor + o.tax_minor) AS BIGINT) AS costs_minor \
         FROM redemption r JOIN orders o ON o.id = r.order_id \
         WHERE r.coupon_id = $1 AND r.test_mode = $2 \
         AND ($3 = '' OR r.promotion_code_id = $3) \
         GROUP BY r.state, o.currency ORDER BY r.state, o.currency",
    )
    .bind(coupon_id.as_str())
    .bind(i64::from(test_mode))
    .bind(code.map_or("", PromotionCodeId::as_str))
    .fetch_all(conn)
    .await?;
    let total = |row: &Row| {
        Ok(UseTotal {
            state: named(&row.get::<String>("state")?, "state of a use")?,
            currency: parsed(&row.get::<String>("currency")?, "currency")?,
            orders: u64::try_from(row.get::<i64>("orders")?)
                .map_err(|_| StoreError::Malformed("count"))?,
            discount_minor: row.get("discount_minor")?,
            total_minor: row.get("costs_minor")?,
        })
    };
    rows.iter().map(total).collect()
}
