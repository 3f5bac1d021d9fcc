//! The log of a business.

use booking_contract::owner::{LogEntry, LogKind, LogPage};
use booking_dashboard::client::Failure;
use booking_dashboard::pages::settings::log::{Effect, Event, Log};
use booking_dashboard::pages::settings::log_text::{actor, deed};
use serde_json::json;

fn entry(number: i64, action: &str, detail: &serde_json::Value) -> LogEntry {
    serde_json::from_value(json!({
        "number": number, "at": "2026-11-20T09:00:00Z", "actor": "usr_1", "actor_name": "Test Owner",
        "action": action, "subject": "usr_2", "subject_name": "Test Staff", "detail": detail.to_string(),
    }))
    .unwrap()
}

fn query(effects: &[Effect]) -> (u32, booking_contract::owner::LogQuery) {
    let found = effects.iter().find_map(|effect| match effect {
        Effect::Load { ticket, query } => Some((*ticket, query.clone())),
        _ => None,
    });
    found.expect("entries are asked for")
}

#[test]
fn the_filter_begins_the_list_anew_and_stays_for_more() {
    let mut log = Log::default();
    let (first, _) = query(&log.step(Event::Load));
    let (second, asked) = query(&log.step(Event::Of {
        actor: Some("usr_1".to_owned()),
        kind: Some(LogKind::Member),
    }));
    assert_eq!(
        (asked.actor.as_deref(), asked.kind),
        (Some("usr_1"), Some(LogKind::Member))
    );
    let page = |number| {
        Ok(LogPage {
            entries: vec![entry(number, "member.role", &json!({}))],
            before: Some(number),
        })
    };
    log.step(Event::Came {
        ticket: first,
        result: page(1),
    });
    assert!(
        log.list.rows.is_empty(),
        "what was asked before is not wanted any more"
    );
    log.step(Event::Came {
        ticket: second,
        result: page(9),
    });
    let (_, more) = query(&log.step(Event::More));
    assert_eq!((more.before, more.kind), (Some(9), Some(LogKind::Member)));
}

#[test]
fn an_ended_session_leads_out_wherever_it_is_noticed() {
    let mut log = Log::default();
    let (ticket, _) = query(&log.step(Event::Load));
    let result = Err(Failure::SignedOut);
    assert_eq!(
        log.step(Event::Came { ticket, result }),
        [Effect::SignedOut]
    );
    assert_eq!(
        log.step(Event::Checked(Err(Failure::SignedOut))),
        [Effect::SignedOut]
    );
}

/// What the companion writes down, by the word of each.
const WRITTEN: &[&str] = &[
    "session.begin",
    "session.refused",
    "session.end_all",
    "member.role",
    "member.invite",
    "member.uninvite",
    "member.join",
    "member.password",
    "business.add",
    "business.plan",
    "business.stripe_connect",
    "business.stripe_disconnect",
    "business.stripe_forget",
    "site.allow",
    "site.withdraw",
    "calendar.create",
    "calendar.edit",
    "calendar.archive",
    "calendar.restore",
    "service.create",
    "service.edit",
    "service.archive",
    "service.restore",
    "service.move",
    "staff.create",
    "staff.edit",
    "staff.archive",
    "staff.restore",
    "staff.move",
    "location.create",
    "location.edit",
    "location.archive",
    "location.restore",
    "location.move",
    "hours.week",
    "hours.date",
    "product.delete",
    "coupon.create",
    "coupon.edit",
    "coupon.activate",
    "coupon.deactivate",
    "coupon.delete",
    "code.create",
    "code.generate",
    "code.import",
    "code.archive",
    "order.book",
    "order.refund",
    "order.accept",
    "order.record_payment",
    "order.collect",
    "order.hand_over",
    "order.cancel",
    "webhook.add",
    "webhook.edit",
    "webhook.roll",
    "webhook.pause",
    "webhook.resume",
    "webhook.remove",
    "webhook.test",
    "webhook.replay",
];

#[test]
fn entries_read_as_sentences() {
    for (action, detail, said) in [
        (
            "member.role",
            json!({ "from": "staff", "to": "manager" }),
            "made Test Staff manager instead of staff",
        ),
        (
            "member.role",
            json!({ "from": "staff", "to": null }),
            "took Test Staff out, who was staff",
        ),
        (
            "member.role",
            json!({ "from": null, "to": "admin" }),
            "made Test Staff admin",
        ),
        (
            "member.password",
            json!({}),
            "set a new password for Test Staff",
        ),
        (
            "business.settings",
            json!({ "hold_minutes": { "from": 30, "to": 45 } }),
            "changed the settings: hold minutes from 30 to 45",
        ),
        ("site.allow", json!({}), "let usr_2 embed the widget"),
        (
            "service.create",
            json!({ "name": "Wheel lesson" }),
            "made a service, Wheel lesson",
        ),
        (
            "hours.date",
            json!({ "date": "2026-12-24" }),
            "changed the opening hours of 2026-12-24",
        ),
        (
            "webhook.add",
            json!({ "host": "crm.example", "test_mode": false }),
            "added a webhook at crm.example",
        ),
        (
            "webhook.replay",
            json!({ "events": 2000 }),
            "sent 2000 events to a webhook again",
        ),
        (
            "webhook.replay",
            json!({ "event": "msg_1" }),
            "sent an event to a webhook again",
        ),
        ("weather.made_fine", json!({}), "weather: made fine"),
        ("odd", json!({}), "odd"),
    ] {
        assert_eq!(deed(&entry(1, action, &detail)), said);
    }
    let mut one = entry(1, "odd", &json!({}));
    assert_eq!(actor(&one), "Test Owner");
    one.actor = "cli".to_owned();
    one.actor_name = None;
    assert_eq!(actor(&one), "Somebody at the server");
}

#[test]
fn every_kind_that_is_written_has_words_and_can_be_chosen() {
    for action in WRITTEN {
        let kind = action.split('.').next().unwrap();
        assert!(
            kind.parse::<LogKind>().is_ok(),
            "{action}: no filter finds it"
        );
        let said = deed(&entry(1, action, &json!({})));
        assert!(!said.contains(": "), "{action} has no words: {said}");
    }
}
