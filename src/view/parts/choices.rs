//! The service, the number of attendees, and the way on.

use super::button::{Button, foreign};
use super::icon::Icon;
use crate::flow::{Event, Header, ServiceOption, Stepper, TimeStep};
use crate::view::pen::{Attr, On, Pen};

/// The service and the number of attendees.
pub(crate) fn choices(pen: &mut Pen, step: &TimeStep) {
    pen.el("div", "choose", |pen| {
        services(pen, &step.services);
        pen.list(|pen| {
            if let Some(stepper) = &step.attendees {
                attendees(pen, stepper);
            }
        });
    });
}

/// The button that goes on; it comes into its full colour when there is a time to go on with.
pub(crate) fn go_on(pen: &mut Pen, step: &TimeStep, header: &Header) {
    let class = if step.can_continue {
        "btn main"
    } else {
        "btn main dim"
    };
    pen.el("div", "actions", |pen| {
        Button::new(class, "continue").say(pen, Event::Continue, &header.button);
    });
}

/// Services as rows with duration and price; a single one needs no choice.
fn services(pen: &mut Pen, services: &[ServiceOption]) {
    if let [only] = services {
        return pen.el("div", "row only", |pen| service(pen, only));
    }
    pen.el("fieldset", "", |pen| {
        pen.line("legend", "", pen.text.service());
        pen.el("div", "rows", |pen| {
            pen.list(|pen| {
                for option in services {
                    let class = if option.selected { "row on" } else { "row" };
                    pen.el("label", class, |pen| {
                        let event = Event::ServiceChosen(option.id.clone());
                        radio(pen, "booking-service", "", option.selected, event);
                        service(pen, option);
                    });
                }
            });
        });
    });
}

/// One of several that exclude each other; `label` is empty where what is beside it says enough.
pub(crate) fn radio(pen: &mut Pen, name: &'static str, label: &str, checked: bool, event: Event) {
    pen.el("input", "", |pen| {
        pen.set(Attr::Type, "radio");
        pen.set(Attr::Name, name);
        if !label.is_empty() {
            pen.put(Attr::Label, label);
        }
        pen.checked(checked);
        pen.sends(On::Change, event);
    });
}

fn service(pen: &mut Pen, option: &ServiceOption) {
    pen.hook("service");
    pen.put(Attr::Service, &option.id.to_string());
    pen.list(|pen| {
        foreign(pen, "strong", "", &option.name);
        pen.line("span", "price", &option.price);
        foreign(pen, "span", "meta", &option.description);
        pen.line("span", "meta end", &option.duration);
    });
}

/// The number of attendees with a button for less and one for more.
fn attendees(pen: &mut Pen, stepper: &Stepper) {
    let text = pen.text;
    let button = |pen: &mut Pen, name: &str, icon: Icon, hook: &'static str, can: bool, value| {
        let button = Button::new("icon", hook).name(name).off(!can);
        button.draw(pen, Event::AttendeesChosen(value), |pen| icon.draw(pen));
    };
    let (less, more) = (
        stepper.value.saturating_sub(1),
        stepper.value.saturating_add(1),
    );
    pen.el("div", "step", |pen| {
        pen.set(Attr::Role, "group");
        pen.set(Attr::LabelledBy, "booking-attendees");
        pen.el("span", "label", |pen| {
            pen.set(Attr::Id, "booking-attendees");
            pen.say(text.attendees());
        });
        pen.el("span", "stepper", |pen| {
            let (can_less, can_more) = (stepper.can_less, stepper.can_more);
            button(
                pen,
                text.fewer(),
                Icon::Less,
                "attendees-less",
                can_less,
                less,
            );
            pen.el("output", "", |pen| {
                pen.hook("attendees");
                pen.el("span", "", |pen| {
                    pen.set(Attr::Hidden, "true");
                    pen.say(&text.number(stepper.value));
                });
                pen.line("span", "vh", &stepper.name);
            });
            button(
                pen,
                text.more(),
                Icon::More,
                "attendees-more",
                can_more,
                more,
            );
        });
    });
}
