//! Classic: a single column of steps in a plain card. Time first, then your information, then
//! the payment with the coupon field.

use yew::{Callback, Html, html};

use super::parts::{
    PriceSummary, choices, details, go_on, heading, intro, marks, month, notice, outcome, payment,
    slots, test_banner,
};
use crate::flow::{Body, Event, Screen, TimeStep};

/// The card.
pub(super) fn classic(screen: &Screen, send: &Callback<Event>) -> Html {
    let body = match &screen.body {
        Body::Time(step) => pick(step, screen, send),
        Body::Details(step) => details(step, screen, send),
        Body::Payment(step) => payment(step, screen, price(screen, send), send),
        _ => outcome(screen, send),
    };
    html! {
        <div class="card">
            { test_banner(screen) }
            <div class="about">{ intro(&screen.header) }</div>
            <div class="work">
                { marks(screen, send) }
                { notice(screen, send) }
                { body }
            </div>
        </div>
    }
}

fn pick(step: &TimeStep, screen: &Screen, send: &Callback<Event>) -> Html {
    let text = screen.text;
    html! {
        <>
            { heading(text.step_time(), Some("over")) }
            { choices(step, text, send) }
            <div class="pick">
                { month(&step.month, text, send) }
                { slots(&step.slots, &step.zones, text, send) }
            </div>
            <div class="foot">
                if let Some(summary) = &screen.summary {
                    <p class="tally"><span>{ &summary.total.label }</span><strong data-test="summary-total">{ &summary.total.amount }</strong></p>
                }
                { go_on(step, text, send) }
            </div>
        </>
    }
}

fn price(screen: &Screen, send: &Callback<Event>) -> Html {
    let Some(summary) = screen.summary.clone() else {
        return Html::default();
    };
    html! { <PriceSummary {summary} text={screen.text} send={send.clone()} open=true /> }
}
