//! The promotion codes of a coupon.

use booking_contract::ProblemCode;
use booking_contract::owner::{CodeSaved, CodeView, CodesPage};
use booking_dashboard::client::Failure;
use booking_dashboard::pages::coupons::codes::{Codes, Effect, Event, Question, Stage, Typed};

use crate::answers::refused;

fn code(text: &str) -> CodeView {
    serde_json::from_value(serde_json::json!({
        "id": format!("id-{text}"),
        "code": text,
        "rules": {},
        "own": false,
        "archived": false,
        "uses": { "reserved": 0, "redeemed": 0 },
        "test_uses": { "reserved": 0, "redeemed": 0 },
        "created_at": "2026-11-01T08:00:00Z",
    }))
    .unwrap()
}

fn come(codes: &mut Codes, effects: &[Effect], texts: &[&str], next: Option<&str>) {
    let ticket = effects.iter().find_map(|effect| match effect {
        Effect::Load { ticket, .. } => Some(*ticket),
        _ => None,
    });
    let result = Ok(CodesPage {
        codes: texts.iter().map(|text| code(text)).collect(),
        total: 9,
        next: next.map(str::to_owned),
    });
    let ticket = ticket.expect("something is asked for");
    codes.step(Event::Came { ticket, result });
}

fn shown(texts: &[&str], next: Option<&str>) -> Codes {
    let mut codes = Codes::default();
    let effects = codes.step(Event::Show { archived: false });
    come(&mut codes, &effects, texts, next);
    codes
}

fn texts(codes: &Codes) -> Vec<String> {
    codes
        .rows
        .iter()
        .map(|code| code.code.to_string())
        .collect()
}

#[test]
fn more_codes_come_after_those_that_are_there() {
    let mut codes = shown(&["A"], Some("a"));
    let effects = codes.step(Event::More);
    assert_eq!(codes.step(Event::More), [], "one request at a time");
    come(&mut codes, &effects, &["B"], None);
    assert_eq!(texts(&codes), ["A", "B"]);
    assert_eq!(codes.step(Event::More), [], "this was the last page");
}

#[test]
fn the_other_list_takes_the_place_of_this_one() {
    let mut codes = shown(&["A"], Some("a"));
    let effects = codes.step(Event::Show { archived: true });
    assert!(codes.rows.is_empty());
    let Some(Effect::Load { query, .. }) = effects.first() else {
        panic!("{effects:?}")
    };
    assert!(query.archived && query.after.is_none());
}

#[test]
fn a_code_without_a_text_is_made_by_chance() {
    let new = Typed::default().read().unwrap();
    assert_eq!(new.code, None);
    assert_eq!(new.rules.max_redemptions, None);
}

#[test]
fn each_mistake_is_at_its_question_and_nobody_is_asked() {
    let cases = [
        (Question::Code, "TWO WORDS", "", ""),
        (Question::Limit, "", "0", ""),
        (Question::Limit, "", "many", ""),
        (Question::Expires, "", "", "tomorrow"),
    ];
    for (question, code, limit, expires) in cases {
        let mut codes = shown(&[], None);
        codes.step(Event::Add);
        codes.step(Event::Type(Typed {
            code: code.to_owned(),
            limit: limit.to_owned(),
            expires: expires.to_owned(),
        }));
        assert_eq!(codes.step(Event::Make), []);
        let mistake = codes.draft.and_then(|draft| draft.mistake).unwrap();
        assert_eq!(mistake.0, question);
    }
}

#[test]
fn a_made_code_is_said_and_stands_in_the_list_of_those_in_use() {
    let mut codes = shown(&["A"], None);
    codes.step(Event::Show { archived: true });
    codes.step(Event::Add);
    assert!(matches!(codes.step(Event::Make)[..], [Effect::Make(_)]));
    assert_eq!(codes.step(Event::Make), [], "it is sent once");
    let saved = CodeSaved {
        code: code("NEW"),
        findings: Vec::new(),
    };
    let effects = codes.step(Event::Made(Ok(saved)));
    assert!(!codes.archived && codes.draft.is_none());
    come(&mut codes, &effects, &["NEW", "A"], None);
    assert_eq!(texts(&codes), ["NEW", "A"]);
}

#[test]
fn what_was_typed_stays_when_the_code_was_not_made() {
    let mut codes = shown(&[], None);
    let typed = Typed {
        code: "PARTNER".to_owned(),
        ..Typed::default()
    };
    codes.step(Event::Add);
    codes.step(Event::Type(typed.clone()));
    codes.step(Event::Make);
    codes.step(Event::Made(Err(refused(ProblemCode::Unavailable))));
    let draft = codes.draft.unwrap();
    assert_eq!(draft.typed, typed);
    assert!(!draft.saving && draft.failure.is_some());
}

#[test]
fn no_code_ends_without_a_yes() {
    let mut codes = shown(&["A"], None);
    assert_eq!(codes.step(Event::Archive(code("A"))), []);
    codes.step(Event::Never);
    assert_eq!(codes.step(Event::Sure), []);
    codes.step(Event::Archive(code("A")));
    assert_eq!(codes.step(Event::Sure), [Effect::Archive(code("A"))]);
    assert_eq!(codes.step(Event::Sure), [], "it is sent once");
    let effects = codes.step(Event::Archived(Ok(())));
    come(&mut codes, &effects, &[], None);
    assert!(codes.rows.is_empty() && codes.stage == Stage::Shown);
}

#[test]
fn codes_stay_in_sight_when_more_do_not_come() {
    let mut codes = shown(&["A"], Some("a"));
    let effects = codes.step(Event::More);
    let Some(Effect::Load { ticket, .. }) = effects.first() else {
        panic!("{effects:?}")
    };
    let (ticket, result) = (*ticket, Err(Failure::Unreachable));
    codes.step(Event::Came { ticket, result });
    assert_eq!(texts(&codes), ["A"]);
    assert_eq!(codes.stage, Stage::Shown);
}
