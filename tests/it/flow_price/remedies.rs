//! What makes a code count, at one tap.

use super::*;

#[test]
fn other_days_of_the_week_are_shown_at_one_tap() {
    let mut script = studio(|terms| {
        tuesdays(
            terms,
            Conditions {
                weekdays: vec![Weekday::Thu, Weekday::Wed, Weekday::Tue],
                ..Conditions::default()
            },
        );
    });
    script.apply("tuesday");
    assert_eq!(offers(&script), ["Tuesday to Thursday: show these times"]);
    script.go(Event::RemedyChosen(0));
    assert!(day(&script, "2026-11-24").selected);
    let screen = script.screen();
    assert_eq!(screen.focus.unwrap().target, FocusTarget::Slots);
    assert!(screen.announcement.starts_with("Tuesday 24 November"));
    // What was chosen stays until something else is.
    assert_eq!(total(&script), "€48.00");
    script.choose_slot("2026-11-24T09:30:00Z");
    assert_eq!(total(&script), "€24.00");
    script.go(Event::RemedyChosen(0));
    assert_eq!(total(&script), "€24.00", "nothing is offered any more");
}

#[test]
fn before_a_time_is_chosen_those_that_the_code_is_for_are_a_tap_away() {
    let mut first = started(Neo);
    first.asked.coupon = Some("tuesday".to_owned());
    let mut script = Script::start_with(first);
    script.answer();
    assert_eq!(offers(&script), ["Tuesday: show these times"]);
    script.go(Event::RemedyChosen(0));
    assert!(day(&script, "2026-11-24").selected);
    script.choose_slot("2026-11-24T09:30:00Z");
    assert_eq!(offers(&script), [""; 0]);
}

#[test]
fn a_code_for_some_times_takes_nothing_off_before_one_of_them_is_chosen() {
    for style in [Neo, Classic] {
        let mut first = started(style);
        first.asked.coupon = Some("tuesday".to_owned());
        let mut script = Script::start_with(first);
        script.answer();
        assert_eq!(total(&script), "€48.00", "as every time of this day");
        assert_eq!(summary(&script).discount, None);
        let Some(CouponField::Applied {
            code,
            why_not,
            offers,
            ..
        }) = summary(&script).coupon
        else {
            panic!("the code is named beside the times, in both looks");
        };
        assert_eq!(code, "TUESDAY");
        assert_eq!(
            why_not.as_deref(),
            Some("Choose a time that this code is for.")
        );
        assert_eq!(offers, ["Tuesday: show these times"]);
        assert!(
            script
                .screen()
                .announcement
                .starts_with("TUESDAY is kept, but takes nothing off yet.")
        );
        script.choose_slot("2026-11-24T09:30:00Z");
        assert_eq!(total(&script), "€24.00");
        assert_eq!(summary(&script).was.as_deref(), Some("€48.00"));
    }
}

#[test]
fn dates_far_away_are_looked_for_month_by_month() {
    let mut script = studio(|terms| {
        tuesdays(
            terms,
            Conditions {
                first_date: Some(date("2027-01-02")),
                ..Conditions::default()
            },
        );
    });
    script.apply("tuesday");
    assert_eq!(
        offers(&script),
        ["From Saturday 2 January: show these times"]
    );
    // Nothing is free in January before the 12th.
    script.go(Event::RemedyChosen(0));
    assert_eq!(time(&script).month.title, "January 2027");
    assert!(day(&script, "2027-01-12").selected);
}

#[test]
fn where_no_time_fits_it_is_said_once_the_calendar_ends() {
    let mut script = studio(|terms| {
        tuesdays(
            terms,
            Conditions {
                weekdays: vec![Weekday::Sun],
                ..Conditions::default()
            },
        );
    });
    script.apply("tuesday");
    assert_eq!(offers(&script), ["Sunday: show these times"]);
    script.go(Event::RemedyChosen(0));
    assert_eq!(script.screen().announcement, "No free time fits this code.");
    assert_eq!(time(&script).month.title, "November 2026");
    assert!(day(&script, "2026-11-21").selected);
}

#[test]
fn a_remedy_leads_from_the_payment_back_to_the_times() {
    let mut script = Script::start(Classic);
    script.up_to_payment().apply("tuesday");
    script.go(Event::RemedyChosen(0));
    assert!(day(&script, "2026-11-24").selected);
}

#[test]
fn more_people_another_service_or_someone_else_is_one_tap_away() {
    let mut script = studio(|_| {});
    script.apply("twenty");
    assert_eq!(offers(&script), ["Book for 2 people"]);
    script.go(Event::RemedyChosen(0));
    assert_eq!(total(&script), "€76.00");

    let mut script = studio(|_| {});
    script.apply("portrait25");
    assert_eq!(offers(&script), ["Choose Portrait session"]);
    script.go(Event::RemedyChosen(0));
    assert_eq!(total(&script), "€90.00");
    assert_eq!(summary(&script).service, "Portrait session");

    let anna = || "anna".parse().unwrap();
    let change = |terms: &mut Terms| {
        terms.services[0].staff = vec![StaffOffer {
            staff_id: anna(),
            own_prices: vec![],
        }];
        tuesdays(
            terms,
            Conditions {
                staff: vec![anna()],
                ..Conditions::default()
            },
        );
    };
    let mut first: Started = started(Neo);
    change(&mut first.page.terms);
    first.page.staff = vec![StaffInfo {
        id: anna(),
        name: "Anna".to_owned(),
        role: String::new(),
        locations: vec![],
    }];
    let mut script = Script::start_with(first);
    change(&mut script.terms);
    let menu = |event| Event::Menu(Box::new(event));
    script
        .go(menu(MenuEvent::ServiceOpened(0)))
        .go(menu(MenuEvent::Taken))
        .choose_slot("2026-11-21T09:30:00Z")
        .apply("tuesday");
    assert_eq!(offers(&script), ["Choose Anna"]);
    script.go(Event::RemedyChosen(0));
    assert_eq!(total(&script), "€24.00");
}

#[test]
fn where_nothing_helps_only_the_reason_stands() {
    let mut script = studio(|_| {});
    script.apply("today");
    script.step(News::Tick(at("2026-11-20T09:10:01Z")));
    assert_eq!(offers(&script), [""; 0]);
}
