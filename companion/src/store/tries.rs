//! Tries, counted so that nothing can be guessed: wrong coupon codes by the network they come
//! from, by the session that sends them, and at the business they are tried at; sign-ins by the
//! network and the account.

use super::{Conn, Query, Row, StoreError, query};

/// The window, in milliseconds, from the first wrong code on.
const WINDOW_MS: i64 = 10 * 60 * 1000;

/// One of those whose wrong codes are counted together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted<'k> {
    /// A keyed hash of who or what it is.
    pub(crate) key: &'k str,
    /// How many wrong codes are answered in a window.
    pub(crate) tries_max: i64,
}

/// Where a count stands after a wrong code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Wrong codes in this window, this one included.
    pub(crate) tries: i64,
    /// How long there is no answer, in milliseconds; none where there is one.
    pub(crate) wait_ms: Option<i64>,
}

/// Asks for the counts that may end the asking; see [`wait_ms`].
pub(crate) fn select(counted: [Counted<'_>; 3], now_ms: i64) -> Query<'_> {
    let [first, second, third] = counted;
    query(
        "SELECT since_ms FROM wrong_tries WHERE since_ms > $7 AND (key = $1 AND tries >= $2 \
         OR key = $3 AND tries >= $4 OR key = $5 AND tries >= $6)",
    )
    .bind(first.key)
    .bind(first.tries_max)
    .bind(second.key)
    .bind(second.tries_max)
    .bind(third.key)
    .bind(third.tries_max)
    .bind(now_ms - WINDOW_MS)
}

/// How long there is no answer by the counts that were asked for, in milliseconds; none where
/// there is one.
pub(crate) fn wait_ms(rows: &[Row], now_ms: i64) -> Result<Option<i64>, StoreError> {
    let mut longest = None;
    for row in rows {
        let since: i64 = row.get("since_ms")?;
        longest = longest.max(Some(since + WINDOW_MS - now_ms));
    }
    Ok(longest)
}

/// Counts a wrong code; answers how long there is no answer if it was one too many. Tries that
/// come at once are told apart here, where they come one after the other.
pub(crate) async fn count(
    conn: &mut Conn,
    counted: Counted<'_>,
    now_ms: i64,
) -> Result<Standing, StoreError> {
    let row = query(
        "INSERT INTO wrong_tries (key, since_ms, tries) VALUES ($1, $2, 1) \
         ON CONFLICT (key) DO UPDATE SET \
         tries = CASE WHEN wrong_tries.since_ms > $3 THEN wrong_tries.tries + 1 ELSE 1 END, \
         since_ms = CASE WHEN wrong_tries.since_ms > $3 THEN wrong_tries.since_ms \
                         ELSE excluded.since_ms END \
         RETURNING since_ms, tries",
    )
    .bind(counted.key)
    .bind(now_ms)
    .bind(now_ms - WINDOW_MS)
    .fetch_one(conn)
    .await?;
    let since: i64 = row.get("since_ms")?;
    let tries: i64 = row.get("tries")?;
    let wait_ms = (tries > counted.tries_max).then_some(since + WINDOW_MS - now_ms);
    Ok(Standing { tries, wait_ms })
}

/// Takes a try off again that was counted before it was known to be right.
pub(crate) async fn take_off(conn: &mut Conn, key: &str) -> Result<(), StoreError> {
    query("UPDATE wrong_tries SET tries = tries - 1 WHERE key = $1 AND tries > 0")
        .bind(key)
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets windows that are over.
pub(crate) async fn forget(conn: &mut Conn, now_ms: i64) -> Result<(), StoreError> {
    query("DELETE FROM wrong_tries WHERE since_ms <= $1")
        .bind(now_ms - WINDOW_MS)
        .execute(conn)
        .await?;
    Ok(())
}
