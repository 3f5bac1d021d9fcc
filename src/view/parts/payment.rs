//! The review and the confirmation.

use super::button::{Button, at_work, fact, paragraph};
use super::icon::Icon;
use super::message;
use super::notice::price_change;
use super::steps::heading;
use crate::flow::{Event, MarkState, PaymentStep, ReviewRow, Screen};
use crate::view::pen::{Attr, Pen};

/// What, when and who, then `price` (where the look shows it here), then the confirmation.
pub(crate) fn payment(
    pen: &mut Pen,
    step: &PaymentStep,
    screen: &Screen,
    price: impl FnOnce(&mut Pen),
) {
    let mut marks = screen.progress.iter();
    let current = marks.find(|mark| mark.state == MarkState::Current);
    let title = current.map_or(pen.text.step_payment(), |mark| mark.label);
    pen.el("div", "form", |pen| {
        heading(pen, title, "");
        pen.el("dl", "facts", |pen| {
            pen.list(|pen| {
                for row in &step.rows {
                    review(pen, row);
                }
            });
        });
        pen.list(price);
        pen.list(|pen| match &step.price_change {
            Some(change) => price_change(pen, change, step.busy),
            None => confirmation(pen, step),
        });
    });
}

fn confirmation(pen: &mut Pen, step: &PaymentStep) {
    const WHY: &str = "booking-blocked";
    let mut button = Button::new("btn main", "confirm");
    if step.blocked.is_some() {
        button = button.off(true).note(WHY);
    }
    pen.list(|pen| {
        pen.list(|pen| {
            if let Some(why) = &step.blocked {
                message(pen, "note", Icon::Alert, why, &|pen| {
                    pen.hook("blocked");
                    pen.set(Attr::Id, WHY);
                });
            }
        });
        pen.el("div", "actions", |pen| {
            confirm(pen, button, Event::Confirmed, &step.confirm, step.busy);
            pen.el("div", "legal", |pen| {
                pen.list(|pen| {
                    if !step.cancellation.is_empty() {
                        paragraph(pen, "small", "cancellation", &step.cancellation);
                    }
                });
                paragraph(pen, "small", "legal", &step.legal);
            });
        });
    });
}

/// The button that does it; of the same height while it is at work.
pub(crate) fn confirm(pen: &mut Pen, button: Button, event: Event, label: &str, busy: bool) {
    button.busy(busy).draw(pen, event, |pen| {
        if busy {
            at_work(pen, pen.text.confirming());
        } else {
            pen.say(label);
        }
    });
}

fn review(pen: &mut Pen, row: &ReviewRow) {
    let change: &dyn Fn(&mut Pen) = &|pen| {
        let change = Button::new("link small", "change").name(row.change_name);
        change.say(pen, Event::StepChosen(row.change), pen.text.change());
    };
    fact(pen, row.label, &row.value, &row.detail, Some(change));
}
