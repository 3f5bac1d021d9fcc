//! Origins whose pages may embed a business's widgets; `catalog` reads them for guests.

use super::{Conn, StoreError, query};

/// Adds an origin.
pub(crate) async fn add(
    conn: &mut Conn,
    business_id: &str,
    origin: &str,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO business_origin (business_id, origin) VALUES ($1, $2) ON CONFLICT DO NOTHING",
    )
    .bind(business_id)
    .bind(origin)
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes one away.
pub(crate) async fn remove(
    conn: &mut Conn,
    business_id: &str,
    origin: &str,
) -> Result<(), StoreError> {
    query("DELETE FROM business_origin WHERE business_id = $1 AND origin = $2")
        .bind(business_id)
        .bind(origin)
        .execute(conn)
        .await?;
    Ok(())
}
