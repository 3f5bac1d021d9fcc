//! The slots of the chosen day, and the guest's time zone.

use web_sys::HtmlSelectElement;
use yew::{Callback, Html, Properties, TargetCast, component, html};

use super::button::Button;
use super::icon::Icon;
use super::sends;
use crate::flow::{Event, FocusTarget, SlotGroup, SlotOption, Slots, ZoneChoice};
use crate::text::Texts;

/// The slots, or why there are none.
pub(crate) fn slots(
    slots: &Slots,
    zones: &ZoneChoice,
    text: &'static Texts,
    send: &Callback<Event>,
) -> Html {
    let title = match slots {
        Slots::Day { title, .. } => title,
        _ => text.choose_time(),
    };
    let inside = match slots {
        Slots::Loading => html! {
            <div class="pills">
                <span class="vh">{ text.slots_loading() }</span>
                { for (0..8).map(|_| html! { <span class="slot bone"></span> }) }
            </div>
        },
        Slots::Failed { text: what } => html! {
            <div class="none">
                <p data-test="slots-failed">{ what }</p>
                { Button::new("btn side", "retry").draw(text.retry().into(), Event::Retry, send) }
            </div>
        },
        Slots::NoDay => html! { <div class="none"><p>{ text.pick_a_day() }</p></div> },
        Slots::NoneInMonth {
            text: what,
            next_open,
        } => html! {
            <div class="none">
                <p>{ what }</p>
                if let Some(next) = next_open {
                    { Button::new("btn side", "next-open").draw((&next.label).into(), Event::DayChosen(next.date), send) }
                }
            </div>
        },
        Slots::Day { groups, .. } if groups.is_empty() => {
            html! { <div class="none"><p>{ text.none_on_day() }</p></div> }
        }
        Slots::Day { groups, .. } => groups.iter().map(|group| part(group, send)).collect(),
    };
    html! {
        <section class="slots" aria-labelledby={FocusTarget::Slots.id()}>
            <h3 id={FocusTarget::Slots.id()} tabindex="-1">{ title }</h3>
            <div class="scroll">{ inside }</div>
            <TimeZones zones={zones.clone()} {text} send={send.clone()} />
        </section>
    }
}

fn part(group: &SlotGroup, send: &Callback<Event>) -> Html {
    html! {
        <fieldset class="part" key={group.label}>
            <legend>{ group.label }</legend>
            <div class="pills">{ for group.slots.iter().map(|option| slot(option, send)) }</div>
        </fieldset>
    }
}

fn slot(option: &SlotOption, send: &Callback<Event>) -> Html {
    html! {
        <label class={if option.selected { "slot on" } else { "slot" }} data-test="slot" data-start={option.starts_at.to_rfc3339()}>
            <input type="radio" name="booking-slot" checked={option.selected} aria-label={option.name.clone()} onchange={sends(send, Event::SlotChosen(option.starts_at))} />
            <span>{ &option.label }</span>
            if !option.detail.is_empty() {
                <small>{ &option.detail }</small>
            }
        </label>
    }
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
#[component]
fn TimeZones(props: &ZonesProps) -> Html {
    let ZonesProps { zones, text, send } = props;
    let onchange = {
        let send = send.clone();
        Callback::from(move |event: yew::Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            send.emit(Event::ZoneChosen(select.value()));
        })
    };
    let options = zones.options.iter().map(|zone| {
        html! { <option value={zone.id.clone()} selected={zone.id == zones.selected}>{ &zone.label }</option> }
    });
    html! {
        <div class="zones">
            <label class="zone">
                { Icon::Globe.draw() }
                <span class="vh">{ text.time_zone() }</span>
                <select data-test="zone" {onchange}>{ for options }</select>
                { Icon::Down.draw_as(Some("chev")) }
            </label>
            if let Some(there) = &zones.business_differs {
                <p class="there" data-test="zone-differs">{ there }</p>
            }
        </div>
    }
}
