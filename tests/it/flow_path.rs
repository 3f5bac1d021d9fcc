//! The whole way of a guest, and the steps of it.

use booking_contract::WidgetStyle::{self, Classic, Neo};
use booking_contract::{
    Field, FieldProblem, FieldProblemCode, Notes, Passed, PhoneUse, Problem, ProblemCode, StepOrder,
};
use booking_widget::flow::{
    Body, CouponField, Effect, Event, FocusTarget, GuestField, MarkState, Screen, Step, Tone,
};

use crate::fixtures::{Script, asking, at, order_key, problem, refused, started};

const STYLES: [WidgetStyle; 2] = [Neo, Classic];

fn total(screen: &Screen) -> &str {
    &screen.summary.as_ref().unwrap().total.amount
}

fn focus(screen: &Screen) -> FocusTarget {
    screen.focus.unwrap().target
}

#[test]
fn a_guest_books_with_a_coupon_and_pays() {
    for style in STYLES {
        let mut script = Script::start(style);
        assert_eq!(script.requests(), ["slots"]);
        script.answer();

        // The first open day is chosen by itself.
        let Body::Time(time) = script.screen().body else {
            panic!("the time step comes first");
        };
        assert_eq!(time.month.title, "November 2026");
        let selected: Vec<_> = time.month.weeks.iter().flatten().flatten().collect();
        let selected: Vec<_> = selected.into_iter().filter(|day| day.selected).collect();
        assert_eq!(selected.len(), 1);
        assert_eq!(selected[0].name, "Saturday 21 November, 4 free times");

        script.choose_slot("2026-11-21T09:30:00Z");
        script.go(Event::AttendeesChosen(2)).go(Event::Continue);
        assert!(matches!(script.screen().body, Body::Details(_)));
        script.fill_details().go(Event::Continue);
        assert_eq!(total(&script.screen()), "€96.00");
        script.apply(" welcome10 ");

        let screen = script.screen();
        let summary = screen.summary.as_ref().unwrap();
        assert_eq!(summary.lines[0].label, "€48.00\u{a0}×\u{a0}2");
        assert_eq!(summary.subtotal.as_ref().unwrap().amount, "€96.00");
        let discount = summary.discount.as_ref().unwrap();
        assert_eq!(discount.label, "WELCOME10");
        assert_eq!(discount.detail, "10% off");
        assert_eq!(discount.amount, "\u{2212}€9.60");
        assert_eq!(
            summary.when.as_deref(),
            Some("Saturday, 21 November 2026, 09:30\u{a0}to\u{a0}10:30")
        );
        let Body::Payment(payment) = &screen.body else {
            panic!("the payment step comes last");
        };
        assert_eq!(payment.confirm, "Pay €86.40");
        assert_eq!(payment.rows.len(), 3);
        assert_eq!(payment.rows[2].value, "Test Guest");

        script.go(Event::Confirmed);
        let (key, order) = script.sent();
        assert!((16..=64).contains(&key.len()));
        assert!(key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
        assert_eq!(order.starts_at, at("2026-11-21T09:30:00Z"));
        assert_eq!(order.request.code.as_deref(), Some("WELCOME10"));
        assert_eq!(order.quote.total_minor, 8_640);
        assert!(order.consent);
        let Body::Leaving(leaving) = script.screen().body else {
            panic!("the guest leaves for the payment page");
        };
        assert!(!leaving.link_visible);
        assert!(script.effects.contains(&Effect::Leave {
            id: "ord_4f7Qx2".to_owned(),
            url: "https://checkout.example/pay/cs_1".to_owned(),
        }));
        assert!(script.effects.contains(&Effect::Remember(order_key())));
        assert_eq!(script.requests(), ["slots", "coupon", "open"]);
    }
}

#[test]
fn a_free_booking_needs_no_payment() {
    let mut script = Script::start(Neo);
    script.up_to_payment().apply("free");
    let screen = script.screen();
    let Body::Payment(payment) = &screen.body else {
        panic!("at the payment step");
    };
    assert_eq!(payment.confirm, "Confirm booking");
    assert_eq!(screen.progress[2].label, "Review and confirm");
    script.go(Event::Confirmed);
    let Body::Booked(booked) = script.screen().body else {
        panic!("booked at once");
    };
    assert_eq!(booked.paid, "Nothing to pay");
    assert_eq!(booked.total.amount, "€0.00");
    assert_eq!(booked.back_to, None, "the guest never left the page");
    assert!(script.effects.contains(&Effect::Forget));
    let leaves = |effect: &Effect| matches!(effect, Effect::Leave { .. });
    assert!(!script.effects.iter().any(leaves));
}

#[test]
fn steps_ahead_open_when_what_is_before_them_is_done() {
    let mut script = Script::start(Neo);
    script.answer();
    let reachable = |script: &Script| {
        let marks = script.screen().progress;
        marks.iter().map(|mark| mark.reachable).collect::<Vec<_>>()
    };
    assert_eq!(reachable(&script), [false, false, false]);
    script.go(Event::StepChosen(Step::Payment));
    assert!(matches!(script.screen().body, Body::Time(_)));

    script.choose_slot("2026-11-21T09:30:00Z");
    assert_eq!(reachable(&script), [false, true, false]);
    script.go(Event::StepChosen(Step::Details)).fill_details();
    assert_eq!(reachable(&script), [true, false, true]);
    script.go(Event::StepChosen(Step::Payment));
    let states: Vec<_> = script.screen().progress.iter().map(|m| m.state).collect();
    assert_eq!(
        states,
        [MarkState::Done, MarkState::Done, MarkState::Current]
    );
}

#[test]
fn going_back_loses_nothing() {
    let mut script = Script::start(Classic);
    script.up_to_payment().apply("welcome10");
    let before = script.screen();
    script.go(Event::StepChosen(Step::Time));
    assert_eq!(focus(&script.screen()), FocusTarget::Heading);
    let Body::Time(time) = script.screen().body else {
        panic!("back at the time");
    };
    assert!(time.can_continue);
    script.go(Event::Continue);
    let Body::Details(details) = script.screen().body else {
        panic!("on to the details");
    };
    assert_eq!(details.name.value, "Test Guest");
    assert!(details.consent.unwrap().checked);
    script.go(Event::Continue);
    assert_eq!(script.screen().summary, before.summary);
    assert_eq!(script.count("slots"), 1);
    assert_eq!(script.count("coupon"), 1);
}

#[test]
fn continuing_without_a_time_says_what_is_missing() {
    let mut script = Script::start(Neo);
    script.answer().go(Event::Continue);
    let screen = script.screen();
    let notice = screen.notice.as_ref().unwrap();
    assert_eq!(notice.text, "Please choose a time first.");
    assert_eq!(notice.tone, Tone::Warning);
    assert_eq!(focus(&screen), FocusTarget::Notice);
    script.choose_slot("2026-11-21T09:30:00Z");
    assert_eq!(script.screen().notice, None);
}

#[test]
fn wrong_fields_say_so_and_the_first_one_gets_the_focus() {
    let mut script = Script::start(Neo);
    script.up_to_details();
    let details = |script: &Script| match script.screen().body {
        Body::Details(details) => details,
        other => panic!("{other:?}"),
    };
    // Passing through an empty field is no mistake yet.
    script.go(Event::FieldLeft(GuestField::Name));
    assert_eq!(details(&script).name.error, None);
    // Nor is an address that is still being typed.
    script.go(Event::FieldEdited(GuestField::Email, "guest@".to_owned()));
    assert_eq!(details(&script).email.error, None);
    script.go(Event::FieldLeft(GuestField::Email));
    assert!(
        details(&script)
            .email
            .error
            .unwrap()
            .contains("after the @")
    );

    script
        .type_in(GuestField::Phone, "call me")
        .go(Event::Continue);
    let shown = details(&script);
    assert_eq!(shown.name.error.as_deref(), Some("Please enter your name."));
    let phone = shown.phone.unwrap().number;
    assert!(phone.error.unwrap().contains("only digits"));
    assert_eq!(shown.notes.error, None);
    assert!(shown.consent.unwrap().error.is_some());
    assert_eq!(
        focus(&script.screen()),
        FocusTarget::Field(GuestField::Name)
    );

    // What is put right stops being marked while it is typed.
    script.go(Event::FieldEdited(GuestField::Name, "Test".to_owned()));
    assert_eq!(details(&script).name.error, None);
    script.go(Event::FieldEdited(
        GuestField::Email,
        "guest@lund.example".to_owned(),
    ));
    script.go(Event::FieldEdited(GuestField::Phone, " ".to_owned()));
    script.go(Event::Continue);
    assert_eq!(focus(&script.screen()), FocusTarget::Consent);
    script.go(Event::ConsentToggled).go(Event::Continue);
    assert!(matches!(script.screen().body, Body::Payment(_)));
}

#[test]
fn a_field_that_the_companion_refuses_is_marked_until_it_is_changed() {
    let mut script = Script::start(Neo);
    script.up_to_payment().step(Event::Confirmed);
    let wrong = Problem {
        fields: vec![FieldProblem {
            field: Field::Email,
            place: None,
            code: FieldProblemCode::Malformed,
        }],
        ..problem(ProblemCode::InvalidField, 422)
    };
    script.fail(&refused(wrong));
    let screen = script.screen();
    assert_eq!(focus(&screen), FocusTarget::Field(GuestField::Email));
    let Body::Details(details) = screen.body else {
        panic!("back at the details");
    };
    assert!(details.email.error.is_some());
    assert_eq!(details.email.value, "guest@example.com");
    assert_eq!(details.name.error, None);
    script.type_in(GuestField::Email, "guest@lund.example");
    script.go(Event::Continue).go(Event::Confirmed);
    assert_eq!(script.sent().1.guest.email.as_str(), "guest@lund.example");
    assert!(matches!(script.screen().body, Body::Leaving(_)));
}

#[test]
fn the_address_may_bring_service_name_and_code() {
    for style in STYLES {
        let mut started = started(style);
        started.asked.service = Some("portrait".to_owned());
        started.asked.coupon = Some("portrait25".to_owned());
        started.asked.parameters = parameters(&[("name", "Test Guest")]);
        let mut script = Script::start_with(started);
        script.answer();
        assert_eq!(script.count("coupon"), 1, "as soon as there is a price");
        let screen = script.screen();
        assert_eq!(total(&screen), "€90.00");
        assert_eq!(
            screen.announcement,
            "PORTRAIT25 applied: \u{2212}€30.00. New total: €90.00."
        );
        script.choose_slot("2026-11-21T11:00:00Z");
        assert_eq!(total(&script.screen()), "€90.00");
        assert_ne!(focus_or_none(&screen), Some(FocusTarget::CodeInput));
        script
            .choose_slot("2026-11-21T09:30:00Z")
            .go(Event::Continue);
        assert_eq!(script.count("coupon"), 1, "asked once");
        let Body::Details(details) = script.screen().body else {
            panic!("at the details");
        };
        assert_eq!(details.name.value, "Test Guest");
    }
}

#[test]
fn the_address_may_bring_notes_and_whoever_else_takes_part() {
    for style in STYLES {
        let mut started = asking(style, |calendar| {
            calendar.form.clear();
            calendar.phone = PhoneUse::Optional;
        });
        started.asked.parameters = parameters(&[
            ("name", "Test Guest"),
            ("email", "guest@example.com"),
            ("notes", "Left-handed"),
            ("person.2.name", "Test Guest Two"),
            ("person.2.email", "two@example.com"),
            // Nobody has that place; the address may bring what it likes.
            ("person.9001.name", "Test Guest Nobody"),
            ("person.0.name", "Test Guest Nobody"),
            ("person.two.name", "Test Guest Nobody"),
            // Of two by one name the first counts.
            ("name", "Test Guest Three"),
        ]);
        let mut script = Script::start_with(started);
        script.up_to_details().go(Event::AttendeesChosen(2));
        script.go(Event::ConsentToggled).go(Event::Continue);
        script.go(Event::Confirmed);
        let order = script.sent().1;
        let names: Vec<_> = order.attendees.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["Test Guest", "Test Guest Two"], "{style:?}");
        assert_eq!(
            order.guest.notes.as_ref().map(Notes::as_str),
            Some("Left-handed")
        );
    }
}

#[test]
fn where_the_guest_came_from_goes_with_the_order() {
    let mut with = started(Neo);
    let passed = [("utm_source", "mail"), ("ref", "partner")].map(|(name, value)| Passed {
        name: name.to_owned(),
        value: value.to_owned(),
    });
    let brought = parameters(&[("utm_source", "mail"), ("ref", "partner"), ("pass", "ref")]);
    with.asked.parameters = brought.clone();
    let mut script = Script::start_with(with);
    script.up_to_payment().go(Event::Confirmed);
    assert_eq!(script.sent().1.passed, passed);
    // It says nothing of the form: the first screen is the one that the companion has drawn.
    let mut plain = started(Neo);
    plain.later = false;
    plain.asked.parameters = brought;
    assert!(!plain.begins_later());
}

#[test]
fn who_of_the_business_s_members_books_goes_with_codes_and_with_the_order() {
    for brought in [vec![], vec![("member", "")], vec![("member", "a.b.c")]] {
        let mut tokens = brought.iter().map(|(_, token)| *token);
        let expected = tokens.find(|token| !token.is_empty());
        let mut with = started(Neo);
        with.asked.parameters = parameters(&brought);
        let mut script = Script::start_with(with);
        script.up_to_payment().apply("welcome10");
        let asked = script.effects.iter().find_map(|effect| match effect {
            Effect::CheckCoupon { check, .. } => Some(check.member.as_deref()),
            _ => None,
        });
        assert_eq!(asked, Some(expected), "the check of the code");
        script.go(Event::Confirmed);
        assert_eq!(script.sent().1.member.as_deref(), expected);
    }
    // It says nothing of the form: the first screen is the one that the companion has drawn.
    let mut plain = started(Neo);
    plain.later = false;
    plain.asked.parameters = parameters(&[("member", "a.b.c")]);
    assert!(!plain.begins_later());
}

/// Parameters of an address.
fn parameters(all: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    all.iter().map(owned).collect()
}

fn focus_or_none(screen: &Screen) -> Option<FocusTarget> {
    screen.focus.map(|focus| focus.target)
}

#[test]
fn neo_shows_the_coupon_field_from_the_time_on_and_classic_at_the_payment() {
    for (style, shown) in [
        (Neo, [false, true, true, true]),
        (Classic, [false, false, false, true]),
    ] {
        let mut script = Script::start(style);
        script.answer();
        let mut seen = vec![];
        let mut look = |script: &Script| {
            let field = script.screen().summary.unwrap().coupon;
            assert!(field.is_none() || field == Some(CouponField::Closed));
            seen.push(field.is_some());
        };
        look(&script);
        look(script.choose_slot("2026-11-21T09:30:00Z"));
        look(script.go(Event::Continue));
        look(script.fill_details().go(Event::Continue));
        assert_eq!(seen, shown);
    }
}

#[test]
fn a_calendar_without_coupons_has_no_field_and_asks_nothing() {
    let mut started = started(Neo);
    started.page.calendar.coupons = false;
    started.asked.coupon = Some("welcome10".to_owned());
    let mut script = Script::start_with(started);
    script.up_to_payment().apply("welcome10");
    assert_eq!(script.screen().summary.unwrap().coupon, None);
    assert_eq!(script.count("coupon"), 0);
}

#[test]
fn a_calendar_that_sells_nothing_says_so() {
    let mut started = started(Neo);
    started.page.terms.services.clear();
    let script = Script::start_with(started);
    let Body::Failed(failed) = script.screen().body else {
        panic!("nothing to book");
    };
    assert!(failed.text.contains("Studio Lume"));
}

#[test]
fn neo_may_ask_who_books_before_the_time() {
    let mut first = started(Neo);
    first.page.calendar.steps = StepOrder::FormFirst;
    let mut script = Script::start_with(first);
    script.answer();
    let steps: Vec<Step> = script.screen().progress.iter().map(|m| m.step).collect();
    assert_eq!(steps, [Step::Details, Step::Time, Step::Payment]);
    assert!(matches!(script.screen().body, Body::Details(_)));

    // What is missing on the form keeps the guest there, as ever.
    script.go(Event::Continue);
    assert_eq!(
        focus(&script.screen()),
        FocusTarget::Field(GuestField::Name)
    );
    script.fill_details().go(Event::Continue);
    assert!(matches!(script.screen().body, Body::Time(_)));
    let reachable: Vec<bool> = script
        .screen()
        .progress
        .iter()
        .map(|m| m.reachable)
        .collect();
    assert_eq!(reachable, [true, false, false]);
    script
        .choose_slot("2026-11-21T09:30:00Z")
        .go(Event::Continue);
    assert!(matches!(script.screen().body, Body::Payment(_)));
    script.go(Event::Confirmed);
    assert_eq!(script.sent().1.guest.name.as_str(), "Test Guest");
}

#[test]
fn classic_begins_with_the_time_whatever_the_calendar_says() {
    let mut first = started(Classic);
    first.page.calendar.steps = StepOrder::FormFirst;
    let script = Script::start_with(first);
    let steps: Vec<Step> = script.screen().progress.iter().map(|m| m.step).collect();
    assert_eq!(steps, [Step::Time, Step::Details, Step::Payment]);
}
