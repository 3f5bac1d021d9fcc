//! The services of a calendar, above its form: their order, and the way to each.

use std::rc::Rc;

use booking_contract::owner::{
    BusinessDetails, Reorder, ServiceList, ServiceRow, ServiceView, Towards,
};
use booking_widget::view::Icon;
use gloo_net::http::Method;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::paths;
use super::questions::step;
use crate::client::{self, Failure, part};
use crate::parts::{Button, Notice, Sign, Tone, icon, say};
use crate::route::Route;
use crate::session::Site;
use crate::side::GoTo;
use crate::words;

#[derive(Properties, PartialEq)]
pub(super) struct ServicesProps {
    pub(super) business: Rc<BusinessDetails>,
    pub(super) calendar: AttrValue,
}

/// The section.
#[component]
pub(super) fn Services(props: &ServicesProps) -> Html {
    let list = use_state(|| None::<Result<Vec<ServiceRow>, Failure>>);
    let site = use_context::<Site>();
    let load = {
        let (list, site) = (list.clone(), site.clone());
        let id = props.business.id.clone();
        let query = format!("?calendar={}", part(&props.calendar));
        let path = paths::all(&id, "services") + &query;
        Callback::from(move |()| {
            let (list, site, path) = (list.clone(), site.clone(), path.clone());
            spawn_local(async move {
                match client::get::<ServiceList>(&path).await {
                    Ok(found) => list.set(Some(Ok(found.services))),
                    Err(Failure::SignedOut) => signed_out(site.as_ref()),
                    Err(failure) => list.set(Some(Err(failure))),
                }
            });
        })
    };
    use_effect_with(props.calendar.clone(), {
        let load = load.clone();
        move |_| load.emit(())
    });
    let shift = {
        let (load, site, business) = (load.clone(), site.clone(), props.business.id.clone());
        Callback::from(move |(id, to): (String, Towards)| {
            let path = paths::deed(&business, "services", &id, "move");
            let (load, site) = (load.clone(), site.clone());
            spawn_local(async move {
                let body = Reorder { to };
                match client::send::<ServiceView>(Method::POST, &path, &body).await {
                    Ok(_) => load.emit(()),
                    Err(Failure::SignedOut) => signed_out(site.as_ref()),
                    Err(failure) => {
                        if let Some(site) = site {
                            say(
                                &site.say,
                                format!("It was not moved. {}", failure.sentence()),
                            );
                        }
                    }
                }
            });
        })
    };
    let new = Route::NewService {
        business: props.business.id.clone(),
        calendar: props.calendar.to_string(),
    };
    html! {
        <section class="card" aria-labelledby="services-title">
            <div class="inner head">
                <div>
                    <h2 id="services-title">{ "Services" }</h2>
                    <p>{ "What guests book here, in this order." }</p>
                </div>
                <div class="tools"><GoTo class="btn side" to={new} hook="new-service">{ "New service" }</GoTo></div>
            </div>
            { match &*list {
                None => html! { <div class="inner" aria-busy="true"><div class="bone head-bone"></div></div> },
                Some(Err(failure)) => html! {
                    <div class="inner">
                        <Notice tone={Tone::Bad} title="The services could not be loaded" text={failure.sentence()}>
                            <Button text="Try again" press={load} hook="again-services" />
                        </Notice>
                    </div>
                },
                Some(Ok(all)) if all.is_empty() => html! {
                    <div class="empty" data-test="no-services">
                        { icon(Sign::Shared(Icon::Tag)) }
                        <h3>{ "Nothing can be booked yet" }</h3>
                        <p>{ "A service has a price, a duration and a number of seats. A calendar needs at least one." }</p>
                    </div>
                },
                Some(Ok(all)) => rows(&props.business, all, &shift),
            } }
        </section>
    }
}

fn signed_out(site: Option<&Site>) {
    if let Some(site) = site {
        site.signed_out.emit(());
    }
}

fn rows(
    business: &BusinessDetails,
    all: &[ServiceRow],
    shift: &Callback<(String, Towards)>,
) -> Html {
    let (away, open): (Vec<_>, Vec<_>) = all.iter().partition(|service| service.archived);
    let count = open.len();
    let moves = |service: &ServiceRow, to| {
        let (shift, id) = (shift.clone(), service.id.to_string());
        Callback::from(move |()| shift.emit((id.clone(), to)))
    };
    html! {
        <ul class="lines">
            { for open.iter().enumerate().map(|(place, service)| html! {
                <li data-test="service" data-id={service.id.to_string()}>
                    { what(business, service) }
                    <div class="order">
                        { step(format!("Move {} up", service.name), Sign::Shared(Icon::Down), true, place > 0, &moves(service, Towards::First)) }
                        { step(format!("Move {} down", service.name), Sign::Shared(Icon::Down), false, place + 1 < count, &moves(service, Towards::Last)) }
                    </div>
                </li>
            }) }
            { for away.into_iter().map(|service| html! {
                <li data-test="service" data-id={service.id.to_string()}>
                    { what(business, service) }
                    <span class="state"><i></i>{ "Archived" }</span>
                </li>
            }) }
        </ul>
    }
}

fn what(business: &BusinessDetails, service: &ServiceRow) -> Html {
    let to = Route::Service {
        business: business.id.clone(),
        service: service.id.to_string(),
    };
    let prices = service.variations.iter().map(|form| form.unit_price_minor);
    let price = match prices.min() {
        Some(least) => format!("from {}", words::money(least, business.currency)),
        None => words::money(service.unit_price_minor, business.currency),
    };
    let mut facts = vec![format!("{} min", service.duration_minutes), price];
    if service.capacity > 1 {
        facts.push(words::count(service.capacity.into(), "seat", "seats"));
    }
    if !service.add_ons.is_empty() {
        let count = u64::try_from(service.add_ons.len()).unwrap_or(u64::MAX);
        facts.push(words::count(count, "add-on", "add-ons"));
    }
    if service.private {
        facts.push("private".to_owned());
    }
    html! {
        <div>
            <GoTo class="open" {to}>{ &service.name }</GoTo>
            <small>{ facts.join(" · ") }</small>
        </div>
    }
}
