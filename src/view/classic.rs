//! Classic: a single column of steps in a plain card. Time first, then your information, then
//! the payment with the coupon field.

use std::rc::Rc;

use super::Widget;
use super::lasting::{Part, lasting};
use super::parts::{
    choices, coupon, details, go_on, heading, intro, marks, menu, notice, outcome, payment,
    test_banner,
};
use super::pen::Pen;
use crate::flow::{Body, CouponField, Screen, TimeStep};

/// The card.
pub(super) fn classic(pen: &mut Pen, screen: &Rc<Screen>, widget: &Widget) {
    pen.el("div", "card", |pen| {
        test_banner(pen, screen);
        pen.el("div", "about", |pen| intro(pen, &screen.header));
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
                _ => later(pen, screen, widget),
            }
        });
    });
}

fn pick(pen: &mut Pen, step: &TimeStep, screen: &Rc<Screen>, widget: &Widget) {
    pen.list(|pen| {
        heading(pen, pen.text.step_time(), "over");
        choices(pen, step, &|pen| {
            lasting(pen, Part::Attendees, screen, widget);
        });
        pen.el("div", "pick", |pen| {
            lasting(pen, Part::Month, screen, widget);
            lasting(pen, Part::Slots, screen, widget);
        });
        pen.list(|pen| {
            if let Some(field) = screen.summary.as_ref().and_then(|sum| sum.coupon.as_ref()) {
                // A code that is still being looked into has its room.
                pen.el("div", "held", |pen| match field {
                    CouponField::Closed => pen.list(|_| {}),
                    field => coupon(pen, field, false),
                });
            }
        });
        pen.el("div", "foot", |pen| {
            pen.list(|pen| {
                if screen.summary.is_some() {
                    lasting(pen, Part::Tally, screen, widget);
                }
            });
            go_on(pen, step, screen);
        });
    });
}

/// What a first look does not show; see `flow/later.rs`.
#[inline(never)]
fn later(pen: &mut Pen, screen: &Rc<Screen>, widget: &Widget) {
    match &screen.body {
        Body::Details(step) => details(pen, step, &screen.header),
        Body::Payment(step) => payment(pen, step, screen, |pen| widget.price(pen, screen)),
        _ => outcome(pen, screen),
    }
}
