//! The step of the services: what a calendar with a menu sells, and what is taken of it.
//!
//! A service is opened, which makes an item of it with the first of everything that has to be
//! chosen; the guest changes that, and takes it into the cart.

mod event;

pub use event::{MenuEvent, Sort};

use booking_contract::ServiceInfo;
use booking_engine::{AddOnId, Item, ItemAddOn, LocationId, PriceRequest, Quote, price};

use super::booking::{At, Flow, Trouble};
use super::cart::{Cart, Wanted};
use super::message::Step;
use super::screen::FocusTarget;
use crate::text::fill;

/// What the guest looks for, and which service is open.
#[derive(Clone, Debug, Default)]
pub(super) struct Menu {
    /// The text of the search.
    pub search: String,
    /// The id of the one category that is shown.
    pub category: Option<String>,
    pub sort: Sort,
    pub open: Option<Opened>,
}

/// A service that is open.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    /// Which item of the cart it changes; none: it would be a new one.
    pub place: Option<usize>,
    pub item: Item,
    /// Where, where the cart does not say it already.
    pub location: Option<LocationId>,
    /// Whether it was to be taken without a location.
    pub tried: bool,
}

impl Flow {
    /// Whether services have a step of their own.
    pub(super) fn has_menu(&self) -> bool {
        self.page.has_menu()
    }

    /// Whether several services may be booked at once.
    pub(super) fn takes_several(&self) -> bool {
        self.page.calendar.items_max > 1
    }

    /// Whether the cart takes no more services.
    pub(super) fn is_cart_full(&self) -> bool {
        self.draft.cart.items.len() >= self.page.calendar.items_max as usize
    }

    /// Where a service can be booked, of all locations there are.
    pub(super) fn locations_of<'a>(
        &'a self,
        info: &'a ServiceInfo,
    ) -> impl Iterator<Item = &'a LocationId> {
        let ids = self.page.locations.iter().map(|location| &location.id);
        ids.filter(|id| info.locations.is_empty() || info.locations.contains(id))
    }

    /// Whether nothing is missing in the cart.
    pub(super) fn is_cart_done(&self) -> bool {
        let cart = &self.draft.cart;
        let placed = self.page.locations.is_empty() || cart.location.is_some();
        !cart.items.is_empty() && placed
    }

    pub(super) fn hear_menu(&mut self, event: MenuEvent) {
        if !matches!(self.at, At::Booking(Step::Services)) {
            return;
        }
        match event {
            MenuEvent::LocationChosen(id) => self.choose_location(id),
            MenuEvent::Searched(text) => self.menu.search = text,
            MenuEvent::CategoryChosen(id) => self.menu.category = id,
            MenuEvent::Sorted(sort) => self.menu.sort = sort,
            MenuEvent::ShowAll => {
                self.menu.search.clear();
                self.menu.category = None;
                self.focus_on(FocusTarget::Search);
            }
            MenuEvent::ServiceOpened(place) => self.open_service(place),
            MenuEvent::ItemOpened(place) => self.open_item(place),
            MenuEvent::ItemRemoved(place) => self.remove_item(place),
            MenuEvent::Closed => self.close_service(),
            MenuEvent::Taken => self.take_service(),
            change => self.change_open(change),
        }
    }

    fn choose_location(&mut self, id: LocationId) {
        if !self.page.locations.iter().any(|known| known.id == id) {
            return;
        }
        if let Some(open) = &mut self.menu.open {
            open.location = Some(id);
            self.settle_staff();
        } else {
            let before = self.wanted();
            // What is not offered there cannot stay.
            let page = &self.page;
            let offered = |item: &Item| {
                let info = page.services.iter().find(|info| info.id == item.service_id);
                info.is_some_and(|i| i.locations.is_empty() || i.locations.contains(&id))
            };
            self.draft.cart.items.retain(offered);
            self.draft.cart.location = Some(id);
            self.cart_changed(&before);
        }
    }

    /// Opens a service by its place on the page, or takes it where there is nothing to choose.
    fn open_service(&mut self, place: usize) {
        if self.takes_several() && self.is_cart_full() {
            return;
        }
        let Some(opened) = self
            .page
            .services
            .get(place)
            .map(|info| self.fresh_item(info))
        else {
            return;
        };
        let Some(opened) = opened else {
            return;
        };
        self.menu.open = Some(opened);
        self.notice = None;
        if self.has_choices() {
            self.show_top();
        } else {
            self.take_service();
        }
    }

    /// A service with the first of everything that has to be chosen; none where it is not
    /// offered at the chosen location.
    pub(super) fn fresh_item(&self, info: &ServiceInfo) -> Option<Opened> {
        let chosen = self.draft.cart.location.as_ref();
        let mut offered = self.locations_of(info);
        if let Some(chosen) = chosen
            && !offered.any(|id| id == chosen)
        {
            return None;
        }
        let mut places = self.locations_of(info);
        let only = places.next().filter(|_| places.next().is_none());
        let others = self.draft.cart.items.last();
        let attendees = others.map_or(1, |item| item.attendees);
        Some(Opened {
            place: None,
            item: Item {
                variation_id: info
                    .variations
                    .first()
                    .map(|variation| variation.id.clone()),
                ..Item::plain(info.id.clone(), attendees)
            },
            location: chosen.or(only).cloned(),
            tried: false,
        })
    }

    /// Whether the open service leaves anything to choose.
    fn has_choices(&self) -> bool {
        let Some(open) = &self.menu.open else {
            return false;
        };
        let id = &open.item.service_id;
        let staff = self.page.terms.service(id);
        let info = self.service_info(id);
        staff.is_some_and(|service| !service.staff.is_empty())
            || self.service_attendees_max(id) > 1
            || info.is_some_and(|info| info.variations.len() > 1 || !info.add_ons.is_empty())
            || (!self.page.locations.is_empty() && open.location.is_none())
    }

    fn open_item(&mut self, place: usize) {
        if let Some(item) = self.draft.cart.items.get(place) {
            self.menu.open = Some(Opened {
                place: Some(place),
                item: item.clone(),
                location: self.draft.cart.location.clone(),
                tried: false,
            });
            self.notice = None;
            self.show_top();
        }
    }

    fn remove_item(&mut self, place: usize) {
        if place >= self.draft.cart.items.len() {
            return;
        }
        let before = self.wanted();
        let item = self.draft.cart.items.remove(place);
        if self.draft.cart.items.is_empty() && !self.page.asks_location_first() {
            self.draft.cart.location = None;
        }
        self.cart_changed(&before);
        self.announce_item(self.text.item_removed(), &item);
        self.focus_on(FocusTarget::Heading);
    }

    fn close_service(&mut self) {
        let Some(open) = self.menu.open.take() else {
            return;
        };
        let mut services = self.page.services.iter();
        let place = services.position(|info| info.id == open.item.service_id);
        self.focus_on(place.map_or(FocusTarget::Heading, FocusTarget::Service));
    }

    fn change_open(&mut self, change: MenuEvent) {
        let Some(mut open) = self.menu.open.take() else {
            return;
        };
        let item = &mut open.item;
        match change {
            MenuEvent::VariationChosen(id) => item.variation_id = Some(id),
            MenuEvent::StaffChosen(id) => item.staff_id = id,
            MenuEvent::AttendeesCounted(count) => item.attendees = count.max(1),
            MenuEvent::AddOnCounted(id, count) => count_add_on(&mut item.add_ons, id, count),
            _ => {}
        }
        open.item.attendees = self.item_attendees(&open.item);
        self.menu.open = Some(open);
        if let Some(quote) = self.open_price() {
            let total = self.text.money(quote.subtotal_minor, quote.currency);
            self.announcement = fill(self.text.total_now(), &[("total", &total)]);
        }
    }

    /// Whoever does not work at the chosen location cannot stay chosen.
    fn settle_staff(&mut self) {
        let Some(open) = &self.menu.open else {
            return;
        };
        let works = open.item.staff_id.as_ref().is_none_or(|chosen| {
            let staff = self.page.staff.iter().find(|info| info.id == *chosen);
            staff.is_some_and(|info| {
                let place = open.location.as_ref();
                info.locations.is_empty() || place.is_none_or(|id| info.locations.contains(id))
            })
        });
        if !works && let Some(open) = &mut self.menu.open {
            open.item.staff_id = None;
        }
    }

    /// What the open service costs by itself, as it is chosen.
    pub(super) fn open_price(&self) -> Option<Quote> {
        let open = self.menu.open.as_ref()?;
        let item = Item {
            attendees: self.item_attendees(&open.item),
            ..open.item.clone()
        };
        price(&PriceRequest::of(vec![item]), &self.page.terms, self.now).ok()
    }

    fn take_service(&mut self) {
        let Some(open) = &mut self.menu.open else {
            return;
        };
        if !self.page.locations.is_empty() && open.location.is_none() {
            open.tried = true;
            self.announcement = self.text.location_missing().to_owned();
            return self.focus_on(FocusTarget::Location);
        }
        let Some(Opened {
            place,
            item,
            location,
            ..
        }) = self.menu.open.take()
        else {
            return;
        };
        let before = self.wanted();
        let several = self.takes_several();
        self.draft.cart.location = location;
        self.announce_item(self.text.item_added(), &item);
        let items = &mut self.draft.cart.items;
        match place {
            Some(place) if place < items.len() => items[place] = item,
            _ if several => items.push(item),
            _ => *items = vec![item],
        }
        self.cart_changed(&before);
        if several {
            self.show_top();
        } else {
            self.go_on();
        }
    }

    fn announce_item(&mut self, pattern: &str, item: &Item) {
        let name = self.service_info(&item.service_id).map(|info| &*info.name);
        self.announcement = fill(pattern, &[("service", name.unwrap_or_default())]);
    }

    /// Free times that were asked for something else are forgotten.
    pub(super) fn cart_changed(&mut self, before: &Wanted) {
        self.notice = None;
        if self.wanted() != *before {
            self.calendar.forget();
            self.follows_openings |= self.draft.picked.is_none();
        }
    }

    /// An empty cart, and the service that the page's address asks for opened.
    pub(super) fn begin_menu(&mut self, wanted: Option<&str>) {
        self.draft.cart = Cart::default();
        let services = &self.page.services;
        let asked = wanted.and_then(|id| services.iter().position(|info| info.id.as_str() == id));
        let only = (services.len() == 1).then_some(0);
        let first = asked.or(only).and_then(|place| services.get(place));
        if self.page.asks_location_first() {
            return;
        }
        self.menu.open = first.and_then(|info| self.fresh_item(info));
    }

    /// Says that a service is missing.
    pub(super) fn miss_service(&mut self) {
        self.give_notice(Trouble::ServiceMissing);
    }
}

fn count_add_on(add_ons: &mut Vec<ItemAddOn>, id: AddOnId, quantity: u32) {
    add_ons.retain(|add_on| add_on.add_on_id != id || quantity > 0);
    let known = add_ons.iter_mut().find(|add_on| add_on.add_on_id == id);
    match known {
        Some(add_on) => add_on.quantity = quantity,
        None if quantity > 0 => add_ons.push(ItemAddOn {
            add_on_id: id,
            quantity,
        }),
        None => {}
    }
}
