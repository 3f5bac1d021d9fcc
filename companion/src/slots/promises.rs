//! Whatever is booked in whatever order: nobody is in two places, no session is overfull, and a
//! slot that is offered can be had.

use proptest::prelude::*;

use super::*;
use crate::zones;

const SERVICES: [&str; 4] = ["class", "talk", "lesson", "fitting"];
const STAFF: [&str; 3] = ["ana", "rui", "eva"];

/// A service of a booking: which one, who may take it as bits (none: the room), seats.
type Wish = (usize, u8, u32);

#[derive(Clone, Debug)]
struct Times {
    of: [ServiceTimes; 4],
}

fn times() -> impl Strategy<Value = Times> {
    let one = (1..30_u32, 0..7_u32, 0..7_u32, 1..4_u32, prop::bool::ANY).prop_map(
        |(fives, before, after, capacity, odd)| ServiceTimes {
            duration_minutes: fives * 5 + if odd { 2 } else { 0 },
            interval_minutes: 15,
            buffer_before_minutes: before * 5,
            buffer_after_minutes: after * 5,
            capacity,
        },
    );
    [one.clone(), one.clone(), one.clone(), one].prop_map(|of| Times { of })
}

fn bookings() -> impl Strategy<Value = Vec<(u32, Vec<Wish>)>> {
    let wish = (0..SERVICES.len(), 0..8_u8, 1..3_u32);
    let booking = (0..40_u32, prop::collection::vec(wish, 1..4));
    prop::collection::vec(booking, 1..25)
}

fn schedule() -> Schedule {
    let hours = Hours {
        opens_minute: 8 * 60,
        closes_minute: 20 * 60,
    };
    Schedule {
        zone: Tz::Europe__Lisbon,
        weekly: (1..=7).map(|day| (day, vec![hours])).collect(),
        overrides: BTreeMap::new(),
    }
}

/// Takes the places as the books do: into the session that is there, or with cells of its own.
/// Answers whether the books would have refused.
fn claim(sessions: &mut Vec<BookedSession>, offer: &Offer<'_>, placed: &[Placed]) -> bool {
    for (leg, placed) in offer.legs.iter().zip(placed) {
        let resource = &leg.takers[placed.taker].resource;
        let same = sessions.iter_mut().find(|session| {
            session.resource == *resource
                && session.service_id == *leg.service_id
                && session.starts_at == placed.starts_at
        });
        match same {
            Some(session) => {
                if session.cells != placed.cells || session.ends_at != placed.ends_at {
                    return false;
                }
                session.taken += leg.seats;
                if session.taken > leg.times.capacity {
                    return false;
                }
            }
            None => sessions.push(BookedSession {
                resource: resource.clone(),
                service_id: leg.service_id.clone(),
                starts_at: placed.starts_at,
                ends_at: placed.ends_at,
                cells: placed.cells.clone(),
                taken: leg.seats,
            }),
        }
    }
    true
}

/// Whether one resource has two sessions at a time, by cells or by the clock.
fn overlaps(sessions: &[BookedSession]) -> bool {
    sessions.iter().enumerate().any(|(place, one)| {
        sessions[place + 1..].iter().any(|two| {
            let cells = one.cells.start < two.cells.end && two.cells.start < one.cells.end;
            let clock = one.starts_at < two.ends_at && two.starts_at < one.ends_at;
            one.resource == two.resource && (cells || clock)
        })
    })
}

proptest! {
    #[test]
    fn nobody_is_ever_in_two_places_and_no_session_is_overfull(
        times in times(),
        bookings in bookings(),
    ) {
        let schedule = schedule();
        let services = SERVICES.map(|id| id.parse().expect("an id"));
        let staff = STAFF.map(|id| id.parse().expect("an id"));
        let day = "2026-11-23".parse().expect("a date");
        let window = Window {
            now: zones::start_of(Tz::Europe__Lisbon, day),
            notice_minutes: 0,
            days: 30,
        };
        let mut sessions: Vec<BookedSession> = Vec::new();
        for (quarter, wishes) in bookings {
            let legs = wishes.iter().map(|&(service, who, seats)| {
                let may = (0..STAFF.len()).filter(|place| who & (1 << place) != 0);
                let mut takers: Vec<Taker<'_>> =
                    may.map(|place| Taker::staff(&staff[place], None)).collect();
                if takers.is_empty() {
                    takers.push(Taker::calendar("room"));
                }
                let times = times.of[service];
                // Nobody asks a service for one at a time for more.
                let seats = if times.capacity == 1 { 1 } else { seats };
                Leg { service_id: &services[service], times, takers, seats }
            });
            let offer = Offer { schedule: &schedule, place: None, legs: legs.collect(), window };
            let starts_at = zones::Day::of(Tz::Europe__Lisbon, day).instant(480 + 15 * quarter);
            let range = starts_at..starts_at + TimeDelta::minutes(1);
            let offered = offer.free_slots(&range, &sessions);
            let placed = offer.place(starts_at, &sessions).filter(|_| offer.has_start(starts_at));
            if let Some(slot) = offered.first() {
                let most = offer.legs.iter().map(|leg| leg.seats).max().unwrap_or(0);
                prop_assert!(most > slot.seats_left || placed.is_some(), "offered and not to be had");
            }
            if let Some(placed) = placed {
                prop_assert!(!offered.is_empty(), "to be had and not offered");
                prop_assert!(claim(&mut sessions, &offer, &placed), "the books would refuse it");
            }
            prop_assert!(!overlaps(&sessions), "{sessions:?}");
        }
    }
}
