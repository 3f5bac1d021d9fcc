//! Another time for what is booked.

use super::{deed, keep, lively};
use crate::flow::{Deed, MoveStep};
use crate::view::parts::button::{Button, fact};
use crate::view::parts::steps::heading;
use crate::view::parts::{month, slots};
use crate::view::pen::Pen;

/// The present time beside the new one, the month, and the way back.
pub(super) fn moving(pen: &mut Pen, body: &MoveStep) {
    let text = pen.text;
    pen.el("div", "panel wide", |pen| {
        heading(pen, body.title, "");
        pen.line("p", "", body.text);
        pen.el("div", "pick", |pen| {
            month(pen, &body.month);
            slots(pen, &body.slots, &body.zones);
        });
        pen.el("dl", "facts", |pen| {
            pen.hook("move-times");
            fact(pen, text.move_old(), &body.old, "", None);
            let new = body.new.as_deref().unwrap_or(text.move_none());
            fact(pen, text.move_new(), new, "", None);
        });
        lively(pen, &body.trouble);
        pen.el("div", "deeds", |pen| {
            let class = if body.new.is_some() {
                "btn main"
            } else {
                "btn main dim"
            };
            let button = Button::new(class, "move-now");
            deed(pen, button, Deed::MoveNow, &body.confirm, text.move_busy());
            keep(pen, "btn quiet", &body.confirm, text.keep_time());
        });
    });
}
