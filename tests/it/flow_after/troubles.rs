//! What goes wrong on the way: no connection, too many tries, another tab.

use super::*;

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
    assert!(asked(&script).trouble.text.contains("2 minutes"));
    script.wait(60);
    assert!(asked(&script).trouble.text.contains("30 seconds"));
    script.wait(31);
    assert_eq!(asked(&script).trouble.text, "Please try again now.");
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
    assert_eq!(ended.title, "Your booking is cancelled");
    assert!(ended.text.contains("We have refunded €43.20"));
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
    assert_eq!(ended.title, "Your booking is cancelled");
    let asked = script.count("order");
    script.wait(600).answer();
    assert_eq!(
        script.count("order"),
        asked,
        "there is nothing more to learn"
    );
}

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
        assert_eq!(go_on.label, "Go to the held booking");
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
