//! The confirmation, what can be done with it, and its receipt on paper.

use super::{Panel, Part, again, button, facts, link, lively};
use crate::flow::{Body, Booked, CancelView, Deed, Event, FocusTarget, Manage, Screen};
use crate::view::parts::button::{Button, amount, foreign, paragraph, total};
use crate::view::parts::icon::Icon;
use crate::view::pen::{Attr, Pen};

pub(super) fn booked(pen: &mut Pen, body: &Booked) {
    let panel = Panel {
        seal: Some((Icon::Check, "seal draw")),
        title: body.title,
        hook: "booked-paid",
        text: &body.paid,
    };
    let text = pen.text;
    let inside: Part = &|pen| {
        pen.list(|pen| {
            if !body.news.is_empty() {
                paragraph(pen, "news", "booked-news", &body.news);
            }
            if body.leaving {
                button(pen, "btn side", "stay", Deed::Keep, text.onward_stay());
            }
        });
        facts(pen, &body.facts, "booked");
        price(pen, body, true);
        pen.el("div", "deeds", |pen| {
            // While there is a question, its answer is what matters.
            let class = match body.cancel {
                Some(_) => "btn side",
                None => "btn main",
            };
            Button::new(class, "ics").draw(pen, Event::IcsChosen, |pen| {
                Icon::Calendar.draw(pen);
                pen.say(text.add_to_calendar());
            });
            button(pen, "btn side", "print", Deed::Print, text.print_receipt());
        });
        pen.el("p", "small online", |pen| {
            pen.list(|pen| {
                pen.line("span", "", text.calendar_online());
                for online in &body.online {
                    link(pen, "link", "online", online, "_blank", None);
                }
            });
        });
        match &body.cancel {
            Some(view) => cancel(pen, view),
            None => manage(pen, &body.manage),
        }
        pen.list(|pen| keep_link(pen, body));
    };
    let deeds: Part = &|pen| {
        if let Some(onward) = &body.onward {
            link(pen, "btn side", "onward", onward, "_top", None);
        }
        if let Some(back) = &body.back_to {
            link(pen, "btn side", "back-to-site", back, "_top", None);
        }
        again(pen, text.book_again(), "btn quiet");
    };
    panel.draw(pen, inside, Some(deeds));
}

/// The lines of the price, down to what is paid and what is not.
fn price(pen: &mut Pen, body: &Booked, hooked: bool) {
    pen.el("dl", "lines", |pen| {
        pen.list(|pen| {
            for row in &body.lines {
                amount(pen, &row.label, &row.amount);
            }
        });
        let hook = if hooked {
            "booked-total"
        } else {
            "receipt-total"
        };
        total(pen, &body.total.label, None, hook, |pen| {
            pen.say(&body.total.amount);
        });
        pen.list(|pen| {
            for row in &body.rest {
                amount(pen, &row.label, &row.amount);
            }
        });
    });
}

fn manage(pen: &mut Pen, body: &Manage) {
    let text = pen.text;
    pen.list(|pen| {
        if body.text.is_empty() && body.trouble.text.is_empty() {
            return;
        }
        pen.el("section", "manage", |pen| {
            heading(pen, text.manage());
            pen.line("p", "", &body.text);
            lively(pen, &body.trouble);
            pen.el("div", "deeds", |pen| {
                pen.list(|pen| {
                    if body.can_move {
                        button(pen, "btn side", "move", Deed::Move, text.change_time());
                    }
                    if body.can_cancel {
                        button(
                            pen,
                            "btn side",
                            "cancel",
                            Deed::Cancel,
                            text.cancel_booking(),
                        );
                    }
                });
            });
        });
    });
}

/// Whether to call it off; to keep it is the button that lies nearest.
fn cancel(pen: &mut Pen, body: &CancelView) {
    let text = pen.text;
    pen.list(|pen| {
        pen.el("section", "manage ask", |pen| {
            pen.key("ask");
            pen.hook("cancelling");
            heading(pen, body.title);
            lively(pen, &body.trouble);
            pen.list(|pen| {
                for line in &body.lines {
                    pen.line("p", "", line);
                }
            });
            pen.el("div", "deeds", |pen| {
                let confirm = &body.confirm;
                super::keep(pen, "btn main", confirm, text.keep_booking());
                let button = Button::new("btn bad", "cancel-now");
                super::deed(pen, button, Deed::CancelNow, confirm, text.cancelling());
            });
        });
    });
}

/// The way to keep the address that opens the booking again.
fn keep_link(pen: &mut Pen, body: &Booked) {
    let text = pen.text;
    pen.el("div", "keep", |pen| {
        button(
            pen,
            "btn quiet",
            "copy-link",
            Deed::CopyLink,
            text.copy_link(),
        );
        pen.list(|pen| {
            if !body.copied.is_empty() {
                paragraph(pen, "small", "copied", &body.copied);
            }
            if let Some(address) = &body.address {
                foreign(pen, "p", "address", address);
            }
        });
    });
}

fn heading(pen: &mut Pen, title: &str) {
    pen.el("h3", "", |pen| {
        pen.put(Attr::Id, &FocusTarget::Deed.id());
        pen.set(Attr::TabIndex, "-1");
        pen.say(title);
    });
}

/// The receipt, which is seen on paper only, and alone there.
pub(crate) fn receipt(pen: &mut Pen, screen: &Screen) {
    pen.list(|pen| {
        if let Body::Booked(body) = &screen.body {
            on_paper(pen, screen, body);
        }
    });
}

#[inline(never)]
fn on_paper(pen: &mut Pen, screen: &Screen, body: &Booked) {
    pen.el("section", "receipt", |pen| {
        pen.hook("receipt");
        foreign(pen, "strong", "", &screen.header.business_name);
        pen.line("h2", "", pen.text.receipt());
        facts(pen, &body.facts, "receipt-facts");
        price(pen, body, false);
    });
}
