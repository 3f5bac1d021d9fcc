//! The secrets with which a business signs who of its members books.

use booking_engine::CalendarId;

use super::{Conn, StoreError, query};

/// The business of a calendar and its secrets that count at this time; none where it has none.
pub(crate) async fn of_calendar(
    conn: &mut Conn,
    calendar: &CalendarId,
    now_ms: i64,
) -> Result<Option<(String, Vec<String>)>, StoreError> {
    let rows = query(
        "SELECT s.business_id, s.secret FROM member_secret s \
         JOIN calendar c ON c.business_id = s.business_id \
         WHERE c.id = $1 AND (s.expires_ms IS NULL OR s.expires_ms > $2)",
    )
    .bind(calendar.as_str())
    .bind(now_ms)
    .fetch_all(conn)
    .await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let secrets: Result<_, _> = rows.iter().map(|row| row.get("secret")).collect();
    Ok(Some((first.get("business_id")?, secrets?)))
}

/// Whether a business has another secret than this one that does not end.
pub(crate) async fn has_other(
    conn: &mut Conn,
    business_id: &str,
    secret: &str,
) -> Result<bool, StoreError> {
    let row = query(
        "SELECT COUNT(*) AS kept FROM member_secret \
         WHERE business_id = $1 AND secret <> $2 AND expires_ms IS NULL",
    )
    .bind(business_id)
    .bind(secret)
    .fetch_one(conn)
    .await?;
    Ok(row.get::<i64>("kept")? > 0)
}

/// Adds a secret. Those before it count until `others_until_ms`, unless they end sooner, and those
/// that have ended are gone. Added once more, it is what it was.
pub(crate) async fn add(
    conn: &mut Conn,
    business_id: &str,
    secret: &str,
    others_until_ms: i64,
    now_ms: i64,
) -> Result<(), StoreError> {
    query(
        "UPDATE member_secret SET expires_ms = $3 WHERE business_id = $1 AND secret <> $2 \
         AND (expires_ms IS NULL OR expires_ms > $3)",
    )
    .bind(business_id)
    .bind(secret)
    .bind(others_until_ms)
    .execute(&mut *conn)
    .await?;
    query("DELETE FROM member_secret WHERE business_id = $1 AND expires_ms <= $2")
        .bind(business_id)
        .bind(now_ms)
        .execute(&mut *conn)
        .await?;
    query(
        "INSERT INTO member_secret (business_id, secret, created_ms) VALUES ($1, $2, $3) \
         ON CONFLICT DO NOTHING",
    )
    .bind(business_id)
    .bind(secret)
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets every secret of a business.
pub(crate) async fn forget(conn: &mut Conn, business_id: &str) -> Result<(), StoreError> {
    query("DELETE FROM member_secret WHERE business_id = $1")
        .bind(business_id)
        .execute(conn)
        .await?;
    Ok(())
}
