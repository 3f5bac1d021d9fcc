//! Promotion codes as their owners make them. A row never changes but for its counters and for
//! being archived.

use booking_contract::owner::{CodeRules, CodeView};
use booking_engine::{CouponCode, CouponId, PromotionCode};

use super::coupon_rows::read_counts;
use super::{Conn, Row, StoreError, json, parsed, query, small};
use crate::clock::instant;

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
    let read = |row: &Row| {
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

/// Adds a code.
pub(crate) async fn insert(
    conn: &mut Conn,
    business_id: &str,
    writing: &CodeWriting,
    id: &str,
    code: &CouponCode,
    now_ms: i64,
) -> Result<(), StoreError> {
    let rules = &writing.rules;
    query(
        "INSERT INTO promotion_code (id, business_id, coupon_id, code, expires_ms, expires_local, \
         minimum_amount_minor, max_redemptions, first_purchase_only, customer, customer_named, \
         created_ms, batch) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(id)
    .bind(business_id)
    .bind(writing.coupon_id.as_str())
    .bind(code.as_str())
    .bind(writing.expires_ms)
    .bind(rules.expires.map(|time| time.to_string()))
    .bind(rules.minimum_amount_minor)
    .bind(rules.max_redemptions.map(i64::from))
    .bind(i64::from(rules.first_purchase_only))
    .bind(writing.customer_key.as_deref())
    .bind(named_customer(rules)?)
    .bind(now_ms)
    .bind(writing.batch.as_deref())
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

/// What is written of a promotion code.
#[derive(Clone, Debug)]
pub(crate) struct CodeWriting {
    /// The coupon.
    pub(crate) coupon_id: CouponId,
    /// What its owner typed.
    pub(crate) rules: CodeRules,
    /// Its last instant.
    pub(crate) expires_ms: Option<i64>,
    /// The key of its customer.
    pub(crate) customer_key: Option<String>,
    /// What it is made with.
    pub(crate) batch: Option<String>,
}

/// Adds codes of ten characters each, one after the other in a text, whose ids are this prefix and
/// the code; answers how many: those that somebody has are left out. The index does not see a
/// code for everybody beside one customer's of the same text, and looking for those would cost more
/// than everything else: for a hundred thousand codes by chance beside as many of single customers
/// there is one with a chance of one in eighty thousand.
pub(crate) async fn insert_many(
    conn: &mut Conn,
    business_id: &str,
    writing: &CodeWriting,
    id_prefix: &str,
    codes: &str,
    now_ms: i64,
) -> Result<u64, StoreError> {
    let rules = &writing.rules;
    let count = i64::try_from(codes.len() / 10).unwrap_or(i64::MAX);
    query(
        "INSERT INTO promotion_code (id, business_id, coupon_id, code, expires_ms, expires_local, \
         minimum_amount_minor, max_redemptions, first_purchase_only, customer, customer_named, \
         created_ms, batch) \
         WITH RECURSIVE n (i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n \
            WHERE i + 1 < CAST($14 AS BIGINT)) \
         SELECT $1 || r.code, $2, $3, r.code, CAST($4 AS BIGINT), $5, CAST($6 AS BIGINT), \
         CAST($7 AS BIGINT), CAST($8 AS BIGINT), CAST($9 AS TEXT), $10, CAST($11 AS BIGINT), $12 \
         FROM (SELECT SUBSTR($13, CAST(i * 10 + 1 AS INTEGER), 10) AS code \
            FROM n) r \
         WHERE r.code <> '' \
         ON CONFLICT DO NOTHING",
    )
    .bind(id_prefix)
    .bind(business_id)
    .bind(writing.coupon_id.as_str())
    .bind(writing.expires_ms)
    .bind(rules.expires.map(|time| time.to_string()))
    .bind(rules.minimum_amount_minor)
    .bind(rules.max_redemptions.map(i64::from))
    .bind(i64::from(rules.first_purchase_only))
    .bind(writing.customer_key.as_deref())
    .bind(named_customer(rules)?)
    .bind(now_ms)
    .bind(writing.batch.as_deref())
    .bind(codes)
    .bind(count)
    .execute(conn)
    .await
}

/// The customer of a code as its owner named them.
fn named_customer(rules: &CodeRules) -> Result<Option<String>, StoreError> {
    let named = rules.customer.as_ref().map(serde_json::to_string);
    named
        .transpose()
        .map_err(|_| StoreError::Malformed("value to write"))
}

/// What is read of a code `p` of a coupon `c`.
macro_rules! columns {
    () => {
        "p.id, p.code, p.expires_ms, p.expires_local, p.minimum_amount_minor, \
         p.max_redemptions, p.first_purchase_only, p.customer_named, p.archived, p.reserved, \
         p.redeemed, p.test_reserved, p.test_redeemed, p.batch, p.created_ms, \
         CASE WHEN p.id = c.code_id THEN 1 ELSE 0 END AS own"
    };
}

/// Codes of a coupon, or of one batch of it, newest first, after the one of this time and id. Nobody typed what stands for
/// a grant.
pub(crate) async fn page(
    conn: &mut Conn,
    coupon_id: &CouponId,
    archived: bool,
    batch: Option<&str>,
    after: Option<&(i64, String)>,
    count_max: i64,
) -> Result<Vec<CodeView>, StoreError> {
    let (created_ms, id) = match after {
        Some((created_ms, id)) => (*created_ms, id.as_str()),
        // Every id comes before it.
        None => (i64::MAX, ""),
    };
    let rows = query(concat!(
        "SELECT ",
        columns!(),
        " FROM promotion_code p JOIN coupon c ON c.id = p.coupon_id \
         WHERE p.coupon_id = $1 AND p.archived = $2 AND (p.created_ms, p.id) < ($3, $4) \
         AND ($6 = '' OR p.batch = $6) \
         AND NOT EXISTS (SELECT 1 FROM coupon_grant g WHERE g.id = p.id) \
         ORDER BY p.created_ms DESC, p.id DESC LIMIT $5"
    ))
    .bind(coupon_id.as_str())
    .bind(i64::from(archived))
    .bind(created_ms)
    .bind(id)
    .bind(count_max)
    // No batch is empty.
    .bind(batch.unwrap_or_default())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// How many codes of a coupon there are, in use or archived.
pub(crate) async fn count(
    conn: &mut Conn,
    coupon_id: &CouponId,
    archived: bool,
) -> Result<u64, StoreError> {
    let row = query(
        "SELECT (SELECT COUNT(*) FROM promotion_code p WHERE p.coupon_id = $1 \
            AND p.archived = $2) - (SELECT COUNT(*) FROM coupon_grant g \
            JOIN promotion_code p ON p.id = g.id AND p.archived = $2 WHERE g.coupon_id = $1) \
         AS total",
    )
    .bind(coupon_id.as_str())
    .bind(i64::from(archived))
    .fetch_one(conn)
    .await?;
    u64::try_from(row.get::<i64>("total")?).map_err(|_| StoreError::Malformed("count"))
}

/// A code of a coupon.
pub(crate) async fn find(
    conn: &mut Conn,
    coupon_id: &CouponId,
    id: &str,
) -> Result<Option<CodeView>, StoreError> {
    let row = query(concat!(
        "SELECT ",
        columns!(),
        " FROM promotion_code p JOIN coupon c ON c.id = p.coupon_id \
         WHERE p.coupon_id = $1 AND p.id = $2 \
         AND NOT EXISTS (SELECT 1 FROM coupon_grant g WHERE g.id = p.id)"
    ))
    .bind(coupon_id.as_str())
    .bind(id)
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<CodeView, StoreError> {
    let optional = |name| row.get::<Option<i64>>(name);
    let expires_at = optional("expires_ms")?.map(instant);
    let typed: Option<String> = row.get("expires_local")?;
    let customer: Option<String> = row.get("customer_named")?;
    Ok(CodeView {
        id: parsed(&row.get::<String>("id")?, "promotion code id")?,
        code: parsed(&row.get::<String>("code")?, "promotion code")?,
        rules: CodeRules {
            expires: (typed.map(|text| parsed(&text, "wall-clock time"))).transpose()?,
            minimum_amount_minor: optional("minimum_amount_minor")?,
            max_redemptions: optional("max_redemptions")?
                .map(|max| small(max, "redemption limit"))
                .transpose()?,
            first_purchase_only: row.get::<i64>("first_purchase_only")? == 1,
            customer: (customer.map(|text| json(&text, "customer"))).transpose()?,
        },
        expires_at,
        own: row.get::<i64>("own")? == 1,
        archived: row.get::<i64>("archived")? == 1,
        uses: read_counts(row, "reserved", "redeemed")?,
        test_uses: read_counts(row, "test_reserved", "test_redeemed")?,
        batch: row.get("batch")?,
        created_at: instant(row.get("created_ms")?),
    })
}
