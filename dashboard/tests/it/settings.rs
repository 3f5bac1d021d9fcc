//! The settings of a business as somebody types them.

use booking_contract::ProblemCode;
use booking_contract::owner::{SettingsNumber as Number, SettingsView};
use booking_dashboard::client::Failure;
use booking_dashboard::pages::settings::business::{
    Effect, Entered, Entry, Event, Form, NUMBERS, NoticeUnit, Stage,
};
use booking_dashboard::pages::settings::policies;

use crate::answers::refused;

fn view(version: i64) -> SettingsView {
    serde_json::from_value(serde_json::json!({
        "settings": {
            "name": "Kiln & Clay", "website": "https://kiln.example",
            "zone": "Europe/Lisbon", "currency": "EUR",
            "free_orders": "allow", "oversize_fixed": "clamp",
            "first_purchase_scope": "business", "explain_rejections": false,
            "hold_minutes": 30, "hold_extensions_max": 10, "hold_extension_minutes": 5,
            "holds_per_network_max": 3,
            "guests_cancel": true, "cancel_notice_minutes": 1440,
            "cancel_refund_percent": 100, "cancel_late_refund_percent": 0,
            "release_on_cancel": true,
        },
        "version": version,
        "currency_is_free": false,
    }))
    .unwrap()
}

fn open() -> Form {
    let mut form = Form::default();
    assert_eq!(form.step(Event::Load), [Effect::Load]);
    form.step(Event::Loaded(Ok(view(4))));
    form
}

fn change(form: &mut Form, change: impl FnOnce(&mut Entered)) {
    let mut entered = form.entered.clone();
    change(&mut entered);
    form.step(Event::Set(Box::new(entered)));
}

fn type_number(form: &mut Form, which: Number, text: &str) {
    change(form, |entered| {
        entered.numbers.insert(which, text.to_owned());
    });
}

#[test]
fn what_is_read_and_not_changed_is_the_same_again() {
    let form = open();
    assert!(!form.is_changed());
    assert_eq!(form.entered.read().unwrap(), view(4).settings);
    assert_eq!(form.entered.notice_in, NoticeUnit::Days);
    assert_eq!(form.entered.number(Number::CancelNoticeMinutes), "1");
    assert_eq!(form.entered.number(Number::HoldsPerCustomerMax), "");
}

#[test]
fn a_change_is_saved_with_the_version_that_was_read() {
    let mut form = open();
    assert_eq!(form.step(Event::Submit), [], "nothing is changed");
    type_number(&mut form, Number::HoldMinutes, " 45 ");
    change(&mut form, |entered| entered.notice_in = NoticeUnit::Hours);
    let effects = form.step(Event::Submit);
    let [Effect::Save(edit)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((edit.version, edit.settings.hold_minutes), (4, 45));
    assert_eq!(edit.settings.cancel_notice_minutes, 60);
    assert_eq!(form.step(Event::Submit), [], "one request at a time");
    let saved = form.step(Event::Saved(Ok(view(5))));
    assert_eq!(saved, [Effect::Done("The settings are saved.")]);
    assert!(!form.is_changed());
}

#[test]
fn mistakes_are_named_at_their_fields_and_go_as_they_are_mended() {
    let mut form = open();
    change(&mut form, |entered| {
        entered.name = " ".to_owned();
        entered.website = "kiln.example".to_owned();
    });
    type_number(&mut form, Number::HoldMinutes, "721");
    assert!(form.mistakes.is_empty(), "nothing is said while typing");
    assert_eq!(form.step(Event::Submit), [Effect::Focus(Entry::Name)]);
    assert_eq!(form.mistakes.len(), 3);
    let range = &form.mistakes[&Entry::Number(Number::HoldMinutes)];
    assert!(range.contains("from 1 to 720"), "{range}");
    type_number(&mut form, Number::HoldMinutes, "720");
    assert_eq!(form.mistakes.len(), 2);
}

#[test]
fn a_number_is_whole_and_within_its_range() {
    for which in NUMBERS {
        for wrong in ["-1", "1.5", "two", "99999999999"] {
            let mut form = open();
            type_number(&mut form, which, wrong);
            let mistakes = form.entered.read().unwrap_err();
            assert!(
                mistakes.contains_key(&Entry::Number(which)),
                "{which:?} {wrong}"
            );
        }
        let mut form = open();
        type_number(&mut form, which, "");
        let may_be_none = matches!(
            which,
            Number::HoldsPerNetworkMax | Number::HoldsPerCustomerMax
        );
        assert_eq!(form.entered.read().is_ok(), may_be_none, "{which:?}");
    }
}

#[test]
fn somebody_elses_change_is_told_and_can_be_loaded() {
    let mut form = open();
    type_number(&mut form, Number::HoldMinutes, "45");
    form.step(Event::Submit);
    form.step(Event::Saved(Err(refused(ProblemCode::Changed))));
    assert_eq!(form.stage, Stage::Overtaken);
    assert_eq!(
        form.entered.number(Number::HoldMinutes),
        "45",
        "nothing typed is lost"
    );
    assert_eq!(form.step(Event::Load), [Effect::Load]);
    form.step(Event::Loaded(Ok(view(9))));
    assert_eq!(form.entered.number(Number::HoldMinutes), "30");
}

#[test]
fn what_fails_keeps_what_was_typed_and_an_ended_session_leads_out() {
    let mut form = open();
    type_number(&mut form, Number::HoldMinutes, "45");
    form.step(Event::Submit);
    assert_eq!(form.step(Event::Saved(Err(Failure::Unreachable))), []);
    assert_eq!(form.stage, Stage::Failed(Failure::Unreachable));
    assert!(form.is_changed());
    let out = form.step(Event::Saved(Err(Failure::SignedOut)));
    assert_eq!(out, [Effect::SignedOut]);
    form.step(Event::Discard);
    assert!(!form.is_changed());
    let mut form = Form::default();
    form.step(Event::Loaded(Err(Failure::Unreachable)));
    assert_eq!(form.stage, Stage::Missing(Failure::Unreachable));
}

#[test]
fn each_policy_says_what_guests_will_see() {
    let mut form = open();
    let said = policies::holds(&form.entered);
    assert!(
        said.contains("30 minutes") && said.contains("up to 10 times"),
        "{said}"
    );
    let said = policies::cancelling(&form.entered);
    assert!(said.contains("1 day or more"), "{said}");
    assert!(
        said.contains("everything") && said.contains("later nothing"),
        "{said}"
    );
    type_number(&mut form, Number::CancelLateRefundPercent, "50");
    assert!(policies::cancelling(&form.entered).contains("later 50%"));
    type_number(&mut form, Number::HoldExtensionsMax, "0");
    assert!(policies::holds(&form.entered).contains("Nobody can make it longer"));
    change(&mut form, |entered| entered.guests_cancel = false);
    assert!(policies::cancelling(&form.entered).contains("no way to cancel"));
    type_number(&mut form, Number::HoldsPerNetworkMax, "");
    assert!(policies::limits(&form.entered).contains("any number"));
    let before = [
        policies::rejections(&form.entered),
        policies::free_orders(&form.entered),
        policies::oversize(&form.entered),
        policies::first_purchase(&form.entered),
        policies::release(&form.entered),
    ];
    change(&mut form, |entered| {
        entered.explains = !entered.explains;
        entered.free_orders = !entered.free_orders;
        entered.refuses_oversize = !entered.refuses_oversize;
        entered.first_of_service = !entered.first_of_service;
        entered.release = !entered.release;
    });
    let after = [
        policies::rejections(&form.entered),
        policies::free_orders(&form.entered),
        policies::oversize(&form.entered),
        policies::first_purchase(&form.entered),
        policies::release(&form.entered),
    ];
    assert!(before.iter().zip(after).all(|(one, other)| *one != other));
}
