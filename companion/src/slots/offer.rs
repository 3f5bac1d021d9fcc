//! Services that follow each other without a gap, offered at a time.

use std::collections::HashSet;
use std::ops::Range;

use booking_contract::Slot;
use booking_engine::{ServiceId, StaffId};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};

use super::{BookedSession, CELL_MS, Schedule, ServiceTimes, Weekly, Window, cells_between};
use crate::zones;

/// Services of a business, offered now, back to back.
#[derive(Clone, Debug)]
pub(crate) struct Offer<'a> {
    /// When the business is open.
    pub(crate) schedule: &'a Schedule,
    /// When the place is open; none: whenever the business is.
    pub(crate) place: Option<&'a Weekly>,
    /// The services, in the order in which they take place; at least one.
    pub(crate) legs: Vec<Leg<'a>>,
    /// How soon and how far ahead.
    pub(crate) window: Window,
}

/// One of the services.
#[derive(Clone, Debug)]
pub(crate) struct Leg<'a> {
    /// The service.
    pub(crate) service_id: &'a ServiceId,
    /// Its times.
    pub(crate) times: ServiceTimes,
    /// Who may take it, those to be preferred first; without any it is never free.
    pub(crate) takers: Vec<Taker<'a>>,
    /// How many seats are wanted.
    pub(crate) seats: u32,
}

/// Who or what is busy with a service while it takes place.
#[derive(Clone, Debug)]
pub(crate) struct Taker<'a> {
    /// The calendar, or the member of staff, as the books name what is occupied.
    pub(crate) resource: String,
    /// The member of staff.
    pub(crate) staff: Option<&'a StaffId>,
    /// When they work; none: whenever the business is open.
    pub(crate) hours: Option<&'a Weekly>,
}

/// On which sides a service joins another of the same booking and the same taker, so that there
/// is no buffer in between.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Joints {
    /// The one before.
    pub(crate) before: bool,
    /// The one after.
    pub(crate) after: bool,
}

/// A service at its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    /// Which of the takers has it.
    pub(crate) taker: usize,
    /// When it starts.
    pub(crate) starts_at: DateTime<Utc>,
    /// When it ends.
    pub(crate) ends_at: DateTime<Utc>,
    /// The cells it covers, buffers included.
    pub(crate) cells: Range<i64>,
    /// How many seats were left.
    pub(crate) seats_left: u32,
}

impl<'a> Taker<'a> {
    /// A calendar as a whole: what nobody in particular performs.
    pub(crate) fn calendar(id: &str) -> Self {
        Self {
            resource: id.to_owned(),
            staff: None,
            hours: None,
        }
    }

    /// A member of staff.
    pub(crate) fn staff(id: &'a StaffId, hours: Option<&'a Weekly>) -> Self {
        // No id has a colon in it, so that no calendar has this name.
        Self {
            resource: format!("staff:{id}"),
            staff: Some(id),
            hours,
        }
    }
}

impl Offer<'_> {
    /// Whether the opening hours, notice and window offer this start; whoever takes the services
    /// aside.
    pub(crate) fn has_start(&self, starts_at: DateTime<Utc>) -> bool {
        let date = zones::date_at(self.schedule.zone, starts_at);
        self.in_window(starts_at) && self.starts(date).contains(&starts_at)
    }

    /// The slots that start in the range and have a seat left for each service, earliest first.
    pub(crate) fn free_slots(
        &self,
        range: &Range<DateTime<Utc>>,
        sessions: &[BookedSession],
    ) -> Vec<Slot> {
        let zone = self.schedule.zone;
        let (first, last) = self.window.dates(zone);
        let from = zones::date_at(zone, range.start).max(first);
        let to = zones::date_at(zone, range.end).min(last);
        let earliest = range.start.max(self.window.earliest());
        let dates = from.iter_days().take_while(|date| *date <= to);
        dates
            .flat_map(|date| self.starts(date))
            .filter(|starts_at| (earliest..range.end).contains(starts_at))
            // A time that clocks skip may fall on the next date.
            .filter(|starts_at| zones::date_at(zone, *starts_at) <= last)
            .filter_map(|starts_at| self.slot(starts_at, sessions))
            .collect()
    }

    /// Who takes each service at this start, with the seats that are wanted; none where one of
    /// them has nobody.
    pub(crate) fn place(
        &self,
        starts_at: DateTime<Utc>,
        sessions: &[BookedSession],
    ) -> Option<Vec<Placed>> {
        let seats: Vec<u32> = self.legs.iter().map(|leg| leg.seats).collect();
        self.place_with(starts_at, sessions, &seats)
    }

    /// When the last service ends.
    pub(crate) fn ends_at(&self, starts_at: DateTime<Utc>) -> DateTime<Utc> {
        let minutes = self.legs.iter().map(|leg| leg.times.duration_minutes);
        starts_at + TimeDelta::minutes(minutes.map(i64::from).sum())
    }

    /// The possible starts of a local date, earliest first: opening time and every interval of
    /// the first service after it on the wall clock, as long as everything ends before closing
    /// time.
    pub(super) fn starts(&self, date: NaiveDate) -> Vec<DateTime<Utc>> {
        let interval = self
            .legs
            .first()
            .map_or(0, |leg| leg.times.interval_minutes);
        let mut starts: Vec<DateTime<Utc>> = Vec::new();
        let day = zones::Day::of(self.schedule.zone, date);
        for hours in self.schedule.hours(date, self.place).iter() {
            let closes_at = day.instant(hours.closes_minute);
            let mut minute = hours.opens_minute;
            while minute < hours.closes_minute {
                let starts_at = day.instant(minute);
                // Wall-clock times that clocks skip fall on later ones of the same day.
                let repeated = starts.last().is_some_and(|last| *last >= starts_at);
                if self.ends_at(starts_at) <= closes_at && !repeated {
                    starts.push(starts_at);
                }
                minute = minute.saturating_add(interval.max(5));
            }
        }
        starts
    }

    fn in_window(&self, starts_at: DateTime<Utc>) -> bool {
        let (_, last) = self.window.dates(self.schedule.zone);
        starts_at >= self.window.earliest() && zones::date_at(self.schedule.zone, starts_at) <= last
    }

    /// The slot at a start, unless a service has nobody.
    fn slot(&self, starts_at: DateTime<Utc>, sessions: &[BookedSession]) -> Option<Slot> {
        // Services for one at a time say nothing about how many take part in the others.
        let joint = |leg: &Leg<'_>| leg.times.capacity > 1;
        let seats_with = |wanted: u32| {
            let wanted = self
                .legs
                .iter()
                .map(|leg| if joint(leg) { wanted } else { 1 });
            let placed = self.place_with(starts_at, sessions, &wanted.collect::<Vec<_>>())?;
            let joined = self.legs.iter().zip(&placed).filter(|(leg, _)| joint(leg));
            Some(
                joined
                    .map(|(_, placed)| placed.seats_left)
                    .min()
                    .unwrap_or(1),
            )
        };
        let mut seats_left = seats_with(1)?;
        // Those to be preferred may have fewer seats than others.
        let grows = |leg: &Leg<'_>| leg.takers.len() > 1 && leg.times.capacity > 1;
        if self.legs.iter().any(grows) {
            while let Some(more) = seats_with(seats_left.saturating_add(1)) {
                seats_left = more;
            }
        }
        Some(Slot {
            starts_at,
            ends_at: self.ends_at(starts_at),
            seats_left,
        })
    }

    fn place_with(
        &self,
        starts_at: DateTime<Utc>,
        sessions: &[BookedSession],
        seats: &[u32],
    ) -> Option<Vec<Placed>> {
        let mut next = starts_at;
        let spans = self.legs.iter().map(|leg| {
            let starts_at = next;
            next = leg.times.ends_at(starts_at);
            (starts_at, next)
        });
        let mut search = Search {
            offer: self,
            day: zones::date_at(self.schedule.zone, starts_at),
            spans: spans.collect(),
            sessions,
            seats,
            dead_ends: HashSet::new(),
        };
        let first = self.legs.first()?;
        let mut placed =
            (0..first.takers.len()).find_map(|taker| search.onward(0, taker, false))?;
        placed.reverse();
        // The same member of staff with somebody else's short service in between: their own
        // buffers may be in the way.
        let own_way = placed.iter().enumerate().any(|(place, one)| {
            placed
                .iter()
                .enumerate()
                .skip(place + 1)
                .any(|(other, two)| {
                    let same = self.resource(place, one.taker) == self.resource(other, two.taker);
                    same && meet(&one.cells, &two.cells)
                })
        });
        (!own_way).then_some(placed)
    }

    fn resource(&self, leg: usize, taker: usize) -> Option<&str> {
        let taker = self.legs.get(leg)?.takers.get(taker)?;
        Some(&taker.resource)
    }
}

/// The search for somebody to take each service. What comes after a service depends only on who
/// has it and whether it joins the one before, so that no way is tried twice.
struct Search<'s> {
    offer: &'s Offer<'s>,
    day: NaiveDate,
    spans: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    sessions: &'s [BookedSession],
    seats: &'s [u32],
    dead_ends: HashSet<(usize, usize, bool)>,
}

impl Search<'_> {
    /// This service with this taker and all that follow, the last one first.
    fn onward(&mut self, leg: usize, taker: usize, before: bool) -> Option<Vec<Placed>> {
        if self.dead_ends.contains(&(leg, taker, before)) {
            return None;
        }
        let found = self.try_onward(leg, taker, before);
        if found.is_none() {
            self.dead_ends.insert((leg, taker, before));
        }
        found
    }

    fn try_onward(&mut self, leg: usize, taker: usize, before: bool) -> Option<Vec<Placed>> {
        let offer = self.offer;
        let Some(next) = offer.legs.get(leg + 1) else {
            return Some(vec![self.fit(
                leg,
                taker,
                Joints {
                    before,
                    after: false,
                },
            )?]);
        };
        let resource = offer.resource(leg, taker)?;
        let stays = |other: &usize| next.takers[*other].resource == resource;
        let others = 0..next.takers.len();
        // Guests stay with who has them already, where that is possible.
        let order = (others.clone().filter(stays)).chain(others.filter(|other| !stays(other)));
        for other in order {
            let after = stays(&other);
            let Some(placed) = self.fit(leg, taker, Joints { before, after }) else {
                continue;
            };
            if let Some(mut rest) = self.onward(leg + 1, other, after) {
                rest.push(placed);
                return Some(rest);
            }
        }
        None
    }

    /// The service with this taker, if they work then and are free. Where it joins a neighbour
    /// of the same taker, there is no buffer in between.
    fn fit(&self, leg: usize, taker: usize, joints: Joints) -> Option<Placed> {
        let &(starts_at, ends_at) = self.spans.get(leg)?;
        let &wanted = self.seats.get(leg)?;
        let leg = self.offer.legs.get(leg)?;
        let at = leg.takers.get(taker)?;
        if !at
            .hours
            .is_none_or(|hours| self.works(hours, starts_at, ends_at))
        {
            return None;
        }
        let cells = leg.times.cells(starts_at, joints);
        let mut booked = 0;
        for session in self.sessions {
            if session.resource != at.resource {
                continue;
            }
            let same = session.service_id == *leg.service_id
                && session.starts_at == starts_at
                && session.ends_at == ends_at
                && session.cells == cells;
            if same {
                booked = session.taken;
            } else if meet(&session.cells, &cells) {
                return None;
            }
        }
        let seats_left = leg.times.capacity.saturating_sub(booked);
        (seats_left > 0 && seats_left >= wanted).then_some(Placed {
            taker,
            starts_at,
            ends_at,
            cells,
            seats_left,
        })
    }

    fn works(&self, hours: &Weekly, starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> bool {
        let day = zones::Day::of(self.offer.schedule.zone, self.day);
        let stretches = hours.get(&self.day.weekday().number_from_monday());
        stretches.into_iter().flatten().any(|stretch| {
            day.instant(stretch.opens_minute) <= starts_at
                && ends_at <= day.instant(stretch.closes_minute)
        })
    }
}

impl ServiceTimes {
    /// The cells of an appointment, with the buffers on the sides where it joins no other one.
    pub(crate) fn cells(&self, starts_at: DateTime<Utc>, joints: Joints) -> Range<i64> {
        let minutes = |minutes: u32| TimeDelta::minutes(i64::from(minutes));
        let kept = |joins: bool, buffer: u32| minutes(if joins { 0 } else { buffer });
        let before = kept(joints.before, self.buffer_before_minutes);
        let after = kept(joints.after, self.buffer_after_minutes);
        let mut cells = cells_between(starts_at - before, self.ends_at(starts_at) + after);
        let begun = joints.before && starts_at.timestamp_millis().rem_euclid(CELL_MS) != 0;
        // The cell in which one ends and the next begins is the one's.
        cells.start += i64::from(begun);
        cells
    }
}

fn meet(one: &Range<i64>, two: &Range<i64>) -> bool {
    one.start < two.end && two.start < one.end
}
