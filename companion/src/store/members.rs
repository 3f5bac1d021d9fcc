//! Members of a business, page by page.

use booking_contract::owner::MemberView;

use super::{Conn, Row, StoreError, named, parsed, query};

/// The members after one of them, by name.
pub(crate) async fn page(
    conn: &mut Conn,
    business_id: &str,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<MemberView>, StoreError> {
    let rows = match after {
        None => {
            query(
                "SELECT u.id, u.name, u.email, m.role FROM membership m \
                 JOIN users u ON u.id = m.user_id WHERE m.business_id = $1 \
                 ORDER BY u.name, u.id LIMIT $2",
            )
            .bind(business_id)
            .bind(limit)
            .fetch_all(conn)
            .await?
        }
        Some(after) => {
            query(
                "SELECT u.id, u.name, u.email, m.role FROM membership m \
                 JOIN users u ON u.id = m.user_id WHERE m.business_id = $1 \
                 AND (u.name, u.id) > (SELECT name, id FROM users WHERE id = $3) \
                 ORDER BY u.name, u.id LIMIT $2",
            )
            .bind(business_id)
            .bind(limit)
            .bind(after)
            .fetch_all(conn)
            .await?
        }
    };
    rows.iter().map(read).collect()
}

/// One of them.
pub(crate) async fn find(
    conn: &mut Conn,
    business_id: &str,
    user_id: &str,
) -> Result<Option<MemberView>, StoreError> {
    let row = query(
        "SELECT u.id, u.name, u.email, m.role FROM membership m \
         JOIN users u ON u.id = m.user_id WHERE m.business_id = $1 AND m.user_id = $2",
    )
    .bind(business_id)
    .bind(user_id)
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<MemberView, StoreError> {
    Ok(MemberView {
        id: row.get("id")?,
        name: row.get("name")?,
        email: parsed(&row.get::<String>("email")?, "e-mail address")?,
        role: named(&row.get::<String>("role")?, "role")?,
    })
}
