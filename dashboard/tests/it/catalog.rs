//! Forms of what is sold: what is typed, what is read from it, how it is saved.

use booking_contract::owner::{
    CalendarDraft, CalendarView, CatalogField, CatalogProblem, CatalogRefusal, OwnerProblem,
};
use booking_contract::{
    FieldKind, FieldProblemCode, PaymentTerms, Problem, ProblemCode, WidgetStyle,
};
use booking_dashboard::client::Failure;
use booking_dashboard::editing::{Effect, Entered, Event, Form, Stage};
use booking_dashboard::pages::catalog::calendar_entered::{
    CalendarEntered, DepositKind, Kind, Question, TermsKind,
};
use booking_dashboard::pages::catalog::service_entered::{
    AddOn, Performer, ServiceEntered, Variation,
};
use booking_engine::Deposit;

use crate::entered::currency;

fn view() -> CalendarView {
    CalendarView {
        id: "kiln".parse().unwrap(),
        version: 3,
        draft: CalendarDraft::new("Classes".parse().unwrap(), WidgetStyle::Neo),
        archived: false,
        product: None,
    }
}

fn form() -> Form<CalendarEntered> {
    Form::of(view(), currency("EUR"))
}

fn entered() -> CalendarEntered {
    form().entered
}

fn wrong(entered: &impl Entered) -> Vec<String> {
    let mistakes = entered.draft().err().unwrap_or_default();
    mistakes.into_keys().collect()
}

fn refused(catalog: CatalogRefusal) -> Failure {
    let problem = Problem {
        status: 409,
        code: ProblemCode::CatalogRefused,
        title: "Title".to_owned(),
        detail: String::new(),
        fields: Vec::new(),
        quote: None,
        changes: Vec::new(),
        alternatives: Vec::new(),
        retry_after_seconds: None,
    };
    Failure::Refused(Box::new(OwnerProblem {
        problem,
        refusal: None,
        catalog: Some(catalog),
    }))
}

/// What spoils a form, and the control that is named.
type Wrong<F> = (fn(&mut F), &'static str);

#[test]
fn what_was_not_touched_reads_back_as_it_was() {
    let view = view();
    let mut draft = view.draft.clone();
    draft.notice_minutes = 100;
    draft.deposit = Some(Deposit::Percent {
        percent: "12.5".parse().unwrap(),
    });
    draft.payment_terms = Some(PaymentTerms::Link {
        url: "https://kiln.example/terms".to_owned(),
    });
    let view = CalendarView { draft, ..view };
    let entered = CalendarEntered::of(&view, currency("EUR"));
    assert_eq!(entered.draft().unwrap(), view.draft);
}

#[test]
fn what_cannot_be_read_is_named_by_its_control() {
    let cases: [Wrong<CalendarEntered>; 9] = [
        (|it| it.title = "  ".to_owned(), "title"),
        (|it| it.accent = "red".to_owned(), "accent"),
        (|it| it.notice = "soon".to_owned(), "notice"),
        (|it| it.window = "731".to_owned(), "window"),
        (|it| it.items_max = "0".to_owned(), "items-max"),
        (|it| it.terms = TermsKind::Text, "terms-text"),
        (
            |it| {
                it.terms = TermsKind::Link;
                it.terms_text = "javascript:alert(1)".to_owned();
            },
            "terms-text",
        ),
        (
            |it| {
                it.deposit = DepositKind::Flat;
                it.deposit_value = "0".to_owned();
            },
            "deposit-value",
        ),
        (
            |it| it.continue_to = "kiln.example".to_owned(),
            "continue-to",
        ),
    ];
    for (change, id) in cases {
        let mut entered = entered();
        change(&mut entered);
        assert_eq!(wrong(&entered), [id]);
    }
    assert!(wrong(&entered()).is_empty());
}

#[test]
fn a_question_is_read_with_what_its_kind_needs() {
    let mut entered = entered();
    entered.questions = vec![Question {
        label: "Which glaze?".to_owned(),
        kind: Kind::Choice,
        options: "Blue\n\n  White ".to_owned(),
        ..Question::default()
    }];
    let draft = entered.draft().unwrap();
    let FieldKind::Choice { options } = &draft.form[0].kind else {
        panic!("{:?}", draft.form);
    };
    assert_eq!(options, &["Blue", "White"]);
    entered.questions[0].options = "Blue\nBlue".to_owned();
    assert_eq!(wrong(&entered), ["question-0-options"]);
    entered.questions[0].kind = Kind::Number;
    entered.questions[0].min = "5".to_owned();
    entered.questions[0].max = "4".to_owned();
    assert_eq!(wrong(&entered), ["question-0-max"]);
}

#[test]
fn nothing_is_said_to_be_wrong_before_it_is_tried_to_be_saved() {
    let mut form = form();
    let mut entered = form.entered.clone();
    entered.title = String::new();
    assert_eq!(form.step(Event::Set(Box::new(entered))), []);
    assert!(form.mistakes().is_empty() && form.is_changed());
    assert_eq!(form.step(Event::Save), [Effect::Focus("title".to_owned())]);
    assert_eq!(form.mistakes().len(), 1);
    assert_eq!(form.stage, Stage::Ready);
}

#[test]
fn what_is_being_saved_is_saved_once_and_not_changed_meanwhile() {
    let mut form = form();
    let mut entered = form.entered.clone();
    entered.title = "Lessons".to_owned();
    form.step(Event::Set(Box::new(entered.clone())));
    assert!(matches!(&form.step(Event::Save)[..], [Effect::Send(_)]));
    assert_eq!(form.step(Event::Save), []);
    entered.title = "Late".to_owned();
    form.step(Event::Set(Box::new(entered)));
    assert_eq!(form.entered.title, "Lessons");
    let saved = CalendarView {
        version: 4,
        ..view()
    };
    let effects = form.step(Event::Saved(Box::new(Ok(saved))));
    assert!(matches!(&effects[..], [Effect::Done(_)]));
    assert!(!form.is_changed());
}

#[test]
fn a_refused_field_is_marked_and_a_newer_writing_is_offered() {
    let mut form = form();
    let fields = vec![CatalogProblem {
        field: CatalogField::Form,
        place: Some(2),
        code: FieldProblemCode::Unknown,
    }];
    form.step(Event::Save);
    let failure = refused(CatalogRefusal::Fields { fields });
    let effects = form.step(Event::Saved(Box::new(Err(failure))));
    assert_eq!(effects, [Effect::Focus("question-2-label".to_owned())]);
    assert!(form.mistakes().contains_key("question-2-label"));

    form.step(Event::Save);
    let failure = refused(CatalogRefusal::Changed);
    form.step(Event::Saved(Box::new(Err(failure))));
    assert!(form.is_stale);
    form.step(Event::Save);
    let effects = form.step(Event::Saved(Box::new(Err(Failure::SignedOut))));
    assert_eq!(effects, [Effect::SignedOut]);
}

fn service() -> ServiceEntered {
    ServiceEntered {
        name: "Lesson".to_owned(),
        price: "65".to_owned(),
        ..ServiceEntered::blank(currency("EUR"))
    }
}

#[test]
fn a_service_is_read_with_forms_add_ons_and_own_prices() {
    let mut entered = service();
    let form = "var_1".parse().unwrap();
    entered.variations = vec![Variation {
        id: Some("var_1".parse().unwrap()),
        name: "Long".to_owned(),
        price: "85,50".to_owned(),
        duration: "90".to_owned(),
    }];
    entered.add_ons = vec![AddOn {
        name: "Clay".to_owned(),
        price: "9".to_owned(),
        quantity: "3".to_owned(),
        ..AddOn::default()
    }];
    let who = "stf_1".parse().unwrap();
    entered.toggle_staff(&who);
    entered.set_own_price(&who, Some(form), "98".to_owned());
    let draft = entered.draft().unwrap();
    assert_eq!(draft.variations[0].unit_price_minor, 8_550);
    assert_eq!(draft.add_ons[0].quantity_max, 3);
    assert_eq!(draft.staff[0].own_prices[0].unit_price_minor, 9_800);
    // Own prices of a form that is taken out go with it.
    entered.variations.clear();
    assert!(entered.draft().unwrap().staff[0].own_prices.is_empty());
}

#[test]
fn what_cannot_be_a_service_is_named_by_its_control() {
    let cases: [Wrong<ServiceEntered>; 7] = [
        (|it| it.name = String::new(), "name"),
        (|it| it.price = "much".to_owned(), "price"),
        (|it| it.duration = "4".to_owned(), "duration"),
        (|it| it.interval = "7".to_owned(), "interval"),
        (|it| it.attendees = "2".to_owned(), "attendees"),
        (
            |it| {
                it.add_ons = vec![AddOn {
                    name: "Clay".to_owned(),
                    price: "1".to_owned(),
                    ..AddOn::default()
                }];
            },
            "add-on-0-quantity",
        ),
        (
            |it| {
                it.staff = vec![Performer {
                    id: "stf_1".parse().unwrap(),
                    prices: vec![(None, "x".to_owned())],
                }];
            },
            "own-stf_1-service",
        ),
    ];
    for (change, id) in cases {
        let mut entered = service();
        change(&mut entered);
        assert_eq!(wrong(&entered), [id]);
    }
    assert!(wrong(&service()).is_empty());
}
