//! Draws what is typed of an endpoint.

use booking_contract::WebhookEventType;
use yew::prelude::*;

use super::draft::{Change, Draft, Spot};
use super::list::sentence;
use super::said::means;
use crate::parts::{Button, Field, Kind, Notice, Tone, entered, focus};

#[derive(Properties, PartialEq)]
pub(super) struct DraftProps {
    pub(super) draft: Draft,
    pub(super) title: AttrValue,
    /// Whether tests or what is real can still be chosen.
    #[prop_or_default]
    pub(super) is_new: bool,
    /// What is done, as the button says it.
    pub(super) deed: AttrValue,
    pub(super) change: Callback<Change>,
    pub(super) send: Callback<()>,
    pub(super) leave: Callback<()>,
}

/// The form of an endpoint.
#[component]
pub(super) fn DraftForm(props: &DraftProps) -> Html {
    let draft = &props.draft;
    let send = props.send.clone();
    let onsubmit = move |event: SubmitEvent| {
        event.prevent_default();
        send.emit(());
    };
    let mistake = draft.wrong_url.clone().map(AttrValue::from);
    let url = props
        .change
        .reform(|event: InputEvent| Change::Url(entered(&event)));
    html! {
        <form class="card group" {onsubmit} novalidate=true data-test="webhook-form">
            <header><h2>{ &props.title }</h2></header>
            <Field id="webhook-url" label="Address" error={mistake.clone()}
                help="It begins with https:// and can be reached from the Internet.">
                <input class="in" id="webhook-url" type="url" autocomplete="off" autocapitalize="none"
                    spellcheck="false" placeholder="https://www.example.com/webhooks"
                    aria-describedby="webhook-url-says" value={draft.url.clone()}
                    aria-invalid={mistake.is_some().then_some("true")} oninput={url} />
            </Field>
            { events(props) }
            if props.is_new {
                { modes(props) }
            }
            if let Some(failure) = &draft.failure {
                <Notice tone={Tone::Bad} title="It is not saved" text={sentence(failure)} hook="not-saved" />
            }
            <div class="tools">
                <Button text={&props.deed} kind={Kind::Main} submits=true hook="save-webhook"
                    doing={draft.sending.then_some("Saving…")} />
                <Button text="Cancel" kind={Kind::Quiet} press={props.leave.clone()} hook="leave-webhook" />
            </div>
        </form>
    }
}

fn events(props: &DraftProps) -> Html {
    let draft = &props.draft;
    let which = |all: bool, name: &'static str, says: &'static str| {
        let pick = props.change.reform(move |_: Event| Change::All(all));
        html! {
            <label class="tick">
                <input type="radio" name="webhook-all" checked={draft.all == all} onchange={pick}
                    data-test={if all { "all-events" } else { "some-events" }} />
                <span><b>{ name }</b><small>{ says }</small></span>
            </label>
        }
    };
    html! {
        <fieldset class="ways" aria-describedby="webhook-events-says">
            <legend>{ "Events" }</legend>
            { which(true, "All of them", "Also kinds that are added later.") }
            { which(false, "Some of them", "Only those that you choose.") }
            if !draft.all {
                <div class="checks sub">
                    { for WebhookEventType::ALL.into_iter().map(|event| one_event(props, event)) }
                </div>
            }
            <div id="webhook-events-says">
                if draft.wrong_events {
                    <p class="msg err" role="alert" data-test="webhook-events-error">{ "Choose at least one event." }</p>
                }
            </div>
        </fieldset>
    }
}

fn one_event(props: &DraftProps, event: WebhookEventType) -> Html {
    let on = props.draft.events.contains(&event);
    let pick = props
        .change
        .reform(move |_: Event| Change::Event(event, !on));
    html! {
        <label class="tick" key={event.as_str()}>
            <input type="checkbox" id={event.as_str()} checked={on} onchange={pick} />
            <span><span class="code">{ event.as_str() }</span><small>{ means(event) }</small></span>
        </label>
    }
}

fn modes(props: &DraftProps) -> Html {
    let mode = |test_mode: bool, name: &'static str, says: &'static str| {
        let pick = props
            .change
            .reform(move |_: Event| Change::TestMode(test_mode));
        html! {
            <label class="tick">
                <input type="radio" name="webhook-mode" checked={props.draft.test_mode == test_mode}
                    onchange={pick} data-test={if test_mode { "test-orders" } else { "real-orders" }} />
                <span><b>{ name }</b><small>{ says }</small></span>
            </label>
        }
    };
    html! {
        <fieldset class="ways">
            <legend>{ "Bookings" }</legend>
            { mode(false, "Real bookings", "What guests book and pay for.") }
            { mode(true, "Test bookings", "What is booked in calendars in test mode. This cannot be changed later.") }
        </fieldset>
    }
}

/// Puts the cursor there.
pub(super) fn put_cursor(spot: Spot) {
    focus(match spot {
        Spot::Url => "webhook-url",
        Spot::Events => WebhookEventType::ALL[0].as_str(),
    });
}
