//! The review and the confirmation.

use yew::{Callback, Html, MouseEvent, html};

use super::icon::Icon;
use super::notice::price_change;
use super::steps::heading;
use super::{aria, sends};
use crate::flow::{Event, MarkState, PaymentStep, ReviewRow, Screen};
use crate::text::Texts;

/// What, when and who, then `price` (where the look shows it here), then the confirmation.
pub(crate) fn payment(
    step: &PaymentStep,
    screen: &Screen,
    price: Html,
    send: &Callback<Event>,
) -> Html {
    let mut marks = screen.progress.iter();
    let current = marks.find(|mark| mark.state == MarkState::Current);
    let title = current.map_or(screen.text.step_payment, |mark| mark.label);
    let stopped = step.busy || step.blocked.is_some();
    let onclick = (!stopped).then(|| sends(send, Event::Confirmed));
    html! {
        <div class="form">
            { heading(title, None) }
            <dl class="facts">{ for step.rows.iter().map(|row| review(row, screen.text, send)) }</dl>
            { price }
            if let Some(change) = &step.price_change {
                { price_change(change, step.busy, screen, send) }
            } else {
                if let Some(why) = &step.blocked {
                    <p class="note" data-test="blocked" id="booking-blocked">{ Icon::Alert.draw() }<span>{ why }</span></p>
                }
                <div class="actions">
                    if step.blocked.is_some() {
                        <button type="button" class="btn main" data-test="confirm" aria-disabled="true" aria-describedby="booking-blocked">{ &step.confirm }</button>
                    } else {
                        { main_button(&step.confirm, "confirm", step.busy, screen.text, onclick) }
                    }
                    <p class="small legal">{ &step.legal }</p>
                </div>
            }
        </div>
    }
}

/// The button that does it, with a busy state of the same size.
pub(crate) fn main_button(
    label: &str,
    hook: &'static str,
    busy: bool,
    text: &Texts,
    onclick: Option<Callback<MouseEvent>>,
) -> Html {
    html! {
        <button type="button" class="btn main" data-test={hook} aria-busy={aria(busy)} aria-disabled={aria(busy)} {onclick}>
            if busy {
                <span class="spin"></span>{ text.confirming }
            } else {
                { label }
            }
        </button>
    }
}

fn review(row: &ReviewRow, text: &Texts, send: &Callback<Event>) -> Html {
    html! {
        <div class="fact">
            <dt>{ row.label }</dt>
            <dd>
                { &row.value }
                if !row.detail.is_empty() {
                    <span>{ &row.detail }</span>
                }
            </dd>
            <dd><button type="button" class="link small" aria-label={row.change_name} onclick={sends(send, Event::StepChosen(row.change))}>{ text.change }</button></dd>
        </div>
    }
}
