//! The calendars of a business, as cards.

use std::rc::Rc;

use booking_contract::WidgetStyle;
use booking_contract::owner::{BusinessDetails, CalendarList, CalendarRow, CalendarView};
use booking_widget::view::Icon;
use gloo_net::http::Method;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::paths;
use crate::client::{self, Failure, Nothing};
use crate::parts::{Button, Deed, Menu, Notice, Said, Sign, Tone, icon};
use crate::route::Route;
use crate::session::Site;
use crate::shell::use_title;
use crate::side::GoTo;
use crate::words;

#[derive(Properties, PartialEq)]
pub(crate) struct CalendarsProps {
    pub(crate) business: Rc<BusinessDetails>,
}

/// The page.
#[component]
pub(crate) fn CalendarsPage(props: &CalendarsProps) -> Html {
    let business = &props.business;
    use_title(format!("Calendars – {}", business.name));
    let list = use_state(|| None::<Result<Vec<CalendarRow>, Failure>>);
    let site = use_context::<Site>();
    let navigator = use_navigator();
    let load = {
        let (list, site, id) = (list.clone(), site.clone(), business.id.clone());
        Callback::from(move |()| {
            let (list, site, id) = (list.clone(), site.clone(), id.clone());
            spawn_local(async move {
                match client::get::<CalendarList>(&paths::all(&id, "calendars")).await {
                    Ok(found) => list.set(Some(Ok(found.calendars))),
                    Err(Failure::SignedOut) => signed_out(site.as_ref()),
                    Err(failure) => list.set(Some(Err(failure))),
                }
            });
        })
    };
    use_effect_with(business.id.clone(), {
        let load = load.clone();
        move |_| load.emit(())
    });
    let act = {
        let (load, site, id) = (load.clone(), site.clone(), business.id.clone());
        let navigator = navigator.clone();
        Callback::from(move |(calendar, deed): (CalendarRow, Act)| {
            act(&id, calendar, deed, &load, site.as_ref(), navigator.clone());
        })
    };
    let new = Route::NewCalendar {
        business: business.id.clone(),
    };
    let products = Route::Products {
        business: business.id.clone(),
    };
    let body = match &*list {
        None => html! { <div class="bone form-bone" aria-busy="true"></div> },
        Some(Err(failure)) => html! {
            <Notice tone={Tone::Bad} title="The calendars could not be loaded" text={failure.sentence()}>
                <Button text="Try again" press={load} hook="again" />
            </Notice>
        },
        Some(Ok(all)) if all.is_empty() => html! {
            <section class="card empty" data-test="no-calendars">
                { icon(Sign::Shared(Icon::Calendar)) }
                <h2>{ "A calendar is what guests book through" }</h2>
                <p>{ "Make one, give it a service with a price and a duration, and put it on your site with one line." }</p>
                <div class="tools"><GoTo class="btn main" to={new.clone()}>{ "New calendar" }</GoTo></div>
            </section>
        },
        Some(Ok(all)) => shelf(business, all, &act),
    };
    html! {
        <div class="page">
            <header class="head">
                <div>
                    <h1 tabindex="-1">{ "Calendars" }</h1>
                    <p>{ "What guests book, and how it looks on your site." }</p>
                </div>
                <div class="tools">
                    <GoTo class="btn quiet" to={products} hook="products">{ "Products" }</GoTo>
                    <GoTo class="btn main" to={new} hook="new-calendar">{ "New calendar" }</GoTo>
                </div>
            </header>
            { body }
        </div>
    }
}

/// What is done with a calendar beside its page.
#[derive(Clone, Copy, PartialEq)]
enum Act {
    Duplicate,
    Archive,
    Restore,
}

fn act(
    business: &str,
    calendar: CalendarRow,
    act: Act,
    load: &Callback<()>,
    site: Option<&Site>,
    navigator: Option<Navigator>,
) {
    let deed = match act {
        Act::Duplicate => "duplicate",
        Act::Archive => "archive",
        Act::Restore => "restore",
    };
    let path = paths::deed(business, "calendars", calendar.id.as_str(), deed);
    let (load, site, business) = (load.clone(), site.cloned(), business.to_owned());
    spawn_local(async move {
        let answer = client::send::<CalendarView>(Method::POST, &path, &Nothing {}).await;
        let text = match answer {
            Ok(view) if act == Act::Duplicate => {
                if let Some(navigator) = navigator {
                    let calendar = view.id.to_string();
                    navigator.push(&Route::Calendar { business, calendar });
                }
                "The copy is there. Its payments are test payments.".to_owned()
            }
            Ok(_) if act == Act::Archive => {
                load.emit(());
                format!("{} is archived. What is booked stays.", calendar.title)
            }
            Ok(_) => {
                load.emit(());
                format!("{} is back.", calendar.title)
            }
            Err(Failure::SignedOut) => return signed_out(site.as_ref()),
            Err(failure) => format!("Nothing was changed. {}", failure.sentence()),
        };
        if let Some(site) = site {
            let text = text.into();
            site.say.emit(Said { text, undo: None });
        }
    });
}

fn signed_out(site: Option<&Site>) {
    if let Some(site) = site {
        site.signed_out.emit(());
    }
}

/// The calendars, those that are put away last.
fn shelf(
    business: &BusinessDetails,
    all: &[CalendarRow],
    act: &Callback<(CalendarRow, Act)>,
) -> Html {
    let (away, open): (Vec<_>, Vec<_>) = all.iter().partition(|calendar| calendar.archived);
    html! {
        <>
            <ul class="shelf">{ for open.into_iter().map(|it| card(business, it, act)) }</ul>
            if !away.is_empty() {
                <p class="shelf-name">{ "Archived" }</p>
                <ul class="shelf">{ for away.into_iter().map(|it| card(business, it, act)) }</ul>
            }
        </>
    }
}

fn card(
    business: &BusinessDetails,
    calendar: &CalendarRow,
    act: &Callback<(CalendarRow, Act)>,
) -> Html {
    let to = Route::Calendar {
        business: business.id.clone(),
        calendar: calendar.id.to_string(),
    };
    let deed = |text: &'static str, sign, hook, what: Act| Deed {
        text: AttrValue::Static(text),
        sign,
        bad: false,
        press: {
            let (act, calendar) = (act.clone(), calendar.clone());
            Callback::from(move |()| act.emit((calendar.clone(), what)))
        },
        hook,
    };
    let mut deeds = vec![deed("Duplicate", Sign::Copy, "duplicate", Act::Duplicate)];
    deeds.push(if calendar.archived {
        deed("Bring back", Sign::Play, "restore", Act::Restore)
    } else {
        deed("Archive", Sign::Delete, "archive", Act::Archive)
    });
    let services = u64::from(calendar.services);
    let style = match calendar.style {
        WidgetStyle::Neo => "Neo",
        WidgetStyle::Classic => "Classic",
    };
    let state = |class, text: &'static str| {
        html! { <span class={classes!("state", class)}><i></i>{ text }</span> }
    };
    html! {
        <li class="card calendar" data-test="calendar" data-id={calendar.id.to_string()}>
            if let Some(cover) = &calendar.cover {
                <img src={cover.clone()} alt="" loading="lazy" />
            } else {
                <span class="plain" aria-hidden="true">{ icon(Sign::Shared(Icon::Calendar)) }</span>
            }
            <div class="what">
                <h2><GoTo class="open" {to}>{ &calendar.title }</GoTo></h2>
                <p>{ format!("{style} · {}", words::count(services, "service", "services")) }</p>
                <p class="states">
                    if calendar.archived {
                        { state("", "Archived") }
                    } else if !calendar.payments {
                        { state("", "No payments") }
                    } else if calendar.test_mode {
                        { state("warn", "Test payments") }
                    } else {
                        { state("good", "Payments") }
                    }
                    if calendar.payments && calendar.coupons {
                        { state("soon", "Coupon codes") }
                    }
                </p>
            </div>
            <Menu label={format!("More for {}", calendar.title)} {deeds} hook="card-menu">{ icon(Sign::Dots) }</Menu>
        </li>
    }
}
