//! What somebody who performs services has to do: the seats in sessions that are theirs.

use booking_contract::Notes;
use booking_contract::owner::OwnAppointment;
use booking_engine::StaffId;

use super::orders::Booked;
use super::{Conn, Row, StoreError, json, parsed, query, small};
use crate::clock::instant;

/// Where a page begins: after this appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// When it starts.
    pub(crate) starts_ms: i64,
    /// Its order, and the place of the service in it.
    pub(crate) key: String,
}

/// The member of staff behind an account.
pub(crate) async fn staff_of(
    conn: &mut Conn,
    business_id: &str,
    user_id: &str,
) -> Result<Option<StaffId>, StoreError> {
    let row = query("SELECT id FROM staff WHERE business_id = $1 AND user_id = $2")
        .bind(business_id)
        .bind(user_id)
        .fetch_optional(conn)
        .await?;
    row.map(|row| parsed(&row.get::<String>("id")?, "staff id"))
        .transpose()
}

/// The appointments of a member of staff after a place, those of called off bookings left out.
pub(crate) async fn page(
    conn: &mut Conn,
    business_id: &str,
    staff: &StaffId,
    after: &Place,
    count_max: i64,
) -> Result<Vec<(Place, OwnAppointment)>, StoreError> {
    let rows = query(
        "SELECT t.starts_ms, t.ends_ms, h.seats, h.state, h.position, h.order_id, \
         h.order_id || ':' || h.position AS place_key, o.service_name, o.items, o.guest_name, \
         o.guest_notes, o.test_mode FROM slot_session t JOIN hold h ON h.session_id = t.id \
         JOIN orders o ON o.id = h.order_id WHERE t.resource = 'staff:' || CAST($2 AS TEXT) \
         AND t.starts_ms >= $3 AND (t.starts_ms > $3 OR h.order_id || ':' || h.position > $4) \
         AND h.state <> 'released' AND o.business_id = $1 \
         ORDER BY t.starts_ms, h.order_id || ':' || h.position LIMIT $5",
    )
    .bind(business_id)
    .bind(staff.as_str())
    .bind(after.starts_ms)
    .bind(&after.key)
    .bind(count_max)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<(Place, OwnAppointment), StoreError> {
    let text = |name| row.get::<String>(name);
    let starts_ms = row.get("starts_ms")?;
    let items = text("items")?;
    let mut booked = Booked::plain(text("service_name")?, starts_ms, row.get("ends_ms")?);
    if !items.is_empty() {
        let items: Vec<Booked> = json(&items, "list of services")?;
        let position = small(row.get("position")?, "place of a service")? as usize;
        let found = items.into_iter().nth(position);
        booked = found.ok_or(StoreError::Malformed("list of services"))?;
    }
    let notes = row.get::<Option<String>>("guest_notes")?;
    let appointment = OwnAppointment {
        order_id: text("order_id")?,
        service: booked.name,
        add_ons: booked.add_ons,
        starts_at: instant(starts_ms),
        ends_at: instant(row.get("ends_ms")?),
        seats: small(row.get("seats")?, "number of seats")?,
        name: parsed(&text("guest_name")?, "guest's name")?,
        notes: notes
            .map(|notes| parsed::<Notes>(&notes, "notes"))
            .transpose()?,
        unpaid: text("state")? == "held",
        test_mode: row.get::<i64>("test_mode")? == 1,
    };
    let key = text("place_key")?;
    Ok((Place { starts_ms, key }, appointment))
}
