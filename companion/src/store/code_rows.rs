//! Promotion codes as their owners make them. A row never changes but for its counters and for
//! being archived.

use booking_engine::{CouponCode, CouponId, PromotionCode};

use super::{Conn, StoreError, parsed, query};

/// The coupon that a text in use belongs to, where somebody who may use the new code could type
/// it; the customers of different codes may share a text. To be asked after [`owner_log::take_turn`].
///
/// [`owner_log::take_turn`]: super::owner_log::take_turn
pub(crate) async fn taken_by(
    conn: &mut Conn,
    business_id: &str,
    code: &CouponCode,
    customer_key: Option<&str>,
) -> Result<Option<CouponId>, StoreError> {
    let row = query(
        "SELECT coupon_id FROM promotion_code WHERE business_id = $1 AND code = $2 \
         AND archived = 0 AND ($3 = '' OR customer IS NULL OR customer = $3) LIMIT 1",
    )
    .bind(business_id)
    .bind(code.as_str())
    // No key is empty.
    .bind(customer_key.unwrap_or_default())
    .fetch_optional(conn)
    .await?;
    row.map(|row| parsed(&row.get::<String>("coupon_id")?, "coupon id"))
        .transpose()
}

/// Codes in use of this text, whoever they are for.
pub(crate) async fn of_text(
    conn: &mut Conn,
    business_id: &str,
    code: &CouponCode,
) -> Result<Vec<PromotionCode>, StoreError> {
    let rows = query(
        "SELECT id, coupon_id, customer FROM promotion_code \
         WHERE business_id = $1 AND code = $2 AND archived = 0 ORDER BY id LIMIT 20",
    )
    .bind(business_id)
    .bind(code.as_str())
    .fetch_all(conn)
    .await?;
    let read = |row: &super::Row| {
        let id = parsed(&row.get::<String>("id")?, "promotion code id")?;
        let coupon_id = parsed(&row.get::<String>("coupon_id")?, "coupon id")?;
        let customer: Option<String> = row.get("customer")?;
        Ok(PromotionCode {
            customer: (customer.map(|key| parsed(&key, "customer key"))).transpose()?,
            ..PromotionCode::of(id, coupon_id, code.clone())
        })
    };
    rows.iter().map(read).collect()
}

/// Adds the own code of a coupon.
pub(crate) async fn insert_own(
    conn: &mut Conn,
    business_id: &str,
    coupon_id: &CouponId,
    id: &str,
    code: &CouponCode,
    now_ms: i64,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO promotion_code (id, business_id, coupon_id, code, created_ms) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(id)
    .bind(business_id)
    .bind(coupon_id.as_str())
    .bind(code.as_str())
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends a code; false where it had ended.
pub(crate) async fn archive(conn: &mut Conn, id: &str) -> Result<bool, StoreError> {
    let changed = query("UPDATE promotion_code SET archived = 1 WHERE id = $1 AND archived = 0")
        .bind(id)
        .execute(conn)
        .await?;
    Ok(changed == 1)
}

/// Whether a coupon has a code in use that is not its own, or somebody holds it.
pub(crate) async fn has_others(
    conn: &mut Conn,
    coupon_id: &CouponId,
    own_id: Option<&str>,
) -> Result<bool, StoreError> {
    let row = query(
        "SELECT id FROM promotion_code WHERE coupon_id = $1 AND archived = 0 AND id <> $2 LIMIT 1",
    )
    .bind(coupon_id.as_str())
    // No id is empty.
    .bind(own_id.unwrap_or_default())
    .fetch_optional(conn)
    .await?;
    Ok(row.is_some())
}
