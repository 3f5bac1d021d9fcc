//! What is asked before something is done with an endpoint, and how far sending again has come.

use yew::prelude::*;

use super::one::{Event, Hook, Question, Replay};
use super::one_view::now;
use super::said::at_most;
use crate::parts::{Ask, Button, Field, Kind, Panel, Pick};
use crate::words;

/// How long a secret from before may sign along.
const OVERLAPS: [(u32, &str); 4] = [
    (0, "Not at all: what it signed is refused from now on"),
    (24, "24 hours"),
    (72, "3 days"),
    (168, "7 days"),
];
/// How far back what failed may have happened, in hours. What is tried for a week in vain is older than
/// that.
const SPANS: [(u32, &str); 3] = [
    (SPAN_HOURS, "In the last 14 days"),
    (720, "In the last 30 days"),
    (2_160, "At any time"),
];
/// The span that is offered first.
pub(super) const SPAN_HOURS: u32 = 336;

/// The question that is open.
pub(super) fn question(hook: &Hook, send: &Callback<Event>) -> Html {
    let yes = send.reform(|()| Event::Sure(now()));
    let no = send.reform(|()| Event::Never);
    let doing = hook.doing.then_some("One moment…");
    match &hook.question {
        None => Html::default(),
        Some(Question::Remove) => html! {
            <Ask title="Remove this webhook?" deed="Remove" {doing} {yes} {no}
                text="It is told nothing more. What waits for it, what was sent and its secret are forgotten, and that cannot be undone. To stop it for a while, pause it instead." />
        },
        Some(Question::Roll(hours)) => {
            let pick = send
                .reform(|hours: String| Event::Ask(Question::Roll(hours.parse().unwrap_or(24))));
            html! {
                <Panel title="Make a new secret?" deed="Make it" {doing} {yes} {no}>
                    <p>{ "The new secret is shown once. For as long as you choose, the one so far signs along, so that your receiver can change over in its own time." }</p>
                    <Field id="overlap" label="The secret so far signs along for">
                        <Pick id="overlap" chosen={hours.to_string()} options={options(&OVERLAPS)} {pick} />
                    </Field>
                </Panel>
            }
        }
        Some(Question::Replay(hours)) => {
            let pick = send.reform(|hours: String| {
                Event::Ask(Question::Replay(hours.parse().unwrap_or(SPAN_HOURS)))
            });
            html! {
                <Panel title="Send again what failed?" deed="Send again" {yes} {no}>
                    <p>{ "Every event keeps its id, so that a receiver that has dealt with one knows it again." }</p>
                    <Field id="replay-span" label="What happened">
                        <Pick id="replay-span" chosen={hours.to_string()} options={options(&SPANS)} {pick} />
                    </Field>
                </Panel>
            }
        }
    }
}

fn options(choices: &[(u32, &'static str)]) -> Vec<(AttrValue, AttrValue)> {
    let choices = choices.iter();
    choices
        .map(|(hours, name)| (hours.to_string().into(), AttrValue::Static(name)))
        .collect()
}

/// How far sending again has come.
pub(super) fn progress(replay: &Replay, send: &Callback<Event>) -> Html {
    let events = words::count(replay.sent, "event goes", "events go");
    let text = match replay.left {
        None => "Looking for what failed…".to_owned(),
        Some(left) => format!("{events} again, {} left.", at_most(left)),
    };
    html! {
        <div class="inner going" role="status" data-test="replaying">
            <span>{ text }</span>
            <Button text="Stop" kind={Kind::Quiet} press={send.reform(|()| Event::Stop)} hook="stop-replay" />
        </div>
    }
}
