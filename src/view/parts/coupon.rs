//! The coupon field, within the price summary.

use super::button::Button;
use super::icon::Icon;
use super::message;
use crate::flow::{CouponField, Event, FocusTarget, OpenCode};
use crate::text::fill;
use crate::view::pen::{Attr, On, Pen};

/// A quiet button, an input, or the applied code; `roomy` keeps the room of the input.
pub(crate) fn coupon(pen: &mut Pen, field: &CouponField, roomy: bool) {
    let text = pen.text;
    let class = if roomy { "coupon roomy" } else { "coupon" };
    pen.el("div", class, |pen| match field {
        CouponField::Closed => opener(pen, Some(Icon::Tag), text.coupon_open()),
        CouponField::Open(open) => input(pen, open),
        CouponField::Applied {
            code,
            detail,
            why_not,
            offers,
            back,
            replacing,
        } => pen.list(|pen| {
            // What a waiting code needs stands right below it, before any other way.
            pen.el("div", "applied", |pen| {
                chip(pen, code, detail, why_not.is_some(), true);
                pen.list(|pen| {
                    if let Some(why) = why_not {
                        message(pen, "msg", Icon::Info, why, &|pen| pen.hook("coupon-why"));
                        pen.el("div", "offers", |pen| {
                            pen.list(|pen| {
                                for (place, label) in offers.iter().enumerate() {
                                    let button = Button::new("btn side", "coupon-offer");
                                    button.say(pen, Event::RemedyChosen(place), label);
                                }
                            });
                        });
                    }
                });
                pen.list(|pen| {
                    if replacing.is_none() {
                        opener(pen, None, text.coupon_replace());
                    }
                });
                pen.list(|pen| {
                    if let Some(back) = back {
                        let button = Button::new("quietbtn", "coupon-back");
                        button.say(pen, Event::CodeRemoved, back);
                    }
                });
            });
            pen.list(|pen| {
                if let Some(open) = replacing {
                    input(pen, open);
                }
            });
        }),
        CouponField::Granted {
            name,
            detail,
            replacing,
        } => pen.list(|pen| {
            pen.el("div", "applied", |pen| {
                chip(pen, name, detail, false, false);
                pen.list(|pen| {
                    if replacing.is_none() {
                        opener(pen, None, text.coupon_replace());
                    }
                });
            });
            pen.list(|pen| {
                if let Some(open) = replacing {
                    input(pen, open);
                }
            });
        }),
    });
}

fn opener(pen: &mut Pen, icon: Option<Icon>, label: &str) {
    let button = Button::new("quietbtn", "coupon-open").id(FocusTarget::CodeOpen.id());
    button.draw(pen, Event::CodeOpened, |pen| {
        if let Some(icon) = icon {
            icon.draw(pen);
        }
        pen.say(label);
    });
}

fn input(pen: &mut Pen, open: &OpenCode) {
    const NOTE: &str = "booking-code-note";
    let text = pen.text;
    let id = FocusTarget::CodeInput.id();
    let wrong = open.error.is_some();
    pen.el("form", "", |pen| {
        pen.set(Attr::NoValidate, "novalidate");
        pen.submits((!open.busy).then_some(Event::CodeSubmitted));
        pen.el("label", "", |pen| {
            pen.put(Attr::For, &id);
            pen.say(text.coupon_label());
        });
        pen.el("input", "in", |pen| {
            pen.put(Attr::Id, &id);
            pen.set(Attr::Type, "text");
            pen.set(Attr::Dir, "ltr");
            pen.set(Attr::Autocomplete, "off");
            pen.set(Attr::Autocapitalize, "characters");
            pen.set(Attr::Spellcheck, "false");
            pen.hook("coupon-input");
            pen.value(&open.text);
            pen.may(Attr::Invalid, wrong.then_some("true"));
            pen.may(Attr::DescribedBy, wrong.then_some(NOTE));
            pen.tells(On::Input, Event::CodeEdited);
        });
        let apply = Button::new("btn side", "coupon-apply").busy(open.busy);
        apply.submit(pen, |pen| {
            if open.busy {
                pen.list(|pen| {
                    pen.el("span", "spin", |_| {});
                    pen.line("span", "vh", text.coupon_checking());
                });
            } else {
                pen.say(text.coupon_apply());
            }
        });
        pen.el("div", "msgs", |pen| {
            pen.list(|pen| {
                if let Some(error) = &open.error {
                    message(pen, "msg err", Icon::Alert, error, &|pen| {
                        pen.set(Attr::Id, NOTE);
                        pen.hook("coupon-error");
                    });
                }
            });
            let close = Button::new("link small", "coupon-close");
            close.say(pen, Event::CodeClosed, text.coupon_cancel());
        });
    });
}

fn chip(pen: &mut Pen, name: &str, detail: &str, idle: bool, removable: bool) {
    pen.el("p", if idle { "chip idle" } else { "chip" }, |pen| {
        pen.hook("coupon-applied");
        Icon::Tag.draw(pen);
        pen.el("span", "words", |pen| {
            pen.line("bdi", "code", name);
            pen.line("span", "detail", detail);
        });
        pen.list(|pen| {
            if removable {
                let remove = Button::new("icon", "coupon-remove").id(FocusTarget::CodeRemove.id());
                let name = fill(pen.text.coupon_remove_code(), &[("code", name)]);
                let remove = remove.name(name);
                remove.draw(pen, Event::CodeRemoved, |pen| Icon::Close.draw(pen));
            }
        });
    });
}
