//! The list of coupons.

use booking_contract::ProblemCode;
use booking_contract::owner::{CouponRefusal, CouponRow, CouponSort, CouponStatus, CouponsPage};
use booking_dashboard::client::Failure;
use booking_dashboard::paged::Stage;
use booking_dashboard::pages::coupons::list::{Asked, Deed, Effect, Event, List, Names, Question};

use crate::answers::{refused, refused_coupon};

fn row(code: &str) -> CouponRow {
    serde_json::from_value(serde_json::json!({
        "id": format!("id-{code}"),
        "version": 1,
        "name": "",
        "code": code,
        "benefit": { "percent": { "percent": "10" } },
        "status": "active",
        "uses": { "reserved": 0, "redeemed": 0 },
        "created_at": "2026-11-01T08:00:00Z",
    }))
    .unwrap()
}

fn page(codes: &[&str], total: u64, next: Option<&str>) -> CouponsPage {
    CouponsPage {
        coupons: codes.iter().map(|code| row(code)).collect(),
        total,
        next: next.map(str::to_owned),
    }
}

/// The ticket of the one request among the effects.
fn ticket(effects: &[Effect]) -> u32 {
    let mut tickets = effects.iter().filter_map(|effect| match effect {
        Effect::Load { ticket, .. } => Some(*ticket),
        _ => None,
    });
    tickets.next().expect("something is asked for")
}

fn shown(codes: &[&str], next: Option<&str>) -> List {
    let mut list = List::default();
    let ticket = ticket(&list.step(Event::Ask(Asked::default())));
    let result = Ok(page(codes, 9, next));
    list.step(Event::Came { ticket, result });
    list
}

fn codes(list: &List) -> Vec<String> {
    let codes = list.paged.rows.iter().filter_map(|row| row.code.as_ref());
    codes.map(ToString::to_string).collect()
}

#[test]
fn what_is_asked_for_stands_in_the_address() {
    let mut list = List::default();
    let asked = Asked {
        search: "SPRING".to_owned(),
        status: Some(CouponStatus::Active),
        sort: CouponSort::Uses,
    };
    let effects = list.step(Event::Ask(asked.clone()));
    assert_eq!(effects[0], Effect::Address(asked));
}

#[test]
fn typing_asks_once_when_nothing_was_typed_for_a_while() {
    let mut list = shown(&["A"], None);
    let first = list.step(Event::Type("S".to_owned()));
    let second = list.step(Event::Type("SP".to_owned()));
    let pause = |effects: &[Effect]| match effects {
        [Effect::Pause { ticket }] => *ticket,
        other => panic!("{other:?}"),
    };
    let (first, second) = (pause(&first), pause(&second));
    assert_eq!(list.step(Event::Typed { ticket: first }), []);
    let effects = list.step(Event::Typed { ticket: second });
    let Some(Effect::Load { query, .. }) = effects.last() else {
        panic!("{effects:?}")
    };
    assert_eq!(query.search, "SP");
}

#[test]
fn an_answer_to_what_is_not_asked_for_any_more_is_dropped() {
    let mut list = List::default();
    let old = ticket(&list.step(Event::Ask(Asked::default())));
    let new = ticket(&list.step(Event::Ask(Asked::default())));
    let result = Ok(page(&["OLD"], 1, None));
    list.step(Event::Came {
        ticket: old,
        result,
    });
    assert_eq!(list.paged.stage, Stage::Loading);
    let result = Ok(page(&["NEW"], 1, None));
    list.step(Event::Came {
        ticket: new,
        result,
    });
    assert_eq!(codes(&list), ["NEW"]);
}

#[test]
fn more_rows_come_after_those_that_are_there_and_none_comes_twice() {
    let mut list = shown(&["A", "B"], Some("b"));
    let effects = list.step(Event::More);
    let Some(Effect::Load { ticket, query }) = effects.first() else {
        panic!("{effects:?}")
    };
    assert_eq!(query.after.as_deref(), Some("b"));
    assert_eq!(list.step(Event::More), [], "one request at a time");
    let (ticket, result) = (*ticket, Ok(page(&["B", "C"], 9, None)));
    list.step(Event::Came { ticket, result });
    assert_eq!(codes(&list), ["A", "B", "C"]);
    assert_eq!(list.step(Event::More), [], "this was the last page");
}

#[test]
fn rows_stay_in_sight_when_more_do_not_come() {
    let mut list = shown(&["A"], Some("a"));
    let ticket = ticket(&list.step(Event::More));
    let result = Err(Failure::Unreachable);
    let effects = list.step(Event::Came { ticket, result });
    assert!(matches!(effects[..], [Effect::Say { .. }]));
    assert_eq!(codes(&list), ["A"]);
}

#[test]
fn switching_off_can_be_undone() {
    let mut list = shown(&["A"], None);
    let effects = list.step(Event::Do(Deed::Deactivate, row("A")));
    assert_eq!(effects, [Effect::Do(Deed::Deactivate, row("A"))]);
    let effects = list.step(Event::Done {
        deed: Deed::Deactivate,
        row: row("A"),
        result: Ok(()),
    });
    let Effect::Say { undo, .. } = &effects[0] else {
        panic!("{effects:?}")
    };
    assert_eq!(*undo, Some((Deed::Activate, row("A"))));
    ticket(&effects);
}

#[test]
fn nothing_is_deleted_without_a_yes() {
    let mut list = shown(&["A"], None);
    assert_eq!(list.step(Event::Do(Deed::Delete, row("A"))), []);
    assert_eq!(list.question, Some(Question::Delete(row("A"))));
    list.step(Event::Never);
    assert_eq!(list.question, None);
    list.step(Event::Do(Deed::Delete, row("A")));
    let effects = list.step(Event::Sure);
    assert_eq!(effects, [Effect::Do(Deed::Delete, row("A"))]);
}

#[test]
fn a_used_coupon_is_not_deleted_and_can_be_switched_off_instead() {
    let mut list = shown(&["A"], None);
    list.step(Event::Do(Deed::Delete, row("A")));
    list.step(Event::Sure);
    list.step(Event::Done {
        deed: Deed::Delete,
        row: row("A"),
        result: Err(refused_coupon(CouponRefusal::EverUsed { orders: 3 })),
    });
    let question = Question::CannotDelete {
        row: row("A"),
        orders: 3,
    };
    assert_eq!(list.question, Some(question));
    let effects = list.step(Event::Sure);
    assert_eq!(effects, [Effect::Do(Deed::Deactivate, row("A"))]);
}

#[test]
fn what_is_gone_is_said_and_the_list_is_asked_for_again() {
    let mut list = shown(&["A"], None);
    list.step(Event::Do(Deed::Activate, row("A")));
    let effects = list.step(Event::Done {
        deed: Deed::Activate,
        row: row("A"),
        result: Err(refused(ProblemCode::NotFound)),
    });
    ticket(&effects);
    assert_eq!(list.busy, None);
}

#[test]
fn an_ended_session_leads_to_the_sign_in() {
    let mut list = List::default();
    let ticket = ticket(&list.step(Event::Ask(Asked::default())));
    let result = Err(Failure::SignedOut);
    assert_eq!(
        list.step(Event::Came { ticket, result }),
        [Effect::SignedOut]
    );
}

#[test]
fn the_names_of_what_is_sold_are_asked_for_once_a_coupon_is_for_some_of_it() {
    let mut list = shown(&["PLAIN"], None);
    assert_eq!(list.names, Names::Unneeded);
    let ticket = ticket(&list.step(Event::Ask(Asked::default())));
    let mut page = page(&["PLAIN", "NARROW"], 2, None);
    page.coupons[1].scope =
        serde_json::from_value(serde_json::json!({ "only": { "services": ["wheel"] } })).unwrap();
    let result = Ok(page);
    assert_eq!(list.step(Event::Came { ticket, result }), [Effect::Name]);
    let rows = list.paged.rows.clone();
    assert_eq!(list.line(&rows[0]), None);
    assert_eq!(list.line(&rows[1]).as_deref(), Some("…"));
    let named = Box::new(Ok(crate::choosing::sold()));
    assert_eq!(list.step(Event::Named(named)), []);
    assert_eq!(list.line(&rows[1]).as_deref(), Some("Wheel class"));
}

#[test]
fn rows_are_told_without_names_where_they_do_not_come() {
    let mut list = shown(&["PLAIN"], None);
    let failed = Box::new(Err(Failure::Unreachable));
    assert_eq!(list.step(Event::Named(failed)), []);
    let mut narrow = row("NARROW");
    narrow.staff = vec!["ines".parse().unwrap()];
    assert_eq!(list.line(&narrow).as_deref(), Some("Not for everything"));
    assert_eq!(list.line(&row("PLAIN")), None);
}
