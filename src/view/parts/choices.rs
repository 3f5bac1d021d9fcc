//! The service, the number of attendees, and the way on.

use yew::{Callback, Html, html};

use super::button::Button;
use super::icon::Icon;
use super::sends;
use crate::flow::{Event, ServiceOption, Stepper, TimeStep};
use crate::text::Texts;

/// The service and the number of attendees.
pub(crate) fn choices(step: &TimeStep, text: &Texts, send: &Callback<Event>) -> Html {
    let stepper = step.attendees.as_ref();
    html! {
        <div class="choose">
            { services(&step.services, text, send) }
            { stepper.map(|stepper| attendees(stepper, text, send)).unwrap_or_default() }
        </div>
    }
}

/// The button that goes on; it comes into its full colour when there is a time to go on with.
pub(crate) fn go_on(step: &TimeStep, text: &Texts, send: &Callback<Event>) -> Html {
    let class = if step.can_continue {
        "btn main"
    } else {
        "btn main dim"
    };
    let button = Button::new(class, "continue").draw(text.proceed().into(), Event::Continue, send);
    html! { <div class="actions">{ button }</div> }
}

/// Services as rows with duration and price; a single one needs no choice.
fn services(services: &[ServiceOption], text: &Texts, send: &Callback<Event>) -> Html {
    if let [only] = services {
        return html! { <div class="row only" data-test="service" data-service={only.id.to_string()}>{ service(only) }</div> };
    }
    let rows = services.iter().map(|option| {
        html! {
            <label class={if option.selected { "row on" } else { "row" }} data-test="service" data-service={option.id.to_string()}>
                <input type="radio" name="booking-service" checked={option.selected} onchange={sends(send, Event::ServiceChosen(option.id.clone()))} />
                { service(option) }
            </label>
        }
    });
    html! {
        <fieldset>
            <legend>{ text.service() }</legend>
            <div class="rows">{ for rows }</div>
        </fieldset>
    }
}

fn service(option: &ServiceOption) -> Html {
    html! {
        <>
            <strong><bdi>{ &option.name }</bdi></strong>
            <span class="price">{ &option.price }</span>
            <span class="meta"><bdi>{ &option.description }</bdi></span>
            <span class="meta end">{ &option.duration }</span>
        </>
    }
}

/// The number of attendees with a button for less and one for more.
fn attendees(stepper: &Stepper, text: &Texts, send: &Callback<Event>) -> Html {
    let button = |name: &'static str, icon: Icon, hook: &'static str, can: bool, value: u32| {
        let button = Button::new("icon", hook).name(name).off(!can);
        button.draw(icon.draw(), Event::AttendeesChosen(value), send)
    };
    html! {
        <div class="step" role="group" aria-labelledby="booking-attendees">
            <span class="label" id="booking-attendees">{ text.attendees() }</span>
            <span class="stepper">
                { button(text.fewer(), Icon::Less, "attendees-less", stepper.can_less, stepper.value.saturating_sub(1)) }
                <output data-test="attendees"><span aria-hidden="true">{ text.number(stepper.value) }</span><span class="vh">{ &stepper.name }</span></output>
                { button(text.more(), Icon::More, "attendees-more", stepper.can_more, stepper.value.saturating_add(1)) }
            </span>
        </div>
    }
}
