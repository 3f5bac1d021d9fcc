//! Draws what it costs, how it is paid, and the way to book it.

use booking_contract::owner::{PayBy, SimulationMenu};
use booking_engine::Quote;
use booking_widget::view::Icon;
use yew::prelude::*;

use super::event::Event;
use super::reasons;
use super::state::{Change, Desk, Stage};
use crate::pages::trying::checks_text::Telling;
use crate::parts::{Button, Kind, Notice, Panel, Sign, Tone, icon};
use crate::words;

/// The card beside the questions.
pub(super) fn price_card(
    desk: &Desk,
    menu: &SimulationMenu,
    zone: &str,
    send: &Callback<Event>,
) -> Html {
    html! {
        <section class="card group answer" aria-label="The booking">
            { appointment(desk, zone) }
            { price(desk, menu, send) }
            { deed(desk, send) }
            if let Stage::Changed(change) = &desk.stage {
                { changed(change, send) }
            }
        </section>
    }
}

fn appointment(desk: &Desk, zone: &str) -> Html {
    html! {
        <div class="desk-time" role="status" data-test="chosen-time">
            if let Some(at) = desk.starts_at {
                <b>{ words::time_at(at, zone) }</b>
            } else {
                <span class="small">{ "No time is chosen yet." }</span>
            }
        </div>
    }
}

fn price(desk: &Desk, menu: &SimulationMenu, send: &Callback<Event>) -> Html {
    if let Some(Err(failure)) = &desk.terms {
        return html! {
            <Notice tone={Tone::Bad} title="The price could not be worked out" text={failure.sentence()} hook="no-price">
                <Button text="Try again" press={send.reform(|()| Event::Again)} hook="price-again" />
            </Notice>
        };
    }
    let Some(priced) = desk.price() else {
        return html! { <div class="bone times-bone" aria-busy="true"></div> };
    };
    let quote = &priced.quote;
    let refused = desk.refused();
    let reason = refused.or(quote.rejected.as_ref().map(|it| it.reason));
    let typed = !desk.chosen.code.trim().is_empty();
    let verdict = match (&quote.coupon, reason) {
        (_, Some(reason)) if typed => html! {
            <div class="verdict bad" role="status" data-test="code-says">
                { icon(Sign::Shared(Icon::Alert)) }
                <div><p><b>{ "The code does not apply" }</b></p><p>{ reasons::rejection(reason, quote.currency) }</p></div>
            </div>
        },
        (Some(coupon), _) => html! {
            <div class="verdict good" role="status" data-test="code-says">
                { icon(Sign::Shared(Icon::Check)) }
                <div><p><b>{ if coupon.code().is_some() { "The code applies" } else { "A coupon that the customer holds applies" } }</b></p>
                    <p>{ &coupon.name }</p></div>
            </div>
        },
        _ => Html::default(),
    };
    html! {
        <div class={classes!("outcome", desk.asking.then_some("stale"))} aria-busy={desk.asking.then_some("true")}>
            { sums(quote, menu) }
            { verdict }
        </div>
    }
}

fn sums(quote: &Quote, menu: &SimulationMenu) -> Html {
    let money = |minor: i64| words::money(minor, quote.currency);
    let service = |id: &str| {
        let mut all = menu.calendars.iter().flat_map(|it| &it.services);
        let found = all.find(|it| it.info.id.as_str() == id);
        found.map_or_else(|| id.to_owned(), |it| it.info.name.clone())
    };
    let moment = |_| String::new();
    let telling = Telling {
        currency: quote.currency,
        moment: &moment,
        service: &service,
    };
    let lines = quote.lines.iter().map(|it| {
        let each = it.attendee_minor().unwrap_or(it.unit_price_minor);
        let of = format!("{} × {}", words::whole(it.attendees.into()), money(each));
        html! {
            <div><dt>{ service(it.service_id.as_str()) }<small>{ of }</small></dt><dd>{ money(it.amount_minor) }</dd></div>
        }
    });
    let explained = quote.explain();
    html! {
        <dl class="sums" data-test="sums">
            { for lines }
            if let (Some(reason), Some(coupon)) = (&explained.discount, &quote.coupon) {
                <div data-test="discount">
                    <dt>{ coupon.code().map_or_else(|| coupon.name.clone(), ToString::to_string) }
                        <small>{ telling.discount(reason) }</small></dt>
                    <dd>{ format!("−{}", money(quote.discount_minor)) }</dd>
                </div>
            }
            if quote.tax_minor > 0 {
                <div><dt>{ "Tax" }</dt><dd>{ money(quote.tax_minor) }</dd></div>
            }
            <div class="all" data-test="total"><dt>{ "Total" }</dt><dd>{ money(quote.total_minor) }</dd></div>
        </dl>
    }
}

fn deed(desk: &Desk, send: &Callback<Event>) -> Html {
    let priced = desk.price();
    let free = (priced.as_ref()).is_some_and(|it| it.quote.total_minor == 0);
    let doing = desk.is_sent().then_some("Booking…");
    let text = if desk.pay == PayBy::Link && !free {
        "Book and make the link"
    } else {
        "Book"
    };
    html! {
        <>
            if !free {
                { pay(desk, send) }
            }
            if let Stage::Refused(failure) = &desk.stage {
                <Notice tone={Tone::Bad} title="It is not booked" text={failure.sentence()} hook="not-booked" />
            }
            if !desk.wrong.is_empty() {
                <p class="msg err" role="alert" data-test="look-again">{ "Something is missing of the customer." }</p>
            }
            <Button {text} kind={Kind::Main} {doing} off={desk.asking || priced.is_none()} hook="book"
                press={send.reform(|()| Event::Book)} />
        </>
    }
}

fn pay(desk: &Desk, send: &Callback<Event>) -> Html {
    let choice = |by: PayBy, text: &'static str, small: &'static str, hook: &'static str| {
        html! {
            <label class="choice">
                <input type="radio" name="desk-pay" checked={desk.pay == by} data-test={hook}
                    onchange={send.reform(move |_: web_sys::Event| Event::Pay(by))} />
                <span>{ text }<small>{ small }</small></span>
            </label>
        }
    };
    html! {
        <fieldset class="choices">
            <legend class="vh">{ "How it is paid" }</legend>
            { choice(PayBy::AtBusiness, "At the business", "Record it when it comes in.", "pay-here") }
            { choice(PayBy::Link, "By a payment link", "Copy it and send it to the customer.", "pay-link") }
        </fieldset>
    }
}

/// The price is another one now: old, new and why.
fn changed(change: &Change, send: &Callback<Event>) -> Html {
    let money = |minor| words::money(minor, change.now.currency);
    let was = &change.booking.quote;
    let why = reasons::changes(&change.changes, was, &change.now);
    html! {
        <Panel title="The price is another one now" deed={format!("Book for {}", money(change.now.total_minor))}
            yes={send.reform(|()| Event::Agree)} no={send.reform(|()| Event::Never)}>
            <dl class="sums" data-test="changed">
                <div><dt>{ "Shown before" }</dt><dd><s>{ money(was.total_minor) }</s></dd></div>
                <div class="all"><dt>{ "Now" }</dt><dd>{ money(change.now.total_minor) }</dd></div>
            </dl>
            <ul>{ for why.into_iter().map(|it| html! { <li>{ it }</li> }) }</ul>
        </Panel>
    }
}
