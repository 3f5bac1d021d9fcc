//! The screen of the step of the services.

mod open;

use booking_contract::{MenuLayout, ServiceInfo};
use booking_engine::{Item, LocationId, PriceRequest, Service, price};

use crate::flow::booking::Flow;
use crate::flow::message::{Event, MenuEvent, Sort};
use crate::flow::screen::{
    CartLine, Choice, ChoiceGroup, Finder, ServiceEntry, ServiceGroup, ServicesStep,
};
use crate::text::fill;

pub(super) fn step(flow: &Flow) -> ServicesStep {
    let texts = flow.text;
    let calendar = &flow.page.calendar;
    let several = flow.takes_several();
    let full = several && flow.is_cart_full();
    // Nothing is to be looked for before it is known where, or once the cart is full.
    let waits = full || (flow.page.asks_location_first() && flow.draft.cart.location.is_none());
    let groups = if waits { Vec::new() } else { groups(flow) };
    let searched = flow.menu.search.trim();
    let none = !waits && groups.is_empty();
    ServicesStep {
        open: flow
            .menu
            .open
            .as_ref()
            .and_then(|open| open::opened(flow, open)),
        location: flow
            .page
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
        finder: (flow.page.has_finder() && !waits).then(|| Finder {
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
        pictured: (flow.page.services.iter()).any(|info| info.cover.is_some()),
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
        each: each(flow, most, service.attendees_max),
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

/// Whose price it is, where several can take part and it is not free.
pub(super) fn each(flow: &Flow, minor: i64, attendees_max: u32) -> &'static str {
    if minor > 0 && attendees_max > 1 {
        flow.text.each_person()
    } else {
        ""
    }
}

pub(super) fn money(flow: &Flow, minor: i64) -> String {
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
