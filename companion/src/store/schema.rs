//! The schema's versions, applied in order inside one transaction.

use super::db::{append_only, postgres, script};
use super::{Conn, StoreError, order_words, query};
use crate::secret::Secret;

/// Every step of the schema with its version, which is the number of its file, in their order.
const STEPS: &[(i64, &str)] = &[
    (1, include_str!("../../migrations/0001_books.sql")),
    (2, include_str!("../../migrations/0002_orders.sql")),
    (3, include_str!("../../migrations/0003_outbox.sql")),
    (4, include_str!("../../migrations/0004_menu.sql")),
    (5, include_str!("../../migrations/0005_first_purchases.sql")),
    (6, include_str!("../../migrations/0006_passed.sql")),
    (7, include_str!("../../migrations/0007_member_token.sql")),
    (8, include_str!("../../migrations/0008_owners.sql")),
    (9, include_str!("../../migrations/0009_coupons.sql")),
    (10, include_str!("../../migrations/0010_payments.sql")),
    (11, include_str!("../../migrations/0011_catalog.sql")),
    (12, include_str!("../../migrations/0012_business.sql")),
    (13, include_str!("../../migrations/0013_booked_by.sql")),
    (14, include_str!("../../migrations/0014_keys.sql")),
    (15, include_str!("../../migrations/0015_webhook_log.sql")),
    (
        16,
        include_str!("../../migrations/0016_coupon_previews.sql"),
    ),
    (17, include_str!("../../migrations/0017_order_ids.sql")),
    (
        18,
        include_str!("../../migrations/0018_codes_at_stripe.sql"),
    ),
];

/// The version in which orders are found by words, which no statement can take from their rows.
const WITH_WORDS: i64 = 10;

/// Tables whose rows are only ever added, and what a database answers to anything else.
const APPEND_ONLY: &[&str] = &["order_transaction", "owner_log"];

/// Brings the schema to this version and answers the instance's secret.
pub(super) async fn prepare(conn: &mut Conn) -> Result<Secret, StoreError> {
    postgres::lock_schema(conn).await?;
    postgres::order_by_bytes(conn).await?;
    migrate(conn).await?;
    secret(conn).await
}

/// Brings the schema to the latest version this companion knows.
async fn migrate(conn: &mut Conn) -> Result<(), StoreError> {
    script(
        conn,
        "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)",
    )
    .await?;
    let row = query("SELECT COALESCE(MAX(version), 0) AS version FROM schema_version")
        .fetch_one(&mut *conn)
        .await?;
    let found: i64 = row.get("version")?;
    let known = STEPS.last().map_or(0, |(version, _)| *version);
    if found > known {
        return Err(StoreError::NewerSchema { found, known });
    }
    for (version, step) in STEPS {
        if *version > found {
            script(conn, step).await?;
            if *version == WITH_WORDS {
                order_words::fill(conn).await?;
            }
            query("INSERT INTO schema_version (version) VALUES ($1)")
                .bind(*version)
                .execute(&mut *conn)
                .await?;
        }
    }
    if found < known {
        for table in APPEND_ONLY {
            append_only(conn, table).await?;
        }
    }
    Ok(())
}

/// The instance's secret, made at the first start.
async fn secret(conn: &mut Conn) -> Result<Secret, StoreError> {
    let fresh = Secret::random().ok_or(StoreError::Randomness)?;
    query("INSERT INTO secret (name, value_hex) VALUES ('instance', $1) ON CONFLICT (name) DO NOTHING")
        .bind(fresh.to_hex())
        .execute(&mut *conn)
        .await?;
    let row = query("SELECT value_hex FROM secret WHERE name = 'instance'")
        .fetch_one(&mut *conn)
        .await?;
    let hex: String = row.get("value_hex")?;
    Secret::from_hex(&hex).ok_or(StoreError::Malformed("instance secret"))
}
