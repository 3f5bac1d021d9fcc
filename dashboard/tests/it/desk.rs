//! A booking for a customer: what is asked for when, what it costs, and that it is made once.

use booking_contract::owner::{BookedForCustomer, BookingTerms, PayBy, SimulationMenu};
use booking_contract::{ProblemCode, SlotsPage};
use booking_dashboard::client::Failure;
use booking_dashboard::pages::desk::customer::Asked;
use booking_dashboard::pages::desk::event::{Effect, Event};
use booking_dashboard::pages::desk::reasons;
use booking_dashboard::pages::desk::state::{Desk, Slots, Stage};
use booking_dashboard::pages::desk::times::days;
use booking_engine::{Quote, QuoteChange, Rejection};
use serde_json::{Value, json};

const TUESDAY: &str = "2026-11-24T10:00:00Z";

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn menu() -> SimulationMenu {
    let service = |id: &str, name: &str| {
        json!({ "info": { "id": id, "name": name, "description": "", "duration_minutes": 120 },
            "attendees_max": 4 })
    };
    read(json!({ "calendars": [{
        "id": "studio", "title": "Studio", "currency": "EUR", "takes_codes": true,
        "test_mode": true, "services": [service("class", "Class"), service("lesson", "Lesson")],
    }] }))
}

fn slots() -> SlotsPage {
    let slot = |starts: &str, ends: &str, seats: u32| json!({ "starts_at": starts, "ends_at": ends, "seats_left": seats });
    let clock = json!({ "zone": "Europe/Berlin", "offsets": [{ "from": "2026-10-25T01:00:00Z", "seconds": 3600 }] });
    read(json!({
        "slots": [
            slot(TUESDAY, "2026-11-24T12:00:00Z", 1),
            slot("2026-11-24T23:30:00Z", "2026-11-25T01:30:00Z", 4),
            slot("2026-11-26T10:00:00Z", "2026-11-26T12:00:00Z", 4),
        ],
        "clock": clock, "business_clock": clock,
    }))
}

/// Terms on which a class costs 48.00, with a tenth off by a code where it can be used.
fn terms(code: Option<&str>) -> BookingTerms {
    let service =
        |id: &str, price: i64| json!({ "id": id, "unit_price_minor": price, "attendees_max": 4 });
    let mut terms = json!({
        "calendar_id": "studio", "currency": "EUR",
        "services": [service("class", 4800), service("lesson", 8500)],
    });
    if let Some(code) = code {
        terms["coupons"] = json!([{ "id": "tenth", "name": "A tenth", "active": true,
            "benefit": { "percent": { "percent": "10" } }, "scope": "everything", "minimum_amount_minor": 9000 }]);
        terms["promotion_codes"] =
            json!([{ "id": "tenth-code", "coupon_id": "tenth", "code": code }]);
    }
    read(json!({ "terms": terms, "code": code, "now": "2026-11-20T09:00:00Z" }))
}

/// A page with its menu, its times and its terms.
fn open() -> Desk {
    let today = "2026-11-20".parse().unwrap();
    let mut desk = Desk::new("Europe/Berlin".to_owned(), today, "seed".to_owned());
    assert_eq!(
        desk.step(Event::Open),
        [Effect::LoadMenu, Effect::LoadRunning]
    );
    let effects = desk.step(Event::Menu(Ok(menu())));
    let [
        Effect::LoadSlots {
            ticket: times,
            query,
            ..
        },
        Effect::AskTerms { ticket, asked },
    ] = &effects[..]
    else {
        panic!("{effects:?}");
    };
    assert_eq!((query.from, query.zone.as_str()), (today, "Europe/Berlin"));
    assert_eq!(asked.request.code, None);
    let result = Ok(Box::new(slots()));
    desk.step(Event::Slots {
        ticket: *times,
        result,
    });
    let result = Ok(Box::new(terms(None)));
    desk.step(Event::Terms {
        ticket: *ticket,
        result,
    });
    desk
}

fn choose(
    desk: &mut Desk,
    change: impl Fn(&mut booking_dashboard::pages::trying::booking::Booking),
) -> Vec<Effect> {
    let mut chosen = desk.chosen.clone();
    change(&mut chosen);
    desk.step(Event::Choose(Box::new(chosen)))
}

/// Lets the pause pass and answers the terms that are asked for then.
fn settle(desk: &mut Desk, effects: &[Effect], answer: BookingTerms) {
    let Some(Effect::Settle { ticket }) = effects.last() else {
        panic!("{effects:?}");
    };
    let effects = desk.step(Event::Settled { ticket: *ticket });
    let [Effect::AskTerms { ticket, .. }] = effects[..] else {
        panic!("{effects:?}");
    };
    let result = Ok(Box::new(answer));
    desk.step(Event::Terms { ticket, result });
}

fn customer(desk: &mut Desk) {
    desk.step(Event::Type(Asked::Name, "Test Guest".to_owned()));
    let effects = desk.step(Event::Type(Asked::Email, "guest@example.com".to_owned()));
    settle(desk, &effects, terms(None));
}

/// Everything is chosen and typed.
fn ready() -> Desk {
    let mut desk = open();
    customer(&mut desk);
    desk.step(Event::At(TUESDAY.parse().unwrap()));
    desk
}

fn sent(effects: &[Effect]) -> (String, booking_contract::owner::BookForCustomer) {
    match effects {
        [Effect::Book { key, booking }] => (key.clone(), (**booking).clone()),
        other => panic!("{other:?}"),
    }
}

fn refusal(code: ProblemCode, more: &Value) -> Failure {
    let mut told = json!({ "status": 409, "code": code, "title": "No" });
    for (name, value) in more.as_object().unwrap() {
        told[name.as_str()] = value.clone();
    }
    Failure::Refused(Box::new(read(told)))
}

fn total(desk: &Desk) -> i64 {
    desk.price().unwrap().quote.total_minor
}

#[test]
fn the_price_follows_every_choice_without_an_answer() {
    let mut desk = open();
    assert_eq!(total(&desk), 4_800);
    choose(&mut desk, |it| it.attendees = "2".to_owned());
    assert_eq!(total(&desk), 9_600);
    let effects = choose(&mut desk, |it| it.service = "lesson".to_owned());
    assert!(matches!(effects[0], Effect::LoadSlots { .. }));
    assert_eq!(total(&desk), 17_000);
}

#[test]
fn times_stand_under_their_day_on_the_clock_of_the_business() {
    let shown = days(&slots(), 1);
    let dates: Vec<String> = shown.iter().map(|day| day.date.to_string()).collect();
    // Half past eleven in the evening, by UTC, is the next day in Berlin.
    assert_eq!(dates, ["2026-11-24", "2026-11-25", "2026-11-26"]);
    assert_eq!(shown[0].times[0].to_rfc3339(), "2026-11-24T10:00:00+00:00");
    assert_eq!(days(&slots(), 2).len(), 2, "without room there is no time");
}

#[test]
fn a_time_without_room_for_all_is_not_chosen_any_more() {
    let mut desk = open();
    desk.step(Event::At(TUESDAY.parse().unwrap()));
    choose(&mut desk, |it| it.attendees = "2".to_owned());
    assert_eq!(desk.starts_at, None);
}

#[test]
fn a_code_that_does_not_fit_says_why_and_is_left_out_of_the_booking() {
    let mut desk = ready();
    let effects = choose(&mut desk, |it| it.code = "tenth".to_owned());
    settle(&mut desk, &effects, terms(Some("TENTH")));
    let shown = desk.price().unwrap().quote;
    let reason = shown.rejected.unwrap().reason;
    assert!(matches!(reason, Rejection::MinimumAmount { .. }));
    let said = reasons::rejection(reason, shown.currency);
    assert!(said.contains("€90.00") && said.contains("€42.00"), "{said}");
    let (_, booking) = sent(&desk.step(Event::Book));
    assert_eq!(booking.request.code, None);
    assert_eq!(booking.quote.rejected, None);
}

#[test]
fn a_code_that_fits_takes_its_share_off_and_is_booked() {
    let mut desk = ready();
    let effects = choose(&mut desk, |it| it.code = "tenth".to_owned());
    settle(&mut desk, &effects, terms(Some("TENTH")));
    desk.step(Event::At("2026-11-26T10:00:00Z".parse().unwrap()));
    let effects = choose(&mut desk, |it| it.attendees = "2".to_owned());
    settle(&mut desk, &effects, terms(Some("TENTH")));
    assert_eq!(total(&desk), 8_640);
    desk.step(Event::Pay(PayBy::Link));
    let (_, booking) = sent(&desk.step(Event::Book));
    assert_eq!(booking.request.code.as_deref(), Some("TENTH"));
    assert_eq!(booking.pay, PayBy::Link);
}

#[test]
fn nothing_is_booked_while_the_price_may_still_change() {
    let mut desk = ready();
    choose(&mut desk, |it| it.code = "tenth".to_owned());
    assert!(desk.asking);
    assert_eq!(desk.step(Event::Book), []);
}

#[test]
fn what_is_missing_is_told_at_its_place() {
    let mut desk = open();
    desk.step(Event::Type(Asked::Phone, "x".to_owned()));
    assert_eq!(desk.step(Event::Book), []);
    let wrong: Vec<Asked> = desk.wrong.iter().map(|(asked, _)| *asked).collect();
    assert_eq!(wrong, [Asked::Name, Asked::Email, Asked::Phone]);
    assert!(desk.no_time);
    desk.step(Event::Type(Asked::Phone, String::new()));
    assert!(!desk.wrong.iter().any(|(asked, _)| *asked == Asked::Phone));
}

#[test]
fn what_may_have_arrived_is_sent_again_under_its_key() {
    let mut desk = ready();
    let (key, booking) = sent(&desk.step(Event::Book));
    assert!(desk.is_sent());
    assert_eq!(desk.step(Event::Book), [], "a second click");
    desk.step(Event::Came(Box::new(Err(Failure::Unreachable))));
    let (again, same) = sent(&desk.step(Event::Book));
    assert_eq!((again, same), (key.clone(), booking));
    desk.step(Event::Came(Box::new(Err(Failure::Unreachable))));
    desk.step(Event::Type(Asked::Name, "Other Guest".to_owned()));
    let (other, _) = sent(&desk.step(Event::Book));
    assert_ne!(other, key, "another booking has a key of its own");
}

#[test]
fn a_price_that_changed_is_asked_about_and_agreed_to() {
    let mut desk = ready();
    let (key, booking) = sent(&desk.step(Event::Book));
    let mut now: Quote = booking.quote.clone();
    for line in &mut now.lines {
        line.unit_price_minor = 5_000;
        line.amount_minor = 5_000;
    }
    now.subtotal_minor = 5_000;
    now.total_minor = 5_000;
    now.amount_due_minor = 5_000;
    let changes = now.changes_since(&booking.quote);
    let told = refusal(
        ProblemCode::QuoteChanged,
        &json!({ "quote": now, "changes": changes }),
    );
    desk.step(Event::Came(Box::new(Err(told))));
    let Stage::Changed(change) = desk.stage.clone() else {
        panic!("{:?}", desk.stage);
    };
    assert!(matches!(change.changes[0], QuoteChange::UnitPrice { .. }));
    let said = reasons::changes(&change.changes, &booking.quote, &change.now);
    assert!(said[0].contains("€50.00") && said[0].contains("€48.00"));
    let (other, agreed) = sent(&desk.step(Event::Agree));
    assert_ne!(other, key);
    assert_eq!(agreed.quote, now);
}

#[test]
fn a_time_that_is_gone_is_looked_for_anew() {
    let mut desk = ready();
    sent(&desk.step(Event::Book));
    let told = refusal(ProblemCode::SlotTaken, &json!({}));
    let effects = desk.step(Event::Came(Box::new(Err(told))));
    assert!(matches!(effects[..], [Effect::LoadSlots { .. }]));
    assert_eq!(desk.starts_at, None);
    assert_eq!(desk.slots, Slots::Loading);
    assert!(matches!(desk.stage, Stage::Refused(_)));
}

#[test]
fn customers_of_before_are_looked_for_after_a_pause_and_fill_the_fields() {
    let mut desk = open();
    let typed = desk.step(Event::Type(Asked::Name, "t".to_owned()));
    let [Effect::Pause { ticket }] = typed[..] else {
        panic!("{typed:?}");
    };
    assert_eq!(desk.step(Event::Typed { ticket }), [], "one letter is none");
    let typed = desk.step(Event::Type(Asked::Name, "test".to_owned()));
    assert_eq!(desk.step(Event::Typed { ticket }), [], "more was typed");
    let [Effect::Pause { ticket }] = typed[..] else {
        panic!("{typed:?}");
    };
    let search = "test".to_owned();
    assert_eq!(
        desk.step(Event::Typed { ticket }),
        [Effect::Suggest { ticket, search }]
    );
    let past: booking_contract::owner::PastCustomer =
        read(json!({ "name": "Test Guest", "email": "guest@example.com", "phone": "+351 900" }));
    let customers = vec![past.clone()];
    desk.step(Event::Suggested { ticket, customers });
    assert_eq!(desk.suggested.len(), 1);
    let effects = desk.step(Event::Mean(Box::new(past)));
    assert!(matches!(effects[..], [Effect::AskTerms { .. }]), "limits");
    assert_eq!(desk.customer.email, "guest@example.com");
    assert_eq!(desk.customer.phone, "+351 900");
    assert!(desk.suggested.is_empty());
}

#[test]
fn after_a_booking_another_one_begins_with_keys_of_its_own() {
    let mut desk = ready();
    let (key, _) = sent(&desk.step(Event::Book));
    let order = json!({
        "id": "ord_1", "state": "paid", "calendar_id": "studio", "calendar": "Studio",
        "created_at": "2026-11-20T08:00:00Z", "recorded": true, "test_mode": true,
        "items": [], "starts_at": TUESDAY, "ends_at": "2026-11-24T12:00:00Z",
        "guest": { "name": "Test Guest", "email": "guest@example.com" },
        "guest_zone": "Europe/Lisbon",
        "quote": desk.price().unwrap().quote,
        "payments": { "currency": "EUR", "subtotal_minor": 0, "discount_minor": 0,
            "tax_minor": 0, "total_minor": 0, "paid_minor": 0, "refunded_minor": 0,
            "balance_minor": 0, "attendees": [] },
        "transactions": [], "refunds": [],
        "deeds": { "cancel": true, "refundable_minor": 0, "by_hand_minor": 0,
            "refund_attendees": true, "decide": false, "collect": true },
    });
    let booked: BookedForCustomer =
        read(json!({ "order": order, "guest_page": "https://booking.example/b/x/y" }));
    desk.step(Event::Came(Box::new(Ok(booked))));
    assert!(matches!(desk.stage, Stage::Booked(_)));
    desk.step(Event::Another);
    assert!(matches!(desk.stage, Stage::Open));
    assert_eq!(desk.customer.name, "");
    let effects = desk.step(Event::Menu(Ok(menu())));
    let Some(Effect::AskTerms { ticket, .. }) = effects.last() else {
        panic!("{effects:?}");
    };
    let ticket = *ticket;
    let result = Ok(Box::new(terms(None)));
    desk.step(Event::Terms { ticket, result });
    customer(&mut desk);
    desk.step(Event::At(TUESDAY.parse().unwrap()));
    let (other, _) = sent(&desk.step(Event::Book));
    assert_ne!(other, key);
}
