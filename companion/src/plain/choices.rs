//! What the guest has chosen, read back from a form: only what the calendar offers stays.

use std::fmt::Write as _;

use axum::http::StatusCode;
use booking_contract::{CalendarPage, ServiceInfo, SlotItems};
use booking_engine::{Item, ItemAddOn, LocationId, PriceRequest, Service, StaffId, price};
use chrono::{DateTime, SecondsFormat, Utc};

use super::params::Params;

/// The choices of a booking.
#[derive(Clone, Debug)]
pub(super) struct Choices {
    /// Where.
    pub(super) location: Option<LocationId>,
    /// What, in the order in which it takes place.
    pub(super) items: Vec<Item>,
    /// When.
    pub(super) start: Option<DateTime<Utc>>,
}

/// What became of a service that was picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// None was.
    Nothing,
    /// It is chosen now.
    One,
    /// There is something to choose about it.
    Open(Open),
}

/// A service that is being chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Open {
    /// As far as it is chosen.
    pub(super) item: Item,
    /// Whether the guest wanted to go on, and could not.
    pub(super) tried: bool,
}

impl Open {
    pub(super) fn status(&self) -> StatusCode {
        if self.tried {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        }
    }
}

impl Choices {
    /// What of the parameters this calendar offers.
    pub(super) fn read(params: &Params, page: &CalendarPage) -> Self {
        let asked = params.get("location").and_then(|id| id.parse().ok());
        let known = |id: &LocationId| page.locations.iter().any(|it| it.id == *id);
        let only = match &page.locations[..] {
            [only] => Some(only.id.clone()),
            _ => None,
        };
        let mut choices = Self {
            location: asked.filter(known).or(only),
            items: Vec::new(),
            start: params.get("start").and_then(|start| start.parse().ok()),
        };
        let items = params.all("item").filter_map(item_of);
        let items: Vec<Item> = items.filter(|item| choices.fits(item, page)).collect();
        choices.items = items;
        choices.items.truncate(page.calendar.items_max as usize);
        if let Some(place) = params.get("remove").and_then(|place| place.parse().ok())
            && place < choices.items.len()
        {
            let _: Item = choices.items.remove(place);
        }
        // Where there is one service and nothing to say about it, nobody is asked.
        if let ([info], [terms]) = (&page.services[..], &page.terms.services[..])
            && choices.items.is_empty()
            && !has_options(info, terms)
            && !page.has_menu()
        {
            choices.items.push(picked_item(params, info, terms, false));
        }
        choices
    }

    /// Whether the guest has to say where.
    pub(super) fn lacks_location(&self, page: &CalendarPage) -> bool {
        self.location.is_none() && !page.locations.is_empty()
    }

    /// Takes the service that was picked, or says what is to be chosen about it.
    pub(super) fn take(&mut self, params: &Params, page: &CalendarPage) -> Taken {
        let picked = params.get("service");
        let service = page
            .services
            .iter()
            .find(|it| picked == Some(it.id.as_str()));
        let service = service.filter(|info| self.is_here(info));
        // Going back to the services closes the one that was open.
        let (Some(info), None) = (service, params.go()) else {
            return Taken::Nothing;
        };
        let Some(terms) = page.terms.service(&info.id) else {
            return Taken::Nothing;
        };
        let tried = params.get("chosen").is_some() && params.said().is_none();
        let item = picked_item(params, info, terms, tried);
        let whole = self.fits(&item, page);
        if !whole || !tried && has_options(info, terms) {
            return Taken::Open(Open { item, tried });
        }
        let max = page.calendar.items_max as usize;
        if max == 1 {
            self.items.clear();
        }
        if self.items.len() < max {
            self.items.push(item);
        }
        Taken::One
    }

    /// Whether a service takes place where the guest goes.
    pub(super) fn is_here(&self, info: &ServiceInfo) -> bool {
        let here = self.location.as_ref();
        info.locations.is_empty() || here.is_some_and(|id| info.locations.contains(id))
    }

    /// Whether an item is whole, offered, and offered there.
    fn fits(&self, item: &Item, page: &CalendarPage) -> bool {
        let Some(info) = page.services.iter().find(|it| it.id == item.service_id) else {
            return false;
        };
        let formed = info.variations.is_empty() == item.variation_id.is_none();
        let here = |id: &StaffId| {
            let mut staff = page.staff.iter().filter(|it| it.id == *id);
            staff.any(|it| {
                let place = self.location.as_ref();
                it.locations.is_empty() || place.is_some_and(|id| it.locations.contains(id))
            })
        };
        let staffed = item.staff_id.as_ref().is_none_or(here);
        let request = PriceRequest::of(vec![item.clone()]);
        let priced = price(&request, &page.terms, page.now).is_ok();
        self.is_here(info) && formed && staffed && priced
    }

    /// How many take part: as many as the item with the most.
    pub(super) fn attendees(&self) -> u32 {
        let attendees = self.items.iter().map(|item| item.attendees);
        attendees.max().unwrap_or(1)
    }

    /// What is asked of the free times.
    pub(super) fn slot_items(&self) -> SlotItems {
        SlotItems::of(&self.items)
    }

    /// As they travel in a form, but for those names.
    pub(super) fn pairs(&self, except: &[&str]) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if let Some(location) = &self.location {
            pairs.push(("location", location.to_string()));
        }
        pairs.extend(self.items.iter().map(|item| ("item", text_of(item))));
        if let Some(start) = self.start {
            pairs.push(("start", start.to_rfc3339_opts(SecondsFormat::Secs, true)));
        }
        pairs.retain(|(name, _)| !except.contains(name));
        pairs
    }
}

/// Whether there is anything to choose about a service.
fn has_options(info: &ServiceInfo, terms: &Service) -> bool {
    info.variations.len() > 1
        || !terms.staff.is_empty()
        || !info.add_ons.is_empty()
        || terms.attendees_max > 1
}

/// The service with what was chosen about it. What was not asked yet is as most guests want it.
fn picked_item(params: &Params, info: &ServiceInfo, terms: &Service, tried: bool) -> Item {
    let attendees = params.get("attendees").and_then(|it| it.parse().ok());
    let quantity = |id: &str| params.get(&format!("add.{id}"))?.parse().ok();
    let add_ons = info.add_ons.iter().filter_map(|add_on| {
        let quantity = quantity(add_on.id.as_str()).filter(|&quantity| quantity > 0)?;
        let add_on_id = add_on.id.clone();
        Some(ItemAddOn {
            add_on_id,
            quantity,
        })
    });
    let first = info.variations.first().map(|form| form.id.clone());
    let form = params.get("variation").and_then(|id| id.parse().ok());
    let only = info.variations.len() == 1 || !tried;
    Item {
        service_id: info.id.clone(),
        variation_id: form.or(first.filter(|_| only)),
        staff_id: params.get("staff").and_then(|id| id.parse().ok()),
        add_ons: add_ons.collect(),
        attendees: attendees.unwrap_or(u32::from(!tried || terms.attendees_max == 1)),
    }
}

/// `service.variation.staff.attendees`, then `.add-on*quantity` for each add-on.
fn text_of(item: &Item) -> String {
    let variation = item.variation_id.as_ref().map_or("", |id| id.as_str());
    let staff = item.staff_id.as_ref().map_or("", |id| id.as_str());
    let Item {
        service_id,
        attendees,
        ..
    } = item;
    let mut text = format!("{service_id}.{variation}.{staff}.{attendees}");
    for ItemAddOn {
        add_on_id,
        quantity,
    } in &item.add_ons
    {
        // Writing to a String does not fail.
        let _ = write!(text, ".{add_on_id}*{quantity}");
    }
    text
}

fn item_of(text: &str) -> Option<Item> {
    let mut parts = text.split('.');
    let mut next = || parts.next();
    let (service, variation, staff, attendees) = (next()?, next()?, next()?, next()?);
    let add_ons = parts.map(|part| {
        let (id, quantity) = part.split_once('*')?;
        Some(ItemAddOn {
            add_on_id: id.parse().ok()?,
            quantity: quantity.parse().ok()?,
        })
    });
    Some(Item {
        service_id: service.parse().ok()?,
        variation_id: match variation {
            "" => None,
            id => Some(id.parse().ok()?),
        },
        staff_id: match staff {
            "" => None,
            id => Some(id.parse().ok()?),
        },
        add_ons: add_ons.collect::<Option<_>>()?,
        attendees: attendees.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::{item_of, text_of};

    #[test]
    fn an_item_comes_back_as_it_was_sent() {
        for text in [
            "class...2",
            "lesson.hour.ines.1",
            "wheel...3.apron*1.clay*2",
        ] {
            let item = item_of(text).expect(text);
            assert_eq!(text_of(&item), text);
        }
    }

    #[test]
    fn what_is_no_item_is_none() {
        for text in [
            "",
            "class",
            "class..",
            "class...x",
            "class...1.apron",
            "a b...1",
        ] {
            assert_eq!(item_of(text), None, "{text}");
        }
    }
}
