//! Everybody who takes part.

use booking_contract::WidgetStyle::Classic;
use booking_contract::{AttendeeDetails, Field, FieldProblemCode, OrderStatus, PhoneUse};
use booking_widget::flow::GuestField::{AttendeeEmail, AttendeeName, Email, Name, Phone};
use booking_widget::flow::{Body, Event, FocusTarget, Step};

use super::{details, focus, refuse};
use crate::fixtures::{Script, asking, order_key, order_view};

/// At a form for three, with nothing but who takes part.
fn at_party(details: AttendeeDetails) -> Script {
    let mut script = Script::start_with(asking(Classic, |calendar| {
        calendar.form.clear();
        calendar.phone = PhoneUse::Hidden;
        calendar.attendee_details = details;
    }));
    script
        .answer()
        .go(Event::AttendeesChosen(3))
        .up_to_details();
    script.fill_details();
    script
}

/// The persons of the review: the rows whose change leads to the form.
fn review(script: &Script) -> Vec<(&'static str, String)> {
    let Body::Payment(step) = script.screen().body else {
        panic!("at the review");
    };
    let rows = step.rows.into_iter();
    rows.filter(|row| row.change == Step::Details)
        .map(|row| (row.label, row.value))
        .collect()
}

#[test]
fn the_booker_is_the_first_of_those_who_take_part_and_the_others_are_asked_about() {
    let mut script = at_party(AttendeeDetails::NamesAndEmails);
    let shown = details(&script).attendees.unwrap();
    assert!(shown.booker_takes_part);
    let titles: Vec<_> = shown.people.iter().map(|person| &*person.title).collect();
    assert_eq!(titles, ["Person 2 of 3", "Person 3 of 3"]);
    assert_eq!(shown.people[0].fields.len(), 2);
    script
        .type_in(AttendeeName(1), "Second Guest")
        .type_in(AttendeeEmail(1), "second@example.com")
        .type_in(AttendeeName(2), "Third Guest")
        .type_in(AttendeeEmail(2), "third@example.com")
        .go(Event::Continue);
    assert_eq!(
        review(&script),
        [
            ("Who", "Test Guest".to_owned()),
            (
                "Who takes part",
                "Test Guest, Second Guest, Third Guest".to_owned()
            ),
        ]
    );
    script.go(Event::Confirmed);
    let sent = script.sent().1.attendees;
    let sent: Vec<_> = sent
        .iter()
        .map(|one| (one.name.as_str(), one.email.as_ref().unwrap().as_str()))
        .collect();
    assert_eq!(
        sent,
        [
            ("Test Guest", "guest@example.com"),
            ("Second Guest", "second@example.com"),
            ("Third Guest", "third@example.com"),
        ]
    );
}

#[test]
fn who_books_for_others_names_all_of_them() {
    let mut script = at_party(AttendeeDetails::Names);
    script.go(Event::BookerToggled);
    let shown = details(&script).attendees.unwrap();
    assert_eq!(shown.people.len(), 3);
    assert_eq!(shown.people[0].title, "Person 1 of 3");
    assert_eq!(shown.people[0].fields.len(), 1, "names alone are asked for");
    script.go(Event::Continue);
    assert_eq!(focus(&script), FocusTarget::Field(AttendeeName(0)));
    for (place, name) in [(0, "First"), (1, "Second"), (2, "Third")] {
        script.type_in(AttendeeName(place), name);
    }
    script.go(Event::Continue);
    assert_eq!(
        review(&script),
        [
            ("Who", "Test Guest".to_owned()),
            ("Who takes part", "First, Second, Third".to_owned()),
        ]
    );
    script.go(Event::Confirmed);
    let sent = script.sent().1;
    let names: Vec<_> = sent.attendees.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["First", "Second", "Third"]);
    assert!(sent.attendees.iter().all(|one| one.email.is_none()));
    assert_eq!(sent.guest.name.as_str(), "Test Guest");
}

#[test]
fn a_party_that_shrinks_and_grows_again_loses_no_name() {
    let mut script = at_party(AttendeeDetails::Names);
    script
        .type_in(AttendeeName(1), "Second")
        .type_in(AttendeeName(2), "Third");
    let names = |script: &mut Script, count| {
        script
            .go(Event::StepChosen(Step::Time))
            .go(Event::AttendeesChosen(count))
            .go(Event::Continue);
        let people = details(script).attendees.unwrap().people;
        let names = people.iter().map(|person| person.fields[0].value.clone());
        names.collect::<Vec<_>>()
    };
    assert_eq!(names(&mut script, 2), ["Second"]);
    script.go(Event::Continue);
    assert!(
        matches!(script.screen().body, Body::Payment(_)),
        "the third is not asked about"
    );
    assert_eq!(names(&mut script, 1), Vec::<String>::new());
    assert_eq!(names(&mut script, 3), ["Second", "Third"]);
    script.go(Event::BookerToggled).go(Event::BookerToggled);
    assert_eq!(names(&mut script, 3), ["Second", "Third"]);
}

#[test]
fn errors_of_others_speak_of_them_and_a_refusal_finds_the_right_one() {
    let mut script = at_party(AttendeeDetails::NamesAndEmails);
    script.go(Event::Continue);
    let people = |script: &Script| details(script).attendees.unwrap().people;
    let told = |script: &Script, person: usize, field: usize| {
        people(script)[person].fields[field].error.clone()
    };
    assert_eq!(
        told(&script, 0, 0).unwrap(),
        "Please enter this person's name."
    );
    assert_eq!(
        told(&script, 0, 1).unwrap(),
        "Please enter this person's e-\u{2060}mail address."
    );
    for place in [1, 2] {
        script
            .type_in(AttendeeName(place), "Somebody")
            .type_in(AttendeeEmail(place), "somebody@example.com");
    }
    script.go(Event::Continue);
    let missing = FieldProblemCode::Missing;
    refuse(&mut script, &[(Field::AttendeeDetails, Some(2), missing)]);
    assert_eq!(focus(&script), FocusTarget::Field(AttendeeEmail(2)));
    assert!(told(&script, 1, 1).is_some());
    assert_eq!(told(&script, 0, 1), None);
    script.type_in(AttendeeEmail(2), "third@example.com");
    script.go(Event::Continue);
    // The first of those who take part is the one who books.
    refuse(&mut script, &[(Field::AttendeeDetails, Some(0), missing)]);
    assert_eq!(focus(&script), FocusTarget::Field(Email));
}

#[test]
fn names_may_be_wrong_in_many_places_and_the_booker_comes_first() {
    let mut script = at_party(AttendeeDetails::Names);
    script.type_in(Name, "").go(Event::Continue);
    assert_eq!(focus(&script), FocusTarget::Field(Name));
}
#[test]
fn who_joins_later_is_not_told_off_before_anything_is_typed() {
    let mut script = at_party(AttendeeDetails::Names);
    script.go(Event::Continue);
    let told = |script: &Script, place: usize| {
        let people = details(script).attendees.unwrap().people;
        people[place].fields[0].error.is_some()
    };
    assert!(told(&script, 0) && told(&script, 1));
    script
        .go(Event::StepChosen(Step::Time))
        .go(Event::AttendeesChosen(4))
        .go(Event::Continue);
    assert!(told(&script, 1), "what was told stays");
    assert!(!told(&script, 2));
    script.go(Event::Continue);
    assert!(told(&script, 2));
}

#[test]
fn an_order_that_is_given_up_brings_its_people_back_where_no_tab_keeps_them() {
    let started = || {
        asking(Classic, |calendar| {
            calendar.form.clear();
            calendar.phone = PhoneUse::Optional;
            calendar.attendee_details = AttendeeDetails::NamesAndEmails;
        })
    };
    let mut script = Script::start_with(started());
    script
        .answer()
        .go(Event::AttendeesChosen(2))
        .up_to_details()
        .fill_details();
    script
        .type_in(Phone, "912 345 678")
        .type_in(AttendeeName(1), "Second Guest")
        .type_in(AttendeeEmail(1), "second@example.com")
        .go(Event::Continue)
        .go(Event::Confirmed);
    let sent = script.sent().1;
    let mut order = order_view(&sent, OrderStatus::AwaitingPayment);
    order.attendees = sent.attendees;
    let mut back = started();
    back.asked.order = Some(order_key());
    back.asked.cancelled = true;
    let mut again = Script::start_with(back);
    again.order = Some(order);
    again.answer().go(Event::ReleaseChosen);
    again
        .choose_slot("2026-11-21T11:00:00Z")
        .go(Event::Continue);
    let shown = details(&again);
    let phone = shown.phone.unwrap();
    assert_eq!(
        (phone.country, phone.number.value.as_str()),
        ("PT", "912345678")
    );
    let people = shown.attendees.unwrap();
    assert!(people.booker_takes_part);
    assert_eq!(people.people[0].fields[0].value, "Second Guest");
    assert_eq!(people.people[0].fields[1].value, "second@example.com");
}
