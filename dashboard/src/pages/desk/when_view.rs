//! Draws the free times, day by day.

use chrono::{DateTime, Days, Utc};
use yew::prelude::*;

use super::event::Event;
use super::state::{Desk, Slots};
use super::times::{DAYS_LOOKED_AT, Day, days};
use crate::parts::{Button, Field, Kind, Notice, Tone, entered};
use crate::words;

/// The card of when.
pub(super) fn card(desk: &Desk, zone: &str, send: &Callback<Event>) -> Html {
    let typed = send.clone();
    let oninput = move |event: InputEvent| {
        if let Ok(day) = entered(&event).parse() {
            typed.emit(Event::From(day));
        }
    };
    html! {
        <section class="card group" aria-labelledby="desk-when">
            <h2 id="desk-when">{ "When" }</h2>
            <Field id="desk-from" label="From" help={format!("Times are those of {}.", zone.replace('_', " "))}>
                <input class="in" type="date" id="desk-from" value={desk.from.to_string()}
                    aria-describedby="desk-from-says" {oninput} />
            </Field>
            { times(desk, zone, send) }
            if desk.no_time {
                <p class="msg err" role="alert" data-test="no-time">{ "Choose a time." }</p>
            }
        </section>
    }
}

fn times(desk: &Desk, zone: &str, send: &Callback<Event>) -> Html {
    let page = match &desk.slots {
        Slots::Loading => {
            return html! {
                <div class="bone times-bone" aria-busy="true"><p class="vh" role="status">{ "Looking for free times" }</p></div>
            };
        }
        Slots::Failed(failure) => {
            let again = Event::From(desk.from);
            return html! {
                <Notice tone={Tone::Bad} title="The free times could not be loaded" text={failure.sentence()}>
                    <Button text="Try again" press={send.reform(move |()| again.clone())} hook="times-again" />
                </Notice>
            };
        }
        Slots::Shown(page) => page,
    };
    let shown = days(page, desk.attendees());
    let later = shown.last().map_or_else(
        || desk.from.checked_add_days(Days::new(DAYS_LOOKED_AT)),
        |last| last.date.succ_opt(),
    );
    html! {
        <>
            if shown.is_empty() {
                <p class="small" data-test="no-times">{ "No free time in these five weeks. Try later ones, fewer attendees or somebody else." }</p>
            } else {
                { for shown.iter().map(|it| day(desk, it, zone, send)) }
            }
            if let Some(later) = later {
                <div class="tools">
                    <Button text="Later times" kind={Kind::Quiet} hook="later-times"
                        press={send.reform(move |()| Event::From(later))} />
                </div>
            }
        </>
    }
}

fn day(desk: &Desk, day: &Day, zone: &str, send: &Callback<Event>) -> Html {
    let name = words::weekday_and_date(day.date);
    let time = |at: &DateTime<Utc>| {
        let at = *at;
        html! {
            <label class="day" key={at.timestamp()}>
                <input type="radio" name="desk-time" checked={desk.starts_at == Some(at)} data-test="time"
                    onchange={send.reform(move |_: web_sys::Event| Event::At(at))} />
                <span>{ words::clock_at(at, zone) }<span class="vh">{ format!(", {name}") }</span></span>
            </label>
        }
    };
    html! {
        <div class="free-times" role="group" aria-label={name.clone()} key={day.date.to_string()}>
            <p class="help">{ &name }</p>
            <div class="days">{ for day.times.iter().map(time) }</div>
        </div>
    }
}
