//! A hold: longer with one tap, its warnings, and the same time again after its end.

use super::*;

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
    assert_eq!(
        held(&script).trouble.text,
        "Your time could not be held longer. It is still held until 09:30. The connection failed. \
         Please try again."
    );
    assert!(script.screen().urgent.contains("connection failed"));
    assert!(!held(&script).extend.unwrap().busy);
    deed(&mut script, Deed::Extend);
    assert_eq!(held(&script).countdown, "40 min left");
    assert_eq!(held(&script).trouble.text, "");
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
    assert_eq!(held(&script).trouble.text, "", "it was done after all");
}

#[test]
fn a_hold_that_cannot_be_extended_any_more_is_shown_as_it_is() {
    let mut script = waiting_for_payment();
    script.step(Event::Deed(Deed::Extend));
    script.order.as_mut().unwrap().extension = None;
    script.fail(&wrong_state()).answer();
    assert_eq!(held(&script).extend, None);
    assert!(held(&script).trouble.text.contains("not possible any more"));
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
