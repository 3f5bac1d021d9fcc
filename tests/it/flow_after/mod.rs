//! What a guest can do after the confirmation: hold longer, call off, move, keep, go on.

mod cancelling;
mod hold;
mod keeping;
mod moving;
mod troubles;

use booking_contract::OrderStatus::{AwaitingPayment, Cancelled, Expired, Paid};
use booking_contract::WidgetStyle::{Classic, Neo};
use booking_contract::{OrderStatus, Problem, ProblemCode};
use booking_widget::flow::{
    Body, Booked, CancelView, Deed, Effect, Event, Failure, FocusTarget, Haste, Held, MoveStep,
    News, OrderChange, Slots, Step,
};
use chrono::TimeDelta;

use crate::fixtures::{
    Script, at, enrich, now, order_key, problem, refused, returned, returned_in, started,
};

fn held(script: &Script) -> Held {
    match script.screen().body {
        Body::Held(held) => held,
        other => panic!("not held: {other:?}"),
    }
}

fn booked(script: &Script) -> Booked {
    match script.screen().body {
        Body::Booked(booked) => *booked,
        other => panic!("not booked: {other:?}"),
    }
}

fn asked(script: &Script) -> CancelView {
    booked(script).cancel.expect("the guest is asked")
}

fn moving(script: &Script) -> MoveStep {
    match script.screen().body {
        Body::Move(step) => *step,
        other => panic!("not moving: {other:?}"),
    }
}

fn deed(script: &mut Script, deed: Deed) -> &mut Script {
    script.go(Event::Deed(deed))
}

fn waiting_for_payment() -> Script {
    returned(Neo, AwaitingPayment, true)
}

/// The changes that were sent so far.
fn changes(script: &Script) -> Vec<OrderChange> {
    let change = |effect: &Effect| match effect {
        Effect::ChangeOrder { change, .. } => Some(*change),
        _ => None,
    };
    script.effects.iter().filter_map(change).collect()
}

/// Where the top window was sent since the confirmation.
fn leavings(script: &Script) -> Vec<&str> {
    let mut urls = Vec::new();
    for effect in &script.effects {
        if let Effect::Leave { url, .. } = effect {
            urls.push(url.as_str());
        }
    }
    urls
}

fn wrong_state() -> Failure {
    refused(problem(ProblemCode::WrongState, 409))
}
