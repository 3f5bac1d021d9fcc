//! The step of the services: the cart, the services, and one that is open.

mod open;

use super::button::{Button, foreign, paragraph, price};
use super::choices::radio;
use super::icon::Icon;
use super::languages::option;
use super::steps::heading;
use crate::flow::{
    CartLine, Choice, Event, Finder, FocusTarget, Header, MenuEvent, ServiceEntry, ServiceGroup,
    ServicesStep, Sort,
};
use crate::view::pen::{Attr, On, Pen};
use open::{group, open_service};

/// What is taken and what there is; or the open service alone.
pub(crate) fn menu(pen: &mut Pen, step: &ServicesStep, header: &Header) {
    if let Some(open) = &step.open {
        return pen.el("div", "menu", |pen| {
            pen.key("open");
            open_service(pen, open);
        });
    }
    let text = pen.text;
    pen.el("div", "menu", |pen| {
        pen.key("list");
        heading(pen, text.step_services(), "over");
        pen.list(|pen| {
            if !step.cart.is_empty() {
                cart(pen, step, header);
            }
        });
        pen.list(|pen| {
            if let Some(location) = &step.location {
                group(pen, location);
            }
        });
        pen.list(|pen| {
            if !step.cart.is_empty() && step.full.is_none() {
                pen.line("h3", "", text.cart_more());
            }
            if let Some(full) = step.full {
                pen.line("p", "hint", full);
            }
        });
        pen.list(|pen| {
            if let Some(finder) = &step.finder {
                find(pen, finder);
            }
        });
        pen.list(|pen| {
            if !step.categories.is_empty() {
                tabs(pen, &step.categories);
            }
        });
        pen.list(|pen| {
            for group in &step.groups {
                services(pen, group, step);
            }
        });
        pen.list(|pen| {
            if let Some(nothing) = &step.nothing_found {
                pen.el("div", "empty", |pen| {
                    paragraph(pen, "", "nothing-found", nothing);
                    let all = Button::new("btn side", "show-all");
                    all.say(pen, send(MenuEvent::ShowAll), text.show_all());
                });
            }
        });
        pen.list(|pen| {
            if step.cart.is_empty() && step.can_continue {
                foot(pen, step, header);
            }
        });
    });
}

fn send(event: MenuEvent) -> Event {
    Event::Menu(Box::new(event))
}

/// What is in the cart, what it costs, and the way on.
fn cart(pen: &mut Pen, step: &ServicesStep, header: &Header) {
    const TITLE: &str = "booking-cart";
    let text = pen.text;
    pen.el("section", "cart", |pen| {
        pen.set(Attr::LabelledBy, TITLE);
        pen.hook("cart");
        pen.el("h3", "", |pen| {
            pen.set(Attr::Id, TITLE);
            pen.say(text.cart());
        });
        pen.el("ul", "", |pen| {
            pen.list(|pen| {
                for (place, line) in step.cart.iter().enumerate() {
                    cart_line(pen, place, line);
                }
            });
        });
        pen.list(|pen| {
            if let Some(duration) = &step.cart_duration {
                pen.line("p", "hint", duration);
            }
        });
        foot(pen, step, header);
    });
}

fn cart_line(pen: &mut Pen, place: usize, line: &CartLine) {
    pen.el("li", "", |pen| {
        pen.el("div", "", |pen| {
            foreign(pen, "strong", "", &line.name);
            pen.list(|pen| {
                if !line.detail.is_empty() {
                    pen.line("span", "meta", &line.detail);
                }
            });
            let edit = Button::new("link", "item-edit").name(&*line.edit);
            edit.say(pen, send(MenuEvent::ItemOpened(place)), pen.text.change());
        });
        pen.line("span", "price", &line.price);
        let remove = Button::new("icon", "item-remove").name(&*line.remove);
        remove.draw(pen, send(MenuEvent::ItemRemoved(place)), |pen| {
            Icon::Close.draw(pen);
        });
    });
}

fn foot(pen: &mut Pen, step: &ServicesStep, header: &Header) {
    pen.el("div", "foot", |pen| {
        pen.list(|pen| {
            if let Some(total) = &step.total {
                pen.el("p", "tally", |pen| {
                    pen.line("span", "", pen.text.total());
                    pen.line("strong", "", total);
                });
            }
        });
        pen.el("div", "actions", |pen| {
            let go_on = Button::new("btn main", "continue");
            go_on.say(pen, Event::Continue, &header.button);
        });
    });
}

fn find(pen: &mut Pen, finder: &Finder) {
    const SORT: &str = "booking-sort";
    let text = pen.text;
    pen.el("div", "find", |pen| {
        pen.el("label", "vh", |pen| {
            pen.put(Attr::For, &FocusTarget::Search.id());
            pen.say(text.search());
        });
        pen.el("input", "in", |pen| {
            pen.set(Attr::Type, "search");
            pen.put(Attr::Id, &FocusTarget::Search.id());
            pen.hook("search");
            pen.set(Attr::Placeholder, text.search());
            pen.set(Attr::Autocomplete, "off");
            pen.value(&finder.text);
            pen.tells(On::Input, |text| send(MenuEvent::Searched(text)));
        });
        pen.el("span", "sort", |pen| {
            pen.el("label", "vh", |pen| {
                pen.set(Attr::For, SORT);
                pen.say(text.sort_label());
            });
            pen.el("select", "in", |pen| {
                pen.set(Attr::Id, SORT);
                pen.hook("sort");
                pen.tells(On::Change, |place| {
                    let sorts = [Sort::Listed, Sort::Price, Sort::Duration, Sort::Name];
                    let sort = place.parse().ok().and_then(|place: usize| sorts.get(place));
                    send(MenuEvent::Sorted(sort.copied().unwrap_or_default()))
                });
                pen.list(|pen| {
                    for (place, (sort, name)) in ["0", "1", "2", "3"].iter().zip(finder.sorts) {
                        pen.el("option", "", |pen| {
                            option(pen, place, sort == finder.sort);
                            pen.say(name);
                        });
                    }
                });
            });
            Icon::Down.draw_as(pen, "chev");
        });
    });
}

/// One of the categories, or all of them.
fn tabs(pen: &mut Pen, categories: &[Choice]) {
    pen.el("div", "tabs", |pen| {
        pen.set(Attr::Role, "radiogroup");
        pen.set(Attr::Label, pen.text.step_services());
        pen.list(|pen| {
            for choice in categories {
                pen.el(
                    "label",
                    if choice.selected { "tab on" } else { "tab" },
                    |pen| {
                        let event = choice.event.clone();
                        radio(pen, "booking-category", "", choice.selected, event);
                        foreign(pen, "span", "", &choice.name);
                    },
                );
            }
        });
    });
}

fn services(pen: &mut Pen, group: &ServiceGroup, step: &ServicesStep) {
    pen.el("section", "group", |pen| {
        pen.list(|pen| {
            if !group.title.is_empty() {
                foreign(pen, "h3", "", &group.title);
            }
        });
        pen.el("ul", if step.cards { "cards" } else { "rows" }, |pen| {
            pen.list(|pen| {
                for entry in &group.entries {
                    pen.el("li", "", |pen| {
                        pen.key(entry.place.to_string());
                        service(pen, entry, step);
                    });
                }
            });
        });
    });
}

fn service(pen: &mut Pen, entry: &ServiceEntry, step: &ServicesStep) {
    let class = match (step.cards, entry.chosen) {
        (false, false) => "row go",
        (false, true) => "row go on",
        (true, false) => "row go tile",
        (true, true) => "row go tile on",
    };
    let button = Button::new(class, "service-open")
        .id(FocusTarget::Service(entry.place).id())
        .off(entry.off.is_some());
    button.draw(pen, send(MenuEvent::ServiceOpened(entry.place)), |pen| {
        pen.list(|pen| {
            if step.cards && step.pictured {
                picture(pen, entry.cover.as_deref());
            }
        });
        foreign(pen, "strong", "", &entry.name);
        price(pen, &entry.price, entry.each);
        pen.list(|pen| {
            if !entry.description.is_empty() {
                foreign(pen, "span", "meta text", &entry.description);
            }
        });
        pen.line(
            "span",
            "meta",
            entry.off.as_ref().unwrap_or(&entry.duration),
        );
        pen.list(|pen| {
            if entry.chosen {
                pen.el("span", "in-cart", |pen| {
                    Icon::Check.draw(pen);
                    pen.say(pen.text.in_cart());
                });
            }
        });
    });
}

fn picture(pen: &mut Pen, cover: Option<&str>) {
    match cover {
        Some(source) => pen.el("img", "", |pen| {
            pen.put(Attr::Src, source);
            pen.set(Attr::Alt, "");
        }),
        None => pen.el("span", "none", |_| {}),
    }
}
