//! A service that is open: everything that is to be chosen about it.

use super::send;
use crate::flow::{AddOnRow, Choice, ChoiceGroup, FocusTarget, MenuEvent, OpenService};
use crate::view::parts::button::{Button, foreign, price};
use crate::view::parts::choices::{attendees, stepper};
use crate::view::parts::icon::Icon;
use crate::view::parts::message;
use crate::view::parts::steps::heading;
use crate::view::pen::{Attr, On, Pen};

/// Everything that is to be chosen about a service, and the button that takes it.
pub(super) fn open_service(pen: &mut Pen, open: &OpenService) {
    let text = pen.text;
    pen.list(|pen| {
        if open.can_close {
            let back = Button::new("btn quiet back", "service-close");
            back.draw(pen, send(MenuEvent::Closed), |pen| {
                Icon::Back.draw_along(pen);
                pen.say(text.all_services());
            });
        }
    });
    pen.el("div", "lead", |pen| {
        heading(pen, &open.name, "");
        pen.list(|pen| {
            if !open.description.is_empty() {
                foreign(pen, "p", "text", &open.description);
            }
        });
    });
    pen.list(|pen| {
        for choices in &open.groups {
            group(pen, choices);
        }
    });
    pen.list(|pen| {
        if let Some(stepper) = &open.attendees {
            attendees(pen, stepper, &|count| {
                send(MenuEvent::AttendeesCounted(count))
            });
        }
    });
    pen.list(|pen| {
        if !open.add_ons.is_empty() {
            pen.el("fieldset", "", |pen| {
                pen.line("legend", "", text.add_ons());
                pen.el("div", "extras", |pen| {
                    pen.list(|pen| {
                        for row in &open.add_ons {
                            add_on(pen, row);
                        }
                    });
                });
            });
        }
    });
    pen.el("div", "foot", |pen| {
        pen.el("p", "tally", |pen| {
            pen.line("span", "", &open.duration);
            pen.el("strong", "", |pen| {
                pen.hook("open-price");
                pen.say(&open.price);
            });
        });
        pen.el("div", "actions", |pen| {
            let take = Button::new("btn main", "take");
            take.say(pen, send(MenuEvent::Taken), open.take);
        });
    });
}

/// Some that exclude each other.
pub(super) fn group(pen: &mut Pen, group: &ChoiceGroup) {
    // Only the location can be missing.
    const WHY: &str = "booking-where-missing";
    let name = match group.name {
        "location" => "booking-where",
        "staff" => "booking-staff",
        _ => "booking-variation",
    };
    pen.el("fieldset", "", |pen| {
        pen.hook(group.name);
        pen.line("legend", "", group.legend);
        let wrong = group.error.is_some();
        pen.may(Attr::DescribedBy, wrong.then_some(WHY));
        pen.el("div", if wrong { "rows wrong" } else { "rows" }, |pen| {
            pen.list(|pen| {
                for (place, choice) in group.options.iter().enumerate() {
                    let class = if choice.selected { "row on" } else { "row" };
                    pen.el("label", class, |pen| {
                        choose(pen, name, choice, name == "booking-where" && place == 0);
                    });
                }
            });
        });
        pen.list(|pen| {
            if let Some(error) = group.error {
                message(pen, "msg err", Icon::Alert, error, &|pen| {
                    pen.set(Attr::Id, WHY);
                });
            }
        });
    });
}

fn choose(pen: &mut Pen, name: &'static str, choice: &Choice, target: bool) {
    pen.el("input", "", |pen| {
        if target {
            pen.put(Attr::Id, &FocusTarget::Location.id());
        }
        pen.set(Attr::Type, "radio");
        pen.set(Attr::Name, name);
        pen.checked(choice.selected);
        pen.sends(On::Change, choice.event.clone());
    });
    foreign(pen, "strong", "", &choice.name);
    pen.line("span", "price", &choice.price);
    pen.list(|pen| {
        if !choice.detail.is_empty() {
            foreign(pen, "span", "meta", &choice.detail);
        }
    });
}

fn add_on(pen: &mut Pen, row: &AddOnRow) {
    let words = |pen: &mut Pen| {
        foreign(pen, "strong", "", &row.name);
        pen.list(|pen| {
            if !row.description.is_empty() {
                foreign(pen, "span", "meta", &row.description);
            }
        });
    };
    if row.quantity_max == 1 {
        return pen.el("label", "tick extra", |pen| {
            pen.el("input", "", |pen| {
                pen.set(Attr::Type, "checkbox");
                pen.hook("extra");
                pen.checked(row.quantity > 0);
                let turned = if row.quantity > 0 {
                    &row.less_event
                } else {
                    &row.more_event
                };
                pen.sends(On::Change, turned.clone());
            });
            pen.el("span", "words", words);
            price(pen, &row.price, row.each);
        });
    }
    pen.el("div", "step extra", |pen| {
        pen.set(Attr::Role, "group");
        pen.put(Attr::Label, &row.name);
        pen.el("span", "words", words);
        price(pen, &row.price, row.each);
        let (less, more) = (row.quantity > 0, row.quantity < row.quantity_max);
        stepper(
            pen,
            row.quantity,
            &row.count,
            (&row.fewer, less, row.less_event.clone()),
            (&row.more, more, row.more_event.clone()),
            ["extra-less", "extra-count", "extra-more"],
        );
    });
}
