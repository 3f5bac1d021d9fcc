//! Services as their owners write them.

use booking_contract::owner::{
    AddOnDraft, OfferedAddOn, OfferedVariation, ServiceDraft, ServiceView, Towards, VariationDraft,
};
use booking_engine::{CalendarId, ServiceId};

use super::calendar_rows::text;
use super::services::read_service;
use super::{Conn, Row, StoreError, parsed, query};

/// A service of a business.
pub(crate) async fn find(
    conn: &mut Conn,
    business_id: &str,
    id: &ServiceId,
) -> Result<Option<ServiceView>, StoreError> {
    let row = query(
        "SELECT s.id, s.calendar_id, s.version, s.name, s.description, s.unit_price_minor, \
         s.duration_minutes, s.interval_minutes, s.buffer_before_minutes, \
         s.buffer_after_minutes, s.capacity, s.attendees_max, s.category, s.cover, s.private, \
         s.archived, s.locations, s.variations, s.add_ons, s.staff, s.tax \
         FROM service s JOIN calendar c ON c.id = s.calendar_id \
         WHERE s.id = $1 AND c.business_id = $2",
    )
    .bind(id.as_str())
    .bind(business_id)
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<ServiceView, StoreError> {
    let service = read_service(row)?;
    let variations = service.variations.iter().map(read_variation);
    let add_ons = service.add_ons.iter().map(read_add_on);
    Ok(ServiceView {
        calendar_id: parsed(&row.get::<String>("calendar_id")?, "calendar id")?,
        version: row.get("version")?,
        archived: service.archived,
        draft: ServiceDraft {
            name: parsed(&service.name, "name of a service")?,
            description: parsed(&service.description, "description of a service")?,
            category: service.category,
            cover: service.cover,
            private: service.private,
            unit_price_minor: service.unit_price_minor,
            duration_minutes: service.times.duration_minutes,
            interval_minutes: service.times.interval_minutes,
            buffer_before_minutes: service.times.buffer_before_minutes,
            buffer_after_minutes: service.times.buffer_after_minutes,
            capacity: service.times.capacity,
            attendees_max: service.attendees_max,
            locations: service.locations,
            variations: variations.collect::<Result<_, _>>()?,
            add_ons: add_ons.collect::<Result<_, _>>()?,
            staff: service.staff,
            tax: service.tax,
        },
        id: service.id,
    })
}

fn read_variation(variation: &OfferedVariation) -> Result<VariationDraft, StoreError> {
    Ok(VariationDraft {
        id: Some(variation.id.clone()),
        name: parsed(&variation.name, "name of a variation")?,
        unit_price_minor: variation.unit_price_minor,
        duration_minutes: variation.duration_minutes,
    })
}

fn read_add_on(add_on: &OfferedAddOn) -> Result<AddOnDraft, StoreError> {
    Ok(AddOnDraft {
        id: Some(add_on.id.clone()),
        name: parsed(&add_on.name, "name of an add-on")?,
        description: parsed(&add_on.description, "description of an add-on")?,
        unit_price_minor: add_on.unit_price_minor,
        quantity_max: add_on.quantity_max,
    })
}

/// How many services a business has.
pub(crate) async fn count(conn: &mut Conn, business_id: &str) -> Result<i64, StoreError> {
    query(
        "SELECT COUNT(*) AS services FROM service s JOIN calendar c ON c.id = s.calendar_id \
         WHERE c.business_id = $1",
    )
    .bind(business_id)
    .fetch_one(conn)
    .await?
    .get("services")
}

/// Adds a service of which nothing is written yet, the last of its calendar; false where this id
/// is there already.
pub(crate) async fn insert(
    conn: &mut Conn,
    calendar: &CalendarId,
    id: &ServiceId,
) -> Result<bool, StoreError> {
    let added = query(
        "INSERT INTO service (id, calendar_id, position, name, unit_price_minor, \
         duration_minutes, interval_minutes) SELECT $1, $2, COALESCE(MAX(s.position), 0) + 1, \
         '', 0, 60, 60 FROM service s WHERE s.calendar_id = $2 ON CONFLICT (id) DO NOTHING",
    )
    .bind(id.as_str())
    .bind(calendar.as_str())
    .execute(conn)
    .await?;
    Ok(added == 1)
}

/// Makes another writing of a service of the business; false where it is not this one any more.
pub(crate) async fn lock(
    conn: &mut Conn,
    business_id: &str,
    id: &ServiceId,
    version: Option<i64>,
) -> Result<bool, StoreError> {
    let changed = query(
        "UPDATE service SET version = version + 1 WHERE id = $1 \
         AND version = COALESCE($3, version) AND EXISTS (SELECT 1 FROM calendar c \
         WHERE c.id = service.calendar_id AND c.business_id = $2)",
    )
    .bind(id.as_str())
    .bind(business_id)
    .bind(version)
    .execute(conn)
    .await?;
    Ok(changed == 1)
}

/// Writes what a locked service says from now on. Its forms and add-ons have their ids.
pub(crate) async fn write(
    conn: &mut Conn,
    id: &ServiceId,
    draft: &ServiceDraft,
) -> Result<(), StoreError> {
    query(
        "UPDATE service SET name = $2, description = $3, unit_price_minor = $4, \
         duration_minutes = $5, interval_minutes = $6, buffer_before_minutes = $7, \
         buffer_after_minutes = $8, capacity = $9, attendees_max = $10, category = $11, \
         cover = $12, private = $13, locations = $14, variations = $15, add_ons = $16, \
         staff = $17, tax = $18 WHERE id = $1",
    )
    .bind(id.as_str())
    .bind(draft.name.as_str())
    .bind(draft.description.as_str())
    .bind(draft.unit_price_minor)
    .bind(i64::from(draft.duration_minutes))
    .bind(i64::from(draft.interval_minutes))
    .bind(i64::from(draft.buffer_before_minutes))
    .bind(i64::from(draft.buffer_after_minutes))
    .bind(i64::from(draft.capacity))
    .bind(i64::from(draft.attendees_max))
    .bind(draft.category.clone())
    .bind(draft.cover.clone())
    .bind(i64::from(draft.private))
    .bind(text(&draft.locations)?)
    .bind(text(&draft.variations)?)
    .bind(text(&draft.add_ons)?)
    .bind(text(&draft.staff)?)
    .bind(draft.tax.as_ref().map(text).transpose()?)
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts a locked service away, or brings it back.
pub(crate) async fn archive(conn: &mut Conn, id: &ServiceId, away: bool) -> Result<(), StoreError> {
    query("UPDATE service SET archived = $2 WHERE id = $1")
        .bind(id.as_str())
        .bind(i64::from(away))
        .execute(conn)
        .await?;
    Ok(())
}

/// Moves a service one place among those of its calendar that are not put away; false where it is
/// at the end.
pub(crate) async fn reorder(
    conn: &mut Conn,
    calendar: &CalendarId,
    id: &ServiceId,
    to: Towards,
) -> Result<bool, StoreError> {
    let rows = query(
        "SELECT id FROM service WHERE calendar_id = $1 AND archived = 0 ORDER BY position, id",
    )
    .bind(calendar.as_str())
    .fetch_all(&mut *conn)
    .await?;
    let mut ids: Vec<String> = rows
        .iter()
        .map(|row| row.get("id"))
        .collect::<Result<_, _>>()?;
    if !moved(&mut ids, id.as_str(), to) {
        return Ok(false);
    }
    // Places are counted anew: they may have gaps, or be the same twice.
    for (place, id) in (1_i64..).zip(&ids) {
        query("UPDATE service SET position = $2 WHERE id = $1 AND position <> $2")
            .bind(id)
            .bind(place)
            .execute(&mut *conn)
            .await?;
    }
    Ok(true)
}

/// Moves an id one place in a list; false where it is at the end, or not there.
pub(super) fn moved(ids: &mut [String], id: &str, to: Towards) -> bool {
    let Some(place) = ids.iter().position(|one| one == id) else {
        return false;
    };
    let other = match to {
        Towards::First => place.checked_sub(1),
        Towards::Last => Some(place + 1).filter(|other| *other < ids.len()),
    };
    if let Some(other) = other {
        ids.swap(place, other);
    }
    other.is_some()
}
