//! The form of a coupon.

use booking_contract::ProblemCode;
use booking_contract::owner::{CouponChecked, CouponRefusal, CouponSaved, CouponView, FreeCode};
use booking_dashboard::client::Failure;
use booking_dashboard::pages::coupons::entered::{Entered, Entry};
use booking_dashboard::pages::coupons::form::{Effect, Event, Form, Stage};
use serde_json::json;

use crate::answers::{refused, refused_coupon};
use crate::entered::{currency, filled};

fn coupon(code: &str, version: i64) -> CouponView {
    serde_json::from_value(json!({
        "id": "c1",
        "version": version,
        "draft": { "code": code, "benefit": { "percent": { "percent": "15" } } },
        "status": "active",
        "active": true,
        "uses": { "reserved": 0, "redeemed": 0 },
        "test_uses": { "reserved": 0, "redeemed": 0 },
        "codes": 0,
        "benefit_frozen": false,
        "orders_ever": 0,
        "created_at": "2026-11-01T08:00:00Z",
        "updated_at": "2026-11-01T08:00:00Z",
    }))
    .unwrap()
}

fn new_form() -> Form {
    Form::open(None, None, currency("EUR"))
}

fn open_form() -> Form {
    Form::open(Some(coupon("SPRING", 3)), None, currency("EUR"))
}

fn set(form: &mut Form, entry: Entry, entered: Entered) -> u32 {
    let effects = form.step(Event::Set(entry, Box::new(entered)));
    let Some(Effect::Settle { ticket }) = effects.last() else {
        panic!("{effects:?}")
    };
    *ticket
}

fn answer(form: &mut Form, result: Result<CouponSaved, Failure>) -> Vec<Effect> {
    form.step(Event::Saved(Box::new(result)))
}

#[test]
fn nothing_is_called_wrong_while_it_is_being_typed() {
    let mut form = new_form();
    let entered = Entered {
        value: "0".to_owned(),
        ..filled()
    };
    set(&mut form, Entry::Value, entered);
    assert!(form.mistakes().is_empty());
    form.step(Event::Left(Entry::Value));
    assert!(form.mistakes().contains_key(&Entry::Value));
    set(&mut form, Entry::Value, filled());
    assert!(form.mistakes().is_empty());
}

#[test]
fn saving_what_is_not_complete_asks_nobody_and_leads_to_the_first_mistake() {
    let mut form = new_form();
    assert_eq!(form.step(Event::Save), [Effect::Focus(Entry::Code)]);
    assert_eq!(form.mistakes().len(), 2, "code and value");
}

#[test]
fn a_mistake_among_the_rarer_rules_unfolds_them() {
    let mut form = new_form();
    let entered = Entered {
        per_customer: "0".to_owned(),
        ..filled()
    };
    set(&mut form, Entry::PerCustomer, entered);
    assert!(!form.unfolded);
    assert_eq!(form.step(Event::Save), [Effect::Focus(Entry::PerCustomer)]);
    assert!(form.unfolded);
}

#[test]
fn a_coupon_with_rarer_rules_opens_with_them_in_sight() {
    let mut coupon = coupon("SPRING", 1);
    assert!(!Form::open(Some(coupon.clone()), None, currency("EUR")).unfolded);
    // What it is for stands among the first questions.
    coupon.draft.scope = serde_json::from_value(json!({ "only": { "services": ["s1"] } })).unwrap();
    assert!(!Form::open(Some(coupon.clone()), None, currency("EUR")).unfolded);
    coupon.draft.conditions.staff = vec!["t1".parse().unwrap()];
    assert!(Form::open(Some(coupon.clone()), None, currency("EUR")).unfolded);
    coupon.draft.conditions.staff.clear();
    coupon.draft.max_per_customer = Some(1);
    assert!(Form::open(Some(coupon), None, currency("EUR")).unfolded);
}

#[test]
fn the_linter_is_asked_once_nothing_was_typed_for_a_while() {
    let mut form = new_form();
    let first = set(&mut form, Entry::Code, filled());
    let second = set(&mut form, Entry::Code, filled());
    assert_eq!(form.step(Event::Settled { ticket: first }), []);
    let effects = form.step(Event::Settled { ticket: second });
    assert!(matches!(effects[..], [Effect::Check { .. }]), "{effects:?}");
}

#[test]
fn advice_about_an_older_draft_is_dropped() {
    let mut form = new_form();
    let old = set(&mut form, Entry::Code, filled());
    set(&mut form, Entry::Code, filled());
    let checked = CouponChecked {
        findings: Vec::new(),
        refusal: Some(CouponRefusal::BenefitFrozen),
    };
    let result = Ok(checked);
    form.step(Event::Checked {
        ticket: old,
        result,
    });
    assert_eq!(form.refusal, None);
}

#[test]
fn a_generated_code_takes_the_place_of_what_was_typed() {
    let mut form = new_form();
    assert_eq!(form.step(Event::Generate), [Effect::Generate]);
    assert_eq!(form.step(Event::Generate), [], "one at a time");
    let code = "K7QX2M9TRA".parse().unwrap();
    form.step(Event::Generated(Ok(FreeCode { code })));
    assert_eq!(form.entered.code, "K7QX2M9TRA");
}

#[test]
fn a_change_is_made_to_the_writing_that_was_read() {
    let mut form = open_form();
    let entered = Entered {
        value: "20".to_owned(),
        ..form.entered.clone()
    };
    set(&mut form, Entry::Value, entered);
    let effects = form.step(Event::Save);
    let [Effect::Edit(edit)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(edit.version, 3);
    assert_eq!(form.step(Event::Save), [], "it is sent once");
}

#[test]
fn what_is_typed_is_kept_until_it_is_saved() {
    let mut form = open_form();
    let entered = Entered {
        value: "20".to_owned(),
        ..form.entered.clone()
    };
    let effects = form.step(Event::Set(Entry::Value, Box::new(entered.clone())));
    assert_eq!(effects[0], Effect::Keep(Some(Box::new(entered.clone()))));

    let again = Form::open(Some(coupon("SPRING", 3)), Some(entered), currency("EUR"));
    assert!(again.restored && again.is_changed());

    form.step(Event::Save);
    let saved = CouponSaved {
        coupon: coupon("SPRING", 4),
        findings: Vec::new(),
    };
    let effects = answer(&mut form, Ok(saved));
    assert_eq!(effects[0], Effect::Keep(None));
    assert!(matches!(effects[1], Effect::Done(_)));
    assert!(!form.is_changed());
}

#[test]
fn giving_changes_up_shows_what_is_saved() {
    let mut form = open_form();
    set(&mut form, Entry::Code, Entered::default());
    assert_eq!(form.step(Event::Discard), [Effect::Keep(None)]);
    assert_eq!(form.entered.code, "SPRING");
}

#[test]
fn a_taken_code_is_said_and_forgotten_with_the_next_letter() {
    let mut form = new_form();
    set(&mut form, Entry::Code, filled());
    form.step(Event::Save);
    let taken = CouponRefusal::CodeTaken {
        code: "SPRING".parse().unwrap(),
        coupon_id: "c2".parse().unwrap(),
    };
    answer(&mut form, Err(refused_coupon(taken.clone())));
    assert_eq!(form.refusal, Some(taken));
    assert_eq!(form.entered.code, "SPRING");
    set(&mut form, Entry::Code, filled());
    assert_eq!(form.refusal, None);
}

#[test]
fn what_somebody_else_changed_meanwhile_is_not_written_over() {
    let mut form = open_form();
    let entered = Entered {
        value: "20".to_owned(),
        ..form.entered.clone()
    };
    set(&mut form, Entry::Value, entered.clone());
    form.step(Event::Save);
    let current = Box::new(coupon("SUMMER", 4));
    let changed = CouponRefusal::Changed { current };
    answer(&mut form, Err(refused_coupon(changed.clone())));
    assert_eq!(form.entered.value, "20", "nothing typed is lost");
    set(&mut form, Entry::Value, entered);
    assert_eq!(form.refusal, Some(changed), "typing does not hide it");
    form.step(Event::TakeTheirs);
    assert_eq!(form.entered.code, "SUMMER");
    assert_eq!(form.coupon.as_ref().map(|coupon| coupon.version), Some(4));
}

#[test]
fn switching_it_off_leaves_what_is_typed_alone() {
    let mut form = open_form();
    let entered = Entered {
        value: "20".to_owned(),
        ..form.entered.clone()
    };
    set(&mut form, Entry::Value, entered);
    form.step(Event::Switched(Box::new(coupon("SPRING", 4))));
    assert_eq!(form.entered.value, "20");
    assert!(form.is_changed());
}

#[test]
fn what_failed_can_be_tried_again() {
    let mut form = new_form();
    set(&mut form, Entry::Code, filled());
    form.step(Event::Save);
    answer(&mut form, Err(refused(ProblemCode::Unavailable)));
    assert!(matches!(form.stage, Stage::Failed(_)));
    assert!(matches!(form.step(Event::Save)[..], [Effect::Create(_)]));
}
