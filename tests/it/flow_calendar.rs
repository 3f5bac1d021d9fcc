//! Months, days, slots and time zones.

use booking_contract::WidgetStyle::Neo;
use booking_contract::{
    Field, FieldProblem, FieldProblemCode, Problem, ProblemCode, Slot, SlotsPage, ZoneClock,
    ZoneOffset,
};
use booking_engine::{Conditions, Hours};
use booking_widget::flow::{
    Body, Day, DayState, Effect, Event, Failure, FocusTarget, News, Slots, TimeStep,
};
use chrono::TimeDelta;

use crate::fixtures::{Script, at, clock, date, problem, refused, started};

fn time(script: &Script) -> TimeStep {
    match script.screen().body {
        Body::Time(time) => *time,
        other => panic!("not at the time step: {other:?}"),
    }
}

fn day(script: &Script, wanted: &str) -> Day {
    let month = time(script).month;
    let days = month.weeks.into_iter().flatten().flatten();
    let mut days = days.filter(|day| day.date == date(wanted));
    days.next().expect("the day is in the month")
}

fn labels(script: &Script) -> Vec<String> {
    let Slots::Day { groups, .. } = time(script).slots else {
        panic!("no day is chosen");
    };
    let slots = groups.into_iter().flat_map(|group| group.slots);
    slots.map(|slot| slot.label).collect()
}

#[test]
fn days_say_what_is_free_and_one_of_them_is_the_tab_stop() {
    let mut script = Script::start(Neo);
    assert_eq!(day(&script, "2026-11-24").state, DayState::Unknown);
    assert!(time(&script).month.loading);
    script.answer();
    assert_eq!(day(&script, "2026-11-20").state, DayState::Closed);
    assert_eq!(
        day(&script, "2026-11-20").name,
        "Friday 20 November, cannot be booked, today"
    );
    assert_eq!(day(&script, "2026-11-23").state, DayState::Full);
    assert_eq!(
        day(&script, "2026-11-23").name,
        "Monday 23 November, no free times"
    );
    assert_eq!(day(&script, "2026-11-24").state, DayState::Free);
    let month = time(&script).month;
    let stops = month
        .weeks
        .iter()
        .flatten()
        .flatten()
        .filter(|day| day.tab_stop);
    assert_eq!(stops.count(), 1);
    // November 2026 begins on a Sunday.
    assert!(month.weeks[0][..6].iter().all(Option::is_none));
    assert_eq!(month.weeks[0][6].as_ref().unwrap().number, 1);
}

#[test]
fn months_turn_within_the_calendar_s_window() {
    let mut script = Script::start(Neo);
    script.answer();
    assert!(!time(&script).month.can_go_back);
    script.go(Event::MonthTurned(-1));
    assert_eq!(time(&script).month.title, "November 2026");
    script.go(Event::MonthTurned(1)).go(Event::MonthTurned(1));
    assert_eq!(time(&script).month.title, "January 2027");
    assert!(!time(&script).month.can_go_forward);
    script.go(Event::MonthTurned(1)).go(Event::MonthTurned(7));
    assert_eq!(time(&script).month.title, "January 2027");
    // The first open day of a month is chosen by itself.
    assert!(day(&script, "2027-01-12").selected);
    // A month that is known is not asked for again.
    script.go(Event::MonthTurned(-1));
    assert_eq!(script.count("slots"), 3);
}

#[test]
fn what_is_asked_for_stays_inside_the_window() {
    let mut script = Script::start(Neo);
    script
        .answer()
        .go(Event::MonthTurned(1))
        .go(Event::MonthTurned(1));
    let spans: Vec<_> = script
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::LoadSlots { query, .. } => Some((query.from, query.to)),
            _ => None,
        })
        .collect();
    assert_eq!(
        spans,
        [
            (date("2026-11-21"), date("2026-11-30")),
            (date("2026-12-01"), date("2026-12-31")),
            (date("2027-01-01"), date("2027-01-31")),
        ]
    );
}

#[test]
fn the_first_open_month_is_found_by_itself() {
    let mut started = started(Neo);
    // The studio is closed from the 1st to the 11th of January; so is this window's first month.
    started.page.calendar.first_date = date("2026-12-24");
    started.page.calendar.last_date = date("2027-01-31");
    let mut script = Script::start_with(started);
    script.step(News::Tick(at("2026-12-31T20:00:00Z")));
    assert!(matches!(time(&script).slots, Slots::Loading));
    script.answer();
    assert_eq!(time(&script).month.title, "January 2027");
    assert!(day(&script, "2027-01-12").selected);
}

#[test]
fn an_empty_month_offers_the_next_free_day_without_leaving_it() {
    let mut started = started(Neo);
    started.page.now = at("2026-12-31T20:00:00Z");
    started.page.calendar.first_date = date("2026-11-21");
    let mut script = Script::start_with(started);
    script.answer();
    script.go(Event::MonthTurned(-1));
    let Slots::NoneInMonth { text, next_open } = time(&script).slots else {
        panic!("December is over");
    };
    assert_eq!(text, "No free times in December 2026.");
    let next = next_open.unwrap();
    assert_eq!(next.label, "Next free day: Tuesday 12 January");
    script.go(Event::DayChosen(next.date));
    assert_eq!(time(&script).month.title, "January 2027");
    assert_eq!(labels(&script).len(), 4);
}

#[test]
fn a_day_without_free_times_cannot_be_chosen() {
    let mut script = Script::start(Neo);
    script.answer().go(Event::DayChosen(date("2026-11-23")));
    assert!(day(&script, "2026-11-21").selected);
    script.go(Event::DayChosen(date("2031-01-01")));
    assert_eq!(time(&script).month.title, "November 2026");
}

#[test]
fn the_keyboard_walks_over_all_days_and_into_other_months() {
    let mut script = Script::start(Neo);
    script.answer().go(Event::DayFocused(date("2026-11-23")));
    assert!(
        day(&script, "2026-11-23").tab_stop,
        "also where nothing is free"
    );
    let focus = script.screen().focus.unwrap();
    assert_eq!(focus.target, FocusTarget::Day(date("2026-11-23")));
    script.go(Event::DayFocused(date("2026-12-05")));
    assert_eq!(time(&script).month.title, "December 2026");
    assert!(day(&script, "2026-12-05").tab_stop);
    // Beyond the window the last day is as far as it goes.
    script.go(Event::DayFocused(date("2027-06-01")));
    assert!(day(&script, "2027-01-31").tab_stop);
}

#[test]
fn slots_come_by_part_of_the_day_with_what_is_left() {
    let mut script = Script::start(Neo);
    script.answer();
    let Slots::Day { title, groups } = time(&script).slots else {
        panic!("a day is chosen");
    };
    assert_eq!(title, "Saturday 21 November");
    let parts: Vec<_> = groups.iter().map(|g| (g.label, g.slots.len())).collect();
    assert_eq!(parts, [("Morning", 2), ("Afternoon", 1), ("Evening", 1)]);
    assert_eq!(groups[1].slots[0].detail, "1 place left");
    assert_eq!(groups[0].slots[1].name, "11:00 to 12:00, 3 places left");
}

#[test]
fn slots_that_do_not_take_the_party_are_not_offered() {
    let mut script = Script::start(Neo);
    script.answer().go(Event::AttendeesChosen(4));
    assert_eq!(labels(&script), ["09:30", "18:00"]);
    assert_eq!(
        day(&script, "2026-11-21").name,
        "Saturday 21 November, 2 free times"
    );
    script.go(Event::SlotChosen(at("2026-11-21T11:00:00Z")));
    assert!(!time(&script).can_continue);
    assert_eq!(script.count("slots"), 1, "no request is needed");
}

#[test]
fn a_chosen_time_that_is_too_small_for_more_people_comes_back_with_fewer() {
    let mut script = Script::start(Neo);
    script.answer().choose_slot("2026-11-21T11:00:00Z");
    script.go(Event::AttendeesChosen(4));
    assert!(!time(&script).can_continue);
    let notice = script.screen().notice.unwrap();
    assert!(
        notice.text.starts_with("At 11:00 only 3 places are left."),
        "{}",
        notice.text
    );
    // Going on leads to what is said already.
    script.go(Event::Continue);
    assert_eq!(script.screen().notice, Some(notice));
    assert_eq!(script.screen().focus.unwrap().target, FocusTarget::Notice);
    // As many as fit are one tap away.
    let action = script.screen().notice.unwrap().action.unwrap();
    assert_eq!(action.label, "Book for 3 people");
    script.go(action.event);
    assert!(time(&script).can_continue);
    assert_eq!(script.screen().notice, None);
}

#[test]
fn the_number_of_people_stays_within_the_service() {
    let mut script = Script::start(Neo);
    script.answer().go(Event::AttendeesChosen(99));
    let stepper = time(&script).attendees.unwrap();
    assert_eq!((stepper.value, stepper.can_more), (6, false));
    assert_eq!(stepper.name, "6 people");
    script.go(Event::ServiceChosen("tour".parse().unwrap()));
    assert_eq!(time(&script).attendees.unwrap().value, 4);
    script.go(Event::ServiceChosen("portrait".parse().unwrap()));
    assert_eq!(time(&script).attendees, None);
    // The number that was wanted is not forgotten.
    script.go(Event::ServiceChosen("yoga".parse().unwrap()));
    assert_eq!(time(&script).attendees.unwrap().value, 6);
    script.go(Event::AttendeesChosen(0));
    assert_eq!(time(&script).attendees.unwrap().value, 1);
}

#[test]
fn another_service_keeps_the_time_where_it_is_free() {
    let mut script = Script::start(Neo);
    script.answer().choose_slot("2026-11-21T14:30:00Z");
    script.go(Event::ServiceChosen("portrait".parse().unwrap()));
    assert!(time(&script).can_continue);
    let when = script.screen().summary.unwrap().when.unwrap();
    assert_eq!(when, "Saturday, 21 November 2026, 14:30\u{a0}to\u{a0}16:00");
}

#[test]
fn another_service_says_when_the_time_is_not_free_and_the_way_back_keeps_it() {
    let mut script = Script::start(Neo);
    script.answer().choose_slot("2026-11-21T18:00:00Z");
    script.go(Event::ServiceChosen("portrait".parse().unwrap()));
    assert!(!time(&script).can_continue);
    let notice = script.screen().notice.unwrap();
    assert!(
        notice
            .text
            .starts_with("Saturday 21 November, 18:00 is not free")
    );
    script.go(Event::ServiceChosen("yoga".parse().unwrap()));
    assert!(time(&script).can_continue);
    assert_eq!(script.screen().notice, None);
}

#[test]
fn a_guest_elsewhere_sees_their_own_clock_and_the_business_s_beside_it() {
    let mut started = started(Neo);
    started.zone = "America/New_York".to_owned();
    let mut script = Script::start_with(started);
    script.answer();
    assert_eq!(labels(&script), ["04:30", "06:00", "09:30", "13:00"]);
    let zones = time(&script).zones;
    assert_eq!(
        zones.business_differs.as_deref(),
        Some("Times are shown for New York. Studio Lume is in Lisbon.")
    );
    script.choose_slot("2026-11-21T09:30:00Z");
    let zones = time(&script).zones;
    assert_eq!(
        zones.business_differs.as_deref(),
        Some("That is 09:30 in Lisbon.")
    );
    let when = script.screen().summary.unwrap().when.unwrap();
    assert_eq!(when, "Saturday, 21 November 2026, 04:30\u{a0}to\u{a0}05:30");
}

#[test]
fn another_zone_reloads_the_times_and_keeps_the_chosen_one() {
    let mut script = Script::start(Neo);
    script.answer().choose_slot("2026-11-21T18:00:00Z");
    script.go(Event::ZoneChosen("Pacific/Auckland".to_owned()));
    assert_eq!(script.count("slots"), 2);
    // In Auckland it is Sunday morning by then.
    let when = script.screen().summary.unwrap().when.unwrap();
    assert_eq!(when, "Sunday, 22 November 2026, 07:00\u{a0}to\u{a0}08:00");
    assert!(day(&script, "2026-11-22").selected);
    let zones = time(&script).zones;
    assert_eq!(
        zones.business_differs.as_deref(),
        Some("That is 18:00 on Saturday 21 November in Lisbon.")
    );
    script.go(Event::ZoneChosen("Mars/Olympus".to_owned()));
    assert_eq!(time(&script).zones.selected, "Pacific/Auckland");
}

#[test]
fn a_chosen_time_that_falls_into_the_next_month_elsewhere_is_followed() {
    let mut script = Script::start(Neo);
    script.answer().go(Event::MonthTurned(1));
    // New Year's Eve is a Thursday.
    script.go(Event::DayChosen(date("2026-12-31")));
    script.choose_slot("2026-12-31T18:00:00Z");
    script.go(Event::ZoneChosen("Pacific/Auckland".to_owned()));
    assert_eq!(time(&script).month.title, "January 2027");
    assert!(day(&script, "2027-01-01").selected);
    assert!(time(&script).can_continue);
}

#[test]
fn a_zone_that_the_companion_does_not_know_falls_back_to_the_business_s() {
    let mut started = started(Neo);
    started.zone = "Asia/Kolkata".to_owned();
    let mut script = Script::start_with(started);
    let unknown = Problem {
        fields: vec![FieldProblem {
            field: Field::Zone,
            place: None,
            code: FieldProblemCode::Unknown,
        }],
        ..problem(ProblemCode::InvalidField, 422)
    };
    script.fail(&refused(unknown)).answer();
    assert_eq!(time(&script).zones.selected, "Europe/Lisbon");
    assert_eq!(labels(&script).len(), 4);
}

#[test]
fn the_hour_that_comes_twice_is_told_apart() {
    let mut started = started(Neo);
    started.page.now = at("2026-10-20T09:00:00Z");
    started.page.calendar.first_date = date("2026-10-21");
    started.page.calendar.last_date = date("2026-10-31");
    let mut script = Script::start_with(started);
    let lisbon = ZoneClock {
        zone: "Europe/Lisbon".to_owned(),
        offsets: vec![
            ZoneOffset {
                from: at("2026-03-29T01:00:00Z"),
                seconds: 3_600,
            },
            ZoneOffset {
                from: at("2026-10-25T01:00:00Z"),
                seconds: 0,
            },
        ],
    };
    let slot = |starts_at: &str| Slot {
        starts_at: at(starts_at),
        ends_at: at(starts_at) + TimeDelta::minutes(60),
        seats_left: 2,
    };
    // 0:30 comes once, 1:30 twice; the day has 25 hours.
    let page = SlotsPage {
        slots: vec![
            slot("2026-10-24T23:30:00Z"),
            slot("2026-10-25T00:30:00Z"),
            slot("2026-10-25T01:30:00Z"),
            slot("2026-10-25T23:30:00Z"),
        ],
        clock: lisbon.clone(),
        business_clock: lisbon,
    };
    let ticket = crate::fixtures::ticket(&script.waiting[0]).unwrap();
    script.step(News::SlotsArrived(ticket, Ok(page)));
    assert!(day(&script, "2026-10-25").selected);
    assert_eq!(
        labels(&script),
        ["00:30", "01:30 (UTC+1)", "01:30 (UTC+0)", "23:30"]
    );
    assert_eq!(
        day(&script, "2026-10-25").name,
        "Sunday 25 October, 4 free times"
    );
}

#[test]
fn a_day_of_23_hours_has_its_times_on_the_wall_and_one_price_each() {
    let mut started = started(Neo);
    started.page.now = at("2027-03-23T09:00:00Z");
    started.page.calendar.first_date = date("2027-03-24");
    started.page.calendar.last_date = date("2027-03-31");
    started.asked.coupon = Some("tuesday".to_owned());
    let mut script = Script::start_with(started);
    script.now = at("2027-03-23T09:00:00Z");
    // From one o'clock the clocks of Lisbon show two.
    let sundays = Conditions {
        hours: Some(Hours {
            from_minute: 150,
            to_minute: 180,
        }),
        ..Conditions::default()
    };
    crate::fixtures::tuesdays(&mut script.terms, sundays);
    let slot = |starts_at: &str| Slot {
        starts_at: at(starts_at),
        ends_at: at(starts_at) + TimeDelta::minutes(60),
        seats_left: 2,
    };
    let page = SlotsPage {
        slots: vec![
            slot("2027-03-28T00:30:00Z"),
            slot("2027-03-28T01:30:00Z"),
            slot("2027-03-28T22:30:00Z"),
        ],
        clock: clock("Europe/Lisbon"),
        business_clock: clock("Europe/Lisbon"),
    };
    let asked = script.waiting.remove(0);
    let ticket = crate::fixtures::ticket(&asked).unwrap();
    script.step(News::SlotsArrived(ticket, Ok(page))).answer();
    assert!(day(&script, "2027-03-28").selected);
    assert_eq!(labels(&script), ["00:30", "02:30", "23:30"]);
    let Slots::Day { groups, .. } = time(&script).slots else {
        panic!("the day is shown");
    };
    let slots = groups.iter().flat_map(|group| &group.slots);
    let prices: Vec<&str> = slots
        .map(|slot| &*slot.price.as_ref().unwrap().amount)
        .collect();
    assert_eq!(prices, ["€48.00", "€24.00", "€48.00"]);
}

#[test]
fn an_answer_to_an_old_question_is_dropped() {
    let mut script = Script::start(Neo);
    let old = script.waiting.remove(0);
    script.step(Event::ServiceChosen("portrait".parse().unwrap()));
    let Effect::LoadSlots { ticket, query, .. } = old else {
        panic!("slots were asked for");
    };
    script.step(News::SlotsArrived(
        ticket,
        Ok(crate::fixtures::free_slots(&query)),
    ));
    assert!(matches!(time(&script).slots, Slots::Loading));
    script.answer();
    assert_eq!(labels(&script), ["09:30", "11:00", "14:30"]);
}

#[test]
fn slots_that_cannot_be_loaded_can_be_asked_for_again() {
    let server = refused(problem(ProblemCode::Internal, 500));
    for failure in [
        Failure::Unreachable,
        Failure::TimedOut,
        Failure::Unreadable,
        server,
    ] {
        let mut script = Script::start(Neo);
        script.fail(&failure);
        assert!(matches!(time(&script).slots, Slots::Failed { .. }));
        assert!(!time(&script).month.loading);
        script.go(Event::Retry);
        assert_eq!(labels(&script).len(), 4);
    }
}

#[test]
fn coming_back_online_asks_again_by_itself() {
    let mut script = Script::start(Neo);
    script.step(News::Offline).fail(&Failure::Unreachable);
    let Slots::Failed { text } = time(&script).slots else {
        panic!("they failed");
    };
    assert!(text.contains("offline"), "{text}");
    script.go(News::Online);
    assert_eq!(labels(&script).len(), 4);
}

#[test]
fn a_time_that_has_begun_is_no_longer_offered() {
    let mut script = Script::start(Neo);
    script.answer().choose_slot("2026-11-21T09:30:00Z");
    script.step(News::Tick(at("2026-11-21T10:00:00Z")));
    assert_eq!(labels(&script), ["11:00", "14:30", "18:00"]);
    assert!(!time(&script).can_continue);
}
