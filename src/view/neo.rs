//! Neo: one card of panes. Details, month and slots side by side; then the details with the
//! price on one side and the form on the other. Narrow pages get one column.

use yew::{Callback, Html, html};

use super::parts::{
    PriceSummary, choices, cover, details, go_on, heading, intro, marks, month, notice, outcome,
    payment, slots, test_banner,
};
use crate::flow::{Body, Event, Screen, TimeStep};

/// The card.
pub(super) fn neo(screen: &Screen, send: &Callback<Event>) -> Html {
    let text = screen.text;
    let paying = matches!(screen.body, Body::Payment(_));
    let (class, beside, body) = match &screen.body {
        // Everything that can be chosen is in sight, the price below it.
        Body::Time(step) => ("first", choices(step, text, send), pick(step, screen, send)),
        // After that the price stays in sight beside the form.
        Body::Details(step) => (
            "later",
            price(screen, false, send),
            details(step, screen, send),
        ),
        Body::Payment(step) => {
            let step = payment(step, screen, Html::default(), send);
            ("later", price(screen, paying, send), step)
        }
        _ => ("later", Html::default(), outcome(screen, send)),
    };
    html! {
        <div class="card">
            { test_banner(screen) }
            <div {class}>
                <div class="about">
                    { cover(&screen.header) }
                    { intro(&screen.header) }
                    { beside }
                </div>
                <div class="work">
                    { marks(screen, send) }
                    { notice(screen, send) }
                    { body }
                </div>
            </div>
        </div>
    }
}

fn pick(step: &TimeStep, screen: &Screen, send: &Callback<Event>) -> Html {
    let text = screen.text;
    html! {
        <>
            { heading(text.step_time(), Some("over")) }
            <div class="pick">
                { month(&step.month, text, send) }
                { slots(&step.slots, &step.zones, text, send) }
                { price(screen, true, send) }
                { go_on(step, text, send) }
            </div>
        </>
    }
}

fn price(screen: &Screen, open: bool, send: &Callback<Event>) -> Html {
    let Some(summary) = screen.summary.clone() else {
        return Html::default();
    };
    // Keyed: where it starts unfolded it does so even if the guest has folded it before.
    let key = if open { "open" } else { "folded" };
    html! { <PriceSummary {key} {summary} text={screen.text} send={send.clone()} {open} /> }
}
