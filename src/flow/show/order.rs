//! The screens of an order that exists.

use booking_contract::OrderView;

use super::super::booking::Flow;
use super::super::order::{Face, Intent, OrderStage, is_web_address};
use super::super::screen::{BackTo, Body, Booked, Ended, Failed, Held, Leaving, MoneyRow, Waiting};
use super::super::wording;
use super::payment;
use crate::text::fill;

pub(super) fn body(flow: &Flow, stage: &OrderStage) -> Body {
    let texts = flow.text;
    let business = ("business", flow.page.business.name.as_str());
    match (stage.face(), &stage.view) {
        (Face::Unknown, _) => Body::Failed(Failed {
            title: texts.order_unknown().to_owned(),
            text: fill(texts.order_unknown_text(), &[business]),
            retry: None,
            again: Some(texts.book_again()),
        }),
        (Face::Leaving, _) => Body::Leaving(leaving(flow, stage)),
        (Face::Held, Some(view)) => Body::Held(held(flow, stage, view)),
        (Face::Booked, Some(view)) => Body::Booked(Box::new(booked(flow, stage, view))),
        (Face::Expired, _) => Body::Ended(Ended {
            title: texts.ended(),
            text: texts.ended_text().to_owned(),
            reference: String::new(),
            again: Some(texts.choose_time()),
        }),
        (Face::InReview, Some(view)) => Body::Ended(Ended {
            title: texts.review(),
            text: fill(
                texts.review_text(),
                &[business, ("email", view.guest.email.as_str())],
            ),
            reference: view.id.clone(),
            again: None,
        }),
        // The faces without an order to show are all a kind of waiting.
        (Face::LookingUp | Face::Waiting | Face::Held | Face::Booked | Face::InReview, _) => {
            Body::Waiting(waiting(flow, stage))
        }
    }
}

pub(super) fn leaving(flow: &Flow, stage: &OrderStage) -> Leaving {
    let texts = flow.text;
    let checkout_url = stage.checkout_url();
    let text = match checkout_url {
        None => texts.leaving_opening(),
        Some(_) if stage.link => texts.leaving_link_text(),
        Some(_) => texts.leaving_text(),
    };
    Leaving {
        title: texts.leaving(),
        text: text.to_owned(),
        checkout_url: checkout_url.map(ToOwned::to_owned),
        link_visible: stage.link && checkout_url.is_some(),
    }
}

fn held(flow: &Flow, stage: &OrderStage, view: &OrderView) -> Held {
    let texts = flow.text;
    let left = stage.hold_left(flow.now).filter(|left| !left.is_zero());
    let (until, countdown) = match (left, view.hold_until) {
        (Some(left), Some(until)) => {
            let time = texts.time(view.clock.local(until).time());
            let seconds = u32::try_from(left.num_seconds()).unwrap_or_default();
            let minutes = seconds.div_ceil(60);
            let (pattern, count) = if seconds < 60 {
                (texts.seconds_left(seconds), seconds)
            } else {
                (texts.minutes_left(minutes), minutes)
            };
            (
                fill(texts.held_until(), &[("time", &time)]),
                texts.count(pattern, count),
            )
        }
        (None, Some(_)) => (texts.held_over().to_owned(), String::new()),
        (_, None) => (texts.held_soon().to_owned(), String::new()),
    };
    Held {
        title: texts.held(),
        until,
        countdown,
        service: view
            .items
            .first()
            .map_or_else(String::new, |item| item.name.clone()),
        when: wording::when(texts, &view.clock, view.starts_at, view.ends_at),
        amount: texts.money(view.quote.amount_due_minor, view.quote.currency),
        checkout_url: stage.checkout_url().map(ToOwned::to_owned),
        releasing: stage.releasing.is_some() || stage.intent == Intent::Release,
    }
}

fn waiting(flow: &Flow, stage: &OrderStage) -> Waiting {
    let texts = flow.text;
    let slow = stage.is_slow(flow.now);
    let looking = stage.face() == Face::LookingUp;
    let releasing = stage.intent == Intent::Release;
    let (title, text) = match (&stage.failed, looking) {
        (None, _) if releasing => (texts.releasing(), texts.waiting_text()),
        (Some(_), true) => (texts.looking_up(), texts.failed_unreachable()),
        (Some(_), false) => (texts.waiting(), texts.waiting_failed()),
        (None, true) => (texts.looking_up(), texts.looking_up_text()),
        (None, false) if slow => (texts.waiting(), texts.waiting_slow()),
        (None, false) => (texts.waiting(), texts.waiting_text()),
    };
    Waiting {
        title,
        text: text.to_owned(),
        slow,
        retry: (slow || stage.failed.is_some()).then_some(texts.check_again()),
    }
}

fn booked(flow: &Flow, stage: &OrderStage, view: &OrderView) -> Booked {
    let texts = flow.text;
    let quote = &view.quote;
    let mut lines = payment::lines(flow, quote);
    if let Some(discount) = payment::discount(flow, quote) {
        lines.push(payment::row(
            flow,
            texts.subtotal(),
            quote.subtotal_minor,
            quote,
        ));
        lines.push(MoneyRow {
            label: texts.both(&discount.label, &discount.detail),
            amount: discount.amount,
        });
    }
    let balance = quote.total_minor.saturating_sub(view.paid_minor);
    let paid = texts.money(view.paid_minor, quote.currency);
    Booked {
        title: texts.booked(),
        service: view
            .items
            .first()
            .map_or_else(String::new, |item| item.name.clone()),
        when: wording::when(texts, &view.clock, view.starts_at, view.ends_at),
        business_time: wording::business_time(
            texts,
            &view.clock,
            &view.business_clock,
            view.starts_at,
        ),
        location: flow.page.calendar.location.clone(),
        lines,
        total: payment::row(flow, texts.total(), quote.total_minor, quote),
        paid: match (view.paid_minor, balance) {
            (0, 0) => texts.nothing_to_pay().to_owned(),
            (_, ..=0) => fill(texts.paid(), &[("amount", &paid)]),
            (_, balance) => {
                let balance = texts.money(balance, quote.currency);
                fill(
                    texts.paid_partly(),
                    &[("amount", &paid), ("balance", &balance)],
                )
            }
        },
        reference: view.id.clone(),
        booked_for: texts.both(view.guest.name.as_str(), view.guest.email.as_str()),
        back_to: back_to(flow, stage, view),
    }
}

/// The way back for a guest who came from the payment page. A guest who never left needs none.
fn back_to(flow: &Flow, stage: &OrderStage, view: &OrderView) -> Option<BackTo> {
    let website = flow.page.business.website.as_ref();
    let url = view.return_to.as_ref().or(website)?;
    if !stage.from_address || !is_web_address(url) {
        return None;
    }
    let business = &flow.page.business.name;
    Some(BackTo {
        url: url.clone(),
        label: fill(flow.text.back_to_site(), &[("business", business)]),
    })
}
