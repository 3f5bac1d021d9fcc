//! Invitations that are open: rows by the hash of what stands in their link.

use booking_contract::EmailAddress;
use booking_contract::owner::Role;

use super::{Conn, Row, StoreError, named, parsed, query};

/// An invitation.
#[derive(Clone, Debug)]
pub(crate) struct Invitation {
    /// Its id.
    pub(crate) id: String,
    /// To which business.
    pub(crate) business_id: String,
    /// For whom.
    pub(crate) email: EmailAddress,
    /// As what.
    pub(crate) role: Role,
    /// When it ends.
    pub(crate) expires_ms: i64,
}

/// What else is written of a new one.
#[derive(Clone, Debug)]
pub(crate) struct Making {
    /// The hash of what stands in its link.
    pub(crate) token_hash: String,
    /// The one form of the address that is looked up.
    pub(crate) email_key: String,
    /// Who invites.
    pub(crate) invited_by: String,
    /// When.
    pub(crate) created_ms: i64,
}

fn read(row: &Row) -> Result<Invitation, StoreError> {
    Ok(Invitation {
        id: row.get("id")?,
        business_id: row.get("business_id")?,
        email: parsed(&row.get::<String>("email")?, "e-mail address")?,
        role: named(&row.get::<String>("role")?, "role")?,
        expires_ms: row.get("expires_ms")?,
    })
}

/// The open ones of a business, the latest first.
pub(crate) async fn open(
    conn: &mut Conn,
    business_id: &str,
    now_ms: i64,
) -> Result<Vec<Invitation>, StoreError> {
    let rows = query(
        "SELECT id, business_id, email, role, expires_ms FROM invitation \
         WHERE business_id = $1 AND expires_ms > $2 ORDER BY created_ms DESC, id",
    )
    .bind(business_id)
    .bind(now_ms)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// The open one of a link.
pub(crate) async fn find(
    conn: &mut Conn,
    token_hash: &str,
    now_ms: i64,
) -> Result<Option<Invitation>, StoreError> {
    let row = query(
        "SELECT id, business_id, email, role, expires_ms FROM invitation \
         WHERE token_hash = $1 AND expires_ms > $2",
    )
    .bind(token_hash)
    .bind(now_ms)
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(read).transpose()
}

/// Writes one, in the place of one for the same address.
pub(crate) async fn insert(
    conn: &mut Conn,
    invitation: &Invitation,
    making: &Making,
) -> Result<(), StoreError> {
    query("DELETE FROM invitation WHERE business_id = $1 AND email_key = $2")
        .bind(&invitation.business_id)
        .bind(&making.email_key)
        .execute(&mut *conn)
        .await?;
    query(
        "INSERT INTO invitation (id, token_hash, business_id, email, email_key, role, \
         invited_by, created_ms, expires_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&invitation.id)
    .bind(&making.token_hash)
    .bind(&invitation.business_id)
    .bind(invitation.email.as_str())
    .bind(&making.email_key)
    .bind(invitation.role.as_str())
    .bind(&making.invited_by)
    .bind(making.created_ms)
    .bind(invitation.expires_ms)
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends one of a business; tells whether it was there.
pub(crate) async fn withdraw(
    conn: &mut Conn,
    business_id: &str,
    id: &str,
) -> Result<bool, StoreError> {
    let withdrawn = query("DELETE FROM invitation WHERE business_id = $1 AND id = $2")
        .bind(business_id)
        .bind(id)
        .execute(conn)
        .await?;
    Ok(withdrawn == 1)
}

/// Ends those that somebody sent for a business.
pub(crate) async fn withdraw_by(
    conn: &mut Conn,
    business_id: &str,
    user_id: &str,
) -> Result<(), StoreError> {
    query("DELETE FROM invitation WHERE invited_by = $2 AND business_id = $1")
        .bind(business_id)
        .bind(user_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets those that have ended.
pub(crate) async fn forget(conn: &mut Conn, now_ms: i64) -> Result<(), StoreError> {
    query("DELETE FROM invitation WHERE expires_ms <= $1")
        .bind(now_ms)
        .execute(conn)
        .await?;
    Ok(())
}
