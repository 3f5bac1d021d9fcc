//! The step of service, attendees, date and time.

use booking_contract::{Field, ProblemCode, Slot, SlotsPage, SlotsQuery, ZonePolicy};
use booking_engine::{Item, ServiceId};
use chrono::{DateTime, NaiveDate, Utc};

use super::booking::{Flow, Trouble};
use super::calendar::{self, Asking, NextOpen, month_of};
use super::draft::Picked;
use super::message::{Effect, Failure, Ticket};
use super::screen::FocusTarget;

impl Flow {
    /// The chosen slot, where it is free for the chosen service and takes the party.
    pub(super) fn slot(&self) -> Option<&Picked> {
        if self.moving().is_some() {
            return self.moving_to();
        }
        let picked = self.draft.picked.as_ref()?;
        let fits = picked.wanted == self.wanted()
            && picked.slot.seats_left >= self.attendees()
            && picked.slot.starts_at > self.now;
        fits.then_some(picked)
    }

    /// Whether the chosen slot is free, but takes fewer than the party. The choice stays and
    /// counts again with a smaller one.
    pub(super) fn is_slot_too_small(&self) -> bool {
        self.draft.picked.as_ref().is_some_and(|picked| {
            picked.wanted == self.wanted() && picked.slot.seats_left < self.attendees()
        })
    }

    pub(super) fn choose_service(&mut self, id: &ServiceId) {
        let sold = self.service_info(id).is_some();
        let Some(item) = self.draft.cart.items.first_mut() else {
            return;
        };
        if !sold || *id == item.service_id {
            return;
        }
        *item = Item::plain(id.clone(), item.attendees);
        self.clear_time_notice();
        if let Some(picked) = &self.draft.picked {
            let month = month_of(picked.clock.local(picked.slot.starts_at).date());
            self.calendar.show(month);
        } else {
            self.follows_openings = true;
        }
        self.announce_total();
        self.reload_slots();
    }

    pub(super) fn choose_attendees(&mut self, count: u32) {
        let count = count.clamp(1, self.attendees_max());
        if count == self.attendees() {
            return;
        }
        if let Some(item) = self.draft.cart.items.first_mut() {
            item.attendees = count;
        }
        self.announce_total();
        self.settle_month();
    }

    pub(super) fn turn_month(&mut self, by: i32) {
        let month = match by {
            1 => calendar::next_month(self.calendar.shown),
            -1 => calendar::previous_month(self.calendar.shown),
            _ => None,
        };
        if let Some(month) = month.filter(|&month| self.calendar.has_month(month)) {
            self.follows_openings = false;
            self.calendar.show(month);
            self.announcement = self.text.month_title(month);
            self.settle_month();
        }
    }

    pub(super) fn focus_day(&mut self, date: NaiveDate) {
        let (first, last) = self.calendar.bounds;
        let date = date.clamp(first.min(last), last);
        self.follows_openings = false;
        if month_of(date) != self.calendar.shown {
            self.calendar.show(month_of(date));
            self.settle_month();
        }
        self.calendar.cursor = Some(date);
        self.focus_on(FocusTarget::Day(date));
    }

    pub(super) fn choose_day(&mut self, date: NaiveDate) {
        if !self.calendar.has_date(date) {
            return;
        }
        self.follows_openings = false;
        self.calendar.show(month_of(date));
        self.calendar.cursor = Some(date);
        if self.calendar.current().is_none() {
            // Chosen before its slots are known: kept, and looked at again when they arrive.
            self.calendar.day = Some(date);
            self.settle_month();
        } else if self.free_on(date) > 0 {
            self.calendar.day = Some(date);
            self.announcement = self.day_name(date);
        }
    }

    pub(super) fn choose_slot(&mut self, starts_at: DateTime<Utc>) {
        let attendees = self.attendees();
        let wanted = self.wanted();
        let Some(loaded) = self.calendar.current() else {
            return;
        };
        let Some(slot) = loaded
            .open(attendees, self.now)
            .find(|slot| slot.starts_at == starts_at)
        else {
            return;
        };
        let picked = Picked {
            wanted,
            slot: *slot,
            clock: loaded.clock.clone(),
            business_clock: loaded.business_clock.clone(),
        };
        self.calendar.day = Some(loaded.date(slot));
        if self.moving().is_some() {
            return self.pick_move(picked);
        }
        self.draft.picked = Some(picked);
        self.clear_time_notice();
    }

    pub(super) fn choose_zone(&mut self, zone: String) {
        let known = self.zones.iter().any(|option| option.id == zone);
        if !known || zone == self.draft.zone || self.is_zone_locked() {
            return;
        }
        self.draft.zone = zone;
        self.calendar.bounds = self.bounds();
        let shown = self.calendar.shown;
        if !self.calendar.has_month(shown) {
            self.calendar.show(month_of(self.calendar.bounds.0));
        }
        self.calendar.day = None;
        self.calendar.cursor = None;
        self.reload_slots();
    }

    /// Whether times are shown in the business's zone, whatever the guest's is.
    pub(super) fn is_zone_locked(&self) -> bool {
        self.page.calendar.zone == ZonePolicy::Business
    }

    /// The dates that can be booked, as the guest's calendar counts them.
    pub(super) fn bounds(&self) -> (NaiveDate, NaiveDate) {
        let info = &self.page.calendar;
        if self.draft.zone == self.page.business.time_zone {
            (info.first_date, info.last_date)
        } else {
            calendar::bounds_elsewhere(info.first_date, info.last_date)
        }
    }

    /// Forgets what was free and asks again.
    pub(super) fn reload_slots(&mut self) {
        self.calendar.forget();
        self.settle_month();
    }

    /// Asks for the shown month again while what is known of it stays in sight.
    pub(super) fn refresh_month(&mut self) {
        self.ask_for(self.calendar.shown);
    }

    /// Asks for what the shown month still needs, and chooses a day in it.
    pub(super) fn settle_month(&mut self) {
        if self.seek_on() {
            return;
        }
        let known = self.calendar.current().map(|loaded| loaded.whole);
        if known != Some(true) {
            self.ask_for(self.calendar.shown);
        }
        if known.is_none() {
            return;
        }
        let attendees = self.attendees();
        let shown = self.calendar.shown;
        if self
            .calendar
            .first_open(shown, attendees, self.now)
            .is_none()
        {
            self.calendar.day = None;
            match self.calendar.next_open(attendees, self.now) {
                // The rest of the shown month comes first.
                NextOpen::Ask(_) if known == Some(false) => {}
                NextOpen::Ask(month) => self.ask_for(month),
                NextOpen::On(date) if self.follows_openings => {
                    self.calendar.show(month_of(date));
                    self.calendar.day = Some(date);
                }
                NextOpen::On(_) | NextOpen::Never => {}
            }
            return;
        }
        self.calendar.day = self.best_day();
    }

    /// The day to show the slots of: the one that is shown if it still has any, else that of the
    /// chosen slot, else the next one, else the first.
    fn best_day(&self) -> Option<NaiveDate> {
        let loaded = self.calendar.current()?;
        let attendees = self.attendees();
        let shown = self.calendar.day;
        let picked = self
            .slot()
            .map(|picked| loaded.date(&picked.slot))
            .filter(|&date| month_of(date) == self.calendar.shown);
        let later = || {
            let dates = loaded
                .open(attendees, self.now)
                .map(|slot| loaded.date(slot));
            dates
                .filter(|&date| month_of(date) == self.calendar.shown)
                .find(|&date| shown.is_some_and(|shown| date >= shown))
        };
        shown
            .filter(|&day| self.free_on(day) > 0)
            .or(picked)
            .or_else(later)
            .or_else(|| {
                self.calendar
                    .first_open(self.calendar.shown, attendees, self.now)
            })
    }

    pub(super) fn ask_for(&mut self, month: NaiveDate) {
        if self.draft.cart.items.is_empty() {
            return;
        }
        let already = |asking: &Asking| asking.month == month;
        if self.calendar.asking.as_ref().is_some_and(already) {
            return;
        }
        let ticket = self.ticket();
        let (from, to) = self.calendar.span(month);
        let wanted = self.wanted();
        self.calendar.asking = Some(Asking { ticket, month });
        self.calendar.failed = None;
        self.effects.push(Effect::LoadSlots {
            ticket,
            calendar: self.page.calendar.id.clone(),
            query: SlotsQuery {
                items: wanted.items,
                location: wanted.location,
                from,
                to,
                zone: self.draft.zone.clone(),
            },
        });
    }

    pub(super) fn slots_arrived(&mut self, ticket: Ticket, result: Result<SlotsPage, Failure>) {
        let asked = self.calendar.asking.take_if(|a| a.ticket == ticket);
        let Some(Asking { month, .. }) = asked else {
            return;
        };
        match result {
            Ok(page) => {
                self.calendar.store(month, page);
                if month == self.calendar.shown && self.match_picked(month) {
                    return;
                }
                let sought = self.calendar.seeking.is_some();
                self.settle_month();
                if let Some(day) = self.calendar.day
                    && !sought
                {
                    self.announcement = self.day_name(day);
                }
            }
            Err(failure) if self.zone_refused(&failure) => {
                let zone = self.page.business.time_zone.clone();
                self.choose_zone(zone);
            }
            // Without it only the hint at the next free day is missing.
            Err(_) if month != self.calendar.shown => {}
            Err(failure) => {
                self.announcement = self.slots_failure(&failure);
                self.calendar.seeking = None;
                self.calendar.failed = Some(failure);
            }
        }
    }

    /// Looks the chosen slot up among what has arrived. Answers whether another month had to be
    /// turned to, because the slot lies there in the guest's new time zone.
    fn match_picked(&mut self, month: NaiveDate) -> bool {
        if self.moving().is_some() {
            self.match_move(month);
            return false;
        }
        let Some(picked) = self.draft.picked.take() else {
            return false;
        };
        let wanted = self.wanted();
        let Some(loaded) = self.calendar.loaded(month) else {
            self.draft.picked = Some(picked);
            return false;
        };
        let date = loaded.clock.local(picked.slot.starts_at).date();
        if month_of(date) != month {
            let moved =
                picked.clock.zone != loaded.clock.zone && self.calendar.has_month(month_of(date));
            self.draft.picked = Some(picked);
            if moved {
                self.calendar.show(month_of(date));
                self.settle_month();
            }
            return moved && self.calendar.current().is_none();
        }
        let same = |slot: &&Slot| slot.starts_at == picked.slot.starts_at;
        if let Some(slot) = loaded.slots.iter().find(same) {
            self.draft.picked = Some(Picked {
                wanted,
                slot: *slot,
                clock: loaded.clock.clone(),
                business_clock: loaded.business_clock.clone(),
            });
        } else {
            let gone = Box::new(picked.clone());
            if picked.wanted != wanted {
                // The guest may go back to what it was free for.
                self.draft.picked = Some(picked);
            }
            if !matches!(self.notice, Some(Trouble::SlotTaken { .. })) {
                self.notice = Some(Trouble::TimeGone { picked: gone });
            }
        }
        false
    }

    fn zone_refused(&self, failure: &Failure) -> bool {
        let Failure::Refused(problem) = failure else {
            return false;
        };
        problem.code == ProblemCode::InvalidField
            && problem.fields.iter().any(|f| f.field == Field::Zone)
            && self.draft.zone != self.page.business.time_zone
    }

    /// How many slots of a date take the party.
    pub(super) fn free_on(&self, date: NaiveDate) -> usize {
        let Some(loaded) = self.calendar.loaded(month_of(date)) else {
            return 0;
        };
        let open = loaded.open(self.attendees(), self.now);
        open.filter(|slot| loaded.date(slot) == date).count()
    }

    fn clear_time_notice(&mut self) {
        if let Some(
            Trouble::TimeMissing
            | Trouble::TimeGone { .. }
            | Trouble::SlotTaken { .. }
            | Trouble::Released,
        ) = self.notice
        {
            self.notice = None;
        }
    }
}
