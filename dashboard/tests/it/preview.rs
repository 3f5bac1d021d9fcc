//! The widget with what is not saved: asked for once it is wanted, and told apart from what has
//! changed since.

use booking_contract::ProblemCode;
use booking_contract::owner::{PreviewMade, SimulationMenu, TriedDraft};
use booking_dashboard::client::Failure;
use booking_dashboard::pages::trying::preview::{Effect, Event, Preview, Stage, Subject};
use serde_json::json;

use crate::answers::refused;

fn menu() -> SimulationMenu {
    let calendar = |id: &str, takes_codes: bool, sells: bool| {
        let archived = id == "archived";
        let service = json!({ "info": { "id": "class", "name": "Class", "description": "",
            "duration_minutes": 60 }, "attendees_max": 4 });
        json!({ "id": id, "title": id, "currency": "EUR", "takes_codes": takes_codes,
            "test_mode": false, "archived": archived, "services": if sells { vec![service] } else { vec![] } })
    };
    serde_json::from_value(json!({ "calendars": [
        calendar("codeless", false, true),
        calendar("empty", true, false),
        calendar("archived", true, true),
        calendar("studio", true, true),
        calendar("annexe", true, true),
    ]}))
    .unwrap()
}

fn draft(percent: &str) -> Subject {
    let draft =
        json!({ "draft": { "code": "HALF", "benefit": { "percent": { "percent": percent } } } });
    let draft: TriedDraft = serde_json::from_value(draft).unwrap();
    Subject::Draft(Box::new(draft))
}

fn made(token: &str, code: Option<&str>) -> PreviewMade {
    serde_json::from_value(json!({ "token": token, "code": code,
        "expires_at": "2026-11-20T09:00:00Z" }))
    .unwrap()
}

/// The ticket of a preview that is asked for, and the calendar.
fn asked(effects: &[Effect]) -> (u32, String) {
    let [Effect::Make { ticket, new }] = effects else {
        panic!("{effects:?}")
    };
    (*ticket, new.calendar_id.to_string())
}

fn shown(subject: Subject, code: Option<&str>) -> Preview {
    let mut preview = Preview::of(Some(subject));
    assert_eq!(preview.stage, Stage::Closed);
    assert_eq!(preview.step(Event::Show), [Effect::LoadMenu]);
    let (ticket, calendar) = asked(&preview.step(Event::Menu(Ok(menu()))));
    assert_eq!(
        calendar, "studio",
        "the first that takes codes and sells something"
    );
    let result = Ok(made("preview_1", code));
    assert_eq!(preview.step(Event::Made { ticket, result }), []);
    assert_eq!(preview.stage, Stage::Open);
    preview
}

fn token(preview: &Preview) -> (&str, &str) {
    let shown = preview.shown.as_ref().expect("a preview");
    (shown.token.as_str(), shown.code.as_str())
}

#[test]
fn the_coupon_of_a_form_is_shown_with_its_code() {
    let preview = shown(draft("10"), Some("HALF"));
    assert_eq!(token(&preview), ("preview_1", "HALF"));
    assert!(!preview.is_stale());
}

#[test]
fn a_code_is_shown_as_it_was_typed() {
    let preview = shown(Subject::Code(" spring ".to_owned()), None);
    assert_eq!(token(&preview), ("preview_1", "spring"));
}

#[test]
fn what_changes_is_not_shown_until_it_is_asked_for() {
    let mut preview = shown(draft("10"), Some("HALF"));
    assert_eq!(preview.step(Event::Subject(Some(draft("20")))), []);
    assert!(preview.is_stale());
    assert_eq!(token(&preview).0, "preview_1");
    // A form that cannot be read says nothing new.
    preview.step(Event::Subject(None));
    assert!(!preview.is_stale());
    preview.step(Event::Subject(Some(draft("20"))));
    let (ticket, _) = asked(&preview.step(Event::Show));
    // What is typed meanwhile is not in the answer.
    preview.step(Event::Subject(Some(draft("30"))));
    let result = Ok(made("preview_2", Some("HALF")));
    preview.step(Event::Made { ticket, result });
    assert_eq!(token(&preview).0, "preview_2");
    assert!(preview.is_stale());
}

#[test]
fn only_the_answer_for_the_calendar_that_is_chosen_counts() {
    let mut preview = shown(draft("10"), Some("HALF"));
    let (first, calendar) = asked(&preview.step(Event::Pick("annexe".to_owned())));
    assert_eq!(calendar, "annexe");
    let (second, _) = asked(&preview.step(Event::Pick("studio".to_owned())));
    let late = Ok(made("preview_2", None));
    let ticket = first;
    preview.step(Event::Made {
        ticket,
        result: late,
    });
    assert_eq!(token(&preview).0, "preview_1");
    let result = Ok(made("preview_3", None));
    preview.step(Event::Made {
        ticket: second,
        result,
    });
    assert_eq!(token(&preview).0, "preview_3");
}

#[test]
fn where_nothing_takes_codes_nothing_is_asked_for() {
    let mut preview = Preview::of(Some(draft("10")));
    preview.step(Event::Show);
    let nothing = SimulationMenu {
        calendars: Vec::new(),
    };
    assert_eq!(preview.step(Event::Menu(Ok(nothing))), []);
    assert_eq!(
        (preview.stage.clone(), preview.calendars().len()),
        (Stage::Open, 0)
    );
}

#[test]
fn what_failed_can_be_tried_again_and_an_ended_session_leads_to_the_sign_in() {
    let mut preview = shown(draft("10"), Some("HALF"));
    let (ticket, _) = asked(&preview.step(Event::Show));
    let result = Err(refused(ProblemCode::Unavailable));
    assert_eq!(preview.step(Event::Made { ticket, result }), []);
    assert!(matches!(preview.stage, Stage::Failed(_)));
    let (ticket, _) = asked(&preview.step(Event::Show));
    let result = Err(Failure::SignedOut);
    assert_eq!(
        preview.step(Event::Made { ticket, result }),
        [Effect::SignedOut]
    );
}
