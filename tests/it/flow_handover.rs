//! One booking in two programs: what one knows the other goes on with.

use booking_contract::OrderOpened;
use booking_contract::OrderStatus::{AwaitingPayment, Expired, Paid};
use booking_contract::WidgetStyle::{Classic, Neo};
use booking_widget::flow::{
    Body, Effect, Event, FocusTarget, Handed, MenuEvent, News, Started, Tone,
};
use booking_widget::json;

use crate::fixtures::{Script, order_key, returned, started, started_with_menu};

/// The other program, started with what this one hands to the page.
fn other(script: &Script, mut started: Started) -> Script {
    let handed = script
        .flow
        .handed()
        .expect("there is something to go on with");
    let text = json::write(&handed).expect("it can be written");
    let read = json::read::<Box<Handed>>(&text).expect("and read");
    assert_eq!(*read, handed);
    started.handed = Some(read);
    let mut other = Script::start_with(started);
    other.order.clone_from(&script.order);
    other
}

#[test]
fn the_whole_widget_hands_nothing_over() {
    let mut script = Script::start(Neo);
    script
        .up_to_payment()
        .go(Event::Confirmed)
        .go(News::ShownAgain)
        .go(Event::ReleaseChosen);
    let over = |effect: &Effect| matches!(effect, Effect::HandOver(_));
    assert!(!script.effects.iter().any(over));
}

#[test]
fn what_was_confirmed_for_nothing_is_booked_in_the_other_program() {
    let mut script = Script::start(Neo);
    script.up_to_payment().apply("free").go(Event::Confirmed);
    let mut other = other(&script, started(Neo));
    assert_eq!(other.requests(), ["order"], "and no free times");
    assert!(matches!(other.screen().body, Body::Waiting(_)));
    assert_eq!(other.screen().focus.unwrap().target, FocusTarget::Heading);
    other.answer();
    assert!(matches!(other.screen().body, Body::Booked(_)));
    assert_eq!(other.screen().body, script.screen().body);
    assert_eq!(other.screen().announcement, script.screen().announcement);
}

#[test]
fn back_from_the_payment_page_the_held_time_is_shown_by_the_other_program() {
    for style in [Neo, Classic] {
        let mut script = Script::start(style);
        script
            .up_to_payment()
            .go(Event::Confirmed)
            .go(News::ShownAgain);
        let mut other = other(&script, started(style));
        other.answer();
        assert_eq!(other.screen().body, script.screen().body);
        assert!(matches!(other.screen().body, Body::Held(_)));
    }
}

#[test]
fn a_time_that_was_given_back_is_chosen_anew_with_what_was_typed_and_without_storage() {
    let mut script = Script::start(Neo);
    script
        .up_to_payment()
        .apply("welcome10")
        .go(Event::Confirmed)
        .go(News::ShownAgain);
    let mut ordering = other(&script, started(Neo));
    ordering.answer().go(Event::ReleaseChosen);
    let mut choosing = other(&ordering, started(Neo));
    choosing.answer();
    let screen = choosing.screen();
    assert!(matches!(screen.body, Body::Time(_)));
    let notice = screen.notice.expect("what happened is said");
    assert_eq!(notice.tone, Tone::Info);
    assert_eq!(Some(notice), ordering.screen().notice);
    choosing
        .choose_slot("2026-11-21T11:00:00Z")
        .go(Event::Continue);
    choosing.go(Event::Continue);
    let Body::Payment(_) = choosing.screen().body else {
        panic!("nothing is missing: {:?}", choosing.screen().body);
    };
    let sent = |script: &Script| script.sent().1;
    choosing.go(Event::Confirmed);
    assert_eq!(sent(&choosing).guest, sent(&script).guest);
    assert_eq!(sent(&choosing).quote, sent(&script).quote, "with the code");
}

#[test]
fn after_a_hold_that_ended_everything_but_the_order_is_there_again() {
    let mut ordering = returned(Classic, Expired, true);
    ordering.go(Event::BookAgain);
    let mut choosing = other(&ordering, started(Classic));
    choosing.answer();
    assert_eq!(choosing.screen().body, ordering.screen().body);
    assert_eq!(choosing.screen().summary, ordering.screen().summary);
    assert_eq!(
        choosing.screen().focus.unwrap().target,
        FocusTarget::Heading
    );
    // The address still names the order that ended, which is not looked up again.
    assert_eq!(choosing.count("order"), 0);
}

#[test]
fn another_booking_begins_with_the_guest_and_nothing_else() {
    let mut ordering = returned(Neo, Paid, false);
    ordering.go(Event::BookAgain);
    let mut named = started(Neo);
    named.asked.order = Some(order_key());
    let mut choosing = other(&ordering, named);
    choosing.answer();
    assert_eq!(choosing.count("order"), 0);
    assert_eq!(choosing.screen().summary, ordering.screen().summary);
    choosing
        .choose_slot("2026-11-21T11:00:00Z")
        .go(Event::Continue);
    let Body::Details(details) = choosing.screen().body else {
        panic!("not at the form");
    };
    assert_eq!(details.email.value, "guest@example.com");
}

#[test]
fn a_remembered_order_that_ended_begins_a_booking_without_pulling_the_guest_there() {
    let mut first = Script::start(Neo);
    first.up_to_payment().go(Event::Confirmed);
    let mut remembering = started(Neo);
    remembering.remembered = Some(order_key());
    let mut ordering = Script::start_with(remembering);
    ordering.order.clone_from(&first.order);
    ordering.order.as_mut().unwrap().status = Expired;
    ordering.answer();
    let mut choosing = other(&ordering, started(Neo));
    choosing.answer();
    assert!(matches!(choosing.screen().body, Body::Time(_)));
    assert_eq!(choosing.screen().focus, None);
}

#[test]
fn services_that_were_taken_are_handed_over_as_well() {
    let mut script = Script::start_with_menu(started_with_menu(Neo));
    script
        .menu(MenuEvent::ServiceOpened(0))
        .menu(MenuEvent::LocationChosen("harbour".parse().unwrap()))
        .menu(MenuEvent::VariationChosen("long".parse().unwrap()))
        .menu(MenuEvent::Taken)
        .go(Event::Continue)
        .choose_slot("2026-11-21T09:30:00Z")
        .go(Event::Continue)
        .fill_details()
        .go(Event::Continue)
        .go(Event::Confirmed)
        .go(News::ShownAgain);
    assert!(matches!(
        script.order.as_ref().unwrap().status,
        AwaitingPayment
    ));
    let mut ordering = other(&script, started_with_menu(Neo));
    ordering.answer().go(Event::ReleaseChosen);
    let choosing = other(&ordering, started_with_menu(Neo));
    assert_eq!(choosing.screen().summary, ordering.screen().summary);
    assert!(matches!(choosing.screen().body, Body::Services(_)));
}

#[test]
fn a_booking_that_was_just_confirmed_is_drawn_at_once_and_not_asked_for() {
    let mut script = Script::start(Neo);
    script.up_to_payment().apply("free").go(Event::Confirmed);
    let handed = script.flow.handed().expect("an order is at hand");
    let mut first = started(Neo);
    first.handed = Some(Box::new(handed));
    first.opened = Some(Box::new(OrderOpened {
        order: script.order.clone().unwrap(),
        token: "secret".to_owned(),
    }));
    let other = Script::start_with(first.clone());
    assert!(matches!(other.screen().body, Body::Booked(_)));
    assert!(other.requests().is_empty());

    // The answer of another confirmation is none for this one.
    first.opened.as_mut().unwrap().order.id = "ord_other".to_owned();
    let other = Script::start_with(first);
    assert!(matches!(other.screen().body, Body::Waiting(_)));
    assert_eq!(other.requests(), ["order"]);
}
