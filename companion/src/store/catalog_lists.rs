//! What a business sells, by whom and where, for those who work there. A business has few of
//! each, so that lists are read whole.

use booking_contract::owner::{CalendarRow, LocationRow, ServiceRow, StaffRow};
use booking_engine::CalendarId;

use super::services::read_service;
use super::{Conn, Row, StoreError, json, named, parsed, query, small};

/// The calendars of a business, by title.
pub(crate) async fn calendars(
    conn: &mut Conn,
    business_id: &str,
) -> Result<Vec<CalendarRow>, StoreError> {
    let rows = query(
        "SELECT c.id, c.title, c.style, c.accent, c.cover, c.payments, c.coupons, c.test_mode, \
         c.archived, (SELECT COUNT(*) FROM service s WHERE s.calendar_id = c.id \
         AND s.archived = 0) AS services \
         FROM calendar c WHERE c.business_id = $1 ORDER BY c.title, c.id",
    )
    .bind(business_id)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_calendar).collect()
}

fn read_calendar(row: &Row) -> Result<CalendarRow, StoreError> {
    let switch = |name| Ok::<_, StoreError>(row.get::<i64>(name)? == 1);
    Ok(CalendarRow {
        id: parsed(&row.get::<String>("id")?, "calendar id")?,
        title: row.get("title")?,
        style: named(&row.get::<String>("style")?, "style")?,
        accent: row.get("accent")?,
        cover: row.get("cover")?,
        payments: switch("payments")?,
        coupons: switch("coupons")?,
        test_mode: switch("test_mode")?,
        archived: switch("archived")?,
        services: small(row.get("services")?, "number of services")?,
    })
}

/// The services of a business, or of one of its calendars, in the order to show.
pub(crate) async fn services(
    conn: &mut Conn,
    business_id: &str,
    calendar: Option<&CalendarId>,
) -> Result<Vec<ServiceRow>, StoreError> {
    let rows = query(
        "SELECT s.id, s.calendar_id, s.name, s.description, s.unit_price_minor, \
         s.duration_minutes, s.interval_minutes, s.buffer_before_minutes, \
         s.buffer_after_minutes, s.capacity, s.attendees_max, s.category, s.cover, s.private, \
         s.archived, s.locations, s.variations, s.add_ons, s.staff, s.tax \
         FROM calendar c JOIN service s ON s.calendar_id = c.id \
         WHERE c.business_id = $1 AND ($2 = '' OR c.id = $2) \
         ORDER BY c.title, c.id, s.position, s.id",
    )
    .bind(business_id)
    .bind(calendar.map_or("", CalendarId::as_str))
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_row).collect()
}

fn read_row(row: &Row) -> Result<ServiceRow, StoreError> {
    let service = read_service(row)?;
    Ok(ServiceRow {
        calendar_id: parsed(&row.get::<String>("calendar_id")?, "calendar id")?,
        archived: service.archived,
        id: service.id,
        name: service.name,
        category: service.category,
        duration_minutes: service.times.duration_minutes,
        unit_price_minor: service.unit_price_minor,
        capacity: service.times.capacity,
        attendees_max: service.attendees_max,
        private: service.private,
        variations: service.variations,
        add_ons: service.add_ons,
        staff: service.staff,
        locations: service.locations,
    })
}

/// The staff of a business, in the order to show.
pub(crate) async fn staff(conn: &mut Conn, business_id: &str) -> Result<Vec<StaffRow>, StoreError> {
    let rows = query(
        "SELECT id, version, name, role, locations, active FROM staff \
         WHERE business_id = $1 ORDER BY position, id",
    )
    .bind(business_id)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_staff).collect()
}

fn read_staff(row: &Row) -> Result<StaffRow, StoreError> {
    let locations: String = row.get("locations")?;
    Ok(StaffRow {
        id: parsed(&row.get::<String>("id")?, "staff id")?,
        version: row.get("version")?,
        name: row.get("name")?,
        role: row.get("role")?,
        locations: json(&locations, "list of a member's locations")?,
        active: row.get::<i64>("active")? == 1,
    })
}

/// The locations of a business, in the order to show.
pub(crate) async fn locations(
    conn: &mut Conn,
    business_id: &str,
) -> Result<Vec<LocationRow>, StoreError> {
    let rows = query(
        "SELECT id, version, name, address, active FROM location \
         WHERE business_id = $1 ORDER BY position, id",
    )
    .bind(business_id)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_location).collect()
}

fn read_location(row: &Row) -> Result<LocationRow, StoreError> {
    Ok(LocationRow {
        id: parsed(&row.get::<String>("id")?, "location id")?,
        version: row.get("version")?,
        name: row.get("name")?,
        address: row.get("address")?,
        active: row.get::<i64>("active")? == 1,
    })
}
