//! Staff and locations as their owners write them. Both are rows of the same kind; only what they
//! say differs.

use booking_contract::owner::{LocationDraft, LocationRow, StaffDraft, StaffRow, Towards};

use super::calendar_rows::text;
use super::service_rows::moved;
use super::{Conn, StoreError, catalog_lists, query};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    /// Members of staff.
    Staff,
    /// Locations.
    Location,
}

/// The statement for each table.
macro_rules! of {
    ($table:expr, $before:literal, $after:literal) => {
        match $table {
            Table::Staff => concat!($before, "staff", $after),
            Table::Location => concat!($before, "location", $after),
        }
    };
}

/// A member of staff of a business.
pub(crate) async fn staff(
    conn: &mut Conn,
    business_id: &str,
    id: &str,
) -> Result<Option<StaffRow>, StoreError> {
    let all = catalog_lists::staff(conn, business_id).await?;
    Ok(all.into_iter().find(|member| member.id.as_str() == id))
}

/// A location of a business.
pub(crate) async fn location(
    conn: &mut Conn,
    business_id: &str,
    id: &str,
) -> Result<Option<LocationRow>, StoreError> {
    let all = catalog_lists::locations(conn, business_id).await?;
    Ok(all.into_iter().find(|location| location.id.as_str() == id))
}

/// Adds a row of which nothing is written yet, the last of its table; false where this id is there
/// already.
pub(crate) async fn insert(
    conn: &mut Conn,
    table: Table,
    business_id: &str,
    id: &str,
) -> Result<bool, StoreError> {
    let added = query(match table {
        Table::Staff => {
            "INSERT INTO staff (id, business_id, name, position) SELECT $1, $2, '', \
             COALESCE(MAX(s.position), 0) + 1 FROM staff s WHERE s.business_id = $2 \
             ON CONFLICT (id) DO NOTHING"
        }
        Table::Location => {
            "INSERT INTO location (id, business_id, name, position) SELECT $1, $2, '', \
             COALESCE(MAX(l.position), 0) + 1 FROM location l WHERE l.business_id = $2 \
             ON CONFLICT (id) DO NOTHING"
        }
    })
    .bind(id)
    .bind(business_id)
    .execute(conn)
    .await?;
    Ok(added == 1)
}

/// Makes another writing of a row of the business; false where it is not this one any more.
pub(crate) async fn lock(
    conn: &mut Conn,
    table: Table,
    business_id: &str,
    id: &str,
    version: Option<i64>,
) -> Result<bool, StoreError> {
    let changed = query(of!(
        table,
        "UPDATE ",
        " SET version = version + 1 WHERE id = $1 AND business_id = $2 \
         AND version = COALESCE($3, version)"
    ))
    .bind(id)
    .bind(business_id)
    .bind(version)
    .execute(conn)
    .await?;
    Ok(changed == 1)
}

/// Writes what a locked member of staff is from now on.
pub(crate) async fn write_staff(
    conn: &mut Conn,
    id: &str,
    draft: &StaffDraft,
) -> Result<(), StoreError> {
    query("UPDATE staff SET name = $2, role = $3, locations = $4 WHERE id = $1")
        .bind(id)
        .bind(draft.name.as_str())
        .bind(draft.role.as_str())
        .bind(text(&draft.locations)?)
        .execute(conn)
        .await?;
    Ok(())
}

/// Writes what a locked location is from now on.
pub(crate) async fn write_location(
    conn: &mut Conn,
    id: &str,
    draft: &LocationDraft,
) -> Result<(), StoreError> {
    query("UPDATE location SET name = $2, address = $3 WHERE id = $1")
        .bind(id)
        .bind(draft.name.as_str())
        .bind(draft.address.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes a locked row out of what guests can choose, or puts it back.
pub(crate) async fn set_active(
    conn: &mut Conn,
    table: Table,
    id: &str,
    active: bool,
) -> Result<(), StoreError> {
    query(of!(table, "UPDATE ", " SET active = $2 WHERE id = $1"))
        .bind(id)
        .bind(i64::from(active))
        .execute(conn)
        .await?;
    Ok(())
}

/// Moves a row one place among those that are active; false where it is at the end.
pub(crate) async fn reorder(
    conn: &mut Conn,
    table: Table,
    business_id: &str,
    id: &str,
    to: Towards,
) -> Result<bool, StoreError> {
    let rows = query(of!(
        table,
        "SELECT id FROM ",
        " WHERE business_id = $1 AND active = 1 ORDER BY position, id"
    ))
    .bind(business_id)
    .fetch_all(&mut *conn)
    .await?;
    let ids = rows.iter().map(|row| row.get("id"));
    let mut ids: Vec<String> = ids.collect::<Result<_, _>>()?;
    if !moved(&mut ids, id, to) {
        return Ok(false);
    }
    for (place, id) in (1_i64..).zip(&ids) {
        query(of!(
            table,
            "UPDATE ",
            " SET position = $2 WHERE id = $1 AND position <> $2"
        ))
        .bind(id)
        .bind(place)
        .execute(&mut *conn)
        .await?;
    }
    Ok(true)
}
