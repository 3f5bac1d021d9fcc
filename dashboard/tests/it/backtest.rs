//! A back-test: begun, followed, left, and never of another draft than it says.

use booking_contract::owner::{BacktestLine, BacktestResult, TriedDraft};
use booking_dashboard::client::Failure;
use booking_dashboard::pages::trying::backtest::{Backtesting, Effect, Event, Stage};
use booking_dashboard::stream::Lines;
use serde_json::json;

fn draft() -> Option<Box<TriedDraft>> {
    let draft = json!({ "draft": { "benefit": { "percent": { "percent": "10" } } } });
    serde_json::from_value(draft).unwrap()
}

fn result() -> Box<BacktestResult> {
    serde_json::from_value(json!({
        "currency": "EUR", "bookings": 3, "hit": 2, "before_minor": 900, "after_minor": 800,
        "largest_minor": 60, "services": [], "missed": [],
        "left_out": { "not_booked": 1, "called_off": 0, "other_coupon": 2, "other_currency": 0,
            "no_price": 0 },
    }))
    .unwrap()
}

fn machine() -> Backtesting {
    Backtesting::until("2026-11-20".parse().unwrap(), draft())
}

/// Begins; answers the ticket.
fn begun(machine: &mut Backtesting) -> u32 {
    match &machine.step(Event::Begin)[..] {
        [Effect::Begin { ticket, .. }] => *ticket,
        other => panic!("{other:?}"),
    }
}

fn tell(machine: &mut Backtesting, ticket: u32, line: BacktestLine) {
    let line = Box::new(line);
    assert_eq!(machine.step(Event::Told { ticket, line }), []);
}

#[test]
fn the_last_ninety_days_are_asked_for_unless_others_are_chosen() {
    let mut machine = machine();
    let effects = machine.step(Event::Begin);
    let [Effect::Begin { asked, .. }] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(asked.from.to_string(), "2026-08-22");
    assert_eq!(asked.to.to_string(), "2026-11-20");
    assert_eq!(machine.step(Event::Begin), [], "one at a time");
}

#[test]
fn it_is_followed_to_its_end() {
    let mut machine = machine();
    let ticket = begun(&mut machine);
    let looked = BacktestLine::Looked { orders: 5, of: 9 };
    tell(&mut machine, ticket, looked);
    let running = Stage::Running {
        orders: 5,
        of: Some(9),
    };
    assert_eq!(machine.stage, running);
    tell(&mut machine, ticket, BacktestLine::Done(result()));
    machine.step(Event::Ended {
        ticket,
        result: Ok(()),
    });
    let done = Stage::Done {
        result: result(),
        current: true,
    };
    assert_eq!(machine.stage, done);
}

#[test]
fn whoever_stops_hears_no_more_of_it() {
    let mut machine = machine();
    let ticket = begun(&mut machine);
    assert_eq!(machine.step(Event::Stop), [Effect::Stop]);
    tell(&mut machine, ticket, BacktestLine::Done(result()));
    assert_eq!(machine.stage, Stage::Idle);
}

#[test]
fn another_draft_stops_what_is_under_way_and_marks_what_is_done() {
    let mut machine = machine();
    begun(&mut machine);
    assert_eq!(machine.step(Event::Draft(None)), [Effect::Stop]);
    assert_eq!(machine.step(Event::Begin), [], "there is no draft to try");
    machine.step(Event::Draft(draft()));
    let ticket = begun(&mut machine);
    tell(&mut machine, ticket, BacktestLine::Done(result()));
    machine.step(Event::Draft(draft()));
    let stale = Stage::Done {
        result: result(),
        current: false,
    };
    assert_eq!(machine.stage, stale);
}

#[test]
fn days_that_make_no_span_are_said_and_nothing_is_asked() {
    let mut machine = machine();
    for (from, to) in [
        ("2026-11-20", "2026-11-19"),
        ("", "2026-11-19"),
        ("2026-11-20", ""),
    ] {
        machine.step(Event::Days {
            from: from.to_owned(),
            to: to.to_owned(),
        });
        assert_eq!(machine.step(Event::Begin), []);
        assert!(machine.mistake.is_some());
    }
}

#[test]
fn an_answer_that_breaks_off_is_a_failure() {
    let mut machine = machine();
    let ticket = begun(&mut machine);
    let result = Ok(());
    machine.step(Event::Ended { ticket, result });
    assert_eq!(machine.stage, Stage::Failed(Failure::Unreachable));
    let ticket = begun(&mut machine);
    let result = Err(Failure::SignedOut);
    assert_eq!(
        machine.step(Event::Ended { ticket, result }),
        [Effect::SignedOut]
    );
}

#[test]
fn lines_are_whole_however_the_bytes_come() {
    let text = b"{\"a\":1}\n{\"b\":2}\n{\"c\"";
    for size in 1..text.len() {
        let mut lines = Lines::default();
        let mut whole = Vec::new();
        for bytes in text.chunks(size) {
            whole.extend(lines.take(bytes));
        }
        assert_eq!(whole, [b"{\"a\":1}".to_vec(), b"{\"b\":2}".to_vec()]);
        assert!(!lines.is_empty(), "a line is begun");
        assert_eq!(lines.take(b":3}\n"), [b"{\"c\":3}".to_vec()]);
        assert!(lines.is_empty());
    }
}
