//! What is seen until the widget runs, where services have a step of their own: the business's
//! words as they will stand there, and shapes for what the widget says.

use booking_contract::{CalendarPage, LocationInfo, MenuLayout, ServiceInfo};
use booking_engine::ServiceId;
use maud::{Markup, html};

use super::{duration_shape, price_shape};
use crate::pages::speech::Texts;

/// Where, or the services, or the one that the guest came for.
pub(super) fn menu(page: &CalendarPage, named: Option<&ServiceId>, texts: &Texts) -> Markup {
    if page.asks_location_first() {
        return html! { div.menu { div.over aria-hidden="true" { i {} } (places(&page.locations)) } };
    }
    let mut services = page.services.iter();
    let opened = match page.services.as_slice() {
        [only] => Some(only),
        _ => services.find(|info| Some(&info.id) == named),
    };
    if let Some(opened) = opened {
        return open(opened, page.services.len() > 1);
    }
    html! {
        div.menu {
            div.over aria-hidden="true" { i {} }
            @if page.has_finder() { div.find aria-hidden="true" { i {} i {} } }
            @if page.categories.len() > 1 {
                div.tabs {
                    span aria-hidden="true" { i {} }
                    @for category in &page.categories { span { bdi { (category.name) } } }
                }
            }
            (groups(page, texts))
        }
    }
}

fn places(places: &[LocationInfo]) -> Markup {
    html! {
        div {
            div.legend aria-hidden="true" { i {} }
            div.rows {
                @for place in places {
                    div.row {
                        strong { bdi { (place.name) } }
                        span {}
                        @if !place.address.is_empty() { span.meta { bdi { (place.address) } } }
                    }
                }
            }
        }
    }
}

/// Under the business's own headings; those without one, or under one that is not there, come
/// last.
fn groups(page: &CalendarPage, texts: &Texts) -> Markup {
    let headings = page.categories.iter().map(Some).chain([None]);
    let under = headings.map(|heading| {
        let own = |info: &&ServiceInfo| match heading {
            Some(heading) => heading.id == info.category,
            None => !(page.categories.iter()).any(|known| known.id == info.category),
        };
        let services: Vec<_> = page.services.iter().filter(own).collect();
        (heading, services)
    });
    let cards = page.calendar.menu == MenuLayout::Cards;
    html! {
        @for (heading, services) in under.filter(|(_, services)| !services.is_empty()) {
            div {
                @if let Some(heading) = heading { h3 { bdi { (heading.name) } } }
                div.cards[cards].rows[!cards] {
                    @for info in services { (service(page, info, cards, texts)) }
                }
            }
        }
    }
}

fn service(page: &CalendarPage, info: &ServiceInfo, card: bool, texts: &Texts) -> Markup {
    html! {
        div.row.go.tile[card] {
            @if card && page.services.iter().any(|info| info.cover.is_some()) {
                @match &info.cover {
                    Some(cover) => img src=(cover) alt="";,
                    None => span.none {},
                }
            }
            strong { bdi { (info.name) } }
            (price_shape(page, info, texts))
            @if !info.description.is_empty() { span.meta.told { bdi { (info.description) } } }
            span.meta aria-hidden="true" { span.ghost { (duration_shape(info)) } }
        }
    }
}

/// A service that is open from the start: its words, and shapes for what there is to choose.
fn open(info: &ServiceInfo, back: bool) -> Markup {
    html! {
        div.menu {
            @if back { div.legend aria-hidden="true" { i {} } }
            div {
                h2 { bdi { (info.name) } }
                @if !info.description.is_empty() { p.text { bdi { (info.description) } } }
            }
            div.form aria-hidden="true" {
                @for _ in 0..2 { div { i.label {} i.in {} } }
            }
        }
    }
}
