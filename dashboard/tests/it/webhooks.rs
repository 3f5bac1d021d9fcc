//! Where the business's own systems are told: what the pages do.

use booking_contract::owner::{
    DeliveriesPage, DeliveryDetails, DeliveryFilter, DeliveryRow, DeliveryState, EditWebhook,
    NewWebhook, Replayed, RollSecret, WebhookList, WebhookMade, WebhookSecret, WebhookStanding,
    WebhookView,
};
use booking_contract::{ProblemCode, WebhookEventType};
use booking_dashboard::client::Failure;
use booking_dashboard::pages::webhooks::draft::{Change, Spot};
use booking_dashboard::pages::webhooks::list::{self, Hooks};
use booking_dashboard::pages::webhooks::one::{Effect, Event, Hook, Question, Test};
use booking_dashboard::pages::webhooks::said;
use chrono::{DateTime, TimeDelta, Utc};

use crate::answers::refused;

fn now() -> DateTime<Utc> {
    "2026-11-20T09:00:00Z".parse().unwrap()
}

fn webhook(standing: WebhookStanding) -> WebhookView {
    WebhookView {
        id: "whe_1".to_owned(),
        url: "https://crm.example/hooks".to_owned(),
        events: None,
        test_mode: false,
        created_at: now(),
        standing,
        waiting: 0,
        failed: 0,
        old_secret_until: None,
    }
}

fn made() -> WebhookMade {
    WebhookMade {
        webhook: webhook(WebhookStanding::InOrder),
        secret: WebhookSecret::from("whsec_x".to_owned()),
    }
}

fn row(event_id: &str, state: DeliveryState) -> DeliveryRow {
    DeliveryRow {
        event_id: event_id.to_owned(),
        event: WebhookEventType::OrderCreated,
        order_id: "ord_1".to_owned(),
        sequence: 1,
        happened_at: now(),
        state,
        next_at: None,
        last: None,
    }
}

fn details(event_id: &str, state: DeliveryState) -> DeliveryDetails {
    DeliveryDetails {
        delivery: row(event_id, state),
        attempts: Vec::new(),
        body: "{}".to_owned(),
    }
}

/// A page with its endpoint and two deliveries.
fn open(standing: WebhookStanding) -> Hook {
    let mut hook = Hook::default();
    let effects = hook.step(Event::Load);
    let [Effect::Load, Effect::Deliveries { ticket, query }] = &effects[..] else {
        panic!("{effects:?}");
    };
    assert_eq!((query.state, &query.after), (None, &None));
    let ticket = *ticket;
    assert_eq!(hook.step(Event::Loaded(Ok(webhook(standing)))), []);
    let deliveries = vec![
        row("msg_2", DeliveryState::Failed),
        row("msg_1", DeliveryState::Delivered),
    ];
    let next = None;
    let result = Ok(DeliveriesPage { deliveries, next });
    hook.step(Event::Came { ticket, result });
    hook
}

#[test]
fn a_webhook_is_added_with_what_was_chosen_and_its_secret_is_shown() {
    let mut hooks = Hooks::default();
    assert_eq!(hooks.step(list::Event::Load), [list::Effect::Load]);
    let list = WebhookList {
        webhooks: Vec::new(),
        loopback: false,
    };
    hooks.step(list::Event::Loaded(Ok(list)));
    assert_eq!(
        hooks.step(list::Event::Add),
        [list::Effect::Focus(Spot::Url)]
    );
    let change = |hooks: &mut Hooks, change| hooks.step(list::Event::Change(change));
    change(
        &mut hooks,
        Change::Url(" https://crm.example/a ".to_owned()),
    );
    change(&mut hooks, Change::All(false));
    let nothing = hooks.step(list::Event::Send);
    assert_eq!(nothing, [list::Effect::Focus(Spot::Events)]);
    assert!(hooks.draft.as_ref().unwrap().wrong_events);
    change(
        &mut hooks,
        Change::Event(WebhookEventType::OrderMoved, true),
    );
    change(
        &mut hooks,
        Change::Event(WebhookEventType::OrderCreated, true),
    );
    change(&mut hooks, Change::TestMode(true));
    let new = NewWebhook {
        url: "https://crm.example/a".to_owned(),
        events: Some(vec![
            WebhookEventType::OrderCreated,
            WebhookEventType::OrderMoved,
        ]),
        test_mode: true,
    };
    assert_eq!(hooks.step(list::Event::Send), [list::Effect::Add(new)]);
    assert_eq!(hooks.step(list::Event::Send), [], "one request at a time");
    assert_eq!(
        hooks.step(list::Event::Sent(Ok(made()))),
        [list::Effect::Load]
    );
    assert_eq!((&hooks.draft, &hooks.made), (&None, &Some(made())));
    hooks.step(list::Event::Handed);
    assert_eq!(hooks.made, None, "it is not shown again");
}

#[test]
fn an_address_that_is_refused_is_told_at_its_field_and_nothing_typed_is_lost() {
    let mut hooks = Hooks::default();
    hooks.step(list::Event::Add);
    assert_eq!(
        hooks.step(list::Event::Send),
        [list::Effect::Focus(Spot::Url)]
    );
    let url = Change::Url("http://10.0.0.1/".to_owned());
    hooks.step(list::Event::Change(url));
    assert_eq!(hooks.draft.as_ref().unwrap().wrong_url, None);
    hooks.step(list::Event::Send);
    let failure = refused(ProblemCode::AddressRefused);
    assert_eq!(
        hooks.step(list::Event::Sent(Err(failure))),
        [list::Effect::Focus(Spot::Url)]
    );
    let draft = hooks.draft.as_ref().unwrap();
    assert!(draft.wrong_url.is_some() && !draft.sending);
    assert_eq!(draft.url, "http://10.0.0.1/");
    let failure = refused(ProblemCode::TooManyOfThem);
    hooks.step(list::Event::Send);
    assert_eq!(hooks.step(list::Event::Sent(Err(failure))), []);
    assert!(hooks.draft.unwrap().failure.is_some());
}

#[test]
fn what_is_changed_begins_with_what_is_there() {
    let mut hook = open(WebhookStanding::InOrder);
    hook.step(Event::Edit);
    let all = EditWebhook {
        url: "https://crm.example/hooks".to_owned(),
        events: None,
    };
    assert_eq!(hook.step(Event::Save), [Effect::Save(all)]);
    let saved = webhook(WebhookStanding::InOrder);
    assert!(matches!(
        hook.step(Event::Saved(Ok(saved)))[..],
        [Effect::Say(_)]
    ));
    assert_eq!(hook.draft, None);
}

#[test]
fn a_pause_can_be_taken_back() {
    let mut hook = open(WebhookStanding::InOrder);
    assert_eq!(hook.step(Event::Pause), [Effect::Pause]);
    assert_eq!(hook.step(Event::Pause), [], "one request at a time");
    let paused = webhook(WebhookStanding::Paused { since: now() });
    let effects = hook.step(Event::Acted(Ok(paused)));
    assert!(
        matches!(&effects[..], [Effect::SayWithUndo(_, back)] if **back == Event::Resume),
        "{effects:?}"
    );
    let mut told = webhook(WebhookStanding::InOrder);
    told.waiting = 3;
    hook.step(Event::Resume);
    let effects = hook.step(Event::Acted(Ok(told)));
    assert!(
        matches!(&effects[..], [Effect::SayWithUndo(..), Effect::Wait]),
        "what has waited is watched: {effects:?}"
    );
}

#[test]
fn a_delivery_opens_with_all_that_is_known_and_is_sent_again() {
    let mut hook = open(WebhookStanding::InOrder);
    let id = "msg_2".to_owned();
    assert_eq!(
        hook.step(Event::Toggle(id.clone())),
        [Effect::Details(id.clone())]
    );
    let result = Box::new(Ok(details("msg_1", DeliveryState::Delivered)));
    hook.step(Event::Details {
        event_id: "msg_1".to_owned(),
        result,
    });
    assert_eq!(
        hook.open.as_ref().unwrap().details,
        None,
        "an answer to another question"
    );
    let result = Box::new(Ok(details("msg_2", DeliveryState::Failed)));
    hook.step(Event::Details {
        event_id: id.clone(),
        result,
    });
    assert_eq!(hook.step(Event::Again), [Effect::Again(id.clone())]);
    assert_eq!(hook.step(Event::Again), [], "one request at a time");
    let sent = details("msg_2", DeliveryState::Due);
    let effects = hook.step(Event::AgainSent(Box::new(Ok(sent))));
    assert!(matches!(&effects[..], [Effect::Say(_), Effect::Wait]));
    assert_eq!(hook.list.rows[0].state, DeliveryState::Due);

    // The page looks until nothing waits any more, then reads the list again.
    assert_eq!(hook.step(Event::Tick), [Effect::Load]);
    let mut busy = webhook(WebhookStanding::InOrder);
    busy.waiting = 1;
    let look = Effect::Details(id.clone());
    assert_eq!(hook.step(Event::Loaded(Ok(busy))), [look, Effect::Wait]);
    let result = Box::new(Ok(details("msg_2", DeliveryState::Delivered)));
    hook.step(Event::Details {
        event_id: id.clone(),
        result,
    });
    assert_eq!(hook.list.rows[0].state, DeliveryState::Delivered);
    let calm = webhook(WebhookStanding::InOrder);
    let effects = hook.step(Event::Loaded(Ok(calm.clone())));
    assert!(matches!(
        &effects[..],
        [Effect::Details(_), Effect::Deliveries { .. }]
    ));
    assert_eq!(hook.step(Event::Loaded(Ok(calm))), []);
    hook.step(Event::Toggle(id));
    assert_eq!(hook.open, None);
}

#[test]
fn all_that_failed_is_sent_again_batch_by_batch_until_none_is_left() {
    let mut hook = open(WebhookStanding::InOrder);
    hook.step(Event::Ask(Question::Replay(24)));
    let effects = hook.step(Event::Sure(now()));
    let [Effect::Replay(span)] = effects[..] else {
        panic!("{effects:?}");
    };
    assert_eq!(span.from, now() - TimeDelta::hours(24));
    assert!(span.until > now());
    let batch = |events, left| Event::Replayed(Ok(Replayed { events, left }));
    assert_eq!(hook.step(batch(2_000, 7)), [Effect::Replay(span)]);
    let replay = hook.replay.as_ref().unwrap();
    assert_eq!((replay.sent, replay.left), (2_000, Some(7)));
    let effects = hook.step(batch(7, 0));
    assert!(
        matches!(&effects[..], [Effect::Say(said), Effect::Load, Effect::Deliveries { .. }]
            if said.contains("2007")),
        "{effects:?}"
    );
    assert_eq!(hook.replay, None);
}

#[test]
fn sending_again_can_be_stopped_and_ends_where_nothing_moves() {
    let mut hook = open(WebhookStanding::InOrder);
    hook.step(Event::Ask(Question::Replay(24)));
    hook.step(Event::Sure(now()));
    hook.step(Event::Stop);
    let late = Event::Replayed(Ok(Replayed {
        events: 2_000,
        left: 9,
    }));
    assert_eq!(hook.step(late), [], "nobody wants more of it");
    hook.step(Event::Ask(Question::Replay(24)));
    hook.step(Event::Sure(now()));
    let stuck = Event::Replayed(Ok(Replayed { events: 0, left: 9 }));
    let effects = hook.step(stuck);
    assert!(matches!(&effects[..], [Effect::Say(_), Effect::Load, _]));
}

#[test]
fn a_new_secret_is_asked_for_with_its_overlap_and_shown() {
    let mut hook = open(WebhookStanding::InOrder);
    hook.step(Event::Ask(Question::Roll(24)));
    hook.step(Event::Ask(Question::Roll(0)));
    let overlap_hours = 0;
    assert_eq!(
        hook.step(Event::Sure(now())),
        [Effect::Roll(RollSecret { overlap_hours })]
    );
    hook.step(Event::Rolled(Ok(made())));
    assert_eq!((&hook.question, &hook.secret), (&None, &Some(made())));
    hook.step(Event::Handed);
    assert_eq!(hook.secret, None);
}

#[test]
fn removing_asks_and_leads_back_to_the_list() {
    let mut hook = open(WebhookStanding::InOrder);
    assert_eq!(hook.step(Event::Sure(now())), [], "nothing was asked");
    hook.step(Event::Ask(Question::Remove));
    hook.step(Event::Never);
    assert_eq!(hook.step(Event::Sure(now())), []);
    hook.step(Event::Ask(Question::Remove));
    assert_eq!(hook.step(Event::Sure(now())), [Effect::Remove]);
    assert!(matches!(
        hook.step(Event::Removed(Ok(())))[..],
        [Effect::Say(_), Effect::GoToList]
    ));
}

#[test]
fn one_test_event_goes_at_a_time_and_another_list_is_asked_for() {
    let mut hook = open(WebhookStanding::InOrder);
    assert_eq!(hook.step(Event::Test), [Effect::Test]);
    assert_eq!(hook.step(Event::Test), []);
    hook.step(Event::Tested(Err(Failure::Unreachable)));
    assert_eq!(hook.test, Some(Test::Done(Err(Failure::Unreachable))));
    let effects = hook.step(Event::Of(Some(DeliveryFilter::Failed)));
    assert!(matches!(&effects[..], [Effect::Deliveries { query, .. }]
            if query.state == Some(DeliveryFilter::Failed)));
}

#[test]
fn an_ended_session_leads_out_wherever_it_is_noticed() {
    for event in [
        Event::Loaded(Err(Failure::SignedOut)),
        Event::Saved(Err(Failure::SignedOut)),
        Event::Acted(Err(Failure::SignedOut)),
        Event::Tested(Err(Failure::SignedOut)),
        Event::Rolled(Err(Failure::SignedOut)),
        Event::Removed(Err(Failure::SignedOut)),
        Event::AgainSent(Box::new(Err(Failure::SignedOut))),
    ] {
        let mut hook = open(WebhookStanding::InOrder);
        assert_eq!(hook.step(event.clone()), [Effect::SignedOut], "{event:?}");
    }
}

#[test]
fn what_stands_in_the_way_is_told_wherever_an_endpoint_is_not_in_order() {
    let since = now();
    for (standing, is_told) in [
        (WebhookStanding::Failing { since }, true),
        (WebhookStanding::Paused { since }, false),
        (WebhookStanding::Gone { since }, false),
        (WebhookStanding::Stopped { since }, false),
    ] {
        assert!(said::trouble(standing).is_some(), "{standing:?}");
        assert_eq!(standing.is_told(), is_told);
    }
    assert_eq!(said::trouble(WebhookStanding::InOrder), None);
    assert_eq!(said::told_of(None), "All events");
    let two = [WebhookEventType::OrderCreated, WebhookEventType::OrderMoved];
    assert_eq!(said::told_of(Some(&two)), "2 of 6 events");
    assert_eq!(said::told_of(Some(&two[..1])), "order.created");
}
