//! Wrong coupon codes, counted so that codes cannot be guessed.

use super::{Conn, StoreError, query};

/// How many wrong codes are answered in a window.
const TRIES_MAX: i64 = 10;
/// The window, in milliseconds, from the first wrong code on.
const WINDOW_MS: i64 = 10 * 60 * 1000;

/// How long there is no answer, in milliseconds; none where there is one.
pub(crate) async fn wait_ms(
    conn: &mut Conn,
    key: &str,
    now_ms: i64,
) -> Result<Option<i64>, StoreError> {
    let row =
        query("SELECT since_ms FROM wrong_tries WHERE key = $1 AND tries >= $2 AND since_ms > $3")
            .bind(key)
            .bind(TRIES_MAX)
            .bind(now_ms - WINDOW_MS)
            .fetch_optional(conn)
            .await?;
    let since: Option<i64> = row.map(|row| row.get("since_ms")).transpose()?;
    Ok(since.map(|since| since + WINDOW_MS - now_ms))
}

/// Counts a wrong code; answers how long there is no answer if it was one too many. Tries that
/// come at once are told apart here, where they come one after the other.
pub(crate) async fn count(
    conn: &mut Conn,
    key: &str,
    now_ms: i64,
) -> Result<Option<i64>, StoreError> {
    let row = query(
        "INSERT INTO wrong_tries (key, since_ms, tries) VALUES ($1, $2, 1) \
         ON CONFLICT (key) DO UPDATE SET \
         tries = CASE WHEN wrong_tries.since_ms > $3 THEN wrong_tries.tries + 1 ELSE 1 END, \
         since_ms = CASE WHEN wrong_tries.since_ms > $3 THEN wrong_tries.since_ms \
                         ELSE excluded.since_ms END \
         RETURNING since_ms, tries",
    )
    .bind(key)
    .bind(now_ms)
    .bind(now_ms - WINDOW_MS)
    .fetch_one(conn)
    .await?;
    let since: i64 = row.get("since_ms")?;
    let tries: i64 = row.get("tries")?;
    Ok((tries > TRIES_MAX).then_some(since + WINDOW_MS - now_ms))
}

/// Forgets windows that are over.
pub(crate) async fn forget(conn: &mut Conn, now_ms: i64) -> Result<(), StoreError> {
    query("DELETE FROM wrong_tries WHERE since_ms <= $1")
        .bind(now_ms - WINDOW_MS)
        .execute(conn)
        .await?;
    Ok(())
}
