//! Neo: one card of panes. Details, month and slots side by side; then the details with the
//! price on one side and the form on the other. Narrow pages get one column.

use std::rc::Rc;

use super::Widget;
use super::lasting::{Part, lasting};
use super::parts::{
    choices, cover, details, go_on, heading, intro, marks, menu, notice, outcome, payment,
    test_banner,
};
use super::pen::Pen;
use crate::flow::{Body, Screen, TimeStep};

/// The card.
pub(super) fn neo(pen: &mut Pen, screen: &Rc<Screen>, widget: &Widget) {
    // Everything that can be chosen is in sight at first, the price below it. After that the
    // price stays in sight beside the form.
    let class = match screen.body {
        Body::Time(_) | Body::Move(_) => "first",
        _ => "later",
    };
    pen.el("div", "card", |pen| {
        test_banner(pen, screen);
        pen.el("div", class, |pen| {
            pen.el("div", "about", |pen| {
                cover(pen, &screen.header);
                intro(pen, &screen.header);
                match &screen.body {
                    Body::Time(step) => choices(pen, step, &|pen| {
                        lasting(pen, Part::Attendees, screen, widget);
                    }),
                    Body::Details(_) | Body::Payment(_) | Body::Leaving(_) | Body::Waiting(_) => {
                        widget.price(pen, screen);
                    }
                    _ => pen.list(|_| {}),
                }
            });
            pen.el("div", "work", |pen| {
                marks(pen, screen);
                pen.list(|pen| {
                    if !matches!(screen.body, Body::Time(_)) {
                        notice(pen, screen);
                    }
                });
                match &screen.body {
                    Body::Services(step) => menu(pen, step, &screen.header),
                    Body::Time(step) => pick(pen, step, screen, widget),
                    _ => later(pen, screen),
                }
            });
        });
    });
}

fn pick(pen: &mut Pen, step: &TimeStep, screen: &Rc<Screen>, widget: &Widget) {
    pen.list(|pen| {
        heading(pen, pen.text.step_time(), "over");
        pen.el("div", "pick", |pen| {
            lasting(pen, Part::Month, screen, widget);
            lasting(pen, Part::Slots, screen, widget);
            widget.price(pen, screen);
            go_on(pen, step, screen);
        });
    });
}

/// What a first look does not show; see `flow/later.rs`.
#[inline(never)]
fn later(pen: &mut Pen, screen: &Screen) {
    match &screen.body {
        Body::Details(step) => details(pen, step, &screen.header),
        Body::Payment(step) => payment(pen, step, screen, |_| {}),
        _ => outcome(pen, screen),
    }
}
