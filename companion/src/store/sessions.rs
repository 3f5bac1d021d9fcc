//! Sessions of the dashboard: rows by the hash of their token.

use booking_contract::owner::{Plan, Role, User};

use super::{Conn, StoreError, named, parsed, query};

/// A session that is begun.
#[derive(Clone, Debug)]
pub(crate) struct NewSession {
    /// The hash of its token.
    pub(crate) token_hash: String,
    /// Whose it is.
    pub(crate) user_id: String,
    /// The hash of the password that was right.
    pub(crate) password_hash: String,
    /// When it began.
    pub(crate) created_ms: i64,
    /// When it ends in any case.
    pub(crate) ends_ms: i64,
    /// What the browser calls itself.
    pub(crate) user_agent: String,
}

/// A session as a request finds it; it may be over.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Whose it is.
    pub(crate) user: User,
    /// When it was last used.
    pub(crate) seen_ms: i64,
    /// When it ends in any case.
    pub(crate) ends_ms: i64,
    /// What the person is at the business that was asked for, and what its plan is; none where
    /// they do not belong to it.
    pub(crate) standing: Option<(Role, Plan)>,
}

/// The session of a token.
pub(crate) async fn find(
    conn: &mut Conn,
    token_hash: &str,
    business_id: Option<&str>,
) -> Result<Option<Found>, StoreError> {
    let row = query(
        "SELECT u.id, u.name, u.email, s.seen_ms, s.ends_ms, m.role, b.plan \
         FROM user_session s JOIN users u ON u.id = s.user_id \
         LEFT JOIN membership m ON m.user_id = s.user_id AND m.business_id = $2 \
         LEFT JOIN business b ON b.id = m.business_id \
         WHERE s.token_hash = $1",
    )
    .bind(token_hash)
    .bind(business_id)
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let role: Option<String> = row.get("role")?;
    let plan: Option<String> = row.get("plan")?;
    let standing = match (role, plan) {
        (Some(role), Some(plan)) => Some((named(&role, "role")?, named(&plan, "plan")?)),
        _ => None,
    };
    Ok(Some(Found {
        user: User {
            id: row.get("id")?,
            name: row.get("name")?,
            email: parsed(&row.get::<String>("email")?, "e-mail address")?,
        },
        seen_ms: row.get("seen_ms")?,
        ends_ms: row.get("ends_ms")?,
        standing,
    }))
}

/// A session as its own person is shown it.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    /// The hash of its token.
    pub(crate) token_hash: String,
    /// When it began.
    pub(crate) created_ms: i64,
    /// When it was last used.
    pub(crate) seen_ms: i64,
    /// What the browser calls itself.
    pub(crate) user_agent: String,
}

/// The sessions of a person that are not over: used since `used_after_ms`, and not at their end.
/// The latest used first.
pub(crate) async fn of_user(
    conn: &mut Conn,
    user_id: &str,
    used_after_ms: i64,
    now_ms: i64,
    limit: i64,
) -> Result<Vec<Kept>, StoreError> {
    let rows = query(
        "SELECT token_hash, created_ms, seen_ms, user_agent FROM user_session \
         WHERE user_id = $1 AND seen_ms > $2 AND ends_ms > $3 \
         ORDER BY seen_ms DESC, token_hash LIMIT $4",
    )
    .bind(user_id)
    .bind(used_after_ms)
    .bind(now_ms)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    let kept = |row: &super::Row| {
        Ok(Kept {
            token_hash: row.get("token_hash")?,
            created_ms: row.get("created_ms")?,
            seen_ms: row.get("seen_ms")?,
            user_agent: row.get("user_agent")?,
        })
    };
    rows.iter().map(kept).collect()
}

/// Begins a session; not where the person's password is another one by now.
pub(crate) async fn begin(conn: &mut Conn, new: &NewSession) -> Result<bool, StoreError> {
    let begun = query(
        // Run again after its answer was lost, the transaction finds its own row.
        "INSERT INTO user_session (token_hash, user_id, created_ms, seen_ms, ends_ms, user_agent) \
         SELECT $1, id, $3, $3, $4, $5 FROM users WHERE id = $2 AND password_hash = $6 \
         ON CONFLICT (token_hash) DO UPDATE SET seen_ms = excluded.seen_ms",
    )
    .bind(&new.token_hash)
    .bind(&new.user_id)
    .bind(new.created_ms)
    .bind(new.ends_ms)
    .bind(&new.user_agent)
    .bind(&new.password_hash)
    .execute(conn)
    .await?;
    Ok(begun == 1)
}

/// Notes that a session was used.
pub(crate) async fn seen(conn: &mut Conn, token_hash: &str, now_ms: i64) -> Result<(), StoreError> {
    query("UPDATE user_session SET seen_ms = $2 WHERE token_hash = $1 AND seen_ms < $2")
        .bind(token_hash)
        .bind(now_ms)
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends a session.
pub(crate) async fn end(conn: &mut Conn, token_hash: &str) -> Result<(), StoreError> {
    query("DELETE FROM user_session WHERE token_hash = $1")
        .bind(token_hash)
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends every session of a person; answers how many there were.
pub(crate) async fn end_all(conn: &mut Conn, user_id: &str) -> Result<u64, StoreError> {
    query("DELETE FROM user_session WHERE user_id = $1")
        .bind(user_id)
        .execute(conn)
        .await
}

/// Forgets sessions that are over: not used since `seen_before_ms`, or at their end.
pub(crate) async fn forget(
    conn: &mut Conn,
    seen_before_ms: i64,
    now_ms: i64,
) -> Result<(), StoreError> {
    query("DELETE FROM user_session WHERE seen_ms <= $1 OR ends_ms <= $2")
        .bind(seen_before_ms)
        .bind(now_ms)
        .execute(conn)
        .await?;
    Ok(())
}
