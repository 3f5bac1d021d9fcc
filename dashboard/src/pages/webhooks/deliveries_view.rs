//! Draws what was posted to an endpoint.

use booking_contract::owner::{
    DeliveryDetails, DeliveryFilter, DeliveryRow, DeliveryState, WebhookView,
};
use booking_widget::view::Icon;
use yew::prelude::*;

use super::one::{Event, Hook, Open};
use super::replay_view::progress;
use super::said;
use crate::paged::Stage;
use crate::parts::{Button, Kind, Notice, Sign, Tone, icon};
use crate::words;

/// The section of the deliveries.
pub(super) fn deliveries(
    hook: &Hook,
    webhook: &WebhookView,
    zone: &str,
    send: &Callback<Event>,
) -> Html {
    html! {
        <section class="card" aria-labelledby="deliveries-title" data-test="deliveries">
            <header class="inner">
                <h2 id="deliveries-title">{ "What was sent" }</h2>
                <p class="small">{ "What happened last comes first. Entries go 30 days after they are settled." }</p>
            </header>
            if let Some(replay) = &hook.replay {
                { progress(replay, send) }
            }
            <div class="inner">{ which(hook, webhook, send) }</div>
            { list(hook, webhook, zone, send) }
        </section>
    }
}

fn which(hook: &Hook, webhook: &WebhookView, send: &Callback<Event>) -> Html {
    let choice = |filter: Option<DeliveryFilter>, text: String, hook_name: &'static str| {
        let show = send.reform(move |_: yew::Event| Event::Of(filter));
        html! {
            <label>
                <input type="radio" name="which-deliveries" checked={hook.filter == filter} onchange={show}
                    data-test={hook_name} />
                { text }
            </label>
        }
    };
    let counted = |name: &str, count: u32| match count {
        0 => name.to_owned(),
        count => format!("{name} ({})", said::at_most(count)),
    };
    html! {
        <div class="seg" role="radiogroup" aria-label="Which events">
            { choice(None, "All".to_owned(), "all-deliveries") }
            { choice(Some(DeliveryFilter::Due), counted("Waiting", webhook.waiting), "waiting-deliveries") }
            { choice(Some(DeliveryFilter::Failed), counted("Failed", webhook.failed), "failed-deliveries") }
        </div>
    }
}

fn list(hook: &Hook, webhook: &WebhookView, zone: &str, send: &Callback<Event>) -> Html {
    let list = &hook.list;
    if let Stage::Failed(failure) = &list.stage {
        let filter = hook.filter;
        return html! {
            <div class="inner">
                <Notice tone={Tone::Bad} title="The list could not be loaded" text={failure.sentence()}>
                    <Button text="Try again" press={send.reform(move |()| Event::Of(filter))} hook="again" />
                </Notice>
            </div>
        };
    }
    if list.rows.is_empty() && list.stage == Stage::Shown {
        return html! {
            <div class="empty" data-test="no-deliveries">
                { icon(Sign::Shared(Icon::Check)) }
                { nothing(hook.filter) }
            </div>
        };
    }
    let drawing = Drawing {
        hook,
        zone,
        is_told: webhook.standing.is_told(),
        send,
    };
    html! {
        <>
            <ul class="roll deliveries" aria-busy={(list.stage == Stage::Loading).then_some("true")}>
                if list.rows.is_empty() {
                    <li><span class="bone row-bone"></span></li>
                }
                { for list.rows.iter().map(|row| drawing.row(row)) }
            </ul>
            if list.next.is_some() {
                <div class="more">
                    <Button text="Show more" kind={Kind::Quiet} hook="more-deliveries"
                        doing={(list.stage == Stage::LoadingMore).then_some("Loading…")}
                        press={send.reform(|()| Event::More)} />
                </div>
            }
        </>
    }
}

fn nothing(filter: Option<DeliveryFilter>) -> Html {
    let (title, text) = match filter {
        None => (
            "Nothing was sent yet",
            "The next booking appears here within seconds. Until then a test event shows whether your receiver can be reached.",
        ),
        Some(DeliveryFilter::Due) => ("Nothing waits", "Everything was delivered or has failed."),
        Some(DeliveryFilter::Failed) => (
            "Nothing failed",
            "What is tried for 7 days in vain appears here.",
        ),
    };
    html! {
        <>
            <h3>{ title }</h3>
            <p>{ text }</p>
        </>
    }
}

struct Drawing<'a> {
    hook: &'a Hook,
    zone: &'a str,
    is_told: bool,
    send: &'a Callback<Event>,
}

impl Drawing<'_> {
    fn row(&self, row: &DeliveryRow) -> Html {
        let (class, text) = said::delivery(row.state);
        let open = self.hook.open.as_ref();
        let open = open.filter(|open| open.event_id == row.event_id);
        let toggle = {
            let id = row.event_id.clone();
            self.send
                .reform(move |_: MouseEvent| Event::Toggle(id.clone()))
        };
        let panel = format!("of-{}", row.event_id);
        html! {
            <li key={row.event_id.clone()} class="delivery" data-test="delivery" data-event={row.event_id.clone()}>
                <button type="button" class="unfold" aria-expanded={if open.is_some() { "true" } else { "false" }}
                    aria-controls={panel.clone()} onclick={toggle} data-test="open-delivery">
                    <span class="grow">
                        <span class="code">{ row.event.as_str() }</span>
                        <small>{ self.about(row) }</small>
                    </span>
                    <span {class} data-test="delivery-state"><i></i>{ text }</span>
                    { icon(Sign::Shared(Icon::Down)) }
                </button>
                if let Some(open) = open {
                    <div id={panel} class="unfolded" data-test="delivery-details">{ self.details(open) }</div>
                }
            </li>
        }
    }

    /// When it happened, what came of the latest try, and when the next one is.
    fn about(&self, row: &DeliveryRow) -> String {
        let mut parts = vec![words::minute_at(row.happened_at, self.zone)];
        match &row.last {
            Some(last) if last.number > 1 => {
                parts.push(format!("try {}: {}", last.number, said::outcome(last)));
            }
            Some(last) => parts.push(said::outcome(last)),
            None => parts.push("not tried yet".to_owned()),
        }
        if let Some(next) = row.next_at.filter(|_| row.last.is_some() && self.is_told) {
            parts.push(format!("next try {}", words::minute_at(next, self.zone)));
        }
        parts.join(" · ")
    }

    fn details(&self, open: &Open) -> Html {
        match &open.details {
            None => html! { <p class="vh" role="status">{ "Loading" }</p> },
            Some(Err(failure)) => html! {
                <Notice tone={Tone::Bad} title="It could not be loaded" text={failure.sentence()} />
            },
            Some(Ok(details)) => self.known(open, details),
        }
    }

    fn known(&self, open: &Open, details: &DeliveryDetails) -> Html {
        let row = &details.delivery;
        let why = row.last.as_ref().and_then(|last| last.failure);
        let deed = match row.state {
            DeliveryState::Due => "Try it now",
            DeliveryState::Delivered | DeliveryState::Failed => "Send again",
        };
        html! {
            <>
                if let Some(why) = why.filter(|_| row.state != DeliveryState::Delivered) {
                    <p>{ said::why(why) }</p>
                }
                <h3>{ "Tries" }</h3>
                if details.attempts.is_empty() {
                    <p class="small">{ "It was not tried yet." }</p>
                } else {
                    <ol class="tries">{ for details.attempts.iter().map(|attempt| html! {
                        <li key={attempt.number} data-test="try">
                            <span><b>{ format!("Try {}: {}", attempt.number, said::outcome(attempt)) }</b>
                                <small>{ words::minute_at(attempt.at, self.zone) }</small></span>
                            if !attempt.answer.is_empty() {
                                <span class="code answer">{ &attempt.answer }</span>
                            }
                        </li>
                    }) }</ol>
                }
                <h3>{ "What is sent" }</h3>
                <p class="small">{ "webhook-id: " }<span class="code">{ &row.event_id }</span></p>
                <pre class="snippet" tabindex="0" data-test="sent-body"><code>{ &details.body }</code></pre>
                <div class="tools">
                    <Button text={deed} press={self.send.reform(|()| Event::Again)} hook="send-again"
                        doing={open.sending.then_some("One moment…")} />
                </div>
            </>
        }
    }
}
