//! Services: what a calendar sells, with the lists that belong to each.

use super::catalog::Calendar;
use super::menu::Menu;
use super::{Conn, Query, Row, StoreError, json, parsed, query, small};
use crate::slots::ServiceTimes;
use booking_contract::owner::{OfferedAddOn, OfferedVariation};
use booking_contract::{AddOnInfo, ServiceInfo, VariationInfo};
use booking_engine::{
    AddOn, CalendarId, LocationId, Service, ServiceId, StaffId, StaffOffer, Tax, Terms, Variation,
    VariationId,
};

/// A service.
#[derive(Clone, Debug)]
pub(crate) struct OfferedService {
    /// Its id.
    pub(crate) id: ServiceId,
    /// Its name.
    pub(crate) name: String,
    /// A sentence about it.
    pub(crate) description: String,
    /// The id of its category; empty: none.
    pub(crate) category: String,
    /// The address of a picture.
    pub(crate) cover: Option<String>,
    /// Whether it is shown only to those who come with its id.
    pub(crate) private: bool,
    /// Whether it is put away: what is booked of it stays, and nothing more can be.
    pub(crate) archived: bool,
    /// Where it takes place; empty: everywhere.
    pub(crate) locations: Vec<LocationId>,
    /// Its forms; one of them has to be chosen.
    pub(crate) variations: Vec<OfferedVariation>,
    /// What may be booked along.
    pub(crate) add_ons: Vec<OfferedAddOn>,
    /// Who performs it; empty: nobody in particular.
    pub(crate) staff: Vec<StaffOffer>,
    /// The tax on it.
    pub(crate) tax: Option<Tax>,
    /// The price for one attendee, in minor units.
    pub(crate) unit_price_minor: i64,
    /// The most attendees of one booking.
    pub(crate) attendees_max: u32,
    /// Its times and seats.
    pub(crate) times: ServiceTimes,
}

/// The services of a calendar, in the order to show.
pub(crate) async fn services(
    conn: &mut Conn,
    calendar: &CalendarId,
) -> Result<Vec<OfferedService>, StoreError> {
    read_services(&select_services(calendar).fetch_all(conn).await?)
}

/// Asks for the services of a calendar, in the order to show.
pub(crate) fn select_services(calendar: &CalendarId) -> Query<'_> {
    query(
        "SELECT id, name, description, unit_price_minor, duration_minutes, interval_minutes, \
         buffer_before_minutes, buffer_after_minutes, capacity, attendees_max, category, cover, \
         private, archived, locations, variations, add_ons, staff, tax \
         FROM service WHERE calendar_id = $1 ORDER BY position, id",
    )
    .bind(calendar.as_str())
}

/// Services that were asked for.
pub(crate) fn read_services(rows: &[Row]) -> Result<Vec<OfferedService>, StoreError> {
    rows.iter().map(read_service).collect()
}

/// The terms of a calendar for these services, without coupons and history. Staff that the menu
/// does not know perform nothing.
pub(crate) fn terms<'s>(
    calendar: &Calendar,
    services: impl IntoIterator<Item = &'s OfferedService>,
    menu: &Menu,
) -> Terms {
    let priced = services.into_iter().map(|service| {
        let service = service.priced(menu);
        if calendar.payments {
            service
        } else {
            free(service)
        }
    });
    Terms {
        services: priced.collect(),
        deposit: calendar.deposit.filter(|_| calendar.payments),
        policy: calendar.business.policy,
        ..Terms::of(calendar.id.clone(), calendar.business.currency)
    }
}

impl OfferedService {
    /// The service as a guest sees it.
    pub(crate) fn info(&self) -> ServiceInfo {
        ServiceInfo {
            id: self.id.clone(),
            name: self.name.clone(),
            description: self.description.clone(),
            duration_minutes: self.times.duration_minutes,
            category: self.category.clone(),
            cover: self.cover.clone(),
            locations: self.locations.clone(),
            variations: (self.variations.iter())
                .map(|variation| VariationInfo {
                    id: variation.id.clone(),
                    name: variation.name.clone(),
                    duration_minutes: variation.duration_minutes,
                })
                .collect(),
            add_ons: (self.add_ons.iter())
                .map(|add_on| AddOnInfo {
                    id: add_on.id.clone(),
                    name: add_on.name.clone(),
                    description: add_on.description.clone(),
                })
                .collect(),
        }
    }

    /// Its form of that id.
    pub(crate) fn variation(&self, id: &VariationId) -> Option<&OfferedVariation> {
        self.variations.iter().find(|variation| variation.id == *id)
    }

    /// Whether it takes place at a location.
    pub(crate) fn is_at(&self, location: Option<&LocationId>) -> bool {
        location.is_none_or(|at| self.locations.is_empty() || self.locations.contains(at))
    }

    /// Whether this member of staff performs it.
    pub(crate) fn is_performed_by(&self, staff: &StaffId) -> bool {
        self.staff.iter().any(|offer| offer.staff_id == *staff)
    }

    fn priced(&self, menu: &Menu) -> Service {
        let mut service =
            Service::plain(self.id.clone(), self.unit_price_minor, self.attendees_max);
        service.variations = (self.variations.iter())
            .map(|variation| Variation {
                id: variation.id.clone(),
                unit_price_minor: variation.unit_price_minor,
            })
            .collect();
        service.add_ons = (self.add_ons.iter())
            .map(|add_on| AddOn {
                id: add_on.id.clone(),
                unit_price_minor: add_on.unit_price_minor,
                quantity_max: add_on.quantity_max,
            })
            .collect();
        service.staff = (self.staff.iter())
            .filter(|offer| menu.member(&offer.staff_id).is_some())
            .cloned()
            .collect();
        service.tax = self.tax;
        service
    }
}

/// A service of a calendar that takes no payments: what it costs is no matter of the booking.
fn free(service: Service) -> Service {
    let mut free = Service::plain(service.id, 0, service.attendees_max);
    free.variations = (service.variations.into_iter())
        .map(|variation| Variation {
            unit_price_minor: 0,
            ..variation
        })
        .collect();
    free.add_ons = (service.add_ons.into_iter())
        .map(|add_on| AddOn {
            unit_price_minor: 0,
            ..add_on
        })
        .collect();
    free.staff = (service.staff.into_iter())
        .map(|offer| StaffOffer {
            own_prices: Vec::new(),
            ..offer
        })
        .collect();
    free
}

/// A service from a row with its columns.
pub(super) fn read_service(row: &Row) -> Result<OfferedService, StoreError> {
    let number = |name| row.get::<i64>(name);
    let text = |name| row.get::<String>(name);
    let tax = row.get::<Option<String>>("tax")?;
    Ok(OfferedService {
        id: parsed(&text("id")?, "service id")?,
        name: text("name")?,
        description: text("description")?,
        category: text("category")?,
        cover: row.get("cover")?,
        private: number("private")? == 1,
        archived: number("archived")? == 1,
        locations: json(&text("locations")?, "list of a service's locations")?,
        variations: json(&text("variations")?, "list of variations")?,
        add_ons: json(&text("add_ons")?, "list of add-ons")?,
        staff: json(&text("staff")?, "list of a service's staff")?,
        tax: tax.map(|tax| json(&tax, "tax")).transpose()?,
        unit_price_minor: number("unit_price_minor")?,
        attendees_max: small(number("attendees_max")?, "number of attendees")?,
        times: ServiceTimes {
            duration_minutes: small(number("duration_minutes")?, "duration")?,
            interval_minutes: small(number("interval_minutes")?, "interval")?,
            buffer_before_minutes: small(number("buffer_before_minutes")?, "buffer")?,
            buffer_after_minutes: small(number("buffer_after_minutes")?, "buffer")?,
            capacity: small(number("capacity")?, "capacity")?,
        },
    })
}
