//! A reload: what the guest chose and typed is there again, where the tab may keep it.

use booking_contract::WidgetStyle::{Classic, Neo};
use booking_contract::{AttendeeDetails, OrderStatus, SlotsPage, StepOrder};
use booking_widget::flow::GuestField::{Answer, AttendeeName, Country, Name, Phone};
use booking_widget::flow::{
    Body, DetailsStep, Effect, Event, MenuEvent, News, Screen, Started, Step, Ticket,
};

use crate::fixtures::{
    Script, asking, at, date, order_key, order_view, returned, started, started_with_menu,
};

/// What the tab holds now, as text.
fn stored(script: &Script) -> Option<String> {
    let kept = |effect: &Effect| match effect {
        Effect::Keep(kept) => Some(kept.clone()),
        _ => None,
    };
    script.effects.iter().rev().find_map(kept).flatten()
}

/// The page is loaded anew.
fn reload(script: &Script, mut started: Started) -> Script {
    started.kept = stored(script);
    Script::start_with(started)
}

#[track_caller]
fn details(screen: Screen) -> DetailsStep {
    match screen.body {
        Body::Details(details) => *details,
        other => panic!("not at the form: {other:?}"),
    }
}

#[test]
fn a_reload_at_any_step_finds_the_guest_where_they_were() {
    for style in [Neo, Classic] {
        let started = asking(style, |_| {});
        let mut script = Script::start_with(started.clone());
        script.answer().go(Event::AttendeesChosen(2));
        script.choose_slot("2026-11-21T11:00:00Z");
        let mut again = reload(&script, started.clone());
        assert_eq!(again.answer().screen().body, script.screen().body);

        script.go(Event::Continue).fill_details();
        script.go(Event::FieldEdited(Country, "DE".to_owned()));
        script.type_in(Phone, "030 123456");
        script.type_in(AttendeeName(1), "Second");
        script.type_in(Answer(0), "Dr Lee");
        script.go(Event::OptionToggled(Answer(6), "Rest".to_owned()));
        let mut again = reload(&script, started.clone());
        // At once, and still so when the free times have come.
        assert_eq!(details(again.screen()), details(script.screen()));
        assert_eq!(details(again.answer().screen()), details(script.screen()));
        assert_eq!(again.screen().summary, script.screen().summary);
        assert_eq!(again.screen().notice, None);
    }
}

#[test]
fn a_reload_before_paying_keeps_the_code_as_well() {
    let mut script = Script::start(Neo);
    script
        .up_to_payment()
        .type_in(Phone, "912 345 678")
        .apply("welcome10");
    let mut again = reload(&script, started(Neo));
    assert!(matches!(again.screen().body, Body::Payment(_)));
    assert_eq!(
        again.count("coupon"),
        1,
        "the code is asked about once more"
    );
    again.answer();
    assert_eq!(again.screen().summary, script.screen().summary);
    again.go(Event::Confirmed);
    script.go(Event::Confirmed);
    assert_eq!(again.sent().1, script.sent().1);
}

#[test]
fn the_form_may_come_first_and_a_reload_stays_on_it() {
    let form_first = || {
        let mut started = started(Neo);
        started.page.calendar.steps = StepOrder::FormFirst;
        started
    };
    let mut script = Script::start_with(form_first());
    script.answer().fill_details();
    assert!(matches!(
        reload(&script, form_first()).screen().body,
        Body::Details(_)
    ));
    script.go(Event::Continue);
    assert!(matches!(
        reload(&script, form_first()).screen().body,
        Body::Time(_)
    ));
}

#[test]
fn services_that_were_taken_and_the_one_that_is_open_are_there_again() {
    let reload = |script: &Script| {
        let mut started = started_with_menu(Neo);
        started.kept = stored(script);
        Script::start_with_menu(started)
    };
    let mut script = Script::start_with_menu(started_with_menu(Neo));
    script
        .menu(MenuEvent::ServiceOpened(0))
        .menu(MenuEvent::LocationChosen("harbour".parse().unwrap()))
        .menu(MenuEvent::VariationChosen("long".parse().unwrap()))
        .menu(MenuEvent::AddOnCounted("tea".parse().unwrap(), 2));
    assert_eq!(reload(&script).screen().body, script.screen().body);
    script.menu(MenuEvent::Taken);
    script
        .menu(MenuEvent::ServiceOpened(1))
        .menu(MenuEvent::Taken);
    assert_eq!(reload(&script).screen().body, script.screen().body);
    script
        .go(Event::Continue)
        .choose_slot("2026-11-21T09:30:00Z");
    script.go(Event::Continue).fill_details();
    let again = reload(&script);
    assert_eq!(details(again.screen()), details(script.screen()));
    assert_eq!(again.screen().summary, script.screen().summary);
}

#[test]
fn nothing_is_kept_of_what_is_booked() {
    let mut script = Script::start(Neo);
    script.up_to_payment().apply("free");
    assert!(stored(&script).is_some());
    script.go(Event::Confirmed);
    assert!(matches!(script.screen().body, Body::Booked(_)));
    assert_eq!(stored(&script), None);
}

#[test]
fn the_draft_outlives_the_way_to_the_payment_page_and_back() {
    let party = || {
        asking(Neo, |calendar| {
            calendar.form.truncate(1);
            calendar.attendee_details = AttendeeDetails::Names;
        })
    };
    let mut script = Script::start_with(party());
    script
        .answer()
        .go(Event::AttendeesChosen(2))
        .up_to_details()
        .fill_details();
    script
        .type_in(Phone, "912 345 678")
        .type_in(AttendeeName(1), "Second")
        .type_in(Answer(0), "Dr Lee")
        .go(Event::Continue)
        .go(Event::Confirmed);
    let mut started = party();
    started.asked.order = Some(order_key());
    started.asked.cancelled = true;
    let mut again = reload(&script, started);
    again.order = Some(order_view(&script.sent().1, OrderStatus::AwaitingPayment));
    again.answer().go(Event::ReleaseChosen);
    again
        .choose_slot("2026-11-21T11:00:00Z")
        .go(Event::Continue);
    let shown = details(again.screen());
    assert_eq!(shown.attendees.unwrap().people[0].fields[0].value, "Second");
    assert_eq!(shown.questions[0].value, "Dr Lee");
}

#[test]
fn a_time_that_went_meanwhile_is_told_and_everything_else_stays() {
    let mut script = Script::start(Neo);
    script.up_to_payment();
    let mut again = reload(&script, started(Neo));
    let Effect::LoadSlots { ticket, query, .. } = again.waiting.remove(0) else {
        panic!("the free times are asked for");
    };
    let free = crate::fixtures::free_slots(&query);
    let rest = SlotsPage {
        slots: free.slots[1..].to_vec(),
        ..free
    };
    again.step(News::SlotsArrived(ticket, Ok(rest)));
    let notice = again.screen().notice.unwrap();
    assert!(
        notice
            .text
            .starts_with("Saturday 21 November, 09:30 is not free"),
        "{}",
        notice.text
    );
    again.go(Event::StepChosen(Step::Time));
    again
        .choose_slot("2026-11-21T11:00:00Z")
        .go(Event::Continue);
    assert_eq!(details(again.screen()).name.value, "Test Guest");
}

#[test]
fn a_tab_that_is_opened_again_days_later_asks_for_another_time() {
    let mut script = Script::start(Neo);
    script.up_to_payment();
    let mut later = started(Neo);
    later.page.now = at("2026-12-14T09:00:00Z");
    later.page.calendar.first_date = date("2026-12-15");
    let again = reload(&script, later);
    let Body::Time(time) = again.screen().body else {
        panic!("a time is to be chosen");
    };
    assert_eq!(time.month.title, "December 2026");
}

#[test]
fn a_code_that_is_being_checked_is_not_lost() {
    let mut script = Script::start(Neo);
    script.up_to_payment().step(Event::CodeOpened);
    script.step(Event::CodeEdited("welcome10".to_owned()));
    script.step(Event::CodeSubmitted);
    let mut again = reload(&script, started(Neo));
    assert_eq!(
        again.answer().screen().summary.unwrap().total.amount,
        "€43.20"
    );
}

#[test]
fn another_link_brings_its_own_choices_and_keeps_who_the_guest_is() {
    let mut script = Script::start_with(asking(Neo, |_| {}));
    script
        .up_to_details()
        .fill_details()
        .type_in(Answer(0), "Dr Lee");
    let mut other = asking(Neo, |_| {});
    other.asked.service = Some("portrait".to_owned());
    let mut again = reload(&script, other);
    again.answer();
    assert!(matches!(again.screen().body, Body::Time(_)));
    assert_eq!(again.screen().summary.unwrap().service, "Portrait session");
    again
        .choose_slot("2026-11-21T11:00:00Z")
        .go(Event::Continue);
    let shown = details(again.screen());
    assert_eq!(shown.name.value, "Test Guest");
    assert_eq!(shown.questions[0].value, "");
    assert!(!shown.consent.unwrap().checked);
}

#[test]
fn what_is_not_sold_any_more_is_not_chosen_again() {
    let mut script = Script::start(Neo);
    script.up_to_payment();
    let mut poorer = started(Neo);
    poorer.page.services.remove(0);
    poorer.page.terms.services.remove(0);
    let mut again = reload(&script, poorer);
    assert!(matches!(again.answer().screen().body, Body::Time(_)));
    assert_eq!(again.screen().summary.unwrap().service, "Portrait session");
    again
        .choose_slot("2026-11-21T11:00:00Z")
        .go(Event::Continue);
    assert_eq!(details(again.screen()).name.value, "Test Guest");
}

#[test]
fn only_what_changes_the_draft_is_kept_again() {
    let mut script = Script::start(Neo);
    script.up_to_details();
    let count = |script: &Script| {
        let keeps = |effect: &&Effect| matches!(effect, Effect::Keep(_));
        script.effects.iter().filter(keeps).count()
    };
    let before = count(&script);
    script
        .wait(5)
        .step(News::ShownAgain)
        .step(Event::FieldLeft(Name));
    script.step(News::OrderArrived(
        Ticket(0),
        Err(booking_widget::flow::Failure::Unreachable),
    ));
    assert_eq!(count(&script), before);
    script.type_in(Name, "T");
    assert_eq!(count(&script), before + 1);
}

#[test]
fn what_cannot_be_read_is_nothing() {
    for text in ["", "{}", "[1]", "{\"asked\":\"\"}"] {
        let mut damaged = started(Neo);
        damaged.kept = Some(text.to_owned());
        let mut script = Script::start_with(damaged);
        script.up_to_payment();
        assert!(matches!(script.screen().body, Body::Payment(_)), "{text}");
    }
}

#[test]
fn an_order_that_is_looked_at_again_takes_no_draft_along() {
    let script = returned(Neo, OrderStatus::Paid, false);
    assert!(matches!(script.screen().body, Body::Booked(_)));
    assert_eq!(stored(&script), None);
}
