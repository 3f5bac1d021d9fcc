//! Classic: a single column of steps in a plain card. Time first, then your information, then
//! the payment with the coupon field.

use std::rc::Rc;

use super::Widget;
use super::lasting::{Part, lasting};
use super::parts::{
    choices, details, go_on, heading, intro, marks, menu, notice, outcome, payment, test_banner,
};
use super::pen::Pen;
use crate::flow::{Body, Screen, TimeStep};

/// The card.
pub(super) fn classic(pen: &mut Pen, screen: &Rc<Screen>, widget: &Widget) {
    pen.el("div", "card", |pen| {
        test_banner(pen, screen);
        pen.el("div", "about", |pen| intro(pen, &screen.header));
        pen.el("div", "work", |pen| {
            marks(pen, screen);
            notice(pen, screen);
            match &screen.body {
                Body::Services(step) => menu(pen, step, &screen.header),
                Body::Time(step) => pick(pen, step, screen),
                _ => later(pen, screen, widget),
            }
        });
    });
}

fn pick(pen: &mut Pen, step: &TimeStep, screen: &Rc<Screen>) {
    pen.list(|pen| {
        heading(pen, pen.text.step_time(), "over");
        choices(pen, step);
        pen.el("div", "pick", |pen| {
            lasting(pen, Part::Month, screen);
            lasting(pen, Part::Slots, screen);
        });
        pen.el("div", "foot", |pen| {
            pen.list(|pen| {
                if let Some(summary) = &screen.summary {
                    pen.el("p", "tally", |pen| {
                        pen.line("span", "", &summary.total.label);
                        pen.el("strong", "", |pen| {
                            pen.hook("summary-total");
                            pen.say(&summary.total.amount);
                        });
                    });
                }
            });
            go_on(pen, step, &screen.header);
        });
    });
}

/// What a first look does not show; see `flow/later.rs`.
#[inline(never)]
fn later(pen: &mut Pen, screen: &Screen, widget: &Widget) {
    match &screen.body {
        Body::Details(step) => details(pen, step, &screen.header),
        Body::Payment(step) => payment(pen, step, screen, |pen| widget.price(pen, screen)),
        _ => outcome(pen, screen),
    }
}
