//! What is booked: one service or several, back to back, at one location.

use booking_contract::{OrderView, ServiceInfo, SlotItems};
use booking_engine::{
    ATTENDEES_MAX, Item, ItemAddOn, LineAddOn, LocationId, QuoteLine, Service, ServiceId,
};

use super::booking::Flow;

/// What is booked. A calendar without a menu always has one item.
#[derive(Clone, Debug, Default)]
pub(super) struct Cart {
    /// In the order in which they take place. Attendees are as asked for: a service that takes
    /// fewer counts fewer, and the number comes back with a service that takes it.
    pub items: Vec<Item>,
    /// Where, where there is a choice.
    pub location: Option<LocationId>,
}

/// What free times depend on: times offered for one of them are none for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    pub items: SlotItems,
    pub location: Option<LocationId>,
}

impl Cart {
    /// One service, for one attendee.
    pub(super) fn of(service: ServiceId) -> Self {
        Self {
            items: vec![Item::plain(service, 1)],
            location: None,
        }
    }
}

impl Flow {
    /// What is booked, with as many attendees as each service takes.
    pub(super) fn items(&self) -> Vec<Item> {
        let item = |item: &Item| Item {
            attendees: self.item_attendees(item),
            ..item.clone()
        };
        self.draft.cart.items.iter().map(item).collect()
    }

    /// What free times depend on: what an order needs while another time is looked for.
    pub(super) fn wanted(&self) -> Wanted {
        if let Some(order) = self.moving() {
            return Self::wanted_by(order);
        }
        Wanted {
            items: SlotItems::of(&self.draft.cart.items),
            location: self.draft.cart.location.clone(),
        }
    }

    /// The item that guests choose in the step of the time; none in an empty cart.
    pub(super) fn first_item(&self) -> Option<&Item> {
        self.draft.cart.items.first()
    }

    /// A service as guests see it.
    pub(super) fn service_info(&self, id: &ServiceId) -> Option<&ServiceInfo> {
        self.page.services.iter().find(|info| info.id == *id)
    }

    /// The most attendees of a service, at least 1.
    pub(super) fn service_attendees_max(&self, id: &ServiceId) -> u32 {
        let service: Option<&Service> = self.page.terms.service(id);
        let max = service.map_or(1, |service| service.attendees_max);
        max.clamp(1, ATTENDEES_MAX)
    }

    /// How many take part in an item.
    pub(super) fn item_attendees(&self, item: &Item) -> u32 {
        let max = self.service_attendees_max(&item.service_id);
        item.attendees.clamp(1, max)
    }

    /// The most attendees of what is booked, at least 1.
    pub(super) fn attendees_max(&self) -> u32 {
        let items = self.draft.cart.items.iter();
        let max = items.map(|item| self.service_attendees_max(&item.service_id));
        max.max().unwrap_or(1)
    }

    /// How many take part: as many as in the item with the most.
    pub(super) fn attendees(&self) -> u32 {
        if let Some(order) = self.moving() {
            return Self::attendees_of(order);
        }
        let items = self.draft.cart.items.iter();
        items
            .map(|item| self.item_attendees(item))
            .max()
            .unwrap_or(1)
    }

    /// Fills the cart from an order, as far as the calendar still sells what is in it.
    pub(super) fn restore_cart(&mut self, view: &OrderView) {
        let lines = view.quote.lines.iter();
        let items: Vec<Item> = lines.map(item_of).collect();
        let sold = |item: &Item| self.service_info(&item.service_id).is_some();
        if !items.is_empty() && items.iter().all(sold) {
            let location = view.location.as_ref().map(|location| location.id.clone());
            self.draft.cart = Cart { items, location };
            self.menu.open = None;
        }
    }
}

/// The choices that led to a line.
pub(super) fn item_of(line: &QuoteLine) -> Item {
    let add_on = |add_on: &LineAddOn| ItemAddOn {
        add_on_id: add_on.add_on_id.clone(),
        quantity: add_on.quantity,
    };
    Item {
        variation_id: line.variation_id.clone(),
        staff_id: line.staff_id.clone(),
        add_ons: line.add_ons.iter().map(add_on).collect(),
        ..Item::plain(line.service_id.clone(), line.attendees)
    }
}
