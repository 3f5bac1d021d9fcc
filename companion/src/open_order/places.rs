//! Which other times are free, where the wanted one is not.

use booking_contract::Slot;
use chrono::{DateTime, TimeDelta, Utc};

use crate::choice::{Choice, Offering};
use crate::routes::calendars::window;
use crate::routes::slots::cells_around;
use crate::slots::BookedSession;
use crate::store::{catalog, seats};
use crate::{AppState, Problem, zones};

/// How many other times are offered for one that is gone.
const ALTERNATIVES_MAX: usize = 6;
/// How far around the wanted time others are looked for, in days.
const ALTERNATIVES_DAYS: i64 = 7;

/// The refusal of a slot, with the nearest ones that take this many attendees. Seats of one's
/// own are not in the way.
pub(crate) async fn slot_taken(
    state: &AppState,
    offering: Offering<'_>,
    choices: &[Choice<'_>],
    starts_at: DateTime<Utc>,
    own: Option<&[(usize, BookedSession)]>,
    now: DateTime<Utc>,
) -> Result<Problem, Problem> {
    let calendar = offering.calendar;
    let zone = calendar.business.zone;
    let (first, last) = window(calendar, now).dates(zone);
    // A time far outside of the window has its nearest neighbours at the window's edge.
    let bounds = zones::start_of(zone, first)..zones::start_of(zone, last) + TimeDelta::days(1);
    let around = starts_at.clamp(bounds.start, bounds.end.max(bounds.start));
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
    let cells = cells_around(&range, choices);
    let mut sessions = seats::booked(&mut conn, &calendar.id, &cells).await?;
    drop(conn);
    without(&mut sessions, own.unwrap_or_default());
    let offer = offering.offer(choices, &schedule, window(calendar, now));
    let free = offer.free_slots(&range, &sessions);
    let seats = choices.iter().map(|choice| choice.seats).max();
    Ok(Problem::SlotTaken(nearest(
        free,
        around,
        seats.unwrap_or_default(),
    )))
}

/// Takes seats of one's own out of the sessions.
pub(crate) fn without(sessions: &mut Vec<BookedSession>, own: &[(usize, BookedSession)]) {
    for (_, own) in own {
        let same = sessions.iter_mut().find(|session| {
            session.resource == own.resource
                && session.service_id == own.service_id
                && session.starts_at == own.starts_at
        });
        if let Some(session) = same {
            session.taken = session.taken.saturating_sub(own.taken);
        }
    }
    sessions.retain(|session| session.taken > 0);
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
