//! Another time for a booking.

use super::*;

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
        assert_eq!(
            step.old,
            "Saturday, 21 November 2026, 09:30\u{a0}to\u{a0}10:30"
        );
        assert_eq!(step.new, None);
        assert_eq!(step.text, "What you booked and its price stay as they are.");
        deed(&mut script, Deed::MoveNow);
        assert_eq!(changes(&script), [], "there is no time to move to");
        script.choose_slot("2026-11-21T18:00:00Z");
        let step = moving(&script);
        assert_eq!(
            step.new.as_deref(),
            Some("Saturday, 21 November 2026, 18:00\u{a0}to\u{a0}19:00")
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
        assert!(after.facts[1].value.contains("18:00\u{a0}to\u{a0}19:00"));
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
    script.taken = Some(at("2026-11-21T18:00:00Z"));
    script.fail(&refused(problem(ProblemCode::SlotTaken, 409)));
    assert_eq!(script.count("slots"), asked + 1);
    script.answer();
    let step = moving(&script);
    assert!(step.trouble.text.contains("Somebody else"));
    assert_eq!(step.new, None);
    script.choose_slot("2026-11-21T11:00:00Z");
    assert_eq!(moving(&script).trouble.text, "");
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
    assert!(step.trouble.text.contains("€48.00 instead of €43.20"));
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
        Some("Saturday, 21 November 2026, 13:00\u{a0}to\u{a0}14:00")
    );
    deed(&mut script, Deed::MoveNow);
    assert_eq!(
        script.order.as_ref().unwrap().starts_at,
        at("2026-11-21T18:00:00Z")
    );
}
