//! What follows the payment step, and what stands in its way.

use yew::{Callback, Html, html};

use super::icon::Icon;
use super::steps::heading;
use super::{aria, sends};
use crate::flow::{Body, Booked, Ended, Event, Failed, Held, Leaving, Screen, Waiting};
use crate::text::Texts;

/// Leaving, held, waiting, booked, ended or failed; nothing for the three steps.
pub(crate) fn outcome(screen: &Screen, send: &Callback<Event>) -> Html {
    let text = screen.text;
    let inside = match &screen.body {
        Body::Failed(body) => failed(body, send),
        Body::Leaving(body) => leaving(body, text),
        Body::Held(body) => held(body, text, send),
        Body::Waiting(body) => waiting(body, send),
        Body::Booked(body) => booked(body, text, send),
        Body::Ended(body) => ended(body, text, send),
        Body::Time(_) | Body::Details(_) | Body::Payment(_) => return Html::default(),
    };
    html! { <div class="panel">{ inside }</div> }
}

fn seal(icon: Icon, class: &'static str) -> Html {
    html! { <span {class}>{ icon.draw() }</span> }
}

fn failed(body: &Failed, send: &Callback<Event>) -> Html {
    html! {
        <>
            { seal(Icon::Alert, "seal bad") }
            { heading(&body.title, None) }
            <p data-test="failed">{ &body.text }</p>
            <div class="deeds">
                { button(body.retry, "btn main", "retry", Event::Retry, send) }
                { button(body.again, "btn side", "again", Event::BookAgain, send) }
            </div>
        </>
    }
}

fn button(
    label: Option<&'static str>,
    class: &'static str,
    hook: &'static str,
    event: Event,
    send: &Callback<Event>,
) -> Html {
    let draw = |label: &'static str| {
        html! { <button type="button" {class} data-test={hook} onclick={sends(send, event)}>{ label }</button> }
    };
    label.map(draw).unwrap_or_default()
}

fn leaving(body: &Leaving, text: &Texts) -> Html {
    let shown = body.checkout_url.as_ref().filter(|_| body.link_visible);
    html! {
        <>
            { heading(body.title, None) }
            <p>{ &body.text }</p>
            if let Some(href) = shown {
                <a class="btn main" href={href.clone()} target="_top" data-test="checkout-link">{ text.to_payment }</a>
            } else {
                <p class="late" data-test="leaving"><span class="spin"></span>{ text.loading }</p>
            }
        </>
    }
}

fn held(body: &Held, text: &Texts, send: &Callback<Event>) -> Html {
    let release = (!body.releasing).then(|| sends(send, Event::ReleaseChosen));
    html! {
        <>
            { seal(Icon::Wait, "seal idle") }
            { heading(body.title, None) }
            <p>{ &body.until }</p>
            <p class="clock" data-test="held-countdown">{ &body.countdown }</p>
            <dl class="facts">
                { fact(text.what, &body.service) }
                { fact(text.when, &body.when) }
                { fact(text.total, &body.amount) }
            </dl>
            <div class="deeds">
                if let Some(href) = &body.checkout_url {
                    <a class="btn main" href={href.clone()} target="_top" data-test="held-continue" onclick={sends(send, Event::PaymentContinued)}>{ text.to_payment }</a>
                }
                <button type="button" class="btn side" data-test="held-release" aria-busy={aria(body.releasing)} aria-disabled={aria(body.releasing)} onclick={release}>
                    if body.releasing {
                        <span class="spin"></span>{ text.releasing }
                    } else {
                        { text.release }
                    }
                </button>
            </div>
        </>
    }
}

fn waiting(body: &Waiting, send: &Callback<Event>) -> Html {
    html! {
        <>
            { heading(body.title, None) }
            <p data-test="waiting">{ &body.text }</p>
            <p class="late" aria-hidden="true"><span class="spin"></span></p>
            { button(body.retry, "btn side", "retry", Event::Retry, send) }
        </>
    }
}

fn booked(body: &Booked, text: &Texts, send: &Callback<Event>) -> Html {
    let line = |label: &str, amount: &str, class: &'static str| {
        html! { <div {class}><dt>{ label }</dt><dd>{ amount }</dd></div> }
    };
    html! {
        <>
            { seal(Icon::Check, "seal draw") }
            { heading(body.title, None) }
            <p data-test="booked-paid">{ &body.paid }</p>
            <dl class="facts" data-test="booked">
                { fact(text.what, &body.service) }
                <div class="fact">
                    <dt>{ text.when }</dt>
                    <dd>{ &body.when }if let Some(there) = &body.business_time { <span>{ there }</span> }</dd>
                </div>
                if !body.location.is_empty() {
                    { fact(text.where_, &body.location) }
                }
                { fact(text.booked_for, &body.booked_for) }
                { fact(text.reference, &body.reference) }
            </dl>
            <dl class="lines">
                { for body.lines.iter().map(|row| line(&row.label, &row.amount, "line")) }
                <div class="line total"><dt>{ &body.total.label }</dt><dd data-test="booked-total">{ &body.total.amount }</dd></div>
            </dl>
            <div class="deeds">
                <button type="button" class="btn main" data-test="ics" onclick={sends(send, Event::IcsChosen)}>{ Icon::Calendar.draw() }{ text.add_to_calendar }</button>
                if let Some(back) = &body.back_to {
                    <a class="btn side" href={back.url.clone()} target="_top" data-test="back-to-site">{ &back.label }</a>
                }
                <button type="button" class="btn quiet" data-test="again" onclick={sends(send, Event::BookAgain)}>{ text.book_again }</button>
            </div>
        </>
    }
}

fn ended(body: &Ended, text: &Texts, send: &Callback<Event>) -> Html {
    html! {
        <>
            { seal(Icon::Info, "seal idle") }
            { heading(body.title, None) }
            <p data-test="ended">{ &body.text }</p>
            if !body.reference.is_empty() {
                <dl class="facts">{ fact(text.reference, &body.reference) }</dl>
            }
            { button(body.again, "btn main", "again", Event::BookAgain, send) }
        </>
    }
}

fn fact(label: &str, value: &str) -> Html {
    html! { <div class="fact"><dt>{ label }</dt><dd>{ value }</dd></div> }
}
