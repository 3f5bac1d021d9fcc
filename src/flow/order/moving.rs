//! Another time for what is booked: the month and the slots of the step of the time, asked for
//! what the order holds.

use booking_contract::{MoveOrder, OrderView, Slot, SlotItems};
use chrono::NaiveDate;

use super::stage::{DeedTrouble, Doing};
use crate::flow::booking::{At, Flow};
use crate::flow::calendar::month_of;
use crate::flow::cart::{Wanted, item_of};
use crate::flow::draft::Picked;
use crate::flow::message::OrderChange;

impl Flow {
    /// The order that another time is being looked for.
    pub(in crate::flow) fn moving(&self) -> Option<&OrderView> {
        match &self.at {
            At::Order(stage) if matches!(stage.doing, Some(Doing::Moving(_))) => {
                stage.view.as_ref()
            }
            _ => None,
        }
    }

    /// The time that was picked for it.
    pub(in crate::flow) fn moving_to(&self) -> Option<&Picked> {
        match &self.at {
            At::Order(stage) => match &stage.doing {
                Some(Doing::Moving(picked)) => picked.as_deref(),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn look_for_another_time(&mut self) {
        let At::Order(stage) = &mut self.at else {
            return;
        };
        let Some(view) = &stage.view else {
            return;
        };
        stage.doing = Some(Doing::Moving(None));
        stage.trouble = None;
        let date = view.clock.local(view.starts_at).date();
        self.follows_openings = false;
        self.calendar.bounds = self.bounds();
        self.show_day(date);
        self.reload_slots();
        self.show_top();
    }

    /// Picks a time for the order that is being moved.
    pub(in crate::flow) fn pick_move(&mut self, to: Picked) {
        if let At::Order(stage) = &mut self.at
            && stage.sent.is_none()
            && let Some(Doing::Moving(picked)) = &mut stage.doing
        {
            *picked = Some(Box::new(to));
            stage.trouble = None;
        }
    }

    /// Looks for the picked time among what has arrived: its clocks may be those of another zone.
    pub(in crate::flow) fn match_move(&mut self, month: NaiveDate) {
        let Some(picked) = self.moving_to().cloned() else {
            return;
        };
        let Some(loaded) = self.calendar.loaded(month) else {
            return;
        };
        let same = |slot: &&Slot| slot.starts_at == picked.slot.starts_at;
        let found = loaded.slots.iter().find(same).map(|slot| Picked {
            slot: *slot,
            clock: loaded.clock.clone(),
            business_clock: loaded.business_clock.clone(),
            ..picked.clone()
        });
        let date = loaded.clock.local(picked.slot.starts_at).date();
        match found {
            Some(found) => self.pick_move(found),
            None if month_of(date) == month => {
                self.forget_move();
                self.deed_failed(DeedTrouble::TimeTaken(Box::new(picked)));
            }
            None => {}
        }
    }

    pub(super) fn move_to(&mut self, picked: Option<&Picked>) {
        let (Some(picked), Some(view)) = (picked, self.moving()) else {
            return;
        };
        let starts_at = picked.slot.starts_at;
        if starts_at == view.starts_at {
            return self.keep();
        }
        self.announcement = self.text.move_busy().to_owned();
        self.send_change(OrderChange::Move(MoveOrder { starts_at }));
    }

    /// Somebody else has the picked time: the times are looked up anew.
    pub(super) fn time_gone(&mut self) -> Option<Box<Picked>> {
        let picked = self.moving_to().cloned()?;
        self.forget_move();
        self.reload_slots();
        Some(Box::new(picked))
    }

    fn forget_move(&mut self) {
        if let At::Order(stage) = &mut self.at {
            stage.doing = Some(Doing::Moving(None));
        }
    }

    /// What an order needs to take place at another time.
    pub(in crate::flow) fn wanted_by(view: &OrderView) -> Wanted {
        let items: Vec<_> = view.quote.lines.iter().map(item_of).collect();
        Wanted {
            items: SlotItems::of(&items),
            location: view.location.as_ref().map(|location| location.id.clone()),
        }
    }

    /// How many take part in an order: as many as in the line with the most.
    pub(in crate::flow) fn attendees_of(view: &OrderView) -> u32 {
        let lines = view.quote.lines.iter().map(|line| line.attendees);
        lines.max().unwrap_or(1)
    }

    /// Picks the time of an order that has ended, as if it were free; the slots that are asked
    /// for tell whether it is.
    pub(super) fn pick_again(&mut self, view: &OrderView) {
        let present = view.starts_at;
        let wanted = self.wanted();
        if self.slot().is_some() || wanted != Self::wanted_by(view) {
            return;
        }
        self.draft.picked = Some(Picked {
            wanted,
            slot: Slot {
                starts_at: present,
                ends_at: view.ends_at,
                seats_left: Self::attendees_of(view),
            },
            clock: view.clock.clone(),
            business_clock: view.business_clock.clone(),
        });
        let date = view.clock.local(present).date();
        self.show_day(date);
        self.settle_month();
    }

    fn show_day(&mut self, date: NaiveDate) {
        let (first, last) = self.calendar.bounds;
        let date = date.clamp(first.min(last), last);
        self.calendar.show(month_of(date));
        self.calendar.day = Some(date);
    }
}
