//! The confirmation: once, at the price that was seen, and with nothing lost when it fails.

use booking_contract::WidgetStyle::{Classic, Neo};
use booking_contract::{OrderStatus, Problem, ProblemCode, SlotsQuery};
use booking_engine::{QuoteChange, Rejection, price};
use booking_widget::flow::{
    Body, CouponField, DayState, Effect, Event, Failure, FocusTarget, GuestField, News,
    PaymentStep, Slots, Step, TimeStep, Tone,
};

use crate::fixtures::{Script, at, date, free_slots, order_view, problem, refused, whole_terms};

fn at_payment() -> Script {
    let mut script = Script::start(Neo);
    script.up_to_payment();
    script
}

fn payment(script: &Script) -> PaymentStep {
    match script.screen().body {
        Body::Payment(payment) => *payment,
        other => panic!("not at the payment step: {other:?}"),
    }
}

fn total(script: &Script) -> String {
    script.screen().summary.unwrap().total.amount
}

#[test]
fn a_double_press_sends_one_confirmation() {
    let mut script = at_payment();
    script.step(Event::Confirmed).step(Event::Confirmed);
    assert_eq!(script.count("open"), 1);
    assert!(payment(&script).busy);
}

#[test]
fn nothing_can_be_changed_while_a_confirmation_is_under_way() {
    let mut script = at_payment();
    script.step(Event::Confirmed);
    let before = script.screen().summary;
    script
        .step(Event::StepChosen(Step::Time))
        .step(Event::AttendeesChosen(4))
        .step(Event::CodeOpened)
        .step(Event::FieldEdited(GuestField::Name, "Other".to_owned()));
    assert_eq!(script.screen().summary, before);
    assert!(payment(&script).busy);
    script.answer();
    assert!(matches!(script.screen().body, Body::Leaving(_)));
}

#[test]
fn without_an_answer_the_same_confirmation_goes_out_again_under_the_same_key() {
    let server = refused(problem(ProblemCode::Internal, 500));
    for failure in [
        Failure::Unreachable,
        Failure::TimedOut,
        Failure::Unreadable,
        server,
    ] {
        let mut script = at_payment();
        script.step(Event::Confirmed).fail(&failure);
        let first = script.sent();
        let screen = script.screen();
        let notice = screen.notice.unwrap();
        assert_eq!(notice.tone, Tone::Error);
        assert!(
            notice
                .text
                .starts_with("Your booking is not confirmed yet.")
        );
        assert_eq!(screen.focus.unwrap().target, FocusTarget::Notice);
        assert!(!payment(&script).busy);
        script.go(notice.action.unwrap().event);
        assert_eq!(script.sent(), first);
        assert!(matches!(script.screen().body, Body::Leaving(_)));
    }
}

#[test]
fn after_a_refusal_the_key_is_a_new_one() {
    let mut script = at_payment();
    let refusal = refused(problem(ProblemCode::PaymentUnavailable, 503));
    script.step(Event::Confirmed).fail(&refusal);
    let (first, _) = script.sent();
    let notice = script.screen().notice.unwrap();
    assert!(notice.text.contains("Nothing was charged"));
    script.go(notice.action.unwrap().event);
    assert_ne!(script.sent().0, first);
    assert!(matches!(script.screen().body, Body::Leaving(_)));
}

#[test]
fn a_changed_confirmation_first_gives_back_what_the_unanswered_one_may_hold() {
    let mut script = at_payment();
    script.step(Event::Confirmed);
    // The companion opened the order, but the answer is lost on the way.
    let (first_key, first) = script.sent();
    script.order = Some(order_view(&first, OrderStatus::AwaitingPayment));
    script.fail(&Failure::TimedOut);
    script.go(Event::StepChosen(Step::Details));
    script
        .type_in(GuestField::Name, "Test Guest-Name")
        .go(Event::Continue);

    script.step(Event::Confirmed);
    assert_eq!(
        script.sent(),
        (first_key.clone(), first),
        "asked what came of it"
    );
    script.answer();
    assert_eq!(script.count("release"), 1);
    let (key, order) = script.sent();
    assert_ne!(key, first_key);
    assert_eq!(order.guest.name.as_str(), "Test Guest-Name");
    assert_eq!(script.count("open"), 3);
    assert!(matches!(script.screen().body, Body::Leaving(_)));
}

#[test]
fn a_changed_confirmation_follows_at_once_where_the_first_came_to_nothing() {
    let mut script = at_payment();
    script.step(Event::Confirmed).fail(&Failure::Unreachable);
    script.go(Event::StepChosen(Step::Details));
    script
        .type_in(GuestField::Notes, "With a mat.")
        .go(Event::Continue);
    script.step(Event::Confirmed);
    script.fail(&refused(problem(ProblemCode::SlotTaken, 409)));
    script.answer();
    assert_eq!(script.count("release"), 0);
    assert_eq!(script.sent().1.guest.notes.unwrap().as_str(), "With a mat.");
    assert!(matches!(script.screen().body, Body::Leaving(_)));
}

#[test]
fn a_confirmation_that_is_still_under_way_is_asked_about_again() {
    let mut script = at_payment();
    let busy = refused(problem(ProblemCode::InProgress, 409));
    script.step(Event::Confirmed).fail(&busy);
    let first = script.sent();
    assert!(payment(&script).busy);
    script.step(Event::Confirmed);
    assert_eq!(script.count("open"), 1);
    script.wait(1);
    assert_eq!(script.count("open"), 2);
    script.answer();
    assert_eq!(script.sent(), first);
    assert!(matches!(script.screen().body, Body::Leaving(_)));
}

#[test]
fn a_confirmation_that_stays_under_way_ends_with_a_way_to_try_again() {
    let mut script = at_payment();
    let busy = refused(problem(ProblemCode::InProgress, 409));
    script.step(Event::Confirmed);
    for _ in 0..40 {
        script.fail(&busy).wait(1);
    }
    assert!(!payment(&script).busy);
    assert!(script.screen().notice.unwrap().action.is_some());
}

#[test]
fn a_changed_price_is_shown_with_the_old_one_and_the_reason_and_is_asked_about() {
    let mut script = at_payment();
    script.apply("welcome10");
    script.terms.services[0].unit_price_minor = 5_200;
    script.go(Event::Confirmed);
    let change = payment(&script).price_change.unwrap();
    assert_eq!(change.title, "The price has changed");
    assert!(!change.lower);
    assert_eq!(change.was, "€43.20");
    assert_eq!(change.now, "€46.80");
    assert_eq!(
        change.reasons,
        [
            "Morning yoga now costs €52.00 instead of €48.00.",
            "The discount is now €5.20 instead of €4.80.",
        ]
    );
    assert_eq!(change.accept, "Accept and pay €46.80");
    assert_eq!(
        script.screen().focus.unwrap().target,
        FocusTarget::PriceChange
    );
    assert_eq!(total(&script), "€46.80");

    // The old button does nothing while the question stands.
    let (first, _) = script.sent();
    script.go(Event::Confirmed);
    assert_eq!(script.count("open"), 1);
    script.go(Event::ChangeAccepted);
    let (key, order) = script.sent();
    assert_ne!(key, first);
    assert_eq!(order.quote.total_minor, 4_680);
    assert!(matches!(script.screen().body, Body::Leaving(_)));
}

#[test]
fn a_price_that_fell_meanwhile_is_good_news_and_is_paid_at_one_press() {
    let mut script = at_payment();
    script.terms.services[0].unit_price_minor = 4_000;
    script.go(Event::Confirmed);
    let change = payment(&script).price_change.unwrap();
    assert!(change.lower);
    assert_eq!(change.title, "The price is lower now");
    assert_eq!(script.screen().announcement, change.title);
    assert_eq!(change.accept, "Pay €40.00");
    script.go(Event::ChangeAccepted);
    assert_eq!(script.sent().1.quote.total_minor, 4_000);
    assert!(matches!(script.screen().body, Body::Leaving(_)));
}

#[test]
fn after_a_changed_price_everything_is_priced_by_the_new_terms() {
    let mut script = at_payment();
    script.apply("welcome10");
    script.terms.services[0].unit_price_minor = 5_200;
    script.go(Event::Confirmed);
    script
        .go(Event::StepChosen(Step::Time))
        .go(Event::AttendeesChosen(2));
    assert_eq!(total(&script), "€93.60");
    script.go(Event::Continue).go(Event::Continue);
    assert_eq!(
        payment(&script).price_change,
        None,
        "this price was never another one"
    );
    script.go(Event::Confirmed);
    assert_eq!(script.sent().1.quote.total_minor, 9_360);
    assert!(matches!(script.screen().body, Body::Leaving(_)));
}

#[test]
fn a_coupon_that_was_edited_meanwhile_is_told_and_its_new_terms_hold() {
    let mut script = at_payment();
    script.apply("welcome10");
    script.terms.coupons[0].benefit = booking_engine::Benefit::Percent {
        percent: "5".parse().unwrap(),
        max_discount_minor: None,
    };
    script.go(Event::Confirmed);
    let change = payment(&script).price_change.unwrap();
    assert_eq!(
        change.reasons,
        ["The discount is now €2.40 instead of €4.80."]
    );
    assert_eq!(script.count("coupon"), 2, "the new terms were asked for");
    script
        .go(Event::StepChosen(Step::Time))
        .go(Event::AttendeesChosen(2));
    assert_eq!(total(&script), "€91.20");
}

#[test]
fn the_named_price_stands_even_where_its_terms_cannot_be_learnt() {
    let mut script = at_payment();
    script.apply("welcome10");
    script.terms.coupons[0].benefit = booking_engine::Benefit::Percent {
        percent: "5".parse().unwrap(),
        max_discount_minor: None,
    };
    script.step(Event::Confirmed);
    let confirmation = script.waiting.remove(0);
    let Effect::OpenOrder { ticket, order, .. } = confirmation else {
        panic!("a confirmation was sent");
    };
    let quote = price(&order.request, &script.terms, script.now).unwrap();
    let changed = Problem {
        changes: quote.changes_since(&order.quote),
        quote: Some(Box::new(quote)),
        ..problem(ProblemCode::QuoteChanged, 409)
    };
    script.step(News::OrderAnswered(ticket, Err(refused(changed))));
    script.fail(&Failure::Unreachable);
    assert_eq!(total(&script), "€45.60");
    script.go(Event::ChangeAccepted);
    assert_eq!(script.sent().1.quote.total_minor, 4_560);
    assert!(matches!(script.screen().body, Body::Leaving(_)));
}

#[test]
fn a_code_that_was_switched_off_meanwhile_is_told_and_taken_off() {
    let mut script = at_payment();
    script.apply("welcome10");
    script.terms.coupons[0].active = false;
    script.go(Event::Confirmed);
    let change = payment(&script).price_change.unwrap();
    assert_eq!(
        (change.was.as_str(), change.now.as_str()),
        ("€43.20", "€48.00")
    );
    assert!(change.reasons[0].starts_with("WELCOME10 no longer applies."));
    assert_eq!(
        script.screen().summary.unwrap().coupon,
        Some(CouponField::Closed)
    );
    script.go(Event::ChangeAccepted);
    let (_, order) = script.sent();
    assert_eq!(order.request.code, None);
    assert_eq!(order.quote.rejected, None);
    assert!(matches!(script.screen().body, Body::Leaving(_)));
}

#[test]
fn a_named_price_that_breaks_a_law_is_not_shown() {
    let mut script = at_payment();
    script.step(Event::Confirmed);
    let (_, order) = script.sent();
    let mut quote = price(&order.request, &whole_terms(), script.now).unwrap();
    quote.total_minor = 1;
    let odd = Problem {
        quote: Some(Box::new(quote)),
        changes: vec![QuoteChange::Other],
        ..problem(ProblemCode::QuoteChanged, 409)
    };
    script.fail(&refused(odd));
    assert_eq!(payment(&script).price_change, None);
    assert_eq!(total(&script), "€48.00");
    assert!(script.screen().notice.is_some());
}

#[test]
fn every_reason_for_a_lost_code_has_words() {
    let mut script = at_payment();
    script.apply("welcome10").step(Event::Confirmed);
    let (_, order) = script.sent();
    let request = booking_engine::PriceRequest {
        code: Some("gone".to_owned()),
        ..order.request
    };
    let quote = price(&request, &whole_terms(), script.now).unwrap();
    let used_up = Problem {
        quote: Some(Box::new(quote)),
        changes: vec![QuoteChange::CodeRejected {
            reason: Rejection::RedemptionLimit,
        }],
        ..problem(ProblemCode::QuoteChanged, 409)
    };
    script.fail(&refused(used_up));
    let reasons = payment(&script).price_change.unwrap().reasons;
    assert!(reasons[0].contains("used up"), "{reasons:?}");
}

fn taken(alternatives: bool) -> Problem {
    let query = SlotsQuery {
        items: "yoga".parse().unwrap(),
        location: None,
        from: date("2026-11-21"),
        to: date("2026-11-24"),
        zone: "Europe/Lisbon".to_owned(),
    };
    let mut slots = free_slots(&query).slots;
    slots.retain(|slot| slot.starts_at != at("2026-11-21T09:30:00Z"));
    Problem {
        alternatives: if alternatives { slots } else { vec![] },
        ..problem(ProblemCode::SlotTaken, 409)
    }
}

#[test]
fn a_time_taken_meanwhile_is_said_plainly_and_others_are_offered() {
    for style in [Neo, Classic] {
        let mut script = Script::start(style);
        script
            .up_to_payment()
            .apply("welcome10")
            .step(Event::Confirmed);
        script.fail(&refused(taken(true)));
        let screen = script.screen();
        let text = &screen.notice.as_ref().unwrap().text;
        assert!(text.starts_with("Somebody else has just booked Saturday 21 November, 09:30."));
        assert_eq!(screen.urgent, *text);
        assert_eq!(screen.focus.unwrap().target, FocusTarget::Notice);
        let Body::Time(time) = &screen.body else {
            panic!("back at the time");
        };
        let Slots::Day { title, groups } = &time.slots else {
            panic!("the alternatives are there at once");
        };
        assert_eq!(title, "Saturday 21 November");
        assert_eq!(groups[0].slots[0].label, "11:00");
        assert!(!time.can_continue);
        let states = |time: &TimeStep| {
            let days = time.month.weeks.iter().flatten().flatten();
            days.map(|day| day.state).collect::<Vec<_>>()
        };
        // Nobody knows of the other days yet.
        assert!(!states(time).contains(&DayState::Full));
        assert!(states(time).contains(&DayState::Unknown));

        // The whole month follows; the notice stays until a time is chosen.
        let screen = script.answer().screen();
        assert!(screen.notice.is_some());
        let Body::Time(time) = &screen.body else {
            panic!("still at the time");
        };
        assert!(!states(time).contains(&DayState::Unknown));
        script.choose_slot("2026-11-21T18:00:00Z");
        assert_eq!(script.screen().notice, None);
        // Nothing typed is lost: straight on to the payment.
        script
            .go(Event::StepChosen(Step::Payment))
            .go(Event::Confirmed);
        let (_, order) = script.sent();
        assert_eq!(order.guest.name.as_str(), "Test Guest");
        assert_eq!(order.starts_at, at("2026-11-21T18:00:00Z"));
        assert_eq!(order.request.code.as_deref(), Some("WELCOME10"));
        assert_eq!(script.count("coupon"), 1);
    }
}

#[test]
fn a_time_taken_without_alternatives_leads_to_the_days() {
    let mut script = at_payment();
    script
        .step(Event::Confirmed)
        .fail(&refused(taken(false)))
        .answer();
    let screen = script.screen();
    assert!(screen.notice.unwrap().text.contains("choose another day"));
    assert!(matches!(screen.body, Body::Time(_)));
}

#[test]
fn too_many_confirmations_say_for_how_long() {
    let mut script = at_payment();
    let many = Problem {
        retry_after_seconds: Some(40),
        ..problem(ProblemCode::TooManyTries, 429)
    };
    script.step(Event::Confirmed).fail(&refused(many));
    let notice = script.screen().notice.unwrap();
    assert!(notice.text.contains("in 40 seconds"), "{}", notice.text);
    assert_eq!(notice.action, None);
    script.wait(40);
    let notice = script.screen().notice.unwrap();
    script.go(notice.action.unwrap().event);
    assert!(matches!(script.screen().body, Body::Leaving(_)));
}

#[test]
fn an_amount_below_the_least_charge_cannot_be_confirmed() {
    let mut started = crate::fixtures::started(Neo);
    started.page.terms.services[0].unit_price_minor = 30;
    let mut script = Script::start_with(started);
    script.up_to_payment().go(Event::Confirmed);
    assert_eq!(script.count("open"), 0);
    let blocked = payment(&script).blocked.unwrap();
    assert!(blocked.contains("start at €0.50"), "{blocked}");
    assert!(blocked.contains("costs €0.30"), "{blocked}");
}

#[test]
fn offline_is_said_and_the_way_on_is_kept() {
    let mut script = at_payment();
    script.step(News::Offline);
    assert!(script.screen().notice.unwrap().text.contains("offline"));
    script.step(Event::Confirmed).fail(&Failure::Unreachable);
    let notice = script.screen().notice.unwrap();
    assert!(notice.text.contains("offline"), "{}", notice.text);
    script.go(News::Online).go(Event::Retry);
    assert!(matches!(script.screen().body, Body::Leaving(_)));
}

#[test]
fn the_way_back_is_what_the_host_page_said() {
    let mut script = Script::start(Neo);
    script.step(News::HostKnown {
        page: "https://lume.example/book".to_owned(),
    });
    script.up_to_payment().go(Event::Confirmed);
    assert_eq!(
        script.sent().1.return_to.as_deref(),
        Some("https://lume.example/book")
    );
}

#[test]
fn an_order_that_is_still_being_opened_goes_to_payment_when_it_is_ready() {
    let mut script = at_payment();
    script.step(Event::Confirmed);
    let (_, order) = script.sent();
    let opening = order_view(&order, OrderStatus::Opening);
    let ticket = crate::fixtures::ticket(&script.waiting.remove(0)).unwrap();
    let opened = booking_contract::OrderOpened {
        order: opening,
        token: "secret".to_owned(),
    };
    script.step(News::OrderAnswered(ticket, Ok(opened)));
    let Body::Leaving(leaving) = script.screen().body else {
        panic!("on the way");
    };
    assert!(leaving.text.contains("being prepared"));
    let leaves = |script: &Script| {
        let leaves = |effect: &&Effect| matches!(effect, Effect::Leave { .. });
        script.effects.iter().filter(leaves).count()
    };
    assert_eq!(leaves(&script), 0);
    script.order = Some(order_view(&order, OrderStatus::AwaitingPayment));
    script.wait(1).answer().wait(1).answer();
    assert_eq!(leaves(&script), 1);
}
