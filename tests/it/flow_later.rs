//! What a first look takes and shows without the later part of the program.

use booking_contract::WidgetStyle::{Classic, Neo};
use booking_contract::{CalendarInfo, StepOrder};
use booking_widget::flow::{Asked, Effect, Event, Failure, Input, MenuEvent, News, Sort, Started};

use crate::fixtures::{Script, asking, at, date, order_key, started, started_with_menu};

/// A page whose program has only its first part so far.
fn first(started: Started) -> Started {
    Started {
        later: false,
        ..started
    }
}

fn takes(script: &Script, input: impl Into<Input>) -> bool {
    script.flow.takes(&input.into())
}

#[test]
fn choosing_shows_the_same_with_and_without_the_later_part() {
    for style in [Neo, Classic] {
        let mut whole = Script::start(style);
        let mut parted = Script::start_with(first(started(style)));
        let events = [
            Event::MonthTurned(1),
            Event::MonthTurned(-1),
            Event::DayFocused(date("2026-11-24")),
            Event::DayChosen(date("2026-11-21")),
            Event::SlotChosen(at("2026-11-21T09:30:00Z")),
            Event::AttendeesChosen(3),
            Event::AttendeesChosen(2),
        ];
        for event in events {
            assert!(takes(&parted, event.clone()), "{event:?}");
            whole.go(event.clone());
            parted.go(event.clone());
            assert!(!parted.flow.draws_later(), "{event:?}");
            assert_eq!(parted.screen(), whole.screen(), "{event:?}");
        }
        whole.go(Event::Continue);
        parted.flow.later_arrived();
        parted.go(Event::Continue);
        assert_eq!(parted.screen(), whole.screen());
        assert!(parted.flow.draws_later());
    }
}

#[test]
fn what_was_chosen_is_kept_as_soon_as_the_later_part_is_there() {
    let start = at("2026-11-21T09:30:00Z");
    let mut script = Script::start_with(first(started(Neo)));
    script.go(Event::DayChosen(date("2026-11-21")));
    script.go(Event::SlotChosen(start));
    let kept = |script: &Script| {
        let mut effects = script.effects.iter().rev();
        effects.find_map(|effect| match effect {
            Effect::Keep(kept) => kept.clone(),
            _ => None,
        })
    };
    assert_eq!(kept(&script), None, "nothing is there that could");
    // Nothing more has to happen than that time passes.
    script.flow.later_arrived();
    script.step(News::Tick(script.now));
    let kept = kept(&script);
    assert!(kept.is_some());
    let mut again = Script::start_with(Started {
        kept,
        ..started(Neo)
    });
    again.answer();
    let summary = script.screen().summary;
    assert!(summary.as_ref().is_some_and(|it| it.when.is_some()));
    assert_eq!(again.screen().summary, summary);
}

#[test]
fn a_page_on_which_nothing_was_done_keeps_nothing() {
    let mut script = Script::start_with(first(started(Neo)));
    script.answer();
    script.flow.later_arrived();
    script.step(News::Tick(script.now));
    let keeps = |script: &Script| {
        let mut effects = script.effects.iter();
        effects.any(|effect| matches!(effect, Effect::Keep(_)))
    };
    assert!(!keeps(&script));
    script.go(Event::AttendeesChosen(2));
    assert!(keeps(&script));
}

#[test]
fn a_menu_is_looked_through_without_the_later_part() {
    let mut script = Script::start_with_menu(first(started_with_menu(Neo)));
    let event = MenuEvent::Sorted(Sort::Price);
    assert!(takes(&script, Event::Menu(Box::new(event.clone()))));
    script.menu(event);
    assert!(!script.flow.draws_later());
}

#[test]
fn whatever_leads_on_waits_for_the_later_part() {
    let mut script = Script::start_with(first(started(Neo)));
    script.answer();
    let events = [
        Event::Continue,
        Event::CodeOpened,
        Event::ZoneChosen("Europe/Lisbon".to_owned()),
        Event::LanguageChosen("de".to_owned()),
    ];
    for event in events {
        assert!(!takes(&script, event.clone()), "{event:?}");
        script.flow.later_arrived();
        assert!(takes(&script, event.clone()), "{event:?}");
        script = Script::start_with(first(started(Neo)));
    }
    assert!(!takes(&script, News::CheckoutRefused));
}

#[test]
fn an_answer_that_failed_is_shown_without_the_later_part_and_tried_again() {
    let mut script = Script::start_with(first(started(Neo)));
    script.fail(&Failure::TimedOut);
    assert!(!script.flow.draws_later());
    assert!(takes(&script, Event::Retry));
    script.go(Event::Retry);
    assert_eq!(script.count("slots"), 2);
}

#[test]
fn only_a_page_that_begins_with_a_choice_begins_without_the_later_part() {
    assert!(!started(Neo).begins_later());
    assert!(!started_with_menu(Neo).begins_later());
    let service = Asked {
        service: Some("wheel".to_owned()),
        ..Asked::default()
    };
    let with = |asked: Asked| Started {
        asked,
        ..started(Neo)
    };
    assert!(!with(service).begins_later());

    let coupon = Some("WELCOME10".to_owned());
    let asked = Asked::default;
    for name in [
        "name",
        "email",
        "phone",
        "notes",
        "person.2.name",
        "answer.who",
    ] {
        let parameters = vec![(name.to_owned(), "Test Guest".to_owned())];
        assert!(
            with(Asked {
                parameters,
                ..asked()
            })
            .begins_later(),
            "{name}"
        );
    }
    for (name, value) in [("name", ""), ("utm_source", "mail"), ("pass", "ref")] {
        let parameters = vec![(name.to_owned(), value.to_owned())];
        assert!(
            !with(Asked {
                parameters,
                ..asked()
            })
            .begins_later(),
            "{name}"
        );
    }
    assert!(with(Asked { coupon, ..asked() }).begins_later());
    let order = Some(order_key());
    assert!(with(Asked { order, ..asked() }).begins_later());
    let remembered = Some(order_key());
    let kept = Some("{}".to_owned());
    let form_first = |info: &mut CalendarInfo| info.steps = StepOrder::FormFirst;
    let first = started(Neo);
    for begun in [
        Started {
            remembered,
            ..first.clone()
        },
        Started {
            kept,
            ..first.clone()
        },
        asking(Neo, form_first),
    ] {
        assert!(begun.begins_later());
    }
    let mut empty = first;
    empty.page.terms.services.clear();
    assert!(empty.begins_later(), "nothing is sold");
}
