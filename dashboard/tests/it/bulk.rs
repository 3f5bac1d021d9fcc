//! Many codes: by chance, and from a file.

use booking_contract::owner::{CodesImported, CodesProgress, ImportOutcome, ImportedLine};
use booking_dashboard::client::Failure;
use booking_dashboard::pages::coupons::codes::Typed;
use booking_dashboard::pages::coupons::import::{self, Import};
use booking_dashboard::pages::coupons::many::{self, Many, ManyQuestion};

fn typed(count: &str, limit: &str) -> Many {
    let mut many = Many::default();
    many.step(many::Event::Type {
        count: count.to_owned(),
        typed: Typed {
            limit: limit.to_owned(),
            ..Typed::default()
        },
    });
    many
}

fn begun(many: &mut Many) -> u32 {
    match &many.step(many::Event::Make)[..] {
        [many::Effect::Make { ticket, .. }] => *ticket,
        other => panic!("{other:?}"),
    }
}

#[test]
fn many_codes_are_followed_to_their_end() {
    let mut many = typed("100,000", "1");
    let ticket = begun(&mut many);
    assert_eq!(many.step(many::Event::Make), [], "once");
    let line = Box::new(CodesProgress::Made { made: 500 });
    assert_eq!(many.step(many::Event::Told { ticket, line }), []);
    let making = many::Stage::Making {
        made: 500,
        of: 100_000,
    };
    assert_eq!(many.stage, making);
    let line = Box::new(CodesProgress::Done {
        made: 100_000,
        batch: "batch_1".to_owned(),
    });
    let effects = many.step(many::Event::Told { ticket, line });
    assert_eq!(effects, [many::Effect::Changed]);
    let result = Ok(());
    assert_eq!(many.step(many::Event::Ended { ticket, result }), []);
    assert!(matches!(
        many.stage,
        many::Stage::Made { made: 100_000, .. }
    ));
}

#[test]
fn a_connection_that_breaks_tells_what_is_known() {
    let mut many = typed("10", "");
    let ticket = begun(&mut many);
    let line = Box::new(CodesProgress::Made { made: 5 });
    many.step(many::Event::Told { ticket, line });
    let result = Ok(());
    let effects = many.step(many::Event::Ended { ticket, result });
    assert_eq!(effects, [many::Effect::Changed]);
    let failed = many::Stage::Failed {
        made: 5,
        batch: None,
        failure: Failure::Unreachable,
    };
    assert_eq!(many.stage, failed);
}

#[test]
fn numbers_that_are_none_are_said_and_nothing_is_made() {
    for (count, limit, question) in [
        ("", "", ManyQuestion::Count),
        ("0", "", ManyQuestion::Count),
        ("100001", "", ManyQuestion::Count),
        ("5", "0", ManyQuestion::Limit),
    ] {
        let mut many = typed(count, limit);
        assert_eq!(many.step(many::Event::Make), []);
        assert_eq!(many.mistake.map(|(of, _)| of), Some(question), "{count:?}");
    }
}

fn chosen(text: &str) -> Import {
    let mut import = Import::default();
    import.step(import::Event::File {
        name: "codes.csv".to_owned(),
        text: text.to_owned(),
    });
    import
}

#[track_caller]
fn sent(effects: &[import::Effect]) -> (u32, Option<String>, String) {
    match effects {
        [
            import::Effect::Send {
                ticket,
                batch,
                text,
            },
        ] => (*ticket, batch.clone(), text.clone()),
        other => panic!("{other:?}"),
    }
}

/// The answer to a part: each of its lines with this outcome.
fn answer(text: &str, header: bool, outcome: ImportOutcome) -> CodesImported {
    let skipped = usize::from(header);
    let lines = text.lines().enumerate().skip(skipped);
    let lines: Vec<_> = lines
        .map(|(place, code)| ImportedLine {
            line: place as u64 + 1,
            code: code.to_owned(),
            outcome,
        })
        .collect();
    CodesImported {
        batch: "batch_1".to_owned(),
        made: 0,
        lines,
    }
}

/// A line each for so many codes.
fn numbered(codes: u32) -> String {
    let lines: Vec<_> = (0..codes).map(|number| format!("C{number}\n")).collect();
    lines.concat()
}

#[test]
fn a_long_file_goes_in_parts_under_its_own_line_numbers() {
    let codes = numbered(1_200);
    for header in ["", "code,expires\n"] {
        let mut import = chosen(&format!("{header}{codes}"));
        assert_eq!(import.file.as_ref().unwrap().lines, 1_200);
        let mut effects = import.step(import::Event::Begin);
        let mut parts = 0;
        while let [import::Effect::Send { .. }] = &effects[..] {
            let (ticket, batch, text) = sent(&effects);
            assert_eq!(batch.is_some(), parts > 0, "one batch for all of them");
            assert!(text.len() < 32 * 1024 && text.starts_with(header));
            let result = Ok(answer(&text, !header.is_empty(), ImportOutcome::Duplicate));
            effects = import.step(import::Event::Came { ticket, result });
            parts += 1;
        }
        assert_eq!((parts, &effects[..]), (3, &[import::Effect::Changed][..]));
        assert_eq!(import.stage, import::Stage::Done);
        assert_eq!(import.report.duplicates, 1_200);
        assert_eq!(import.report.others.len(), import::SHOWN_MAX);
        let first = i64::from(!header.is_empty()) + 1;
        assert_eq!(import.report.others[0].0, first);
        assert_eq!(import.report.others[199].0, first + 199);
    }
}

#[test]
fn parts_are_never_larger_than_what_is_taken() {
    let line = format!("{},2026-12-31,5,guest@example.com\n", "A".repeat(64));
    let codes = line.repeat(900);
    let mut import = chosen(&codes);
    let (_, _, text) = sent(&import.step(import::Event::Begin));
    assert!(text.len() <= 32 * 1024 && text.lines().count() < 500);
}

#[test]
fn what_stands_still_goes_on_where_it_stopped() {
    let codes = numbered(700);
    let mut import = chosen(&codes);
    let (ticket, _, first) = sent(&import.step(import::Event::Begin));
    import.step(import::Event::Stop);
    let result = Ok(answer(&first, false, ImportOutcome::Made));
    import.step(import::Event::Came { ticket, result });
    assert_eq!((import.report.looked, import.report.made), (500, 500));
    let (ticket, _, second) = sent(&import.step(import::Event::Begin));
    assert!(second.starts_with("C500\n"));
    let result = Err(Failure::Unreachable);
    import.step(import::Event::Came { ticket, result });
    let stopped = import::Stage::Stopped {
        part: 1,
        failure: Some(Failure::Unreachable),
    };
    assert_eq!(import.stage, stopped);
    let (_, _, again) = sent(&import.step(import::Event::Begin));
    assert_eq!(again, second);
}

#[test]
fn an_empty_file_has_nothing_to_send() {
    let mut import = chosen("\n \n");
    assert_eq!(import.file.as_ref().unwrap().lines, 0);
    assert_eq!(
        chosen("").step(import::Event::Begin),
        [import::Effect::Changed]
    );
    let (ticket, _, _) = sent(&import.step(import::Event::Begin));
    let result = Err(Failure::SignedOut);
    let effects = import.step(import::Event::Came { ticket, result });
    assert_eq!(effects, [import::Effect::SignedOut]);
}
