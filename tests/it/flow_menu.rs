//! The step of the services: what is opened, taken, changed and left.

use booking_contract::WidgetStyle::{Classic, Neo};
use booking_contract::{MenuStart, WidgetStyle};
use booking_widget::flow::{
    Body, Effect, Event, FocusTarget, HostEvent, MarkState, MenuEvent, OpenService, Screen,
    ServicesStep, Sort, Step,
};

use crate::fixtures::{Script, started_with_menu};

const STYLES: [WidgetStyle; 2] = [Neo, Classic];

fn bath_house(style: WidgetStyle) -> Script {
    Script::start_with_menu(started_with_menu(style))
}

fn services(screen: &Screen) -> &ServicesStep {
    match &screen.body {
        Body::Services(step) => step,
        other => panic!("the services are shown, not {other:?}"),
    }
}

fn open(screen: &Screen) -> &OpenService {
    services(screen).open.as_ref().expect("a service is open")
}

fn names(screen: &Screen) -> Vec<&str> {
    let groups = services(screen).groups.iter();
    groups.flat_map(|g| &g.entries).map(|e| &*e.name).collect()
}

fn located(script: &mut Script) -> &mut Script {
    script.menu(MenuEvent::LocationChosen("harbour".parse().unwrap()))
}

#[test]
fn a_guest_books_several_services_back_to_back_with_one_code() {
    for style in STYLES {
        let mut script = bath_house(style);
        assert!(script.requests().is_empty(), "no times before a service");
        script.menu(MenuEvent::ServiceOpened(0));
        assert_eq!(open(&script.screen()).price, "€65.00");
        located(&mut script)
            .menu(MenuEvent::VariationChosen("long".parse().unwrap()))
            .menu(MenuEvent::StaffChosen(Some("ana".parse().unwrap())))
            .menu(MenuEvent::AddOnCounted("tea".parse().unwrap(), 2));
        let shown = script.screen();
        assert_eq!(
            open(&shown).price,
            "€104.00",
            "98.00 of hers and two of 3.00"
        );
        assert_eq!(open(&shown).duration, "1 h 30 min");

        script
            .menu(MenuEvent::Taken)
            .menu(MenuEvent::ServiceOpened(1))
            .menu(MenuEvent::AttendeesCounted(2))
            .menu(MenuEvent::Taken);
        let screen = script.screen();
        let cart = &services(&screen).cart;
        assert_eq!(cart[0].name, "Massage, 90 minutes");
        assert_eq!(cart[0].detail, "with Ana Reis, Pot of tea\u{a0}×\u{a0}2");
        assert_eq!(cart[1].detail, "2 people");
        assert_eq!(services(&screen).total.as_deref(), Some("€154.00"));
        let duration = services(&screen).cart_duration.as_deref();
        assert_eq!(duration, Some("2 h 30 min in all"));

        script.go(Event::Continue);
        let asked = script.effects.iter().find_map(|effect| match effect {
            Effect::LoadSlots { query, .. } => Some(query.clone()),
            _ => None,
        });
        let asked = asked.expect("the times of what is in the cart are asked for");
        assert_eq!(asked.items.to_string(), "massage.long.ana,sauna");
        assert_eq!(asked.location.unwrap().as_str(), "harbour");

        script
            .choose_slot("2026-11-21T09:30:00Z")
            .go(Event::Continue)
            .fill_details()
            .go(Event::Continue);
        // Two are in the sauna and one has the massage: the review does not say two of everything.
        let Body::Payment(payment) = script.screen().body else {
            panic!("at the review");
        };
        assert_eq!(payment.rows[0].detail, "2 h 30 min");
        script.apply("welcome10").go(Event::Confirmed);
        let (_, order) = script.sent();
        assert_eq!(order.request.items.len(), 2);
        assert_eq!(order.request.location_id.unwrap().as_str(), "harbour");
        assert_eq!(order.quote.total_minor, 13_860);
    }
}

#[test]
fn the_services_are_a_step_only_where_there_is_much_to_choose() {
    let marks = |script: &Script| -> Vec<Step> {
        let marks = script.screen().progress;
        marks.iter().map(|mark| mark.step).collect()
    };
    assert_eq!(marks(&bath_house(Neo))[0], Step::Services);
    assert_eq!(marks(&Script::start(Neo))[0], Step::Time);
}

#[test]
fn a_plain_service_is_taken_at_once_and_one_service_leads_straight_on() {
    let mut started = started_with_menu(Neo);
    started.page.calendar.items_max = 1;
    started.page.locations.clear();
    let mut script = Script::start_with_menu(started);
    script.menu(MenuEvent::ServiceOpened(2));
    assert!(matches!(script.screen().body, Body::Time(_)));
    assert_eq!(script.requests(), ["slots"]);
    assert_eq!(script.screen().progress[0].state, MarkState::Done);

    // Back there, what was chosen is marked, and another one takes its place.
    script.go(Event::StepChosen(Step::Services));
    let screen = script.screen();
    assert!(services(&screen).can_continue);
    let entries = services(&screen).groups.iter().flat_map(|g| &g.entries);
    let chosen: Vec<_> = entries.filter(|e| e.chosen).map(|e| &*e.name).collect();
    assert_eq!(chosen, ["Facial"]);
    script.menu(MenuEvent::ServiceOpened(3));
    script
        .choose_slot("2026-11-21T09:30:00Z")
        .go(Event::Continue);
    assert!(matches!(script.screen().body, Body::Details(_)));
}

#[test]
fn search_forgives_capitals_and_order_and_says_when_nothing_is_found() {
    let mut script = bath_house(Neo);
    script.menu(MenuEvent::Searched("  HEAT sauna".to_owned()));
    assert_eq!(names(&script.screen()), ["Sauna"]);
    script.menu(MenuEvent::Searched("snow".to_owned()));
    let screen = script.screen();
    let nothing = services(&screen).nothing_found.as_deref();
    assert_eq!(nothing, Some("Nothing matches “snow”. Try another word."));
    script.menu(MenuEvent::ShowAll);
    assert_eq!(names(&script.screen()).len(), 8);
}

#[test]
fn services_stand_under_their_headings_and_can_be_sorted_and_filtered() {
    let mut script = bath_house(Neo);
    let screen = script.screen();
    let titles: Vec<_> = services(&screen).groups.iter().map(|g| &*g.title).collect();
    assert_eq!(titles, ["Body", "Face", "Hands and feet", ""]);
    script.menu(MenuEvent::Sorted(Sort::Price));
    assert_eq!(
        names(&script.screen())[..3],
        ["First talk", "Morning yoga", "Sauna"]
    );
    script.menu(MenuEvent::Sorted(Sort::Duration));
    assert_eq!(names(&script.screen())[..2], ["First talk", "Manicure"]);
    script.menu(MenuEvent::Sorted(Sort::Name));
    assert_eq!(names(&script.screen())[..2], ["Facial", "First talk"]);
    script.menu(MenuEvent::CategoryChosen(Some("hands".to_owned())));
    assert_eq!(names(&script.screen()), ["Manicure", "Pedicure"]);
}

#[test]
fn a_missing_location_is_asked_for_and_focused() {
    let mut script = bath_house(Neo);
    script
        .menu(MenuEvent::ServiceOpened(0))
        .menu(MenuEvent::Taken);
    let screen = script.screen();
    let group = open(&screen).groups.iter().find(|g| g.name == "location");
    assert_eq!(group.unwrap().error, Some("Please choose a location."));
    assert_eq!(screen.focus.unwrap().target, FocusTarget::Location);
    assert!(services(&screen).cart.is_empty());
}

#[test]
fn who_does_not_work_at_the_location_is_not_offered() {
    let mut script = bath_house(Neo);
    let staff = |screen: &Screen| -> Vec<String> {
        let groups = &open(screen).groups;
        let staff = groups.iter().find(|g| g.name == "staff").unwrap();
        staff.options.iter().map(|o| o.name.clone()).collect()
    };
    script.menu(MenuEvent::ServiceOpened(0));
    script.menu(MenuEvent::StaffChosen(Some("rui".parse().unwrap())));
    assert_eq!(staff(&script.screen()), ["Anyone", "Ana Reis", "Rui Melo"]);
    script.menu(MenuEvent::LocationChosen("hill".parse().unwrap()));
    let screen = script.screen();
    assert_eq!(staff(&screen), ["Anyone", "Ana Reis"]);
    let groups = &open(&screen).groups;
    let staff = groups.iter().find(|g| g.name == "staff").unwrap();
    assert!(staff.options[0].selected, "who is not there is not kept");
}

#[test]
fn the_location_comes_first_where_the_calendar_wants_it() {
    let mut started = started_with_menu(Neo);
    started.page.calendar.menu_start = MenuStart::Location;
    let mut script = Script::start_with_menu(started);
    let screen = script.screen();
    assert!(services(&screen).groups.is_empty());
    assert_eq!(
        services(&screen).location.as_ref().unwrap().options.len(),
        2
    );
    script.menu(MenuEvent::LocationChosen("hill".parse().unwrap()));
    let screen = script.screen();
    let entries: Vec<_> = services(&screen)
        .groups
        .iter()
        .flat_map(|g| &g.entries)
        .collect();
    let scrub = entries.iter().find(|e| e.name == "Salt scrub").unwrap();
    assert_eq!(scrub.off.as_deref(), Some("Not at Hill"));
    // It cannot be opened either.
    script.menu(MenuEvent::ServiceOpened(5));
    assert!(services(&script.screen()).open.is_none());
    // Elsewhere it can, and what is not offered there leaves the cart.
    located(&mut script).menu(MenuEvent::ServiceOpened(5));
    assert_eq!(services(&script.screen()).cart.len(), 1);
    script.menu(MenuEvent::LocationChosen("hill".parse().unwrap()));
    assert!(services(&script.screen()).cart.is_empty());
}

#[test]
fn a_full_cart_takes_no_more_and_says_so() {
    let mut script = bath_house(Neo);
    script.menu(MenuEvent::ServiceOpened(5));
    for _ in 0..4 {
        script.menu(MenuEvent::ServiceOpened(3));
    }
    let screen = script.screen();
    assert_eq!(services(&screen).cart.len(), 3);
    assert!(services(&screen).full.is_some());
}

#[test]
fn an_item_can_be_changed_and_removed() {
    let mut script = bath_house(Neo);
    script.menu(MenuEvent::ServiceOpened(0));
    located(&mut script).menu(MenuEvent::Taken);
    script
        .menu(MenuEvent::ItemOpened(0))
        .menu(MenuEvent::AddOnCounted("oil".parse().unwrap(), 1));
    assert_eq!(open(&script.screen()).take, "Save changes");
    script.menu(MenuEvent::Taken);
    let screen = script.screen();
    assert_eq!(services(&screen).cart.len(), 1);
    assert_eq!(services(&screen).cart[0].detail, "Almond oil");
    // Left as it was, a service changes nothing, and the focus goes back to where it was opened.
    script
        .menu(MenuEvent::ServiceOpened(0))
        .menu(MenuEvent::Closed);
    let screen = script.screen();
    assert_eq!(services(&screen).cart.len(), 1);
    assert_eq!(screen.focus.unwrap().target, FocusTarget::Service(0));
    script.menu(MenuEvent::ItemRemoved(0));
    let screen = script.screen();
    assert!(services(&screen).cart.is_empty());
    assert_eq!(screen.announcement, "Massage was removed.");
}

#[test]
fn add_ons_keep_the_time_and_another_form_gives_it_up() {
    let mut script = bath_house(Neo);
    script.menu(MenuEvent::ServiceOpened(0));
    located(&mut script).menu(MenuEvent::Taken);
    script
        .go(Event::Continue)
        .choose_slot("2026-11-21T09:30:00Z");
    let summed = |script: &Script| script.screen().summary.unwrap().when;
    assert!(summed(&script).is_some());
    script
        .go(Event::StepChosen(Step::Services))
        .menu(MenuEvent::ItemOpened(0))
        .menu(MenuEvent::AddOnCounted("oil".parse().unwrap(), 1))
        .menu(MenuEvent::Taken);
    assert!(summed(&script).is_some(), "the time is as good with oil");
    let asked = script.count("slots");
    script
        .menu(MenuEvent::ItemOpened(0))
        .menu(MenuEvent::VariationChosen("long".parse().unwrap()))
        .menu(MenuEvent::Taken);
    assert!(
        summed(&script).is_none(),
        "90 minutes may not be free there"
    );
    script.go(Event::Continue);
    assert_eq!(script.count("slots"), asked + 1);
    assert!(summed(&script).is_some(), "it is free as well");
}

#[test]
fn the_page_address_opens_a_service() {
    let mut started = started_with_menu(Neo);
    started.asked.service = Some("massage".to_owned());
    let script = Script::start_with_menu(started);
    assert_eq!(open(&script.screen()).name, "Massage");
}

#[test]
fn the_host_page_is_told_of_a_service_once_it_is_taken() {
    let mut script = bath_house(Neo);
    script.menu(MenuEvent::ServiceOpened(0));
    let told = |script: &Script| {
        let told = |effect: &&Effect| matches!(effect, Effect::Tell(told) if told.event == HostEvent::ServiceSelected);
        script.effects.iter().filter(told).count()
    };
    assert_eq!(told(&script), 0);
    located(&mut script).menu(MenuEvent::Taken);
    assert_eq!(told(&script), 1);
}
