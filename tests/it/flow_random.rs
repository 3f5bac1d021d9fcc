//! Whatever happens in whatever order: no panic, no broken law, never two confirmations at once.

use booking_contract::OrderStatus;
use booking_contract::ProblemCode;
use booking_contract::WidgetStyle::{Classic, Neo};
use booking_widget::flow::{
    Body, Deed, Effect, Event, Failure, GuestField, Input, News, Step, Ticket,
};
use proptest::prelude::*;

use crate::fixtures::{Script, asking, at, date, failed, order_view, problem, refused};

/// What may happen next.
#[derive(Clone, Debug)]
enum Next {
    Does(Box<Input>),
    /// The studio answers what is waiting.
    Answers,
    /// What is waiting fails.
    Fails(Failure),
    /// The oldest request fails, the others wait.
    FailsFirst(ProblemCode),
    Waits(i64),
    /// The order becomes something else behind the guest's back.
    Becomes(OrderStatus),
    /// The studio changes a price.
    Costs(i64),
}

#[allow(clippy::too_many_lines, reason = "a list")]
fn input() -> impl Strategy<Value = Input> {
    let text = prop::sample::select(vec![
        "",
        "Test",
        "guest@example.com",
        "12345",
        "\u{0}",
        "é",
        "guest@",
        "+4",
        "+44 20 7946",
        "7",
        "DE",
    ]);
    let code = prop::sample::select(vec![
        "",
        "welcome10",
        "TWENTY",
        "free",
        "almost",
        "no",
        "two words",
        "portrait25",
        "today",
    ]);
    let field = prop::sample::select(vec![
        GuestField::Name,
        GuestField::Email,
        GuestField::Phone,
        GuestField::Country,
        GuestField::AttendeeName(1),
        GuestField::AttendeeEmail(7),
        GuestField::Answer(2),
        GuestField::Answer(6),
        GuestField::Answer(u32::MAX),
        GuestField::Notes,
    ]);
    let option = prop::sample::select(vec!["Rest", "Massage", "", "Other"]);
    let language = prop::sample::select(vec!["en", "de", "ar", "tlh"]);
    let step = prop::sample::select(vec![Step::Time, Step::Details, Step::Payment]);
    let service = prop::sample::select(vec!["yoga", "portrait", "tour", "other"]);
    let zone = prop::sample::select(vec![
        "Europe/Lisbon",
        "America/New_York",
        "Pacific/Auckland",
        "X",
    ]);
    let day = prop::sample::select(vec![
        "2026-11-21",
        "2026-11-23",
        "2026-12-31",
        "2027-01-12",
        "1999-01-01",
    ]);
    let slot = prop::sample::select(vec![
        "2026-11-21T09:30:00Z",
        "2026-11-21T11:00:00Z",
        "2026-12-31T18:00:00Z",
        "2027-01-12T09:30:00Z",
        "1999-01-01T00:00:00Z",
    ]);
    let events = prop_oneof![
        service.prop_map(|id| Event::ServiceChosen(id.parse().unwrap())),
        any::<u32>().prop_map(Event::AttendeesChosen),
        (0_u32..7).prop_map(Event::AttendeesChosen),
        any::<i8>().prop_map(|by| Event::MonthTurned(by.into())),
        (-1..2_i32).prop_map(Event::MonthTurned),
        day.clone().prop_map(|day| Event::DayFocused(date(day))),
        day.prop_map(|day| Event::DayChosen(date(day))),
        slot.prop_map(|slot| Event::SlotChosen(at(slot))),
        zone.prop_map(|zone| Event::ZoneChosen(zone.to_owned())),
        Just(Event::Continue),
        Just(Event::Continue),
        step.prop_map(Event::StepChosen),
        (field.clone(), text).prop_map(|(field, text)| Event::FieldEdited(field, text.to_owned())),
        (field.clone(), option)
            .prop_map(|(field, option)| Event::OptionToggled(field, option.to_owned())),
        field.prop_map(Event::FieldLeft),
        Just(Event::BookerToggled),
        Just(Event::ConsentToggled),
        Just(Event::CodeOpened),
        code.prop_map(|code| Event::CodeEdited(code.to_owned())),
        Just(Event::CodeSubmitted),
        Just(Event::CodeClosed),
        Just(Event::CodeRemoved),
        Just(Event::Confirmed),
        Just(Event::Confirmed),
        Just(Event::ChangeAccepted),
        Just(Event::NoticeClosed),
        Just(Event::Retry),
        Just(Event::PaymentContinued),
        Just(Event::ReleaseChosen),
        Just(Event::BookAgain),
        Just(Event::IcsChosen),
        deed().prop_map(Event::Deed),
        language.prop_map(|tag| Event::LanguageChosen(tag.to_owned())),
    ];
    let news = prop_oneof![
        Just(News::ShownAgain),
        Just(News::CheckoutAcknowledged),
        Just(News::CheckoutRefused),
        Just(News::Online),
        Just(News::Offline),
        any::<u32>().prop_map(|t| News::OrderArrived(Ticket(t), Err(Failure::Unreachable))),
        Just(News::Tick(at("1970-01-01T00:00:00Z"))),
        Just(News::Tick(at("2100-01-01T00:00:00Z"))),
    ];
    prop_oneof![
        3 => events.prop_map(Input::from),
        1 => news.prop_map(Input::from),
    ]
}

fn deed() -> impl Strategy<Value = Deed> {
    prop::sample::select(vec![
        Deed::Extend,
        Deed::SameTime,
        Deed::Cancel,
        Deed::CancelNow,
        Deed::Move,
        Deed::MoveNow,
        Deed::Keep,
        Deed::Print,
        Deed::CopyLink,
        Deed::Resume,
    ])
}

fn next() -> impl Strategy<Value = Next> {
    use OrderStatus::{
        AwaitingPayment, Cancelled, Closing, Expired, InReview, Opening, Paid, Refunded, Refunding,
    };
    let failure = prop_oneof![
        Just(Failure::Unreachable),
        Just(Failure::TimedOut),
        Just(Failure::Unreadable),
    ];
    let code = prop::sample::select(vec![
        ProblemCode::SlotTaken,
        ProblemCode::QuoteChanged,
        ProblemCode::InProgress,
        ProblemCode::NotFound,
        ProblemCode::WrongState,
        ProblemCode::RefundChanged,
        ProblemCode::TooManyHolds,
        ProblemCode::TooManyTries,
        ProblemCode::Internal,
        ProblemCode::InvalidField,
        ProblemCode::PaymentUnavailable,
        ProblemCode::BelowMinimumCharge,
    ]);
    let status = prop::sample::select(vec![
        AwaitingPayment,
        Closing,
        Expired,
        InReview,
        Opening,
        Paid,
        Refunding,
        Refunded,
        Cancelled,
    ]);
    prop_oneof![
        12 => input().prop_map(|input| Next::Does(Box::new(input))),
        5 => Just(Next::Answers),
        1 => failure.prop_map(Next::Fails),
        1 => code.prop_map(Next::FailsFirst),
        1 => (0_i64..90).prop_map(Next::Waits),
        1 => status.prop_map(Next::Becomes),
        1 => (0_i64..20_000).prop_map(Next::Costs),
    ]
}

fn follow(script: &mut Script, next: Next) {
    match next {
        Next::Does(input) => {
            script.step(*input);
        }
        Next::Answers => {
            script.answer();
        }
        Next::Fails(failure) => {
            script.fail(&failure);
        }
        Next::FailsFirst(code) => {
            if !script.waiting.is_empty() {
                let first = script.waiting.remove(0);
                script.step(failed(&first, refused(problem(code, 409))));
            }
        }
        Next::Waits(seconds) => {
            script.wait(seconds);
        }
        Next::Becomes(status) => {
            if let Some(order) = &mut script.order {
                order.status = status;
            }
        }
        Next::Costs(minor) => script.terms.services[0].unit_price_minor = minor,
    }
}

fn check(script: &Script) -> Result<(), TestCaseError> {
    let screen = script.screen();
    let confirmations = |effect: &&Effect| matches!(effect, Effect::OpenOrder { .. });
    prop_assert!(script.waiting.iter().filter(confirmations).count() <= 1);
    if let Body::Move(step) = &screen.body {
        let days = step.month.weeks.iter().flatten().flatten();
        prop_assert_eq!(days.filter(|day| day.tab_stop).count(), 1);
    }
    if let Body::Time(time) = &screen.body {
        let days = || time.month.weeks.iter().flatten().flatten();
        prop_assert_eq!(days().filter(|day| day.tab_stop).count(), 1);
        prop_assert!(days().filter(|day| day.selected).count() <= 1);
    }
    for effect in &script.effects {
        if let Effect::OpenOrder { order, key, .. } = effect {
            prop_assert!(order.quote.check_laws().is_ok());
            prop_assert!((16..=64).contains(&key.len()));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_events_leaves_a_screen_to_draw(
        classic in any::<bool>(),
        asks in any::<bool>(),
        steps in prop::collection::vec(next(), 1..120),
    ) {
        let style = if classic { Classic } else { Neo };
        let mut script = if asks { Script::start_with(asking(style, |_| {})) } else { Script::start(style) };
        for step in steps {
            follow(&mut script, step);
            check(&script)?;
        }
    }

    #[test]
    fn so_does_any_sequence_after_the_details_are_filled_in(
        classic in any::<bool>(),
        steps in prop::collection::vec(next(), 1..60),
    ) {
        let mut script = Script::start(if classic { Classic } else { Neo });
        script.up_to_payment();
        for step in steps {
            follow(&mut script, step);
            check(&script)?;
        }
    }

    #[test]
    fn so_does_any_sequence_after_the_confirmation(
        status in prop::sample::select(vec![OrderStatus::Opening, OrderStatus::AwaitingPayment, OrderStatus::Closing, OrderStatus::Paid]),
        steps in prop::collection::vec(next(), 1..60),
    ) {
        let mut script = Script::start(Neo);
        script.up_to_payment().go(Event::Confirmed);
        script.order = Some(order_view(&script.sent().1, status));
        for step in steps {
            follow(&mut script, step);
            check(&script)?;
        }
    }
}
