//! The page of one service.

use booking_contract::owner::{NewService, ServiceDraft, ServiceView, StaffRow};
use booking_engine::TaxKind;
use yew::prelude::*;

use super::calendar_form::COVERS;
use super::desk::{Around, Desk, Thing};
use super::pen::{About, Pen, about};
use super::questions::order;
use super::service_entered::{AddOn, ServiceEntered, Variation, price_id};
use crate::parts::Button;
use crate::route::Route;

/// The page.
pub(crate) type ServicePage = Desk<ServiceEntered>;

type P<'p> = Pen<'p, ServiceEntered>;

impl Thing for ServiceEntered {
    const NAME: &'static str = "service";
    const KIND: &'static str = "services";
    const AWAY: &'static str =
        "It is archived. Guests cannot book it any more; what is booked stays.";

    fn blank(around: &Around) -> Self {
        Self::blank(around.business.currency)
    }

    fn asked(draft: &ServiceDraft, around: &Around) -> serde_json::Value {
        let calendar = around.calendar.as_ref();
        let asked = calendar.map(|calendar| NewService {
            calendar_id: calendar.id.clone(),
            draft: draft.clone(),
        });
        serde_json::to_value(asked).unwrap_or_default()
    }

    fn version(view: &ServiceView) -> i64 {
        view.version
    }

    fn title(view: &ServiceView) -> String {
        view.draft.name.to_string()
    }

    fn is_away(view: &ServiceView) -> bool {
        view.archived
    }

    fn calendar(view: &ServiceView) -> Option<String> {
        Some(view.calendar_id.to_string())
    }

    fn back(business: &str, around: &Around) -> (Route, String) {
        let business = business.to_owned();
        match &around.calendar {
            Some(view) => {
                let calendar = view.id.to_string();
                let title = view.draft.title.to_string();
                (Route::Calendar { business, calendar }, title)
            }
            None => (Route::Calendars { business }, "Calendars".to_owned()),
        }
    }

    fn form(pen: &P<'_>, around: &Around) -> Html {
        html! {
            <>
                <section class="card group">{ basics(pen, around) }</section>
                <section class="card group">{ times(pen) }</section>
                <section class="card group">{ variations(pen) }</section>
                <section class="card group">{ add_ons(pen) }</section>
                if !around.staff.is_empty() {
                    <section class="card group">{ staff(pen, around) }</section>
                }
                <section class="card group">{ tax(pen) }</section>
            </>
        }
    }
}

fn basics(pen: &P<'_>, around: &Around) -> Html {
    let it = pen.entered;
    let currency = it.currency.code();
    let headings = around
        .calendar
        .iter()
        .flat_map(|calendar| &calendar.draft.categories);
    let mut categories = vec![("", "None")];
    categories.extend(headings.map(|heading| (heading.id.as_str(), heading.name.as_str())));
    html! {
        <>
            <header><h2>{ "What is booked" }</h2></header>
            { pen.line(about("name", "Name"), &it.name, |it, text| it.name = text) }
            { pen.line(about("description", "Description").optional().help("A sentence for guests."),
                &it.description, |it, text| it.description = text) }
            <div class="pair">
                { pen.line(about("price", "Price").unit(currency).help("For one attendee. 0 is free."),
                    &it.price, |it, text| it.price = text) }
                { pen.pick(about("cover", "Picture"), it.cover.as_deref().unwrap_or(""), &COVERS,
                    |it, value| it.cover = Some(value).filter(|value| !value.is_empty())) }
                if categories.len() > 1 {
                    { pen.pick(about("category", "Heading"), &it.category, &categories, |it, value| it.category = value) }
                }
            </div>
            { pen.tick("private", "Only for those who have its link", it.private, |it| it.private = !it.private) }
            if !around.locations.is_empty() {
                <fieldset class="field">
                    <legend>{ "Where" }</legend>
                    <div class="checks">
                        { for around.locations.iter().map(|location| {
                            let id = location.id.clone();
                            let on = it.locations.contains(&id);
                            pen.tick(format!("at-{id}"), location.name.clone(), on, move |it| {
                                let all = &mut it.locations;
                                if all.contains(&id) { all.retain(|one| *one != id) } else { all.push(id.clone()) }
                            })
                        }) }
                    </div>
                    <p class="help">{ "None chosen: wherever the calendar is." }</p>
                </fieldset>
            }
        </>
    }
}

fn times(pen: &P<'_>) -> Html {
    let it = pen.entered;
    html! {
        <>
            <header>
                <h2>{ "Time and seats" }</h2>
                <p>{ "Changes are for bookings to come." }</p>
            </header>
            <div class="pair">
                { pen.line(about("duration", "Takes").unit("minutes"), &it.duration, |it, text| it.duration = text) }
                { pen.line(about("interval", "Can start every").unit("minutes"), &it.interval, |it, text| it.interval = text) }
                { pen.line(about("before", "Kept free before").unit("minutes"), &it.before, |it, text| it.before = text) }
                { pen.line(about("after", "Kept free after").unit("minutes"), &it.after, |it, text| it.after = text) }
                { pen.line(about("capacity", "Seats at a time").number().help("1 is a service for one; more is a group."),
                    &it.capacity, |it, text| it.capacity = text) }
                { pen.line(about("attendees", "Seats in one booking").number().help("At most, for one who books for several."),
                    &it.attendees, |it, text| it.attendees = text) }
            </div>
        </>
    }
}

/// A control whose label says which of several it is.
fn numbered(id: String, label: String) -> About {
    About {
        label: label.into(),
        ..about(id, "")
    }
}

fn variations(pen: &P<'_>) -> Html {
    let it = pen.entered;
    let count = it.variations.len();
    let add = pen.press(|it| {
        it.variations.push(Variation {
            price: it.price.clone(),
            duration: it.duration.clone(),
            ..Variation::default()
        });
    });
    let currency = it.currency.code();
    html! {
        <>
            <header>
                <h2>{ "Variations" }</h2>
                <p>{ "Such as lengths: guests choose one, and its price and duration count instead." }</p>
            </header>
            <div class="rows">
                { for it.variations.iter().enumerate().map(|(place, form)| {
                    let id = |part: &str| format!("variation-{place}-{part}");
                    html! {
                        <fieldset class="item box" data-test="variation">
                            <legend>{ format!("Variation {}", place + 1) }</legend>
                            { pen.line(about(id("name"), "Name"), &form.name, move |it, text| it.variations[place].name = text) }
                            <div class="pair">
                                { pen.line(about(id("price"), "Price").unit(currency), &form.price, move |it, text| it.variations[place].price = text) }
                                { pen.line(about(id("duration"), "Takes").unit("minutes"), &form.duration, move |it, text| it.variations[place].duration = text) }
                            </div>
                            { order(pen, "form", place, count, |it, from, to| it.variations.swap(from, to),
                                |it, place| { it.variations.remove(place); }) }
                        </fieldset>
                    }
                }) }
            </div>
            <div><Button text="Add a variation" press={add} hook="add-variation" /></div>
        </>
    }
}

fn add_ons(pen: &P<'_>) -> Html {
    let it = pen.entered;
    let count = it.add_ons.len();
    let add = pen.press(|it| {
        it.add_ons.push(AddOn {
            quantity: "1".to_owned(),
            ..AddOn::default()
        });
    });
    let currency = it.currency.code();
    html! {
        <>
            <header>
                <h2>{ "Add-ons" }</h2>
                <p>{ "What guests may book along, for each attendee." }</p>
            </header>
            <div class="rows">
                { for it.add_ons.iter().enumerate().map(|(place, add_on)| {
                    let id = |part: &str| format!("add-on-{place}-{part}");
                    html! {
                        <fieldset class="item box" data-test="add-on">
                            <legend>{ format!("Add-on {}", place + 1) }</legend>
                            { pen.line(about(id("name"), "Name"), &add_on.name, move |it, text| it.add_ons[place].name = text) }
                            { pen.line(about(id("description"), "Description").optional(), &add_on.description,
                                move |it, text| it.add_ons[place].description = text) }
                            <div class="pair">
                                { pen.line(about(id("price"), "Price of a piece").unit(currency), &add_on.price, move |it, text| it.add_ons[place].price = text) }
                                { pen.line(about(id("quantity"), "Pieces for each, at most").number(), &add_on.quantity, move |it, text| it.add_ons[place].quantity = text) }
                            </div>
                            { order(pen, "add-on", place, count, |it, from, to| it.add_ons.swap(from, to),
                                |it, place| { it.add_ons.remove(place); }) }
                        </fieldset>
                    }
                }) }
            </div>
            <div><Button text="Add an add-on" press={add} hook="add-add-on" /></div>
        </>
    }
}

fn staff(pen: &P<'_>, around: &Around) -> Html {
    html! {
        <>
            <header>
                <h2>{ "Who performs it" }</h2>
                <p>{ "Guests choose somebody, or anyone. None chosen: nobody in particular, and the calendar is busy meanwhile." }</p>
            </header>
            <div class="rows">{ for around.staff.iter().map(|member| performer(pen, member)) }</div>
        </>
    }
}

fn performer(pen: &P<'_>, member: &StaffRow) -> Html {
    let it = pen.entered;
    let who = member.id.clone();
    let on = it.staff.iter().any(|one| one.id == who);
    let mut forms = vec![(None, String::new())];
    let named = it
        .variations
        .iter()
        .filter_map(|form| Some((form.id.clone()?, &form.name)));
    let named: Vec<_> = named.map(|(id, name)| (Some(id), name.clone())).collect();
    if !named.is_empty() {
        forms = named;
    }
    html! {
        <div class="item box">
            { pen.tick(format!("by-{who}"), member.name.clone(), on, {
                let who = who.clone();
                move |it| it.toggle_staff(&who)
            }) }
            if on {
                <div class="rows" role="group" aria-label={format!("Own prices of {}", member.name)}>
                    <p class="small">{ "Own prices. Where none is set, the price above counts." }</p>
                    <div class="pair">
                        { for forms.into_iter().map(|(form, name)| {
                            let label = if name.is_empty() { "Own price".to_owned() } else { name };
                            let value = it.own_price(&who, form.as_ref()).to_owned();
                            let (who, id) = (who.clone(), price_id(&who, form.as_ref()));
                            pen.line(numbered(id, label).unit(it.currency.code()), &value,
                                move |it, text| it.set_own_price(&who, form.clone(), text))
                        }) }
                    </div>
                </div>
            }
        </div>
    }
}

fn tax(pen: &P<'_>) -> Html {
    let it = pen.entered;
    let chosen = match it.tax {
        None => "none",
        Some(TaxKind::Inclusive) => "inclusive",
        Some(TaxKind::Exclusive) => "exclusive",
    };
    html! {
        <>
            <header><h2>{ "Tax" }</h2></header>
            <div class="pair">
                { pen.pick(about("tax", "Tax"), chosen,
                    &[("none", "None is stated"), ("inclusive", "Contained in the price"), ("exclusive", "Added to the price")],
                    |it, value| it.tax = match value.as_str() {
                        "inclusive" => Some(TaxKind::Inclusive),
                        "exclusive" => Some(TaxKind::Exclusive),
                        _ => None,
                    }) }
                if it.tax.is_some() {
                    { pen.line(about("rate", "Rate").unit("%"), &it.rate, |it, text| it.rate = text) }
                }
            </div>
        </>
    }
}
