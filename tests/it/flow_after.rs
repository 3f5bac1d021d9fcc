//! What a guest can do after the confirmation: hold longer, call off, move, keep, go on.

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

// Holding longer.

#[test]
fn one_tap_holds_the_time_longer_until_it_cannot_be_held_any_longer() {
    let mut script = waiting_for_payment();
    let extend = held(&script).extend.unwrap();
    assert_eq!(extend.label, "Hold it 10 minutes longer");
    script.step(Event::Deed(Deed::Extend));
    assert!(held(&script).extend.unwrap().busy);
    // A second press while it is under way asks for nothing more.
    script.step(Event::Deed(Deed::Extend)).answer();
    assert_eq!(changes(&script), [OrderChange::Extend]);
    assert_eq!(held(&script).countdown, "40 min left");
    let screen = script.screen();
    assert_eq!(screen.announcement, "Your time is held until 09:40.");
    assert_eq!(held(&script).note, "");
    deed(&mut script, Deed::Extend);
    let held = held(&script);
    assert_eq!(held.extend, None);
    assert_eq!(held.countdown, "50 min left");
    assert_eq!(held.note, "It cannot be held any longer than this.");
}

#[test]
fn a_hold_that_could_not_be_extended_says_so_and_can_be_tried_again() {
    let mut script = waiting_for_payment();
    script.step(Event::Deed(Deed::Extend));
    script.fail(&Failure::Unreachable);
    assert!(held(&script).note.contains("connection failed"));
    assert!(script.screen().urgent.contains("connection failed"));
    assert!(!held(&script).extend.unwrap().busy);
    deed(&mut script, Deed::Extend);
    assert_eq!(held(&script).countdown, "40 min left");
    assert_eq!(held(&script).note, "");
}

#[test]
fn a_hold_that_may_have_been_extended_is_looked_at_before_anything_else() {
    let mut script = waiting_for_payment();
    script.step(Event::Deed(Deed::Extend));
    let asked = script.count("order");
    script.fail(&Failure::TimedOut);
    assert_eq!(script.count("order"), asked + 1);
    let until = now() + TimeDelta::minutes(40);
    script.order.as_mut().unwrap().hold_until = Some(until);
    script.answer();
    assert_eq!(held(&script).countdown, "40 min left");
}

#[test]
fn a_hold_that_cannot_be_extended_any_more_is_shown_as_it_is() {
    let mut script = waiting_for_payment();
    script.step(Event::Deed(Deed::Extend));
    script.order.as_mut().unwrap().extension = None;
    script.fail(&wrong_state()).answer();
    assert_eq!(held(&script).extend, None);
    assert!(held(&script).note.contains("not possible any more"));
}

#[test]
fn warnings_are_seen_and_come_again_after_an_extension() {
    let mut script = waiting_for_payment();
    let haste = |script: &Script| (held(script).haste, held(script).countdown);
    script.wait(1_499).answer();
    assert_eq!(haste(&script), (Haste::Calm, "6 min left".to_owned()));
    script.wait(1).answer();
    assert_eq!(haste(&script), (Haste::Soon, "5 min left".to_owned()));
    assert!(script.screen().announcement.contains("5 minutes"));
    script.wait(181).answer();
    assert_eq!(held(&script).countdown, "119 s left");
    script.wait(59).answer();
    assert_eq!(haste(&script), (Haste::Now, "60 s left".to_owned()));
    assert!(script.screen().announcement.contains("1 minute"));
    deed(&mut script, Deed::Extend);
    assert_eq!(haste(&script), (Haste::Calm, "11 min left".to_owned()));
    script.wait(360).answer();
    assert!(script.screen().announcement.contains("5 minutes"));
}

// A hold that has ended.

fn expired(mut script: Script) -> Script {
    let order = script.order.as_mut().unwrap();
    order.status = Expired;
    (order.hold_until, order.extension, order.checkout_url) = (None, None, None);
    script.go(Event::Retry);
    script
}

#[test]
fn the_same_time_is_taken_again_with_one_tap() {
    let mut script = Script::start(Neo);
    script
        .up_to_payment()
        .apply("welcome10")
        .go(Event::Confirmed);
    script.go(News::ShownAgain);
    let (first_key, first) = script.sent();
    let mut script = expired(script);
    let Body::Ended(ended) = script.screen().body else {
        panic!("ended");
    };
    assert!(ended.text.contains("nothing was charged"), "{}", ended.text);
    assert!(ended.text.contains("is kept"), "{}", ended.text);
    assert_eq!(
        ended.same.as_deref(),
        Some("Take Saturday 21 November, 09:30 again")
    );
    deed(&mut script, Deed::SameTime);
    let (key, order) = script.sent();
    assert_ne!(key, first_key, "it is a new confirmation");
    assert_eq!(order, first, "of the same");
    assert!(matches!(script.screen().body, Body::Leaving(_)));
}

#[test]
fn the_same_time_is_not_taken_where_somebody_else_has_it() {
    let mut script = Script::start(Neo);
    script.up_to_payment().go(Event::Confirmed);
    script.go(News::ShownAgain);
    let mut script = expired(script);
    script.step(Event::Deed(Deed::SameTime));
    script.fail(&refused(problem(ProblemCode::SlotTaken, 409)));
    script.answer();
    let screen = script.screen();
    assert!(matches!(screen.body, Body::Time(_)));
    assert!(screen.notice.unwrap().text.contains("Somebody else"));
}

#[test]
fn after_a_reload_the_same_time_needs_only_what_is_not_known_any_more() {
    let script = returned(Neo, AwaitingPayment, true);
    let mut script = expired(script);
    deed(&mut script, Deed::SameTime);
    let screen = script.screen();
    let Body::Details(details) = screen.body else {
        panic!("the consent is missing: {:?}", screen.body);
    };
    assert_eq!(details.name.value, "Test Guest");
    assert_eq!(script.count("open"), 0);
    script.go(Event::ConsentToggled).go(Event::Continue);
    let screen = script.screen();
    assert_eq!(
        screen.summary.unwrap().total.amount,
        "€43.20",
        "with the code"
    );
    script.go(Event::Confirmed);
    assert_eq!(script.sent().1.starts_at, at("2026-11-21T09:30:00Z"));
}

#[test]
fn a_time_that_has_passed_is_not_offered_again() {
    let mut script = returned(Neo, AwaitingPayment, true);
    let order = script.order.as_mut().unwrap();
    order.starts_at = now() - TimeDelta::minutes(1);
    let script = expired(script);
    let Body::Ended(ended) = script.screen().body else {
        panic!("ended");
    };
    assert_eq!(ended.same, None);
}

// Calling off.

#[test]
fn calling_off_is_asked_about_first_and_done_for_the_amount_that_was_shown() {
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::Cancel);
    assert_eq!(script.count("change"), 0);
    assert_eq!(
        script.screen().focus.unwrap().target,
        FocusTarget::Deed,
        "the question is read"
    );
    let view = asked(&script);
    assert_eq!(
        view.lines,
        [
            "You get €43.20 back.",
            "That holds until Friday 20 November, 21:30. After that you get €21.60 back.",
            "Your coupon can be used again afterwards.",
        ]
    );
    assert_eq!(view.confirm.label, "Cancel and get €43.20 back");
    script.step(Event::Deed(Deed::CancelNow));
    assert!(asked(&script).confirm.busy);
    script.step(Event::Deed(Deed::CancelNow));
    script.step(Event::Deed(Deed::Keep));
    assert!(asked(&script).confirm.busy, "it is on its way");
    script.answer();
    let sent = changes(&script);
    let [OrderChange::Cancel(told)] = sent[..] else {
        panic!("{sent:?}");
    };
    assert_eq!(told.refund_minor, 4_320);
    let screen = script.screen();
    assert_eq!(screen.announcement, "Your money is on its way back");
    let Body::Ended(ended) = screen.body else {
        panic!("called off");
    };
    assert_eq!(ended.title, "Your money is on its way back");
    assert!(ended.text.contains("€43.20"));
    let back = ended.facts.last().unwrap();
    assert_eq!((back.label, back.value.as_str()), ("Given back", "€43.20"));
    script.go(Event::BookAgain);
    assert!(matches!(script.screen().body, Body::Time(_)));
}

#[test]
fn to_keep_the_booking_leaves_everything_as_it_was() {
    let mut script = returned(Neo, Paid, false);
    let before = booked(&script);
    deed(&mut script, Deed::Cancel);
    deed(&mut script, Deed::Keep);
    assert_eq!(booked(&script), before);
    assert_eq!(script.screen().focus.unwrap().target, FocusTarget::Deed);
    assert_eq!(script.count("change"), 0);
}

#[test]
fn an_amount_that_changed_meanwhile_is_asked_about_again() {
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::Cancel);
    let meaning = script
        .order
        .as_mut()
        .unwrap()
        .cancellation
        .as_mut()
        .unwrap();
    meaning.refund_minor = 2_160;
    meaning.later_refund_minor = None;
    deed(&mut script, Deed::CancelNow);
    let view = asked(&script);
    assert_eq!(view.lines[0], "You get €21.60 back.");
    assert_eq!(view.confirm.label, "Cancel and get €21.60 back");
    assert!(view.trouble.contains("has changed meanwhile"));
    assert!(!view.confirm.busy);
    deed(&mut script, Deed::CancelNow);
    let Body::Ended(ended) = script.screen().body else {
        panic!("called off");
    };
    assert!(ended.text.contains("€21.60"));
}

#[test]
fn what_is_given_back_is_told_honestly() {
    let lines = |refund_minor, paid_minor, releases_coupon| {
        let mut script = returned(Neo, AwaitingPayment, false);
        let order = script.order.as_mut().unwrap();
        enrich(order);
        order.paid_minor = paid_minor;
        let meaning = order.cancellation.as_mut().unwrap();
        meaning.refund_minor = refund_minor;
        meaning.later_refund_minor = None;
        meaning.releases_coupon = releases_coupon;
        script.wait(1).answer();
        deed(&mut script, Deed::Cancel);
        let view = asked(&script);
        (view.lines.join(" "), view.confirm.label)
    };
    let (none, label) = lines(0, 9_990, false);
    assert!(none.contains("You paid €99.90, and nothing of it is given back."));
    assert!(none.contains("Your coupon counts as used."));
    assert_eq!(label, "Cancel booking");
    let (free, label) = lines(0, 0, true);
    assert!(free.starts_with("You have paid nothing, and nothing is charged."));
    assert!(free.ends_with("Your coupon can be used again afterwards."));
    assert_eq!(label, "Cancel booking");
}

#[test]
fn a_booking_that_another_tab_called_off_shows_that() {
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::Cancel);
    let order = script.order.as_mut().unwrap();
    order.status = Cancelled;
    (order.cancellation, order.movable_until) = (None, None);
    deed(&mut script, Deed::CancelNow);
    let Body::Ended(ended) = script.screen().body else {
        panic!("called off");
    };
    assert_eq!(ended.title, "Your booking is cancelled");
    // The same while another time is looked for.
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::Move).choose_slot("2026-11-21T18:00:00Z");
    let order = script.order.as_mut().unwrap();
    order.status = Cancelled;
    (order.cancellation, order.movable_until) = (None, None);
    deed(&mut script, Deed::MoveNow);
    assert!(matches!(script.screen().body, Body::Ended(_)));
}

#[test]
fn what_is_too_late_says_so_and_shows_what_can_still_be_done() {
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::Move).choose_slot("2026-11-21T18:00:00Z");
    script.order.as_mut().unwrap().movable_until = None;
    deed(&mut script, Deed::MoveNow);
    let manage = booked(&script).manage;
    assert!(manage.trouble.contains("not possible any more"));
    assert!(!manage.can_move);
    assert!(manage.can_cancel);
    assert!(manage.text.contains("still cancel"));
    script.order.as_mut().unwrap().cancellation = None;
    deed(&mut script, Deed::Cancel);
    deed(&mut script, Deed::CancelNow);
    let booked = booked(&script);
    assert_eq!(booked.cancel, None);
    assert!(booked.manage.trouble.contains("not possible any more"));
}

// Moving.

#[test]
fn another_time_is_looked_for_with_what_the_order_needs() {
    let mut script = returned(Neo, AwaitingPayment, false);
    enrich(script.order.as_mut().unwrap());
    script.wait(1).answer();
    deed(&mut script, Deed::Move);
    let query = script.effects.iter().rev().find_map(|effect| match effect {
        Effect::LoadSlots { query, .. } => Some(query.clone()),
        _ => None,
    });
    let query = query.unwrap();
    assert_eq!(query.items.to_string(), "yoga,portrait");
    assert_eq!(query.location.unwrap().as_str(), "chiado");
    let Slots::Day { groups, .. } = moving(&script).slots else {
        panic!("a day is shown");
    };
    let times: Vec<_> = groups
        .iter()
        .flat_map(|group| &group.slots)
        .map(|slot| slot.label.as_str())
        .collect();
    assert_eq!(
        times,
        ["09:30", "11:00", "18:00"],
        "for two, 14:30 has one place"
    );
}

#[test]
fn the_new_time_stands_beside_the_old_one_before_it_is_confirmed() {
    for style in [Neo, Classic] {
        let mut script = returned(style, Paid, false);
        deed(&mut script, Deed::Move);
        let step = moving(&script);
        assert_eq!(step.old, "Saturday 21 November 2026, 09:30 to 10:30");
        assert_eq!(step.new, None);
        assert_eq!(step.text, "What you booked and its price stay as they are.");
        deed(&mut script, Deed::MoveNow);
        assert_eq!(changes(&script), [], "there is no time to move to");
        script.choose_slot("2026-11-21T18:00:00Z");
        let step = moving(&script);
        assert_eq!(
            step.new.as_deref(),
            Some("Saturday 21 November 2026, 18:00 to 19:00")
        );
        script.step(Event::Deed(Deed::MoveNow));
        assert!(moving(&script).confirm.busy);
        script.step(Event::Deed(Deed::MoveNow)).answer();
        assert_eq!(changes(&script).len(), 1);
        let after = booked(&script);
        assert_eq!(
            after.news,
            "Your booking is now on Saturday 21 November, 18:00."
        );
        assert!(after.facts[1].value.contains("18:00 to 19:00"));
        assert_eq!(after.total.amount, "€43.20");
        assert_eq!(script.screen().announcement, after.news);
        assert_eq!(script.screen().focus.unwrap().target, FocusTarget::Heading);
    }
}

#[test]
fn the_calendar_file_of_a_moved_booking_replaces_the_one_before() {
    let mut script = returned(Neo, Paid, false);
    let file = |script: &mut Script| {
        script.go(Event::IcsChosen);
        let Some(Effect::Download { content, .. }) = script.effects.last() else {
            panic!("a file is offered");
        };
        let line = |name: &str| {
            let mut lines = content.lines();
            let line = lines.find_map(|line| line.strip_prefix(name));
            line.unwrap().to_owned()
        };
        let sequence: u32 = line("SEQUENCE:").parse().unwrap();
        (line("UID:"), sequence, line("DTSTART:"))
    };
    let before = file(&mut script);
    script.wait(5);
    deed(&mut script, Deed::Move).choose_slot("2026-11-21T18:00:00Z");
    deed(&mut script, Deed::MoveNow);
    let after = file(&mut script);
    assert_eq!(before.0, after.0);
    assert!(before.1 < after.1);
    assert_eq!(after.2, "20261121T180000Z");
}

#[test]
fn a_time_that_somebody_else_took_is_told_and_another_can_be_chosen() {
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::Move).choose_slot("2026-11-21T18:00:00Z");
    script.step(Event::Deed(Deed::MoveNow));
    let asked = script.count("slots");
    script.fail(&refused(problem(ProblemCode::SlotTaken, 409)));
    assert_eq!(script.count("slots"), asked + 1);
    script.answer();
    let step = moving(&script);
    assert!(step.trouble.contains("Somebody else"));
    assert_eq!(step.new, None);
    script.choose_slot("2026-11-21T11:00:00Z");
    assert_eq!(moving(&script).trouble, "");
    deed(&mut script, Deed::MoveNow);
    assert!(booked(&script).facts[1].value.contains("11:00"));
}

#[test]
fn a_time_at_which_the_coupon_does_not_hold_is_not_moved_to() {
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::Move).choose_slot("2026-11-21T18:00:00Z");
    script.step(Event::Deed(Deed::MoveNow));
    let mut quote = script.order.as_ref().unwrap().quote.clone();
    quote.total_minor = 4_800;
    let changed = Problem {
        quote: Some(Box::new(quote)),
        ..problem(ProblemCode::QuoteChanged, 409)
    };
    script.fail(&refused(changed));
    let step = moving(&script);
    assert!(step.trouble.contains("€48.00 instead of €43.20"));
    assert!(!step.confirm.busy);
}

#[test]
fn a_move_without_an_answer_that_was_made_after_all_is_seen() {
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::Move).choose_slot("2026-11-21T18:00:00Z");
    script.step(Event::Deed(Deed::MoveNow));
    let order = script.order.as_mut().unwrap();
    let by = TimeDelta::minutes(510);
    order.starts_at += by;
    order.ends_at += by;
    script.fail(&Failure::TimedOut).answer();
    assert!(booked(&script).news.contains("18:00"));
}

#[test]
fn to_keep_the_present_time_goes_back_and_a_new_booking_begins_afresh() {
    let mut script = returned(Neo, Paid, false);
    let before = booked(&script);
    deed(&mut script, Deed::Move).choose_slot("2026-11-21T18:00:00Z");
    deed(&mut script, Deed::Keep);
    assert_eq!(booked(&script), before);
    script.go(Event::BookAgain);
    let Body::Time(step) = script.screen().body else {
        panic!("at the time");
    };
    assert!(
        !step.can_continue,
        "what was looked at for the order is not chosen"
    );
}

#[test]
fn the_time_zone_can_be_changed_while_another_time_is_looked_for() {
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::Move).choose_slot("2026-11-21T18:00:00Z");
    script.go(Event::ZoneChosen("America/New_York".to_owned()));
    let step = moving(&script);
    assert_eq!(
        step.new.as_deref(),
        Some("Saturday 21 November 2026, 13:00 to 14:00")
    );
    deed(&mut script, Deed::MoveNow);
    assert_eq!(
        script.order.as_ref().unwrap().starts_at,
        at("2026-11-21T18:00:00Z")
    );
}

// What goes wrong on the way.

#[test]
fn whatever_was_asked_offline_can_be_asked_again_when_the_guest_is_back() {
    for (first, now_do) in [(Deed::Cancel, Deed::CancelNow), (Deed::Move, Deed::MoveNow)] {
        let mut script = returned(Neo, Paid, false);
        deed(&mut script, first);
        if first == Deed::Move {
            script.choose_slot("2026-11-21T18:00:00Z");
        }
        script.step(News::Offline);
        assert!(script.screen().notice.unwrap().text.contains("offline"));
        script.step(Event::Deed(now_do)).fail(&Failure::Unreachable);
        assert!(script.screen().urgent.contains("offline"));
        script.go(News::Online);
        assert_eq!(script.screen().notice, None);
        deed(&mut script, now_do);
        assert_eq!(changes(&script).len(), 2);
        assert!(!matches!(script.screen().body, Body::Move(_)));
    }
}

#[test]
fn slots_that_did_not_come_can_be_asked_for_again() {
    let mut script = returned(Neo, Paid, false);
    script.step(Event::Deed(Deed::Move));
    script.fail(&Failure::Unreachable);
    assert!(matches!(moving(&script).slots, Slots::Failed { .. }));
    script.go(Event::Retry);
    assert!(matches!(moving(&script).slots, Slots::Day { .. }));
}

#[test]
fn a_companion_that_asks_to_wait_is_named_with_its_time() {
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::Cancel).step(Event::Deed(Deed::CancelNow));
    let many = Problem {
        retry_after_seconds: Some(90),
        ..problem(ProblemCode::TooManyTries, 429)
    };
    script.fail(&refused(many));
    assert!(asked(&script).trouble.contains("2 minutes"));
    script.wait(60);
    assert!(asked(&script).trouble.contains("30 seconds"));
    script.wait(31);
    assert_eq!(asked(&script).trouble, "Please try again now.");
    deed(&mut script, Deed::CancelNow);
    assert!(matches!(script.screen().body, Body::Ended(_)));
}

#[test]
fn a_page_that_is_shown_again_asks_how_the_booking_stands() {
    let mut script = returned(Neo, Paid, false);
    let order = script.order.as_mut().unwrap();
    order.status = OrderStatus::Refunded;
    order.refunded_minor = order.paid_minor;
    script.go(News::ShownAgain);
    let Body::Ended(ended) = script.screen().body else {
        panic!("given back");
    };
    assert_eq!(ended.title, "Your money is back");
    assert!(ended.text.contains("€43.20 was given back"));
}

#[test]
fn money_on_its_way_back_is_followed_for_a_while() {
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::Cancel);
    deed(&mut script, Deed::CancelNow);
    script.order.as_mut().unwrap().status = OrderStatus::Refunded;
    script.wait(15).answer();
    let Body::Ended(ended) = script.screen().body else {
        panic!("given back");
    };
    assert_eq!(ended.title, "Your money is back");
    let asked = script.count("order");
    script.wait(600).answer();
    assert_eq!(
        script.count("order"),
        asked,
        "there is nothing more to learn"
    );
}

// Keeping the booking at hand.

#[test]
fn everything_that_was_booked_is_on_the_confirmation() {
    let mut script = returned(Neo, AwaitingPayment, false);
    enrich(script.order.as_mut().unwrap());
    script.wait(1).answer();
    let booked = booked(&script);
    let facts: Vec<_> = booked
        .facts
        .iter()
        .map(|fact| (fact.label, fact.value.as_str(), fact.detail.as_str()))
        .collect();
    assert_eq!(
        facts[..5],
        [
            ("What", "Morning yoga", "09:30 to 10:30, with Ana Reis, Tea"),
            ("What", "Portrait session", "10:30 to 12:00, with Ana Reis"),
            ("When", "Saturday 21 November 2026, 09:30 to 12:00", ""),
            ("Where", "Chiado, Rua Garrett 5, Lisbon", ""),
            ("Who takes part", "Test Guest", ""),
        ]
    );
    let rows = |rows: &[booking_widget::flow::MoneyRow]| -> Vec<(String, String)> {
        rows.iter()
            .map(|row| (row.label.clone(), row.amount.clone()))
            .collect()
    };
    let pair = |label: &str, amount: &str| (label.to_owned(), amount.to_owned());
    assert_eq!(
        rows(&booked.lines),
        [
            pair("Morning yoga, €48.00 × 2", "€96.00"),
            pair("Tea, €3.00 × 2", "€6.00"),
            pair("Portrait session", "€120.00"),
            pair("Subtotal", "€222.00"),
            pair("WELCOME10, 10% off", "\u{2212}€22.20"),
        ]
    );
    assert_eq!(
        rows(&booked.rest),
        [
            pair("Tax included, 23%", "€37.36"),
            pair("Paid", "€99.90"),
            pair("Still to pay", "€99.90"),
        ]
    );
    assert_eq!(booked.paid, "Paid €99.90, €99.90 still to pay");
    for link in &booked.online {
        assert!(link.url.starts_with("https://"), "{}", link.url);
        assert!(link.url.contains("20261121") || link.url.contains("2026%2D11%2D21"));
        assert!(!link.url.contains("secret"), "the token is nobody else's");
    }
}

#[test]
fn the_link_to_the_booking_keeps_its_token_in_the_fragment() {
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::CopyLink);
    let path = "/b/lume/studio?order=ord_4f7Qx2#secret";
    assert!(script.effects.contains(&Effect::Copy(path.to_owned())));
    let address = format!("https://book.example{path}");
    script.step(News::Copied {
        address: address.clone(),
        done: true,
    });
    assert!(booked(&script).copied.starts_with("Link copied"));
    assert_eq!(booked(&script).address, None);
    script.step(News::Copied {
        address: address.clone(),
        done: false,
    });
    assert_eq!(booked(&script).address, Some(address));
    deed(&mut script, Deed::Print);
    assert_eq!(script.effects.last(), Some(&Effect::Print));
}

// Going on to the business's own page.

fn booked_with_a_page(fresh: bool, url: &str) -> Script {
    let mut started = started(Neo);
    started.asked.fresh = fresh;
    let mut script = returned_in(&started, AwaitingPayment, false);
    let order = script.order.as_mut().unwrap();
    order.status = Paid;
    order.paid_minor = order.quote.total_minor;
    order.continue_to = Some(url.to_owned());
    script.wait(1).answer();
    script
}

#[test]
fn a_guest_who_has_just_paid_is_taken_on_once() {
    const PAGE: &str = "https://lume.example/thanks?order=ord_4f7Qx2";
    let mut script = booked_with_a_page(true, PAGE);
    assert!(booked(&script).news.contains("opens in a moment"));
    assert_eq!(booked(&script).onward.unwrap().url, PAGE);
    script.wait(4).answer();
    assert!(leavings(&script).is_empty());
    script.wait(1).answer();
    assert_eq!(leavings(&script), [PAGE]);
    assert_eq!(booked(&script).news, "");
    script.go(News::ShownAgain).wait(60).answer();
    assert_eq!(leavings(&script).len(), 1, "the way back leads back");
}

#[test]
fn a_guest_who_comes_back_later_stays_and_finds_a_link() {
    let mut script = booked_with_a_page(false, "https://lume.example/thanks");
    assert_eq!(booked(&script).news, "");
    assert!(booked(&script).onward.is_some());
    script.wait(60).answer();
    assert!(leavings(&script).is_empty());
}

#[test]
fn a_guest_who_does_something_is_not_taken_away() {
    let mut script = booked_with_a_page(true, "https://lume.example/thanks");
    script.go(Event::IcsChosen).wait(60).answer();
    assert!(leavings(&script).is_empty());
    assert_eq!(booked(&script).news, "");
}

#[test]
fn a_page_that_is_not_of_the_web_is_not_gone_to() {
    let mut script = booked_with_a_page(true, "javascript:alert(1)");
    script.wait(60).answer();
    assert!(leavings(&script).is_empty());
    assert_eq!(booked(&script).onward, None);
}

// Two tabs.

#[test]
fn an_order_that_another_tab_holds_can_be_gone_on_with() {
    for code in [ProblemCode::SlotTaken, ProblemCode::TooManyHolds] {
        let mut script = Script::start(Neo);
        script.up_to_payment().step(Event::Confirmed);
        script.fail(&refused(problem(code, 409)));
        assert!(script.effects.contains(&Effect::FindHeld), "{code:?}");
        script.answer();
        let action = |script: &Script| script.screen().notice.unwrap().action;
        assert_eq!(action(&script), None, "none is known yet");
        script.step(News::HeldFound(order_key()));
        let go_on = action(&script).unwrap();
        assert_eq!(go_on.label, "Go on with the held booking");
        script.order = waiting_for_payment().order;
        script.go(go_on.event);
        assert!(held(&script).checkout_url.is_some());
        assert_eq!(script.count("open"), 1);
    }
}

#[test]
fn an_order_that_is_over_by_then_lets_the_guest_go_on() {
    let mut script = Script::start(Neo);
    script.up_to_payment().step(Event::Confirmed);
    script.fail(&refused(problem(ProblemCode::TooManyHolds, 429)));
    script.answer().step(News::HeldFound(order_key()));
    script.order = waiting_for_payment().order;
    script.order.as_mut().unwrap().status = Expired;
    deed(&mut script, Deed::Resume);
    assert!(matches!(script.screen().body, Body::Ended(_)));
    script
        .go(Event::BookAgain)
        .go(Event::StepChosen(Step::Payment));
    assert!(matches!(script.screen().body, Body::Payment(_)));
}
