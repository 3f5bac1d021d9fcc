//! The Stripe accounts of a business.

use booking_contract::ProblemCode;
use booking_contract::owner::{
    CheckStripe, ConnectStripe, PaymentMode, PaysTo, StripeAccountView, StripeAccounts,
    StripeCheck, StripeFinding, StripeRight, StripeSide,
};
use booking_dashboard::client::Failure;
use booking_dashboard::pages::settings::payments::{Effect, Event, Page, Question};
use booking_dashboard::pages::settings::payments_text as text;

use crate::answers::refused;

const TEST: PaymentMode = PaymentMode::Test;
const LIVE: PaymentMode = PaymentMode::Live;
const KEY: &str = "sk_test_1234567890";

fn side(pays_to: PaysTo, calendars: u32) -> StripeSide {
    let account = (pays_to == PaysTo::OwnAccount).then(|| StripeAccountView {
        name: "Studio".to_owned(),
        stripe_id: Some("acct_1".to_owned()),
        key_ends: "7890".to_owned(),
        restricted: false,
        readable: true,
        webhook_url: "https://book.example.com/v1/stripe/webhooks/sa_1".to_owned(),
        signing_secret_ends: None,
        connected_at: "2026-11-20T09:00:00Z".parse().unwrap(),
    });
    StripeSide {
        pays_to,
        account,
        calendars,
    }
}

fn accounts(test: PaysTo) -> StripeAccounts {
    StripeAccounts {
        test: side(test, 1),
        live: side(PaysTo::Nowhere, 0),
        earlier: Vec::new(),
        events: Vec::new(),
    }
}

fn open(test: PaysTo) -> Page {
    let mut page = Page::default();
    assert_eq!(page.step(Event::Load), [Effect::Load]);
    page.step(Event::Loaded(Ok(accounts(test))));
    page
}

fn said(findings: Vec<StripeFinding>) -> StripeCheck {
    StripeCheck {
        name: "Studio".to_owned(),
        stripe_id: None,
        findings,
    }
}

#[test]
fn a_key_is_checked_before_it_is_saved_and_once_more_after() {
    let mut page = open(PaysTo::CompanionsAccount);
    assert!(page.takes_key(TEST) && page.takes_key(LIVE));
    page.step(Event::Key(TEST, format!(" {KEY} ")));
    let key = Some(KEY.parse().unwrap());
    let asked = CheckStripe { key: key.clone() };
    assert_eq!(page.step(Event::Check(TEST)), [Effect::Check(TEST, asked)]);
    assert_eq!(page.step(Event::Connect(TEST)), [], "one thing at a time");
    page.step(Event::Checked(TEST, Ok(said(Vec::new()))));
    assert!(page.test.said.is_some());

    let body = ConnectStripe {
        key,
        signing_secret: None,
    };
    assert_eq!(page.step(Event::Connect(TEST)), [Effect::Save(TEST, body)]);
    let effects = page.step(Event::Done(Ok(accounts(PaysTo::OwnAccount))));
    let again = Effect::Check(TEST, CheckStripe::default());
    assert!(matches!(&effects[..], [Effect::Say(_), check] if *check == again));
    assert!(!page.takes_key(TEST));
    assert_eq!(page.test.key, "", "what was typed is gone");
}

#[test]
fn what_is_no_key_of_the_mode_is_told_at_its_field_before_anything_is_sent() {
    for (mode, typed, word) in [
        (TEST, "", "sk_test_"),
        (TEST, "pk_test_1234567890", "publishable"),
        (TEST, "whsec_1234567890", "webhook"),
        (TEST, "sk_live_1234567890", "live key"),
        (LIVE, KEY, "test key"),
    ] {
        for event in [Event::Check(mode), Event::Connect(mode)] {
            let mut page = open(PaysTo::Nowhere);
            page.step(Event::Key(mode, typed.to_owned()));
            let effects = page.step(event);
            assert!(matches!(&effects[..], [Effect::Focus(_)]), "{typed}");
            let mistake = page.desk(mode).key_mistake.clone().unwrap();
            assert!(mistake.contains(word), "{mistake}");
        }
    }
}

#[test]
fn a_key_that_the_companion_refuses_is_told_at_its_field() {
    let mut page = open(PaysTo::Nowhere);
    page.step(Event::Key(TEST, KEY.to_owned()));
    page.step(Event::Connect(TEST));
    let failure = refused(ProblemCode::StripeKeyRefused);
    let effects = page.step(Event::Done(Err(failure)));
    assert_eq!(effects, [Effect::Focus("test-key")]);
    assert!(page.test.key_mistake.is_some());
    page.step(Event::Connect(TEST));
    let effects = page.step(Event::Done(Err(Failure::Unreachable)));
    assert!(matches!(&effects[..], [Effect::Say(said)] if said.starts_with("Nothing was changed")));
    assert_eq!(page.test.key, KEY, "nothing typed is lost");
}

#[test]
fn what_was_said_of_a_key_is_not_said_of_another_one() {
    let mut page = open(PaysTo::Nowhere);
    page.step(Event::Key(TEST, KEY.to_owned()));
    page.step(Event::Check(TEST));
    page.step(Event::Checked(TEST, Ok(said(Vec::new()))));
    page.step(Event::Key(TEST, format!("{KEY}1")));
    assert_eq!(page.test.said, None);
}

#[test]
fn the_signing_secret_follows_and_has_to_be_one() {
    let mut page = open(PaysTo::OwnAccount);
    page.step(Event::Secret(TEST, KEY.to_owned()));
    assert_eq!(page.step(Event::Sign(TEST)), [Effect::Focus("test-secret")]);
    page.step(Event::Secret(TEST, "whsec_1234567890".to_owned()));
    assert_eq!(page.test.secret_mistake, None);
    let effects = page.step(Event::Sign(TEST));
    assert!(matches!(&effects[..], [Effect::Save(TEST, body)]
        if body.key.is_none() && body.signing_secret.is_some()));
}

#[test]
fn an_account_is_taken_out_of_use_only_after_a_question() {
    let mut page = open(PaysTo::OwnAccount);
    assert_eq!(page.step(Event::Sure), []);
    page.step(Event::Ask(Question::Disconnect(TEST)));
    page.step(Event::Never);
    assert_eq!(page.step(Event::Sure), []);
    page.step(Event::Ask(Question::Disconnect(TEST)));
    assert_eq!(page.step(Event::Sure), [Effect::Disconnect(TEST)]);
    page.step(Event::Done(Ok(accounts(PaysTo::Nowhere))));
    assert_eq!(page.question, None);
    assert!(page.takes_key(TEST));
}

#[test]
fn guests_who_cannot_pay_are_named_and_a_right_that_is_missing_too() {
    let nowhere = side(PaysTo::Nowhere, 2);
    assert_eq!(text::state(&nowhere), ("Guests cannot pay", "warn"));
    assert!(text::standing(LIVE, &nowhere).contains("2 calendars"));
    assert_eq!(text::state(&side(PaysTo::Nowhere, 0)).0, "Not connected");
    let lacks = StripeFinding::Lacks(StripeRight::WriteRefunds);
    assert!(lacks.is_serious() && text::finding(&lacks).contains("Refunds: write"));
    assert!(!StripeFinding::NoWebhook.is_serious());
}
