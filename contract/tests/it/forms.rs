//! Answers to a calendar's own questions, and services as an address names them.

use booking_contract::{AnswerError, FieldKind, FormField, SlotItems};
use booking_engine::Item;

fn field(kind: FieldKind, required: bool) -> FormField {
    FormField {
        id: "q".to_owned(),
        label: "Question".to_owned(),
        hint: String::new(),
        required,
        kind,
    }
}

fn check(field: &FormField, values: &[&str]) -> Result<(), AnswerError> {
    let values: Vec<String> = values.iter().map(|&value| value.to_owned()).collect();
    field.check(&values)
}

#[test]
fn a_question_may_stay_open_unless_it_is_required() {
    for kind in [FieldKind::Text, FieldKind::Date, FieldKind::Checkbox] {
        assert_eq!(check(&field(kind.clone(), false), &[]), Ok(()));
        assert_eq!(check(&field(kind, true), &[]), Err(AnswerError::Missing));
    }
}

#[test]
fn texts_have_a_length_and_long_ones_have_lines() {
    let (line, lines) = (
        field(FieldKind::Text, true),
        field(FieldKind::LongText, true),
    );
    assert_eq!(check(&line, &[&"é".repeat(200)]), Ok(()));
    assert_eq!(check(&line, &[&"é".repeat(201)]), Err(AnswerError::TooLong));
    assert_eq!(check(&line, &["one\ntwo"]), Err(AnswerError::Control));
    assert_eq!(check(&lines, &["one\r\n\ttwo"]), Ok(()));
    assert_eq!(check(&lines, &["\u{7}"]), Err(AnswerError::Control));
    assert_eq!(
        check(&lines, &[&"a".repeat(2_001)]),
        Err(AnswerError::TooLong)
    );
    assert_eq!(check(&line, &["one", "two"]), Err(AnswerError::TooMany));
}

#[test]
fn numbers_are_whole_and_keep_their_bounds() {
    let age = field(
        FieldKind::Number {
            min: Some(4),
            max: Some(12),
        },
        true,
    );
    for (answer, judged) in [
        ("4", Ok(())),
        ("12", Ok(())),
        ("3", Err(AnswerError::OutOfRange)),
        ("13", Err(AnswerError::OutOfRange)),
        ("7.5", Err(AnswerError::NotANumber)),
        ("seven", Err(AnswerError::NotANumber)),
        ("99999999999999999999", Err(AnswerError::NotANumber)),
    ] {
        assert_eq!(check(&age, &[answer]), judged, "{answer}");
    }
    let any = field(
        FieldKind::Number {
            min: None,
            max: None,
        },
        true,
    );
    assert_eq!(check(&any, &["-7"]), Ok(()));
}

#[test]
fn choices_are_among_the_options_and_none_comes_twice() {
    let options = || vec!["red".to_owned(), "blue".to_owned()];
    let one = field(FieldKind::Choice { options: options() }, true);
    assert_eq!(check(&one, &["red"]), Ok(()));
    assert_eq!(check(&one, &["green"]), Err(AnswerError::NotAnOption));
    assert_eq!(check(&one, &["red", "blue"]), Err(AnswerError::TooMany));
    let any = field(FieldKind::Choices { options: options() }, true);
    assert_eq!(check(&any, &["blue", "red"]), Ok(()));
    assert_eq!(check(&any, &["red", "red"]), Err(AnswerError::NotAnOption));
    assert_eq!(
        check(&any, &["red", "green"]),
        Err(AnswerError::NotAnOption)
    );
}

#[test]
fn dates_are_dates_and_a_ticked_box_is_true() {
    let day = field(FieldKind::Date, false);
    assert_eq!(check(&day, &["2026-12-01"]), Ok(()));
    assert_eq!(check(&day, &["2026-02-30"]), Err(AnswerError::NotADate));
    let ticked = field(FieldKind::Checkbox, true);
    assert_eq!(check(&ticked, &["true"]), Ok(()));
    assert_eq!(check(&ticked, &["yes"]), Err(AnswerError::NotAnOption));
}

#[test]
fn items_are_written_as_briefly_as_they_are_read() {
    for text in [
        "bath",
        "massage.long",
        "massage.long.anna",
        "massage..anna,bath",
    ] {
        let items: SlotItems = text.parse().unwrap();
        assert_eq!(items.to_string(), text);
        let json = serde_json::to_string(&items).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<SlotItems>(&json).unwrap(), items);
    }
    for text in [
        "",
        ",",
        "a,",
        ".long",
        "a b",
        "a.b.c.d",
        "a.ü",
        &"a,".repeat(11),
    ] {
        assert!(text.parse::<SlotItems>().is_err(), "{text}");
    }
    let plain = SlotItems::of(&[Item::plain("bath".parse().unwrap(), 2)]);
    assert_eq!(plain.to_string(), "bath");
}
