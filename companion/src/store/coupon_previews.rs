//! Previews of coupons that are not saved: rows by the hash of their token.

use booking_engine::{CalendarId, Coupon, CouponCode};

use super::{Conn, StoreError, json, parsed, query};

/// How many previews one person has at a time; older ones go.
const OF_ONE_MAX: i64 = 8;

/// A preview.
#[derive(Clone, Debug)]
pub(crate) struct Preview {
    /// Whose coupon it is.
    pub(crate) business_id: String,
    /// The calendar whose widget is shown.
    pub(crate) calendar_id: CalendarId,
    /// Who looks at it.
    pub(crate) made_by: String,
    /// The coupon; none: codes as they are.
    pub(crate) unsaved: Option<Unsaved>,
    /// Until when it can be looked at.
    pub(crate) expires_ms: i64,
}

/// A coupon that is not saved like this.
#[derive(Clone, Debug)]
pub(crate) struct Unsaved {
    /// What it would be.
    pub(crate) coupon: Coupon,
    /// The code by which it is entered.
    pub(crate) code: CouponCode,
    /// Whether it is another writing of a coupon that is there, whose uses count.
    pub(crate) changes: bool,
}

/// Adds a preview, and forgets those that are over and one's own of long before.
pub(crate) async fn add(
    conn: &mut Conn,
    token_hash: &str,
    preview: &Preview,
    now_ms: i64,
) -> Result<(), StoreError> {
    query("DELETE FROM coupon_preview WHERE expires_ms <= $1")
        .bind(now_ms)
        .execute(&mut *conn)
        .await?;
    query(
        "DELETE FROM coupon_preview WHERE made_by = $1 AND token_hash <> $2 AND token_hash NOT IN \
         (SELECT token_hash FROM coupon_preview WHERE made_by = $1 \
         ORDER BY created_ms DESC, token_hash LIMIT $3)",
    )
    .bind(&preview.made_by)
    .bind(token_hash)
    .bind(OF_ONE_MAX - 1)
    .execute(&mut *conn)
    .await?;
    let unsaved = preview.unsaved.as_ref();
    let coupon = unsaved.map(|it| serde_json::to_string(&it.coupon));
    let coupon = coupon
        .transpose()
        .map_err(|_| StoreError::Malformed("coupon of a preview"))?;
    // Run again after its answer was lost, the transaction finds its own row.
    query(
        "INSERT INTO coupon_preview (token_hash, business_id, calendar_id, made_by, coupon, code, \
         changes, created_ms, expires_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (token_hash) DO NOTHING",
    )
    .bind(token_hash)
    .bind(&preview.business_id)
    .bind(preview.calendar_id.as_str())
    .bind(&preview.made_by)
    .bind(coupon)
    .bind(unsaved.map(|it| it.code.as_str()))
    .bind(i64::from(unsaved.is_some_and(|it| it.changes)))
    .bind(now_ms)
    .bind(preview.expires_ms)
    .execute(conn)
    .await?;
    Ok(())
}

/// The preview of a token, as long as it is not over.
pub(crate) async fn find(
    conn: &mut Conn,
    token_hash: &str,
    now_ms: i64,
) -> Result<Option<Preview>, StoreError> {
    let row = query(
        "SELECT business_id, calendar_id, made_by, coupon, code, changes, expires_ms \
         FROM coupon_preview WHERE token_hash = $1 AND expires_ms > $2",
    )
    .bind(token_hash)
    .bind(now_ms)
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let coupon: Option<String> = row.get("coupon")?;
    let code: Option<String> = row.get("code")?;
    let unsaved = match (coupon, code) {
        (Some(coupon), Some(code)) => Some(Unsaved {
            coupon: json(&coupon, "coupon of a preview")?,
            code: parsed(&code, "code of a preview")?,
            changes: row.get::<i64>("changes")? == 1,
        }),
        _ => None,
    };
    Ok(Some(Preview {
        business_id: row.get("business_id")?,
        calendar_id: parsed(&row.get::<String>("calendar_id")?, "calendar id")?,
        made_by: row.get("made_by")?,
        unsaved,
        expires_ms: row.get("expires_ms")?,
    }))
}
