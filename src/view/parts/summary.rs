//! The price, line by line, with the coupon field.

use yew::Callback;

use super::aria;
use super::button::{amount, sized, total};
use super::coupon::coupon;
use super::icon::Icon;
use crate::flow::{CouponField, MoneyRow, PriceLine, Summary};
use crate::view::pen::{Attr, On, Pen};

/// What is purely visual about the summary, and changes while it is in sight.
pub(in crate::view) struct Fold {
    /// Where it is in sight.
    place: Option<Place>,
    /// Whether the guest has unfolded it.
    unfolded: bool,
    /// Whether the field for a code has been open here: its room is kept until it is closed.
    roomy: bool,
    /// The total as it was drawn last, and how often it has changed.
    total: String,
    changes: u32,
}

/// Where a summary is in sight.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::view) enum Place {
    /// Below the times.
    Time,
    /// Beside the form, or while the payment is on its way.
    Details,
    /// Beside the review or in it.
    Payment,
}

impl Fold {
    /// Nothing is in sight yet.
    pub(in crate::view) const fn new() -> Self {
        Self {
            place: None,
            unfolded: false,
            roomy: false,
            total: String::new(),
            changes: 0,
        }
    }

    /// The guest folds or unfolds it.
    pub(in crate::view) fn turn(&mut self) {
        self.unfolded = !self.unfolded;
    }

    /// A summary comes into sight, stays there or, without one, goes. One that comes is folded
    /// as it starts, whatever the guest did to the one before.
    pub(in crate::view) fn follow(&mut self, place: Option<Place>, summary: Option<&Summary>) {
        let Some((place, summary)) = place.zip(summary) else {
            self.place = None;
            return;
        };
        let shown = &summary.total.amount;
        let stays = self.place == Some(place);
        self.roomy = match &summary.coupon {
            None | Some(CouponField::Closed) => false,
            Some(field) => stays && self.roomy || field.is_open(),
        };
        if !stays {
            self.place = Some(place);
            self.unfolded = self.is_open();
            self.changes = 0;
        } else if self.total != *shown {
            self.changes = self.changes.wrapping_add(1);
        } else {
            return;
        }
        self.total.clone_from(shown);
    }

    /// How often the total has changed in sight.
    pub(in crate::view) const fn changes(&self) -> u32 {
        self.changes
    }

    /// Whether it is never folded: only beside the form the room is needed for something else.
    fn is_open(&self) -> bool {
        self.place != Some(Place::Details)
    }
}

/// Service, time, lines, discount, total and coupon. On a narrow page Neo folds it into a bar
/// with the total, which `turn` does. The line of the total is drawn by `total`.
pub(crate) fn summary(
    pen: &mut Pen,
    summary: &Summary,
    fold: &Fold,
    turn: &Callback<()>,
    total: &dyn Fn(&mut Pen),
) {
    let text = pen.text;
    let open = fold.is_open();
    pen.el(
        "section",
        if fold.unfolded { "sum open" } else { "sum" },
        |pen| {
            // Keyed: where it starts unfolded it is another one.
            pen.key(if open { "open" } else { "folded" });
            pen.set(Attr::LabelledBy, "booking-summary");
            pen.el("h2", "vh", |pen| {
                pen.set(Attr::Id, "booking-summary");
                pen.say(text.summary());
            });
            pen.list(|pen| {
                if !open {
                    toggle(pen, summary, fold.unfolded, turn);
                }
            });
            pen.el("div", "fold", |pen| {
                pen.el("p", "what", |pen| {
                    pen.el("strong", "", |pen| pen.line("bdi", "", &summary.service));
                    pen.line(
                        "span",
                        "",
                        summary.when.as_deref().unwrap_or(text.choose_time()),
                    );
                });
                pen.el("dl", "lines", |pen| lines(pen, summary, total));
                pen.list(|pen| {
                    if let Some(field) = &summary.coupon {
                        coupon(pen, field, fold.roomy);
                    }
                });
            });
        },
    );
}

/// The line of the total, which has changed so often.
pub(in crate::view) fn total_row(
    pen: &mut Pen,
    label: &str,
    was: Option<&str>,
    now: &str,
    changes: u32,
) {
    total(pen, label, was, "summary-total", |pen| {
        // It lights up for a moment whenever it changes, by being a new element each time.
        pen.el("span", if changes > 0 { "fresh" } else { "" }, |pen| {
            pen.key(changes);
            sized(pen, "span", now);
        });
    });
}

/// The total without what it is made of.
pub(in crate::view) fn tally(pen: &mut Pen, label: &str, now: &str) {
    pen.el("p", "tally", |pen| {
        pen.line("span", "", label);
        pen.el("strong", "", |pen| {
            pen.hook("summary-total");
            pen.say(now);
        });
    });
}

fn toggle(pen: &mut Pen, summary: &Summary, unfolded: bool, turn: &Callback<()>) {
    pen.el("button", "toggle", |pen| {
        pen.set(Attr::Type, "button");
        pen.set(Attr::Expanded, aria(unfolded));
        pen.hook("summary-toggle");
        pen.hears(On::Click, turn.reform(|_| ()));
        pen.line("span", "", &summary.total.label);
        pen.el("span", "", |pen| {
            pen.say(&summary.total.amount);
            Icon::Down.draw(pen);
        });
    });
}

fn lines(pen: &mut Pen, summary: &Summary, total: &dyn Fn(&mut Pen)) {
    pen.list(|pen| {
        for line in &summary.lines {
            priced(pen, line);
        }
        // Below a single line the subtotal would only say the same again.
        if summary.lines.len() > 1
            && let Some(row) = &summary.subtotal
        {
            amount(pen, &row.label, &row.amount);
        }
    });
    pen.list(|pen| {
        if let Some(off) = &summary.discount {
            pen.el("div", "line off", |pen| {
                pen.el("dt", "", |pen| {
                    pen.line("bdi", "code", &off.label);
                    pen.say(" ");
                    pen.line("span", "detail", &off.detail);
                });
                pen.el("dd", "", |pen| {
                    pen.hook("summary-discount");
                    pen.say(&off.amount);
                });
            });
        }
    });
    rows(pen, "line", &summary.taxes);
    total(pen);
    rows(pen, "line part", &summary.contained);
    pen.list(|pen| {
        if let Some(due) = &summary.due {
            row(pen, "line due", &due.now, &due.why);
            row(pen, "line", &due.later, "");
        }
    });
}

/// A line with what it is made of.
fn priced(pen: &mut Pen, line: &PriceLine) {
    pen.el("div", "line", |pen| {
        term(pen, &line.label, &line.detail);
        pen.line("dd", "", &line.amount);
    });
    rows(pen, "line part", &line.parts);
}

fn rows(pen: &mut Pen, class: &'static str, rows: &[MoneyRow]) {
    pen.list(|pen| {
        for one in rows {
            row(pen, class, one, "");
        }
    });
}

fn row(pen: &mut Pen, class: &'static str, row: &MoneyRow, detail: &str) {
    pen.el("div", class, |pen| {
        term(pen, &row.label, detail);
        pen.line("dd", "", &row.amount);
    });
}

fn term(pen: &mut Pen, label: &str, detail: &str) {
    pen.el("dt", "", |pen| {
        pen.line("bdi", "", label);
        pen.list(|pen| {
            if !detail.is_empty() {
                pen.line("span", "sub", detail);
            }
        });
    });
}
