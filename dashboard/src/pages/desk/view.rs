//! Draws a booking for a customer and does what it wants done.

use std::rc::Rc;

use booking_contract::owner::{
    BusinessDetails, CouponsPage, CustomersFound, Feature, Permission, SimulationMenu,
};
use booking_engine::AddOnId;
use booking_widget::view::Icon;
use gloo_net::http::Method;
use gloo_timers::callback::Timeout;
use js_sys::Math;
use yew::prelude::*;

use super::booked_view::booked;
use super::customer::Asked;
use super::event::{Effect, Event};
use super::price_view::price_card;
use super::state::{Desk, Stage};
use super::{paths, when_view};
use crate::client;
use crate::pages::trying::booking::Booking;
use crate::parts::{Button, Field, Notice, Pick, Sign, Tone, entered, icon};
use crate::session::Site;
use crate::shell::set_title;
use crate::words;

/// How long nothing is changed before the terms are asked for, in milliseconds.
const SETTLE_MS: u32 = 350;
/// How long nothing is typed before customers are looked for, in milliseconds.
const PAUSE_MS: u32 = 250;

#[derive(Properties, PartialEq)]
pub(crate) struct DeskProps {
    pub(crate) business: Rc<BusinessDetails>,
}

/// The page's component.
pub(crate) struct DeskPage {
    desk: Desk,
    settling: Option<Timeout>,
    pausing: Option<Timeout>,
}

/// A change of what is chosen.
type Change = fn(&mut Booking, String);

impl Component for DeskPage {
    type Message = Event;
    type Properties = DeskProps;

    fn create(ctx: &Context<Self>) -> Self {
        let business = &ctx.props().business;
        set_title(&format!("Book for a customer – {}", business.name));
        ctx.link().send_message(Event::Open);
        let today = words::today().unwrap_or_default();
        Self {
            desk: Desk::new(business.zone.clone(), today, seed()),
            settling: None,
            pausing: None,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.desk.step(event) {
            self.perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let business = &ctx.props().business;
        if let Stage::Booked(made) = &self.desk.stage {
            let another = ctx.link().callback(|()| Event::Another);
            return html! {
                <div class="page narrow">
                    { booked(made, business, may(business, Permission::ViewOrders), another) }
                </div>
            };
        }
        html! {
            <div class="page">
                <header class="head">
                    <div>
                        <h1 tabindex="-1">{ "Book for a customer" }</h1>
                        <p>{ "On the phone or at the counter: choose for them, see the price, and book." }</p>
                    </div>
                </header>
                { self.body(ctx) }
            </div>
        }
    }
}

/// What makes the keys of this page its own.
fn seed() -> String {
    let part = || format!("{:016x}", Math::random().to_bits());
    format!("{}{}", part(), part())
}

/// Whether whoever is signed in may do something here.
fn may(business: &BusinessDetails, permission: Permission) -> bool {
    business.permissions.contains(&permission)
}

impl DeskPage {
    fn perform(&mut self, ctx: &Context<Self>, effect: Effect) {
        let link = ctx.link().clone();
        let business = &ctx.props().business;
        let base = paths::bookings(&business.id);
        match effect {
            Effect::LoadMenu => {
                let path = format!("{base}/menu");
                link.send_future(async move { Event::Menu(client::get(&path).await) });
            }
            Effect::LoadRunning => Self::load_running(ctx),
            Effect::LoadSlots {
                ticket,
                calendar_id,
                query,
            } => {
                let Some(path) = paths::slots(&calendar_id, &query) else {
                    return;
                };
                link.send_future(async move {
                    let result = client::get(&path).await.map(Box::new);
                    Event::Slots { ticket, result }
                });
            }
            Effect::Settle { ticket } => {
                self.settling = Some(Timeout::new(SETTLE_MS, move || {
                    link.send_message(Event::Settled { ticket });
                }));
            }
            Effect::AskTerms { ticket, asked } => link.send_future(async move {
                let asked = client::send(Method::POST, &format!("{base}/terms"), &asked).await;
                let result = asked.map(Box::new);
                Event::Terms { ticket, result }
            }),
            Effect::Pause { ticket } if may(business, Permission::ViewOrders) => {
                self.pausing = Some(Timeout::new(PAUSE_MS, move || {
                    link.send_message(Event::Typed { ticket });
                }));
            }
            // Whoever may not see who booked types it all.
            Effect::Pause { .. } => {}
            Effect::Suggest { ticket, search } => {
                let path = paths::customers(&business.id, &search);
                link.send_future(async move {
                    // Without suggestions a customer is typed.
                    let found = client::get::<CustomersFound>(&path).await;
                    let customers = found.unwrap_or_default().customers;
                    Event::Suggested { ticket, customers }
                });
            }
            Effect::Book { key, booking } => link.send_future(async move {
                let result = client::send_once(&base, &key, &booking).await;
                Event::Came(Box::new(result))
            }),
            Effect::SignedOut => {
                if let Some((site, _)) = link.context::<Site>(Callback::noop()) {
                    site.signed_out.emit(());
                }
            }
        }
    }

    fn load_running(ctx: &Context<Self>) {
        let business = &ctx.props().business;
        let held = business.features.contains(&Feature::Coupons);
        if !held || !may(business, Permission::ViewCoupons) {
            return;
        }
        let path = paths::running_coupons(&business.id);
        ctx.link().send_future(async move {
            // Without the list a code is typed.
            let page = client::get::<CouponsPage>(&path).await;
            Event::Running(page.map(|page| page.coupons).unwrap_or_default())
        });
    }

    fn body(&self, ctx: &Context<Self>) -> Html {
        match &self.desk.menu {
            Some(Ok(menu)) if menu.calendars.iter().any(|it| !it.services.is_empty()) => {
                self.form(ctx, menu)
            }
            Some(Ok(_)) => html! {
                <section class="card empty" data-test="nothing-sold">
                    { icon(Sign::Shared(Icon::Calendar)) }
                    <h2>{ "There is nothing to book yet" }</h2>
                    <p>{ "Once a calendar has a service, it can be booked for customers here." }</p>
                </section>
            },
            Some(Err(failure)) => html! {
                <Notice tone={Tone::Bad} title="What can be booked could not be loaded" text={failure.sentence()}>
                    <Button text="Try again" press={ctx.link().callback(|()| Event::Open)} hook="again" />
                </Notice>
            },
            None => html! {
                <div aria-busy="true">
                    <p class="vh" role="status">{ "Loading" }</p>
                    <div class="bone form-bone"></div>
                </div>
            },
        }
    }

    fn form(&self, ctx: &Context<Self>, menu: &SimulationMenu) -> Html {
        let zone = &ctx.props().business.zone;
        let send = ctx.link().callback(|event| event);
        html! {
            <div class="trial desk">
                <div class="sheet">
                    <section class="card group" aria-labelledby="desk-what">
                        <h2 id="desk-what">{ "What" }</h2>
                        { self.what(ctx, menu) }
                    </section>
                    { when_view::card(&self.desk, zone, &send) }
                    { self.customer(ctx) }
                    { self.coupon(ctx, menu) }
                </div>
                { price_card(&self.desk, menu, zone, &send) }
            </div>
        }
    }

    fn set(&self, ctx: &Context<Self>, change: Change) -> Callback<String> {
        let chosen = self.desk.chosen.clone();
        ctx.link().callback(move |text| {
            let mut chosen = chosen.clone();
            change(&mut chosen, text);
            Event::Choose(Box::new(chosen))
        })
    }

    /// What is booked, where there is a choice.
    fn what(&self, ctx: &Context<Self>, menu: &SimulationMenu) -> Html {
        let chosen = &self.desk.chosen;
        let Some((calendar, service)) = chosen.calendar(menu).zip(chosen.service(menu)) else {
            return Html::default();
        };
        let pick = |id: &'static str,
                    now: &str,
                    options: Vec<(AttrValue, AttrValue)>,
                    change: Change| {
            html! { <Pick {id} chosen={now.to_owned()} {options} pick={self.set(ctx, change)} /> }
        };
        let option = |id: &str, name: &str| {
            (
                AttrValue::from(id.to_owned()),
                AttrValue::from(name.to_owned()),
            )
        };
        let sells = menu.calendars.iter().filter(|it| !it.services.is_empty());
        let calendars: Vec<_> = sells.map(|it| option(it.id.as_str(), &it.title)).collect();
        let services = calendar.services.iter();
        let services: Vec<_> = services
            .map(|it| option(it.info.id.as_str(), &it.info.name))
            .collect();
        let variations = service.info.variations.iter();
        let variations: Vec<_> = variations
            .map(|it| option(it.id.as_str(), &it.name))
            .collect();
        let performs = calendar
            .staff
            .iter()
            .filter(|it| service.staff.contains(&it.id));
        let mut staff = vec![option("", "Anyone")];
        staff.extend(performs.map(|it| option(it.id.as_str(), &it.name)));
        let locations = calendar.locations.iter();
        let locations: Vec<_> = locations
            .map(|it| option(it.id.as_str(), &it.name))
            .collect();
        let numbers = 1..=service.attendees_max.max(1);
        let numbers: Vec<_> = numbers
            .map(|it| option(&it.to_string(), &it.to_string()))
            .collect();
        html! {
            <>
                <div class="pair">
                    if calendars.len() > 1 {
                        <Field id="desk-calendar" label="Calendar" class="wide">
                            { pick("desk-calendar", &chosen.calendar, calendars, |it, id| it.calendar = id) }
                        </Field>
                    }
                    if locations.len() > 1 {
                        <Field id="desk-location" label="Location">
                            { pick("desk-location", &chosen.location, locations, |it, id| it.location = id) }
                        </Field>
                    }
                    <Field id="desk-service" label="Service">
                        { pick("desk-service", &chosen.service, services, |it, id| it.service = id) }
                    </Field>
                    if !variations.is_empty() {
                        <Field id="desk-variation" label="Variation">
                            { pick("desk-variation", &chosen.variation, variations, |it, id| it.variation = id) }
                        </Field>
                    }
                    if staff.len() > 1 {
                        <Field id="desk-staff" label="With">
                            { pick("desk-staff", &chosen.staff, staff, |it, id| it.staff = id) }
                        </Field>
                    }
                    <Field id="desk-attendees" label="Attendees">
                        { pick("desk-attendees", chosen.attendees.trim(), numbers, |it, number| it.attendees = number) }
                    </Field>
                </div>
                if !service.info.add_ons.is_empty() {
                    <div class="checks" role="group" aria-label="Add-ons">
                        { for service.info.add_ons.iter().map(|it| self.add_on(ctx, &it.id, &it.name)) }
                    </div>
                }
                if calendar.test_mode {
                    <p class="small" data-test="test-mode">{ "This calendar is in test mode: no real money is moved by its bookings." }</p>
                }
            </>
        }
    }

    fn add_on(&self, ctx: &Context<Self>, id: &AddOnId, name: &str) -> Html {
        let on = self.desk.chosen.add_ons.contains(id);
        let (chosen, id) = (self.desk.chosen.clone(), id.clone());
        let onchange = ctx.link().callback(move |_: web_sys::Event| {
            let mut chosen = chosen.clone();
            if on {
                chosen.add_ons.retain(|it| *it != id);
            } else {
                chosen.add_ons.push(id.clone());
            }
            Event::Choose(Box::new(chosen))
        });
        html! {
            <label class="tick"><input type="checkbox" checked={on} {onchange} /><span>{ name.to_owned() }</span></label>
        }
    }

    fn customer(&self, ctx: &Context<Self>) -> Html {
        let customer = &self.desk.customer;
        let line = |asked: Asked, id: &'static str, kind: &'static str, value: &str| {
            let oninput = ctx
                .link()
                .callback(move |event: InputEvent| Event::Type(asked, entered(&event)));
            html! {
                <input class="in" {id} name={id} type={kind} value={value.to_owned()} autocomplete="off"
                    spellcheck="false" aria-describedby={format!("{id}-says")} {oninput}
                    aria-invalid={self.error(asked).is_some().then_some("true")} />
            }
        };
        html! {
            <section class="card group" aria-labelledby="desk-who">
                <h2 id="desk-who">{ "For whom" }</h2>
                <div class="pair">
                    <Field id="desk-name" label="Name" error={self.error(Asked::Name)}>
                        { line(Asked::Name, "desk-name", "text", &customer.name) }
                    </Field>
                    <Field id="desk-email" label="E-mail" error={self.error(Asked::Email)}>
                        { line(Asked::Email, "desk-email", "email", &customer.email) }
                    </Field>
                    { self.suggestions(ctx) }
                    <Field id="desk-phone" label="Phone" optional=true error={self.error(Asked::Phone)}>
                        { line(Asked::Phone, "desk-phone", "tel", &customer.phone) }
                    </Field>
                    <Field id="desk-notes" label="Note" optional=true error={self.error(Asked::Notes)}>
                        { line(Asked::Notes, "desk-notes", "text", &customer.notes) }
                    </Field>
                </div>
            </section>
        }
    }

    fn error(&self, asked: Asked) -> Option<AttrValue> {
        let wrong = self.desk.wrong.iter().find(|(of, _)| *of == asked);
        wrong.map(|(_, text)| AttrValue::Static(text))
    }

    /// Customers who may be meant.
    fn suggestions(&self, ctx: &Context<Self>) -> Html {
        let suggested = &self.desk.suggested;
        let row = |it: &booking_contract::owner::PastCustomer| {
            let meant = Box::new(it.clone());
            let onclick = ctx
                .link()
                .callback(move |_: MouseEvent| Event::Mean(meant.clone()));
            html! {
                <li key={it.email.as_str().to_owned()}>
                    <button type="button" class="known" {onclick} data-test="suggestion">
                        <b>{ it.name.as_str().to_owned() }</b>
                        <small>{ it.email.as_str().to_owned() }</small>
                    </button>
                </li>
            }
        };
        html! {
            <div class={if suggested.is_empty() { "vh" } else { "wide" }} aria-live="polite">
                if !suggested.is_empty() {
                    <p class="help" id="desk-known">{ "Booked before" }</p>
                    <ul class="knowns" aria-labelledby="desk-known">{ for suggested.iter().map(row) }</ul>
                }
            </div>
        }
    }

    fn coupon(&self, ctx: &Context<Self>, menu: &SimulationMenu) -> Html {
        let chosen = &self.desk.chosen;
        let takes_codes = chosen.calendar(menu).is_some_and(|it| it.takes_codes);
        if !takes_codes {
            return Html::default();
        }
        let coded = self.desk.running.iter().filter_map(|coupon| {
            let code = coupon.code.as_ref()?.to_string();
            let benefit = words::benefit(&coupon.benefit, ctx.props().business.currency);
            let name = format!("{code}: {benefit}");
            Some((AttrValue::from(code), AttrValue::from(name)))
        });
        let mut options = vec![(AttrValue::from(""), AttrValue::from("No code"))];
        options.extend(coded);
        let typed = chosen.code.trim().to_ascii_uppercase();
        if !options.iter().any(|(code, _)| *code == *typed) {
            options.push((typed.clone().into(), format!("{typed}: as typed").into()));
        }
        let set = self.set(ctx, |it, code| it.code = code);
        let oninput = {
            let set = set.clone();
            move |event: InputEvent| set.emit(entered(&event))
        };
        html! {
            <section class="card group" aria-labelledby="desk-coupon">
                <h2 id="desk-coupon">{ "Coupon" }</h2>
                <div class="pair">
                    <Field id="desk-code" label="Code" optional=true>
                        <input class="in code" id="desk-code" name="desk-code" value={chosen.code.clone()} autocomplete="off"
                            spellcheck="false" autocapitalize="characters" aria-describedby="desk-code-says" {oninput} />
                    </Field>
                    if options.len() > 2 || (options.len() > 1 && typed.is_empty()) {
                        <Field id="desk-running" label="Or one that runs">
                            <Pick id="desk-running" chosen={typed} {options} pick={set} />
                        </Field>
                    }
                </div>
            </section>
        }
    }
}
