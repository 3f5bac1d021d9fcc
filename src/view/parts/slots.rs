//! The slots of the chosen day, and the guest's time zone.

use yew::{Callback, Component, Context, Html, Properties};

use super::button::Button;
use super::choices::radio;
use super::icon::Icon;
use super::languages::option;
use crate::flow::{Event, FocusTarget, SlotGroup, SlotOption, Slots, ZoneChoice};
use crate::text::Texts;
use crate::view::pen::{Attr, On, Pen};

/// The slots, or why there are none.
pub(crate) fn slots(pen: &mut Pen, slots: &Slots, zones: &ZoneChoice) {
    let text = pen.text;
    let title = match slots {
        Slots::Day { title, .. } => title,
        _ => text.choose_time(),
    };
    let id = FocusTarget::Slots.id();
    pen.el("section", "slots", |pen| {
        pen.put(Attr::LabelledBy, &id);
        pen.el("h3", "", |pen| {
            pen.put(Attr::Id, &id);
            pen.set(Attr::TabIndex, "-1");
            pen.say(title);
        });
        pen.el("div", "scroll", |pen| match slots {
            Slots::Loading => pen.el("div", "pills", |pen| {
                pen.line("span", "vh", text.slots_loading());
                pen.list(|pen| {
                    for _ in 0..8 {
                        pen.el("span", "slot bone", |_| {});
                    }
                });
            }),
            Slots::Failed { text: what } => pen.el("div", "none", |pen| {
                pen.el("p", "", |pen| {
                    pen.hook("slots-failed");
                    pen.say(what);
                });
                Button::new("btn side", "retry").say(pen, Event::Retry, text.retry());
            }),
            Slots::NoDay => none(pen, text.pick_a_day()),
            Slots::NoneInMonth {
                text: what,
                next_open,
            } => pen.el("div", "none", |pen| {
                pen.line("p", "", what);
                pen.list(|pen| {
                    if let Some(next) = next_open {
                        let button = Button::new("btn side", "next-open");
                        button.say(pen, Event::DayChosen(next.date), &next.label);
                    }
                });
            }),
            Slots::Day { groups, .. } if groups.is_empty() => none(pen, text.none_on_day()),
            Slots::Day { groups, .. } => pen.list(|pen| {
                for group in groups {
                    part(pen, group);
                }
            }),
        });
        let (zones, send) = (zones.clone(), pen.send());
        pen.component::<TimeZones>(ZonesProps { zones, text, send });
    });
}

fn none(pen: &mut Pen, why: &str) {
    pen.el("div", "none", |pen| pen.line("p", "", why));
}

fn part(pen: &mut Pen, group: &SlotGroup) {
    pen.el("fieldset", "part", |pen| {
        pen.key(group.label);
        pen.line("legend", "", group.label);
        pen.el("div", "pills", |pen| {
            pen.list(|pen| {
                for option in &group.slots {
                    slot(pen, option);
                }
            });
        });
    });
}

fn slot(pen: &mut Pen, option: &SlotOption) {
    pen.el(
        "label",
        if option.selected { "slot on" } else { "slot" },
        |pen| {
            pen.hook("slot");
            pen.put(Attr::Start, &option.starts_at.to_rfc3339());
            let event = Event::SlotChosen(option.starts_at);
            radio(pen, "booking-slot", &option.name, option.selected, event);
            pen.line("span", "", &option.label);
            pen.list(|pen| {
                if let Some(price) = &option.price {
                    pen.line(
                        "small",
                        if price.counts { "off" } else { "" },
                        &price.amount,
                    );
                }
                if !option.detail.is_empty() {
                    pen.line("small", "", &option.detail);
                }
            });
        },
    );
}

/// What the choice of the time zone gets.
#[derive(Clone, PartialEq, Properties)]
struct ZonesProps {
    zones: ZoneChoice,
    text: &'static Texts,
    send: Callback<Event>,
}

/// The guest's time zone. A component of its own, because its hundreds of options are drawn
/// again only when they change.
struct TimeZones;

impl Component for TimeZones {
    type Message = ();
    type Properties = ZonesProps;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let ZonesProps { zones, text, send } = ctx.props();
        let mut pen = Pen::new(text, send);
        pen.el("div", "zones", |pen| {
            if let Some(locked) = &zones.locked {
                pen.el("p", "zone", |pen| {
                    pen.hook("zone-locked");
                    Icon::Globe.draw(pen);
                    pen.line("span", "", locked);
                });
                return;
            }
            pen.el("label", "zone", |pen| {
                Icon::Globe.draw(pen);
                pen.line("span", "vh", text.time_zone());
                pen.el("select", "", |pen| {
                    pen.hook("zone");
                    pen.tells(On::Change, Event::ZoneChosen);
                    pen.list(|pen| {
                        for zone in zones.options.iter() {
                            pen.el("option", "", |pen| {
                                option(pen, &zone.id, zone.id == zones.selected);
                                pen.say(&zone.label);
                            });
                        }
                    });
                });
                Icon::Down.draw_as(pen, "chev");
            });
            pen.list(|pen| {
                if let Some(there) = &zones.business_differs {
                    pen.el("p", "there", |pen| {
                        pen.hook("zone-differs");
                        pen.say(there);
                    });
                }
            });
        });
        pen.done()
    }
}
