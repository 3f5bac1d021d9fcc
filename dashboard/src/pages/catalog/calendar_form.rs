//! The questions of the form of a calendar.

use booking_contract::owner::ContinueField;
use booking_contract::{
    Appearance, AttendeeDetails, MenuLayout, MenuStart, PhoneUse, StepOrder, WidgetStyle,
    ZonePolicy,
};
use booking_engine::DepositBasis;
use yew::prelude::*;

use super::calendar_entered::{CalendarEntered, DepositKind, TermsKind};
use super::desk::Around;
use super::pen::{Pen, about};
use super::questions;

type P<'p> = Pen<'p, CalendarEntered>;

/// The covers that come with the companion.
pub(super) const COVERS: [(&str, &str); 5] = [
    ("", "No picture"),
    ("/assets/covers/wheel-throwing.svg", "Throwing at the wheel"),
    ("/assets/covers/hand-building.svg", "Building by hand"),
    ("/assets/covers/glazing.svg", "Glazing"),
    ("/assets/covers/physiotherapy.svg", "Physiotherapy"),
];

/// All of them.
pub(super) fn form(pen: &P<'_>, around: &Around) -> Html {
    html! {
        <>
            <section class="card group">{ texts(pen) }</section>
            <section class="card group">{ looks(pen) }</section>
            <section class="card group">{ times(pen, around) }</section>
            <section class="card group">{ menu(pen, around) }</section>
            <section class="card group">{ questions::asked(pen) }</section>
            <section class="card group">{ payments(pen) }</section>
            <section class="card group">{ afterwards(pen) }</section>
        </>
    }
}

/// A switch between a few, in a row.
fn segments(
    pen: &P<'_>,
    name: &'static str,
    label: &'static str,
    options: &[(&'static str, &'static str, bool)],
    change: fn(&mut CalendarEntered, &str),
) -> Html {
    html! {
        <div class="seg" role="radiogroup" aria-label={label}>
            { for options.iter().map(|&(value, text, on)| {
                let press = pen.press(move |entered| change(entered, value));
                html! {
                    <label>
                        <input type="radio" {name} id={format!("{name}-{value}")} checked={on}
                            onchange={move |_| press.emit(())} />
                        { text }
                    </label>
                }
            }) }
        </div>
    }
}

fn texts(pen: &P<'_>) -> Html {
    let it = pen.entered;
    html! {
        <>
            <header><h2>{ "What guests read" }</h2></header>
            { pen.line(about("title", "Title"), &it.title, |it, text| it.title = text) }
            { pen.lines(about("description", "Description").optional(), 4, &it.description, |it, text| it.description = text) }
            { pen.line(about("location", "Where it takes place").optional().help("An address, or how to find you."),
                &it.location, |it, text| it.location = text) }
        </>
    }
}

fn looks(pen: &P<'_>) -> Html {
    let it = pen.entered;
    let neo = it.chosen.style == WidgetStyle::Neo;
    let theme = &it.chosen.theme;
    html! {
        <>
            <header>
                <h2>{ "Looks" }</h2>
                <p>{ if neo { "Neo shows everything in one card: details, month, times." } else { "Classic asks step by step in a plain column." } }</p>
            </header>
            { segments(pen, "style", "Widget", &[("neo", "Neo", neo), ("classic", "Classic", !neo)], |it, value| {
                it.chosen.style = if value == "neo" { WidgetStyle::Neo } else { WidgetStyle::Classic };
            }) }
            <div class="pair">
                { pen.pick(about("appearance", "Light or dark"), word(theme.appearance),
                    &[("auto", "As the guest's device has it"), ("light", "Always light"), ("dark", "Always dark")],
                    |it, value| it.chosen.theme.appearance = match value.as_str() {
                        "light" => Appearance::Light,
                        "dark" => Appearance::Dark,
                        _ => Appearance::Auto,
                    }) }
                { pen.pick(about("cover", "Picture"), it.chosen.cover.as_deref().unwrap_or(""), &covers(it.chosen.cover.as_deref()),
                    |it, value| it.chosen.cover = Some(value).filter(|value| !value.is_empty())) }
                if neo {
                    { pen.colour(about("accent", "Colour of buttons").optional().help("Text on it stays readable, whatever you choose."),
                        &it.accent, |it, text| it.accent = text) }
                    { pen.colour(about("background", "Colour around the card").optional(),
                        &it.background, |it, text| it.background = text) }
                    { pen.line(about("button", "Text of the first button").optional().help("Such as “Choose a time”."),
                        &it.button, |it, text| it.button = text) }
                    { pen.pick(about("steps", "What comes first"), word(it.chosen.steps),
                        &[("time_first", "Date and time, then the form"), ("form_first", "The form, then date and time")],
                        |it, value| it.chosen.steps = if value == "form_first" { StepOrder::FormFirst } else { StepOrder::TimeFirst }) }
                }
            </div>
            if neo {
                <div class="checks">
                    { pen.tick("hides-title", "Leave the title out, where the page around has it already", theme.hides_title,
                        |it| it.chosen.theme.hides_title = !it.chosen.theme.hides_title) }
                    { pen.tick("hides-description", "Leave the description out", theme.hides_description,
                        |it| it.chosen.theme.hides_description = !it.chosen.theme.hides_description) }
                </div>
            }
        </>
    }
}

/// The pictures to choose from, and the one that is there.
fn covers(own: Option<&str>) -> Vec<(&str, &str)> {
    let mut all = COVERS.to_vec();
    if let Some(own) = own
        && !all.iter().any(|(value, _)| *value == own)
    {
        all.push((own, "Your own picture"));
    }
    all
}

fn times(pen: &P<'_>, around: &Around) -> Html {
    let it = pen.entered;
    let zone = booking_widget::text::zone_place(&around.business.zone);
    html! {
        <>
            <header>
                <h2>{ "When it can be booked" }</h2>
                <p>{ "Opening hours are those of the business, of its locations and of its staff." }</p>
            </header>
            <div class="pair">
                { pen.line(about("notice", "At least this long ahead").unit("hours").help("0 lets guests book at the last minute."),
                    &it.notice, |it, text| it.notice = text) }
                { pen.line(about("window", "At most this far ahead").unit("days"), &it.window, |it, text| it.window = text) }
                { pen.pick(about("zone", "Times are shown").wide(), word(it.chosen.zone),
                    &[("guest", "In the guest's time zone, who may choose another"), ("business", &format!("In that of the business, {zone}"))],
                    |it, value| it.chosen.zone = if value == "business" { ZonePolicy::Business } else { ZonePolicy::Guest }) }
            </div>
        </>
    }
}

fn menu(pen: &P<'_>, around: &Around) -> Html {
    let it = pen.entered;
    let count = it.categories.len();
    let add = pen.press(|it| {
        it.categories.push(booking_contract::CategoryInfo {
            id: String::new(),
            name: String::new(),
        });
    });
    html! {
        <>
            <header>
                <h2>{ "Menu of services" }</h2>
                <p>{ "For calendars that sell several services." }</p>
            </header>
            <div class="pair">
                { pen.line(about("items-max", "Services in one booking").number().help("From 1 to 10; they follow each other."),
                    &it.items_max, |it, text| it.items_max = text) }
                { pen.pick(about("menu", "Services are shown as"), word(it.chosen.menu),
                    &[("list", "A list"), ("cards", "Cards with pictures")],
                    |it, value| it.chosen.menu = if value == "cards" { MenuLayout::Cards } else { MenuLayout::List }) }
                if !around.locations.is_empty() {
                    { pen.pick(about("menu-start", "Guests choose first"), word(it.chosen.menu_start),
                        &[("service", "The service"), ("location", "The location")],
                        |it, value| it.chosen.menu_start = if value == "location" { MenuStart::Location } else { MenuStart::Service }) }
                }
            </div>
            if !around.locations.is_empty() {
                <fieldset class="field">
                    <legend>{ "Locations to choose from" }</legend>
                    <div class="checks">
                        { for around.locations.iter().map(|location| {
                            let id = location.id.clone();
                            let on = it.chosen.locations.contains(&id);
                            pen.tick(format!("location-{id}"), location.name.clone(), on, move |it| {
                                let all = &mut it.chosen.locations;
                                if all.contains(&id) { all.retain(|one| *one != id) } else { all.push(id.clone()) }
                            })
                        }) }
                    </div>
                </fieldset>
            }
            <fieldset class="field">
                <legend>{ "Headings" }</legend>
                <div class="rows">
                    { for (0..count).map(|place| {
                        let label = format!("Heading {}", place + 1);
                        html! {
                            <div class="item">
                                { pen.line(super::pen::About { label: label.into(), ..about(format!("category-{place}"), "") },
                                    &it.categories[place].name, move |it, text| it.categories[place].name = text) }
                                { questions::order(pen, "heading", place, count, |it, from, to| it.categories.swap(from, to),
                                    |it, place| { it.categories.remove(place); }) }
                            </div>
                        }
                    }) }
                </div>
                <crate::parts::Button text="Add a heading" press={add} hook="add-heading" />
            </fieldset>
        </>
    }
}

fn payments(pen: &P<'_>) -> Html {
    let it = pen.entered;
    let on = it.chosen.payments;
    html! {
        <>
            <header>
                <h2>{ "Payments" }</h2>
                <p>{ if on {
                    "Every booking is an order, also at a price of 0. The calendar is among your products for as long as it takes payments."
                } else {
                    "Bookings are appointments alone: guests pay nothing here, and no order is made."
                } }</p>
            </header>
            <div class="checks">
                { pen.tick("payments", "Accept payments", on, |it| it.chosen.payments = !it.chosen.payments) }
                if on {
                    { pen.tick("coupons", "Guests may enter a coupon code", it.chosen.coupons, |it| {
                        it.chosen.coupons = !it.chosen.coupons;
                        it.chosen.codes_at_stripe = false;
                    }) }
                    if it.chosen.codes_at_stripe || (!it.chosen.coupons && it.deposit == DepositKind::None) {
                        { pen.tick("codes-at-stripe", "Guests may enter a code that was made in Stripe, on Stripe\u{2019}s payment page; not where taxes are added to prices",
                            it.chosen.codes_at_stripe, |it| it.chosen.codes_at_stripe = !it.chosen.codes_at_stripe) }
                    }
                    { pen.tick("test-mode", "Test mode: payments are not real, and a banner says so", it.chosen.test_mode,
                        |it| it.chosen.test_mode = !it.chosen.test_mode) }
                }
            </div>
            if on {
                <div class="pair">
                    { pen.pick(about("deposit", "Paid when booking"), match it.deposit {
                            DepositKind::None => "none",
                            DepositKind::Flat => "flat",
                            DepositKind::Percent => "percent",
                        }, &[("none", "Everything"), ("percent", "A share of the price"), ("flat", "A fixed amount")],
                        |it, value| it.deposit = match value.as_str() {
                            "flat" => DepositKind::Flat,
                            "percent" => DepositKind::Percent,
                            _ => DepositKind::None,
                        }) }
                    if it.deposit != DepositKind::None {
                        { pen.line(about("deposit-value", "How much")
                            .unit(if it.deposit == DepositKind::Flat { it.currency.code().to_owned() } else { "%".to_owned() }),
                            &it.deposit_value, |it, text| it.deposit_value = text) }
                    }
                    if it.deposit == DepositKind::Percent {
                        { pen.pick(about("deposit-basis", "A share of the price").wide(), word(it.chosen.deposit_basis),
                            &[("after_discount", "After a coupon's discount"), ("before_discount", "Before it")],
                            |it, value| it.chosen.deposit_basis = if value == "before_discount" { DepositBasis::BeforeDiscount } else { DepositBasis::AfterDiscount }) }
                    }
                    { pen.pick(about("terms", "Payment terms"), match it.terms {
                            TermsKind::None => "none",
                            TermsKind::Text => "text",
                            TermsKind::Link => "link",
                        }, &[("none", "None"), ("text", "As a text"), ("link", "On a page of yours")],
                        |it, value| it.terms = match value.as_str() {
                            "text" => TermsKind::Text,
                            "link" => TermsKind::Link,
                            _ => TermsKind::None,
                        }) }
                    { match it.terms {
                        TermsKind::None => Html::default(),
                        TermsKind::Text => pen.lines(about("terms-text", "The terms").wide().help("Guests accept them before they pay."),
                            5, &it.terms_text, |it, text| it.terms_text = text),
                        TermsKind::Link => pen.line(about("terms-text", "Address of the page").wide().help("Guests accept them before they pay."),
                            &it.terms_text, |it, text| it.terms_text = text),
                    } }
                </div>
            }
        </>
    }
}

fn afterwards(pen: &P<'_>) -> Html {
    let it = pen.entered;
    html! {
        <>
            <header>
                <h2>{ "After the booking" }</h2>
                <p>{ "Guests see their booking here, and can go on to a page of yours." }</p>
            </header>
            { pen.line(about("continue-to", "Page to go on to").optional().help("It begins with https://."),
                &it.continue_to, |it, text| it.continue_to = text) }
            if !it.continue_to.trim().is_empty() {
                <fieldset class="field">
                    <legend>{ "What that page is told in its address" }</legend>
                    <div class="checks two">
                        { for ContinueField::ALL.into_iter().map(|field| {
                            pen.tick(format!("tell-{}", word(field)), told(field), it.tells(field), move |it| it.toggle_told(field))
                        }) }
                    </div>
                </fieldset>
            }
        </>
    }
}

fn told(field: ContinueField) -> &'static str {
    match field {
        ContinueField::Order => "The number of the order",
        ContinueField::Status => "That it is booked",
        ContinueField::Service => "What was booked",
        ContinueField::StartsAt => "When it starts",
        ContinueField::Total => "What it costs",
        ContinueField::Currency => "The currency",
        ContinueField::Email => "The guest's e-mail address",
        ContinueField::Name => "The guest's name",
    }
}

/// The word of one of a few on the wire, for values of a list.
pub(super) trait Word {
    /// The word.
    fn word(self) -> &'static str;
}

/// The word of a choice.
pub(super) fn word(choice: impl Word) -> &'static str {
    choice.word()
}

macro_rules! words {
    ($($kind:ident { $($variant:ident = $word:literal),* $(,)? })*) => {
        $(impl Word for $kind {
            fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        })*
    };
}

words! {
    Appearance { Auto = "auto", Light = "light", Dark = "dark" }
    StepOrder { TimeFirst = "time_first", FormFirst = "form_first" }
    ZonePolicy { Guest = "guest", Business = "business" }
    MenuLayout { List = "list", Cards = "cards" }
    MenuStart { Service = "service", Location = "location" }
    DepositBasis { AfterDiscount = "after_discount", BeforeDiscount = "before_discount" }
    PhoneUse { Optional = "optional", Required = "required", Hidden = "hidden" }
    AttendeeDetails { None = "none", Names = "names", NamesAndEmails = "names_and_emails" }
    ContinueField {
        Order = "order", Status = "status", Service = "service", StartsAt = "starts_at",
        Total = "total", Currency = "currency", Email = "email", Name = "name",
    }
}
