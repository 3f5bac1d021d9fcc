//! Codes: asked about once, priced here from then on.

use booking_contract::WidgetStyle::{Classic, Neo};
use booking_contract::{CouponCheckReply, Problem, ProblemCode};
use booking_widget::flow::{
    Body, CouponField, Effect, Event, Failure, FocusTarget, GuestField, News, Step, Summary,
};

use crate::fixtures::{Script, at, problem, refused, started};

fn summary(script: &Script) -> Summary {
    script.screen().summary.expect("there is a price")
}

fn total(script: &Script) -> String {
    summary(script).total.amount
}

fn field(script: &Script) -> CouponField {
    summary(script).coupon.expect("the field is in sight")
}

/// What the field says is wrong, whether or not a code is applied.
fn error(script: &Script) -> Option<String> {
    match field(script) {
        CouponField::Open(open) => open.error,
        CouponField::Applied { replacing, .. } | CouponField::Granted { replacing, .. } => {
            replacing.and_then(|open| open.error)
        }
        CouponField::Closed => None,
    }
}

fn applied(script: &Script) -> Option<String> {
    match field(script) {
        CouponField::Applied { code, .. } => Some(code),
        _ => None,
    }
}

fn with_slot() -> Script {
    let mut script = Script::start(Neo);
    script.answer().choose_slot("2026-11-21T09:30:00Z");
    script
}

#[test]
fn a_code_is_taken_in_any_case_and_whatever_the_blanks() {
    for typed in [
        "WELCOME10",
        "welcome10",
        "  WelCome10\t",
        "\u{200b}welcome10\u{a0}",
        "WEL COME 10",
        "ＷＥＬＣＯＭＥ１０",
    ] {
        let mut script = with_slot();
        script.apply(typed);
        assert_eq!(applied(&script).as_deref(), Some("WELCOME10"), "{typed:?}");
        assert_eq!(total(&script), "€43.20");
        let screen = script.screen();
        assert_eq!(
            screen.announcement,
            "WELCOME10 applied: \u{2212}€4.80. New total: €43.20."
        );
        assert_eq!(screen.focus.unwrap().target, FocusTarget::CodeRemove);
    }
}

#[test]
fn the_field_opens_with_the_focus_in_it_and_closes_again() {
    let mut script = with_slot();
    script.go(Event::CodeOpened);
    assert_eq!(
        script.screen().focus.unwrap().target,
        FocusTarget::CodeInput
    );
    script
        .go(Event::CodeEdited("half".to_owned()))
        .go(Event::CodeClosed);
    assert_eq!(field(&script), CouponField::Closed);
    assert_eq!(script.screen().focus.unwrap().target, FocusTarget::CodeOpen);
}

#[test]
fn a_text_that_is_no_code_is_told_without_asking() {
    let mut script = with_slot();
    script.apply("");
    assert_eq!(error(&script).as_deref(), Some("Please enter a code."));
    script
        .go(Event::CodeEdited("50%OFF!".to_owned()))
        .go(Event::CodeSubmitted);
    assert!(
        error(&script)
            .unwrap()
            .contains("letters, digits and dashes")
    );
    assert_eq!(script.count("coupon"), 0);
    script.go(Event::CodeEdited("TWO".to_owned()));
    assert_eq!(error(&script), None, "gone as soon as the text changes");
}

#[test]
fn an_unknown_code_is_told_and_the_price_stays() {
    let mut script = with_slot();
    script.apply("nothing");
    assert_eq!(
        error(&script).as_deref(),
        Some("This code is not valid. Please check the spelling.")
    );
    assert_eq!(total(&script), "€48.00");
    let screen = script.screen();
    assert_eq!(screen.focus.unwrap().target, FocusTarget::CodeInput);
    assert_eq!(Some(screen.announcement), error(&script));
}

#[test]
fn while_a_code_is_checked_the_field_is_busy_and_a_second_press_asks_nothing() {
    let mut script = with_slot();
    script
        .step(Event::CodeOpened)
        .step(Event::CodeEdited("welcome10".to_owned()))
        .step(Event::CodeSubmitted)
        .step(Event::CodeSubmitted);
    let CouponField::Open(open) = field(&script) else {
        panic!("the field is open");
    };
    assert!(open.busy);
    assert_eq!(script.count("coupon"), 1);
}

#[test]
fn an_answer_for_a_text_that_was_changed_meanwhile_is_dropped() {
    let mut script = with_slot();
    script
        .step(Event::CodeOpened)
        .step(Event::CodeEdited("welcome10".to_owned()))
        .step(Event::CodeSubmitted)
        .step(Event::CodeEdited("welcome1".to_owned()))
        .answer();
    assert_eq!(applied(&script), None);
    assert_eq!(total(&script), "€48.00");
}

#[test]
fn people_and_service_are_priced_again_without_a_request() {
    let mut script = with_slot();
    script.apply("welcome10");
    let requests = script.requests();
    script.step(Event::AttendeesChosen(3));
    assert_eq!(total(&script), "€129.60");
    script.step(Event::AttendeesChosen(2));
    assert_eq!(total(&script), "€86.40");
    assert_eq!(script.requests(), requests);
    // Another service asks for its times, and for nothing else.
    script.step(Event::ServiceChosen("portrait".parse().unwrap()));
    assert_eq!(total(&script), "€108.00");
    script.answer();
    assert_eq!(script.count("coupon"), 1);
    assert_eq!(script.count("slots"), 2);
}

#[test]
fn a_code_that_no_longer_fits_says_why_and_comes_back_by_itself() {
    let mut script = with_slot();
    script.go(Event::AttendeesChosen(2)).apply("twenty");
    assert_eq!(total(&script), "€76.00");
    script.go(Event::AttendeesChosen(1));
    assert_eq!(total(&script), "€48.00");
    let CouponField::Applied { code, why_not, .. } = field(&script) else {
        panic!("the code is kept");
    };
    assert_eq!(code, "TWENTY");
    assert_eq!(
        why_not.as_deref(),
        Some("This code needs a booking of at least €90.00. Add €42.00 to use it.")
    );
    script.go(Event::AttendeesChosen(3));
    assert_eq!(total(&script), "€124.00");
    assert_eq!(script.count("coupon"), 1);
}

#[test]
fn a_code_for_another_service_waits_for_it() {
    let mut script = with_slot();
    script.apply("portrait25");
    let CouponField::Applied { why_not, .. } = field(&script) else {
        panic!("the code is kept");
    };
    assert!(why_not.unwrap().contains("Try another service"));
    assert!(script.screen().announcement.contains("is kept"));
    script.go(Event::ServiceChosen("portrait".parse().unwrap()));
    assert_eq!(total(&script), "€90.00");
}

#[test]
fn a_code_for_certain_times_is_priced_again_with_each_time_that_is_chosen() {
    let mut script = with_slot();
    script.apply("tuesday");
    let why_not = |script: &Script| {
        let CouponField::Applied { why_not, .. } = field(script) else {
            panic!("the code is kept");
        };
        why_not.unwrap_or_default()
    };
    assert!(why_not(&script).starts_with("This code is for other days of the week."));
    assert_eq!(total(&script), "€48.00");
    script.choose_slot("2026-11-24T14:30:00Z");
    assert!(why_not(&script).starts_with("This code is for another time of day."));
    script.choose_slot("2026-11-24T11:00:00Z");
    assert_eq!(why_not(&script), "");
    assert_eq!(total(&script), "€24.00");
    assert_eq!(script.count("coupon"), 1, "no request but the first");
}

#[test]
fn a_code_for_certain_times_goes_by_the_business_s_own_clock() {
    let mut script = Script::start(Neo);
    script
        .answer()
        .go(Event::ZoneChosen("Pacific/Auckland".to_owned()))
        .choose_slot("2026-11-24T11:00:00Z")
        .apply("tuesday");
    // Midnight on Wednesday for the guest, Tuesday morning in Lisbon.
    assert_eq!(total(&script), "€24.00");
}

#[test]
fn a_code_can_be_taken_off() {
    let mut script = with_slot();
    script.apply("welcome10").go(Event::CodeRemoved);
    assert_eq!(field(&script), CouponField::Closed);
    assert_eq!(total(&script), "€48.00");
    assert_eq!(summary(&script).discount, None);
    assert_eq!(summary(&script).subtotal, None);
    let screen = script.screen();
    assert_eq!(screen.announcement, "Code removed. Total: €48.00.");
    assert_eq!(screen.focus.unwrap().target, FocusTarget::CodeOpen);
    assert_eq!(script.count("coupon"), 1);
}

#[test]
fn a_valid_code_replaces_the_applied_one() {
    let mut script = with_slot();
    script.apply("welcome10").apply("free");
    assert_eq!(applied(&script).as_deref(), Some("FREE"));
    assert_eq!(total(&script), "€0.00");
}

#[test]
fn an_invalid_code_leaves_the_applied_one_and_says_so() {
    for (typed, reason) in [
        ("nothing", "not valid"),
        ("50%off!", "letters, digits"),
        // Known, but it does not fit: it must not push out one that does.
        ("twenty", "at least €90.00"),
    ] {
        let mut script = with_slot();
        script.apply("welcome10").apply(typed);
        assert_eq!(applied(&script).as_deref(), Some("WELCOME10"));
        assert_eq!(total(&script), "€43.20");
        assert!(error(&script).unwrap().contains(reason), "{typed}");
    }
    let mut script = with_slot();
    script.apply("welcome10").apply("nothing");
    assert!(
        error(&script)
            .unwrap()
            .ends_with("WELCOME10 stays applied.")
    );
}

#[test]
fn the_same_code_again_changes_nothing() {
    let mut script = with_slot();
    script.apply("welcome10");
    let before = summary(&script);
    script.apply(" Welcome10");
    assert_eq!(summary(&script), before);
    assert_eq!(script.count("coupon"), 1);
    assert_eq!(
        script.screen().announcement,
        "WELCOME10 is applied already."
    );
}

#[test]
fn a_code_that_would_leave_too_little_to_charge_says_so() {
    let mut script = with_slot();
    script.apply("almost");
    let CouponField::Applied { why_not, .. } = field(&script) else {
        panic!("the code is kept");
    };
    assert!(why_not.unwrap().contains("less than €0.50"));
    assert_eq!(total(&script), "€48.00");
    script.go(Event::AttendeesChosen(3));
    assert_eq!(total(&script), "€0.72");
}

#[test]
fn a_code_ends_by_the_companion_s_clock() {
    let mut script = with_slot();
    script.apply("today");
    assert_eq!(total(&script), "€24.00");
    // The last instant is inclusive.
    script.step(News::Tick(at("2026-11-20T09:10:00Z")));
    assert_eq!(total(&script), "€24.00");
    script.step(News::Tick(at("2026-11-20T09:10:01Z")));
    assert_eq!(total(&script), "€48.00");
    let CouponField::Applied { why_not, .. } = field(&script) else {
        panic!("the code is kept, with the reason");
    };
    assert!(why_not.unwrap().contains("expired"));
}

#[test]
fn a_check_that_fails_can_be_tried_again() {
    let server = refused(problem(ProblemCode::Unavailable, 503));
    for failure in [
        Failure::Unreachable,
        Failure::TimedOut,
        Failure::Unreadable,
        server,
    ] {
        let mut script = with_slot();
        script
            .step(Event::CodeOpened)
            .step(Event::CodeEdited("welcome10".to_owned()))
            .step(Event::CodeSubmitted)
            .fail(&failure);
        assert_eq!(
            error(&script).as_deref(),
            Some("The code could not be checked. Please try again.")
        );
        script.go(Event::CodeSubmitted);
        assert_eq!(total(&script), "€43.20");
    }
}

#[test]
fn too_many_tries_say_for_how_long() {
    let mut script = with_slot();
    let many = Problem {
        retry_after_seconds: Some(600),
        ..problem(ProblemCode::TooManyTries, 429)
    };
    script
        .step(Event::CodeOpened)
        .step(Event::CodeEdited("guess".to_owned()))
        .step(Event::CodeSubmitted)
        .fail(&refused(many));
    assert!(error(&script).unwrap().contains("in 10 minutes"));
    // Nothing is asked before that, and the time runs down.
    script.wait(301).go(Event::CodeSubmitted);
    assert!(error(&script).unwrap().contains("in 5 minutes"));
    assert_eq!(script.count("coupon"), 1);
    script.wait(300);
    script
        .go(Event::CodeEdited("welcome10".to_owned()))
        .go(Event::CodeSubmitted);
    assert_eq!(total(&script), "€43.20");
}

#[test]
fn a_code_that_was_typed_but_not_applied_is_not_passed_over() {
    let mut script = Script::start(Classic);
    script.up_to_payment();
    script
        .go(Event::CodeOpened)
        .go(Event::CodeEdited("welcome10".to_owned()));
    script.go(Event::Confirmed);
    assert_eq!(script.count("open"), 0);
    assert!(
        error(&script)
            .unwrap()
            .contains("apply this code or clear the field")
    );
    assert_eq!(
        script.screen().focus.unwrap().target,
        FocusTarget::CodeInput
    );
    // A code that was refused is no reason to hold the guest up.
    script
        .go(Event::CodeEdited("nothing".to_owned()))
        .go(Event::CodeSubmitted);
    script.go(Event::Confirmed);
    assert_eq!(script.count("open"), 1);
    assert_eq!(script.sent().1.request.code, None);
}

#[test]
fn a_code_that_does_not_fit_goes_along_with_its_reason() {
    let mut script = Script::start(Neo);
    script.up_to_payment().apply("twenty").go(Event::Confirmed);
    let (_, order) = script.sent();
    assert_eq!(order.request.code.as_deref(), Some("TWENTY"));
    assert!(order.quote.rejected.is_some());
    assert_eq!(order.quote.total_minor, 4_800);
    assert!(matches!(script.screen().body, Body::Leaving(_)));
}

#[test]
fn the_code_stays_through_all_steps() {
    let mut script = with_slot();
    script.apply("welcome10").go(Event::Continue).fill_details();
    script.go(Event::Continue).go(Event::StepChosen(Step::Time));
    script.choose_slot("2026-11-21T18:00:00Z");
    assert_eq!(applied(&script).as_deref(), Some("WELCOME10"));
    assert_eq!(total(&script), "€43.20");
    assert_eq!(script.count("coupon"), 1);
}

#[test]
fn the_guest_s_address_goes_along_once_it_is_one() {
    let asked = |script: &Script| {
        let mut emails = script.effects.iter().filter_map(|effect| match effect {
            Effect::CheckCoupon { check, .. } => Some(check.email.clone()),
            _ => None,
        });
        emails.next_back().unwrap()
    };
    let mut early = with_slot();
    early.apply("welcome10");
    assert_eq!(asked(&early), None);
    let mut late = Script::start(Classic);
    late.up_to_payment().apply("welcome10");
    assert_eq!(asked(&late).unwrap().as_str(), "guest@example.com");
}

#[test]
fn what_was_refused_is_not_asked_again() {
    let mut script = with_slot();
    script.apply("nothing").apply("nothing").apply(" NOTHING");
    assert_eq!(script.count("coupon"), 1);
    assert!(error(&script).unwrap().contains("not valid"));
    // It may be for somebody whose address is known by now.
    script
        .go(Event::Continue)
        .type_in(GuestField::Email, "guest@example.com")
        .apply("nothing");
    assert_eq!(script.count("coupon"), 2);
}

#[test]
fn a_code_that_looks_like_a_good_one_becomes_it_in_one_question() {
    let mut script = with_slot();
    script
        .step(Event::CodeOpened)
        .step(Event::CodeEdited("we1c0me1o".to_owned()))
        .step(Event::CodeSubmitted);
    let Some(Effect::CheckCoupon { ticket, check, .. }) = script.waiting.pop() else {
        panic!("it is asked about");
    };
    assert_eq!(check.request.code.as_deref(), Some("WE1C0ME1O"));
    let meant = "WELCOME10".parse().unwrap();
    let terms = Box::new(script.terms.public(Some(&meant)));
    let reply = CouponCheckReply::Accepted { code: meant, terms };
    script.step(News::CouponAnswered(ticket, Ok(reply)));
    assert_eq!(applied(&script).as_deref(), Some("WELCOME10"));
    assert_eq!(total(&script), "€43.20");
    assert_eq!(script.count("coupon"), 1);
}

#[test]
fn an_answer_about_quite_another_code_is_none() {
    let mut script = with_slot();
    script
        .step(Event::CodeOpened)
        .step(Event::CodeEdited("welcome10".to_owned()))
        .step(Event::CodeSubmitted);
    let Some(Effect::CheckCoupon { ticket, .. }) = script.waiting.pop() else {
        panic!("it is asked about");
    };
    let other = "FREE".parse().unwrap();
    let terms = Box::new(script.terms.public(Some(&other)));
    let reply = CouponCheckReply::Accepted { code: other, terms };
    script.step(News::CouponAnswered(ticket, Ok(reply)));
    assert_eq!(applied(&script), None);
    assert_eq!(total(&script), "€48.00");
}

#[test]
fn a_wrong_code_of_the_address_waits_in_its_field_without_a_word() {
    let mut started = started(Neo);
    started.asked.coupon = Some("nothing".to_owned());
    let mut script = Script::start_with(started);
    script.answer();
    assert!(error(&script).unwrap().contains("not valid"));
    let screen = script.screen();
    assert!(
        !screen.announcement.contains("valid"),
        "{}",
        screen.announcement
    );
    assert!(screen.urgent.is_empty());
    assert_eq!(screen.focus, None);
    // It keeps nobody from going on.
    script.up_to_payment();
    assert!(matches!(script.screen().body, Body::Payment(_)));
    assert_eq!(script.count("coupon"), 1);
}
