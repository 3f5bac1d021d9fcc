//! The ids of what a business sells, by whom and where, archived or not.

use std::collections::{BTreeMap, BTreeSet};

use super::{Conn, StoreError, query};

/// What an id is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A calendar.
    Calendar,
    /// A service.
    Service,
    /// A member of staff.
    Staff,
    /// A location.
    Location,
}

/// All of a business, by their kind.
pub(crate) async fn all(
    conn: &mut Conn,
    business_id: &str,
) -> Result<BTreeMap<Kind, BTreeSet<String>>, StoreError> {
    let rows = query(
        "SELECT 'calendar' AS kind, id FROM calendar WHERE business_id = $1 \
         UNION ALL SELECT 'service' AS kind, s.id FROM calendar c \
         JOIN service s ON s.calendar_id = c.id WHERE c.business_id = $1 \
         UNION ALL SELECT 'staff' AS kind, id FROM staff WHERE business_id = $1 \
         UNION ALL SELECT 'location' AS kind, id FROM location WHERE business_id = $1",
    )
    .bind(business_id)
    .fetch_all(conn)
    .await?;
    let mut all: BTreeMap<Kind, BTreeSet<String>> = BTreeMap::new();
    for row in &rows {
        let kind = match row.get::<String>("kind")?.as_str() {
            "calendar" => Kind::Calendar,
            "service" => Kind::Service,
            "staff" => Kind::Staff,
            "location" => Kind::Location,
            _ => return Err(StoreError::Malformed("kind of what is sold")),
        };
        all.entry(kind).or_default().insert(row.get("id")?);
    }
    Ok(all)
}
