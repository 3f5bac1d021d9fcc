//! The service and the number of attendees.

use yew::{Callback, Html, html};

use super::icon::Icon;
use super::{aria, sends};
use crate::flow::{Event, ServiceOption, Stepper};
use crate::text::Texts;

/// Services as rows with duration and price; a single one needs no choice.
pub(crate) fn services(services: &[ServiceOption], text: &Texts, send: &Callback<Event>) -> Html {
    if let [only] = services {
        return html! { <div class="row only" data-test="service" data-service={only.id.to_string()}>{ service(only) }</div> };
    }
    let rows = services.iter().map(|option| {
        html! {
            <label class="row" data-test="service" data-service={option.id.to_string()}>
                <input type="radio" name="booking-service" checked={option.selected} onchange={sends(send, Event::ServiceChosen(option.id.clone()))} />
                { service(option) }
            </label>
        }
    });
    html! {
        <fieldset>
            <legend>{ text.service }</legend>
            <div class="rows">{ for rows }</div>
        </fieldset>
    }
}

fn service(option: &ServiceOption) -> Html {
    html! {
        <>
            <strong>{ &option.name }</strong>
            <span class="price">{ &option.price }</span>
            <span class="meta">{ &option.description }</span>
            <span class="meta end">{ &option.duration }</span>
        </>
    }
}

/// The number of attendees with a button for less and one for more.
pub(crate) fn attendees(stepper: &Stepper, text: &Texts, send: &Callback<Event>) -> Html {
    let button = |name: &'static str, icon: Icon, hook: &'static str, can: bool, value: u32| {
        // Not `disabled`: the button must keep the focus when it reaches its end.
        let onclick = can.then(|| sends(send, Event::AttendeesChosen(value)));
        html! {
            <button type="button" class="icon" aria-label={name} aria-disabled={aria(!can)} data-test={hook} {onclick}>{ icon.draw() }</button>
        }
    };
    html! {
        <div class="step" role="group" aria-labelledby="booking-attendees">
            <span class="label" id="booking-attendees">{ text.attendees }</span>
            <span class="stepper">
                { button(text.fewer, Icon::Less, "attendees-less", stepper.can_less, stepper.value.saturating_sub(1)) }
                <output data-test="attendees"><span aria-hidden="true">{ stepper.value }</span><span class="vh">{ &stepper.name }</span></output>
                { button(text.more, Icon::More, "attendees-more", stepper.can_more, stepper.value.saturating_add(1)) }
            </span>
        </div>
    }
}
