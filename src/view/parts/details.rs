//! The form: who books.

use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::{Callback, Html, InputEvent, SubmitEvent, TargetCast, html};

use super::button::Button;
use super::icon::Icon;
use super::steps::heading;
use super::{aria, sends};
use crate::flow::{Consent, DetailsStep, Event, FieldView, FocusTarget, GuestField, Screen};
use crate::text::Texts;

/// Fields, consent and the button that goes on.
pub(crate) fn details(step: &DetailsStep, screen: &Screen, send: &Callback<Event>) -> Html {
    let onsubmit = {
        let send = send.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            send.emit(Event::Continue);
        })
    };
    let text = screen.text;
    let fields = [&step.name, &step.email, &step.phone, &step.notes];
    html! {
        // The flow checks the fields and says what is wrong at each of them.
        <form class="form" novalidate=true {onsubmit}>
            { heading(text.step_details(), None) }
            <div class="fields">{ for fields.map(|view| field(view, text, send)) }</div>
            if let Some(consent) = &step.consent {
                { consent_box(consent, send) }
            }
            <div class="actions">
                { Button::new("btn main", "continue").submit(text.proceed().into()) }
            </div>
        </form>
    }
}

fn field(view: &FieldView, text: &Texts, send: &Callback<Event>) -> Html {
    let id = view.field.id();
    let note_id = format!("{id}-note");
    let described = (view.error.is_some() || !view.hint.is_empty()).then(|| note_id.clone());
    let invalid = view.error.is_some().then_some("true");
    let required = view.required.then_some("true");
    let onblur = sends(send, Event::FieldLeft(view.field));
    let tell = {
        let (send, field) = (send.clone(), view.field);
        move |text: String| send.emit(Event::FieldEdited(field, text))
    };
    let value = view.value.clone();
    let input = if view.field == GuestField::Notes {
        let oninput = move |event: InputEvent| {
            tell(event.target_unchecked_into::<HtmlTextAreaElement>().value());
        };
        html! {
            <textarea {id} class="in" rows="3" data-test="field-notes" {value} aria-describedby={described} aria-invalid={invalid} {oninput} {onblur} />
        }
    } else {
        let oninput = move |event: InputEvent| {
            tell(event.target_unchecked_into::<HtmlInputElement>().value());
        };
        // Addresses and numbers run from left to right in every language.
        let (kind, fill, hook, dir) = match view.field {
            GuestField::Email => ("email", "email", "field-email", Some("ltr")),
            GuestField::Phone => ("tel", "tel", "field-phone", Some("ltr")),
            GuestField::Name | GuestField::Notes => ("text", "name", "field-name", None),
        };
        html! {
            <input {id} class="in" type={kind} {dir} inputmode={kind} autocomplete={fill} data-test={hook} {value} aria-required={required} aria-describedby={described} aria-invalid={invalid} {oninput} {onblur} />
        }
    };
    html! {
        <div class="field">
            <label for={id}>
                { view.label }
                if !view.required {
                    <span class="opt">{ text.optional() }</span>
                }
            </label>
            { input }
            { message(&note_id, view.error.as_deref(), view.hint) }
        </div>
    }
}

/// The line below a field. Its room is always there, so that an error moves nothing.
fn message(id: &str, error: Option<&str>, hint: &str) -> Html {
    let id = id.to_owned();
    match error {
        Some(error) => {
            html! { <p class="msg err" {id}>{ Icon::Alert.draw() }<span>{ error }</span></p> }
        }
        None => html! { <p class="msg" {id}>{ hint }</p> },
    }
}

fn consent_box(consent: &Consent, send: &Callback<Event>) -> Html {
    const NOTE: &str = "booking-consent-note";
    let wrong = consent.error.is_some();
    html! {
        <div class="field">
            <label class="tick">
                <input
                    type="checkbox"
                    id={FocusTarget::Consent.id()}
                    data-test="field-consent"
                    checked={consent.checked}
                    aria-required="true"
                    aria-invalid={wrong.then_some(aria(true))}
                    aria-describedby={wrong.then_some(NOTE)}
                    onchange={sends(send, Event::ConsentToggled)}
                />
                <span><bdi>{ &consent.text }</bdi></span>
            </label>
            if wrong {
                { message(NOTE, consent.error, "") }
            }
        </div>
    }
}
