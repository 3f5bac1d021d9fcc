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

/// Every business, by id.
pub(crate) async fn list(conn: &mut Conn) -> Result<Vec<Business>, StoreError> {
    let rows = query("SELECT id, name, time_zone, currency, plan FROM business ORDER BY id")
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

/// Adds a business; tells whether its id was free.
pub(crate) async fn add(conn: &mut Conn, business: &Business) -> Result<bool, StoreError> {
    let added = query(
        "INSERT INTO business (id, name, time_zone, currency, plan) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
    )
    .bind(&business.id)
    .bind(&business.name)
    .bind(business.zone.name())
    .bind(business.currency.code())
    .bind(business.plan.as_str())
    .execute(conn)
    .await?;
    Ok(added == 1)
}

/// Gives a business another plan; tells whether there is such a business.
pub(crate) async fn set_plan(conn: &mut Conn, id: &str, plan: Plan) -> Result<bool, StoreError> {
    let set = query("UPDATE business SET plan = $2 WHERE id = $1")
        .bind(id)
        .bind(plan.as_str())
        .execute(conn)
        .await?;
    Ok(set == 1)
}

/// Lets other transactions that lock the business wait for the end of this one; tells whether
/// there is such a business.
pub(crate) async fn lock(conn: &mut Conn, id: &str) -> Result<bool, StoreError> {
    let locked = query("UPDATE business SET plan = plan WHERE id = $1")
        .bind(id)
        .execute(conn)
        .await?;
    Ok(locked == 1)
}
