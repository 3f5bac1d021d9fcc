//! What the books say about a confirmation before anything is taken: all of it in one look.

use booking_engine::{CalendarId, CouponCode, Purchase, ServiceId};
use chrono::{DateTime, TimeDelta, Utc};

use crate::customer::Customer;
use crate::slots::{BookedSession, Schedule, cells_between};
use crate::store::catalog::{self, Calendar};
use crate::store::menu::{self, Menu};
use crate::store::services::{OfferedService, read_services, select_services};
use crate::store::{Row, codes, fetch_each, seats};
use crate::{AppState, Problem};

/// How far from the start other sessions can be in the way, in days: ten services of a day each,
/// and buffers.
const SESSIONS_DAYS: i64 = 12;

/// What is looked for.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The calendar.
    pub(super) calendar_id: CalendarId,
    /// The services.
    pub(super) service_ids: Vec<ServiceId>,
    /// When the appointment starts.
    pub(super) starts_at: DateTime<Utc>,
    /// The code, where what was typed can be one.
    pub(super) code: Option<CouponCode>,
    /// Who books.
    pub(super) customer: Customer,
}

/// What there is.
pub(super) struct Offered {
    /// The services of the calendar.
    pub(super) services: Vec<OfferedService>,
    /// When its business is open, on the local date of the start and those beside it.
    pub(super) schedule: Schedule,
    /// Its staff and locations, where the wanted services or the calendar have any.
    pub(super) menu: Menu,
    /// What its staff are busy with around the start, where any perform what is wanted.
    pub(super) sessions: Vec<BookedSession>,
    /// The coupons that the customer holds, with what counts against them.
    pub(super) granted: Vec<Row>,
    /// The code with what counts against it, where it exists.
    pub(super) presented: Option<Row>,
    /// What the customer's earlier orders are of, where that matters.
    pub(super) purchases: Vec<Purchase>,
}

impl Wanted {
    /// The calendar as it is now, and what it offers.
    pub(super) async fn look(&self, state: &AppState) -> Result<(Calendar, Offered), Problem> {
        let id = &self.calendar_id;
        // The zone is not known yet, so that the local date may be the one before or after.
        let date = self.starts_at.date_naive();
        let from = date.pred_opt().unwrap_or(date);
        let to = date.succ_opt().unwrap_or(date);
        let calendar = catalog::select_calendar(id, Some(&self.customer));
        let services = select_services(id);
        let schedule = catalog::select_schedule(id, from, to);
        let mut conn = state.store.read().await?;
        let [calendar, services, schedule, presented] = if let Some(code) = &self.code {
            let code = codes::presented(id, &self.customer, code);
            fetch_each(&mut conn, [calendar, services, schedule, code]).await?
        } else {
            let found = fetch_each(&mut conn, [calendar, services, schedule]).await?;
            let [calendar, services, schedule] = found;
            [calendar, services, schedule, Vec::new()]
        };
        let row = calendar.first().ok_or(Problem::NotFound)?;
        let calendar = catalog::read_calendar(id, row)?;
        if calendar.archived {
            return Err(Problem::NotFound);
        }
        let mut services = read_services(&services)?;
        services.retain(|service| !service.archived);
        let is_wanted = |service: &OfferedService| self.service_ids.contains(&service.id);
        let has_menu = menu::matters(&calendar, services.iter().filter(|it| is_wanted(it)));
        let has_staff = (services.iter()).any(|it| is_wanted(it) && !it.staff.is_empty());
        // Calendars without staff and locations are known by one look.
        let menu = if has_menu {
            menu::load(&mut conn, &calendar).await?
        } else {
            Menu::default()
        };
        let sessions = if has_staff {
            let reach = TimeDelta::days(SESSIONS_DAYS);
            let cells = cells_between(self.starts_at - reach, self.starts_at + reach);
            seats::booked(&mut conn, id, &cells).await?
        } else {
            Vec::new()
        };
        let granted = if row.get::<i64>("grants")? > 0 && calendar.coupons {
            let granted = codes::granted(id, &self.customer);
            granted.fetch_all(&mut conn).await?
        } else {
            Vec::new()
        };
        // After how many orders there were, so that one that comes meanwhile is noticed.
        let purchases = if presented.is_empty() && granted.is_empty() {
            Vec::new()
        } else {
            codes::purchases(&mut conn, &calendar, &self.customer).await?
        };
        drop(conn);
        let offered = Offered {
            granted,
            purchases,
            menu,
            sessions,
            services,
            schedule: catalog::read_schedule(calendar.business.zone, &schedule)?,
            presented: presented.into_iter().next().filter(|_| calendar.coupons),
        };
        Ok((calendar, offered))
    }
}
