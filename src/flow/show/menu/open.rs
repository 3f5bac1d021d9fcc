//! A service that is open: everything that is to be chosen about it.

use booking_contract::ServiceInfo;
use booking_engine::{Item, Service, StaffOffer};

use super::{each, locations, money, send};
use crate::flow::booking::Flow;
use crate::flow::menu::Opened;
use crate::flow::message::MenuEvent;
use crate::flow::screen::{AddOnRow, Choice, ChoiceGroup, OpenService, Stepper};
use crate::text::fill;

pub(super) fn opened(flow: &Flow, open: &Opened) -> Option<OpenService> {
    let texts = flow.text;
    let item = &open.item;
    let info = flow.service_info(&item.service_id)?;
    let service = flow.page.terms.service(&item.service_id)?;
    let quote = flow.open_price();
    let attendees = flow.item_attendees(item);
    let attendees_max = flow.service_attendees_max(&item.service_id);
    let mut groups = Vec::new();
    if info.variations.len() > 1 {
        groups.push(forms(flow, info, service, item));
    }
    let places = flow.locations_of(info).count();
    if places > 1 && !flow.page.asks_location_first() && flow.draft.cart.items.is_empty() {
        let missing = open.tried && open.location.is_none();
        groups.push(locations(flow, Some(info), open.location.as_ref(), missing));
    }
    if !service.staff.is_empty() {
        groups.push(staff(flow, service, open));
    }
    Some(OpenService {
        name: info.name.clone(),
        description: info.description.clone(),
        groups,
        attendees: (attendees_max > 1).then(|| Stepper {
            value: attendees,
            min: 1,
            max: attendees_max,
            name: texts.count(texts.people(attendees), attendees),
            can_less: attendees > 1,
            can_more: attendees < attendees_max,
        }),
        add_ons: add_ons(flow, info, service, item),
        price: quote.map_or(String::new(), |quote| money(flow, quote.subtotal_minor)),
        duration: texts.duration(flow.item_minutes(item)),
        take: match (open.place, flow.takes_several()) {
            (Some(_), true) => texts.save_item(),
            (None, true) => texts.add_item(),
            (_, false) => texts.proceed(),
        },
        can_close: flow.page.services.len() > 1,
    })
}

fn forms(flow: &Flow, info: &ServiceInfo, service: &Service, item: &Item) -> ChoiceGroup {
    let offer = service
        .staff
        .iter()
        .find(|offer| Some(&offer.staff_id) == item.staff_id.as_ref());
    let option = |form: &booking_contract::VariationInfo| {
        let own = offer.and_then(|offer| own_price(offer, Some(&form.id)));
        let mut priced = service.variations.iter();
        let listed = priced.find(|priced| priced.id == form.id);
        let minor = own.or(listed.map(|priced| priced.unit_price_minor));
        Choice {
            name: form.name.clone(),
            detail: flow.text.duration(form.duration_minutes),
            price: money(flow, minor.unwrap_or(service.unit_price_minor)),
            selected: item.variation_id.as_ref() == Some(&form.id),
            event: send(MenuEvent::VariationChosen(form.id.clone())),
        }
    };
    ChoiceGroup {
        legend: flow.text.variation(),
        name: "variation",
        options: info.variations.iter().map(option).collect(),
        error: None,
    }
}

fn own_price(offer: &StaffOffer, form: Option<&booking_engine::VariationId>) -> Option<i64> {
    let mut own = offer.own_prices.iter();
    let own = own.find(|own| own.variation_id.as_ref() == form);
    own.map(|own| own.unit_price_minor)
}

fn staff(flow: &Flow, service: &Service, open: &Opened) -> ChoiceGroup {
    let item = &open.item;
    let texts = flow.text;
    let form = item.variation_id.as_ref();
    let priced = service
        .variations
        .iter()
        .find(|priced| Some(&priced.id) == form);
    let usual = priced.map_or(service.unit_price_minor, |form| form.unit_price_minor);
    let differs = service
        .staff
        .iter()
        .any(|offer| own_price(offer, form).is_some());
    let label = |minor: i64| {
        if differs {
            money(flow, minor)
        } else {
            String::new()
        }
    };
    let mut options = vec![Choice {
        name: texts.anyone().to_owned(),
        detail: texts.anyone_hint().to_owned(),
        price: label(usual),
        selected: item.staff_id.is_none(),
        event: send(MenuEvent::StaffChosen(None)),
    }];
    // In the order of the page; who does not work at the chosen location is not offered.
    for person in &flow.page.staff {
        let offer = service
            .staff
            .iter()
            .find(|offer| offer.staff_id == person.id);
        let here = open
            .location
            .as_ref()
            .is_none_or(|place| person.locations.is_empty() || person.locations.contains(place));
        if let Some(offer) = offer.filter(|_| here) {
            options.push(Choice {
                name: person.name.clone(),
                detail: person.role.clone(),
                price: label(own_price(offer, form).unwrap_or(usual)),
                selected: item.staff_id.as_ref() == Some(&person.id),
                event: send(MenuEvent::StaffChosen(Some(person.id.clone()))),
            });
        }
    }
    ChoiceGroup {
        legend: texts.with_whom(),
        name: "staff",
        options,
        error: None,
    }
}

fn add_ons(flow: &Flow, info: &ServiceInfo, service: &Service, item: &Item) -> Vec<AddOnRow> {
    let texts = flow.text;
    let row = |known: &booking_contract::AddOnInfo| {
        let offer = service.add_ons.iter().find(|offer| offer.id == known.id)?;
        let mut taken = item.add_ons.iter();
        let taken = taken.find(|taken| taken.add_on_id == known.id);
        let quantity = taken.map_or(0, |taken| taken.quantity);
        let count = |count| send(MenuEvent::AddOnCounted(known.id.clone(), count));
        let named = |pattern| fill(pattern, &[("name", &known.name)]);
        Some(AddOnRow {
            name: known.name.clone(),
            description: known.description.clone(),
            price: money(flow, offer.unit_price_minor),
            each: each(flow, offer.unit_price_minor, flow.item_attendees(item)),
            quantity,
            quantity_max: offer.quantity_max,
            count: texts.number(quantity),
            fewer: named(texts.fewer_of()),
            more: named(texts.more_of()),
            less_event: count(quantity.saturating_sub(1)),
            more_event: count((quantity + 1).min(offer.quantity_max)),
        })
    };
    info.add_ons.iter().filter_map(row).collect()
}
