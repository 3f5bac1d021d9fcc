//! What a tab keeps of the draft, so that a reload loses nothing where storage is allowed.

use booking_contract::SlotsPage;
use booking_engine::{Item, LocationId};
use serde::{Deserialize, Serialize};

use super::booking::{At, Flow};
use super::cart::Cart;
use super::draft::Picked;
use super::menu::Opened;
use super::message::{Asked, Effect, GuestField, Step};
use super::order::Face;
use crate::json;

/// What is kept, as a text.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// What the page's address and the calendar asked for. With another question the choices are
    /// not answers any more, and only what the guest typed about themselves stays.
    asked: String,
    /// How many steps were done.
    steps: u32,
    items: Vec<Item>,
    location: Option<LocationId>,
    /// The service that is open in the menu, if any; see [`Opened`].
    open: Vec<Item>,
    open_place: Option<u32>,
    open_location: Option<LocationId>,
    zone: String,
    /// The chosen slot, with its clocks.
    picked: Option<SlotsPage>,
    code: Option<String>,
    consent: bool,
    booker_takes_part: bool,
    texts: Vec<KeptText>,
}

/// What was typed into a field.
#[derive(Serialize, Deserialize)]
struct KeptText {
    field: GuestField,
    text: String,
}

impl Flow {
    /// What is asked for, as far as choices depend on it.
    pub(super) fn asked_for(&self, asked: &Asked) -> String {
        let questions = self.page.calendar.form.iter().map(|it| it.id.as_str());
        let mut text = String::new();
        let asked = [asked.service.as_deref(), asked.coupon.as_deref()];
        for part in asked.into_iter().flatten().chain(questions) {
            text.push_str(part);
            text.push('\n');
        }
        text
    }

    /// Has the draft kept, where it has changed.
    #[inline(never)]
    pub(super) fn keep_draft(&mut self) {
        let kept = match &self.at {
            // Nobody has a draft before anything was done, and a page without one is there sooner.
            At::Booking(_) if !self.draft.touched && self.kept.is_none() => return,
            At::Booking(step) => json::write(&self.kept_at(*step)),
            // What is booked is no draft any more; until then the guest may come back to it.
            At::Order(stage) if stage.face() == Face::Booked => None,
            At::Order(_) | At::Nothing => return,
        };
        if kept != self.kept {
            self.kept.clone_from(&kept);
            self.effects.push(Effect::Keep(kept));
        }
    }

    fn kept_at(&self, step: Step) -> Kept {
        let form = &self.draft.form;
        let mut texts: Vec<KeptText> = form
            .filled()
            .filter(|(field, _)| *field != GuestField::Country)
            .map(|(field, text)| KeptText {
                field,
                text: text.to_owned(),
            })
            .collect();
        if !form.text(GuestField::Phone).is_empty() {
            // Also where it was not chosen: the guest may be elsewhere at the next look.
            texts.push(KeptText {
                field: GuestField::Country,
                text: form.country().to_owned(),
            });
        }
        let place = self.steps().iter().position(|&known| known == step);
        let picked = self.draft.picked.as_ref();
        let open = self.menu.open.as_ref();
        let coupons = &self.coupons;
        let waiting = coupons.from_address.clone();
        let checked = coupons.check.as_ref().map(|check| &check.code);
        let code = coupons.code().or(checked).map(ToString::to_string);
        Kept {
            asked: self.asked_for.clone(),
            steps: place
                .and_then(|place| u32::try_from(place).ok())
                .unwrap_or_default(),
            items: self.draft.cart.items.clone(),
            location: self.draft.cart.location.clone(),
            open: open.iter().map(|open| open.item.clone()).collect(),
            open_place: open
                .and_then(|open| open.place)
                .and_then(|place| u32::try_from(place).ok()),
            open_location: open.and_then(|open| open.location.clone()),
            zone: self.draft.zone.clone(),
            picked: picked.map(|picked| SlotsPage {
                slots: vec![picked.slot],
                clock: picked.clock.clone(),
                business_clock: picked.business_clock.clone(),
            }),
            code: code.or(waiting),
            consent: form.consent,
            booker_takes_part: form.booker_takes_part,
            texts,
        }
    }

    /// Takes back what was kept; answers how many steps were done.
    #[inline(never)]
    pub(super) fn take_kept(&mut self, kept: String) -> u32 {
        let read = json::read::<Kept>(&kept);
        self.kept = Some(kept);
        let Some(kept) = read else {
            return 0;
        };
        let same = kept.asked == self.asked_for;
        let form = &mut self.draft.form;
        for KeptText { field, text } in kept.texts {
            if same || !matches!(field, GuestField::Answer(_)) {
                form.edit(field, text);
            }
        }
        form.booker_takes_part = kept.booker_takes_part;
        if !same {
            return 0;
        }
        form.consent = kept.consent;
        if self.zones.iter().any(|zone| zone.id == kept.zone) {
            self.draft.zone = kept.zone;
        }
        if self.page.calendar.coupons {
            self.coupons.from_address = kept.code;
        }
        let cart = Cart {
            items: kept.items,
            location: kept.location,
        };
        let before = std::mem::replace(&mut self.draft.cart, cart);
        // What has a price is still sold as it was chosen; a menu may have nothing taken yet.
        let chosen = !self.draft.cart.items.is_empty();
        if chosen && self.quote().is_err() || !chosen && !self.has_menu() {
            self.draft.cart = before;
            return 0;
        }
        self.menu.open = kept.open.into_iter().next().map(|item| Opened {
            place: kept.open_place.map(|place| place as usize),
            item,
            location: kept.open_location,
            tried: false,
        });
        if self.menu.open.is_some() && self.open_price().is_none() {
            self.menu.open = None;
        }
        let (wanted, now) = (self.wanted(), self.now);
        self.draft.picked = kept.picked.and_then(|page| {
            let slot = page.slots.first();
            Some(Picked {
                wanted,
                // A tab may be opened again days later.
                slot: *slot.filter(|slot| slot.starts_at > now)?,
                clock: page.clock,
                business_clock: page.business_clock,
            })
        });
        kept.steps
    }

    /// Goes to the step where the guest was, as far as nothing before it is missing now.
    #[inline(never)]
    pub(super) fn resume(&mut self, steps: u32) {
        for &step in self.steps().iter().take(steps as usize + 1) {
            if self.is_reachable(step) {
                self.at = At::Booking(step);
            }
        }
        if self.slot().is_some() {
            self.apply_code_from_address();
        }
    }
}
