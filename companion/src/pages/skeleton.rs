//! What is seen until the widget runs: its card with the texts that are known already, and
//! shapes of the right size where prices, the month, the times and the button will be.

mod menu;

use booking_contract::{CalendarPage, ServiceInfo, StepOrder, WidgetStyle};
use booking_engine::ServiceId;
use maud::{Markup, html};

use super::document::{Mode, Visit};
use super::speech::Texts;

/// The skeleton in the style of the calendar. `page.css` keeps the widget's measures, and
/// `menu.css` those of the step of the services.
pub(super) fn bones(
    page: &CalendarPage,
    mode: Mode,
    visit: Visit,
    named: Option<&ServiceId>,
    texts: &Texts,
) -> Markup {
    let neo = page.calendar.style == WidgetStyle::Neo;
    let first = First::of(page, visit);
    // Beside what comes after the choice of the time, a narrow page shows little of the rest.
    let later = matches!(first, First::Menu | First::Form);
    let work = match first {
        First::Menu => html! { (steps(4)) (menu::menu(page, named, texts)) },
        First::Form => html! { (steps(3)) (over()) (form()) },
        First::Time => html! {
            (steps(3))
            (over())
            @if !neo { (choices(page, texts)) }
            (pick(neo))
        },
        First::Order => html! { div.wait aria-hidden="true" { i.short {} i.long {} i.long {} } },
    };
    html! {
        @if neo {
            div.bones.neo {
                (test_mode(page))
                div.panes.later[later] {
                    div.about {
                        (cover(page))
                        (intro(page, mode))
                        @match first {
                            First::Time => (choices(page, texts)),
                            First::Form => div.price aria-hidden="true" { i {} i {} i {} },
                            First::Menu | First::Order => {}
                        }
                    }
                    div.work { (work) }
                }
            }
        } @else {
            div.bones.classic {
                (test_mode(page))
                (intro(page, mode))
                div.work { (work) }
            }
        }
    }
}

/// What a guest sees first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum First {
    /// The services, where they have a step of their own.
    Menu,
    /// The form.
    Form,
    /// Date and time.
    Time,
    /// An order that there is.
    Order,
}

impl First {
    fn of(page: &CalendarPage, visit: Visit) -> Self {
        let calendar = &page.calendar;
        let form = calendar.style == WidgetStyle::Neo && calendar.steps == StepOrder::FormFirst;
        match visit {
            Visit::Return => Self::Order,
            Visit::Choose if page.has_menu() => Self::Menu,
            Visit::Choose if form => Self::Form,
            Visit::Choose => Self::Time,
        }
    }
}

fn cover(page: &CalendarPage) -> Markup {
    html! { @if let Some(cover) = &page.calendar.cover { img.cover src=(cover) alt=""; } }
}

/// The form, where that is what comes first: labels, inputs, the button.
fn form() -> Markup {
    html! {
        div.form aria-hidden="true" {
            @for _ in 0..3 { div { i.label {} i.in {} } }
            div.button { i {} }
        }
    }
}

/// Room for the banner that says so; the widget has its words.
fn test_mode(page: &CalendarPage) -> Markup {
    html! { @if page.calendar.test_mode { div.test aria-hidden="true" {} } }
}

/// What the business has written, in the same place as in the widget.
fn intro(page: &CalendarPage, mode: Mode) -> Markup {
    let calendar = &page.calendar;
    let neo = calendar.style == WidgetStyle::Neo;
    html! {
        div.intro {
            // The hosted page has the name above the card.
            @if mode == Mode::Frame { p.business { bdi { (page.business.name) } } }
            h1.unseen[neo && calendar.theme.hides_title] { bdi { (calendar.title) } }
            @let hidden = neo && calendar.theme.hides_description;
            @if !hidden && !calendar.description.is_empty() { p.text { bdi { (calendar.description) } } }
            @if !calendar.location.is_empty() { p.place { (pin()) span { bdi { (calendar.location) } } } }
        }
    }
}

fn pin() -> Markup {
    html! {
        svg viewBox="0 0 20 20" aria-hidden="true" {
            path d="M10 17.5c3.7-3.6 5.5-6.6 5.5-9a5.5 5.5 0 0 0-11 0c0 2.4 1.8 5.4 5.5 9m0-7a2 2 0 1 0 0-4 2 2 0 0 0 0 4";
        }
    }
}

/// The services with their names; what they cost is the widget's to say.
fn choices(page: &CalendarPage, texts: &Texts) -> Markup {
    let row = |service: &ServiceInfo| {
        html! {
            div.row {
                strong { bdi { (service.name) } }
                (price_shape(page, service, texts))
                span.meta {
                    span.ghost aria-hidden="true" { (duration_shape(service)) }
                    @if !service.description.is_empty() { " · " bdi { (service.description) } }
                }
            }
        }
    };
    let first = page.terms.services.first();
    html! {
        div.choose {
            @match page.services.as_slice() {
                [only] => div.only { (row(only)) },
                several => div {
                    div.legend aria-hidden="true" { i {} }
                    div.rows { @for service in several { (row(service)) } }
                }
            }
            @if first.is_some_and(|service| service.attendees_max > 1) {
                div.attendees aria-hidden="true" { i {} i.stepper {} }
            }
        }
    }
}

/// A text about as wide as the price will be, so that the name beside it breaks where it will
/// break then. It is drawn as a shape.
fn price_shape(page: &CalendarPage, service: &ServiceInfo, texts: &Texts) -> Markup {
    let terms = page
        .terms
        .services
        .iter()
        .find(|terms| terms.id == service.id);
    let minor = terms.map_or(0, |terms| terms.unit_price_minor);
    let each = terms.is_some_and(|terms| terms.attendees_max > 1 && minor > 0);
    html! {
        span.end aria-hidden="true" {
            span.ghost { "0." (minor) }
            @if each { small { span.ghost { (texts.each_person()) } } }
        }
    }
}

/// The same for the duration.
fn duration_shape(service: &ServiceInfo) -> &'static str {
    match service.duration_minutes {
        minutes if minutes > 60 && minutes % 60 > 0 => "0 h 00 min",
        minutes if minutes % 60 == 0 => "0 h",
        _ => "00 min",
    }
}

fn steps(count: usize) -> Markup {
    html! { div.steps aria-hidden="true" { @for _ in 0..count { i.dot {} i.label {} } } }
}

/// The heading of the step, which only narrow pages show.
fn over() -> Markup {
    html! { div.over aria-hidden="true" { i {} } }
}

fn pick(neo: bool) -> Markup {
    let shapes = |count: usize| html! { @for _ in 0..count { i {} } };
    let button = html! { div.button aria-hidden="true" { i {} } };
    html! {
        div.pick aria-hidden="true" {
            div.month { div.head { i {} } div.days { (shapes(42)) } }
            div.slots { div.head { i {} } div.pills { (shapes(8)) } }
            @if neo { div.sum { (shapes(3)) } (button) }
        }
        @if !neo { div.foot { (button) } }
    }
}
