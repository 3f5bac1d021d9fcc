//! The real widget beside the form of a coupon, with its code filled in: as a guest sees it, at a
//! calendar that takes test payments.

use std::rc::Rc;

use booking_contract::owner::{BusinessDetails, SimulationCalendar, SimulationMenu};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::client::{self, Failure, part};
use crate::parts::{Button, Field, Notice, Pick, Tone};

#[derive(Properties, PartialEq)]
pub(crate) struct PreviewProps {
    pub(crate) business: Rc<BusinessDetails>,
    /// The code, where guests can use it as it stands in the form.
    pub(crate) code: Option<String>,
}

/// Shows the widget once it is asked for: a page of its own is loaded for it.
#[component]
pub(crate) fn Preview(props: &PreviewProps) -> Html {
    let menu = use_state(|| None::<Result<SimulationMenu, Failure>>);
    let chosen = use_state(String::new);
    let open = {
        let (menu, path) = (
            menu.clone(),
            format!(
                "/v1/businesses/{}/simulations/menu",
                part(&props.business.id)
            ),
        );
        Callback::from(move |()| {
            let (menu, path) = (menu.clone(), path.clone());
            spawn_local(async move { menu.set(Some(client::get(&path).await)) });
        })
    };
    let body = match (&props.code, &*menu) {
        (None, _) => html! {
            <p class="small" data-test="no-preview">{ "Save the coupon with a code and switch it on, and the widget shows it here as a guest sees it." }</p>
        },
        (Some(_), None) => html! {
            <div class="tools"><Button text="Show the widget" press={open} hook="show-widget" /></div>
        },
        (Some(_), Some(Err(failure))) => html! {
            <Notice tone={Tone::Bad} title="The widget could not be shown" text={failure.sentence()}>
                <Button text="Try again" press={open} hook="again" />
            </Notice>
        },
        (Some(code), Some(Ok(menu))) => framed(menu, code, &chosen),
    };
    html! {
        <section class="card group" aria-labelledby="preview-title" data-test="preview">
            <header>
                <h3 id="preview-title">{ "As a guest sees it" }</h3>
                <p>{ "The real widget, at a calendar in test mode: no money is taken, and a booking that you finish counts as a test." }</p>
            </header>
            { body }
        </section>
    }
}

fn framed(menu: &SimulationMenu, code: &str, chosen: &UseStateHandle<String>) -> Html {
    let fits = |it: &&SimulationCalendar| it.test_mode && it.takes_codes && !it.services.is_empty();
    let calendars: Vec<&SimulationCalendar> = menu.calendars.iter().filter(fits).collect();
    let shown = calendars.iter().find(|it| it.id.as_str() == **chosen);
    let Some(calendar) = shown.or_else(|| calendars.first()) else {
        return html! {
            <p class="small" data-test="no-test-calendar">{ "No calendar that takes codes is in test mode. Put one into test mode to try the coupon there." }</p>
        };
    };
    let options: Vec<(AttrValue, AttrValue)> = (calendars.iter())
        .map(|it| (it.id.to_string().into(), it.title.clone().into()))
        .collect();
    let pick = {
        let chosen = chosen.clone();
        Callback::from(move |id| chosen.set(id))
    };
    let src = format!(
        "/embed/{}?coupon={}",
        part(calendar.id.as_str()),
        part(code)
    );
    html! {
        <>
            if options.len() > 1 {
                <Field id="preview-calendar" label="Calendar">
                    <Pick id="preview-calendar" chosen={calendar.id.to_string()} {options} {pick} />
                </Field>
            }
            <iframe class="frame-of-widget" key={src.clone()} {src} title="The widget as a guest sees it" data-test="widget"></iframe>
        </>
    }
}
