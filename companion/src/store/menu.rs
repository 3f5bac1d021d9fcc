//! Who performs services, where, and when they do.

use std::collections::BTreeMap;

use booking_contract::{LocationInfo, StaffInfo};
use booking_engine::{CalendarId, LocationId, StaffId};

use super::catalog::Calendar;
use super::services::OfferedService;
use super::{Conn, Query, Row, StoreError, fetch_each, json, parsed, query, small};
use crate::slots::{Hours, Weekly};

/// Staff and locations of a calendar, in the order to show.
#[derive(Clone, Debug, Default)]
pub(crate) struct Menu {
    /// Who is there.
    pub(crate) staff: Vec<Member>,
    /// Where guests may go.
    pub(crate) locations: Vec<Place>,
}

/// A member of staff.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// As a guest sees them.
    pub(crate) info: StaffInfo,
    /// When they work; none: whenever the business is open.
    pub(crate) hours: Option<Weekly>,
}

/// A location.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// As a guest sees it.
    pub(crate) info: LocationInfo,
    /// When it is open; none: whenever the business is.
    pub(crate) hours: Option<Weekly>,
}

/// Staff and locations of a calendar, if any of these services or the calendar itself has some:
/// then one more question to the books.
pub(crate) async fn of_calendar(
    conn: &mut Conn,
    calendar: &Calendar,
    services: &[OfferedService],
) -> Result<Menu, StoreError> {
    if matters(calendar, services) {
        load(conn, calendar).await
    } else {
        Ok(Menu::default())
    }
}

/// Whether staff or locations matter to these services of a calendar.
pub(crate) fn matters<'s>(
    calendar: &Calendar,
    services: impl IntoIterator<Item = &'s OfferedService>,
) -> bool {
    let mut services = services.into_iter();
    !calendar.locations.is_empty() || services.any(|service| !service.staff.is_empty())
}

/// Staff and locations of a calendar.
pub(crate) async fn load(conn: &mut Conn, calendar: &Calendar) -> Result<Menu, StoreError> {
    let [staff, locations, hours] = select(&calendar.id);
    let [staff, locations, hours] = fetch_each(conn, [staff, locations, hours]).await?;
    let mut hours = read_hours(&hours)?;
    let staff = staff.iter().map(|row| read_member(row, &mut hours));
    let staff = staff.collect::<Result<_, _>>()?;
    let places = locations.iter().map(|row| read_place(row, &mut hours));
    let places: Vec<Place> = places.collect::<Result<_, _>>()?;
    let known = |id: &LocationId| places.iter().find(|place| place.info.id == *id).cloned();
    Ok(Menu {
        staff,
        locations: calendar.locations.iter().filter_map(known).collect(),
    })
}

impl Menu {
    /// The member of staff of that id.
    pub(crate) fn member(&self, id: &StaffId) -> Option<&Member> {
        self.staff.iter().find(|member| member.info.id == *id)
    }

    /// The location of that id.
    pub(crate) fn place(&self, id: &LocationId) -> Option<&Place> {
        self.locations.iter().find(|place| place.info.id == *id)
    }
}

impl Member {
    /// Whether they work at a location.
    pub(crate) fn is_at(&self, location: Option<&LocationId>) -> bool {
        let own = &self.info.locations;
        location.is_none_or(|at| own.is_empty() || own.contains(at))
    }
}

fn select(calendar: &CalendarId) -> [Query<'_>; 3] {
    [
        "SELECT s.id, s.name, s.role, s.locations FROM calendar k \
         JOIN staff s ON s.business_id = k.business_id WHERE k.id = $1 AND s.active = 1 \
         ORDER BY s.position, s.id",
        "SELECT l.id, l.name, l.address FROM calendar k \
         JOIN location l ON l.business_id = k.business_id WHERE k.id = $1 AND l.active = 1",
        "SELECT h.owner, h.weekday, h.opens_minute, h.closes_minute FROM calendar k \
         JOIN own_hours h ON h.business_id = k.business_id WHERE k.id = $1 \
         ORDER BY h.opens_minute",
    ]
    .map(|statement| query(statement).bind(calendar.as_str()))
}

fn read_hours(rows: &[Row]) -> Result<BTreeMap<String, Weekly>, StoreError> {
    let mut hours: BTreeMap<String, Weekly> = BTreeMap::new();
    for row in rows {
        let weekly = hours.entry(row.get("owner")?).or_default();
        let day = weekly.entry(small(row.get("weekday")?, "weekday")?);
        day.or_default().push(Hours {
            opens_minute: small(row.get("opens_minute")?, "opening hour")?,
            closes_minute: small(row.get("closes_minute")?, "closing hour")?,
        });
    }
    Ok(hours)
}

fn read_member(row: &Row, hours: &mut BTreeMap<String, Weekly>) -> Result<Member, StoreError> {
    let id: String = row.get("id")?;
    Ok(Member {
        hours: hours.remove(&format!("staff:{id}")),
        info: StaffInfo {
            id: parsed(&id, "staff id")?,
            name: row.get("name")?,
            role: row.get("role")?,
            locations: json(
                &row.get::<String>("locations")?,
                "list of a member's locations",
            )?,
        },
    })
}

fn read_place(row: &Row, hours: &mut BTreeMap<String, Weekly>) -> Result<Place, StoreError> {
    let info = read_location(row)?;
    Ok(Place {
        hours: hours.remove(&format!("location:{}", info.id)),
        info,
    })
}

fn read_location(row: &Row) -> Result<LocationInfo, StoreError> {
    Ok(LocationInfo {
        id: parsed(&row.get::<String>("id")?, "location id")?,
        name: row.get("name")?,
        address: row.get("address")?,
    })
}
