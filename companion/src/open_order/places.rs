//! Whether the wanted time is offered, and which others are.

use booking_contract::Slot;
use chrono::{DateTime, TimeDelta, Utc};

use super::Confirmation;
use crate::routes::calendars::window;
use crate::slots::{Offer, Schedule, cells_between};
use crate::store::catalog::{self, OfferedService};
use crate::store::seats;
use crate::{AppState, Problem, zones};

/// How many other times are offered for one that is gone.
const ALTERNATIVES_MAX: usize = 6;
/// How far around the wanted time others are looked for, in days.
const ALTERNATIVES_DAYS: i64 = 7;

/// Whether opening hours, notice and window offer the wanted time; its seats are taken, or not,
/// in the transaction.
pub(super) fn is_offered(
    confirmation: &Confirmation,
    schedule: &Schedule,
    service: &OfferedService,
    now: DateTime<Utc>,
) -> bool {
    let offer = Offer {
        schedule,
        service_id: &service.id,
        times: service.times,
        window: window(&confirmation.calendar, now),
    };
    offer.has_start(confirmation.body.starts_at)
}

/// The refusal of a slot, with the nearest ones that take this many attendees.
pub(super) async fn slot_taken(
    state: &AppState,
    confirmation: &Confirmation,
    service: &OfferedService,
    now: DateTime<Utc>,
) -> Result<Problem, Problem> {
    let calendar = &confirmation.calendar;
    let zone = calendar.business.zone;
    let (first, last) = window(calendar, now).dates(zone);
    // A time far outside of the window has its nearest neighbours at the window's edge.
    let bounds = zones::start_of(zone, first)..zones::start_of(zone, last) + TimeDelta::days(1);
    let around = confirmation
        .body
        .starts_at
        .clamp(bounds.start, bounds.end.max(bounds.start));
    let days = TimeDelta::days(ALTERNATIVES_DAYS);
    let range = around - days..around + days;
    let mut conn = state.store.read().await?;
    let schedule = catalog::schedule(
        &mut conn,
        calendar,
        zones::date_at(zone, range.start),
        zones::date_at(zone, range.end),
    )
    .await?;
    let slack = TimeDelta::days(3);
    let cells = cells_between(range.start - slack, range.end + slack);
    let sessions = seats::booked(&mut conn, &calendar.id, &cells).await?;
    let offer = Offer {
        schedule: &schedule,
        service_id: &service.id,
        times: service.times,
        window: window(calendar, now),
    };
    let free = offer.free_slots(&range, &sessions);
    Ok(Problem::SlotTaken(nearest(
        free,
        around,
        confirmation.item.attendees,
    )))
}

/// The slots nearest to a time that have the seats, in the order of time.
fn nearest(slots: Vec<Slot>, around: DateTime<Utc>, seats: u32) -> Vec<Slot> {
    let mut slots: Vec<Slot> = slots
        .into_iter()
        .filter(|slot| slot.seats_left >= seats && slot.starts_at != around)
        .collect();
    slots.sort_by_key(|slot| (slot.starts_at - around).abs());
    slots.truncate(ALTERNATIVES_MAX);
    slots.sort_by_key(|slot| slot.starts_at);
    slots
}
