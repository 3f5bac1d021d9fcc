//! Businesses: the rows that everything else of an owner's belongs to.

use booking_contract::owner::Plan;
use booking_engine::Currency;
use chrono_tz::Tz;

use super::{Conn, Row, StoreError, named, parsed, query};

/// A business.
#[derive(Clone, Debug)]
pub(crate) struct Business {
    /// The id, as in addresses.
    pub(crate) id: String,
    /// The name.
    pub(crate) name: String,
    /// The time zone.
    pub(crate) zone: Tz,
    /// The currency.
    pub(crate) currency: Currency,
    /// What it pays for.
    pub(crate) plan: Plan,
}

/// The business of an id.
pub(crate) async fn find(conn: &mut Conn, id: &str) -> Result<Option<Business>, StoreError> {
    let row = query("SELECT id, name, time_zone, currency, plan FROM business WHERE id = $1")
        .bind(id)
        .fetch_optional(conn)
        .await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<Business, StoreError> {
    Ok(Business {
        id: row.get("id")?,
        name: row.get("name")?,
        zone: parsed(&row.get::<String>("time_zone")?, "time zone")?,
        currency: parsed(&row.get::<String>("currency")?, "currency")?,
        plan: named(&row.get::<String>("plan")?, "plan")?,
    })
}
