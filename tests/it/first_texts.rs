//! The texts that a page brings along are all that a first look needs: the others come with the later
//! part of the program.

use booking_contract::WidgetStyle::{Classic, Neo};
use booking_contract::{MenuLayout, ZonePolicy};
use booking_widget::flow::{Event, Failure, Input, MenuEvent, News, Sort, Started};
use booking_widget::text::{self, Texts};
use proptest::prelude::*;

use crate::fixtures::{
    Script, asking, at, date, problem, refused, started, started_with_menu, table,
};
use crate::views::draw;

/// English as a page carries it first.
const FIRST: &str = include_str!(concat!(env!("OUT_DIR"), "/texts-en-first.txt"));
/// Stands in the place of a text of the later part.
const LATER: char = '\u{29d6}';

/// English, with the number of its line and a mark in the place of every text that comes later.
fn marked() -> &'static Texts {
    let mut first = FIRST.split('\n');
    let lines = table("en").split('\n').enumerate().map(|(number, line)| {
        match first.next() {
            // Plural forms begin with a digit.
            Some("") | None => format!("0{LATER}{number}{LATER}"),
            Some(kept) => {
                assert_eq!(kept, line);
                line.to_owned()
            }
        }
    });
    let marked: Vec<_> = lines.collect();
    text::take(&marked.join("\n")).unwrap()
}

fn input() -> impl Strategy<Value = Input> {
    let select = prop::sample::select::<&str>;
    let id = select(vec!["yoga", "portrait", "tour"]);
    let day = select(vec!["2026-11-21", "2026-11-23", "2026-12-31", "2027-01-12"]);
    let slot = select(vec![
        "2026-11-21T09:30:00Z",
        "2026-11-21T11:00:00Z",
        "2026-12-31T18:00:00Z",
        "2027-01-12T09:30:00Z",
    ]);
    let variation = select(vec!["long", "short"]);
    let staff = prop::option::of(select(vec!["ana", "rui"]));
    let add_on = select(vec!["tea", "stones", "oil"]);
    let location = select(vec!["harbour", "hill"]);
    let search = select(vec!["", "mas", "nothing like this"]);
    let category = prop::option::of(select(vec!["body", "face"]));
    let sort = prop::sample::select(vec![Sort::Listed, Sort::Price, Sort::Duration, Sort::Name]);
    let menu = prop_oneof![
        1 => location.prop_map(|id| MenuEvent::LocationChosen(id.parse().unwrap())),
        1 => search.prop_map(|text| MenuEvent::Searched(text.to_owned())),
        1 => category.prop_map(|id| MenuEvent::CategoryChosen(id.map(str::to_owned))),
        1 => sort.prop_map(MenuEvent::Sorted),
        1 => Just(MenuEvent::ShowAll),
        3 => (0..8_usize).prop_map(MenuEvent::ServiceOpened),
        1 => (0..3_usize).prop_map(MenuEvent::ItemOpened),
        1 => (0..3_usize).prop_map(MenuEvent::ItemRemoved),
        1 => variation.prop_map(|id| MenuEvent::VariationChosen(id.parse().unwrap())),
        1 => staff.prop_map(|id| MenuEvent::StaffChosen(id.map(|id| id.parse().unwrap()))),
        1 => (0..5_u32).prop_map(MenuEvent::AttendeesCounted),
        1 => (add_on, 0..4_u32).prop_map(|(id, count)| MenuEvent::AddOnCounted(id.parse().unwrap(), count)),
        3 => Just(MenuEvent::Taken),
        1 => Just(MenuEvent::Closed),
    ];
    let events = prop_oneof![
        1 => id.prop_map(|id| Event::ServiceChosen(id.parse().unwrap())),
        1 => (0..7_u32).prop_map(Event::AttendeesChosen),
        1 => (-1..2_i32).prop_map(Event::MonthTurned),
        1 => day.clone().prop_map(|day| Event::DayFocused(date(day))),
        3 => day.prop_map(|day| Event::DayChosen(date(day))),
        3 => slot.prop_map(|slot| Event::SlotChosen(at(slot))),
        8 => menu.prop_map(|event| Event::Menu(Box::new(event))),
        1 => Just(Event::NoticeClosed),
        1 => Just(Event::Retry),
    ];
    let news = prop_oneof![
        Just(News::ShownAgain),
        Just(News::CheckoutAcknowledged),
        Just(News::Online),
        Just(News::Offline),
        Just(News::Tick(at("2026-11-21T09:45:00Z"))),
        Just(News::Tick(at("2100-01-01T00:00:00Z"))),
    ];
    prop_oneof![6 => events.prop_map(Input::from), 1 => news.prop_map(Input::from)]
}

/// How what was asked for is answered.
#[derive(Clone, Debug)]
enum Answer {
    Comes,
    Fails(Failure),
    Waits,
}

fn answer() -> impl Strategy<Value = Answer> {
    use booking_contract::ProblemCode::{Internal, NotFound, TooManyTries, Unavailable};
    let refusal = prop::sample::select(vec![Internal, NotFound, TooManyTries, Unavailable]);
    prop_oneof![
        8 => Just(Answer::Comes),
        1 => Just(Answer::Waits),
        1 => prop::sample::select(vec![
            Failure::Unreachable,
            Failure::TimedOut,
            Failure::Unreadable,
        ]).prop_map(Answer::Fails),
        1 => refusal.prop_map(|code| Answer::Fails(refused(problem(code, 503)))),
    ]
}

/// Calendars of every kind that begins with its first part.
fn calendars() -> Vec<Started> {
    let mut all = Vec::new();
    for style in [Neo, Classic] {
        all.push(started(style));
        all.push(started_with_menu(style));
        all.push(asking(style, |calendar| calendar.test_mode = true));
        let mut cards = started_with_menu(style);
        cards.page.calendar.menu = MenuLayout::Cards;
        cards.page.calendar.test_mode = true;
        cards.online = false;
        all.push(cards);
        let mut fixed = asking(style, |calendar| calendar.zone = ZonePolicy::Business);
        fixed.page.services.truncate(1);
        all.push(fixed);
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn whatever_is_chosen_first_is_told_in_texts_of_the_page(
        which in 0..10_usize,
        steps in prop::collection::vec((input(), answer()), 1..16),
    ) {
        let first = Started { later: false, text: marked(), ..calendars().swap_remove(which) };
        let mut script = Script::start_with(first);
        script.answer();
        for (input, answer) in steps {
            if !script.flow.takes(&input) {
                continue;
            }
            script.step(input);
            match answer {
                Answer::Comes => { script.answer(); }
                Answer::Fails(failure) => { script.fail(&failure); }
                Answer::Waits => {}
            }
            if script.flow.draws_later() {
                break;
            }
            let shown = draw(script.screen());
            prop_assert!(!shown.contains(LATER), "{:?}", shown.split(LATER).nth(1));
        }
    }
}

#[test]
fn texts_that_were_missing_are_there_once_the_whole_table_is_taken_in() {
    let first = text::take(FIRST).unwrap();
    assert_eq!(first.released(), "");
    assert!(text::known("en").is_none());
    let whole = text::take(table("en")).unwrap();
    assert_eq!(first, whole);
    assert!(first.released().starts_with("The time is free again"));
    assert!(text::known("en").is_some());
}
