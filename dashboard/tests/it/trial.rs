//! A trial: what is tried while one types, and what is said of it.

use booking_contract::ProblemCode;
use booking_contract::owner::{Simulation, SimulationMenu, Tried};
use booking_dashboard::client::Failure;
use booking_dashboard::pages::trying::booking::{Booking, Question};
use booking_dashboard::pages::trying::checks_text::Telling;
use booking_dashboard::pages::trying::trial::{Effect, Event, Subject, Trial};
use booking_engine::{Check, Facts, Miss, Outcome, TracedCheck, Used};
use serde_json::json;

use crate::answers::refused;

fn menu() -> SimulationMenu {
    let service = |id: &str, forms: &[&str]| {
        let forms: Vec<_> = forms
            .iter()
            .map(|id| json!({ "id": id, "name": id, "duration_minutes": 60 }))
            .collect();
        json!({
            "info": { "id": id, "name": id, "description": "", "duration_minutes": 60,
                "variations": forms, "add_ons": [{ "id": "apron", "name": "Apron" }] },
            "staff": ["mia"],
            "attendees_max": 4,
        })
    };
    serde_json::from_value(json!({ "calendars": [
        { "id": "closed", "title": "Closed", "currency": "EUR", "takes_codes": true,
            "test_mode": false, "services": [] },
        { "id": "studio", "title": "Studio", "currency": "EUR", "takes_codes": true,
            "test_mode": false, "services": [service("class", &[]), service("lesson", &["short", "long"])],
            "locations": [{ "id": "north", "name": "North" }] },
    ]}))
    .unwrap()
}

fn simulation() -> Simulation {
    serde_json::from_value(json!({
        "quote": { "currency": "EUR", "lines": [], "subtotal_minor": 0, "discount_minor": 0,
            "total_minor": 0, "amount_due_minor": 0, "balance_minor": 0 },
        "explanation": { "lines": [], "amount_due": "total" },
        "checks": [], "takes_codes": true, "test_mode": false,
        "booked_at": "2026-11-20T09:00:00Z",
    }))
    .unwrap()
}

fn opened(subject: Subject) -> Trial {
    let mut trial = Trial::new(subject, Booking::default());
    assert_eq!(trial.step(Event::Open), [Effect::LoadMenu]);
    trial.step(Event::Menu(Ok(menu())));
    trial
}

/// Types, and waits.
fn set(trial: &mut Trial, change: impl FnOnce(&mut Booking)) -> Vec<Effect> {
    let mut booking = trial.booking.clone();
    change(&mut booking);
    let effects = trial.step(Event::Set(Box::new(booking)));
    let [Effect::Settle { ticket }] = effects[..] else {
        panic!("{effects:?}")
    };
    trial.step(Event::Settled { ticket })
}

#[track_caller]
fn asked(effects: &[Effect]) -> (u32, booking_contract::owner::Simulate) {
    match effects {
        [Effect::Simulate { ticket, asked }] => (*ticket, (**asked).clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_first_thing_that_is_sold_is_tried_at_once_without_a_code() {
    let mut trial = Trial::new(Subject::Code, Booking::default());
    trial.step(Event::Open);
    let (_, asked) = asked(&trial.step(Event::Menu(Ok(menu()))));
    assert_eq!(asked.calendar_id.as_str(), "studio");
    assert_eq!(asked.items[0].service_id.as_str(), "class");
    assert_eq!((asked.items[0].attendees, asked.tried), (1, None));
    assert_eq!(asked.location_id.unwrap().as_str(), "north");
}

#[test]
fn nothing_is_asked_while_somebody_types_and_only_the_last_answer_counts() {
    let mut trial = opened(Subject::Code);
    let first = trial.step(Event::Set(Box::new(Booking {
        code: "A".to_owned(),
        ..trial.booking.clone()
    })));
    let [Effect::Settle { ticket: old }] = first[..] else {
        panic!("{first:?}")
    };
    let (ticket, body) = asked(&set(&mut trial, |it| it.code = "AB".to_owned()));
    assert_eq!(body.tried, Some(Tried::Code("AB".to_owned())));
    assert_eq!(trial.step(Event::Settled { ticket: old }), []);
    let result = Box::new(Err(Failure::Unreachable));
    trial.step(Event::Came {
        ticket: old,
        result,
    });
    assert_eq!(trial.outcome, None, "an old answer");
    assert!(trial.asking);
    let result = Box::new(Ok(simulation()));
    trial.step(Event::Came { ticket, result });
    assert!(!trial.asking && matches!(trial.outcome, Some(Ok(_))));
}

#[test]
fn what_came_last_stays_in_sight_while_the_next_is_asked_for() {
    let mut trial = opened(Subject::Code);
    let (ticket, _) = asked(&trial.step(Event::Again));
    let result = Box::new(Ok(simulation()));
    trial.step(Event::Came { ticket, result });
    set(&mut trial, |it| it.code = "NEXT".to_owned());
    assert!(trial.asking && trial.outcome.is_some());
}

#[test]
fn another_service_takes_its_own_forms_and_forgets_what_was_booked_along() {
    let mut trial = opened(Subject::Code);
    set(&mut trial, |it| it.add_ons = vec!["apron".parse().unwrap()]);
    let (_, body) = asked(&set(&mut trial, |it| it.service = "lesson".to_owned()));
    let form = body.items[0].variation_id.as_ref();
    assert_eq!(
        form.map(|id| id.as_str().to_owned()),
        Some("short".to_owned())
    );
    let (_, body) = asked(&set(&mut trial, |it| it.service = "class".to_owned()));
    assert_eq!(body.items[0].variation_id, None);
}

#[test]
fn each_mistake_is_at_its_question_and_nothing_is_asked() {
    let wrong = [
        (Question::Attendees, "many"),
        (Question::Attendees, "0"),
        (Question::Date, "soon"),
        (Question::Customer, "somebody"),
    ];
    for (question, typed) in wrong {
        let mut trial = opened(Subject::Code);
        let effects = set(&mut trial, |it| {
            let field = match question {
                Question::Attendees => &mut it.attendees,
                Question::Date => &mut it.date,
                _ => &mut it.customer,
            };
            typed.clone_into(field);
        });
        assert_eq!(effects, []);
        assert_eq!(trial.mistake.map(|(of, _)| of), Some(question));
        assert_eq!(trial.outcome, None);
    }
}

#[test]
fn customers_are_addresses_or_members() {
    let mut trial = opened(Subject::Code);
    let (_, body) = asked(&set(&mut trial, |it| {
        it.customer = " a@example.com ".to_owned();
    }));
    assert_eq!(body.email.unwrap().as_str(), "a@example.com");
    let (_, body) = asked(&set(&mut trial, |it| {
        it.customer = "member: potter 17".to_owned();
    }));
    assert_eq!(body.member.unwrap().as_str(), "potter 17");
    assert_eq!(body.email, None);
}

#[test]
fn a_draft_that_cannot_be_read_shows_nothing_of_the_one_before() {
    let draft: booking_contract::owner::TriedDraft = serde_json::from_value(json!({
        "draft": { "benefit": { "percent": { "percent": "10" } } }
    }))
    .unwrap();
    let mut trial = opened(Subject::Draft(Some(Box::new(draft.clone()))));
    let (ticket, body) = asked(&trial.step(Event::Again));
    assert_eq!(body.tried, Some(Tried::Draft(Box::new(draft))));
    let result = Box::new(Ok(simulation()));
    trial.step(Event::Came { ticket, result });
    let effects = trial.step(Event::Draft(None));
    let [Effect::Settle { ticket }] = effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(trial.step(Event::Settled { ticket }), []);
    assert_eq!(trial.outcome, None);
}

#[test]
fn failures_are_shown_and_an_ended_session_is_told() {
    let mut trial = opened(Subject::Code);
    let (ticket, _) = asked(&trial.step(Event::Again));
    let result = Box::new(Err(refused(ProblemCode::Unavailable)));
    trial.step(Event::Came { ticket, result });
    assert!(matches!(trial.outcome, Some(Err(_))));
    let (ticket, _) = asked(&trial.step(Event::Again));
    let result = Box::new(Err(Failure::SignedOut));
    assert_eq!(
        trial.step(Event::Came { ticket, result }),
        [Effect::SignedOut]
    );
    let ended = trial.step(Event::Menu(Err(Failure::SignedOut)));
    assert_eq!(ended, [Effect::SignedOut]);
}

#[test]
fn checks_are_told_with_their_figures() {
    let telling = Telling {
        currency: "EUR".parse().unwrap(),
        moment: &|at| at.format("%Y-%m-%d").to_string(),
        service: &str::to_owned,
    };
    let say = |check, facts| {
        let traced = TracedCheck {
            check,
            outcome: Outcome::Failed,
            facts: Some(facts),
        };
        telling.check(&traced).unwrap()
    };
    let used = |times, max| Used { times, max };
    let cases = [
        (
            say(
                Check::Found,
                Facts::Found {
                    miss: Some(Miss::NoSuchCode),
                },
            ),
            "You have no such code.",
        ),
        (
            say(
                Check::Redemptions,
                Facts::Redemptions {
                    coupon: used(5, Some(5)),
                    code: used(5, None),
                },
            ),
            "Used: 5 of 5.",
        ),
        (
            say(
                Check::PerCustomer,
                Facts::PerCustomer {
                    customer: used(1, Some(1)),
                    known: true,
                },
            ),
            "Used by this customer: 1 of 1.",
        ),
        (
            say(
                Check::NotOver,
                Facts::NotOver {
                    ends_at: Some("2026-11-01T00:00:00Z".parse().unwrap()),
                    expires_at: None,
                },
            ),
            "The coupon ended 2026-11-01.",
        ),
    ];
    for (said, expected) in cases {
        assert_eq!(said, expected);
    }
    let silent = TracedCheck {
        check: Check::Oversize,
        outcome: Outcome::NotReached,
        facts: None,
    };
    assert_eq!(telling.check(&silent), None);
}
