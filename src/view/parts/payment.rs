//! The review and the confirmation.

use yew::{Callback, Html, html};

use super::button::{Button, at_work, fact, paragraph};
use super::icon::Icon;
use super::notice::price_change;
use super::steps::heading;
use crate::flow::{Event, MarkState, PaymentStep, ReviewRow, Screen};
use crate::text::Texts;

/// What, when and who, then `price` (where the look shows it here), then the confirmation.
pub(crate) fn payment(
    step: &PaymentStep,
    screen: &Screen,
    price: Html,
    send: &Callback<Event>,
) -> Html {
    let text = screen.text;
    let mut marks = screen.progress.iter();
    let current = marks.find(|mark| mark.state == MarkState::Current);
    let title = current.map_or(text.step_payment(), |mark| mark.label);
    html! {
        <div class="form">
            { heading(title, None) }
            <dl class="facts">{ for step.rows.iter().map(|row| review(row, text, send)) }</dl>
            { price }
            if let Some(change) = &step.price_change {
                { price_change(change, step.busy, screen, send) }
            } else {
                { confirmation(step, text, send) }
            }
        </div>
    }
}

fn confirmation(step: &PaymentStep, text: &Texts, send: &Callback<Event>) -> Html {
    const WHY: &str = "booking-blocked";
    let mut button = Button::new("btn main", "confirm").busy(step.busy);
    if step.blocked.is_some() {
        button = button.off(true).note(WHY);
    }
    html! {
        <>
            if let Some(why) = &step.blocked {
                <p class="note" data-test="blocked" id={WHY}>{ Icon::Alert.draw() }<span>{ why }</span></p>
            }
            <div class="actions">
                { button.draw(confirm_label(&step.confirm, step.busy, text), Event::Confirmed, send) }
                { paragraph(Some("small legal"), "legal", &step.legal) }
            </div>
        </>
    }
}

/// What the button that does it says; of the same height while it is at work.
pub(crate) fn confirm_label(label: &str, busy: bool, text: &Texts) -> Html {
    if busy {
        at_work(text.confirming())
    } else {
        label.into()
    }
}

fn review(row: &ReviewRow, text: &Texts, send: &Callback<Event>) -> Html {
    let change = Button::new("link small", "change").name(row.change_name);
    let change = change.draw(text.change().into(), Event::StepChosen(row.change), send);
    fact(row.label, &row.value, &row.detail, Some(change))
}
