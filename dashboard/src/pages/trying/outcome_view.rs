//! Draws what came of a trial: the price, how it was found, and every check.

use booking_contract::owner::{Simulation, SimulationMenu};
use booking_engine::Outcome;
use booking_widget::view::Icon;
use yew::prelude::*;

use super::checks_text::{Telling, name};
use crate::parts::{Notice, Sign, Tone, icon};
use crate::words;

/// How an outcome is shown.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    /// The next one is asked for.
    pub(super) stale: bool,
    /// Every check is told although all is well.
    pub(super) checks: bool,
}

/// What came of it.
pub(super) fn outcome(
    simulation: &Simulation,
    menu: &SimulationMenu,
    zone: &str,
    shown: Shown,
) -> Html {
    let moment = |at| words::minute_at(at, zone);
    let service = |id: &str| service_name(menu, id);
    let telling = Telling {
        currency: simulation.quote.currency,
        moment: &moment,
        service: &service,
    };
    html! {
        <div class={classes!("outcome", shown.stale.then_some("stale"))} data-test="outcome"
            aria-busy={shown.stale.then_some("true")}>
            { verdict(simulation, &telling) }
            if !simulation.takes_codes && !simulation.checks.is_empty() {
                <Notice tone={Tone::Warn} title="This calendar takes no codes" hook="takes-no-codes"
                    text="Guests find no field for one here, whatever the coupon says. Switch coupons on in the calendar’s settings." />
            }
            { price(simulation, &telling) }
            { checks(simulation, &telling, shown.checks) }
        </div>
    }
}

fn service_name(menu: &SimulationMenu, id: &str) -> String {
    let services = menu.calendars.iter().flat_map(|it| &it.services);
    let mut found = services.filter(|it| it.info.id.as_str() == id);
    found
        .next()
        .map_or_else(|| id.to_owned(), |it| it.info.name.clone())
}

fn verdict(simulation: &Simulation, telling: &Telling<'_>) -> Html {
    let (class, sign, title) = match (&simulation.told, simulation.checks.is_empty()) {
        (Some(_), _) => ("verdict bad", Icon::Alert, "The code does not apply"),
        (None, false) => ("verdict good", Icon::Check, "The code applies"),
        (None, true) => ("verdict", Icon::Info, "Without a code"),
    };
    html! {
        <div {class} role="status" data-test="verdict">
            { icon(Sign::Shared(sign)) }
            <div>
                <p><b>{ title }</b></p>
                <p>{ telling.verdict(simulation) }</p>
                if let Some(told) = simulation.told {
                    <p class="small" data-test="told"><b>{ "The guest is told: " }</b>{ telling.told(told) }</p>
                }
                if !simulation.remedies.is_empty() {
                    <ul class="small">
                        { for simulation.remedies.iter().map(|remedy| html! { <li>{ telling.remedy(remedy) }</li> }) }
                    </ul>
                }
            </div>
        </div>
    }
}

fn price(simulation: &Simulation, telling: &Telling<'_>) -> Html {
    let quote = &simulation.quote;
    let money = |minor: i64| words::money(minor, quote.currency);
    let line = |class: &'static str, name: Html, amount: String| {
        html! { <div {class}><dt>{ name }</dt><dd>{ amount }</dd></div> }
    };
    let lines = quote.lines.iter().map(|it| {
        let name = (telling.service)(it.service_id.as_str());
        let each = it.attendee_minor().unwrap_or(it.unit_price_minor);
        let name = format!(
            "{name}, {} × {}",
            words::whole(it.attendees.into()),
            money(each)
        );
        line("", html! { { name } }, money(it.amount_minor))
    });
    let discount = simulation.explanation.discount.as_ref();
    let coupon = quote.coupon.as_ref();
    html! {
        <dl class="sums" data-test="sums">
            { for lines }
            if let Some(reason) = discount {
                { line("", html! {
                    <>
                        { coupon.map(|it| it.name.clone()).filter(|name| !name.is_empty()).unwrap_or_else(|| "Coupon".to_owned()) }
                        <small>{ telling.discount(reason) }</small>
                    </>
                }, format!("−{}", money(quote.discount_minor))) }
            }
            if quote.tax_minor > 0 {
                { line("", html! { { "Tax" } }, money(quote.tax_minor)) }
            }
            { line("all", html! { { "Total" } }, money(quote.total_minor)) }
            if quote.balance_minor > 0 {
                { line("", html! { { "Due now" } }, money(quote.amount_due_minor)) }
                { line("", html! { { "Due later" } }, money(quote.balance_minor)) }
            }
        </dl>
    }
}

fn checks(simulation: &Simulation, telling: &Telling<'_>, told: bool) -> Html {
    if simulation.checks.is_empty() {
        return Html::default();
    }
    let row = |it: &booking_engine::TracedCheck| {
        let (class, sign, said) = match it.outcome {
            Outcome::Passed => ("check good", Icon::Check, "Passed"),
            Outcome::Failed => ("check bad", Icon::Close, "Failed"),
            Outcome::NotReached => ("check", Icon::Next, "Not reached"),
        };
        html! {
            <li {class} data-test="check" data-outcome={said}>
                { icon(Sign::Shared(sign)) }
                <span><b>{ name(it.check) }</b><span class="vh">{ format!(": {said}.") }</span>
                    if let Some(said) = telling.check(it) {
                        <small>{ said }</small>
                    }
                </span>
            </li>
        }
    };
    html! {
        <details class="checks-all" open={told || simulation.told.is_some()}>
            <summary>{ "Every check, in its order" }</summary>
            <ol>{ for simulation.checks.iter().map(row) }</ol>
        </details>
    }
}
