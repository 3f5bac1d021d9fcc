//! What happened, above the body.

use super::button::Button;
use super::icon::Icon;
use super::payment::confirm;
use crate::flow::{Event, FocusTarget, Notice, PriceChange, Screen, Tone};
use crate::view::pen::{Attr, Pen};

/// The notice, where there is one.
pub(crate) fn notice(pen: &mut Pen, screen: &Screen) {
    pen.list(|pen| {
        if let Some(notice) = &screen.notice {
            section(pen, notice);
        }
    });
}

fn section(pen: &mut Pen, notice: &Notice) {
    let (class, icon) = match notice.tone {
        Tone::Info => ("note calm", Icon::Info),
        Tone::Warning => ("note", Icon::Alert),
        Tone::Error => ("note urgent", Icon::Alert),
    };
    pen.el("section", class, |pen| {
        pen.put(Attr::Id, &FocusTarget::Notice.id());
        pen.set(Attr::TabIndex, "-1");
        pen.hook("notice");
        icon.draw(pen);
        pen.line("p", "", &notice.text);
        pen.list(|pen| {
            if let Some(action) = &notice.action {
                pen.el("p", "end", |pen| {
                    let button = Button::new("btn side", "notice-action");
                    button.say(pen, action.event.clone(), &action.label);
                });
            }
        });
        pen.list(|pen| {
            if notice.closable {
                let button = Button::new("icon", "notice-close").name(pen.text.close());
                button.draw(pen, Event::NoticeClosed, |pen| Icon::Close.draw(pen));
            }
        });
    });
}

/// The changed price: what was, what is, why, and the button that accepts it.
pub(crate) fn price_change(pen: &mut Pen, change: &PriceChange, busy: bool) {
    const TITLE: &str = "booking-price-change-title";
    let text = pen.text;
    let (class, icon) = if change.lower {
        ("note calm", Icon::Info)
    } else {
        ("note", Icon::Alert)
    };
    pen.el("section", class, |pen| {
        pen.put(Attr::Id, &FocusTarget::PriceChange.id());
        pen.set(Attr::TabIndex, "-1");
        pen.set(Attr::LabelledBy, TITLE);
        pen.hook("price-change");
        icon.draw(pen);
        pen.el("h3", "", |pen| {
            pen.set(Attr::Id, TITLE);
            pen.say(change.title);
        });
        pen.el("p", "was", |pen| {
            pen.line("span", "vh", text.price_was());
            price(pen, "del", "price-was", &change.was);
            pen.line("span", "vh", text.price_now());
            price(pen, "strong", "price-now", &change.now);
        });
        pen.el("ul", "", |pen| {
            pen.list(|pen| {
                for reason in &change.reasons {
                    pen.line("li", "", reason);
                }
            });
        });
        pen.el("p", "end", |pen| {
            let accept = Button::new("btn main", "accept-change");
            confirm(pen, accept, Event::ChangeAccepted, &change.accept, busy);
        });
    });
}

fn price(pen: &mut Pen, tag: &'static str, hook: &'static str, amount: &str) {
    pen.el(tag, "", |pen| {
        pen.hook(hook);
        pen.say(amount);
    });
}
