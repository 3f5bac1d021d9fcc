//! The schema's versions, applied in order inside one transaction.

use sqlx::{AnyConnection, Row};

use super::StoreError;
use crate::secret::Secret;

/// Every step of the schema; the version of a step is its place, counted from 1.
const STEPS: &[&str] = &[include_str!("../../migrations/0001_books.sql")];

/// Brings the schema to the latest version this companion knows.
pub(super) async fn migrate(conn: &mut AnyConnection) -> Result<(), StoreError> {
    sqlx::raw_sql(
        "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)",
    )
    .execute(&mut *conn)
    .await?;
    let row = sqlx::query("SELECT COALESCE(MAX(version), 0) AS version FROM schema_version")
        .fetch_one(&mut *conn)
        .await?;
    let found: i64 = row.try_get("version")?;
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(StoreError::NewerSchema { found, known });
    }
    for (version, step) in (1_i64..).zip(STEPS) {
        if version > found {
            sqlx::raw_sql(*step).execute(&mut *conn).await?;
            sqlx::query("INSERT INTO schema_version (version) VALUES ($1)")
                .bind(version)
                .execute(&mut *conn)
                .await?;
        }
    }
    Ok(())
}

/// The instance's secret, made at the first start.
pub(super) async fn secret(conn: &mut AnyConnection) -> Result<Secret, StoreError> {
    let fresh = Secret::random().ok_or(StoreError::Randomness)?;
    sqlx::query("INSERT INTO secret (name, value_hex) VALUES ('instance', $1) ON CONFLICT (name) DO NOTHING")
        .bind(fresh.to_hex())
        .execute(&mut *conn)
        .await?;
    let row = sqlx::query("SELECT value_hex FROM secret WHERE name = 'instance'")
        .fetch_one(&mut *conn)
        .await?;
    let hex: String = row.try_get("value_hex")?;
    Secret::from_hex(&hex).ok_or(StoreError::Malformed("instance secret"))
}
