//! The service, the number of attendees, and the way on.

use super::button::{Button, foreign, price};
use super::icon::Icon;
use super::notice::notice;
use crate::flow::{Event, Screen, ServiceOption, Step, Stepper, TimeStep};
use crate::view::pen::{Attr, On, Pen};

/// The service and the number of attendees, which `number` draws.
pub(crate) fn choices(pen: &mut Pen, step: &TimeStep, number: &dyn Fn(&mut Pen)) {
    pen.el("div", "choose", |pen| {
        pen.list(|pen| {
            if step.chosen.is_empty() {
                services(pen, &step.services);
            } else {
                chosen(pen, &step.chosen);
            }
        });
        pen.list(|pen| {
            if step.attendees.is_some() {
                number(pen);
            }
        });
    });
}

/// What was chosen in the step before, and the way back there.
fn chosen(pen: &mut Pen, chosen: &[(String, String)]) {
    pen.el("div", "chosen", |pen| {
        pen.el("ul", "", |pen| {
            pen.list(|pen| {
                for (name, detail) in chosen {
                    pen.el("li", "", |pen| {
                        foreign(pen, "strong", "", name);
                        pen.line("span", "meta", detail);
                    });
                }
            });
        });
        let change = Button::new("link", "change-services").name(pen.text.change_service());
        let event = Event::StepChosen(Step::Services);
        change.say(pen, event, pen.text.change());
    });
}

/// The button that goes on; it comes into its full colour when there is a time to go on with.
/// What there is to say about the times stands right above it, where whoever pressed it looks.
pub(crate) fn go_on(pen: &mut Pen, step: &TimeStep, screen: &Screen) {
    let class = if step.can_continue {
        "btn main"
    } else {
        "btn main dim"
    };
    pen.el("div", "actions", |pen| {
        notice(pen, screen);
        Button::new(class, "continue").say(pen, Event::Continue, &screen.header.button);
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
        price(pen, &option.price, option.each);
        pen.el("span", "meta", |pen| {
            pen.line("span", "", &option.duration);
            pen.line("bdi", "", &option.description);
        });
    });
}

/// The number of attendees; `send` says what a number is sent as.
pub(crate) fn attendees(pen: &mut Pen, shown: &Stepper, send: &dyn Fn(u32) -> Event) {
    let text = pen.text;
    let less = shown.value.saturating_sub(1).max(shown.min);
    let more = shown.value.saturating_add(1).min(shown.max);
    pen.el("div", "step", |pen| {
        pen.set(Attr::Role, "group");
        pen.set(Attr::LabelledBy, "booking-attendees");
        pen.el("span", "label", |pen| {
            pen.set(Attr::Id, "booking-attendees");
            pen.say(text.attendees());
        });
        stepper(
            pen,
            shown.value,
            &shown.name,
            (text.fewer(), shown.can_less, send(less)),
            (text.more(), shown.can_more, send(more)),
            ["attendees-less", "attendees", "attendees-more"],
        );
    });
}

/// A number, and what is said of it, between a button for less and one for more. Their events are
/// none beyond the least and the most.
pub(super) fn stepper(
    pen: &mut Pen,
    value: u32,
    name: &str,
    less: (&str, bool, Event),
    more: (&str, bool, Event),
    hooks: [&'static str; 3],
) {
    let button = |pen: &mut Pen, (name, can, event): (&str, bool, Event), icon: Icon, hook| {
        let button = Button::new("icon", hook).name(name).ends(!can);
        button.draw(pen, event, |pen| icon.draw(pen));
    };
    let [less_hook, hook, more_hook] = hooks;
    pen.el("span", "stepper", |pen| {
        button(pen, less, Icon::Less, less_hook);
        pen.el("output", "", |pen| {
            pen.hook(hook);
            pen.el("span", "", |pen| {
                pen.set(Attr::Hidden, "true");
                pen.say(&pen.text.number(value));
            });
            pen.line("span", "vh", name);
        });
        button(pen, more, Icon::More, more_hook);
    });
}
