//! What the books say about a confirmation before anything is taken: all of it in one look.

use booking_engine::{CalendarId, CouponCode};
use chrono::{DateTime, Utc};

use crate::slots::Schedule;
use crate::store::catalog::{self, Calendar, OfferedService};
use crate::store::{Row, codes, fetch_each};
use crate::{AppState, Problem};

/// What is looked for.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The calendar.
    pub(super) calendar_id: CalendarId,
    /// When the appointment starts.
    pub(super) starts_at: DateTime<Utc>,
    /// The code, where what was typed can be one.
    pub(super) code: Option<CouponCode>,
    /// Who books.
    pub(super) customer_key: String,
}

/// What there is.
pub(super) struct Offered {
    /// The services of the calendar.
    pub(super) services: Vec<OfferedService>,
    /// When its business is open, on the local date of the start and those beside it.
    pub(super) schedule: Schedule,
    /// The code with what counts against it, where it exists.
    pub(super) presented: Option<Row>,
}

impl Wanted {
    /// The calendar as it is now, and what it offers.
    pub(super) async fn look(&self, state: &AppState) -> Result<(Calendar, Offered), Problem> {
        let id = &self.calendar_id;
        // The zone is not known yet, so that the local date may be the one before or after.
        let date = self.starts_at.date_naive();
        let from = date.pred_opt().unwrap_or(date);
        let to = date.succ_opt().unwrap_or(date);
        let calendar = catalog::select_calendar(id);
        let services = catalog::select_services(id);
        let schedule = catalog::select_schedule(id, from, to);
        let mut conn = state.store.read().await?;
        let [calendar, services, schedule, presented] = if let Some(code) = &self.code {
            let code = codes::presented(id, Some(&self.customer_key), code);
            fetch_each(&mut conn, [calendar, services, schedule, code]).await?
        } else {
            let found = fetch_each(&mut conn, [calendar, services, schedule]).await?;
            let [calendar, services, schedule] = found;
            [calendar, services, schedule, Vec::new()]
        };
        drop(conn);
        let calendar = calendar.first().ok_or(Problem::NotFound)?;
        let calendar = catalog::read_calendar(id, calendar)?;
        let offered = Offered {
            services: catalog::read_services(&services)?,
            schedule: catalog::read_schedule(calendar.business.zone, &schedule)?,
            presented: presented.into_iter().next().filter(|_| calendar.coupons),
        };
        Ok((calendar, offered))
    }
}
