//! The form: the calendar's own questions, phone numbers, and everybody who takes part.

mod attendees;
mod phone;

use booking_contract::WidgetStyle::{Classic, Neo};
use booking_contract::{
    AttendeeDetails, CalendarInfo, FieldKind, PaymentTerms, PhoneUse, Problem, ProblemCode,
};
use booking_contract::{Field, FieldProblem, FieldProblemCode};
use booking_widget::flow::GuestField::{Answer, Email, Notes};
use booking_widget::flow::{
    Body, DetailsStep, Entry, Event, FieldView, FocusTarget, GuestField, PaymentStep,
};

use crate::fixtures::{Script, asking, problem, refused, started};

/// At the form of a calendar that asks for more.
fn at_form(change: impl FnOnce(&mut CalendarInfo)) -> Script {
    let mut script = Script::start_with(asking(Neo, change));
    script.up_to_details();
    script
}

/// At a form with questions alone.
fn at_questions() -> Script {
    at_form(|calendar| {
        calendar.phone = PhoneUse::Hidden;
        calendar.attendee_details = AttendeeDetails::None;
    })
}

#[track_caller]
fn details(script: &Script) -> DetailsStep {
    match script.screen().body {
        Body::Details(details) => *details,
        other => panic!("not at the form: {other:?}"),
    }
}

#[track_caller]
fn question(script: &Script, place: usize) -> FieldView {
    details(script).questions[place].clone()
}

#[track_caller]
fn payment(script: &Script) -> PaymentStep {
    match script.screen().body {
        Body::Payment(payment) => *payment,
        other => panic!("not at the payment: {other:?}"),
    }
}

fn focus(script: &Script) -> FocusTarget {
    script.screen().focus.unwrap().target
}

fn types(script: &mut Script, field: GuestField, text: &str) {
    script.go(Event::FieldEdited(field, text.to_owned()));
}

/// Answers everything that has to be answered.
fn answer_all(script: &mut Script) {
    script.fill_details();
    for (place, text) in [
        (2, "7"),
        (3, "Knee"),
        (5, "Doctor"),
        (7, "2026-11-01"),
        (8, "true"),
    ] {
        script.type_in(Answer(place), text);
    }
}

fn refuse(script: &mut Script, fields: &[(Field, Option<u32>, FieldProblemCode)]) {
    let field = |&(field, place, code)| FieldProblem { field, place, code };
    let wrong = Problem {
        fields: fields.iter().map(field).collect(),
        ..problem(ProblemCode::InvalidField, 422)
    };
    script.step(Event::Confirmed).fail(&refused(wrong));
}

#[test]
fn a_question_is_asked_as_its_kind_is_answered_best() {
    let questions = details(&at_questions()).questions;
    let entries: Vec<Entry> = questions.iter().map(|question| question.entry).collect();
    assert_eq!(
        entries,
        [
            Entry::Line,
            Entry::Lines,
            Entry::Number { signed: false },
            Entry::Radios,
            Entry::Radios,
            Entry::Select,
            Entry::Boxes,
            Entry::Date,
            Entry::Tick,
        ]
    );
    assert_eq!(questions[0].label, "Who referred you?");
    assert_eq!(questions[0].hint, "If anybody did.");
    assert!(!questions[0].required);
    assert!(questions[3].required);
}

#[test]
fn a_choice_that_may_be_passed_over_can_be_taken_back() {
    let mut script = at_questions();
    let chosen = |script: &Script, place: usize| {
        let options = question(script, place).options;
        let chosen = options.iter().filter(|option| option.chosen);
        chosen
            .map(|option| option.label.clone())
            .collect::<Vec<_>>()
    };
    let count = |place| question(&at_questions(), place).options.len();
    assert_eq!(
        (count(3), count(4)),
        (3, 3),
        "only the second one has no answer to choose"
    );
    assert_eq!(chosen(&script, 3), Vec::<String>::new());
    assert_eq!(chosen(&script, 4), ["No answer"]);
    types(&mut script, Answer(4), "Left");
    assert_eq!(chosen(&script, 4), ["Left"]);
    types(&mut script, Answer(4), "");
    assert_eq!(chosen(&script, 4), ["No answer"]);
    assert_eq!(chosen(&script, 5), ["Please choose"]);
}

#[test]
fn what_is_answered_is_sent_and_nothing_else() {
    let mut script = at_questions();
    answer_all(&mut script);
    script.type_in(Answer(0), "  Dr Lee ");
    script.type_in(Answer(1), "   ");
    for option in ["Exercise", "Massage", "Rest", "Massage"] {
        script.go(Event::OptionToggled(Answer(6), option.to_owned()));
    }
    script.go(Event::Continue).go(Event::Confirmed);
    let sent = script.sent().1;
    let answers: Vec<_> = sent
        .answers
        .iter()
        .map(|answer| (answer.field_id.as_str(), answer.values.join("|")))
        .collect();
    let expected = [
        ("doctor", "Dr Lee"),
        ("pain", "7"),
        ("reason", "Knee"),
        ("heard", "Doctor"),
        ("tried", "Rest|Exercise"),
        ("since", "2026-11-01"),
        ("adult", "true"),
    ];
    assert_eq!(answers, expected.map(|(id, text)| (id, text.to_owned())));
    assert!(sent.attendees.is_empty());
    assert_eq!(sent.guest.phone, None);
}

#[test]
fn a_number_may_be_typed_in_the_digits_of_any_keyboard() {
    for typed in ["7", " 7 ", "٧", "７"] {
        let mut script = at_questions();
        answer_all(&mut script);
        script.type_in(Answer(2), typed);
        script.go(Event::Continue).go(Event::Confirmed);
        let sent = script.sent().1;
        assert_eq!(sent.answers[0].values, ["7"], "{typed}");
    }
}

#[test]
fn a_wrong_answer_is_told_when_the_guest_leaves_it_and_followed_from_then_on() {
    let mut script = at_questions();
    types(&mut script, Answer(2), "11");
    assert_eq!(question(&script, 2).error, None, "it is still being typed");
    script.go(Event::FieldLeft(Answer(2)));
    let told = question(&script, 2).error.unwrap();
    assert_eq!(told, "Please enter a number from 0 to 10.");
    types(&mut script, Answer(2), "many");
    let told = question(&script, 2).error.unwrap();
    assert_eq!(told, "Please enter a whole number, in digits only.");
    types(&mut script, Answer(2), "1");
    assert_eq!(question(&script, 2).error, None);
    // Passing through an empty field is no mistake yet.
    script.go(Event::FieldLeft(Answer(7)));
    assert_eq!(question(&script, 7).error, None);
}

#[test]
fn every_error_says_what_helps() {
    let limited = |min, max| {
        let mut script = at_form(|calendar| {
            calendar.form[2].kind = FieldKind::Number { min, max };
        });
        script.type_in(Answer(2), "3000");
        script.type_in(Answer(2), if max.is_some() { "3000" } else { "-3000" });
        question(&script, 2).error.unwrap()
    };
    assert_eq!(limited(Some(-5), None), "Please enter -5 or more.");
    assert_eq!(limited(None, Some(9)), "Please enter 9 or less.");

    let mut script = at_questions();
    script
        .type_in(Answer(0), &"a".repeat(201))
        .type_in(Answer(1), &"a".repeat(2_001))
        .go(Event::Continue);
    let told = |place| question(&script, place).error.unwrap_or_default();
    assert_eq!(told(0), "Please shorten this to 200 characters.");
    assert_eq!(told(1), "Please shorten this to 2,000 characters.");
    assert_eq!(told(2), "Please answer this question.");
    assert_eq!(told(3), "Please choose an answer.");
    assert_eq!(told(4), "");
    assert_eq!(told(5), "Please choose an answer.");
    assert_eq!(told(6), "");
    assert_eq!(told(7), "Please enter the whole date.");
    assert_eq!(told(8), "Please tick the box to go on.");
    script.type_in(Answer(0), "a\u{0}b");
    assert!(
        question(&script, 0)
            .error
            .unwrap()
            .contains("cannot be shown")
    );
}

#[test]
fn the_first_wrong_field_of_the_form_gets_the_focus() {
    let mut script = at_questions();
    script.fill_details().go(Event::Continue);
    assert_eq!(focus(&script), FocusTarget::Field(Answer(2)));
    answer_all(&mut script);
    script.go(Event::ConsentToggled);
    script.type_in(Answer(0), &"a".repeat(201));
    script.type_in(Notes, "a\u{0}").go(Event::Continue);
    assert_eq!(focus(&script), FocusTarget::Field(Answer(0)));
    script.type_in(Answer(0), "").go(Event::Continue);
    assert_eq!(focus(&script), FocusTarget::Field(Notes));
    script.type_in(Notes, "").go(Event::Continue);
    assert!(matches!(script.screen().body, Body::Payment(_)));
}

#[test]
fn the_address_may_bring_answers() {
    let mut started = asking(Neo, |_| {});
    let brought = [
        &["Dr Lee"][..],
        &[],
        &["12"],
        &["Elbow"],
        &["Right", "Left"],
        &["Search"],
        &["Exercise", "Prayer", "Rest"],
        &[],
        &["yes"],
    ];
    let questions = started.page.calendar.form.iter().zip(brought);
    let mut parameters: Vec<(String, String)> = questions
        .flat_map(|(question, values)| {
            let name = format!("answer.{}", question.id);
            values
                .iter()
                .map(move |value| (name.clone(), (*value).to_owned()))
        })
        .collect();
    parameters.push(("phone".to_owned(), "+44 20 7946 0018".to_owned()));
    started.asked.parameters = parameters;
    let mut script = Script::start_with(started);
    script.up_to_details();
    let shown = details(&script);
    let value = |place: usize| shown.questions[place].value.as_str();
    assert_eq!(value(0), "Dr Lee");
    assert_eq!(value(2), "12", "a wrong one can be put right");
    assert_eq!(value(3), "", "it is none of the options");
    assert_eq!(value(4), "Right", "there is one answer");
    assert_eq!(value(5), "Search");
    assert_eq!(value(8), "", "it is no tick");
    let tried = &shown.questions[6].options;
    let tried: Vec<bool> = tried.iter().map(|option| option.chosen).collect();
    assert_eq!(tried, [true, false, true]);
    let phone = shown.phone.unwrap();
    assert_eq!(
        (phone.country, phone.number.value.as_str()),
        ("GB", "20 7946 0018")
    );
}

#[test]
fn a_refused_answer_is_marked_where_it_stands_until_it_is_changed() {
    let mut script = at_questions();
    answer_all(&mut script);
    script.go(Event::Continue);
    let code = FieldProblemCode::Malformed;
    refuse(
        &mut script,
        &[
            (Field::Answers, Some(7), code),
            (Field::Answers, Some(5), code),
            (Field::Email, None, code),
        ],
    );
    assert_eq!(
        focus(&script),
        FocusTarget::Field(Email),
        "the first of the form"
    );
    let notice = script.screen().notice.unwrap();
    assert_eq!(notice.text, "Please check the marked fields.");
    assert!(question(&script, 5).error.is_some());
    assert!(question(&script, 7).error.is_some());
    assert_eq!(question(&script, 3).error, None);
    assert_eq!(question(&script, 7).value, "2026-11-01", "nothing is lost");
    script
        .type_in(Answer(7), "2026-11-02")
        .type_in(Answer(5), "Friends")
        .type_in(Email, "guest@lund.example")
        .go(Event::Continue)
        .go(Event::Confirmed);
    assert!(matches!(script.screen().body, Body::Leaving(_)));
}

#[test]
fn a_refusal_that_is_about_no_field_in_sight_is_a_failure_that_can_be_tried_again() {
    for wrong in [
        (Field::Answers, None, FieldProblemCode::Unknown),
        (Field::Answers, Some(70), FieldProblemCode::Missing),
        (Field::Phone, None, FieldProblemCode::Unknown),
        (Field::AttendeeDetails, Some(9), FieldProblemCode::Missing),
    ] {
        let mut script = at_questions();
        answer_all(&mut script);
        script.go(Event::Continue);
        refuse(&mut script, &[wrong]);
        assert!(
            matches!(script.screen().body, Body::Payment(_)),
            "{wrong:?}"
        );
        assert!(script.screen().notice.unwrap().action.is_some());
    }
}

#[test]
fn payment_terms_are_shown_before_paying_and_not_where_nothing_is_paid() {
    for style in [Neo, Classic] {
        let terms = |terms| {
            let mut started = started(style);
            started.page.calendar.payment_terms = Some(terms);
            let mut script = Script::start_with(started);
            script.up_to_payment();
            script
        };
        let mut script = terms(PaymentTerms::Text {
            text: "One.\n\nTwo.".to_owned(),
        });
        let shown = payment(&script).terms.unwrap();
        assert_eq!(
            shown.accept,
            "By paying you accept the payment terms of Studio Lume."
        );
        assert_eq!(shown.text.as_deref(), Some("One.\n\nTwo."));
        assert_eq!(shown.url, None);
        script.apply("free");
        assert_eq!(payment(&script).terms, None);

        let link = |url: &str| {
            let url = url.to_owned();
            payment(&terms(PaymentTerms::Link { url }))
                .terms
                .unwrap()
                .url
        };
        assert_eq!(
            link("https://lume.example/t").as_deref(),
            Some("https://lume.example/t")
        );
        assert_eq!(link("javascript:alert(1)"), None);
    }
}
