//! What days and times cost with a code in hand, and in whose zone they are shown.

use super::*;

#[test]
fn with_a_code_for_some_times_days_and_times_show_what_they_cost() {
    let mut script = studio(|_| {});
    assert_eq!(
        day(&script, "2026-11-24").price,
        None,
        "no noise without a code"
    );
    assert!(slots(&script).iter().all(|slot| slot.price.is_none()));
    script
        .apply("tuesday")
        .go(Event::DayChosen(date("2026-11-24")));
    let tuesday = day(&script, "2026-11-24");
    assert_eq!(tuesday.price, Some(price_of("€24.00", true)));
    assert_eq!(
        tuesday.name,
        "Tuesday 24 November, 4 free times, from €24.00"
    );
    let wednesday = day(&script, "2026-11-25");
    assert_eq!(wednesday.price, Some(price_of("€48.00", false)));
    assert_eq!(
        wednesday.state,
        DayState::Free,
        "quieter, and still to be had"
    );
    assert_eq!(
        day(&script, "2026-11-23").price,
        None,
        "nothing is free on Mondays"
    );
    let prices: Vec<_> = slots(&script)
        .into_iter()
        .filter_map(|slot| slot.price)
        .collect();
    assert_eq!(
        prices,
        [
            price_of("€24.00", true),
            price_of("€24.00", true),
            price_of("€48.00", false),
            price_of("€48.00", false)
        ]
    );
    assert_eq!(
        slots(&script)[0].name,
        "09:30 to 10:30, 6 places left, €24.00"
    );
    let requests = script.requests();
    script.go(Event::AttendeesChosen(2));
    assert_eq!(
        day(&script, "2026-11-24").price,
        Some(price_of("€48.00", true))
    );
    assert_eq!(script.requests(), requests, "priced here");
    script.go(Event::CodeRemoved);
    assert_eq!(day(&script, "2026-11-24").price, None);
}

#[test]
fn what_a_day_costs_is_what_choosing_its_times_costs() {
    let mut script = studio(|_| {});
    script.apply("tuesday");
    for chosen in ["2026-11-24", "2026-11-25", "2026-11-28"] {
        script.go(Event::DayChosen(date(chosen)));
        for slot in slots(&script) {
            let mut script = script.clone();
            script.go(Event::SlotChosen(slot.starts_at));
            assert_eq!(slot.price.unwrap().amount, total(&script));
        }
    }
}

#[test]
fn a_code_that_counts_nowhere_in_the_month_leaves_its_days_alone() {
    let mut script = studio(|terms| {
        tuesdays(
            terms,
            Conditions {
                first_date: Some(date("2026-12-08")),
                ..Conditions::default()
            },
        );
    });
    script.apply("tuesday");
    assert_eq!(day(&script, "2026-11-24").price, None);
    script.go(Event::MonthTurned(1));
    assert_eq!(
        day(&script, "2026-12-05").price,
        Some(price_of("€48.00", false))
    );
    assert_eq!(
        day(&script, "2026-12-08").price,
        Some(price_of("€24.00", true))
    );
}

#[test]
fn where_the_zone_is_the_business_s_there_is_nothing_to_choose() {
    let mut first = started(Neo);
    first.zone = "America/New_York".to_owned();
    first.page.calendar.zone = ZonePolicy::Business;
    let mut script = Script::start_with(first);
    script.answer();
    let zones = time(&script).zones;
    assert_eq!(zones.locked.as_deref(), Some("Times are shown for Lisbon."));
    assert_eq!(zones.business_differs, None);
    script.go(Event::ZoneChosen("Asia/Kolkata".to_owned()));
    assert_eq!(time(&script).zones.selected, "Europe/Lisbon");
    assert_eq!(slots(&script)[0].label, "09:30");
}
