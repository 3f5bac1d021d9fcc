//! The screens of an order that exists.

mod booked;

use booking_contract::{BookedItem, OrderView};

use crate::flow::booking::Flow;
use crate::flow::message::OrderChange;
use crate::flow::order::{Doing, Face, Intent, Made, OrderStage, is_web_address};
use crate::flow::screen::{Body, DeedButton, Ended, Fact, Failed, Haste, Held, Leaving, Waiting};
use crate::flow::wording;
use crate::text::fill;

pub(super) fn body(flow: &Flow, stage: &OrderStage) -> Body {
    let texts = flow.text;
    let business = ("business", flow.page.business.name.as_str());
    match (stage.face(), &stage.view) {
        (Face::Unknown, _) => Body::Failed(Failed {
            title: texts.order_unknown().to_owned(),
            text: fill(texts.order_unknown_text(), &[business]),
            again: Some(texts.book_new()),
        }),
        (Face::Leaving, _) => Body::Leaving(leaving(flow, stage)),
        (Face::Held, Some(view)) => Body::Held(held(flow, stage, view)),
        (Face::Booked, Some(view)) if matches!(stage.doing, Some(Doing::Moving(_))) => {
            Body::Move(Box::new(booked::step(flow, stage, view)))
        }
        (Face::Booked, Some(view)) => Body::Booked(Box::new(booked::booked(flow, stage, view))),
        (Face::Expired, Some(view)) => Body::Ended(expired(flow, view)),
        (Face::InReview, Some(view)) => Body::Ended(Ended {
            title: texts.review(),
            text: fill(
                texts.review_text(),
                &[business, ("email", view.guest.email.as_str())],
            ),
            facts: vec![fact(texts.reference(), view.id.clone(), String::new())],
            same: None,
            again: None,
        }),
        (face @ (Face::Refunding | Face::Refunded | Face::Cancelled), Some(view)) => {
            Body::Ended(called_off(flow, face, view))
        }
        // The faces without an order to show are all a kind of waiting.
        (_, _) => Body::Waiting(waiting(flow, stage)),
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
    let mut haste = Haste::Calm;
    let (until, countdown) = match (left, view.hold_until) {
        (Some(left), Some(until)) => {
            let time = texts.time(view.clock.local(until).time());
            let seconds = u32::try_from(left.num_seconds()).unwrap_or_default();
            haste = match seconds {
                ..=60 => Haste::Now,
                61..=300 => Haste::Soon,
                _ => Haste::Calm,
            };
            let minutes = seconds.div_ceil(60);
            let (pattern, count) = if seconds < 120 {
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
    let busy = matches!(stage.sent, Some((_, OrderChange::Extend)));
    let extension = view.extension.filter(|_| left.is_some());
    let trouble = booked::trouble(flow, stage);
    let mut note = "";
    let is_last = stage.made == Some(Made::Extended) && extension.is_none() && left.is_some();
    if is_last && trouble.text.is_empty() {
        note = texts.extend_over();
    }
    Held {
        title: texts.held(),
        until,
        countdown,
        haste,
        service: flow.service_names(view),
        when: wording::when(texts, &view.clock, view.starts_at, view.ends_at),
        amount: texts.money(view.quote.amount_due_minor, view.quote.currency),
        checkout_url: stage.checkout_url().map(ToOwned::to_owned),
        extend: extension.map(|extension| {
            let time = texts.count(texts.span_minutes(extension.minutes), extension.minutes);
            DeedButton {
                label: fill(texts.extend(), &[("time", &time)]),
                busy,
            }
        }),
        note,
        trouble,
        releasing: stage.releasing.is_some() || stage.intent == Intent::Release,
    }
}

/// The hold has ended: what was typed is kept, and the time may still be free.
fn expired(flow: &Flow, view: &OrderView) -> Ended {
    let texts = flow.text;
    let time = flow.moment(&view.clock, view.starts_at);
    let known = !flow.page.services.is_empty() && view.starts_at > flow.now;
    Ended {
        title: texts.ended(),
        text: texts.one_after_the_other(texts.ended_text(), texts.ended_kept()),
        facts: Vec::new(),
        same: known.then(|| fill(texts.same_time(), &[("time", &time)])),
        again: Some(texts.release()),
    }
}

/// The booking does not take place: what becomes of the money.
fn called_off(flow: &Flow, face: Face, view: &OrderView) -> Ended {
    let texts = flow.text;
    let amount = texts.money(view.refunded_minor, view.quote.currency);
    let (pattern, label) = match face {
        Face::Refunding => (texts.refunding_text(), texts.refund_due()),
        _ if view.refunded_minor > 0 => (texts.refunded_text(), texts.given_back()),
        _ => (texts.cancelled_text(), ""),
    };
    let mut facts = facts(flow, view);
    if view.refunded_minor > 0 {
        facts.push(fact(label, amount.clone(), String::new()));
    }
    Ended {
        title: texts.cancelled(),
        text: fill(pattern, &[("amount", &amount)]),
        facts,
        same: None,
        again: Some(texts.book_new()),
    }
}

fn fact(label: &'static str, value: String, detail: String) -> Fact {
    Fact {
        label,
        value,
        detail,
    }
}

/// What an order is about: what, when, where, for whom, and its reference.
fn facts(flow: &Flow, view: &OrderView) -> Vec<Fact> {
    let texts = flow.text;
    let mut facts = Vec::new();
    let several = view.items.len() > 1;
    for item in &view.items {
        let detail = item_detail(flow, view, item, several);
        facts.push(fact(texts.what(), item.name.clone(), detail));
    }
    facts.push(fact(
        texts.when(),
        wording::when(texts, &view.clock, view.starts_at, view.ends_at),
        wording::business_time(texts, &view.clock, &view.business_clock, view.starts_at)
            .unwrap_or_default(),
    ));
    let place = flow.place_of(view);
    if !place.is_empty() {
        facts.push(fact(texts.where_(), place, String::new()));
    }
    for attendee in &view.attendees {
        let email = attendee.email.as_ref();
        let email = email.map_or_else(String::new, |email| email.as_str().to_owned());
        facts.push(fact(
            texts.people_label(),
            attendee.name.as_str().to_owned(),
            email,
        ));
    }
    facts.push(fact(
        texts.booked_for(),
        texts.both(view.guest.name.as_str(), view.guest.email.as_str()),
        String::new(),
    ));
    facts.push(fact(texts.reference(), view.id.clone(), String::new()));
    facts
}

/// With whom, what is booked along, and when, where there are several.
fn item_detail(flow: &Flow, view: &OrderView, item: &BookedItem, several: bool) -> String {
    let texts = flow.text;
    let mut parts = Vec::new();
    if several {
        let time = |at| texts.time(view.clock.local(at).time());
        let (from, to) = (time(item.starts_at), time(item.ends_at));
        parts.push(fill(texts.time_range(), &[("from", &from), ("to", &to)]));
    }
    if let Some(name) = &item.staff_name {
        parts.push(fill(texts.with_staff(), &[("name", name)]));
    }
    parts.extend(item.add_ons.iter().cloned());
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |all, part| texts.both(&all, &part))
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
