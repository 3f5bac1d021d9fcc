//! Classic: a single column of steps in a plain card. Time first, then your information, then
//! the payment with the coupon field.

use yew::{Html, component, html};

use super::WidgetProps;
use super::parts::{
    MonthGrid, PriceSummary, attendees, details, heading, intro, marks, notice, outcome, payment,
    sends, services, slots, test_banner,
};
use crate::flow::{Body, Event, Summary};

/// The card.
#[component]
pub fn Classic(props: &WidgetProps) -> Html {
    let WidgetProps { screen, send } = props;
    let text = screen.text;
    let price = |summary: &Summary| html! { <PriceSummary summary={summary.clone()} {text} send={send.clone()} open=true /> };
    let body = match &screen.body {
        Body::Time(step) => {
            let main = if step.can_continue {
                "btn main"
            } else {
                "btn main dim"
            };
            html! {
                <>
                    { heading(text.step_time, Some("over")) }
                    <div class="choose">
                        { services(&step.services, text, send) }
                        if let Some(stepper) = &step.attendees {
                            { attendees(stepper, text, send) }
                        }
                    </div>
                    <div class="pick">
                        <MonthGrid month={step.month.clone()} {text} send={send.clone()} />
                        { slots(&step.slots, &step.zones, text, send) }
                    </div>
                    <div class="foot">
                        if let Some(summary) = &screen.summary {
                            <p class="tally"><span>{ &summary.total.label }</span><strong data-test="summary-total">{ &summary.total.amount }</strong></p>
                        }
                        <div class="actions">
                            <button type="button" class={main} data-test="continue" onclick={sends(send, Event::Continue)}>{ text.proceed }</button>
                        </div>
                    </div>
                </>
            }
        }
        Body::Details(step) => details(step, screen, send),
        Body::Payment(step) => {
            let summary = screen.summary.as_ref().map(price).unwrap_or_default();
            payment(step, screen, summary, send)
        }
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
