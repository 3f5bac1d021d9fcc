//! The review and the confirmation.

use super::button::{Button, fact, paragraph};
use super::icon::Icon;
use super::message;
use super::notice::price_change;
use super::steps::heading;
use crate::flow::{Event, MarkState, PaymentStep, ReviewRow, Screen, TermsView};
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
        pen.list(|pen| {
            if let Some(terms) = &step.terms {
                payment_terms(pen, terms);
            }
        });
        pen.list(|pen| match &step.price_change {
            Some(change) => pen.list(|pen| {
                legal(pen, step);
                price_change(pen, change, step.busy);
            }),
            None => confirmation(pen, step),
        });
    });
}

/// What is accepted by paying, in full or as a page that opens beside.
fn payment_terms(pen: &mut Pen, terms: &TermsView) {
    const TITLE: &str = "booking-terms";
    pen.el("div", "terms", |pen| {
        pen.hook("terms");
        pen.el("h3", "", |pen| {
            pen.set(Attr::Id, TITLE);
            pen.say(pen.text.terms_title());
        });
        pen.list(|pen| {
            if let Some(text) = &terms.text {
                // It can be scrolled by the keyboard as well.
                pen.el("div", "", |pen| {
                    pen.set(Attr::TabIndex, "0");
                    pen.set(Attr::Role, "region");
                    pen.set(Attr::LabelledBy, TITLE);
                    pen.set(Attr::Dir, "auto");
                    pen.hook("terms-text");
                    pen.say(text);
                });
            }
        });
        pen.el("p", "small", |pen| {
            pen.line("span", "", &terms.accept);
            pen.list(|pen| {
                if let Some(url) = &terms.url {
                    pen.el("a", "link", |pen| {
                        pen.put(Attr::Href, url);
                        pen.set(Attr::Target, "_blank");
                        pen.hook("terms-link");
                        pen.say(pen.text.terms_read());
                    });
                }
            });
        });
    });
}

fn confirmation(pen: &mut Pen, step: &PaymentStep) {
    const WHY: &str = "booking-blocked";
    let mut button = Button::new("btn main", "confirm").off(step.offline);
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
            legal(pen, step);
            confirm(pen, button, Event::Confirmed, &step.confirm, step.busy);
        });
    });
}

/// What calling off would give back, and whom one pays.
fn legal(pen: &mut Pen, step: &PaymentStep) {
    pen.el("div", "legal", |pen| {
        pen.list(|pen| {
            if !step.cancellation.is_empty() {
                paragraph(pen, "small", "cancellation", &step.cancellation);
            }
        });
        paragraph(pen, "small", "legal", &step.legal);
    });
}

/// The button that does it.
pub(crate) fn confirm(pen: &mut Pen, button: Button, event: Event, label: &str, busy: bool) {
    button.at_it(pen, event, busy, label, pen.text.confirming());
}

fn review(pen: &mut Pen, row: &ReviewRow) {
    let change: &dyn Fn(&mut Pen) = &|pen| {
        let change = Button::new("link small", "change").name(row.change_name);
        change.say(pen, Event::StepChosen(row.change), pen.text.change());
    };
    fact(pen, row.label, &row.value, &row.detail, Some(change));
}
