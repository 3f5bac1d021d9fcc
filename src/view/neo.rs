//! Neo: one card of panes. Details, month and slots side by side; then the details with the
//! price on one side and the form on the other. Narrow pages get one column.

use yew::{Callback, Html, component, html};

use super::WidgetProps;
use super::parts::{
    MonthGrid, PriceSummary, attendees, cover, details, heading, intro, marks, notice, outcome,
    payment, sends, services, slots, test_banner,
};
use crate::flow::{Body, Event, Screen, Summary, TimeStep};

/// The card.
#[component]
pub fn Neo(props: &WidgetProps) -> Html {
    let WidgetProps { screen, send } = props;
    match &screen.body {
        Body::Time(step) => first(step, screen, send),
        _ => later(screen, send),
    }
}

/// Date and time: everything that can be chosen is in sight, the price below it.
fn first(step: &TimeStep, screen: &Screen, send: &Callback<Event>) -> Html {
    let text = screen.text;
    let main = if step.can_continue {
        "btn main"
    } else {
        "btn main dim"
    };
    html! {
        <div class="card">
            { test_banner(screen) }
            <div class="first">
                <div class="about">
                    { cover(&screen.header) }
                    { intro(&screen.header) }
                    <div class="choose">
                        { services(&step.services, text, send) }
                        if let Some(stepper) = &step.attendees {
                            { attendees(stepper, text, send) }
                        }
                    </div>
                </div>
                <div class="work">
                    { marks(screen, send) }
                    { heading(text.step_time, Some("over")) }
                    { notice(screen, send) }
                    <div class="pick">
                        <MonthGrid month={step.month.clone()} {text} send={send.clone()} />
                        { slots(&step.slots, &step.zones, text, send) }
                        { price(screen.summary.as_ref(), true, screen, send) }
                        <div class="actions">
                            <button type="button" class={main} data-test="continue" onclick={sends(send, Event::Continue)}>{ text.proceed }</button>
                        </div>
                    </div>
                </div>
            </div>
        </div>
    }
}

/// Everything after: the price stays in sight beside it.
fn later(screen: &Screen, send: &Callback<Event>) -> Html {
    let paying = matches!(screen.body, Body::Payment(_));
    let body = match &screen.body {
        Body::Details(step) => details(step, screen, send),
        Body::Payment(step) => payment(step, screen, Html::default(), send),
        _ => outcome(screen, send),
    };
    html! {
        <div class="card">
            { test_banner(screen) }
            <div class="later">
                <div class="about">
                    { cover(&screen.header) }
                    { intro(&screen.header) }
                    { price(screen.summary.as_ref(), paying, screen, send) }
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

fn price(summary: Option<&Summary>, open: bool, screen: &Screen, send: &Callback<Event>) -> Html {
    let draw = |summary: &Summary| {
        // Keyed by step: on the payment step the price is unfolded on narrow pages too.
        html! { <PriceSummary key={if open { "open" } else { "folded" }} summary={summary.clone()} text={screen.text} send={send.clone()} {open} /> }
    };
    summary.map(draw).unwrap_or_default()
}
