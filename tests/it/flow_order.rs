//! What becomes of an order: the way to the payment page and back.

use booking_contract::OrderStatus::{AwaitingPayment, Closing, Expired, InReview, Opening, Paid};
use booking_contract::WidgetStyle::{Classic, Neo};
use booking_contract::{Problem, ProblemCode, SlotsPage};
use booking_widget::flow::{Body, Effect, Event, Failure, FocusTarget, Held, News, OrderKey, Step};
use chrono::TimeDelta;

use crate::fixtures::{Script, now, order_key, problem, refused, returned, started};

fn held(script: &Script) -> Held {
    match script.screen().body {
        Body::Held(held) => held,
        other => panic!("not held: {other:?}"),
    }
}

fn count(script: &Script, wanted: &Effect) -> usize {
    script
        .effects
        .iter()
        .filter(|effect| *effect == wanted)
        .count()
}

fn leaving() -> Script {
    let mut script = Script::start(Neo);
    script
        .up_to_payment()
        .apply("welcome10")
        .go(Event::Confirmed);
    script
}

#[test]
fn the_link_is_shown_only_when_the_host_page_does_not_take_the_guest_there() {
    let mut script = leaving();
    let visible = |script: &Script| match script.screen().body {
        Body::Leaving(leaving) => leaving.link_visible,
        other => panic!("{other:?}"),
    };
    script.step(News::CheckoutAcknowledged);
    assert!(!visible(&script));
    script.step(News::CheckoutRefused);
    assert!(visible(&script));
    // A page that does not open in a while is offered as a link, too.
    let mut slow = leaving();
    slow.wait(9);
    assert!(!visible(&slow));
    slow.wait(1);
    assert!(visible(&slow));
}

#[test]
fn a_page_that_comes_back_from_the_cache_shows_the_held_time() {
    for style in [Neo, Classic] {
        let mut script = Script::start(style);
        script
            .up_to_payment()
            .go(Event::Confirmed)
            .go(News::ShownAgain);
        let held = held(&script);
        assert_eq!(held.until, "Your time is held until 09:30.");
        assert_eq!(held.countdown, "30 min left");
        assert_eq!(held.amount, "€48.00");
        assert_eq!(
            held.when,
            "Saturday, 21 November 2026, 09:30\u{a0}to\u{a0}10:30"
        );
        assert_eq!(
            held.checkout_url.as_deref(),
            Some("https://checkout.example/pay/cs_1")
        );
        assert_eq!(script.count("order"), 1, "it may be paid by now");
        assert_eq!(script.screen().focus.unwrap().target, FocusTarget::Heading);
    }
}

#[test]
fn the_hold_counts_down_and_says_so_at_five_minutes_one_minute_and_twenty_seconds() {
    let mut script = leaving();
    script.go(News::ShownAgain);
    let mut said = vec![];
    for _ in 0..1_800 {
        script.wait(1).answer();
        let text = script.screen().announcement;
        if said.last() != Some(&text) {
            said.push(text);
        }
    }
    said.retain(|text| text.contains("is held for"));
    assert_eq!(
        said,
        [
            "Your time is held for 5 minutes more.",
            "Your time is held for 1 minute more.",
            "Your time is held for 20 seconds more.",
        ]
    );
    let mut script = leaving();
    script.go(News::ShownAgain).wait(1_770).answer();
    assert_eq!(held(&script).countdown, "30 s left");
}

#[test]
fn a_hold_that_is_over_ends_without_a_charge_and_with_everything_kept() {
    let mut script = leaving();
    script.go(News::ShownAgain).wait(1_799).answer();
    let order = script.order.as_mut().unwrap();
    order.status = Expired;
    order.hold_until = None;
    order.checkout_url = None;
    for _ in 0..5 {
        script.wait(1).answer();
    }
    let Body::Ended(ended) = script.screen().body else {
        panic!("the hold is over");
    };
    assert!(ended.text.contains("nothing was charged"));
    assert!(script.effects.contains(&Effect::Forget));
    script.go(Event::BookAgain);
    assert!(matches!(script.screen().body, Body::Time(_)));
    script.go(Event::StepChosen(Step::Payment));
    let screen = script.screen();
    assert_eq!(screen.summary.unwrap().total.amount, "€43.20");
    let Body::Payment(payment) = screen.body else {
        panic!("everything is still filled in");
    };
    assert_eq!(payment.rows[2].value, "Test Guest");
}

#[test]
fn a_held_time_can_be_given_back_for_another_one() {
    let mut script = leaving();
    script.go(News::ShownAgain).step(Event::ReleaseChosen);
    assert!(held(&script).releasing);
    script.step(Event::ReleaseChosen);
    assert_eq!(script.count("release"), 1);
    script.answer();
    let screen = script.screen();
    assert!(screen.notice.unwrap().text.contains("free again"));
    let Body::Time(time) = screen.body else {
        panic!("at the time");
    };
    assert!(!time.can_continue);
    script
        .choose_slot("2026-11-21T18:00:00Z")
        .go(Event::StepChosen(Step::Payment));
    assert!(matches!(script.screen().body, Body::Payment(_)));
}

#[test]
fn a_time_that_cannot_be_given_back_yet_can_be_tried_again() {
    let mut script = leaving();
    script.go(News::ShownAgain).step(Event::ReleaseChosen);
    script.fail(&Failure::Unreachable);
    assert!(!held(&script).releasing);
    let notice = script.screen().notice.unwrap();
    script.go(notice.action.unwrap().event);
    assert!(matches!(script.screen().body, Body::Time(_)));
}

#[test]
fn a_payment_page_that_closes_slowly_is_waited_for() {
    let mut script = leaving();
    script.go(News::ShownAgain).step(Event::ReleaseChosen);
    let ticket = crate::fixtures::ticket(&script.waiting.remove(0)).unwrap();
    let order = script.order.as_mut().unwrap();
    order.status = Closing;
    let closing = order.clone();
    script.step(News::OrderArrived(ticket, Ok(closing)));
    let Body::Waiting(waiting) = script.screen().body else {
        panic!("waiting");
    };
    assert_eq!(waiting.title, "Releasing your time");
    script.order.as_mut().unwrap().status = Expired;
    script.wait(1).answer();
    assert!(matches!(script.screen().body, Body::Time(_)));
    assert!(script.screen().notice.unwrap().text.contains("free again"));
}

#[test]
fn a_companion_that_asks_to_be_left_alone_is() {
    let mut script = returned(Neo, AwaitingPayment, false);
    script.wait(1);
    let many = Problem {
        retry_after_seconds: Some(30),
        ..problem(ProblemCode::TooManyTries, 429)
    };
    script.fail(&refused(many));
    let asked = script.count("order");
    script.wait(29);
    assert_eq!(script.count("order"), asked);
    script.wait(1);
    assert_eq!(script.count("order"), asked + 1);
}

#[test]
fn money_that_arrived_meanwhile_wins_over_giving_the_time_back() {
    let mut script = leaving();
    script.go(News::ShownAgain).step(Event::ReleaseChosen);
    let order = script.order.as_mut().unwrap();
    order.status = Paid;
    order.paid_minor = order.quote.total_minor;
    script
        .fail(&refused(problem(ProblemCode::WrongState, 409)))
        .answer();
    assert!(matches!(script.screen().body, Body::Booked(_)));
}

#[test]
fn a_guest_who_paid_waits_for_the_settlement_and_then_sees_what_was_booked() {
    let mut script = returned(Neo, AwaitingPayment, false);
    let Body::Waiting(waiting) = script.screen().body else {
        panic!("waiting for the settlement");
    };
    assert!(!waiting.slow);
    assert_eq!(waiting.retry, None);
    let order = script.order.as_mut().unwrap();
    order.status = Paid;
    order.paid_minor = order.quote.total_minor;
    script.wait(1).answer();
    let screen = script.screen();
    assert_eq!(screen.focus.unwrap().target, FocusTarget::Heading);
    assert_eq!(screen.announcement, "You are booked");
    let Body::Booked(booked) = screen.body else {
        panic!("booked");
    };
    assert_eq!(booked.paid, "Paid €43.20");
    let facts: Vec<_> = booked
        .facts
        .iter()
        .map(|fact| (fact.label, fact.value.as_str()))
        .collect();
    assert_eq!(
        facts,
        [
            ("What", "Morning yoga"),
            (
                "When",
                "Saturday, 21 November 2026, 09:30\u{a0}to\u{a0}10:30"
            ),
            ("Where", "Rua da Rosa 12, Lisbon"),
            ("Booked for", "Test Guest, guest@example.com"),
            ("Reference", "ord_4f7Qx2"),
        ]
    );
    let lines: Vec<_> = booked
        .lines
        .iter()
        .map(|l| (l.label.as_str(), l.amount.as_str()))
        .collect();
    assert_eq!(
        lines,
        [
            ("Morning yoga", "€48.00"),
            ("WELCOME10, 10% off", "\u{2212}€4.80"),
        ]
    );
    assert_eq!(booked.total.amount, "€43.20");
    let back = booked.back_to.unwrap();
    assert_eq!(back.url, "https://lume.example/book");
    assert_eq!(back.label, "Back to Studio Lume");
    assert_eq!(count(&script, &Effect::Forget), 1);
}

#[test]
fn waiting_asks_every_second_at_first_and_then_less_often() {
    let mut script = returned(Neo, AwaitingPayment, false);
    let mut asked = vec![];
    for _ in 0..120 {
        script.wait(1);
        asked.push(!script.waiting.is_empty());
        script.answer();
    }
    let within = |seconds: std::ops::Range<usize>| asked[seconds].iter().filter(|a| **a).count();
    assert!(within(0..10) >= 9);
    assert!((14..=18).contains(&within(20..50)));
    assert!((6..=8).contains(&within(80..115)));
    let Body::Waiting(waiting) = script.screen().body else {
        panic!("still waiting");
    };
    assert!(waiting.slow);
    assert!(waiting.text.contains("no need to pay again"));
    let asked = script.count("order");
    script.step(Event::Retry).step(Event::Retry);
    assert_eq!(script.count("order"), asked + 1);
}

#[test]
fn waiting_goes_on_when_the_connection_fails() {
    let mut script = returned(Neo, Closing, false);
    script.wait(1).fail(&Failure::Unreachable);
    let Body::Waiting(waiting) = script.screen().body else {
        panic!("still waiting");
    };
    assert!(waiting.text.contains("keep trying"));
    assert!(waiting.retry.is_some());
    script.order.as_mut().unwrap().status = Paid;
    script.wait(6).answer();
    assert!(matches!(script.screen().body, Body::Booked(_)));
}

#[test]
fn a_guest_who_came_back_without_paying_sees_the_held_time() {
    let mut script = returned(Neo, AwaitingPayment, true);
    assert_eq!(held(&script).service, "Morning yoga");
    // The page was loaded anew: what was typed comes back out of the order.
    script.go(Event::ReleaseChosen);
    script.choose_slot("2026-11-21T18:00:00Z");
    assert_eq!(
        script.screen().summary.unwrap().total.amount,
        "€43.20",
        "the code, too"
    );
    script.go(Event::Continue);
    let Body::Details(details) = script.screen().body else {
        panic!("at the details");
    };
    assert_eq!(details.name.value, "Test Guest");
    assert_eq!(details.email.value, "guest@example.com");
}

#[test]
fn an_order_in_review_tells_the_guest_not_to_pay_again() {
    let script = returned(Neo, InReview, false);
    let Body::Ended(ended) = script.screen().body else {
        panic!("in review");
    };
    assert!(ended.text.contains("do not pay again"));
    assert!(ended.text.contains("guest@example.com"));
    assert_eq!(ended.facts[0].value, "ord_4f7Qx2");
    assert_eq!((ended.same, ended.again), (None, None));
}

#[test]
fn an_expired_order_offers_a_new_time() {
    let mut script = returned(Classic, Expired, true);
    assert!(matches!(script.screen().body, Body::Ended(_)));
    script.go(Event::BookAgain);
    assert!(matches!(script.screen().body, Body::Time(_)));
}

#[test]
fn an_order_that_nobody_knows_is_said_to_be_unknown() {
    let mut started = started(Neo);
    started.asked.order = Some(OrderKey {
        id: "ord_other".to_owned(),
        token: "guessed".to_owned(),
    });
    let mut script = Script::start_with(started);
    script.answer();
    let Body::Failed(failed) = script.screen().body else {
        panic!("unknown");
    };
    assert!(failed.again.is_some());
    script.go(Event::BookAgain);
    assert!(matches!(script.screen().body, Body::Time(_)));
}

#[test]
fn a_remembered_order_is_found_again() {
    let remembered = |status| {
        let before = returned(Neo, status, true);
        let mut started = started(Neo);
        started.remembered = Some(order_key());
        let mut script = Script::start_with(started);
        script.order = before.order;
        assert!(matches!(script.screen().body, Body::Waiting(_)));
        script.answer();
        script
    };
    let found = remembered(AwaitingPayment);
    assert!(matches!(found.screen().body, Body::Held(_)));
    // The guest may be reading the page around: no focus is taken and nothing scrolls.
    assert_eq!(found.screen().focus, None);
    assert!(!found.effects.contains(&Effect::ShowTop));
    assert!(matches!(remembered(Opening).screen().body, Body::Held(_)));
    assert!(matches!(
        remembered(Closing).screen().body,
        Body::Waiting(_)
    ));
    assert!(matches!(remembered(Paid).screen().body, Body::Booked(_)));
    // What came to nothing is not brought up again.
    let script = remembered(Expired);
    assert!(matches!(script.screen().body, Body::Time(_)));
    assert!(script.effects.contains(&Effect::Forget));
}

#[test]
fn a_remembered_order_that_is_gone_is_forgotten() {
    let mut started = started(Neo);
    started.remembered = Some(order_key());
    let mut script = Script::start_with(started);
    script.answer();
    assert!(matches!(script.screen().body, Body::Time(_)));
    assert_eq!(script.screen().notice, None);
    assert!(script.effects.contains(&Effect::Forget));
}

#[test]
fn after_booking_another_can_be_made_by_the_same_guest() {
    let mut script = returned(Neo, Paid, false);
    script.go(Event::BookAgain);
    let screen = script.screen();
    let Body::Time(time) = screen.body else {
        panic!("at the time");
    };
    assert!(!time.can_continue);
    script
        .choose_slot("2026-11-24T09:30:00Z")
        .go(Event::Continue);
    let screen = script.screen();
    assert_eq!(
        screen.summary.unwrap().total.amount,
        "€48.00",
        "without the code"
    );
    let Body::Details(details) = screen.body else {
        panic!("at the details");
    };
    assert_eq!(details.name.value, "Test Guest");
    assert!(!details.consent.unwrap().checked);
}

#[test]
fn a_computer_that_slept_learns_the_time_from_the_companion() {
    let mut script = leaving();
    script.go(News::ShownAgain);
    assert_eq!(held(&script).countdown, "30 min left");
    // The ticks know nothing of the ten minutes; the next answer does.
    let real = script.now + TimeDelta::minutes(10);
    let mut order = script.order.clone().unwrap();
    order.now = real;
    script.wait(15);
    let ticket = crate::fixtures::ticket(&script.waiting.remove(0)).unwrap();
    script.step(News::OrderArrived(ticket, Ok(order)));
    assert_eq!(held(&script).countdown, "20 min left");
    script.wait(60);
    assert_eq!(held(&script).countdown, "19 min left");
}

#[test]
fn the_calendar_file_holds_what_was_booked() {
    let mut script = returned(Neo, Paid, false);
    script.go(Event::IcsChosen);
    let Some(Effect::Download { file_name, content }) = script.effects.last() else {
        panic!("a file is offered");
    };
    assert_eq!(file_name, "booking-2026-11-21.ics");
    for line in [
        "DTSTART:20261121T093000Z\r\n",
        "DTEND:20261121T103000Z\r\n",
        "SUMMARY:Morning yoga\\, Studio Lume\r\n",
        "LOCATION:Rua da Rosa 12\\, Lisbon\r\n",
        "UID:ord_4f7Qx2\r\n",
    ] {
        assert!(content.contains(line), "{line} in {content}");
    }
}

#[test]
fn an_address_that_is_not_of_the_web_is_never_opened() {
    let mut script = leaving();
    let order = script.order.as_mut().unwrap();
    order.checkout_url = Some("javascript:alert(1)".to_owned());
    script.go(News::ShownAgain);
    assert_eq!(held(&script).checkout_url, None);
    let mut paid = returned(Neo, AwaitingPayment, false);
    let order = paid.order.as_mut().unwrap();
    order.status = Paid;
    order.return_to = Some("javascript:alert(1)".to_owned());
    paid.wait(1).answer();
    let Body::Booked(booked) = paid.screen().body else {
        panic!("booked");
    };
    assert_eq!(booked.back_to, None);
}

#[test]
fn a_late_answer_about_slots_does_not_disturb_an_order() {
    let mut script = leaving();
    let before = script.screen();
    let ticket = booking_widget::flow::Ticket(1);
    let page = SlotsPage {
        slots: vec![],
        clock: crate::fixtures::clock("Europe/Lisbon"),
        business_clock: crate::fixtures::clock("Europe/Lisbon"),
    };
    script.step(News::SlotsArrived(ticket, Ok(page)));
    script.step(News::Tick(now()));
    assert_eq!(script.screen(), before);
}
