//! What can be tried: every calendar of a business with all that it sells.

use booking_contract::owner::{SimulationCalendar, SimulationMenu, SimulationService};

use crate::store::catalog::{self, Calendar};
use crate::store::services::{OfferedService, services};
use crate::store::{Conn, StoreError, menu, trying};

/// Every calendar of a business, by title.
pub(crate) async fn read(conn: &mut Conn, business_id: &str) -> Result<SimulationMenu, StoreError> {
    let mut calendars = Vec::new();
    for id in trying::calendars(conn, business_id).await? {
        if let Some(calendar) = catalog::calendar(conn, &id).await? {
            let services = services(conn, &calendar.id).await?;
            calendars.push(shown(conn, &calendar, &services).await?);
        }
    }
    Ok(SimulationMenu { calendars })
}

/// What of it can be booked now.
pub(crate) async fn to_book(
    conn: &mut Conn,
    business_id: &str,
) -> Result<SimulationMenu, StoreError> {
    let mut calendars = Vec::new();
    for id in trying::calendars(conn, business_id).await? {
        let calendar = catalog::calendar(conn, &id).await?;
        if let Some(calendar) = calendar.filter(|calendar| !calendar.archived) {
            let mut services = services(conn, &calendar.id).await?;
            services.retain(|service| !service.archived);
            calendars.push(shown(conn, &calendar, &services).await?);
        }
    }
    Ok(SimulationMenu { calendars })
}

async fn shown(
    conn: &mut Conn,
    calendar: &Calendar,
    services: &[OfferedService],
) -> Result<SimulationCalendar, StoreError> {
    let menu = menu::of_calendar(conn, calendar, services).await?;
    let service = |service: &OfferedService| SimulationService {
        info: service.info(),
        staff: (service.staff.iter())
            .filter(|offer| menu.member(&offer.staff_id).is_some())
            .map(|offer| offer.staff_id.clone())
            .collect(),
        attendees_max: service.attendees_max,
    };
    Ok(SimulationCalendar {
        id: calendar.id.clone(),
        title: calendar.title.clone(),
        currency: calendar.business.currency,
        takes_codes: calendar.coupons,
        test_mode: calendar.test_mode,
        archived: calendar.archived,
        services: services.iter().map(service).collect(),
        staff: menu
            .staff
            .iter()
            .map(|member| member.info.clone())
            .collect(),
        locations: (menu.locations.iter())
            .map(|place| place.info.clone())
            .collect(),
    })
}
