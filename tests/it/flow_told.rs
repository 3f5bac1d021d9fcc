//! What the page around the widget is told: everything that happens, once, and nothing that is not
//! so.

use std::collections::BTreeSet;
use std::fs;

use booking_contract::OrderStatus;
use booking_contract::WidgetStyle::Neo;
use booking_widget::flow::{Deed, Effect, Event, HostEvent, News, Started, Told, ToldFact};

use crate::fixtures::{Script, order_key, returned, started};

const PROTOCOL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/widget-loader/PROTOCOL.md");
const TYPES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/widget-loader/loader.d.ts");

/// Everything that was told so far, however often it may be told.
fn told(script: &Script) -> Vec<Told> {
    let told = |effect: &Effect| match effect {
        Effect::Tell(told) | Effect::TellOnce { told, .. } => Some(told.clone()),
        _ => None,
    };
    script.effects.iter().filter_map(told).collect()
}

fn names(script: &Script) -> Vec<&'static str> {
    told(script).iter().map(|told| told.event.name()).collect()
}

fn count(script: &Script, event: HostEvent) -> usize {
    told(script)
        .iter()
        .filter(|told| told.event == event)
        .count()
}

fn last(script: &Script, event: HostEvent) -> Told {
    let told = told(script).into_iter().rfind(|told| told.event == event);
    told.unwrap_or_else(|| panic!("{} was not told", event.name()))
}

/// The facts as one line.
fn facts(told: &Told) -> String {
    let fact = |(name, fact): &(&str, ToldFact)| match fact {
        ToldFact::Text(text) => format!("{name}={text}"),
        ToldFact::Texts(texts) => format!("{name}={}", texts.join("+")),
        ToldFact::Minor(minor) => format!("{name}={minor}"),
    };
    told.facts.iter().map(fact).collect::<Vec<_>>().join(" ")
}

fn booked() -> Script {
    let mut script = Script::start(Neo);
    script.up_to_payment().apply("free").go(Event::Confirmed);
    script
}

#[test]
fn a_booking_is_told_step_by_step_and_nothing_about_the_guest() {
    let mut script = Script::start(Neo);
    assert!(names(&script).is_empty(), "nothing has happened yet");
    script
        .up_to_payment()
        .apply("welcome10")
        .go(Event::Confirmed);
    assert_eq!(
        names(&script),
        [
            "slot_selected",
            "step_changed",
            "step_changed",
            "coupon_applied",
            "price_changed",
            "booking_submitted",
            "step_changed",
        ]
    );
    assert_eq!(
        facts(&last(&script, HostEvent::SlotSelected)),
        "calendar_id=studio service_ids=yoga starts_at=2026-11-21T09:30:00Z total_minor=4800 \
         currency=EUR"
    );
    assert_eq!(
        facts(&last(&script, HostEvent::CouponApplied)),
        "calendar_id=studio code=WELCOME10 discount_minor=480 total_minor=4320 currency=EUR"
    );
    assert_eq!(
        facts(&last(&script, HostEvent::BookingSubmitted)),
        "calendar_id=studio order_id=ord_4f7Qx2 starts_at=2026-11-21T09:30:00Z total_minor=4320 \
         currency=EUR"
    );
    assert!(!format!("{:?}", told(&script)).contains("mia"));
}

#[test]
fn what_is_chosen_before_all_of_the_widget_is_there_is_told_when_it_is() {
    let mut script = Script::start_with(Started {
        later: false,
        ..started(Neo)
    });
    script.answer().choose_slot("2026-11-21T09:30:00Z");
    assert!(names(&script).is_empty());
    script.flow.later_arrived();
    script.wait(1);
    assert_eq!(names(&script), ["slot_selected"]);
}

#[test]
fn a_price_is_told_once_it_has_settled_and_says_from_what_to_what() {
    let mut script = Script::start(Neo);
    script.answer().choose_slot("2026-11-21T09:30:00Z").wait(2);
    assert_eq!(count(&script, HostEvent::PriceChanged), 0);
    for attendees in 2..=4 {
        script.go(Event::AttendeesChosen(attendees));
    }
    assert_eq!(
        count(&script, HostEvent::PriceChanged),
        0,
        "not at every press"
    );
    script.wait(5);
    assert_eq!(count(&script, HostEvent::PriceChanged), 1);
    assert_eq!(
        facts(&last(&script, HostEvent::PriceChanged)),
        "calendar_id=studio from=4800 to=19200 currency=EUR"
    );
    script
        .go(Event::AttendeesChosen(1))
        .go(Event::AttendeesChosen(4))
        .wait(5);
    assert_eq!(
        count(&script, HostEvent::PriceChanged),
        1,
        "there and back is no change"
    );
}

#[test]
fn a_code_that_stops_counting_is_told_as_removed_however_that_came_about() {
    let mut script = Script::start(Neo);
    script
        .answer()
        .choose_slot("2026-11-21T09:30:00Z")
        .apply("welcome10");
    script.apply("welcome10");
    assert_eq!(
        count(&script, HostEvent::CouponApplied),
        1,
        "the same code again is no news"
    );
    script.go(Event::CodeRemoved).wait(3);
    assert_eq!(
        facts(&last(&script, HostEvent::CouponRemoved)),
        "calendar_id=studio code=WELCOME10 discount_minor=0 total_minor=4800 currency=EUR"
    );
    assert_eq!(count(&script, HostEvent::CouponRemoved), 1);
}

#[test]
fn a_refused_code_is_told_with_its_reason_and_what_is_no_code_is_kept() {
    let mut script = Script::start(Neo);
    script
        .answer()
        .choose_slot("2026-11-21T09:30:00Z")
        .apply("nothing");
    assert_eq!(
        facts(&last(&script, HostEvent::CouponRejected)),
        "calendar_id=studio code=NOTHING reason=not_found"
    );
    script.apply("guest@mail.example");
    assert_eq!(
        facts(&last(&script, HostEvent::CouponRejected)),
        "calendar_id=studio code= reason=not_a_code",
        "what was typed may be anything"
    );
    assert_eq!(count(&script, HostEvent::CouponApplied), 0);
    assert_eq!(count(&script, HostEvent::Error), 0);
}

#[test]
fn a_free_booking_is_confirmed_without_a_payment() {
    let script = booked();
    assert_eq!(count(&script, HostEvent::BookingConfirmed), 1);
    assert_eq!(count(&script, HostEvent::PaymentSucceeded), 0);
}

#[test]
fn a_payment_that_arrives_while_the_guest_waits_is_told_with_its_amount() {
    let mut script = returned(Neo, OrderStatus::AwaitingPayment, false);
    let order = script.order.as_mut().unwrap();
    (order.status, order.paid_minor) = (OrderStatus::Paid, 4_320);
    script.wait(3).answer().wait(30).answer();
    assert_eq!(
        facts(&last(&script, HostEvent::PaymentSucceeded)),
        "calendar_id=studio order_id=ord_4f7Qx2 starts_at=2026-11-21T09:30:00Z paid_minor=4320 \
         currency=EUR"
    );
    assert_eq!(count(&script, HostEvent::PaymentSucceeded), 1);
    assert_eq!(count(&script, HostEvent::BookingConfirmed), 1);
}

#[test]
fn whoever_opens_the_link_of_a_booking_that_was_made_before_sees_nothing_happen() {
    for status in [
        OrderStatus::Paid,
        OrderStatus::Cancelled,
        OrderStatus::Refunded,
        OrderStatus::Refunding,
    ] {
        let mut script = returned(Neo, status, false);
        script.go(News::ShownAgain).wait(20).answer();
        assert!(
            names(&script).is_empty(),
            "{status:?}: {:?}",
            names(&script)
        );
    }
}

#[test]
fn the_facts_of_an_order_have_a_key_that_a_reload_does_not_change() {
    let script = booked();
    let key = |effect: &Effect| match effect {
        Effect::TellOnce { key, .. } => Some(key.clone()),
        _ => None,
    };
    let keys: Vec<_> = script.effects.iter().filter_map(key).collect();
    assert_eq!(
        keys,
        [
            "booking_submitted ord_4f7Qx2",
            "booking_confirmed ord_4f7Qx2"
        ]
    );
}

#[test]
fn a_booking_that_the_guest_calls_off_is_told_and_one_that_expired_unpaid_is_not() {
    let mut script = returned(Neo, OrderStatus::AwaitingPayment, false);
    script.order.as_mut().unwrap().status = OrderStatus::Expired;
    script.wait(3).answer();
    assert_eq!(count(&script, HostEvent::BookingCancelled), 0);

    let mut script = returned(Neo, OrderStatus::Paid, false);
    script
        .go(Event::Deed(Deed::Cancel))
        .go(Event::Deed(Deed::CancelNow))
        .wait(30)
        .answer();
    assert_eq!(count(&script, HostEvent::BookingCancelled), 1);
}

/// The rows of the table below a heading of the description: the first two columns.
fn table(text: &str, heading: &str) -> Vec<(String, Vec<String>)> {
    let section = text.split(heading).nth(1).expect("the heading");
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let words = |cell: &str| -> Vec<String> {
        cell.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    };
    rows.map(|row| {
        let cells: Vec<_> = row.split('|').collect();
        (words(cells[1]).remove(0), words(cells[2]))
    })
    .collect()
}

#[test]
fn the_description_names_every_event_and_its_facts_and_no_other() {
    let text = fs::read_to_string(PROTOCOL).unwrap();
    let described = table(&text, "## Events");
    let names: BTreeSet<_> = described.iter().map(|(name, _)| name.as_str()).collect();
    let known: BTreeSet<_> = HostEvent::ALL.iter().map(|event| event.name()).collect();
    assert_eq!(names, known);

    let mut scripts = vec![booked(), returned(Neo, OrderStatus::AwaitingPayment, false)];
    let order = scripts[1].order.as_mut().unwrap();
    (order.status, order.paid_minor) = (OrderStatus::Paid, 4_320);
    scripts[1].wait(3).answer();
    let mut cancelled = returned(Neo, OrderStatus::Paid, false);
    cancelled
        .go(Event::Deed(Deed::Cancel))
        .go(Event::Deed(Deed::CancelNow));
    scripts.push(cancelled);
    let mut several = Script::start(Neo);
    several
        .answer()
        .choose_slot("2026-11-21T09:30:00Z")
        .apply("nothing")
        .apply("welcome10");
    several
        .go(Event::CodeRemoved)
        .go(Event::ServiceChosen("tour".parse().unwrap()))
        .wait(3);
    several
        .step(Event::CodeEdited("welcome10".to_owned()))
        .step(Event::CodeSubmitted);
    several.fail(&booking_widget::flow::Failure::TimedOut);
    scripts.push(several);
    let all: Vec<_> = scripts.iter().flat_map(told).collect();
    for (name, facts) in &described {
        let told: Vec<_> = all
            .iter()
            .filter(|told| told.event.name() == name)
            .collect();
        assert!(!told.is_empty(), "no booking of this test tells {name}");
        for told in told {
            let given: Vec<_> = told.facts.iter().map(|(name, _)| *name).collect();
            assert_eq!(given, *facts, "{name}");
        }
    }
}

#[test]
fn the_types_for_host_pages_know_the_same_events() {
    let types = fs::read_to_string(TYPES).unwrap();
    let (_, events) = types.split_once("interface BookingWidgetEvents {").unwrap();
    let (events, _) = events.split_once("\n}").unwrap();
    let names = events.lines().filter_map(|line| line.strip_prefix("  "));
    let names = names.filter(|line| !line.starts_with([' ', '}']));
    let names: BTreeSet<_> = names.filter_map(|line| line.split(':').next()).collect();
    let mut known: BTreeSet<_> = HostEvent::ALL.iter().map(|event| event.name()).collect();
    known.extend(["ready", "height"]);
    assert_eq!(names, known);
}

#[test]
fn a_page_that_starts_in_a_later_step_tells_no_change_of_it() {
    let mut first = started(Neo);
    first.remembered = Some(order_key());
    let script = Script::start_with(first);
    assert!(names(&script).is_empty());
}
