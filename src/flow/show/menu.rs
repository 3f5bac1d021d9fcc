//! The screen of the step of the services.

use booking_contract::{MenuLayout, ServiceInfo};
use booking_engine::{Item, ItemAddOn, LocationId, PriceRequest, Service, StaffOffer, price};

use super::super::booking::Flow;
use super::super::menu::Opened;
use super::super::message::{Event, MenuEvent, Sort};
use super::super::screen::{
    AddOnRow, CartLine, Choice, ChoiceGroup, Finder, OpenService, ServiceEntry, ServiceGroup,
    ServicesStep, Stepper,
};
use crate::text::fill;

pub(super) fn step(flow: &Flow) -> ServicesStep {
    let texts = flow.text;
    let calendar = &flow.page.calendar;
    let several = flow.takes_several();
    let full = several && flow.is_cart_full();
    // Nothing is to be looked for before it is known where, or once the cart is full.
    let waits = full || (flow.asks_location_first() && flow.draft.cart.location.is_none());
    let groups = if waits { Vec::new() } else { groups(flow) };
    let searched = flow.menu.search.trim();
    let none = !waits && groups.is_empty();
    ServicesStep {
        open: flow.menu.open.as_ref().and_then(|open| opened(flow, open)),
        location: flow
            .asks_location_first()
            .then(|| locations(flow, None, flow.draft.cart.location.as_ref(), false)),
        cart: if several { cart(flow) } else { Vec::new() },
        cart_duration: (flow.draft.cart.items.len() > 1).then(|| {
            let minutes = flow
                .draft
                .cart
                .items
                .iter()
                .map(|item| flow.item_minutes(item))
                .sum();
            fill(
                texts.duration_in_all(),
                &[("duration", &texts.duration(minutes))],
            )
        }),
        finder: (flow.has_finder() && !waits).then(|| Finder {
            text: flow.menu.search.clone(),
            sort: flow.menu.sort,
            sorts: [
                (Sort::Listed, texts.sort_listed()),
                (Sort::Price, texts.sort_price()),
                (Sort::Duration, texts.sort_duration()),
                (Sort::Name, texts.sort_name()),
            ],
        }),
        categories: if waits { Vec::new() } else { categories(flow) },
        groups,
        nothing_found: none.then(|| fill(texts.nothing_found(), &[("text", searched)])),
        full: full.then(|| texts.cart_full()),
        cards: calendar.menu == MenuLayout::Cards,
        total: flow
            .quote()
            .ok()
            .map(|quote| texts.money(quote.total_minor, quote.currency)),
        can_continue: flow.is_cart_done(),
    }
}

fn send(event: MenuEvent) -> Event {
    Event::Menu(Box::new(event))
}

/// The locations of a service, or all of them.
fn locations(
    flow: &Flow,
    info: Option<&ServiceInfo>,
    chosen: Option<&LocationId>,
    missing: bool,
) -> ChoiceGroup {
    let here = flow.page.locations.iter().filter(|location| {
        info.is_none_or(|info| flow.locations_of(info).any(|id| *id == location.id))
    });
    ChoiceGroup {
        legend: flow.text.where_(),
        name: "location",
        options: here
            .map(|location| Choice {
                name: location.name.clone(),
                detail: location.address.clone(),
                price: String::new(),
                selected: chosen == Some(&location.id),
                event: send(MenuEvent::LocationChosen(location.id.clone())),
            })
            .collect(),
        error: missing.then_some(flow.text.location_missing()),
    }
}

fn categories(flow: &Flow) -> Vec<Choice> {
    let chosen = &flow.menu.category;
    let choice = |name: &str, id: Option<&String>| Choice {
        name: name.to_owned(),
        detail: String::new(),
        price: String::new(),
        selected: chosen.as_ref() == id,
        event: send(MenuEvent::CategoryChosen(id.cloned())),
    };
    let categories = &flow.page.categories;
    if categories.len() < 2 {
        return Vec::new();
    }
    let mut all = vec![choice(flow.text.all_categories(), None)];
    all.extend(
        categories
            .iter()
            .map(|known| choice(&known.name, Some(&known.id))),
    );
    all
}

/// What is found, under the headings; one list by price, duration or name has none.
fn groups(flow: &Flow) -> Vec<ServiceGroup> {
    let texts = flow.text;
    let words = texts.folded(&flow.menu.search);
    let fits = |info: &ServiceInfo| {
        let shown = flow.menu.category.as_ref();
        let found = || {
            let text = texts.folded(&info.name) + "\n" + &texts.folded(&info.description);
            words.split_whitespace().all(|word| text.contains(word))
        };
        shown.is_none_or(|category| *category == info.category) && found()
    };
    let services = flow.page.services.iter().enumerate();
    let found = services
        .filter(|(_, info)| fits(info))
        .filter_map(|(place, info)| Some((place, info, flow.page.terms.service(&info.id)?)));
    if flow.menu.sort == Sort::Listed {
        return under_headings(flow, &found.collect::<Vec<_>>());
    }
    // Put in one after the other: what is alike stays in the order of the page.
    let mut sorted: Vec<(i64, String, ServiceEntry)> = Vec::new();
    for (place, info, service) in found {
        let (number, name) = match flow.menu.sort {
            Sort::Price => (prices(service).0, String::new()),
            Sort::Duration => (durations(info).0.into(), String::new()),
            Sort::Listed | Sort::Name => (0, texts.folded(&info.name)),
        };
        let before = |(n, text, _): &(i64, String, _)| (*n, text) <= (number, &name);
        let at = sorted.partition_point(before);
        sorted.insert(at, (number, name, entry(flow, place, info, service)));
    }
    let entries: Vec<_> = sorted.into_iter().map(|(_, _, entry)| entry).collect();
    let title = String::new();
    let group = ServiceGroup { title, entries };
    if group.entries.is_empty() {
        Vec::new()
    } else {
        vec![group]
    }
}

/// Under the business's own headings; without one, or under one that is not there, come last.
fn under_headings(flow: &Flow, found: &[(usize, &ServiceInfo, &Service)]) -> Vec<ServiceGroup> {
    let known = &flow.page.categories;
    let mut groups = Vec::new();
    for place in 0..=known.len() {
        let heading = known.get(place);
        let own = |info: &ServiceInfo| match heading {
            Some(heading) => heading.id == info.category,
            None => !known.iter().any(|known| known.id == info.category),
        };
        let own = found.iter().filter(|(_, info, _)| own(info));
        let entries: Vec<_> = own
            .map(|&(place, info, service)| entry(flow, place, info, service))
            .collect();
        if !entries.is_empty() {
            let title = heading.map_or("", |heading| &heading.name).to_owned();
            groups.push(ServiceGroup { title, entries });
        }
    }
    groups
}

fn entry(flow: &Flow, place: usize, info: &ServiceInfo, service: &Service) -> ServiceEntry {
    let texts = flow.text;
    let (least, most) = prices(service);
    let mut price = money(flow, least);
    if least < most {
        price = fill(texts.from_price(), &[("price", &price)]);
    }
    if service.attendees_max > 1 && most > 0 {
        price = fill(texts.per_person(), &[("price", &price)]);
    }
    let (short, long) = durations(info);
    let mut duration = texts.duration(short);
    if short < long {
        duration = fill(
            texts.time_range(),
            &[("from", &duration), ("to", &texts.duration(long))],
        );
    }
    let here = flow.draft.cart.location.as_ref();
    let place_name = flow
        .page
        .locations
        .iter()
        .find(|known| Some(&known.id) == here);
    let offered = here.is_none_or(|here| flow.locations_of(info).any(|id| id == here));
    let mut items = flow.draft.cart.items.iter();
    ServiceEntry {
        place,
        name: info.name.clone(),
        description: info.description.clone(),
        duration,
        price,
        cover: info.cover.clone(),
        chosen: items.any(|item| item.service_id == info.id),
        off: place_name
            .filter(|_| !offered)
            .map(|location| fill(texts.not_there(), &[("location", &location.name)])),
    }
}

/// The least and the most that one attendee may pay, without add-ons.
fn prices(service: &Service) -> (i64, i64) {
    let forms = service.variations.iter().map(|form| form.unit_price_minor);
    let own = service
        .variations
        .is_empty()
        .then_some(service.unit_price_minor);
    let staff = service.staff.iter().flat_map(|offer| &offer.own_prices);
    let all = own
        .into_iter()
        .chain(forms)
        .chain(staff.map(|own| own.unit_price_minor));
    all.fold((i64::MAX, 0), |(least, most), price| {
        (least.min(price), most.max(price))
    })
}

fn durations(info: &ServiceInfo) -> (u32, u32) {
    let forms = info.variations.iter().map(|form| form.duration_minutes);
    let own = info.variations.is_empty().then_some(info.duration_minutes);
    own.into_iter()
        .chain(forms)
        .fold((u32::MAX, 0), |(short, long), minutes| {
            (short.min(minutes), long.max(minutes))
        })
}

fn money(flow: &Flow, minor: i64) -> String {
    match minor {
        0 => flow.text.free().to_owned(),
        _ => flow.text.money(minor, flow.page.terms.currency),
    }
}

fn cart(flow: &Flow) -> Vec<CartLine> {
    let texts = flow.text;
    let line = |item: &Item| {
        let name = flow.item_name(item);
        let quote = price(
            &PriceRequest::of(vec![item.clone()]),
            &flow.page.terms,
            flow.now,
        );
        CartLine {
            detail: flow.item_detail(item),
            price: quote.map_or(String::new(), |quote| money(flow, quote.subtotal_minor)),
            edit: fill(texts.edit_item(), &[("service", &name)]),
            remove: fill(texts.remove_item(), &[("service", &name)]),
            name,
        }
    };
    flow.items().iter().map(line).collect()
}

impl Flow {
    /// How long an item takes, in minutes.
    pub(in crate::flow) fn item_minutes(&self, item: &Item) -> u32 {
        let Some(info) = self.service_info(&item.service_id) else {
            return 0;
        };
        let mut forms = info.variations.iter();
        let form = forms.find(|form| Some(&form.id) == item.variation_id.as_ref());
        form.map_or(info.duration_minutes, |form| form.duration_minutes)
    }

    /// A service with its form: "Massage, 90 minutes".
    pub(in crate::flow) fn item_name(&self, item: &Item) -> String {
        let Some(info) = self.service_info(&item.service_id) else {
            return String::new();
        };
        let mut forms = info.variations.iter();
        match forms.find(|form| Some(&form.id) == item.variation_id.as_ref()) {
            Some(form) => self.text.both(&info.name, &form.name),
            None => info.name.clone(),
        }
    }

    /// With whom, what along, for how many; empty for one attendee and nothing else.
    pub(in crate::flow) fn item_detail(&self, item: &Item) -> String {
        let texts = self.text;
        let mut parts = Vec::new();
        if let Some(id) = &item.staff_id
            && let Some(staff) = self.page.staff.iter().find(|known| known.id == *id)
        {
            parts.push(fill(texts.with_staff(), &[("name", &staff.name)]));
        }
        if item.attendees > 1 {
            parts.push(texts.count(texts.people(item.attendees), item.attendees));
        }
        let info = self.service_info(&item.service_id);
        for ItemAddOn {
            add_on_id,
            quantity,
        } in &item.add_ons
        {
            let known = info.and_then(|info| info.add_ons.iter().find(|own| own.id == *add_on_id));
            let name = known.map_or("", |add_on| &add_on.name);
            parts.push(match quantity {
                1 => name.to_owned(),
                _ => fill(
                    texts.unit_times(),
                    &[("price", name), ("count", &texts.number(*quantity))],
                ),
            });
        }
        let pair = |whole: String, part: String| texts.both(&whole, &part);
        parts.into_iter().reduce(pair).unwrap_or_default()
    }
}

fn opened(flow: &Flow, open: &Opened) -> Option<OpenService> {
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
    if places > 1 && !flow.asks_location_first() && flow.draft.cart.items.is_empty() {
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
        let each = money(flow, offer.unit_price_minor);
        let named = |pattern| fill(pattern, &[("name", &known.name)]);
        Some(AddOnRow {
            name: known.name.clone(),
            description: known.description.clone(),
            price: match flow.item_attendees(item) {
                1 => each,
                _ => fill(texts.per_person(), &[("price", &each)]),
            },
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
