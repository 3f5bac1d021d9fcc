//! Endpoints of businesses, the types of events they want, and the secrets that sign for them.

use super::{Conn, Row, StoreError, query};

/// An endpoint as the books keep it. Instants are milliseconds since the epoch.
#[derive(Clone, Debug)]
pub(crate) struct EndpointRow {
    /// Its id.
    pub(crate) id: String,
    /// Whose it is.
    pub(crate) business_id: String,
    /// Where it is.
    pub(crate) url: String,
    /// Whether it is told of tests, rather than of what is real.
    pub(crate) test_mode: bool,
    /// Since when it has been known.
    pub(crate) created_ms: i64,
    /// Since when it has been told nothing, and the word for why.
    pub(crate) disabled: Option<(i64, String)>,
    /// Since when nothing has got through.
    pub(crate) failing_since_ms: Option<i64>,
}

fn read(row: &Row) -> Result<EndpointRow, StoreError> {
    let disabled_ms: Option<i64> = row.get("disabled_ms")?;
    let why: Option<String> = row.get("disabled_why")?;
    Ok(EndpointRow {
        id: row.get("id")?,
        business_id: row.get("business_id")?,
        url: row.get("url")?,
        test_mode: row.get::<i64>("test_mode")? == 1,
        created_ms: row.get("created_ms")?,
        disabled: disabled_ms.zip(why),
        failing_since_ms: row.get("failing_since_ms")?,
    })
}

/// Whether there is such a business.
pub(crate) async fn business_exists(conn: &mut Conn, id: &str) -> Result<bool, StoreError> {
    let row = query("SELECT id FROM business WHERE id = $1")
        .bind(id)
        .fetch_optional(conn)
        .await?;
    Ok(row.is_some())
}

/// Writes an endpoint; one that is there already stays as it is.
pub(crate) async fn insert(
    conn: &mut Conn,
    endpoint: &EndpointRow,
    types: &[&str],
) -> Result<(), StoreError> {
    query(
        "INSERT INTO webhook_endpoint (id, business_id, url, test_mode, created_ms) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING",
    )
    .bind(&endpoint.id)
    .bind(&endpoint.business_id)
    .bind(&endpoint.url)
    .bind(i64::from(endpoint.test_mode))
    .bind(endpoint.created_ms)
    .execute(&mut *conn)
    .await?;
    subscribe(conn, &endpoint.id, types).await
}

/// Gives an endpoint another address, and has it told of these types from now on.
pub(crate) async fn edit(
    conn: &mut Conn,
    id: &str,
    url: &str,
    types: &[&str],
) -> Result<(), StoreError> {
    query("UPDATE webhook_endpoint SET url = $2 WHERE id = $1")
        .bind(id)
        .bind(url)
        .execute(&mut *conn)
        .await?;
    query("DELETE FROM webhook_subscription WHERE endpoint_id = $1")
        .bind(id)
        .execute(&mut *conn)
        .await?;
    subscribe(conn, id, types).await
}

async fn subscribe(conn: &mut Conn, id: &str, types: &[&str]) -> Result<(), StoreError> {
    for &kind in types {
        query(
            "INSERT INTO webhook_subscription (endpoint_id, type) VALUES ($1, $2) \
             ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(kind)
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// The endpoint with this id.
pub(crate) async fn find(conn: &mut Conn, id: &str) -> Result<Option<EndpointRow>, StoreError> {
    let row = query(
        "SELECT id, business_id, url, test_mode, created_ms, disabled_ms, disabled_why, \
         failing_since_ms FROM webhook_endpoint WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(read).transpose()
}

/// The endpoints of a business, or of every business, the oldest first.
pub(crate) async fn list(
    conn: &mut Conn,
    business_id: Option<&str>,
) -> Result<Vec<EndpointRow>, StoreError> {
    let rows =
        match business_id {
            Some(id) => query(
                "SELECT id, business_id, url, test_mode, created_ms, disabled_ms, disabled_why, \
                 failing_since_ms FROM webhook_endpoint WHERE business_id = $1 \
                 ORDER BY created_ms, id",
            )
            .bind(id)
            .fetch_all(conn)
            .await?,
            None => query(
                "SELECT id, business_id, url, test_mode, created_ms, disabled_ms, disabled_why, \
                 failing_since_ms FROM webhook_endpoint ORDER BY business_id, created_ms, id",
            )
            .fetch_all(conn)
            .await?,
        };
    rows.iter().map(read).collect()
}

/// The types of events that an endpoint wants; `*` is every type.
pub(crate) async fn types(conn: &mut Conn, id: &str) -> Result<Vec<String>, StoreError> {
    let rows = query("SELECT type FROM webhook_subscription WHERE endpoint_id = $1 ORDER BY type")
        .bind(id)
        .fetch_all(conn)
        .await?;
    rows.iter().map(|row| row.get("type")).collect()
}

/// The secrets that sign at this time, the newest first.
pub(crate) async fn secrets(
    conn: &mut Conn,
    id: &str,
    now_ms: i64,
) -> Result<Vec<String>, StoreError> {
    let rows = query(
        "SELECT secret FROM webhook_secret WHERE endpoint_id = $1 \
         AND (expires_ms IS NULL OR expires_ms > $2) ORDER BY created_ms DESC, secret",
    )
    .bind(id)
    .bind(now_ms)
    .fetch_all(conn)
    .await?;
    rows.iter().map(|row| row.get("secret")).collect()
}

/// Until when a secret that was replaced still signs; none where none does.
pub(crate) async fn old_secret_until(
    conn: &mut Conn,
    id: &str,
    now_ms: i64,
) -> Result<Option<i64>, StoreError> {
    let row = query(
        "SELECT MAX(expires_ms) AS until FROM webhook_secret \
         WHERE endpoint_id = $1 AND expires_ms > $2",
    )
    .bind(id)
    .bind(now_ms)
    .fetch_one(conn)
    .await?;
    row.get("until")
}

/// Whether a secret is an endpoint's already.
pub(crate) async fn has_secret(
    conn: &mut Conn,
    id: &str,
    secret: &str,
) -> Result<bool, StoreError> {
    let row = query("SELECT secret FROM webhook_secret WHERE endpoint_id = $1 AND secret = $2")
        .bind(id)
        .bind(secret)
        .fetch_optional(conn)
        .await?;
    Ok(row.is_some())
}

/// Adds a secret. Those before it sign until `others_until_ms`, unless they end sooner, and
/// those that have ended are gone.
pub(crate) async fn add_secret(
    conn: &mut Conn,
    id: &str,
    secret: &str,
    others_until_ms: i64,
    now_ms: i64,
) -> Result<(), StoreError> {
    query("DELETE FROM webhook_secret WHERE endpoint_id = $1 AND expires_ms <= $2")
        .bind(id)
        .bind(now_ms)
        .execute(&mut *conn)
        .await?;
    query(
        "UPDATE webhook_secret SET expires_ms = $3 WHERE endpoint_id = $1 AND secret <> $2 \
         AND (expires_ms IS NULL OR expires_ms > $3)",
    )
    .bind(id)
    .bind(secret)
    .bind(others_until_ms)
    .execute(&mut *conn)
    .await?;
    query(
        "INSERT INTO webhook_secret (endpoint_id, secret, created_ms) VALUES ($1, $2, $3) \
         ON CONFLICT DO NOTHING",
    )
    .bind(id)
    .bind(secret)
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(())
}

/// Tells an endpoint nothing from now on; false where it is told nothing already.
pub(crate) async fn disable(
    conn: &mut Conn,
    id: &str,
    why: &str,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let disabled = query(
        "UPDATE webhook_endpoint SET disabled_ms = $2, disabled_why = $3 \
         WHERE id = $1 AND disabled_ms IS NULL",
    )
    .bind(id)
    .bind(now_ms)
    .bind(why)
    .execute(conn)
    .await?;
    Ok(disabled == 1)
}

/// Tells an endpoint everything again, what has waited meanwhile at once.
pub(crate) async fn enable(conn: &mut Conn, id: &str, now_ms: i64) -> Result<(), StoreError> {
    query(
        "UPDATE webhook_endpoint SET disabled_ms = NULL, disabled_why = NULL, \
         failing_since_ms = NULL, wait_until_ms = NULL WHERE id = $1",
    )
    .bind(id)
    .execute(&mut *conn)
    .await?;
    query(
        "UPDATE webhook_delivery SET due_since_ms = $2, next_at_ms = $2, hastened = 0 \
         WHERE endpoint_id = $1 AND state = 'due' AND leased = 0",
    )
    .bind(id)
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets an endpoint with its secrets, deliveries and log.
pub(crate) async fn remove(conn: &mut Conn, id: &str) -> Result<(), StoreError> {
    for statement in [
        "DELETE FROM webhook_attempt WHERE endpoint_id = $1",
        "DELETE FROM webhook_delivery WHERE endpoint_id = $1",
        "DELETE FROM webhook_secret WHERE endpoint_id = $1",
        "DELETE FROM webhook_subscription WHERE endpoint_id = $1",
        "DELETE FROM webhook_endpoint WHERE id = $1",
    ] {
        query(statement).bind(id).execute(&mut *conn).await?;
    }
    Ok(())
}

/// Nothing got through, since now if that is new; the receiver may have asked us to wait.
/// Answers since when.
pub(crate) async fn note_failure(
    conn: &mut Conn,
    id: &str,
    wait_until_ms: Option<i64>,
    now_ms: i64,
) -> Result<Option<i64>, StoreError> {
    let row = query(
        "UPDATE webhook_endpoint SET failing_since_ms = COALESCE(failing_since_ms, $2), \
         wait_until_ms = COALESCE($3, wait_until_ms) WHERE id = $1 RETURNING failing_since_ms",
    )
    .bind(id)
    .bind(now_ms)
    .bind(wait_until_ms)
    .fetch_optional(conn)
    .await?;
    row.map(|row| row.get("failing_since_ms")).transpose()
}

/// Something got through; answers since when nothing did before that.
pub(crate) async fn note_success(conn: &mut Conn, id: &str) -> Result<Option<i64>, StoreError> {
    let row = query(
        "SELECT failing_since_ms FROM webhook_endpoint \
         WHERE id = $1 AND failing_since_ms IS NOT NULL",
    )
    .bind(id)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    // Of several at once, one has ended it.
    let changed = query(
        "UPDATE webhook_endpoint SET failing_since_ms = NULL, wait_until_ms = NULL \
         WHERE id = $1 AND failing_since_ms IS NOT NULL",
    )
    .bind(id)
    .execute(conn)
    .await?;
    if changed == 1 {
        row.get("failing_since_ms")
    } else {
        Ok(None)
    }
}
